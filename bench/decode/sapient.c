/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sapient.c -- how many detections of SAPIENT one core takes in a second: out of a
 * stream, checked against every rule, and decoded into structures with their class trees.
 *
 *     bench_sapient [SECONDS]
 *
 * 1,000 detections of 200 octets, written by our encoder, lie in memory as a stream that
 * comes in pieces of 1,400 octets. Beside it, as the floor, the same stream without any
 * decoding: framing and a sum over the octets. One JSON line each: the best of nine runs,
 * processor time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decode/sapient.h"
#include "sapient_messages.h"

enum { DETECTIONS = 1000, ROUNDS = 9, PIECE = 1400 };

static uint8_t room[1 << 20];
static uint64_t mix; /* something of every message is used */

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void take(struct tcs_bytes octets, bool check, bool decode)
{
    static struct tcs_pb_findings findings;
    static tcs_sapient_SapientMessage message;
    struct tcs_sapient_classes classes;
    for (size_t i = 0; !check && !decode && i < octets.len; i++)
        mix += octets.data[i];
    findings.count = findings.dropped = 0;
    if (check && !tcs_sapient_check(octets, NULL, &findings))
        exit(3);
    if (!decode)
        return;
    if (tcs_sapient_decode(octets, &message, NULL) != TCS_OK ||
        tcs_sapient_classes(&message.content.detection_report, &classes) != TCS_OK)
        exit(3);
    mix += classes.count;
}

static double rate(struct tcs_bytes all, double seconds, bool check, bool decode)
{
    static struct tcs_sapient_stream stream;
    const double start = now_s();
    unsigned long count = 0;
    do {
        memset(&stream, 0, 32);
        for (size_t at = 0; at < all.len; at += PIECE) {
            struct tcs_bytes in = tcs_bytes_part(all, at, PIECE), message;
            while (tcs_sapient_next(&stream, &in, &message) == TCS_OK) {
                take(message, check, decode);
                count++;
            }
        }
    } while (now_s() - start < seconds);
    return (double)count / (now_s() - start);
}

static void print(const char *what, struct tcs_bytes all, double seconds, bool check,
                  bool decode)
{
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        const double one = rate(all, seconds / ROUNDS, check, decode);
        best = one > best ? one : best;
    }
    printf("{\"bench\":\"sapient\",\"decoder\":\"%s\",\"records_per_s\":%.0f}\n", what,
           best);
}

int main(int argc, char **argv)
{
    const double seconds = argc > 1 ? atof(argv[1]) : 2.0;
    static tcs_sapient_SapientMessage message;
    static uint8_t parts[8192];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    for (unsigned i = 0; i < DETECTIONS; i++) {
        struct tcs_writer p = tcs_writer(parts, sizeof parts);
        make_detection(&message, &p, i);
        if (tcs_sapient_write_framed(&message, 0, &w) != TCS_OK)
            return 3;
    }
    print("decoded and checked", tcs_written(&w), seconds, true, true);
    print("decoded", tcs_written(&w), seconds, false, true);
    print("checked", tcs_written(&w), seconds, true, false);
    print("floor: framed and summed", tcs_written(&w), seconds, false, false);
    return mix == 0;
}
