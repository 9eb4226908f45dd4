/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/pcap.h"

#include "base/time.h"

enum tcs_status tcs_pcap_head_write(uint32_t link, bool nanoseconds, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    tcs_write_le(&trial, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4);
    tcs_write_le(&trial, 2, 2);
    tcs_write_le(&trial, 4, 2);
    tcs_write_le(&trial, 0, 4); /* zone */
    tcs_write_le(&trial, 0, 4); /* sigfigs */
    tcs_write_le(&trial, TCS_PCAP_CAPTURED_MAX, 4);
    tcs_write_le(&trial, link, 4);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}

enum tcs_status tcs_pcap_packet_write(const struct tcs_pcap_packet *packet,
                                      bool nanoseconds, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (packet->utc_ns < 0 || packet->utc_ns / TCS_NS_PER_S > UINT32_MAX ||
        packet->data.len > TCS_PCAP_CAPTURED_MAX)
        return TCS_E_ARGUMENT;
    const int64_t fraction_ns = packet->utc_ns % TCS_NS_PER_S;
    const uint32_t original = packet->original_len > packet->data.len
                                  ? packet->original_len
                                  : (uint32_t)packet->data.len;

    tcs_write_le(&trial, (uint64_t)(packet->utc_ns / TCS_NS_PER_S), 4);
    tcs_write_le(&trial, (uint64_t)(nanoseconds ? fraction_ns : fraction_ns / 1000), 4);
    tcs_write_le(&trial, packet->data.len, 4);
    tcs_write_le(&trial, original, 4);
    tcs_write_bytes(&trial, packet->data.data, packet->data.len);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
