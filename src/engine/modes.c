/* SPDX-License-Identifier: Apache-2.0 */
/*
 * modes.c -- the protocol of Mode S receivers: Beast, AVR or lines of text, as a stream,
 * in datagrams or line by line.
 */
#include <string.h>

#include "decode/avr.h"
#include "decode/beast.h"
#include "decode/lines.h"
#include "decode/mode_s.h"
#include "engine/protocol.h"
#include "observe/squitter.h"

/* One a feed; all zero is the start state. Only the part of the feed's form is used. */
struct modes_framing {
    struct tcs_beast beast;
    struct tcs_avr avr;
    struct tcs_lines lines;
};
_Static_assert(sizeof(struct modes_framing) == sizeof(struct tcs_beast) +
                                                   sizeof(struct tcs_avr) +
                                                   sizeof(struct tcs_lines),
               "no padding in digested state");

static size_t used(const void *framing)
{
    const struct modes_framing *f = framing;

    return offsetof(struct modes_framing, lines.room) + f->lines.have;
}

static void take_frame(const struct input *input, const struct tcs_mode_s_frame *frame)
{
    struct tcs_mode_s record;
    uint16_t sensor = 0;
    enum tcs_status status =
        tcs_mode_s_read(tcs_bytes(frame->octets, frame->len), &record, NULL);

    if (status == TCS_OK)
        status = engine_sensor_of_kind(input, TCS_SENSOR_ADSB, &sensor)
                     ? tcs_squitter_take(engine_sensor_state(input->engine, sensor),
                                         input->neck, sensor, &record)
                     : TCS_E_NOT_FOUND;
    engine_count(input->counts, status);
}

static void take_line(const struct input *input, struct tcs_bytes line)
{
    struct tcs_timed_frame timed;
    const enum tcs_status status = tcs_timed_line_read(line, &timed, NULL);

    if (status == TCS_OK)
        take_frame(input, &timed.frame);
    else
        engine_count(input->counts, status);
}

static void take_beast(const struct input *input, struct tcs_beast *beast)
{
    const uint64_t foreign = beast->foreign_count;
    const uint64_t damaged = beast->damaged_count;
    struct tcs_bytes rest = input->payload;
    struct tcs_mode_s_frame frame;

    while (tcs_beast_next(beast, &rest, &frame) == TCS_OK)
        take_frame(input, &frame);
    input->counts->foreign += beast->foreign_count - foreign;
    input->counts->damaged += beast->damaged_count - damaged;
}

static void take_avr(const struct input *input, struct tcs_avr *avr)
{
    const uint64_t damaged = avr->damaged_count;
    struct tcs_bytes rest = input->payload;
    struct tcs_mode_s_frame frame;

    while (tcs_avr_next(avr, &rest, &frame) == TCS_OK)
        take_frame(input, &frame);
    input->counts->damaged += avr->damaged_count - damaged;
}

static void take_lines(const struct input *input, struct tcs_lines *lines, bool to_end)
{
    const uint64_t damaged = lines->damaged_count;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;

    while (tcs_lines_next(lines, &rest, &line) == TCS_OK)
        take_line(input, line);
    if (to_end && tcs_lines_last(lines, &line) == TCS_OK)
        take_line(input, line);
    input->counts->damaged += lines->damaged_count - damaged;
}

/* A datagram is a whole: it neither ends what came before nor is gone on with. */
static void take_pieces(const struct input *input, bool whole)
{
    struct modes_framing *f = input->framing;

    if (whole)
        memset(f, 0, sizeof *f);
    switch (input->feed->modes_form) {
    case TCS_MODES_BEAST:
        take_beast(input, &f->beast);
        input->counts->damaged += whole && f->beast.want != 0;
        break;
    case TCS_MODES_AVR:
        take_avr(input, &f->avr);
        input->counts->damaged += whole && f->avr.kind != 0;
        break;
    case TCS_MODES_HEX:
        take_lines(input, &f->lines, whole);
        break;
    }
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_LINE)
        take_line(input, input->payload);
    else if (input->framing_kind == TCS_FRAMING_STREAM ||
             input->framing_kind == TCS_FRAMING_DATAGRAM)
        take_pieces(input, input->framing_kind == TCS_FRAMING_DATAGRAM);
    else
        input->counts->foreign++;
}

const struct protocol engine_modes = {
    .framing_size = sizeof(struct modes_framing),
    .take = take,
    .framing_used = used,
};
