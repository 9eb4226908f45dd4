/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/inside.h"
#include "geo/geo.h"

static const double deg_per_rad = 180.0 / TCS_PI;

enum tcs_track_class trail_class(const double class_p[TCS_CLASS_COUNT])
{
    int best = 0;

    for (int c = 1; c < TCS_CLASS_COUNT; c++)
        if (class_p[c] > class_p[best])
            best = c;
    return (enum tcs_track_class)best;
}

double trail_p_drone(const struct trail *trail)
{
    return trail->class_p[TCS_CLASS_MULTIROTOR] + trail->class_p[TCS_CLASS_FIXED_WING];
}

static double certainty(const struct tcs_view_picture *picture, uint64_t id)
{
    double most = 0.0;

    for (size_t i = 0; i < picture->threat_count; i++) {
        const struct tcs_threat *t = &picture->threats[i];

        if (t->track_id == id)
            most = fmax(most, t->p_exists * t->p_danger * t->p_enter);
    }
    return most;
}

/* A take-cover or approach that people have before them now names the track. */
static bool alarmed(const struct tcs_alarms *alarms, uint64_t id)
{
    for (size_t i = 0; i < tcs_alarms_count(alarms); i++) {
        const struct tcs_alarm *alarm = tcs_alarms_at(alarms, i);

        if ((alarm->kind != TCS_ALARM_TAKE_COVER && alarm->kind != TCS_ALARM_APPROACH) ||
            (alarm->state != TCS_ALARM_UNACK && alarm->state != TCS_ALARM_ACK))
            continue;
        for (int j = 0; j < TCS_ALARM_TRACKS_MAX; j++)
            if (alarm->tracks[j] == id)
                return true;
    }
    return false;
}

/* Root of the larger eigenvalue of the horizontal covariance. */
static double horizontal_sigma(const struct tcs_mat6 *P)
{
    const double middle = 0.5 * (P->m[0][0] + P->m[1][1]);
    const double half = 0.5 * (P->m[0][0] - P->m[1][1]);

    return sqrt(fmax(0.0, middle + sqrt(half * half + P->m[0][1] * P->m[0][1])));
}

struct trail_point trail_point(const struct tcs_site *site, struct tcs_time time,
                               const struct tcs_view_picture *picture, size_t track,
                               const struct tcs_alarms *alarms)
{
    const struct tcs_track_view *t = &picture->tracks[track];
    const struct tcs_vec3 position = { { t->x.v[0], t->x.v[1], t->x.v[2] } };
    const struct tcs_geodetic g = tcs_geodetic_from_enu(&site->engine.frame, position);
    const enum tcs_track_class likeliest = trail_class(t->class_p);

    return (struct trail_point) {
        .utc_ns = tcs_time_to_utc(&site->engine.leap, time),
        .lat_deg = g.lat_rad * deg_per_rad,
        .lon_deg = g.lon_rad * deg_per_rad,
        .height_m = g.height_m,
        .amsl_m = g.height_m - site->engine.geoid_m,
        .velocity_mps = { (float)t->x.v[3], (float)t->x.v[4], (float)t->x.v[5] },
        .horizontal_sigma_m = (float)horizontal_sigma(&t->P),
        .vertical_sigma_m = (float)sqrt(fmax(0.0, t->P.m[2][2])),
        .certainty = (float)certainty(picture, t->id),
        .state = (uint8_t)t->state,
        .track_class = (uint8_t)likeliest,
        .alarmed = alarmed(alarms, t->id),
        .class_p = (float)t->class_p[likeliest],
    };
}

/* Room for one more; the pointer may change. */
static bool grow(void **array, size_t size, size_t count, size_t *capacity)
{
    if (count < *capacity)
        return true;
    const size_t wanted = *capacity == 0 ? 16 : 2 * *capacity;
    void *more = realloc(*array, wanted * size);

    if (more == NULL)
        return false;
    *array = more;
    *capacity = wanted;
    return true;
}

/* Made when it is not there; NULL: no memory. */
static struct trail *find(struct trails *trails, uint64_t id)
{
    size_t low = 0;
    size_t high = trails->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (trails->trails[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < trails->count && trails->trails[low].id == id)
        return &trails->trails[low];
    void *array = trails->trails;

    if (!grow(&array, sizeof *trails->trails, trails->count, &trails->capacity))
        return NULL;
    trails->trails = array;
    memmove(trails->trails + low + 1, trails->trails + low,
            (trails->count - low) * sizeof *trails->trails);
    trails->trails[low] = (struct trail) { .id = id };
    trails->count++;
    return &trails->trails[low];
}

enum tcs_status trails_add(struct trails *trails, const struct tcs_site *site,
                           struct tcs_time time, const struct tcs_view_picture *picture,
                           const struct tcs_alarms *alarms)
{
    for (size_t i = 0; i < picture->track_count; i++) {
        const struct tcs_track_view *t = &picture->tracks[i];
        struct trail *trail = find(trails, t->id);

        if (trail == NULL)
            return TCS_E_MEMORY;
        void *points = trail->points;

        if (!grow(&points, sizeof *trail->points, trail->count, &trail->capacity))
            return TCS_E_MEMORY;
        trail->points = points;
        trail->points[trail->count++] = trail_point(site, time, picture, i, alarms);
        trail->kinds_seen = t->kinds_seen;
        memcpy(trail->class_p, t->class_p, sizeof trail->class_p);
        if (t->claim_id != 0)
            trail->claim_id = t->claim_id;
    }
    return TCS_OK;
}

void trails_free(struct trails *trails)
{
    for (size_t i = 0; i < trails->count; i++)
        free(trails->trails[i].points);
    free(trails->trails);
    *trails = (struct trails) { 0 };
}
