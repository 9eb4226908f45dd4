/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_VESSEL_H
#define TCS_OBSERVE_VESSEL_H

/*
 * vessel.h -- from AIS to claims: types 1, 2, 3, 18, 19 and 27 say where a vessel is,
 * type 9 where an aircraft of search and rescue is.
 *
 *   place     "accurate" is better than 10 m: 5 m; otherwise the sensor's sigma; type 27
 *             has a tenth of a minute of arc: 60 m at least
 *   height    of an aircraft, above the sea; a vessel's is that of the site (claim.h)
 *   time      AIS tells the second of the minute. Of the instants with that second, the
 *             one nearest to when it was received is taken: by the tag block before the
 *             sentence if there is one, otherwise by arrival. What tells no second is of
 *             that time itself. The look is one of arrival, and says that the place is
 *             of then: ships hold their course
 *   velocity  course and speed over ground; what is at rest needs no course
 *
 * What such a message says can be invented by anybody, as every claim can.
 *
 * Source: ITU-R M.1371-5 annex 8 sections 3.1, 3.7, 3.16, 3.17 and 3.23.
 */

#include "base/status.h"
#include "decode/ais.h"
#include "observe/neck.h"

/* Gives a claim of the message if it has a place; received_at as above. TCS_OK, also of
 * types that tell no place; TCS_E_IMPOSSIBLE: not on Earth. */
TCS_NODISCARD
enum tcs_status tcs_vessel_take(const struct tcs_neck *neck, uint16_t sensor,
                                const struct tcs_ais *message,
                                struct tcs_time received_at);

#endif
