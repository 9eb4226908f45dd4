/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "decode/asterix/framing.h"

static struct tcs_site site;
static char folder[64];

static int make_folder(void **state)
{
    memset(&site, 0, sizeof site);
    tcs_leap_builtin(&site.engine.leap);
    snprintf(folder, sizeof folder, "/tmp/tocsin-files-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    for (uint32_t i = 0; i < site.engine.feed_count; i++)
        unlink(site.feeds[i].path);
    return rmdir(folder);
}

static void add_file(const char *text)
{
    struct tcs_feed_site *feed = &site.feeds[site.engine.feed_count];

    snprintf(site.engine.feeds[site.engine.feed_count].name, TCS_NAME_LEN, "feed-%u",
             site.engine.feed_count);
    feed->transport = TCS_TRANSPORT_FILE;
    snprintf(feed->path, sizeof feed->path, "%s/%u", folder, site.engine.feed_count);
    site.engine.feed_count++;
    FILE *file = fopen(feed->path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The events as "feed kind payload" words. */
static void merge(char *text, size_t size)
{
    struct tcs_files *files = NULL;
    char error[TCS_FEED_ERROR_LEN];
    struct tcs_event event;
    struct tcs_time last = { INT64_MIN };
    size_t len = 0;

    CHECK_OK(tcs_files_open(&site, &files, error));
    while (tcs_files_next(files, &event, error) == TCS_OK) {
        CHECK(tcs_time_compare(event.arrival, last) >= 0);
        last = event.arrival;
        len += (size_t)snprintf(
            text + len, size - len, "%u%c%.*s ", event.feed,
            event.kind == TCS_EVENT_FEED_UP     ? '+'
            : event.kind == TCS_EVENT_FEED_DOWN ? '-'
                                                : ':',
            event.kind == TCS_EVENT_BYTES ? (int)event.payload.len : 0,
            event.kind == TCS_EVENT_BYTES ? (const char *)event.payload.data : "");
        if (event.kind == TCS_EVENT_FEED_UP)
            CHECK(event.payload.len == 1 && event.payload.data[0] == TCS_FRAMING_LINE);
    }
    tcs_files_close(files);
}

static void lines_of_several_files_come_in_order_of_time(void **state)
{
    char text[512];

    add_file("time,what\n10,a\n12,b\n12.5,c\n");
    add_file("11,x\r\n12,y\r\n");
    merge(text, sizeof text);
    /* Equal times keep the order of the site file; a file ends at its last time. */
    CHECK_TEXT(text, "0+ 0:10,a 1+ 1:11,x 0:12,b 1:12,y 1- 0:12.5,c 0- ");
}

static void a_time_that_goes_back_counts_as_the_last_one(void **state)
{
    char text[512];

    add_file("10,a\n9,b\n11,c\n");
    merge(text, sizeof text);
    CHECK_TEXT(text, "0+ 0:10,a 0:9,b 0:11,c 0- ");
}

static void files_without_times_are_refused_with_the_reason(void **state)
{
    struct tcs_files *files = NULL;
    char error[TCS_FEED_ERROR_LEN];

    add_file("no time in here\n");
    CHECK_INT(tcs_files_open(&site, &files, error), TCS_E_IO);
    assert_non_null(strstr(error, "feed 'feed-0'"));
    assert_non_null(strstr(error, "neither a capture nor lines"));
    unlink(site.feeds[0].path);
    CHECK_INT(tcs_files_open(&site, &files, error), TCS_E_IO);
    assert_non_null(strstr(error, "No such file"));
}

static void what_heard_nothing_gives_no_events(void **state)
{
    char text[512];

    add_file("");
    add_file("10,a\n");
    merge(text, sizeof text);
    CHECK_TEXT(text, "1+ 1:10,a 1- ");
}

/* 9223372035 s are the last whole ones of an int64 of nanoseconds, less a second. */
static void a_time_beyond_counting_is_none(void **state)
{
    char text[512];

    add_file("10,a\n9223372036,b\n9999999999,c\n9223372035,d\n");
    merge(text, sizeof text);
    CHECK_TEXT(text, "0+ 0:10,a 0:9223372035,d 0- ");
}

/* Two frames of final, 23:59:59.99 and 00:00:00.01 of the day after: 8639999 hundredths
 * are 83 d5 ff, and 1 is 00 00 01. 86400 s after the epoch the second day begins. */
static void a_recording_goes_on_across_midnight(void **state)
{
    static const uint8_t frames[] = { 0, 16,   0,    0,    0,    0x83, 0xd5, 0xff, 0x22,
                                      0, 4,    0,    0xa5, 0xa5, 0xa5, 0xa5, 0,    16,
                                      0, 0,    0,    0,    0,    1,    0x22, 0,    4,
                                      0, 0xa5, 0xa5, 0xa5, 0xa5, 0,    16,   9 };
    struct tcs_files *files = NULL;
    char error[TCS_FEED_ERROR_LEN];
    struct tcs_event event;
    int64_t utc_ns[2] = { 0 };
    unsigned count = 0;

    add_file("");
    FILE *file = fopen(site.feeds[0].path, "wb");

    assert_non_null(file);
    CHECK_INT(fwrite(frames, 1, sizeof frames, file), sizeof frames);
    fclose(file);
    site.engine.feeds[0].envelope = TCS_ASTERIX_FINAL;
    CHECK_INT(tcs_files_open(&site, &files, error), TCS_E_IO);
    assert_non_null(strstr(error, "its 'date' is needed"));
    site.feeds[0].has_date = true;
    site.feeds[0].date_utc_ns = 0;
    CHECK_OK(tcs_files_open(&site, &files, error));
    enum tcs_status status = TCS_OK;

    while ((status = tcs_files_next(files, &event, error)) == TCS_OK) {
        if (event.kind == TCS_EVENT_FEED_UP)
            CHECK_INT(event.payload.data[0], TCS_FRAMING_DATAGRAM);
        if (event.kind != TCS_EVENT_BYTES)
            continue;
        CHECK_INT(event.payload.len, 16);
        CHECK(count < 2);
        utc_ns[count++] = tcs_time_to_utc(&site.engine.leap, event.arrival);
    }
    CHECK_INT(status, TCS_E_DAMAGED); /* the last three octets */
    CHECK_INT(count, 2);
    CHECK_INT(utc_ns[0] / 10000000, 8639999);
    CHECK_INT(utc_ns[1] / 10000000, 8640001);
    tcs_files_close(files);
}

static void live_feeds_and_files_do_not_mix(void **state)
{
    struct tcs_files *files = NULL;
    char error[TCS_FEED_ERROR_LEN];

    add_file("10,a\n");
    site.feeds[1].transport = TCS_TRANSPORT_UDP;
    site.engine.feed_count = 2;
    CHECK_INT(tcs_files_open(&site, &files, error), TCS_E_ARGUMENT);
    site.engine.feed_count = 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_of_several_files_come_in_order_of_time,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_time_that_goes_back_counts_as_the_last_one,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(files_without_times_are_refused_with_the_reason,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_heard_nothing_gives_no_events, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_time_beyond_counting_is_none, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_recording_goes_on_across_midnight, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(live_feeds_and_files_do_not_mix, make_folder,
                                        remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
