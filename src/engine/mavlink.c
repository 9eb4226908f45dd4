/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mavlink.c -- the protocol of autopilots, as a stream or in datagrams: where vehicles
 * are, Open Drone ID that they send or hear, and aircraft that they hear. Each goes to
 * the feed's sensor of its kind. We listen: nothing is ever sent.
 */
#include <string.h>

#include "decode/mavlink_rid.h"
#include "engine/protocol.h"
#include "observe/broadcast.h"
#include "observe/vehicle.h"

/* One a feed; all zero is the start state. */
struct mavlink_framing {
    struct tcs_mavlink_stream stream;
    struct tcs_vehicles vehicles; /* what is changed in it is told as it changes */
};
_Static_assert(sizeof(struct mavlink_framing) ==
                   sizeof(struct tcs_mavlink_stream) + sizeof(struct tcs_vehicles),
               "no padding in digested state");

static size_t used(const void *framing)
{
    const struct mavlink_framing *f = framing;

    return offsetof(struct mavlink_framing, stream.room) + f->stream.have;
}

/* What the feed's receiver of Remote ID has heard the same system say of itself. */
static struct tcs_broadcast_name name_of(const struct input *input, uint8_t system)
{
    uint16_t sensor = 0;

    if (!engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor))
        return (struct tcs_broadcast_name) { 0 };
    return tcs_broadcast_name_of(engine_sensor_state(input->engine, sensor), input->neck,
                                 tcs_mavlink_own_address(system));
}

static enum tcs_status take_vehicle(const struct input *input,
                                    const struct tcs_mavlink *message)
{
    struct mavlink_framing *f = input->framing;
    uint16_t sensor = 0;

    if (!engine_sensor_of_kind(input, TCS_SENSOR_REPORT, &sensor))
        return TCS_E_NOT_FOUND;
    tcs_vehicle_take(&f->vehicles, input->neck, sensor, name_of(input, message->system),
                     message);
    return TCS_OK;
}

static enum tcs_status take_traffic(const struct input *input,
                                    const struct tcs_mavlink *message)
{
    uint16_t sensor = 0;

    return engine_sensor_of_kind(input, TCS_SENSOR_ADSB, &sensor)
               ? tcs_vehicle_traffic(input->neck, sensor, message)
               : TCS_E_NOT_FOUND;
}

/* Good messages of a pack are used, whatever becomes of the others. */
static enum tcs_status take_drone_id(const struct input *input,
                                     const struct tcs_mavlink *message)
{
    struct tcs_rid_said said;
    uint16_t sensor = 0;
    const enum tcs_status status = tcs_mavlink_say(message, &said);

    if (status == TCS_E_NOT_FOUND) /* how a transmitter is */
        return TCS_OK;
    if (!engine_sensor_of_kind(input, TCS_SENSOR_REMOTE_ID, &sensor))
        return TCS_E_NOT_FOUND;
    if (said.count > 0)
        tcs_broadcast_hear(engine_sensor_state(input->engine, sensor), input->neck,
                           sensor, &said);
    return status;
}

static enum tcs_status take_message(const struct input *input,
                                    const struct tcs_mavlink *message)
{
    switch (message->id) {
    case TCS_MAVLINK_HEARTBEAT:
    case TCS_MAVLINK_GPS_RAW_INT:
    case TCS_MAVLINK_GLOBAL_POSITION_INT:
        return take_vehicle(input, message);
    case TCS_MAVLINK_ADSB_VEHICLE:
        return take_traffic(input, message);
    default:
        return take_drone_id(input, message);
    }
}

static void take_frame(const struct input *input, enum tcs_status status,
                       const struct tcs_mavlink *message)
{
    engine_count(input->counts, status == TCS_OK ? take_message(input, message) : status);
}

/* A datagram is a whole: it neither ends what came before nor is gone on with. */
static void take(struct input *input)
{
    struct mavlink_framing *f = input->framing;
    struct tcs_mavlink_stream *stream = &f->stream;
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_mavlink message;
    enum tcs_status status;

    if (!whole && input->framing_kind != TCS_FRAMING_STREAM) {
        input->counts->foreign++;
        return;
    }
    if (whole)
        stream->lost = 0;
    const uint64_t damaged = stream->damaged_count;

    while ((status = tcs_mavlink_next(stream, &rest, &message, NULL)) != TCS_MORE)
        take_frame(input, status, &message);
    while (whole && (status = tcs_mavlink_last(stream, &message, NULL)) != TCS_END)
        take_frame(input, status, &message);
    input->counts->damaged += stream->damaged_count - damaged;
}

const struct protocol engine_mavlink = {
    .framing_size = sizeof(struct mavlink_framing),
    .take = take,
    .framing_used = used,
};
