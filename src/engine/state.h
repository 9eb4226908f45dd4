/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENGINE_STATE_H
#define TCS_ENGINE_STATE_H

/*
 * state.h -- how the engine's block of memory is divided. Internal to the room.
 *
 *   head | feed rows | sensor counts | framing of each feed | of each sensor: what its
 *   adapter keeps | alarms | labels | timeline of the tracker
 *
 * Each part begins on a multiple of 64. The division follows from the configuration
 * alone, so that a block can be copied, kept and bound again under the same one.
 */

#include <stddef.h>
#include <stdint.h>

#include "decode/asterix/asterix.h"
#include "engine/engine.h"
#include "observe/neck.h"

/* What the engine does beside taking what comes in. */
enum stage {
    STAGE_LOOKS,   /* running looks */
    STAGE_VIEW,    /* making a picture, while no look is run */
    STAGE_DIGEST,  /* a picture was made: now for the digest of what led to it */
    STAGE_GO_BACK, /* then for what was late, before looks are run */
};

struct engine_head {
    uint64_t step;
    struct tcs_time now;
    struct tcs_time evaluate_at; /* the picture is made by the first step from then on */
    struct tcs_time digest_at;   /* likewise the digest of the whole state */
    struct tcs_digest digest;    /* of the last step */
    struct tcs_time picture_at;  /* the instant of the picture that is being made */
    uint64_t picture_looks;      /* that it rests on */
    int64_t room_ns; /* for what can wait, as time (make_room in evaluate.c) */
    uint32_t stage;  /* enum stage */
    uint32_t viewed; /* rows that are in the picture that is being made */
};
_Static_assert(sizeof(struct engine_head) == 80, "no padding in digested state");

struct feed_row {
    struct tcs_feed_counts counts;
    uint32_t framing; /* enum tcs_framing, as it holds now */
    uint32_t reserved;
};
_Static_assert(sizeof(struct feed_row) == 80, "no padding in digested state");

/* Where each part lies, octets from the beginning. */
struct layout {
    size_t feeds;
    size_t counts;
    size_t framings[TCS_FEED_MAX];
    size_t sensors[TCS_SENSOR_MAX];
    size_t sensor_sizes[TCS_SENSOR_MAX];
    size_t alarms;
    size_t labels;
    size_t timeline;
    size_t total;
};

/* Made anew by init: it follows from the configuration and carries nothing. */
struct scratch {
    struct layout layout;
    struct tcs_asterix_set asterix;          /* by which edition each category is read */
    uint16_t feed_of_sensor[TCS_SENSOR_MAX]; /* the first that names it; 0xffff: none */
    struct tcs_track_view *views;            /* of the latest picture... */
    size_t view_count;
    struct tcs_track_view *next_views; /* ...and of the one that is being made */
    size_t next_count;
    struct tcs_threat *threats;
    size_t threat_count;
    size_t threat_capacity;
    struct tcs_alarm_change *changes;
    size_t change_count;
    struct tcs_observation *observations;
    struct tcs_timeline timeline;
    struct tcs_time since; /* of the step that is taken: when the one before was */
    bool by_hand;          /* whether it is an action or a clock's */
    bool at_rest;          /* whether it is a tick that brings no time */
    /* Of the latest picture: the present may be gone back since. */
    struct tcs_tracker_counts tracker_counts;
    struct tcs_sensor_error errors[TCS_SENSOR_MAX];
};

/* Sums up the parts of the state, or of scratch, in order. */
struct layout engine_layout(const struct tcs_engine_config *config);

static inline struct engine_head *engine_head(const struct tcs_engine *engine)
{
    return (struct engine_head *)(void *)engine->state;
}

static inline struct scratch *engine_scratch(const struct tcs_engine *engine)
{
    return (struct scratch *)(void *)engine->scratch;
}

static inline void *engine_part(const struct tcs_engine *engine, size_t offset)
{
    return engine->state + offset;
}

#endif
