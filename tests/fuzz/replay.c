/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c -- main() for a fuzz target built without libFuzzer: runs it over the files
 * that are named, and over the files of the folders that are named. A folder that does
 * not exist is empty. The empty input is always tried.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

enum { INPUT_MAX = 1 << 20 };

static unsigned long done;

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        return 1;
    }
    uint8_t *room = malloc(INPUT_MAX);

    if (room == NULL)
        abort();
    const size_t len = fread(room, 1, INPUT_MAX, file);

    fclose(file);
    /* A block of exactly this size, so that a sanitizer sees one octet too many. */
    uint8_t *exact = malloc(len > 0 ? len : 1);

    if (exact == NULL)
        abort();
    memcpy(exact, room, len);
    free(room);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    done++;
    return 0;
}

static int run_folder(const char *path)
{
    DIR *folder = opendir(path);
    int failed = 0;

    if (folder == NULL)
        return errno == ENOENT ? 0 : 1;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        failed |= run_file(name);
    }
    closedir(folder);
    return failed;
}

int main(int argc, char **argv)
{
    static const uint8_t nothing[1];
    int failed = 0;

    LLVMFuzzerTestOneInput(nothing, 0);
    for (int i = 1; i < argc; i++) {
        struct stat about;
        const bool is_file = stat(argv[i], &about) == 0 && S_ISREG(about.st_mode);

        failed |= is_file ? run_file(argv[i]) : run_folder(argv[i]);
    }
    printf("%lu inputs replayed\n", done);
    return failed;
}
