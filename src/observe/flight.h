/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_FLIGHT_H
#define TCS_OBSERVE_FLIGHT_H

/*
 * flight.h -- from what is said of an aircraft in pieces to claims.
 *
 * Position, velocity, what it is and how good its navigation is come in separate
 * messages, or some of them together: Mode S squitters (squitter.h), UAT frames, lines of
 * BaseStation, readsb's JSON. A claim is made of each position in the air. With it go,
 * while they are fresh, the latest velocity (3 s), the accuracies that were told (60 s)
 * and the difference between geometric height and pressure altitude (60 s), which turns
 * the one into the other. What is on the ground, a vehicle or a beacon is heard and not
 * used.
 *
 * A position that its aircraft cannot have come to (decode/cpr.h) is refused; the fourth
 * of these in a row is believed, and it begins anew there.
 *
 * When a set of the table is full, the aircraft that was silent longest is forgotten.
 */

#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "decode/cpr.h"
#include "decode/readsb.h"
#include "decode/sbs.h"
#include "decode/uat.h"
#include "observe/look.h"
#include "observe/neck.h"

enum { TCS_FLIGHT_SETS = 128, TCS_FLIGHT_WAYS = 8 };

struct tcs_flight_row {
    uint32_t key;  /* address, kind of address << 24, 1 << 31; 0: free */
    uint32_t said; /* enum tcs_said_class */
    struct tcs_time heard_at;
    struct tcs_time velocity_at; /* 0: none yet; likewise the others */
    struct tcs_time difference_at;
    struct tcs_time accuracy_at;
    struct tcs_time place_at;
    double east_mps;
    double north_mps;
    double up_mps;
    double velocity_sigma_mps; /* 0: not told */
    double horizontal_sigma_m; /* likewise */
    double vertical_sigma_m;   /* likewise, of geometric height */
    double difference_m;       /* geometric height minus pressure altitude */
    struct tcs_cpr_place place;
    uint64_t refused; /* positions in a row */
};

/* One a receiver; all zero is the start state. */
struct tcs_flights {
    uint64_t forgotten;
    struct tcs_flight_row rows[TCS_FLIGHT_SETS][TCS_FLIGHT_WAYS];
};

enum tcs_flight_field {
    TCS_FLIGHT_CLASS = 1 << 0,
    TCS_FLIGHT_PLACE = 1 << 1,
    TCS_FLIGHT_GROUND = 1 << 2, /* it does not fly */
    TCS_FLIGHT_PRESSURE_ALTITUDE = 1 << 3,
    TCS_FLIGHT_HEIGHT = 1 << 4, /* geometric */
    TCS_FLIGHT_DIFFERENCE = 1 << 5,
    TCS_FLIGHT_VELOCITY = 1 << 6,
    TCS_FLIGHT_VELOCITY_SIGMA = 1 << 7,
    TCS_FLIGHT_ACCURACY = 1 << 8,  /* both sigmas */
    TCS_FLIGHT_CHECKED = 1 << 9,   /* it can have come to the place */
    TCS_FLIGHT_STAMPED = 1 << 10,  /* `at` is a stamp of the receiver's clock */
    TCS_FLIGHT_REPEATED = 1 << 11, /* positions are told again until there are new ones */
};

/* What one message says. */
struct tcs_flight {
    uint32_t has;          /* enum tcs_flight_field */
    uint32_t address;      /* 24 bits */
    uint32_t address_kind; /* enum tcs_mode_s_address */
    enum tcs_said_class said;
    struct tcs_time at; /* of the place */
    struct tcs_cpr_place place;
    double pressure_altitude_m;
    double height_m;
    double difference_m;
    double east_mps;
    double north_mps;
    double up_mps;
    double velocity_sigma_mps; /* 0: not told */
    double horizontal_sigma_m; /* of ACCURACY; 0: not told */
    double vertical_sigma_m;   /* likewise */
    double integrity_sigma_m;  /* of the place, where no accuracy is told; 0: not told */
};

/*
 * Takes what a message, received now, says.
 *
 * Returns  TCS_OK            taken, whether or not it gave a claim
 *          TCS_E_IMPOSSIBLE  a position that its aircraft cannot have come to
 */
TCS_NODISCARD
enum tcs_status tcs_flight_take(struct tcs_flights *flights, const struct tcs_neck *neck,
                                uint16_t sensor, const struct tcs_flight *flight);

/* Into that form. UAT frames and SBS lines hold for when they come, readsb's positions
 * for `now` (without it, for when they come) less seen_pos. */
struct tcs_flight tcs_flight_uat(const struct tcs_neck *neck,
                                 const struct tcs_uat *record);
struct tcs_flight tcs_flight_sbs(const struct tcs_neck *neck, const struct tcs_sbs *sbs);
struct tcs_flight tcs_flight_readsb(const struct tcs_neck *neck,
                                    const struct tcs_readsb *readsb);

#endif
