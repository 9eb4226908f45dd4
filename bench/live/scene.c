/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include "base/time.h"
#include "num/elem.h"

static const int64_t DAY_NS = 86400 * TCS_NS_PER_S;

static const struct tcs_frame *site_frame(void)
{
    static struct tcs_frame frame;

    if (frame.origin.height_m == 0.0)
        frame = tcs_frame((struct tcs_geodetic) { 50.0 * TCS_RAD_PER_DEG,
                                                  8.0 * TCS_RAD_PER_DEG, 100.0 });
    return &frame;
}

static struct body on_circle(const struct moment *m, uint32_t index, double ring_m,
                             double radius_m, double speed_mps, double up_m)
{
    /* Places around the site that are far from each other: the golden angle. */
    const double around = 2.399963 * index;
    const double turned =
        around + (double)(m->utc_ns % DAY_NS) / 1e9 * speed_mps / radius_m;
    struct body body = { .index = index };

    body.position_m =
        (struct tcs_vec3) { { ring_m * tcs_sin(around) + radius_m * tcs_sin(turned),
                              ring_m * tcs_cos(around) + radius_m * tcs_cos(turned),
                              up_m } };
    body.velocity_mps = (struct tcs_vec3) { { speed_mps * tcs_cos(turned),
                                              -speed_mps * tcs_sin(turned), 0.0 } };
    body.at = tcs_geodetic_from_enu(site_frame(), body.position_m);
    return body;
}

struct body scene_drone(const struct moment *m, uint64_t which)
{
    const uint32_t i = (uint32_t)(which % SCENE_DRONES);

    return on_circle(m, i, 500.0 + 35.0 * i, 60.0 + 2.0 * i, 8.0 + 0.2 * i,
                     60.0 + 2.0 * i);
}

struct body scene_ship(const struct moment *m, uint64_t which)
{
    const uint32_t i = (uint32_t)(which % SCENE_SHIPS);

    return on_circle(m, i, 2500.0 + 60.0 * i, 300.0, 5.0, 0.0);
}

struct body scene_aircraft(const struct moment *m, uint64_t which)
{
    const uint32_t i = (uint32_t)(which % SCENE_AIRCRAFT);

    return on_circle(m, i, 5000.0 + 230.0 * i, 3000.0 + 20.0 * i, 60.0 + i,
                     600.0 + 60.0 * i);
}

double scene_degrees(double rad)
{
    return rad / TCS_RAD_PER_DEG;
}

struct tcs_rae scene_seen_from_site(const struct body *body)
{
    return tcs_rae_from_enu((struct tcs_vec3) { { 0.0, 0.0, 2.0 } }, body->position_m);
}

double scene_course_deg(const struct body *body)
{
    return scene_degrees(
        tcs_angle_wrap(tcs_atan2(body->velocity_mps.v[0], body->velocity_mps.v[1])));
}
