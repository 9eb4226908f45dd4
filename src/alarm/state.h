/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ALARM_STATE_H
#define TCS_ALARM_STATE_H

/*
 * state.h -- the block of state behind struct tcs_alarms, and what the files of this room
 * share. Nobody else includes it.
 *
 * A slot is an alarm and what its condition needs to be remembered. `present` is the
 * condition after hold and quiet times; life.c turns it into states.
 */

#include "alarm/alarm.h"

/* What is true of one zone now, for one of its two alarms. */
struct tcs_reading {
    double probability;
    double seconds_left;
    uint32_t evidence;
    uint32_t track_count;
    uint64_t tracks[TCS_ALARM_TRACKS_MAX]; /* the most probable first */
    double track_p[TCS_ALARM_TRACKS_MAX];
};

struct tcs_alarm_slot {
    struct tcs_alarm alarm;
    struct tcs_time above_at;   /* since when at or above the threshold, and not yet below
                                   half of it; 0: it is not */
    struct tcs_time below_at;   /* since when below half of it; 0: it is not */
    struct tcs_time gone_at;    /* when the condition was last there; 0: never */
    struct tcs_time cleared_at; /* last all clear */
    uint64_t cleared[TCS_ALARM_TRACKS_MAX]; /* its tracks */
    uint32_t present;
    uint32_t owed;     /* out of service, but there was an attack */
    uint32_t unjudged; /* a sensor whose silence tells nothing */
    uint32_t above;    /* the condition would begin now: more than not yet gone */
};

struct tcs_alarms {
    uint32_t count;
    uint32_t zone_count;
    uint32_t sensor_count;
    uint32_t started;
    struct tcs_time started_at; /* first step */
    struct tcs_time filled_at;  /* when the bucket of calls was last topped up */
    int64_t calls_ns;           /* what is in it */
    struct tcs_alarm_slot slots[];
};

_Static_assert(sizeof(struct tcs_alarm) == 248, "no padding in state");
_Static_assert(sizeof(struct tcs_alarm_slot) == 248 + 4 * 8 + 64 + 16, "no padding");
_Static_assert(sizeof(struct tcs_alarms) == 40, "no padding in state");

/* Indices: take-cover of each zone, approach of each zone, sensors, clock. */
static inline struct tcs_alarm_slot *tcs_slot_take_cover(struct tcs_alarms *alarms,
                                                         uint32_t zone)
{
    return &alarms->slots[zone];
}

static inline struct tcs_alarm_slot *tcs_slot_approach(struct tcs_alarms *alarms,
                                                       uint32_t zone)
{
    return &alarms->slots[alarms->zone_count + zone];
}

static inline struct tcs_alarm_slot *tcs_slot_sensor(struct tcs_alarms *alarms,
                                                     uint32_t sensor)
{
    return &alarms->slots[2 * alarms->zone_count + sensor];
}

static inline struct tcs_alarm_slot *tcs_slot_clock(struct tcs_alarms *alarms)
{
    return &alarms->slots[alarms->count - 1];
}

static inline bool tcs_never(struct tcs_time time)
{
    return time.tai_ns == 0;
}

/* condition.c: what the threats say of the zone of this alarm; they come in order of
 * zone. Then above_at, below_at, present and gone_at are brought up to date. */
void tcs_reading_of(const struct tcs_alarm_slot *slot,
                    const struct tcs_alarm_config *config,
                    const struct tcs_threat *threats, size_t threat_count,
                    struct tcs_reading *ret_reading);
void tcs_condition_zone(struct tcs_alarm_slot *slot,
                        const struct tcs_alarm_config *config, struct tcs_time now,
                        const struct tcs_reading *reading);
void tcs_condition_sensor(struct tcs_alarm_slot *slot,
                          const struct tcs_alarm_config *config, struct tcs_time now,
                          double silence_s, bool clock_wrong);
void tcs_condition_clock(struct tcs_alarm_slot *slot,
                         const struct tcs_alarm_config *config, struct tcs_time now);

/* life.c: the state that follows from the condition; `reading` is NULL for alarms that
 * have none. True: the state has changed. */
bool tcs_life_step(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                   const struct tcs_alarm_config *config, struct tcs_time now,
                   const struct tcs_reading *reading);
/* Copies the numbers of a reading; new tracks join. True: something is different. */
bool tcs_life_numbers(struct tcs_alarm_slot *slot, const struct tcs_reading *reading);
/* To the state that a shelved alarm, or one back in service, belongs in. */
void tcs_life_return(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                     struct tcs_time now);
/* Tops the bucket of calls up. */
void tcs_life_fill(struct tcs_alarms *alarms, struct tcs_time now);

/* why.c: reasons in words, and the machine as who. */
#define TCS_WHY_UNJUDGED "reports only what it hears: silence tells nothing"
void tcs_why_text(struct tcs_alarm *alarm, const char *text);
/* "track 12 and 2 more: 64 % within 23 s; two kinds of witness" */
void tcs_why_threat(struct tcs_alarm *alarm, uint32_t track_count, double within_s);
/* "<before><number><after>" */
void tcs_why_number(struct tcs_alarm *alarm, const char *before, int64_t number,
                    const char *after);

#endif
