/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat015.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_015

/* clang-format off */
static const struct tcs_asterix_field f000[] = {
    { CODE("MT", 7), TO(message) },
    { CODE("RG", 1), TO(event_driven) },
};
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_015_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_015_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = {
    { CODE("SI", 8), TO(service) },
};
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_015_SERVICE, 1, f015);

static const struct tcs_asterix_field f020[] = {
    { CODE("MOMU", 2), TO(statics) },
    { CODE("TTAX", 2), TO(taxonomy) },
    { CODE("SCD", 2), TO(scan_direction) },
    { SPARE(1) },
    { FX() },
};
static const struct tcs_asterix_item i020 =
    EXTENDED("020", "Target Report Descriptor", TCS_015_DESCRIPTOR, f020);

static const struct tcs_asterix_field f030[] = {
    { CODE("WE", 7) },
    { FX() },
};
static const struct tcs_asterix_item i030 =
    SHOWN_REPEATED_FX("030", "Warning/Error Conditions", 1, f030);

static const struct tcs_asterix_field f050[] = {
    { SPARE(2) },
    { UNSIGNED("UPD", 14, 1.0 / 128, S), TO(period_s) },
};
static const struct tcs_asterix_item i050 =
    FIXED("050", "Update Period", TCS_015_PERIOD, 2, f050);

static const struct tcs_asterix_field f145[] = {
    { UNSIGNED("TOA", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i145 =
    FIXED("145", "Time of Applicability", TCS_015_TIME, 3, f145);

static const struct tcs_asterix_field f161[] = {
    { CODE("NUMBER", 16), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track/Plot Number", TCS_015_TRACK, 2, f161);

static const struct tcs_asterix_field f170[] = {
    { CODE("BIZ", 1), TO(blind) },
    { CODE("BAZ", 1), TO(blanked) },
    { CODE("TUR", 1), TO(ended_by_user) },
    { SPARE(1) },
    { CODE("CSTP", 1), TO(coasting) },
    { CODE("CSTH", 1), TO(coasting_height) },
    { CODE("CNF", 1), TO(tentative) },
    { FX() },
};
static const struct tcs_asterix_item i170 =
    EXTENDED("170", "Track/Plot Status", TCS_015_STATUS, f170);

static const struct tcs_asterix_field f270_len[] = {
    { UNSIGNED("LEN", 16, 1.0 / 100, M), TO(length_m) },
};
static const struct tcs_asterix_item i270_len =
    FIXED("LEN", "Target Length", TCS_015_LENGTH, 2, f270_len);

static const struct tcs_asterix_field f270_wdt[] = {
    { UNSIGNED("WDT", 16, 1.0 / 100, M), TO(width_m) },
};
static const struct tcs_asterix_item i270_wdt =
    FIXED("WDT", "Target Width", TCS_015_WIDTH, 2, f270_wdt);

static const struct tcs_asterix_field f270_hgt[] = {
    { UNSIGNED("HGT", 16, 1.0 / 100, M), TO(target_height_m) },
};
static const struct tcs_asterix_item i270_hgt =
    FIXED("HGT", "Target Height", TCS_015_TARGET_HEIGHT, 2, f270_hgt);

static const struct tcs_asterix_field f270_ort[] = {
    { UNSIGNED("ORT", 16, 360.0 / 65536, DEG), TO(orientation_rad) },
};
static const struct tcs_asterix_item i270_ort =
    FIXED("ORT", "Target Orientation", TCS_015_ORIENTATION, 2, f270_ort);

static const struct tcs_asterix_item *const i270_subs[] = {
    &i270_len, &i270_wdt, &i270_hgt, &i270_ort,
};
static const struct tcs_asterix_item i270 =
    COMPOUND("270", "Target Size & Orientation", i270_subs);

static const struct tcs_asterix_field f300[] = {
    { CODE("CLS", 9), TO(object) },
    { CODE("PRB", 7), TO(object_percent) },
};
static const struct tcs_asterix_item i300 =
    REPEATED("300", "Object Classification", TCS_015_OBJECT, 2, f300);

static const struct tcs_asterix_field f400[] = {
    { CODE("PID", 16), TO(pair) },
    { CODE("ON", 24), TO(measurement) },
};
static const struct tcs_asterix_item i400 =
    FIXED("400", "Measurement Identifier", TCS_015_MEASUREMENT, 5, f400);

static const struct tcs_asterix_field f480[] = {
    { HEX("ASSOCIATION", 40) },
};
static const struct tcs_asterix_item i480 =
    SHOWN_REPEATED("480", "Associations", 5, f480);

#include "decode/asterix/cat015_place.h"

static const struct tcs_asterix_field f625_r[] = {
    { SIGNED("R", 24, 1.0 / 10, M), TO(range_m) },
};
static const struct tcs_asterix_item i625_r =
    FIXED("R", "Range", TCS_015_RANGE, 3, f625_r);

static const struct tcs_asterix_field f625_rsr[] = {
    { UNSIGNED("RSR", 24, 1.0 / 10, M) },
};
static const struct tcs_asterix_item i625_rsr =
    SHOWN("RSR", "Range Resolution", 3, f625_rsr);

static const struct tcs_asterix_field f625_sdr[] = {
    { UNSIGNED("SDR", 24, 1.0 / 10, M), TO(sigma_range_m) },
};
static const struct tcs_asterix_item i625_sdr =
    FIXED("SDR", "Range Precision", TCS_015_SIGMA_RANGE, 3, f625_sdr);

static const struct tcs_asterix_field f625_rr[] = {
    { SIGNED("RR", 24, 1.0 / 10, MPS), TO(range_rate_mps) },
};
static const struct tcs_asterix_item i625_rr =
    FIXED("RR", "Range Rate", TCS_015_RANGE_RATE, 3, f625_rr);

static const struct tcs_asterix_field f625_rsrr[] = {
    { UNSIGNED("RSRR", 24, 1.0 / 10, MPS) },
};
static const struct tcs_asterix_item i625_rsrr =
    SHOWN("RSRR", "Range Rate Resolution", 3, f625_rsrr);

static const struct tcs_asterix_field f625_sdrr[] = {
    { UNSIGNED("SDRR", 24, 1.0 / 10, MPS), TO(sigma_range_rate_mps) },
    { SIGNED("CORRR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i625_sdrr =
    FIXED("SDRR", "Range Rate Precision", TCS_015_SIGMA_RANGE_RATE, 4, f625_sdrr);

static const struct tcs_asterix_field f625_ra[] = {
    { SIGNED("RA", 16, 1.0 / 64, MPS2) },
};
static const struct tcs_asterix_item i625_ra =
    SHOWN("RA", "Range Acceleration", 2, f625_ra);

static const struct tcs_asterix_field f625_sdra[] = {
    { UNSIGNED("SDRA", 16, 1.0 / 128, MPS2) },
    { SIGNED("CORAR", 8, 1.0 / 128, NONE) },
    { SIGNED("CORARR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i625_sdra =
    SHOWN("SDRA", "Range Acceleration Precision", 4, f625_sdra);

static const struct tcs_asterix_item *const i625_subs[] = {
    &i625_r, &i625_rsr, &i625_sdr, &i625_rr, &i625_rsrr, &i625_sdrr, &i625_ra, &i625_sdra,
};
static const struct tcs_asterix_item i625 =
    COMPOUND("625", "Range Information", i625_subs);

static const struct tcs_asterix_field f626_dv[] = {
    { SIGNED("DV", 24, 1.0 / 100, MPS), TO(doppler_mps) },
};
static const struct tcs_asterix_item i626_dv =
    FIXED("DV", "Doppler Velocity", TCS_015_DOPPLER, 3, f626_dv);

static const struct tcs_asterix_field f626_sddv[] = {
    { UNSIGNED("SDDV", 16, 1.0 / 64, MPS), TO(sigma_doppler_mps) },
};
static const struct tcs_asterix_item i626_sddv =
    FIXED("SDDV", "Precision of Doppler Velocity", TCS_015_SIGMA_DOPPLER, 2, f626_sddv);

static const struct tcs_asterix_field f626_da[] = {
    { SIGNED("DA", 16, 1.0 / 64, MPS2) },
};
static const struct tcs_asterix_item i626_da =
    SHOWN("DA", "Doppler Acceleration", 2, f626_da);

static const struct tcs_asterix_field f626_sdda[] = {
    { UNSIGNED("SDDA", 16, 1.0 / 64, MPS2) },
    { SIGNED("CODADV", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_sdda =
    SHOWN("SDDA", "Precision of Doppler Acceleration", 3, f626_sdda);

static const struct tcs_asterix_field f626_codvr[] = {
    { SIGNED("CODVR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codvr =
    SHOWN("CODVR", "Correlation of Doppler Velocity and Range", 1, f626_codvr);

static const struct tcs_asterix_field f626_codvrr[] = {
    { SIGNED("CODVRR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codvrr =
    SHOWN("CODVRR", "Correlation of Doppler Velocity and Range Rate", 1, f626_codvrr);

static const struct tcs_asterix_field f626_codvra[] = {
    { SIGNED("CODVRA", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codvra =
    SHOWN("CODVRA", "Correlation of Doppler Velocity and Range Acceleration",
        1, f626_codvra);

static const struct tcs_asterix_field f626_codar[] = {
    { SIGNED("CODAR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codar =
    SHOWN("CODAR", "Correlation of Doppler Acceleration and Range", 1, f626_codar);

static const struct tcs_asterix_field f626_codarr[] = {
    { SIGNED("CODARR", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codarr =
    SHOWN("CODARR", "Correlation of Doppler Acceleration and Range Rate", 1, f626_codarr);

static const struct tcs_asterix_field f626_codara[] = {
    { SIGNED("CODARA", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i626_codara =
    SHOWN("CODARA", "Correlation of Doppler Acceleration and Range Acceleration",
        1, f626_codara);

static const struct tcs_asterix_item *const i626_subs[] = {
    &i626_dv, &i626_sddv, &i626_da, &i626_sdda, &i626_codvr, &i626_codvrr, &i626_codvra,
    &i626_codar, &i626_codarr, &i626_codara,
};
static const struct tcs_asterix_item i626 =
    COMPOUND("626", "Doppler Information", i626_subs);

static const struct tcs_asterix_field f627_az[] = {
    { UNSIGNED("AZ", 16, 360.0 / 65536, DEG), TO(azimuth_rad) },
};
static const struct tcs_asterix_item i627_az =
    FIXED("AZ", "Azimuth", TCS_015_AZIMUTH, 2, f627_az);

static const struct tcs_asterix_field f627_rsaz[] = {
    { UNSIGNED("RSAZ", 16, 45.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i627_rsaz =
    SHOWN("RSAZ", "Azimuth Resolution", 2, f627_rsaz);

static const struct tcs_asterix_field f627_sdasz[] = {
    { UNSIGNED("SDASZ", 16, 45.0 / 65536, DEG), TO(sigma_azimuth_rad) },
};
static const struct tcs_asterix_item i627_sdasz =
    FIXED("SDASZ", "Standard Deviation of Azimuth", TCS_015_SIGMA_AZIMUTH, 2, f627_sdasz);

static const struct tcs_asterix_field f627_azr[] = {
    { SIGNED("AZR", 16, 180.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i627_azr =
    SHOWN("AZR", "Azimuth Rate", 2, f627_azr);

static const struct tcs_asterix_field f627_sdazr[] = {
    { UNSIGNED("SDAZR", 16, 45.0 / 65536, DEG) },
    { SIGNED("COAZRAZ", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i627_sdazr =
    SHOWN("SDAZR", "Standard Deviation of Azimuth Rate", 3, f627_sdazr);

static const struct tcs_asterix_field f627_azex[] = {
    { UNSIGNED("S", 16, 360.0 / 65536, DEG) },
    { UNSIGNED("E", 16, 360.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i627_azex =
    SHOWN("AZEX", "Azimuth Extent", 4, f627_azex);

static const struct tcs_asterix_item *const i627_subs[] = {
    &i627_az, &i627_rsaz, &i627_sdasz, &i627_azr, &i627_sdazr, &i627_azex,
};
static const struct tcs_asterix_item i627 =
    COMPOUND("627", "Azimuth Information", i627_subs);

static const struct tcs_asterix_field f628_el[] = {
    { SIGNED("EL", 16, 180.0 / 65536, DEG), TO(elevation_rad) },
};
static const struct tcs_asterix_item i628_el =
    FIXED("EL", "Elevation", TCS_015_ELEVATION, 2, f628_el);

static const struct tcs_asterix_field f628_rsel[] = {
    { UNSIGNED("RSEL", 16, 45.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i628_rsel =
    SHOWN("RSEL", "Elevation Resolution", 2, f628_rsel);

static const struct tcs_asterix_field f628_sdel[] = {
    { UNSIGNED("SDEL", 16, 45.0 / 65536, DEG), TO(sigma_elevation_rad) },
};
static const struct tcs_asterix_item i628_sdel =
    FIXED("SDEL", "Standard Deviation of Elevation",
        TCS_015_SIGMA_ELEVATION, 2, f628_sdel);

static const struct tcs_asterix_field f628_er[] = {
    { SIGNED("ER", 16, 180.0 / 65536, DEGPS) },
};
static const struct tcs_asterix_item i628_er =
    SHOWN("ER", "Elevation Rate", 2, f628_er);

static const struct tcs_asterix_field f628_sder[] = {
    { UNSIGNED("SDELR", 16, 45.0 / 65536, DEGPS) },
    { SIGNED("COELREL", 8, 1.0 / 128, NONE) },
};
static const struct tcs_asterix_item i628_sder =
    SHOWN("SDER", "Standard Deviation of Elevation Rate", 3, f628_sder);

static const struct tcs_asterix_field f628_elex[] = {
    { SIGNED("S", 16, 180.0 / 65536, DEG) },
    { SIGNED("E", 16, 180.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i628_elex =
    SHOWN("ELEX", "Elevation Extent", 4, f628_elex);

static const struct tcs_asterix_item *const i628_subs[] = {
    &i628_el, &i628_rsel, &i628_sdel, &i628_er, &i628_sder, &i628_elex,
};
static const struct tcs_asterix_item i628 =
    COMPOUND("628", "Elevation Information", i628_subs);

static const struct tcs_asterix_field f630_dpp[] = {
    { SIGNED("DPP", 8, 1.0, DB) },
};
static const struct tcs_asterix_item i630_dpp =
    SHOWN("DPP", "Direct Path - Power", 1, f630_dpp);

static const struct tcs_asterix_field f630_dps[] = {
    { SIGNED("DPS", 8, 1.0, DB) },
};
static const struct tcs_asterix_item i630_dps =
    SHOWN("DPS", "Direct Path - Signal to Noise Ratio (SNR)", 1, f630_dps);

static const struct tcs_asterix_field f630_rpp[] = {
    { SPARE(7) },
    { SIGNED("RPP", 9, 1.0, DB), TO(echo_db) },
};
static const struct tcs_asterix_item i630_rpp =
    FIXED("RPP", "Reflected Path - Power", TCS_015_ECHO, 2, f630_rpp);

static const struct tcs_asterix_field f630_rps[] = {
    { SIGNED("RPS", 8, 1.0, DB), TO(echo_snr_db) },
};
static const struct tcs_asterix_item i630_rps =
    FIXED("RPS", "Reflected Path - Signal to Noise Ratio (SNR)",
        TCS_015_ECHO_SNR, 1, f630_rps);

static const struct tcs_asterix_item *const i630_subs[] = {
    &i630_dpp, &i630_dps, &i630_rpp, &i630_rps,
};
static const struct tcs_asterix_item i630 =
    COMPOUND("630", "Path Quality", i630_subs);

static const struct tcs_asterix_field f631[] = {
    { UNSIGNED("AZCON", 16, 360.0 / 65536, DEG) },
    { SIGNED("ELCON", 16, 180.0 / 65536, DEG) },
    { UNSIGNED("RGCONSTOP", 16, 10000.0 / 65536, M) },
    { UNSIGNED("RGCONSTART", 16, 10000.0 / 65536, M) },
};
static const struct tcs_asterix_item i631 =
    SHOWN_REPEATED("631", "Contour (Azimuth, Elevation Angle, Range Extent)", 8, f631);

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i015, &i020, &i030, &i145, &i161, &i170, &i050, &i270, &i300, &i400,
    &i600, &i601, &i602, &i603, &i604, &i605, &i480, &i625, &i626, &i627, &i628, &i630,
    &i631, &sp,
};

/* The editions differ in their wording only. */
const struct tcs_asterix_edition tcs_asterix_editions_015[] = {
    EDITION(15, "1.2", uap),
    EDITION(15, "1.1", uap),
    EDITION(15, "1.0", uap),
    { 0 },
};
