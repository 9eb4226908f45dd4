/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT240_H
#define TCS_DECODE_ASTERIX_CAT240_H

/*
 * cat240.h -- ASTERIX category 240, radar video: the echo of one azimuth, cell by cell.
 * The typed record keeps what describes it, and of the cells the first four octets of a
 * low-volume block; all of them are shown.
 *
 * A member counts only when its bit of `has` is set. SI units, radians. All zero is the
 * empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-240 edition 1.3.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_240_bit {
    TCS_240_SOURCE,     /* 010: sac, sic */
    TCS_240_MESSAGE,    /* 000 */
    TCS_240_RECORD,     /* 020 */
    TCS_240_NANO,       /* 040: nano_* */
    TCS_240_FEMTO,      /* 041: femto_* */
    TCS_240_RESOLUTION, /* 048 */
    TCS_240_COUNTERS,   /* 049 */
    TCS_240_VIDEO,      /* 050 */
    TCS_240_TIME,       /* 140 */
};

struct tcs_asterix_240 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double nano_start_rad;
    double nano_end_rad;
    double nano_cell_s; /* duration of a cell: its depth is c / 2 times that */
    double femto_start_rad;
    double femto_end_rad;
    double femto_cell_s;
    uint32_t nano_start_cell; /* cells before the first */
    uint32_t femto_start_cell;
    uint32_t record;
    uint32_t cells;
    uint32_t first_cells; /* four octets */
    uint16_t octets;      /* that count in the video blocks */
    uint8_t sac;
    uint8_t sic;
    uint8_t message; /* 1 summary, 2 video */
    uint8_t compressed;
    uint8_t resolution; /* 1 to 6: cells of 1, 2, 4, 8, 16, 32 bits */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_240) == 96, "no padding");

#endif
