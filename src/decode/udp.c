/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/udp.h"

#include <string.h>

enum {
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_IPV6 = 0x86dd,
    ETHERTYPE_VLAN = 0x8100,
    ETHERTYPE_QINQ = 0x88a8,
    PROTOCOL_HOP_BY_HOP = 0,
    PROTOCOL_UDP = 17,
    PROTOCOL_ROUTING = 43,
    PROTOCOL_FRAGMENT = 44,
    PROTOCOL_DESTINATION = 60,
    IPV6_EXTENSIONS_MAX = 8,
    UDP_HEADER_LEN = 8,
};

/* The rest of the packet from here on. */
static struct tcs_bytes rest(const struct tcs_reader *r)
{
    return tcs_bytes_part(tcs_bytes(r->data, r->len), r->at, r->len);
}

static enum tcs_status udp_find(struct tcs_bytes segment, struct tcs_udp *udp)
{
    struct tcs_reader r = tcs_reader(segment);

    udp->source_port = (uint16_t)tcs_read_be(&r, 2);
    udp->destination_port = (uint16_t)tcs_read_be(&r, 2);
    const size_t len = (size_t)tcs_read_be(&r, 2);

    tcs_read_be(&r, 2);
    if (r.failed)
        return TCS_E_SHORT;
    if (len < UDP_HEADER_LEN)
        return TCS_E_DAMAGED;
    if (len > segment.len)
        return TCS_E_SHORT;
    udp->payload = tcs_bytes_part(segment, UDP_HEADER_LEN, len - UDP_HEADER_LEN);
    return TCS_OK;
}

/*
 *  0      vhl   version(4) header length in words(4)
 *  2      total length        6  flags(3) fragment offset(13)
 *  9      protocol           12  source  16  destination
 */
static enum tcs_status ipv4_find(struct tcs_bytes packet, struct tcs_udp *udp)
{
    if (packet.len < 20)
        return TCS_E_SHORT;
    const uint8_t *d = packet.data;
    const size_t header = (size_t)(d[0] & 0x0f) * 4;
    const size_t total = (size_t)(d[2] << 8 | d[3]);
    const unsigned fragment = (unsigned)(d[6] << 8 | d[7]) & 0x3fff; /* MF and offset */

    if (d[0] >> 4 != 4 || header < 20 || total < header)
        return TCS_E_DAMAGED;
    if (d[9] != PROTOCOL_UDP)
        return TCS_E_FOREIGN;
    if (fragment != 0 || total > packet.len)
        return TCS_E_SHORT;
    udp->ip_version = 4;
    memcpy(udp->source, d + 12, 4);
    memcpy(udp->destination, d + 16, 4);
    return udp_find(tcs_bytes_part(packet, header, total - header), udp);
}

static enum tcs_status ipv6_find(struct tcs_bytes packet, struct tcs_udp *udp)
{
    struct tcs_reader r = tcs_reader(packet);
    const unsigned version = tcs_read_u8(&r) >> 4;

    tcs_read_be(&r, 3);
    const size_t len = (size_t)tcs_read_be(&r, 2);
    unsigned next = tcs_read_u8(&r);

    tcs_read_u8(&r);
    const struct tcs_bytes source = tcs_read_bytes(&r, 16);
    const struct tcs_bytes destination = tcs_read_bytes(&r, 16);

    if (r.failed)
        return TCS_E_SHORT;
    if (version != 6)
        return TCS_E_DAMAGED;
    if (len > tcs_reader_left(&r))
        return TCS_E_SHORT;
    struct tcs_reader body = tcs_reader(tcs_bytes_part(packet, r.at, len));

    for (int i = 0; i < IPV6_EXTENSIONS_MAX && next != PROTOCOL_UDP; i++) {
        if (next == PROTOCOL_FRAGMENT)
            return TCS_E_SHORT;
        if (next != PROTOCOL_HOP_BY_HOP && next != PROTOCOL_ROUTING &&
            next != PROTOCOL_DESTINATION)
            return TCS_E_FOREIGN;
        next = tcs_read_u8(&body);
        const size_t units = tcs_read_u8(&body);

        tcs_read_bytes(&body, units * 8 + 6);
        if (body.failed)
            return TCS_E_DAMAGED;
    }
    if (next != PROTOCOL_UDP)
        return TCS_E_FOREIGN;
    udp->ip_version = 6;
    memcpy(udp->source, source.data, 16);
    memcpy(udp->destination, destination.data, 16);
    return udp_find(rest(&body), udp);
}

static enum tcs_status ip_find(struct tcs_bytes packet, struct tcs_udp *udp)
{
    if (packet.len == 0)
        return TCS_E_SHORT;
    if (packet.data[0] >> 4 == 4)
        return ipv4_find(packet, udp);
    return packet.data[0] >> 4 == 6 ? ipv6_find(packet, udp) : TCS_E_FOREIGN;
}

/* From the ethertype on: r stands in front of it. */
static enum tcs_status ethertype_find(struct tcs_reader *r, struct tcs_udp *udp)
{
    unsigned type = (unsigned)tcs_read_be(r, 2);

    for (int tags = 0; tags < 2 && (type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ);
         tags++) {
        tcs_read_be(r, 2);
        type = (unsigned)tcs_read_be(r, 2);
    }
    if (r->failed)
        return TCS_E_SHORT;
    if (type == ETHERTYPE_IPV4)
        return ipv4_find(rest(r), udp);
    return type == ETHERTYPE_IPV6 ? ipv6_find(rest(r), udp) : TCS_E_FOREIGN;
}

static enum tcs_status link_find(uint32_t link, struct tcs_bytes packet,
                                 struct tcs_udp *udp)
{
    struct tcs_reader r = tcs_reader(packet);

    switch (link) {
    case TCS_LINK_ETHERNET: /* destination(6) source(6) ethertype(2) */
        tcs_read_bytes(&r, 12);
        return ethertype_find(&r, udp);
    case TCS_LINK_LINUX_SLL: /* type(2) ARPHRD(2) length(2) address(8) ethertype(2) */
        tcs_read_bytes(&r, 14);
        return ethertype_find(&r, udp);
    case TCS_LINK_LINUX_SLL2: { /* ethertype(2) and 18 octets that do not matter */
        const unsigned type = (unsigned)tcs_read_be(&r, 2);

        tcs_read_bytes(&r, 18);
        if (r.failed)
            return TCS_E_SHORT;
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? ip_find(rest(&r), udp)
                                                                : TCS_E_FOREIGN;
    }
    case TCS_LINK_NULL: /* family(4): the version nibble of IP tells as much */
        tcs_read_bytes(&r, 4);
        return r.failed ? TCS_E_SHORT : ip_find(rest(&r), udp);
    case TCS_LINK_RAW:
    case TCS_LINK_RAW_BSD:
    case TCS_LINK_IPV4:
    case TCS_LINK_IPV6:
        return ip_find(packet, udp);
    default:
        return TCS_E_FOREIGN;
    }
}

enum tcs_status tcs_udp_find(uint32_t link, struct tcs_bytes packet,
                             struct tcs_udp *ret_udp)
{
    struct tcs_udp udp = { 0 };
    const enum tcs_status status = link_find(link, packet, &udp);

    if (status == TCS_OK)
        *ret_udp = udp;
    return status;
}
