/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/asterix/asterix.h"
#include "decode/asterix/framing.h"
#include "decode/asterix/show.h"
#include "decode/asterix/stream.h"
#include "encode/asterix.h"
#include "fuzz.h"

/*
 * The first octet chooses the editions; the rest is a datagram, then a stream.
 *
 * - Block headers, records and what was given up add up to the input.
 * - A record that is right encodes, and comes back the same; one that cannot be is
 *   refused by the encoder.
 * - Printing goes through every record and closes what it opens.
 * - Recorders' frames add up to the input.
 * - A stream gives the same blocks and faults whether it comes at once or in pieces.
 */

static void begin(void *context, const char *name, bool is_list)
{
    (void)name;
    (void)is_list;
    ++*(int *)context;
}

static void end(void *context)
{
    --*(int *)context;
}

static void value(void *context, const struct tcs_asterix_value *v)
{
    (void)context;
    FUZZ_CHECK(v->name != NULL && v->unit != NULL);
    FUZZ_CHECK(strlen(v->text) < sizeof v->text);
}

static void octets(void *context, const char *name, struct tcs_bytes data)
{
    (void)context;
    (void)name;
    FUZZ_CHECK(data.len <= 255 * 256); /* blocks of radar video */
}

static void check_show(const struct tcs_asterix_record *record)
{
    int depth = 0;
    const struct tcs_asterix_visitor visitor = { &depth, begin, value, octets, end };

    tcs_asterix_show(record, &visitor);
    FUZZ_CHECK(depth == 0);
}

static void check_again(const struct tcs_asterix_set *set,
                        const struct tcs_asterix_record *record, enum tcs_status status)
{
    const size_t typed = offsetof(struct tcs_asterix_record, has);
    uint8_t room[1024];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_asterix_record again;
    struct tcs_asterix_fault fault;

    if (record->has == 0)
        return;
    const size_t mark = tcs_asterix_block_begin(&w, record->category);
    const enum tcs_status written = tcs_asterix_write(&w, record->edition, &record->has);

    tcs_asterix_block_end(&w, mark);
    if (status == TCS_E_IMPOSSIBLE) {
        /* Unless the same item came again (in a random field sequence) and was possible
         * then: the record holds the last. */
        FUZZ_CHECK(written == TCS_E_ARGUMENT ? w.len == 0
                                             : w.len - 3 < record->octets.len);
        return;
    }
    FUZZ_CHECK(written == TCS_OK && !w.failed);
    struct tcs_asterix_input in = tcs_asterix_input(set, tcs_written(&w));

    FUZZ_CHECK(tcs_asterix_next(&in, &again, &fault) == TCS_OK);
    FUZZ_CHECK(memcmp((const uint8_t *)record + typed, (const uint8_t *)&again + typed,
                      sizeof again - typed) == 0);
    FUZZ_CHECK(tcs_asterix_next(&in, &again, &fault) == TCS_END);
}

/* The checks are the nesting. NOLINTNEXTLINE(readability-function-size) */
static void check_datagram(const struct tcs_asterix_set *set, struct tcs_bytes data)
{
    struct tcs_asterix_input in = tcs_asterix_input(set, data);
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    enum tcs_status status;
    char text[TCS_ASTERIX_FAULT_TEXT_LEN];
    uint64_t sum = 0;

    while ((status = tcs_asterix_next(&in, &record, &fault)) != TCS_END) {
        if (status != TCS_OK) {
            FUZZ_CHECK(fault.status == status && fault.reason != NULL);
            FUZZ_CHECK(fault.offset <= data.len);
            FUZZ_CHECK((fault.len > 0) == (status != TCS_E_IMPOSSIBLE));
            tcs_asterix_fault_text(&fault, true, text);
            sum += fault.len;
        }
        if (status == TCS_OK || status == TCS_E_IMPOSSIBLE) {
            FUZZ_CHECK(record.octets.len > 1);
            sum += record.octets.len;
            check_show(&record);
            check_again(set, &record, status);
        }
    }
    FUZZ_CHECK(sum + in.header_octets == data.len);
}

static uint64_t mixed(uint64_t mix, const void *data, size_t len)
{
    const uint8_t *octet = data;

    for (size_t i = 0; i < len; i++)
        mix = (mix ^ octet[i]) * UINT64_C(0x100000001b3);
    return mix;
}

static uint64_t push(struct tcs_asterix_stream *stream, const struct tcs_asterix_set *set,
                     struct tcs_bytes in, uint64_t mix)
{
    struct tcs_bytes block = tcs_bytes(NULL, 0);
    struct tcs_asterix_fault fault;
    enum tcs_status status;

    while ((status = tcs_asterix_stream_next(stream, set, &in, &block, &fault)) !=
           TCS_MORE) {
        if (status == TCS_OK)
            mix = mixed(mix, block.data, block.len);
        else
            mix = mixed(mix, &fault.len, sizeof fault.len);
    }
    FUZZ_CHECK(in.len == 0);
    return mix;
}

/* Octet by octet, or in pieces of up to 16 octets when it is long: what is in the buffer
 * besides the octets that count has no meaning and is left as it is. */
static void check_stream(const struct tcs_asterix_set *set, struct tcs_bytes data)
{
    static struct tcs_asterix_stream whole, pieces;
    const size_t most = data.len > 256 ? 16 : 1;
    uint64_t mix = 1;

    memset(&whole, 0, offsetof(struct tcs_asterix_stream, buffer));
    memset(&pieces, 0, offsetof(struct tcs_asterix_stream, buffer));
    for (size_t at = 0, step = 0; at < data.len; at += step) {
        step = 1 + data.data[at] % most;
        mix = push(&pieces, set, tcs_bytes_part(data, at, step), mix);
    }
    FUZZ_CHECK(push(&whole, set, data, 1) == mix);
    FUZZ_CHECK(whole.block_octets == pieces.block_octets);
    FUZZ_CHECK(whole.foreign_octets == pieces.foreign_octets);
    FUZZ_CHECK(whole.lost_octets == pieces.lost_octets);
    FUZZ_CHECK(whole.block_octets + whole.foreign_octets + whole.lost_octets +
                   whole.have - whole.given ==
               data.len);
}

/* Frames and what is given up add up. Gives what the walk ended with. */
static enum tcs_status check_frames(enum tcs_asterix_framing framing,
                                    struct tcs_bytes data)
{
    struct tcs_bytes in = data;
    struct tcs_asterix_frame frame;
    struct tcs_asterix_fault fault = { 0 };
    enum tcs_status status = TCS_OK;
    size_t sum = 0;

    while (status == TCS_OK) {
        const size_t before = in.len;

        status = tcs_asterix_frame_next(framing, &in, &frame, &fault);
        if (status != TCS_OK)
            break;
        FUZZ_CHECK(in.len < before && frame.blocks.len <= before - in.len);
        sum += before - in.len;
    }
    FUZZ_CHECK(sum + fault.len == data.len && in.len == 0);
    return status;
}

/* What is found to be a chain of frames is one. */
static void check_framing(struct tcs_bytes data)
{
    enum tcs_asterix_framing found = TCS_ASTERIX_RAW;
    const bool is_found = tcs_asterix_framing_find(data, false, &found) == TCS_OK;

    for (enum tcs_asterix_framing f = TCS_ASTERIX_RAW; f < TCS_ASTERIX_FRAMING_COUNT;
         f++) {
        const enum tcs_status status = check_frames(f, data);

        FUZZ_CHECK(!is_found || f != found || status == TCS_END);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const editions_021[] = { "2.7", "2.1", "0.26", "0.23" };
    static const char *const editions_048[] = { "1.32", "1.31", "1.21", "1.30" };
    struct tcs_asterix_set set;

    if (size == 0)
        return 0;
    tcs_asterix_set_latest(&set);
    FUZZ_CHECK(tcs_asterix_set_choose(&set, 21, editions_021[data[0] & 3]) == TCS_OK);
    FUZZ_CHECK(tcs_asterix_set_choose(&set, 48, editions_048[data[0] >> 2 & 3]) ==
               TCS_OK);
    if ((data[0] & 0x80) != 0) {
        FUZZ_CHECK(tcs_asterix_set_choose(&set, 129, "205@1.0") == TCS_OK);
        FUZZ_CHECK(tcs_asterix_set_choose_source(&set, 48, 0x1907, "none") == TCS_OK);
    }
    check_framing(tcs_bytes(data + 1, size - 1));
    check_datagram(&set, tcs_bytes(data + 1, size - 1));
    check_stream(&set, tcs_bytes(data + 1, size - 1));
    return 0;
}
