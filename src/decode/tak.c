/* SPDX-License-Identifier: Apache-2.0 */
/* tak.c -- events as TAK protocol version 1 has them (cot.h). */
#include <stddef.h>
#include <string.h>

#include "decode/cot_inside.h"
#include "decode/protobuf.h"

enum { MAGIC = 0xbf, VERSION = 1 };
enum { VARINT = 0, FIXED64 = 1, BYTES = 2 }; /* wire types */
enum { TAK_CONTROL = 1, TAK_EVENT = 2, EVENT_DETAIL = 15, DETAIL_XML = 1 };

enum kind { TEXT, UINT, MILLISECONDS, DOUBLE };

struct row {
    uint16_t offset;
    uint8_t kind; /* enum kind */
    const char *name;
};

#define AT(member) offsetof(struct tcs_cot, member)

/* [number] of CotEvent */
static const struct row event_rows[] = {
    [1] = { AT(type), TEXT, "type" },
    [2] = { AT(access), TEXT, "access" },
    [3] = { AT(qos), TEXT, "qos" },
    [4] = { AT(opex), TEXT, "opex" },
    [5] = { AT(uid), TEXT, "uid" },
    [6] = { AT(time_ns), MILLISECONDS, "sendTime" },
    [7] = { AT(start_ns), MILLISECONDS, "startTime" },
    [8] = { AT(stale_ns), MILLISECONDS, "staleTime" },
    [9] = { AT(how), TEXT, "how" },
    [10] = { AT(lat_deg), DOUBLE, "lat" },
    [11] = { AT(lon_deg), DOUBLE, "lon" },
    [12] = { AT(hae_m), DOUBLE, "hae" },
    [13] = { AT(ce_m), DOUBLE, "ce" },
    [14] = { AT(le_m), DOUBLE, "le" },
};

/* [number] of TakControl */
static const struct row control_rows[] = {
    [1] = { offsetof(struct tcs_tak_control, min_version), UINT, "minProtoVersion" },
    [2] = { offsetof(struct tcs_tak_control, max_version), UINT, "maxProtoVersion" },
    [3] = { offsetof(struct tcs_tak_control, uid), TEXT, "contactUid" },
};

/* An item into the member that its row names. */
static enum tcs_status take_item(const struct tcs_pb_item *item, const struct row *row,
                                 void *record, struct tcs_fault *fault)
{
    static const uint8_t wires[] = {
        [TEXT] = BYTES, [UINT] = VARINT, [MILLISECONDS] = VARINT, [DOUBLE] = FIXED64
    };
    char *to = (char *)record + row->offset;

    if (item->wire != wires[row->kind])
        return tcs_fault(fault, TCS_E_DAMAGED, item->offset, row->name);
    if (row->kind == TEXT) {
        if (!tcs_pb_text_good(item->bytes))
            return tcs_fault(fault, TCS_E_DAMAGED, item->offset, row->name);
        if (item->bytes.len >= TCS_COT_TEXT_LEN)
            return tcs_fault(fault, TCS_E_FULL, item->offset, row->name);
        memset(to, 0, TCS_COT_TEXT_LEN);
        if (item->bytes.len > 0)
            memcpy(to, item->bytes.data, item->bytes.len);
    } else if (row->kind == UINT) {
        const uint32_t value = (uint32_t)item->raw;

        if (item->raw > UINT32_MAX)
            return tcs_fault(fault, TCS_E_DAMAGED, item->offset, row->name);
        memcpy(to, &value, sizeof value);
    } else if (row->kind == MILLISECONDS) {
        if (item->raw > INT64_MAX / 1000000)
            return tcs_fault(fault, TCS_E_DAMAGED, item->offset, row->name);
        const int64_t ns = (int64_t)item->raw * 1000000;

        memcpy(to, &ns, sizeof ns);
    } else {
        memcpy(to, &item->raw, sizeof item->raw);
    }
    return TCS_OK;
}

/* All items of a message that rows name; others are passed over, as versions to come may
 * add them. */
static enum tcs_status take_rows(struct tcs_bytes message, const struct row *rows,
                                 size_t count, void *record, struct tcs_fault *fault)
{
    struct tcs_reader reader = tcs_reader(message);
    struct tcs_pb_item item;

    for (;;) {
        enum tcs_status status = tcs_pb_next(&reader, &item);

        if (status == TCS_END)
            return TCS_OK;
        if (status != TCS_OK)
            return tcs_fault(fault, status, reader.at, "protocol buffer");
        if (item.number < count && rows[item.number].name != NULL) {
            status = take_item(&item, &rows[item.number], record, fault);
            if (status != TCS_OK)
                return status;
        }
    }
}

/* ---- the detail ---- */

static enum tcs_status take_element(struct tcs_bytes message,
                                    const struct tcs_cot_element *element,
                                    struct tcs_cot *cot, struct tcs_fault *fault)
{
    struct row rows[TCS_COT_ELEMENT_FIELDS + 1] = { { 0, 0, NULL } };
    static const uint8_t kinds[] = { [TCS_COT_KIND_TEXT] = TEXT,
                                     [TCS_COT_KIND_UINT] = UINT,
                                     [TCS_COT_KIND_DOUBLE] = DOUBLE };

    for (size_t i = 0; i < TCS_COT_ELEMENT_FIELDS; i++) {
        const struct tcs_cot_field *field = &element->fields[i];

        if (field->name != NULL)
            rows[field->number] =
                (struct row) { field->offset, kinds[field->kind], field->name };
    }
    cot->parts |= element->part;
    return take_rows(message, rows, sizeof rows / sizeof rows[0], cot, fault);
}

/* The XML of a detail, which has no root of its own. */
static enum tcs_status take_xml(struct tcs_bytes text, struct tcs_cot *cot,
                                uint32_t *ret_seen, struct tcs_fault *fault)
{
    static const char open[] = "<detail>";
    static const char close[] = "</detail>";
    char document[sizeof open + TCS_COT_REST_LEN + sizeof close];
    struct tcs_writer w = tcs_writer(document, sizeof document);
    struct tcs_xml_token root;

    if (text.len > TCS_COT_REST_LEN)
        return tcs_fault(fault, TCS_E_FULL, 0, "xmlDetail");
    tcs_write_bytes(&w, open, sizeof open - 1);
    tcs_write_bytes(&w, text.data, text.len);
    tcs_write_bytes(&w, close, sizeof close - 1);
    struct tcs_xml xml = tcs_xml(tcs_written(&w));
    enum tcs_status status = tcs_xml_next(&xml, &root, fault);

    if (status == TCS_OK)
        status = tcs_cot_children(&xml, root.depth, cot, ret_seen, fault);
    if (status == TCS_OK && tcs_xml_next(&xml, &root, NULL) != TCS_END)
        status = tcs_fault(fault, TCS_E_DAMAGED, 0, "xmlDetail");
    return status;
}

/* What the XML holds goes before what a typed message says. */
static enum tcs_status take_detail(struct tcs_bytes detail, struct tcs_cot *cot,
                                   struct tcs_fault *fault)
{
    struct tcs_bytes part[TCS_COT_ELEMENTS + 2] = { { NULL, 0 } };
    bool there[TCS_COT_ELEMENTS + 2] = { false };
    struct tcs_reader reader = tcs_reader(detail);
    struct tcs_pb_item item;
    uint32_t seen = 0;
    enum tcs_status status = tcs_pb_next(&reader, &item);

    for (; status == TCS_OK; status = tcs_pb_next(&reader, &item)) {
        if (item.number >= TCS_COT_ELEMENTS + 2)
            continue;
        if (item.wire != BYTES)
            return tcs_fault(fault, TCS_E_DAMAGED, item.offset, "detail");
        part[item.number] = item.bytes;
        there[item.number] = true;
    }
    if (status != TCS_END)
        return tcs_fault(fault, status, reader.at, "detail");
    status = TCS_OK;
    if (part[DETAIL_XML].len > 0)
        status = take_xml(part[DETAIL_XML], cot, &seen, fault);
    for (size_t i = 0; i < TCS_COT_ELEMENTS && status == TCS_OK; i++) {
        const struct tcs_cot_element *element = &tcs_cot_elements[i];

        if (there[element->number] && (seen & element->part) == 0)
            status = take_element(part[element->number], element, cot, fault);
    }
    return status;
}

/* ---- messages ---- */

static enum tcs_status take_event(struct tcs_bytes event, struct tcs_cot *cot,
                                  struct tcs_fault *fault)
{
    struct tcs_reader reader = tcs_reader(event);
    struct tcs_pb_item item;
    enum tcs_status status = take_rows(
        event, event_rows, sizeof event_rows / sizeof event_rows[0], cot, fault);

    /* The walk went well once already. */
    while (status == TCS_OK && tcs_pb_next(&reader, &item) == TCS_OK)
        if (item.number == EVENT_DETAIL)
            status = item.wire == BYTES
                         ? take_detail(item.bytes, cot, fault)
                         : tcs_fault(fault, TCS_E_DAMAGED, item.offset, "detail");
    return status == TCS_OK ? tcs_cot_settle(cot, 0, fault) : status;
}

enum tcs_status tcs_tak_read(struct tcs_bytes payload, struct tcs_cot *ret_cot,
                             bool *ret_has_event, struct tcs_tak_control *ret_control,
                             struct tcs_fault *fault)
{
    struct tcs_reader reader = tcs_reader(payload);
    struct tcs_tak_control control;
    struct tcs_pb_item item;
    struct tcs_cot cot;
    bool has_event = false;
    bool has_control = false;
    enum tcs_status status = tcs_pb_next(&reader, &item);

    memset(&cot, 0, sizeof cot);
    memset(&control, 0, sizeof control);
    for (; status == TCS_OK; status = tcs_pb_next(&reader, &item)) {
        if (item.number != TAK_CONTROL && item.number != TAK_EVENT)
            continue;
        if (item.wire != BYTES || (item.number == TAK_EVENT && has_event))
            return tcs_fault(fault, TCS_E_DAMAGED, item.offset, "TakMessage");
        if (item.number == TAK_CONTROL)
            status =
                take_rows(item.bytes, control_rows,
                          sizeof control_rows / sizeof control_rows[0], &control, fault);
        else
            status = take_event(item.bytes, &cot, fault);
        if (status != TCS_OK)
            return status;
        has_control = has_control || item.number == TAK_CONTROL;
        has_event = has_event || item.number == TAK_EVENT;
    }
    if (status != TCS_END)
        return tcs_fault(fault, status, reader.at, "TakMessage");
    if (!has_event && !has_control)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "neither an event nor control");
    if (has_event)
        *ret_cot = cot;
    if (has_control && ret_control != NULL)
        *ret_control = control;
    *ret_has_event = has_event;
    return TCS_OK;
}

enum tcs_status tcs_tak_mesh(struct tcs_bytes datagram, struct tcs_bytes *ret_payload)
{
    if (datagram.len < 3 || datagram.data[0] != MAGIC || datagram.data[1] != VERSION ||
        datagram.data[2] != MAGIC)
        return TCS_E_FOREIGN;
    *ret_payload = tcs_bytes_part(datagram, 3, datagram.len);
    return TCS_OK;
}
