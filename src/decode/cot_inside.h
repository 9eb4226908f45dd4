/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_COT_INSIDE_H
#define TCS_DECODE_COT_INSIDE_H

/* cot_inside.h -- what both forms of an event share; for decode/cot.c and decode/tak.c.
 */

#include "decode/cot.h"
#include "decode/xml.h"

/* Checks an event and notes what of it is known. Fails like tcs_cot_read. */
TCS_NODISCARD
enum tcs_status tcs_cot_settle(struct tcs_cot *cot, uint32_t offset,
                               struct tcs_fault *fault);

/* After the OPEN of <detail>: its children, typed ones into the event, the others into
 * its rest. *ret_seen gets the parts that stood there, typed or not. */
TCS_NODISCARD
enum tcs_status tcs_cot_children(struct tcs_xml *xml, uint32_t depth, struct tcs_cot *cot,
                                 uint32_t *ret_seen, struct tcs_fault *fault);

#endif
