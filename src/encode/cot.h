/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_COT_H
#define TCS_ENCODE_COT_H

/*
 * cot.h -- Cursor on Target events as XML and as TAK protocol version 1: the inverse of
 * decode/cot.h.
 *
 * Numbers of XML have decimals enough for what they measure: degrees seven (1 cm), metres
 * and m/s three, degrees of course two. Times have milliseconds, as in the protocol
 * buffer. What is not known is 9999999.0.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/cot.h"

/* <event>...</event> without a declaration or a line end. TCS_OK; TCS_E_ARGUMENT: no uid
 * or type, a place that is not on the Earth, or a number that is not finite; TCS_E_FULL.
 * On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_cot_write(const struct tcs_cot *cot, struct tcs_writer *w);

enum tcs_tak_framing {
    TCS_TAK_MESH,    /* BF 01 BF payload: one datagram */
    TCS_TAK_STREAM,  /* BF length payload */
    TCS_TAK_PAYLOAD, /* alone */
};

/* A TakMessage with the event, and with control when that is not NULL. Fails alike. */
TCS_NODISCARD
enum tcs_status tcs_tak_write(const struct tcs_cot *cot,
                              const struct tcs_tak_control *control,
                              enum tcs_tak_framing framing, struct tcs_writer *w);

#endif
