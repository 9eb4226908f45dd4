/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_TIMELINE_H
#define TCS_TRACK_TIMELINE_H

/*
 * timeline.h -- the tracker, for looks that come late and out of order.
 *
 * The looks of a window of time are kept, ordered by valid time, sensor and content. A
 * look that belongs before others that have been run is put in its place and passed over,
 * until the tracker goes back to the last snapshot before it and runs forward again. So
 * once all looks are there and have been run, the tracker's state is that of the ordered
 * stream, octet for octet, whatever the order in which they came.
 *
 *     base ----snapshot----snapshot----snapshot----> present      waiting
 *      |  looks that are kept, in order ...       |
 *      older than the window: final
 *
 * How much is run when is the caller's choice: all at once (settle), or, where nobody may
 * be kept waiting, in shares as time passes (work), with what is left when it is needed
 * (catch up), and going back after that, so that there is time to run forward again.
 *
 * Time is that of arrival, handed in. A look valid more than the window before it is
 * counted and not used. One valid more than TCS_AHEAD_NS after it waits until then, and
 * one more than the window after it is not used either. When there is no room for a look,
 * the window is cut short: the oldest half of what is kept becomes final, and is counted.
 *
 * The lasting state (base and looks) is one block without pointers: copied, kept and
 * bound again, it goes on with the same bits. Present and snapshots are made from it
 * anew.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/time.h"
#include "observe/look.h"
#include "track/shelf.h"
#include "track/tracker.h"

#define TCS_AHEAD_NS (TCS_NS_PER_S / 2)

/* About twice what it takes with some hundred tracks: a claim asks for one of them, other
 * looks for all that are in sight. */
#define TCS_LOOK_NS (TCS_NS_PER_S / 2000)
#define TCS_CLAIM_NS (TCS_LOOK_NS / 32)

struct tcs_timeline_config {
    int64_t window_ns;
    int64_t snapshot_ns;      /* of valid time, between snapshots; at most the window */
    uint32_t look_max;        /* kept at once: those of two windows and more */
    uint32_t observation_max; /* likewise, in all looks; at least the tracker's in one */
};
/* 2 s, 0.1 s, 16384, 32768: some 3,000 looks a second */
struct tcs_timeline_config tcs_timeline_defaults(void);

/* What became of a look. */
enum tcs_lateness {
    TCS_LOOK_IN_ORDER,
    TCS_LOOK_LATE,     /* used, in its place among what had been done already */
    TCS_LOOK_TOO_LATE, /* not used */
    TCS_LOOK_AHEAD,    /* not used */
};

struct tcs_timeline_counts {
    uint64_t late;
    uint64_t too_late;
    uint64_t ahead;
    uint64_t rewinds;
    uint64_t repeated; /* looks that had been run when it was gone back before them */
    uint64_t cut;      /* times that the window was cut short for want of room */
};

/* Where everything lies; made by tcs_timeline_bind. */
struct tcs_timeline {
    const struct tcs_timeline_config *config;
    const struct tcs_tracker_config *tracker;
    struct tcs_timeline_state *state;
    struct keep *keep;
    struct tcs_tracker *base;
    struct tcs_tracker *present;
    void *tracker_scratch;
    struct tcs_observation *observations;
    struct shelf snapshots;         /* in order of time... */
    struct tcs_time *snapshot_from; /* ...and since when each holds */
};

/* Octets of the lasting state and of scratch; both aligned to 64. */
size_t tcs_timeline_state_size(const struct tcs_timeline_config *config,
                               const struct tcs_tracker_config *tracker);
size_t tcs_timeline_scratch_size(const struct tcs_timeline_config *config,
                                 const struct tcs_tracker_config *tracker);

/* So many octets from the beginning of scratch are in use as soon as a window has been
 * filled; the rest only while there are many tracks. */
size_t tcs_timeline_scratch_soon(const struct tcs_timeline_config *config,
                                 const struct tcs_tracker_config *tracker);

/* Divides the caller's memory; configurations and memory must outlive the timeline. Then
 * one of the two below. */
void tcs_timeline_bind(struct tcs_timeline *ret_timeline,
                       const struct tcs_timeline_config *config,
                       const struct tcs_tracker_config *tracker, void *state,
                       void *scratch);
void tcs_timeline_start(struct tcs_timeline *timeline, struct tcs_time start);
/* The state was copied from one that was bound under the same configurations. */
void tcs_timeline_resume(struct tcs_timeline *timeline);

/* Keeps a look that came in at `now`, which never goes back. The tracker takes it in one
 * of the calls below. */
enum tcs_lateness tcs_timeline_take(struct tcs_timeline *timeline,
                                    const struct tcs_look *look, struct tcs_time now);

/* Brings the present up to all that has come in until now. */
void tcs_timeline_settle(struct tcs_timeline *timeline, struct tcs_time now);

/* Runs of what waits the share that the time from `since` to `now` has in that from
 * `since` to `due`: of a few the next one; but no more than there is room for, which is
 * counted as the time that a look may take: TCS_LOOK_NS, or TCS_CLAIM_NS when it is one
 * claim. The rest is run in the calls after this. Returns what room is left. */
int64_t tcs_timeline_work(struct tcs_timeline *timeline, struct tcs_time since,
                          struct tcs_time now, struct tcs_time due, int64_t room_ns);
bool tcs_timeline_has_waiting(const struct tcs_timeline *timeline, struct tcs_time now);
/* More waits than a look. */
bool tcs_timeline_is_behind(const struct tcs_timeline *timeline, struct tcs_time now);
/* Runs all that waits; what was passed over stays so. */
void tcs_timeline_catch_up(struct tcs_timeline *timeline, struct tcs_time now);
/* To before what was passed over, if anything was: from there on all of it waits. But not
 * before half as many looks have come since it was last done as would be run again, so
 * that a sensor which is always late does not make all run three times as often as they
 * come; up to 64 are few. So what was passed over waits for half of the window at most.
 */
void tcs_timeline_go_back(struct tcs_timeline *timeline);
bool tcs_timeline_has_passed_over(const struct tcs_timeline *timeline);

/* What the looks that have been run tell. */
const struct tcs_tracker *tcs_timeline_present(const struct tcs_timeline *timeline);
struct tcs_timeline_counts tcs_timeline_counts(const struct tcs_timeline *timeline);

/* Chains what has changed in the tracks since the last call. */
struct tcs_digest tcs_timeline_digest_changes(struct tcs_timeline *timeline,
                                              struct tcs_digest digest);
/* Chains how far it is. */
struct tcs_digest tcs_timeline_digest_progress(const struct tcs_timeline *timeline,
                                               struct tcs_digest digest);
/* Chains all of it. */
struct tcs_digest tcs_timeline_digest(const struct tcs_timeline *timeline,
                                      struct tcs_digest digest);

#endif
