/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat002.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_002

/* clang-format off */
static const struct tcs_asterix_field f000[] = {
    { CODE("TYPE", 8), TO(type) },
};
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_002_TYPE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_002_SOURCE, 2, f010);

static const struct tcs_asterix_field f020[] = {
    { UNSIGNED("SECTOR", 8, 360.0 / 256, DEG), TO(sector_rad) },
};
static const struct tcs_asterix_item i020 =
    FIXED("020", "Sector Number", TCS_002_SECTOR, 1, f020);

static const struct tcs_asterix_field f030[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i030 =
    FIXED("030", "Time of Day", TCS_002_TIME, 3, f030);

static const struct tcs_asterix_field f041[] = {
    { UNSIGNED("PERIOD", 16, 1.0 / 128, S), TO(rotation_period_s) },
};
static const struct tcs_asterix_item i041 =
    FIXED("041", "Antenna Rotation Speed", TCS_002_ROTATION, 2, f041);

static const struct tcs_asterix_field f050[] = {
    { CODE("STATUS", 7) },
    { FX() },
};
static const struct tcs_asterix_item i050 =
    SHOWN_REPEATED_FX("050", "Station Configuration Status", 1, f050);

static const struct tcs_asterix_field f060[] = {
    { CODE("MODE", 7) },
    { FX() },
};
static const struct tcs_asterix_item i060 =
    SHOWN_REPEATED_FX("060", "Station Processing Mode", 1, f060);

static const struct tcs_asterix_field f070[] = {
    { CODE("A", 1) },
    { CODE("IDENT", 5) },
    { CODE("COUNTER", 10) },
};
static const struct tcs_asterix_item i070 =
    SHOWN_REPEATED("070", "Plot Count Values", 2, f070);

static const struct tcs_asterix_field f080[] = {
    { CODE("WE", 7) },
    { FX() },
};
static const struct tcs_asterix_item i080 =
    SHOWN_REPEATED_FX("080", "Warning/Error Conditions", 1, f080);

static const struct tcs_asterix_field f090[] = {
    { SIGNED("RE", 8, 1.0 / 128, NM), TO(range_error_m) },
    { SIGNED("AE", 8, 360.0 / 16384, DEG), TO(azimuth_error_rad) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Collimation Error", TCS_002_COLLIMATION, 2, f090);

static const struct tcs_asterix_field f100[] = {
    { UNSIGNED("RS", 16, 1.0 / 128, NM), TO(window_rho_start_m) },
    { UNSIGNED("RE", 16, 1.0 / 128, NM), TO(window_rho_end_m) },
    { UNSIGNED("TS", 16, 360.0 / 65536, DEG), TO(window_theta_start_rad) },
    { UNSIGNED("TE", 16, 360.0 / 65536, DEG), TO(window_theta_end_rad) },
};
static const struct tcs_asterix_item i100 =
    FIXED("100", "Dynamic Window Type 1", TCS_002_WINDOW, 8, f100);

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");
static const struct tcs_asterix_item rfs = RANDOM("RFS", "Random Field Sequencing");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i020, &i030, &i041, &i050, &i060, &i070, &i100, &i090, &i080, NULL,
    &sp, &rfs,
};

/* The editions differ in their wording only. */
const struct tcs_asterix_edition tcs_asterix_editions_002[] = {
    EDITION(2, "1.2", uap),
    EDITION(2, "1.1", uap),
    EDITION(2, "1.0", uap),
    { 0 },
};
