/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_PLOT_PARTS_H
#define TCS_PLOT_PARTS_H

/*
 * parts.h -- the parts of the page, each into a rectangle (left, top, width, height).
 * Internal to the room.
 */

#include <cairo.h>

#include "plot/plot.h"

struct tcs_plot_box {
    double left, top, width, height;
};

/* East and north to one scale. */
void tcs_plot_map(cairo_t *cr, const struct tcs_plot_input *input,
                  const struct tcs_plot_box *box);
/* GOSPA and its parts over time. */
void tcs_plot_gospa(cairo_t *cr, const struct tcs_plot_input *input,
                    const struct tcs_plot_box *box);
/* How many objects and tracks there are over time. */
void tcs_plot_numbers(cairo_t *cr, const struct tcs_plot_input *input,
                      const struct tcs_plot_box *box);
/* Heights of truth and tracks over time. */
void tcs_plot_heights(cairo_t *cr, const struct tcs_plot_input *input,
                      const struct tcs_plot_box *box);

struct tcs_panel;

/* Everybody's way in a panel, as lines of one width, broken where an index is left out; a
 * place alone is a dot. heights: height over time, else north over east. */
enum tcs_plot_way { TCS_PLOT_TRUTH, TCS_PLOT_TRACKS };
void tcs_plot_ways(cairo_t *cr, const struct tcs_panel *panel,
                   const struct tcs_scene *scene, enum tcs_plot_way way, bool heights);

#endif
