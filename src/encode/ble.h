/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_BLE_H
#define TCS_ENCODE_BLE_H

/*
 * ble.h -- Bluetooth LE advertisements that carry Remote ID: the inverse of decode/ble.h,
 * where the layouts stand.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/ble.h"

enum {
    /* Enough for every packet: head 17, access 5, PDU 2 + 255, check 3. */
    TCS_BLE_PACKET_MAX = 17 + 5 + 257 + 3,
    TCS_BLE_ODID_MAX = 249, /* octets of a message or pack in one structure */
};

/* Advertising data with Remote ID alone: one structure. TCS_OK; TCS_E_ARGUMENT: more than
 * TCS_BLE_ODID_MAX octets; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_ble_odid_write(uint8_t counter, struct tcs_bytes payload,
                                   struct tcs_writer *w);

/*
 * One packet. Links 251, 256 and 272 (protocol version 3) hold legacy and extended PDUs,
 * links 187, 201 and 254 legacy PDUs and reports, one a packet. A legacy PDU is written
 * as ADV_NONCONN_IND, with up to 31 octets of data. What a link has no place for is left
 * out.
 *
 * TCS_OK; TCS_E_ARGUMENT: a kind that the link does not hold, too much data, an offset
 * that is too long, or a legacy PDU or report without an address; TCS_E_FULL. On failure
 * nothing is written.
 */
TCS_NODISCARD
enum tcs_status tcs_ble_pdu_write(uint32_t link, const struct tcs_ble_pdu *pdu,
                                  struct tcs_writer *w);

#endif
