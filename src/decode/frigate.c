/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/frigate.h"

#include <string.h>

#include "decode/json.h"

static const double PIXELS_MAX = 65535.0;
static const double TIME_MAX_S = 4102444800.0; /* the year 2100 */

static enum tcs_status fault_at(const struct tcs_js *js, uint32_t value,
                                enum tcs_status status, const char *item,
                                struct tcs_fault *fault)
{
    return tcs_fault(fault, status, js->tokens[value].start, item);
}

static enum tcs_status read_type(const struct tcs_js *js, struct tcs_frigate *frigate,
                                 uint32_t *ret_after, struct tcs_fault *fault)
{
    static const char *const types[] = { "new", "update", "end" };
    uint32_t type = 0;

    if (js->tokens[0].kind != TCS_JS_OBJECT)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "JSON that is not an object");
    const enum tcs_status has_type = tcs_js_find(js, 0, "type", &type);
    const enum tcs_status has_after = tcs_js_find(js, 0, "after", ret_after);

    if (has_type == TCS_E_NOT_FOUND || has_after == TCS_E_NOT_FOUND)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "type and after");
    if (has_type != TCS_OK || has_after != TCS_OK ||
        js->tokens[*ret_after].kind != TCS_JS_OBJECT)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "type and after");
    for (uint32_t i = 0; i < 3; i++)
        if (tcs_js_is(js, type, types[i]))
            frigate->type = i + 1;
    return frigate->type != 0 ? TCS_OK : fault_at(js, type, TCS_E_FOREIGN, "type", fault);
}

static enum tcs_status read_name(const struct tcs_js *js, uint32_t object,
                                 const char *name, char to[TCS_FRIGATE_NAME_LEN],
                                 struct tcs_fault *fault)
{
    uint32_t value = object;

    if (tcs_js_find(js, object, name, &value) != TCS_OK ||
        tcs_js_text(js, value, to, TCS_FRIGATE_NAME_LEN) != TCS_OK || to[0] == '\0')
        return fault_at(js, value, TCS_E_DAMAGED, name, fault);
    memset(to + strlen(to), 0, TCS_FRIGATE_NAME_LEN - strlen(to));
    return TCS_OK;
}

static enum tcs_status read_number(const struct tcs_js *js, uint32_t object,
                                   const char *name, double high, double *ret_value,
                                   struct tcs_fault *fault)
{
    uint32_t value = object;
    double number = 0.0;

    if (tcs_js_find(js, object, name, &value) != TCS_OK)
        return fault_at(js, value, TCS_E_DAMAGED, name, fault);
    const enum tcs_status status = tcs_js_number(js, value, &number);

    if (status != TCS_OK)
        return fault_at(js, value, status, name, fault);
    if (!(number >= 0.0 && number <= high))
        return fault_at(js, value, TCS_E_IMPOSSIBLE, name, fault);
    *ret_value = number;
    return TCS_OK;
}

/* An edge may lie a little outside of the frame: Frigate does not always clip. */
static enum tcs_status read_box(const struct tcs_js *js, uint32_t after,
                                struct tcs_frigate *frigate, struct tcs_fault *fault)
{
    uint32_t list = after;
    double edges[4] = { 0.0 };

    if (tcs_js_find(js, after, "box", &list) != TCS_OK ||
        js->tokens[list].kind != TCS_JS_ARRAY || js->tokens[list].size != 4)
        return fault_at(js, list, TCS_E_DAMAGED, "box", fault);
    for (uint32_t i = 0; i < 4; i++) {
        const enum tcs_status status = tcs_js_number(js, list + 1 + i, &edges[i]);

        if (status != TCS_OK)
            return fault_at(js, list, status, "box", fault);
        if (!(edges[i] >= -PIXELS_MAX && edges[i] <= PIXELS_MAX))
            return fault_at(js, list, TCS_E_IMPOSSIBLE, "box", fault);
    }
    if (!(edges[0] < edges[2] && edges[1] < edges[3]))
        return fault_at(js, list, TCS_E_IMPOSSIBLE, "box", fault);
    frigate->left = edges[0];
    frigate->top = edges[1];
    frigate->right = edges[2];
    frigate->bottom = edges[3];
    return TCS_OK;
}

/* true, false or null; what is not told is false. */
static enum tcs_status read_flag(const struct tcs_js *js, uint32_t object,
                                 const char *name, uint32_t flag, uint32_t *flags,
                                 struct tcs_fault *fault)
{
    uint32_t value = object;
    const enum tcs_status status = tcs_js_find(js, object, name, &value);

    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status != TCS_OK || js->tokens[value].kind != TCS_JS_WORD)
        return fault_at(js, value, TCS_E_DAMAGED, name, fault);
    if (js->text.data[js->tokens[value].start] == 't')
        *flags |= flag;
    return TCS_OK;
}

static enum tcs_status read_after(const struct tcs_js *js, uint32_t after,
                                  struct tcs_frigate *frigate, struct tcs_fault *fault)
{
    double seconds = 0.0;
    uint32_t value = 0;
    enum tcs_status status = read_name(js, after, "id", frigate->id, fault);

    if (status == TCS_OK)
        status = read_name(js, after, "camera", frigate->camera, fault);
    if (status == TCS_OK)
        status = read_name(js, after, "label", frigate->label, fault);
    if (status == TCS_OK)
        status = read_number(js, after, "frame_time", TIME_MAX_S, &seconds, fault);
    if (status == TCS_OK)
        status = read_number(js, after, "score", 1.0, &frigate->score, fault);
    if (status == TCS_OK && tcs_js_find(js, after, "top_score", &value) == TCS_OK)
        status = read_number(js, after, "top_score", 1.0, &frigate->top_score, fault);
    if (status == TCS_OK)
        status = read_box(js, after, frigate, fault);
    if (status == TCS_OK)
        status = read_flag(js, after, "false_positive", TCS_FRIGATE_FALSE_POSITIVE,
                           &frigate->flags, fault);
    if (status == TCS_OK)
        status = read_flag(js, after, "stationary", TCS_FRIGATE_STATIONARY,
                           &frigate->flags, fault);
    /* It has six decimals, and a double no more than that of such a number. */
    frigate->utc_ns = (int64_t)(seconds * 1e6 + 0.5) * 1000;
    return status;
}

enum tcs_status tcs_frigate_read(struct tcs_bytes message,
                                 struct tcs_frigate *ret_frigate, struct tcs_fault *fault)
{
    struct tcs_js js;
    struct tcs_frigate frigate;
    uint32_t after = 0;
    enum tcs_status status = tcs_js_read(message, &js, fault);

    if (status != TCS_OK)
        return status;
    memset(&frigate, 0, sizeof frigate);
    status = read_type(&js, &frigate, &after, fault);
    if (status == TCS_OK)
        status = read_after(&js, after, &frigate, fault);
    if (status == TCS_OK)
        *ret_frigate = frigate;
    return status;
}
