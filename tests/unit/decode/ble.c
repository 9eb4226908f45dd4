/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ble.h"

#include <string.h>

#include "check.h"

/* ADV_NONCONN_IND from c2:54:43:53:00:01, random; one structure with a counter of 9 and
 * two octets of a message. The check was computed bit by bit from the polynomial. */
static const uint8_t legacy[] = {
    0xd6, 0xbe, 0x89, 0x8e,                         /* 0: access address */
    0x42, 14,                                       /* 4: head: random, 14 octets */
    0x01, 0x00, 0x53, 0x43, 0x54, 0xc2,             /* 6: sender */
    7,    0x16, 0xfa, 0xff, 0x0d, 9,    0xaa, 0xbb, /* 12: service data */
    0,    0,    0,                                  /* 20: check: filled in below */
};

static void with_check(uint8_t *packet, size_t len)
{
    const uint32_t crc = tcs_ble_crc(tcs_bytes(packet + 4, len - 7));

    for (unsigned i = 0; i < 3; i++)
        packet[len - 3 + i] = (uint8_t)(crc >> (8 * i));
}

static enum tcs_status find(uint32_t link, const uint8_t *packet, size_t len,
                            struct tcs_ble_advert *ret_advert)
{
    struct tcs_ble ble = { 0 };
    struct tcs_ble_pdu pdu;
    size_t at = 0;
    const enum tcs_status status =
        tcs_ble_pdu_read(link, tcs_bytes(packet, len), &at, &pdu, NULL);

    CHECK_INT(at, len);
    return status != TCS_OK ? status : tcs_ble_take(&ble, &pdu, 0, ret_advert, NULL);
}

/* The register shifted bit by bit, as the specification draws it: position 0 on the
 * right, preset to 0x555555, feedback into positions 0, 1, 3, 4, 6, 9 and 10. */
static void the_check_is_that_of_the_specification(void **state)
{
    const uint8_t octets[] = { 0x42, 0x03, 0x01, 0x80, 0xfe };
    uint32_t bits = 0x555555;
    uint32_t sent = 0;

    for (unsigned i = 0; i < sizeof octets * 8; i++) {
        const uint32_t in = ((uint32_t)octets[i / 8] >> i % 8 & 1) ^ (bits >> 23);

        bits = (bits << 1 & 0xffffff) ^ (in != 0 ? 0x00065bu : 0);
    }
    for (unsigned i = 0; i < 24; i++) /* position 23 is sent first */
        sent |= (bits >> (23 - i) & 1) << i;
    CHECK_INT(tcs_ble_crc(tcs_bytes(octets, sizeof octets)), sent);
}

static void a_legacy_advertisement_tells_who_sent_it(void **state)
{
    static const uint8_t address[] = { 0xc2, 0x54, 0x43, 0x53, 0x00, 0x01 };
    uint8_t packet[sizeof legacy];
    struct tcs_ble_advert advert;

    memcpy(packet, legacy, sizeof legacy);
    with_check(packet, sizeof packet);
    CHECK_OK(find(TCS_LINK_BLE, packet, sizeof packet, &advert));
    CHECK_INT(advert.carrier, TCS_BLE_CARRIER_LEGACY);
    CHECK_INT(advert.valid, TCS_BLE_ADDRESS | TCS_BLE_RANDOM);
    CHECK_INT(advert.counter, 9);
    CHECK(memcmp(advert.address, address, 6) == 0);
    CHECK(advert.payload.data == packet + 18);
    CHECK_INT(advert.payload.len, 2);
}

static void one_wrong_bit_or_a_cut_is_damage(void **state)
{
    uint8_t packet[sizeof legacy];
    struct tcs_ble_advert advert;

    memcpy(packet, legacy, sizeof legacy);
    with_check(packet, sizeof packet);
    for (unsigned bit = 32; bit < 8 * sizeof packet; bit++) {
        packet[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK(find(TCS_LINK_BLE, packet, sizeof packet, &advert) == TCS_E_DAMAGED);
        packet[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t len = 0; len < sizeof packet; len++)
        CHECK(find(TCS_LINK_BLE, packet, len, &advert) == TCS_E_DAMAGED);
    packet[0] ^= 1; /* another access address: a connection */
    CHECK_INT(find(TCS_LINK_BLE, packet, sizeof packet, &advert), TCS_E_FOREIGN);
}

static void a_structure_longer_than_the_data_is_damage(void **state)
{
    uint8_t packet[sizeof legacy];
    struct tcs_ble_advert advert;

    memcpy(packet, legacy, sizeof legacy);
    packet[12] = 8;
    with_check(packet, sizeof packet);
    CHECK_INT(find(TCS_LINK_BLE, packet, sizeof packet, &advert), TCS_E_DAMAGED);
    packet[12] = 3; /* without a counter: not Remote ID, and what follows is none */
    with_check(packet, sizeof packet);
    CHECK(find(TCS_LINK_BLE, packet, sizeof packet, &advert) < 0);
}

/* The sniffer's versions 1 and 3 differ in where the length stands and in the number of
 * the event; -71 dBm is written 71. */
static void the_sniffer_says_signal_channel_and_phy(void **state)
{
    const uint8_t v1[] = { 0, 6, 10, 1, 0, 0, 6, 10, 1, 37, 71, 0, 0, 0, 0, 0, 0 };
    const uint8_t v3[] = { 0, 33, 0, 3, 0, 0, 2, 10, 0x01, 38, 71, 0, 0, 0, 0, 0, 0 };
    uint8_t packet[sizeof v3 + sizeof legacy];
    struct tcs_ble_advert advert;

    memcpy(packet, v1, sizeof v1);
    memcpy(packet + sizeof v1, legacy, sizeof legacy);
    CHECK_OK(find(TCS_LINK_NORDIC_BLE, packet, sizeof packet, &advert));
    CHECK_INT(advert.channel, 37);
    CHECK_INT(advert.signal_dbm, -71);
    memcpy(packet, v3, sizeof v3);
    CHECK_OK(find(TCS_LINK_NORDIC_BLE, packet, sizeof packet, &advert));
    CHECK_INT(advert.channel, 38);
    packet[8] = 0; /* its check failed */
    CHECK_INT(find(TCS_LINK_NORDIC_BLE, packet, sizeof packet, &advert), TCS_E_DAMAGED);
    packet[8] = 1;
    packet[6] = 6; /* a connection's packet */
    CHECK_INT(find(TCS_LINK_NORDIC_BLE, packet, sizeof packet, &advert), TCS_E_FOREIGN);
}

static struct tcs_ble_pdu part(uint8_t valid, uint16_t adi, struct tcs_bytes data)
{
    return (struct tcs_ble_pdu) { .kind = TCS_BLE_EXTENDED,
                                  .valid = TCS_BLE_ADI | TCS_BLE_CHANNEL | valid,
                                  .adi = adi,
                                  .channel = 5,
                                  .next_channel = 5,
                                  .next_us = 3000,
                                  .address = { 1, 2, 3, 4, 5, 6 },
                                  .data = data };
}

static const uint8_t odid[] = { 9, 0x16, 0xfa, 0xff, 0x0d, 1, 10, 11, 12, 13 };

static void parts_are_put_together_and_told_apart_by_their_identifier(void **state)
{
    struct tcs_ble ble = { 0 };
    struct tcs_ble_advert advert;
    const struct tcs_ble_pdu first =
        part(TCS_BLE_ADDRESS | TCS_BLE_MORE, 0x1111, tcs_bytes(odid, 7));
    struct tcs_ble_pdu other =
        part(TCS_BLE_ADDRESS | TCS_BLE_MORE, 0x2222, tcs_bytes(odid, 3));
    const struct tcs_ble_pdu last = part(0, 0x1111, tcs_bytes(odid + 7, 3));

    other.address[0] = 9;
    CHECK_INT(tcs_ble_take(&ble, &first, 0, &advert, NULL), TCS_MORE);
    CHECK_INT(tcs_ble_take(&ble, &other, 1000, &advert, NULL), TCS_MORE);
    CHECK_OK(tcs_ble_take(&ble, &last, 3000000, &advert, NULL));
    CHECK_INT(advert.address[0], 1);
    CHECK_INT(advert.payload.len, 4);
    CHECK(memcmp(advert.payload.data, odid + 6, 4) == 0);
    CHECK_INT(ble.lost_count, 0);
    /* The other one's end, once more the first one's end: nothing left to go on with. */
    CHECK_INT(tcs_ble_take(&ble, &last, 3000000, &advert, NULL), TCS_E_FOREIGN);
}

/* Of two with the same identifier, the one that announced this moment. */
static void of_two_alike_the_one_that_is_due_goes_on(void **state)
{
    struct tcs_ble ble = { 0 };
    struct tcs_ble_advert advert;
    struct tcs_ble_pdu a = part(TCS_BLE_ADDRESS | TCS_BLE_MORE, 7, tcs_bytes(odid, 7));
    struct tcs_ble_pdu b = a;
    const struct tcs_ble_pdu last = part(0, 7, tcs_bytes(odid + 7, 3));

    b.address[0] = 2;
    b.next_us = 9000;
    CHECK_INT(tcs_ble_take(&ble, &a, 0, &advert, NULL), TCS_MORE);
    CHECK_INT(tcs_ble_take(&ble, &b, 0, &advert, NULL), TCS_MORE);
    CHECK_OK(tcs_ble_take(&ble, &last, 9100000, &advert, NULL));
    CHECK_INT(advert.address[0], 2);
}

static void what_is_never_ended_makes_room_and_is_counted(void **state)
{
    struct tcs_ble ble = { 0 };
    struct tcs_ble_advert advert;

    for (unsigned i = 0; i < TCS_BLE_CHAINS + 3; i++) {
        const struct tcs_ble_pdu first =
            part(TCS_BLE_ADDRESS | TCS_BLE_MORE, (uint16_t)(i + 1), tcs_bytes(odid, 8));

        CHECK_INT(tcs_ble_take(&ble, &first, i * 1000, &advert, NULL), TCS_MORE);
    }
    CHECK_INT(ble.lost_count, 3);
    CHECK_INT(ble.used, TCS_BLE_CHAINS);
}

static void an_event_may_hold_several_reports(void **state)
{
    /* H4, LE Meta, 2 reports of 3 octets of data and of none, at -60 and an unknown level
     */
    const uint8_t event[] = { 4, 0x3e, 25,   2,    2, 3, 0, 1, 2, 3, 4, 5,    6, 3,
                              2, 0x01, 0x06, 0xc4, 3, 1, 9, 8, 7, 6, 5, 0xc4, 0, 127 };
    struct tcs_ble_pdu pdu;
    size_t at = 0;

    CHECK_OK(tcs_ble_pdu_read(TCS_LINK_HCI_H4, tcs_bytes(event, sizeof event), &at, &pdu,
                              NULL));
    CHECK_INT(pdu.address[0], 6);
    CHECK_INT(pdu.data.len, 3);
    CHECK_INT(pdu.signal_dbm, -60);
    CHECK_INT(at, 18);
    CHECK_OK(tcs_ble_pdu_read(TCS_LINK_HCI_H4, tcs_bytes(event, sizeof event), &at, &pdu,
                              NULL));
    CHECK_INT(pdu.address[0], 0xc4);
    CHECK_INT(pdu.valid, TCS_BLE_ADDRESS | TCS_BLE_RANDOM);
    CHECK_INT(at, sizeof event);
}

/* Its length would let it end before its count of reports: what lies behind the packet is
 * not read. */
static void an_event_that_is_too_short_for_itself_is_damage(void **state)
{
    const uint8_t event[] = { 4, 0x3e, 1, 13, 1 };
    struct tcs_ble_pdu pdu;
    size_t at = 0;

    CHECK_INT(tcs_ble_pdu_read(TCS_LINK_HCI_H4, tcs_bytes(event, sizeof event), &at, &pdu,
                               NULL),
              TCS_E_DAMAGED);
    CHECK_INT(at, sizeof event);
}

/* Event type 0x10: made of a legacy PDU, which belongs to no set and was not sent on the
 * coded PHY, though this controller says so (secondary PHY 3, SID 5). */
static void a_legacy_pdu_in_an_extended_report_has_no_set(void **state)
{
    const uint8_t event[] = { 4, 0x3e, 28,   13, 1, 0x10, 0, 1, 1, 2, 3, 4, 5, 6, 1, 3,
                              5, 127,  0xc4, 0,  0, 0,    0, 0, 0, 0, 0, 0, 2, 9, 8 };
    struct tcs_ble_pdu pdu;
    size_t at = 0;

    CHECK_OK(tcs_ble_pdu_read(TCS_LINK_HCI_H4, tcs_bytes(event, sizeof event), &at, &pdu,
                              NULL));
    CHECK_INT(pdu.kind, TCS_BLE_LEGACY);
    CHECK_INT(pdu.data.len, 2);
    CHECK_INT(pdu.phy, TCS_BLE_PHY_1M);
    CHECK_INT(pdu.adi, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_is_that_of_the_specification),
        cmocka_unit_test(a_legacy_advertisement_tells_who_sent_it),
        cmocka_unit_test(one_wrong_bit_or_a_cut_is_damage),
        cmocka_unit_test(a_structure_longer_than_the_data_is_damage),
        cmocka_unit_test(the_sniffer_says_signal_channel_and_phy),
        cmocka_unit_test(parts_are_put_together_and_told_apart_by_their_identifier),
        cmocka_unit_test(of_two_alike_the_one_that_is_due_goes_on),
        cmocka_unit_test(what_is_never_ended_makes_room_and_is_counted),
        cmocka_unit_test(an_event_may_hold_several_reports),
        cmocka_unit_test(an_event_that_is_too_short_for_itself_is_damage),
        cmocka_unit_test(a_legacy_pdu_in_an_extended_report_has_no_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
