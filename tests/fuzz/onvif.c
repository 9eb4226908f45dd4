/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/onvif.h"
#include "encode/onvif.h"
#include "fuzz.h"

/*
 * The input is one document.
 *
 * - The walk ends; boxes that are taken have an inside, likelihoods and places lie within
 *   their ranges.
 * - What encodes comes back, and does not change any more.
 * - A failure says where.
 */

static struct tcs_onvif_item item, again;
static char first[1 << 17], second[1 << 17];

static void check_frame(const struct tcs_onvif_frame *frame)
{
    FUZZ_CHECK(frame->count <= TCS_ONVIF_OBJECTS_MAX);
    for (uint32_t i = 0; i < frame->count; i++) {
        const struct tcs_onvif_object *o = &frame->objects[i];

        FUZZ_CHECK((o->valid & TCS_ONVIF_BOX) == 0 ||
                   (o->left < o->right && o->bottom < o->top));
        FUZZ_CHECK(o->likelihood >= 0.0 && o->likelihood <= 1.0);
        FUZZ_CHECK(o->lat_deg >= -90.0 && o->lat_deg <= 90.0);
        FUZZ_CHECK(memchr(o->type, 0, sizeof o->type) != NULL);
    }
}

static struct tcs_bytes written(const struct tcs_onvif_item *from, char room[1 << 17])
{
    struct tcs_writer w = tcs_writer(room, 1 << 17);

    if (tcs_onvif_write(from, &w) != TCS_OK)
        return tcs_bytes(NULL, 0);
    return tcs_written(&w);
}

static void check_again(void)
{
    const struct tcs_bytes once = written(&item, first);

    if (once.len == 0)
        return; /* outside of what the encoder writes */
    struct tcs_onvif walk = tcs_onvif(once);

    if (tcs_onvif_next(&walk, &again, NULL) != TCS_OK)
        return; /* a box thinner than the encoder's decimals */
    FUZZ_CHECK(again.kind == item.kind && again.frame.count == item.frame.count);
    const struct tcs_bytes twice = written(&again, second);

    if (twice.len == 0)
        return;
    walk = tcs_onvif(twice);
    if (tcs_onvif_next(&walk, &item, NULL) == TCS_OK)
        FUZZ_CHECK(tcs_bytes_equal(twice, written(&item, first)));
}

static enum tcs_status check_next(struct tcs_onvif *walk, size_t size)
{
    struct tcs_fault fault = { 0 };
    const enum tcs_status status = tcs_onvif_next(walk, &item, &fault);

    if (status == TCS_OK) {
        check_frame(&item.frame);
        check_again();
    } else if (status != TCS_END) {
        FUZZ_CHECK(fault.status == status && fault.item != NULL);
        FUZZ_CHECK(fault.offset <= size);
    }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_onvif walk = tcs_onvif(tcs_bytes(data, size));
    size_t steps = 0;

    while (check_next(&walk, size) != TCS_END)
        FUZZ_CHECK(++steps <= size + 1);
    return 0;
}
