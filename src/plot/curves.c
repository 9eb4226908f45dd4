/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "plot/panel.h"
#include "plot/parts.h"

static double time_of(const struct tcs_scene *scene, uint32_t k)
{
    return scene->offset_s + k * scene->period_s;
}

/* A panel over time in a box, from 0 to at least high. */
static struct tcs_panel over_time(const struct tcs_scene *scene,
                                  const struct tcs_plot_box *box, double low, double high)
{
    struct tcs_panel panel = { box->left,
                               box->top,
                               box->width,
                               box->height,
                               { time_of(scene, 0), low },
                               { time_of(scene, scene->count - 1), high },
                               0.0 };

    if (panel.high[0] <= panel.low[0])
        panel.high[0] = panel.low[0] + scene->period_s;
    return panel;
}

struct curve {
    const char *name;
    int colour; /* -1: ink */
    double width;
    double dashes[2];
};

static void draw_curve(cairo_t *cr, const struct tcs_panel *panel,
                       const struct tcs_scene *scene, const struct curve *curve,
                       const double *values)
{
    tcs_plot_colour(cr,
                    curve->colour < 0 ? tcs_plot_ink : tcs_plot_colours[curve->colour]);
    cairo_set_line_width(cr, curve->width);
    cairo_set_dash(cr, curve->dashes, curve->dashes[0] > 0.0 ? 2 : 0, 0.0);
    cairo_new_path(cr); /* text leaves a point behind */
    for (uint32_t k = 0; k < scene->count; k++)
        cairo_line_to(cr, tcs_panel_x(panel, time_of(scene, k)),
                      tcs_panel_y(panel, values[k]));
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0.0);
}

/* Names of curves with a piece of each, from the right above a panel. */
static void draw_names(cairo_t *cr, const struct tcs_panel *panel,
                       const struct curve *curves, size_t count)
{
    double x = panel->left + panel->width;
    const double y = panel->top - 8.0;

    cairo_set_font_size(cr, 13.0);
    for (size_t i = count; i-- > 0;) {
        tcs_plot_colour(cr, tcs_plot_ink);
        x -= tcs_plot_text(cr, x, y, 1.0, curves[i].name) + 5.0;
        tcs_plot_colour(cr, curves[i].colour < 0 ? tcs_plot_ink
                                                 : tcs_plot_colours[curves[i].colour]);
        cairo_set_line_width(cr, curves[i].width);
        cairo_set_dash(cr, curves[i].dashes, curves[i].dashes[0] > 0.0 ? 2 : 0, 0.0);
        cairo_move_to(cr, x - 24.0, y - 4.5);
        cairo_line_to(cr, x, y - 4.5);
        cairo_stroke(cr);
        cairo_set_dash(cr, NULL, 0, 0.0);
        x -= 24.0 + 14.0;
    }
}

void tcs_plot_gospa(cairo_t *cr, const struct tcs_plot_input *input,
                    const struct tcs_plot_box *box)
{
    static const struct curve curves[] = {
        { "all", -1, 1.8, { 0.0, 0.0 } },
        { "localisation", 0, 1.4, { 0.0, 0.0 } },
        { "missed", 4, 1.6, { 7.0, 3.0 } },
        { "false", 1, 1.6, { 2.0, 2.0 } },
    };
    const uint32_t n = input->scene->count;
    const double root = 1.0 / input->scene->p;
    double *values = calloc(4 * (size_t)n, sizeof *values);
    double high = 0.0;

    if (values == NULL)
        return;
    for (uint32_t k = 0; k < n; k++) {
        const struct tcs_score_step *s = &input->score->step[k];

        values[k] = pow(s->localisation + s->missed + s->false_, root);
        values[n + k] = pow(s->localisation, root);
        values[2 * n + k] = pow(s->missed, root);
        values[3 * n + k] = pow(s->false_, root);
        high = fmax(high, values[k]);
    }
    const struct tcs_panel panel =
        over_time(input->scene, box, 0.0, high > 0.0 ? 1.05 * high : 1.0);

    tcs_panel_axes(cr, &panel, "time, s", "GOSPA, m");
    for (int i = 3; i >= 0; i--)
        draw_curve(cr, &panel, input->scene, &curves[i], values + (size_t)i * n);
    draw_names(cr, &panel, curves, 4);
    free(values);
}

void tcs_plot_numbers(cairo_t *cr, const struct tcs_plot_input *input,
                      const struct tcs_plot_box *box)
{
    static const struct curve curves[] = {
        { "objects", -1, 1.8, { 0.0, 0.0 } },
        { "tracks", 0, 1.4, { 0.0, 0.0 } },
        { "pairs", 2, 1.4, { 5.0, 3.0 } },
    };
    const uint32_t n = input->scene->count;
    double *values = calloc(3 * (size_t)n, sizeof *values);
    double high = 1.0;

    if (values == NULL)
        return;
    for (uint32_t k = 0; k < n; k++) {
        const struct tcs_score_step *s = &input->score->step[k];

        values[k] = s->truth_count;
        values[n + k] = s->estimate_count;
        values[2 * n + k] = s->pair_count;
        high = fmax(high, fmax(values[k], values[n + k]));
    }
    const struct tcs_panel panel = over_time(input->scene, box, 0.0, 1.1 * high + 0.5);

    tcs_panel_axes(cr, &panel, "time, s", "number");
    for (int i = 0; i < 3; i++)
        draw_curve(cr, &panel, input->scene, &curves[i], values + (size_t)i * n);
    draw_names(cr, &panel, curves, 3);
    free(values);
}

void tcs_plot_heights(cairo_t *cr, const struct tcs_plot_input *input,
                      const struct tcs_plot_box *box)
{
    const struct tcs_score_set *truth = &input->scene->truth;
    double low = 0.0;
    double high = 1.0;

    for (uint32_t i = 0; i < truth->place_count; i++) {
        low = fmin(low, truth->place[i].x[2]);
        high = fmax(high, truth->place[i].x[2]);
    }
    const struct tcs_panel panel =
        over_time(input->scene, box, low - 0.1 * (high - low), high + 0.1 * (high - low));

    tcs_panel_axes(cr, &panel, "time, s", "height, m");
    cairo_save(cr);
    cairo_rectangle(cr, panel.left, panel.top, panel.width, panel.height);
    cairo_clip(cr);
    tcs_plot_ways(cr, &panel, input->scene, TCS_PLOT_TRUTH, true);
    tcs_plot_ways(cr, &panel, input->scene, TCS_PLOT_TRACKS, true);
    cairo_restore(cr);
}

static void stroke_way(cairo_t *cr, enum tcs_plot_way way, uint32_t who, bool alone)
{
    if (way == TCS_PLOT_TRUTH) {
        tcs_plot_colour(cr, tcs_plot_truth);
        cairo_set_line_width(cr, TCS_PLOT_TRUTH_WIDTH);
    } else {
        tcs_plot_colour(cr, tcs_plot_colours[who % TCS_PLOT_COLOURS]);
        cairo_set_line_width(cr, alone ? 3.0 : TCS_PLOT_TRACK_WIDTH);
    }
    if (alone) {
        double x, y;

        cairo_get_current_point(cr, &x, &y);
        cairo_line_to(cr, x, y);
    }
    cairo_stroke(cr);
}

/* Places of one after the other, by time: index of the next of the same, 0 for none. */
static uint32_t *link_places(const struct tcs_score_set *set, uint32_t **ret_first)
{
    uint32_t *next = calloc((size_t)set->place_count + 1, sizeof *next);
    uint32_t *first = calloc((size_t)set->who_count + 1, sizeof *first);
    uint32_t *last = calloc((size_t)set->who_count + 1, sizeof *last);

    if (next == NULL || first == NULL || last == NULL) {
        free(next);
        free(first);
        free(last);
        return NULL;
    }
    for (uint32_t i = 0; i < set->place_count; i++) { /* numbers from 1 */
        const uint32_t who = set->place[i].who;

        if (last[who] == 0)
            first[who] = i + 1;
        else
            next[last[who] - 1] = i + 1;
        last[who] = i + 1;
    }
    free(last);
    *ret_first = first;
    return next;
}

/* The index at which a place is. */
static uint32_t index_of(const struct tcs_score_set *set, uint32_t place)
{
    uint32_t low = 0;
    uint32_t high = set->count;

    while (low + 1 < high) {
        const uint32_t middle = (low + high) / 2;

        if (set->start[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void tcs_plot_ways(cairo_t *cr, const struct tcs_panel *panel,
                   const struct tcs_scene *scene, enum tcs_plot_way way, bool heights)
{
    const struct tcs_score_set *set =
        way == TCS_PLOT_TRUTH ? &scene->truth : &scene->estimate;
    uint32_t *first = NULL;
    uint32_t *next = link_places(set, &first);

    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (uint32_t who = 0; next != NULL && who < set->who_count; who++) {
        uint32_t before = 0;
        bool open = false;
        bool alone = true;

        for (uint32_t i = first[who]; i != 0; i = next[i - 1]) {
            const double *x = set->place[i - 1].x;
            const uint32_t k = index_of(set, i - 1);
            const double px = tcs_panel_x(panel, heights ? time_of(scene, k) : x[0]);
            const double py = tcs_panel_y(panel, x[heights ? 2 : 1]);

            if (open && k != before + 1) {
                stroke_way(cr, way, who, alone);
                open = false;
            }
            alone = !open;
            if (open)
                cairo_line_to(cr, px, py);
            else
                cairo_move_to(cr, px, py);
            open = true;
            before = k;
        }
        if (open)
            stroke_way(cr, way, who, alone);
    }
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    free(first);
    free(next);
}
