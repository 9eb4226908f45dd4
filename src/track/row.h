/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_ROW_H
#define TCS_TRACK_ROW_H

/*
 * row.h -- the tracker's memory: one row a Bernoulli, and what is kept of each sensor.
 * Internal to the room.
 *
 * The block is a header, then a clutter map a sensor, then two arrays of row numbers
 * (alive, in order of id; freed, a stack; zero behind their ends), then the rays, then
 * the registration of sensors, then the rows, 64-aligned. A row carries its own time: it
 * is predicted, and thereby changed, only by looks that could have seen it.
 *
 * The block is a function of the looks alone, octet for octet: free rows are zero, and
 * what follows from somebody asking is not in it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter/imm.h"
#include "track/bearing_ray.h"
#include "track/class.h"
#include "track/clutter.h"
#include "track/registration.h"
#include "track/tracker.h"

enum row_flag {
    ROW_CONFIRMED = 1u,  /* its label has been shown as confirmed: it keeps it */
    ROW_POSITIONED = 2u, /* its place is known: from more than bearings, or a crossing */
    ROW_BELIEVED = 4u,   /* has been more likely than not */
    ROW_FRESH = 8u,      /* first believed in this look */
    ROW_CROSSED = 16u,   /* began as a crossing of bearings */
    ROW_READ = 32u,      /* its class_state is not zero */
    ROW_AT_START = 64u, /* first seen in a sensor's first turn: it did not come up then */
};

/* What an observation was weighed by (rethink.c), in false reports a look. */
struct tcs_past {
    float
        ratio; /* all that was seen: density over that of clutter and births; 0: begun */
    float clutter;
    float birth;
    uint32_t place; /* in the clutter map */
};
enum { PAST_MAX = 3 };

/*
 * Most stages pass over all rows, of which there are more than fit into a cache: what
 * they look at stands in front, in a line of 64 octets each, and they ask for the rows
 * ahead (row_ask).
 */
struct tcs_row {
    /* What every stage asks. */
    uint64_t id; /* 0: free */
    uint32_t flags;
    uint32_t kinds_seen;
    uint64_t touched;   /* number of the look that changed it last */
    struct tcs_time at; /* of existence, visible and imm */
    double existence;
    struct tcs_time first_at;
    struct tcs_time seen_at;
    uint64_t claim_id;

    /* What becomes of a row in a look, with imm. */
    double drop;       /* it ends when its existence falls below this */
    double visible;    /* probability that, if it exists, it can be seen at all */
    double reappears;  /* if it is seen in this look: that it was hidden before */
    double reappeared; /* the most of that in looks in which it may have been seen */
    uint32_t hit_count;
    uint32_t rcs_count;
    struct tcs_time way_at; /* when the way flown was last added up */
    struct tcs_time witnessed_to;
    struct tcs_time claimed_at;
    struct tcs_imm imm;

    struct tcs_time confirmed_at;
    struct tcs_time witnessed_from; /* by non-cooperative sensors */
    uint32_t hits[TCS_SENSOR_KIND_COUNT];
    uint32_t claim_doubts; /* of the last claim: bits of enum tcs_doubt */
    double rcs_dbsm;
    double first_m[3];
    double way_from_m[3]; /* where it was then */
    double last_m[3];     /* where it was when it was last seen, and how fast */
    double last_mps[3];
    double last_speed_mps;
    double way_m;
    uint32_t lone_sensor;      /* the only one, plus 1, that had it of late; 0: several */
    uint32_t lone_hits;        /* so often... */
    struct tcs_time lone_from; /* ...since then */

    struct tcs_past past[PAST_MAX]; /* its first looks, by one sensor whose map is new */
    float past_most;                /* false reports that it could tell apart */
    uint16_t past_count;
    uint16_t past_sensor;

    /* Most rows are false and end before anything is known of their kind. */
    struct tcs_class_state class_state;
};
_Static_assert(sizeof(struct tcs_row) % 64 == 0, "rows begin with a line");
_Static_assert(offsetof(struct tcs_row, drop) == 64 &&
                   offsetof(struct tcs_row, imm) == 128,
               "what belongs together lies in one line");
_Static_assert(sizeof(struct tcs_row) <= 2048, "a track takes at most 2 KiB");

/* A row is zero from the end of its front (its Gaussians, of which most have one) to its
 * back, and behind that. */
#define ROW_BACK offsetof(struct tcs_row, confirmed_at)
static inline size_t row_back_len(const struct tcs_row *row)
{
    return ((row->flags & ROW_READ) != 0 ? sizeof *row
                                         : offsetof(struct tcs_row, class_state)) -
           ROW_BACK;
}
static inline size_t row_front_len(const struct tcs_row *row)
{
    return offsetof(struct tcs_row, imm.g) + row->imm.count * sizeof row->imm.g[0];
}

/* While at row list[at] of count, asks for the beginning of the one that comes a little
 * later, in lines. ROW_FETCH_YOUNG: with its first Gaussian. */
enum { ROW_FETCH_HEAD = 1, ROW_FETCH_YOUNG = 7 };
static inline void row_ask(const struct tcs_row *rows, const uint32_t *list, uint32_t at,
                           uint32_t count, int lines)
{
    enum { ahead = 8 };

    for (int i = 0; i < lines && at + ahead < count; i++)
        __builtin_prefetch((const uint8_t *)&rows[list[at + ahead]] + 64 * (size_t)i, 1);
}

/* What has been learnt of a sensor. */
struct tcs_sensor_state {
    double pd_hit; /* Beta: weight of detections and misses */
    double pd_miss;
    struct tcs_time looked_at; /* last look; births since then are unseen */
    struct tcs_time first_turn_until;
    uint64_t looks;
    uint64_t map_touched; /* number of the look that changed its clutter map last */
};

#define GAP_FADE_S 1000.0
/* Births are counted over the last seconds, and drawn to what was configured as if that
 * had been seen for the time of the prior. */
#define BIRTH_WINDOW_S 5.0
#define BIRTH_PRIOR_S 1.0
/* Likewise gaps, over seconds flown. */
#define PRIOR_FLOWN_S 20.0

struct tcs_tracker {
    struct tcs_time now;
    struct tcs_time start;
    uint64_t next_id;
    struct tcs_tracker_counts counts;
    /* Rates that are learnt; they fade, so that they follow the day. */
    double born;              /* objects that came up lately: sum of existence... */
    double watched_s;         /* ...in this time */
    double gaps;              /* times that a confirmed object came back after a gap... */
    double flown_s;           /* ...in this time, summed over objects */
    double ended;             /* confirmed objects that came to their end lately... */
    double lived_s;           /* ...in this time, summed over objects */
    struct tcs_time sweep_at; /* no row has come to its end before this time */
    uint32_t row_max;
    uint32_t alive_count;
    uint32_t free_count; /* rows that were in use and are no longer... */
    uint32_t row_fresh;  /* ...and where those begin that never were */
    uint32_t map_count;
    uint32_t ray_max;
    uint32_t registration_len; /* octets */
    uint32_t reserved;
    struct tcs_sensor_state sensors[TCS_SENSOR_MAX];
};
_Static_assert(sizeof(struct tcs_tracker) == 8 * (3 + 7 + 7 + 4 + TCS_SENSOR_MAX * 6),
               "no padding");

static inline size_t align64(size_t n)
{
    return (n + 63) & ~(size_t)63;
}

static inline size_t maps_offset(void)
{
    return align64(sizeof(struct tcs_tracker));
}

static inline size_t lists_offset(uint32_t map_count)
{
    return align64(maps_offset() + map_count * sizeof(struct clutter));
}

static inline size_t rays_offset(uint32_t map_count, uint32_t row_max)
{
    return align64(lists_offset(map_count) + 2 * sizeof(uint32_t) * (size_t)row_max);
}

static inline size_t registration_offset(uint32_t map_count, uint32_t row_max,
                                         uint32_t ray_max)
{
    return align64(rays_offset(map_count, row_max) +
                   (size_t)ray_max * sizeof(struct tcs_ray));
}

static inline size_t rows_offset(const struct tcs_tracker *t)
{
    return align64(registration_offset(t->map_count, t->row_max, t->ray_max) +
                   t->registration_len);
}

static inline struct registration *registration_of(struct tcs_tracker *t)
{
    return (struct registration *)(void *)((uint8_t *)t +
                                           registration_offset(t->map_count, t->row_max,
                                                               t->ray_max));
}

static inline const struct registration *
registration_of_const(const struct tcs_tracker *t)
{
    return (const struct registration *)(const void *)((const uint8_t *)t +
                                                       registration_offset(t->map_count,
                                                                           t->row_max,
                                                                           t->ray_max));
}

static inline uint32_t *alive_rows(struct tcs_tracker *t)
{
    return (uint32_t *)(void *)((uint8_t *)t + lists_offset(t->map_count));
}

static inline const uint32_t *alive_rows_const(const struct tcs_tracker *t)
{
    return (const uint32_t *)(const void *)((const uint8_t *)t +
                                            lists_offset(t->map_count));
}

static inline uint32_t *free_rows(struct tcs_tracker *t)
{
    return alive_rows(t) + t->row_max;
}

static inline const uint32_t *free_rows_const(const struct tcs_tracker *t)
{
    return alive_rows_const(t) + t->row_max;
}

static inline struct tcs_row *row_array(struct tcs_tracker *t)
{
    return (struct tcs_row *)(void *)((uint8_t *)t + rows_offset(t));
}

static inline const struct tcs_row *row_array_const(const struct tcs_tracker *t)
{
    return (const struct tcs_row *)(const void *)((const uint8_t *)t + rows_offset(t));
}

static inline struct tcs_ray *ray_array(struct tcs_tracker *t)
{
    return (struct tcs_ray *)(void *)((uint8_t *)t +
                                      rays_offset(t->map_count, t->row_max));
}

static inline const struct tcs_ray *ray_array_const(const struct tcs_tracker *t)
{
    return (const struct tcs_ray *)(const void *)((const uint8_t *)t +
                                                  rays_offset(t->map_count, t->row_max));
}

static inline const struct clutter *clutter_maps_const(const struct tcs_tracker *t)
{
    return (const struct clutter *)(const void *)((const uint8_t *)t + maps_offset());
}

static inline struct clutter *clutter_maps(struct tcs_tracker *t)
{
    return (struct clutter *)(void *)((uint8_t *)t + maps_offset());
}

/* The look that is being taken has changed the row. */
static inline void row_touch(const struct tcs_tracker *t, struct tcs_row *row)
{
    row->touched = t->counts.looks;
}

/* The row that tcs_row_new gives when it has given `ahead` others; row_max: none. */
static inline uint32_t row_to_come(const struct tcs_tracker *t, uint32_t ahead)
{
    if (ahead < t->free_count)
        return free_rows_const(t)[t->free_count - 1 - ahead];
    ahead += t->row_fresh - t->free_count;
    return ahead < t->row_max ? ahead : t->row_max;
}

/* Makes it zero. */
void row_clear(struct tcs_row *row);
/* NULL when the pool is empty. The row is zeroed, has its id, and stands at the end of
 * the alive ones: the order stays that of id. */
struct tcs_row *tcs_row_new(struct tcs_tracker *t);
/* What has not been seen for so long that it could be anywhere, ends. */
bool tcs_row_expired(const struct tcs_row *row, struct tcs_time now);
/* Frees what stands at existence 0 or has expired, and closes the gaps in the order; what
 * there is to free has come by sweep_at, or has been told by row_ends. */
void tcs_rows_sweep(struct tcs_tracker *t);
/* Existence became 0, or a name went that had kept the row for longer. */
static inline void row_ends(struct tcs_tracker *t)
{
    t->sweep_at = t->now;
}

/* Rate per second at which objects end, as told and learnt; what was learnt fades. */
double tcs_end_rate(const struct tcs_tracker *t, const struct tcs_tracker_config *config);
void tcs_ends_fade(struct tcs_tracker *t, double dt_s);

/* What time alone does to a row: survival, and visibility at the rate learnt so far. */
struct ageing {
    double end_per_s;
    double hide_per_s;
    double show_per_s;
};
struct ageing tcs_ageing(const struct tcs_tracker *t,
                         const struct tcs_tracker_config *config);
/* The same over one time step. */
struct ageing_step {
    double survive;
    double settle;
    double settled;
};
struct ageing_step tcs_ageing_step(const struct ageing *ageing, double dt_s);
void tcs_row_age(struct tcs_row *row, const struct ageing_step *step);

/* The motions that the configuration asks for. */
struct tcs_imm_model tcs_motion_model(const struct tcs_tracker_config *config);

#endif
