/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/odas.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "decode/json.h"
#include "num/elem.h"

static const double LENGTH_TOLERANCE = 0.05;

static enum tcs_status fault_at(const struct tcs_js *js, uint32_t value,
                                enum tcs_status status, const char *item,
                                struct tcs_fault *fault)
{
    return tcs_fault(fault, status, js->tokens[value].start, item);
}

/* A number; *ret_found false: there is no such name. */
static enum tcs_status number(const struct tcs_js *js, uint32_t object, const char *name,
                              double *ret_value, bool *ret_found)
{
    uint32_t value = object;
    const enum tcs_status status = tcs_js_find(js, object, name, &value);

    *ret_found = status != TCS_E_NOT_FOUND;
    if (status != TCS_OK)
        return status == TCS_E_NOT_FOUND ? TCS_OK : status;
    return tcs_js_number(js, value, ret_value);
}

static enum tcs_status read_vector(const struct tcs_js *js, uint32_t object,
                                   struct tcs_odas_source *source)
{
    bool found[3] = { false, false, false };
    enum tcs_status status = number(js, object, "x", &source->x, &found[0]);

    if (status == TCS_OK)
        status = number(js, object, "y", &source->y, &found[1]);
    if (status == TCS_OK)
        status = number(js, object, "z", &source->z, &found[2]);
    if (status == TCS_OK && !(found[0] && found[1] && found[2]))
        return TCS_E_DAMAGED;
    return status;
}

/* id and tag, as far as they are there. */
static enum tcs_status read_identity(const struct tcs_js *js, uint32_t object,
                                     struct tcs_odas_source *source)
{
    uint32_t value = object;
    double id = 0.0;
    bool found = false;
    enum tcs_status status = number(js, object, "id", &id, &found);

    if (status != TCS_OK)
        return status;
    if (!(id >= 0.0 && id < 9007199254740992.0))
        return TCS_E_IMPOSSIBLE;
    source->id = (uint64_t)id;
    status = tcs_js_find(js, object, "tag", &value);
    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status == TCS_OK)
        status = tcs_js_text(js, value, source->tag, sizeof source->tag);
    return status == TCS_E_FULL ? TCS_E_DAMAGED : status;
}

/* Length 1, or 0: then it is not in use. */
static enum tcs_status check_vector(const struct tcs_odas_source *source, bool *ret_used)
{
    const double square =
        source->x * source->x + source->y * source->y + source->z * source->z;
    const double length = tcs_sqrt(square);

    *ret_used = square > 0.0;
    if (*ret_used &&
        !(length > 1.0 - LENGTH_TOLERANCE && length < 1.0 + LENGTH_TOLERANCE))
        return TCS_E_IMPOSSIBLE;
    return TCS_OK;
}

static enum tcs_status read_source(const struct tcs_js *js, uint32_t object,
                                   struct tcs_odas *odas)
{
    struct tcs_odas_source source;
    bool has_activity = false, has_energy = false, used = false;
    double energy = 0.0;

    memset(&source, 0, sizeof source);
    if (js->tokens[object].kind != TCS_JS_OBJECT)
        return TCS_E_DAMAGED;
    enum tcs_status status = read_vector(js, object, &source);

    if (status == TCS_OK)
        status = number(js, object, "activity", &source.strength, &has_activity);
    if (status == TCS_OK)
        status = number(js, object, "E", &energy, &has_energy);
    if (status == TCS_OK)
        status = read_identity(js, object, &source);
    if (status != TCS_OK)
        return status;
    const uint32_t kind = has_energy ? TCS_ODAS_POTENTIALS : TCS_ODAS_TRACKS;

    if (has_activity == has_energy ||
        (odas->kind != TCS_ODAS_NOTHING && odas->kind != kind))
        return TCS_E_DAMAGED;
    odas->kind = kind;
    if (has_energy)
        source.strength = energy;
    status = check_vector(&source, &used);
    if (status != TCS_OK || !(source.strength >= 0.0) ||
        (has_activity && source.strength > 1.0))
        return TCS_E_IMPOSSIBLE;
    if (used && (has_energy || source.id != 0))
        odas->sources[odas->count++] = source;
    return TCS_OK;
}

/* The hop and where the list is. */
static enum tcs_status read_head(const struct tcs_js *js, struct tcs_odas *odas,
                                 uint32_t *ret_list, struct tcs_fault *fault)
{
    uint32_t value = 0;
    double hop = 0.0;

    if (js->tokens[0].kind != TCS_JS_OBJECT ||
        tcs_js_find(js, 0, "timeStamp", &value) == TCS_E_NOT_FOUND ||
        tcs_js_find(js, 0, "src", ret_list) == TCS_E_NOT_FOUND)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "timeStamp and src");
    if (tcs_js_find(js, 0, "timeStamp", &value) != TCS_OK ||
        tcs_js_number(js, value, &hop) != TCS_OK)
        return fault_at(js, value, TCS_E_DAMAGED, "timeStamp", fault);
    if (!(hop >= 0.0 && hop < 9007199254740992.0))
        return fault_at(js, value, TCS_E_IMPOSSIBLE, "timeStamp", fault);
    if (tcs_js_find(js, 0, "src", ret_list) != TCS_OK ||
        js->tokens[*ret_list].kind != TCS_JS_ARRAY ||
        js->tokens[*ret_list].size > TCS_ODAS_SOURCES_MAX)
        return fault_at(js, *ret_list, TCS_E_DAMAGED, "src", fault);
    odas->hop = (uint64_t)hop;
    return TCS_OK;
}

enum tcs_status tcs_odas_read(struct tcs_bytes object, struct tcs_odas *ret_odas,
                              struct tcs_fault *fault)
{
    struct tcs_js js;
    struct tcs_odas odas;
    uint32_t list = 0;
    enum tcs_status status = tcs_js_read(object, &js, fault);

    if (status != TCS_OK)
        return status;
    memset(&odas, 0, sizeof odas);
    status = read_head(&js, &odas, &list, fault);
    if (status != TCS_OK)
        return status;
    uint32_t at = list + 1;

    for (unsigned i = 0; i < js.tokens[list].size; i++) {
        status = read_source(&js, at, &odas);
        if (status != TCS_OK)
            return fault_at(&js, at, status, "source", fault);
        at = tcs_js_after(&js, at);
    }
    *ret_odas = odas;
    return TCS_OK;
}
