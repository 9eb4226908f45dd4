/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_PCAP_H
#define TCS_ENCODE_PCAP_H

/*
 * pcap.h -- classic pcap, little endian: the inverse of decode/pcap.h, where the layout
 * stands.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/pcap.h"

/* The head of a stream (24 octets). TCS_OK or TCS_E_FULL; then nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_pcap_head_write(uint32_t link, bool nanoseconds,
                                    struct tcs_writer *w);

/* One packet (16 octets and its own), captured whole; its link is not written.
 * `nanoseconds` as in the head: otherwise the time is cut to microseconds. TCS_OK;
 * TCS_E_ARGUMENT: a time before 1970 or after 2106, or more than TCS_PCAP_CAPTURED_MAX
 * octets; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_pcap_packet_write(const struct tcs_pcap_packet *packet,
                                      bool nanoseconds, struct tcs_writer *w);

#endif
