/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asterix.c -- the protocol of radars, multilateration, direction finders, ADS-B ground
 * stations and other tracking systems: blocks from datagrams or from a stream, records to
 * the sensor that the site file names for their source.
 */
#include "decode/asterix/asterix.h"
#include "decode/asterix/framing.h"
#include "decode/asterix/stream.h"
#include "engine/protocol.h"
#include "engine/state.h"
#include "observe/aircraft.h"
#include "observe/assembler.h"
#include "observe/monoradar.h"
#include "observe/system.h"
#include "observe/target.h"

static size_t used(const void *framing)
{
    const struct tcs_asterix_stream *stream = framing;

    return offsetof(struct tcs_asterix_stream, buffer) + stream->from + stream->have;
}

static bool find_source(const struct input *input, int32_t source, uint16_t *ret_sensor)
{
    for (uint16_t i = 0; i < input->feed->sensor_count; i++) {
        if (source == input->feed->sac_sic[i]) {
            *ret_sensor = input->feed->sensors[i];
            return true;
        }
    }
    return false;
}

/* What a radar and what measures like one sends; positions and bearings are gathered. */
static enum tcs_status take_radar(const struct input *input, uint16_t sensor,
                                  const struct tcs_asterix_record *record,
                                  struct tcs_gather *gather)
{
    const struct tcs_neck *neck = input->neck;
    void *state = engine_sensor_state(input->engine, sensor);

    switch (record->category) {
    case 1:
        return tcs_monoradar_old_target(state, neck, sensor, &record->cat001);
    case 2:
        tcs_monoradar_old_service(state, neck, sensor, &record->cat002);
        return TCS_OK;
    case 10:
        return tcs_target_010(gather, neck, sensor, &record->cat010);
    case 15:
        return tcs_target_015(gather, neck, sensor, &record->cat015);
    case 20:
        return tcs_target_020(gather, neck, sensor, &record->cat020);
    case 34:
        tcs_monoradar_service(state, neck, sensor, &record->cat034);
        return TCS_OK;
    case 48:
        return tcs_monoradar_target(state, neck, sensor, &record->cat048);
    case 16:
    case 19:
    case 240:
        tcs_neck_heard(neck, sensor);
        return TCS_OK;
    default:
        return TCS_E_NOT_FOUND;
    }
}

/* What is said by aircraft or concluded by another system. */
static enum tcs_status take_claims(const struct input *input, uint16_t sensor,
                                   const struct tcs_asterix_record *record)
{
    switch (record->category) {
    case 21:
        return tcs_aircraft_report(input->neck, sensor, &record->cat021);
    case 62:
        return tcs_system_track(input->neck, sensor, &record->cat062);
    case 23:
    case 63:
    case 65:
        tcs_neck_heard(input->neck, sensor);
        return TCS_OK;
    default:
        return TCS_E_NOT_FOUND;
    }
}

static bool is_gathered(const struct tcs_asterix_record *record)
{
    return record->category == 10 || record->category == 15 || record->category == 20 ||
           record->category == 205;
}

static enum tcs_status take_record(const struct input *input,
                                   const struct tcs_asterix_record *record,
                                   struct tcs_gather *gather)
{
    uint16_t sensor = 0;

    if (!find_source(input, tcs_asterix_source(record), &sensor))
        return TCS_E_NOT_FOUND;
    if (!is_gathered(record)) /* others put their observations in the same place */
        tcs_gather_flush(gather, input->neck);
    const enum tcs_sensor_kind kind = input->neck->sensors[sensor].kind;

    if (kind == TCS_SENSOR_RADAR)
        return take_radar(input, sensor, record, gather);
    if (kind == TCS_SENSOR_ADSB || kind == TCS_SENSOR_REPORT)
        return take_claims(input, sensor, record);
    if (kind == TCS_SENSOR_RADIO && record->category == 205)
        return tcs_target_205(gather, input->neck, sensor, &record->cat205);
    return TCS_E_NOT_FOUND;
}

static void take_blocks(const struct input *input, struct tcs_bytes blocks)
{
    struct tcs_asterix_input walk =
        tcs_asterix_input(&engine_scratch(input->engine)->asterix, blocks);
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    struct tcs_gather gather = { .open = false };
    enum tcs_status status = tcs_asterix_next(&walk, &record, &fault);

    for (; status != TCS_END; status = tcs_asterix_next(&walk, &record, &fault))
        engine_count(input->counts,
                     status == TCS_OK ? take_record(input, &record, &gather) : status);
    tcs_gather_flush(&gather, input->neck);
}

/* One datagram: blocks, or frames of blocks. */
static void take_datagram(const struct input *input)
{
    struct tcs_bytes rest = input->payload;
    struct tcs_asterix_frame frame;
    struct tcs_asterix_fault fault;
    enum tcs_status status;

    while (
        (status = tcs_asterix_frame_next((enum tcs_asterix_framing)input->feed->envelope,
                                         &rest, &frame, &fault)) == TCS_OK)
        take_blocks(input, frame.blocks);
    if (status != TCS_END)
        engine_count(input->counts, status);
}

static void take_stream(const struct input *input)
{
    const struct tcs_asterix_set *set = &engine_scratch(input->engine)->asterix;
    struct tcs_asterix_stream *stream = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes block;
    struct tcs_asterix_fault fault;
    enum tcs_status status = tcs_asterix_stream_next(stream, set, &rest, &block, &fault);

    for (; status != TCS_MORE;
         status = tcs_asterix_stream_next(stream, set, &rest, &block, &fault)) {
        if (status == TCS_OK)
            take_blocks(input, block);
        else
            engine_count(input->counts, status);
    }
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_STREAM)
        take_stream(input);
    else if (input->framing_kind == TCS_FRAMING_DATAGRAM)
        take_datagram(input);
    else
        input->counts->foreign++;
}

bool tcs_engine_knows_edition(uint8_t category, const char *edition)
{
    const struct tcs_asterix_edition *ignored = NULL;

    return tcs_asterix_spec_find(category, edition, &ignored) == TCS_OK;
}

const struct protocol engine_asterix = {
    .framing_size = sizeof(struct tcs_asterix_stream),
    .take = take,
    .framing_used = used,
};
