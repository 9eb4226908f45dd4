/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_GOLDEN_H
#define TCS_GOLDEN_H

/* golden.h -- what the makers of golden files share; each is one program, one file. */

#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/status.h"

static const char *folder; /* the files go there */

static inline void must(enum tcs_status status)
{
    if (status == TCS_OK)
        return;
    fprintf(stderr, "golden: %s\n", tcs_status_text(status));
    exit(1);
}

static inline void save(const char *name, struct tcs_bytes octets)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");

    if (out == NULL || fwrite(octets.data, 1, octets.len, out) != octets.len ||
        fclose(out) != 0) {
        fprintf(stderr, "golden: cannot write %s\n", path);
        exit(1);
    }
}

#endif
