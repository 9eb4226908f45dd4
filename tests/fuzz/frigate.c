/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/frigate.h"
#include "encode/frigate.h"
#include "fuzz.h"

/*
 * The input is one message.
 *
 * - What is taken has a box with an inside, scores and times within their ranges.
 * - It encodes unless the box is thinner than the encoder's decimals, and what has been
 *   through the encoder once does not change any more.
 * - A message that is refused leaves its output alone and says where.
 */

static char first[8192], second[8192];

static struct tcs_bytes written(const struct tcs_frigate *event, char room[8192])
{
    struct tcs_writer w = tcs_writer(room, 8192);

    if (tcs_frigate_write(event, &w) != TCS_OK)
        return tcs_bytes(NULL, 0);
    return tcs_written(&w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_frigate event, again;
    struct tcs_fault fault = { 0 };

    memset(&event, 0x5a, sizeof event);
    again = event;
    if (tcs_frigate_read(tcs_bytes(data, size), &event, &fault) != TCS_OK) {
        FUZZ_CHECK(memcmp(&event, &again, sizeof again) == 0);
        FUZZ_CHECK(fault.status < 0 && fault.offset <= size && fault.item != NULL);
        return 0;
    }
    FUZZ_CHECK(event.left < event.right && event.top < event.bottom);
    FUZZ_CHECK(event.score >= 0.0 && event.score <= 1.0 && event.utc_ns >= 0);
    FUZZ_CHECK(event.camera[0] != '\0' && event.label[0] != '\0');
    const struct tcs_bytes once = written(&event, first);

    if (once.len == 0)
        return 0;
    FUZZ_CHECK(tcs_frigate_read(once, &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.utc_ns == event.utc_ns && again.flags == event.flags);
    FUZZ_CHECK(memcmp(again.id, event.id, sizeof again.id) == 0);
    const struct tcs_bytes twice = written(&again, second);

    if (twice.len == 0)
        return 0;
    FUZZ_CHECK(tcs_frigate_read(twice, &event, NULL) == TCS_OK);
    FUZZ_CHECK(tcs_bytes_equal(twice, written(&event, first)));
    return 0;
}
