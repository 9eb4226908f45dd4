/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_DISK_H
#define TCS_RECORD_DISK_H

/*
 * disk.h -- files of a record, by names relative to its directory, and making them
 * durable.
 *
 * The writer writes as many files as it has to and then syncs once: tcs_disk_sync() makes
 * durable every file that was written since the last sync, and every directory that got a
 * new name. A handful of files is synced one by one; when they are many, syncfs() makes
 * one journal commit instead of hundreds.
 *
 * After any failure the kernel may have dropped what could not be written and may call
 * the next fsync a success. Therefore the caller writes everything again after a failure,
 * and the next sync is one of the whole file system.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/status.h"
#include "record/format.h"
#include "record/record.h"

/* Every call that changes the disk, so that tests can make any of them fail, or play a
 * power cut. As in POSIX: -1 and errno on failure. */
struct tcs_disk_calls {
    int (*open_at)(int dir, const char *path, int flags, mode_t mode);
    ssize_t (*write_at)(int fd, const void *data, size_t len, off_t offset);
    int (*cut)(int fd, off_t len);
    int (*sync_data)(int fd);
    int (*sync_dir)(int fd);
    int (*sync_all)(int fd);
    int (*rename_at)(int dir, const char *from, const char *to);
    int (*unlink_at)(int dir, const char *path, int flags);
    int (*mkdir_at)(int dir, const char *path, mode_t mode);
    int (*close)(int fd);
};
/* The kernel's, until a test says otherwise. */
extern struct tcs_disk_calls tcs_disk_calls;

enum { TCS_DISK_FILES_MAX = 12, TCS_DISK_DIRS_MAX = 12 };

struct tcs_disk {
    int root;
    bool everything; /* the next sync has to be of the whole file system */
    size_t file_count;
    size_t dir_count;
    int files[TCS_DISK_FILES_MAX];
    char dirs[TCS_DISK_DIRS_MAX][TCS_RECORD_PATH_LEN];
};

/* Opens the directory; with `make`, makes it (one level) when it is not there. */
TCS_NODISCARD
enum tcs_status tcs_disk_open(const char *path, bool make, struct tcs_disk *ret_disk,
                              struct tcs_record_fault *ret_fault);
void tcs_disk_close(struct tcs_disk *disk);

/* Writes data at offset and ends the file behind it. Makes the file, and the directories
 * on the way to it, as needed. */
TCS_NODISCARD
enum tcs_status tcs_disk_write(struct tcs_disk *disk, const char *path, uint64_t offset,
                               struct tcs_bytes data, struct tcs_record_fault *ret_fault);
/* Makes a new file that only its owner may read. */
TCS_NODISCARD
enum tcs_status tcs_disk_write_secret(struct tcs_disk *disk, const char *path,
                                      struct tcs_bytes data,
                                      struct tcs_record_fault *ret_fault);
TCS_NODISCARD
enum tcs_status tcs_disk_sync(struct tcs_disk *disk, struct tcs_record_fault *ret_fault);
/* The same from offset 0, for a file that tcs_disk_replace() renames at once: its own
 * name need not become durable. */
TCS_NODISCARD
enum tcs_status tcs_disk_write_draft(struct tcs_disk *disk, const char *path,
                                     struct tcs_bytes data,
                                     struct tcs_record_fault *ret_fault);
/* path takes the place of `over`; durable after the next sync. */
TCS_NODISCARD
enum tcs_status tcs_disk_replace(struct tcs_disk *disk, const char *path,
                                 const char *over, struct tcs_record_fault *ret_fault);
/* Shortens a file that is longer than len; a file that is not there is short enough. */
TCS_NODISCARD
enum tcs_status tcs_disk_cut(struct tcs_disk *disk, const char *path, uint64_t len,
                             struct tcs_record_fault *ret_fault);
/* Removes a file, or with `dir` an empty directory; false when it was not there. Not made
 * durable: nothing is removed that would harm by coming back. */
bool tcs_disk_remove(struct tcs_disk *disk, const char *path, bool dir);

/* Reads a whole file of at most `capacity` octets into data. TCS_E_NOT_FOUND: it is not
 * there; TCS_E_FULL: it is longer, and its beginning was read; TCS_E_IO. */
TCS_NODISCARD
enum tcs_status tcs_disk_read(const struct tcs_disk *disk, const char *path, void *data,
                              size_t capacity, size_t *ret_len,
                              struct tcs_record_fault *ret_fault);
/* The same into new memory that the caller frees; nothing of a file that is longer. */
TCS_NODISCARD
enum tcs_status tcs_disk_load(const struct tcs_disk *disk, const char *path,
                              size_t capacity, uint8_t **ret_data, size_t *ret_len,
                              struct tcs_record_fault *ret_fault);

/* Fills the fault in: "WHERE: WHAT", entry not known. Returns status. */
enum tcs_status tcs_fault_set(struct tcs_record_fault *ret_fault, enum tcs_status status,
                              const char *format, ...) TCS_PRINTF(3, 4);

#endif
