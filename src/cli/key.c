/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };

bool tcs_cli_add_file(const char *path, uint8_t **data, size_t *len)
{
    FILE *file = fopen(path, "rb");
    uint8_t *fresh = realloc(*data, *len + FILE_MAX + 1);

    if (fresh != NULL)
        *data = fresh;
    const size_t got =
        file == NULL || fresh == NULL ? 0 : fread(fresh + *len, 1, FILE_MAX, file);
    const bool good = got > 0 && ferror(file) == 0;

    if (file != NULL)
        (void)fclose(file);
    if (!good)
        return false;
    *len += got;
    fresh[*len] = '\0';
    return true;
}

bool tcs_cli_read_key(const char *argument, char **ret_key)
{
    uint8_t *data = NULL;
    size_t len = 0;

    if (access(argument, F_OK) != 0) {
        *ret_key = strdup(argument);
        return *ret_key != NULL;
    }
    if (!tcs_cli_add_file(argument, &data, &len)) {
        free(data);
        return false;
    }
    *ret_key = (char *)data;
    return true;
}
