/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kraken.c -- the protocol of KrakenSDR: lines, usually as the answer of its web server.
 * Lines of one time that come together are one look.
 */
#include <string.h>

#include "decode/kraken.h"
#include "decode/lines.h"
#include "engine/protocol.h"
#include "observe/emission.h"

/* One a feed; all zero is the start state. */
struct kraken_framing {
    struct tcs_emission emission;
    struct tcs_lines lines;
};
_Static_assert(sizeof(struct kraken_framing) ==
                   sizeof(struct tcs_emission) + sizeof(struct tcs_lines),
               "no padding in digested state");

/* What of an event is not handed on yet. */
struct moment {
    uint32_t count;
    struct tcs_kraken rows[TCS_EMISSIONS_MAX];
};

static size_t used(const void *framing)
{
    const struct kraken_framing *f = framing;

    return offsetof(struct kraken_framing, lines.room) + f->lines.have;
}

static void hand_on(const struct input *input, uint16_t sensor, struct moment *moment)
{
    struct kraken_framing *f = input->framing;
    const struct tcs_kraken *lines[TCS_EMISSIONS_MAX];

    for (uint32_t i = 0; i < moment->count; i++)
        lines[i] = &moment->rows[i];
    if (moment->count > 0)
        tcs_emission_take(&f->emission, input->neck, sensor, lines, moment->count);
    moment->count = 0;
}

static void take_line(const struct input *input, struct tcs_bytes line,
                      struct moment *moment)
{
    uint16_t sensor = 0;
    struct tcs_kraken kraken;
    enum tcs_status status = tcs_kraken_read(line, &kraken, NULL);

    if (status == TCS_OK && !engine_sensor_of_kind(input, TCS_SENSOR_RADIO, &sensor))
        status = TCS_E_NOT_FOUND;
    engine_count(input->counts, status);
    if (status != TCS_OK)
        return;
    if (moment->count > 0 &&
        (moment->rows[0].utc_ms != kraken.utc_ms || moment->count == TCS_EMISSIONS_MAX))
        hand_on(input, sensor, moment);
    moment->rows[moment->count++] = kraken;
}

static void take(struct input *input)
{
    struct kraken_framing *f = input->framing;
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;
    struct moment moment;
    uint16_t sensor = 0;

    moment.count = 0;
    if (input->framing_kind == TCS_FRAMING_LINE) {
        take_line(input, input->payload, &moment);
    } else if (whole || input->framing_kind == TCS_FRAMING_STREAM) {
        if (whole)
            memset(&f->lines, 0, sizeof f->lines);
        const uint64_t damaged = f->lines.damaged_count;

        while (tcs_lines_next(&f->lines, &rest, &line) == TCS_OK)
            take_line(input, line, &moment);
        if (whole && tcs_lines_last(&f->lines, &line) == TCS_OK)
            take_line(input, line, &moment);
        input->counts->damaged += f->lines.damaged_count - damaged;
    } else {
        input->counts->foreign++;
    }
    if (engine_sensor_of_kind(input, TCS_SENSOR_RADIO, &sensor))
        hand_on(input, sensor, &moment);
}

const struct protocol engine_kraken = {
    .framing_size = sizeof(struct kraken_framing),
    .take = take,
    .framing_used = used,
};
