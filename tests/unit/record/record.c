/* SPDX-License-Identifier: Apache-2.0 */
/* Writing, reading and verifying, and what happens when the disk does not play along. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "record/disk.h"
#include "record/record.h"

#include "check.h"
#include "content.h"
#include "folder.h"

static const char origin[] = "example.org/record";
static char folder[FOLDER_LEN];
static struct tcs_record_fault fault;

static int make_folder(void **state)
{
    return folder_make(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    folder_remove(folder);
    return 0;
}

static struct tcs_record_writer *open_writer(uint64_t dropped_expected)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = UINT64_MAX;

    if (tcs_record_open(folder, origin, &writer, &dropped, &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(dropped, dropped_expected);
    return writer;
}

/* Entry `index`, as content.h has it; the first of a run is its START. */
static enum tcs_status append(struct tcs_record_writer *writer, bool start)
{
    static uint8_t room[CONTENT_MAX];
    const uint64_t index = tcs_record_size(writer);
    struct tcs_entry entry = content_of(index, room);
    uint64_t got = 0;

    if (start)
        entry.kind = TCS_ENTRY_START;
    const enum tcs_status status = tcs_record_append(writer, &entry, &got);

    CHECK(status != TCS_OK || got == index);
    return status;
}

static void append_run(struct tcs_record_writer *writer, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        CHECK_OK(append(writer, i == 0));
}

static void commit(struct tcs_record_writer *writer)
{
    const uint64_t size = tcs_record_size(writer);

    if (tcs_record_commit(writer, content_utc_ns(size), &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(tcs_record_committed(writer), size);
}

static void check_content(const struct tcs_entry *entry, uint64_t index)
{
    static uint8_t room[CONTENT_MAX];
    const struct tcs_entry expected = content_of(index, room);

    CHECK(entry->kind == TCS_ENTRY_START || entry->kind == expected.kind);
    CHECK_INT(entry->feed, expected.feed);
    CHECK_INT(entry->sequence, expected.sequence);
    CHECK_INT(entry->arrival.tai_ns, expected.arrival.tai_ns);
    CHECK_INT(entry->payload.len, expected.payload.len);
    if (entry->payload.len > 0)
        assert_memory_equal(entry->payload.data, expected.payload.data,
                            expected.payload.len);
}

static void check_record(uint64_t count)
{
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;

    if (tcs_record_verify(folder, &all, &report, &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(report.entries, count);
    if (tcs_record_read_open(folder, &reader, &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(tcs_record_count(reader), count);
    for (uint64_t i = 0; i < count; i++) {
        if (tcs_record_next(reader, &entry, &fault) != TCS_OK)
            fail_msg("%s", fault.text);
        check_content(&entry, i);
    }
    CHECK_INT(tcs_record_next(reader, &entry, &fault), TCS_END);
    tcs_record_read_close(reader);
}

static void entries_come_back_as_they_were_appended(void **state)
{
    static const uint64_t counts[] = { 1, 1, 254, 1, 4000, 300, 0, 4096 };
    uint64_t all = 0;

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct tcs_record_writer *writer = open_writer(0);

        CHECK_INT(tcs_record_size(writer), all);
        CHECK_INT(tcs_record_committed(writer), all);
        append_run(writer, counts[i]);
        commit(writer);
        all += counts[i];
        tcs_record_close(writer);
        check_record(all);
    }
}

static void any_entry_can_be_read_first(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;
    uint64_t found = 0;

    append_run(writer, 9000);
    commit(writer);
    tcs_record_close(writer);
    CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
    for (uint64_t i = 0; i < 400; i++) {
        const uint64_t index = content_mix(i) % 9000;

        CHECK_OK(tcs_record_seek(reader, index));
        CHECK_OK(tcs_record_next(reader, &entry, &fault));
        check_content(&entry, index);
    }
    for (uint64_t i = 9000; i-- > 8000;) {
        CHECK_OK(tcs_record_seek(reader, i));
        CHECK_OK(tcs_record_next(reader, &entry, &fault));
        check_content(&entry, i);
    }
    CHECK_INT(tcs_record_seek(reader, 9000), TCS_E_NOT_FOUND);
    CHECK_OK(tcs_record_find_last(reader, TCS_ENTRY_START, UINT64_MAX, &found, &fault));
    CHECK_INT(found, 0);
    CHECK_OK(tcs_record_find_last(reader, TCS_ENTRY_DIGESTS, 5000, &found, &fault));
    CHECK(found < 5000);
    for (uint64_t i = found + 1; i < 5000; i++) {
        static uint8_t room[CONTENT_MAX];

        CHECK(content_of(i, room).kind != TCS_ENTRY_DIGESTS);
    }
    CHECK_INT(tcs_record_find_last(reader, 999, UINT64_MAX, &found, &fault),
              TCS_E_NOT_FOUND);
    tcs_record_read_close(reader);
}

static void what_was_not_committed_is_not_there(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);

    append_run(writer, 300);
    commit(writer);
    append_run(writer, 50);
    tcs_record_close(writer);
    check_record(300);
    writer = open_writer(0); /* they never reached the disk */
    CHECK_INT(tcs_record_size(writer), 300);
    tcs_record_close(writer);
}

static void nothing_acknowledged_is_not_yet_a_record(void **state)
{
    struct tcs_record_reader *reader = NULL;
    struct tcs_record_report report;
    const struct tcs_record_check all = { .key = NULL };

    CHECK_INT(tcs_record_read_open(folder, &reader, &fault), TCS_E_NOT_FOUND);
    CHECK_INT(tcs_record_verify(folder, &all, &report, &fault), TCS_E_NOT_FOUND);
    tcs_record_close(open_writer(0));
    CHECK_INT(tcs_record_read_open(folder, &reader, &fault), TCS_E_NOT_FOUND);
    CHECK_INT(tcs_record_verify(folder, &all, &report, &fault), TCS_E_MISMATCH);
    struct tcs_record_writer *writer = open_writer(0);

    commit(writer);
    tcs_record_close(writer);
    check_record(0);
}

static void runs_begin_with_start_and_events_never_go_back(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct tcs_entry entry = { .kind = 2, .arrival = { 1000 } };
    uint64_t index = 0;

    CHECK_INT(tcs_record_append(writer, &entry, &index), TCS_E_ARGUMENT);
    entry.kind = TCS_ENTRY_START;
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    entry.kind = 3;
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    entry.arrival.tai_ns = 999;
    CHECK_INT(tcs_record_append(writer, &entry, &index), TCS_E_ARGUMENT);
    entry.kind = TCS_ENTRY_ALARM; /* what is not an event may be older */
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    entry.kind = TCS_ENTRY_START; /* and a new run begins where it likes */
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    entry.kind = 7;
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    entry.kind = 0;
    CHECK_INT(tcs_record_append(writer, &entry, &index), TCS_E_ARGUMENT);
    CHECK_INT(index, 4);
    tcs_record_close(writer);
}

static void a_second_writer_is_refused(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct tcs_record_writer *second = NULL;
    uint64_t dropped = 0;

    CHECK_INT(tcs_record_open(folder, origin, &second, &dropped, &fault), TCS_E_REFUSED);
    CHECK(second == NULL && strstr(fault.text, "lock") != NULL);
    tcs_record_close(writer);
    tcs_record_close(open_writer(0));
}

static void another_origin_or_key_is_refused(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    uint64_t dropped = 0;
    char path[FOLDER_LEN + 16];

    append_run(writer, 3);
    commit(writer);
    tcs_record_close(writer);
    CHECK_INT(tcs_record_open(folder, "example.org/other", &writer, &dropped, &fault),
              TCS_E_MISMATCH);
    CHECK_INT(tcs_record_open(folder, "two words", &writer, &dropped, &fault),
              TCS_E_ARGUMENT);
    (void)snprintf(path, sizeof path, "%s/key", folder);
    CHECK_OK(unlink(path));
    CHECK_INT(tcs_record_open(folder, origin, &writer, &dropped, &fault), TCS_E_DAMAGED);
}

static void the_private_key_is_its_owners_only(void **state)
{
    char path[FOLDER_LEN + 16];
    struct stat now;

    tcs_record_close(open_writer(0));
    (void)snprintf(path, sizeof path, "%s/key", folder);
    CHECK_OK(stat(path, &now));
    CHECK_INT(now.st_mode & 0777, 0600);
}

/* ---- two threads ---- */

enum { THREAD_ENTRIES = 20000 };

static void *append_many(void *context)
{
    struct tcs_record_writer *writer = context;
    struct tcs_entry entry = { .kind = TCS_ENTRY_START };
    uint64_t index = 0;

    for (uint64_t i = 0; i < THREAD_ENTRIES; i++) {
        entry.sequence = i;
        if (tcs_record_append(writer, &entry, &index) != TCS_OK || index != i)
            return writer;
        entry.kind = 2;
    }
    return NULL;
}

static void one_thread_appends_while_another_commits(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;
    uint64_t before = 0;
    pthread_t thread;
    void *failed = NULL;

    CHECK_OK(pthread_create(&thread, NULL, append_many, writer));
    while (before < THREAD_ENTRIES) {
        CHECK_OK(tcs_record_commit(writer, 0, &fault));
        CHECK(tcs_record_committed(writer) >= before);
        before = tcs_record_committed(writer);
    }
    CHECK_OK(pthread_join(thread, &failed));
    CHECK(failed == NULL);
    tcs_record_close(writer);
    CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
    for (uint64_t i = 0; i < THREAD_ENTRIES; i++) {
        CHECK_OK(tcs_record_next(reader, &entry, &fault));
        CHECK_INT(entry.sequence, i);
    }
    tcs_record_read_close(reader);
}

/* ---- a disk that fails ---- */

static const struct tcs_disk_calls *kernel;
static uint64_t calls;
static uint64_t fail_from;
static uint64_t fail_until;

static bool fails(void)
{
    calls++;
    if (calls < fail_from || calls >= fail_until)
        return false;
    errno = calls % 2 == 0 ? ENOSPC : EIO;
    return true;
}

static int bad_open_at(int dir, const char *path, int flags, mode_t mode)
{
    /* Looking for a file does no harm; making one can fail. */
    return (flags & O_CREAT) != 0 && fails() ? -1
                                             : kernel->open_at(dir, path, flags, mode);
}

static ssize_t bad_write_at(int fd, const void *data, size_t len, off_t offset)
{
    if (!fails())
        return kernel->write_at(fd, data, len, offset);
    /* A disk that becomes full takes the first part. */
    if (len > 1)
        (void)kernel->write_at(fd, data, len / 2, offset);
    errno = ENOSPC;
    return -1;
}

static int bad_cut(int fd, off_t len)
{
    return fails() ? -1 : kernel->cut(fd, len);
}

static int bad_sync_data(int fd)
{
    return fails() ? -1 : kernel->sync_data(fd);
}

static int bad_sync_dir(int fd)
{
    return fails() ? -1 : kernel->sync_dir(fd);
}

static int bad_sync_all(int fd)
{
    (void)fd;
    return fails() ? -1 : 0;
}

static int bad_rename_at(int dir, const char *from, const char *to)
{
    return fails() ? -1 : kernel->rename_at(dir, from, to);
}

static int bad_mkdir_at(int dir, const char *path, mode_t mode)
{
    return fails() ? -1 : kernel->mkdir_at(dir, path, mode);
}

static struct tcs_disk_calls good_calls;

static void break_disk(void)
{
    good_calls = tcs_disk_calls;
    kernel = &good_calls;
    calls = 0;
    tcs_disk_calls.open_at = bad_open_at;
    tcs_disk_calls.write_at = bad_write_at;
    tcs_disk_calls.cut = bad_cut;
    tcs_disk_calls.sync_data = bad_sync_data;
    tcs_disk_calls.sync_dir = bad_sync_dir;
    tcs_disk_calls.sync_all = bad_sync_all;
    tcs_disk_calls.rename_at = bad_rename_at;
    tcs_disk_calls.mkdir_at = bad_mkdir_at;
}

static void mend_disk(void)
{
    tcs_disk_calls = good_calls;
}

/* Three commits while calls `from` to `until` - 1 fail; each is tried until it succeeds.
 * Between the tries more entries come in. Returns the calls that were made. */
static uint64_t write_on_bad_disk(uint64_t from, uint64_t until, uint64_t *ret_failures)
{
    struct tcs_record_writer *writer = open_writer(0);

    break_disk();
    fail_from = from;
    fail_until = until;
    *ret_failures = 0;
    for (int round = 0; round < 3; round++) {
        append_run(writer, 150);
        while (tcs_record_commit(writer, content_utc_ns(tcs_record_size(writer)),
                                 &fault) != TCS_OK) {
            CHECK(fault.text[0] != '\0');
            CHECK(tcs_record_committed(writer) < tcs_record_size(writer));
            CHECK_OK(append(writer, false));
            (*ret_failures)++;
        }
        CHECK_INT(tcs_record_committed(writer), tcs_record_size(writer));
    }
    const uint64_t size = tcs_record_size(writer);

    mend_disk();
    tcs_record_close(writer);
    check_record(size);
    return calls;
}

static void a_failed_call_loses_nothing_and_the_commit_can_be_repeated(void **state)
{
    uint64_t failures = 0;
    uint64_t all = write_on_bad_disk(UINT64_MAX, UINT64_MAX, &failures);

    CHECK_INT(failures, 0);
    CHECK(all > 50);
    for (uint64_t n = 1; n <= all; n++) {
        folder_remove(folder);
        CHECK(folder_make(folder));
        (void)write_on_bad_disk(n, n + 1, &failures);
        CHECK_INT(failures, 1);
    }
    for (uint64_t n = 1; n <= all; n += 7) {
        folder_remove(folder);
        CHECK(folder_make(folder));
        (void)write_on_bad_disk(n, n + 40, &failures);
        CHECK(failures > 1);
    }
}

static void what_waits_is_bounded_also_while_commits_fail(void **state)
{
    enum { HALF = 1 << 27 };
    struct tcs_record_writer *writer = open_writer(0);
    uint8_t *payload = calloc(1, HALF);
    struct tcs_entry entry = { .kind = TCS_ENTRY_START,
                               .payload = tcs_bytes(payload, HALF) };
    uint64_t index = 0;

    CHECK(payload != NULL);
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    break_disk();
    fail_from = 0;
    fail_until = UINT64_MAX;
    CHECK_INT(tcs_record_commit(writer, 0, &fault), TCS_E_IO);
    entry.kind = 2;
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    CHECK_INT(tcs_record_commit(writer, 0, &fault), TCS_E_IO);
    entry.payload.len = 1;
    CHECK_INT(tcs_record_append(writer, &entry, &index), TCS_E_FULL);
    entry.payload.len = 0;
    CHECK_OK(tcs_record_append(writer, &entry, &index));
    CHECK_INT(index, 2);
    mend_disk();
    tcs_record_close(writer);
    free(payload);
}

/* A real limit of the kernel instead of a made-up failure: files of at most 8 KiB. */
static void a_full_disk_is_told_and_survived(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct rlimit before;
    struct rlimit tight;

    append_run(writer, 20);
    commit(writer);
    CHECK_OK(getrlimit(RLIMIT_FSIZE, &before));
    tight = before;
    tight.rlim_cur = 8192;
    (void)signal(SIGXFSZ, SIG_IGN);
    CHECK_OK(setrlimit(RLIMIT_FSIZE, &tight));
    append_run(writer, 400);
    for (int i = 0; i < 3; i++) {
        const enum tcs_status status = tcs_record_commit(writer, 0, &fault);

        CHECK_INT(status, TCS_E_IO);
        CHECK(strstr(fault.text, "payload/000") != NULL || fault.text[0] != '\0');
        CHECK_INT(tcs_record_committed(writer), 20);
    }
    CHECK_OK(setrlimit(RLIMIT_FSIZE, &before));
    check_record(20);
    commit(writer);
    tcs_record_close(writer);
    check_record(420);
}

/* ---- withdrawing ---- */

static void a_withdrawn_payload_leaves_a_record_that_verifies(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    struct tcs_record_reader *reader = NULL;
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;
    struct tcs_entry entry;
    char path[FOLDER_LEN + 32];
    uint8_t wiped[24 + 5] = { 'W', 0, 0, 0, 0, 0, 0, 5 };

    entry =
        (struct tcs_entry) { .kind = TCS_ENTRY_START, .payload = tcs_bytes("hello", 5) };
    CHECK_OK(tcs_record_append(writer, &entry, &(uint64_t) { 0 }));
    entry = (struct tcs_entry) { .kind = 2, .payload = tcs_bytes("secret", 6) };
    CHECK_OK(tcs_record_append(writer, &entry, &(uint64_t) { 0 }));
    commit(writer);
    tcs_record_close(writer);
    (void)snprintf(path, sizeof path, "%s/payload/000", folder);
    const int fd = open(path, O_RDWR);

    /* The first slot follows the 16 octets of the segment's head. */
    CHECK_INT(pwrite(fd, wiped, sizeof wiped - 1, 16), sizeof wiped - 1);
    CHECK_INT(tcs_record_verify(folder, &all, &report, &fault), TCS_E_MISMATCH);
    CHECK_INT(fault.entry, 0); /* one octet of the payload is still there */
    CHECK_INT(pwrite(fd, wiped, sizeof wiped, 16), sizeof wiped);
    (void)close(fd);
    CHECK_OK(tcs_record_verify(folder, &all, &report, &fault));
    CHECK_INT(report.withdrawn, 1);
    CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
    CHECK_OK(tcs_record_next(reader, &entry, &fault));
    CHECK(entry.withdrawn && entry.payload.len == 0);
    CHECK_OK(tcs_record_next(reader, &entry, &fault));
    CHECK(!entry.withdrawn && tcs_bytes_equal(entry.payload, tcs_bytes("secret", 6)));
    tcs_record_read_close(reader);
}

/* ---- checkpoints kept elsewhere ---- */

static void a_kept_checkpoint_finds_what_was_cut_off(void **state)
{
    struct tcs_record_writer *writer = open_writer(0);
    char kept[1024];
    char path[FOLDER_LEN + 32];
    struct tcs_record_report report;

    append_run(writer, 10);
    commit(writer);
    append_run(writer, 10);
    commit(writer);
    tcs_record_close(writer);
    (void)snprintf(path, sizeof path, "%s/checkpoint", folder);
    FILE *file = fopen(path, "rb");
    const size_t len = fread(kept, 1, sizeof kept, file);

    (void)fclose(file);
    const struct tcs_record_check check = { .kept = tcs_bytes(kept, len) };

    CHECK_OK(tcs_record_verify(folder, &check, &report, &fault));
    /* The same key writes another history: other entries, and fewer. */
    char key[FOLDER_LEN + 16];
    char held[512];

    (void)snprintf(key, sizeof key, "%s/key", folder);
    file = fopen(key, "rb");
    const size_t key_len = fread(held, 1, sizeof held, file);

    (void)fclose(file);
    for (uint64_t count = 5; count <= 20; count += 15) {
        folder_remove(folder);
        CHECK_OK(mkdir(folder, 0700));
        const int fd = open(key, O_WRONLY | O_CREAT, 0600);

        CHECK_INT(write(fd, held, key_len), key_len);
        (void)close(fd);
        writer = open_writer(0);
        append_run(writer, count);
        commit(writer);
        tcs_record_close(writer);
        check_record(count);
        CHECK_INT(tcs_record_verify(folder, &check, &report, &fault), TCS_E_MISMATCH);
        CHECK(strstr(fault.text, "kept checkpoint") != NULL);
        CHECK_INT(fault.entry, count == 5 ? 5 : 0);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(entries_come_back_as_they_were_appended),
        IN_FOLDER(any_entry_can_be_read_first),
        IN_FOLDER(what_was_not_committed_is_not_there),
        IN_FOLDER(nothing_acknowledged_is_not_yet_a_record),
        IN_FOLDER(runs_begin_with_start_and_events_never_go_back),
        IN_FOLDER(a_second_writer_is_refused),
        IN_FOLDER(another_origin_or_key_is_refused),
        IN_FOLDER(the_private_key_is_its_owners_only),
        IN_FOLDER(one_thread_appends_while_another_commits),
        IN_FOLDER(a_failed_call_loses_nothing_and_the_commit_can_be_repeated),
        IN_FOLDER(what_waits_is_bounded_also_while_commits_fail),
        IN_FOLDER(a_full_disk_is_told_and_survived),
        IN_FOLDER(a_withdrawn_payload_leaves_a_record_that_verifies),
        IN_FOLDER(a_kept_checkpoint_finds_what_was_cut_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
