/* SPDX-License-Identifier: Apache-2.0 */
/* Records that a crash or a bad disk has left: what the next writer cuts off, takes up or
 * refuses, and what a reader says. */
#include <errno.h>

#include "record/disk.h"
#include "record/record.h"

#include "check.h"
#include "content.h"
#include "folder.h"

enum { WHOLE_PATH_LEN = FOLDER_LEN + 128, FILE_MAX = 1 << 20, ENTRIES = 300 };

static const char origin[] = "example.org/record";
static char folder[FOLDER_LEN];
static struct tcs_record_fault fault;
static struct tcs_disk_calls kernel;

static int make_folder(void **state)
{
    kernel = tcs_disk_calls;
    return folder_make(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    tcs_disk_calls = kernel;
    folder_remove(folder);
    return 0;
}

static void whole_path(const char *path, char ret_path[WHOLE_PATH_LEN])
{
    const int len = snprintf(ret_path, WHOLE_PATH_LEN, "%s/%s", folder, path);

    CHECK(len > 0 && len < WHOLE_PATH_LEN);
}

static uint8_t content[FILE_MAX];

static size_t get_file(const char *path)
{
    char whole[WHOLE_PATH_LEN];

    whole_path(path, whole);
    FILE *file = fopen(whole, "rb");

    if (file == NULL)
        fail_msg("%s: cannot open", path);
    const size_t len = fread(content, 1, sizeof content, file);

    (void)fclose(file);
    return len;
}

static void put_file(const char *path, size_t len)
{
    char whole[WHOLE_PATH_LEN];

    whole_path(path, whole);
    FILE *file = fopen(whole, "wb");

    if (file == NULL || fwrite(content, 1, len, file) != len || fclose(file) != 0)
        fail_msg("%s: cannot write", path);
}

static bool there(const char *path)
{
    char whole[WHOLE_PATH_LEN];

    whole_path(path, whole);
    return access(whole, F_OK) == 0;
}

static enum tcs_status try_open(struct tcs_record_writer **ret_writer,
                                uint64_t *ret_dropped)
{
    return tcs_record_open(folder, origin, ret_writer, ret_dropped, &fault);
}

static struct tcs_record_writer *open_writer(uint64_t size, uint64_t dropped_expected)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    if (try_open(&writer, &dropped) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(tcs_record_size(writer), size);
    CHECK_INT(dropped, dropped_expected);
    return writer;
}

static void append_run(struct tcs_record_writer *writer, uint64_t count)
{
    static uint8_t room[CONTENT_MAX];

    for (uint64_t i = 0; i < count; i++) {
        struct tcs_entry entry = content_of(tcs_record_size(writer), room);

        if (i == 0)
            entry.kind = TCS_ENTRY_START;
        CHECK_OK(tcs_record_append(writer, &entry, &(uint64_t) { 0 }));
    }
}

static void check_good(uint64_t entries, uint64_t checkpoints)
{
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;

    if (tcs_record_verify(folder, &all, &report, &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(report.entries, entries);
    CHECK_INT(report.checkpoints, checkpoints);
}

/* ENTRIES entries in two commits. */
static void make_record(void)
{
    struct tcs_record_writer *writer = open_writer(0, 0);

    append_run(writer, 40);
    CHECK_OK(tcs_record_commit(writer, 0, &fault));
    append_run(writer, ENTRIES - 40);
    CHECK_OK(tcs_record_commit(writer, 0, &fault));
    tcs_record_close(writer);
    check_good(ENTRIES, 2);
}

/* ---- what the writer takes up or cuts off ---- */

static int no_rename(int dir, const char *from, const char *to)
{
    errno = EIO;
    return -1;
}

static ssize_t no_checkpoint(int fd, const void *data, size_t len, off_t offset)
{
    const char *note = data;

    if (len > sizeof origin && memcmp(note, origin, sizeof origin - 1) == 0 &&
        note[sizeof origin - 1] == '\n') {
        errno = ENOSPC;
        return -1;
    }
    return kernel.write_at(fd, data, len, offset);
}

static void a_checkpoint_that_was_not_published_is_taken_up(void **state)
{
    struct tcs_record_reader *reader = NULL;

    make_record();
    struct tcs_record_writer *writer = open_writer(ENTRIES, 0);

    append_run(writer, 20);
    tcs_disk_calls.rename_at = no_rename;
    CHECK_INT(tcs_record_commit(writer, 0, &fault), TCS_E_IO);
    tcs_disk_calls = kernel;
    tcs_record_close(writer);
    /* Verifier, reader and the next writer are of one mind. */
    check_good(ENTRIES + 20, 3);
    CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
    CHECK_INT(tcs_record_count(reader), ENTRIES + 20);
    tcs_record_read_close(reader);
    tcs_record_close(open_writer(ENTRIES + 20, 0));
    check_good(ENTRIES + 20, 3);
}

static void entries_without_a_checkpoint_are_cut_off_and_counted(void **state)
{
    make_record();
    struct tcs_record_writer *writer = open_writer(ENTRIES, 0);

    append_run(writer, 5000); /* a bundle, a segment and several tiles more */
    tcs_disk_calls.write_at = no_checkpoint;
    CHECK_INT(tcs_record_commit(writer, 0, &fault), TCS_E_IO);
    CHECK(strstr(fault.text, "checkpoints/000") != NULL);
    tcs_disk_calls = kernel;
    tcs_record_close(writer);
    CHECK(there("tile/0/019") && there("payload/001"));
    check_good(ENTRIES, 2);
    writer = open_writer(ENTRIES, 5000);
    CHECK(!there("tile/0/001") && !there("tile/0/019") && !there("payload/001"));
    append_run(writer, 7);
    CHECK_OK(tcs_record_commit(writer, 0, &fault));
    tcs_record_close(writer);
    check_good(ENTRIES + 7, 3);
}

static void a_torn_checkpoint_is_cut_off(void **state)
{
    make_record();
    const size_t len = get_file("checkpoints/000");

    memcpy(content + len, content, 100);
    put_file("checkpoints/000", len + 100);
    check_good(ENTRIES, 2);
    tcs_record_close(open_writer(ENTRIES, 0));
    CHECK_INT(get_file("checkpoints/000"), len);
}

/* ---- more checkpoints than one file holds ---- */

static void checkpoints_go_on_in_the_next_file(void **state)
{
    struct tcs_record_writer *writer = open_writer(0, 0);

    append_run(writer, 3);
    for (int i = 0; i < 4095; i++)
        CHECK_OK(tcs_record_commit(writer, i, &fault));
    CHECK(there("checkpoints/000") && !there("checkpoints/001"));
    for (uint64_t number = 4095; number < 4099; number++) {
        CHECK_OK(tcs_record_commit(writer, (int64_t)number, &fault));
        tcs_record_close(writer);
        CHECK(there("checkpoints/001") == (number >= 4096));
        writer = open_writer(3, 0);
    }
    tcs_record_close(writer);
    check_good(3, 4099);
}

static void the_first_of_a_file_may_be_unpublished_or_torn(void **state)
{
    struct tcs_record_writer *writer = open_writer(0, 0);

    append_run(writer, 3);
    for (int i = 0; i < 4096; i++)
        CHECK_OK(tcs_record_commit(writer, i, &fault));
    append_run(writer, 2);
    tcs_disk_calls.rename_at = no_rename;
    CHECK_INT(tcs_record_commit(writer, 0, &fault), TCS_E_IO);
    tcs_disk_calls = kernel;
    tcs_record_close(writer);
    check_good(5, 4097);
    const size_t len = get_file("checkpoints/001");

    put_file("checkpoints/001", len / 2);
    check_good(3, 4096);
    writer = open_writer(3, 2);
    append_run(writer, 1);
    CHECK_OK(tcs_record_commit(writer, 0, &fault));
    tcs_record_close(writer);
    check_good(4, 4097);
    /* More than a full file holds is no tail of a crash. */
    const size_t full = get_file("checkpoints/000");

    content[full] = 'x';
    put_file("checkpoints/000", full + 1);
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;

    CHECK_INT(tcs_record_verify(folder, &all, &report, &fault), TCS_E_MISMATCH);
    CHECK(strstr(fault.text, "more follows") != NULL);
}

/* ---- what the writer refuses ---- */

static void refuses(const char *path, size_t len, const char *says)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;
    const size_t good = get_file(path);
    static uint8_t kept[FILE_MAX];

    memcpy(kept, content, good);
    if (len == 0) {
        char whole[WHOLE_PATH_LEN];

        whole_path(path, whole);
        CHECK_OK(unlink(whole));
    } else {
        content[len / 3] ^= 4;
        put_file(path, len);
    }
    CHECK_INT(try_open(&writer, &dropped), TCS_E_DAMAGED);
    if (strstr(fault.text, says) == NULL)
        fail_msg("%s: %s", path, fault.text);
    memcpy(content, kept, good);
    put_file(path, good);
    tcs_record_close(open_writer(ENTRIES, 0));
}

static void a_damaged_record_is_refused_and_left_as_it_is(void **state)
{
    make_record();
    refuses("checkpoint", 100, "checkpoint");
    refuses("checkpoint", get_file("checkpoint"), "checkpoint");
    refuses("checkpoints/000", 300, "not among them");
    refuses("checkpoints/000", 0, "not among them");
    refuses("tile/0/001.p/44", 0, "missing");
    refuses("tile/0/001.p/44", 100, "wrong length");
    refuses("tile/0/001.p/44", 44 * 32, "root");
    refuses("tile/1/000.p/1", 32, "root");
    refuses("tile/entries/001.p/44", 62, "wrong length");
    refuses("payload/000", 0, "missing");
    refuses("payload/000", 1000, "shorter");
    refuses("key", 60, "PEM");
    refuses("key", 0, "key");
    check_good(ENTRIES, 2);
}

/* The worst that a writer could do to a damaged record is to take it for a new one. */
static void a_record_without_checkpoints_is_not_taken_for_a_new_one(void **state)
{
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;
    char whole[WHOLE_PATH_LEN];

    make_record();
    const size_t len = get_file("checkpoints/000");

    whole_path("checkpoint", whole);
    CHECK_OK(unlink(whole));
    content[0] ^= 1;
    for (size_t i = 1; i < 10; i++) /* as long as that of an old record */
        memcpy(content + i * len, content, len);
    put_file("checkpoints/000", 10 * len);
    CHECK_INT(try_open(&writer, &dropped), TCS_E_DAMAGED);
    whole_path("checkpoints/000", whole);
    CHECK_OK(unlink(whole));
    CHECK_INT(try_open(&writer, &dropped), TCS_E_DAMAGED);
    CHECK(strstr(fault.text, "though there are entries") != NULL);
    CHECK(there("payload/000") && there("tile/0/000") && there("tile/entries/000"));
}

static void a_leaf_that_is_none_is_refused(void **state)
{
    make_record();
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;
    const size_t len = get_file("tile/entries/000");

    content[2 + 62 * 7] = 9; /* another version */
    put_file("tile/entries/000", len);
    CHECK_INT(try_open(&writer, &dropped), TCS_E_DAMAGED);
    CHECK(strstr(fault.text, "leaf") != NULL);
}

/* ---- what a reader says ---- */

static enum tcs_status read_to(struct tcs_record_reader *reader, uint64_t entry)
{
    struct tcs_entry got;
    enum tcs_status status = TCS_OK;

    CHECK_OK(tcs_record_seek(reader, 0));
    for (uint64_t i = 0; i <= entry && status == TCS_OK; i++)
        status = tcs_record_next(reader, &got, &fault);
    return status;
}

static void a_reader_names_the_damaged_entry_and_can_go_past_it(void **state)
{
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;

    make_record();
    const size_t len = get_file("payload/000");

    content[16 + 8] ^= 1; /* the salt of entry 0 */
    put_file("payload/000", len);
    CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
    CHECK_INT(read_to(reader, 5), TCS_E_MISMATCH);
    CHECK_INT(fault.entry, 0);
    CHECK_INT(tcs_record_next(reader, &entry, &fault), TCS_E_MISMATCH);
    CHECK_OK(tcs_record_seek(reader, 1));
    CHECK_OK(tcs_record_next(reader, &entry, &fault));
    CHECK_INT(entry.sequence, 0); /* index / 3 */
    CHECK_OK(tcs_record_next(reader, &entry, &fault));
    tcs_record_read_close(reader);
}

static void a_reader_tells_missing_files_apart(void **state)
{
    static const struct {
        const char *path;
        size_t cut;
        uint64_t entry;
        const char *says;
    } rows[] = {
        { "payload/000", 8, 0, "ends here" },
        { "payload/000", 0, 0, "missing" },
        { "tile/entries/001.p/44", 62 * 10, 266, "ends here" },
        { "tile/entries/001.p/44", 0, 256, "missing" },
        { "tile/entries/000", 0, 0, "missing" },
    };
    static uint8_t kept[FILE_MAX];

    make_record();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tcs_record_reader *reader = NULL;
        const size_t good = get_file(rows[i].path);
        char whole[WHOLE_PATH_LEN];

        memcpy(kept, content, good);
        put_file(rows[i].path, rows[i].cut);
        whole_path(rows[i].path, whole);
        if (rows[i].cut == 0)
            CHECK_OK(unlink(whole));
        CHECK_OK(tcs_record_read_open(folder, &reader, &fault));
        CHECK_INT(read_to(reader, ENTRIES), TCS_E_MISMATCH);
        CHECK_INT(fault.entry, rows[i].entry);
        if (strstr(fault.text, rows[i].says) == NULL)
            fail_msg("%s", fault.text);
        tcs_record_read_close(reader);
        memcpy(content, kept, good);
        put_file(rows[i].path, good);
    }
    check_good(ENTRIES, 2);
}

static void keys_and_kept_checkpoints_that_are_none_are_told(void **state)
{
    const struct tcs_record_check no_key = { .key = "not a key" };
    const struct tcs_record_check no_note = { .kept = tcs_bytes("not a note\n", 11) };
    struct tcs_record_report report;

    make_record();
    CHECK_INT(tcs_record_verify(folder, &no_key, &report, &fault), TCS_E_ARGUMENT);
    CHECK_INT(tcs_record_verify(folder, &no_note, &report, &fault), TCS_E_MISMATCH);
    CHECK(strstr(fault.text, "kept checkpoint") != NULL);
}

static void strays_are_counted_and_a_writer_at_work_is_seen(void **state)
{
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;

    make_record();
    content[0] = 'x';
    put_file("blob/note.txt", 1);
    put_file("tile/0/777", 1);
    put_file("hint", 1);
    CHECK_OK(tcs_record_verify(folder, &all, &report, &fault));
    CHECK_INT(report.stray_files, 3);
    CHECK(!report.live);
    struct tcs_record_writer *writer = open_writer(ENTRIES, 0);

    CHECK_OK(tcs_record_verify(folder, &all, &report, &fault));
    CHECK(report.live);
    tcs_record_close(writer);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_checkpoint_that_was_not_published_is_taken_up),
        IN_FOLDER(entries_without_a_checkpoint_are_cut_off_and_counted),
        IN_FOLDER(a_torn_checkpoint_is_cut_off),
        IN_FOLDER(checkpoints_go_on_in_the_next_file),
        IN_FOLDER(the_first_of_a_file_may_be_unpublished_or_torn),
        IN_FOLDER(a_damaged_record_is_refused_and_left_as_it_is),
        IN_FOLDER(a_record_without_checkpoints_is_not_taken_for_a_new_one),
        IN_FOLDER(a_leaf_that_is_none_is_refused),
        IN_FOLDER(a_reader_names_the_damaged_entry_and_can_go_past_it),
        IN_FOLDER(a_reader_tells_missing_files_apart),
        IN_FOLDER(keys_and_kept_checkpoints_that_are_none_are_told),
        IN_FOLDER(strays_are_counted_and_a_writer_at_work_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
