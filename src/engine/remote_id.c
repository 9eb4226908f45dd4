/* SPDX-License-Identifier: Apache-2.0 */
/*
 * remote_id.c -- the protocol of receivers of Remote ID: captured 802.11 frames and
 * Bluetooth advertisements, one an event or in a pcap stream (of a receiver that listens
 * to everything most are foreign), and the JSON of receivers that decode by themselves.
 */
#include "decode/ble.h"
#include "decode/dji.h"
#include "decode/french.h"
#include "decode/lines.h"
#include "decode/pcap.h"
#include "decode/remoteid.h"
#include "decode/rid_json.h"
#include "decode/wifi.h"
#include "engine/protocol.h"
#include "observe/broadcast.h"

/* One a feed; all zero is the start state. */
struct remote_id_framing {
    struct tcs_pcap pcap;
    /* What these change is told as it changes. */
    struct tcs_ble ble;
    struct tcs_lines lines;
    uint64_t stream; /* enum stream */
};
_Static_assert(sizeof(struct remote_id_framing) == sizeof(struct tcs_pcap) +
                                                       sizeof(struct tcs_ble) +
                                                       sizeof(struct tcs_lines) + 8,
               "no padding in digested state");

/* What a stream is shows its first octet. */
enum stream { STREAM_UNKNOWN, STREAM_PCAP, STREAM_JSON };

static size_t used(const void *framing)
{
    const struct remote_id_framing *f = framing;

    return offsetof(struct remote_id_framing, pcap.room) + f->pcap.have;
}

static void put_address(const uint8_t octets[6], struct tcs_rid_said *said)
{
    struct tcs_reader r = tcs_reader(tcs_bytes(octets, 6));

    said->address = tcs_read_be(&r, 6);
    said->valid |= TCS_RID_SAID_ADDRESS;
}

static void put_signal(int32_t signal_dbm, struct tcs_rid_said *said)
{
    said->signal_dbm = signal_dbm;
    said->valid |= TCS_RID_SAID_SIGNAL;
}

/* Good messages beside bad ones are used; the frame counts as what the first bad one is.
 */
static enum tcs_status read_pack(struct tcs_bytes payload, struct tcs_rid_said *said)
{
    struct tcs_rid_pack pack;
    enum tcs_status worst = tcs_rid_pack_read(payload, &pack, NULL);

    if (worst != TCS_OK)
        return worst;
    if (pack.missing > 0)
        worst = TCS_E_DAMAGED;
    for (unsigned i = 0; i < pack.count; i++) {
        const enum tcs_status status = tcs_rid_message_read(
            tcs_rid_pack_get(&pack, i), &said->messages[said->count], NULL);

        if (status == TCS_OK)
            said->count++;
        else if (worst == TCS_OK)
            worst = status;
    }
    return worst;
}

static enum tcs_status read_payload(uint8_t speech, struct tcs_bytes payload,
                                    struct tcs_rid_said *said)
{
    struct tcs_french french;
    struct tcs_dji dji;
    enum tcs_status status;

    if (speech == TCS_WIFI_ODID)
        return read_pack(payload, said);
    if (speech == TCS_WIFI_FRENCH) {
        status = tcs_french_read(payload, &french, NULL);
        if (status == TCS_OK)
            tcs_french_say(&french, said);
        return status;
    }
    status = tcs_dji_read(payload, &dji, NULL);
    if (status == TCS_OK)
        tcs_dji_say(&dji, said);
    return status;
}

/* Hands on what was read, if there is a receiver to have heard it. */
static enum tcs_status hear(const struct input *input, uint8_t speech,
                            struct tcs_bytes payload, struct tcs_rid_said *said)
{
    uint16_t sensor = 0;

    if (!engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor))
        return TCS_E_NOT_FOUND;
    const enum tcs_status status = read_payload(speech, payload, said);

    if (said->count > 0)
        tcs_broadcast_hear(engine_sensor_state(input->engine, sensor), input->neck,
                           sensor, said);
    return status;
}

static void take_wifi(const struct input *input, uint32_t link, struct tcs_bytes packet)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_wifi_frame frame;
    enum tcs_status status = tcs_wifi_find(link, packet, &frame, NULL);

    if (status == TCS_OK) {
        put_address(frame.transmitter, &said);
        if ((frame.valid & TCS_WIFI_SIGNAL) != 0)
            put_signal(frame.signal_dbm, &said);
        status = hear(input, frame.speech, frame.payload, &said);
    }
    engine_count(input->counts, status);
}

/* A part of an advertisement counts when the whole has come, or is given up. */
static void take_advert(const struct input *input, const struct tcs_ble_pdu *pdu,
                        int64_t time_ns)
{
    struct remote_id_framing *f = input->framing;
    const uint64_t lost = f->ble.lost_count;
    struct tcs_rid_said said = { 0 };
    struct tcs_ble_advert advert;
    enum tcs_status status = tcs_ble_take(&f->ble, pdu, time_ns, &advert, NULL);

    if (pdu->kind != TCS_BLE_LEGACY)
        input->neck->changed(input->neck->context, &f->ble,
                             offsetof(struct tcs_ble, chains) +
                                 f->ble.used * sizeof f->ble.chains[0]);
    input->counts->damaged += f->ble.lost_count - lost;
    if (status == TCS_OK) {
        put_address(advert.address, &said);
        if ((advert.valid & TCS_BLE_RANDOM) != 0)
            said.valid |= TCS_RID_SAID_RANDOM;
        if ((advert.valid & TCS_BLE_SIGNAL) != 0)
            put_signal(advert.signal_dbm, &said);
        status = hear(input, TCS_WIFI_ODID, advert.payload, &said);
    }
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

static void hear_json(const struct input *input, const struct tcs_js *js)
{
    uint32_t at = 0;

    for (;;) {
        struct tcs_rid_said said;
        uint8_t dialect = 0;
        uint16_t sensor = 0;
        enum tcs_status status = tcs_rid_json_next(js, &at, &said, &dialect, NULL);

        if (status == TCS_END)
            return;
        if (status == TCS_OK &&
            !engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor))
            status = TCS_E_NOT_FOUND;
        if (status == TCS_OK)
            tcs_broadcast_hear(engine_sensor_state(input->engine, sensor), input->neck,
                               sensor, &said);
        engine_count(input->counts, status);
    }
}

/* One document. In a file its time stands before it; some senders put a zero behind. */
static void take_json(const struct input *input, struct tcs_bytes text)
{
    struct tcs_js js;

    while (text.len > 0 && text.data[0] != '{' && text.data[0] != '[') {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && text.data[text.len - 1] == 0)
        text.len--;
    if (text.len == 0)
        input->counts->foreign++;
    else if (tcs_js_read(text, &js, NULL) != TCS_OK)
        input->counts->damaged++;
    else
        hear_json(input, &js);
}

static void take_lines(const struct input *input)
{
    struct remote_id_framing *f = input->framing;
    const uint64_t damaged = f->lines.damaged_count;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;

    while (tcs_lines_next(&f->lines, &rest, &line) == TCS_OK)
        take_json(input, line);
    input->counts->damaged += f->lines.damaged_count - damaged;
    input->neck->changed(input->neck->context, &f->lines,
                         offsetof(struct tcs_lines, room) + f->lines.have);
}

static void take_captured(const struct input *input)
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

static void take_stream(const struct input *input)
{
    struct remote_id_framing *f = input->framing;

    if (input->payload.len == 0)
        return;
    if (f->stream == STREAM_UNKNOWN) {
        const uint8_t first = input->payload.data[0];

        f->stream = first == '{' || first == '[' ? STREAM_JSON : STREAM_PCAP;
        input->neck->changed(input->neck->context, &f->stream, sizeof f->stream);
    }
    if (f->stream == STREAM_JSON)
        take_lines(input);
    else
        take_captured(input);
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
    else if (input->framing_kind == TCS_FRAMING_DATAGRAM ||
             input->framing_kind == TCS_FRAMING_LINE)
        take_json(input, input->payload);
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
