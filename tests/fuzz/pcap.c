/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/pcap.h"
#include "encode/pcap.h"
#include "fuzz.h"

/*
 * The input is a stream.
 *
 * - It gives the same packets, counts and failure whether it comes at once, in pieces or
 *   octet by octet.
 * - Head and packets add up to no more than the input.
 * - A packet encodes, and comes back the same.
 */

struct result {
    uint64_t packets, oversize, octets, sum;
    int64_t failure;
};

static void check_again(const struct tcs_pcap_packet *packet)
{
    static uint8_t room[TCS_PCAP_HEAD_LEN + TCS_PCAP_RECORD_LEN + TCS_PCAP_PACKET_MAX];
    static struct tcs_pcap pcap;
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_pcap_packet again;
    struct tcs_pcap_packet whole = *packet;

    if (whole.original_len < whole.data.len)
        whole.original_len = (uint32_t)whole.data.len;
    FUZZ_CHECK(tcs_pcap_head_write(packet->link, true, &w) == TCS_OK);
    FUZZ_CHECK(tcs_pcap_packet_write(packet, true, &w) == TCS_OK);
    memset(&pcap, 0, offsetof(struct tcs_pcap, room));
    struct tcs_bytes in = tcs_written(&w);

    FUZZ_CHECK(tcs_pcap_next(&pcap, &in, &again) == TCS_OK && in.len == 0);
    FUZZ_CHECK(again.link == whole.link && again.utc_ns == whole.utc_ns &&
               again.original_len == whole.original_len &&
               tcs_bytes_equal(again.data, whole.data));
}

/* The checks are the nesting. NOLINTNEXTLINE(readability-function-size) */
static struct result run(struct tcs_bytes stream, size_t piece, bool again)
{
    static struct tcs_pcap pcap;
    struct result result = { 0 };

    memset(&pcap, 0, offsetof(struct tcs_pcap, room));
    for (size_t at = 0; at < stream.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(stream, at, piece);
        struct tcs_pcap_packet packet;
        enum tcs_status status;

        while ((status = tcs_pcap_next(&pcap, &in, &packet)) == TCS_OK) {
            result.octets += TCS_PCAP_RECORD_LEN + packet.data.len;
            for (size_t i = 0; i < packet.data.len; i++)
                result.sum = result.sum * 31 + packet.data.data[i];
            result.sum = result.sum * 31 + (uint64_t)packet.utc_ns;
            result.sum = result.sum * 31 + packet.link + packet.original_len;
            if (again)
                check_again(&packet);
        }
        FUZZ_CHECK(in.len == 0);
        if (status < 0) {
            FUZZ_CHECK(result.failure == 0);
            result.failure = status;
        }
    }
    result.packets = pcap.packet_count;
    result.oversize = pcap.oversize_count;
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes stream = tcs_bytes(data, size);
    const struct result whole = run(stream, size + 1, true);
    const struct result pieces = run(stream, 7 + size % 31, false);
    const struct result octets = run(stream, 1, false);

    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &octets, sizeof whole) == 0);
    FUZZ_CHECK(whole.packets == 0 || TCS_PCAP_HEAD_LEN + whole.octets <= size);
    FUZZ_CHECK(whole.packets + whole.oversize <= size / TCS_PCAP_RECORD_LEN);
    return 0;
}
