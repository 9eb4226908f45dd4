/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "plot/panel.h"
#include "plot/parts.h"

static const double PI = 3.14159265358979323846;

static void widen(double bounds[2][2], double east, double north)
{
    bounds[0][0] = fmin(bounds[0][0], east);
    bounds[0][1] = fmax(bounds[0][1], east);
    bounds[1][0] = fmin(bounds[1][0], north);
    bounds[1][1] = fmax(bounds[1][1], north);
}

/* What there is to see: truth, tracks, sensors; detections only when there is nothing
 * else. */
static void find_bounds(const struct tcs_plot_input *input, double bounds[2][2])
{
    const struct tcs_score_set *sets[2] = { &input->scene->truth,
                                            &input->scene->estimate };

    for (int axis = 0; axis < 2; axis++) {
        bounds[axis][0] = HUGE_VAL;
        bounds[axis][1] = -HUGE_VAL;
    }
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < sets[s]->place_count; i++)
            widen(bounds, sets[s]->place[i].x[0], sets[s]->place[i].x[1]);
    for (size_t i = 0; i < input->detection_count && bounds[0][0] > bounds[0][1]; i++)
        if (!input->detections[i].is_bearing)
            for (size_t j = i; j < input->detection_count; j++)
                widen(bounds, input->detections[j].east_m, input->detections[j].north_m);
    for (size_t i = 0; i < input->sensor_count; i++)
        widen(bounds, input->sensors[i].east_m, input->sensors[i].north_m);
    if (bounds[0][0] > bounds[0][1])
        widen(bounds, 0.0, 0.0);
}

/* The box, with bounds widened such that a metre is as long upwards as sideways. */
static struct tcs_panel frame(const struct tcs_plot_input *input,
                              const struct tcs_plot_box *box)
{
    struct tcs_panel panel = {
        .left = box->left, .top = box->top, .width = box->width, .height = box->height
    };
    double bounds[2][2];
    double metres = 0.0; /* a point of the page */

    find_bounds(input, bounds);
    for (int axis = 0; axis < 2; axis++) {
        const double margin =
            fmax(0.04 * (bounds[axis][1] - bounds[axis][0]), input->scene->c_m / 2.0);
        const double span = bounds[axis][1] - bounds[axis][0] + 2.0 * margin;

        metres = fmax(metres, span / (axis == 0 ? box->width : box->height));
    }
    for (int axis = 0; axis < 2; axis++) {
        const double half = metres * (axis == 0 ? box->width : box->height) / 2.0;
        const double middle = (bounds[axis][0] + bounds[axis][1]) / 2.0;

        panel.low[axis] = middle - half;
        panel.high[axis] = middle + half;
    }
    panel.step = tcs_panel_step(panel.high[0] - panel.low[0], 5);
    return panel;
}

static void draw_detections(cairo_t *cr, const struct tcs_panel *panel,
                            const struct tcs_plot_input *input)
{
    const double far =
        2.0 * (panel->high[0] - panel->low[0] + panel->high[1] - panel->low[1]);
    /* So many of them that they would cover everything are paler. */
    const double share = fmin(1.0, 3000.0 / (double)(input->detection_count + 1));

    for (size_t i = 0; i < input->detection_count; i++) {
        const struct tcs_plot_detection *d = &input->detections[i];
        const double x = tcs_panel_x(panel, d->east_m);
        const double y = tcs_panel_y(panel, d->north_m);

        if (d->is_bearing) {
            tcs_plot_colour(cr,
                            (struct tcs_colour) { 0.3, 0.3, 0.3, 0.03 + 0.1 * share });
            cairo_set_line_width(cr, TCS_PLOT_BEARING_WIDTH);
            cairo_move_to(cr, x, y);
            cairo_line_to(cr, tcs_panel_x(panel, d->east_m + far * sin(d->az_rad)),
                          tcs_panel_y(panel, d->north_m + far * cos(d->az_rad)));
            cairo_stroke(cr);
        } else {
            tcs_plot_colour(cr,
                            (struct tcs_colour) { 0.3, 0.3, 0.3, 0.2 + 0.35 * share });
            cairo_rectangle(cr, x - 0.7, y - 0.7, 1.4, 1.4);
            cairo_fill(cr);
        }
    }
}

/* Whether an earlier sensor's name stands where this one's would. */
static bool is_taken(const struct tcs_panel *panel, const struct tcs_plot_input *input,
                     size_t sensor)
{
    const double x = tcs_panel_x(panel, input->sensors[sensor].east_m);
    const double y = tcs_panel_y(panel, input->sensors[sensor].north_m);

    for (size_t i = 0; i < sensor; i++)
        if (fabs(tcs_panel_x(panel, input->sensors[i].east_m) - x) < 60.0 &&
            fabs(tcs_panel_y(panel, input->sensors[i].north_m) - y) < 14.0)
            return true;
    return false;
}

static void draw_sensors(cairo_t *cr, const struct tcs_panel *panel,
                         const struct tcs_plot_input *input)
{
    cairo_set_font_size(cr, 12.0);
    for (size_t i = 0; i < input->sensor_count; i++) {
        const double x = tcs_panel_x(panel, input->sensors[i].east_m);
        const double y = tcs_panel_y(panel, input->sensors[i].north_m);
        const bool left = x > panel->left + panel->width - 60.0;
        const double down = is_taken(panel, input, i) ? 19.0 : 5.0;

        cairo_move_to(cr, x, y - 7.0);
        cairo_line_to(cr, x + 6.5, y + 5.0);
        cairo_line_to(cr, x - 6.5, y + 5.0);
        cairo_close_path(cr);
        tcs_plot_colour(cr, tcs_plot_ink);
        cairo_fill(cr);
        tcs_plot_text(cr, x + (left ? -9.0 : 9.0), y + down, left ? 1.0 : 0.0,
                      input->sensors[i].name);
    }
}

/* A ring where each object is first seen to be. */
static void draw_starts(cairo_t *cr, const struct tcs_panel *panel,
                        const struct tcs_score_set *truth)
{
    uint32_t next = 0; /* names are numbered by first appearance */

    tcs_plot_colour(cr, tcs_plot_ink);
    cairo_set_line_width(cr, 1.0);
    for (uint32_t i = 0; i < truth->place_count; i++) {
        if (truth->place[i].who < next)
            continue;
        next = truth->place[i].who + 1;
        cairo_new_sub_path(cr);
        cairo_arc(cr, tcs_panel_x(panel, truth->place[i].x[0]),
                  tcs_panel_y(panel, truth->place[i].x[1]), 3.2, 0.0, 2.0 * PI);
        cairo_stroke(cr);
    }
}

/* What each kind of line is; under the map. */
static void draw_legend(cairo_t *cr, const struct tcs_panel *panel,
                        const struct tcs_plot_input *input)
{
    const double y = panel->top + panel->height + 62.0;
    double x = panel->left;

    cairo_set_font_size(cr, 13.0);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    tcs_plot_colour(cr, tcs_plot_truth);
    cairo_rectangle(cr, x, y - 6.5, 28.0, TCS_PLOT_TRUTH_WIDTH);
    cairo_fill(cr);
    tcs_plot_colour(cr, tcs_plot_ink);
    x += 34.0;
    x += tcs_plot_text(cr, x, y, 0.0, "truth, from its ring on") + 24.0;
    for (int i = 0; i < 3; i++) {
        tcs_plot_colour(cr, tcs_plot_colours[i]);
        cairo_rectangle(cr, x + 10.0 * i, y - 5.0, 10.0, 1.5);
        cairo_fill(cr);
    }
    tcs_plot_colour(cr, tcs_plot_ink);
    x += 36.0;
    x += tcs_plot_text(cr, x, y, 0.0, "tracks, a colour a label") + 24.0;
    if (input->detection_count > 0) {
        cairo_rectangle(cr, x, y - 6.0, 2.5, 2.5);
        cairo_fill(cr);
        x += 9.0;
        x += tcs_plot_text(cr, x, y, 0.0,
                           input->detections[0].is_bearing ? "bearings (rays)"
                                                           : "detections") +
             24.0;
    }
    if (input->sensor_count > 0) {
        cairo_move_to(cr, x + 5.0, y - 10.0);
        cairo_line_to(cr, x + 10.0, y);
        cairo_line_to(cr, x, y);
        cairo_close_path(cr);
        cairo_fill(cr);
        tcs_plot_text(cr, x + 16.0, y, 0.0, "sensors");
    }
}

void tcs_plot_map(cairo_t *cr, const struct tcs_plot_input *input,
                  const struct tcs_plot_box *box)
{
    const struct tcs_panel panel = frame(input, box);

    tcs_panel_axes(cr, &panel, "east, m", "north, m");
    cairo_save(cr);
    cairo_rectangle(cr, panel.left, panel.top, panel.width, panel.height);
    cairo_clip(cr);
    draw_detections(cr, &panel, input);
    tcs_plot_ways(cr, &panel, input->scene, TCS_PLOT_TRUTH, false);
    tcs_plot_ways(cr, &panel, input->scene, TCS_PLOT_TRACKS, false);
    draw_starts(cr, &panel, &input->scene->truth);
    draw_sensors(cr, &panel, input);
    cairo_restore(cr);
    draw_legend(cr, &panel, input);
}
