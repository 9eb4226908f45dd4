/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_BASE64_H
#define TCS_RECORD_BASE64_H

/*
 * base64.h -- the standard alphabet with padding (RFC 4648, section 4), strictly.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

/* Characters that len octets take, without a final zero. */
static inline size_t tcs_base64_len(size_t len)
{
    return (len + 2) / 3 * 4;
}

/* Writes tcs_base64_len(in.len) characters and a zero. */
void tcs_base64_write(struct tcs_bytes in, char *ret_text);

/* The whole of text. TCS_E_DAMAGED: another character, wrong padding, or bits set that no
 * octet holds (so each value has one form only); TCS_E_FULL: more than capacity octets.
 */
TCS_NODISCARD
enum tcs_status tcs_base64_read(struct tcs_bytes text, uint8_t *ret_data, size_t capacity,
                                size_t *ret_len);

#endif
