/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat023.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_023

/* clang-format off */
static const struct tcs_asterix_field f000[] = { { CODE("RT", 8), TO(report) } };
static const struct tcs_asterix_item i000 =
    FIXED("000", "Report Type", TCS_023_REPORT, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_023_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = {
    { CODE("SID", 4), TO(service) },
    { CODE("STYP", 4), TO(service_type) },
};
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Type and Identification", TCS_023_SERVICE, 1, f015);

static const struct tcs_asterix_field f070[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Time of Day", TCS_023_TIME, 3, f070);

static const struct tcs_asterix_field f100[] = {
    { CODE("NOGO", 1), TO(no_go) },
    { CODE("ODP", 1), TO(overloaded) },
    { CODE("OXT", 1), TO(overloaded_tx) },
    { CODE("MSC", 1) },
    { CODE("TSV", 1), TO(time_invalid) },
    { CODE("SPO", 1), TO(spoofed) },
    { CODE("RN", 1) },
    { FX() },
    { UNSIGNED("GSSP", 7, 1.0, S) },
    { FX() },
};
static const struct tcs_asterix_item i100 =
    EXTENDED("100", "Ground Station Status", TCS_023_STATION, f100);

static const struct tcs_asterix_field f101[] = {
    { UNSIGNED("RP", 8, 0.5, S) },
    { CODE("SC", 3) },
    { SPARE(4) },
    { FX() },
    { UNSIGNED("SSRP", 7, 1.0, S) },
    { FX() },
};
static const struct tcs_asterix_item i101 =
    SHOWN_EXTENDED_FROM("101", "Service Configuration", 2, f101);

static const struct tcs_asterix_field f110[] = {
    { SPARE(4) },
    { CODE("STAT", 3), TO(status) },
    { FX() },
};
static const struct tcs_asterix_item i110 =
    EXTENDED("110", "Service Status", TCS_023_STATUS, f110);

static const struct tcs_asterix_field f120[] = {
    { CODE("TYPE", 8) },
    { CODE("REF", 1) },
    { SPARE(7) },
    { HEX("CV", 32) },
};
static const struct tcs_asterix_item i120 =
    SHOWN_REPEATED("120", "Service Statistics", 6, f120);

static const struct tcs_asterix_field f200[] = {
    { UNSIGNED("RANGE", 8, 1.0, NM), TO(range_m) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Operational Range", TCS_023_RANGE, 1, f200);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i015, &i070, &i100, &i101, &i200, &i110, &i120, NULL, NULL, NULL,
    &re, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_023[] = {
    EDITION(23, "1.3", uap),
    EDITION(23, "1.2", uap),
    { 0 },
};
