/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_TRACKER_H
#define TCS_TRACK_TRACKER_H

/*
 * tracker.h -- the multi-target tracker: looks in, tracks out.
 *
 * A track-oriented Poisson multi-Bernoulli filter: each track is a Bernoulli with
 * existence probability, label and Gaussian state; what is there but not yet seen is a
 * Poisson intensity. A look: predict, gate with a spatial index, split into clusters,
 * marginal association probabilities (exact in small clusters, loopy belief propagation
 * in others), variational re-assignment against coalescence, update, prune. Mathematics
 * and sources: docs/tracker.md.
 *
 * All state lies in the caller's memory and holds no pointer: it can be copied, digested
 * and restored byte for byte. Same looks, same bits.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"
#include "base/time.h"
#include "observe/look.h"
#include "observe/sensor.h"
#include "track/class.h"
#include "track/track.h"

/* For the table of docs/tracker.md; in use it is 0. */
enum tcs_without {
    TCS_WITHOUT_SURVIVAL = 1u, /* the told rate at which objects end */
    TCS_WITHOUT_REASSIGN = 2u, /* no re-assignment */
    TCS_WITHOUT_EXACT = 4u,    /* loopy belief propagation in all clusters */
    TCS_WITHOUT_IMM = 8u,      /* one motion with the process noise that was told */
    TCS_WITHOUT_HIDDEN = 16u,  /* every object can always be seen */
    TCS_WITHOUT_RELINK = 32u,  /* what comes up is new */
    TCS_WITHOUT_MAP = 64u,     /* clutter that was not told is even */
    TCS_WITHOUT_JOINT = 128u,  /* re-assignment by marginals in all groups */
};

struct tcs_tracker_config {
    const struct tcs_sensor *sensors;
    uint32_t sensor_count;
    uint32_t track_max;       /* Bernoullis, tentative ones included */
    uint32_t observation_max; /* in one look */
    double accel_sigma; /* process noise: white acceleration, sqrt(q) m/s^2/sqrt(Hz) */
    double speed_sigma_mps; /* of a new object, a component */
    double survival_per_s;  /* probability that an object is still there a second later:
                               where the estimate starts that the tracker makes of it */
    double birth_per_s; /* at which new objects come up within a sensor's coverage: where
                           the estimate starts that the tracker makes of it */
    double birth_at_start; /* objects that are there already when the first look comes */
    double hide_per_s;     /* rate at which an object becomes invisible for a while... */
    double show_per_s;     /* ...and visible again */
    double confirm_existence;   /* reported as confirmed from here on */
    double drop_existence;      /* pruned below */
    struct tcs_class_told told; /* of cross-sections */
    uint32_t without; /* enum tcs_without: stages left out, to see what they buy */
    uint32_t reserved;
};

/* The one set of parameters; sensors, counts and a scenario's own motion are added to it.
 */
struct tcs_tracker_config tcs_tracker_defaults(void);

struct tcs_tracker; /* in the caller's memory */

/* Octets that state and scratch need; both aligned to 64. What scratch carries from one
 * look to the next is found again when it is not there. */
size_t tcs_tracker_state_size(const struct tcs_tracker_config *config);
size_t tcs_tracker_scratch_size(const struct tcs_tracker_config *config);

/* Zeroes the state and makes an empty picture at `start`. */
void tcs_tracker_init(struct tcs_tracker *state, const struct tcs_tracker_config *config,
                      struct tcs_time start);

/*
 * One look. Looks come in order of valid_at (timeline.h sees to that); time steps are
 * never negative.
 *
 * Returns TCS_OK; TCS_E_FULL when new tracks had to be refused (the rest was done, and
 * counted); TCS_E_ARGUMENT when the look names an unknown sensor (nothing changed).
 */
TCS_NODISCARD
enum tcs_status tcs_tracker_look(struct tcs_tracker *state,
                                 const struct tcs_tracker_config *config, void *scratch,
                                 const struct tcs_look *look);

/* The picture at `at`, in order of id: tentative, confirmed and coasting tracks predicted
 * to that moment. Time alone changes no state: what has been silent for too long by then
 * is left out. Returns how many were written (at most capacity). */
size_t tcs_tracker_view(const struct tcs_tracker *state,
                        const struct tcs_tracker_config *config, struct tcs_time at,
                        struct tcs_track_view *ret_views, size_t capacity);
/* The same of the rows from number `first` up to before number `end` alone, of all those
 * that there are; with room for each. */
uint32_t tcs_tracker_row_count(const struct tcs_tracker *state);
size_t tcs_tracker_view_rows(const struct tcs_tracker *state,
                             const struct tcs_tracker_config *config, struct tcs_time at,
                             uint32_t first, uint32_t end,
                             struct tcs_track_view *ret_views);

/*
 * Where a track will be at `at`: a mixture over the motions that it may be in by then
 * (filter/imm.h; count 1 for a young track). Given that it still exists. False, and
 * nothing set, when there is no such track. A time before the track's own is its own.
 */
struct tcs_imm;
bool tcs_tracker_ahead(const struct tcs_tracker *state,
                       const struct tcs_tracker_config *config, uint64_t id,
                       struct tcs_time at, struct tcs_imm *ret_ahead);

struct tcs_tracker_counts {
    uint64_t looks;
    uint64_t observations;
    uint64_t started;
    uint64_t confirmed;
    uint64_t ended;
    uint64_t refused_full;  /* new tracks for which there was no room */
    uint64_t refused_pairs; /* pairs of track and observation, likewise */
};
struct tcs_tracker_counts tcs_tracker_counts(const struct tcs_tracker *state);

/* Octets from the beginning that are in use; all behind them are zero. Equal looks in
 * equal order leave equal octets. */
size_t tcs_tracker_used(const struct tcs_tracker *state);
/*
 * A copy of what a state holds, close together and without what is zero in it: a third of
 * all that is used. Only the functions here can do anything with it, tcs_tracker_counts,
 * and memcpy of its size. The block has the state's size; what it held before does not
 * matter.
 */
void tcs_tracker_save(struct tcs_tracker *saved, const struct tcs_tracker *state);
/* At most so many octets of the block are written. */
size_t tcs_tracker_save_most(const struct tcs_tracker *state);
size_t tcs_tracker_saved_size(const struct tcs_tracker *saved);
/* Makes a state equal to the saved one, octet for octet. It has to be one already, of the
 * same configuration, or all zero. */
void tcs_tracker_load(struct tcs_tracker *state, const struct tcs_tracker *saved);

/*
 * How a sensor errs, as estimated from objects that others see too, and one sigma of what
 * is not known (of what is not estimated: what the configuration says). Observations are
 * corrected by what is applied before anything else is done with them: the same estimate,
 * but made to do no harm where a sensor is right (track/settle.c).
 */
struct tcs_sensor_error {
    double az_rad; /* reported minus true, after the told rotation */
    double az_sigma_rad;
    double az_applied_rad;
    double el_rad;
    double el_sigma_rad;
    double el_applied_rad;
    double clock_s; /* time stamp minus true time */
    double clock_sigma_s;
    double clock_applied_s;
    double east_m; /* true place minus told */
    double east_sigma_m;
    double east_applied_m;
    double north_m;
    double north_sigma_m;
    double north_applied_m;
    bool clock_wrong; /* and not yet put right: what the sensor sees is no evidence */
};
struct tcs_sensor_error tcs_tracker_sensor_error(const struct tcs_tracker *state,
                                                 const struct tcs_tracker_config *config,
                                                 uint32_t sensor);

/* Chains `digest` over what changed in the looks after the first `since` of
 * tcs_tracker_counts. */
struct tcs_digest tcs_tracker_digest(const struct tcs_tracker *state, uint64_t since,
                                     struct tcs_digest digest);

#endif
