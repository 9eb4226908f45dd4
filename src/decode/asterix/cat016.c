/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat016.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_016

/* clang-format off */
static const struct tcs_asterix_field f000[] = {
    { CODE("MT", 8), TO(message) },
};
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_016_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_016_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = {
    { CODE("SI", 8), TO(service) },
};
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_016_SERVICE, 1, f015);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_016_TIME, 3, f140);

static const struct tcs_asterix_field f200[] = {
    { UNSIGNED("PERIOD", 8, 1.0, S), WITHIN(2, 255), TO(period_s) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "System Configuration Reporting Period", TCS_016_PERIOD, 1, f200);

static const struct tcs_asterix_field f300[] = {
    { CODE("PID", 16), TO(pair) },
    { CODE("TID", 16), TO(pair_transmitter) },
    { CODE("RID", 16), TO(pair_receiver) },
};
static const struct tcs_asterix_item i300 =
    REPEATED("300", "Pair Identification", TCS_016_PAIR, 6, f300);

static const struct tcs_asterix_field f400[] = {
    { SIGNED("LAT", 32, 180.0 / 2147483648, DEG), WITHIN(-90.0, 90.0), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 2147483648, DEG), TO(lon_rad) },
};
static const struct tcs_asterix_item i400 =
    FIXED("400", "Position of the System Reference Point", TCS_016_REFERENCE, 8, f400);

static const struct tcs_asterix_field f405[] = {
    { SIGNED("HEIGHT", 16, 1.0 / 4, M), TO(height_m) },
};
static const struct tcs_asterix_item i405 =
    FIXED("405", "Height of System Reference Point", TCS_016_HEIGHT, 2, f405);

static const struct tcs_asterix_field f410[] = {
    { CODE("TID", 16), TO(transmitter) },
    { SIGNED("LAT", 32, 180.0 / 2147483648, DEG),
      WITHIN(-90.0, 90.0), TO(transmitter_lat_rad) },
    { SIGNED("LON", 32, 180.0 / 2147483648, DEG), TO(transmitter_lon_rad) },
    { SIGNED("ALT", 16, 1.0 / 4, M), TO(transmitter_height_m) },
    { SIGNED("TTO", 32, 2.0, NS), TO(offset_s) },
    { SPARE(4) },
    { UNSIGNED("ATO", 20, 1.0, NS), TO(offset_accuracy_s) },
    { CODE("PCI", 16), TO(parallel) },
};
static const struct tcs_asterix_item i410 =
    REPEATED("410", "Transmitter Properties", TCS_016_TRANSMITTER, 21, f410);

static const struct tcs_asterix_field f420[] = {
    { CODE("RID", 16), TO(receiver) },
    { SIGNED("LAT", 32, 180.0 / 2147483648, DEG),
      WITHIN(-90.0, 90.0), TO(receiver_lat_rad) },
    { SIGNED("LON", 32, 180.0 / 2147483648, DEG), TO(receiver_lon_rad) },
    { SIGNED("ALT", 16, 1.0 / 4, M), TO(receiver_height_m) },
};
static const struct tcs_asterix_item i420 =
    REPEATED("420", "Receiver Properties", TCS_016_RECEIVER, 12, f420);

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i015, &i000, &i140, &i200, &i300, &i400, &i405, &i410, &i420, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_016[] = {
    EDITION(16, "1.0", uap),
    { 0 },
};
