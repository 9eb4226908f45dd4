/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_GOLDEN_ASTERIX_MAKE_H
#define TCS_GOLDEN_ASTERIX_MAKE_H

/* make.h -- the records of the golden files that are written in old_radar.c and incs.c.
 */

#include "encode/asterix.h"

#define BIT(n) (UINT64_C(1) << (n))
#define DEG (3.14159265358979323846 / 180.0)
#define S INT64_C(1000000000)

/* Ends the program when it failed. */
void must(enum tcs_status status);

void old_plots(struct tcs_writer *w);     /* 001, 002 */
void old_track(struct tcs_writer *w);     /* 001, 002 */
void final_frames(struct tcs_writer *w);  /* a recording of 002 */
void oradis_frames(struct tcs_writer *w); /* of 001, 002 */
void radar_video(struct tcs_writer *w);   /* 240 */
void incs(struct tcs_writer *w);          /* 015, 016 */

#endif
