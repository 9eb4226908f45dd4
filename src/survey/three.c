/* SPDX-License-Identifier: Apache-2.0 */
#include "survey/three.h"

#include <stdbool.h>

#include "num/elem.h"

struct tcs_vec3 tcs_stance_view(const struct tcs_stance *stance, struct tcs_vec3 place_m)
{
    return tcs_mat3_vec(&stance->axes, tcs_vec3_sub(place_m, stance->position_m));
}

static double polynomial(const double *c, int degree, double x, double *ret_slope)
{
    double sum = c[degree];

    *ret_slope = 0.0;
    for (int i = degree - 1; i >= 0; i--) {
        *ret_slope = *ret_slope * x + sum;
        sum = sum * x + c[i];
    }
    return sum;
}

/* The root between low and high, where the signs differ: Newton's steps, held inside. */
static double root_between(const double *c, int degree, double low, double high)
{
    double slope;
    const bool rises = polynomial(c, degree, low, &slope) < 0.0;
    double x = 0.5 * (low + high);

    for (int i = 0; i < 100; i++) {
        const double f = polynomial(c, degree, x, &slope);

        if ((f < 0.0) == rises)
            low = x;
        else
            high = x;
        double next = x - f / slope;

        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (tcs_fabs(next - x) <= 1e-15 * x)
            return next;
        x = next;
    }
    return x;
}

/* Real roots in (low, high), ascending: one at most between two extremes, and those are
 * the roots of the derivative. c[0] + c[1] x + ... */
static int roots_within(const double *c, int degree, double low, double high, double *ret)
{
    double extremes[2][6];
    int count = 0;
    double derivative[4][5];

    /* derivative[k] has degree k + 1; the last is c's own. */
    for (int i = 1; i <= degree; i++)
        derivative[degree - 2][i - 1] = i * c[i];
    for (int d = degree - 2; d > 0; d--)
        for (int i = 1; i <= d + 1; i++)
            derivative[d - 1][i - 1] = i * derivative[d][i];
    double *found = extremes[0];
    double *next = extremes[1];

    for (int d = 1; d <= degree; d++) {
        const double *p = d == degree ? c : derivative[d - 1];
        int n = 0;

        for (int i = 0; i <= count; i++) {
            const double a = i == 0 ? low : found[i - 1];
            const double b = i == count ? high : found[i];
            double slope;

            if ((polynomial(p, d, a, &slope) < 0.0) !=
                (polynomial(p, d, b, &slope) < 0.0))
                next[n++] = root_between(p, d, a, b);
        }
        double *swap = found;

        found = next;
        next = swap;
        count = n;
    }
    for (int i = 0; i < count; i++)
        ret[i] = found[i];
    return count;
}

static struct tcs_vec3 cross(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return (struct tcs_vec3) { { a.v[1] * b.v[2] - a.v[2] * b.v[1],
                                 a.v[2] * b.v[0] - a.v[0] * b.v[2],
                                 a.v[0] * b.v[1] - a.v[1] * b.v[0] } };
}

/* Columns: along the first side, across it in the plane, and off the plane. */
static bool triad(const struct tcs_vec3 p[3], struct tcs_mat3 *ret)
{
    struct tcs_vec3 e[3];

    e[0] = tcs_vec3_sub(p[1], p[0]);
    e[2] = cross(e[0], tcs_vec3_sub(p[2], p[0]));
    const double side = tcs_vec3_norm(e[0]);
    const double area = tcs_vec3_norm(e[2]);

    if (!(side > 1e-9) || !(area > 1e-3 * side * side))
        return false;
    e[0] = tcs_vec3_scale(e[0], 1.0 / side);
    e[2] = tcs_vec3_scale(e[2], 1.0 / area);
    e[1] = cross(e[2], e[0]);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            ret->m[i][k] = e[k].v[i];
    return true;
}

static double squared_distance(struct tcs_vec3 a, struct tcs_vec3 b)
{
    const struct tcs_vec3 d = tcs_vec3_sub(a, b);

    return tcs_vec3_dot(d, d);
}

struct triangle {
    double aa, bb, cc;          /* squared sides opposite to 1, 2, 3 */
    double cos_a, cos_b, cos_c; /* of the angles that they are seen under */
};

/* In v, the third distance over the first. */
static void grunert(const struct triangle *t, double ret_c[5])
{
    const double m = (t->aa - t->cc) / t->bb;
    const double s = (t->aa + t->cc) / t->bb;
    const double c = t->cc / t->bb;
    const double a = t->aa / t->bb;
    const double ca = t->cos_a;
    const double cb = t->cos_b;
    const double cg = t->cos_c;

    ret_c[4] = (m - 1.0) * (m - 1.0) - 4.0 * c * ca * ca;
    ret_c[3] = 4.0 * (m * (1.0 - m) * cb - (1.0 - s) * ca * cg + 2.0 * c * ca * ca * cb);
    ret_c[2] = 2.0 * (m * m - 1.0 + 2.0 * m * m * cb * cb + 2.0 * (1.0 - c) * ca * ca -
                      4.0 * s * ca * cb * cg + 2.0 * (1.0 - a) * cg * cg);
    ret_c[1] = 4.0 * (-m * (1.0 + m) * cb + 2.0 * a * cg * cg * cb - (1.0 - s) * ca * cg);
    ret_c[0] = (1.0 + m) * (1.0 + m) - 4.0 * a * cg * cg;
}

/* Distances to the three places for one root; false when one is not positive. */
static bool distances(const struct triangle *t, double v, double ret[3])
{
    const double m = (t->aa - t->cc) / t->bb;
    const double below = 2.0 * (t->cos_c - v * t->cos_a);
    const double square = 1.0 + v * v - 2.0 * v * t->cos_b;

    if (tcs_fabs(below) < 1e-12 || !(square > 1e-12))
        return false;
    const double u = ((m - 1.0) * v * v - 2.0 * m * t->cos_b * v + 1.0 + m) / below;

    ret[0] = tcs_sqrt(t->bb / square);
    ret[1] = u * ret[0];
    ret[2] = v * ret[0];
    return u > 0.0;
}

uint32_t tcs_stance_from_three(const struct tcs_vec3 direction[3],
                               const struct tcs_vec3 place_m[3],
                               struct tcs_stance ret_stances[4])
{
    const struct triangle t = {
        squared_distance(place_m[1], place_m[2]),
        squared_distance(place_m[0], place_m[2]),
        squared_distance(place_m[0], place_m[1]),
        tcs_vec3_dot(direction[1], direction[2]),
        tcs_vec3_dot(direction[0], direction[2]),
        tcs_vec3_dot(direction[0], direction[1]),
    };
    struct tcs_mat3 world;
    double c[5];
    double roots[4];
    uint32_t count = 0;

    if (!(t.bb > 1e-12) || !triad(place_m, &world))
        return 0;
    grunert(&t, c);
    const int n = roots_within(c, 4, 1e-3, 1e3, roots);

    for (int i = 0; i < n; i++) {
        struct tcs_mat3 seen;
        struct tcs_vec3 p[3];
        double s[3];

        if (!distances(&t, roots[i], s))
            continue;
        /* Where u is nearly 0 over 0, a root may be none: the third side tells. */
        const double side =
            s[1] * s[1] + s[2] * s[2] - 2.0 * s[1] * s[2] * t.cos_a - t.aa;

        if (tcs_fabs(side) > 1e-4 * t.aa)
            continue;
        for (int k = 0; k < 3; k++)
            p[k] = tcs_vec3_scale(direction[k], s[k]);
        if (!triad(p, &seen))
            continue;
        ret_stances[count].axes = tcs_mat3_mul_t(&seen, &world);
        ret_stances[count].position_m =
            tcs_vec3_sub(place_m[0], tcs_mat3_tvec(&ret_stances[count].axes, p[0]));
        count++;
    }
    return count;
}
