/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/bearings.h"

#include <string.h>

#include "base/time.h"
#include "decode/json.h"

/* An optional number of a bearing, and its range. */
struct number_field {
    const char *name;
    size_t offset;
    double low, high;
    uint32_t field; /* 0: required */
    bool above_low; /* low itself is outside */
};

static const struct number_field number_fields[] = {
    { "azimuth_deg", offsetof(struct tcs_bearing, azimuth_deg), 0.0, 360.0, 0, false },
    { "elevation_deg", offsetof(struct tcs_bearing, elevation_deg), -90.0, 90.0,
      TCS_BEARING_ELEVATION, false },
    { "sigma_deg", offsetof(struct tcs_bearing, sigma_deg), 0.0, 180.0, TCS_BEARING_SIGMA,
      true },
    { "frequency_hz", offsetof(struct tcs_bearing, frequency_hz), 0.0, 3e12,
      TCS_BEARING_FREQUENCY, true },
    { "level_db", offsetof(struct tcs_bearing, level_db), -400.0, 400.0,
      TCS_BEARING_LEVEL, false },
};

static enum tcs_status fault_at(const struct tcs_js *js, uint32_t value,
                                enum tcs_status status, const char *item,
                                struct tcs_fault *fault)
{
    return tcs_fault(fault, status, js->tokens[value].start, item);
}

static enum tcs_status number_read(const struct tcs_js *js, uint32_t object,
                                   const struct number_field *field,
                                   struct tcs_bearing *bearing, struct tcs_fault *fault)
{
    uint32_t value = object;
    double number = 0.0;
    enum tcs_status status = tcs_js_find(js, object, field->name, &value);

    if (status == TCS_E_NOT_FOUND && field->field != 0)
        return TCS_OK;
    if (status == TCS_OK)
        status = tcs_js_number(js, value, &number);
    if (status != TCS_OK)
        return fault_at(js, value,
                        status == TCS_E_IMPOSSIBLE ? TCS_E_IMPOSSIBLE : TCS_E_DAMAGED,
                        field->name, fault);
    if (number < field->low || number > field->high ||
        (field->above_low && number == field->low))
        return fault_at(js, value, TCS_E_IMPOSSIBLE, field->name, fault);
    memcpy((char *)bearing + field->offset, &number, sizeof number);
    bearing->valid |= field->field;
    return TCS_OK;
}

static enum tcs_status class_read(const struct tcs_js *js, uint32_t object,
                                  struct tcs_bearing *bearing, struct tcs_fault *fault)
{
    static const char *const names[] = { "drone", "bird", "crewed" };
    uint32_t value = object;
    const enum tcs_status status = tcs_js_find(js, object, "class", &value);

    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status != TCS_OK || js->tokens[value].kind != TCS_JS_TEXT)
        return fault_at(js, value, TCS_E_DAMAGED, "class", fault);
    for (uint32_t i = 0; i < 3; i++)
        if (tcs_js_is(js, value, names[i]))
            bearing->said = i + 1;
    bearing->valid |= TCS_BEARING_CLASS;
    return TCS_OK;
}

static enum tcs_status bearing_read(const struct tcs_js *js, uint32_t object,
                                    struct tcs_bearing *ret_bearing,
                                    struct tcs_fault *fault)
{
    struct tcs_bearing bearing = { 0 };

    if (js->tokens[object].kind != TCS_JS_OBJECT)
        return fault_at(js, object, TCS_E_DAMAGED, "bearing", fault);
    for (size_t i = 0; i < sizeof number_fields / sizeof number_fields[0]; i++) {
        const enum tcs_status status =
            number_read(js, object, &number_fields[i], &bearing, fault);

        if (status != TCS_OK)
            return status;
    }
    if (bearing.azimuth_deg >= 360.0)
        bearing.azimuth_deg = 0.0;
    const enum tcs_status status = class_read(js, object, &bearing, fault);

    if (status == TCS_OK)
        *ret_bearing = bearing;
    return status;
}

/* A required name of the line: foreign when it is missing. */
static enum tcs_status member(const struct tcs_js *js, const char *name, uint8_t kind,
                              uint32_t *ret_value, struct tcs_fault *fault)
{
    const enum tcs_status status = tcs_js_find(js, 0, name, ret_value);

    if (status == TCS_E_NOT_FOUND)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, name);
    if (status != TCS_OK || js->tokens[*ret_value].kind != kind)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, name);
    return TCS_OK;
}

static enum tcs_status head_read(const struct tcs_js *js,
                                 struct tcs_bearings *ret_bearings, uint32_t *ret_list,
                                 struct tcs_fault *fault)
{
    char text[40];
    uint32_t value = 0;
    enum tcs_status status = member(js, "sensor", TCS_JS_TEXT, &value, fault);

    if (status != TCS_OK)
        return status;
    status = tcs_js_text(js, value, ret_bearings->sensor, sizeof ret_bearings->sensor);
    if (status != TCS_OK || ret_bearings->sensor[0] == '\0')
        return fault_at(js, value, TCS_E_DAMAGED, "sensor", fault);
    status = member(js, "time", TCS_JS_TEXT, &value, fault);
    if (status != TCS_OK)
        return status;
    if (tcs_js_text(js, value, text, sizeof text) != TCS_OK ||
        tcs_utc_parse(text, &ret_bearings->utc_ns) != TCS_OK)
        return fault_at(js, value, TCS_E_DAMAGED, "time", fault);
    return member(js, "bearings", TCS_JS_ARRAY, ret_list, fault);
}

enum tcs_status tcs_bearings_read(struct tcs_bytes line,
                                  struct tcs_bearings *ret_bearings,
                                  struct tcs_fault *fault)
{
    struct tcs_js js;
    struct tcs_bearings bearings;
    uint32_t list = 0;

    if (line.len > TCS_BEARINGS_LINE_MAX)
        return tcs_fault(fault, TCS_E_DAMAGED, TCS_BEARINGS_LINE_MAX, "line too long");
    enum tcs_status status = tcs_js_read(line, &js, fault);

    if (status != TCS_OK)
        return status;
    if (js.tokens[0].kind != TCS_JS_OBJECT)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "JSON that is not an object");
    memset(&bearings, 0, offsetof(struct tcs_bearings, bearings));
    status = head_read(&js, &bearings, &list, fault);
    if (status != TCS_OK)
        return status;
    if (js.tokens[list].size > TCS_BEARINGS_MAX)
        return fault_at(&js, list, TCS_E_DAMAGED, "too many bearings", fault);
    uint32_t at = list + 1;

    for (unsigned i = 0; i < js.tokens[list].size; i++) {
        status = bearing_read(&js, at, &bearings.bearings[i], fault);
        if (status != TCS_OK)
            return status;
        at = tcs_js_after(&js, at);
    }
    bearings.count = js.tokens[list].size;
    memcpy(ret_bearings, &bearings,
           offsetof(struct tcs_bearings, bearings) +
               bearings.count * sizeof bearings.bearings[0]);
    return TCS_OK;
}
