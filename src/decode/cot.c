/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/cot.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "decode/cot_inside.h"
#include "decode/xml.h"
#include "decode/xml_text.h"

#define AT(member) offsetof(struct tcs_cot, member)

static const double UNKNOWN = 999999.0;

const struct tcs_cot_element tcs_cot_elements[TCS_COT_ELEMENTS] = {
    { "contact",
      TCS_COT_CONTACT,
      2,
      { { "endpoint", AT(endpoint), 1, TCS_COT_KIND_TEXT },
        { "callsign", AT(callsign), 2, TCS_COT_KIND_TEXT } } },
    { "__group",
      TCS_COT_GROUP,
      3,
      { { "name", AT(group), 1, TCS_COT_KIND_TEXT },
        { "role", AT(role), 2, TCS_COT_KIND_TEXT } } },
    { "precisionlocation",
      TCS_COT_PRECISION,
      4,
      { { "geopointsrc", AT(geopointsrc), 1, TCS_COT_KIND_TEXT },
        { "altsrc", AT(altsrc), 2, TCS_COT_KIND_TEXT } } },
    { "status", TCS_COT_STATUS, 5, { { "battery", AT(battery), 1, TCS_COT_KIND_UINT } } },
    { "takv",
      TCS_COT_TAKV,
      6,
      { { "device", AT(device), 1, TCS_COT_KIND_TEXT },
        { "platform", AT(platform), 2, TCS_COT_KIND_TEXT },
        { "os", AT(os), 3, TCS_COT_KIND_TEXT },
        { "version", AT(version), 4, TCS_COT_KIND_TEXT } } },
    { "track",
      TCS_COT_TRACK,
      7,
      { { "speed", AT(speed_mps), 1, TCS_COT_KIND_DOUBLE },
        { "course", AT(course_deg), 2, TCS_COT_KIND_DOUBLE } } },
};

/* ---- attributes ---- */

/* A raw value into a text of the event. */
static enum tcs_status take_text(struct tcs_bytes raw, char to[TCS_COT_TEXT_LEN],
                                 const char *item, uint32_t offset,
                                 struct tcs_fault *fault)
{
    const enum tcs_status status = tcs_xml_copy(raw, to, TCS_COT_TEXT_LEN);

    return status == TCS_OK ? TCS_OK : tcs_fault(fault, status, offset, item);
}

static enum tcs_status take_double(struct tcs_bytes raw, double *to, const char *item,
                                   uint32_t offset, struct tcs_fault *fault)
{
    char text[40];
    enum tcs_status status = tcs_xml_copy(raw, text, sizeof text);
    const char *digits = text[0] == '+' ? text + 1 : text;

    if (status == TCS_OK)
        status = tcs_text_double(tcs_text_bytes(digits), to);
    return status == TCS_OK ? TCS_OK : tcs_fault(fault, TCS_E_DAMAGED, offset, item);
}

static enum tcs_status take_time(struct tcs_bytes raw, int64_t *to, const char *item,
                                 uint32_t offset, struct tcs_fault *fault)
{
    char text[48];
    enum tcs_status status = tcs_xml_copy(raw, text, sizeof text);

    if (status == TCS_OK)
        status = tcs_utc_parse(text, to);
    return status == TCS_OK ? TCS_OK : tcs_fault(fault, TCS_E_DAMAGED, offset, item);
}

enum attribute_kind { TEXT, TIME, NUMBER };

struct attribute {
    const char *name;
    uint16_t offset;
    uint8_t kind; /* enum attribute_kind */
    bool optional;
};

static const struct attribute event_attributes[] = {
    { "uid", AT(uid), TEXT, false },        { "type", AT(type), TEXT, false },
    { "time", AT(time_ns), TIME, false },   { "start", AT(start_ns), TIME, false },
    { "stale", AT(stale_ns), TIME, false }, { "how", AT(how), TEXT, false },
    { "access", AT(access), TEXT, true },   { "qos", AT(qos), TEXT, true },
    { "opex", AT(opex), TEXT, true },
};
static const struct attribute point_attributes[] = {
    { "lat", AT(lat_deg), NUMBER, false }, { "lon", AT(lon_deg), NUMBER, false },
    { "hae", AT(hae_m), NUMBER, false },   { "ce", AT(ce_m), NUMBER, false },
    { "le", AT(le_m), NUMBER, false },
};

static enum tcs_status take_attributes(const struct tcs_xml_token *open,
                                       const struct attribute *rows, size_t count,
                                       struct tcs_cot *cot, struct tcs_fault *fault)
{
    enum tcs_status status = TCS_OK;

    for (size_t i = 0; i < count && status == TCS_OK; i++) {
        const struct attribute *row = &rows[i];
        char *to = (char *)cot + row->offset;
        struct tcs_bytes raw;

        if (!tcs_xml_attribute(open, row->name, &raw)) {
            if (row->optional)
                continue;
            return tcs_fault(fault, TCS_E_DAMAGED, open->offset, row->name);
        }
        if (row->kind == TEXT)
            status = take_text(raw, to, row->name, open->offset, fault);
        else if (row->kind == TIME)
            status =
                take_time(raw, (int64_t *)(void *)to, row->name, open->offset, fault);
        else
            status =
                take_double(raw, (double *)(void *)to, row->name, open->offset, fault);
    }
    return status;
}

/* ---- what holds for both forms ---- */

/* False for NaN, too. */
static bool within(double value, double low, double high)
{
    return value >= low && value <= high;
}

/* A height or error that is known. */
static void note_known(struct tcs_cot *cot, double value, uint32_t part)
{
    if (value < UNKNOWN)
        cot->parts |= part;
}

enum tcs_status tcs_cot_settle(struct tcs_cot *cot, uint32_t offset,
                               struct tcs_fault *fault)
{
    if (cot->uid[0] == '\0')
        return tcs_fault(fault, TCS_E_DAMAGED, offset, "uid");
    if (cot->type[0] == '\0')
        return tcs_fault(fault, TCS_E_DAMAGED, offset, "type");
    if (!within(cot->lat_deg, -90.0, 90.0) || !within(cot->lon_deg, -180.0, 180.0))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, offset, "point");
    if (!within(cot->ce_m, 0.0, 1e9) || !within(cot->le_m, 0.0, 1e9) ||
        !within(cot->hae_m, -1e5, 1e9))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, offset, "hae, ce, le");
    if ((cot->parts & TCS_COT_TRACK) != 0 &&
        (!within(cot->speed_mps, 0.0, 1e5) || !within(cot->course_deg, -360.0, 360.0)))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, offset, "track");
    note_known(cot, cot->hae_m, TCS_COT_HAE);
    note_known(cot, cot->ce_m, TCS_COT_CE);
    note_known(cot, cot->le_m, TCS_COT_LE);
    return TCS_OK;
}

/* ---- the detail ---- */

static const struct tcs_cot_element *element_named(struct tcs_bytes name)
{
    for (size_t i = 0; i < TCS_COT_ELEMENTS; i++)
        if (tcs_xml_is(name, tcs_cot_elements[i].name))
            return &tcs_cot_elements[i];
    return NULL;
}

static const struct tcs_cot_field *field_named(const struct tcs_cot_element *element,
                                               struct tcs_bytes name)
{
    for (size_t i = 0; i < TCS_COT_ELEMENT_FIELDS; i++)
        if (element->fields[i].name != NULL && tcs_xml_is(name, element->fields[i].name))
            return &element->fields[i];
    return NULL;
}

/* Whether every attribute of the element has a place; those that have are taken. A number
 * that is none makes the element no typed one: it stays in the rest. */
static bool take_element(const struct tcs_xml_token *open,
                         const struct tcs_cot_element *element, struct tcs_cot *cot)
{
    bool whole = true;

    for (uint32_t i = 0; i < open->attribute_count; i++) {
        const struct tcs_xml_attribute *attribute = &open->attributes[i];
        const struct tcs_cot_field *field = field_named(element, attribute->name);
        double number = 0.0;

        if (field == NULL || attribute->prefix.len > 0) {
            whole = false;
            continue;
        }
        char *to = (char *)cot + field->offset;

        if (field->kind == TCS_COT_KIND_TEXT) {
            whole =
                tcs_xml_copy(attribute->value, to, TCS_COT_TEXT_LEN) == TCS_OK && whole;
        } else if (take_double(attribute->value, &number, "", 0, NULL) != TCS_OK ||
                   (field->kind == TCS_COT_KIND_UINT && !within(number, 0.0, 1e6))) {
            whole = false;
        } else if (field->kind == TCS_COT_KIND_DOUBLE) {
            memcpy(to, &number, sizeof number);
        } else {
            const uint32_t value = (uint32_t)number;

            whole = (double)value == number && whole;
            memcpy(to, &value, sizeof value);
        }
    }
    return whole;
}

/* Whether the element has nothing inside; the walk is behind its CLOSE then and in any
 * case. */
static enum tcs_status leave(struct tcs_xml *xml, const struct tcs_xml_token *open,
                             bool *ret_empty, struct tcs_fault *fault)
{
    struct tcs_xml_token token;

    *ret_empty = true;
    for (;;) {
        const enum tcs_status status = tcs_xml_next(xml, &token, fault);

        if (status != TCS_OK)
            return status;
        if (token.kind == TCS_XML_CLOSE && token.depth == open->depth)
            return TCS_OK;
        if (token.kind == TCS_XML_OPEN)
            *ret_empty = false;
        for (size_t i = 0; token.kind == TCS_XML_TEXT && i < token.text.len; i++)
            if (!tcs_xml_blank(token.text.data[i]))
                *ret_empty = false;
    }
}

static enum tcs_status keep_raw(const struct tcs_xml *xml, uint32_t from, uint32_t to,
                                struct tcs_cot *cot, struct tcs_fault *fault)
{
    const size_t len = to - from;

    if (len > sizeof cot->rest - cot->rest_len)
        return tcs_fault(fault, TCS_E_FULL, from, "detail");
    memcpy(cot->rest + cot->rest_len, xml->text.data + from, len);
    cot->rest_len += (uint32_t)len;
    return TCS_OK;
}

enum tcs_status tcs_cot_children(struct tcs_xml *xml, uint32_t depth, struct tcs_cot *cot,
                                 uint32_t *ret_seen, struct tcs_fault *fault)
{
    struct {
        uint32_t from, to;
    } typed[TCS_COT_ELEMENTS] = { { 0, 0 } };
    struct tcs_xml_token token;

    *ret_seen = 0;
    for (;;) {
        enum tcs_status status = tcs_xml_next(xml, &token, fault);
        bool empty = false;

        if (status != TCS_OK)
            return status;
        if (token.kind == TCS_XML_CLOSE && token.depth == depth)
            return TCS_OK;
        if (token.kind != TCS_XML_OPEN)
            continue; /* text between the elements means nothing */
        const struct tcs_cot_element *element = element_named(token.name);
        const bool again = element != NULL && (*ret_seen & element->part) != 0;
        const bool whole =
            element != NULL && !again && take_element(&token, element, cot);

        status = leave(xml, &token, &empty, fault);
        if (status == TCS_OK && again && (cot->parts & element->part) != 0) {
            /* Twice: then both belong to the rest. */
            const size_t first = (size_t)(element - tcs_cot_elements);

            cot->parts &= ~element->part;
            status = keep_raw(xml, typed[first].from, typed[first].to, cot, fault);
        }
        if (status != TCS_OK)
            return status;
        if (element != NULL)
            *ret_seen |= element->part;
        if (whole && empty) {
            cot->parts |= element->part;
            typed[element - tcs_cot_elements].from = token.offset;
            typed[element - tcs_cot_elements].to = (uint32_t)xml->at;
            continue;
        }
        status = keep_raw(xml, token.offset, (uint32_t)xml->at, cot, fault);
        if (status != TCS_OK)
            return status;
    }
}

/* ---- the event ---- */

static enum tcs_status take_event(struct tcs_xml *xml, struct tcs_cot *cot,
                                  struct tcs_fault *fault)
{
    struct tcs_xml_token token;
    bool has_point = false;
    bool has_detail = false;
    uint32_t seen = 0;

    for (;;) {
        enum tcs_status status = tcs_xml_next(xml, &token, fault);

        if (status == TCS_END)
            return has_point ? TCS_OK : tcs_fault(fault, TCS_E_DAMAGED, 0, "point");
        if (status != TCS_OK)
            return status;
        if (token.kind != TCS_XML_OPEN)
            continue;
        if (tcs_xml_is(token.name, "point") && !has_point) {
            has_point = true;
            status = take_attributes(&token, point_attributes,
                                     sizeof point_attributes / sizeof point_attributes[0],
                                     cot, fault);
            if (status == TCS_OK)
                status = tcs_xml_skip(xml, &token, fault);
        } else if (tcs_xml_is(token.name, "detail") && !has_detail) {
            has_detail = true;
            status = tcs_cot_children(xml, token.depth, cot, &seen, fault);
        } else {
            status = tcs_xml_skip(xml, &token, fault);
        }
        if (status != TCS_OK)
            return status;
    }
}

enum tcs_status tcs_cot_read(struct tcs_bytes document, struct tcs_cot *ret_cot,
                             struct tcs_fault *fault)
{
    struct tcs_xml xml = tcs_xml(document);
    struct tcs_xml_token root;
    struct tcs_bytes version;
    struct tcs_cot cot;
    enum tcs_status status = tcs_xml_next(&xml, &root, fault);

    if (status != TCS_OK)
        return status == TCS_END ? tcs_fault(fault, TCS_E_DAMAGED, 0, "no element")
                                 : status;
    if (root.kind != TCS_XML_OPEN || !tcs_xml_is(root.name, "event"))
        return tcs_fault(fault, TCS_E_FOREIGN, root.offset, "not an event");
    if (!tcs_xml_attribute(&root, "version", &version) ||
        (!tcs_xml_is(version, "2.0") && !tcs_xml_is(version, "2")))
        return tcs_fault(fault, TCS_E_FOREIGN, root.offset, "version");
    memset(&cot, 0, sizeof cot);
    status = take_attributes(&root, event_attributes,
                             sizeof event_attributes / sizeof event_attributes[0], &cot,
                             fault);
    if (status == TCS_OK)
        status = take_event(&xml, &cot, fault);
    if (status == TCS_OK)
        status = tcs_cot_settle(&cot, 0, fault);
    if (status == TCS_OK)
        *ret_cot = cot;
    return status;
}
