/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/tracks_file.h"

void tcs_tracks_file_put(FILE *file, const struct tcs_leap_table *leap,
                         const struct tcs_entry *entry)
{
    char time[TCS_TIME_TEXT_LEN];

    if (entry->kind != TCS_ENTRY_TRACKS)
        return;
    tcs_utc_text(tcs_time_to_utc(leap, entry->arrival), time);
    fprintf(file, "{\"time\":\"%s\",\"tracks\":%.*s}\n", time, (int)entry->payload.len,
            (const char *)entry->payload.data);
}

bool tcs_tracks_file_close(FILE *file)
{
    if (file == NULL)
        return true;
    const bool good = ferror(file) == 0;

    return fclose(file) == 0 && good;
}
