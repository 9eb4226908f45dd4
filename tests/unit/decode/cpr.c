/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/cpr.h"

#include <string.h>

#include "check.h"

static void zones_change_where_the_standard_says(void **state)
{
    /* Some rows of the table in ICAO Doc 9871 C.2.6.2, eight decimals. */
    static const struct {
        double lat_deg;
        unsigned below;
    } rows[] = { { 10.47047130, 59 }, { 14.82817437, 58 }, { 18.18626357, 57 },
                 { 52.25, 37 },       { 59.95459277, 30 }, { 75.42056257, 15 },
                 { 85.75541621, 4 },  { 86.53536998, 3 } };

    CHECK_INT(tcs_cpr_zones(0.0), 59);
    CHECK_INT(tcs_cpr_zones(87.0), 2);
    CHECK_INT(tcs_cpr_zones(87.00000001), 1);
    CHECK_INT(tcs_cpr_zones(-90.0), 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].lat_deg == 52.25)
            continue;
        CHECK_INT(tcs_cpr_zones(rows[i].lat_deg - 2e-8), rows[i].below);
        CHECK_INT(tcs_cpr_zones(rows[i].lat_deg + 2e-8), rows[i].below - 1);
        CHECK_INT(tcs_cpr_zones(-rows[i].lat_deg + 2e-8), rows[i].below);
    }
}

/* Two broadcasts discussed in Sun, The 1090 Megahertz Riddle, 2nd ed., chapter 5. */
static void a_pair_gives_the_position_of_the_later_half(void **state)
{
    static const struct tcs_cpr_half pair[2] = { { 93000, 51372 }, { 74158, 50194 } };
    struct tcs_cpr_place place = { 0 };

    CHECK_OK(tcs_cpr_global(pair, 0, &place));
    CHECK_NEAR(place.lat_deg, 52.25720214843750, 1e-12, "degree");
    CHECK_NEAR(place.lon_deg, 3.91937255859375, 1e-12, "degree");
    CHECK_OK(tcs_cpr_global(pair, 1, &place));
    CHECK_NEAR(place.lat_deg, 52.26578, 1e-5, "degree");
    CHECK_NEAR(place.lon_deg, 3.93891, 1e-5, "degree");
}

static void one_half_and_a_place_nearby_give_the_same(void **state)
{
    const struct tcs_cpr_half even = { 93000, 51372 };
    const struct tcs_cpr_place near = { 52.258, 3.918 };
    struct tcs_cpr_place place = { 0 };

    CHECK_OK(tcs_cpr_local(even, 0, near, &place));
    CHECK_NEAR(place.lat_deg, 52.25720214843750, 1e-12, "degree");
    CHECK_NEAR(place.lon_deg, 3.91937255859375, 1e-12, "degree");
}

static void halves_that_point_beyond_a_pole_are_impossible(void **state)
{
    /* Zone 16 of 60 and more is beyond 90 degrees: j = 59 y0 - 60 y1 of 20 zones. */
    static const struct tcs_cpr_half pair[2] = { { 44435, 0 }, { 0, 0 } };
    const struct tcs_cpr_place pole = { 89.9, 0.0 };
    struct tcs_cpr_place place = { 1.0, 2.0 };

    CHECK_INT(tcs_cpr_global(pair, 0, &place), TCS_E_IMPOSSIBLE);
    CHECK_INT(tcs_cpr_local((struct tcs_cpr_half) { 20000, 0 }, 0, pole, &place),
              TCS_E_IMPOSSIBLE);
    CHECK_NEAR(place.lat_deg, 1.0, 0, "degree");
}

/* ------------------------------------------------------------ the table of aircraft */

static struct tcs_cpr_table table;

static struct tcs_mode_s airborne(uint32_t address, unsigned odd,
                                  struct tcs_cpr_half half)
{
    struct tcs_mode_s record;

    memset(&record, 0, sizeof record);
    record.df = 17;
    record.address = address;
    record.kind = TCS_MODE_S_AIRBORNE;
    record.as.position.odd = (uint8_t)odd;
    record.as.position.cpr_lat = half.lat;
    record.as.position.cpr_lon = half.lon;
    return record;
}

static const struct tcs_cpr_half book_even = { 93000, 51372 };
static const struct tcs_cpr_half book_odd = { 74158, 50194 };

static enum tcs_status fold(uint32_t address, unsigned odd, struct tcs_cpr_half half,
                            double at_s, struct tcs_cpr_place *ret_place)
{
    const struct tcs_mode_s record = airborne(address, odd, half);

    return tcs_cpr_fold(&table, &record, (struct tcs_time) { (int64_t)(at_s * 1e9) },
                        ret_place);
}

static void the_first_half_waits_for_the_other_of_the_same_aircraft(void **state)
{
    struct tcs_cpr_place place;

    memset(&table, 0, sizeof table);
    CHECK_INT(fold(0x111111, 1, book_odd, 100.0, &place), TCS_MORE);
    CHECK_INT(fold(0x222222, 0, book_even, 100.1, &place), TCS_MORE);
    CHECK_OK(fold(0x111111, 0, book_even, 100.5, &place));
    CHECK_NEAR(place.lat_deg, 52.2572021484375, 1e-12, "degree");
    /* Now one half is enough, but a surface position is not. */
    CHECK_OK(fold(0x111111, 0, book_even, 130.0, &place));
    struct tcs_mode_s record = airborne(0x111111, 0, book_even);

    record.kind = TCS_MODE_S_SURFACE;
    CHECK_INT(tcs_cpr_fold(&table, &record, (struct tcs_time) { 0 }, &place),
              TCS_E_ARGUMENT);
}

static void halves_more_than_ten_seconds_apart_are_no_pair(void **state)
{
    struct tcs_cpr_place place;

    memset(&table, 0, sizeof table);
    CHECK_INT(fold(0x111111, 1, book_odd, 100.0, &place), TCS_MORE);
    CHECK_INT(fold(0x111111, 0, book_even, 110.1, &place), TCS_MORE);
    CHECK_OK(fold(0x111111, 1, book_odd, 111.0, &place));
    /* After ten minutes the last place is no help any more. */
    CHECK_INT(fold(0x111111, 0, book_even, 712.0, &place), TCS_MORE);
}

static void a_jump_is_refused_and_four_of_them_begin_anew(void **state)
{
    /* The half of a place 1/20 of a zone (33 km) further north, both formats. */
    const struct tcs_cpr_half even = { book_even.lat + 6554, book_even.lon };
    const struct tcs_cpr_half odd = { book_odd.lat + 6445, book_odd.lon };
    struct tcs_cpr_place place = { 0 };

    memset(&table, 0, sizeof table);
    CHECK_INT(fold(7, 1, book_odd, 100.0, &place), TCS_MORE);
    CHECK_OK(fold(7, 0, book_even, 100.5, &place));
    CHECK_INT(fold(7, 0, even, 101.0, &place), TCS_E_IMPOSSIBLE);
    /* A good one in between: the count begins anew. */
    CHECK_OK(fold(7, 0, book_even, 101.5, &place));
    CHECK_INT(fold(7, 0, even, 102.0, &place), TCS_E_IMPOSSIBLE);
    CHECK_INT(fold(7, 1, odd, 102.5, &place), TCS_E_IMPOSSIBLE);
    CHECK_INT(fold(7, 0, even, 103.0, &place), TCS_E_IMPOSSIBLE);
    CHECK_INT(fold(7, 1, odd, 103.5, &place), TCS_E_IMPOSSIBLE);
    CHECK_OK(fold(7, 0, even, 104.0, &place));
    CHECK_NEAR(place.lat_deg, 52.2572 + 0.3, 1e-3, "degree");
    /* In 40 s it could have come back. */
    CHECK_OK(fold(7, 0, book_even, 144.0, &place));
}

static void when_a_set_is_full_the_one_heard_longest_ago_gives_way(void **state)
{
    struct tcs_cpr_place place;
    uint32_t members[TCS_CPR_WAYS + 1];
    unsigned count = 0;

    memset(&table, 0, sizeof table);
    /* Addresses that fall into one set: found by trying. */
    for (uint32_t address = 1; count < TCS_CPR_WAYS + 1; address++) {
        static struct tcs_cpr_table trial;
        const struct tcs_mode_s record = airborne(address, 1, book_odd);

        memset(&trial, 0, sizeof trial);
        CHECK_INT(tcs_cpr_fold(&trial, &record, (struct tcs_time) { 0 }, &place),
                  TCS_MORE);
        if (trial.aircraft[5][0].key != 0)
            members[count++] = address;
    }
    for (unsigned i = 0; i < TCS_CPR_WAYS; i++)
        CHECK_INT(fold(members[i], 1, book_odd, 100.0 + i, &place), TCS_MORE);
    CHECK_OK(fold(members[0], 0, book_even, 109.0, &place));
    CHECK_INT((int)table.evicted_count, 0);
    CHECK_INT(fold(members[TCS_CPR_WAYS], 1, book_odd, 109.5, &place), TCS_MORE);
    CHECK_INT((int)table.evicted_count, 1);
    /* members[1] was the oldest; members[0], heard again, and the others are there. */
    CHECK_OK(fold(members[0], 0, book_even, 109.6, &place));
    CHECK_OK(fold(members[2], 0, book_even, 109.7, &place));
    CHECK_INT(fold(members[1], 0, book_even, 109.8, &place), TCS_MORE);
    CHECK_INT((int)table.evicted_count, 2);
}

static void places_south_and_across_the_date_line_are_found(void **state)
{
    /* Zones of 6 degrees: -33 is in the middle of zone -6; 180 = -180 is the edge of
     * zone 24 of NL(-33) = 50. An even half at 1/4 and 3/4 of a zone. */
    const struct tcs_cpr_half half = { 65536, 0 };
    struct tcs_cpr_place place = { 0 };

    CHECK_INT(tcs_cpr_zones(-33.0), 50);
    CHECK_OK(tcs_cpr_local(half, 0, (struct tcs_cpr_place) { -33.1, 179.9 }, &place));
    CHECK_NEAR(place.lat_deg, -33.0, 1e-12, "degree");
    CHECK_NEAR(place.lon_deg, -180.0, 1e-12, "degree");
    CHECK_OK(tcs_cpr_local((struct tcs_cpr_half) { 65536, 131071 }, 0,
                           (struct tcs_cpr_place) { -33.1, -179.99 }, &place));
    CHECK_NEAR(place.lon_deg, 180.0 - 7.2 / 131072, 1e-12, "degree");
}

static void an_aircraft_may_cross_the_date_line(void **state)
{
    struct tcs_cpr_place place = { 0 };

    memset(&table, 0, sizeof table);
    /* On the line, by an even and an odd half: 180 = 25 x 7.2 = 24.5 x 360/49. */
    const struct tcs_cpr_half even = { 65536, 0 };
    const struct tcs_cpr_half odd = { 77551,
                                      65536 }; /* -33 / (360/59) = -6 + 0.59166... */

    CHECK_INT(fold(9, 0, even, 0.0, &place), TCS_MORE);
    CHECK_OK(fold(9, 1, odd, 0.5, &place));
    CHECK_NEAR(place.lat_deg, -33.0, 1e-4, "degree");
    CHECK_NEAR(place.lon_deg, -180.0, 1e-12, "degree");
    /* 55 m to the west, then back again. */
    CHECK_OK(fold(9, 0, (struct tcs_cpr_half) { 65536, 131072 - 11 }, 1.0, &place));
    CHECK_NEAR(place.lon_deg, 179.9994, 1e-4, "degree");
    CHECK_OK(fold(9, 0, even, 1.5, &place));
    CHECK_NEAR(place.lon_deg, -180.0, 1e-12, "degree");
}

static void a_half_beyond_the_pole_is_refused_with_and_without_a_last_place(void **state)
{
    struct tcs_cpr_place place = { 0 };

    memset(&table, 0, sizeof table);
    CHECK_INT(fold(3, 1, (struct tcs_cpr_half) { 0, 0 }, 0.0, &place), TCS_MORE);
    CHECK_INT(fold(3, 0, (struct tcs_cpr_half) { 44435, 0 }, 0.5, &place),
              TCS_E_IMPOSSIBLE);
    /* 89.95 degrees is 14.99166... zones of 6 degrees and 14.7417... of 360/59. */
    memset(&table, 0, sizeof table);
    CHECK_INT(fold(3, 0, (struct tcs_cpr_half) { 129980, 0 }, 0.0, &place), TCS_MORE);
    CHECK_OK(fold(3, 1, (struct tcs_cpr_half) { 97212, 0 }, 0.5, &place));
    CHECK_NEAR(place.lat_deg, 89.95, 1e-3, "degree");
    /* Eleven seconds later the pair is no pair: 15.1 zones is beyond the pole. */
    CHECK_INT(fold(3, 0, (struct tcs_cpr_half) { 13107, 0 }, 11.5, &place),
              TCS_E_IMPOSSIBLE);
}

static void time_going_back_far_makes_no_pair(void **state)
{
    struct tcs_cpr_place place = { 0 };

    memset(&table, 0, sizeof table);
    CHECK_INT(fold(4, 1, book_odd, 100.0, &place), TCS_MORE);
    CHECK_INT(fold(4, 0, book_even, 80.0, &place), TCS_MORE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones_change_where_the_standard_says),
        cmocka_unit_test(a_pair_gives_the_position_of_the_later_half),
        cmocka_unit_test(one_half_and_a_place_nearby_give_the_same),
        cmocka_unit_test(halves_that_point_beyond_a_pole_are_impossible),
        cmocka_unit_test(the_first_half_waits_for_the_other_of_the_same_aircraft),
        cmocka_unit_test(halves_more_than_ten_seconds_apart_are_no_pair),
        cmocka_unit_test(a_jump_is_refused_and_four_of_them_begin_anew),
        cmocka_unit_test(when_a_set_is_full_the_one_heard_longest_ago_gives_way),
        cmocka_unit_test(places_south_and_across_the_date_line_are_found),
        cmocka_unit_test(an_aircraft_may_cross_the_date_line),
        cmocka_unit_test(a_half_beyond_the_pole_is_refused_with_and_without_a_last_place),
        cmocka_unit_test(time_going_back_far_makes_no_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
