/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/protocol.h"

#include <assert.h>
#include <string.h>

#include "decode/lines.h"
#include "decode/udp.h"
#include "observe/assembler.h"
#include "observe/broadcast.h"
#include "observe/camera.h"
#include "observe/squitter.h"

const struct protocol *engine_protocol(enum tcs_protocol protocol)
{
    static const struct protocol *const table[] = {
        [TCS_PROTOCOL_ASTERIX] = &engine_asterix,
        [TCS_PROTOCOL_REMOTE_ID] = &engine_remote_id,
        [TCS_PROTOCOL_MODES] = &engine_modes,
        [TCS_PROTOCOL_BEARING] = &engine_bearing,
        [TCS_PROTOCOL_SAPIENT] = &engine_sapient,
        [TCS_PROTOCOL_KRAKEN] = &engine_kraken,
        [TCS_PROTOCOL_ODAS] = &engine_odas,
        [TCS_PROTOCOL_ONVIF] = &engine_onvif,
        [TCS_PROTOCOL_FRIGATE] = &engine_frigate,
        [TCS_PROTOCOL_COT] = &engine_cot,
        [TCS_PROTOCOL_UAT] = &engine_uat,
        [TCS_PROTOCOL_SBS] = &engine_sbs,
        [TCS_PROTOCOL_READSB] = &engine_readsb,
        [TCS_PROTOCOL_MAVLINK] = &engine_mavlink,
        [TCS_PROTOCOL_AIS] = &engine_ais,
    };

    assert((size_t)protocol < sizeof table / sizeof table[0]);
    return table[protocol];
}

size_t engine_sensor_size(enum tcs_sensor_kind kind)
{
    switch (kind) {
    case TCS_SENSOR_RADAR:
        return sizeof(struct tcs_assembler);
    case TCS_SENSOR_REMOTE_ID:
        return sizeof(struct tcs_transmitters);
    case TCS_SENSOR_ADSB:
        return sizeof(struct tcs_squitters);
    case TCS_SENSOR_CAMERA:
        return sizeof(struct tcs_camera);
    case TCS_SENSOR_RADIO:
    case TCS_SENSOR_ACOUSTIC:
    case TCS_SENSOR_REPORT:
    case TCS_SENSOR_KIND_COUNT:
        break;
    }
    return 0;
}

void engine_count(struct tcs_feed_counts *counts, enum tcs_status status)
{
    if (status == TCS_OK)
        counts->records++;
    else if (status == TCS_E_FOREIGN)
        counts->foreign++;
    else if (status == TCS_E_IMPOSSIBLE)
        counts->impossible++;
    else if (status == TCS_E_REFUSED || status == TCS_E_NOT_FOUND)
        counts->unmapped++;
    else
        counts->damaged++;
}

void engine_take_lines(const struct input *input, struct tcs_lines *lines,
                       void (*take)(const struct input *, struct tcs_bytes line))
{
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes line;

    if (input->framing_kind == TCS_FRAMING_LINE) {
        take(input, input->payload);
        return;
    }
    if (!whole && input->framing_kind != TCS_FRAMING_STREAM) {
        input->counts->foreign++;
        return;
    }
    if (whole)
        memset(lines, 0, offsetof(struct tcs_lines, room));
    const uint64_t damaged = lines->damaged_count;

    while (tcs_lines_next(lines, &rest, &line) == TCS_OK)
        take(input, line);
    if (whole && tcs_lines_last(lines, &line) == TCS_OK)
        take(input, line);
    input->counts->damaged += lines->damaged_count - damaged;
}

bool engine_sensor_of_kind(const struct input *input, enum tcs_sensor_kind kind,
                           uint16_t *ret_sensor)
{
    for (uint16_t i = 0; i < input->feed->sensor_count; i++) {
        const uint16_t sensor = input->feed->sensors[i];

        if (input->neck->sensors[sensor].kind == kind) {
            *ret_sensor = sensor;
            return true;
        }
    }
    return false;
}

/* A captured packet holds a datagram; from there on it is one. */
static bool unwrap(struct input *input)
{
    struct tcs_udp udp;
    enum tcs_status status = tcs_udp_find(TCS_LINK_ETHERNET, input->payload, &udp);

    if (status == TCS_OK && input->feed->udp_port != 0 &&
        udp.destination_port != input->feed->udp_port)
        status = TCS_E_FOREIGN;
    if (status != TCS_OK) {
        engine_count(input->counts, status);
        return false;
    }
    input->payload = udp.payload;
    input->framing_kind = TCS_FRAMING_DATAGRAM;
    return true;
}

/* A message under a topic is a datagram that tells where it was said. */
static bool take_topic(struct input *input)
{
    struct tcs_reader r = tcs_reader(input->payload);
    const struct tcs_bytes topic = tcs_read_bytes(&r, tcs_read_be(&r, 2));

    if (r.failed) {
        engine_count(input->counts, TCS_E_DAMAGED);
        return false;
    }
    input->topic = topic;
    input->payload = tcs_read_bytes(&r, tcs_reader_left(&r));
    input->framing_kind = TCS_FRAMING_DATAGRAM;
    return true;
}

void engine_take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_TOPIC && !take_topic(input))
        return;
    if (input->framing_kind == TCS_FRAMING_PACKET_ETHERNET && !unwrap(input))
        return;
    engine_protocol(input->feed->protocol)->take(input);
}
