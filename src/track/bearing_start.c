/* SPDX-License-Identifier: Apache-2.0 */
/* bearing_start.c -- how rays begin, and how they become rows. */
#include <string.h>

#include "geo/geo.h"
#include "num/elem.h"
#include "track/work.h"

/* A part from `low` to `high` along the line. */
static void start_part(const struct work *w, const struct tcs_bearing *b, double low,
                       double high, struct ray_part *ret)
{
    const double usual_height_m = 60.0;
    const double height_sigma_m = 40.0;
    const double speed2 = w->config->speed_sigma_mps * w->config->speed_sigma_mps;
    const double r = tcs_sqrt(low * high);
    const double late_s = b->sound_mps > 0.0 ? r / b->sound_mps : 0.0;
    const double el = b->has_el ? b->el_rad : 0.0;
    const double se = tcs_sin(el);
    const double ce = tcs_cos(el);
    const double sa = tcs_sin(b->az_rad);
    const double ca = tcs_cos(b->az_rad);
    const double axis[3][3] = { { ce * sa, ce * ca, se },
                                { ca, -sa, 0.0 },
                                { -se * sa, -se * ca, ce } };
    /* Neighbours overlap at about one sigma: the sum is smooth. */
    const double along = 0.4 * (high - low);
    const double var[3] = { along * along, r * r * (ce * ce + 1e-4) * b->az_var,
                            b->has_el ? r * r * b->el_var
                                      : height_sigma_m * height_sigma_m };

    memset(ret, 0, sizeof *ret);
    for (int i = 0; i < 3; i++) {
        ret->g.x[i] = b->from_m[i] + r * axis[0][i];
        for (int j = 0; j <= i; j++)
            for (int k = 0; k < 3; k++)
                ret->g.P[tcs_packed(i, j)] += var[k] * axis[k][i] * axis[k][j];
        ret->g.P[tcs_packed(i + 3, i + 3)] = i < 2 ? speed2 : speed2 / 4.0;
        /* What was heard was there a while ago. */
        ret->g.P[tcs_packed(i + 3, i)] = late_s * ret->g.P[tcs_packed(i + 3, i + 3)];
        ret->g.P[tcs_packed(i, i)] += late_s * ret->g.P[tcs_packed(i + 3, i)];
    }
    if (!b->has_el)
        ret->g.x[2] = usual_height_m;
    /* New objects are spread evenly over the ground. */
    ret->weight = r * ce * (high - low) * ce * work_height_share(ret->g.x[2]);
}

static void start_ray(const struct work *w, struct tcs_ray *ray, const struct meas *m,
                      double existence)
{
    const double nearest_m = 10.0;
    const double farthest_m = 8000.0;
    const struct tcs_coverage *c = &w->look->coverage;
    const double near = c->range_min_m > nearest_m ? c->range_min_m : nearest_m;
    const double far = c->range_max_m < farthest_m ? c->range_max_m : farthest_m;
    const double ratio =
        tcs_exp(tcs_log(far > 2.0 * near ? far / near : 2.0) / RAY_FIRST_PARTS);
    double low = near;
    double total = 0.0;

    memset(ray, 0, sizeof *ray);
    ray->at = w->look->valid_at;
    ray->first_at = ray->at;
    ray->seen_at = ray->at;
    ray->existence = existence;
    ray->drop = 0.1 * existence < 0.01 ? 0.1 * existence : 0.01;
    ray->sensors = (uint64_t)1 << w->look->sensor;
    ray->hits[w->sensor->kind] = w->evidence;
    ray->hit_count = 1;
    ray->touched = w->tracker->counts.looks;
    ray->part_count = RAY_FIRST_PARTS;
    for (uint32_t k = 0; k < RAY_FIRST_PARTS; k++) {
        start_part(w, &m->bearing, low, low * ratio, &ray->part[k]);
        total += ray->part[k].weight;
        low *= ratio;
    }
    for (uint32_t k = 0; k < RAY_FIRST_PARTS; k++)
        ray->part[k].weight /= total;
}

/* A free ray, or the least likely one if it is less likely than the new one. */
static struct tcs_ray *find_room(struct work *w, double existence)
{
    struct tcs_ray *rays = ray_array(w->tracker);
    struct tcs_ray *least = &rays[0];

    for (uint32_t i = 0; i < w->tracker->ray_max; i++)
        if (rays[i].existence < least->existence)
            least = &rays[i];
    if (least->existence > 0.0)
        w->tracker->counts.refused_full++;
    return least->existence < existence ? least : NULL;
}

void work_rays_birth(struct work *w)
{
    const double never = 1e-4;

    if (!w->bearings || w->tracker->ray_max == 0)
        return;
    for (uint32_t j = 0; j < w->meas_count; j++) {
        const struct meas *m = &w->meas[j];
        const double existence = m->q_none * m->birth / (m->birth + m->clutter);
        struct tcs_ray *ray;

        if (!m->is_bearing || m->is_range || existence < never)
            continue;
        ray = find_room(w, existence);
        if (ray != NULL)
            start_ray(w, ray, m, existence);
    }
}

/* Squared length of the longer half axis of a place on the ground. */
static double longest2(const struct tcs_gauss *g)
{
    const double half = 0.5 * (g->P[0] + g->P[2]);
    const double off = 0.5 * (g->P[0] - g->P[2]);

    return half + tcs_sqrt(off * off + g->P[1] * g->P[1]);
}

/*
 * The place that holds most of a ray, as one Gaussian, and the share that it holds: the
 * heaviest part and those that cannot be told from it.
 */
static double gather(const struct tcs_ray *ray, struct tcs_gauss *ret_g)
{
    const double near = 9.0;
    const struct ray_part *top = &ray->part[0];
    struct tcs_moments sum;

    for (uint32_t k = 1; k < ray->part_count; k++)
        if (ray->part[k].weight > top->weight)
            top = &ray->part[k];
    tcs_moments_start(&sum, top->g.x);
    for (uint32_t k = 0; k < ray->part_count; k++) {
        const struct ray_part *part = &ray->part[k];
        const double dx = part->g.x[0] - top->g.x[0];
        const double dy = part->g.x[1] - top->g.x[1];
        const double xx = part->g.P[0] + top->g.P[0];
        const double xy = part->g.P[1] + top->g.P[1];
        const double yy = part->g.P[2] + top->g.P[2];

        if (yy * dx * dx - 2.0 * xy * dx * dy + xx * dy * dy <=
            near * (xx * yy - xy * xy))
            tcs_moments_add(&sum, part->weight, &part->g);
    }
    return tcs_moments_finish(&sum, ret_g) ? sum.weight : 0.0;
}

/* A ray that is probably an object at one place goes on as a row. */
bool work_ray_promote(struct work *w, struct tcs_ray *ray)
{
    const double sure = 0.95;
    const double widest_m = 60.0;
    const bool several = (ray->sensors & (ray->sensors - 1)) != 0;
    struct tcs_gauss g;
    struct tcs_row *row;
    double share;

    if (!several || ray->existence < sure)
        return false;
    share = gather(ray, &g);
    if (share * ray->existence < sure || longest2(&g) > widest_m * widest_m)
        return false;
    row = tcs_row_new(w->tracker);
    if (row == NULL) {
        w->tracker->counts.refused_full++;
        return false;
    }
    w->tracker->counts.started++;
    tcs_imm_start(&row->imm, &g);
    row->flags |= ROW_POSITIONED | ROW_CROSSED;
    row->at = ray->at;
    row->first_at = ray->first_at;
    row->seen_at = ray->seen_at;
    row->witnessed_from = ray->first_at;
    row->witnessed_to = ray->seen_at;
    row->way_at = ray->at;
    row->existence = share * ray->existence;
    row->hit_count = ray->hit_count;
    memcpy(row->hits, ray->hits, sizeof row->hits);
    for (uint32_t k = 0; k < TCS_SENSOR_KIND_COUNT; k++)
        row->kinds_seen |= ray->hits[k] > 0 ? 1u << k : 0u;
    memcpy(row->first_m, g.x, sizeof row->first_m);
    memcpy(row->way_from_m, g.x, sizeof row->way_from_m);
    memcpy(row->last_m, g.x, sizeof row->last_m);
    memcpy(row->last_mps, g.x + 3, sizeof row->last_mps);
    work_settle(w, row, NULL, 0.0);
    return true;
}
