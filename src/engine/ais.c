/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ais.c -- the protocol of AIS receivers: sentences of NMEA 0183, as a stream or in
 * datagrams. The sentences of one message may come in several datagrams.
 */
#include <string.h>

#include "decode/ais_sentence.h"
#include "decode/lines.h"
#include "engine/protocol.h"
#include "observe/vessel.h"

/* One a feed; all zero is the start state. */
struct ais_framing {
    struct tcs_ais_assembler assembler;
    struct tcs_lines lines;
};
_Static_assert(sizeof(struct ais_framing) ==
                   sizeof(struct tcs_ais_assembler) + sizeof(struct tcs_lines),
               "no padding in digested state");

static size_t used(const void *framing)
{
    const struct ais_framing *f = framing;

    return offsetof(struct ais_framing, lines.room) + f->lines.have;
}

static enum tcs_status take_message(const struct input *input,
                                    const struct tcs_ais_sentence *sentence,
                                    const struct tcs_ais *message)
{
    const struct tcs_time received_at =
        sentence->has_time != 0 ? tcs_time_from_utc(input->neck->leap, sentence->utc_ns)
                                : input->neck->now;
    uint16_t sensor = 0;

    return engine_sensor_of_kind(input, TCS_SENSOR_REPORT, &sensor)
               ? tcs_vessel_take(input->neck, sensor, message, received_at)
               : TCS_E_NOT_FOUND;
}

static void take_line(const struct input *input, struct tcs_bytes line)
{
    struct ais_framing *f = input->framing;
    const uint64_t lost = f->assembler.lost_count;
    struct tcs_ais_sentence sentence;
    struct tcs_ais message;
    enum tcs_status status = tcs_ais_sentence_read(line, &sentence, NULL);

    if (status == TCS_OK)
        status = tcs_ais_assemble(&f->assembler, &sentence, &message, NULL);
    if (status == TCS_OK)
        status = take_message(input, &sentence, &message);
    /* A message that was given up is counted once, and its last sentence not again. */
    input->counts->damaged += f->assembler.lost_count - lost;
    if (status != TCS_MORE && f->assembler.lost_count == lost)
        engine_count(input->counts, status);
}

static void take_lines(const struct input *input, bool whole)
{
    struct ais_framing *f = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;

    if (whole)
        memset(&f->lines, 0, offsetof(struct tcs_lines, room));
    const uint64_t damaged = f->lines.damaged_count;

    while (tcs_lines_next(&f->lines, &rest, &line) == TCS_OK)
        take_line(input, line);
    if (whole && tcs_lines_last(&f->lines, &line) == TCS_OK)
        take_line(input, line);
    input->counts->damaged += f->lines.damaged_count - damaged;
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_STREAM ||
        input->framing_kind == TCS_FRAMING_DATAGRAM)
        take_lines(input, input->framing_kind == TCS_FRAMING_DATAGRAM);
    else
        input->counts->foreign++;
}

const struct protocol engine_ais = {
    .framing_size = sizeof(struct ais_framing),
    .take = take,
    .framing_used = used,
};
