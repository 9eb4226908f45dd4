/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbs.c -- the protocol of BaseStation: lines of what a receiver of Mode S has decoded.
 */
#include "decode/sbs.h"
#include "decode/lines.h"
#include "engine/protocol.h"
#include "observe/squitter.h"

static size_t used(const void *framing)
{
    const struct tcs_lines *lines = framing;

    return offsetof(struct tcs_lines, room) + lines->have;
}

static void take_line(const struct input *input, struct tcs_bytes line)
{
    struct tcs_sbs sbs;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_sbs_read(line, &sbs, NULL);

    if (status == TCS_OK && !engine_sensor_of_kind(input, TCS_SENSOR_ADSB, &sensor))
        status = TCS_E_NOT_FOUND;
    if (status == TCS_OK) {
        const struct tcs_flight flight = tcs_flight_sbs(input->neck, &sbs);
        struct tcs_squitters *state = engine_sensor_state(input->engine, sensor);

        status = tcs_flight_take(&state->flights, input->neck, sensor, &flight);
    }
    engine_count(input->counts, status);
}

static void take(struct input *input)
{
    engine_take_lines(input, input->framing, take_line);
}

const struct protocol engine_sbs = {
    .framing_size = sizeof(struct tcs_lines),
    .take = take,
    .framing_used = used,
};
