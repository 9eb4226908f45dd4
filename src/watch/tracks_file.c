/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/tracks_file.h"

#include <stdlib.h>

#include "watch/picture.h"

void tcs_tracks_file_put(FILE *file, const struct tcs_site *site,
                         const struct tcs_entry *entry)
{
    char time[TCS_TIME_TEXT_LEN];

    if (entry->kind != TCS_ENTRY_TRACKS)
        return;
    char *tracks = tcs_picture_text(site, entry->payload);

    tcs_utc_text(tcs_time_to_utc(&site->engine.leap, entry->arrival), time);
    if (tracks != NULL)
        fprintf(file, "{\"time\":\"%s\",\"tracks\":%s}\n", time, tracks);
    free(tracks);
}

bool tcs_tracks_file_close(FILE *file)
{
    if (file == NULL)
        return true;
    const bool good = ferror(file) == 0;

    return fclose(file) == 0 && good;
}
