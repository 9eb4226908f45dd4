/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/panel.h"

#include <math.h>
#include <stdio.h>

const struct tcs_colour tcs_plot_colours[TCS_PLOT_COLOURS] = {
    { 0.000, 0.447, 0.698, 1.0 }, /* blue */
    { 0.835, 0.369, 0.000, 1.0 }, /* vermilion */
    { 0.000, 0.620, 0.451, 1.0 }, /* bluish green */
    { 0.800, 0.475, 0.655, 1.0 }, /* reddish purple */
    { 0.902, 0.624, 0.000, 1.0 }, /* orange */
    { 0.337, 0.706, 0.914, 1.0 }, /* sky blue */
};
const struct tcs_colour tcs_plot_ink = { 0.13, 0.13, 0.13, 1.0 };
const struct tcs_colour tcs_plot_faint = { 0.88, 0.88, 0.88, 1.0 };
const struct tcs_colour tcs_plot_truth = { 0.72, 0.72, 0.72, 1.0 };

double tcs_panel_x(const struct tcs_panel *panel, double value)
{
    return panel->left +
           (value - panel->low[0]) / (panel->high[0] - panel->low[0]) * panel->width;
}

double tcs_panel_y(const struct tcs_panel *panel, double value)
{
    return panel->top + panel->height -
           (value - panel->low[1]) / (panel->high[1] - panel->low[1]) * panel->height;
}

double tcs_panel_step(double span, int count)
{
    const double ten = pow(10.0, floor(log10(span / count)));

    return span / count >= 5.0 * ten   ? 5.0 * ten
           : span / count >= 2.0 * ten ? 2.0 * ten
                                       : ten;
}

void tcs_plot_colour(cairo_t *cr, struct tcs_colour colour)
{
    cairo_set_source_rgba(cr, colour.red, colour.green, colour.blue, colour.alpha);
}

double tcs_plot_text(cairo_t *cr, double x, double y, double anchor, const char *text)
{
    cairo_text_extents_t extents;

    cairo_text_extents(cr, text, &extents);
    cairo_move_to(cr, x - anchor * extents.x_advance, y);
    cairo_show_text(cr, text);
    return extents.x_advance;
}

static void line(cairo_t *cr, double x0, double y0, double x1, double y1)
{
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, y1);
    cairo_stroke(cr);
}

/* The steps of an axis, at most as many as there is room for. */
static double step_of(const struct tcs_panel *panel, int axis)
{
    if (panel->step > 0.0)
        return panel->step;
    const double room = axis == 0 ? panel->width / 90.0 : panel->height / 45.0;

    return tcs_panel_step(panel->high[axis] - panel->low[axis],
                          room < 2.0 ? 2 : (int)room);
}

static void ticks(cairo_t *cr, const struct tcs_panel *panel, int axis)
{
    const double step = step_of(panel, axis);
    const long first = (long)ceil(panel->low[axis] / step - 1e-9);
    const long last = (long)floor(panel->high[axis] / step + 1e-9);

    for (long i = first; i <= last; i++) {
        const double value = (double)i * step;
        char text[32];

        snprintf(text, sizeof text, "%.*f", step < 1.0 ? (int)ceil(-log10(step)) : 0,
                 value);
        tcs_plot_colour(cr, tcs_plot_faint);
        cairo_set_line_width(cr, 0.7);
        if (axis == 0) {
            const double x = tcs_panel_x(panel, value);

            line(cr, x, panel->top, x, panel->top + panel->height);
            tcs_plot_colour(cr, tcs_plot_ink);
            tcs_plot_text(cr, x, panel->top + panel->height + 16.0, 0.5, text);
        } else {
            const double y = tcs_panel_y(panel, value);

            line(cr, panel->left, y, panel->left + panel->width, y);
            tcs_plot_colour(cr, tcs_plot_ink);
            tcs_plot_text(cr, panel->left - 7.0, y + 4.0, 1.0, text);
        }
    }
}

void tcs_panel_axes(cairo_t *cr, const struct tcs_panel *panel, const char *along,
                    const char *up)
{
    cairo_set_font_size(cr, 12.0);
    ticks(cr, panel, 0);
    ticks(cr, panel, 1);
    tcs_plot_colour(cr, tcs_plot_ink);
    cairo_set_line_width(cr, 1.0);
    cairo_rectangle(cr, panel->left, panel->top, panel->width, panel->height);
    cairo_stroke(cr);
    cairo_set_font_size(cr, 13.0);
    tcs_plot_text(cr, panel->left + panel->width / 2.0, panel->top + panel->height + 36.0,
                  0.5, along);
    tcs_plot_text(cr, panel->left, panel->top - 8.0, 0.0, up);
}
