/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_JSON_H
#define TCS_DECODE_JSON_H

/*
 * json.h -- one JSON text of a bounded size, in tokens, without a heap.
 *
 * jsmn cuts the text into tokens; it takes much that is not JSON. Here it is held to RFC
 * 8259: one object, array or text, every comma and colon in its place, strings without
 * control characters, numbers as they are written there. Names of an object must not
 * repeat where they are looked up.
 *
 * Tokens are told by their index; 0 is the outermost value.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_JS_LEN_MAX = 65535,
    TCS_JS_TOKENS_MAX = 2048,
    TCS_JS_DEPTH_MAX = 32,
};

enum tcs_js_kind {
    TCS_JS_OBJECT = 1,
    TCS_JS_ARRAY,
    TCS_JS_TEXT,
    TCS_JS_NUMBER,
    TCS_JS_WORD, /* true, false, null */
};

struct tcs_js_token {
    uint16_t start; /* of a text: inside its quotes */
    uint16_t end;
    uint16_t size; /* values of an array, pairs of an object */
    uint8_t kind;
    uint8_t reserved;
};

struct tcs_js {
    struct tcs_bytes text; /* borrowed */
    uint32_t count;
    struct tcs_js_token tokens[TCS_JS_TOKENS_MAX];
};

/* TCS_OK; TCS_E_DAMAGED: not JSON, or more than the bounds above. fault may be NULL. */
TCS_NODISCARD
enum tcs_status tcs_js_read(struct tcs_bytes text, struct tcs_js *ret_js,
                            struct tcs_fault *fault);

/* The value of a name (plain ASCII) in an object. TCS_OK; TCS_E_NOT_FOUND;
 * TCS_E_DAMAGED: `object` is not one, or has the name twice. */
TCS_NODISCARD
enum tcs_status tcs_js_find(const struct tcs_js *js, uint32_t object, const char *name,
                            uint32_t *ret_value);

/* The token behind a value and all that is in it: in an array, the next value. */
uint32_t tcs_js_after(const struct tcs_js *js, uint32_t value);

/* TCS_E_DAMAGED: not a number; TCS_E_IMPOSSIBLE: larger than a double holds. */
TCS_NODISCARD
enum tcs_status tcs_js_number(const struct tcs_js *js, uint32_t value,
                              double *ret_number);

/* A text with its escapes undone, as UTF-8, and a zero behind it. TCS_E_DAMAGED: not a
 * text, half a surrogate pair, or a zero inside; TCS_E_FULL: more than capacity - 1
 * octets. */
TCS_NODISCARD
enum tcs_status tcs_js_text(const struct tcs_js *js, uint32_t value, char *ret_text,
                            size_t capacity);

/* True when the value is a text that is written exactly so. */
bool tcs_js_is(const struct tcs_js *js, uint32_t value, const char *text);

#endif
