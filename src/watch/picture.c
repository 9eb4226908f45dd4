/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/picture.h"

#include <stdlib.h>
#include <string.h>

/* The number of tracks; the tracks; the threats. */
enum { HEAD_LEN = 8 };

uint8_t *tcs_picture_pack(const struct tcs_view_picture *picture, size_t *ret_len)
{
    const uint64_t count = picture->track_count;
    const size_t tracks = picture->track_count * sizeof *picture->tracks;
    const size_t threats = picture->threat_count * sizeof *picture->threats;
    uint8_t *to = malloc(HEAD_LEN + tracks + threats);

    if (to == NULL)
        return NULL;
    memcpy(to, &count, HEAD_LEN);
    if (tracks > 0)
        memcpy(to + HEAD_LEN, picture->tracks, tracks);
    if (threats > 0)
        memcpy(to + HEAD_LEN + tracks, picture->threats, threats);
    *ret_len = HEAD_LEN + tracks + threats;
    return to;
}

char *tcs_picture_text(const struct tcs_site *site, struct tcs_bytes packed)
{
    struct tcs_view_picture picture = { 0 };
    uint64_t count = 0;
    /* A message in a ring lies as it comes; structures want to be aligned. */
    uint8_t *copy = malloc(packed.len);

    if (copy == NULL)
        return NULL;
    memcpy(&count, packed.data, HEAD_LEN);
    const size_t tracks = count * sizeof *picture.tracks;
    const size_t threats = packed.len - HEAD_LEN - tracks;

    memcpy(copy, packed.data + HEAD_LEN, tracks + threats);
    picture.tracks = (const struct tcs_track_view *)(void *)copy;
    picture.track_count = count;
    picture.threats = (const struct tcs_threat *)(void *)(copy + tracks);
    picture.threat_count = threats / sizeof *picture.threats;
    char *text = tcs_view_text(tcs_view_tracks(site, &picture));

    free(copy);
    return text;
}
