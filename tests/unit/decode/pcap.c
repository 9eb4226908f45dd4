/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/pcap.h"

#include <string.h>

#include "check.h"
#include "random.h"

static void put(struct tcs_writer *w, uint64_t value, size_t octets, bool big)
{
    if (big)
        tcs_write_be(w, value, octets);
    else
        tcs_write_le(w, value, octets);
}

static void put_head(struct tcs_writer *w, uint32_t magic, bool big)
{
    put(w, magic, 4, big);
    put(w, 2, 2, big);
    put(w, 4, 2, big);
    put(w, 0, 8, big);
    put(w, 65535, 4, big);
    put(w, 127, 4, big);
}

/* `len` octets of the value of its low octet. */
static void put_packet(struct tcs_writer *w, uint32_t fraction, uint32_t len, bool big)
{
    put(w, 1000, 4, big);
    put(w, fraction, 4, big);
    put(w, len, 4, big);
    put(w, len + 7, 4, big);
    for (uint32_t i = 0; i < len; i++)
        tcs_write_u8(w, (uint8_t)len);
}

static void check_order(bool big, uint32_t magic, int64_t utc_ns)
{
    uint8_t room[128];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    static struct tcs_pcap pcap;
    struct tcs_pcap_packet packet;

    memset(&pcap, 0, sizeof pcap);
    put_head(&w, magic, big);
    put_packet(&w, 5, 3, big);
    struct tcs_bytes in = tcs_written(&w);

    CHECK_OK(tcs_pcap_next(&pcap, &in, &packet));
    CHECK_INT(packet.link, 127);
    CHECK_INT(packet.original_len, 10);
    CHECK(packet.utc_ns == utc_ns);
    CHECK_INT(packet.data.len, 3);
    CHECK_INT(packet.data.data[2], 3);
    CHECK_INT(tcs_pcap_next(&pcap, &in, &packet), TCS_MORE);
    CHECK_INT(pcap.packet_count, 1);
}

static void both_byte_orders_and_both_fractions_are_read(void **state)
{
    for (int big = 0; big < 2; big++) {
        check_order(big != 0, 0xa1b2c3d4, INT64_C(1000000005000));
        check_order(big != 0, 0xa1b23c4d, INT64_C(1000000000005));
    }
}

static void another_magic_is_foreign_and_said_once(void **state)
{
    uint8_t room[64] = { 'G', 'E', 'T' };
    static struct tcs_pcap pcap;
    struct tcs_pcap_packet packet;
    struct tcs_bytes in = tcs_bytes(room, sizeof room);

    memset(&pcap, 0, sizeof pcap);
    CHECK_INT(tcs_pcap_next(&pcap, &in, &packet), TCS_E_FOREIGN);
    CHECK_INT(in.len, 0);
    in = tcs_bytes(room, sizeof room);
    CHECK_INT(tcs_pcap_next(&pcap, &in, &packet), TCS_MORE);
    CHECK_INT(in.len, 0);
}

static void a_length_that_cannot_be_ends_the_stream(void **state)
{
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    static struct tcs_pcap pcap;
    struct tcs_pcap_packet packet;

    memset(&pcap, 0, sizeof pcap);
    put_head(&w, 0xa1b2c3d4, false);
    put_packet(&w, 0, 1, false);
    put_packet(&w, 1000000, 1, false); /* a million microseconds */
    struct tcs_bytes in = tcs_written(&w);

    CHECK_OK(tcs_pcap_next(&pcap, &in, &packet));
    CHECK_INT(tcs_pcap_next(&pcap, &in, &packet), TCS_E_DAMAGED);
    CHECK_INT(tcs_pcap_next(&pcap, &in, &packet), TCS_MORE);
}

enum { STREAM_MAX = 40000, PACKETS = 40 };

struct result {
    uint64_t packets, oversize, octets, sum;
};

/* Feeds the stream in pieces of random size up to piece_max. */
static struct result run(struct tcs_bytes stream, uint32_t piece_max, uint64_t *seed)
{
    static struct tcs_pcap pcap;
    struct result result = { 0 };

    memset(&pcap, 0, sizeof pcap);
    for (size_t at = 0; at < stream.len;) {
        struct tcs_bytes in =
            tcs_bytes_part(stream, at, 1 + random_below(seed, piece_max));
        struct tcs_pcap_packet packet;

        at += in.len;
        while (tcs_pcap_next(&pcap, &in, &packet) == TCS_OK) {
            result.octets += packet.data.len;
            for (size_t i = 0; i < packet.data.len; i++)
                result.sum = result.sum * 31 + packet.data.data[i];
            result.sum = result.sum * 31 + (uint64_t)packet.utc_ns;
        }
        CHECK_INT(in.len, 0);
    }
    result.packets = pcap.packet_count;
    result.oversize = pcap.oversize_count;
    return result;
}

static void packets_do_not_depend_on_the_pieces(void **state)
{
    static uint8_t room[STREAM_MAX];

    for (uint64_t round = 1; round <= 300; round++) {
        uint64_t seed = round;
        const bool big = random_below(&seed, 2) == 1;
        struct tcs_writer w = tcs_writer(room, sizeof room);
        uint64_t expected = 0, oversize = 0;

        put_head(&w, 0xa1b23c4d, big);
        for (unsigned i = 0; i < PACKETS && w.len < STREAM_MAX - 9000; i++) {
            const uint32_t len = random_below(&seed, 10) == 0
                                     ? 4000 + random_below(&seed, 4000)
                                     : random_below(&seed, 300);

            if (len > TCS_PCAP_PACKET_MAX)
                oversize++;
            else
                expected++;
            put_packet(&w, random_below(&seed, 1000000000), len, big);
        }
        const struct result whole = run(tcs_written(&w), STREAM_MAX, &seed);
        const struct result pieces = run(tcs_written(&w), 400, &seed);
        const struct result crumbs = run(tcs_written(&w), 3, &seed);

        if (whole.packets != expected || whole.oversize != oversize ||
            memcmp(&whole, &pieces, sizeof whole) != 0 ||
            memcmp(&whole, &crumbs, sizeof whole) != 0)
            fail_msg("seed %d", (int)round);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_byte_orders_and_both_fractions_are_read),
        cmocka_unit_test(another_magic_is_foreign_and_said_once),
        cmocka_unit_test(a_length_that_cannot_be_ends_the_stream),
        cmocka_unit_test(packets_do_not_depend_on_the_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
