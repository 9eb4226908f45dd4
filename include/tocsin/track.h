/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_TRACK_H
#define TOCSIN_TRACK_H

/**
 * @file
 * The multi-target tracker: looks in, tracks out. No site file is needed.
 *
 * A track-oriented Poisson multi-Bernoulli filter with several motions a track; the
 * mathematics and what it measures up to are in docs/tracker.md. It is the very code that
 * the tocsin program runs. The same looks give the same bits on every machine, in
 * whatever order the observations of one look come.
 *
 * @code
 * struct tocsin_sensor radar = { .told = TOCSIN_TOLD_PD, .pd = 0.9, .period_s = 1.0 };
 * struct tocsin_tracker_options options = { .sensors = &radar, .sensor_count = 1 };
 * struct tocsin_tracker *tracker;
 *
 * if (tocsin_tracker_open(&options, start_ns, &tracker) != TOCSIN_OK) ...
 * while (...) {
 *     tocsin_tracker_look(tracker, &look);
 *     n = tocsin_tracker_tracks(tracker, look.valid_ns, tracks, 100);
 * }
 * tocsin_tracker_close(tracker);
 * @endcode
 */

#include <stddef.h>
#include <stdint.h>

#include <tocsin/observation.h>
#include <tocsin/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is known of a track. */
enum tocsin_track_state {
    TOCSIN_TRACK_TENTATIVE = 0, /**< May be there: for a lighter layer. */
    TOCSIN_TRACK_CONFIRMED = 1, /**< Is there; keeps its label until it ends. */
    TOCSIN_TRACK_COASTING = 2   /**< Was confirmed, and not seen for longer than usual. */
};

/** What an object may be: index of tocsin_track::class_p. */
enum tocsin_class {
    TOCSIN_CLASS_BIRD = 0,       /**< A bird. */
    TOCSIN_CLASS_MULTIROTOR = 1, /**< A drone that can hover. */
    TOCSIN_CLASS_FIXED_WING = 2, /**< A drone that cannot. */
    TOCSIN_CLASS_CREWED = 3,     /**< An aircraft with people in it. */
    TOCSIN_CLASS_OTHER = 4       /**< Something else. */
};
/** Number of classes. */
#define TOCSIN_CLASSES 5

/** An object at one moment: state x = [ e n u ve vn vu ] and its covariance. */
struct tocsin_track {
    uint64_t id;                    /**< Label: never used again by this tracker. */
    uint32_t state;                 /**< enum tocsin_track_state. */
    uint32_t kinds_seen;            /**< Bit 1 << kind: sensors that have contributed. */
    double existence;               /**< Probability that it is there, 0..1. */
    double position_m[3];           /**< East, north, up. */
    double velocity_mps[3];         /**< East, north, up. */
    double covariance[6][6];        /**< Of the six: m^2, m^2/s, m^2/s^2. */
    int64_t at_ns;                  /**< The moment that was asked for. */
    int64_t first_ns;               /**< Its first observation. */
    int64_t seen_ns;                /**< Its last observation. */
    int64_t confirmed_ns;           /**< 0: not yet. */
    double first_m[3];              /**< Where it was seen first. */
    double class_p[TOCSIN_CLASSES]; /**< Probability of each class; sums to 1. */
    double rcs_dbsm;                /**< Mean cross-section, when rcs_count is above 0. */
    uint32_t rcs_count;             /**< Observations with a cross-section. */
    uint32_t hits[TOCSIN_SENSOR_KINDS]; /**< Observations of each kind of sensor. */
    uint64_t claim_id;                  /**< Of the claim that goes with it; 0: none. */
    double witnessed_s;  /**< Span over which others than receivers saw it. */
    double straightness; /**< Net way over way flown, 0..1. */
    double reserved2[8]; /**< 0. */
};

/** Number of courses in a prediction, at most. */
#define TOCSIN_COURSES_MAX 3

/** One way in which an object may go on. */
struct tocsin_course {
    double weight;           /**< Probability; those of a prediction sum to 1. */
    double position_m[3];    /**< East, north, up: the mean. */
    double velocity_mps[3];  /**< East, north, up: the mean. */
    double covariance[6][6]; /**< Of the six: m^2, m^2/s, m^2/s^2. */
    double reserved[4];      /**< 0. */
};

/** Where an object will be, as long as it exists: a mixture of normal distributions. */
struct tocsin_prediction {
    int64_t at_ns;         /**< The moment that was asked for. */
    uint32_t course_count; /**< 1..#TOCSIN_COURSES_MAX. */
    uint32_t reserved;     /**< 0. */
    struct tocsin_course course[TOCSIN_COURSES_MAX]; /**< The likeliest first. */
};

/** What a tracker is made for. */
struct tocsin_tracker_options {
    const struct tocsin_sensor *sensors; /**< Copied. */
    uint32_t sensor_count;               /**< 1..TOCSIN_SENSORS_MAX. */
    uint32_t track_max;       /**< Candidates included, at most 1 << 20; 0: 4096. */
    uint32_t observation_max; /**< In one look; 0: #TOCSIN_OBSERVATIONS_MAX. */
    uint32_t reserved;        /**< 0. */
    double accel_sigma;       /**< How lively objects fly: root of the spectral density of
                                   acceleration, m/s^2/sqrt(Hz); 0: 1. */
    double speed_sigma_mps;   /**< Of a new object, each component; 0: 15. */
    double survival_per_s;    /**< Probability to be there a second later; 0: 0.99. */
    double birth_per_s;       /**< New objects in a sensor's coverage, where learning
                                   begins; 0: 0.05. */
    double birth_at_start;    /**< Objects that are there already; 0: 3. */
    double confirm_existence; /**< Confirmed from here on; 0: 0.9. */
    double late_window_s;     /**< How late a look may come; 0: 2; at most 60. */
    double reserved2[7];      /**< 0. */
};

/** What a tracker has dealt with since it was opened. */
struct tocsin_tracker_counts {
    uint64_t looks;         /**< Looks taken. */
    uint64_t observations;  /**< Observations in them. */
    uint64_t started;       /**< Candidates that were started. */
    uint64_t confirmed;     /**< Tracks that were confirmed. */
    uint64_t ended;         /**< Confirmed tracks that ended. */
    uint64_t refused_full;  /**< Candidates for which there was no room. */
    uint64_t refused_pairs; /**< Pairs of track and observation, likewise. */
    uint64_t late;          /**< Looks that were put in their place. */
    uint64_t too_late;      /**< Looks that came after the window. */
    uint64_t ahead;         /**< Looks that came from too far in the future. */
    uint64_t reserved[6];   /**< 0. */
};

/** A tracker. */
struct tocsin_tracker;

/**
 * Makes a tracker with an empty picture.
 *
 * Memory: about 2 KiB for each of track_max and 25 KiB for each sensor, and the same for
 * each tenth of a second of late_window_s; only what is used is touched.
 *
 * @param options     what it is made for
 * @param start_ns    its present, above 0: nothing older is expected
 * @param ret_tracker the tracker, for tocsin_tracker_close()
 * @return #TOCSIN_OK, #TOCSIN_E_ARGUMENT, #TOCSIN_E_MEMORY
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_tracker_open(const struct tocsin_tracker_options *options, int64_t start_ns,
                    struct tocsin_tracker **ret_tracker);

/** Frees a tracker; NULL is allowed. */
TOCSIN_API void tocsin_tracker_close(struct tocsin_tracker *tracker);

/**
 * Takes one look, in the order of seen_ns. One that is valid before others that were
 * taken already is put in its place: the tracker goes back and runs forward again, and
 * its state is then that of the ordered stream, bit for bit.
 *
 * @return #TOCSIN_OK; #TOCSIN_E_REFUSED: not used, as it is older than late_window_s or
 *         comes from more than that ahead (counted); #TOCSIN_E_ARGUMENT: unknown sensor,
 *         too many observations, a kind that is not known, a number that is not finite, a
 *         sigma that is not above 0, or a claim without claim_id. Then nothing has
 * changed.
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_tracker_look(struct tocsin_tracker *tracker, const struct tocsin_look *look);

/**
 * The tracks at a moment, in order of id: with the present, the picture; with a moment to
 * come, where each will be if it flies on as it does, with what that is worth.
 *
 * What has been silent for too long by then is left out.
 *
 * @param at_ns      the moment; what lies before a track's own last look counts as that
 * @param ret_tracks room for capacity tracks
 * @return how many were written
 */
TOCSIN_API size_t tocsin_tracker_tracks(const struct tocsin_tracker *tracker,
                                        int64_t at_ns, struct tocsin_track *ret_tracks,
                                        size_t capacity);

/**
 * Where a track will be: flying on, turning or hovering, each with its probability. Far
 * ahead that is more honest than the one distribution that tocsin_tracker_tracks() gives
 * for a moment to come; docs/tracker.md has how often the truth lay in it.
 *
 * @param id             of a track of tocsin_tracker_tracks()
 * @param at_ns          the moment; what lies before the track's last look counts as that
 * @param ret_prediction the outcome
 * @return #TOCSIN_OK; #TOCSIN_E_NOT_FOUND: there is no such track
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_tracker_ahead(const struct tocsin_tracker *tracker, uint64_t id, int64_t at_ns,
                     struct tocsin_prediction *ret_prediction);

/** What it has dealt with. */
TOCSIN_API void tocsin_tracker_count(const struct tocsin_tracker *tracker,
                                     struct tocsin_tracker_counts *ret_counts);

/** A fingerprint of the whole state: equal for equal looks, on every machine. */
TOCSIN_API void tocsin_tracker_digest(const struct tocsin_tracker *tracker,
                                      uint8_t ret_digest[16]);

/** "tentative", "confirmed", "coasting"; "unknown" for another number. */
TOCSIN_API const char *tocsin_track_state_name(uint32_t state);
/** "bird", "multirotor", ...; "unknown" for another number. */
TOCSIN_API const char *tocsin_class_name(uint32_t a_class);

#ifdef __cplusplus
}
#endif

#endif
