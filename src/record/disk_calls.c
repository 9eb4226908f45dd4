/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* syncfs */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/disk.h"

/* open and openat are variadic: they need a face of fixed shape. */
static int open_at(int dir, const char *path, int flags, mode_t mode)
{
    return openat(dir, path, flags, mode);
}

static int rename_at(int dir, const char *from, const char *to)
{
    return renameat(dir, from, dir, to);
}

struct tcs_disk_calls tcs_disk_calls = {
    .open_at = open_at,
    .write_at = pwrite,
    .cut = ftruncate,
    .sync_data = fdatasync,
    .sync_dir = fsync,
    .sync_all = syncfs,
    .rename_at = rename_at,
    .unlink_at = unlinkat,
    .mkdir_at = mkdirat,
    .close = close,
};
