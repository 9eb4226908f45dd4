/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_LIVE_SCENE_H
#define TCS_BENCH_LIVE_SCENE_H

/* scene.h -- what flies over bench/live's site now; messages.h tells how much. */

#include "geo/geo.h"
#include "messages.h"

enum { SCENE_DRONES = 40, SCENE_AIRCRAFT = 200, SCENE_SHIPS = 20 };

/* One object now: metres and m/s, east, north, up of the site. */
struct body {
    uint32_t index;
    struct tcs_vec3 position_m;
    struct tcs_vec3 velocity_mps;
    struct tcs_geodetic at;
};

/* The object whose turn it is. */
struct body scene_drone(const struct moment *m, uint64_t which);
struct body scene_ship(const struct moment *m, uint64_t which);
struct body scene_aircraft(const struct moment *m, uint64_t which);
double scene_degrees(double rad);
struct tcs_rae scene_seen_from_site(const struct body *body);
double scene_course_deg(const struct body *body);

#endif
