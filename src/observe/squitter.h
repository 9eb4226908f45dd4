/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_SQUITTER_H
#define TCS_OBSERVE_SQUITTER_H

/*
 * squitter.h -- from Mode S extended squitter to claims.
 *
 * An aircraft sends position, velocity and what it is in separate messages. A claim is
 * made of each position; the latest velocity goes with it while that is fresh, and so
 * does the difference between geometric height and pressure altitude, which turns the one
 * into the other. The type code of a position tells NIC (DO-260B table 2-14), and that
 * its sigma (aircraft.h).
 *
 * When a set of the table is full, the aircraft that was silent longest is forgotten.
 */

#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "decode/cpr.h"
#include "decode/mode_s.h"
#include "observe/neck.h"

enum { TCS_SQUITTER_SETS = 128, TCS_SQUITTER_WAYS = 8 };

struct tcs_squitter_aircraft {
    uint32_t key;  /* address, kind of address << 24, 1 << 31; 0: free */
    uint32_t said; /* enum tcs_said_class */
    struct tcs_time heard_at;
    struct tcs_time velocity_at; /* 0: none yet */
    struct tcs_time difference_at;
    double east_mps;
    double north_mps;
    double up_mps;
    double velocity_sigma_mps;
    double difference_m; /* geometric height minus pressure altitude */
};

/* One a receiver; all zero is the start state. */
struct tcs_squitters {
    struct tcs_cpr_table cpr;
    uint64_t forgotten;
    struct tcs_squitter_aircraft aircraft[TCS_SQUITTER_SETS][TCS_SQUITTER_WAYS];
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
