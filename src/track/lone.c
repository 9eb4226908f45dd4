/* SPDX-License-Identifier: Apache-2.0 */
/* lone.c -- what one sensor that knows directions only can say of a row, and what not. */
#include "num/elem.h"
#include "track/work.h"

/* Before that, what others have said still counts; and one look of the others' may be
 * missed without anything being done. */
static const double lone_s = 1.0;
enum { LONE_HITS = 4 };
/* How long something goes on at the same rate towards a sensor or away from it, when
 * nobody sees whether it does: drones turn. */
static const double steady_s = 2.0;

double work_lone(const struct work *w, const struct tcs_row *row)
{
    if (!w->bearings || row->lone_sensor != w->look->sensor + 1u ||
        row->lone_hits < LONE_HITS ||
        tcs_span_seconds(tcs_time_since(w->look->valid_at, row->lone_from)) < lone_s)
        return -1.0;
    return tcs_span_seconds(tcs_time_since(w->look->valid_at, row->seen_at));
}

void work_lone_book(const struct work *w, struct tcs_row *row,
                    const struct tcs_observation *obs)
{
    if (obs->kind != TCS_OBS_AZ && obs->kind != TCS_OBS_AZEL) {
        row->lone_sensor = 0;
    } else if (row->lone_sensor != w->look->sensor + 1u) {
        row->lone_sensor = w->look->sensor + 1u;
        row->lone_hits = 1;
        row->lone_from = w->look->valid_at;
    } else {
        row->lone_hits++;
    }
}

/* Along the line of sight; false on the sensor. */
static bool sight(const struct tcs_bearing *b, const struct tcs_gauss *g, double ret_u[3],
                  double *ret_range)
{
    double square = 0.0;

    for (int i = 0; i < 3; i++) {
        ret_u[i] = i < 2 || b->has_el ? g->x[i] - b->from_m[i] : 0.0;
        square += ret_u[i] * ret_u[i];
    }
    if (!(square > 1e-6))
        return false;
    *ret_range = tcs_sqrt(square);
    for (int i = 0; i < 3; i++)
        ret_u[i] /= *ret_range;
    return true;
}

/* u' block(r, c) u, of positions and velocities. */
static double along(const double P[TCS_STATE_PACKED], const double u[3], int r, int c)
{
    double sum = 0.0;

    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            sum += u[i] * u[k] * P[tcs_packed(3 * r + i, 3 * c + k)];
    return sum;
}

void work_lone_keep(const struct tcs_gauss *prior, const struct tcs_bearing *b,
                    double since_s, struct tcs_gauss *g)
{
    double removed[TCS_STATE_PACKED];
    double u[3];
    double range;

    if (!sight(b, g, u, &range))
        return;
    for (int i = 0; i < TCS_STATE_PACKED; i++)
        removed[i] = prior->P[i] - g->P[i];
    for (int r = 0; r < 2; r++) {
        double moved = 0.0;

        for (int i = 0; i < 3; i++)
            moved += u[i] * (g->x[3 * r + i] - prior->x[3 * r + i]);
        for (int i = 0; i < 3; i++)
            g->x[3 * r + i] -= moved * u[i];
        for (int c = 0; c <= r; c++) {
            const double back = along(removed, u, r, c);

            for (int i = 0; i < 3; i++)
                for (int k = 0; k < 3 && (r != c || k <= i); k++)
                    g->P[tcs_packed(3 * r + i, 3 * c + k)] += back * u[i] * u[k];
        }
    }
    const double closing = -(u[0] * g->x[3] + u[1] * g->x[4] + u[2] * g->x[5]);
    const double sigma = tcs_sqrt(along(g->P, u, 0, 0));
    double lost = since_s > 0.0 ? 1.0 - tcs_exp(-since_s / steady_s) : 0.0;

    /* Who comes closer than is known has turned, or is farther away. */
    if (closing > 0.0 && range < 2.0 * sigma)
        lost = 1.0;
    for (int i = 0; i < 3; i++)
        g->x[3 + i] += lost * closing * u[i];
}
