/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uat.c -- the protocol of UAT receivers: lines of dump978. Uplink frames are foreign.
 */
#include "decode/uat.h"
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
    struct tcs_uat_frame frame;
    struct tcs_uat record;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_uat_line_read(line, &frame, NULL);

    if (status == TCS_OK)
        status = tcs_uat_read(tcs_bytes(frame.octets, frame.len), &record, NULL);
    if (status == TCS_OK && !engine_sensor_of_kind(input, TCS_SENSOR_ADSB, &sensor))
        status = TCS_E_NOT_FOUND;
    if (status == TCS_OK) {
        const struct tcs_flight flight = tcs_flight_uat(input->neck, &record);
        struct tcs_squitters *state = engine_sensor_state(input->engine, sensor);

        status = tcs_flight_take(&state->flights, input->neck, sensor, &flight);
    }
    engine_count(input->counts, status);
}

static void take(struct input *input)
{
    engine_take_lines(input, input->framing, take_line);
}

const struct protocol engine_uat = {
    .framing_size = sizeof(struct tcs_lines),
    .take = take,
    .framing_used = used,
};
