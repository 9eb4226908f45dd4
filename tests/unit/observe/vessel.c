/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/vessel.h"

#include "desk.h"
#include "encode/ais.h"
#include "observe/claim.h"

static struct desk desk;
static struct tcs_ais message;

/* The desk's clock shows 23:59:59.5; its site lies at 33.3 N 44.4 E, 40 m. */
static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_REPORT);
    desk.sensor.position_sigma_m = 15.0;
    desk.sensor.height_sigma_m = 25.0;
    desk.neck.geoid_m = 10.0;
    return 0;
}

static void put(const char *name, int64_t value)
{
    CHECK_OK(tcs_ais_put(&message, tcs_ais_find(&message, name), 0, value));
}

/* 33.3 N 44.4 E, 10 knots to the east, second 58, accurate. */
static void begin(uint8_t type, uint32_t mmsi)
{
    uint32_t count = 0;
    const struct tcs_ais_layout *layouts = tcs_ais_layouts(&count);
    uint32_t i = 0;

    while (i < count && layouts[i].type != type)
        i++;
    CHECK(i < count);
    CHECK_OK(tcs_ais_begin(&layouts[i], mmsi, layouts[i].bits_min, &message));
    const bool coarse = type == 27;

    put("lat", coarse ? 33 * 600 + 180 : 19980000); /* 1/10 and 1/10000 minute */
    put("lon", coarse ? 44 * 600 + 240 : 26640000);
    put("speed", coarse || type == 9 ? 10 : 100);
    put("course", coarse ? 90 : 900);
    if (!coarse)
        put("second", 58);
    put("accuracy", 1);
}

static void take(void)
{
    CHECK_OK(tcs_vessel_take(&desk.neck, 0, &message, desk.neck.now));
}

/* When the last claim says that it was there. Its look is never late. */
static double claimed_s(void)
{
    const double look_s = desk_seconds(&desk, desk.looks[desk.look_count - 1].valid_at);

    CHECK(look_s >= 0.0);
    return look_s + desk_last(&desk)->dt_s;
}

static void every_report_of_a_place_is_the_claim_of_a_vessel(void **state)
{
    static const uint8_t types[] = { 1, 2, 3, 18, 19 };

    for (size_t i = 0; i < sizeof types; i++) {
        begin(types[i], 211234560);
        take();
        const struct tcs_observation *obs = desk_last(&desk);

        CHECK_INT(desk.look_count, i + 1);
        CHECK(!desk.looks[i].counts_misses);
        CHECK_NEAR(claimed_s(), -1.5, 1e-9, "s");
        CHECK_INT(obs->kind, TCS_OBS_CLAIM);
        CHECK_INT(obs->said, TCS_SAID_VESSEL);
        CHECK(obs->claim_id == ((uint64_t)TCS_CLAIM_MMSI << 56 | 211234560));
        CHECK(tcs_claim_is_vessel(obs->claim_id));
        CHECK_NEAR(obs->z[0], 0.0, 0.2, "m"); /* 1/10000 minute is 0.19 m */
        CHECK_NEAR(obs->z[1], 0.0, 0.2, "m");
        CHECK_NEAR(obs->z[2], 0.0, 1e-6, "m"); /* on the water: as high as the site */
        CHECK_NEAR(obs->sigma[0], 5.0, 1e-9, "m");
        CHECK_NEAR(obs->sigma[2], 50.0, 1e-9, "m");
        CHECK(obs->has_velocity);
        CHECK_NEAR(obs->velocity_mps.v[0], 5.144444, 1e-5, "m/s");
        CHECK_NEAR(obs->velocity_mps.v[1], 0.0, 1e-9, "m/s");
    }
}

static void far_away_it_is_coarse_and_of_now(void **state)
{
    begin(27, 211234560);
    take();
    CHECK_NEAR(claimed_s(), 0.0, 1e-9, "s");
    CHECK_NEAR(desk_last(&desk)->sigma[0], 60.0, 1e-9, "m");
    CHECK_INT((int)desk.counts.stamps, 0); /* no second: nothing is told of the clock */
}

static void an_aircraft_of_rescue_is_crewed_and_has_a_height(void **state)
{
    begin(9, 111232506);
    put("alt", 300);
    take();
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_CREWED);
    CHECK(!tcs_claim_is_vessel(desk_last(&desk)->claim_id));
    CHECK_NEAR(desk_last(&desk)->z[2], 300.0 + 10.0 - 40.0, 1e-3, "m");
    CHECK(desk_last(&desk)->sigma[2] > TCS_PRESSURE_SIGMA_M);
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[0], 5.144444, 1e-5, "m/s");
}

/* Arrival is 59.5: 29 is half a minute before (and 30.5 s before would be 28.9), 30
 * is 29.5 s before, 0 half a second after. */
static void the_nearest_instant_with_that_second_is_meant(void **state)
{
    static const struct {
        int second;
        double seconds;
    } rows[] = { { 59, -0.5 }, { 0, 0.5 }, { 30, -29.5 }, { 29, 29.5 }, { 1, 1.5 } };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(1, 211234560);
        put("second", rows[i].second);
        take();
        CHECK_NEAR(claimed_s(), rows[i].seconds, 1e-9, "s");
    }
}

/* A tag block says that it was received 100 s ago: further than stamps are believed. */
static void the_tag_block_tells_when_it_was_received(void **state)
{
    const struct tcs_span back = { -3 * TCS_NS_PER_S };

    begin(1, 211234560);
    put("second", 56);
    CHECK_OK(tcs_vessel_take(&desk.neck, 0, &message, tcs_time_add(desk.neck.now, back)));
    CHECK_NEAR(claimed_s(), -3.5, 1e-9, "s");
    put("second", 60); /* none */
    CHECK_OK(tcs_vessel_take(
        &desk.neck, 0, &message,
        tcs_time_add(desk.neck.now, (struct tcs_span) { -100 * TCS_NS_PER_S })));
    CHECK_NEAR(claimed_s(), 0.0, 1e-9, "s");
    CHECK_INT((int)desk.counts.stamps_refused, 1);
}

static void what_is_not_known_is_left_out(void **state)
{
    begin(1, 211234560);
    put("accuracy", 0);
    put("course", 3600);
    take();
    CHECK_NEAR(desk_last(&desk)->sigma[0], 15.0, 1e-9, "m"); /* the sensor's */
    CHECK(!desk_last(&desk)->has_velocity);
    put("speed", 0); /* at rest: it needs no course */
    take();
    CHECK(desk_last(&desk)->has_velocity);
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[0], 0.0, 0.0, "m/s");
    put("lon", 181 * 600000);
    take();
    CHECK_INT(desk.look_count, 2);
}

static void what_tells_no_place_is_heard_only(void **state)
{
    uint32_t count = 0;
    const struct tcs_ais_layout *layouts = tcs_ais_layouts(&count);

    for (uint32_t i = 0; i < count; i++)
        if (layouts[i].type == 4 || layouts[i].type == 5 || layouts[i].type == 21) {
            CHECK_OK(tcs_ais_begin(&layouts[i], 2112345, layouts[i].bits_min, &message));
            take();
        }
    CHECK_INT(desk.look_count, 0);
    CHECK(desk.counts.heard_at.tai_ns != 0);
}

static void a_place_must_be_on_earth(void **state)
{
    begin(1, 211234560);
    put("lat", 95 * 600000);
    CHECK_INT(tcs_vessel_take(&desk.neck, 0, &message, desk.neck.now), TCS_E_IMPOSSIBLE);
    CHECK_INT(desk.look_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_report_of_a_place_is_the_claim_of_a_vessel, fresh),
        cmocka_unit_test_setup(far_away_it_is_coarse_and_of_now, fresh),
        cmocka_unit_test_setup(an_aircraft_of_rescue_is_crewed_and_has_a_height, fresh),
        cmocka_unit_test_setup(the_nearest_instant_with_that_second_is_meant, fresh),
        cmocka_unit_test_setup(the_tag_block_tells_when_it_was_received, fresh),
        cmocka_unit_test_setup(what_is_not_known_is_left_out, fresh),
        cmocka_unit_test_setup(what_tells_no_place_is_heard_only, fresh),
        cmocka_unit_test_setup(a_place_must_be_on_earth, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
