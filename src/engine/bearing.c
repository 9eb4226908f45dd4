/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bearing.c -- the protocol of bearings: JSON lines, as a stream, in datagrams or line by
 * line.
 */
#include <string.h>

#include "decode/bearings.h"
#include "decode/lines.h"
#include "engine/protocol.h"
#include "observe/direction.h"

static size_t used(const void *framing)
{
    const struct tcs_lines *lines = framing;

    return offsetof(struct tcs_lines, room) + lines->have;
}

static void take_line(const struct input *input, struct tcs_bytes line)
{
    struct tcs_bearings bearings;
    enum tcs_status status = tcs_bearings_read(line, &bearings, NULL);

    if (status == TCS_OK)
        status = tcs_direction_take(input->neck, input->feed->sensors,
                                    input->feed->sensor_count, &bearings);
    engine_count(input->counts, status);
}

/* A datagram is a whole: its last line needs no end. */
static void take_lines(const struct input *input, bool whole)
{
    struct tcs_lines *lines = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;

    if (whole)
        memset(lines, 0, sizeof *lines);
    const uint64_t damaged = lines->damaged_count;

    while (tcs_lines_next(lines, &rest, &line) == TCS_OK)
        take_line(input, line);
    if (whole && tcs_lines_last(lines, &line) == TCS_OK)
        take_line(input, line);
    input->counts->damaged += lines->damaged_count - damaged;
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_LINE)
        take_line(input, input->payload);
    else if (input->framing_kind == TCS_FRAMING_STREAM ||
             input->framing_kind == TCS_FRAMING_DATAGRAM)
        take_lines(input, input->framing_kind == TCS_FRAMING_DATAGRAM);
    else
        input->counts->foreign++;
}

const struct protocol engine_bearing = {
    .framing_size = sizeof(struct tcs_lines),
    .take = take,
    .framing_used = used,
};
