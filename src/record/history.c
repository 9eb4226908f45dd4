/* SPDX-License-Identifier: Apache-2.0 */
/* The verifier's walk along the checkpoints, and what else lies in the directory. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/latest.h"
#include "record/verify.h"

enum { DEPTH_MAX = 12 };

static enum tcs_status bad_note(const struct tcs_check *check, uint64_t number,
                                const char *what, struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    char text[128];

    tcs_history_path(number, path);
    (void)snprintf(text, sizeof text, "checkpoint %" PRIu64 ": %s", number, what);
    return tcs_fault_at(ret_fault, check->covered, path, text);
}

/* One note: well formed, signed, of this record. What is wrong with it; NULL: nothing. */
static const char *read_note(const struct tcs_check *check, struct tcs_bytes in,
                             struct tcs_note *ret_note,
                             struct tcs_checkpoint *ret_checkpoint)
{
    if (tcs_note_next(in, ret_note) != TCS_OK)
        return "not a signed note";
    const enum tcs_status status = tcs_note_check(ret_note, &check->key);

    if (status == TCS_E_NOT_FOUND)
        return "not signed by the key";
    if (status != TCS_OK)
        return "the signature is wrong";
    if (tcs_checkpoint_read(ret_note->text, ret_checkpoint) != TCS_OK)
        return "not a checkpoint";
    if (strcmp(ret_checkpoint->origin, check->key.name) != 0)
        return "has another origin than the key";
    return NULL;
}

/* ---- the walk ---- */

static enum tcs_status load_history(struct tcs_check *check,
                                    struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];

    free(check->history);
    check->history = NULL;
    check->history_len = 0;
    check->history_at = 0;
    tcs_history_path(check->number, path);
    const enum tcs_status status =
        tcs_disk_load(&check->disk, path, TCS_HISTORY_MAX, &check->history,
                      &check->history_len, ret_fault);

    if (status == TCS_E_NOT_FOUND)
        return bad_note(check, check->number, "the file is missing", ret_fault);
    check->files++;
    return status;
}

/* Reads the next checkpoint, up to the target. */
static enum tcs_status take_next(struct tcs_check *check,
                                 struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;
    struct tcs_note note;

    if (check->have_next || check->number > check->target.number)
        return TCS_OK;
    if (check->number % TCS_HISTORY_NOTES == 0) {
        if (check->history_at < check->history_len)
            return bad_note(check, check->number - 1, "more follows the last of its file",
                            ret_fault);
        status = load_history(check, ret_fault);
    }
    if (status != TCS_OK)
        return status;
    const char *fault = read_note(check,
                                  tcs_bytes(check->history + check->history_at,
                                            check->history_len - check->history_at),
                                  &note, &check->next);

    if (fault == NULL && check->next.number != check->number)
        fault = "has another number";
    if (fault == NULL && check->next.size < check->covered)
        fault = "covers fewer entries than the one before";
    if (fault == NULL && check->next.size > check->target.size)
        fault = "covers more entries than the latest";
    if (fault != NULL)
        return bad_note(check, check->number, fault, ret_fault);
    check->next_note = tcs_bytes(check->history + check->history_at, note.len);
    check->history_at += note.len;
    check->have_next = true;
    return TCS_OK;
}

static enum tcs_status check_kept(struct tcs_check *check,
                                  struct tcs_record_fault *ret_fault)
{
    const struct tcs_hash root = tcs_edge_root(&check->edge, check->hasher);

    for (; check->kept_at < check->kept_count &&
           check->kept[check->kept_at].size == check->edge.size;
         check->kept_at++)
        if (!tcs_hash_equal(&root, &check->kept[check->kept_at].root))
            return tcs_fault_at(
                ret_fault, check->kept_at > 0 ? check->kept[check->kept_at - 1].size : 0,
                "kept checkpoint", "was signed for other entries from here on");
    return TCS_OK;
}

enum tcs_status tcs_check_history(struct tcs_check *check,
                                  struct tcs_record_fault *ret_fault)
{
    const uint64_t size = check->edge.size;
    enum tcs_status status = check_kept(check, ret_fault);

    if (status == TCS_OK)
        status = take_next(check, ret_fault);
    while (status == TCS_OK && check->have_next && check->next.size == size) {
        const struct tcs_hash root = tcs_edge_root(&check->edge, check->hasher);

        if (!tcs_hash_equal(&root, &check->next.root))
            return bad_note(check, check->number, "the entries do not give its root",
                            ret_fault);
        if (check->number == check->target.number &&
            !tcs_bytes_equal(check->next_note, check->target_note))
            return bad_note(check, check->number, "differs from the latest", ret_fault);
        for (size_t level = 0; level < TCS_TILE_LEVELS; level++)
            check->widths[level][tcs_tile_width(size, level)] = true;
        if (check->report->checkpoints++ == 0)
            check->report->first_utc_ns = check->next.utc_ns;
        check->report->last_utc_ns = check->next.utc_ns;
        check->covered = size;
        check->have_next = false;
        check->number++;
        status = take_next(check, ret_fault);
    }
    return status;
}

enum tcs_status tcs_check_history_end(struct tcs_check *check,
                                      struct tcs_record_fault *ret_fault)
{
    if (check->number <= check->target.number)
        return bad_note(check, check->number, "was not reached", ret_fault);
    if (check->kept_at < check->kept_count)
        return tcs_fault_at(ret_fault, check->edge.size, "kept checkpoint",
                            "covers entries that are missing from here on");
    const uint64_t beyond = check->history_len - check->history_at;

    if (beyond > TCS_CHECKPOINT_MAX && !check->report->live)
        return bad_note(check, check->number, "more follows than a crash can leave",
                        ret_fault);
    check->report->beyond_octets += beyond;
    return TCS_OK;
}

/* ---- where to end ---- */

/* Good notes that follow the published one in checkpoints/; *ret_note is the first. */
static uint64_t count_ahead(struct tcs_check *check, struct tcs_note *ret_note,
                            struct tcs_checkpoint *ret_checkpoint,
                            struct tcs_record_fault *ret_fault)
{
    const uint64_t published = check->target.number;
    uint64_t number = published - published % TCS_HISTORY_NOTES;
    uint64_t ahead = 0;
    struct tcs_note note;
    struct tcs_checkpoint checkpoint;
    struct tcs_bytes rest;

    check->number = number;
    if (load_history(check, ret_fault) != TCS_OK)
        return 0;
    rest = tcs_bytes(check->history, check->history_len);
    for (; number <= published && tcs_note_next(rest, &note) == TCS_OK; number++)
        rest = tcs_bytes_part(rest, note.len, rest.len);
    if (published % TCS_HISTORY_NOTES == TCS_HISTORY_NOTES - 1) {
        check->number = number;
        if (load_history(check, ret_fault) != TCS_OK)
            return 0;
        rest = tcs_bytes(check->history, check->history_len);
    }
    for (; read_note(check, rest, &note, &checkpoint) == NULL &&
           checkpoint.number == number;
         number++) {
        if (ahead++ == 0) {
            *ret_note = note;
            *ret_checkpoint = checkpoint;
        }
        rest = tcs_bytes_part(rest, note.len, rest.len);
    }
    return ahead;
}

static void set_target(struct tcs_check *check, struct tcs_bytes note,
                       const struct tcs_checkpoint *checkpoint)
{
    memmove(check->target_octets, note.data, note.len);
    check->target_note = tcs_bytes(check->target_octets, note.len);
    check->target = *checkpoint;
}

enum tcs_status tcs_check_target(struct tcs_check *check,
                                 struct tcs_record_fault *ret_fault)
{
    struct tcs_note note;
    struct tcs_checkpoint checkpoint;
    struct tcs_record_fault ignored;
    size_t len = 0;
    enum tcs_status status =
        tcs_disk_read(&check->disk, "checkpoint", check->target_octets,
                      sizeof check->target_octets, &len, ret_fault);

    if (status == TCS_E_NOT_FOUND || status == TCS_E_FULL)
        return tcs_fault_set(ret_fault, TCS_E_MISMATCH, "checkpoint: %s",
                             status == TCS_E_FULL ? "too long" : "missing");
    if (status != TCS_OK)
        return status;
    const char *fault =
        read_note(check, tcs_bytes(check->target_octets, len), &note, &checkpoint);

    if (fault == NULL && note.len != len)
        fault = "more follows the note";
    if (fault != NULL)
        return tcs_fault_set(ret_fault, TCS_E_MISMATCH, "checkpoint: %s", fault);
    set_target(check, tcs_bytes(check->target_octets, len), &checkpoint);
    const uint64_t ahead =
        check->report->live ? 0 : count_ahead(check, &note, &checkpoint, &ignored);

    if (ahead > 1)
        return tcs_fault_set(ret_fault, TCS_E_MISMATCH,
                             "checkpoint: %" PRIu64 " newer ones are in checkpoints/",
                             ahead);
    if (ahead == 1) {
        check->report->beyond_octets += note.len;
        set_target(check, tcs_bytes(note.text.data, note.len), &checkpoint);
    }
    check->number = 0;
    check->history_len = 0;
    check->history_at = 0;
    check->files = 0;
    return TCS_OK;
}

static int by_size(const void *a, const void *b)
{
    const struct tcs_checkpoint *left = a;
    const struct tcs_checkpoint *right = b;

    return left->size < right->size ? -1 : left->size > right->size;
}

enum tcs_status tcs_check_kept(struct tcs_check *check, struct tcs_bytes notes,
                               struct tcs_record_fault *ret_fault)
{
    struct tcs_note note;

    while (notes.len > 0) {
        if (check->kept_count == TCS_KEPT_MAX)
            return tcs_fault_set(ret_fault, TCS_E_FULL, "too many kept checkpoints");
        const char *fault =
            read_note(check, notes, &note, &check->kept[check->kept_count]);

        if (fault != NULL)
            return tcs_fault_set(ret_fault, TCS_E_MISMATCH, "kept checkpoint: %s", fault);
        check->kept_count++;
        notes = tcs_bytes_part(notes, note.len, notes.len);
    }
    qsort(check->kept, check->kept_count, sizeof check->kept[0], by_size);
    return TCS_OK;
}

/* ---- strays ---- */

/* NOLINTNEXTLINE(misc-no-recursion): DEPTH_MAX ends it */
static uint64_t count_files(int parent, const char *name, int depth)
{
    const int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct stat now;
    uint64_t count = 0;

    if (dir == NULL) {
        if (fd >= 0)
            (void)close(fd);
        return 0;
    }
    for (const struct dirent *row = readdir(dir); row != NULL; row = readdir(dir)) {
        if (strcmp(row->d_name, ".") == 0 || strcmp(row->d_name, "..") == 0)
            continue;
        if (fstatat(fd, row->d_name, &now, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (!S_ISDIR(now.st_mode))
            count++;
        else if (depth < DEPTH_MAX)
            count += count_files(fd, row->d_name, depth + 1);
    }
    (void)closedir(dir);
    return count;
}

void tcs_check_strays(struct tcs_check *check)
{
    static const char *const own[] = { "checkpoint", "key", "key.pub", "lock" };
    const uint64_t all = count_files(check->disk.root, ".", 0);

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        check->files += faccessat(check->disk.root, own[i], F_OK, 0) == 0;
    check->report->stray_files = all > check->files ? all - check->files : 0;
}
