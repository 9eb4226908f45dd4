/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat205.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_205

/* clang-format off */
static const struct tcs_asterix_field f000[] = { { CODE("MT", 8), TO(message) } };
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_205_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_205_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = { { CODE("SI", 8), TO(service) } };
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_205_SERVICE, 1, f015);

static const struct tcs_asterix_field f030[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i030 =
    FIXED("030", "Time of Day", TCS_205_TIME, 3, f030);

static const struct tcs_asterix_field f040[] = { { CODE("RN", 8), TO(report) } };
static const struct tcs_asterix_item i040 =
    FIXED("040", "Report Number", TCS_205_REPORT, 1, f040);

static const struct tcs_asterix_field f050[] = {
    { SIGNED("LAT", 32, 180.0 / 33554432, DEG), WITHIN(-90, 90), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 33554432, DEG), WITHIN(-180, 180), TO(lon_rad) },
};
static const struct tcs_asterix_item i050 =
    FIXED("050", "Position in WGS-84 Coordinates", TCS_205_WGS84, 8, f050);

static const struct tcs_asterix_field f060[] = {
    { SIGNED("X", 24, 0.5, M), TO(x_m) },
    { SIGNED("Y", 24, 0.5, M), TO(y_m) },
};
static const struct tcs_asterix_item i060 =
    FIXED("060", "Position in Cartesian Coordinates", TCS_205_CARTESIAN, 6, f060);

static const struct tcs_asterix_field f070[] = {
    { UNSIGNED("THETALOCAL", 16, 0.01, DEG), WITHIN(0, 359.99), TO(local_bearing_rad) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Local Bearing", TCS_205_LOCAL_BEARING, 2, f070);

static const struct tcs_asterix_field f080[] = {
    { UNSIGNED("THETASYS", 16, 0.01, DEG), WITHIN(0, 359.99), TO(bearing_rad) },
};
static const struct tcs_asterix_item i080 =
    FIXED("080", "System Bearing", TCS_205_BEARING, 2, f080);

static const struct tcs_asterix_field f090[] = { { ASCII("RCN", 56), TO(channel) } };
static const struct tcs_asterix_item i090 =
    FIXED("090", "Radio Channel Name", TCS_205_CHANNEL, 7, f090);

static const struct tcs_asterix_field f100[] = { { CODE("QOM", 8), TO(quality) } };
static const struct tcs_asterix_item i100 =
    FIXED("100", "Quality of Measurement", TCS_205_QUALITY, 1, f100);

static const struct tcs_asterix_field f110[] = {
    { UNSIGNED("EU", 8, 100.0, M), TO(uncertainty_m) },
};
static const struct tcs_asterix_item i110 =
    FIXED("110", "Estimated Uncertainty", TCS_205_UNCERTAINTY, 1, f110);

static const struct tcs_asterix_field f120[] = { { CODE("SENSOR", 8) } };
static const struct tcs_asterix_item i120 =
    SHOWN_REPEATED("120", "Contributing Sensors", 1, f120);

static const struct tcs_asterix_field f130[] = {
    { SIGNED("LAT", 32, 180.0 / 33554432, DEG) },
    { SIGNED("LON", 32, 180.0 / 33554432, DEG) },
};
static const struct tcs_asterix_item i130 =
    SHOWN("130", "Conflicting Transmitter Position in WGS-84 Coordinates", 8, f130);

static const struct tcs_asterix_field f140[] = {
    { SIGNED("X", 24, 0.5, M) },
    { SIGNED("Y", 24, 0.5, M) },
};
static const struct tcs_asterix_item i140 =
    SHOWN("140", "Conflicting Transmitter Position in Cartesian Coordinates", 6, f140);

static const struct tcs_asterix_field f150[] = { { UNSIGNED("CEU", 8, 100.0, M) } };
static const struct tcs_asterix_item i150 =
    SHOWN("150", "Conflicting Transmitter Estimated Uncertainty", 1, f150);

static const struct tcs_asterix_field f160[] = { { CODE("TN", 16), TO(track) } };
static const struct tcs_asterix_item i160 =
    FIXED("160", "Track Number", TCS_205_TRACK, 2, f160);

static const struct tcs_asterix_field f170[] = { { CODE("SID", 8), TO(sensor) } };
static const struct tcs_asterix_item i170 =
    FIXED("170", "Sensor Identification", TCS_205_SENSOR, 1, f170);

static const struct tcs_asterix_field f180[] = {
    { SIGNED("SLVL", 16, 0.01, DBUV), TO(level_dbuv) },
};
static const struct tcs_asterix_item i180 =
    FIXED("180", "Signal Level", TCS_205_LEVEL, 2, f180);

static const struct tcs_asterix_field f190[] = { { CODE("SQ", 8), TO(signal_quality) } };
static const struct tcs_asterix_item i190 =
    FIXED("190", "Signal Quality", TCS_205_SIGNAL, 1, f190);

static const struct tcs_asterix_field f200[] = {
    { SIGNED("SE", 16, 0.01, DEG), WITHIN(-90, 90), TO(elevation_rad) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Signal Elevation", TCS_205_ELEVATION, 2, f200);

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i015, &i000, &i030, &i040, &i090, &i050, &i060, &i070, &i080, &i100, &i110,
    &i120, &i130, &i140, &i150, &i160, &i170, &i180, &i190, &i200, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_205[] = {
    EDITION(205, "1.0", uap),
    { 0 },
};
