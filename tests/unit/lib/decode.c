/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "check.h"
#include "decode/udp.h"
#include "encode/asterix.h"
#include "encode/pcap.h"
#include "encode/udp.h"
#include "random.h"

#include <tocsin/decode.h>

enum { PACKETS = 20, ROOM = 8192 };

/* 2021-11-06T23:00:10Z: 82,810 s after midnight, as POSIX and as TAI (37 s more). */
static const int64_t UTC_NS = INT64_C(1636239610) * 1000000000;
static const int64_t TAI_NS = INT64_C(1636239647) * 1000000000;
static const int64_t TOD_NS = INT64_C(82810) * 1000000000;

/* A plot at 1852 m (256 steps of 1/256 NM) and 90 degrees (16384 of 65536 steps). */
static size_t write_plot(uint8_t *octets, size_t room)
{
    struct tcs_writer w = tcs_writer(octets, room);
    const struct tcs_asterix_048 plot = {
        .has = UINT64_C(1) << TCS_048_SOURCE | UINT64_C(1) << TCS_048_TIME |
               UINT64_C(1) << TCS_048_POLAR,
        .sac = 25,
        .sic = 201,
        .tod_ns = TOD_NS,
        .rho_m = 1852.0,
        .theta_rad = 1.5707963267948966,
    };
    const size_t block = tcs_asterix_block_begin(&w, 48);

    assert_int_equal(tcs_asterix_write_048(&w, &plot), TCS_OK);
    tcs_asterix_block_end(&w, block);
    return w.len;
}

static void check_plot(const struct tocsin_report *report)
{
    CHECK_INT(report->kind, TOCSIN_REPORT_PLOT);
    CHECK_INT(report->has, TOCSIN_REPORT_VALID | TOCSIN_REPORT_RANGE);
    CHECK_INT(report->category, 48);
    CHECK_INT(report->source, 25 << 8 | 201);
    CHECK_NEAR(report->range_m, 1852.0, 1e-9, "m");
    CHECK_NEAR(report->az_rad, 1.5707963267948966, 1e-12, "rad");
    CHECK(report->valid_ns == TAI_NS);
}

static void a_datagram_gives_a_plot_in_si_units(void **state)
{
    struct tocsin_decoder *decoder = NULL;
    struct tocsin_decoder_counts counts;
    struct tocsin_report report;
    uint8_t octets[64];
    const size_t len = write_plot(octets, sizeof octets);

    CHECK_OK(tocsin_decoder_open(TOCSIN_INPUT_ASTERIX, &decoder));
    CHECK_INT(tocsin_decoder_next(decoder, &report), TOCSIN_MORE);
    tocsin_decoder_push(decoder, octets, len, TAI_NS + 5);
    CHECK_OK(tocsin_decoder_next(decoder, &report));
    check_plot(&report);
    CHECK(report.arrival_ns == TAI_NS + 5);
    CHECK_INT(tocsin_decoder_next(decoder, &report), TOCSIN_MORE);
    tocsin_decoder_push(decoder, octets, len - 1, TAI_NS);
    CHECK_INT(tocsin_decoder_next(decoder, &report), TOCSIN_E_DAMAGED);
    CHECK_INT(report.kind, TOCSIN_REPORT_OTHER);
    CHECK_INT(tocsin_decoder_next(decoder, &report), TOCSIN_MORE);
    tocsin_decoder_count(decoder, &counts);
    CHECK_INT(counts.reports, 1);
    CHECK_INT(counts.damaged, 1);
    tocsin_decoder_close(decoder);
    CHECK_INT(tocsin_decoder_open((enum tocsin_input)99, &decoder), TOCSIN_E_ARGUMENT);
}

static size_t write_capture(uint8_t *octets, size_t room)
{
    struct tcs_writer w = tcs_writer(octets, room);
    uint8_t block[64];
    uint8_t frame[128];

    assert_int_equal(tcs_pcap_head_write(TCS_LINK_ETHERNET, true, &w), TCS_OK);
    for (int i = 0; i < PACKETS; i++) {
        struct tcs_writer f = tcs_writer(frame, sizeof frame);
        const size_t len = write_plot(block, sizeof block);

        assert_int_equal(tcs_udp_frame_write(8600, 8600, tcs_bytes(block, len), &f),
                         TCS_OK);
        const struct tcs_pcap_packet packet = { .utc_ns = UTC_NS,
                                                .original_len = (uint32_t)f.len,
                                                .data = tcs_written(&f) };

        assert_int_equal(tcs_pcap_packet_write(&packet, true, &w), TCS_OK);
    }
    return w.len;
}

/* Everything that one piece completes; how many reports. */
static int drain(struct tocsin_decoder *decoder)
{
    struct tocsin_report report;
    int reports = 0;
    int status = tocsin_decoder_next(decoder, &report);

    for (; status != TOCSIN_MORE; status = tocsin_decoder_next(decoder, &report)) {
        CHECK_OK(status);
        check_plot(&report);
        CHECK(report.arrival_ns == TAI_NS);
        reports++;
    }
    return reports;
}

static void a_capture_gives_the_same_however_it_is_cut(void **state)
{
    uint8_t octets[ROOM];
    const size_t len = write_capture(octets, sizeof octets);

    for (uint64_t seed = 0; seed < 50; seed++) {
        uint64_t random = seed;
        struct tocsin_decoder *decoder = NULL;
        int reports = 0;
        size_t piece = 0;

        CHECK_OK(tocsin_decoder_open(TOCSIN_INPUT_ASTERIX_PCAP, &decoder));
        for (size_t at = 0; at < len; at += piece) {
            piece = 1 + random_below(&random, 200);
            if (piece > len - at)
                piece = len - at;
            tocsin_decoder_push(decoder, octets + at, piece, 0);
            reports += drain(decoder);
        }
        CHECK_INT(reports, PACKETS);
        tocsin_decoder_close(decoder);
    }
}

/* Whatever comes, every input comes to an end, and counts what it passed over. */
static void noise_is_counted_and_harms_nothing(void **state)
{
    for (int input = TOCSIN_INPUT_ASTERIX; input <= TOCSIN_INPUT_MODE_S_AVR; input++) {
        uint64_t random = (uint64_t)input;
        struct tocsin_decoder *decoder = NULL;
        struct tocsin_decoder_counts counts;
        struct tocsin_report report;

        CHECK_OK(tocsin_decoder_open((enum tocsin_input)input, &decoder));
        for (int i = 0; i < 200; i++) {
            uint8_t octets[300];
            int steps = 0;

            random_fill(&random, octets, sizeof octets);
            tocsin_decoder_push(decoder, octets, sizeof octets, TAI_NS);
            while (tocsin_decoder_next(decoder, &report) != TOCSIN_MORE)
                CHECK(++steps <= 300);
        }
        tocsin_decoder_count(decoder, &counts);
        CHECK(counts.damaged + counts.foreign + counts.impossible > 0);
        tocsin_decoder_close(decoder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_datagram_gives_a_plot_in_si_units),
        cmocka_unit_test(a_capture_gives_the_same_however_it_is_cut),
        cmocka_unit_test(noise_is_counted_and_harms_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
