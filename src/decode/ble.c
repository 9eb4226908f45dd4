/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ble.h"

#include <string.h>

enum {
    ACCESS_LEN = 4,
    HEAD_LEN = 2,
    CRC_LEN = 3,
    ADDRESS_LEN = 6,
    ADVERT_EXTENDED = 7,
    PRIMARY_FIRST = 37,
    NORDIC_HEAD_LEN = 7, /* with the board */
    NORDIC_CHAIN = 1,    /* of the two bits that tell the kind of auxiliary PDU */
    H4_EVENT = 4,
    EVENT_LE_META = 0x3e,
    META_REPORT = 0x02,
    META_EXTENDED_REPORT = 0x0d,
    REPORT_LEGACY = 1 << 4, /* of the event type: made of a legacy PDU */
    REPORT_MORE = 1,        /* data status in bits 5 and 6 */
    RSSI_UNKNOWN = 127,
};
static const uint32_t ADVERTISING_ACCESS = UINT32_C(0x8e89bed6);

/* Of link 256. */
enum phdr_flag {
    PHDR_DEWHITENED = 0x0001,
    PHDR_SIGNAL = 0x0002,
    PHDR_CRC_CHECKED = 0x0400,
    PHDR_CRC_VALID = 0x0800,
    PHDR_PHY_SHIFT = 14,
};

/* Fields of the extended header, in this order. */
enum extended_flag {
    EXTENDED_ADDRESS = 1 << 0,
    EXTENDED_TARGET = 1 << 1,
    EXTENDED_CTE = 1 << 2,
    EXTENDED_ADI = 1 << 3,
    EXTENDED_AUX = 1 << 4,
};

enum check { CHECK_COMPUTE, CHECK_GOOD, CHECK_BAD };

bool tcs_ble_is_link(uint32_t link)
{
    return link == TCS_LINK_BLE || link == TCS_LINK_BLE_PHDR ||
           link == TCS_LINK_NORDIC_BLE || link == TCS_LINK_HCI_H4 ||
           link == TCS_LINK_HCI_H4_PHDR || link == TCS_LINK_HCI_MONITOR;
}

const char *tcs_ble_phy_name(uint8_t phy)
{
    return phy == TCS_BLE_PHY_1M      ? "1M"
           : phy == TCS_BLE_PHY_2M    ? "2M"
           : phy == TCS_BLE_PHY_CODED ? "coded"
                                      : "reserved";
}

/* x^24 + x^10 + x^9 + x^6 + x^4 + x^3 + x + 1 over bits as they are sent, lowest first,
 * from 0x555555; four bits at a time. */
uint32_t tcs_ble_crc(struct tcs_bytes pdu)
{
    static const uint32_t steps[16] = {
        0x000000, 0x1b4c00, 0x369800, 0x2dd400, 0x6d3000, 0x767c00, 0x5ba800, 0x40e400,
        0xda6000, 0xc12c00, 0xecf800, 0xf7b400, 0xb75000, 0xac1c00, 0x81c800, 0x9a8400,
    };
    uint32_t crc = 0xaaaaaa;

    for (size_t i = 0; i < pdu.len; i++) {
        crc ^= pdu.data[i];
        crc = crc >> 4 ^ steps[crc & 15];
        crc = crc >> 4 ^ steps[crc & 15];
    }
    return crc;
}

/* -------------------------------------------------------------------- packets of the air
 */

static void address_read(struct tcs_reader *r, bool random, struct tcs_ble_pdu *pdu)
{
    const struct tcs_bytes address = tcs_read_bytes(r, ADDRESS_LEN);

    if (address.len < ADDRESS_LEN)
        return;
    for (unsigned i = 0; i < ADDRESS_LEN; i++)
        pdu->address[i] = address.data[ADDRESS_LEN - 1 - i];
    pdu->valid |= TCS_BLE_ADDRESS;
    if (random)
        pdu->valid |= TCS_BLE_RANDOM;
}

static void rest_is_data(struct tcs_reader *r, struct tcs_ble_pdu *pdu)
{
    pdu->data = tcs_read_bytes(r, tcs_reader_left(r));
}

/* base: where the payload lies in the packet. */
static enum tcs_status extended_read(struct tcs_bytes payload, size_t base, bool random,
                                     struct tcs_ble_pdu *pdu, struct tcs_fault *fault)
{
    struct tcs_reader all = tcs_reader(payload);
    const size_t len = tcs_read_u8(&all) & 0x3fu;
    const struct tcs_bytes fields = tcs_read_bytes(&all, len);
    struct tcs_reader r = tcs_reader(fields);

    if (all.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, base, "extended header runs over the end");
    const uint8_t flags = len > 0 ? tcs_read_u8(&r) : 0;

    if ((flags & EXTENDED_ADDRESS) != 0)
        address_read(&r, random, pdu);
    if ((flags & EXTENDED_TARGET) != 0)
        tcs_read_bytes(&r, ADDRESS_LEN);
    if ((flags & EXTENDED_CTE) != 0)
        tcs_read_u8(&r);
    if ((flags & EXTENDED_ADI) != 0) {
        pdu->adi = (uint16_t)tcs_read_le(&r, 2);
        pdu->valid |= TCS_BLE_ADI;
    }
    if ((flags & EXTENDED_AUX) != 0) {
        const uint8_t where = tcs_read_u8(&r);
        const uint32_t offset = (uint32_t)tcs_read_le(&r, 2) & 0x1fff;

        pdu->next_channel = where & 0x3f;
        pdu->next_us = offset * ((where & 0x80) != 0 ? 300 : 30);
        pdu->valid |= TCS_BLE_MORE;
    }
    if (r.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, base, "extended header is too short");
    pdu->kind = TCS_BLE_EXTENDED;
    rest_is_data(&all, pdu);
    return TCS_OK;
}

/* From the access address on; pdu tells the PHY. */
static enum tcs_status air_read(struct tcs_bytes packet, size_t base, enum check check,
                                struct tcs_ble_pdu *pdu, struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(tcs_bytes_part(packet, base, packet.len));
    const uint32_t access = (uint32_t)tcs_read_le(&r, ACCESS_LEN);

    if (!r.failed && access != ADVERTISING_ACCESS)
        return tcs_fault(fault, TCS_E_FOREIGN, base,
                         "Bluetooth that is no advertisement");
    if (pdu->phy == TCS_BLE_PHY_CODED)
        tcs_read_u8(&r); /* which of the two rates */
    const size_t at = r.at;
    const uint8_t head = tcs_read_u8(&r);
    const size_t len = tcs_read_u8(&r);
    const struct tcs_bytes payload = tcs_read_bytes(&r, len);
    const uint32_t crc = (uint32_t)tcs_read_le(&r, CRC_LEN);
    const unsigned type = head & 15;

    if (r.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, packet.len, "Bluetooth packet is cut off");
    if (check == CHECK_BAD ||
        (check == CHECK_COMPUTE &&
         crc != tcs_ble_crc(tcs_bytes(r.data + at, HEAD_LEN + len))))
        return tcs_fault(fault, TCS_E_DAMAGED, base + at, "Bluetooth check failed");
    const bool random = (head & 0x40) != 0;
    const size_t payload_at = base + at + HEAD_LEN;

    if (type == ADVERT_EXTENDED)
        return extended_read(payload, payload_at, random, pdu, fault);
    if (type != 0 && type != 2 && type != 4 && type != 6)
        return tcs_fault(fault, TCS_E_FOREIGN, base + at,
                         "Bluetooth PDU without advertising data");
    struct tcs_reader body = tcs_reader(payload);

    address_read(&body, random, pdu);
    if (body.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, payload_at, "advertisement is too short");
    pdu->kind = TCS_BLE_LEGACY;
    rest_is_data(&body, pdu);
    return TCS_OK;
}

/* Channels of the radio are numbered by frequency, those of the link not. */
static uint8_t channel_of_radio(uint8_t radio)
{
    if (radio == 0)
        return 37;
    if (radio == 12)
        return 38;
    if (radio == 39)
        return 39;
    return (uint8_t)(radio < 12 ? radio - 1 : radio - 2);
}

static enum tcs_status phdr_read(struct tcs_bytes packet, struct tcs_ble_pdu *pdu,
                                 struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(packet);
    const uint8_t radio = tcs_read_u8(&r);
    const int8_t signal = (int8_t)tcs_read_le_signed(&r, 1);

    tcs_read_bytes(&r, 6);
    const unsigned flags = (unsigned)tcs_read_le(&r, 2);

    if (r.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, packet.len, "Bluetooth packet is cut off");
    if ((flags & PHDR_DEWHITENED) == 0)
        return tcs_fault(fault, TCS_E_FOREIGN, 8, "Bluetooth bits as they are sent");
    if (radio < 40) {
        pdu->channel = channel_of_radio(radio);
        pdu->valid |= TCS_BLE_CHANNEL;
    }
    if ((flags & PHDR_SIGNAL) != 0) {
        pdu->signal_dbm = signal;
        pdu->valid |= TCS_BLE_SIGNAL;
    }
    pdu->phy = (uint8_t)(flags >> PHDR_PHY_SHIFT & 3);
    return air_read(packet, r.at,
                    (flags & PHDR_CRC_CHECKED) == 0 ? CHECK_COMPUTE
                    : (flags & PHDR_CRC_VALID) != 0 ? CHECK_GOOD
                                                    : CHECK_BAD,
                    pdu, fault);
}

/*
 *   version 1    board, head length 6, length, version, counter[2], id
 *   2 and 3      board, length[2], version, counter[2], id
 */
static enum tcs_status nordic_read(struct tcs_bytes packet, struct tcs_ble_pdu *pdu,
                                   struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(packet);
    const struct tcs_bytes head = tcs_read_bytes(&r, NORDIC_HEAD_LEN);
    const size_t len = tcs_read_u8(&r);
    const uint8_t flags = tcs_read_u8(&r);
    const uint8_t channel = tcs_read_u8(&r);
    const uint8_t minus_signal = tcs_read_u8(&r);

    if (r.failed || len < 10)
        return tcs_fault(fault, TCS_E_DAMAGED, r.at, "nRF Sniffer head");
    const uint8_t version = head.data[3];
    const uint8_t id = head.data[6];

    if (version < 1 || version > 3)
        return tcs_fault(fault, TCS_E_FOREIGN, 3, "nRF Sniffer protocol version");
    if (id != (version < 3 ? 6 : 2))
        return tcs_fault(fault, TCS_E_FOREIGN, 6, "nRF Sniffer without an advertisement");
    if (channel < 40) {
        pdu->channel = channel;
        pdu->valid |= TCS_BLE_CHANNEL;
    }
    if (version == 3 && channel < PRIMARY_FIRST && (flags >> 1 & 3) == NORDIC_CHAIN)
        pdu->valid |= TCS_BLE_CHAIN;
    pdu->signal_dbm = (int8_t)(minus_signal > 127 ? -127 : -(int)minus_signal);
    pdu->valid |= TCS_BLE_SIGNAL;
    pdu->phy = version < 3 ? TCS_BLE_PHY_1M : (uint8_t)(flags >> 4 & 7);
    return air_read(packet, NORDIC_HEAD_LEN + len,
                    (flags & 1) != 0 ? CHECK_GOOD : CHECK_BAD, pdu, fault);
}

/* ------------------------------------------------------------------ reports of
 * controllers */

static void signal_read(struct tcs_reader *r, struct tcs_ble_pdu *pdu)
{
    const int8_t signal = (int8_t)tcs_read_le_signed(r, 1);

    if (signal == RSSI_UNKNOWN)
        return;
    pdu->signal_dbm = signal;
    pdu->valid |= TCS_BLE_SIGNAL;
}

/* event type, kind of address, address[6], length, data, signal */
static void report_read(struct tcs_reader *r, struct tcs_ble_pdu *pdu)
{
    tcs_read_u8(r);
    const uint8_t kind = tcs_read_u8(r);

    address_read(r, (kind & 1) != 0, pdu);
    pdu->data = tcs_read_bytes(r, tcs_read_u8(r));
    signal_read(r, pdu);
    pdu->kind = TCS_BLE_LEGACY;
}

/* event type[2], kind of address, address[6], primary and secondary PHY, SID, power,
 * signal, interval[2], target[7], length, data */
static void extended_report_read(struct tcs_reader *r, struct tcs_ble_pdu *pdu)
{
    const unsigned type = (unsigned)tcs_read_le(r, 2);
    const uint8_t kind = tcs_read_u8(r);
    const bool anonymous = kind == 0xff;

    address_read(r, (kind & 1) != 0, pdu);
    if (anonymous)
        pdu->valid &= (uint8_t) ~(TCS_BLE_ADDRESS | TCS_BLE_RANDOM);
    const uint8_t primary = tcs_read_u8(r);
    const uint8_t secondary = tcs_read_u8(r);
    const unsigned sid = tcs_read_u8(r) & 15u;

    tcs_read_u8(r);
    signal_read(r, pdu);
    tcs_read_bytes(r, 9);
    pdu->data = tcs_read_bytes(r, tcs_read_u8(r));
    pdu->kind = (type & REPORT_LEGACY) != 0 ? TCS_BLE_LEGACY : TCS_BLE_REPORT;
    /* A legacy PDU has no set and goes on the 1M PHY only, whatever is reported. */
    if (pdu->kind == TCS_BLE_REPORT) {
        pdu->phy = (uint8_t)((secondary != 0 ? secondary : primary) - 1);
        pdu->adi = (uint16_t)(sid << 12);
        pdu->valid |= TCS_BLE_ADI;
        if ((type >> 5 & 3) == REPORT_MORE)
            pdu->valid |= TCS_BLE_MORE;
    }
}

/* event code, length, then of LE Meta: subevent, count, reports. *at is 0 or where the
 * next report begins. */
static enum tcs_status event_read(struct tcs_bytes packet, size_t base, size_t *at,
                                  struct tcs_ble_pdu *pdu, struct tcs_fault *fault)
{
    const size_t from = *at;
    struct tcs_reader r = tcs_reader(tcs_bytes_part(packet, base, packet.len));

    *at = packet.len;
    const uint8_t code = tcs_read_u8(&r);
    const size_t len = tcs_read_u8(&r);
    const uint8_t subevent = tcs_read_u8(&r);
    const uint8_t count = tcs_read_u8(&r);

    if (r.failed || code != EVENT_LE_META ||
        (subevent != META_REPORT && subevent != META_EXTENDED_REPORT))
        return tcs_fault(fault, TCS_E_FOREIGN, base, "HCI without an advertisement");
    if (count == 0 || len < 2 || 2 + len > r.len)
        return tcs_fault(fault, TCS_E_DAMAGED, base + 1, "HCI event is cut off");
    r.len = 2 + len;
    if (from > 0)
        r.at = from - base;
    if (subevent == META_REPORT)
        report_read(&r, pdu);
    else
        extended_report_read(&r, pdu);
    if (r.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, packet.len, "HCI report is cut off");
    if (r.at < r.len)
        *at = base + r.at;
    return TCS_OK;
}

static enum tcs_status hci_read(uint32_t link, struct tcs_bytes packet, size_t *at,
                                struct tcs_ble_pdu *pdu, struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(packet);
    bool event;

    if (link == TCS_LINK_HCI_MONITOR) {
        tcs_read_be(&r, 2);
        event = tcs_read_be(&r, 2) == 3;
    } else {
        if (link == TCS_LINK_HCI_H4_PHDR)
            tcs_read_be(&r, 4);
        event = tcs_read_u8(&r) == H4_EVENT;
    }
    if (!event) {
        *at = packet.len;
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "HCI without an advertisement");
    }
    return event_read(packet, r.at, at, pdu, fault);
}

enum tcs_status tcs_ble_pdu_read(uint32_t link, struct tcs_bytes packet, size_t *at,
                                 struct tcs_ble_pdu *ret_pdu, struct tcs_fault *fault)
{
    struct tcs_ble_pdu pdu;
    enum tcs_status status;

    memset(&pdu, 0, sizeof pdu);
    switch (link) {
    case TCS_LINK_BLE:
        *at = packet.len;
        status = air_read(packet, 0, CHECK_COMPUTE, &pdu, fault);
        break;
    case TCS_LINK_BLE_PHDR:
        *at = packet.len;
        status = phdr_read(packet, &pdu, fault);
        break;
    case TCS_LINK_NORDIC_BLE:
        *at = packet.len;
        status = nordic_read(packet, &pdu, fault);
        break;
    case TCS_LINK_HCI_H4:
    case TCS_LINK_HCI_H4_PHDR:
    case TCS_LINK_HCI_MONITOR:
        status = hci_read(link, packet, at, &pdu, fault);
        break;
    default:
        *at = packet.len;
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "link type");
    }
    if (status == TCS_OK)
        *ret_pdu = pdu;
    return status;
}
