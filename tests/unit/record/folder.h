/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_FOLDER_H
#define TCS_TESTS_FOLDER_H

/*
 * folder.h -- a folder for a test to write in, and its removal.
 */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_LEN = 256 };

/* Makes a new folder for temporary files; false on failure. */
static inline bool folder_make(char ret_path[FOLDER_LEN])
{
    const char *parent = getenv("TMPDIR");

    /* In memory when possible: the tests sync a lot, and it is not the disk they test. */
    if (parent == NULL && access("/dev/shm", W_OK | X_OK) == 0)
        parent = "/dev/shm";

    (void)snprintf(ret_path, FOLDER_LEN, "%s/tocsin-record-XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    return mkdtemp(ret_path) != NULL;
}

/* Removes it with all that is in it. */
static inline void folder_remove_at(int parent, const char *name)
{
    const int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);

    if (dir == NULL) {
        (void)unlinkat(parent, name, 0);
        return;
    }
    for (const struct dirent *row = readdir(dir); row != NULL; row = readdir(dir))
        if (strcmp(row->d_name, ".") != 0 && strcmp(row->d_name, "..") != 0)
            folder_remove_at(fd, row->d_name);
    (void)closedir(dir);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

static inline void folder_remove(const char *path)
{
    folder_remove_at(AT_FDCWD, path);
}

#endif
