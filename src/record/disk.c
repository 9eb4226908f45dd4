/* SPDX-License-Identifier: Apache-2.0 */
#include "record/disk.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum tcs_status tcs_fault_set(struct tcs_record_fault *ret_fault, enum tcs_status status,
                              const char *format, ...)
{
    va_list args;

    va_start(args, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it was started above */
    (void)vsnprintf(ret_fault->text, sizeof ret_fault->text, format, args);
    va_end(args);
    ret_fault->entry = UINT64_MAX;
    return status;
}

/* errno's reason, after an action on a file. */
static enum tcs_status failed(struct tcs_record_fault *ret_fault, const char *path,
                              const char *action)
{
    char reason[100] = "";

    (void)strerror_r(errno, reason, sizeof reason);
    return tcs_fault_set(ret_fault, TCS_E_IO, "%s: cannot %s: %s", path, action, reason);
}

static enum tcs_status missing_or_failed(struct tcs_record_fault *ret_fault,
                                         const char *path, const char *action)
{
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    const enum tcs_status status = failed(ret_fault, path, action);

    return missing ? TCS_E_NOT_FOUND : status;
}

enum tcs_status tcs_disk_open(const char *path, bool make, struct tcs_disk *ret_disk,
                              struct tcs_record_fault *ret_fault)
{
    struct tcs_disk disk = { 0 };

    if (make && tcs_disk_calls.mkdir_at(AT_FDCWD, path, 0755) != 0 && errno != EEXIST)
        return failed(ret_fault, path, "make the directory");
    disk.root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (disk.root < 0)
        return missing_or_failed(ret_fault, path, "open the directory");
    /* What an earlier writer left may still lie in memory only. */
    disk.everything = true;
    *ret_disk = disk;
    return TCS_OK;
}

/* Forgets what was to be synced. */
static void let_go(struct tcs_disk *disk)
{
    while (disk->file_count > 0)
        (void)tcs_disk_calls.close(disk->files[--disk->file_count]);
    disk->dir_count = 0;
}

void tcs_disk_close(struct tcs_disk *disk)
{
    let_go(disk);
    (void)close(disk->root);
}

/* The directory of path is to be synced; path without a slash lies in the root. */
static void touch_parent(struct tcs_disk *disk, const char *path)
{
    char dir[TCS_RECORD_PATH_LEN];
    const char *slash = strrchr(path, '/');

    (void)snprintf(dir, sizeof dir, "%.*s", slash == NULL ? 1 : (int)(slash - path),
                   slash == NULL ? "." : path);
    for (size_t i = 0; i < disk->dir_count; i++)
        if (strcmp(disk->dirs[i], dir) == 0)
            return;
    if (disk->dir_count == TCS_DISK_DIRS_MAX)
        disk->everything = true;
    else
        memcpy(disk->dirs[disk->dir_count++], dir, sizeof dir);
}

/* Makes every directory on the way to path. */
static bool make_way(struct tcs_disk *disk, const char *path)
{
    char dir[TCS_RECORD_PATH_LEN];

    for (const char *slash = strchr(path, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        (void)snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
        if (tcs_disk_calls.mkdir_at(disk->root, dir, 0755) == 0)
            touch_parent(disk, dir);
        else if (errno != EEXIST)
            return false;
    }
    return true;
}

static int open_file(struct tcs_disk *disk, const char *path, mode_t mode, bool lasting)
{
    const int old = O_WRONLY | O_CLOEXEC | O_NOFOLLOW;
    const int made = old | O_CREAT | O_EXCL;
    int fd = tcs_disk_calls.open_at(disk->root, path, old, 0);

    if (fd >= 0 || errno != ENOENT)
        return fd;
    fd = tcs_disk_calls.open_at(disk->root, path, made, mode);
    if (fd < 0 && errno == ENOENT && make_way(disk, path))
        fd = tcs_disk_calls.open_at(disk->root, path, made, mode);
    if (fd >= 0 && lasting)
        touch_parent(disk, path);
    return fd;
}

static bool write_all(int fd, uint64_t offset, struct tcs_bytes data)
{
    while (data.len > 0) {
        const ssize_t len =
            tcs_disk_calls.write_at(fd, data.data, data.len, (off_t)offset);

        if (len == 0)
            errno = EIO;
        if (len == 0 || (len < 0 && errno != EINTR))
            return false;
        if (len > 0) {
            data = tcs_bytes_part(data, (size_t)len, data.len);
            offset += (uint64_t)len;
        }
    }
    return tcs_disk_calls.cut(fd, (off_t)offset) == 0;
}

static enum tcs_status write_file(struct tcs_disk *disk, int fd, const char *path,
                                  uint64_t offset, struct tcs_bytes data,
                                  struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;

    if (fd < 0 || !write_all(fd, offset, data)) {
        status = failed(ret_fault, path, "write");
        let_go(disk);
    } else if (disk->file_count < TCS_DISK_FILES_MAX) {
        disk->files[disk->file_count++] = fd;
        return TCS_OK;
    }
    disk->everything = true;
    if (fd >= 0)
        (void)tcs_disk_calls.close(fd);
    return status;
}

enum tcs_status tcs_disk_write(struct tcs_disk *disk, const char *path, uint64_t offset,
                               struct tcs_bytes data, struct tcs_record_fault *ret_fault)
{
    return write_file(disk, open_file(disk, path, 0644, true), path, offset, data,
                      ret_fault);
}

enum tcs_status tcs_disk_write_draft(struct tcs_disk *disk, const char *path,
                                     struct tcs_bytes data,
                                     struct tcs_record_fault *ret_fault)
{
    return write_file(disk, open_file(disk, path, 0644, false), path, 0, data, ret_fault);
}

enum tcs_status tcs_disk_write_secret(struct tcs_disk *disk, const char *path,
                                      struct tcs_bytes data,
                                      struct tcs_record_fault *ret_fault)
{
    /* What a crash left here may have been made with other rights. */
    (void)tcs_disk_remove(disk, path, false);
    return write_file(disk, open_file(disk, path, 0600, true), path, 0, data, ret_fault);
}

static bool sync_dir(const struct tcs_disk *disk, const char *path)
{
    const int fd = openat(disk->root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = fd >= 0 && tcs_disk_calls.sync_dir(fd) == 0;

    if (fd >= 0)
        (void)close(fd);
    return good;
}

enum tcs_status tcs_disk_sync(struct tcs_disk *disk, struct tcs_record_fault *ret_fault)
{
    bool good = true;

    if (disk->everything) {
        good = tcs_disk_calls.sync_all(disk->root) == 0;
    } else {
        for (size_t i = 0; good && i < disk->file_count; i++)
            good = tcs_disk_calls.sync_data(disk->files[i]) == 0;
        for (size_t i = 0; good && i < disk->dir_count; i++)
            good = sync_dir(disk, disk->dirs[i]);
    }
    const enum tcs_status status =
        good ? TCS_OK : failed(ret_fault, "record", "make it durable");

    disk->everything = !good;
    let_go(disk);
    return status;
}

enum tcs_status tcs_disk_replace(struct tcs_disk *disk, const char *path,
                                 const char *over, struct tcs_record_fault *ret_fault)
{
    if (tcs_disk_calls.rename_at(disk->root, path, over) != 0) {
        disk->everything = true;
        return failed(ret_fault, over, "replace");
    }
    touch_parent(disk, over);
    return TCS_OK;
}

enum tcs_status tcs_disk_cut(struct tcs_disk *disk, const char *path, uint64_t len,
                             struct tcs_record_fault *ret_fault)
{
    struct stat now;
    const int fd =
        tcs_disk_calls.open_at(disk->root, path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0);

    if (fd < 0)
        return errno == ENOENT ? TCS_OK : failed(ret_fault, path, "open");
    const bool good = fstat(fd, &now) == 0 && ((uint64_t)now.st_size <= len ||
                                               tcs_disk_calls.cut(fd, (off_t)len) == 0);
    const enum tcs_status status = good ? TCS_OK : failed(ret_fault, path, "shorten");

    disk->everything = true;
    (void)tcs_disk_calls.close(fd);
    return status;
}

bool tcs_disk_remove(struct tcs_disk *disk, const char *path, bool dir)
{
    return tcs_disk_calls.unlink_at(disk->root, path, dir ? AT_REMOVEDIR : 0) == 0;
}

/* Opens for reading and tells the length; -1 and the fault on failure. */
static int open_read(const struct tcs_disk *disk, const char *path, size_t capacity,
                     size_t *ret_len, enum tcs_status *ret_status,
                     struct tcs_record_fault *ret_fault)
{
    struct stat now;
    const int fd = openat(disk->root, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0 || fstat(fd, &now) != 0)
        *ret_status = missing_or_failed(ret_fault, path, "open");
    else if (!S_ISREG(now.st_mode))
        *ret_status = tcs_fault_set(ret_fault, TCS_E_IO, "%s: not a file", path);
    else if ((uint64_t)now.st_size > capacity)
        *ret_status = tcs_fault_set(ret_fault, TCS_E_FULL, "%s: too long", path);
    else
        *ret_len = (size_t)now.st_size;
    if (fd >= 0 && *ret_status != TCS_OK)
        (void)close(fd);
    return *ret_status == TCS_OK ? fd : -1;
}

/* A file that shrinks meanwhile gives fewer octets. */
static enum tcs_status fill(int fd, const char *path, void *data, size_t *len,
                            struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;
    size_t at = 0;

    while (at < *len) {
        const ssize_t got = read(fd, (uint8_t *)data + at, *len - at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = failed(ret_fault, path, "read");
        if (got <= 0)
            break;
        at += (size_t)got;
    }
    (void)close(fd);
    *len = at;
    return status;
}

enum tcs_status tcs_disk_read(const struct tcs_disk *disk, const char *path, void *data,
                              size_t capacity, size_t *ret_len,
                              struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;
    size_t len = 0;
    const int fd = open_read(disk, path, SIZE_MAX, &len, &status, ret_fault);
    const bool longer = len > capacity;

    if (fd < 0)
        return status;
    if (longer)
        len = capacity;
    status = fill(fd, path, data, &len, ret_fault);
    if (status != TCS_OK)
        return status;
    if (longer)
        return tcs_fault_set(ret_fault, TCS_E_FULL, "%s: too long", path);
    *ret_len = len;
    return TCS_OK;
}

enum tcs_status tcs_disk_load(const struct tcs_disk *disk, const char *path,
                              size_t capacity, uint8_t **ret_data, size_t *ret_len,
                              struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;
    size_t len = 0;
    const int fd = open_read(disk, path, capacity, &len, &status, ret_fault);

    if (fd < 0)
        return status;
    uint8_t *data = malloc(len + 1);

    if (data == NULL) {
        (void)close(fd);
        return tcs_fault_set(ret_fault, TCS_E_MEMORY, "%s: no memory", path);
    }
    status = fill(fd, path, data, &len, ret_fault);
    if (status != TCS_OK) {
        free(data);
        return status;
    }
    *ret_data = data;
    *ret_len = len;
    return TCS_OK;
}
