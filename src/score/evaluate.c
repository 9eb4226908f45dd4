/* SPDX-License-Identifier: Apache-2.0 */
#include "score/evaluate.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "score/match.h"

/* Which label an object has had, and for how long. */
struct label {
    uint32_t truth;
    uint32_t estimate;
    uint32_t k;
};

struct evaluating {
    const struct tcs_scene *scene;
    const struct tcs_score_pairs *pairs;
    struct tcs_score *score;
    struct tcs_match_edge *edges;
    uint32_t *edge_of;
    struct label *labels; /* every match */
    size_t label_count;
};

static double power(double x, double p)
{
    return p == 2.0 ? x * x : pow(x, p);
}

static enum tcs_status run_step(struct evaluating *e, uint32_t k)
{
    const struct tcs_score_set *truth = &e->scene->truth;
    const struct tcs_score_set *est = &e->scene->estimate;
    const uint32_t first = e->pairs->start[k];
    const uint32_t edge_count = e->pairs->start[k + 1] - first;
    const uint32_t n = truth->start[k + 1] - truth->start[k];
    const uint32_t m = est->start[k + 1] - est->start[k];
    const uint32_t most = n > m ? n : m;
    const double p = e->scene->p;
    const double cp = power(e->scene->c_m, p);
    struct tcs_score_step *step = &e->score->step[k];
    enum tcs_status status;

    for (uint32_t i = 0; i < edge_count; i++) {
        const struct tcs_score_pair *pair = &e->pairs->pair[first + i];

        e->edges[i] = (struct tcs_match_edge) { pair->truth - truth->start[k],
                                                pair->estimate - est->start[k],
                                                cp - power(pair->d_m, p) };
    }
    status = tcs_match(n, m, e->edges, edge_count, e->edge_of);
    if (status != TCS_OK)
        return status;
    for (uint32_t i = 0; i < n; i++) {
        if (e->edge_of[i] == UINT32_MAX)
            continue;
        const struct tcs_score_pair *pair = &e->pairs->pair[first + e->edge_of[i]];

        step->localisation += power(pair->d_m, p);
        step->pair_count++;
        e->labels[e->label_count++] =
            (struct label) { truth->place[pair->truth].who,
                             est->place[pair->estimate].who, k };
    }
    step->truth_count = n;
    step->estimate_count = m;
    step->missed = (n - step->pair_count) * cp / 2.0;
    step->false_ = (m - step->pair_count) * cp / 2.0;
    if (most > 0)
        step->ospa_m =
            pow((step->localisation + cp * (most - step->pair_count)) / most, 1.0 / p);
    return TCS_OK;
}

static int by_truth_and_time(const void *a, const void *b)
{
    const struct label *l = a;
    const struct label *r = b;

    if (l->truth != r->truth)
        return l->truth < r->truth ? -1 : 1;
    return l->k < r->k ? -1 : l->k > r->k;
}

static int by_truth_and_label(const void *a, const void *b)
{
    const struct label *l = a;
    const struct label *r = b;

    if (l->truth != r->truth)
        return l->truth < r->truth ? -1 : 1;
    if (l->estimate != r->estimate)
        return l->estimate < r->estimate ? -1 : 1;
    return l->k < r->k ? -1 : l->k > r->k;
}

static void run_lives(struct evaluating *e)
{
    const struct tcs_score_set *truth = &e->scene->truth;
    struct tcs_score_life *life = e->score->life;
    const struct label *l = e->labels;
    uint32_t run = 0;

    for (uint32_t i = 0; i < truth->who_count; i++)
        life[i].first = UINT32_MAX;
    for (uint32_t i = 0; i < truth->place_count; i++)
        life[truth->place[i].who].present++;
    qsort(e->labels, e->label_count, sizeof *e->labels, by_truth_and_time);
    for (size_t i = 0; i < e->label_count; i++) {
        life[l[i].truth].matched++;
        if (life[l[i].truth].first == UINT32_MAX)
            life[l[i].truth].first = l[i].k;
        else if (l[i].estimate != l[i - 1].estimate)
            life[l[i].truth].switches++;
    }
    qsort(e->labels, e->label_count, sizeof *e->labels, by_truth_and_label);
    for (size_t i = 0; i < e->label_count; i++) {
        struct tcs_score_life *one = &life[l[i].truth];

        if (i == 0 || l[i].truth != l[i - 1].truth ||
            l[i].estimate != l[i - 1].estimate) {
            one->labels++;
            run = 0;
        }
        run++;
        if (run > one->longest)
            one->longest = run;
    }
}

/* The largest number of pairs, of true places, at one index. */
static bool get_memory(struct evaluating *e)
{
    uint32_t edges = 0;
    uint32_t rows = 0;

    for (uint32_t k = 0; k < e->scene->count; k++) {
        const uint32_t n = e->scene->truth.start[k + 1] - e->scene->truth.start[k];
        const uint32_t count = e->pairs->start[k + 1] - e->pairs->start[k];

        rows = n > rows ? n : rows;
        edges = count > edges ? count : edges;
    }
    e->edges = calloc((size_t)edges + 1, sizeof *e->edges);
    e->edge_of = calloc((size_t)rows + 1, sizeof *e->edge_of);
    e->labels = calloc((size_t)e->scene->truth.place_count + 1, sizeof *e->labels);
    e->score->count = e->scene->count;
    e->score->truth_who_count = e->scene->truth.who_count;
    e->score->step = calloc((size_t)e->scene->count + 1, sizeof *e->score->step);
    e->score->life =
        calloc((size_t)e->scene->truth.who_count + 1, sizeof *e->score->life);
    return e->edges != NULL && e->edge_of != NULL && e->labels != NULL &&
           e->score->step != NULL && e->score->life != NULL;
}

enum tcs_status tcs_score_run(const struct tcs_scene *scene,
                              const struct tcs_score_pairs *pairs,
                              struct tcs_score *ret_score)
{
    struct tcs_score score = { 0 };
    struct evaluating e = { .scene = scene, .pairs = pairs, .score = &score };
    enum tcs_status status = get_memory(&e) ? TCS_OK : TCS_E_MEMORY;

    for (uint32_t k = 0; k < scene->count && status == TCS_OK; k++)
        status = run_step(&e, k);
    if (status == TCS_OK)
        run_lives(&e);
    free(e.edges);
    free(e.edge_of);
    free(e.labels);
    if (status == TCS_OK)
        *ret_score = score;
    else
        tcs_score_clear(&score);
    return status;
}

void tcs_score_clear(struct tcs_score *score)
{
    free(score->step);
    free(score->life);
    memset(score, 0, sizeof *score);
}

static void sum_lives(const struct tcs_score *score, struct tcs_score_sum *sum)
{
    uint32_t with = 0;
    uint32_t there = 0;

    for (uint32_t i = 0; i < score->truth_who_count; i++) {
        const struct tcs_score_life *life = &score->life[i];

        sum->id_switches += life->switches;
        if (life->labels > 0) {
            sum->ids_per_truth += life->labels;
            with++;
        }
        if (life->present > 0) {
            sum->track_life += (double)life->matched / life->present;
            sum->label_life += (double)life->longest / life->present;
            there++;
        }
    }
    if (with > 0)
        sum->ids_per_truth /= with;
    if (there > 0) {
        sum->track_life /= there;
        sum->label_life /= there;
    }
}

struct tcs_score_sum tcs_score_sum(const struct tcs_score *score, double p)
{
    struct tcs_score_sum sum = { 0 };
    const double n = score->count;
    double localisation = 0.0;
    double pair_count = 0.0;

    for (uint32_t k = 0; k < score->count; k++) {
        const struct tcs_score_step *step = &score->step[k];
        const double g = step->localisation + step->missed + step->false_;

        sum.mean_gospa += pow(g, 1.0 / p);
        sum.rms_gospa += g;
        localisation += step->localisation;
        sum.rms_missed += step->missed;
        sum.rms_false += step->false_;
        sum.mean_ospa += step->ospa_m;
        sum.n_true += step->truth_count;
        sum.n_est += step->estimate_count;
        pair_count += step->pair_count;
    }
    sum.missed_per_scan = (sum.n_true - pair_count) / n;
    sum.false_per_scan = (sum.n_est - pair_count) / n;
    sum.mean_gospa /= n;
    sum.rms_gospa = sqrt(sum.rms_gospa / n);
    sum.rms_loc = sqrt(localisation / n);
    sum.rms_missed = sqrt(sum.rms_missed / n);
    sum.rms_false = sqrt(sum.rms_false / n);
    sum.mean_ospa /= n;
    sum.n_true /= n;
    sum.n_est /= n;
    sum.loc_rmse = pair_count > 0.0 ? sqrt(localisation / pair_count) : -1.0;
    sum_lives(score, &sum);
    return sum;
}
