/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat019.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_019

/* clang-format off */
static const struct tcs_asterix_field f000[] = { { CODE("MT", 8), TO(message) } };
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_019_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_019_SOURCE, 2, f010);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_019_TIME, 3, f140);

static const struct tcs_asterix_field f550[] = {
    { CODE("NOGO", 2), TO(no_go) },
    { CODE("OVL", 1), TO(overloaded) },
    { CODE("TSV", 1), TO(time_invalid) },
    { CODE("TTF", 1) },
    { SPARE(3) },
};
static const struct tcs_asterix_item i550 =
    FIXED("550", "System Status", TCS_019_STATUS, 1, f550);

static const struct tcs_asterix_field f551[] = {
    { CODE("TP1A", 1) },
    { CODE("TP1B", 1) },
    { CODE("TP2A", 1) },
    { CODE("TP2B", 1) },
    { CODE("TP3A", 1) },
    { CODE("TP3B", 1) },
    { CODE("TP4A", 1) },
    { CODE("TP4B", 1) },
};
static const struct tcs_asterix_item i551 =
    SHOWN("551", "Tracking Processor Detailed Status", 1, f551);

static const struct tcs_asterix_field f552[] = {
    { CODE("RSI", 8) },
    { SPARE(1) },
    { CODE("RS1090", 1) },
    { CODE("TX1030", 1) },
    { CODE("TX1090", 1) },
    { CODE("RSS", 1) },
    { CODE("RSO", 1) },
    { SPARE(2) },
};
static const struct tcs_asterix_item i552 =
    SHOWN_REPEATED("552", "Remote Sensor Detailed Status", 2, f552);

static const struct tcs_asterix_field f553[] = {
    { CODE("REFTR1", 2) },
    { SPARE(2) },
    { CODE("REFTR2", 2) },
    { SPARE(1) },
    { FX() },
    { CODE("REFTR3", 2) },
    { SPARE(2) },
    { CODE("REFTR4", 2) },
    { SPARE(1) },
    { FX() },
};
static const struct tcs_asterix_item i553 =
    SHOWN_EXTENDED("553", "Reference Transponder Detailed Status", f553);

static const struct tcs_asterix_field f600[] = {
    { SIGNED("LAT", 32, 180.0 / 1073741824, DEG), WITHIN(-90, 90), TO(lat_rad) },
    { SIGNED("LON", 32, 180.0 / 1073741824, DEG), WITHIN(-180, 180), TO(lon_rad) },
};
static const struct tcs_asterix_item i600 =
    FIXED("600", "Position of the MLT System Reference Point", TCS_019_POSITION, 8, f600);

static const struct tcs_asterix_field f610[] = {
    { SIGNED("HEIGHT", 16, 0.25, M), TO(height_m) },
};
static const struct tcs_asterix_item i610 =
    FIXED("610", "Height of the MLT System Reference Point", TCS_019_HEIGHT, 2, f610);

static const struct tcs_asterix_field f620[] = { { SIGNED("UNDULATION", 8, 1.0, M) } };
static const struct tcs_asterix_item i620 = SHOWN("620", "WGS-84 Undulation", 1, f620);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i140, &i550, &i551, &i552, &i553, &i600, &i610, &i620, NULL, NULL,
    &re, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_019[] = {
    EDITION(19, "1.3", uap),
    { 0 },
};
