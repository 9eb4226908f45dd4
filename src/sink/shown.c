/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/shown.h"

void tcs_shown_begin(struct tcs_shown *shown)
{
    shown->cycle++;
}

/* NULL: it has no place, and there is none for it. */
static struct tcs_shown_track *place_of(struct tcs_shown *shown, uint64_t id, size_t most)
{
    for (size_t i = 0; i < shown->count; i++)
        if (shown->tracks[i].id == id)
            return &shown->tracks[i];
    if (shown->count >= most)
        return NULL;
    shown->tracks[shown->count] =
        (struct tcs_shown_track) { .id = id, .cycle = shown->cycle - 1 };
    return &shown->tracks[shown->count++];
}

bool tcs_shown_mark(struct tcs_shown *shown, const struct tcs_track_view *track)
{
    const bool only_said = track->claim_id != 0 && !(track->witnessed_s > 0.0);
    struct tcs_shown_track *place =
        place_of(shown, track->id, only_said ? TCS_SHOWN_MAX / 2 : TCS_SHOWN_MAX);

    if (place == NULL)
        return false;
    place->cycle = shown->cycle;
    place->ending = 0;
    return true;
}

void tcs_shown_recall(struct tcs_shown *shown, uint64_t id)
{
    (void)place_of(shown, id, TCS_SHOWN_MAX);
}

size_t tcs_shown_gone(const struct tcs_shown *shown, size_t from)
{
    while (from < shown->count && shown->tracks[from].cycle == shown->cycle)
        from++;
    return from < shown->count ? from : shown->count;
}

void tcs_shown_forget(struct tcs_shown *shown, size_t index)
{
    shown->tracks[index] = shown->tracks[--shown->count];
}
