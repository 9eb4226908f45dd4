/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_KRAKEN_H
#define TCS_DECODE_KRAKEN_H

/*
 * kraken.h -- one line of KrakenSDR's DOA_value.html (the format "Kraken App"): comma
 * separated, one line a channel (VFO) that was heard.
 *
 *   0  time          ms since 1970 UTC: the end of the samples
 *   1  bearing       degrees clockwise from the array's reference, 0 to 360
 *   2  confidence    0 to 99
 *   3  power         dB relative to full scale
 *   4  frequency     Hz
 *   5  arrangement   UCA, ULA or Custom
 *   6  latency       ms: how long the samples took
 *   7  station       name
 *   8  latitude      degrees
 *   9  longitude     degrees
 *   10 heading       degrees clockwise from north, of the array's reference
 *   11 heading       the same again (another source of it some day)
 *   12 source        of place and heading: GPS
 *   13..16           reserved
 *   17..             the spectrum of directions, dB above its lowest, one value a degree:
 *                    value i belongs to i degrees anticlockwise from the reference
 *
 * The bearing (compass) and the spectrum (unit circle) turn in opposite senses.
 *
 * Source: krakensdr_doa, the writer of DOA_value.html in its signal processor.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_KRAKEN_NAME_LEN = 48,
    TCS_KRAKEN_SPECTRUM = 360,
};

struct tcs_kraken {
    int64_t utc_ms;
    double bearing_deg; /* [0, 360) */
    double confidence;
    double power_db;
    double frequency_hz;
    double latency_ms;
    double lat_deg;
    double lon_deg;
    double heading_deg;
    double compass_deg; /* column 11 */
    /* From the spectrum: full width at half power of the lobe around its maximum,
     * degrees, at most 360, and where the maximum is, degrees anticlockwise. 0 without a
     * spectrum, or of one without a maximum. */
    double width_deg;
    uint32_t peak;
    uint32_t spectrum_num; /* 0 or 360 */
    char arrangement[16];
    char station[TCS_KRAKEN_NAME_LEN];
    char source[16];
    double spectrum_db[TCS_KRAKEN_SPECTRUM];
};

/*
 * Reads one line without its end.
 *
 * Returns  TCS_OK
 *          TCS_E_FOREIGN     not so many columns, or the first is no number
 *          TCS_E_DAMAGED     a column that is not what it should be
 *          TCS_E_IMPOSSIBLE  a number outside of its range
 * On failure *ret_kraken is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_kraken_read(struct tcs_bytes line, struct tcs_kraken *ret_kraken,
                                struct tcs_fault *fault);

#endif
