/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_GEO_GEO_H
#define TCS_GEO_GEO_H

/*
 * geo.h -- WGS 84, earth-centred and local frames, angles.
 *
 *   geodetic   latitude, longitude (rad), height above the ellipsoid (m)
 *   ECEF       x, y, z (m), EPSG:4978
 *   ENU        east, north, up (m), tangent plane at a geodetic origin
 *
 * Azimuth: clockwise from true north, [0, 2 pi). Elevation: up from the horizontal.
 *
 * Sources: NIMA TR8350.2 (WGS 84 constants); Bowring, "Transformation from spatial to
 * geographical coordinates", Survey Review 23 (1976), for ECEF to geodetic. Error below
 * 5e-9 m (a few roundings of an ECEF coordinate) for heights of -10 km to 100 km, checked
 * against PROJ.
 */

#include "num/mat.h"

#define TCS_PI 3.14159265358979323846
#define TCS_RAD_PER_DEG (TCS_PI / 180.0)

struct tcs_geodetic {
    double lat_rad;
    double lon_rad;
    double height_m;
};

struct tcs_vec3 tcs_ecef_from_geodetic(struct tcs_geodetic geodetic);
struct tcs_geodetic tcs_geodetic_from_ecef(struct tcs_vec3 ecef_m);

/* A local frame: made once for a site. */
struct tcs_frame {
    struct tcs_geodetic origin;
    struct tcs_vec3 origin_ecef_m;
    struct tcs_mat3 enu_from_ecef; /* rows: east, north, up */
};

struct tcs_frame tcs_frame(struct tcs_geodetic origin);
struct tcs_vec3 tcs_enu_from_geodetic(const struct tcs_frame *frame,
                                      struct tcs_geodetic g);
struct tcs_geodetic tcs_geodetic_from_enu(const struct tcs_frame *frame,
                                          struct tcs_vec3 enu_m);

/* a - b, in [-pi, pi). The only way to subtract angles. */
double tcs_angle_diff(double a_rad, double b_rad);
/* Into [0, 2 pi). */
double tcs_angle_wrap(double a_rad);

/* Slant range, azimuth, elevation of a point seen from another, and back. At zero range,
 * azimuth and elevation are 0; straight up, azimuth is 0. */
struct tcs_rae {
    double range_m;
    double az_rad;
    double el_rad;
};
struct tcs_rae tcs_rae_from_enu(struct tcs_vec3 from_m, struct tcs_vec3 to_m);
struct tcs_vec3 tcs_enu_from_rae(struct tcs_vec3 from_m, struct tcs_rae rae);

#endif
