/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/post.h"

#include <stdlib.h>
#include <string.h>

static bool before(const struct tcs_parcel *a, const struct tcs_parcel *b)
{
    if (a->deliver_s < b->deliver_s)
        return true;
    if (b->deliver_s < a->deliver_s)
        return false;
    return a->order < b->order;
}

static void swap(struct tcs_parcel *a, struct tcs_parcel *b)
{
    const struct tcs_parcel kept = *a;

    *a = *b;
    *b = kept;
}

static bool grow(struct tcs_post *post)
{
    const size_t capacity = post->capacity == 0 ? 256 : 2 * post->capacity;
    struct tcs_parcel *larger = realloc(post->heap, capacity * sizeof *larger);

    if (larger == NULL)
        return false;
    post->heap = larger;
    post->capacity = capacity;
    return true;
}

enum tcs_status tcs_post_put(struct tcs_post *post, uint16_t feed, double deliver_s,
                             struct tcs_bytes octets)
{
    struct tcs_parcel parcel = { .deliver_s = deliver_s,
                                 .order = post->order,
                                 .feed = feed,
                                 .len = (uint32_t)octets.len,
                                 .data = malloc(octets.len + 1) };

    if (parcel.data == NULL)
        return TCS_E_MEMORY;
    if (post->count == post->capacity && !grow(post)) {
        free(parcel.data);
        return TCS_E_MEMORY;
    }
    memcpy(parcel.data, octets.data, octets.len);
    post->order++;
    size_t at = post->count++;

    post->heap[at] = parcel;
    while (at > 0 && before(&post->heap[at], &post->heap[(at - 1) / 2])) {
        swap(&post->heap[at], &post->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    return TCS_OK;
}

bool tcs_post_take(struct tcs_post *post, double until_s, struct tcs_parcel *ret_parcel)
{
    if (post->count == 0 || post->heap[0].deliver_s > until_s)
        return false;
    *ret_parcel = post->heap[0];
    post->heap[0] = post->heap[--post->count];
    for (size_t at = 0;;) {
        size_t least = at;

        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < post->count;
             child++)
            if (before(&post->heap[child], &post->heap[least]))
                least = child;
        if (least == at)
            return true;
        swap(&post->heap[at], &post->heap[least]);
        at = least;
    }
}

void tcs_post_clear(struct tcs_post *post)
{
    for (size_t i = 0; i < post->count; i++)
        free(post->heap[i].data);
    free(post->heap);
    memset(post, 0, sizeof *post);
}
