/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT015_PLACE_H
#define TCS_DECODE_ASTERIX_CAT015_PLACE_H

/*
 * cat015_place.h -- the tables of category 015 for where a target is and how it moves, in
 * coordinates centred on it (I015/600 to I015/605). Part of cat015.c, which alone
 * includes it, after RECORD.
 */

#include "decode/asterix/table.h"

/* clang-format off */
static const struct tcs_asterix_field f600_p84[] = {
    { SIGNED("LATITUDE", 32, 180.0 / 2147483648, DEG),
      WITHIN(-90.0, 90.0 - 180.0 / 2147483648), TO(lat_rad) },
    { SIGNED("LONGITUDE", 32, 180.0 / 2147483648, DEG), TO(lon_rad) },
};
static const struct tcs_asterix_item i600_p84 =
    FIXED("P84", "Horizontal Position in WGS-84 Coordinates", TCS_015_WGS84, 8, f600_p84);

static const struct tcs_asterix_field f600_hpr[] = {
    { UNSIGNED("RSHPX", 16, 1.0 / 2, M) },
    { UNSIGNED("RSHPY", 16, 1.0 / 2, M) },
    { SIGNED("CORSHPXY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i600_hpr =
    SHOWN("HPR", "Horizontal Position Resolution", 5, f600_hpr);

static const struct tcs_asterix_field f600_hpp[] = {
    { UNSIGNED("SDHPX", 16, 1.0 / 4, M), TO(sigma_x_m) },
    { UNSIGNED("SDHPY", 16, 1.0 / 4, M), TO(sigma_y_m) },
    { SIGNED("COSDHPXY", 8, 1.0 / 128, NONE), TO(correlation_xy) },
};
static const struct tcs_asterix_item i600_hpp =
    FIXED("HPP", "Horizontal Position Precision", TCS_015_SIGMA_XY, 5, f600_hpp);

static const struct tcs_asterix_item *const i600_subs[] = {
    &i600_p84, &i600_hpr, &i600_hpp,
};
static const struct tcs_asterix_item i600 =
    COMPOUND("600", "Horizontal Position Information", i600_subs);

static const struct tcs_asterix_field f601_gh[] = {
    { SIGNED("GH", 24, 1.0 / 100, M), WITHIN(-83286.0, 83286.0), TO(height_m) },
};
static const struct tcs_asterix_item i601_gh =
    FIXED("GH", "Geometric Height (WGS-84)", TCS_015_HEIGHT, 3, f601_gh);

static const struct tcs_asterix_field f601_rsgh[] = {
    { UNSIGNED("RSGH", 24, 1.0 / 100, M) },
};
static const struct tcs_asterix_item i601_rsgh =
    SHOWN("RSGH", "Geometric Height Resolution", 3, f601_rsgh);

static const struct tcs_asterix_field f601_sdgh[] = {
    { UNSIGNED("SDGH", 24, 1.0 / 100, M), TO(sigma_height_m) },
};
static const struct tcs_asterix_item i601_sdgh =
    FIXED("SDGH", "Geometric Height Precision", TCS_015_SIGMA_HEIGHT, 3, f601_sdgh);

static const struct tcs_asterix_field f601_ci6[] = {
    { UNSIGNED("UCI6", 12, 16.0, M) },
    { UNSIGNED("LCI6", 12, 16.0, M) },
};
static const struct tcs_asterix_item i601_ci6 =
    SHOWN("CI6", "Confidence Interval for Geometric Height (67%)", 3, f601_ci6);

static const struct tcs_asterix_field f601_ci9[] = {
    { UNSIGNED("UCI9", 12, 16.0, M) },
    { UNSIGNED("LCI9", 12, 16.0, M) },
};
static const struct tcs_asterix_item i601_ci9 =
    SHOWN("CI9", "Confidence Interval for Geometric Height (95%)", 3, f601_ci9);

static const struct tcs_asterix_field f601_coghhp[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i601_coghhp =
    SHOWN("COGHHP", "Correlation of Geometric Height and Horizontal Position",
        2, f601_coghhp);

static const struct tcs_asterix_field f601_coghhv[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i601_coghhv =
    SHOWN("COGHHV", "Correlation of Geometric Height and Horizontal Velocity",
        2, f601_coghhv);

static const struct tcs_asterix_field f601_coghha[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i601_coghha =
    SHOWN("COGHHA", "Correlation of Geometric Height and Horizontal Acceleration",
        2, f601_coghha);

static const struct tcs_asterix_item *const i601_subs[] = {
    &i601_gh, &i601_rsgh, &i601_sdgh, &i601_ci6, &i601_ci9, &i601_coghhp, &i601_coghhv,
    &i601_coghha,
};
static const struct tcs_asterix_item i601 =
    COMPOUND("601", "Geometric Height Information", i601_subs);

static const struct tcs_asterix_field f602_hv[] = {
    { SIGNED("X", 20, 1.0 / 100, MPS), TO(vx_mps) },
    { SIGNED("Y", 20, 1.0 / 100, MPS), TO(vy_mps) },
};
static const struct tcs_asterix_item i602_hv =
    FIXED("HV", "Horizontal Velocity Vector", TCS_015_VELOCITY, 5, f602_hv);

static const struct tcs_asterix_field f602_rshv[] = {
    { UNSIGNED("X", 16, 1.0 / 100, MPS) },
    { UNSIGNED("Y", 16, 1.0 / 100, MPS) },
    { SIGNED("CORSHVXY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i602_rshv =
    SHOWN("RSHV", "Horizontal Velocity Resolution", 5, f602_rshv);

static const struct tcs_asterix_field f602_sdhv[] = {
    { UNSIGNED("X", 16, 1.0 / 100, MPS), TO(sigma_vx_mps) },
    { UNSIGNED("Y", 16, 1.0 / 100, MPS), TO(sigma_vy_mps) },
    { SIGNED("COHVXY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i602_sdhv =
    FIXED("SDHV", "Horizontal Velocity Precision", TCS_015_SIGMA_VELOCITY, 5, f602_sdhv);

static const struct tcs_asterix_field f602_cohvhp[] = {
    { SIGNED("COHVXHPX", 8, 1.0 / 128, NONE) },
    { SIGNED("COHVXHPY", 8, 1.0 / 128, NONE) },
    { SIGNED("COHVYHPX", 8, 1.0 / 128, NONE) },
    { SIGNED("COHVYHPY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i602_cohvhp =
    SHOWN("COHVHP", "Correlation of Horizontal Velocity and Horizontal Position",
        4, f602_cohvhp);

static const struct tcs_asterix_item *const i602_subs[] = {
    &i602_hv, &i602_rshv, &i602_sdhv, &i602_cohvhp,
};
static const struct tcs_asterix_item i602 =
    COMPOUND("602", "Horizontal Velocity Information", i602_subs);

static const struct tcs_asterix_field f603_ha[] = {
    { SIGNED("X", 12, 1.0 / 16, MPS2) },
    { SIGNED("Y", 12, 1.0 / 16, MPS2) },
};
static const struct tcs_asterix_item i603_ha =
    SHOWN("HA", "Horizontal Acceleration Vector", 3, f603_ha);

static const struct tcs_asterix_field f603_sdha[] = {
    { UNSIGNED("X", 12, 1.0 / 16, MPS2) },
    { UNSIGNED("Y", 12, 1.0 / 16, MPS2) },
    { SIGNED("COHAXY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i603_sdha =
    SHOWN("SDHA", "Horizontal Acceleration Precision", 4, f603_sdha);

static const struct tcs_asterix_field f603_cohahp[] = {
    { SIGNED("COHAXHPX", 8, 1.0 / 128, NONE) },
    { SIGNED("COHAXHPY", 8, 1.0 / 128, NONE) },
    { SIGNED("COHAYHPX", 8, 1.0 / 128, NONE) },
    { SIGNED("COAYHPY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i603_cohahp =
    SHOWN("COHAHP", "Correlation of Horizontal Acceleration and Horizontal Position",
        4, f603_cohahp);

static const struct tcs_asterix_field f603_cohahv[] = {
    { SIGNED("COHAXHVX", 8, 1.0 / 128, NONE) },
    { SIGNED("COHAXHVY", 8, 1.0 / 128, NONE) },
    { SIGNED("COHAYHVX", 8, 1.0 / 128, NONE) },
    { SIGNED("COHAYHVY", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i603_cohahv =
    SHOWN("COHAHV", "Correlation of Horizontal Acceleration and Horizontal Velocity",
        4, f603_cohahv);

static const struct tcs_asterix_item *const i603_subs[] = {
    &i603_ha, &i603_sdha, &i603_cohahp, &i603_cohahv,
};
static const struct tcs_asterix_item i603 =
    SHOWN_COMPOUND("603", "Horizontal Acceleration Information", i603_subs);

static const struct tcs_asterix_field f604_vv[] = {
    { SIGNED("VV", 24, 1.0 / 100, MPS), TO(climb_mps) },
};
static const struct tcs_asterix_item i604_vv =
    FIXED("VV", "Vertical Velocity", TCS_015_CLIMB, 3, f604_vv);

static const struct tcs_asterix_field f604_rsvv[] = {
    { UNSIGNED("RSVV", 16, 1.0 / 100, MPS) },
};
static const struct tcs_asterix_item i604_rsvv =
    SHOWN("RSVV", "Vertical Velocity Resolution", 2, f604_rsvv);

static const struct tcs_asterix_field f604_sdvv[] = {
    { UNSIGNED("SDVV", 16, 1.0 / 100, MPS), TO(sigma_climb_mps) },
    { SIGNED("COVVGH", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i604_sdvv =
    FIXED("SDVV", "Vertical Velocity Precision", TCS_015_SIGMA_CLIMB, 3, f604_sdvv);

static const struct tcs_asterix_field f604_covvhp[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i604_covvhp =
    SHOWN("COVVHP", "Correlation of Vertical Velocity and Horizontal Position",
        2, f604_covvhp);

static const struct tcs_asterix_field f604_covvhv[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i604_covvhv =
    SHOWN("COVVHV", "Correlation of Vertical Velocity and Horizontal Velocity",
        2, f604_covvhv);

static const struct tcs_asterix_field f604_covvha[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i604_covvha =
    SHOWN("COVVHA", "Correlation of Vertical Velocity and Horizontal Acceleration",
        2, f604_covvha);

static const struct tcs_asterix_item *const i604_subs[] = {
    &i604_vv, &i604_rsvv, &i604_sdvv, &i604_covvhp, &i604_covvhv, &i604_covvha,
};
static const struct tcs_asterix_item i604 =
    COMPOUND("604", "Vertical Velocity Information", i604_subs);

static const struct tcs_asterix_field f605_va[] = {
    { SIGNED("VA", 16, 1.0 / 100, MPS2) },
};
static const struct tcs_asterix_item i605_va =
    SHOWN("VA", "Vertical Acceleration", 2, f605_va);

static const struct tcs_asterix_field f605_rsva[] = {
    { UNSIGNED("SDVA", 16, 1.0 / 100, MPS2) },
    { SIGNED("COVAGH", 8, 1.0 / 128, NONE) },
    { SIGNED("COVAVV", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i605_rsva =
    SHOWN("RSVA", "Vertical Acceleration Precision", 4, f605_rsva);

static const struct tcs_asterix_field f605_covahp[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i605_covahp =
    SHOWN("COVAHP", "Correlation of Vertical Acceleration and Horizontal Position",
        2, f605_covahp);

static const struct tcs_asterix_field f605_covahv[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i605_covahv =
    SHOWN("COVAHV", "Correlation of Vertical Acceleration and Horizontal Velocity",
        2, f605_covahv);

static const struct tcs_asterix_field f605_covaha[] = {
    { SIGNED("X", 8, 1.0 / 128, NONE) },
    { SIGNED("Y", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i605_covaha =
    SHOWN("COVAHA", "Correlation of Vertical Acceleration and Horizontal Acceleration",
        2, f605_covaha);

static const struct tcs_asterix_item *const i605_subs[] = {
    &i605_va, &i605_rsva, &i605_covahp, &i605_covahv, &i605_covaha,
};
static const struct tcs_asterix_item i605 =
    SHOWN_COMPOUND("605", "Vertical Velocity Information", i605_subs);
/* clang-format on */

#endif
