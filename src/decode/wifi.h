/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_WIFI_H
#define TCS_DECODE_WIFI_H

/*
 * wifi.h -- Remote ID in captured 802.11 frames: where its messages lie, who sent them.
 *
 *   radiotap  00 - length[2] present[4]... fields    link type 127 only; little endian
 *   802.11    control[2] duration[2] addr1[6] addr2[6] addr3[6] sequence[2]
 *   beacon    time[8] interval[2] capability[2], then elements: id length value
 *             element dd: OUI fa 0b bc, type 0d, counter, message pack
 *             element dd: OUI 6a 5c 35, type 01, French fields (french.h)
 *             element dd: OUI 26 37 12 or DJI's own, 58 62 13, DroneID (dji.h)
 *   action    04 09 OUI 50 6f 9a, type 13, then attributes: id length[2] value
 *             attribute 03: service 88 69 19 9d 92 09, instance, requestor, control,
 *             (binding bitmap[2]) (filter) (response filter) length counter, message pack
 *
 * A frame is told by type and subtype alone; the flags of the frame control may be set. A
 * frame check sequence, when radiotap says that there is one, is cut off, not computed:
 * receivers drop or mark bad frames themselves.
 *
 * Sources: IEEE 802.11-2020 section 9.3.3, 9.4; radiotap.org; Wi-Fi Aware 3.2 section
 * 9.5; ASTM F3411-22a section 5.4.9; EN 4709-002.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/udp.h"

enum { TCS_WIFI_SSID_LEN = 32 };

enum tcs_wifi_carrier {
    TCS_WIFI_BEACON = 1,
    TCS_WIFI_NAN = 2, /* service discovery of Wi-Fi Aware */
};

/* In which dialect. Of several in one beacon Open Drone ID is taken, else the first. */
enum tcs_wifi_speech {
    TCS_WIFI_ODID = 1,
    TCS_WIFI_FRENCH = 2,
    TCS_WIFI_DJI = 3,
};

enum tcs_wifi_field {
    TCS_WIFI_SIGNAL = 1 << 0,
    TCS_WIFI_FREQUENCY = 1 << 1,
    TCS_WIFI_SSID = 1 << 2,
};

struct tcs_wifi_frame {
    uint8_t carrier;        /* enum tcs_wifi_carrier */
    uint8_t valid;          /* enum tcs_wifi_field: which of the rest are there */
    uint8_t counter;        /* of Open Drone ID: grows when its content changes */
    int8_t signal_dbm;      /* at the first antenna */
    uint16_t frequency_mhz; /* of the channel */
    uint16_t sequence;      /* of the 802.11 frame, 0..4095 */
    uint8_t transmitter[6];
    uint8_t speech; /* enum tcs_wifi_speech */
    uint8_t reserved;
    struct tcs_bytes ssid;    /* borrowed, at most 32 octets */
    struct tcs_bytes payload; /* borrowed: for tcs_rid_pack_read, tcs_french_read or
                                 tcs_dji_read */
};

/*
 * Finds Remote ID in one captured packet.
 *
 * Returns  TCS_OK         *ret_frame is filled
 *          TCS_E_FOREIGN  another link type, another frame, or one without Remote ID
 *          TCS_E_DAMAGED  lengths that contradict each other, a frame cut short before
 *                         Remote ID was found, or one that the receiver marked as bad
 * fault may be NULL; its offset counts from the start of the packet.
 */
TCS_NODISCARD
enum tcs_status tcs_wifi_find(uint32_t link, struct tcs_bytes packet,
                              struct tcs_wifi_frame *ret_frame, struct tcs_fault *fault);

#endif
