/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_SAPIENT_H
#define TCS_ENCODE_SAPIENT_H

/*
 * sapient.h -- SAPIENT messages to octets: the inverse of decode/sapient.h.
 *
 * What does not fit is TCS_E_FULL, what may never be sent TCS_E_REFUSED, and both leave
 * the writer as it was.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/sapient.h"

/*
 * A message without its length.
 *
 * TCS_E_REFUSED: a task for an effector, or one that could move, aim or arm anything. The
 * only tasks that this writes are requests for a registration, for a status, and for a
 * rate of detection reports; whoever is asked has to be told (target) and must not be an
 * effector (tcs_sapient_effector). So tocsin cannot task one whatever calls this.
 */
TCS_NODISCARD
enum tcs_status tcs_sapient_write(const tcs_sapient_SapientMessage *message,
                                  tcs_sapient_NodeType target, struct tcs_writer *writer);

/* The same with its length before it, as a stream has it. */
TCS_NODISCARD
enum tcs_status tcs_sapient_write_framed(const tcs_sapient_SapientMessage *message,
                                         tcs_sapient_NodeType target,
                                         struct tcs_writer *writer);

/* An element for a list: its octets go to the writer, and into the list as borrowed from
 * there. fields is tcs_sapient_NAME_fields. */
TCS_NODISCARD
enum tcs_status tcs_sapient_append(struct tcs_pb_list *list, const void *fields,
                                   const void *element, struct tcs_writer *writer);

/* A text for a list; it is borrowed. */
TCS_NODISCARD
enum tcs_status tcs_sapient_append_text(struct tcs_pb_list *list, const char *text);

/* An instant as a timestamp. */
tcs_sapient_Timestamp tcs_sapient_timestamp(const struct tcs_leap_table *leap,
                                            struct tcs_time time);

/* 26 characters and a zero: 48 bits of milliseconds, 80 bits of whatever is unique. */
void tcs_sapient_ulid(int64_t utc_ms, const uint8_t unique[10], char ret_text[27]);

/* 36 characters and a zero: version 4 from 16 octets of whatever is unique. */
void tcs_sapient_uuid(const uint8_t unique[16], char ret_text[37]);

#endif
