/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_UDP_H
#define TCS_ENCODE_UDP_H

/*
 * udp.h -- a datagram as an Ethernet frame of a capture: the inverse of decode/udp.h.
 *
 *   Ethernet 14   to and from 02:00:00:00:00:01 (locally administered), type 0x0800
 *   IPv4     20   from and to 127.0.0.1, time to live 64, header checksum
 *   UDP       8   checksum 0: none, which IPv4 allows (RFC 768)
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { TCS_UDP_FRAME_HEAD = 14 + 20 + 8 };

/* TCS_OK; TCS_E_ARGUMENT: more than 65507 octets; TCS_E_FULL: no room. On failure nothing
 * is written. */
TCS_NODISCARD enum tcs_status tcs_udp_frame_write(uint16_t from_port, uint16_t to_port,
                                                  struct tcs_bytes payload,
                                                  struct tcs_writer *w);

#endif
