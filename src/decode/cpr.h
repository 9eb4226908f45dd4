/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_CPR_H
#define TCS_DECODE_CPR_H

/*
 * cpr.h -- Compact Position Reporting: halves of airborne positions become positions.
 *
 * Latitude is cut into 60 zones for even and 59 for odd messages, longitude into NL(lat)
 * and NL(lat) - 1; a message holds where in its zone the aircraft is, 17 bits each. An
 * even and an odd message together tell the zone (global decode); with a position nearby,
 * known otherwise, one message does (local decode).
 *
 *   zone latitude  360 / (60 - odd)            degrees
 *   zone longitude 360 / max(NL(lat) - odd, 1) degrees
 *   step           zone / 131072               5.1 m in latitude
 *
 * Sources: RTCA DO-260B 2.2.3.2.3.7, A.1.7; ICAO Doc 9871 ed. 2 C.2.6.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "decode/mode_s.h"

/* WGS 84, degrees; longitude in [-180, 180). */
struct tcs_cpr_place {
    double lat_deg;
    double lon_deg;
};

/* Number of longitude zones at a latitude, 1..59. */
unsigned tcs_cpr_zones(double lat_deg);

/* The two halves of an airborne position, [0] even and [1] odd. */
struct tcs_cpr_half {
    uint32_t lat; /* 17 bits */
    uint32_t lon;
};

/* `odd`: which of the two is the later one; the position is that of it. TCS_OK;
 * TCS_MORE: they lie on both sides of a change of zones; TCS_E_IMPOSSIBLE: beyond a
 * pole. */
TCS_NODISCARD
enum tcs_status tcs_cpr_global(const struct tcs_cpr_half halves[2], unsigned odd,
                               struct tcs_cpr_place *ret_place);

/* The place with that half nearest to `near`, which must be less than half a zone away
 * (333 km in latitude). TCS_OK; TCS_E_IMPOSSIBLE: beyond a pole. */
TCS_NODISCARD
enum tcs_status tcs_cpr_local(struct tcs_cpr_half half, unsigned odd,
                              struct tcs_cpr_place near, struct tcs_cpr_place *ret_place);

/* Whether an aircraft can have come from one place to the other in that time: 5 km and
 * 1000 m/s. */
bool tcs_cpr_is_reachable(struct tcs_cpr_place from, struct tcs_cpr_place to,
                          struct tcs_span taken);

/*
 * Aircraft and their last halves: a table of 128 sets of 8. When a set is full, the
 * aircraft heard longest ago gives way.
 */
enum {
    TCS_CPR_SETS = 128,
    TCS_CPR_WAYS = 8,
};

struct tcs_cpr_aircraft {
    uint32_t key;     /* address, kind of address << 24, 1 << 31; 0: free */
    uint16_t flags;   /* which of the halves and the place are there */
    uint16_t refused; /* positions in a row that were refused */
    struct tcs_cpr_half halves[2];
    struct tcs_time half_at[2];
    struct tcs_cpr_place place;
    struct tcs_time place_at;
};
_Static_assert(sizeof(struct tcs_cpr_aircraft) == 64, "no padding");

/* All zero is the start state. No pointers, no padding. */
struct tcs_cpr_table {
    uint64_t evicted_count;
    struct tcs_cpr_aircraft aircraft[TCS_CPR_SETS][TCS_CPR_WAYS];
};

/*
 * Folds in one record of kind TCS_MODE_S_AIRBORNE, received at `at`.
 *
 * The position comes from the pair, if its other half is at most 10 s old, and from the
 * last position, if that is at most 600 s old; when both are there they have to agree. A
 * position that its aircraft could not have come to is refused; after four of these in a
 * row, the aircraft begins anew.
 *
 * Returns  TCS_OK            *ret_place is filled
 *          TCS_MORE          needs the other half
 *          TCS_E_IMPOSSIBLE  the position is refused, or lies beyond a pole
 *          TCS_E_ARGUMENT    not an airborne position
 */
TCS_NODISCARD
enum tcs_status tcs_cpr_fold(struct tcs_cpr_table *table, const struct tcs_mode_s *record,
                             struct tcs_time at, struct tcs_cpr_place *ret_place);

#endif
