/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "num/elem.h"
#include "survey/survey.h"

enum {
    PICKS_MIN = 16,  /* directions in the window that a clock is judged by */
    PICKS_ALL = 160, /* of the whole list, so that many in the window count for more */
    TRIPLES = 8,
    STILL = 5,          /* directions in which it could stay */
    KEPT = 24,          /* clocks that are refined... */
    REFINED_WITH = 400, /* ...with so many sightings */
};

/* What a direction may be off while the clock is between the steps. */
static const double coarse_rad = 0.05;
static const double fine_rad = 0.008;
/* How well the rates that are tried are known, between one and the next. */
static const double rate_slack = 0.002;

struct pick {
    double frame;
    double y;
    struct tcs_vec3 direction;
};

struct tried {
    double gain;
    struct tcs_survey_camera camera;
};

struct search {
    const struct tcs_survey_query *query;
    struct pick picks[PICKS_ALL];
    uint32_t pick_count;
    struct tried kept[KEPT];
    uint32_t kept_count;
};

uint32_t tcs_survey_within(const struct tcs_sighting *sightings, uint32_t count,
                           const struct tcs_survey_clock *clock,
                           struct tcs_survey_window window, uint32_t *ret_first)
{
    double from = window.from;
    double to = window.to;
    uint32_t first = 0;
    uint32_t n = 0;

    *ret_first = 0;
    if (count == 0)
        return 0;
    const double begin =
        clock->offset + clock->rate * (sightings[0].frame - clock->frame0);
    const double end =
        clock->offset + clock->rate * (sightings[count - 1].frame - clock->frame0);

    if (begin > from)
        from = begin;
    if (end < to)
        to = end;
    to = from + window.share * (to - from);
    while (first < count &&
           clock->offset + clock->rate * (sightings[first].frame - clock->frame0) < from)
        first++;
    while (first + n < count &&
           clock->offset + clock->rate * (sightings[first + n].frame - clock->frame0) <=
               to)
        n++;
    *ret_first = first;
    return n;
}

/* Nats by which a direction is better explained than by chance anywhere in a view of one
 * steradian. */
static double gain_of(struct tcs_vec3 direction, struct tcs_vec3 seen, double sigma)
{
    const double len = tcs_vec3_norm(seen);
    const struct tcs_vec3 d = tcs_vec3_sub(tcs_vec3_scale(seen, 1.0 / len), direction);
    const double square = tcs_vec3_dot(d, d) / (2.0 * sigma * sigma);
    /* Two parts of three are good sightings: log(1 + 2 exp(-square) / (2 pi sigma^2)). */
    const double peak = 2.0 / (2.0 * 3.14159265358979 * sigma * sigma);

    return square > 30.0 ? 0.0 : tcs_log(1.0 + peak * tcs_exp(-square));
}

/* The same without functions, for the many: 1 for each direction that is right, nothing
 * beyond twice the tolerance. Gives up when `best` is out of reach. */
static double agreement(const struct pick *picks, const struct tcs_vec3 *places,
                        uint32_t n, const struct tcs_stance *stance, double best)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < n && sum + (double)(n - i) > best; i++) {
        const struct tcs_vec3 seen = tcs_stance_view(stance, places[i]);
        const double along = tcs_vec3_dot(seen, picks[i].direction);
        const double square = tcs_vec3_dot(seen, seen);
        /* sin^2 of the angle between, over that of the tolerance. */
        const double off =
            (square - along * along) / (4.0 * coarse_rad * coarse_rad * square);

        sum += along > 0.0 && off < 1.0 ? 1.0 - off : 0.0;
    }
    return sum;
}

/* The same for something that does not move: in the direction of one of a few picks, the
 * one that serves best. What a hovering target explains tells nothing of a clock. */
static double agreement_still(const struct pick *picks, uint32_t n)
{
    double best = 0.0;

    for (uint32_t k = 0; k < STILL; k++) {
        const struct tcs_vec3 d =
            picks[(uint64_t)(2 * k + 1) * n / (2 * STILL)].direction;
        double sum = 0.0;

        for (uint32_t i = 0; i < n && sum + (double)(n - i) > best; i++) {
            const double along = tcs_vec3_dot(d, picks[i].direction);
            const double off = (1.0 - along * along) / (4.0 * coarse_rad * coarse_rad);

            sum += along > 0.0 && off < 1.0 ? 1.0 - off : 0.0;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

/* Keeps the best clocks, one for each neighbourhood in time. */
static void keep(struct search *s, const struct tried *tried)
{
    const double near = 5.0 * s->query->step_frames * tried->camera.clock.rate;
    uint32_t at = s->kept_count;

    for (uint32_t i = 0; i < s->kept_count; i++)
        if (tcs_fabs(s->kept[i].camera.clock.offset - tried->camera.clock.offset) <
                near &&
            tcs_fabs(s->kept[i].camera.clock.rate - tried->camera.clock.rate) <
                0.05 * tried->camera.clock.rate) {
            if (tried->gain > s->kept[i].gain)
                s->kept[i] = *tried;
            return;
        }
    if (s->kept_count < KEPT) {
        s->kept_count++;
    } else {
        at = 0;
        for (uint32_t i = 1; i < KEPT; i++)
            if (s->kept[i].gain < s->kept[at].gain)
                at = i;
        if (s->kept[at].gain >= tried->gain)
            return;
    }
    s->kept[at] = *tried;
}

/* Whether half of what was seen lies in the time of the log: it is of that flight. A
 * small overlap would explain anything. */
static bool overlaps(const struct search *s, const struct tcs_survey_clock *clock)
{
    const struct tcs_path *path = s->query->path;
    uint32_t inside = 0;

    for (uint32_t i = 0; i < s->pick_count; i++) {
        const double t =
            clock->offset + clock->rate * (s->picks[i].frame - clock->frame0);

        inside += t >= path->at[0] && t <= path->at[path->count - 1];
    }
    return 2 * inside >= s->pick_count;
}

/* Stances from triples that lie a third of the window apart. */
static void try_clock(struct search *s, const struct tcs_survey_clock *clock)
{
    const struct tcs_survey_query *q = s->query;
    struct tcs_vec3 places[PICKS_ALL];
    struct tried best = { .gain = 0.0 };
    uint32_t first = 0;
    uint32_t n = 0;
    struct tcs_survey_window w = q->window;

    if (!overlaps(s, clock))
        return;
    const double begin =
        clock->offset + clock->rate * (s->picks[0].frame - clock->frame0);
    const double end =
        clock->offset + clock->rate * (s->picks[s->pick_count - 1].frame - clock->frame0);

    if (begin > w.from)
        w.from = begin;
    if (end < w.to)
        w.to = end;
    w.to = w.from + w.share * (w.to - w.from);
    for (uint32_t i = 0; i < s->pick_count; i++) {
        const double t =
            clock->offset + clock->rate * (s->picks[i].frame - clock->frame0);

        if (t < w.from) {
            first = i + 1;
            continue;
        }
        if (t > w.to || !tcs_path_at(q->path, t, &places[n]))
            break;
        n++;
    }
    if (n < PICKS_MIN)
        return;
    const struct pick *picks = s->picks + first;
    const double still = agreement_still(picks, n);

    best.gain = still + (double)(n - still) / 4.0;
    const double least = best.gain;

    for (uint32_t k = 0; k < TRIPLES; k++) {
        const uint32_t i = (uint32_t)((uint64_t)k * (n / 3) / TRIPLES);
        const uint32_t at[3] = { i, i + n / 3, i + 2 * (n / 3) };
        struct tcs_vec3 d[3];
        struct tcs_vec3 p[3];
        struct tcs_stance stances[4];

        for (int j = 0; j < 3; j++) {
            d[j] = picks[at[j]].direction;
            p[j] = places[at[j]];
        }
        const uint32_t count = tcs_stance_from_three(d, p, stances);

        for (uint32_t j = 0; j < count; j++) {
            const double gain = agreement(picks, places, n, &stances[j], best.gain);

            if (gain > best.gain) {
                best.gain = gain;
                best.camera.stance = stances[j];
            }
        }
    }
    if (best.gain > least) {
        best.gain -= still;
        best.camera.clock = *clock;
        best.camera.lens = *q->lens;
        keep(s, &best);
    }
}

static void pick(struct search *s)
{
    const struct tcs_survey_query *q = s->query;

    s->pick_count = q->count < PICKS_ALL ? q->count : PICKS_ALL;
    for (uint32_t i = 0; i < s->pick_count; i++) {
        const struct tcs_sighting *from =
            &q->sightings[(uint64_t)i * q->count / s->pick_count];

        s->picks[i].frame = from->frame;
        s->picks[i].y = from->pixel[1];
        s->picks[i].direction = tcs_lens_direction(q->lens, from->pixel);
    }
}

/* Refines a kept clock on its window and judges it anew, more strictly; half of the picks
 * have to be explained, and half of the sightings well. */
static bool judge(const struct search *s, struct tried *tried)
{
    const struct tcs_survey_query *q = s->query;
    struct tcs_survey_camera *c = &tried->camera;
    struct tcs_survey_fit fit;
    uint32_t first;
    uint32_t good = 0;
    uint32_t n = 0;
    const uint32_t count =
        tcs_survey_within(q->sightings, q->count, &c->clock, q->window, &first);
    const struct tcs_survey_job job = {
        .path = q->path,
        .sightings = q->sightings + first,
        .count = count,
        .use_max = REFINED_WITH,
        .rate_expected = c->clock.rate,
        .rate_sigma = rate_slack * c->clock.rate,
        .sigma_start_px = 0.5 * coarse_rad * q->lens->fx,
    };

    if (tcs_survey_refine(&job, c, &fit) < 0 || fit.sigma_px > fine_rad * q->lens->fx)
        return false;
    double still[STILL] = { 0.0 };

    tried->gain = 0.0;
    for (uint32_t i = 0; i < s->pick_count; i++) {
        const struct pick *p = &s->picks[i];
        struct tcs_vec3 place;

        if (p->frame < q->sightings[first].frame ||
            p->frame > q->sightings[first + count - 1].frame)
            continue;
        n++;
        for (uint32_t k = 0; k < STILL; k++) {
            const struct tcs_sighting *z =
                &q->sightings[first + (uint64_t)(2 * k + 1) * count / (2 * STILL)];

            still[k] +=
                gain_of(p->direction, tcs_lens_direction(q->lens, z->pixel), fine_rad);
        }
        if (!tcs_path_at(q->path, tcs_survey_log_time(c, p->frame, p->y), &place))
            continue;
        const double gain =
            gain_of(p->direction, tcs_stance_view(&c->stance, place), fine_rad);

        tried->gain += gain;
        good += gain > 1.0;
    }
    for (uint32_t k = 1; k < STILL; k++)
        still[0] = still[k] > still[0] ? still[k] : still[0];
    tried->gain -= still[0];
    return 2 * good >= n && n > 0;
}

enum tcs_status tcs_survey_search(const struct tcs_survey_query *query,
                                  struct tcs_survey_camera *ret_camera, double *ret_gain)
{
    struct search s = { .query = query };
    const struct tcs_path *path = query->path;
    const double from = path->at[0];
    const double to = path->at[path->count - 1];
    bool found = false;

    if (query->count < PICKS_MIN)
        return TCS_E_NOT_FOUND;
    assert(query->step_frames > 0.0);
    pick(&s);
    for (uint32_t r = 0; r < query->rate_count; r++) {
        const double f0 = query->sightings[0].frame;
        const double f1 = query->sightings[query->count - 1].frame;
        const double half = 0.5 * query->rates[r] * (f1 - f0);

        double at = from - half;

        while (at <= to + half) {
            const struct tcs_survey_clock clock = { 0.5 * (f0 + f1), at, query->rates[r],
                                                    0.0 };

            try_clock(&s, &clock);
            at += query->step_frames * query->rates[r];
        }
    }
    *ret_gain = 0.0;
    for (uint32_t i = 0; i < s.kept_count; i++)
        if (judge(&s, &s.kept[i]) && s.kept[i].gain > *ret_gain) {
            *ret_gain = s.kept[i].gain;
            *ret_camera = s.kept[i].camera;
            found = true;
        }
    return found ? TCS_OK : TCS_E_NOT_FOUND;
}
