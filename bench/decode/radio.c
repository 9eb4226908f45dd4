/* SPDX-License-Identifier: Apache-2.0 */
/*
 * radio.c -- how much of Remote ID, Mode S, UAT, MAVLink, AIS and bearings one core
 * decodes in a second, into typed records.
 *
 *     bench_radio frames CAPTURE SECONDS   802.11 packets, of which some are Remote ID
 *     bench_radio beacons CAPTURE SECONDS  only those that are, with all their messages
 *     bench_radio beast FILE SECONDS       Beast frames, parity checked, positions found
 *     bench_radio uat FILE SECONDS         lines of dump978, both ways
 *     bench_radio mavlink FILE SECONDS     frames as they come over a serial line
 *     bench_radio ais FILE SECONDS         lines of NMEA 0183, whole messages, positions
 *     bench_radio bearings FILE SECONDS    JSON lines
 *
 * What is decoded lies in memory as a stream (packets as a pcap stream) and is decoded
 * round and round for SECONDS of processor time; prints median and best of nine runs.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decode/ais_sentence.h"
#include "decode/bearings.h"
#include "decode/beast.h"
#include "decode/cpr.h"
#include "decode/lines.h"
#include "decode/mavlink.h"
#include "decode/pcap.h"
#include "decode/remoteid.h"
#include "decode/uat.h"
#include "decode/wifi.h"
#include "encode/pcap.h"
#include "feed/capture.h"

enum { STREAM_MAX = 1 << 22, ROUNDS = 9 };

static uint8_t room[STREAM_MAX];
static struct tcs_writer stream;
static uint64_t mix; /* something of every record is used: no work can be left out */

static bool is_remote_id(const struct tcs_capture_packet *packet)
{
    struct tcs_wifi_frame frame;

    return tcs_wifi_find(packet->link, packet->data, &frame, NULL) == TCS_OK;
}

/* The capture, or the Remote ID in it, as a pcap stream. */
static bool load_packets(struct tcs_capture *capture, bool all)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture_packet packet;

    while (tcs_capture_next(capture, &packet, why) == TCS_OK) {
        const struct tcs_pcap_packet out = { packet.link, packet.original_len,
                                             packet.utc_ns, packet.data };

        if (stream.len == 0 && tcs_pcap_head_write(packet.link, true, &stream) != TCS_OK)
            return false;
        if (!all && !is_remote_id(&packet))
            continue;
        if (tcs_pcap_packet_write(&out, true, &stream) != TCS_OK)
            break; /* full: enough */
    }
    return stream.len > TCS_PCAP_HEAD_LEN;
}

static bool load(const char *path, const char *what)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet piece;
    bool good = true;

    stream = tcs_writer(room, sizeof room);
    if (tcs_capture_open(path, &capture, why) != TCS_OK) {
        fprintf(stderr, "bench_radio: %s: %s\n", path, why);
        return false;
    }
    if (tcs_capture_is_packets(capture)) {
        good = load_packets(capture, strcmp(what, "frames") == 0);
    } else {
        while (tcs_capture_next(capture, &piece, why) == TCS_OK)
            tcs_write_bytes(&stream, piece.data.data, piece.data.len);
        good = stream.len > 0 && !stream.failed;
    }
    tcs_capture_close(capture);
    return good;
}

/* ------------------------------------------------------------- once over the stream */

static uint64_t decode_packets(void)
{
    static struct tcs_pcap pcap;
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_pcap_packet packet;
    uint64_t count = 0;

    memset(&pcap, 0, offsetof(struct tcs_pcap, room));
    while (tcs_pcap_next(&pcap, &in, &packet) == TCS_OK) {
        struct tcs_wifi_frame frame;
        struct tcs_rid_pack pack;

        count++;
        if (tcs_wifi_find(packet.link, packet.data, &frame, NULL) != TCS_OK ||
            tcs_rid_pack_read(frame.payload, &pack, NULL) != TCS_OK)
            continue;
        for (unsigned i = 0; i < pack.count; i++) {
            struct tcs_rid_message message;

            if (tcs_rid_message_read(tcs_rid_pack_get(&pack, i), &message, NULL) ==
                TCS_OK)
                mix += (uint64_t)message.valid + message.as.basic_id.id[3];
        }
    }
    return count;
}

static uint64_t decode_beast(void)
{
    static struct tcs_cpr_table cpr;
    static int64_t clock_ns;
    struct tcs_beast beast = { 0 };
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_mode_s_frame frame;

    while (tcs_beast_next(&beast, &in, &frame) == TCS_OK) {
        struct tcs_mode_s record;
        struct tcs_cpr_place place = { 0 };

        clock_ns += 365000000; /* as the recording has them */
        if (tcs_mode_s_read(tcs_bytes(frame.octets, frame.len), &record, NULL) != TCS_OK)
            continue;
        mix += record.valid;
        if (record.kind == TCS_MODE_S_AIRBORNE &&
            tcs_cpr_fold(&cpr, &record, (struct tcs_time) { clock_ns }, &place) == TCS_OK)
            mix += place.lat_deg > 0.0;
    }
    return beast.frame_count;
}

static uint64_t decode_uat(void)
{
    static struct tcs_lines lines;
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_bytes line;
    uint64_t count = 0;

    memset(&lines, 0, sizeof lines);
    while (tcs_lines_next(&lines, &in, &line) == TCS_OK) {
        struct tcs_uat_frame frame;
        struct tcs_uat record;

        if (tcs_uat_line_read(line, &frame, NULL) != TCS_OK)
            continue;
        count++;
        if (tcs_uat_read(tcs_bytes(frame.octets, frame.len), &record, NULL) == TCS_OK)
            mix += record.valid + record.address;
    }
    return count;
}

static uint64_t decode_mavlink(void)
{
    static struct tcs_mavlink_stream frames;
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_mavlink message;
    uint64_t count = 0;

    memset(&frames, 0, sizeof frames);
    while (tcs_mavlink_next(&frames, &in, &message, NULL) == TCS_OK) {
        count++;
        mix += message.layout->id;
    }
    return count;
}

/* Messages, not sentences. */
static uint64_t decode_ais(void)
{
    static struct tcs_lines lines;
    static struct tcs_ais_assembler assembler;
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_bytes line;
    uint64_t count = 0;

    memset(&lines, 0, sizeof lines);
    memset(&assembler, 0, sizeof assembler);
    while (tcs_lines_next(&lines, &in, &line) == TCS_OK) {
        struct tcs_ais_sentence sentence;
        struct tcs_ais message;
        struct tcs_ais_report report = { 0 };

        if (tcs_ais_sentence_read(line, &sentence, NULL) != TCS_OK ||
            tcs_ais_assemble(&assembler, &sentence, &message, NULL) != TCS_OK)
            continue;
        count++;
        if (tcs_ais_report(&message, &report) == TCS_OK)
            mix += report.mmsi + report.valid;
    }
    return count;
}

static uint64_t decode_bearings(void)
{
    static struct tcs_lines lines;
    static struct tcs_bearings bearings;
    struct tcs_bytes in = tcs_written(&stream);
    struct tcs_bytes line;
    uint64_t count = 0;

    memset(&lines, 0, sizeof lines);
    while (tcs_lines_next(&lines, &in, &line) == TCS_OK) {
        count++;
        if (tcs_bearings_read(line, &bearings, NULL) == TCS_OK)
            mix += bearings.count;
    }
    return count;
}

static uint64_t (*decoder(const char *what))(void)
{
    static const struct {
        const char *what;
        uint64_t (*decode)(void);
    } all[] = { { "frames", decode_packets },   { "beacons", decode_packets },
                { "beast", decode_beast },      { "uat", decode_uat },
                { "mavlink", decode_mavlink },  { "ais", decode_ais },
                { "bearings", decode_bearings } };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(what, all[i].what) == 0)
            return all[i].decode;
    return NULL;
}

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    const double seconds = argc > 3 ? atof(argv[3]) / ROUNDS : 0.3;
    uint64_t (*const decode)(void) = decoder(what);
    double rates[ROUNDS];

    if (decode == NULL || !load(argv[2], what)) {
        fputs("usage: bench_radio frames|beacons|beast|uat|mavlink|ais|bearings FILE "
              "[SECONDS]\n",
              stderr);
        return 2;
    }
    const uint64_t count = decode(); /* warm */

    for (int round = 0; round < ROUNDS; round++) {
        const double start = now_s();
        double end = start;
        uint64_t done = 0;

        for (; end - start < seconds; end = now_s())
            done += decode();
        rates[round] = (double)done / (end - start);
    }
    qsort(rates, ROUNDS, sizeof rates[0], by_value);
    printf("{\"bench\":\"%s\",\"decoder\":\"tocsin\",\"records_in_file\":%" PRIu64
           ",\"octets_per_record\":%.1f,\"records_per_s\":%.0f,"
           "\"best_records_per_s\":%.0f,\"ns_per_record\":%.1f,\"check\":%" PRIu64 "}\n",
           what, count, (double)stream.len / (double)count, rates[ROUNDS / 2],
           rates[ROUNDS - 1], 1e9 / rates[ROUNDS / 2], mix & 0xffff);
    return 0;
}
