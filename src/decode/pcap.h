/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_PCAP_H
#define TCS_DECODE_PCAP_H

/*
 * pcap.h -- a classic pcap file that arrives in pieces, as over TCP.
 *
 *   head    magic[4] major[2] minor[2] zone[4] sigfigs[4] snaplen[4] link[4]
 *   packet  seconds[4] fraction[4] captured[4] original[4] octets[captured]
 *
 * Everything is in the byte order of the writer, which the magic tells: a1b2c3d4 when the
 * fraction counts microseconds, a1b23c4d when nanoseconds.
 *
 * The format has nothing to find the next packet by: after a length or fraction that
 * cannot be, the rest of the stream is lost, until a new one begins.
 *
 * Source: draft-ietf-opsawg-pcap; https://www.tcpdump.org/linktypes.html.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum {
    TCS_PCAP_HEAD_LEN = 24,
    TCS_PCAP_RECORD_LEN = 16,
    /* Longer packets are passed over; a management frame of 802.11 has at most 2342
     * octets and its radiotap header some dozens. */
    TCS_PCAP_PACKET_MAX = 4072,
    TCS_PCAP_CAPTURED_MAX = 262144, /* the largest snaplen of libpcap */
};

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_pcap {
    uint64_t packet_count;
    uint64_t oversize_count; /* packets passed over */
    uint32_t link;           /* LINKTYPE number of the file */
    uint32_t have;           /* octets in `room` */
    uint32_t skip;           /* octets of an oversize packet still to come */
    uint8_t started;         /* 0 or 1: the head has been read */
    uint8_t swapped;         /* 0: little endian, 1: big endian */
    uint8_t nanoseconds;     /* 0: the fraction counts us, 1: ns */
    uint8_t broken;          /* 0 or 1: nothing more can be read */
    uint8_t room[TCS_PCAP_RECORD_LEN + TCS_PCAP_PACKET_MAX];
};
_Static_assert(sizeof(struct tcs_pcap) == 32 + TCS_PCAP_RECORD_LEN + TCS_PCAP_PACKET_MAX,
               "no padding");

struct tcs_pcap_packet {
    uint32_t link;
    uint32_t original_len; /* as on the wire */
    int64_t utc_ns;        /* POSIX ns of the capture */
    struct tcs_bytes data; /* borrowed from the input or the state until the next call */
};

/*
 * Takes octets from in until one packet is complete.
 *
 * Returns  TCS_OK         *ret_packet is filled; in stands behind the packet
 *          TCS_MORE       in is used up; call again with the next octets
 *          TCS_E_FOREIGN  the stream does not begin as pcap
 *          TCS_E_DAMAGED  a packet's head cannot be
 *
 * After a failure in is used up, and every further call gives TCS_MORE and uses up its
 * input. The packets found do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_pcap_next(struct tcs_pcap *pcap, struct tcs_bytes *in,
                              struct tcs_pcap_packet *ret_packet);

#endif
