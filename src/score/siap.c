/* SPDX-License-Identifier: Apache-2.0 */
#include "score/siap.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

/* A stretch of indices, from first to last, at which an object has a track of one label.
 */
struct stretch {
    uint32_t estimate;
    uint32_t first;
    uint32_t last;
};

struct belonging {
    uint32_t truth;
    uint32_t estimate;
    uint32_t k;
};

static int by_object_label_time(const void *a, const void *b)
{
    const struct belonging *l = a;
    const struct belonging *r = b;

    if (l->truth != r->truth)
        return l->truth < r->truth ? -1 : 1;
    if (l->estimate != r->estimate)
        return l->estimate < r->estimate ? -1 : 1;
    return l->k < r->k ? -1 : l->k > r->k;
}

/* How many labels it takes to follow one object, and at how many indices it has a track.
 */
static void follow(const struct stretch *s, size_t count, uint32_t *ret_labels,
                   uint32_t *ret_time)
{
    uint32_t at = 0; /* the first index that is not yet covered */

    *ret_labels = *ret_time = 0;
    for (;;) {
        const struct stretch *best = NULL;
        uint32_t from = UINT32_MAX;

        for (size_t i = 0; i < count; i++)
            if (s[i].last >= at && (s[i].first > at ? s[i].first : at) < from)
                from = s[i].first > at ? s[i].first : at;
        if (from == UINT32_MAX)
            return;
        for (size_t i = 0; i < count; i++)
            if (s[i].first <= from && s[i].last >= from &&
                (best == NULL || s[i].last > best->last))
                best = &s[i];
        assert(best != NULL); /* the one that gave `from` */
        ++*ret_labels;
        *ret_time += best->last - from + 1;
        at = best->last + 1;
    }
}

struct sums {
    double objects;
    double with_track;
    double tracks;
    double belonging;
    double distance_m;
    double changes;
    double longest;
};

/* What stands at each index, and which track belongs to which object. */
static size_t run_indices(const struct tcs_scene *scene,
                          const struct tcs_score_pairs *pairs, uint32_t *nearest,
                          struct belonging *ret_belonging, struct sums *sums)
{
    const struct tcs_score_set *truth = &scene->truth;
    const struct tcs_score_set *est = &scene->estimate;
    size_t count = 0;

    for (uint32_t k = 0; k < scene->count; k++) {
        for (uint32_t i = est->start[k]; i < est->start[k + 1]; i++)
            nearest[i] = UINT32_MAX;
        for (uint32_t i = pairs->start[k]; i < pairs->start[k + 1]; i++) {
            uint32_t *best = &nearest[pairs->pair[i].estimate];

            if (*best == UINT32_MAX || pairs->pair[i].d_m < pairs->pair[*best].d_m)
                *best = i;
        }
        for (uint32_t i = est->start[k]; i < est->start[k + 1]; i++) {
            if (nearest[i] == UINT32_MAX)
                continue;
            sums->belonging += 1.0;
            sums->distance_m += pairs->pair[nearest[i]].d_m;
            ret_belonging[count++] =
                (struct belonging) { truth->place[pairs->pair[nearest[i]].truth].who,
                                     est->place[i].who, k };
        }
    }
    sums->objects = truth->place_count;
    sums->tracks = est->place_count;
    return count;
}

static void run_objects(struct belonging *b, size_t count, struct stretch *s,
                        struct sums *sums)
{
    qsort(b, count, sizeof *b, by_object_label_time);
    for (size_t i = 0; i < count;) {
        const uint32_t truth = b[i].truth;
        size_t stretch_count = 0;
        uint32_t longest = 0;
        uint32_t labels = 0;
        uint32_t with_track = 0;

        for (; i < count && b[i].truth == truth; i++) {
            struct stretch *last = stretch_count > 0 ? &s[stretch_count - 1] : NULL;

            if (last == NULL || last->estimate != b[i].estimate ||
                last->last + 1 != b[i].k)
                s[stretch_count++] = (struct stretch) { b[i].estimate, b[i].k, b[i].k };
            else
                last->last = b[i].k;
        }
        for (size_t j = 0; j < stretch_count; j++)
            if (s[j].last - s[j].first + 1 > longest)
                longest = s[j].last - s[j].first + 1;
        follow(s, stretch_count, &labels, &with_track);
        sums->changes += labels - 1;
        sums->with_track += with_track;
        sums->longest += longest;
    }
}

static double ratio(double above, double below)
{
    return below > 0.0 ? above / below : -1.0;
}

enum tcs_status tcs_siap_run(const struct tcs_scene *scene,
                             const struct tcs_score_pairs *pairs,
                             struct tcs_siap *ret_siap)
{
    const size_t room = (size_t)scene->estimate.place_count + 1;
    uint32_t *nearest = calloc(room, sizeof *nearest);
    struct belonging *belonging = calloc(room, sizeof *belonging);
    struct stretch *stretches = calloc(room, sizeof *stretches);
    const bool good = nearest != NULL && belonging != NULL && stretches != NULL;
    struct sums sums = { 0 };

    if (good) {
        const size_t count = run_indices(scene, pairs, nearest, belonging, &sums);

        run_objects(belonging, count, stretches, &sums);
        ret_siap->completeness = ratio(sums.with_track, sums.objects);
        ret_siap->ambiguity = ratio(sums.belonging, sums.with_track);
        ret_siap->spuriousness = ratio(sums.tracks - sums.belonging, sums.tracks);
        ret_siap->position_m = ratio(sums.distance_m, sums.belonging);
        ret_siap->track_changes_hz =
            ratio(sums.changes, sums.with_track * scene->period_s);
        ret_siap->longest_track = ratio(sums.longest, sums.objects);
    }
    free(nearest);
    free(belonging);
    free(stretches);
    return good ? TCS_OK : TCS_E_MEMORY;
}
