/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_UDP_H
#define TCS_DECODE_UDP_H

/*
 * udp.h -- the UDP payload inside a captured packet.
 *
 * Goes through the link layer (Ethernet with up to two VLAN tags, Linux cooked captures,
 * BSD loopback, bare IP) and IPv4 or IPv6 with its extension headers. Checksums are not
 * tested: captures of one's own traffic have them unset. Fragments are not put together.
 *
 * Link types carry the numbers of the capture file formats
 * (https://www.tcpdump.org/linktypes.html). Sources: IEEE 802.3, 802.1Q; RFC 791, 8200,
 * 768.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum tcs_link {
    TCS_LINK_NULL = 0, /* BSD loopback: address family in the order of the writing host */
    TCS_LINK_ETHERNET = 1,
    TCS_LINK_RAW_BSD = 12, /* what libpcap calls bare IP */
    TCS_LINK_RAW = 101,    /* what the files call it */
    TCS_LINK_80211 = 105,
    TCS_LINK_LINUX_SLL = 113,
    TCS_LINK_80211_RADIOTAP = 127,
    TCS_LINK_IPV4 = 228,
    TCS_LINK_IPV6 = 229,
    TCS_LINK_LINUX_SLL2 = 276,
};

struct tcs_udp {
    uint8_t ip_version; /* 4 or 6 */
    uint8_t reserved[3];
    uint16_t source_port;
    uint16_t destination_port;
    uint8_t source[16]; /* IPv4: the first four octets, the rest zero */
    uint8_t destination[16];
    struct tcs_bytes payload; /* borrowed from the packet */
};

/*
 * Finds the UDP payload of one captured packet.
 *
 * Returns  TCS_OK          *ret_udp is filled
 *          TCS_E_FOREIGN   another link type, network or transport protocol
 *          TCS_E_SHORT     cut off by the capture, or a fragment of a datagram
 *          TCS_E_DAMAGED   lengths that contradict each other
 */
TCS_NODISCARD
enum tcs_status tcs_udp_find(uint32_t link, struct tcs_bytes packet,
                             struct tcs_udp *ret_udp);

#endif
