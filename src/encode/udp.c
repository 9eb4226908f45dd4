/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/udp.h"

enum { PAYLOAD_MAX = 65507, IPV4_HEAD = 20, UDP_HEAD = 8, LOOPBACK = 0x7f000001 };

static const uint8_t station[6] = { 0x02, 0, 0, 0, 0, 0x01 };

/* Ones' complement sum of the header's words, RFC 791; the checksum's own word is 0. */
static uint16_t checksum(const uint16_t *words, unsigned count)
{
    uint32_t sum = 0;

    for (unsigned i = 0; i < count; i++)
        sum += words[i];
    while (sum > 0xffff)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void write_ipv4(struct tcs_writer *w, uint16_t total_len)
{
    uint16_t words[IPV4_HEAD / 2] = {
        0x4500,
        total_len,
        0,
        0x4000,
        64 << 8 | 17,
        0,
        LOOPBACK >> 16,
        LOOPBACK & 0xffff,
        LOOPBACK >> 16,
        LOOPBACK & 0xffff,
    };

    words[5] = checksum(words, IPV4_HEAD / 2);
    for (unsigned i = 0; i < IPV4_HEAD / 2; i++)
        tcs_write_be(w, words[i], 2);
}

enum tcs_status tcs_udp_frame_write(uint16_t from_port, uint16_t to_port,
                                    struct tcs_bytes payload, struct tcs_writer *w)
{
    if (payload.len > PAYLOAD_MAX)
        return TCS_E_ARGUMENT;
    if (w->failed || w->capacity - w->len < TCS_UDP_FRAME_HEAD + payload.len)
        return TCS_E_FULL;
    tcs_write_bytes(w, station, sizeof station);
    tcs_write_bytes(w, station, sizeof station);
    tcs_write_be(w, 0x0800, 2);
    write_ipv4(w, (uint16_t)(IPV4_HEAD + UDP_HEAD + payload.len));
    tcs_write_be(w, from_port, 2);
    tcs_write_be(w, to_port, 2);
    tcs_write_be(w, UDP_HEAD + payload.len, 2);
    tcs_write_be(w, 0, 2);
    tcs_write_bytes(w, payload.data, payload.len);
    return TCS_OK;
}
