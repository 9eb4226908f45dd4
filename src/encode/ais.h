/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_AIS_H
#define TCS_ENCODE_AIS_H

/*
 * ais.h -- AIS messages by their layouts, and the sentences that carry them: the inverse
 * of decode/ais.h and ais_sentence.h, where the layouts stand.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "decode/ais_sentence.h"

/* A message of bit_count bits, all fields 0 but those that choose its layout.
 * TCS_E_ARGUMENT: a length that the layout does not have, or an address that is none. */
TCS_NODISCARD
enum tcs_status tcs_ais_begin(const struct tcs_ais_layout *layout, uint32_t mmsi,
                              uint32_t bit_count, struct tcs_ais *ret_message);

/* The field of that name in the message's layout; NULL: it has none. */
const struct tcs_ais_field *tcs_ais_find(const struct tcs_ais *message, const char *name);

/* Raw value of a number; base: of the group's element, else 0. TCS_E_ARGUMENT: does not
 * fit the field, or the field not the message; nothing has changed. */
TCS_NODISCARD
enum tcs_status tcs_ais_put(struct tcs_ais *message, const struct tcs_ais_field *field,
                            uint32_t base, int64_t value);
/* ASCII from blank to _; filled up with @. Same failures. */
TCS_NODISCARD
enum tcs_status tcs_ais_put_text(struct tcs_ais *message,
                                 const struct tcs_ais_field *field, uint32_t base,
                                 const char *text);

/* Sentences of at most 82 characters with their ends, `!AIVDM,...*hh\r\n`; sequence '0'
 * to '9' is used when there are several, channel 'A' or 'B'. TCS_E_FULL: nothing is
 * written.
 */
TCS_NODISCARD
enum tcs_status tcs_ais_write(const struct tcs_ais *message, char sequence, char channel,
                              struct tcs_writer *w);

#endif
