/* SPDX-License-Identifier: Apache-2.0 */
/* Changes a good record in more than a thousand random ways, one at a time, and lets the
 * verifier find each: that something is wrong, and at which entry. Where that is follows
 * here from the file and the first octet that differs, with nothing of the verifier's. */
#include <inttypes.h>
#include <stdbool.h>

#include "check.h"
#include "content.h"
#include "folder.h"
#include "record/record.h"

enum {
    FILES_MAX = 600,
    PATH_LEN = 160,
    ENTRIES_MAX = 5000,
    NOTES_MAX = 400,
    FILE_MAX = 1 << 20,
    WHOLE_PATH_LEN = FOLDER_LEN + PATH_LEN,
};

#define NOWHERE UINT64_MAX

struct file {
    char path[PATH_LEN];
    size_t len;
    uint8_t *data;
};

/* The good record. */
static char folder[FOLDER_LEN];
static struct file files[FILES_MAX];
static size_t file_count;
static uint64_t entry_count;
static uint32_t lengths[ENTRIES_MAX];
static char blobs[ENTRIES_MAX][65];         /* the digest, for payloads that are blobs */
static uint64_t note_covers[NOTES_MAX + 1]; /* entries covered before note i */
static size_t note_at[NOTES_MAX + 1];       /* where it begins in checkpoints/000 */
static size_t note_count;
static uint64_t random_state;

static uint64_t chance(uint64_t below)
{
    random_state += UINT64_C(0x9e3779b97f4a7c15);
    return content_mix(content_mix(random_state)) % below;
}

/* ---- the files ---- */

static void whole_path(const char *path, char ret_path[WHOLE_PATH_LEN])
{
    const int len = snprintf(ret_path, WHOLE_PATH_LEN, "%s/%s", folder, path);

    CHECK(len > 0 && len < WHOLE_PATH_LEN);
}

static void put_file(const char *path, const uint8_t *data, size_t len)
{
    char whole[WHOLE_PATH_LEN];

    whole_path(path, whole);
    FILE *file = fopen(whole, "wb");

    if (file == NULL || fwrite(data, 1, len, file) != len || fclose(file) != 0)
        fail_msg("%s: cannot write", path);
}

static void load_file(const char *path)
{
    static uint8_t room[FILE_MAX];
    char whole[WHOLE_PATH_LEN];
    struct file *to = &files[file_count++];

    CHECK(file_count <= FILES_MAX);
    whole_path(path, whole);
    FILE *file = fopen(whole, "rb");

    CHECK(file != NULL);
    to->len = fread(room, 1, sizeof room, file);
    CHECK(to->len < sizeof room && fclose(file) == 0);
    to->data = malloc(to->len + 1);
    CHECK(to->data != NULL);
    memcpy(to->data, room, to->len);
    (void)snprintf(to->path, sizeof to->path, "%s", path);
}

/* Everything but the private key and the lock, which are not part of what is checked. */
static void load_folder(const char *path)
{
    char whole[WHOLE_PATH_LEN];

    whole_path(path, whole);
    DIR *dir = opendir(whole);

    if (dir == NULL) {
        load_file(path);
        return;
    }
    for (const struct dirent *row = readdir(dir); row != NULL; row = readdir(dir)) {
        char inner[PATH_LEN];
        const int len = snprintf(inner, sizeof inner, "%s%s%s", path,
                                 path[0] == '\0' ? "" : "/", row->d_name);

        CHECK(len > 0 && len < (int)sizeof inner);
        if (row->d_name[0] != '.' && strcmp(inner, "key") != 0 &&
            strcmp(inner, "lock") != 0)
            load_folder(inner);
    }
    (void)closedir(dir);
}

/* The file has to be there. */
static const struct file *find_file(const char *path)
{
    size_t i = 0;

    while (i < file_count && strcmp(files[i].path, path) != 0)
        i++;
    if (i == file_count)
        fail_msg("%s: not in the record", path);
    return &files[i];
}

/* ---- what belongs where ---- */

/* Payload lengths and blobs, from the bundles. */
static void survey_entries(void)
{
    for (uint64_t i = 0; i < entry_count; i++) {
        char path[PATH_LEN];
        const uint64_t left = entry_count - i / 256 * 256;

        (void)snprintf(path, sizeof path, "tile/entries/%03d", (int)(i / 256));
        if (left < 256)
            (void)snprintf(path, sizeof path, "tile/entries/%03d.p/%d", (int)(i / 256),
                           (int)left);
        const struct file *file = find_file(path);

        const uint8_t *leaf = file->data + i % 256 * 62 + 2;

        lengths[i] = (uint32_t)leaf[24] << 24 | (uint32_t)leaf[25] << 16 |
                     (uint32_t)leaf[26] << 8 | leaf[27];
        for (size_t k = 0; k < 32; k++)
            (void)snprintf(blobs[i] + 2 * k, 3, "%02x", leaf[28 + k]);
    }
}

/* Notes begin with the origin's line. */
static void survey_notes(void)
{
    const struct file *file = find_file("checkpoints/000");
    static char text[FILE_MAX];

    memcpy(text, file->data, file->len);
    text[file->len] = '\0';
    note_count = 0;
    for (const char *at = text; at != NULL && *at != '\0';) {
        CHECK(note_count < NOTES_MAX);
        note_at[note_count] = (size_t)(at - text);
        note_covers[note_count + 1] = strtoull(strchr(at, '\n') + 1, NULL, 10);
        note_count++;
        at = strstr(at + 1, "\nexample.org/record\n");
        at = at == NULL ? NULL : at + 1;
    }
    note_at[note_count] = file->len;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t entry_in_segment(uint64_t segment, size_t offset)
{
    const uint64_t end = least(entry_count, (segment + 1) * 4096);
    size_t at = 16;

    for (uint64_t i = segment * 4096; i < end; i++) {
        at += 24 + (lengths[i] <= 65535 ? lengths[i] : 0);
        if (offset < at)
            return i;
    }
    return end - 1;
}

/* The entry that an octet of a file is about. */
static uint64_t entry_at(const char *path, size_t offset)
{
    unsigned level = 0;
    unsigned index = 0;

    if (sscanf(path, "tile/entries/%u", &index) == 1 ||
        sscanf(path, "tile/%u/%u", &level, &index) == 2) {
        const bool bundle = strncmp(path, "tile/entries", 12) == 0;
        const char *partial = strstr(path, ".p/");
        const uint64_t width = partial == NULL ? 256 : strtoull(partial + 3, NULL, 10);
        const uint64_t place = least(offset / (bundle ? 62 : 32), width - 1);

        return (index * UINT64_C(256) + place) << (bundle ? 0 : 8 * level);
    }
    if (sscanf(path, "payload/%u", &index) == 1)
        return entry_in_segment(index, offset);
    if (strncmp(path, "blob/", 5) == 0)
        for (uint64_t i = 0; i < entry_count; i++)
            if (strcmp(blobs[i], path + 5) == 0)
                return i;
    if (strcmp(path, "checkpoints/000") == 0)
        for (size_t i = note_count; i-- > 0;)
            if (offset >= note_at[i])
                return note_covers[i];
    return NOWHERE; /* checkpoint, key.pub */
}

static size_t first_difference(const uint8_t *a, size_t a_len, const uint8_t *b,
                               size_t b_len)
{
    size_t i = 0;

    while (i < a_len && i < b_len && a[i] == b[i])
        i++;
    return i;
}

/* ---- judging ---- */

static uint64_t found_count;
static uint64_t beyond_count;

/* Octets behind the last entry or checkpoint are what a crash leaves: no part of the
 * record, and told as such. */
static bool is_only_beyond(const char *path, size_t difference)
{
    const struct file *file = find_file(path);
    char last[PATH_LEN];

    (void)snprintf(last, sizeof last, "payload/%03d", (int)((entry_count - 1) / 4096));
    return (strcmp(path, last) == 0 || strcmp(path, "checkpoints/000") == 0) &&
           difference >= file->len;
}

static void judge(const char *what, const char *path, size_t difference,
                  uint64_t also_good)
{
    struct tcs_record_fault fault = { .text = "" };
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;
    const enum tcs_status status = tcs_record_verify(folder, &all, &report, &fault);
    const uint64_t expected = entry_at(path, difference);

    if (status == TCS_OK && is_only_beyond(path, difference) &&
        report.beyond_octets > 0) {
        beyond_count++;
        return;
    }
    if (status != TCS_E_MISMATCH && status != TCS_E_NOT_FOUND)
        fail_msg("%s %s at %zu: not found", what, path, difference);
    if (fault.entry != expected && fault.entry != also_good)
        fail_msg("%s %s at %zu: names entry %" PRIu64 ", expected %" PRIu64 ": %s", what,
                 path, difference, fault.entry, expected, fault.text);
    found_count++;
}

/* One file with other content; afterwards as it was. */
static void try_content(const char *what, const struct file *file, const uint8_t *data,
                        size_t len)
{
    const size_t difference = first_difference(file->data, file->len, data, len);

    if (difference == file->len && len == file->len)
        return; /* the same octets */
    put_file(file->path, data, len);
    judge(what, file->path, difference, NOWHERE - 1);
    put_file(file->path, file->data, file->len);
}

/* ---- the ways ---- */

static uint8_t changed[FILE_MAX + 64];

static const struct file *any_file(void)
{
    return &files[chance(file_count)];
}

static void flip(void)
{
    const struct file *file = any_file();
    const uint64_t bit = chance(8 * file->len);

    memcpy(changed, file->data, file->len);
    changed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    try_content("flip", file, changed, file->len);
}

static void truncate_file(void)
{
    const struct file *file = any_file();

    try_content("truncate", file, file->data, chance(file->len));
}

static void drop(void)
{
    const struct file *file = any_file();
    const size_t at = chance(file->len);
    const size_t count = 1 + chance(least(80, file->len - at));

    memcpy(changed, file->data, at);
    memcpy(changed + at, file->data + at + count, file->len - at - count);
    try_content("drop", file, changed, file->len - count);
}

static void insert(void)
{
    const struct file *file = any_file();
    const size_t at = chance(file->len + 1);
    const size_t count = 1 + chance(63);

    memcpy(changed, file->data, at);
    for (size_t i = 0; i < count; i++)
        changed[at + i] = (uint8_t)chance(256);
    memcpy(changed + at + count, file->data + at, file->len - at);
    try_content("insert", file, changed, file->len + count);
}

static void append(void)
{
    const struct file *file = any_file();

    memcpy(changed, file->data, file->len);
    for (size_t i = 0; i < 40; i++)
        changed[file->len + i] = (uint8_t)chance(256);
    try_content("append", file, changed, file->len + 1 + chance(40));
}

/* Two leaves, two hashes or two checkpoints change places, or two stretches of a file. */
static void reorder(void)
{
    const struct file *file = any_file();
    const bool notes = strcmp(file->path, "checkpoints/000") == 0;
    const size_t step = strncmp(file->path, "tile/entries", 12) == 0 ? 62 : 32;
    size_t a = 0;
    size_t b = 0;
    size_t c = 0;

    if (notes) {
        const size_t i = chance(note_count - 1);

        a = note_at[i];
        b = note_at[i + 1];
        c = note_at[i + 2];
    } else if (file->len >= 2 * step) {
        a = chance(file->len / step - 1) * step;
        b = a + step;
        c = a + 2 * step;
    }
    memcpy(changed, file->data, file->len);
    memcpy(changed + a, file->data + b, c - b);
    memcpy(changed + a + (c - b), file->data + a, b - a);
    try_content("reorder", file, changed, file->len);
}

static void remove_file(void)
{
    const struct file *file = any_file();
    char whole[WHOLE_PATH_LEN];

    whole_path(file->path, whole);
    CHECK_OK(unlink(whole));
    judge("remove", file->path, 0, NOWHERE);
    put_file(file->path, file->data, file->len);
}

/* Either of the two may be what is met first. */
static void swap_files(void)
{
    const struct file *a = any_file();
    const struct file *b = any_file();
    const size_t difference = first_difference(a->data, a->len, b->data, b->len);

    if (difference == a->len && difference == b->len)
        return;
    put_file(a->path, b->data, b->len);
    put_file(b->path, a->data, a->len);
    judge("swap", a->path, difference, entry_at(b->path, difference));
    put_file(a->path, a->data, a->len);
    put_file(b->path, b->data, b->len);
}

/* An entry's arrival, an hour earlier. */
static void back_date_entry(void)
{
    const uint64_t entry = chance(entry_count / 256 * 256);
    char path[PATH_LEN];

    (void)snprintf(path, sizeof path, "tile/entries/%03d", (int)(entry / 256));
    const struct file *file = find_file(path);
    uint8_t *arrival = changed + entry % 256 * 62 + 2 + 16;
    uint64_t ns = 0;

    memcpy(changed, file->data, file->len);
    for (size_t i = 0; i < 8; i++)
        ns = ns << 8 | arrival[i];
    ns -= UINT64_C(3600000000000);
    for (size_t i = 0; i < 8; i++)
        arrival[i] = (uint8_t)(ns >> (56 - 8 * i));
    try_content("back-date", file, changed, file->len);
}

/* The hour in a checkpoint's time. */
static void back_date_checkpoint(void)
{
    const struct file *file = find_file("checkpoints/000");
    const size_t note = chance(note_count);

    memcpy(changed, file->data, file->len);
    changed[file->len] = '\0';
    char *time = strstr((char *)changed + note_at[note], "\ntime ");

    time[strlen("\ntime 2021-11-06T")] = '1';
    try_content("back-date", file, changed, file->len);
}

/* An older version of the file that changes. The one before the latest is what a crash
 * may leave; that is told. */
static void roll_back(void)
{
    struct tcs_record_fault fault = { .text = "" };
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;
    const struct file *history = find_file("checkpoints/000");
    const struct file *latest = find_file("checkpoint");
    const size_t note = chance(note_count - 1);

    put_file("checkpoint", history->data + note_at[note],
             note_at[note + 1] - note_at[note]);
    const enum tcs_status status = tcs_record_verify(folder, &all, &report, &fault);

    if (note == note_count - 2) {
        CHECK_OK(status);
        CHECK(report.beyond_octets > 0);
        CHECK_INT(report.entries, entry_count);
    } else {
        CHECK_INT(status, TCS_E_MISMATCH);
    }
    put_file("checkpoint", latest->data, latest->len);
    found_count++;
}

/* Another key: in key.pub only, and a whole record signed anew with it. */
static void swap_key(void)
{
    static const char trusted[] =
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n";
    const struct file *file = find_file("key.pub");
    const struct tcs_record_check check = { .key = trusted };
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_record_report report;

    try_content("key swap", file, (const uint8_t *)trusted, strlen(trusted));
    CHECK_INT(tcs_record_verify(folder, &check, &report, &fault), TCS_E_MISMATCH);
    found_count++;
}

/* ---- the record ---- */

static void make_record(uint64_t entries, uint64_t per_commit)
{
    static uint8_t room[CONTENT_MAX];
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    CHECK(folder_make(folder));
    CHECK_OK(tcs_record_open(folder, "example.org/record", &writer, &dropped, &fault));
    for (uint64_t i = 0; i < entries; i++) {
        struct tcs_entry entry = content_of(i, room);

        if (i == 0)
            entry.kind = TCS_ENTRY_START;
        CHECK_OK(tcs_record_append(writer, &entry, &(uint64_t) { 0 }));
        if (content_mix(i) % per_commit == 0 || i + 1 == entries)
            CHECK_OK(tcs_record_commit(writer, content_utc_ns(i), &fault));
    }
    tcs_record_close(writer);
    entry_count = entries;
    file_count = 0;
    load_folder("");
    survey_entries();
    survey_notes();
}

static void drop_record(void)
{
    for (size_t i = 0; i < file_count; i++)
        free(files[i].data);
    folder_remove(folder);
}

static void check_untouched(void)
{
    struct tcs_record_fault fault = { .text = "" };
    const struct tcs_record_check all = { .key = NULL };
    struct tcs_record_report report;

    if (tcs_record_verify(folder, &all, &report, &fault) != TCS_OK)
        fail_msg("%s", fault.text);
    CHECK_INT(report.entries, entry_count);
    CHECK_INT(report.checkpoints, note_count);
    CHECK_INT(report.beyond_octets + report.stray_files, 0);
}

static void tamper(uint64_t rounds)
{
    static void (*const ways[])(void) = {
        flip,      truncate_file, drop,       insert,          append,
        reorder,   remove_file,   swap_files, back_date_entry, back_date_checkpoint,
        roll_back, swap_key,
    };
    const size_t count = sizeof ways / sizeof ways[0];

    check_untouched();
    for (uint64_t i = 0; i < rounds; i++)
        ways[i % count]();
    check_untouched(); /* every change was taken back */
}

static void every_change_of_a_small_record_is_found_where_it_is(void **state)
{
    random_state = 1;
    make_record(700, 30);
    tamper(1200);
    drop_record();
}

static void every_change_of_a_longer_record_is_found_where_it_is(void **state)
{
    random_state = 2;
    make_record(4400, 60);
    tamper(120);
    drop_record();
    print_message("%" PRIu64 " changes found, %" PRIu64 " told as lying beyond the end\n",
                  found_count, beyond_count);
    CHECK(found_count > 1200 && beyond_count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_of_a_small_record_is_found_where_it_is),
        cmocka_unit_test(every_change_of_a_longer_record_is_found_where_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
