/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ALARM_ALARM_H
#define TCS_ALARM_ALARM_H

/*
 * alarm.h -- alarms: their life-cycle, the take-cover rule, one alarm for one attack.
 *
 * Life-cycle after ISA-18.2 / IEC 62682. One alarm exists for each (kind, subject) pair,
 * made at start from the configuration, so the number of alarms is bounded and stable:
 *
 * - take-cover, one a zone: people there must take cover now;
 * - approach, one a zone: something dangerous is coming, for the operator only;
 * - sensor-lost, one a sensor; clock-step, one.
 *
 *     NORMAL -> UNACK -> ACK -> NORMAL
 *                 |        ^
 *                 v        |
 *               RTN_UNACK -+      condition gone, nobody has acknowledged
 *
 * Take-cover latches: its condition gone, UNACK becomes LATCHED_UNACK and ACK becomes
 * LATCHED, and there it stays until a named human says all clear. Losing tracks never
 * ends it; there is no automatic all clear, and none is taken while there is a threat.
 * Nothing delays, shelves or suppresses take-cover; only a named human takes it out of
 * service, and when it is back it is as latched as it was.
 *
 * Conditions
 *
 * Take-cover: over the threats to the zone that have evidence and reach a third of the
 * threshold themselves, 1 - product(1 - exists x danger x enter) reaches
 * take_cover_probability and has not fallen below half of it for hold_s: one noisy
 * assessment does not ring. Approach: likewise with p_approach and approach_hold_s. The
 * condition is gone when the probability has been below half the threshold for quiet_s,
 * longer than a drone stays behind a building. Sensor lost: silent for longer than
 * sensor_lost_s, or its clock is wrong, so that it is no evidence; gone when neither has
 * been for sensor_back_s. Clock step: for clock_s.
 *
 * One alarm for one attack
 *
 * Tracks that come later join the occurrence: `tracks` and the numbers change,
 * `occurrence` does not. Whoever sounds a siren starts it when `occurrence` changes and
 * at no other time. A condition that comes back to a latched alarm within rearm_s goes on
 * with the same occurrence; after rearm_s without it, it is a new attack and rings anew.
 * All clear is refused until the conditions of take-cover and approach of the zone have
 * been gone for quiet_s and nothing reaches half of either threshold. So what rings after
 * it has risen again from below, and a third drone that still comes is never silenced: it
 * rings as ever. Only when the same tracks come back within rearm_s of the all clear must
 * they hold for hold_again_s.
 *
 * How often the operator is called
 *
 * Approach, sensor-lost and clock-step share a bucket of 9 calls that fills by one in 600
 * s, so there are never more than 10 in 10 minutes and no more than 6 an hour on average.
 * The last 4 are kept for approach. What finds no call left, is bundled with another (a
 * second zone approached while the operator has one approach or take-cover before him;
 * more than 3 sensors lost and not acknowledged), or is overtaken by the zone's own
 * take-cover, is SUPPRESSED: shown with its reason, not called, and raised as soon as
 * that reason ends while its threshold is reached. So a call is delayed at most, never
 * dropped. Take-cover takes from no bucket: it is one a zone and attack.
 *
 * Numbers. seconds_left, probability and tracks of an alarm whose condition is there are
 * brought up to date at most once a second, as a change with the same state, with who and
 * why as they were.
 *
 * Each change carries who, when and why. State lies in one block without pointers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "assess/assess.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/status.h"
#include "base/time.h"

enum tcs_alarm_kind {
    TCS_ALARM_TAKE_COVER,
    TCS_ALARM_APPROACH,
    TCS_ALARM_SENSOR_LOST,
    TCS_ALARM_CLOCK_STEP,
    TCS_ALARM_KIND_COUNT,
};

enum tcs_alarm_state {
    TCS_ALARM_NORMAL,
    TCS_ALARM_UNACK,
    TCS_ALARM_ACK,
    TCS_ALARM_RTN_UNACK,
    TCS_ALARM_LATCHED, /* condition gone, acknowledged, waiting for a human's all clear */
    TCS_ALARM_LATCHED_UNACK, /* condition gone, not yet acknowledged */
    TCS_ALARM_SHELVED,
    TCS_ALARM_SUPPRESSED,
    TCS_ALARM_OUT_OF_SERVICE,
    TCS_ALARM_STATE_COUNT,
};

const char *tcs_alarm_kind_name(enum tcs_alarm_kind kind);    /* "take-cover", ... */
const char *tcs_alarm_state_name(enum tcs_alarm_state state); /* "unacknowledged", ... */

enum {
    TCS_WHO_LEN = 32,
    TCS_WHY_LEN = 96,
    TCS_ALARM_TRACKS_MAX = 8,
    TCS_SHELVE_MAX_S = 3600
};

struct tcs_alarm {
    uint32_t id;      /* 1.. ; stable for one configuration; the take-covers of the zones
                         come first, in order */
    uint16_t kind;    /* enum tcs_alarm_kind */
    uint16_t subject; /* zone or sensor index */
    uint16_t state;   /* enum tcs_alarm_state */
    uint16_t evidence;
    uint32_t occurrence; /* how often it has been raised */
    struct tcs_time raised_at;
    struct tcs_time changed_at;
    struct tcs_time shelved_until;
    double seconds_left; /* to the earliest entry at changed_at; < 0: not known */
    double probability;  /* of sensor-lost and clock-step: 1 while the condition lasts */
    uint64_t tracks[TCS_ALARM_TRACKS_MAX]; /* of this occurrence, in order of joining */
    char who[TCS_WHO_LEN];                 /* of the last change; "tocsin" for itself */
    char why[TCS_WHY_LEN];
};

/* People are told to be under cover: a take-cover that is raised or latched. */
bool tcs_alarm_take_cover_on(const struct tcs_alarm *alarm);

enum tcs_action_kind {
    TCS_ACTION_ACK = 1,
    TCS_ACTION_SHELVE, /* for `seconds`, at most 3600; take-cover cannot be shelved */
    TCS_ACTION_UNSHELVE,
    TCS_ACTION_ALL_CLEAR, /* of a take-cover or approach: only by a named human */
    TCS_ACTION_OUT_OF_SERVICE,
    TCS_ACTION_IN_SERVICE,
    TCS_ACTION_CARRY, /* by the machine alone: a take-cover that was on in the run before,
                         under another configuration, is latched and not acknowledged */
    TCS_ACTION_KIND_END,
};

/* What an operator does. As octets (big endian): kind 1, alarm 4, seconds 4, who_len 1,
 * who, why_len 1, why. */
struct tcs_action {
    uint16_t kind;
    uint16_t reserved;
    uint32_t alarm;
    uint32_t seconds;
    uint32_t reserved2;
    char who[TCS_WHO_LEN]; /* required; "tocsin" is refused, but for CARRY */
    char why[TCS_WHY_LEN];
};
enum { TCS_ACTION_OCTETS_MAX = 11 + TCS_WHO_LEN + TCS_WHY_LEN };
void tcs_action_write(struct tcs_writer *w, const struct tcs_action *action);
/* TCS_E_SHORT; TCS_E_DAMAGED: unknown kind, text too long, not UTF-8 or with control
 * characters, or octets behind the end. */
TCS_NODISCARD
enum tcs_status tcs_action_read(struct tcs_bytes in, struct tcs_action *ret);

struct tcs_alarm_config {
    struct tcs_assess_config assess;
    uint32_t sensor_count;
    uint32_t reserved;
    double take_cover_probability;        /* 0.3 */
    double approach_probability;          /* 0.2 */
    double hold_s;                        /* of take-cover: 0.3 */
    double hold_again_s;                  /* of the tracks of the last all clear: 0.8 */
    double approach_hold_s;               /* 1 */
    double quiet_s;                       /* 15 */
    double rearm_s;                       /* 120 */
    double sensor_back_s;                 /* 10 */
    double clock_s;                       /* 60 */
    double sensor_lost_s[TCS_SENSOR_MAX]; /* silence after which a sensor counts as lost;
                                             0: its silence tells nothing (suppressed) */
};
struct tcs_alarm_config tcs_alarm_defaults(void);

/* What sensor_lost_s should be: five periods, at least 5 s; 0 for a sensor that reports
 * only when it hears something. */
double tcs_alarm_sensor_lost_s(const struct tcs_sensor *sensor);

struct tcs_alarms; /* in the caller's memory, 64-aligned */
size_t tcs_alarms_size(const struct tcs_alarm_config *config);
void tcs_alarms_init(struct tcs_alarms *alarms, const struct tcs_alarm_config *config);

/* One change of one alarm: the alarm as it is after, and the state that it had before. */
struct tcs_alarm_change {
    struct tcs_alarm alarm;
    uint16_t from;
    uint16_t reserved[3];
};
/* One call changes an alarm at most once. */
enum { TCS_ALARM_CHANGES_MAX = 2 * TCS_ZONE_MAX + TCS_SENSOR_MAX + 1 };

/* What is true now: threats as tcs_assess gives them, and how long each sensor has been
 * silent (s since it was last heard; < 0: never yet). */
struct tcs_alarm_input {
    const struct tcs_threat *threats;
    size_t threat_count;
    const double *silence_s; /* of each sensor */
    const bool *clock_wrong; /* likewise: its stamps cannot be used; NULL: none */
};

/* Time passes; now never goes back. Returns how many changes were written. */
size_t tcs_alarms_step(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                       struct tcs_time now, const struct tcs_alarm_input *input,
                       struct tcs_alarm_change *ret_changes);

/* The host's clock stepped by step_s. At most one change. */
size_t tcs_alarms_clock_step(struct tcs_alarms *alarms,
                             const struct tcs_alarm_config *config, struct tcs_time now,
                             double step_s, struct tcs_alarm_change *ret_changes);

/* TCS_E_NOT_FOUND: no such alarm. TCS_E_REFUSED: not allowed from its state, or nobody
 * named. Nothing has changed then. */
TCS_NODISCARD
enum tcs_status tcs_alarms_act(struct tcs_alarms *alarms,
                               const struct tcs_alarm_config *config, struct tcs_time now,
                               const struct tcs_action *action,
                               struct tcs_alarm_change *ret_change);

/* Why tcs_alarms_act would refuse, as a sentence without its full stop; NULL: it would
 * not. Static storage. */
const char *tcs_alarms_refusal(const struct tcs_alarms *alarms,
                               const struct tcs_action *action);

size_t tcs_alarms_count(const struct tcs_alarms *alarms);
const struct tcs_alarm *tcs_alarms_at(const struct tcs_alarms *alarms, size_t index);

struct tcs_digest tcs_alarms_digest(const struct tcs_alarms *alarms,
                                    struct tcs_digest digest);

#endif
