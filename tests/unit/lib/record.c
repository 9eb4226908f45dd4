/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#include <tocsin/record.h>

/* A record of a START and three events, written by the station's own writer. */
static void write_record(const char *path)
{
    struct tcs_record_writer *writer = NULL;
    struct tcs_record_fault fault;
    uint64_t dropped = 0;
    uint64_t index = 0;
    struct tcs_entry entry = { .kind = TCS_ENTRY_START,
                               .feed = 0xffff,
                               .arrival = { 1000 },
                               .payload = tcs_bytes("{}", 2) };

    assert_int_equal(tcs_record_open(path, "test", &writer, &dropped, &fault), TCS_OK);
    assert_int_equal(tcs_record_append(writer, &entry, &index), TCS_OK);
    for (int i = 0; i < 3; i++) {
        entry = (struct tcs_entry) { .kind = 2,
                                     .feed = 4,
                                     .sequence = (uint64_t)i,
                                     .arrival = { 2000 + i },
                                     .payload = tcs_bytes("octets", 6) };
        assert_int_equal(tcs_record_append(writer, &entry, &index), TCS_OK);
    }
    assert_int_equal(tcs_record_commit(writer, 77, &fault), TCS_OK);
    tcs_record_close(writer);
}

static void what_a_station_wrote_is_read_and_verified(void **state)
{
    char path[] = "/tmp/tocsin-lib-XXXXXX";
    char command[64];
    char record_path[64];
    struct tocsin_record *record = NULL;
    struct tocsin_record_report report;
    struct tocsin_fault fault;
    struct tocsin_entry entry;

    CHECK(mkdtemp(path) != NULL);
    snprintf(record_path, sizeof record_path, "%s/record", path);
    write_record(record_path);
    CHECK_OK(tocsin_record_open(record_path, &record, &fault));
    CHECK_OK(tocsin_record_next(record, &entry, &fault));
    CHECK_INT(entry.kind, TOCSIN_ENTRY_START);
    for (int i = 0; i < 3; i++) {
        CHECK_OK(tocsin_record_next(record, &entry, &fault));
        CHECK(entry.kind == TOCSIN_ENTRY_BYTES && entry.feed == 4);
        CHECK(entry.sequence == (uint64_t)i && entry.arrival_ns == 2000 + i);
        CHECK(entry.payload_len == 6 && memcmp(entry.payload, "octets", 6) == 0);
    }
    CHECK_INT(tocsin_record_next(record, &entry, &fault), TOCSIN_END);
    tocsin_record_close(record);
    CHECK_OK(tocsin_record_verify(record_path, NULL, &report, &fault));
    CHECK(report.entries == 4 && report.runs == 1 && report.checkpoints == 1);
    CHECK(report.first_utc_ns == 77 && report.last_utc_ns == 77);
    /* Another's key is not the one that signed. */
    CHECK(tocsin_record_verify(record_path, "no key", &report, &fault) < 0);
    CHECK(fault.text[0] != '\0');
    snprintf(command, sizeof command, "rm -r '%s'", path);
    CHECK_INT(system(command), 0);
    CHECK(tocsin_record_open(record_path, &record, &fault) < 0);
    tocsin_record_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_station_wrote_is_read_and_verified),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
