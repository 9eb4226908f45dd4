/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/wifi.h"

#include <string.h>

#include "check.h"
#include "encode/pcap.h"
#include "random.h"

static struct tcs_wifi_frame random_frame(uint64_t *seed, uint8_t room[32 + 254])
{
    struct tcs_wifi_frame frame;

    memset(&frame, 0, sizeof frame);
    random_fill(seed, room, 32 + 254);
    frame.carrier = random_below(seed, 2) != 0 ? TCS_WIFI_BEACON : TCS_WIFI_NAN;
    frame.valid = (uint8_t)random_below(seed, 8);
    if (frame.carrier == TCS_WIFI_NAN)
        frame.valid &= (uint8_t)~TCS_WIFI_SSID;
    frame.counter = (uint8_t)random_next(seed);
    frame.sequence = (uint16_t)random_below(seed, 4096);
    random_fill(seed, frame.transmitter, sizeof frame.transmitter);
    if ((frame.valid & TCS_WIFI_SIGNAL) != 0)
        frame.signal_dbm = (int8_t)random_between(seed, -128, 127);
    if ((frame.valid & TCS_WIFI_FREQUENCY) != 0)
        frame.frequency_mhz = (uint16_t)random_below(seed, 65536);
    if ((frame.valid & TCS_WIFI_SSID) != 0)
        frame.ssid = tcs_bytes(room, random_below(seed, 33));
    frame.payload = tcs_bytes(room + 32, random_below(seed, 251));
    return frame;
}

static bool same(const struct tcs_wifi_frame *a, const struct tcs_wifi_frame *b)
{
    return a->carrier == b->carrier && a->valid == b->valid && a->counter == b->counter &&
           a->signal_dbm == b->signal_dbm && a->frequency_mhz == b->frequency_mhz &&
           a->sequence == b->sequence && memcmp(a->transmitter, b->transmitter, 6) == 0 &&
           tcs_bytes_equal(a->ssid, b->ssid) && tcs_bytes_equal(a->payload, b->payload);
}

static void every_frame_comes_back_as_it_was_written(void **state)
{
    for (uint64_t round = 1; round <= 20000; round++) {
        uint64_t seed = round;
        uint8_t room[32 + 254];
        uint8_t packet[TCS_WIFI_FRAME_MAX + 32];
        struct tcs_writer w = tcs_writer(packet, sizeof packet);
        const struct tcs_wifi_frame frame = random_frame(&seed, room);
        struct tcs_wifi_frame back;

        if (tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &frame, &w) != TCS_OK ||
            tcs_wifi_find(TCS_LINK_80211_RADIOTAP, tcs_written(&w), &back, NULL) !=
                TCS_OK ||
            !same(&frame, &back))
            fail_msg("seed %d", (int)round);
    }
}

static void the_bare_form_leaves_out_what_it_has_no_place_for(void **state)
{
    uint64_t seed = 7;
    uint8_t room[32 + 254];
    uint8_t packet[TCS_WIFI_FRAME_MAX + 32];
    struct tcs_writer w = tcs_writer(packet, sizeof packet);
    struct tcs_wifi_frame frame = random_frame(&seed, room);
    struct tcs_wifi_frame back;

    frame.valid = TCS_WIFI_SIGNAL;
    frame.ssid = tcs_bytes(NULL, 0);
    CHECK_OK(tcs_wifi_write(TCS_LINK_80211, &frame, &w));
    CHECK_OK(tcs_wifi_find(TCS_LINK_80211, tcs_written(&w), &back, NULL));
    CHECK_INT(back.valid, 0);
    CHECK(tcs_bytes_equal(back.payload, frame.payload));
}

static void what_does_not_fit_is_refused_and_nothing_is_written(void **state)
{
    uint64_t seed = 8;
    uint8_t room[32 + 254];
    uint8_t packet[100];
    struct tcs_writer w = tcs_writer(packet, sizeof packet);
    struct tcs_wifi_frame frame = random_frame(&seed, room);

    frame.carrier = TCS_WIFI_BEACON;
    frame.payload = tcs_bytes(room, 251);
    CHECK_INT(tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &frame, &w), TCS_E_ARGUMENT);
    frame.payload = tcs_bytes(room, 100);
    CHECK_INT(tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &frame, &w), TCS_E_FULL);
    CHECK_INT(tcs_wifi_write(TCS_LINK_ETHERNET, &frame, &w), TCS_E_ARGUMENT);
    frame.carrier = 3;
    CHECK_INT(tcs_wifi_write(TCS_LINK_80211, &frame, &w), TCS_E_ARGUMENT);
    CHECK_INT(w.len, 0);
}

static void pcap_packets_come_back_as_they_were_written(void **state)
{
    static uint8_t room[1 << 16];
    static struct tcs_pcap pcap;

    for (uint64_t round = 1; round <= 200; round++) {
        uint64_t seed = round;
        const bool nanoseconds = round % 2 == 0;
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_pcap_packet packets[20];
        struct tcs_pcap_packet back;
        uint8_t data[500];

        random_fill(&seed, data, sizeof data);
        memset(&pcap, 0, sizeof pcap);
        CHECK_OK(tcs_pcap_head_write(TCS_LINK_80211_RADIOTAP, nanoseconds, &w));
        for (unsigned i = 0; i < 20; i++) {
            packets[i].data = tcs_bytes(data, random_below(&seed, sizeof data));
            packets[i].original_len = (uint32_t)packets[i].data.len + i;
            packets[i].utc_ns = (int64_t)(random_next(&seed) % 4000000000000000000u);
            if (!nanoseconds)
                packets[i].utc_ns -= packets[i].utc_ns % 1000;
            CHECK_OK(tcs_pcap_packet_write(&packets[i], nanoseconds, &w));
        }
        struct tcs_bytes in = tcs_written(&w);

        for (unsigned i = 0; i < 20; i++) {
            CHECK_OK(tcs_pcap_next(&pcap, &in, &back));
            CHECK_INT(back.link, TCS_LINK_80211_RADIOTAP);
            CHECK(back.utc_ns == packets[i].utc_ns);
            CHECK_INT(back.original_len, packets[i].original_len);
            CHECK(tcs_bytes_equal(back.data, packets[i].data));
        }
        CHECK_INT(tcs_pcap_next(&pcap, &in, &back), TCS_MORE);
    }
}

static void pcap_that_cannot_be_is_refused_and_nothing_is_written(void **state)
{
    uint8_t room[TCS_PCAP_HEAD_LEN + TCS_PCAP_RECORD_LEN + 3];
    struct tcs_writer w = tcs_writer(room, TCS_PCAP_HEAD_LEN - 1);
    struct tcs_pcap_packet packet = { .data = tcs_bytes("abcd", 4) };

    CHECK_INT(tcs_pcap_head_write(1, true, &w), TCS_E_FULL);
    CHECK_INT(w.len, 0);
    w.capacity = sizeof room;
    CHECK_OK(tcs_pcap_head_write(1, true, &w));
    CHECK_INT(tcs_pcap_packet_write(&packet, true, &w), TCS_E_FULL);
    packet.utc_ns = -1;
    CHECK_INT(tcs_pcap_packet_write(&packet, true, &w), TCS_E_ARGUMENT);
    packet.utc_ns = (INT64_C(1) << 32) * 1000000000; /* 2106 */
    CHECK_INT(tcs_pcap_packet_write(&packet, true, &w), TCS_E_ARGUMENT);
    packet.utc_ns = 0;
    packet.data = tcs_bytes("abc", TCS_PCAP_CAPTURED_MAX + 1); /* not looked at */
    CHECK_INT(tcs_pcap_packet_write(&packet, true, &w), TCS_E_ARGUMENT);
    CHECK_INT(w.len, TCS_PCAP_HEAD_LEN);
    packet.data = tcs_bytes("abc", 3);
    CHECK_OK(tcs_pcap_packet_write(&packet, true, &w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_comes_back_as_it_was_written),
        cmocka_unit_test(the_bare_form_leaves_out_what_it_has_no_place_for),
        cmocka_unit_test(what_does_not_fit_is_refused_and_nothing_is_written),
        cmocka_unit_test(pcap_packets_come_back_as_they_were_written),
        cmocka_unit_test(pcap_that_cannot_be_is_refused_and_nothing_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
