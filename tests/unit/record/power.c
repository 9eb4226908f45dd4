/* SPDX-License-Identifier: Apache-2.0 */
/* Power cuts at random moments, one after the other in the same record: nothing that was
 * acknowledged is ever lost, what is left verifies as it is, and the next writer goes on
 * from it. */
#include "record/record.h"

#include "check.h"
#include "content.h"
#include "cutdisk.h"
#include "folder.h"

enum { RECORDS = 10, RUNS = 12, CUTS_OF_A_RUN = 12, COMMITS_MAX = 64 };

static char folder[FOLDER_LEN];
static struct tcs_record_fault fault;

/* What was acknowledged, and when. */
struct ack {
    size_t moment;
    uint64_t size;
};

static void append_some(struct tcs_record_writer *writer, uint64_t count, bool start)
{
    static uint8_t room[CONTENT_MAX];

    for (uint64_t i = 0; i < count; i++) {
        struct tcs_entry entry = content_of(tcs_record_size(writer), room);

        if (start && i == 0)
            entry.kind = TCS_ENTRY_START;
        CHECK_OK(tcs_record_append(writer, &entry, &(uint64_t) { 0 }));
    }
}

/* Opens, appends and commits a few times. Returns how many acknowledgements there were.
 */
static size_t live(uint64_t seed, struct ack acks[COMMITS_MAX])
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;
    const size_t commits = 1 + content_mix(seed) % 6;

    if (tcs_record_open(folder, "example.org/power", &writer, &dropped, &fault) != TCS_OK)
        fail_msg("open: %s", fault.text);
    for (size_t i = 0; i < commits; i++) {
        append_some(writer, 1 + content_mix(seed * 7 + i) % 90, i == 0);
        if (tcs_record_commit(writer, content_utc_ns(tcs_record_size(writer)), &fault) !=
            TCS_OK)
            fail_msg("commit: %s", fault.text);
        acks[i] = (struct ack) { cutdisk_now(), tcs_record_committed(writer) };
    }
    append_some(writer, 3, false); /* these are lost */
    tcs_record_close(writer);
    return commits;
}

static void check_content(uint64_t at_least)
{
    static uint8_t room[CONTENT_MAX];
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;

    if (tcs_record_read_open(folder, &reader, &fault) != TCS_OK)
        fail_msg("read: %s", fault.text);
    CHECK(tcs_record_count(reader) >= at_least);
    for (uint64_t i = 0; i < tcs_record_count(reader); i++) {
        const struct tcs_entry expected = content_of(i, room);

        if (tcs_record_next(reader, &entry, &fault) != TCS_OK)
            fail_msg("next: %s", fault.text);
        CHECK_INT(entry.sequence, expected.sequence);
        CHECK(tcs_bytes_equal(entry.payload, expected.payload));
    }
    tcs_record_read_close(reader);
}

/* A run that is killed somewhere, with the power on: the next one finds all that it
 * wrote, but the disk may not have it yet. */
static void live_and_be_killed(uint64_t seed)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    cutdisk_kill(cutdisk_now() + content_mix(seed) % 60);
    if (tcs_record_open(folder, "example.org/power", &writer, &dropped, &fault) ==
        TCS_OK) {
        append_some(writer, 1 + content_mix(seed * 5) % 90, true);
        (void)!tcs_record_commit(writer, 0, &fault);
        tcs_record_close(writer);
    }
    cutdisk_kill(SIZE_MAX);
}

/* Several cuts of the same run, each looked at; the last one is what the next run finds.
 */
static uint64_t cut_and_check(uint64_t seed, size_t end, const struct ack *acks,
                              size_t ack_count, uint64_t safe_before)
{
    static const unsigned keep[] = { 0, 100, 50, 20, 80 };
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;
    uint64_t safe = safe_before;

    for (uint64_t cut = 0; cut < CUTS_OF_A_RUN; cut++) {
        const uint64_t chance = content_mix(seed * 31 + cut);
        const size_t moment = chance % (end + 1);

        safe = safe_before;
        for (size_t i = 0; i < ack_count; i++)
            if (acks[i].moment <= moment && acks[i].size > safe)
                safe = acks[i].size;
        cutdisk_cut(moment, chance, keep[chance / 7 % 5]);
        if (safe == 0)
            continue;
        if (tcs_record_verify(folder, &all, &report, &fault) != TCS_OK)
            fail_msg("seed %d, cut at %zu: %s", (int)seed, moment, fault.text);
        check_content(safe);
    }
    return safe;
}

static void power_cuts_lose_nothing_that_was_acknowledged(void **state)
{
    struct ack acks[COMMITS_MAX];
    uint64_t seed = 0;

    for (int record = 0; record < RECORDS; record++) {
        uint64_t safe = 0;

        CHECK(folder_make(folder));
        for (int run = 0; run < RUNS; run++) {
            cutdisk_begin(folder);
            if (++seed % 2 == 0)
                live_and_be_killed(seed);
            const size_t count = live(seed, acks);
            const size_t end = cutdisk_now();

            cutdisk_end();
            safe = cut_and_check(seed, end, acks, count, safe);
            cutdisk_forget();
        }
        CHECK(safe > 100);
        folder_remove(folder);
    }
}

static void the_first_opening_survives_a_cut_at_any_moment(void **state)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    CHECK(folder_make(folder));
    cutdisk_begin(folder);
    CHECK_OK(tcs_record_open(folder, "example.org/power", &writer, &dropped, &fault));
    tcs_record_close(writer);
    const size_t end = cutdisk_now();

    cutdisk_end();
    for (size_t moment = 0; moment <= end; moment++)
        for (uint64_t seed = 0; seed < 20; seed++) {
            cutdisk_cut(moment, seed, (unsigned)(seed % 5) * 25);
            if (tcs_record_open(folder, "example.org/power", &writer, &dropped, &fault) !=
                TCS_OK)
                fail_msg("cut at %zu, seed %d: %s", moment, (int)seed, fault.text);
            tcs_record_close(writer);
        }
    cutdisk_forget();
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_opening_survives_a_cut_at_any_moment),
        cmocka_unit_test(power_cuts_lose_nothing_that_was_acknowledged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
