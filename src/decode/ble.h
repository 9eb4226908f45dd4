/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_BLE_H
#define TCS_DECODE_BLE_H

/*
 * ble.h -- Remote ID in captured Bluetooth LE advertisements, legacy (4) and extended
 * (5, long range).
 *
 *   link 251  packet of the air: access[4] (coding indicator) head[2] payload crc[3]
 *   link 256  RF channel, signal, noise, offences, reference[4], flags[2], then as 251
 *   link 272  nRF Sniffer: board, head[6], length flags channel -signal event[2] time[4],
 *             then as 251; protocol versions 1 to 3
 *   link 187, 201, 254  what a controller tells its host: HCI events, H4 (with direction)
 *             or of the Linux monitor; LE (extended) advertising reports
 *
 *   head      ra-ctttt length     t type, a (r) address of sender (target) is random
 *   type 0 2 4 6                  sender[6] data                          legacy
 *   type 7                        mmllllll (flags sender[6] target[6] cte adi[2] aux[3]
 *             sync[18] power ...) data                                    extended
 *             flags say which fields are there; l octets in all; aux: where the next
 *             part comes: channel, offset, PHY
 *   data      structures: length kind value; kind 16: service data, UUID[2] value
 *             UUID fffa, application 0d, counter, one message or a pack
 *
 * A long advertisement comes in parts: ADV_EXT_IND on a primary channel points to
 * AUX_ADV_IND, that to AUX_CHAIN_IND and so on. Parts are told by their data identifier
 * (ADI), the channel and about when they were announced. Numbers are little endian.
 *
 * The check (CRC) is the receiver's word where it gives one, otherwise it is computed.
 *
 * Sources: Bluetooth Core 5.4 vol 6 part B section 2.3, vol 4 part E section 7.7.65; Core
 * Specification Supplement part A 1.11; www.tcpdump.org/linktypes.html; Nordic's
 * documentation of the nRF Sniffer; ASTM F3411-22a section 5.4.5.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

/* Link types of Bluetooth, beside enum tcs_link. */
enum tcs_ble_link {
    TCS_LINK_HCI_H4 = 187,
    TCS_LINK_HCI_H4_PHDR = 201,
    TCS_LINK_BLE = 251,
    TCS_LINK_HCI_MONITOR = 254,
    TCS_LINK_BLE_PHDR = 256,
    TCS_LINK_NORDIC_BLE = 272,
};

enum {
    TCS_BLE_CHAINS = 8,     /* advertisements that are gathered at a time */
    TCS_BLE_DATA_MAX = 512, /* octets of one that are kept */
    TCS_BLE_PDU_DATA_MAX = 255,
};

enum tcs_ble_kind {
    TCS_BLE_LEGACY = 1,
    TCS_BLE_EXTENDED = 2, /* one PDU of an extended advertisement */
    TCS_BLE_REPORT = 3,   /* a controller's report of (a part of) one */
};

enum tcs_ble_phy { TCS_BLE_PHY_1M = 0, TCS_BLE_PHY_2M = 1, TCS_BLE_PHY_CODED = 2 };

enum tcs_ble_field {
    TCS_BLE_SIGNAL = 1 << 0,
    TCS_BLE_CHANNEL = 1 << 1,
    TCS_BLE_ADDRESS = 1 << 2,
    TCS_BLE_ADI = 1 << 3,
    TCS_BLE_MORE = 1 << 4, /* extended: points to a next part; report: more to come */
    TCS_BLE_RANDOM = 1 << 5,
    TCS_BLE_CHAIN = 1 << 6, /* the receiver says that it goes on with another */
};

/* One advertising PDU, or one report of a controller. */
struct tcs_ble_pdu {
    uint8_t kind;    /* enum tcs_ble_kind */
    uint8_t valid;   /* enum tcs_ble_field */
    uint8_t phy;     /* enum tcs_ble_phy; of link 251, which does not tell, 1M */
    uint8_t channel; /* 0..36 secondary, 37..39 primary */
    int8_t signal_dbm;
    uint8_t next_channel; /* with MORE, of an extended PDU */
    uint16_t adi;         /* SID << 12 | DID; of a report: its SID << 12 */
    uint32_t next_us;     /* offset to the next part, likewise */
    uint8_t address[6];   /* as it is written: the most significant octet first */
    uint8_t reserved[2];
    struct tcs_bytes data; /* advertising data, borrowed */
};

/*
 * Reads the PDU, or the next report, of one captured packet. *at is where to go on: 0 at
 * first; call again while it lies before the end of the packet.
 *
 * Returns  TCS_OK         *ret_pdu is filled
 *          TCS_E_FOREIGN  another link type, or not an advertisement
 *          TCS_E_DAMAGED  lengths that contradict each other, or a check that failed
 * *at is moved whatever is returned; fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_ble_pdu_read(uint32_t link, struct tcs_bytes packet, size_t *at,
                                 struct tcs_ble_pdu *ret_pdu, struct tcs_fault *fault);

/* The check of an advertising PDU (head and payload) as its three octets are sent. */
uint32_t tcs_ble_crc(struct tcs_bytes pdu);

struct tcs_ble_chain {
    uint64_t address; /* 48 bits, above them enum tcs_ble_field << 56; 0: not known */
    int64_t due_ns;   /* when the next part is announced for */
    uint32_t order;   /* grows with use */
    uint16_t adi;
    uint8_t valid; /* ADI, and CHANNEL: of the next part */
    uint8_t channel;
    uint8_t kind; /* enum tcs_ble_kind; 0: free */
    uint8_t reserved[3];
    uint32_t len;
    uint8_t data[TCS_BLE_DATA_MAX];
};

/* One a receiver; all zero is the start state. No pointers, no padding. */
struct tcs_ble {
    uint64_t lost_count; /* Remote ID whose other parts never came */
    uint32_t order;
    uint32_t used; /* rows that were ever used: the rest is zero */
    struct tcs_ble_chain chains[TCS_BLE_CHAINS];
};
_Static_assert(sizeof(struct tcs_ble) == 16 + TCS_BLE_CHAINS * (32 + TCS_BLE_DATA_MAX),
               "no padding in digested state");

enum tcs_ble_carrier { TCS_BLE_CARRIER_LEGACY = 3, TCS_BLE_CARRIER_EXTENDED = 4 };

struct tcs_ble_advert {
    uint8_t carrier; /* enum tcs_ble_carrier */
    uint8_t valid;   /* enum tcs_ble_field */
    uint8_t counter; /* grows when the content changes */
    int8_t signal_dbm;
    uint8_t channel;
    uint8_t phy;
    uint8_t address[6];
    struct tcs_bytes payload; /* for tcs_rid_pack_read; borrowed from the packet or, of
                                 what was gathered, the state until the next call */
};

/*
 * Takes one PDU that came at time_ns (of any clock that runs evenly).
 *
 * Returns  TCS_OK         Remote ID is complete: *ret_advert is filled
 *          TCS_MORE       kept: other parts have to come
 *          TCS_E_FOREIGN  no Remote ID in it
 *          TCS_E_DAMAGED  Remote ID that runs over the end, or that nobody sent: its
 *                         first part was not received
 * fault may be NULL; its offset counts from the start of the advertising data.
 */
TCS_NODISCARD
enum tcs_status tcs_ble_take(struct tcs_ble *ble, const struct tcs_ble_pdu *pdu,
                             int64_t time_ns, struct tcs_ble_advert *ret_advert,
                             struct tcs_fault *fault);

/* True for the link types above. */
bool tcs_ble_is_link(uint32_t link);

const char *tcs_ble_phy_name(uint8_t phy);

#endif
