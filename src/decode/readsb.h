/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_READSB_H
#define TCS_DECODE_READSB_H

/*
 * readsb.h -- one aircraft as readsb (and dump1090-fa, tar1090's aggregators) tells it in
 * JSON: a line of its JSON port, or an entry of the list in aircraft.json
 * (decode/readsb_stream.h takes both out of a stream).
 *
 *   {"now" : 1795460342.977, "hex":"406b90", "type":"adsb_icao", "flight":"EZY85MH ",
 *    "alt_baro":36000, "alt_geom":36100, "gs":493.6, "track":284.91, "lat":51.145660,
 *    "lon":7.244296, "nic":8, "seen_pos":0.000, "nac_p":8, "seen":0.0, ...}
 *
 *   hex        address; ~ before one that is not of ICAO
 *   type       where it is from: adsb_icao, tisb_trackfile, mlat, mode_s, ...
 *   alt_baro   ft, or "ground"
 *   now        when it was written, seconds since 1970 UTC (some write milliseconds); the
 *              entries of a list have that of their document
 *   seen_pos   seconds from the position to `now`; seen: from anything
 *
 * All that is not told is left away, or null. Other names are ignored: there are more
 * with each version, and some of a data base of aircraft.
 *
 * Source: readsb, README-json.md; the names of numbers are in tcs_readsb_numbers.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum tcs_readsb_number {
    TCS_READSB_LAT,
    TCS_READSB_LON,
    TCS_READSB_ALT_BARO,
    TCS_READSB_ALT_GEOM,
    TCS_READSB_GS,
    TCS_READSB_TRACK,
    TCS_READSB_BARO_RATE,
    TCS_READSB_GEOM_RATE,
    TCS_READSB_IAS,
    TCS_READSB_TAS,
    TCS_READSB_MACH,
    TCS_READSB_TRACK_RATE,
    TCS_READSB_ROLL,
    TCS_READSB_MAG_HEADING,
    TCS_READSB_TRUE_HEADING,
    TCS_READSB_NAV_QNH,
    TCS_READSB_NAV_ALTITUDE_MCP,
    TCS_READSB_NAV_ALTITUDE_FMS,
    TCS_READSB_NAV_HEADING,
    TCS_READSB_WIND_FROM,
    TCS_READSB_WIND_SPEED,
    TCS_READSB_OAT,
    TCS_READSB_TAT,
    TCS_READSB_NIC,
    TCS_READSB_RC,
    TCS_READSB_VERSION,
    TCS_READSB_NIC_BARO,
    TCS_READSB_NAC_P,
    TCS_READSB_NAC_V,
    TCS_READSB_SIL,
    TCS_READSB_GVA,
    TCS_READSB_SDA,
    TCS_READSB_ALERT,
    TCS_READSB_SPI,
    TCS_READSB_MESSAGES,
    TCS_READSB_RSSI,
    TCS_READSB_SEEN,
    TCS_READSB_SEEN_POS,
    TCS_READSB_NUMBERS,
};

struct tcs_readsb_number_row {
    const char *name; /* readsb's */
    const char *key;  /* ours, with its unit */
    double low;
    double high;
    unsigned decimals; /* as readsb writes it */
};
extern const struct tcs_readsb_number_row tcs_readsb_numbers[TCS_READSB_NUMBERS];

enum tcs_readsb_mode {
    TCS_READSB_AUTOPILOT = 1 << 0,
    TCS_READSB_VNAV = 1 << 1,
    TCS_READSB_ALTHOLD = 1 << 2,
    TCS_READSB_APPROACH = 1 << 3,
    TCS_READSB_LNAV = 1 << 4,
    TCS_READSB_TCAS = 1 << 5,
    TCS_READSB_MODES = 6,
};
extern const char *const tcs_readsb_mode_names[TCS_READSB_MODES];

struct tcs_readsb {
    double numbers[TCS_READSB_NUMBERS];
    uint64_t has;     /* 1 << enum tcs_readsb_number: numbers that are told */
    int64_t utc_ns;   /* `now` */
    uint32_t address; /* 24 bits */
    uint8_t has_time;
    uint8_t other_address; /* 1: not of ICAO */
    uint8_t on_ground;
    uint8_t has_modes;
    uint8_t modes;    /* enum tcs_readsb_mode */
    char category[3]; /* "A3"; texts that are not told are empty, zeros behind */
    char flight[9];   /* without blanks at its end */
    char squawk[5];   /* octal digits */
    char type[18];
    char emergency[12];
    char sil_type[12];
};
_Static_assert(sizeof(struct tcs_readsb) == 8 * TCS_READSB_NUMBERS + 16 + 8 + 4 + 56 + 4,
               "no padding");

/*
 * Reads one object. document_ns: `now` of the document around it, POSIX; 0: there is
 * none.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED     not JSON, or a value of the wrong type
 *          TCS_E_FOREIGN     JSON, but no aircraft
 *          TCS_E_IMPOSSIBLE  a number outside of its range
 * On failure *ret_readsb is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_readsb_read(struct tcs_bytes object, int64_t document_ns,
                                struct tcs_readsb *ret_readsb, struct tcs_fault *fault);

/* Seconds, or milliseconds when they are too many for seconds, in whole microseconds; 0:
 * no time from 1970 to 2100. */
int64_t tcs_readsb_time(double now);

#endif
