/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_WORK_H
#define TCS_TRACK_WORK_H

/*
 * work.h -- what one look needs beside the state, and the stages that it goes through.
 * Internal to the room; nothing here outlives the look.
 *
 *   measure   observations as measurements, in canonical order (their own values decide,
 *             not the order in which they came)
 *   gate      which rows could be seen, and which pairs are worth weighing
 *   survive   how many of the known ones have ended
 *   cluster   pairs that hang together, and the marginals of each cluster
 *   update    rows by what they are likely to have caused
 *   birth     what nobody has caused
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter/bearing.h"
#include "filter/imm.h"
#include "filter/polar.h"
#include "filter/range.h"
#include "track/row.h"
#include "track/tracker.h"

/* What all rows ask that see it stands in front. */
struct meas {
    double clutter;    /* density of false reports here, per unit of the measurement */
    double birth;      /* density of new objects here, likewise */
    double q_none;     /* out: nobody's; clutter or new */
    double weak;       /* sum of what rows bid that hardly exist */
    double explained;  /* out: by well established rows */
    double level;      /* false reports in a look, if all of it were like here... */
    double level_most; /* ...and as many as could be told apart */
    uint32_t index;    /* in the look */
    uint32_t place;    /* in the clutter map */
    bool is_bearing;   /* no place: a direction, or... */
    bool is_range;     /* ...a distance */
    bool has_rate;
    double reach_m;   /* sqrt of the largest variance of a place */
    double toward[2]; /* of a direction: sine and cosine of its azimuth */
    double askew;     /* density if it is another object's, seen by a sensor that errs */
    union {
        struct {
            struct tcs_fix fix;    /* places: site ENU */
            struct tcs_range rate; /* Doppler that comes with a place */
        };
        struct tcs_bearing bearing; /* directions */
        struct tcs_range range;     /* distances */
    };
};

/* What gates look at, close together: where a measurement is... */
struct meas_place {
    double z[3];   /* east, north, and up where that is known */
    double lambda; /* density of clutter and of new objects */
};

/* ...and what puts measurements in order. */
struct meas_key {
    double east;
    uint32_t cell; /* of the index */
    uint32_t at;   /* which measurement */
};

/* A row that takes part in the look. */
struct cand {
    uint32_t row;
    uint32_t edge_first;
    uint32_t edge_count;
    uint32_t done;    /* by the re-assignment */
    double detect;    /* probability that it exists and is seen in this look */
    double pd;        /* given that it exists and is visible */
    double seen;      /* probability that it is seen, if it exists */
    double existed;   /* its existence before time passed... */
    double dt_s;      /* ...this much of it */
    double ratio_sum; /* sum over its observations of density / lambda */
    double psi_sum;
    uint32_t group; /* of the re-assignment */
    uint32_t tells; /* of how long objects last */
    double p_none;  /* out: it is not among the observations */
};

struct edge {
    uint32_t obs; /* canonical number */
    uint32_t reserved;
    double psi; /* density / lambda as gated; from work_survive on, times the odds */
    double p;   /* out */
};

/* What a row becomes beside its state: existence, and how likely it can be seen. */
struct work_posterior {
    double existence;
    double visible; /* times existence */
    double best_p;  /* the observation that is most likely its own; 0: none */
    uint32_t best_obs;
    uint32_t reserved;
};

/* A hypothesis with less probability is left out of a row's mixture. */
#define WORK_NEGLIGIBLE 1e-3

struct reassign;

struct work {
    const struct tcs_tracker_config *config;
    const struct tcs_look *look;
    const struct tcs_sensor *sensor;
    struct tcs_sensor corrected; /* what `sensor` points to */
    struct tcs_sector sector;    /* of the look's coverage... */
    struct tcs_sector field;     /* ...and of the sensor's */
    struct tcs_tracker *tracker;
    struct registration *registration;
    bool evidence;                /* what the sensor sees may warn people */
    double *settle;               /* scratch of the registration */
    struct clutter_tree *trees;   /* of all sensors; they outlast the look */
    struct clutter_tree *recent;  /* of what came recently to this one, if that counts */
    struct clutter_tree *clutter; /* of this one... */
    bool own_told; /* ...which knows this look's observations: none for itself */
    struct tcs_imm_model model;
    struct ageing ageing;

    struct meas *meas;
    uint32_t meas_count;
    bool bearings;             /* the look gives directions, no places */
    struct meas_place *places; /* of meas, in the same order */
    struct meas_key *keys;     /* scratch for sorting: twice as many */
    uint32_t *cell_first;      /* of the index: strips of north, cells along east */
    uint32_t strip_count, strip_cells;
    double strip_low, strip_width;
    double cell_low, cell_width;
    bool alike;     /* all are places with the same noise, without Doppler */
    double reach_m; /* largest of all */
    double late_s;  /* largest |dt_s| of all */

    struct cand *cands;
    uint32_t cand_count; /* rows */
    uint32_t ray_count;  /* rays, after them; .row is the number of the ray */
    struct edge *edges;
    uint32_t edge_count;
    uint32_t edge_max;

    /* clusters */
    uint32_t *strength; /* candidates that bid much, and from the back the others */
    uint32_t strength_max;
    uint32_t strong_count;
    uint32_t weak_first;
    uint32_t *parent;      /* of observations; then the number of their cluster */
    uint32_t *obs_local;   /* number within its cluster */
    uint32_t *cluster_obs; /* observations, cluster by cluster */
    uint32_t *cluster_obs_first;
    uint32_t *cluster_cand;
    uint32_t *cluster_cand_first;
    uint32_t cluster_count;
    uint32_t *local_first;
    uint32_t *local_obs;
    double *local_psi;
    double *local_p;
    double *local_none;
    double *local_q;
    void *marginals;
    struct reassign *reassign;

    struct tcs_imm_step step; /* of the last time step, kept while it stays the same */
    struct ageing_step age;
    int64_t step_ns;
    bool step_known;
};

enum { STRIPS_MAX = 512 };

uint32_t work_edge_max(const struct tcs_tracker_config *config);
size_t work_size(const struct tcs_tracker_config *config);
struct work work_make(const struct tcs_tracker_config *config, void *scratch);

/* New objects a second within the coverage, as learnt; the ground that it covers, m^2. */
double work_birth_rate(const struct work *w);
/* The sensor has not yet looked everywhere once. */
bool work_first_turn(const struct work *w);
double work_turns(const struct work *w); /* that its sensor has looked all about */
double work_ground_area(const struct work *w);
/* Clutter is taken from the map; and the look adds to it. */
/* False reports in one look, if all of it were like this place: by the map, and by what
 * came recently, each without so many of its own. */
double work_level(const struct work *w, uint32_t place, double own_usual,
                  double own_recent);
bool work_clutter_unknown(const struct work *w);
bool work_clutter_learnt(const struct work *w);
/* How likely something flies at this height over the site, relative to the usual one. */
double work_height_share(double height_m);
/* Claims are not among the measurements. */
void work_measure(struct work *w);
/* Puts them into an order of their own values, and makes the index. */
void work_index(struct work *w);
/* Of `cells` of equal width from `low` on, the one that a number is in, or the nearest.
 */
static inline uint32_t work_cell(double number, double low, double width, uint32_t cells)
{
    const double cell = (number - low) / width;

    if (!(cell > 0.0))
        return 0;
    return cell < cells - 1 ? (uint32_t)cell : cells - 1;
}
static inline uint32_t work_strip(const struct work *w, double north)
{
    return work_cell(north, w->strip_low, w->strip_width, w->strip_count);
}
static inline uint32_t work_strip_cell(const struct work *w, double east)
{
    return work_cell(east, w->cell_low, w->cell_width, w->strip_cells);
}
/* Whether the map of clutter of a sensor that was not told is new. As long as it is, what
 * a row was weighed by in a look (ratio: all its observations; 0: it begins) is kept, and
 * weighed again by what the map says now. */
bool work_clutter_new(const struct work *w);
void work_note(const struct work *w, struct tcs_row *row, const struct meas *m,
               double ratio);
void work_rethink(const struct work *w, struct tcs_row *row, double pd);
/* More births where confirmed rows came up. */
void work_launches(struct work *w);
void work_gate(struct work *w);
/* Takes existence to the time of the look, at the rate at which objects end; completes
 * what was gated. */
void work_survive(struct work *w);
void work_learn_survival(struct work *w);
/* Pd of a visible object at a place in this look; 0 outside what was looked at. */
double work_pd_at(const struct work *w, const double mean[3]);
/* The same for rays, in looks that give directions. */
void work_rays_gate(struct work *w);
/* Whether the row takes part in clusters (others hardly exist); and what it bids for an
 * observation, if nobody else does. */
bool work_is_strong(const struct cand *c);
double work_bid(const struct cand *c, const struct edge *edge);
void work_associate(struct work *w);
void work_reassign(struct work *w);
void work_update(struct work *w);
void work_birth(struct work *w);
/* Rays by what they are likely to have caused, new rays, and rows from rays that have
 * come down to one place. */
void work_rays_update(struct work *w);
void work_rays_birth(struct work *w);
/* What looks that give places say of rays. */
void work_rays_places(struct work *w);
bool work_ray_promote(struct work *w, struct tcs_ray *ray);
void work_claims(struct work *w);
void work_relink(struct work *w);
/* Lets sure tracks teach how the sensor is turned, displaced and late. */
void work_register(struct work *w);
/* One object under two labels: the older label stays, with the state of the row that was
 * seen last. Returns the row that stays. */
struct tcs_row *work_unite(struct tcs_row *stale, struct tcs_row *seen);
void work_tidy(struct work *w);

/* Union-find over observations; the root is the smallest number. */
uint32_t work_root(uint32_t *parent, uint32_t j);
void work_join(uint32_t *parent, uint32_t a, uint32_t b);
/* Of a direction, without angles: whether the state is so far beside it, six sigmas of
 * both and more, that no gate would let it in. */
bool work_sense_far(const struct tcs_gauss *g, const struct meas *m);
/* One motion: distance and density of a direction or a distance, and the state given it.
 * False: it cannot be. */
bool work_sense_innovate(const struct tcs_gauss *g, const struct meas *m,
                         struct tcs_innovation *ret_innovation);
bool work_sense_update(struct tcs_gauss *g, const struct meas *m);
/* Of what only azimuths see: where nothing tells the height, it stays that at which
 * things usually fly, and does not become anything as time goes by. */
void work_keep_low(struct tcs_imm *imm);
/* A place and the Doppler that came with it, taken one after the other: the state given
 * both, their joint distance and density. */
bool work_rated_update(struct tcs_gauss *g, const struct meas *m, double *ret_d2,
                       double *ret_density);
/*
 * Directions from one place do not tell how far away something is, unless it flies as the
 * motion model says; what flies as it likes is soon thought to be where it is not. After
 * a few seconds with one such sensor alone, its bearings move a row across the line of
 * sight only, and what is known along it fades (Schmidt's update: these parts of the
 * gain are zero).
 */
/* Seconds since the row was last seen, when that is so; else negative. */
double work_lone(const struct work *w, const struct tcs_row *row);
/* The row has had this observation. */
void work_lone_book(const struct work *w, struct tcs_row *row,
                    const struct tcs_observation *obs);
/* Takes back what an update by a bearing has done along the line of sight; the velocity
 * there dies away. */
void work_lone_keep(const struct tcs_gauss *prior, const struct tcs_bearing *b,
                    double since_s, struct tcs_gauss *g);
/* The state given that the measurement is its own; lone_s: what work_lone says. False: it
 * cannot be. */
bool work_condition(struct tcs_imm *imm, const struct meas *m, double lone_s);
/* How many paths a row may keep. */
uint32_t work_path_max(const struct tcs_row *row);
void work_settle_posterior(struct work *w, const struct cand *c,
                           const struct work_posterior *post);

const struct tcs_imm_step *work_step(struct work *w, int64_t dt_ns);
/* Brings a row forward to the time of the look. */
void work_predict(struct work *w, struct tcs_row *row);
/* What a row has been told: books the observation that is its own with probability
 * `weight` (NULL: none), confirms what has earned it, adds to the way flown. */
void work_settle(struct work *w, struct tcs_row *row, const struct tcs_observation *obs,
                 double weight);

#endif
