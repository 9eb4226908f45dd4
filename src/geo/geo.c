/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/geo.h"

#include "num/elem.h"

/* WGS 84, NIMA TR8350.2 table 3.1: semi-major axis (m) and flattening. */
#define AXIS_M 6378137.0
#define FLATTENING (1.0 / 298.257223563)
#define POLAR_AXIS_M (AXIS_M * (1.0 - FLATTENING))
/* First and second eccentricity, squared. */
#define ECC2 (FLATTENING * (2.0 - FLATTENING))
#define ECC2_SECOND (ECC2 / (1.0 - ECC2))
#define TWO_PI (2.0 * TCS_PI)

struct tcs_vec3 tcs_ecef_from_geodetic(struct tcs_geodetic geodetic)
{
    const double sin_lat = tcs_sin(geodetic.lat_rad);
    const double cos_lat = tcs_cos(geodetic.lat_rad);
    /* Radius of curvature in the prime vertical. */
    const double normal_m = AXIS_M / tcs_sqrt(1.0 - ECC2 * sin_lat * sin_lat);
    const double from_axis_m = (normal_m + geodetic.height_m) * cos_lat;

    return (struct tcs_vec3) { {
        from_axis_m * tcs_cos(geodetic.lon_rad),
        from_axis_m * tcs_sin(geodetic.lon_rad),
        (normal_m * (1.0 - ECC2) + geodetic.height_m) * sin_lat,
    } };
}

/*
 * Bowring's iteration on the reduced latitude, which needs no angle until the end. Each
 * round gains more than five digits near the ellipsoid, so that three are ample.
 */
struct tcs_geodetic tcs_geodetic_from_ecef(struct tcs_vec3 ecef_m)
{
    const double x = ecef_m.v[0];
    const double y = ecef_m.v[1];
    const double z = ecef_m.v[2];
    const double from_axis_m = tcs_sqrt(x * x + y * y);
    double up = z * AXIS_M; /* tangent of the reduced latitude: up / out */
    double out = from_axis_m * POLAR_AXIS_M;

    if (!(up != 0.0 || out != 0.0)) /* the centre of the earth has no latitude */
        return (struct tcs_geodetic) { 0.0, 0.0, -AXIS_M };
    for (int round = 0; round < 3; round++) {
        const double length = tcs_sqrt(up * up + out * out);
        const double sin_reduced = up / length;
        const double cos_reduced = out / length;
        const double rise_m =
            ECC2_SECOND * POLAR_AXIS_M * sin_reduced * sin_reduced * sin_reduced;
        const double fall_m = ECC2 * AXIS_M * cos_reduced * cos_reduced * cos_reduced;

        /* Tangent of the latitude, and from it that of the reduced latitude again. */
        up = (z + rise_m) * (1.0 - FLATTENING);
        out = from_axis_m - fall_m;
    }
    const double lat = tcs_atan2(up, out * (1.0 - FLATTENING));
    const double sin_lat = tcs_sin(lat);
    const double cos_lat = tcs_cos(lat);

    return (struct tcs_geodetic) {
        .lat_rad = lat,
        .lon_rad = tcs_atan2(y, x),
        /* Along the normal: loses nothing at the poles nor at the equator. */
        .height_m = from_axis_m * cos_lat + z * sin_lat -
                    AXIS_M * tcs_sqrt(1.0 - ECC2 * sin_lat * sin_lat),
    };
}

struct tcs_frame tcs_frame(struct tcs_geodetic origin)
{
    const double sin_lat = tcs_sin(origin.lat_rad);
    const double cos_lat = tcs_cos(origin.lat_rad);
    const double sin_lon = tcs_sin(origin.lon_rad);
    const double cos_lon = tcs_cos(origin.lon_rad);

    return (struct tcs_frame) {
        .origin = origin,
        .origin_ecef_m = tcs_ecef_from_geodetic(origin),
        .enu_from_ecef = { {
            { -sin_lon, cos_lon, 0.0 },
            { -sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat },
            { cos_lat * cos_lon, cos_lat * sin_lon, sin_lat },
        } },
    };
}

struct tcs_vec3 tcs_enu_from_geodetic(const struct tcs_frame *frame,
                                      struct tcs_geodetic g)
{
    const struct tcs_vec3 ecef_m = tcs_ecef_from_geodetic(g);

    return tcs_mat3_vec(&frame->enu_from_ecef,
                        tcs_vec3_sub(ecef_m, frame->origin_ecef_m));
}

struct tcs_geodetic tcs_geodetic_from_enu(const struct tcs_frame *frame,
                                          struct tcs_vec3 enu_m)
{
    return tcs_geodetic_from_ecef(
        tcs_vec3_add(tcs_mat3_tvec(&frame->enu_from_ecef, enu_m), frame->origin_ecef_m));
}

double tcs_angle_diff(double a_rad, double b_rad)
{
    double diff = tcs_fmod(a_rad - b_rad, TWO_PI);

    if (diff >= TCS_PI)
        diff -= TWO_PI;
    else if (diff < -TCS_PI)
        diff += TWO_PI;
    return diff;
}

double tcs_angle_wrap(double a_rad)
{
    double angle = tcs_fmod(a_rad, TWO_PI);

    if (angle < 0.0)
        angle += TWO_PI;
    /* A hair below zero rounds up to the full turn; -0.0 becomes 0.0. */
    return angle >= TWO_PI ? 0.0 : angle + 0.0;
}

struct tcs_rae tcs_rae_from_enu(struct tcs_vec3 from_m, struct tcs_vec3 to_m)
{
    const struct tcs_vec3 d = tcs_vec3_sub(to_m, from_m);
    const double ground_m = tcs_sqrt(d.v[0] * d.v[0] + d.v[1] * d.v[1]);
    struct tcs_rae rae = { .range_m = tcs_vec3_norm(d) };

    if (ground_m > 0.0)
        rae.az_rad = tcs_angle_wrap(tcs_atan2(d.v[0], d.v[1]));
    if (rae.range_m > 0.0)
        rae.el_rad = tcs_atan2(d.v[2], ground_m);
    return rae;
}

struct tcs_vec3 tcs_enu_from_rae(struct tcs_vec3 from_m, struct tcs_rae rae)
{
    const double ground_m = rae.range_m * tcs_cos(rae.el_rad);
    const struct tcs_vec3 d = { {
        ground_m * tcs_sin(rae.az_rad),
        ground_m * tcs_cos(rae.az_rad),
        rae.range_m * tcs_sin(rae.el_rad),
    } };

    return tcs_vec3_add(from_m, d);
}
