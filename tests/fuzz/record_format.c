/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "record/base64.h"
#include "record/format.h"

/* The first octet chooses what the rest is read as: a leaf, the head of a slot, or
 * base64. What is taken has one form only: writing it gives the same octets. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t octets[256];
    char text[400];
    size_t len = 0;
    struct tcs_leaf leaf;
    struct tcs_slot slot;

    if (size == 0)
        return 0;
    const struct tcs_bytes in = tcs_bytes(data + 1, size - 1);

    switch (data[0] % 3) {
    case 0:
        if (tcs_leaf_read(in, &leaf) != TCS_OK)
            break;
        tcs_leaf_write(&leaf, octets);
        FUZZ_CHECK(in.len == TCS_LEAF_LEN && memcmp(octets, in.data, in.len) == 0);
        break;
    case 1:
        if (tcs_slot_read(in, &slot) != TCS_OK)
            break;
        tcs_slot_write(&slot, octets);
        FUZZ_CHECK(in.len >= TCS_SLOT_HEAD_LEN);
        FUZZ_CHECK(memcmp(octets, in.data, TCS_SLOT_HEAD_LEN) == 0);
        FUZZ_CHECK(tcs_slot_len(slot.length) <= TCS_SLOT_HEAD_LEN + TCS_INLINE_MAX);
        break;
    default:
        if (tcs_base64_read(in, octets, sizeof octets, &len) != TCS_OK)
            break;
        tcs_base64_write(tcs_bytes(octets, len), text);
        FUZZ_CHECK(strlen(text) == in.len && memcmp(text, in.data, in.len) == 0);
        break;
    }
    return 0;
}
