/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asterix.c -- how many ASTERIX records a second one core decodes into typed records.
 *
 *     bench_asterix CAPTURE SECONDS
 *
 * Takes the UDP payloads of a capture (a copy of each, one behind the other), then
 * decodes them round and round for SECONDS of processor time, several times, and prints
 * the best and the median as one JSON line. The capture's own reading is not counted.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decode/asterix/asterix.h"
#include "decode/udp.h"
#include "feed/capture.h"

enum { PAYLOADS_MAX = 1 << 16, ROUNDS = 9 };

static struct tcs_bytes payloads[PAYLOADS_MAX];
static size_t payload_count;
static uint64_t octets;

static int load(const char *path)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;

    if (tcs_capture_open(path, &capture, why) != TCS_OK) {
        fprintf(stderr, "bench_asterix: %s: %s\n", path, why);
        return -1;
    }
    while (payload_count < PAYLOADS_MAX &&
           tcs_capture_next(capture, &packet, why) == TCS_OK) {
        struct tcs_udp udp;
        uint8_t *copy = NULL;

        if (tcs_udp_find(packet.link, packet.data, &udp) != TCS_OK ||
            (copy = malloc(udp.payload.len + 1)) == NULL)
            continue;
        memcpy(copy, udp.payload.data, udp.payload.len);
        payloads[payload_count++] = tcs_bytes(copy, udp.payload.len);
        octets += udp.payload.len;
    }
    tcs_capture_close(capture);
    return payload_count > 0 ? 0 : -1;
}

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Something of every record is used, so that no work can be left out. */
static uint64_t decode_all(const struct tcs_asterix_set *set, uint64_t *ret_mix)
{
    uint64_t count = 0;

    for (size_t i = 0; i < payload_count; i++) {
        struct tcs_asterix_input in = tcs_asterix_input(set, payloads[i]);
        struct tcs_asterix_record record;
        struct tcs_asterix_fault fault;
        enum tcs_status status;

        while ((status = tcs_asterix_next(&in, &record, &fault)) != TCS_END) {
            if (status != TCS_OK)
                continue;
            *ret_mix += record.has + (uint64_t)record.cat048.tod_ns;
            count++;
        }
    }
    return count;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    struct tcs_asterix_set set;
    double rates[ROUNDS];
    uint64_t mix = 0;
    uint64_t records = 0;
    const double seconds = argc > 2 ? atof(argv[2]) / ROUNDS : 0.3;

    if (argc < 2 || load(argv[1]) != 0) {
        fputs("usage: bench_asterix CAPTURE [SECONDS]\n", stderr);
        return 2;
    }
    tcs_asterix_set_latest(&set);
    records = decode_all(&set, &mix); /* warm */
    for (int round = 0; round < ROUNDS; round++) {
        const double start = now_s();
        double end = start;
        uint64_t done = 0;

        for (; end - start < seconds; end = now_s())
            for (int i = 0; i < 100; i++)
                done += decode_all(&set, &mix);
        rates[round] = (double)done / (end - start);
    }
    qsort(rates, ROUNDS, sizeof rates[0], by_value);
    printf(
        "{\"bench\":\"asterix\",\"decoder\":\"tocsin\",\"records_in_file\":%" PRIu64
        ",\"octets_per_record\":%.1f,\"records_per_s\":%.0f,\"best_records_per_s\":%.0f,"
        "\"ns_per_record\":%.1f,\"check\":%" PRIu64 "}\n",
        records, (double)octets / (double)records, rates[ROUNDS / 2], rates[ROUNDS - 1],
        1e9 / rates[ROUNDS / 2], mix & 0xffff);
    return 0;
}
