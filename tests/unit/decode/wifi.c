/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/wifi.h"

#include <string.h>

#include "check.h"

/* Radiotap with TSFT, flags, rate, channel, signal; then a beacon with an SSID and Remote
 * ID; then a frame check. */
static const uint8_t beacon[] = {
    0,    0,    23,   0,    0x2f, 0,    0,  0, /* 0: TSFT flags rate channel signal */
    1,    2,    3,    4,    5,    6,    7,  8, /* 8: TSFT, aligned to 8 */
    0x10, 12,                                  /* 16: frame check at the end; 6 Mb/s */
    0x6c, 0x09, 0xc0, 0x00,                    /* 18: 2412 MHz */
    0xde,                                      /* 22: -34 dBm */
    0x80, 0x08, 0,    0,                       /* 23: beacon, with a retry flag */
    255,  255,  255,  255,  255,  255,         /* 27 */
    2,    4,    6,    8,    10,   12,   2,  4,    6,   8, 10, 12, /* 33 */
    0x30, 0x3c,                                                   /* 45: sequence 0x3c3 */
    0,    0,    0,    0,    0,    0,    0,  0,    100, 0, 1,  0,  /* 47 */
    0,    2,    'h',  'i',                                        /* 59: SSID */
    221,  3,    0,    0x50, 0xf2,                     /* 63: of somebody else */
    221,  7,    0xfa, 0x0b, 0xbc, 0x0d, 91, 0xf2, 25, /* 68: Remote ID, cut */
    0xaa, 0xbb, 0xcc, 0xdd,                           /* 77: frame check */
};
/* 0x2f has FHSS (bit 4) clear: bits 0, 1, 2, 3, 5. */

static enum tcs_status find(const uint8_t *packet, size_t len, struct tcs_fault *fault,
                            struct tcs_wifi_frame *ret_frame)
{
    return tcs_wifi_find(TCS_LINK_80211_RADIOTAP, tcs_bytes(packet, len), ret_frame,
                         fault);
}

static void a_beacon_tells_who_sent_it_and_how_strong(void **state)
{
    struct tcs_wifi_frame frame;
    static const uint8_t transmitter[] = { 2, 4, 6, 8, 10, 12 };

    CHECK_OK(find(beacon, sizeof beacon, NULL, &frame));
    CHECK_INT(frame.carrier, TCS_WIFI_BEACON);
    CHECK_INT(frame.valid, TCS_WIFI_SIGNAL | TCS_WIFI_FREQUENCY | TCS_WIFI_SSID);
    CHECK_INT(frame.signal_dbm, -34);
    CHECK_INT(frame.frequency_mhz, 2412);
    CHECK_INT(frame.sequence, 0x3c3);
    CHECK_INT(frame.counter, 91);
    CHECK(memcmp(frame.transmitter, transmitter, 6) == 0);
    CHECK_INT(frame.ssid.len, 2);
    CHECK(frame.payload.data == beacon + 75);
    CHECK_INT(frame.payload.len, 2);
}

static void a_bare_frame_needs_no_radiotap(void **state)
{
    struct tcs_wifi_frame frame;

    CHECK_OK(tcs_wifi_find(TCS_LINK_80211, tcs_bytes(beacon + 23, 54), &frame, NULL));
    CHECK_INT(frame.valid, TCS_WIFI_SSID);
    CHECK_INT(frame.payload.len, 2);
    CHECK_INT(tcs_wifi_find(TCS_LINK_ETHERNET, tcs_bytes(beacon + 23, 54), &frame, NULL),
              TCS_E_FOREIGN);
}

static void an_element_that_runs_over_the_end_is_damage_told_with_its_place(void **state)
{
    uint8_t packet[sizeof beacon];
    struct tcs_wifi_frame frame;
    struct tcs_fault fault = { 0 };

    memcpy(packet, beacon, sizeof beacon);
    packet[69] = 8; /* one octet into the frame check */
    CHECK_INT(find(packet, sizeof packet, &fault, &frame), TCS_E_DAMAGED);
    CHECK_INT(fault.offset, 68);
    /* Cut anywhere, it is never Remote ID and never read past its end. */
    for (size_t len = 0; len < sizeof beacon; len++)
        CHECK(find(beacon, len, NULL, &frame) < 0);
}

static void other_frames_are_foreign(void **state)
{
    uint8_t packet[sizeof beacon];
    struct tcs_wifi_frame frame;

    memcpy(packet, beacon, sizeof beacon);
    packet[23] = 0x88; /* data */
    CHECK_INT(find(packet, sizeof packet, NULL, &frame), TCS_E_FOREIGN);
    memcpy(packet, beacon, sizeof beacon);
    packet[73] = 0x0e; /* another type of the same vendor */
    CHECK_INT(find(packet, sizeof packet, NULL, &frame), TCS_E_FOREIGN);
}

static void what_the_receiver_marked_as_bad_is_damaged(void **state)
{
    uint8_t packet[sizeof beacon];
    struct tcs_wifi_frame frame;

    memcpy(packet, beacon, sizeof beacon);
    packet[16] |= 0x40;
    CHECK_INT(find(packet, sizeof packet, NULL, &frame), TCS_E_DAMAGED);
}

static void radiotap_fields_lie_behind_all_words_of_present_bits(void **state)
{
    static const uint8_t packet[] = {
        0,    0,    17, 0,                      /* length 17 */
        0x20, 0,    0,  0x80,                   /* signal; another word follows */
        0x20, 0,    0,  0x80, 0x20, 0, 0, 0x00, /* and another: two antennas more */
        0xc4,                                   /* -60 dBm */
        0xb4, 0x00,                             /* RTS: foreign, but read so far */
    };
    struct tcs_wifi_frame frame;

    CHECK_INT(find(packet, sizeof packet, NULL, &frame), TCS_E_FOREIGN);
    CHECK_INT(find(packet, 15, NULL, &frame), TCS_E_DAMAGED);
}

static void a_nan_frame_may_have_filters_before_its_info(void **state)
{
    static const uint8_t packet[] = {
        0xd0, 0,    0,    0,    0x51, 0x6f, 0x9a, 1,    0,    0, /* action */
        2,    4,    6,    8,    10,   12,   0x50, 0x6f, 0x9a, 1, 0,
        0,    0,    0,    4,    9,    0x50, 0x6f, 0x9a, 0x13, /* NAN service discovery */
        0x0e, 1,    0,    0xff,                               /* another attribute */
        3,    22,   0,                               /* service descriptor, 22 octets */
        0x88, 0x69, 0x19, 0x9d, 0x92, 9,    1,    0, /* service, instances */
        0x5c,                                        /* binding, both filters, info */
        0xb1, 0xb2,                                  /* binding bitmap */
        2,    0xf1, 0xf2,                            /* matching filter */
        1,    0xe1,                                  /* response filter */
        3,    77,   0xf2, 25,                        /* info: counter and two octets */
        0,    0,                                     /* beyond the info */
    };
    struct tcs_wifi_frame frame;
    const struct tcs_bytes whole = tcs_bytes(packet, sizeof packet);

    CHECK_OK(tcs_wifi_find(TCS_LINK_80211, whole, &frame, NULL));
    CHECK_INT(frame.carrier, TCS_WIFI_NAN);
    CHECK_INT(frame.counter, 77);
    CHECK_INT(frame.payload.len, 2);
    CHECK_INT(frame.payload.data[0], 0xf2);
    for (size_t len = 0; len < sizeof packet; len++)
        CHECK(tcs_wifi_find(TCS_LINK_80211, tcs_bytes(packet, len), &frame, NULL) < 0);
}

static void radiotap_lengths_must_fit_the_packet_and_the_fields(void **state)
{
    /* version, -, length, present bits; then what the bits promise */
    static const uint8_t packets[][24] = {
        { 1, 0, 8, 0, 0, 0, 0, 0 },     /* another version */
        { 0, 0, 7, 0, 0, 0, 0, 0 },     /* shorter than its head */
        { 0, 0, 25, 0, 0, 0, 0, 0 },    /* longer than the packet */
        { 0, 0, 10, 0, 0, 0, 0, 0x80 }, /* no room for more present bits */
        { 0, 0, 9, 0, 8, 0, 0, 0 },     /* aligned behind its end: channel */
        { 0, 0, 8, 0, 0x20, 0, 0, 0 },  /* no room for the signal */
    };
    struct tcs_wifi_frame frame;

    for (size_t i = 0; i < sizeof packets / sizeof packets[0]; i++)
        if (find(packets[i], sizeof packets[i], NULL, &frame) != TCS_E_DAMAGED)
            fail_msg("packet %d", (int)i);
}

static enum tcs_status find_tail(const uint8_t *tail, size_t len, bool is_nan)
{
    static const uint8_t action[] = { 4, 9, 0x50, 0x6f, 0x9a, 0x13 };
    uint8_t packet[24 + 12 + 40] = { is_nan ? 0xd0 : 0x80 };
    const size_t fixed = is_nan ? sizeof action : 12;
    struct tcs_wifi_frame frame;

    if (is_nan)
        memcpy(packet + 24, action, sizeof action);
    memcpy(packet + 24 + fixed, tail, len);
    return tcs_wifi_find(TCS_LINK_80211, tcs_bytes(packet, 24 + fixed + len), &frame,
                         NULL);
}

static void elements_and_attributes_have_to_hold_what_they_promise(void **state)
{
    static const uint8_t no_counter[] = { 221, 4, 0xfa, 0x0b, 0xbc, 0x0d };
    static const uint8_t other_then_none[] = { 221, 2, 0xfa, 0x0b, 0, 0 };
    static const uint8_t half_an_element[] = { 221 };
    static const uint8_t no_info[] = { 3,    9,    0,    0x88, 0x69, 0x19,
                                       0x9d, 0x92, 0x09, 1,    0,    0 };
    static const uint8_t empty_info[] = { 3,    10,   0, 0x88, 0x69, 0x19, 0x9d,
                                          0x92, 0x09, 1, 0,    0x10, 0 };
    static const uint8_t cut_info[] = { 3,    11,   0, 0x88, 0x69, 0x19, 0x9d,
                                        0x92, 0x09, 1, 0,    0x10, 5,    1 };
    static const uint8_t other_service[] = { 3,    9,    0,    0x88, 0x69, 0x19,
                                             0x9d, 0x92, 0x08, 1,    0,    0 };
    static const uint8_t half_an_attribute[] = { 3, 9 };

    CHECK_INT(find_tail(no_counter, sizeof no_counter, false), TCS_E_DAMAGED);
    CHECK_INT(find_tail(other_then_none, sizeof other_then_none, false), TCS_E_FOREIGN);
    CHECK_INT(find_tail(half_an_element, 1, false), TCS_E_DAMAGED);
    CHECK_INT(find_tail(no_info, sizeof no_info, true), TCS_E_FOREIGN);
    CHECK_INT(find_tail(empty_info, sizeof empty_info, true), TCS_E_DAMAGED);
    CHECK_INT(find_tail(cut_info, sizeof cut_info, true), TCS_E_DAMAGED);
    CHECK_INT(find_tail(other_service, sizeof other_service, true), TCS_E_FOREIGN);
    CHECK_INT(find_tail(half_an_attribute, 2, true), TCS_E_DAMAGED);
}

static void an_ssid_that_is_too_long_is_left_out(void **state)
{
    uint8_t packet[24 + 12 + 2 + 33 + 7] = { 0x80 };
    static const uint8_t element[] = { 221, 5, 0xfa, 0x0b, 0xbc, 0x0d, 9 };
    struct tcs_wifi_frame frame;

    packet[37] = 33;
    memcpy(packet + 24 + 12 + 2 + 33, element, sizeof element);
    CHECK_OK(
        tcs_wifi_find(TCS_LINK_80211, tcs_bytes(packet, sizeof packet), &frame, NULL));
    CHECK_INT(frame.valid, 0);
    CHECK_INT(frame.counter, 9);
    CHECK_INT(frame.payload.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_beacon_tells_who_sent_it_and_how_strong),
        cmocka_unit_test(a_bare_frame_needs_no_radiotap),
        cmocka_unit_test(an_element_that_runs_over_the_end_is_damage_told_with_its_place),
        cmocka_unit_test(other_frames_are_foreign),
        cmocka_unit_test(what_the_receiver_marked_as_bad_is_damaged),
        cmocka_unit_test(radiotap_fields_lie_behind_all_words_of_present_bits),
        cmocka_unit_test(a_nan_frame_may_have_filters_before_its_info),
        cmocka_unit_test(radiotap_lengths_must_fit_the_packet_and_the_fields),
        cmocka_unit_test(elements_and_attributes_have_to_hold_what_they_promise),
        cmocka_unit_test(an_ssid_that_is_too_long_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
