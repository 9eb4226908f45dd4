/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/cpr.h"

#include <assert.h>
#include <string.h>

#include "num/elem.h"

enum {
    STEPS = 131072, /* of a zone: 2^17 */
    HAS_EVEN = 1,   /* flags of an aircraft; HAS_EVEN << odd */
    HAS_PLACE = 4,
    REFUSED_MAX = 4,
};

#define PAIR_AGE_NS (10 * TCS_NS_PER_S)
#define PLACE_AGE_NS (600 * TCS_NS_PER_S)
static const double speed_max_mps = 1000.0;
static const double jump_m = 5000.0;
static const double agree_m = 50.0; /* of pair and last position: ten steps */
static const double metres_per_degree = 111195.0;
static const double radians_per_degree = 0.017453292519943295;

/*
 * From this latitude (degrees) on there are 58, 57, ... 1 zones of longitude:
 *     acos(sqrt((1 - cos(pi / 30)) / (1 - cos(2 pi / NL)))), NL = 59 ... 3, then 87.
 */
/* clang-format off */
static const double zone_ends_deg[58] = {
    10.47047129996878, 14.82817436868751, 18.18626357071418, 21.02939492602934,
    23.54504486557140, 25.82924707058855, 27.93898710121917, 29.91135685731838,
    31.77209707681102, 33.53993436298546, 35.22899597796447, 36.85025107593547,
    38.41241892412305, 39.92256684333892, 41.38651832260283, 42.80914012243566,
    44.19454951419314, 45.54626722660254, 46.86733252498767, 48.16039128096654,
    49.42776439255704, 50.67150165553846, 51.89342469168786, 53.09516152796016,
    54.27817472272919, 55.44378444495060, 56.59318756205935, 57.72747353866127,
    58.84763776148471, 59.95459276694046, 61.04917774246363, 62.13216659210342,
    63.20427479381938, 64.26616522567450, 65.31845309682099, 66.36171008382628,
    67.39646774084676, 68.42322022083340, 69.44242631144031, 70.45451074987608,
    71.45986473028989, 72.45884544728952, 73.45177441667870, 74.43893415725142,
    75.42056256653363, 76.39684390794473, 77.36789461328192, 78.33374082922752,
    79.29428225456931, 80.24923213280516, 81.19801349271951, 82.13956980510609,
    83.07199444719816, 83.99173562980566, 84.89166190702088, 85.75541620944419,
    86.53536997512101, 87.00000000000000,
};
/* clang-format on */

unsigned tcs_cpr_zones(double lat_deg)
{
    const double lat = tcs_fabs(lat_deg);
    unsigned low = 0; /* ends below `low` are at or below lat, those from `high` above */
    unsigned high = 58;

    while (low < high) {
        const unsigned middle = (low + high) / 2;

        if (lat >= zone_ends_deg[middle])
            low = middle + 1;
        else
            high = middle;
    }
    /* The pole's own zone begins behind 87 degrees. */
    return lat == zone_ends_deg[57] ? 2 : 59 - low;
}

/* a modulo n, 0..n-1. */
static int32_t modulo(int32_t a, int32_t n)
{
    return (a % n + n) % n;
}

/* floor(a / 2^17 + 1/2) */
static int32_t nearest_step(int32_t a)
{
    return (a + STEPS / 2 - modulo(a + STEPS / 2, STEPS)) / STEPS;
}

static double wrapped_deg(double lon_deg)
{
    return lon_deg >= 180.0 ? lon_deg - 360.0 : lon_deg;
}

enum tcs_status tcs_cpr_global(const struct tcs_cpr_half halves[2], unsigned odd,
                               struct tcs_cpr_place *ret_place)
{
    assert(odd <= 1 && halves[0].lat < STEPS && halves[1].lat < STEPS &&
           halves[0].lon < STEPS && halves[1].lon < STEPS);
    const int32_t j =
        nearest_step(59 * (int32_t)halves[0].lat - 60 * (int32_t)halves[1].lat);
    double lat_deg[2];

    for (int32_t i = 0; i < 2; i++) {
        const double zone_deg = 360.0 / (60 - i);

        lat_deg[i] =
            zone_deg * (modulo(j, 60 - i) + (double)halves[i].lat * (1.0 / STEPS));
        if (lat_deg[i] >= 270.0)
            lat_deg[i] -= 360.0;
        if (lat_deg[i] > 90.0 || lat_deg[i] < -90.0)
            return TCS_E_IMPOSSIBLE;
    }
    const int32_t zones = (int32_t)tcs_cpr_zones(lat_deg[odd]);

    if (zones != (int32_t)tcs_cpr_zones(lat_deg[1 - odd]))
        return TCS_MORE;
    const int32_t m = nearest_step((zones - 1) * (int32_t)halves[0].lon -
                                   zones * (int32_t)halves[1].lon);
    const int32_t n = zones - (int32_t)odd > 1 ? zones - (int32_t)odd : 1;

    ret_place->lat_deg = lat_deg[odd];
    ret_place->lon_deg =
        wrapped_deg(360.0 / n * (modulo(m, n) + (double)halves[odd].lon * (1.0 / STEPS)));
    return TCS_OK;
}

/* The coordinate with this fraction of a zone that is nearest to near. */
static double nearest_in_zone(double near_deg, double zone_deg, uint32_t step)
{
    const double fraction = (double)step * (1.0 / STEPS);

    return zone_deg * (tcs_floor(near_deg / zone_deg - fraction + 0.5) + fraction);
}

enum tcs_status tcs_cpr_local(struct tcs_cpr_half half, unsigned odd,
                              struct tcs_cpr_place near, struct tcs_cpr_place *ret_place)
{
    assert(odd <= 1 && half.lat < STEPS && half.lon < STEPS);
    const double lat_deg = nearest_in_zone(near.lat_deg, 360.0 / (60 - odd), half.lat);

    if (lat_deg > 90.0 || lat_deg < -90.0)
        return TCS_E_IMPOSSIBLE;
    const unsigned zones = tcs_cpr_zones(lat_deg);
    const unsigned n = zones - odd > 1 ? zones - odd : 1;
    const double lon_deg = nearest_in_zone(near.lon_deg, 360.0 / n, half.lon);

    ret_place->lat_deg = lat_deg;
    ret_place->lon_deg = lon_deg < -180.0 ? lon_deg + 360.0 : wrapped_deg(lon_deg);
    return TCS_OK;
}

/* On a sphere, flat: good enough to tell what cannot be. */
static double distance_m(struct tcs_cpr_place a, struct tcs_cpr_place b)
{
    double east_deg = a.lon_deg - b.lon_deg;
    const double north_deg = a.lat_deg - b.lat_deg;

    if (east_deg >= 180.0)
        east_deg -= 360.0;
    else if (east_deg < -180.0)
        east_deg += 360.0;
    east_deg *= tcs_cos(b.lat_deg * radians_per_degree);
    return metres_per_degree * tcs_sqrt(east_deg * east_deg + north_deg * north_deg);
}

bool tcs_cpr_is_reachable(struct tcs_cpr_place from, struct tcs_cpr_place to,
                          struct tcs_span taken)
{
    return distance_m(to, from) <=
           jump_m + speed_max_mps * tcs_fabs(tcs_span_seconds(taken));
}

static bool is_recent(struct tcs_time then, struct tcs_time now, int64_t age_ns)
{
    const int64_t ns = tcs_time_since(now, then).ns;

    return ns <= age_ns && ns >= -age_ns;
}

static struct tcs_time heard_at(const struct tcs_cpr_aircraft *aircraft)
{
    return tcs_time_compare(aircraft->half_at[0], aircraft->half_at[1]) > 0
               ? aircraft->half_at[0]
               : aircraft->half_at[1];
}

static struct tcs_cpr_aircraft *find(struct tcs_cpr_table *table, uint32_t key)
{
    /* Addresses of a country differ in their low bits: spread them (Knuth 6.4). */
    struct tcs_cpr_aircraft *set = table->aircraft[key * UINT32_C(2654435761) >> 25];
    struct tcs_cpr_aircraft *victim = &set[0];

    for (unsigned i = 0; i < TCS_CPR_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (victim->key != 0 &&
            (set[i].key == 0 ||
             tcs_time_compare(heard_at(&set[i]), heard_at(victim)) < 0))
            victim = &set[i];
    }
    if (victim->key != 0)
        table->evicted_count++;
    memset(victim, 0, sizeof *victim);
    victim->key = key;
    victim->half_at[0] = victim->half_at[1] = (struct tcs_time) { INT64_MIN };
    return victim;
}

/* The position after a new half, from all that is known of its aircraft. */
static enum tcs_status locate(const struct tcs_cpr_aircraft *aircraft, unsigned odd,
                              struct tcs_cpr_place *ret_place)
{
    const struct tcs_time at = aircraft->half_at[odd];
    const bool pair = (aircraft->flags & HAS_EVEN << (1 - odd)) != 0 &&
                      is_recent(aircraft->half_at[1 - odd], at, PAIR_AGE_NS);
    const bool near = (aircraft->flags & HAS_PLACE) != 0 &&
                      is_recent(aircraft->place_at, at, PLACE_AGE_NS);
    struct tcs_cpr_place by_pair = { 0 };
    struct tcs_cpr_place by_last = { 0 };
    const enum tcs_status status =
        pair ? tcs_cpr_global(aircraft->halves, odd, &by_pair) : TCS_MORE;

    if (status < 0)
        return status;
    if (!near) {
        if (status == TCS_OK)
            *ret_place = by_pair;
        return status;
    }
    if (tcs_cpr_local(aircraft->halves[odd], odd, aircraft->place, &by_last) != TCS_OK)
        return TCS_E_IMPOSSIBLE;
    if (status == TCS_OK && distance_m(by_pair, by_last) > agree_m)
        return TCS_E_IMPOSSIBLE;
    if (!tcs_cpr_is_reachable(aircraft->place, by_last,
                              tcs_time_since(at, aircraft->place_at)))
        return TCS_E_IMPOSSIBLE;
    *ret_place = by_last;
    return TCS_OK;
}

enum tcs_status tcs_cpr_fold(struct tcs_cpr_table *table, const struct tcs_mode_s *record,
                             struct tcs_time at, struct tcs_cpr_place *ret_place)
{
    if (record->kind != TCS_MODE_S_AIRBORNE)
        return TCS_E_ARGUMENT;
    const struct tcs_mode_s_position *position = &record->as.position;
    const unsigned odd = position->odd;
    struct tcs_cpr_aircraft *aircraft =
        find(table,
             UINT32_C(1) << 31 | (uint32_t)record->address_kind << 24 | record->address);
    struct tcs_cpr_place place = { 0 };

    aircraft->halves[odd] =
        (struct tcs_cpr_half) { position->cpr_lat, position->cpr_lon };
    aircraft->half_at[odd] = at;
    aircraft->flags |= (uint16_t)(HAS_EVEN << odd);
    const enum tcs_status status = locate(aircraft, odd, &place);

    if (status == TCS_OK) {
        aircraft->place = place;
        aircraft->place_at = at;
        aircraft->flags |= HAS_PLACE;
        aircraft->refused = 0;
        *ret_place = place;
    } else if (status < 0 && ++aircraft->refused >= REFUSED_MAX) {
        aircraft->flags = (uint16_t)(HAS_EVEN << odd);
        aircraft->refused = 0;
    }
    return status;
}
