/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_MODE_S_H
#define TCS_ENCODE_MODE_S_H

/*
 * mode_s.h -- extended squitters with their parity, CPR, Beast and AVR: the inverse of
 * decode/mode_s.h, cpr.h, beast.h and avr.h, where the layouts stand.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/cpr.h"
#include "decode/mode_s.h"

/* The half of a place, of which the latitude lies in -90..90 and the longitude in
 * -180..180. */
struct tcs_cpr_half tcs_cpr_encode(struct tcs_cpr_place place, unsigned odd);

/*
 * One frame of 14 octets. Fields that are not in the mask `valid` become the values that
 * mean "not known"; numbers between two steps of the format go to the nearer one, and
 * altitudes above 50,175 ft or below -1,000 ft to the nearest 100 ft.
 *
 * Returns  TCS_OK
 *          TCS_E_ARGUMENT  a kind that does not fit the type code, or a value that the
 *                          format cannot hold
 *          TCS_E_FULL      does not fit
 * On failure nothing is written.
 */
TCS_NODISCARD
enum tcs_status tcs_mode_s_write(const struct tcs_mode_s *record, struct tcs_writer *w);

/* The twelve bits of an altitude, to the nearest step; -1: out of reach. */
int64_t tcs_mode_s_altitude_code(int32_t altitude_ft);

/* A frame of 2, 7 or 14 octets as Beast, with its escapes: at most 44 octets. Without
 * ticks and signal in its flags they are 0. Same failures. */
enum { TCS_BEAST_FRAME_MAX = 2 + 2 * (7 + TCS_MODE_S_LONG_LEN) };
TCS_NODISCARD
enum tcs_status tcs_beast_write(const struct tcs_mode_s_frame *frame,
                                struct tcs_writer *w);

/* The same as AVR, `*hex;` or with ticks `@tttttttttttthex;`, and a line feed. */
TCS_NODISCARD
enum tcs_status tcs_avr_write(const struct tcs_mode_s_frame *frame, struct tcs_writer *w);

#endif
