/* SPDX-License-Identifier: Apache-2.0 */
#include "track/labels.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "observe/credible.h"

struct label {
    uint64_t id; /* as the tracker has it */
    uint64_t number;
    uint64_t picture;         /* the last that it was in... */
    struct tcs_time shown_at; /* ...and its time */
    struct tcs_time first_at; /* when the track was first seen */
    double east_m;
    double north_m;
    uint64_t identity; /* that it gave when last shown; 0: none that is believed */
};

/* Then come the labels, in order of id. */
struct tcs_labels {
    uint64_t last;     /* number that was given */
    uint64_t pictures; /* so far */
    uint32_t count;
    uint32_t max;
};
_Static_assert(sizeof(struct label) == 64 && sizeof(struct tcs_labels) == 24,
               "no padding in state");

static struct label *array(struct tcs_labels *labels)
{
    return (struct label *)(void *)(labels + 1);
}

size_t tcs_labels_size(uint32_t track_max)
{
    return sizeof(struct tcs_labels) + track_max * sizeof(struct label);
}

void tcs_labels_init(struct tcs_labels *labels, uint32_t track_max)
{
    memset(labels, 0, tcs_labels_size(track_max));
    labels->max = track_max;
}

/* The first with this id or a higher one. */
static uint32_t find(struct tcs_labels *labels, uint64_t id)
{
    const struct label *label = array(labels);
    uint32_t low = 0;
    uint32_t high = labels->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (label[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void take_out(struct tcs_labels *labels, uint32_t at)
{
    struct label *label = array(labels);

    labels->count--;
    memmove(&label[at], &label[at + 1], (labels->count - at) * sizeof *label);
    memset(&label[labels->count], 0, sizeof *label);
}

/* Who it says that it is. Of a claim in doubt that is just what is doubted. */
static uint64_t identity_of(const struct tcs_track_view *view)
{
    return tcs_credibility(view->claim_doubts) < TCS_CREDIBLE ? 0 : view->claim_id;
}

/* What has not been shown for a while will not come back: longer than late data reaches,
 * and than a track that is hardly believed stays out of the picture. What gave a name
 * will, for as long as ships at anchor are silent, and some messages that are lost. */
static void forget(struct tcs_labels *labels, struct tcs_time now)
{
    const int64_t keep_ns = 10 * TCS_NS_PER_S;
    const int64_t keep_named_ns = TCS_LABELS_NAMED_S * TCS_NS_PER_S;
    struct label *label = array(labels);
    uint32_t kept = 0;

    for (uint32_t i = 0; i < labels->count; i++)
        if (tcs_time_since(now, label[i].shown_at).ns <=
            (label[i].identity != 0 ? keep_named_ns : keep_ns))
            label[kept++] = label[i];
    memset(&label[kept], 0, (labels->count - kept) * sizeof *label);
    labels->count = kept;
}

static void show(const struct tcs_labels *labels, struct label *label,
                 struct tcs_time now, struct tcs_track_view *view)
{
    label->picture = labels->pictures;
    label->shown_at = now;
    label->first_at = view->first_at;
    label->east_m = view->x.v[0];
    label->north_m = view->x.v[1];
    label->identity = identity_of(view);
    view->id = label->number;
}

static uint64_t take_number(struct tcs_labels *labels, uint32_t at)
{
    const uint64_t number = array(labels)[at].number;

    take_out(labels, at);
    return number;
}

/* The number under which this identity was shown last, if that is not in this picture; 0:
 * none. */
static uint64_t come_back(struct tcs_labels *labels, const struct tcs_track_view *view)
{
    const uint64_t identity = identity_of(view);
    const struct label *label = array(labels);
    uint32_t last = labels->count;

    for (uint32_t i = 0; i < labels->count && identity != 0; i++)
        if (label[i].identity == identity && label[i].picture != labels->pictures &&
            (last == labels->count || label[i].picture > label[last].picture))
            last = i;
    return last < labels->count ? take_number(labels, last) : 0;
}

/* The number that was in the last picture, is not in this one, and was where the new one
 * is; 0: none. Older tracks cannot be replaced by late data. */
static uint64_t inherit(struct tcs_labels *labels, const struct tcs_track_view *view)
{
    const int64_t young_ns = 4 * TCS_NS_PER_S;
    const double near2_m2 = 100.0 + 9.0 * (view->P.m[0][0] + view->P.m[1][1]);
    const struct label *label = array(labels);
    uint32_t best = labels->count;
    double best_m2 = near2_m2;

    for (uint32_t i = 0; i < labels->count; i++) {
        const double east = label[i].east_m - view->x.v[0];
        const double north = label[i].north_m - view->x.v[1];

        if (label[i].picture + 1 == labels->pictures &&
            tcs_time_since(label[i].shown_at, label[i].first_at).ns <= young_ns &&
            east * east + north * north < best_m2) {
            best_m2 = east * east + north * north;
            best = i;
        }
    }
    return best < labels->count ? take_number(labels, best) : 0;
}

static void make_room(struct tcs_labels *labels)
{
    const struct label *label = array(labels);
    uint32_t oldest = 0;

    if (labels->count < labels->max)
        return;
    for (uint32_t i = 1; i < labels->count; i++)
        if (label[i].picture < label[oldest].picture)
            oldest = i;
    take_out(labels, oldest);
}

static void add(struct tcs_labels *labels, uint64_t number, struct tcs_time now,
                struct tcs_track_view *view)
{
    uint32_t at;

    make_room(labels);
    at = find(labels, view->id);
    memmove(&array(labels)[at + 1], &array(labels)[at],
            (labels->count - at) * sizeof(struct label));
    labels->count++;
    array(labels)[at] = (struct label) { .id = view->id, .number = number };
    show(labels, &array(labels)[at], now, view);
}

void tcs_labels_name(struct tcs_labels *labels, struct tcs_time now,
                     struct tcs_track_view *views, size_t count)
{
    size_t unknown = 0;

    assert(count <= labels->max);
    forget(labels, now);
    labels->pictures++;
    /* First those that are known: what they leave may be inherited. Ids stay below 2^63;
     * the highest bit marks those that wait. */
    for (size_t i = 0; i < count; i++) {
        const uint32_t at = find(labels, views[i].id);

        if (at < labels->count && array(labels)[at].id == views[i].id) {
            show(labels, &array(labels)[at], now, &views[i]);
        } else {
            views[i].id |= UINT64_C(1) << 63;
            unknown++;
        }
    }
    for (size_t i = 0; i < count && unknown > 0; i++) {
        uint64_t number;

        if (views[i].id >> 63 == 0)
            continue;
        unknown--;
        views[i].id &= ~(UINT64_C(1) << 63);
        number = come_back(labels, &views[i]);
        if (number == 0)
            number = inherit(labels, &views[i]);
        add(labels, number != 0 ? number : ++labels->last, now, &views[i]);
    }
}
