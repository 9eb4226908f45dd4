/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cot.c -- the protocol of Cursor on Target: XML and TAK version 1, in streams and in
 * datagrams, whichever comes.
 */
#include <string.h>

#include "decode/cot.h"
#include "decode/cot_stream.h"
#include "engine/protocol.h"
#include "observe/report.h"

static size_t used(const void *framing)
{
    const struct tcs_cot_stream *stream = framing;
    const uint32_t have = stream->form == TCS_COT_TAK ? stream->have : stream->xml.have;

    return offsetof(struct tcs_cot_stream, xml) + offsetof(struct tcs_xml_stream, room) +
           have;
}

static void take_message(const struct input *input, enum tcs_cot_form form,
                         struct tcs_bytes message)
{
    struct tcs_cot cot;
    bool has_event = true;
    uint16_t sensor = 0;
    enum tcs_status status = form == TCS_COT_XML
                                 ? tcs_cot_read(message, &cot, NULL)
                                 : tcs_tak_read(message, &cot, &has_event, NULL, NULL);

    if (status == TCS_OK && has_event)
        status = engine_sensor_of_kind(input, TCS_SENSOR_REPORT, &sensor)
                     ? tcs_report_cot(input->neck, sensor, &cot)
                     : TCS_E_NOT_FOUND;
    engine_count(input->counts, status);
}

static void take_stream(const struct input *input)
{
    struct tcs_cot_stream *stream = input->framing;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes message;
    enum tcs_cot_form form = TCS_COT_XML;
    const uint64_t damaged = stream->damaged_count + stream->xml.damaged_count;

    while (tcs_cot_stream_next(stream, &rest, &message, &form) == TCS_OK)
        take_message(input, form, message);
    input->counts->damaged += stream->damaged_count + stream->xml.damaged_count - damaged;
}

static void take(struct input *input)
{
    struct tcs_bytes payload;

    if (input->framing_kind == TCS_FRAMING_STREAM)
        take_stream(input);
    else if (input->framing_kind != TCS_FRAMING_DATAGRAM)
        input->counts->foreign++;
    else if (tcs_tak_mesh(input->payload, &payload) == TCS_OK)
        take_message(input, TCS_COT_TAK, payload);
    else
        take_message(input, TCS_COT_XML, input->payload);
}

const struct protocol engine_cot = {
    .framing_size = sizeof(struct tcs_cot_stream),
    .take = take,
    .framing_used = used,
};
