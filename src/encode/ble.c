/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/ble.h"

enum {
    LEGACY_DATA_MAX = 31,
    REPORT_DATA_MAX = 229,
    NONCONNECTABLE = 2,
    EXTENDED = 7,
    PDU_MAX = 257,
    OFFSET_UNIT_US = 30,
    OFFSET_LONG_US = 300,
    OFFSET_MAX = 0x1fff,
    RSSI_UNKNOWN = 127,
};

enum tcs_status tcs_ble_odid_write(uint8_t counter, struct tcs_bytes payload,
                                   struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (payload.len > TCS_BLE_ODID_MAX)
        return TCS_E_ARGUMENT;
    tcs_write_u8(&trial, (uint8_t)(payload.len + 5));
    tcs_write_u8(&trial, 0x16);
    tcs_write_le(&trial, 0xfffa, 2);
    tcs_write_u8(&trial, 0x0d);
    tcs_write_u8(&trial, counter);
    tcs_write_bytes(&trial, payload.data, payload.len);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}

static void address_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    for (unsigned i = 0; i < sizeof pdu->address; i++)
        tcs_write_u8(w, pdu->address[sizeof pdu->address - 1 - i]);
}

static void aux_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    const bool in_units = pdu->next_us <= OFFSET_MAX * OFFSET_UNIT_US;
    const uint32_t unit = in_units ? OFFSET_UNIT_US : OFFSET_LONG_US;

    tcs_write_u8(w, (uint8_t)((pdu->next_channel & 0x3f) | (in_units ? 0 : 0x80)));
    tcs_write_le(w, pdu->next_us / unit | (uint32_t)pdu->phy << 13, 2);
}

static void extended_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    const bool address = (pdu->valid & TCS_BLE_ADDRESS) != 0;
    const bool adi = (pdu->valid & TCS_BLE_ADI) != 0;
    const bool more = (pdu->valid & TCS_BLE_MORE) != 0;
    const unsigned len = (address ? 6u : 0u) + (adi ? 2u : 0u) + (more ? 3u : 0u);

    tcs_write_u8(w, (uint8_t)(len > 0 ? len + 1 : 0));
    if (len > 0)
        tcs_write_u8(w, (uint8_t)((address ? 1 : 0) | (adi ? 8 : 0) | (more ? 16 : 0)));
    if (address)
        address_write(w, pdu);
    if (adi)
        tcs_write_le(w, pdu->adi, 2);
    if (more)
        aux_write(w, pdu);
    tcs_write_bytes(w, pdu->data.data, pdu->data.len);
}

/* Head and payload. */
static enum tcs_status air_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    uint8_t room[PDU_MAX];
    struct tcs_writer payload = tcs_writer(room, sizeof room - 2);
    struct tcs_writer whole;
    uint8_t octets[PDU_MAX];

    if (pdu->kind == TCS_BLE_LEGACY) {
        if (pdu->data.len > LEGACY_DATA_MAX || (pdu->valid & TCS_BLE_ADDRESS) == 0)
            return TCS_E_ARGUMENT;
        address_write(&payload, pdu);
        tcs_write_bytes(&payload, pdu->data.data, pdu->data.len);
    } else if (pdu->kind == TCS_BLE_EXTENDED) {
        if (pdu->next_us > OFFSET_MAX * OFFSET_LONG_US)
            return TCS_E_ARGUMENT;
        extended_write(&payload, pdu);
    } else {
        return TCS_E_ARGUMENT;
    }
    if (payload.failed)
        return TCS_E_ARGUMENT;
    whole = tcs_writer(octets, sizeof octets);
    tcs_write_u8(&whole,
                 (uint8_t)((pdu->kind == TCS_BLE_LEGACY ? NONCONNECTABLE : EXTENDED) |
                           ((pdu->valid & TCS_BLE_RANDOM) != 0 ? 0x40 : 0)));
    tcs_write_u8(&whole, (uint8_t)payload.len);
    tcs_write_bytes(&whole, room, payload.len);
    tcs_write_le(w, UINT64_C(0x8e89bed6), 4);
    if (pdu->phy == TCS_BLE_PHY_CODED)
        tcs_write_u8(w, 0);
    tcs_write_bytes(w, octets, whole.len);
    tcs_write_le(w, tcs_ble_crc(tcs_written(&whole)), 3);
    return TCS_OK;
}

static uint8_t radio_of_channel(uint8_t channel)
{
    if (channel >= 37)
        return channel == 37 ? 0 : channel == 38 ? 12 : 39;
    return (uint8_t)(channel < 11 ? channel + 1 : channel + 2);
}

static void phdr_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    const bool signal = (pdu->valid & TCS_BLE_SIGNAL) != 0;

    tcs_write_u8(w, (pdu->valid & TCS_BLE_CHANNEL) != 0 ? radio_of_channel(pdu->channel)
                                                        : 0xff);
    tcs_write_u8(w, signal ? (uint8_t)pdu->signal_dbm : 0);
    tcs_write_le(w, 0, 2);
    tcs_write_le(w, UINT64_C(0x8e89bed6), 4);
    tcs_write_le(w, 0x0c11u | (signal ? 2u : 0u) | (unsigned)pdu->phy << 14, 2);
}

/* Protocol version 3, an advertisement, its check good. */
static void nordic_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu,
                         size_t packet_len)
{
    const int signal = (pdu->valid & TCS_BLE_SIGNAL) != 0 ? pdu->signal_dbm : -127;

    tcs_write_u8(w, 0);
    tcs_write_le(w, 10 + packet_len, 2);
    tcs_write_u8(w, 3);
    tcs_write_le(w, 0, 2);
    tcs_write_u8(w, 2);
    tcs_write_u8(w, 10);
    tcs_write_u8(
        w, (uint8_t)(1 | ((pdu->valid & TCS_BLE_CHAIN) != 0 ? 2 : 0) | pdu->phy << 4));
    tcs_write_u8(w, (pdu->valid & TCS_BLE_CHANNEL) != 0 ? pdu->channel : 0xff);
    tcs_write_u8(w, (uint8_t)(signal > 0 ? 0 : signal < -127 ? 127 : -signal));
    tcs_write_le(w, 0, 2);
    tcs_write_le(w, 0, 4);
}

static void report_write(struct tcs_writer *w, const struct tcs_ble_pdu *pdu)
{
    const uint8_t signal =
        (pdu->valid & TCS_BLE_SIGNAL) != 0 ? (uint8_t)pdu->signal_dbm : RSSI_UNKNOWN;
    const uint8_t random = (pdu->valid & TCS_BLE_RANDOM) != 0;

    tcs_write_u8(w, 0x3e);
    if (pdu->kind == TCS_BLE_LEGACY) {
        tcs_write_u8(w, (uint8_t)(12 + pdu->data.len));
        tcs_write_u8(w, 0x02);
        tcs_write_u8(w, 1);
        tcs_write_u8(w, 3); /* not connectable */
        tcs_write_u8(w, random);
        address_write(w, pdu);
        tcs_write_u8(w, (uint8_t)pdu->data.len);
        tcs_write_bytes(w, pdu->data.data, pdu->data.len);
        tcs_write_u8(w, signal);
        return;
    }
    tcs_write_u8(w, (uint8_t)(26 + pdu->data.len));
    tcs_write_u8(w, 0x0d);
    tcs_write_u8(w, 1);
    tcs_write_le(w, (pdu->valid & TCS_BLE_MORE) != 0 ? 0x20 : 0, 2);
    tcs_write_u8(w, random);
    address_write(w, pdu);
    tcs_write_u8(w, (uint8_t)(pdu->phy == TCS_BLE_PHY_CODED ? 3 : 1));
    tcs_write_u8(w, (uint8_t)(pdu->phy + 1));
    tcs_write_u8(w, (uint8_t)(pdu->adi >> 12));
    tcs_write_u8(w, 127); /* power not told */
    tcs_write_u8(w, signal);
    tcs_write_le(w, 0, 2);
    tcs_write_le(w, 0, 7);
    tcs_write_u8(w, (uint8_t)pdu->data.len);
    tcs_write_bytes(w, pdu->data.data, pdu->data.len);
}

static enum tcs_status hci_write(uint32_t link, const struct tcs_ble_pdu *pdu,
                                 struct tcs_writer *w)
{
    if ((pdu->kind != TCS_BLE_LEGACY && pdu->kind != TCS_BLE_REPORT) ||
        (pdu->valid & TCS_BLE_ADDRESS) == 0 ||
        pdu->data.len > (pdu->kind == TCS_BLE_LEGACY ? LEGACY_DATA_MAX : REPORT_DATA_MAX))
        return TCS_E_ARGUMENT;
    if (link == TCS_LINK_HCI_MONITOR) {
        tcs_write_be(w, 0, 2);
        tcs_write_be(w, 3, 2);
    } else {
        if (link == TCS_LINK_HCI_H4_PHDR)
            tcs_write_be(w, 1, 4); /* received */
        tcs_write_u8(w, 4);
    }
    report_write(w, pdu);
    return TCS_OK;
}

static enum tcs_status ll_write(uint32_t link, const struct tcs_ble_pdu *pdu,
                                struct tcs_writer *w)
{
    uint8_t room[TCS_BLE_PACKET_MAX];
    struct tcs_writer packet = tcs_writer(room, sizeof room);
    const enum tcs_status status = air_write(&packet, pdu);

    if (status != TCS_OK)
        return status;
    if (link == TCS_LINK_BLE && pdu->phy == TCS_BLE_PHY_CODED)
        return TCS_E_ARGUMENT;
    if (link == TCS_LINK_BLE_PHDR)
        phdr_write(w, pdu);
    else if (link == TCS_LINK_NORDIC_BLE)
        nordic_write(w, pdu, packet.len);
    tcs_write_bytes(w, room, packet.len);
    return TCS_OK;
}

enum tcs_status tcs_ble_pdu_write(uint32_t link, const struct tcs_ble_pdu *pdu,
                                  struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (!tcs_ble_is_link(link) || pdu->phy > TCS_BLE_PHY_CODED)
        return TCS_E_ARGUMENT;
    const bool air =
        link == TCS_LINK_BLE || link == TCS_LINK_BLE_PHDR || link == TCS_LINK_NORDIC_BLE;
    const enum tcs_status status =
        air ? ll_write(link, pdu, &trial) : hci_write(link, pdu, &trial);

    if (status != TCS_OK)
        return status;
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
