/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/mavlink_rid.h"
#include "encode/mavlink.h"
#include "fuzz.h"

/*
 * The input is a stream of MAVLink: its first octet tells as what it is read.
 *
 * - Octets add up: those of frames, those passed over and those left.
 * - Frames and counts do not depend on how the stream was cut.
 * - A message that is used can be written, and is the same when it is read again.
 * - What a drone says in it is within its ranges.
 */

static void check_said(const struct tcs_mavlink *m)
{
    struct tcs_rid_said said;
    const enum tcs_status status = tcs_mavlink_say(m, &said);

    if (status == TCS_E_NOT_FOUND)
        return;
    FUZZ_CHECK(said.count <= TCS_RID_PACK_MAX && said.address >> 48 == 0);
    for (uint32_t i = 0; i < said.count; i++) {
        const struct tcs_rid_message *message = &said.messages[i];
        const struct tcs_rid_location *l = &message->as.location;

        FUZZ_CHECK(message->type < TCS_RID_TYPE_COUNT);
        FUZZ_CHECK((message->valid & message->impossible) == 0);
        if (message->type != TCS_RID_LOCATION)
            continue;
        FUZZ_CHECK(l->speed_mps >= 0.0 && l->speed_mps < 256.0);
        FUZZ_CHECK(l->geo_m >= -1000.0 && l->geo_m < 31768.0);
        FUZZ_CHECK(l->direction_deg < 360 && l->time_ds <= 36000);
        FUZZ_CHECK(l->lat_e7_deg <= 900000000 || l->lat_e7_deg == INT32_MAX);
    }
}

static void check_again(struct tcs_mavlink m)
{
    uint8_t room[TCS_MAVLINK_FRAME_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_mavlink_stream stream = { .form = TCS_MAVLINK_RAW };
    struct tcs_mavlink again;

    FUZZ_CHECK(tcs_mavlink_write(&m, &w) == TCS_OK);
    struct tcs_bytes in = tcs_written(&w);

    FUZZ_CHECK(tcs_mavlink_next(&stream, &in, &again, NULL) == TCS_OK);
    FUZZ_CHECK(in.len == 0 && stream.have == 0);
    m.stamp_us = 0;
    m.payload_len = again.payload_len;
    FUZZ_CHECK(memcmp(&m, &again, sizeof m) == 0);
}

static size_t len_of(const struct tcs_mavlink *m)
{
    return (m->version == 2 ? 12u : 8u) + m->payload_len +
           (m->is_signed != 0 ? TCS_MAVLINK_SIGNATURE_LEN : 0u);
}

struct result {
    uint64_t sum, statuses[4], octets, damaged, passed;
};

static void take(struct result *result, enum tcs_status status,
                 const struct tcs_mavlink *m, bool is_log)
{
    result->statuses[status == TCS_OK          ? 0
                     : status == TCS_E_FOREIGN ? 1
                     : status == TCS_E_DAMAGED ? 2
                                               : 3]++;
    result->octets += len_of(m) + (is_log ? TCS_MAVLINK_STAMP_LEN : 0);
    for (size_t i = 0; i < m->payload_len; i++)
        result->sum = result->sum * 31 + m->payload[i];
    result->sum = result->sum * 31 + m->id + m->stamp_us;
}

/* All frames that a piece completes; at the end, those in what is left too. */
static void take_piece(struct result *result, struct tcs_mavlink_stream *stream,
                       struct tcs_bytes in, bool at_end, bool check)
{
    for (;;) {
        struct tcs_mavlink m;
        struct tcs_fault fault = { 0 };
        enum tcs_status status = tcs_mavlink_next(stream, &in, &m, &fault);

        if (status == TCS_MORE && at_end)
            status = tcs_mavlink_last(stream, &m, &fault);
        if (status == TCS_MORE || status == TCS_END)
            return;
        FUZZ_CHECK(status == TCS_OK || status == TCS_E_FOREIGN || fault.status == status);
        take(result, status, &m, stream->form == TCS_MAVLINK_LOG);
        if (check && status == TCS_OK) {
            check_again(m);
            check_said(&m);
        }
    }
}

static struct result run(struct tcs_bytes octets, uint32_t form, size_t piece, bool check)
{
    struct tcs_mavlink_stream stream = { .form = form };
    struct result result = { 0 };

    for (size_t at = 0; at <= octets.len; at += piece)
        take_piece(&result, &stream, tcs_bytes_part(octets, at, piece),
                   octets.len - at <= piece, check);
    FUZZ_CHECK(result.octets + stream.passed_count == octets.len && stream.have == 0);
    result.damaged = stream.damaged_count;
    result.passed = stream.passed_count;
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LEN_MAX = 2048 }; /* several frames; more cost time and show nothing else */

    if (size == 0 || size > LEN_MAX)
        return 0;
    const struct tcs_bytes octets = tcs_bytes(data + 1, size - 1);
    const uint32_t form = data[0] % 3;
    const struct result whole = run(octets, form, size, true);
    const struct result pieces =
        run(octets, form, size < TCS_MAVLINK_FRAME_MAX ? 1 : 7 + size % 50, false);

    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    return 0;
}
