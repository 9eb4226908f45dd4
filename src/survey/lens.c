/* SPDX-License-Identifier: Apache-2.0 */
#include "survey/lens.h"

#include "num/elem.h"

/* Where the ideal point (x, y) is seen; false beyond the fold. */
static bool distort(const struct tcs_lens *l, double x, double y, double ret[2])
{
    const double q = x * x + y * y;
    const double radial = 1.0 + q * (l->k1 + q * (l->k2 + q * l->k3));
    const double slope = 1.0 + q * (3.0 * l->k1 + q * (5.0 * l->k2 + q * 7.0 * l->k3));

    ret[0] = x * radial + 2.0 * l->p1 * x * y + l->p2 * (q + 2.0 * x * x);
    ret[1] = y * radial + l->p1 * (q + 2.0 * y * y) + 2.0 * l->p2 * x * y;
    return slope > 0.0;
}

bool tcs_lens_pixel(const struct tcs_lens *lens, struct tcs_vec3 direction,
                    double ret_pixel[2])
{
    double d[2];

    if (!(direction.v[2] > 1e-3 * tcs_vec3_norm(direction)))
        return false;
    if (!distort(lens, direction.v[0] / direction.v[2], direction.v[1] / direction.v[2],
                 d))
        return false;
    ret_pixel[0] = lens->fx * d[0] + lens->cx;
    ret_pixel[1] = lens->fy * d[1] + lens->cy;
    return true;
}

struct tcs_vec3 tcs_lens_direction(const struct tcs_lens *lens, const double pixel[2])
{
    const double seen[2] = { (pixel[0] - lens->cx) / lens->fx,
                             (pixel[1] - lens->cy) / lens->fy };
    double x = seen[0];
    double y = seen[1];

    /* Newton's method with the derivatives of the radial part: the rest is small. */
    for (int i = 0; i < 100; i++) {
        const double q = x * x + y * y;
        const double radial = 1.0 + q * (lens->k1 + q * (lens->k2 + q * lens->k3));
        const double slope = lens->k1 + q * (2.0 * lens->k2 + q * 3.0 * lens->k3);
        const double xx = radial + 2.0 * x * x * slope;
        const double yy = radial + 2.0 * y * y * slope;
        const double xy = 2.0 * x * y * slope;
        const double det = xx * yy - xy * xy;
        double d[2];

        (void)distort(lens, x, y, d);
        const double ex = seen[0] - d[0];
        const double ey = seen[1] - d[1];

        if (!(det > 1e-6) || tcs_fabs(ex) + tcs_fabs(ey) < 1e-14)
            break;
        x += (yy * ex - xy * ey) / det;
        y += (xx * ey - xy * ex) / det;
    }
    const struct tcs_vec3 v = { { x, y, 1.0 } };

    return tcs_vec3_scale(v, 1.0 / tcs_vec3_norm(v));
}
