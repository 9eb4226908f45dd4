/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat034.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_034

/* clang-format off */
static const struct tcs_asterix_field f000[] = {
    { CODE("TYPE", 8), TO(type) },
};
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_034_TYPE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_034_SOURCE, 2, f010);

static const struct tcs_asterix_field f020[] = {
    { UNSIGNED("SECTOR", 8, 360.0 / 256, DEG), TO(sector_rad) },
};
static const struct tcs_asterix_item i020 =
    FIXED("020", "Sector Number", TCS_034_SECTOR, 1, f020);

static const struct tcs_asterix_field f030[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i030 =
    FIXED("030", "Time of Day", TCS_034_TIME, 3, f030);

static const struct tcs_asterix_field f041[] = {
    { UNSIGNED("PERIOD", 16, 1.0 / 128, S), TO(rotation_period_s) },
};
static const struct tcs_asterix_item i041 =
    FIXED("041", "Antenna Rotation Speed", TCS_034_ROTATION, 2, f041);

static const struct tcs_asterix_field f050_com[] = {
    { CODE("NOGO", 1), TO(nogo) },
    { CODE("RDPC", 1) },
    { CODE("RDPR", 1), TO(reset) },
    { CODE("OVLRDP", 1), TO(overload) },
    { CODE("OVLXMT", 1), TO(link_overload) },
    { CODE("MSC", 1) },
    { CODE("TSV", 1), TO(time_invalid) },
    { SPARE(1) },
};
static const struct tcs_asterix_field f050_psr[] = {
    { CODE("ANT", 1) },
    { CODE("CHAB", 2), TO(psr_channel) },
    { CODE("OVL", 1), TO(psr_overload) },
    { CODE("MSC", 1) },
    { SPARE(3) },
};
static const struct tcs_asterix_field f050_ssr[] = {
    { CODE("ANT", 1) },
    { CODE("CHAB", 2) },
    { CODE("OVL", 1) },
    { CODE("MSC", 1) },
    { SPARE(3) },
};
static const struct tcs_asterix_field f050_mds[] = {
    { CODE("ANT", 1) },
    { CODE("CHAB", 2) },
    { CODE("OVLSUR", 1) },
    { CODE("MSC", 1) },
    { CODE("SCF", 1) },
    { CODE("DLF", 1) },
    { CODE("OVLSCF", 1) },
    { CODE("OVLDLF", 1) },
    { SPARE(7) },
};
static const struct tcs_asterix_item i050_com =
    FIXED("COM", "Common Part", TCS_034_STATUS, 1, f050_com);
static const struct tcs_asterix_item i050_psr =
    FIXED("PSR", "Status of a PSR", TCS_034_PSR_STATUS, 1, f050_psr);
static const struct tcs_asterix_item i050_ssr =
    SHOWN("SSR", "Status of an SSR", 1, f050_ssr);
static const struct tcs_asterix_item i050_mds =
    SHOWN("MDS", "Status of a Mode S Sensor", 2, f050_mds);
static const struct tcs_asterix_item *const i050_subs[] = {
    &i050_com, NULL, NULL, &i050_psr, &i050_ssr, &i050_mds,
};
static const struct tcs_asterix_item i050 =
    COMPOUND("050", "System Configuration and Status", i050_subs);

static const struct tcs_asterix_field f060_com[] = {
    { SPARE(1) },
    { CODE("REDRDP", 3) },
    { CODE("REDXMT", 3) },
    { SPARE(1) },
};
static const struct tcs_asterix_field f060_psr[] = {
    { CODE("POL", 1) },
    { CODE("REDRAD", 3) },
    { CODE("STC", 2) },
    { SPARE(2) },
};
static const struct tcs_asterix_field f060_ssr[] = {
    { CODE("REDRAD", 3) },
    { SPARE(5) },
};
static const struct tcs_asterix_field f060_mds[] = {
    { CODE("REDRAD", 3) },
    { CODE("CLU", 1) },
    { SPARE(4) },
};
static const struct tcs_asterix_item i060_com = SHOWN("COM", "Common Part", 1, f060_com);
static const struct tcs_asterix_item i060_psr = SHOWN("PSR", "Mode of a PSR", 1, f060_psr);
static const struct tcs_asterix_item i060_ssr = SHOWN("SSR", "Mode of an SSR", 1, f060_ssr);
static const struct tcs_asterix_item i060_mds =
    SHOWN("MDS", "Mode of a Mode S Sensor", 1, f060_mds);
static const struct tcs_asterix_item *const i060_subs[] = {
    &i060_com, NULL, NULL, &i060_psr, &i060_ssr, &i060_mds,
};
static const struct tcs_asterix_item i060 =
    SHOWN_COMPOUND("060", "System Processing Mode", i060_subs);

static const struct tcs_asterix_field f070[] = {
    { CODE("TYP", 5) },
    { CODE("COUNT", 11) },
};
static const struct tcs_asterix_item i070 =
    SHOWN_REPEATED("070", "Message Count Values", 2, f070);

static const struct tcs_asterix_field f090[] = {
    { SIGNED("RNG", 8, 1.0 / 128, NM), TO(range_error_m) },
    { SIGNED("AZM", 8, 360.0 / 16384, DEG), TO(azimuth_error_rad) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Collimation Error", TCS_034_COLLIMATION, 2, f090);

static const struct tcs_asterix_field f100[] = {
    { UNSIGNED("RHOST", 16, 1.0 / 256, NM), TO(window_rho_start_m) },
    { UNSIGNED("RHOEND", 16, 1.0 / 256, NM), TO(window_rho_end_m) },
    { UNSIGNED("THETAST", 16, 360.0 / 65536, DEG), TO(window_theta_start_rad) },
    { UNSIGNED("THETAEND", 16, 360.0 / 65536, DEG), TO(window_theta_end_rad) },
};
static const struct tcs_asterix_item i100 =
    FIXED("100", "Generic Polar Window", TCS_034_WINDOW, 8, f100);

static const struct tcs_asterix_field f110[] = {
    { CODE("TYP", 8), TO(filter) },
};
static const struct tcs_asterix_item i110 =
    FIXED("110", "Data Filter", TCS_034_FILTER, 1, f110);

static const struct tcs_asterix_field f120[] = {
    { SIGNED("HGT", 16, 1.0, M), TO(height_m) },
    { SIGNED("LAT", 24, 180.0 / 8388608, DEG), WITHIN(-90, 90), TO(latitude_rad) },
    { SIGNED("LON", 24, 180.0 / 8388608, DEG), WITHIN(-180, 180), TO(longitude_rad) },
};
static const struct tcs_asterix_item i120 =
    FIXED("120", "3D-Position of Data Source", TCS_034_POSITION, 8, f120);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

/* The editions differ in the meanings of codes (I034/000, I034/070) only. */
static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i030, &i020, &i041, &i050, &i060,
    &i070, &i100, &i110, &i120, &i090, &re, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_034[] = {
    EDITION(34, "1.29", uap),
    EDITION(34, "1.28", uap),
    EDITION(34, "1.27", uap),
    { 0 },
};
