/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat020.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_020

/* clang-format off */
static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_020_SOURCE, 2, f010);

#define DESCRIPTOR                                                                       \
    { CODE("SSR", 1), TO(by_ssr) },                                                      \
    { CODE("MS", 1), TO(by_mode_s) },                                                    \
    { CODE("HF", 1) },                                                                   \
    { CODE("VDL4", 1) },                                                                 \
    { CODE("UAT", 1), TO(by_uat) },                                                      \
    { CODE("DME", 1) },                                                                  \
    { CODE("OT", 1) },                                                                   \
    { FX() },                                                                            \
    { CODE("RAB", 1), TO(monitor) },                                                     \
    { CODE("SPI", 1), TO(ident) },                                                       \
    { CODE("CHN", 1) },                                                                  \
    { CODE("GBS", 1), TO(on_ground) },                                                   \
    { CODE("CRT", 1) },                                                                  \
    { CODE("SIM", 1), TO(simulated) },                                                   \
    { CODE("TST", 1), TO(test) },                                                        \
    { FX() }
static const struct tcs_asterix_field f020_19[] = { DESCRIPTOR };
static const struct tcs_asterix_item i020_19 =
    EXTENDED("020", "Target Report Descriptor", TCS_020_DESCRIPTOR, f020_19);
static const struct tcs_asterix_field f020[] = {
    DESCRIPTOR,
    { CODE("CF", 2) },
    { SPARE(5) },
    { FX() },
};
static const struct tcs_asterix_item i020 =
    EXTENDED("020", "Target Report Descriptor", TCS_020_DESCRIPTOR, f020);

static const struct tcs_asterix_field f030[] = {
    { CODE("I030", 7) },
    { FX() },
};
static const struct tcs_asterix_item i030 =
    SHOWN_REPEATED_FX("030", "Warning/Error Conditions", 1, f030);

static const struct tcs_asterix_field f041[] = {
    { SIGNED("LAT", 32, 180.0 / 33554432, DEG), WITHIN(-90, 90), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 33554432, DEG), WITHIN(-180, 180), TO(lon_rad) },
};
static const struct tcs_asterix_item i041 =
    FIXED("041", "Position In WGS-84 Coordinates", TCS_020_WGS84, 8, f041);

static const struct tcs_asterix_field f042[] = {
    { SIGNED("X", 24, 0.5, M), TO(x_m) },
    { SIGNED("Y", 24, 0.5, M), TO(y_m) },
};
static const struct tcs_asterix_item i042 =
    FIXED("042", "Position in Cartesian Coordinates", TCS_020_CARTESIAN, 6, f042);

static const struct tcs_asterix_field f050[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE2", 12) },
};
static const struct tcs_asterix_item i050 =
    SHOWN("050", "Mode-2 Code in Octal Representation", 2, f050);

static const struct tcs_asterix_field f055[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { CODE("MODE1", 5) },
};
static const struct tcs_asterix_item i055 =
    SHOWN("055", "Mode-1 Code in Octal Representation", 1, f055);

static const struct tcs_asterix_field f070[] = {
    { CODE("V", 1), TO(mode3a_invalid) },
    { CODE("G", 1), TO(mode3a_garbled) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Mode-3/A Code in Octal Representation", TCS_020_MODE3A, 2, f070);

static const struct tcs_asterix_field f090[] = {
    { CODE("V", 1), TO(level_invalid) },
    { CODE("G", 1), TO(level_garbled) },
    { SIGNED("FL", 14, 0.25, FL), WITHIN(-15, 1500), TO(pressure_altitude_m) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Flight Level in Binary Representation", TCS_020_LEVEL, 2, f090);

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
static const struct tcs_asterix_item i100 = SHOWN("100", "Mode C Code", 4, f100);

static const struct tcs_asterix_field f105[] = {
    { SIGNED("ALT", 16, 6.25, FT), TO(geometric_altitude_m) },
};
static const struct tcs_asterix_item i105 =
    FIXED("105", "Geometric Height (WGS-84)", TCS_020_GEOMETRIC, 2, f105);

static const struct tcs_asterix_field f110[] = {
    { SIGNED("HEIGHT", 16, 6.25, FT), TO(height_m) },
};
static const struct tcs_asterix_item i110 =
    FIXED("110", "Measured Height (Local Cartesian Coordinates)",
    TCS_020_HEIGHT, 2, f110);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_020_TIME, 3, f140);

static const struct tcs_asterix_field f161[] = {
    { SPARE(4) },
    { CODE("TRN", 12), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track Number", TCS_020_TRACK, 2, f161);

static const struct tcs_asterix_field f170[] = {
    { CODE("CNF", 1), TO(tentative) },
    { CODE("TRE", 1), TO(ended) },
    { CODE("CST", 1), TO(coasting) },
    { CODE("CDM", 2) },
    { CODE("MAH", 1), TO(manoeuvre) },
    { CODE("STH", 1) },
    { FX() },
    { CODE("GHO", 1), TO(ghost) },
    { SPARE(6) },
    { FX() },
};
static const struct tcs_asterix_item i170 =
    EXTENDED("170", "Track Status", TCS_020_STATUS, f170);

static const struct tcs_asterix_field f202[] = {
    { SIGNED("VX", 16, 0.25, MPS), TO(vx_mps) },
    { SIGNED("VY", 16, 0.25, MPS), TO(vy_mps) },
};
static const struct tcs_asterix_item i202 =
    FIXED("202", "Calculated Track Velocity in Cartesian Coordinates",
    TCS_020_VELOCITY, 4, f202);

static const struct tcs_asterix_field f210[] = {
    { SIGNED("AX", 8, 0.25, MPS2), TO(ax_mps2) },
    { SIGNED("AY", 8, 0.25, MPS2), TO(ay_mps2) },
};
static const struct tcs_asterix_item i210 =
    FIXED("210", "Calculated Acceleration", TCS_020_ACCELERATION, 2, f210);

static const struct tcs_asterix_field f220[] = { { HEX("TA", 24), TO(address) } };
static const struct tcs_asterix_item i220 =
    FIXED("220", "Target Address", TCS_020_ADDRESS, 3, f220);

static const struct tcs_asterix_field f230_110[] = {
    { CODE("COM", 3) },
    { CODE("STAT", 3) },
    { SPARE(2) },
    { CODE("MSSC", 1) },
    { CODE("ARC", 1) },
    { CODE("AIC", 1) },
    { CODE("B1A", 1) },
    { CODE("B1B", 4) },
};
static const struct tcs_asterix_item i230_110 =
    SHOWN("230", "Communications/ACAS Capability and Flight Status", 2, f230_110);
static const struct tcs_asterix_field f230[] = {
    { CODE("COM", 3) },
    { CODE("STAT", 3) },
    { CODE("CASEVN", 2) },
    { CODE("MSSC", 1) },
    { CODE("ARC", 1) },
    { CODE("AIC", 1) },
    { CODE("B1A", 1) },
    { CODE("B1B", 4) },
};
static const struct tcs_asterix_item i230 =
    SHOWN("230", "Communications/ACAS Capability and Flight Status", 2, f230);

static const struct tcs_asterix_field f245[] = {
    { CODE("STI", 2) },
    { SPARE(6) },
    { ICAO("CHR"), TO(callsign) },
};
static const struct tcs_asterix_item i245 =
    FIXED("245", "Target Identification", TCS_020_CALLSIGN, 7, f245);

static const struct tcs_asterix_field f250[] = {
    { HEX("BDSDATA", 56) },
    { CODE("BDS1", 4) },
    { CODE("BDS2", 4) },
};
static const struct tcs_asterix_item i250 =
    SHOWN_REPEATED("250", "BDS Register Data", 8, f250);

static const struct tcs_asterix_field f260[] = { { HEX("ARA", 56) } };
static const struct tcs_asterix_item i260 =
    SHOWN("260", "ACAS Resolution Advisory Report", 7, f260);

static const struct tcs_asterix_field f300[] = { { CODE("VFI", 8), TO(fleet) } };
static const struct tcs_asterix_item i300 =
    FIXED("300", "Vehicle Fleet Identification", TCS_020_FLEET, 1, f300);

static const struct tcs_asterix_field f310[] = {
    { CODE("TRB", 1) },
    { CODE("MSG", 7) },
};
static const struct tcs_asterix_item i310 =
    SHOWN("310", "Pre-programmed Message", 1, f310);

static const struct tcs_asterix_field f400[] = {
    { CODE("BIT1", 1) },
    { CODE("BIT2", 1) },
    { CODE("BIT3", 1) },
    { CODE("BIT4", 1) },
    { CODE("BIT5", 1) },
    { CODE("BIT6", 1) },
    { CODE("BIT7", 1) },
    { CODE("BIT8", 1) },
};
static const struct tcs_asterix_item i400 =
    SHOWN_REPEATED("400", "Contributing Devices", 1, f400);

static const struct tcs_asterix_field f500_dop[] = {
    { UNSIGNED("X", 16, 0.25, NONE) },
    { UNSIGNED("Y", 16, 0.25, NONE) },
    { UNSIGNED("XY", 16, 0.25, NONE) },
};
static const struct tcs_asterix_item i500_dop =
    SHOWN("DOP", "DOP of Position", 6, f500_dop);
static const struct tcs_asterix_field f500_sdp[] = {
    { UNSIGNED("X", 16, 0.25, M), TO(sigma_x_m) },
    { UNSIGNED("Y", 16, 0.25, M), TO(sigma_y_m) },
    { UNSIGNED("XY", 16, 0.25, NONE), TO(correlation_xy) },
};
static const struct tcs_asterix_item i500_sdp =
    FIXED("SDP", "Standard Deviation of Position", TCS_020_SIGMA_XY, 6, f500_sdp);
static const struct tcs_asterix_field f500_sdh[] = {
    { UNSIGNED("SDH", 16, 0.5, M), TO(sigma_height_m) },
};
static const struct tcs_asterix_item i500_sdh =
    FIXED("SDH", "Standard Deviation of Geometric Height (WGS 84)",
    TCS_020_SIGMA_HEIGHT, 2, f500_sdh);
static const struct tcs_asterix_item *const i500_subs[] = {
    &i500_dop, &i500_sdp, &i500_sdh,
};
static const struct tcs_asterix_item i500 =
    COMPOUND("500", "Position Accuracy", i500_subs);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

#define UAP(i020_, i230_)                                                                \
    {                                                                                    \
        &i010, &(i020_), &i140, &i041, &i042, &i161, &i170, &i070, &i202, &i090, &i100, &i220, \
        &i245, &i110, &i105, &i210, &i300, &i310, &i500, &i400, &i250, &(i230_), &i260, &i030, \
        &i055, &i050, &re, &sp,                                                          \
    }
static const struct tcs_asterix_item *const uap_19[] = UAP(i020_19, i230_110);
static const struct tcs_asterix_item *const uap_110[] = UAP(i020, i230_110);
static const struct tcs_asterix_item *const uap[] = UAP(i020, i230);

const struct tcs_asterix_edition tcs_asterix_editions_020[] = {
    EDITION(20, "1.11", uap),
    EDITION(20, "1.10", uap_110),
    EDITION(20, "1.9", uap_19),
    { 0 },
};
