/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ALARM_ALARM_H
#define TCS_ALARM_ALARM_H

/*
 * alarm.h -- alarms: their life-cycle, the take-cover rule, one alarm for one attack.
 *
 * Life-cycle after ISA-18.2 / IEC 62682. One alarm exists for each (kind, subject) pair,
 * made at start from the configuration, so the number of alarms is bounded and stable:
 *   take-cover  one a zone        approach  one a zone (something dangerous is coming,
 * not yet sensor-lost one a sensor                take-cover: for the operator only)
 *
 *   NORMAL -> UNACK -> ACK -> NORMAL
 *               |        ^
 *               v        |
 *             RTN_UNACK -+        condition gone, nobody has acknowledged
 *   take-cover latches: when its condition is gone it goes to LATCHED and stays until a
 * named human says all clear. Loss of a track never ends take-cover; there is no
 * automatic all clear.  SHELVED expires by itself; SUPPRESSED is by design;
 * OUT_OF_SERVICE by a human.
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
};

const char *tcs_alarm_kind_name(enum tcs_alarm_kind kind);    /* "take-cover", ... */
const char *tcs_alarm_state_name(enum tcs_alarm_state state); /* "unacknowledged", ... */

enum {
    TCS_WHO_LEN = 32,
    TCS_WHY_LEN = 96,
    TCS_ALARM_TRACKS_MAX = 8
};

struct tcs_alarm {
    uint32_t id;      /* 1.. ; stable for one configuration */
    uint16_t kind;    /* enum tcs_alarm_kind */
    uint16_t subject; /* zone or sensor index */
    uint16_t state;   /* enum tcs_alarm_state */
    uint16_t evidence;
    uint32_t occurrence; /* how often it has been raised */
    struct tcs_time raised_at;
    struct tcs_time changed_at;
    struct tcs_time shelved_until;
    double seconds_left; /* to the earliest entry at changed_at; < 0: not known */
    double probability;
    uint64_t tracks[TCS_ALARM_TRACKS_MAX]; /* that it rests on; 0: none */
    char who[TCS_WHO_LEN];                 /* of the last change; "tocsin" for itself */
    char why[TCS_WHY_LEN];
};

enum tcs_action_kind {
    TCS_ACTION_ACK = 1,
    TCS_ACTION_SHELVE, /* for `seconds`, at most 3600; take-cover cannot be shelved */
    TCS_ACTION_UNSHELVE,
    TCS_ACTION_ALL_CLEAR, /* of a take-cover or approach: only by a named human */
    TCS_ACTION_OUT_OF_SERVICE,
    TCS_ACTION_IN_SERVICE,
};

/* What an operator does. As octets (big endian): kind 1, alarm 4, seconds 4, who_len 1,
 * who, why_len 1, why. */
struct tcs_action {
    uint16_t kind;
    uint16_t reserved;
    uint32_t alarm;
    uint32_t seconds;
    uint32_t reserved2;
    char who[TCS_WHO_LEN]; /* required */
    char why[TCS_WHY_LEN];
};
void tcs_action_write(struct tcs_writer *w, const struct tcs_action *action);
TCS_NODISCARD
enum tcs_status tcs_action_read(struct tcs_bytes in, struct tcs_action *ret);

struct tcs_alarm_config {
    struct tcs_assess_config assess;
    uint32_t sensor_count;
    uint32_t reserved;
    double take_cover_probability;
    double approach_probability;
    double rearm_s; /* after all clear, the same tracks may not ring again within this */
    double
        sensor_lost_s[TCS_SENSOR_MAX]; /* silence after which a sensor counts as lost */
};
struct tcs_alarm_config tcs_alarm_defaults(void);

struct tcs_alarms; /* in the caller's memory, 64-aligned */
size_t tcs_alarms_size(const struct tcs_alarm_config *config);
void tcs_alarms_init(struct tcs_alarms *alarms, const struct tcs_alarm_config *config);

/* One change of one alarm: the alarm as it is after, and the state that it had before. */
struct tcs_alarm_change {
    struct tcs_alarm alarm;
    uint16_t from;
    uint16_t reserved[3];
};
enum {
    TCS_ALARM_CHANGES_MAX = 2 * TCS_ZONE_MAX + TCS_SENSOR_MAX + 1
};

/* Time passes: threats and sensor silence (s since each sensor was last heard; < 0: never
 * yet) are what is true now. Returns how many changes were written. */
size_t tcs_alarms_step(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                       struct tcs_time now, const struct tcs_threat *threats,
                       size_t threat_count, const double *silence_s,
                       struct tcs_alarm_change *ret_changes);

/* The host's clock stepped by step_s. */
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

size_t tcs_alarms_count(const struct tcs_alarms *alarms);
const struct tcs_alarm *tcs_alarms_at(const struct tcs_alarms *alarms, size_t index);

struct tcs_digest tcs_alarms_digest(const struct tcs_alarms *alarms,
                                    struct tcs_digest digest);

#endif
