/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_SHOW_H
#define TCS_DECODE_ASTERIX_SHOW_H

/*
 * show.h -- every item and field of a record, bound or not, for printing.
 *
 * Calls back for each item in the order of the record: what it finds nests, and whoever
 * prints opens an object or a list for begin() and closes it for end(). Spare bits and FX
 * are left out, and so are parts that the edition does not define.
 */

#include <stdbool.h>
#include <stdint.h>

#include "decode/asterix/asterix.h"

enum { TCS_ASTERIX_TEXT_LEN = 20 };

struct tcs_asterix_value {
    const char *name; /* "RHO" */
    const char *unit; /* "NM"; "" for none */
    uint64_t raw;     /* the bits */
    bool is_text;     /* octal, hexadecimal and six-bit characters: see text */
    bool is_whole;    /* a plain count or code: see whole */
    int64_t whole;
    double number; /* in unit */
    char text[TCS_ASTERIX_TEXT_LEN];
};

struct tcs_asterix_visitor {
    void *context;
    /* An item "I048/040", or a sub-item "PAM", or (name NULL) one of several. */
    void (*begin)(void *context, const char *name, bool is_list);
    void (*value)(void *context, const struct tcs_asterix_value *value);
    void (*octets)(void *context, const char *name, struct tcs_bytes octets);
    void (*end)(void *context);
};

/* The record must come from tcs_asterix_next, its octets still in place. */
void tcs_asterix_show(const struct tcs_asterix_record *record,
                      const struct tcs_asterix_visitor *visitor);

#endif
