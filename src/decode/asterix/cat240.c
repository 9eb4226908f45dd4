/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat240.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_240

/* clang-format off */
static const struct tcs_asterix_field f000[] = {
    { CODE("MT", 8), TO(message) },
};
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_240_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_240_SOURCE, 2, f010);

static const struct tcs_asterix_field f020[] = {
    { CODE("RECORD", 32), TO(record) },
};
static const struct tcs_asterix_item i020 =
    FIXED("020", "Video Record Header", TCS_240_RECORD, 4, f020);

static const struct tcs_asterix_field f030[] = {
    { ASCII("CHAR", 8) },
};
static const struct tcs_asterix_item i030 =
    SHOWN_REPEATED("030", "Video Summary", 1, f030);

static const struct tcs_asterix_field f040[] = {
    { UNSIGNED("STARTAZ", 16, 360.0 / 65536, DEG), TO(nano_start_rad) },
    { UNSIGNED("ENDAZ", 16, 360.0 / 65536, DEG), TO(nano_end_rad) },
    { CODE("STARTRG", 32), TO(nano_start_cell) },
    { UNSIGNED("CELLDUR", 32, 1.0, NS), TO(nano_cell_s) },
};
static const struct tcs_asterix_item i040 =
    FIXED("040", "Video Header Nano", TCS_240_NANO, 12, f040);

static const struct tcs_asterix_field f041[] = {
    { UNSIGNED("STARTAZ", 16, 360.0 / 65536, DEG), TO(femto_start_rad) },
    { UNSIGNED("ENDAZ", 16, 360.0 / 65536, DEG), TO(femto_end_rad) },
    { CODE("STARTRG", 32), TO(femto_start_cell) },
    { UNSIGNED("CELLDUR", 32, 1.0, FS), TO(femto_cell_s) },
};
static const struct tcs_asterix_item i041 =
    FIXED("041", "Video Header Femto", TCS_240_FEMTO, 12, f041);

static const struct tcs_asterix_field f048[] = {
    { CODE("C", 1), TO(compressed) },
    { SPARE(7) },
    { CODE("RES", 8), TO(resolution) },
};
static const struct tcs_asterix_item i048 =
    FIXED("048", "Video Cells Resolution & Data Compression Indicator",
        TCS_240_RESOLUTION, 2, f048);

static const struct tcs_asterix_field f049[] = {
    { CODE("NBVB", 16), TO(octets) },
    { CODE("NBCELLS", 24), TO(cells) },
};
static const struct tcs_asterix_item i049 =
    FIXED("049", "Video Octets & Video Cells Counters", TCS_240_COUNTERS, 5, f049);

static const struct tcs_asterix_field f050[] = {
    { CODE("CELLS", 32), TO(first_cells) },
};
static const struct tcs_asterix_item i050 =
    REPEATED("050", "Video Block Low Data Volume", TCS_240_VIDEO, 4, f050);

static const struct tcs_asterix_item i051 =
    BLOCKS("051", "Video Block Medium Data Volume", 64);

static const struct tcs_asterix_item i052 =
    BLOCKS("052", "Video Block High Data Volume", 256);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_240_TIME, 3, f140);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");

static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i020, &i030, &i040, &i041, &i048, &i049, &i050, &i051, &i052, &i140,
    &re, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_240[] = {
    EDITION(240, "1.3", uap),
    { 0 },
};
