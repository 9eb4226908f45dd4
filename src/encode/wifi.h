/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_WIFI_H
#define TCS_ENCODE_WIFI_H

/*
 * wifi.h -- 802.11 frames that carry Remote ID: the inverse of decode/wifi.h, where the
 * layouts stand.
 *
 * A beacon (`speech` 0: Open Drone ID) holds time 0, an interval of 100 time units, an
 * SSID, two rates and the vendor element; a NAN frame one service descriptor. No frame
 * check sequence.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/wifi.h"

enum {
    /* Enough for every frame: radiotap 16, header 24, beacon 12, SSID 34, rates 4,
     * element 7 and the largest pack. */
    TCS_WIFI_FRAME_MAX = 16 + 24 + 12 + 34 + 4 + 7 + 228
};

/* One packet of that link type (radiotap or bare 802.11; the bare form has no place for
 * signal and frequency). TCS_OK; TCS_E_ARGUMENT: another link type or carrier, or a
 * payload or SSID that is too long; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_wifi_write(uint32_t link, const struct tcs_wifi_frame *frame,
                               struct tcs_writer *w);

#endif
