/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden files of MAVLink into a folder, by the encoder.
 *
 *     golden_mavlink FOLDER         what compare.sh compares with the committed files
 *     golden_mavlink FOLDER seeds   seeds for the fuzz target
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/udp.h"
#include "encode/mavlink.h"
#include "encode/pcap.h"
#include "encode/remoteid.h"
#include "encode/udp.h"
#include "golden.h"

#define START_UTC_NS INT64_C(1717174320000000000) /* 2024-05-31T16:52:00Z */
#define S INT64_C(1000000000)

enum { ROOM = 1 << 16, PORT = 14550 };

/* ------------------------------------------------------------------------ messages */

/* Every field has a value of its own, negative where it can be. */
static void fill_field(struct tcs_mavlink *m, const struct tcs_mavlink_field *field,
                       uint32_t number)
{
    static const char text[] = "TOCSIN-0123456789-abcdefghijklmnopqrstuvwxyz-+-<>";
    const int64_t value = (int64_t)number * 7 + m->id % 50;

    if (field->count > 0)
        must(tcs_mavlink_put_octets(m, field->name,
                                    tcs_bytes(text, field->count < sizeof text
                                                        ? field->count - 2u
                                                        : sizeof text - 1)));
    else if (field->type == TCS_MAVLINK_FLOAT)
        must(tcs_mavlink_put_real(m, field->name, (double)value + 0.25));
    else if (field->type == TCS_MAVLINK_I32)
        must(tcs_mavlink_put(m, field->name, -value * 5000001));
    else if (field->type == TCS_MAVLINK_I16)
        must(tcs_mavlink_put(m, field->name, -value * 101));
    else if (field->type == TCS_MAVLINK_U64)
        must(tcs_mavlink_put(m, field->name, START_UTC_NS / 1000 + value));
    else if (field->type == TCS_MAVLINK_U32)
        must(tcs_mavlink_put(m, field->name, value * 10000019));
    else if (field->type == TCS_MAVLINK_U16)
        must(tcs_mavlink_put(m, field->name, value * 203));
    else
        must(tcs_mavlink_put(m, field->name, value));
}

static struct tcs_mavlink filled(const struct tcs_mavlink_layout *layout)
{
    struct tcs_mavlink m;

    must(tcs_mavlink_begin(layout->id, &m));
    for (uint32_t i = 0; i < layout->field_count; i++)
        fill_field(&m, &layout->fields[i], i + 1);
    m.system = 42;
    m.component = 191;
    return m;
}

/* Two messages of a drone, as it would broadcast them. */
static struct tcs_mavlink pack(void)
{
    struct tcs_rid_message id = { .type = TCS_RID_BASIC_ID, .version = 2 };
    struct tcs_rid_message at = { .type = TCS_RID_LOCATION,
                                  .version = 2,
                                  .valid =
                                      TCS_RID_LOCATION_POSITION | TCS_RID_LOCATION_GEO };
    uint8_t octets[2 * TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);
    struct tcs_mavlink m;

    id.as.basic_id.id_kind = TCS_RID_ID_SERIAL;
    id.as.basic_id.id_len = 7;
    memcpy(id.as.basic_id.id, "1TCSF01", 7);
    at.as.location.lat_e7_deg = 333050000;
    at.as.location.lon_e7_deg = 443850000;
    at.as.location.geo_m = 120.0;
    must(tcs_rid_message_write(&id, &w));
    must(tcs_rid_message_write(&at, &w));
    must(tcs_mavlink_begin(TCS_MAVLINK_ODID_MESSAGE_PACK, &m));
    must(tcs_mavlink_put(&m, "single_message_size", TCS_RID_MESSAGE_LEN));
    must(tcs_mavlink_put(&m, "msg_pack_size", 2));
    must(tcs_mavlink_put_octets(&m, "messages", tcs_written(&w)));
    return m;
}

static struct tcs_mavlink signed_heartbeat(void)
{
    struct tcs_mavlink m;

    must(tcs_mavlink_begin(TCS_MAVLINK_HEARTBEAT, &m));
    m.is_signed = 1;
    struct tcs_writer w = tcs_writer(m.signature, sizeof m.signature);

    tcs_write_u8(&w, 3);
    tcs_write_le(&w, (uint64_t)(START_UTC_NS / S - TCS_MAVLINK_EPOCH_UTC_S) * 100000, 6);
    tcs_write_bytes(&w, "\x01\x02\x03\x04\x05\x06", 6);
    return m;
}

/* A message that is not used (SYSTEM_TIME, 2: CRC_EXTRA 137), by hand. */
static void write_unused(struct tcs_writer *w)
{
    static const uint8_t body[] = { 2, 0, 0, 9, 1, 1, 2, 0, 0, 5, 6 };
    static const uint8_t extra = 137;
    uint16_t crc = tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(body, sizeof body));

    crc = tcs_mavlink_crc(crc, tcs_bytes(&extra, 1));
    tcs_write_u8(w, 0xfd);
    tcs_write_bytes(w, body, sizeof body);
    tcs_write_le(w, crc, 2);
}

enum { MESSAGES_MAX = 40 };

/* Each message filled, and empty; those that version 1 has, in it; and the rest. */
static uint32_t make_messages(struct tcs_mavlink *ret)
{
    uint32_t count = 0;
    uint32_t number = 0;
    const struct tcs_mavlink_layout *layouts = tcs_mavlink_layouts(&count);

    for (uint32_t i = 0; i < count; i++) {
        ret[number++] = filled(&layouts[i]);
        must(tcs_mavlink_begin(layouts[i].id, &ret[number++]));
        if (layouts[i].id > UINT8_MAX)
            continue;
        ret[number] = filled(&layouts[i]);
        ret[number++].version = 1;
    }
    ret[number++] = pack();
    ret[number++] = signed_heartbeat();
    for (uint32_t i = 0; i < number; i++)
        ret[i].sequence = (uint8_t)i;
    return number;
}

/* --------------------------------------------------------------------------- files */

static struct tcs_mavlink messages[MESSAGES_MAX];
static uint32_t message_count;
static uint8_t room[ROOM];

static void make_raw(const char *name, bool with_form)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (with_form)
        tcs_write_u8(&w, TCS_MAVLINK_RAW);
    for (uint32_t i = 0; i < message_count; i++)
        must(tcs_mavlink_write(&messages[i], &w));
    save(name, tcs_written(&w));
}

/* One frame in four is damaged, stands behind noise or is not used. */
static void make_log(const char *name, bool with_form)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (with_form)
        tcs_write_u8(&w, TCS_MAVLINK_GUESS);
    for (uint32_t i = 0; i < message_count; i++) {
        const size_t at = w.len;

        tcs_write_be(&w, (uint64_t)(START_UTC_NS / 1000) + i * 250000, 8);
        must(tcs_mavlink_write(&messages[i], &w));
        if (i % 12 == 4) {
            room[at + 8 + 12] ^= 1;
        } else if (i % 12 == 8) {
            tcs_write_be(&w, (uint64_t)(START_UTC_NS / 1000) + i * 250000, 8);
            write_unused(&w);
        } else if (i % 12 == 11) {
            tcs_write_bytes(&w, "\xfd\x05\xfe", 3);
        }
    }
    save(name, tcs_written(&w));
}

/* Datagrams of one to three frames; one of something else, one that is cut. */
static void make_pcap(const char *name)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    must(tcs_pcap_head_write(TCS_LINK_ETHERNET, true, &w));
    for (uint32_t i = 0; i < message_count + 2; i += 1 + i % 3) {
        uint8_t payload[4 * TCS_MAVLINK_FRAME_MAX];
        uint8_t frame[TCS_UDP_FRAME_HEAD + sizeof payload];
        struct tcs_writer p = tcs_writer(payload, sizeof payload);
        struct tcs_writer f = tcs_writer(frame, sizeof frame);

        if (i >= message_count)
            tcs_write_bytes(&p, "GET / HTTP/1.1\r\n", 16);
        for (uint32_t k = i; k < message_count && k <= i + i % 3; k++)
            must(tcs_mavlink_write(&messages[k], &p));
        must(tcs_udp_frame_write(PORT, PORT,
                                 tcs_bytes(payload, i == 5 ? p.len - 3 : p.len), &f));
        const struct tcs_pcap_packet packet = { .utc_ns = START_UTC_NS + i * S / 4,
                                                .original_len = (uint32_t)f.len,
                                                .data = tcs_written(&f) };

        must(tcs_pcap_packet_write(&packet, true, &w));
    }
    save(name, tcs_written(&w));
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: golden_mavlink FOLDER [seeds]\n", stderr);
        return 2;
    }
    folder = argv[1];
    message_count = make_messages(messages);
    if (argc > 2) {
        make_raw("raw", true);
        make_log("log", true);
        return 0;
    }
    make_raw("all.raw", false);
    make_log("all.tlog", false);
    make_pcap("all.pcap");
    return 0;
}
