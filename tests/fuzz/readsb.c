/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/readsb.h"
#include "decode/readsb_stream.h"
#include "encode/readsb.h"
#include "fuzz.h"

/*
 * The input is a stream of JSON.
 *
 * - It gives the same aircraft and counts whether it comes at once, in pieces or octet by
 *   octet.
 * - An aircraft has numbers within their ranges and is written; what has been written
 * once comes back the same, octet by octet.
 * - An object that is refused leaves its output alone and says where.
 */

struct result {
    uint64_t sum, objects, damaged, passed;
    uint32_t depth, have;
};

static char first[4096], second[4096];

static uint64_t mix(uint64_t sum, const void *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum = sum * 31 + ((const uint8_t *)data)[i];
    return sum;
}

static struct tcs_bytes written(const struct tcs_readsb *readsb, char room[4096])
{
    struct tcs_writer w = tcs_writer(room, 4096);

    FUZZ_CHECK(tcs_readsb_write(readsb, &w) == TCS_OK);
    return tcs_written(&w);
}

static void check_readsb(const struct tcs_readsb *readsb)
{
    struct tcs_readsb again;

    for (unsigned i = 0; i < TCS_READSB_NUMBERS; i++)
        FUZZ_CHECK((readsb->has >> i & 1) == 0 ||
                   (readsb->numbers[i] >= tcs_readsb_numbers[i].low &&
                    readsb->numbers[i] <= tcs_readsb_numbers[i].high));
    FUZZ_CHECK(readsb->address < 1 << 24 && readsb->utc_ns >= 0);
    if (readsb->has_time != 0 && readsb->utc_ns < 1000000)
        return; /* in the first millisecond of 1970, which is written as none */
    const struct tcs_bytes once = written(readsb, first);

    FUZZ_CHECK(tcs_readsb_read(once, 0, &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.has == readsb->has && again.modes == readsb->modes);
    FUZZ_CHECK(memcmp(again.flight, readsb->flight, sizeof again.flight) == 0);
    FUZZ_CHECK(tcs_bytes_equal(once, written(&again, second)));
}

static void check_object(struct tcs_bytes object, int64_t document_ns)
{
    static struct tcs_readsb readsb, untouched;
    struct tcs_fault fault = { 0 };

    FUZZ_CHECK(object.len >= 2 && object.data[0] == '{' && document_ns >= 0);
    memset(&readsb, 0x5a, sizeof readsb);
    untouched = readsb;
    if (tcs_readsb_read(object, document_ns, &readsb, &fault) == TCS_OK) {
        check_readsb(&readsb);
        return;
    }
    FUZZ_CHECK(memcmp(&readsb, &untouched, sizeof readsb) == 0);
    FUZZ_CHECK(fault.status < 0 && fault.item != NULL && fault.offset <= object.len);
}

static struct result run(struct tcs_bytes text, size_t piece, bool check)
{
    static struct tcs_readsb_stream stream;
    struct result result;

    memset(&result, 0, sizeof result);
    memset(&stream, 0, offsetof(struct tcs_readsb_stream, room));
    for (size_t at = 0; at < text.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(text, at, piece);
        struct tcs_bytes object;
        int64_t document_ns = 0;

        while (tcs_readsb_next(&stream, &in, &object, &document_ns) == TCS_OK) {
            result.sum = mix(result.sum * 31 + object.len, object.data, object.len);
            result.sum = mix(result.sum, &document_ns, sizeof document_ns);
            if (check)
                check_object(object, document_ns);
        }
        FUZZ_CHECK(in.len == 0);
    }
    result.objects = stream.object_count;
    result.damaged = stream.damaged_count;
    result.passed = stream.passed_count;
    result.depth = stream.depth;
    result.have = stream.have;
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes text = tcs_bytes(data, size);
    const struct result whole = run(text, size + 1, true);
    const struct result pieces = run(text, 3 + size % 29, false);
    const struct result octets = run(text, 1, false);

    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &octets, sizeof whole) == 0);
    FUZZ_CHECK(whole.objects * 2 + whole.damaged + whole.passed <= size);
    return 0;
}
