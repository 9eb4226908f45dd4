/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/picture.h"

#include <stdlib.h>
#include <string.h>

/* The number of tracks; the tracks; the threats. */
enum { HEAD_LEN = 8 };

bool tcs_packing_begin(struct tcs_packing *packing,
                       const struct tcs_view_picture *picture)
{
    const uint64_t count = picture->track_count;
    const size_t tracks = picture->track_count * sizeof *picture->tracks;
    const size_t threats = picture->threat_count * sizeof *picture->threats;

    packing->len = HEAD_LEN + tracks + threats;
    if (packing->len > packing->size) {
        uint8_t *larger = realloc(packing->data, 2 * packing->len);

        if (larger == NULL)
            return false;
        packing->data = larger;
        packing->size = 2 * packing->len;
    }
    memcpy(packing->data, &count, HEAD_LEN);
    if (threats > 0)
        memcpy(packing->data + HEAD_LEN + tracks, picture->threats, threats);
    return true;
}

void tcs_packing_rows(struct tcs_packing *packing, const struct tcs_track_view *tracks,
                      size_t first, size_t count)
{
    if (count > 0)
        memcpy(packing->data + HEAD_LEN + first * sizeof *tracks, tracks + first,
               count * sizeof *tracks);
}

void tcs_packing_free(struct tcs_packing *packing)
{
    free(packing->data);
    *packing = (struct tcs_packing) { 0 };
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
