/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat010.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_010

/* clang-format off */
static const struct tcs_asterix_field f000[] = { { CODE("MT", 8), TO(message) } };
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_010_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_010_SOURCE, 2, f010);

static const struct tcs_asterix_field f020[] = {
    { CODE("TYP", 3), TO(detection) },
    { CODE("DCR", 1) },
    { CODE("CHN", 1) },
    { CODE("GBS", 1), TO(on_ground) },
    { CODE("CRT", 1) },
    { FX() },
    { CODE("SIM", 1), TO(simulated) },
    { CODE("TST", 1), TO(test) },
    { CODE("RAB", 1), TO(monitor) },
    { CODE("LOP", 2) },
    { CODE("TOT", 2), TO(object) },
    { FX() },
    { CODE("SPI", 1), TO(ident) },
    { SPARE(6) },
    { FX() },
};
static const struct tcs_asterix_item i020 =
    EXTENDED("020", "Target Report Descriptor", TCS_010_DESCRIPTOR, f020);

static const struct tcs_asterix_field f040[] = {
    { UNSIGNED("RHO", 16, 1.0, M), TO(rho_m) },
    { UNSIGNED("TH", 16, 360.0 / 65536, DEG), TO(theta_rad) },
};
static const struct tcs_asterix_item i040 =
    FIXED("040", "Measured Position in Polar Co-ordinates", TCS_010_POLAR, 4, f040);

static const struct tcs_asterix_field f041[] = {
    { SIGNED("LAT", 32, 180.0 / 2147483648, DEG), WITHIN(-90, 90), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 2147483648, DEG), WITHIN(-180, 180), TO(lon_rad) },
};
static const struct tcs_asterix_item i041 =
    FIXED("041", "Position in WGS-84 Co-ordinates", TCS_010_WGS84, 8, f041);

static const struct tcs_asterix_field f042[] = {
    { SIGNED("X", 16, 1.0, M), TO(x_m) },
    { SIGNED("Y", 16, 1.0, M), TO(y_m) },
};
static const struct tcs_asterix_item i042 =
    FIXED("042", "Position in Cartesian Co-ordinates", TCS_010_CARTESIAN, 4, f042);

static const struct tcs_asterix_field f060[] = {
    { CODE("V", 1), TO(mode3a_invalid) },
    { CODE("G", 1), TO(mode3a_garbled) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i060 =
    FIXED("060", "Mode-3/A Code in Octal Representation", TCS_010_MODE3A, 2, f060);

static const struct tcs_asterix_field f090[] = {
    { CODE("V", 1), TO(level_invalid) },
    { CODE("G", 1), TO(level_garbled) },
    { SIGNED("FL", 14, 0.25, FL), WITHIN(-15, 1500), TO(pressure_altitude_m) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Flight Level in Binary Representation", TCS_010_LEVEL, 2, f090);

static const struct tcs_asterix_field f091[] = {
    { SIGNED("HEIGHT", 16, 6.25, FT), TO(height_m) },
};
static const struct tcs_asterix_item i091 =
    FIXED("091", "Measured Height", TCS_010_HEIGHT, 2, f091);

static const struct tcs_asterix_field f131[] = { { CODE("PAM", 8), TO(amplitude) } };
static const struct tcs_asterix_item i131 =
    FIXED("131", "Amplitude of Primary Plot", TCS_010_AMPLITUDE, 1, f131);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_010_TIME, 3, f140);

static const struct tcs_asterix_field f161[] = {
    { SPARE(4) },
    { CODE("TRK", 12), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track Number", TCS_010_TRACK, 2, f161);

static const struct tcs_asterix_field f170[] = {
    { CODE("CNF", 1), TO(tentative) },
    { CODE("TRE", 1), TO(ended) },
    { CODE("CST", 2), TO(coasting) },
    { CODE("MAH", 1), TO(manoeuvre) },
    { CODE("TCC", 1) },
    { CODE("STH", 1) },
    { FX() },
    { CODE("TOM", 2) },
    { CODE("DOU", 3) },
    { CODE("MRS", 2) },
    { FX() },
    { CODE("GHO", 1), TO(ghost) },
    { SPARE(6) },
    { FX() },
};
static const struct tcs_asterix_item i170 =
    EXTENDED("170", "Track Status", TCS_010_STATUS, f170);

static const struct tcs_asterix_field f200[] = {
    { UNSIGNED("GSP", 16, 1.0 / 16384, NMPS), TO(speed_mps) },
    { UNSIGNED("TRA", 16, 360.0 / 65536, DEG), TO(course_rad) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Calculated Track Velocity in Polar Co-ordinates",
    TCS_010_VELOCITY_POLAR, 4, f200);

static const struct tcs_asterix_field f202[] = {
    { SIGNED("VX", 16, 1.0 / 16, MPS), TO(vx_mps) },
    { SIGNED("VY", 16, 1.0 / 16, MPS), TO(vy_mps) },
};
static const struct tcs_asterix_item i202 =
    FIXED("202", "Calculated Track Velocity in Cartesian Co-ordinates",
    TCS_010_VELOCITY, 4, f202);

static const struct tcs_asterix_field f210[] = {
    { SIGNED("AX", 8, 1.0 / 16, MPS2), TO(ax_mps2) },
    { SIGNED("AY", 8, 1.0 / 16, MPS2), TO(ay_mps2) },
};
static const struct tcs_asterix_item i210 =
    FIXED("210", "Calculated Acceleration", TCS_010_ACCELERATION, 2, f210);

static const struct tcs_asterix_field f220[] = { { HEX("TA", 24), TO(address) } };
static const struct tcs_asterix_item i220 =
    FIXED("220", "Target Address", TCS_010_ADDRESS, 3, f220);

static const struct tcs_asterix_field f245[] = {
    { CODE("STI", 2) },
    { SPARE(6) },
    { ICAO("CHR"), TO(callsign) },
};
static const struct tcs_asterix_item i245 =
    FIXED("245", "Target Identification", TCS_010_CALLSIGN, 7, f245);

static const struct tcs_asterix_field f250[] = {
    { HEX("MBDATA", 56) },
    { CODE("BDS1", 4) },
    { CODE("BDS2", 4) },
};
static const struct tcs_asterix_item i250 =
    SHOWN_REPEATED("250", "Mode S MB Data", 8, f250);

static const struct tcs_asterix_field f270[] = {
    { UNSIGNED("LENGTH", 7, 1.0, M), TO(length_m) },
    { FX() },
    { UNSIGNED("ORIENTATION", 7, 360.0 / 128, DEG), TO(orientation_rad) },
    { FX() },
    { UNSIGNED("WIDTH", 7, 1.0, M), TO(width_m) },
    { FX() },
};
static const struct tcs_asterix_item i270 =
    EXTENDED("270", "Target Size and Orientation", TCS_010_SIZE, f270);

static const struct tcs_asterix_field f280[] = {
    { SIGNED("DRHO", 8, 1.0, M) },
    { SIGNED("DTHETA", 8, 3.0 / 20, DEG) },
};
static const struct tcs_asterix_item i280 = SHOWN_REPEATED("280", "Presence", 2, f280);

static const struct tcs_asterix_field f300[] = { { CODE("VFI", 8), TO(fleet) } };
static const struct tcs_asterix_item i300 =
    FIXED("300", "Vehicle Fleet Identification", TCS_010_FLEET, 1, f300);

static const struct tcs_asterix_field f310[] = {
    { CODE("TRB", 1) },
    { CODE("MSG", 7) },
};
static const struct tcs_asterix_item i310 =
    SHOWN("310", "Pre-programmed Message", 1, f310);

static const struct tcs_asterix_field f500[] = {
    { UNSIGNED("DEVX", 8, 0.25, M), TO(sigma_x_m) },
    { UNSIGNED("DEVY", 8, 0.25, M), TO(sigma_y_m) },
    { SIGNED("COVXY", 16, 0.25, NONE), TO(covariance_xy_m2) } /* m2 */,
};
static const struct tcs_asterix_item i500 =
    FIXED("500", "Standard Deviation of Position", TCS_010_SIGMA, 4, f500);

static const struct tcs_asterix_field f550[] = {
    { CODE("NOGO", 2) },
    { CODE("OVL", 1) },
    { CODE("TSV", 1) },
    { CODE("DIV", 1) },
    { CODE("TTF", 1) },
    { SPARE(2) },
};
static const struct tcs_asterix_item i550 = SHOWN("550", "System Status", 1, f550);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i020, &i140, &i041, &i040, &i042, &i200, &i202, &i161, &i170, &i060,
    &i220, &i245, &i250, &i300, &i090, &i091, &i270, &i550, &i310, &i500, &i280, &i131,
    &i210, NULL, &sp, &re,
};

const struct tcs_asterix_edition tcs_asterix_editions_010[] = {
    EDITION(10, "1.1", uap),
    { 0 },
};
