/* SPDX-License-Identifier: Apache-2.0 */
#include "track/timeline.h"

#include <assert.h>
#include <string.h>

#include "track/keep.h"

struct tcs_timeline_state {
    struct tcs_time base_from;   /* all looks valid before it are in the base */
    uint64_t changed_since;      /* looks of the tracker that the last digest knew */
    struct tcs_time held_until;  /* the last valid time of looks that were ever run */
    struct tcs_time passed_from; /* the first valid time of those passed over */
    struct tcs_timeline_counts counts;
    uint64_t fresh;  /* looks that came since it was last gone back */
    double share;    /* how many of those that wait ought to have been run by now */
    uint32_t done;   /* looks, from the first of the order, that the present holds... */
    uint32_t passed; /* ...but for so many of them, which came when it had later ones */
};
_Static_assert(sizeof(struct tcs_timeline_state) == 104, "no padding in state");

struct tcs_timeline_config tcs_timeline_defaults(void)
{
    return (struct tcs_timeline_config) {
        .window_ns = 2 * TCS_NS_PER_S,
        .snapshot_ns = TCS_NS_PER_S / 10,
        .look_max = 16384,
        .observation_max = 32768,
    };
}

static struct tcs_time earlier(struct tcs_time a, struct tcs_time b)
{
    return tcs_time_compare(a, b) < 0 ? a : b;
}

/* --- memory --- */

static size_t part(size_t *total, size_t size)
{
    const size_t at = *total;

    *total += (size + 63) & ~(size_t)63;
    return at;
}

struct parts {
    size_t keep;
    size_t base;
    size_t state_total;
    size_t present;
    size_t tracker;
    size_t observations;
    size_t from;
    size_t snapshots;
    size_t scratch_total;
    uint32_t snapshot_max;
};

static struct parts divide(const struct tcs_timeline_config *config,
                           const struct tcs_tracker_config *tracker)
{
    struct parts p = { 0 };

    (void)part(&p.state_total, sizeof(struct tcs_timeline_state));
    p.keep = part(&p.state_total, keep_size(config->look_max, config->observation_max));
    p.base = part(&p.state_total, tcs_tracker_state_size(tracker));
    p.present = part(&p.scratch_total, tcs_tracker_state_size(tracker));
    p.tracker = part(&p.scratch_total, tcs_tracker_scratch_size(tracker));
    p.observations =
        part(&p.scratch_total, tracker->observation_max * sizeof(struct tcs_observation));
    /* One for each step of time in which looks may be kept: the base lies behind the
     * window by up to another one. */
    p.snapshot_max =
        (uint32_t)((2 * config->window_ns + TCS_AHEAD_NS) / config->snapshot_ns) + 6;
    p.from = part(&p.scratch_total, p.snapshot_max * sizeof(struct tcs_time));
    p.snapshots = part(&p.scratch_total,
                       shelf_size(p.snapshot_max, tcs_tracker_state_size(tracker)));
    return p;
}

size_t tcs_timeline_state_size(const struct tcs_timeline_config *config,
                               const struct tcs_tracker_config *tracker)
{
    return divide(config, tracker).state_total;
}

size_t tcs_timeline_scratch_size(const struct tcs_timeline_config *config,
                                 const struct tcs_tracker_config *tracker)
{
    return divide(config, tracker).scratch_total;
}

size_t tcs_timeline_scratch_soon(const struct tcs_timeline_config *config,
                                 const struct tcs_tracker_config *tracker)
{
    const struct parts p = divide(config, tracker);

    /* Snapshots are last, and mostly much smaller than the largest. */
    return p.snapshots + (p.scratch_total - p.snapshots) / 8;
}

void tcs_timeline_bind(struct tcs_timeline *ret_timeline,
                       const struct tcs_timeline_config *config,
                       const struct tcs_tracker_config *tracker, void *state,
                       void *scratch)
{
    const struct parts p = divide(config, tracker);
    uint8_t *lasting = state;
    uint8_t *passing = scratch;

    assert(config->snapshot_ns > 0 && config->snapshot_ns <= config->window_ns);
    assert(config->look_max > 0 && config->observation_max >= tracker->observation_max);
    *ret_timeline = (struct tcs_timeline) {
        .config = config,
        .tracker = tracker,
        .state = state,
        .keep = (struct keep *)(void *)(lasting + p.keep),
        .base = (struct tcs_tracker *)(void *)(lasting + p.base),
        .present = (struct tcs_tracker *)(void *)(passing + p.present),
        .tracker_scratch = passing + p.tracker,
        .observations = (struct tcs_observation *)(void *)(passing + p.observations),
        .snapshots = shelf_bind(passing + p.snapshots, p.snapshot_max,
                                tcs_tracker_state_size(tracker)),
        .snapshot_from = (struct tcs_time *)(void *)(passing + p.from),
    };
}

/* --- snapshots, in order of time --- */

static struct tcs_time from(const struct tcs_timeline *t, uint32_t i)
{
    return t->snapshot_from[i];
}

static const struct tcs_tracker *snapshot(const struct tcs_timeline *t, uint32_t i)
{
    return shelf_get(&t->snapshots, i);
}

static void forget_first(struct tcs_timeline *t, uint32_t count)
{
    shelf_drop_first(&t->snapshots, count);
    memmove(t->snapshot_from, t->snapshot_from + count,
            t->snapshots.count * sizeof *t->snapshot_from);
}

/* How many of them begin at `time` or before. */
static uint32_t snapshots_until(const struct tcs_timeline *t, struct tcs_time time)
{
    uint32_t n = 0;

    while (n < t->snapshots.count && tcs_time_compare(from(t, n), time) <= 0)
        n++;
    return n;
}

/* The beginning of the step of time that an instant lies in. */
static struct tcs_time step_of(const struct tcs_timeline *t, struct tcs_time time)
{
    const int64_t step = t->config->snapshot_ns;
    const int64_t over = time.tai_ns % step;

    return (struct tcs_time) { time.tai_ns - (over < 0 ? over + step : over) };
}

static void make_final(struct tcs_timeline *t, const struct tcs_tracker *saved,
                       struct tcs_time begins);

/* Before the first look of each step of time. While looks are passed over nothing becomes
 * final: it would have to hold them. */
static void take_snapshot(struct tcs_timeline *t, struct tcs_time valid_at)
{
    const struct tcs_time begins = step_of(t, valid_at);
    const struct tcs_time last =
        t->snapshots.count > 0 ? from(t, t->snapshots.count - 1) : t->state->base_from;

    if (tcs_time_compare(begins, last) <= 0)
        return;
    if (t->snapshots.count == t->snapshots.max) { /* after a leap of time in the input */
        if (t->state->passed > 0)
            return;
        make_final(t, snapshot(t, 0), from(t, 0));
        forget_first(t, 1);
    }
    struct tcs_tracker *saved =
        shelf_room(&t->snapshots, tcs_tracker_save_most(t->present));

    tcs_tracker_save(saved, t->present);
    t->snapshot_from[t->snapshots.count] = begins;
    shelf_add(&t->snapshots, saved, tcs_tracker_saved_size(saved));
}

/* --- running --- */

static void run(struct tcs_timeline *t)
{
    struct tcs_timeline_state *s = t->state;
    const struct tcs_look look = keep_get(t->keep, s->done, t->observations);

    take_snapshot(t, look.valid_at);
    const enum tcs_status status =
        tcs_tracker_look(t->present, t->tracker, t->tracker_scratch, &look);

    /* Full is counted by the tracker; anything else would be a fault of ours. */
    assert(status == TCS_OK || status == TCS_E_FULL);
    (void)status;
    s->done++;
    if (tcs_time_compare(look.valid_at, s->held_until) > 0)
        s->held_until = look.valid_at;
}

void tcs_timeline_start(struct tcs_timeline *timeline, struct tcs_time start)
{
    memset(timeline->state, 0,
           tcs_timeline_state_size(timeline->config, timeline->tracker));
    keep_init(timeline->keep, timeline->config->look_max,
              timeline->config->observation_max);
    timeline->state->base_from =
        tcs_time_add(start, (struct tcs_span) { -timeline->config->window_ns });
    tcs_tracker_init(timeline->present, timeline->tracker, start);
    tcs_tracker_save(timeline->base, timeline->present);
    tcs_timeline_resume(timeline);
}

void tcs_timeline_resume(struct tcs_timeline *timeline)
{
    struct tcs_timeline_state *s = timeline->state;
    const uint32_t done = s->done;

    shelf_keep_first(&timeline->snapshots, 0);
    memset(timeline->present, 0, tcs_tracker_state_size(timeline->tracker));
    tcs_tracker_load(timeline->present, timeline->base);
    s->done = 0;
    while (s->done < done)
        if (keep_is_passed_over(timeline->keep, s->done))
            s->done++;
        else
            run(timeline);
}

/* The looks that are before the snapshot to go back to; its number from 1, 0: the base.
 */
static uint32_t place_to_go_back_to(const struct tcs_timeline *t, uint32_t *ret_snapshot)
{
    *ret_snapshot = snapshots_until(t, t->state->passed_from);
    return *ret_snapshot > 0 ? keep_before(t->keep, from(t, *ret_snapshot - 1)) : 0;
}

/* To the last snapshot before the first look that was passed over, and on by one look, so
 * that of those which a snapshot stands before one has always been run. */
static void go_back(struct tcs_timeline *t)
{
    struct tcs_timeline_state *s = t->state;
    const uint32_t before = s->done - s->passed;

    uint32_t last;

    s->done = place_to_go_back_to(t, &last);
    shelf_keep_first(&t->snapshots, last);
    tcs_tracker_load(t->present, last > 0 ? snapshot(t, last - 1) : t->base);
    s->counts.rewinds++;
    s->counts.repeated += before - s->done;
    s->changed_since = 0; /* any row may be another now */
    s->passed = 0;
    s->fresh = 0;
    keep_pass_over_none(t->keep, s->done);
    run(t);
}

static bool is_waiting(const struct tcs_timeline *t, struct tcs_time now)
{
    const struct tcs_time end = tcs_time_add(now, (struct tcs_span) { TCS_AHEAD_NS });

    return t->state->done < t->keep->count &&
           tcs_time_compare(keep_valid_at(t->keep, t->state->done), end) <= 0;
}

/* How many there are that have come to their time and wait. */
static uint32_t waiting(const struct tcs_timeline *t, struct tcs_time now)
{
    const struct tcs_time end = tcs_time_add(now, (struct tcs_span) { TCS_AHEAD_NS + 1 });
    const uint32_t ready = keep_before(t->keep, end);

    return ready > t->state->done ? ready - t->state->done : 0;
}

static int64_t cost_ns(const struct tcs_timeline *t, uint32_t place)
{
    return keep_is_claim(t->keep, place) ? TCS_CLAIM_NS : TCS_LOOK_NS;
}

/* All that comes before the snapshot is final. */
static void make_final(struct tcs_timeline *t, const struct tcs_tracker *saved,
                       struct tcs_time begins)
{
    const uint32_t count = keep_before(t->keep, begins);
    const size_t before = tcs_tracker_saved_size(t->base);
    const size_t size = tcs_tracker_saved_size(saved);

    assert(count <= t->state->done);
    memcpy(t->base, saved, size);
    if (before > size) /* what lies behind is part of the state too */
        memset((uint8_t *)t->base + size, 0, before - size);
    keep_drop(t->keep, count);
    t->state->done -= count;
    t->state->base_from = begins;
}

/* Snapshots that nothing can go back to any more are of no use; the last of them becomes
 * the base, but only once in a window, since that takes a copy. */
static void let_go(struct tcs_timeline *t, struct tcs_time now)
{
    struct tcs_timeline_state *s = t->state;
    struct tcs_time until =
        step_of(t, tcs_time_add(now, (struct tcs_span) { -t->config->window_ns }));

    if (s->done < t->keep->count)
        until = earlier(until, keep_valid_at(t->keep, s->done));
    if (s->passed > 0)
        until = earlier(until, s->passed_from);
    const uint32_t useless = snapshots_until(t, until);

    if (useless == 0 ||
        tcs_time_since(from(t, useless - 1), s->base_from).ns < t->config->window_ns)
        return;
    make_final(t, snapshot(t, useless - 1), from(t, useless - 1));
    forget_first(t, useless);
}

void tcs_timeline_catch_up(struct tcs_timeline *timeline, struct tcs_time now)
{
    let_go(timeline, now);
    while (is_waiting(timeline, now))
        run(timeline);
    timeline->state->share = 0.0;
}

bool tcs_timeline_has_passed_over(const struct tcs_timeline *timeline)
{
    return timeline->state->passed > 0;
}

void tcs_timeline_go_back(struct tcs_timeline *timeline)
{
    enum { few = 64 };
    const struct tcs_timeline_state *s = timeline->state;
    uint32_t snapshot;

    if (s->passed == 0)
        return;
    const uint32_t again = s->done - s->passed - place_to_go_back_to(timeline, &snapshot);

    if (again <= few || 2 * s->fresh >= again)
        go_back(timeline);
}

/* How many of those that wait have to have been run by now. */
static double share_of(const struct tcs_timeline *t, double count, int64_t gone_ns,
                       int64_t left_ns)
{
    double share = count;

    if (left_ns > gone_ns)
        share = t->state->share +
                (gone_ns > 0 ? count * (double)gone_ns / (double)left_ns : 0.0);
    return share < count ? share : count;
}

int64_t tcs_timeline_work(struct tcs_timeline *timeline, struct tcs_time since,
                          struct tcs_time now, struct tcs_time due, int64_t room_ns)
{
    struct tcs_timeline_state *s = timeline->state;

    s->share = share_of(timeline, waiting(timeline, now), tcs_time_since(now, since).ns,
                        tcs_time_since(due, since).ns);
    while (s->share > 0.0 && is_waiting(timeline, now)) {
        const int64_t left_ns = room_ns - cost_ns(timeline, s->done);

        if (left_ns < 0)
            break;
        room_ns = left_ns;
        run(timeline);
        s->share -= 1.0;
    }
    return room_ns;
}

bool tcs_timeline_has_waiting(const struct tcs_timeline *timeline, struct tcs_time now)
{
    return is_waiting(timeline, now);
}

bool tcs_timeline_is_behind(const struct tcs_timeline *timeline, struct tcs_time now)
{
    const uint32_t end = timeline->state->done + waiting(timeline, now);
    int64_t sum_ns = 0;

    for (uint32_t i = timeline->state->done; i < end && sum_ns <= TCS_LOOK_NS; i++)
        sum_ns += cost_ns(timeline, i);
    return sum_ns > TCS_LOOK_NS;
}

void tcs_timeline_settle(struct tcs_timeline *timeline, struct tcs_time now)
{
    if (timeline->state->passed > 0)
        go_back(timeline);
    tcs_timeline_catch_up(timeline, now);
}

/* --- what comes in --- */

/* The timeline is settled. The older half of what is kept becomes final, or all of it
 * when no snapshot lies in between; but not what waits for its time. */
static void cut_short(struct tcs_timeline *t, struct tcs_time now)
{
    struct tcs_timeline_state *s = t->state;

    struct tcs_time middle = keep_valid_at(t->keep, s->done / 2);
    const struct tcs_time window =
        tcs_time_add(now, (struct tcs_span) { -t->config->window_ns });

    if (tcs_time_compare(middle, window) < 0)
        middle = window;
    const uint32_t older = snapshots_until(t, middle);

    s->counts.cut++;
    if (older > 0) {
        make_final(t, snapshot(t, older - 1), from(t, older - 1));
        forget_first(t, older);
    } else {
        const struct tcs_time last = keep_valid_at(t->keep, s->done - 1);

        shelf_keep_first(&t->snapshots, 0);
        struct tcs_tracker *saved =
            shelf_room(&t->snapshots, tcs_tracker_save_most(t->present));

        tcs_tracker_save(saved, t->present);
        make_final(t, saved, tcs_time_add(last, (struct tcs_span) { 1 }));
    }
}

/* A look has been put before others that have been run. */
static void pass_over(struct tcs_timeline *t, uint32_t place)
{
    struct tcs_timeline_state *s = t->state;
    const struct tcs_time valid_at = keep_valid_at(t->keep, place);

    keep_pass_over(t->keep, place);
    s->passed_from = s->passed == 0 ? valid_at : earlier(valid_at, s->passed_from);
    s->done++;
    s->passed++;
}

enum tcs_lateness tcs_timeline_take(struct tcs_timeline *timeline,
                                    const struct tcs_look *look, struct tcs_time now)
{
    struct tcs_timeline_state *s = timeline->state;
    const int64_t late_ns = tcs_time_since(now, look->valid_at).ns;
    const int64_t window_ns = timeline->config->window_ns;

    if (!keep_has_room(timeline->keep, look->count))
        tcs_timeline_settle(timeline, now);
    while (!keep_has_room(timeline->keep, look->count) && s->done > 0)
        cut_short(timeline, now);
    if (late_ns > window_ns || tcs_time_compare(look->valid_at, s->base_from) < 0) {
        s->counts.too_late++;
        return TCS_LOOK_TOO_LATE;
    }
    if (late_ns < -window_ns || !keep_has_room(timeline->keep, look->count)) {
        s->counts.ahead++;
        return TCS_LOOK_AHEAD;
    }
    const uint32_t place = keep_insert(timeline->keep, look);

    s->fresh++;

    if (place < s->done)
        pass_over(timeline, place);
    if (tcs_time_compare(look->valid_at, s->held_until) >= 0)
        return TCS_LOOK_IN_ORDER;
    s->counts.late++;
    return TCS_LOOK_LATE;
}

/* --- what can be asked --- */

const struct tcs_tracker *tcs_timeline_present(const struct tcs_timeline *timeline)
{
    return timeline->present;
}

struct tcs_timeline_counts tcs_timeline_counts(const struct tcs_timeline *timeline)
{
    return timeline->state->counts;
}

struct tcs_digest tcs_timeline_digest_changes(struct tcs_timeline *timeline,
                                              struct tcs_digest digest)
{
    struct tcs_timeline_state *s = timeline->state;
    const uint64_t looks = tcs_tracker_counts(timeline->present).looks;

    if (looks > s->changed_since)
        digest = tcs_tracker_digest(timeline->present, s->changed_since, digest);
    s->changed_since = looks;
    return digest;
}

struct tcs_digest tcs_timeline_digest_progress(const struct tcs_timeline *timeline,
                                               struct tcs_digest digest)
{
    return tcs_digest_chain(digest, timeline->state, sizeof *timeline->state);
}

struct tcs_digest tcs_timeline_digest(const struct tcs_timeline *timeline,
                                      struct tcs_digest digest)
{
    digest = tcs_digest_chain(digest, timeline->state, sizeof *timeline->state);
    digest = keep_digest(timeline->keep, digest);
    digest =
        tcs_digest_chain(digest, timeline->base, tcs_tracker_saved_size(timeline->base));
    return tcs_digest_chain(digest, timeline->present,
                            tcs_tracker_used(timeline->present));
}
