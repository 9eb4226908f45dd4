/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_SQUITTER_H
#define TCS_OBSERVE_SQUITTER_H

/*
 * squitter.h -- from Mode S extended squitter to claims.
 *
 * An aircraft sends position, velocity and what it is in separate messages, and positions
 * in halves: decode/cpr.h puts these together, flight.h the messages. The type code of a
 * position tells NIC (DO-260B table 2-14), and that its sigma (aircraft.h).
 */

#include "base/status.h"
#include "decode/cpr.h"
#include "decode/mode_s.h"
#include "observe/flight.h"
#include "observe/neck.h"

/* One a receiver of ADS-B, whatever it speaks; all zero is the start state. */
struct tcs_squitters {
    struct tcs_cpr_table cpr;
    struct tcs_flights flights;
};

/*
 * One decoded frame, received now.
 *
 * Returns  TCS_OK            taken, whether or not it gave a claim
 *          TCS_E_IMPOSSIBLE  a position that cannot be, or that its aircraft cannot have
 *                            come to
 */
TCS_NODISCARD
enum tcs_status tcs_squitter_take(struct tcs_squitters *squitters,
                                  const struct tcs_neck *neck, uint16_t sensor,
                                  const struct tcs_mode_s *record);

#endif
