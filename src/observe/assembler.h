/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_ASSEMBLER_H
#define TCS_OBSERVE_ASSEMBLER_H

/*
 * assembler.h -- plots of one radar and the passing of its antenna become looks.
 *
 * Plots are held until the antenna is known to have passed them, but never longer than
 * TCS_ASSEMBLER_HOLD_NS; then they are handed over in a look. Its coverage is the sector
 * from the *edge* (how far coverage has been handed over) to a new edge at or behind the
 * *front* (how far the antenna, or the foremost plot, has come), so that in a turn each
 * azimuth is covered once:
 *
 *     ----edge===========x====new edge----front----lag----crossing-----> azimuth
 *             coverage of this look       |       plots may still come
 *
 * A target near an edge may be seen on one side of it and expected on the other, and be
 * missed where it was seen. So the new edge is put where no plot is near, if the front
 * leaves a choice and the hold time allows it.
 *
 * Radars report plots some way behind the antenna (one radar in a public recording: 75
 * degrees). That lag is learned from plots that come behind the last crossing, and
 * the front stays behind by it. A plot that comes behind the edge all the same is handed
 * over in a look of its own that counts no misses, and counted as late.
 *
 * Crossings come from sector messages or north markers. A radar without them covers what
 * lies between its plots, once their order in time and azimuth has shown that it turns
 * with its period. Where the way of the antenna cannot be told (start, restart, no
 * turning) or messages seem to be lost (a step much longer than usual), looks do not
 * count misses.
 *
 * The antenna turns clockwise. All azimuths here are corrected by the sensor's rotation.
 */

#include <stdint.h>

#include "base/time.h"
#include "observe/neck.h"

#define TCS_ASSEMBLER_HOLD_NS (TCS_NS_PER_S / 10)

enum {
    TCS_ASSEMBLER_PLOTS = 256 /* held at once; when full, what is held is handed over */
};

enum tcs_plot_flag { TCS_PLOT_ELEVATION = 1, TCS_PLOT_DOPPLER = 2, TCS_PLOT_RCS = 4 };

struct tcs_plot {
    struct tcs_time at;
    struct tcs_time arrival; /* set by the assembler */
    double range_m;
    double az_rad;
    double el_rad;
    double sigma[3]; /* range, azimuth, elevation */
    double doppler_mps;
    double doppler_sigma_mps;
    double rcs_dbsm;
    uint32_t flags; /* enum tcs_plot_flag: which of the above are there */
    uint32_t said;  /* enum tcs_said_class */
};

/* One a radar; all zero is the start state. */
struct tcs_assembler {
    uint32_t count;
    uint32_t edge_known;     /* 0 or 1 */
    double edge_rad;         /* coverage was handed over up to here */
    struct tcs_time edge_at; /* when the antenna was there */
    double crossing_rad;     /* the antenna at the last crossing */
    struct tcs_time crossing_at;
    double lag_rad;       /* by which plots come behind the antenna */
    double turn_s;        /* of one turn, as the radar says; 0: not said */
    double step_rad;      /* from one crossing to the next, usually; 0: not known */
    uint32_t crossings;   /* seen so far; saturates */
    uint32_t order_score; /* 0..16: how sure that plots follow a turning antenna */
    double last_rad;      /* the last plot of a radar without crossings */
    struct tcs_time last_at;
    struct tcs_plot plots[TCS_ASSEMBLER_PLOTS];
};

/* One plot, in the order of arrival. */
void tcs_assembler_plot(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                        uint16_t sensor, const struct tcs_plot *plot);

/* The antenna passed az_rad at `at`. */
void tcs_assembler_crossing(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                            uint16_t sensor, double az_rad, struct tcs_time at);

/* Time has come to neck->now: plots that have been held long enough go. */
void tcs_assembler_tick(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                        uint16_t sensor);

#endif
