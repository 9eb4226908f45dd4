/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/js_stream.h"
#include "decode/odas.h"
#include "encode/odas.h"
#include "fuzz.h"

/*
 * The input is a stream.
 *
 * - Cutting it into octets changes nothing; octets of objects, of what is between them
 * and of what is open add up to at most the input (white space is not counted).
 * - Sources that are taken have a direction; what encodes comes back the same.
 */

static struct tcs_js_stream whole, octetwise;

static void check_object(struct tcs_bytes object)
{
    static struct tcs_odas odas, back;
    static char room[16384];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_fault fault = { 0 };

    if (tcs_odas_read(object, &odas, &fault) != TCS_OK) {
        FUZZ_CHECK(fault.status < 0 && fault.offset <= object.len && fault.item != NULL);
        return;
    }
    FUZZ_CHECK(odas.count <= TCS_ODAS_SOURCES_MAX && odas.kind <= TCS_ODAS_POTENTIALS);
    for (uint32_t i = 0; i < odas.count; i++) {
        const struct tcs_odas_source *s = &odas.sources[i];

        FUZZ_CHECK(s->x * s->x + s->y * s->y + s->z * s->z > 0.9);
        FUZZ_CHECK(s->strength >= 0.0);
    }
    if (tcs_odas_write(&odas, &w) != TCS_OK)
        return; /* a vector that is not quite a unit, or more energy than is written */
    FUZZ_CHECK(tcs_odas_read(tcs_written(&w), &back, NULL) == TCS_OK);
    FUZZ_CHECK(back.hop == odas.hop && back.count == odas.count);
    for (uint32_t i = 0; i < back.count; i++) {
        const double off = back.sources[i].x - odas.sources[i].x;

        FUZZ_CHECK(back.sources[i].id == odas.sources[i].id);
        FUZZ_CHECK(off > -0.00051 && off < 0.00051);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_bytes in = tcs_bytes(data, size);
    struct tcs_bytes object;
    size_t octets = 0;

    memset(&whole, 0, offsetof(struct tcs_js_stream, room));
    memset(&octetwise, 0, offsetof(struct tcs_js_stream, room));
    while (tcs_js_stream_next(&whole, &in, &object) == TCS_OK) {
        octets += object.len;
        check_object(object);
    }
    for (size_t i = 0; i < size; i++) {
        struct tcs_bytes one = tcs_bytes(data + i, 1);

        while (tcs_js_stream_next(&octetwise, &one, &object) == TCS_OK)
            continue;
    }
    FUZZ_CHECK(memcmp(&whole, &octetwise, offsetof(struct tcs_js_stream, room)) == 0);
    FUZZ_CHECK(octets + whole.passed_count + whole.have <= size);
    return 0;
}
