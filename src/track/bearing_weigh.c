/* SPDX-License-Identifier: Apache-2.0 */
/* bearing_weigh.c -- rays in a look: what they bid for bearings, and what comes of it. */
#include <string.h>

#include "geo/geo.h"
#include "num/chi2.h"
#include "num/elem.h"
#include "track/work.h"

/* One way in which a ray could have fared in a look. */
struct way {
    double mass;
    uint32_t part;
    uint32_t obs; /* no_obs: missed */
};
static const uint32_t no_obs = UINT32_MAX;

static double part_pd(const struct work *w, const struct ray_part *part)
{
    return work_pd_at(w, part->g.x);
}

/* Cheaply: whether the direction of a part and a bearing could be the same. */
static bool could_be(const struct ray_part *part, const struct meas *m)
{
    const struct tcs_bearing *b = &m->bearing;
    const double e = part->g.x[0] - b->from_m[0];
    const double n = part->g.x[1] - b->from_m[1];
    const double along = e * m->toward[0] + n * m->toward[1];
    const double across = e * m->toward[1] - n * m->toward[0];
    const double fast_mps = 40.0;
    const double late_m = b->sound_mps > 0.0 ? along * fast_mps / b->sound_mps : 0.0;
    const double spread2 = part->g.P[0] + part->g.P[2] + late_m * late_m;

    /* Five sigma of both; a part that lies round the sensor could be anywhere. */
    return along > -2.0 * tcs_sqrt(spread2) &&
           across * across < 25.0 * (spread2 + along * along * b->az_var);
}

/* Density of a bearing under a part; 0 outside the gate. */
static double part_density(const struct ray_part *part, const struct meas *m)
{
    struct tcs_innovation in;

    if ((!m->is_range && !could_be(part, m)) || !work_sense_innovate(&part->g, m, &in) ||
        in.d2 > tcs_chi2_gate(TCS_CHI2_P999, in.dim))
        return 0.0;
    return in.density;
}

static void predict(struct work *w, struct tcs_ray *ray)
{
    const int64_t dt_ns = tcs_time_since(w->look->valid_at, ray->at).ns;
    const struct tcs_imm_step *step;

    ray->touched = w->tracker->counts.looks;
    if (dt_ns <= 0)
        return;
    step = work_step(w, dt_ns);
    for (uint32_t k = 0; k < ray->part_count; k++)
        tcs_gauss_predict(&ray->part[k].g, &step->young);
    ray->existence *= w->age.survive;
    ray->at = w->look->valid_at;
}

static void bid(struct work *w, struct cand *c, const struct tcs_ray *ray, uint32_t j)
{
    const struct meas *m = &w->meas[j];
    double sum = 0.0;

    if (w->edge_count == w->edge_max) {
        w->tracker->counts.refused_pairs++;
        return;
    }
    for (uint32_t k = 0; k < ray->part_count; k++) {
        const double density = part_density(&ray->part[k], m);

        if (density > 0.0)
            sum += ray->part[k].weight * density * part_pd(w, &ray->part[k]);
    }
    if (!(sum > 0.0))
        return;
    w->edges[w->edge_count] = (struct edge) {
        .obs = j,
        .psi = ray->existence * sum / ((1.0 - c->detect) * (m->clutter + m->birth)),
    };
    c->psi_sum += w->edges[w->edge_count++].psi;
    c->edge_count++;
}

/* Density of a bearing if it is the row's, and the sensor points wrong by a few degrees;
 * beyond six sigma it is nothing. */
static double askew(const struct tcs_row *row, const struct meas *m)
{
    const double sigma_rad = 3.0 * TCS_RAD_PER_DEG;
    const double most_tan = 0.3249196962329063; /* of 18 degrees */
    const double var = sigma_rad * sigma_rad;
    const struct tcs_bearing *b = &m->bearing;
    const struct tcs_vec3 from = { { b->from_m[0], b->from_m[1], b->from_m[2] } };
    struct tcs_vec3 at;
    struct tcs_rae to;
    double x[TCS_STATE_DIM];
    double off;
    double density;

    tcs_imm_mean(&row->imm, x);
    memcpy(at.v, x, sizeof at.v);
    const double e = at.v[0] - from.v[0];
    const double n = at.v[1] - from.v[1];
    const double along = e * m->toward[0] + n * m->toward[1];

    if (tcs_fabs(e * m->toward[1] - n * m->toward[0]) > most_tan * along)
        return 0.0;
    to = tcs_rae_from_enu(from, at);
    off = tcs_angle_diff(b->az_rad, to.az_rad);
    density = tcs_exp(-0.5 * off * off / var) / (sigma_rad * tcs_sqrt(2.0 * TCS_PI));
    if (b->has_el) {
        off = b->el_rad - to.el_rad;
        density *= tcs_exp(-0.5 * off * off / var) / (sigma_rad * tcs_sqrt(2.0 * TCS_PI));
    }
    return density;
}

/*
 * A sensor that is not quite where or how it was said to be sees everything beside its
 * place. Before a bearing may be evidence of something that only bearings know, it is
 * weighed that it belongs to an object which other sensors have found, which should have
 * been seen, and which has no bearing in its gate.
 */
static void allow_askew(struct work *w)
{
    const struct tcs_row *rows = row_array_const(w->tracker);
    const uint32_t found = ROW_CONFIRMED | ROW_POSITIONED;

    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];
        const struct tcs_row *row = &rows[c->row];

        if ((row->flags & (found | ROW_CROSSED)) != found)
            continue;
        for (uint32_t j = 0; j < w->meas_count && !w->meas[j].is_range; j++)
            w->meas[j].askew += c->detect / (1.0 + c->psi_sum) * askew(row, &w->meas[j]);
    }
    for (uint32_t i = 0; i < w->cand_count; i++) {
        struct cand *c = &w->cands[i];

        if ((rows[c->row].flags & ROW_CROSSED) == 0)
            continue;
        c->psi_sum = 0.0;
        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
            const struct meas *m = &w->meas[w->edges[e].obs];
            const double others = m->clutter + m->birth;

            w->edges[e].psi *= others / (others + m->askew);
            c->psi_sum += w->edges[e].psi;
        }
    }
    for (uint32_t j = 0; j < w->meas_count; j++)
        w->meas[j].clutter += w->meas[j].askew;
}

void work_rays_gate(struct work *w)
{
    struct tcs_ray *rays = ray_array(w->tracker);

    w->ray_count = 0;
    if (!w->bearings)
        return;
    allow_askew(w);
    for (uint32_t i = 0; i < w->tracker->ray_max; i++) {
        struct tcs_ray *ray = &rays[i];
        struct cand *c = &w->cands[w->cand_count + w->ray_count];

        if (!(ray->existence > 0.0))
            continue;
        predict(w, ray);
        *c = (struct cand) { .row = i, .p_none = 1.0, .edge_first = w->edge_count };
        for (uint32_t k = 0; k < ray->part_count; k++)
            c->pd += ray->part[k].weight * part_pd(w, &ray->part[k]);
        if (!w->look->counts_misses && !(c->pd > 0.0))
            continue;
        c->detect = ray->existence * c->pd;
        for (uint32_t j = 0; j < w->meas_count; j++)
            bid(w, c, ray, j);
        w->ray_count++;
    }
}

/* Keeps the heaviest ways, heaviest first; among equals the one that came first. */
static void keep(struct way ways[RAY_PARTS], uint32_t *count, struct way way)
{
    uint32_t at = *count;

    if (at == RAY_PARTS) {
        if (!(way.mass > ways[at - 1].mass))
            return;
        at--;
    } else {
        (*count)++;
    }
    for (; at > 0 && way.mass > ways[at - 1].mass; at--)
        ways[at] = ways[at - 1];
    ways[at] = way;
}

static uint32_t find_ways(const struct work *w, const struct cand *c,
                          const struct tcs_ray *ray, struct way ways[RAY_PARTS])
{
    const double missed = c->p_none * ray->existence / (1.0 - c->detect);
    uint32_t count = 0;

    for (uint32_t k = 0; k < ray->part_count; k++) {
        const double unseen = 1.0 - part_pd(w, &ray->part[k]);

        keep(ways, &count,
             (struct way) { missed * ray->part[k].weight * unseen, k, no_obs });
    }
    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
        const struct edge *edge = &w->edges[e];
        const struct meas *m = &w->meas[edge->obs];
        /* The share of this bearing that a unit of density under a part is worth. */
        const double unit =
            edge->p * ray->existence /
            (edge->psi * (1.0 - c->detect) * (m->clutter + m->birth) + 1e-300);

        for (uint32_t k = 0; k < ray->part_count && edge->p > 1e-4; k++) {
            const double density = part_density(&ray->part[k], m);

            if (density > 0.0)
                keep(ways, &count,
                     (struct way) { unit * ray->part[k].weight * density *
                                        part_pd(w, &ray->part[k]),
                                    k, edge->obs });
        }
    }
    return count;
}

/* Squared distance of two parts on the ground, in the sum of their covariances. */
static double apart(const struct tcs_gauss *a, const struct tcs_gauss *b)
{
    const double dx = a->x[0] - b->x[0];
    const double dy = a->x[1] - b->x[1];
    const double xx = a->P[0] + b->P[0];
    const double xy = a->P[1] + b->P[1];
    const double yy = a->P[2] + b->P[2];
    const double det = xx * yy - xy * xy;

    return det > 0.0 ? (yy * dx * dx - 2.0 * xy * dx * dy + xx * dy * dy) / det : 1e9;
}

/* Parts that say the same become one. They come heaviest first. */
static void merge(struct tcs_ray *ray)
{
    const double same = 0.5;
    uint32_t kept = 0;

    for (uint32_t k = 0; k < ray->part_count; k++) {
        struct tcs_moments sum;
        struct ray_part *into = &ray->part[kept];
        bool more = false;

        if (!(ray->part[k].weight > 0.0))
            continue;
        *into = ray->part[k];
        tcs_moments_start(&sum, into->g.x);
        tcs_moments_add(&sum, into->weight, &into->g);
        for (uint32_t o = k + 1; o < ray->part_count; o++) {
            struct ray_part *other = &ray->part[o];

            if (!(other->weight > 0.0) || apart(&into->g, &other->g) > same)
                continue;
            tcs_moments_add(&sum, other->weight, &other->g);
            into->weight += other->weight;
            other->weight = 0.0;
            more = true;
        }
        if (more)
            (void)tcs_moments_finish(&sum, &into->g);
        kept++;
    }
    ray->part_count = kept;
}

static void become(struct work *w, struct tcs_ray *ray, const struct way *ways,
                   uint32_t count)
{
    const double negligible = 1e-3;
    struct ray_part before[RAY_PARTS];
    double total = 0.0;

    memcpy(before, ray->part, sizeof before);
    ray->part_count = 0;
    for (uint32_t k = 0; k < count; k++) {
        struct ray_part *part = &ray->part[ray->part_count];

        if (!(ways[k].mass > negligible * ways[0].mass))
            break;
        *part = before[ways[k].part];
        part->weight = ways[k].mass;
        if (ways[k].obs != no_obs && !work_sense_update(&part->g, &w->meas[ways[k].obs]))
            continue;
        total += ways[k].mass;
        ray->part_count++;
    }
    for (uint32_t k = 0; k < ray->part_count; k++)
        ray->part[k].weight /= total;
    merge(ray);
}

static void update(struct work *w, const struct cand *c)
{
    struct tcs_ray *ray = &ray_array(w->tracker)[c->row];
    struct way ways[RAY_PARTS];
    const uint32_t count = find_ways(w, c, ray, ways);
    double hit = 0.0;

    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
        hit += w->edges[e].p;
    ray->existence = c->p_none * (ray->existence - c->detect) / (1.0 - c->detect) + hit;
    if (ray->existence > 0.9999)
        ray->existence = 0.9999;
    if (count > 0)
        become(w, ray, ways, count);
    if (hit > 0.5) {
        ray->sensors |= (uint64_t)1 << w->look->sensor;
        ray->hits[w->sensor->kind] += w->evidence;
        ray->hit_count++;
        ray->seen_at = w->look->valid_at;
    }
}

static void end(const struct work *w, struct tcs_ray *ray)
{
    memset(ray, 0, sizeof *ray);
    ray->touched = w->tracker->counts.looks;
}

void work_rays_update(struct work *w)
{
    const double longest_unseen_s = 5.0;
    struct tcs_ray *rays = ray_array(w->tracker);

    for (uint32_t i = 0; i < w->ray_count; i++)
        update(w, &w->cands[w->cand_count + i]);
    for (uint32_t i = 0; i < w->tracker->ray_max; i++) {
        struct tcs_ray *ray = &rays[i];

        if (ray->existence > 0.0 &&
            (ray->existence < ray->drop || ray->part_count == 0 ||
             tcs_span_seconds(tcs_time_since(w->look->valid_at, ray->seen_at)) >
                 longest_unseen_s ||
             work_ray_promote(w, ray)))
            end(w, ray);
    }
}

/*
 * What a look that gives places says of a part: the odds that an object is there and was
 * missed, or is one of the observations that no row explains. Observations do not raise
 * it: they start rows of their own, which then explain the bearings.
 */
static double place_factor(const struct work *w, const struct ray_part *part, double pd)
{
    const double gate = tcs_chi2_gate(TCS_CHI2_P999, 3);
    const double reach2 = gate * (part->g.P[0] + part->g.P[2] + w->reach_m * w->reach_m);
    double seen = 0.0;

    for (uint32_t j = 0; j < w->meas_count && seen < 1.0; j++) {
        const struct meas *m = &w->meas[j];
        const double dx = m->fix.z[0] - part->g.x[0];
        const double dy = m->fix.z[1] - part->g.x[1];
        struct tcs_innovation in;

        if (dx * dx + dy * dy < reach2 && tcs_innovate_fix(&part->g, &m->fix, &in))
            seen += m->q_none * in.density / (m->clutter + m->birth);
    }
    return 1.0 - pd + pd * (seen < 1.0 ? seen : 1.0);
}

void work_rays_places(struct work *w)
{
    struct tcs_ray *rays = ray_array(w->tracker);

    if (w->bearings || !w->look->counts_misses)
        return;
    for (uint32_t i = 0; i < w->tracker->ray_max; i++) {
        struct tcs_ray *ray = &rays[i];
        double total = 0.0;

        if (!(ray->existence > 0.0))
            continue;
        predict(w, ray);
        for (uint32_t k = 0; k < ray->part_count; k++) {
            struct ray_part *part = &ray->part[k];
            const double pd = part_pd(w, part);

            if (pd > 0.0)
                part->weight *= place_factor(w, part, pd);
            total += part->weight;
        }
        for (uint32_t k = 0; k < ray->part_count; k++)
            ray->part[k].weight /= total;
        ray->existence *= total / (1.0 - ray->existence + ray->existence * total);
        if (ray->existence < ray->drop)
            end(w, ray);
    }
}
