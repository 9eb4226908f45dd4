/* SPDX-License-Identifier: Apache-2.0 */
/*
 * remote_id.c -- the protocol of receivers of Remote ID: captured 802.11 frames, one an
 * event or in a pcap stream. Of a receiver in monitor mode most frames are foreign.
 */
#include "decode/pcap.h"
#include "decode/remoteid.h"
#include "decode/wifi.h"
#include "engine/protocol.h"
#include "observe/broadcast.h"

static size_t used(const void *framing)
{
    const struct tcs_pcap *pcap = framing;

    return offsetof(struct tcs_pcap, room) + pcap->have;
}

static uint64_t address_of(const struct tcs_wifi_frame *frame)
{
    struct tcs_reader r =
        tcs_reader(tcs_bytes(frame->transmitter, sizeof frame->transmitter));

    return tcs_read_be(&r, sizeof frame->transmitter);
}

/* Good messages beside bad ones are used; the frame counts as what the first bad one is.
 */
static enum tcs_status take_pack(const struct input *input, uint16_t sensor,
                                 const struct tcs_wifi_frame *frame)
{
    struct tcs_rid_message messages[TCS_RID_PACK_MAX];
    struct tcs_rid_pack pack;
    uint32_t good = 0;
    enum tcs_status worst = tcs_rid_pack_read(frame->payload, &pack, NULL);

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
                           sensor, address_of(frame), messages, good);
    return worst;
}

static void take_frame(const struct input *input, uint32_t link, struct tcs_bytes packet)
{
    struct tcs_wifi_frame frame;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_wifi_find(link, packet, &frame, NULL);

    if (status == TCS_OK)
        status = engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor)
                     ? take_pack(input, sensor, &frame)
                     : TCS_E_NOT_FOUND;
    engine_count(input->counts, status);
}

static void take_stream(const struct input *input)
{
    struct tcs_pcap *pcap = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_pcap_packet packet;
    const uint64_t oversize = pcap->oversize_count;
    enum tcs_status status = tcs_pcap_next(pcap, &rest, &packet);

    for (; status != TCS_MORE; status = tcs_pcap_next(pcap, &rest, &packet)) {
        if (status == TCS_OK)
            take_frame(input, packet.link, packet.data);
        else
            engine_count(input->counts, status);
    }
    input->counts->foreign += pcap->oversize_count - oversize;
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_STREAM)
        take_stream(input);
    else if (input->framing_kind == TCS_FRAMING_PACKET_80211_RADIOTAP)
        take_frame(input, TCS_LINK_80211_RADIOTAP, input->payload);
    else if (input->framing_kind == TCS_FRAMING_PACKET_80211)
        take_frame(input, TCS_LINK_80211, input->payload);
    else
        input->counts->foreign++;
}

const struct protocol engine_remote_id = {
    .framing_size = sizeof(struct tcs_pcap),
    .take = take,
    .framing_used = used,
};
