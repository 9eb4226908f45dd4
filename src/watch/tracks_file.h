/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_TRACKS_FILE_H
#define TCS_WATCH_TRACKS_FILE_H

/*
 * tracks_file.h -- the picture once a second, for people with a script: JSON lines
 * {"time","tracks":[*track*]} (docs/api.md).
 */

#include <stdbool.h>
#include <stdio.h>

#include "config/site.h"
#include "record/record.h"

/* Writes an entry of kind TCS_ENTRY_TRACKS as a line; ignores others. */
void tcs_tracks_file_put(FILE *file, const struct tcs_site *site,
                         const struct tcs_entry *entry);

/* True when everything reached the file. NULL is allowed. */
bool tcs_tracks_file_close(FILE *file);

#endif
