/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/udp.h"

#include <string.h>

#include "base/bytes.h"
#include "check.h"

/* UDP 1234 -> 8600, "abc", inside IPv4 10.0.0.1 -> 10.0.0.2. */
static void put_ipv4(struct tcs_writer *w, unsigned fragment, unsigned protocol)
{
    tcs_write_be(w, 0x4500, 2);
    tcs_write_be(w, 31, 2); /* 20 + 8 + 3 */
    tcs_write_be(w, 0, 2);
    tcs_write_be(w, fragment, 2);
    tcs_write_be(w, 0x4000 | protocol, 2);
    tcs_write_be(w, 0, 2);
    tcs_write_be(w, 0x0a000001, 4);
    tcs_write_be(w, 0x0a000002, 4);
    tcs_write_be(w, 1234, 2);
    tcs_write_be(w, 8600, 2);
    tcs_write_be(w, 11, 2);
    tcs_write_be(w, 0, 2);
    tcs_write_bytes(w, "abc", 3);
}

static void put_ethernet(struct tcs_writer *w, unsigned vlans, unsigned type)
{
    static const uint8_t addresses[12] = { 0 };

    tcs_write_bytes(w, addresses, sizeof addresses);
    for (unsigned i = 0; i < vlans; i++)
        tcs_write_be(w, 0x81000005, 4);
    tcs_write_be(w, type, 2);
}

static void check_found(uint32_t link, struct tcs_bytes packet)
{
    struct tcs_udp udp = { 0 };

    CHECK_OK(tcs_udp_find(link, packet, &udp));
    CHECK_INT(udp.source_port, 1234);
    CHECK_INT(udp.destination_port, 8600);
    CHECK_INT(udp.payload.len, 3);
    assert_memory_equal(udp.payload.data, "abc", 3);
}

static void payloads_are_found_behind_every_link_layer(void **state)
{
    uint8_t room[128];

    for (unsigned vlans = 0; vlans <= 2; vlans++) {
        struct tcs_writer w = tcs_writer(room, sizeof room);

        put_ethernet(&w, vlans, 0x0800);
        put_ipv4(&w, 0, 17);
        tcs_write_be(&w, 0, 6); /* Ethernet's padding does not count */
        check_found(TCS_LINK_ETHERNET, tcs_written(&w));
    }
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_ipv4(&w, 0, 17);
    check_found(TCS_LINK_RAW, tcs_written(&w));
    check_found(TCS_LINK_IPV4, tcs_written(&w));
    w = tcs_writer(room, sizeof room);
    tcs_write_le(&w, 2, 4); /* AF_INET of the writing host */
    put_ipv4(&w, 0, 17);
    check_found(TCS_LINK_NULL, tcs_written(&w));
    w = tcs_writer(room, sizeof room);
    tcs_write_be(&w, 0, 8);
    tcs_write_be(&w, 0, 6);
    tcs_write_be(&w, 0x0800, 2);
    put_ipv4(&w, 0, 17);
    check_found(TCS_LINK_LINUX_SLL, tcs_written(&w));
    w = tcs_writer(room, sizeof room);
    tcs_write_be(&w, 0x0800, 2);
    for (int i = 0; i < 3; i++)
        tcs_write_be(&w, 0, 6);
    put_ipv4(&w, 0, 17);
    check_found(TCS_LINK_LINUX_SLL2, tcs_written(&w));
}

static void extension_headers_of_ipv6_are_passed(void **state)
{
    uint8_t room[128];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_ethernet(&w, 0, 0x86dd);
    tcs_write_be(&w, 0x60000000, 4);
    tcs_write_be(&w, 8 + 11, 2); /* hop-by-hop options, UDP */
    tcs_write_be(&w, 0x0040, 2); /* next header 0 */
    for (int i = 0; i < 4; i++)
        tcs_write_be(&w, 1, 8);
    tcs_write_be(&w, 0x1100, 2); /* next header 17, 8 octets */
    tcs_write_be(&w, 0, 6);
    tcs_write_be(&w, 1234, 2);
    tcs_write_be(&w, 8600, 2);
    tcs_write_be(&w, 11, 2);
    tcs_write_be(&w, 0, 2);
    tcs_write_bytes(&w, "abc", 3);
    check_found(TCS_LINK_ETHERNET, tcs_written(&w));
}

static void what_is_no_udp_is_foreign(void **state)
{
    uint8_t room[128];
    struct tcs_udp udp = { 0 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_ipv4(&w, 0, 6);
    CHECK_INT(tcs_udp_find(TCS_LINK_RAW, tcs_written(&w), &udp), TCS_E_FOREIGN);
    CHECK_INT(tcs_udp_find(TCS_LINK_80211, tcs_written(&w), &udp), TCS_E_FOREIGN);
    w = tcs_writer(room, sizeof room);
    put_ethernet(&w, 0, 0x0806); /* ARP */
    CHECK_INT(tcs_udp_find(TCS_LINK_ETHERNET, tcs_written(&w), &udp), TCS_E_FOREIGN);
}

static void fragments_and_cut_packets_are_short_at_every_length(void **state)
{
    uint8_t room[128];
    struct tcs_udp udp = { 0 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_ipv4(&w, 0x2000, 17); /* more fragments */
    CHECK_INT(tcs_udp_find(TCS_LINK_RAW, tcs_written(&w), &udp), TCS_E_SHORT);
    w = tcs_writer(room, sizeof room);
    put_ethernet(&w, 1, 0x0800);
    put_ipv4(&w, 0, 17);
    for (size_t len = 0; len < w.len; len++)
        CHECK_INT(tcs_udp_find(TCS_LINK_ETHERNET, tcs_bytes(room, len), &udp),
                  TCS_E_SHORT);
    CHECK_INT(udp.ip_version, 0); /* failure leaves the output alone */
}

static void lengths_that_contradict_each_other_are_damage(void **state)
{
    uint8_t room[128];
    struct tcs_udp udp = { 0 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_ipv4(&w, 0, 17);
    room[25] = 7; /* UDP length below its header */
    CHECK_INT(tcs_udp_find(TCS_LINK_RAW, tcs_written(&w), &udp), TCS_E_DAMAGED);
    room[0] = 0x44; /* IPv4 header of 16 octets */
    CHECK_INT(tcs_udp_find(TCS_LINK_RAW, tcs_written(&w), &udp), TCS_E_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payloads_are_found_behind_every_link_layer),
        cmocka_unit_test(extension_headers_of_ipv6_are_passed),
        cmocka_unit_test(what_is_no_udp_is_foreign),
        cmocka_unit_test(fragments_and_cut_packets_are_short_at_every_length),
        cmocka_unit_test(lengths_that_contradict_each_other_are_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
