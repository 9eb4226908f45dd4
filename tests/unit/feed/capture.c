/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "check.h"

/* A file with these octets; removed by drop(). */
static char *make(const struct tcs_writer *w)
{
    static char path[] = "/tmp/tocsin-capture-XXXXXX";

    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    const int fd = mkstemp(path);

    CHECK(fd >= 0);
    CHECK_INT(write(fd, w->data, w->len), (ssize_t)w->len);
    close(fd);
    return path;
}

static void put_pcap(struct tcs_writer *w, uint32_t magic, unsigned packets)
{
    tcs_write_le(w, magic, 4);
    tcs_write_le(w, 2, 2);
    tcs_write_le(w, 4, 2);
    tcs_write_le(w, 0, 8);
    tcs_write_le(w, 65535, 4);
    tcs_write_le(w, 127, 4); /* radiotap */
    for (unsigned i = 0; i < packets; i++) {
        tcs_write_le(w, 1636239600, 4); /* 2021-11-06T23:00:00Z */
        tcs_write_le(w, 123456 + i, 4);
        tcs_write_le(w, 3, 4);
        tcs_write_le(w, 100 + i, 4);
        tcs_write_bytes(w, "abc", 3);
    }
}

static void check_packets(const char *path, unsigned packets, int64_t tick_ns)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;

    CHECK_OK(tcs_capture_open(path, &capture, why));
    CHECK(tcs_capture_is_packets(capture));
    for (unsigned i = 0; i < packets; i++) {
        CHECK_OK(tcs_capture_next(capture, &packet, why));
        CHECK(!packet.raw);
        CHECK_INT(packet.link, 127);
        CHECK(packet.utc_ns == INT64_C(1636239600000000000) + (123456 + i) * tick_ns);
        CHECK_INT(packet.offset, i);
        CHECK_INT(packet.original_len, 100 + i);
        CHECK_INT(packet.data.len, 3);
        assert_memory_equal(packet.data.data, "abc", 3);
    }
    CHECK_INT(tcs_capture_next(capture, &packet, why), TCS_END);
    tcs_capture_close(capture);
}

static void packets_come_with_their_times_in_either_resolution(void **state)
{
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_pcap(&w, 0xa1b2c3d4, 3);
    char *path = make(&w);

    check_packets(path, 3, 1000);
    unlink(path);
    w = tcs_writer(room, sizeof room);
    put_pcap(&w, 0xa1b23c4d, 2);
    path = make(&w);
    check_packets(path, 2, 1);
    unlink(path);
}

/* Section header, one interface (radiotap, nanoseconds), one enhanced packet. */
static void pcapng_is_read_as_well(void **state)
{
    const uint64_t time_ns = UINT64_C(1636239600000123456);
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    tcs_write_le(&w, 0x0a0d0d0a, 4);
    tcs_write_le(&w, 28, 4);
    tcs_write_le(&w, 0x1a2b3c4d, 4);
    tcs_write_le(&w, 1, 4);          /* version 1.0 */
    tcs_write_le(&w, UINT64_MAX, 8); /* length not told */
    tcs_write_le(&w, 28, 4);
    tcs_write_le(&w, 1, 4);
    tcs_write_le(&w, 32, 4);
    tcs_write_le(&w, 127, 4);
    tcs_write_le(&w, 65535, 4);
    tcs_write_le(&w, 0x00010009, 4); /* option 9, if_tsresol, one octet */
    tcs_write_le(&w, 9, 4);
    tcs_write_le(&w, 0, 4);
    tcs_write_le(&w, 32, 4);
    tcs_write_le(&w, 6, 4);
    tcs_write_le(&w, 36, 4);
    tcs_write_le(&w, 0, 4);
    tcs_write_le(&w, time_ns >> 32, 4);
    tcs_write_le(&w, time_ns & UINT32_MAX, 4);
    tcs_write_le(&w, 3, 4);
    tcs_write_le(&w, 100, 4);
    tcs_write_bytes(&w, "abc", 4);
    tcs_write_le(&w, 36, 4);
    char *path = make(&w);

    check_packets(path, 1, 1);
    unlink(path);
}

static void a_file_that_breaks_off_gives_what_came_before(void **state)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    put_pcap(&w, 0xa1b2c3d4, 2);
    w.len -= 1;
    char *path = make(&w);

    CHECK_OK(tcs_capture_open(path, &capture, why));
    CHECK_OK(tcs_capture_next(capture, &packet, why));
    CHECK_INT(tcs_capture_next(capture, &packet, why), TCS_E_DAMAGED);
    CHECK(why[0] != '\0');
    tcs_capture_close(capture);
    unlink(path);
}

static void any_other_file_is_raw_octets_in_order(void **state)
{
    enum { LEN = TCS_CAPTURE_PIECE + 1000 };
    static uint8_t room[LEN];
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;
    struct tcs_writer w = tcs_writer(room, sizeof room);
    uint64_t at = 0;
    enum tcs_status status;

    for (size_t i = 0; i < LEN; i++)
        tcs_write_u8(&w, (uint8_t)(i % 251));
    char *path = make(&w);

    CHECK_OK(tcs_capture_open(path, &capture, why));
    CHECK(!tcs_capture_is_packets(capture));
    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        CHECK(packet.raw);
        CHECK_INT(packet.offset, at);
        assert_memory_equal(packet.data.data, room + at, packet.data.len);
        at += packet.data.len;
    }
    CHECK_INT(status, TCS_END);
    CHECK_INT(at, LEN);
    tcs_capture_close(capture);
    unlink(path);
}

static void what_cannot_be_read_says_why(void **state)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    uint8_t room[8];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    CHECK_INT(tcs_capture_open("/nonexistent/file", &capture, why), TCS_E_IO);
    CHECK_TEXT(why, "No such file or directory");
    CHECK_INT(tcs_capture_open("/tmp", &capture, why), TCS_E_IO);
    tcs_write_le(&w, 0xa1b2c3d4, 4); /* the magic of pcap, and nothing behind it */
    char *path = make(&w);

    why[0] = '\0';
    CHECK_INT(tcs_capture_open(path, &capture, why), TCS_E_IO);
    CHECK(why[0] != '\0');
    CHECK(capture == NULL);
    unlink(path);
    w = tcs_writer(room, sizeof room);
    tcs_write_bytes(&w, "\x1f\x8b\x08\x00", 4);
    path = make(&w);
    CHECK_INT(tcs_capture_open(path, &capture, why), TCS_E_IO);
    CHECK(strstr(why, "gzip") != NULL);
    unlink(path);
    tcs_capture_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packets_come_with_their_times_in_either_resolution),
        cmocka_unit_test(pcapng_is_read_as_well),
        cmocka_unit_test(a_file_that_breaks_off_gives_what_came_before),
        cmocka_unit_test(any_other_file_is_raw_octets_in_order),
        cmocka_unit_test(what_cannot_be_read_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
