/* SPDX-License-Identifier: Apache-2.0 */
#include "api/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_MAX = 32 };

static const struct {
    const char *ending;
    const char *mime;
} mimes[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".mjs", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json" },
    { ".geojson", "application/geo+json" },
    { ".webmanifest", "application/manifest+json" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".wasm", "application/wasm" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".pmtiles", "application/vnd.pmtiles" },
};

const char *tcs_api_mime(const char *path)
{
    const size_t len = strlen(path);

    for (size_t i = 0; i < sizeof mimes / sizeof mimes[0]; i++) {
        const size_t ending = strlen(mimes[i].ending);

        if (len > ending && strcmp(path + len - ending, mimes[i].ending) == 0)
            return mimes[i].mime;
    }
    return "application/octet-stream";
}

/* FNV-1a: tells versions of a file apart, protects nothing. */
static uint64_t digest(const uint8_t *data, size_t len)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ data[i]) * UINT64_C(1099511628211);
    return hash;
}

static bool read_all(int fd, uint8_t *data, size_t len)
{
    size_t at = 0;

    while (at < len) {
        const ssize_t got = read(fd, data + at, len - at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            if (got == 0)
                errno = EIO; /* it has become shorter meanwhile */
            return false;
        }
        at += (size_t)got;
    }
    return true;
}

/* Takes over fd. */
static enum tcs_status add_file(struct tcs_api_files *files, int fd, const char *path,
                                size_t len)
{
    struct tcs_api_file *file = &files->rows[files->count];
    uint8_t *data;

    if (files->count == TCS_API_FILES_MAX || strlen(path) >= sizeof file->path ||
        len > TCS_API_FILES_OCTETS_MAX - files->octets) {
        close(fd);
        return TCS_E_FULL;
    }
    data = malloc(len > 0 ? len : 1);
    if (data == NULL || !read_all(fd, data, len)) {
        const enum tcs_status status = data == NULL ? TCS_E_MEMORY : TCS_E_IO;

        free(data);
        close(fd);
        return status;
    }
    close(fd);
    memset(file, 0, sizeof *file);
    (void)snprintf(file->path, sizeof file->path, "%s", path);
    (void)snprintf(file->etag, sizeof file->etag, "\"%016llx\"",
                   (unsigned long long)digest(data, len));
    file->mime = tcs_api_mime(path);
    /* Vite writes there only names that hold a digest of the contents. */
    file->immutable = strncmp(path, "/assets/", 8) == 0;
    file->data = data;
    file->len = len;
    files->count++;
    files->octets += len;
    return TCS_OK;
}

/* Folders still to be read, as paths from the first one. */
struct folders {
    char paths[FOLDERS_MAX][TCS_API_PATH_MAX];
    size_t count;
};

static enum tcs_status add_entry(struct tcs_api_files *files, struct folders *folders,
                                 int folder, const char *base, const char *name)
{
    char path[TCS_API_PATH_MAX];
    struct stat info;
    int fd;

    if (name[0] == '.')
        return TCS_OK;
    if (snprintf(path, sizeof path, "%s/%s", base, name) >= (int)sizeof path)
        return TCS_E_FULL;
    fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ELOOP || errno == ENXIO ? TCS_OK : TCS_E_IO;
    if (fstat(fd, &info) != 0) {
        close(fd);
        return TCS_E_IO;
    }
    if (S_ISREG(info.st_mode))
        return add_file(files, fd, path, (size_t)info.st_size);
    close(fd);
    if (!S_ISDIR(info.st_mode))
        return TCS_OK;
    if (folders->count == FOLDERS_MAX)
        return TCS_E_FULL;
    memcpy(folders->paths[folders->count++], path, sizeof path);
    return TCS_OK;
}

static enum tcs_status add_folder(struct tcs_api_files *files, struct folders *folders,
                                  int root, const char *path)
{
    enum tcs_status status = TCS_OK;
    const int fd = openat(root, path[0] == '/' ? path + 1 : ".",
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return TCS_E_IO;
    }
    while (status == TCS_OK && (entry = readdir(dir)) != NULL)
        status = add_entry(files, folders, fd, path, entry->d_name);
    closedir(dir);
    return status;
}

enum tcs_status tcs_api_files_load(struct tcs_api_files *files, const char *dir)
{
    struct folders *folders = calloc(1, sizeof *folders);
    const int root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum tcs_status status = TCS_OK;

    memset(files, 0, sizeof *files);
    if (folders == NULL || root < 0) {
        status = folders == NULL ? TCS_E_MEMORY : TCS_E_IO;
    } else {
        folders->count = 1; /* the first: its path is empty */
        for (size_t i = 0; status == TCS_OK && i < folders->count; i++)
            status = add_folder(files, folders, root, folders->paths[i]);
    }

    const int reason = errno;

    if (root >= 0)
        close(root);
    free(folders);
    if (status != TCS_OK)
        tcs_api_files_clear(files);
    errno = reason;
    return status;
}

void tcs_api_files_clear(struct tcs_api_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->rows[i].data);
    memset(files, 0, sizeof *files);
}

const struct tcs_api_file *tcs_api_files_find(const struct tcs_api_files *files,
                                              const char *path)
{
    const char *wanted = strcmp(path, "/") == 0 ? "/index.html" : path;

    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->rows[i].path, wanted) == 0)
            return &files->rows[i];
    return NULL;
}
