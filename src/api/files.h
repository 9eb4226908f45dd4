/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_API_FILES_H
#define TCS_API_FILES_H

/*
 * files.h -- the console's files, read whole into memory at start.
 *
 * A request is looked up in this table and nowhere else, so that no path, however
 * written, reaches the file system. Links, hidden files and anything that is not a plain
 * file or a folder are left out.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum {
    TCS_API_FILES_MAX = 256,
    TCS_API_FILES_OCTETS_MAX = 64 << 20,
    TCS_API_PATH_MAX = 200,
};

struct tcs_api_file {
    char path[TCS_API_PATH_MAX]; /* as asked for: "/assets/index-1a2b3c.js" */
    const char *mime;
    char etag[24];  /* quoted; of the contents */
    bool immutable; /* its name changes with its contents: it may be kept for ever */
    uint8_t *data;
    size_t len;
};

struct tcs_api_files {
    struct tcs_api_file rows[TCS_API_FILES_MAX];
    size_t count;
    size_t octets;
};

/* TCS_E_IO (errno tells why), TCS_E_FULL, TCS_E_MEMORY; *files is empty then. */
TCS_NODISCARD
enum tcs_status tcs_api_files_load(struct tcs_api_files *files, const char *dir);
void tcs_api_files_clear(struct tcs_api_files *files);

/* "/" finds "/index.html". NULL: there is none. */
const struct tcs_api_file *tcs_api_files_find(const struct tcs_api_files *files,
                                              const char *path);

/* By the ending of the name; "application/octet-stream" when it is not known. */
const char *tcs_api_mime(const char *path);

#endif
