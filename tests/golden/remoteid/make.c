/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden files of Remote ID that does not come in Open Drone ID over
 * Wi-Fi (that is tests/golden/radio) into a folder, by the encoders.
 *
 *     golden_remoteid FOLDER          what compare.sh compares with the committed files
 *     golden_remoteid FOLDER seeds    seeds for the fuzz targets, as FOLDER/TARGET/NAME
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/ble.h"
#include "encode/pcap.h"
#include "encode/remoteid.h"
#include "golden.h"

#define START_UTC_NS INT64_C(1636239612340000000) /* 2021-11-06T23:00:12.34Z */
#define S INT64_C(1000000000)

enum { ROOM = 1 << 16 };

static bool seeds;

/* ------------------------------------------------------------------------ messages */

static struct tcs_rid_message basic_id(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_BASIC_ID, .version = 2 };

    message.as.basic_id.id_kind = TCS_RID_ID_SERIAL;
    message.as.basic_id.aircraft = 2;
    message.as.basic_id.id_len = 16;
    memcpy(message.as.basic_id.id, "1TCSF0123456789A", 16);
    return message;
}

static struct tcs_rid_message location(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .version = 2,
                                       .valid = TCS_RID_LOCATION_POSITION |
                                                TCS_RID_LOCATION_GEO |
                                                TCS_RID_LOCATION_TIME };
    struct tcs_rid_location *where = &message.as.location;

    where->lat_e7_deg = 333112345;
    where->lon_e7_deg = -443612345;
    where->geo_m = 115.0;
    where->time_ds = 122;
    where->status = TCS_RID_STATUS_AIRBORNE;
    return message;
}

static struct tcs_rid_message self_id(uint8_t number)
{
    struct tcs_rid_message message = { .type = TCS_RID_SELF_ID, .version = 2 };

    message.as.self_id.text_len = 23;
    memcpy(message.as.self_id.text, "roof inspection, part ?", 23);
    message.as.self_id.text[22] = (uint8_t)('0' + number);
    return message;
}

/* `count` messages, at most 9: identity, place and texts. */
static struct tcs_bytes pack_of(unsigned count)
{
    static uint8_t room[TCS_RID_PACK_LEN_MAX];
    struct tcs_rid_message messages[TCS_RID_PACK_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (unsigned i = 0; i < count; i++)
        messages[i] = i == 0 ? basic_id() : i == 1 ? location() : self_id((uint8_t)i);
    must(tcs_rid_pack_write(messages, count, &w));
    return tcs_written(&w);
}

static struct tcs_bytes message_of(struct tcs_rid_message message)
{
    static uint8_t room[TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    must(tcs_rid_message_write(&message, &w));
    return tcs_written(&w);
}

/* ----------------------------------------------------------------------- Bluetooth */

struct packets {
    struct tcs_writer *w;
    uint32_t link;
    int64_t utc_ns;
    uint8_t counter;
};

static void put_packet(struct packets *packets, struct tcs_bytes octets)
{
    const struct tcs_pcap_packet packet = { .utc_ns = packets->utc_ns, .data = octets };

    must(tcs_pcap_packet_write(&packet, true, packets->w));
}

static struct tcs_ble_pdu pdu_of(const struct packets *packets, uint8_t kind)
{
    struct tcs_ble_pdu pdu = { .kind = kind,
                               .valid = TCS_BLE_SIGNAL | TCS_BLE_CHANNEL |
                                        TCS_BLE_ADDRESS | TCS_BLE_RANDOM,
                               .channel = 38,
                               .signal_dbm = -71,
                               .address = { 0xc2, 0x54, 0x43, 0x53, 0, 1 } };

    if (kind == TCS_BLE_LEGACY)
        return pdu;
    pdu.valid |= TCS_BLE_ADI;
    pdu.adi = kind == TCS_BLE_REPORT ? 0x3000 : 0x3abc;
    pdu.phy = packets->link == TCS_LINK_BLE ? TCS_BLE_PHY_1M : TCS_BLE_PHY_CODED;
    return pdu;
}

static void put_pdu(struct packets *packets, const struct tcs_ble_pdu *pdu)
{
    uint8_t room[TCS_BLE_PACKET_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    must(tcs_ble_pdu_write(packets->link, pdu, &w));
    put_packet(packets, tcs_written(&w));
    packets->utc_ns += pdu->next_us > 0 ? pdu->next_us * 1000 : S / 10;
}

static void put_legacy(struct packets *packets, struct tcs_rid_message message)
{
    uint8_t room[64];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_ble_pdu pdu = pdu_of(packets, TCS_BLE_LEGACY);

    must(tcs_ble_odid_write(packets->counter++, message_of(message), &w));
    pdu.data = tcs_written(&w);
    put_pdu(packets, &pdu);
}

/* A pack as ADV_EXT_IND, AUX_ADV_IND and, from `cut` octets on, AUX_CHAIN_IND; where the
 * address stands in the first, the second leaves it out. cut 0: one AUX_ADV_IND alone. */
static void put_extended(struct packets *packets, unsigned count, size_t cut,
                         bool address_first)
{
    uint8_t room[TCS_BLE_PDU_DATA_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_ble_pdu pdu = pdu_of(packets, TCS_BLE_EXTENDED);

    must(tcs_ble_odid_write(packets->counter++, pack_of(count), &w));
    const struct tcs_bytes data = tcs_written(&w);

    pdu.valid |= TCS_BLE_MORE;
    if (!address_first)
        pdu.valid &= (uint8_t) ~(TCS_BLE_ADDRESS | TCS_BLE_RANDOM);
    pdu.next_channel = 7;
    pdu.next_us = 2400;
    put_pdu(packets, &pdu);
    pdu.valid ^= TCS_BLE_ADDRESS | TCS_BLE_RANDOM;
    pdu.channel = 7;
    pdu.next_us = 0;
    pdu.data = data;
    if (cut == 0) {
        pdu.valid &= (uint8_t)~TCS_BLE_MORE;
        put_pdu(packets, &pdu);
        return;
    }
    pdu.next_channel = 22;
    pdu.next_us = 300000; /* in steps of 300 us */
    pdu.data = tcs_bytes_part(data, 0, cut);
    put_pdu(packets, &pdu);
    pdu.valid &= (uint8_t) ~(TCS_BLE_ADDRESS | TCS_BLE_RANDOM | TCS_BLE_MORE);
    pdu.valid |= TCS_BLE_CHAIN;
    pdu.channel = 22;
    pdu.next_us = 0;
    pdu.data = tcs_bytes_part(data, cut, data.len);
    put_pdu(packets, &pdu);
}

static void put_reports(struct packets *packets, size_t cut)
{
    uint8_t room[TCS_BLE_PDU_DATA_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_ble_pdu pdu = pdu_of(packets, TCS_BLE_REPORT);

    must(tcs_ble_odid_write(packets->counter++, pack_of(6), &w));
    pdu.valid |= TCS_BLE_MORE;
    pdu.data = tcs_bytes_part(tcs_written(&w), 0, cut);
    put_pdu(packets, &pdu);
    pdu.valid &= (uint8_t)~TCS_BLE_MORE;
    pdu.data = tcs_bytes_part(tcs_written(&w), cut, ROOM);
    put_pdu(packets, &pdu);
}

/* What is not: somebody else's data, a bit that is wrong, a packet that is cut, a chain
 * whose beginning was not heard. */
static void put_bad(struct packets *packets)
{
    static const uint8_t flags[] = { 2, 1, 6, 3, 3, 0xfa, 0xfe };
    uint8_t room[TCS_BLE_PACKET_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_ble_pdu pdu = pdu_of(packets, TCS_BLE_LEGACY);

    pdu.data = tcs_bytes(flags, sizeof flags);
    put_pdu(packets, &pdu);
    pdu.data = tcs_bytes(flags, 3);
    must(tcs_ble_pdu_write(packets->link, &pdu, &w));
    put_packet(packets, tcs_bytes(room, w.len - 4));
    if (packets->link == TCS_LINK_NORDIC_BLE)
        room[8] ^= 1; /* the sniffer's word */
    else if (packets->link == TCS_LINK_BLE_PHDR)
        room[9] ^= 8;
    else
        room[12] ^= 4;
    put_packet(packets, tcs_written(&w));
    if (packets->link == TCS_LINK_HCI_H4_PHDR)
        return;
    pdu = pdu_of(packets, TCS_BLE_EXTENDED);
    pdu.valid &= (uint8_t) ~(TCS_BLE_ADDRESS | TCS_BLE_RANDOM);
    pdu.channel = 3;
    pdu.data = tcs_bytes(flags, 3);
    put_pdu(packets, &pdu);
}

static void make_bluetooth(const char *name, uint32_t link)
{
    static uint8_t room[ROOM];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct packets packets = { &w, link, START_UTC_NS, 250 };

    must(tcs_pcap_head_write(link, true, &w));
    put_legacy(&packets, basic_id());
    put_legacy(&packets, location());
    if (link == TCS_LINK_HCI_H4_PHDR || link == TCS_LINK_HCI_MONITOR) {
        put_reports(&packets, 100);
    } else {
        put_extended(&packets, 4, 0, false);
        put_extended(&packets, 4, 0, true);
        put_extended(&packets, 9, 100, false);
    }
    put_bad(&packets);
    save(name, tcs_written(&w));
}

/* Seeds: a link's index, then packets, each behind its length in two octets. */
static void make_ble_seed(const char *name, uint8_t index, uint32_t link)
{
    static uint8_t room[ROOM];
    static uint8_t seed[ROOM];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct packets packets = { &w, link, START_UTC_NS, 1 };
    struct tcs_pcap *pcap = calloc(1, sizeof *pcap);
    struct tcs_pcap_packet packet;
    size_t len = 1;

    must(tcs_pcap_head_write(link, true, &w));
    put_legacy(&packets, location());
    if (link == TCS_LINK_HCI_H4_PHDR)
        put_reports(&packets, 60);
    else
        put_extended(&packets, 3, 40, true);
    struct tcs_bytes rest = tcs_written(&w);

    seed[0] = index;
    while (pcap != NULL && tcs_pcap_next(pcap, &rest, &packet) == TCS_OK) {
        seed[len++] = (uint8_t)packet.data.len;
        seed[len++] = (uint8_t)(packet.data.len >> 8);
        memcpy(seed + len, packet.data.data, packet.data.len);
        len += packet.data.len;
    }
    free(pcap);
    save(name, tcs_bytes(seed, len));
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: golden_remoteid FOLDER [seeds]\n", stderr);
        return 2;
    }
    folder = argv[1];
    seeds = argc > 2;
    if (seeds) {
        make_ble_seed("ble/air", 0, TCS_LINK_BLE);
        make_ble_seed("ble/phdr", 1, TCS_LINK_BLE_PHDR);
        make_ble_seed("ble/nordic", 2, TCS_LINK_NORDIC_BLE);
        make_ble_seed("ble/hci", 4, TCS_LINK_HCI_H4_PHDR);
        return 0;
    }
    make_bluetooth("ble_air.pcap", TCS_LINK_BLE);
    make_bluetooth("ble_phdr.pcap", TCS_LINK_BLE_PHDR);
    make_bluetooth("ble_nordic.pcap", TCS_LINK_NORDIC_BLE);
    make_bluetooth("ble_hci.pcap", TCS_LINK_HCI_H4_PHDR);
    return 0;
}
