/* SPDX-License-Identifier: Apache-2.0 */
#include "track/keep.h"

#include <assert.h>
#include <string.h>

enum { COUNTS_MISSES = 1u, IS_BOX = 2u, CLOCK_WRONG = 4u, PASSED_OVER = 8u };
enum {
    KIND = 0xff,
    SAID_SHIFT = 8,
    VELOCITY = 1u << 16,
    DOPPLER = 1u << 17,
    RCS = 1u << 18,
    DOUBT_SHIFT = 20
};

/* --- the parts of the block --- */

static size_t aligned(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static size_t looks_offset(uint32_t look_max)
{
    return aligned(sizeof(struct keep) + look_max * sizeof(uint32_t));
}

static size_t observations_offset(uint32_t look_max)
{
    return looks_offset(look_max) + aligned(look_max * sizeof(struct kept_look));
}

size_t keep_size(uint32_t look_max, uint32_t observation_max)
{
    return observations_offset(look_max) +
           aligned((size_t)observation_max * sizeof(struct kept_observation));
}

static uint32_t *order(struct keep *keep)
{
    return (uint32_t *)(void *)((uint8_t *)keep + sizeof *keep);
}

static struct kept_look *looks(struct keep *keep)
{
    return (struct kept_look *)(void *)((uint8_t *)keep + looks_offset(keep->look_max));
}

static struct kept_observation *observations(struct keep *keep)
{
    return (struct kept_observation *)(void *)((uint8_t *)keep +
                                               observations_offset(keep->look_max));
}

void keep_init(struct keep *keep, uint32_t look_max, uint32_t observation_max)
{
    keep->look_max = look_max;
    keep->observation_max = observation_max;
}

/* --- from looks and back --- */

static struct kept_look pack_look(const struct tcs_look *look)
{
    const struct tcs_coverage *c = &look->coverage;
    struct kept_look kept = {
        .valid_at = look->valid_at,
        .clutter_expected = look->clutter_expected,
        .coverage = { c->range_min_m, c->range_max_m, c->az_center_rad, c->az_width_rad,
                      c->el_min_rad, c->el_max_rad, c->east_min_m, c->east_max_m,
                      c->north_min_m, c->north_max_m },
        .sensor = look->sensor,
        .count = look->count,
    };

    if (look->counts_misses)
        kept.flags |= COUNTS_MISSES;
    if (look->clock_wrong)
        kept.flags |= CLOCK_WRONG;
    if (c->is_box)
        kept.flags |= IS_BOX;
    return kept;
}

static struct tcs_look unpack_look(const struct kept_look *kept)
{
    const double *c = kept->coverage;

    return (struct tcs_look) {
        .sensor = (uint16_t)kept->sensor,
        .counts_misses = (kept->flags & COUNTS_MISSES) != 0,
        .clock_wrong = (kept->flags & CLOCK_WRONG) != 0,
        .valid_at = kept->valid_at,
        .seen_at = kept->valid_at,
        .coverage = { .range_min_m = c[0],
                      .range_max_m = c[1],
                      .az_center_rad = c[2],
                      .az_width_rad = c[3],
                      .el_min_rad = c[4],
                      .el_max_rad = c[5],
                      .is_box = (kept->flags & IS_BOX) != 0,
                      .east_min_m = c[6],
                      .east_max_m = c[7],
                      .north_min_m = c[8],
                      .north_max_m = c[9] },
        .clutter_expected = kept->clutter_expected,
        .count = kept->count,
    };
}

static struct kept_observation pack(const struct tcs_observation *obs)
{
    struct kept_observation kept = {
        .dt_s = obs->dt_s,
        .velocity_sigma_mps = obs->velocity_sigma_mps,
        .doppler_mps = obs->doppler_mps,
        .doppler_sigma_mps = obs->doppler_sigma_mps,
        .rcs_dbsm = obs->rcs_dbsm,
        .claim_id = obs->claim_id,
        .claim_before = obs->claim_before,
        .what = (uint32_t)obs->kind | (uint32_t)obs->said << SAID_SHIFT |
                obs->doubts << DOUBT_SHIFT,
    };

    memcpy(kept.z, obs->z, sizeof kept.z);
    memcpy(kept.sigma, obs->sigma, sizeof kept.sigma);
    memcpy(kept.velocity_mps, obs->velocity_mps.v, sizeof kept.velocity_mps);
    kept.what |= obs->has_velocity ? VELOCITY : 0;
    kept.what |= obs->has_doppler ? DOPPLER : 0;
    kept.what |= obs->has_rcs ? RCS : 0;
    return kept;
}

static struct tcs_observation unpack(const struct kept_observation *kept)
{
    struct tcs_observation obs = {
        .kind = (enum tcs_observation_kind)(kept->what & KIND),
        .said = (enum tcs_said_class)(kept->what >> SAID_SHIFT & 0xff),
        .dt_s = kept->dt_s,
        .has_velocity = (kept->what & VELOCITY) != 0,
        .has_doppler = (kept->what & DOPPLER) != 0,
        .has_rcs = (kept->what & RCS) != 0,
        .velocity_sigma_mps = kept->velocity_sigma_mps,
        .doppler_mps = kept->doppler_mps,
        .doppler_sigma_mps = kept->doppler_sigma_mps,
        .rcs_dbsm = kept->rcs_dbsm,
        .claim_id = kept->claim_id,
        .claim_before = kept->claim_before,
        .doubts = kept->what >> DOUBT_SHIFT,
    };

    memcpy(obs.z, kept->z, sizeof obs.z);
    memcpy(obs.sigma, kept->sigma, sizeof obs.sigma);
    memcpy(obs.velocity_mps.v, kept->velocity_mps, sizeof kept->velocity_mps);
    return obs;
}

/* --- the order --- */

/* Of what a look holds. A sum over its observations, so that their order is nothing. */
static uint64_t content(struct keep *keep, const struct kept_look *look)
{
    const struct tcs_digest none = { 0, 0 };
    struct kept_look bare = *look;

    bare.first = 0;
    bare.flags &= ~(uint32_t)PASSED_OVER;
    uint64_t sum = tcs_digest_chain(none, &bare, sizeof bare).low;

    for (uint32_t i = look->first; i != 0;) {
        struct kept_observation obs = observations(keep)[i - 1];

        i = obs.next;
        obs.next = 0;
        sum += tcs_digest_chain(none, &obs, sizeof obs).low;
    }
    return sum;
}

static bool comes_before(struct keep *keep, const struct kept_look *a,
                         const struct kept_look *b)
{
    const int by_time = tcs_time_compare(a->valid_at, b->valid_at);

    if (by_time != 0)
        return by_time < 0;
    if (a->sensor != b->sensor)
        return a->sensor < b->sensor;
    return content(keep, a) < content(keep, b);
}

/* The place behind all that do not come after it. */
static uint32_t place_of(struct keep *keep, const struct kept_look *look)
{
    uint32_t low = 0;
    uint32_t high = keep->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (comes_before(keep, look, &looks(keep)[order(keep)[middle]]))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct tcs_time keep_valid_at(struct keep *keep, uint32_t place)
{
    assert(place < keep->count);
    return looks(keep)[order(keep)[place]].valid_at;
}

bool keep_is_claim(struct keep *keep, uint32_t place)
{
    assert(place < keep->count);
    const struct kept_look *look = &looks(keep)[order(keep)[place]];

    return look->count == 1 &&
           (observations(keep)[look->first - 1].what & KIND) == TCS_OBS_CLAIM;
}

uint32_t keep_before(struct keep *keep, struct tcs_time time)
{
    uint32_t low = 0;
    uint32_t high = keep->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (tcs_time_compare(keep_valid_at(keep, middle), time) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- marks --- */

static uint32_t *flags(struct keep *keep, uint32_t place)
{
    assert(place < keep->count);
    return &looks(keep)[order(keep)[place]].flags;
}

void keep_pass_over(struct keep *keep, uint32_t place)
{
    *flags(keep, place) |= PASSED_OVER;
}

bool keep_is_passed_over(struct keep *keep, uint32_t place)
{
    return (*flags(keep, place) & PASSED_OVER) != 0;
}

void keep_pass_over_none(struct keep *keep, uint32_t place)
{
    for (; place < keep->count; place++)
        *flags(keep, place) &= ~(uint32_t)PASSED_OVER;
}

/* --- in and out --- */

bool keep_has_room(struct keep *keep, uint32_t observation_count)
{
    return keep->count < keep->look_max &&
           keep->observation_max - keep->observation_count >= observation_count;
}

static uint32_t new_look(struct keep *keep)
{
    uint32_t row = keep->look_free;

    if (row == 0)
        return keep->look_fresh++;
    keep->look_free = looks(keep)[row - 1].first;
    return row - 1;
}

static uint32_t new_observation(struct keep *keep)
{
    const uint32_t row = keep->observation_free;

    if (row == 0)
        return ++keep->observation_fresh;
    keep->observation_free = observations(keep)[row - 1].next;
    return row;
}

uint32_t keep_insert(struct keep *keep, const struct tcs_look *look)
{
    assert(keep_has_room(keep, look->count));
    const uint32_t row = new_look(keep);
    struct kept_look *kept = &looks(keep)[row];
    uint32_t *link = &kept->first;

    *kept = pack_look(look);
    for (uint32_t i = 0; i < look->count; i++) {
        *link = new_observation(keep);
        observations(keep)[*link - 1] = pack(&look->observations[i]);
        link = &observations(keep)[*link - 1].next;
    }
    keep->observation_count += look->count;
    const uint32_t place = place_of(keep, kept);

    memmove(order(keep) + place + 1, order(keep) + place,
            (keep->count - place) * sizeof(uint32_t));
    order(keep)[place] = row;
    keep->count++;
    return place;
}

static void free_look(struct keep *keep, uint32_t row)
{
    struct kept_look *look = &looks(keep)[row];

    for (uint32_t i = look->first; i != 0;) {
        struct kept_observation *obs = &observations(keep)[i - 1];
        const uint32_t next = obs->next;

        obs->next = keep->observation_free;
        keep->observation_free = i;
        i = next;
    }
    keep->observation_count -= look->count;
    look->first = keep->look_free;
    keep->look_free = row + 1;
}

void keep_drop(struct keep *keep, uint32_t count)
{
    assert(count <= keep->count);
    for (uint32_t i = 0; i < count; i++)
        free_look(keep, order(keep)[i]);
    keep->count -= count;
    memmove(order(keep), order(keep) + count, keep->count * sizeof(uint32_t));
}

struct tcs_look keep_get(struct keep *keep, uint32_t place,
                         struct tcs_observation *ret_observations)
{
    assert(place < keep->count);
    const struct kept_look *kept = &looks(keep)[order(keep)[place]];
    struct tcs_look look = unpack_look(kept);
    uint32_t n = 0;

    for (uint32_t i = kept->first; i != 0; i = observations(keep)[i - 1].next)
        ret_observations[n++] = unpack(&observations(keep)[i - 1]);
    look.observations = ret_observations;
    return look;
}

struct tcs_digest keep_digest(struct keep *keep, struct tcs_digest digest)
{
    digest = tcs_digest_chain(digest, keep, sizeof *keep);
    digest = tcs_digest_chain(digest, order(keep), keep->count * sizeof(uint32_t));
    digest = tcs_digest_chain(digest, looks(keep),
                              keep->look_fresh * sizeof(struct kept_look));
    return tcs_digest_chain(digest, observations(keep),
                            keep->observation_fresh * sizeof(struct kept_observation));
}
