/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_PLOT_PANEL_H
#define TCS_PLOT_PANEL_H

/*
 * panel.h -- a rectangle on the page with two axes: from values to points of the page.
 */

#include <stdbool.h>

#include <cairo.h>

struct tcs_colour {
    double red, green, blue, alpha;
};

/* Okabe and Ito, without yellow, which is too pale for lines on white. */
enum { TCS_PLOT_COLOURS = 6 };
extern const struct tcs_colour tcs_plot_colours[TCS_PLOT_COLOURS];
extern const struct tcs_colour tcs_plot_ink, tcs_plot_faint, tcs_plot_truth;

/* Widths of lines on the page; each kind of line has its own. */
#define TCS_PLOT_TRUTH_WIDTH 4.5
#define TCS_PLOT_TRACK_WIDTH 1.35
#define TCS_PLOT_BEARING_WIDTH 0.3

struct tcs_panel {
    double left, top, width, height; /* on the page */
    double low[2], high[2];          /* values: along, up */
    double step;                     /* of the grid; 0: what suits each axis */
};

double tcs_panel_x(const struct tcs_panel *panel, double value);
double tcs_panel_y(const struct tcs_panel *panel, double value);

/* The largest of 1, 2, 5 times a power of ten that gives at least `count` steps. */
double tcs_panel_step(double span, int count);

/* Frame, grid, numbers at round values, names of the axes. */
void tcs_panel_axes(cairo_t *cr, const struct tcs_panel *panel, const char *along,
                    const char *up);

void tcs_plot_colour(cairo_t *cr, struct tcs_colour colour);

/* Text with its left (0), middle (0.5) or right (1) at x; returns its width. */
double tcs_plot_text(cairo_t *cr, double x, double y, double anchor, const char *text);

#endif
