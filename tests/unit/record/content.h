/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_CONTENT_H
#define TCS_TESTS_CONTENT_H

/*
 * content.h -- entries whose every field follows from their number: mostly short,
 * some empty, one in 61 a blob.
 */

#include <string.h>

#include "record/record.h"

enum { CONTENT_MAX = 70000 };

static inline uint64_t content_mix(uint64_t z)
{
    z = (z ^ z >> 33) * UINT64_C(0xff51afd7ed558ccd);
    return z ^ z >> 29;
}

static inline struct tcs_entry content_of(uint64_t index, uint8_t room[CONTENT_MAX])
{
    const uint64_t mix = content_mix(index + 1);
    const size_t len = index % 61 == 17 ? 65536 + mix % 4000
                       : mix % 7 == 0   ? 0
                                        : mix % 200;

    for (size_t i = 0; i < len; i++)
        room[i] = (uint8_t)(index + i * (mix | 1));
    return (struct tcs_entry) {
        .kind = (uint16_t)(mix % 5 == 0 ? TCS_ENTRY_DIGESTS : 2 + mix % 6),
        .feed = (uint16_t)(mix % 9),
        .sequence = index / 3,
        .arrival = { INT64_C(1636239612000000000) + (int64_t)index * 7000001 },
        .payload = tcs_bytes(room, len),
    };
}

static inline int64_t content_utc_ns(uint64_t index)
{
    return INT64_C(1636239575000000000) + (int64_t)index * 7000001;
}

#endif
