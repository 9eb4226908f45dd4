/* SPDX-License-Identifier: Apache-2.0 */
/*
 * remote_id.c -- the protocol of receivers of Remote ID: captured 802.11 frames and
 * Bluetooth advertisements, one an event or in a pcap stream. Of a receiver that listens
 * to everything most are foreign.
 */
#include "decode/ble.h"
#include "decode/pcap.h"
#include "decode/remoteid.h"
#include "decode/wifi.h"
#include "engine/protocol.h"
#include "observe/broadcast.h"

/* One a feed; all zero is the start state. */
struct remote_id_framing {
    struct tcs_pcap pcap;
    struct tcs_ble ble; /* what it changes is told as it changes */
};
_Static_assert(sizeof(struct remote_id_framing) ==
                   sizeof(struct tcs_pcap) + sizeof(struct tcs_ble),
               "no padding in digested state");

static size_t used(const void *framing)
{
    const struct remote_id_framing *f = framing;

    return offsetof(struct remote_id_framing, pcap.room) + f->pcap.have;
}

static uint64_t address_of(const uint8_t octets[6])
{
    struct tcs_reader r = tcs_reader(tcs_bytes(octets, 6));

    return tcs_read_be(&r, 6);
}

/* Good messages beside bad ones are used; the frame counts as what the first bad one is.
 */
static enum tcs_status take_pack(const struct input *input, uint64_t address,
                                 struct tcs_bytes payload)
{
    struct tcs_rid_message messages[TCS_RID_PACK_MAX];
    struct tcs_rid_pack pack;
    uint16_t sensor = 0;
    uint32_t good = 0;

    if (!engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor))
        return TCS_E_NOT_FOUND;
    enum tcs_status worst = tcs_rid_pack_read(payload, &pack, NULL);

    if (worst != TCS_OK)
        return worst;
    if (pack.missing > 0)
        worst = TCS_E_DAMAGED;
    for (unsigned i = 0; i < pack.count; i++) {
        const enum tcs_status status =
            tcs_rid_message_read(tcs_rid_pack_get(&pack, i), &messages[good], NULL);

        if (status == TCS_OK)
            good++;
        else if (worst == TCS_OK)
            worst = status;
    }
    if (good > 0)
        tcs_broadcast_take(engine_sensor_state(input->engine, sensor), input->neck,
                           sensor, address, messages, good);
    return worst;
}

static void take_wifi(const struct input *input, uint32_t link, struct tcs_bytes packet)
{
    struct tcs_wifi_frame frame;
    enum tcs_status status = tcs_wifi_find(link, packet, &frame, NULL);

    if (status == TCS_OK)
        status = take_pack(input, address_of(frame.transmitter), frame.payload);
    engine_count(input->counts, status);
}

/* A part of an advertisement counts when the whole has come, or is given up. */
static void take_advert(const struct input *input, const struct tcs_ble_pdu *pdu,
                        int64_t time_ns)
{
    struct remote_id_framing *f = input->framing;
    const uint64_t lost = f->ble.lost_count;
    struct tcs_ble_advert advert;
    enum tcs_status status = tcs_ble_take(&f->ble, pdu, time_ns, &advert, NULL);

    if (pdu->kind != TCS_BLE_LEGACY)
        input->neck->changed(input->neck->context, &f->ble,
                             offsetof(struct tcs_ble, chains) +
                                 f->ble.used * sizeof f->ble.chains[0]);
    input->counts->damaged += f->ble.lost_count - lost;
    if (status == TCS_OK)
        status = take_pack(input, address_of(advert.address), advert.payload);
    if (status != TCS_MORE)
        engine_count(input->counts, status);
}

static void take_bluetooth(const struct input *input, uint32_t link,
                           struct tcs_bytes packet, int64_t time_ns)
{
    size_t at = 0;

    do {
        struct tcs_ble_pdu pdu;
        const enum tcs_status status = tcs_ble_pdu_read(link, packet, &at, &pdu, NULL);

        if (status == TCS_OK)
            take_advert(input, &pdu, time_ns);
        else
            engine_count(input->counts, status);
    } while (at < packet.len);
}

static void take_packet(const struct input *input, uint32_t link, struct tcs_bytes packet,
                        int64_t time_ns)
{
    if (tcs_ble_is_link(link))
        take_bluetooth(input, link, packet, time_ns);
    else
        take_wifi(input, link, packet);
}

static void take_stream(const struct input *input)
{
    struct remote_id_framing *f = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_pcap_packet packet;
    const uint64_t oversize = f->pcap.oversize_count;
    enum tcs_status status = tcs_pcap_next(&f->pcap, &rest, &packet);

    for (; status != TCS_MORE; status = tcs_pcap_next(&f->pcap, &rest, &packet)) {
        if (status == TCS_OK)
            take_packet(input, packet.link, packet.data, packet.utc_ns);
        else
            engine_count(input->counts, status);
    }
    input->counts->foreign += f->pcap.oversize_count - oversize;
}

static void take(struct input *input)
{
    static const uint16_t links[TCS_FRAMING_COUNT] = {
        [TCS_FRAMING_PACKET_80211_RADIOTAP] = TCS_LINK_80211_RADIOTAP,
        [TCS_FRAMING_PACKET_80211] = TCS_LINK_80211,
        [TCS_FRAMING_PACKET_BLE] = TCS_LINK_BLE,
        [TCS_FRAMING_PACKET_BLE_PHDR] = TCS_LINK_BLE_PHDR,
        [TCS_FRAMING_PACKET_NORDIC_BLE] = TCS_LINK_NORDIC_BLE,
        [TCS_FRAMING_PACKET_HCI_H4] = TCS_LINK_HCI_H4,
        [TCS_FRAMING_PACKET_HCI_H4_PHDR] = TCS_LINK_HCI_H4_PHDR,
        [TCS_FRAMING_PACKET_HCI_MONITOR] = TCS_LINK_HCI_MONITOR,
    };

    if (input->framing_kind == TCS_FRAMING_STREAM)
        take_stream(input);
    else if (links[input->framing_kind] != 0)
        take_packet(input, links[input->framing_kind], input->payload,
                    input->neck->now.tai_ns);
    else
        input->counts->foreign++;
}

const struct protocol engine_remote_id = {
    .framing_size = sizeof(struct remote_id_framing),
    .take = take,
    .framing_used = used,
};
