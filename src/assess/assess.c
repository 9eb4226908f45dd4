/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/assess.h"

#include <assert.h>

#include "assess/reach.h"
#include "num/elem.h"

/* The figures that assess.h names. */
static const double listed_above = 0.01;
static const double crewed_rcs_dbsm = 0.0;
static const uint32_t crewed_rcs_count = 3;
static const double crewed_speed_mps = 35.0;

const char *tcs_evidence_name(enum tcs_evidence evidence)
{
    switch (evidence) {
    case TCS_EVIDENCE_NONE:
        break;
    case TCS_EVIDENCE_TWO_KINDS:
        return "two-kinds";
    case TCS_EVIDENCE_LONG:
        return "long";
    }
    return "none";
}

struct tcs_assess_config tcs_assess_defaults(void)
{
    return (struct tcs_assess_config) {
        .kind_hits = 3,
        .reaction_s = 5.0,
        .margin_s = 10.0,
        .approach_s = 60.0,
        .danger_other = 0.7,
        .bird_odds = 8.0,
        .consistent_s = 15.0,
        .consistent_straight = 0.9,
    };
}

/* Kinds of witness with at least `least` observations. */
static int witness_kinds(const struct tcs_track_view *view, uint32_t least)
{
    int kinds = 0;

    for (int k = 0; k < TCS_SENSOR_KIND_COUNT; k++)
        if (tcs_sensor_is_witness((enum tcs_sensor_kind)k) && view->hits[k] >= least)
            kinds++;
    return kinds;
}

enum tcs_evidence tcs_assess_evidence(const struct tcs_assess_config *config,
                                      const struct tcs_track_view *view)
{
    const uint32_t least = config->kind_hits > 0 ? config->kind_hits : 1;
    const int kinds = witness_kinds(view, least);

    if (kinds >= 2)
        return TCS_EVIDENCE_TWO_KINDS;
    if (kinds == 1 && view->witnessed_s >= config->consistent_s &&
        view->straightness >= config->consistent_straight)
        return TCS_EVIDENCE_LONG;
    return TCS_EVIDENCE_NONE;
}

static bool crewed_believed(const struct tcs_track_view *view)
{
    const double *x = view->x.v;
    const double speed2 = x[3] * x[3] + x[4] * x[4] + x[5] * x[5];

    if (witness_kinds(view, 1) == 0)
        return false;
    if (view->rcs_count >= crewed_rcs_count && view->rcs_dbsm >= crewed_rcs_dbsm)
        return true;
    return speed2 >= crewed_speed_mps * crewed_speed_mps;
}

double tcs_assess_danger(const struct tcs_assess_config *config,
                         const struct tcs_track_view *view)
{
    const double bird = view->class_p[TCS_CLASS_BIRD];
    double unknown = view->class_p[TCS_CLASS_OTHER];
    double danger;

    if (!crewed_believed(view))
        unknown += view->class_p[TCS_CLASS_CREWED];
    danger = view->class_p[TCS_CLASS_MULTIROTOR] + view->class_p[TCS_CLASS_FIXED_WING] +
             config->danger_other * unknown;
    return config->bird_odds * danger / (bird + config->bird_odds * (1.0 - bird));
}

static bool before(const struct tcs_threat *a, const struct tcs_threat *b)
{
    return a->zone != b->zone ? a->zone < b->zone : a->track_id < b->track_id;
}

static void swap(struct tcs_threat *a, struct tcs_threat *b)
{
    const struct tcs_threat held = *a;

    *a = *b;
    *b = held;
}

/* Moves the root of the heap t[at..count) down to its place. */
static void sift(struct tcs_threat *t, size_t at, size_t count)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && before(&t[child], &t[child + 1]))
            child++;
        if (!before(&t[at], &t[child]))
            return;
        swap(&t[at], &t[child]);
        at = child;
    }
}

/* Heap sort: no recursion, no worst case, and no two threats have the same key. */
static void sort(struct tcs_threat *t, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift(t, i, count);
    for (size_t end = count; end-- > 1;) {
        swap(&t[0], &t[end]);
        sift(t, 0, end);
    }
}

static double weight(const struct tcs_threat *threat)
{
    return threat->p_exists * threat->p_danger * (threat->p_enter + threat->p_approach);
}

struct list {
    struct tcs_threat *threats;
    size_t count;
    size_t capacity;
};

/* Puts a threat into the list, if need be in place of the least. */
static void keep(struct list *list, const struct tcs_threat *threat)
{
    size_t least = 0;

    if (list->count < list->capacity) {
        list->threats[list->count++] = *threat;
        return;
    }
    for (size_t i = 1; i < list->count; i++)
        if (weight(&list->threats[i]) < weight(&list->threats[least]))
            least = i;
    if (list->count > 0 && weight(threat) > weight(&list->threats[least]))
        list->threats[least] = *threat;
}

/* What one track threatens. */
static void assess_track(const struct tcs_assess_config *config,
                         const struct tcs_track_view *view,
                         const struct tcs_reach_zone *zones, struct tcs_reach *reach,
                         struct list *list)
{
    const struct tcs_threat common = {
        .track_id = view->id,
        .p_exists = view->existence,
        .p_danger = tcs_assess_danger(config, view),
        .evidence = (uint32_t)tcs_assess_evidence(config, view),
    };

    if (!(common.p_danger > listed_above))
        return;
    for (uint32_t z = 0; z < config->zone_count; z++) {
        struct tcs_threat threat = common;

        threat.zone = (uint16_t)z;
        if (tcs_reach_zone_entry(reach, &zones[z], &threat) &&
            threat.p_approach > listed_above)
            keep(list, &threat);
    }
}

size_t tcs_assess(const struct tcs_assess_config *config,
                  const struct tcs_track_view *views, size_t view_count,
                  struct tcs_threat *ret_threats, size_t capacity)
{
    struct tcs_reach_zone zones[TCS_ZONE_MAX];
    struct tcs_reach reach;
    struct list list = { ret_threats, 0, capacity };
    double enter_most_s = 0.0;

    assert(config->zone_count <= TCS_ZONE_MAX);
    for (uint32_t z = 0; z < config->zone_count; z++) {
        const struct tcs_zone *zone = &config->zones[z];
        const double enter_s = zone->cover_s + config->reaction_s + config->margin_s;

        zones[z] = tcs_reach_zone(&zone->volume, enter_s, config->approach_s);
        enter_most_s = enter_s > enter_most_s ? enter_s : enter_most_s;
    }
    for (size_t v = 0; v < view_count; v++) {
        if (views[v].state == TCS_TRACK_TENTATIVE)
            continue;
        tcs_reach_begin(&reach, &views[v], enter_most_s,
                        enter_most_s + config->approach_s);
        assess_track(config, &views[v], zones, &reach, &list);
    }
    sort(list.threats, list.count);
    return list.count;
}
