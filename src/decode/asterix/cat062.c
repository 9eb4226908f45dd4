/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat062.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_062
#include "decode/asterix/cat062_aircraft.h"

/* clang-format off */
static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_062_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = { { CODE("SI", 8), TO(service) } };
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_062_SERVICE, 1, f015);

static const struct tcs_asterix_field f040[] = { { CODE("TRK", 16), TO(track) } };
static const struct tcs_asterix_item i040 =
    FIXED("040", "Track Number", TCS_062_TRACK, 2, f040);

static const struct tcs_asterix_field f060_116[] = {
    { SPARE(2) },
    { CODE("CH", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i060_116 =
    FIXED("060", "Track Mode 3/A Code", TCS_062_MODE3A, 2, f060_116);
static const struct tcs_asterix_field f060[] = {
    { CODE("V", 1), TO(mode3a_invalid) },
    { CODE("G", 1), TO(mode3a_garbled) },
    { CODE("CH", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i060 =
    FIXED("060", "Track Mode 3/A Code", TCS_062_MODE3A, 2, f060);

static const struct tcs_asterix_field f070[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Time Of Track Information", TCS_062_TIME, 3, f070);

/* I062/080: its first five parts never changed. */
#define STATUS_1_TO_5                                                                    \
    { CODE("MON", 1), TO(mono) },                                                        \
    { CODE("SPI", 1), TO(ident) },                                                       \
    { CODE("MRH", 1), TO(geometric_more_reliable) },                                     \
    { CODE("SRC", 3), TO(altitude_source) },                                             \
    { CODE("CNF", 1), TO(tentative) },                                                   \
    { FX() },                                                                            \
    { CODE("SIM", 1), TO(simulated) },                                                   \
    { CODE("TSE", 1), TO(ended) },                                                       \
    { CODE("TSB", 1), TO(begun) },                                                       \
    { CODE("FPC", 1) },                                                                  \
    { CODE("AFF", 1) },                                                                  \
    { CODE("STP", 1) },                                                                  \
    { CODE("KOS", 1) },                                                                  \
    { FX() },                                                                            \
    { CODE("AMA", 1) },                                                                  \
    { CODE("MD4", 2) },                                                                  \
    { CODE("ME", 1) },                                                                   \
    { CODE("MI", 1) },                                                                   \
    { CODE("MD5", 2) },                                                                  \
    { FX() },                                                                            \
    { CODE("CST", 1), TO(coasting) },                                                    \
    { CODE("PSR", 1), TO(no_psr) },                                                      \
    { CODE("SSR", 1), TO(no_ssr) },                                                      \
    { CODE("MDS", 1), TO(no_mode_s) },                                                   \
    { CODE("ADS", 1), TO(no_adsb) },                                                     \
    { CODE("SUC", 1) },                                                                  \
    { CODE("AAC", 1) },                                                                  \
    { FX() },                                                                            \
    { CODE("SDS", 2) },                                                                  \
    { CODE("EMS", 3) },                                                                  \
    { CODE("PFT", 1) },                                                                  \
    { CODE("FPLT", 1) },                                                                 \
    { FX() }
#define DUPLICATES                                                                       \
    { CODE("DUPT", 1) },                                                                 \
    { CODE("DUPF", 1) },                                                                 \
    { CODE("DUPM", 1) }
#define CONSISTENCY                                                                      \
    { CODE("SFC", 1) },                                                                  \
    { CODE("IDD", 1) },                                                                  \
    { CODE("IEC", 1) }
static const struct tcs_asterix_field f080_116[] = {
    STATUS_1_TO_5, DUPLICATES, { SPARE(4) }, { FX() },
};
static const struct tcs_asterix_field f080_118[] = {
    STATUS_1_TO_5, DUPLICATES, CONSISTENCY, { SPARE(1) }, { FX() },
};
static const struct tcs_asterix_field f080_120[] = {
    STATUS_1_TO_5, DUPLICATES, CONSISTENCY, { CODE("MLAT", 1) }, { FX() },
};
static const struct tcs_asterix_field f080_121[] = {
    STATUS_1_TO_5, DUPLICATES, CONSISTENCY, { CODE("MLAT", 1) }, { FX() },
    { CODE("M5I", 1) },
    { SPARE(6) },
    { FX() },
};
static const struct tcs_asterix_item i080_116 =
    EXTENDED("080", "Track Status", TCS_062_STATUS, f080_116);
static const struct tcs_asterix_item i080_118 =
    EXTENDED("080", "Track Status", TCS_062_STATUS, f080_118);
static const struct tcs_asterix_item i080_120 =
    EXTENDED("080", "Track Status", TCS_062_STATUS, f080_120);
static const struct tcs_asterix_item i080_121 =
    EXTENDED("080", "Track Status", TCS_062_STATUS, f080_121);

static const struct tcs_asterix_field f100[] = {
    { SIGNED("X", 24, 0.5, M), TO(x_m) },
    { SIGNED("Y", 24, 0.5, M), TO(y_m) },
};
static const struct tcs_asterix_item i100 =
    FIXED("100", "Calculated Track Position (Cartesian)", TCS_062_CARTESIAN, 6, f100);

static const struct tcs_asterix_field f105[] = {
    { SIGNED("LAT", 32, 180.0 / 33554432, DEG), WITHIN(-90, 90), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 33554432, DEG), WITHIN(-180, 180), TO(lon_rad) },
};
static const struct tcs_asterix_item i105 =
    FIXED("105", "Calculated Position In WGS-84 Co-ordinates", TCS_062_WGS84, 8, f105);

static const struct tcs_asterix_field f110_sum[] = {
    { CODE("M5", 1) },
    { CODE("ID", 1) },
    { CODE("DA", 1) },
    { CODE("M1", 1) },
    { CODE("M2", 1) },
    { CODE("M3", 1) },
    { CODE("MC", 1) },
    { CODE("X", 1) },
};
static const struct tcs_asterix_item i110_sum =
    SHOWN("SUM", "Mode 5 Summary", 1, f110_sum);
static const struct tcs_asterix_field f110_pmn[] = {
    { SPARE(2) },
    { CODE("PIN", 14) },
    { SPARE(3) },
    { CODE("NAT", 5) },
    { SPARE(2) },
    { CODE("MIS", 6) },
};
static const struct tcs_asterix_item i110_pmn =
    SHOWN("PMN", "Mode 5 PIN/ National Origin/Mission Code", 4, f110_pmn);
static const struct tcs_asterix_field f110_pos[] = {
    { SIGNED("LAT", 24, 180.0 / 8388608, DEG) },
    { SIGNED("LON", 24, 180.0 / 8388608, DEG) },
};
static const struct tcs_asterix_item i110_pos =
    SHOWN("POS", "Mode 5 Reported Position", 6, f110_pos);
static const struct tcs_asterix_field f110_ga[] = {
    { SPARE(1) },
    { CODE("RES", 1) },
    { SIGNED("GA", 14, 25.0, FT) },
};
static const struct tcs_asterix_item i110_ga =
    SHOWN("GA", "Mode 5 GNSS-derived Altitude", 2, f110_ga);
static const struct tcs_asterix_field f110_em1[] = {
    { SPARE(4) },
    { OCTAL("EM1", 12) },
};
static const struct tcs_asterix_item i110_em1 =
    SHOWN("EM1", "Extended Mode 1 Code in Octal Representation", 2, f110_em1);
static const struct tcs_asterix_field f110_tos[] = { { SIGNED("TOS", 8, 1.0 / 128, S) } };
static const struct tcs_asterix_item i110_tos =
    SHOWN("TOS", "Time Offset for POS and GA", 1, f110_tos);
static const struct tcs_asterix_field f110_xp[] = {
    { SPARE(3) },
    { CODE("X5", 1) },
    { CODE("XC", 1) },
    { CODE("X3", 1) },
    { CODE("X2", 1) },
    { CODE("X1", 1) },
};
static const struct tcs_asterix_item i110_xp =
    SHOWN("XP", "X Pulse Presence", 1, f110_xp);
static const struct tcs_asterix_item *const i110_subs[] = {
    &i110_sum, &i110_pmn, &i110_pos, &i110_ga, &i110_em1, &i110_tos, &i110_xp,
};
static const struct tcs_asterix_item i110 =
    SHOWN_COMPOUND("110", "Mode 5 Data Reports and Extended Mode 1 Code", i110_subs);

static const struct tcs_asterix_field f120[] = {
    { SPARE(4) },
    { OCTAL("MODE2", 12) },
};
static const struct tcs_asterix_item i120 = SHOWN("120", "Track Mode 2 Code", 2, f120);

static const struct tcs_asterix_field f130[] = {
    { SIGNED("ALT", 16, 6.25, FT), WITHIN(-1500, 150000), TO(geometric_altitude_m) },
};
static const struct tcs_asterix_item i130 =
    FIXED("130", "Calculated Track Geometric Altitude", TCS_062_GEOMETRIC, 2, f130);

static const struct tcs_asterix_field f135[] = {
    { CODE("QNH", 1), TO(qnh_applied) },
    { SIGNED("CTB", 15, 0.25, FL), WITHIN(-15, 1500), TO(barometric_altitude_m) },
};
static const struct tcs_asterix_item i135 =
    FIXED("135", "Calculated Track Barometric Altitude", TCS_062_BAROMETRIC, 2, f135);

static const struct tcs_asterix_field f136[] = {
    { SIGNED("FL", 16, 0.25, FL), WITHIN(-15, 1500), TO(measured_level_m) },
};
static const struct tcs_asterix_item i136 =
    FIXED("136", "Measured Flight Level", TCS_062_LEVEL, 2, f136);

static const struct tcs_asterix_field f185[] = {
    { SIGNED("VX", 16, 0.25, MPS), TO(vx_mps) },
    { SIGNED("VY", 16, 0.25, MPS), TO(vy_mps) },
};
static const struct tcs_asterix_item i185 =
    FIXED("185", "Calculated Track Velocity (Cartesian)", TCS_062_VELOCITY, 4, f185);

static const struct tcs_asterix_field f200[] = {
    { CODE("TRANS", 2), TO(turn) },
    { CODE("LONG", 2), TO(speed_change) },
    { CODE("VERT", 2), TO(climb) },
    { CODE("ADF", 1) },
    { SPARE(1) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Mode of Movement", TCS_062_MOVEMENT, 1, f200);

static const struct tcs_asterix_field f210[] = {
    { SIGNED("AX", 8, 0.25, MPS2), TO(ax_mps2) },
    { SIGNED("AY", 8, 0.25, MPS2), TO(ay_mps2) },
};
static const struct tcs_asterix_item i210 =
    FIXED("210", "Calculated Acceleration (Cartesian)", TCS_062_ACCELERATION, 2, f210);

static const struct tcs_asterix_field f220[] = {
    { SIGNED("ROCD", 16, 6.25, FTPMIN), TO(climb_mps) },
};
static const struct tcs_asterix_item i220 =
    FIXED("220", "Calculated Rate of Climb/Descent", TCS_062_CLIMB_RATE, 2, f220);

static const struct tcs_asterix_field f245[] = {
    { CODE("STI", 2), TO(callsign_source) },
    { SPARE(6) },
    { ICAO("CHR"), TO(callsign) },
};
static const struct tcs_asterix_item i245 =
    FIXED("245", "Target Identification", TCS_062_CALLSIGN, 7, f245);

static const struct tcs_asterix_field f270[] = {
    { UNSIGNED("LENGTH", 7, 1.0, M), TO(length_m) },
    { FX() },
    { UNSIGNED("ORIENTATION", 7, 360.0 / 128, DEG), TO(orientation_rad) },
    { FX() },
    { UNSIGNED("WIDTH", 7, 1.0, M), TO(width_m) },
    { FX() },
};
static const struct tcs_asterix_item i270 =
    EXTENDED("270", "Target Size and Orientation", TCS_062_SIZE, f270);

static const struct tcs_asterix_field f290_trk[] = {
    { UNSIGNED("TRK", 8, 0.25, S), TO(age_s) },
};
static const struct tcs_asterix_item i290_trk =
    FIXED("TRK", "Track Age", TCS_062_AGE, 1, f290_trk);
static const struct tcs_asterix_field f290_psr[] = {
    { UNSIGNED("PSR", 8, 0.25, S), TO(psr_age_s) },
};
static const struct tcs_asterix_item i290_psr =
    FIXED("PSR", "PSR Age", TCS_062_PSR_AGE, 1, f290_psr);
static const struct tcs_asterix_field f290_ssr[] = {
    { UNSIGNED("SSR", 8, 0.25, S), TO(ssr_age_s) },
};
static const struct tcs_asterix_item i290_ssr =
    FIXED("SSR", "SSR Age", TCS_062_SSR_AGE, 1, f290_ssr);
static const struct tcs_asterix_field f290_mds[] = {
    { UNSIGNED("MDS", 8, 0.25, S), TO(mode_s_age_s) },
};
static const struct tcs_asterix_item i290_mds =
    FIXED("MDS", "Mode S Age", TCS_062_MODE_S_AGE, 1, f290_mds);
static const struct tcs_asterix_field f290_ads[] = { { UNSIGNED("ADS", 16, 0.25, S) } };
static const struct tcs_asterix_item i290_ads = SHOWN("ADS", "ADS-C Age", 2, f290_ads);
static const struct tcs_asterix_field f290_es[] = {
    { UNSIGNED("ES", 8, 0.25, S), TO(adsb_age_s) },
};
static const struct tcs_asterix_item i290_es =
    FIXED("ES", "ADS-B Extended Squitter Age", TCS_062_ADSB_AGE, 1, f290_es);
AGE(290_vdl, "VDL", "ADS-B VDL Mode 4 Age");
AGE(290_uat, "UAT", "ADS-B UAT Age");
AGE(290_lop, "LOP", "Loop Age");
static const struct tcs_asterix_field f290_mlt[] = {
    { UNSIGNED("MLT", 8, 0.25, S), TO(mlat_age_s) },
};
static const struct tcs_asterix_item i290_mlt =
    FIXED("MLT", "Multilateration Age", TCS_062_MLAT_AGE, 1, f290_mlt);
static const struct tcs_asterix_item *const i290_subs[] = {
    &i290_trk, &i290_psr, &i290_ssr, &i290_mds, &i290_ads, &i290_es, &i290_vdl,
    &i290_uat, &i290_lop, &i290_mlt,
};
static const struct tcs_asterix_item i290 =
    COMPOUND("290", "System Track Update Ages", i290_subs);

static const struct tcs_asterix_field f300[] = { { CODE("VFI", 8), TO(fleet) } };
static const struct tcs_asterix_item i300 =
    FIXED("300", "Vehicle Fleet Identification", TCS_062_FLEET, 1, f300);

static const struct tcs_asterix_field f340_sid[] = {
    { CODE("SAC", 8) },
    { CODE("SIC", 8) },
};
static const struct tcs_asterix_item i340_sid =
    SHOWN("SID", "Sensor Identification", 2, f340_sid);
static const struct tcs_asterix_field f340_pos[] = {
    { UNSIGNED("RHO", 16, 1.0 / 256, NM) },
    { UNSIGNED("THETA", 16, 360.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i340_pos =
    SHOWN("POS", "Measured Position", 4, f340_pos);
static const struct tcs_asterix_field f340_height_116[] = {
    { UNSIGNED("HEIGHT", 16, 25.0, FT) },
};
static const struct tcs_asterix_item i340_height_116 =
    SHOWN("HEIGHT", "Measured 3-D Height", 2, f340_height_116);
static const struct tcs_asterix_field f340_height[] = {
    { SIGNED("HEIGHT", 16, 25.0, FT) },
};
static const struct tcs_asterix_item i340_height =
    SHOWN("HEIGHT", "Measured 3-D Height", 2, f340_height);
static const struct tcs_asterix_field f340_mdc[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { SIGNED("LMC", 14, 0.25, FL) },
};
static const struct tcs_asterix_item i340_mdc = SHOWN("MDC", "MDC", 2, f340_mdc);
static const struct tcs_asterix_field f340_mda[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12) },
};
static const struct tcs_asterix_item i340_mda = SHOWN("MDA", "MDA", 2, f340_mda);
static const struct tcs_asterix_field f340_typ[] = {
    { CODE("TYP", 3) },
    { CODE("SIM", 1) },
    { CODE("RAB", 1) },
    { CODE("TST", 1) },
    { SPARE(2) },
};
static const struct tcs_asterix_item i340_typ = SHOWN("TYP", "TYP", 1, f340_typ);
static const struct tcs_asterix_item *const i340_subs[] = {
    &i340_sid, &i340_pos, &i340_height, &i340_mdc, &i340_mda, &i340_typ,
};
static const struct tcs_asterix_item i340 =
    SHOWN_COMPOUND("340", "Measured Information", i340_subs);
static const struct tcs_asterix_item *const i340_subs_116[] = {
    &i340_sid, &i340_pos, &i340_height_116, &i340_mdc, &i340_mda, &i340_typ,
};
static const struct tcs_asterix_item i340_116 =
    SHOWN_COMPOUND("340", "Measured Information", i340_subs_116);

static const struct tcs_asterix_field f500_apc[] = {
    { UNSIGNED("X", 16, 0.5, M), TO(sigma_x_m) },
    { UNSIGNED("Y", 16, 0.5, M), TO(sigma_y_m) },
};
static const struct tcs_asterix_item i500_apc =
    FIXED("APC", "Estimated Accuracy Of Track Position (Cartesian)",
    TCS_062_SIGMA_XY, 4, f500_apc);
static const struct tcs_asterix_field f500_cov[] = {
    { SIGNED("COV", 16, 0.5, M), TO(covariance_xy_m) },
};
static const struct tcs_asterix_item i500_cov =
    FIXED("COV", "XY Covariance Component", TCS_062_COVARIANCE_XY, 2, f500_cov);
static const struct tcs_asterix_field f500_apw[] = {
    { UNSIGNED("LAT", 16, 180.0 / 33554432, DEG), TO(sigma_lat_rad) },
    { UNSIGNED("LON", 16, 180.0 / 33554432, DEG), TO(sigma_lon_rad) },
};
static const struct tcs_asterix_item i500_apw =
    FIXED("APW", "Estimated Accuracy Of Track Position (WGS-84)",
    TCS_062_SIGMA_WGS84, 4, f500_apw);
static const struct tcs_asterix_field f500_aga[] = {
    { UNSIGNED("AGA", 8, 6.25, FT), TO(sigma_geometric_m) },
};
static const struct tcs_asterix_item i500_aga =
    FIXED("AGA", "Estimated Accuracy Of Calculated Track Geometric Altitude",
    TCS_062_SIGMA_GEOMETRIC, 1, f500_aga);
static const struct tcs_asterix_field f500_aba[] = {
    { UNSIGNED("ABA", 8, 0.25, FL), TO(sigma_barometric_m) },
};
static const struct tcs_asterix_item i500_aba =
    FIXED("ABA", "Estimated Accuracy Of Calculated Track Barometric Altitude",
    TCS_062_SIGMA_BAROMETRIC, 1, f500_aba);
static const struct tcs_asterix_field f500_atv[] = {
    { UNSIGNED("X", 8, 0.25, MPS), TO(sigma_vx_mps) },
    { UNSIGNED("Y", 8, 0.25, MPS), TO(sigma_vy_mps) },
};
static const struct tcs_asterix_item i500_atv =
    FIXED("ATV", "Estimated Accuracy Of Track Velocity (Cartesian)",
    TCS_062_SIGMA_VELOCITY, 2, f500_atv);
static const struct tcs_asterix_field f500_aa[] = {
    { UNSIGNED("X", 8, 0.25, MPS2) },
    { UNSIGNED("Y", 8, 0.25, MPS2) },
};
static const struct tcs_asterix_item i500_aa =
    SHOWN("AA", "Estimated Accuracy Of Acceleration (Cartesian)", 2, f500_aa);
static const struct tcs_asterix_field f500_arc[] = {
    { UNSIGNED("ARC", 8, 6.25, FTPMIN), TO(sigma_climb_mps) },
};
static const struct tcs_asterix_item i500_arc =
    FIXED("ARC", "Estimated Accuracy Of Rate Of Climb/Descent",
    TCS_062_SIGMA_CLIMB, 1, f500_arc);
static const struct tcs_asterix_item *const i500_subs[] = {
    &i500_apc, &i500_cov, &i500_apw, &i500_aga, &i500_aba, &i500_atv, &i500_aa,
    &i500_arc,
};
static const struct tcs_asterix_item i500 =
    COMPOUND("500", "Estimated Accuracies", i500_subs);

static const struct tcs_asterix_field f510[] = {
    { CODE("IDENT", 8) },
    { CODE("TRACK", 15) },
    { FX() },
};
static const struct tcs_asterix_item i510 =
    SHOWN_REPEATED_FX("510", "Composed Track Number", 3, f510);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

#define UAP(i060_, i080_, i340_)                                                         \
    {                                                                                    \
        &i010, NULL, &i015, &i070, &i105, &i100, &i185, &i210, &(i060_), &i245, &i380,   \
        &i040, &(i080_), &i290, &i200, &i295, &i136, &i130, &i135, &i220, &i390, &i270,  \
        &i300, &i110, &i120, &i510, &i500, &(i340_), NULL, NULL, NULL, NULL, NULL, &re,  \
        &sp,                                                                             \
    }
static const struct tcs_asterix_item *const uap_116[] = UAP(i060_116, i080_116, i340_116);
static const struct tcs_asterix_item *const uap_117[] = UAP(i060, i080_116, i340_116);
static const struct tcs_asterix_item *const uap_118[] = UAP(i060, i080_118, i340_116);
static const struct tcs_asterix_item *const uap_119[] = UAP(i060, i080_118, i340);
static const struct tcs_asterix_item *const uap_120[] = UAP(i060, i080_120, i340);
static const struct tcs_asterix_item *const uap_121[] = UAP(i060, i080_121, i340);

const struct tcs_asterix_edition tcs_asterix_editions_062[] = {
    EDITION(62, "1.21", uap_121),
    EDITION(62, "1.20", uap_120),
    EDITION(62, "1.19", uap_119),
    EDITION(62, "1.18", uap_118),
    EDITION(62, "1.17", uap_117),
    EDITION(62, "1.16", uap_116),
    { 0 },
};
