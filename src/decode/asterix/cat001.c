/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat001.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_001

/* clang-format off */
static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_001_SOURCE, 2, f010);

static const struct tcs_asterix_field f020[] = {
    { CODE("TYP", 1), TO(track_report) },
    { CODE("SIM", 1), TO(simulated) },
    { CODE("SSRPSR", 2), TO(detection) },
    { CODE("ANT", 1) },
    { CODE("SPI", 1), TO(ident) },
    { CODE("RAB", 1), TO(monitor) },
    { FX() },
    { CODE("TST", 1), TO(test) },
    { CODE("DS1DS2", 2), TO(emergency) },
    { CODE("ME", 1) },
    { CODE("MI", 1) },
    { SPARE(2) },
    { FX() },
};
static const struct tcs_asterix_item i020 =
    EXTENDED("020", "Target Report Descriptor", TCS_001_DESCRIPTOR, f020);

static const struct tcs_asterix_field f030[] = {
    { CODE("WE", 7), TO(warnings) },
    { FX() },
};
static const struct tcs_asterix_item i030 =
    REPEATED_FX("030", "Warning/Error Conditions", TCS_001_WARNINGS, f030);

static const struct tcs_asterix_field f040[] = {
    { UNSIGNED("RHO", 16, 1.0 / 128, NM), TO(rho_m) },
    { UNSIGNED("THETA", 16, 360.0 / 65536, DEG), TO(theta_rad) },
};
static const struct tcs_asterix_item i040 =
    FIXED("040", "Measured Position in Polar Co-ordinates", TCS_001_POLAR, 4, f040);

static const struct tcs_asterix_field f042[] = {
    { SIGNED("X", 16, 1.0 / 64, NM), TO(x_m) },
    { SIGNED("Y", 16, 1.0 / 64, NM), TO(y_m) },
};
static const struct tcs_asterix_item i042 =
    FIXED("042", "Calculated Position in Cartesian Co-ordinates",
        TCS_001_CARTESIAN, 4, f042);

static const struct tcs_asterix_field f050[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE2", 12) },
};
static const struct tcs_asterix_item i050 =
    SHOWN("050", "Mode-2 Code in Octal Representation", 2, f050);

static const struct tcs_asterix_field f_quality[] = {
    { SPARE(4) },
    { CODE("QA4", 1) },
    { CODE("QA2", 1) },
    { CODE("QA1", 1) },
    { CODE("QB4", 1) },
    { CODE("QB2", 1) },
    { CODE("QB1", 1) },
    { CODE("QC4", 1) },
    { CODE("QC2", 1) },
    { CODE("QC1", 1) },
    { CODE("QD4", 1) },
    { CODE("QD2", 1) },
    { CODE("QD1", 1) },
};
static const struct tcs_asterix_item i060 =
    SHOWN("060", "Mode-2 Code Confidence Indicator", 2, f_quality);

static const struct tcs_asterix_field f070[] = {
    { CODE("V", 1), TO(mode3a_invalid) },
    { CODE("G", 1), TO(mode3a_garbled) },
    { CODE("L", 1), TO(mode3a_old) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Mode-3/A Code in Octal Representation", TCS_001_MODE3A, 2, f070);

static const struct tcs_asterix_item i080 =
    SHOWN("080", "Mode-3/A Code Confidence Indicator", 2, f_quality);

static const struct tcs_asterix_field f090[] = {
    { CODE("V", 1), TO(level_invalid) },
    { CODE("G", 1), TO(level_garbled) },
    { SIGNED("HGT", 14, 1.0 / 4, FL), TO(pressure_altitude_m) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Mode-C Code in Binary Representation", TCS_001_LEVEL, 2, f090);

static const struct tcs_asterix_field f100[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { SPARE(2) },
    { CODE("MODEC", 12) },
    { SPARE(4) },
    { CODE("QC1", 1) },
    { CODE("QA1", 1) },
    { CODE("QC2", 1) },
    { CODE("QA2", 1) },
    { CODE("QC4", 1) },
    { CODE("QA4", 1) },
    { CODE("QB1", 1) },
    { CODE("QD1", 1) },
    { CODE("QB2", 1) },
    { CODE("QD2", 1) },
    { CODE("QB4", 1) },
    { CODE("QD4", 1) },
};
static const struct tcs_asterix_item i100 =
    SHOWN("100", "Mode-C Code and Code Confidence Indicator", 4, f100);

static const struct tcs_asterix_field f120[] = {
    { SIGNED("DOPPLER", 8, 1.0 / 256, NMPS), TO(doppler_mps) },
};
static const struct tcs_asterix_item i120 =
    FIXED("120", "Measured Radial Doppler Speed", TCS_001_DOPPLER, 1, f120);

static const struct tcs_asterix_field f130[] = {
    { CODE("IND", 7) },
    { FX() },
};
static const struct tcs_asterix_item i130 =
    SHOWN_REPEATED_FX("130", "Radar Plot Characteristics", 1, f130);

static const struct tcs_asterix_field f131[] = {
    { SIGNED("POWER", 8, 1.0, DBM), TO(power_dbm) },
};
static const struct tcs_asterix_item i131 =
    FIXED("131", "Received Power", TCS_001_POWER, 1, f131);

static const struct tcs_asterix_field f141[] = {
    { UNSIGNED("TTOD", 16, 1.0 / 128, S), TO(truncated_ns) },
};
static const struct tcs_asterix_item i141 =
    FIXED("141", "Truncated Time of Day", TCS_001_TIME, 2, f141);

static const struct tcs_asterix_field f150[] = {
    { CODE("XA", 1) },
    { SPARE(1) },
    { CODE("XC", 1) },
    { SPARE(2) },
    { CODE("X2", 1) },
    { SPARE(2) },
};
static const struct tcs_asterix_item i150 =
    SHOWN("150", "Presence of X-Pulse", 1, f150);

static const struct tcs_asterix_field f161[] = {
    { CODE("NUMBER", 16), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track Plot Number", TCS_001_TRACK, 2, f161);

static const struct tcs_asterix_field f170[] = {
    { CODE("CON", 1), TO(tentative) },
    { CODE("RAD", 1) },
    { CODE("MAN", 1), TO(manoeuvre) },
    { CODE("DOU", 1) },
    { CODE("RDPC", 1) },
    { SPARE(1) },
    { CODE("GHO", 1), TO(ghost) },
    { FX() },
    { CODE("TRE", 1), TO(ended) },
    { SPARE(6) },
    { FX() },
};
static const struct tcs_asterix_item i170 =
    EXTENDED("170", "Track Status", TCS_001_STATUS, f170);

static const struct tcs_asterix_field f200[] = {
    { UNSIGNED("GSP", 16, 1.0 / 16384, NMPS), TO(speed_mps) },
    { UNSIGNED("HDG", 16, 360.0 / 65536, DEG), TO(heading_rad) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Calculated Track Velocity in Polar Co-ordinates",
        TCS_001_VELOCITY, 4, f200);

static const struct tcs_asterix_field f210[] = {
    { CODE("QI", 7) },
    { FX() },
};
static const struct tcs_asterix_item i210 =
    SHOWN_REPEATED_FX("210", "Track Quality", 1, f210);

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");
static const struct tcs_asterix_item rfs = RANDOM("RFS", "Random Field Sequencing");

static const struct tcs_asterix_item *const uap_plot[] = {
    &i010, &i020, &i040, &i070, &i090, &i130, &i141, &i050, &i120, &i131, &i080, &i100,
    &i060, &i030, &i150, NULL, NULL, NULL, NULL, &sp, &rfs,
};
static const struct tcs_asterix_item *const uap_track[] = {
    &i010, &i020, &i161, &i040, &i042, &i200, &i070, &i090, &i141, &i130, &i131, &i120,
    &i170, &i210, &i050, &i080, &i100, &i060, &i030, &sp, &rfs, &i150,
};

/* Chosen by the first bit of I001/020. */
static const struct tcs_asterix_edition track = EDITION(1, "", uap_track);

#define PLOT_OR_TRACK(name_)                                                             \
    {                                                                                    \
        .name = (name_), .uap = uap_plot, .by_second = &track, .category = 1,            \
        .uap_count = (uint8_t)TCS_COUNT(uap_plot)                                        \
    }

/* The editions differ in their wording only. */
const struct tcs_asterix_edition tcs_asterix_editions_001[] = {
    PLOT_OR_TRACK("1.4"),
    PLOT_OR_TRACK("1.3"),
    PLOT_OR_TRACK("1.2"),
    { 0 },
};
