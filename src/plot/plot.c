/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <stdio.h>
#include <string.h>

#include "plot/panel.h"
#include "plot/parts.h"

/* Points; a pixel of a PNG is half of one. */
#define PAGE_WIDTH 1360.0
#define PAGE_HEIGHT 860.0
#define PNG_SCALE 2.0

static void draw_heading(cairo_t *cr, const struct tcs_plot_input *input)
{
    const struct tcs_score_sum sum = tcs_score_sum(input->score, input->scene->p);
    char text[256];

    tcs_plot_colour(cr, tcs_plot_ink);
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(cr, 19.0);
    tcs_plot_text(cr, 70.0, 36.0, 0.0, input->title);
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, 14.0);
    snprintf(text, sizeof text,
             "mean GOSPA %.1f m (p = %g, c = %g m);  missed %.2f, false %.2f at a time;  "
             "%.2f labels an object, %llu switches",
             sum.mean_gospa, input->scene->p, input->scene->c_m, sum.missed_per_scan,
             sum.false_per_scan, sum.ids_per_truth, (unsigned long long)sum.id_switches);
    tcs_plot_text(cr, 70.0, 58.0, 0.0, text);
}

static void draw_page(cairo_t *cr, const struct tcs_plot_input *input)
{
    const bool heights = input->scene->dim == 3;
    const double height = heights ? 170.0 : 290.0;
    const struct tcs_plot_box map = { 70.0, 96.0, 660.0, 680.0 };
    struct tcs_plot_box box = { 800.0, 96.0, 520.0, height };

    cairo_set_source_rgb(cr, 1.0, 1.0, 1.0);
    cairo_paint(cr);
    draw_heading(cr, input);
    tcs_plot_map(cr, input, &map);
    tcs_plot_gospa(cr, input, &box);
    box.top += height + (heights ? 85.0 : 100.0);
    tcs_plot_numbers(cr, input, &box);
    box.top += height + 85.0;
    if (heights)
        tcs_plot_heights(cr, input, &box);
}

bool tcs_plot_format_of(const char *path, enum tcs_plot_format *ret_format)
{
    static const char *const ends[] = {
        [TCS_PLOT_SVG] = ".svg", [TCS_PLOT_PNG] = ".png", [TCS_PLOT_PDF] = ".pdf"
    };
    const char *dot = strrchr(path, '.');

    for (int i = 0; dot != NULL && i < 3; i++) {
        if (strcmp(dot, ends[i]) == 0) {
            *ret_format = (enum tcs_plot_format)i;
            return true;
        }
    }
    return false;
}

static enum tcs_status status_of(cairo_status_t status)
{
    return status == CAIRO_STATUS_SUCCESS     ? TCS_OK
           : status == CAIRO_STATUS_NO_MEMORY ? TCS_E_MEMORY
                                              : TCS_E_IO;
}

enum tcs_status tcs_plot_write(const struct tcs_plot_input *input, const char *path,
                               enum tcs_plot_format format)
{
    const double scale = format == TCS_PLOT_PNG ? PNG_SCALE : 1.0;
    cairo_surface_t *surface;
    cairo_status_t status;
    cairo_t *cr;

    if (format == TCS_PLOT_PNG)
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, (int)(PAGE_WIDTH * scale), (int)(PAGE_HEIGHT * scale));
    else if (format == TCS_PLOT_SVG)
        surface = cairo_svg_surface_create(path, PAGE_WIDTH, PAGE_HEIGHT);
    else
        surface = cairo_pdf_surface_create(path, PAGE_WIDTH, PAGE_HEIGHT);
    cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    draw_page(cr, input);
    cairo_show_page(cr);
    status = cairo_status(cr);
    cairo_destroy(cr);
    if (status == CAIRO_STATUS_SUCCESS && format == TCS_PLOT_PNG)
        status = cairo_surface_write_to_png(surface, path);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status_of(status);
}
