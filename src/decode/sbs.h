/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_SBS_H
#define TCS_DECODE_SBS_H

/*
 * sbs.h -- one line of the text that BaseStation began with and receivers of Mode S send
 * on port 30003: 22 columns with commas between them.
 *
 *   1  MSG                     others (SEL, ID, AIR, STA, CLK) tell of the program
 *   2  what was heard          1 identity, 2 position on the ground, 3 in the air,
 *                              4 velocity, 5 altitude, 6 squawk, 7 air to air, 8 all call
 *   3  session                 4  number of the aircraft
 *   5  address                 six hexadecimal digits; ~ before one that is not of ICAO
 *   6  number of the flight
 *   7  day, 8 time generated   yyyy/mm/dd, hh:mm:ss.sss; by the receiver's own clock, in
 *   9  day, 10 time logged     its own zone
 *   11 call sign               12 pressure altitude, ft
 *   13 speed over ground, kt   14 track, degrees
 *   15 latitude, 16 longitude, degrees
 *   17 vertical rate, ft/min   18 squawk
 *   19 alert, 20 emergency, 21 identification, 22 on the ground: 0, or -1 (some write 1)
 *
 * A column that is not told is empty.
 *
 * Sources: Kinetic's description of socket data (woodair.net, "Barebones42 Socket Data");
 * readsb's output.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum { TCS_SBS_COLUMNS = 22 };

enum tcs_sbs_number {
    TCS_SBS_ALTITUDE_FT,
    TCS_SBS_SPEED_KT,
    TCS_SBS_TRACK_DEG,
    TCS_SBS_LAT_DEG,
    TCS_SBS_LON_DEG,
    TCS_SBS_VERTICAL_FTPM,
    TCS_SBS_NUMBERS,
};

/* Columns 12 to 17, in their order. */
struct tcs_sbs_column {
    double low;
    double high;
    uint32_t decimals; /* as receivers write it */
    uint32_t reserved;
};
extern const struct tcs_sbs_column tcs_sbs_columns[TCS_SBS_NUMBERS];

/* Bits of `has`; a number has 1 << enum tcs_sbs_number. */
enum tcs_sbs_field {
    TCS_SBS_CALLSIGN = 1 << 6,
    TCS_SBS_SQUAWK = 1 << 7,
    TCS_SBS_ALERT = 1 << 8, /* told, yes or no; so are the next three */
    TCS_SBS_EMERGENCY = 1 << 9,
    TCS_SBS_IDENT = 1 << 10,
    TCS_SBS_GROUND = 1 << 11,
    TCS_SBS_GENERATED = 1 << 12,
    TCS_SBS_LOGGED = 1 << 13,
};

struct tcs_sbs {
    double numbers[TCS_SBS_NUMBERS];
    int64_t generated_ns; /* as if the receiver's zone were UTC */
    int64_t logged_ns;
    uint32_t has;     /* enum tcs_sbs_field */
    uint32_t flags;   /* of ALERT to GROUND: those that are so */
    uint32_t address; /* 24 bits */
    uint32_t session;
    uint32_t aircraft;
    uint32_t flight;
    uint8_t type;          /* 1..8 */
    uint8_t other_address; /* 1: not of ICAO */
    char callsign[9];      /* without blanks at its ends; zeros behind */
    char squawk[5];        /* octal digits */
};
_Static_assert(sizeof(struct tcs_sbs) == 48 + 16 + 24 + 16, "no padding");

/*
 * Reads one line without its end.
 *
 * Returns  TCS_OK
 *          TCS_E_FOREIGN     the first column is not MSG, the second not 1 to 8
 *          TCS_E_DAMAGED     not 22 columns, or one that is not what it should be
 *          TCS_E_IMPOSSIBLE  a number outside of its range
 * On failure *ret_sbs is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_sbs_read(struct tcs_bytes line, struct tcs_sbs *ret_sbs,
                             struct tcs_fault *fault);

#endif
