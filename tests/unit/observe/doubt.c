/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/broadcast.h"

#include "desk.h"
#include "observe/claim.h"

/* Broadcasts of one drone after another, as a receiver at the site's origin hears them:
 * every message goes through our encoder and back. A degree of latitude is 110.9 km here
 * (WGS 84, latitude 33.3), so that 1e-7 degree is 1.109 cm. */
#include "encode/remoteid.h"

static struct desk desk;
static struct tcs_transmitters table;
static const double E7_PER_M = 1e7 / 110900.0;

struct drone {
    const char *serial;
    uint64_t address;
    double north_m, east_m, speed_mps;
    int32_t signal_dbm;
    double clock_s; /* ahead of ours */
    bool frozen;    /* its time of the hour stays as it was at first */
    bool nowhere;
};

static struct drone honest(void)
{
    return (struct drone) { .serial = "1581F45T7B1234",
                            .address = 0x60601f000001,
                            .north_m = 400.0,
                            .signal_dbm = -60 };
}

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_REMOTE_ID);
    memset(&table, 0, sizeof table);
    return 0;
}

static struct tcs_rid_message through_the_air(struct tcs_rid_message message)
{
    uint8_t room[TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_rid_message heard;

    CHECK_OK(tcs_rid_message_write(&message, &w));
    CHECK_OK(tcs_rid_message_read(tcs_written(&w), &heard, NULL));
    return heard;
}

static struct tcs_rid_message place_of(const struct drone *drone, double now_s)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .valid = TCS_RID_LOCATION_SPEED |
                                                TCS_RID_LOCATION_TIME |
                                                TCS_RID_LOCATION_POSITION };
    struct tcs_rid_location *l = &message.as.location;
    /* The desk begins at 23:59:59.5. */
    const double of_hour_s = 3599.5 + (drone->frozen ? 0.0 : now_s) + drone->clock_s;

    l->status = TCS_RID_STATUS_AIRBORNE;
    l->lat_e7_deg = 333000000 + (int32_t)(drone->north_m * E7_PER_M);
    l->lon_e7_deg = 444000000 + (int32_t)(drone->east_m * E7_PER_M * 1.196);
    if (drone->nowhere) {
        l->lat_e7_deg = l->lon_e7_deg = 0;
        message.valid &= (uint16_t)~TCS_RID_LOCATION_POSITION;
    }
    l->horizontal_accuracy = 11; /* 3 m */
    l->speed_mps = drone->speed_mps;
    l->time_ds = (uint16_t)((uint32_t)(of_hour_s * 10.0 + 36000.0) % 36000);
    return message;
}

/* At now_s after the start; gives the doubts of its row. */
static uint32_t say(const struct drone *drone, double now_s)
{
    struct tcs_rid_said said = { .address = drone->address,
                                 .valid = TCS_RID_SAID_ADDRESS,
                                 .signal_dbm = drone->signal_dbm,
                                 .count = 2 };
    struct tcs_rid_message id = { .type = TCS_RID_BASIC_ID };

    id.as.basic_id.id_kind = TCS_RID_ID_SERIAL;
    id.as.basic_id.aircraft = 2;
    id.as.basic_id.id_len = (uint8_t)strlen(drone->serial);
    memcpy(id.as.basic_id.id, drone->serial, strlen(drone->serial));
    said.messages[0] = through_the_air(id);
    said.messages[1] = through_the_air(place_of(drone, now_s));
    if (drone->signal_dbm != 0)
        said.valid |= TCS_RID_SAID_SIGNAL;
    desk.look_count = 0;
    desk.neck.now = tcs_time_add(desk_start(&desk), tcs_span_from_seconds(now_s));
    tcs_broadcast_hear(&table, &desk.neck, 0, &said);
    for (unsigned i = 0; i < TCS_TRANSMITTERS_MAX; i++)
        if ((table.rows[i].address & UINT64_C(0xffffffffffff)) == drone->address)
            return tcs_doubts_at(&table.rows[i].doubts, desk.neck.now);
    fail();
    return 0;
}

static uint32_t only(enum tcs_doubt reason)
{
    return UINT32_C(1) << reason;
}

/* 12 m/s for two minutes, a signal that fades by some dB: nothing to doubt, the claim is
 * as it was said. */
static void an_honest_flight_is_believed(void **state)
{
    struct drone drone = honest();

    drone.speed_mps = 12.0;
    for (int i = 0; i < 240; i++) {
        drone.north_m += 6.0;
        drone.signal_dbm = -60 - i % 7 - i / 20;
        CHECK_INT(say(&drone, i * 0.5), 0);
    }
    CHECK_NEAR(tcs_credibility(0), 1.0, 0.0, "1");
    CHECK_INT(desk_last(&desk)->doubts, 0);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 3.0 / 2.4477, 1e-6, "m");
    CHECK(!desk_last(&desk)->has_velocity); /* no direction was said */
}

/* A multirotor 1 km further after a second, at 254 m/s as it says: that would take more.
 */
static void a_jump_is_found_and_forgotten_after_a_minute(void **state)
{
    struct drone drone = honest();

    drone.speed_mps = 254.0;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.north_m += 1000.0;
    CHECK(say(&drone, 1.0) & only(TCS_DOUBT_JUMP));
    CHECK_NEAR(desk_last(&desk)->sigma[0], 3.0 / 2.4477 / (0.4 * 0.6), 1e-6, "m");
    drone.speed_mps = 0.0;
    for (int i = 2; i <= 61; i++)
        CHECK(say(&drone, i) & only(TCS_DOUBT_JUMP));
    CHECK_INT(say(&drone, 61.5) & only(TCS_DOUBT_JUMP), 0);
}

/* It stands before and after: with 15 m/s^2 it can be 94 m further after 4 s (and one
 * more, as places are old), but not 100 m after one. And 20 m/s said at one place for 6
 * s. */
static void places_that_do_not_fit_the_speed_are_doubted(void **state)
{
    struct drone drone = honest();

    CHECK_INT(say(&drone, 0.0), 0);
    drone.north_m += 90.0;
    CHECK_INT(say(&drone, 4.0), 0);
    drone.north_m += 100.0;
    CHECK_INT(say(&drone, 5.0), only(TCS_DOUBT_VELOCITY));
    fresh(NULL);
    drone.speed_mps = 20.0;
    for (int i = 0; i <= 5; i++)
        CHECK_INT(say(&drone, i), 0);
    CHECK_INT(say(&drone, 6.0), only(TCS_DOUBT_VELOCITY));
}

static void a_signal_that_never_fades_is_doubted(void **state)
{
    struct drone drone = honest();
    uint32_t doubts = 0;

    drone.speed_mps = 10.0;
    for (int i = 0; i < 30; i++) {
        drone.north_m += 10.0;
        drone.signal_dbm = -60 - i % 2;
        doubts = say(&drone, i);
        CHECK_INT(doubts, i < 20 ? 0 : only(TCS_DOUBT_STEADY));
    }
    CHECK_NEAR(tcs_credibility(doubts), 0.6, 1e-12, "1");
    /* Standing still it may be as steady as it likes. */
    fresh(NULL);
    drone.speed_mps = 0.0;
    for (int i = 0; i < 60; i++)
        CHECK_INT(say(&drone, i), 0);
}

static void many_names_from_one_transmitter_are_doubted(void **state)
{
    struct drone drone = honest();

    CHECK_INT(say(&drone, 0.0), 0);
    drone.serial = "1581F45T7B1235";
    CHECK_INT(say(&drone, 1.0), 0);
    drone.serial = "1581F45T7B1236";
    CHECK_INT(say(&drone, 2.0), only(TCS_DOUBT_NAMES));
    CHECK(tcs_credibility(only(TCS_DOUBT_NAMES)) < TCS_CREDIBLE);
    /* Flights one after the other are no swarm. */
    fresh(NULL);
    drone = honest();
    CHECK_INT(say(&drone, 0.0), 0);
    drone.serial = "1581F45T7B1235";
    CHECK_INT(say(&drone, 40.0), 0);
    drone.serial = "1581F45T7B1236";
    CHECK_INT(say(&drone, 80.0), 0);
}

static void to_fly_nowhere_is_doubted(void **state)
{
    struct drone drone = honest();

    drone.nowhere = true;
    CHECK_INT(say(&drone, 0.0), 0);
    CHECK_INT(say(&drone, 1.0), 0);
    CHECK_INT(say(&drone, 2.0), only(TCS_DOUBT_NOWHERE));
    CHECK_INT(desk.look_count, 0);
}

static void a_makers_address_with_anothers_serial_is_doubted(void **state)
{
    struct drone drone = honest();

    drone.serial = "1588E040445AC004418"; /* Parrot's, from an address of DJI */
    CHECK_INT(say(&drone, 0.0), only(TCS_DOUBT_MAKER));
    drone.address = 0x903ae6000001;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.address = 0x02601f000002; /* of nobody's: locally administered */
    drone.north_m += 10.0;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.address = 0x001122000003; /* of a maker of radios */
    CHECK_INT(say(&drone, 0.0), 0);
}

static void a_clock_that_stands_or_is_far_off_is_doubted(void **state)
{
    struct drone drone = honest();

    drone.frozen = true;
    drone.speed_mps = 20.0;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.north_m += 20.0;
    CHECK_INT(say(&drone, 1.0) & only(TCS_DOUBT_CLOCK), only(TCS_DOUBT_CLOCK));
    fresh(NULL);
    drone = honest();
    drone.clock_s = -40.0;
    CHECK_INT(say(&drone, 0.0), only(TCS_DOUBT_CLOCK));
    fresh(NULL);
    drone.clock_s = 0.0;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.clock_s = -5.0;
    CHECK_INT(say(&drone, 1.0), only(TCS_DOUBT_CLOCK));
    fresh(NULL);
    drone = honest();
    drone.frozen = true; /* what is sent again and again: for 15 s it may be a bad link */
    for (int i = 0; i <= 15; i++)
        CHECK_INT(say(&drone, i), 0);
    CHECK_INT(say(&drone, 16.0), only(TCS_DOUBT_CLOCK));
}

/* Beyond 1.5 times the range of the receiver. Heard at -20 dBm from 2 km: 48 - 40 - 66
 * dBm is the most. */
static void what_cannot_be_heard_is_doubted(void **state)
{
    struct drone drone = honest();

    desk.sensor.coverage.range_max_m = 5000.0;
    drone.signal_dbm = -90;
    drone.north_m = 7400.0;
    CHECK_INT(say(&drone, 0.0), 0);
    fresh(NULL);
    desk.sensor.coverage.range_max_m = 5000.0;
    drone.north_m = 7600.0;
    CHECK_INT(say(&drone, 0.0), only(TCS_DOUBT_RANGE));
    fresh(NULL);
    drone.north_m = 2000.0;
    drone.signal_dbm = -60;
    CHECK_INT(say(&drone, 0.0), 0);
    drone.signal_dbm = -20;
    CHECK_INT(say(&drone, 1.0), only(TCS_DOUBT_RANGE));
}

static void one_serial_at_two_places_puts_both_in_doubt(void **state)
{
    struct drone drone = honest();
    struct drone other = honest();

    other.address++;
    other.north_m += 2000.0;
    CHECK_INT(say(&drone, 0.0), 0);
    CHECK_INT(say(&other, 0.5), only(TCS_DOUBT_TWICE));
    CHECK_INT(say(&drone, 1.0), only(TCS_DOUBT_TWICE));
    /* Two radios of one drone, or one whose address changes. */
    fresh(NULL);
    other.north_m = drone.north_m + 15.0;
    CHECK_INT(say(&drone, 0.0), 0);
    CHECK_INT(say(&other, 0.5), 0);
}

static void a_pilot_far_away_is_doubted(void **state)
{
    struct drone drone = honest();
    struct tcs_rid_said said = { .address = drone.address,
                                 .valid = TCS_RID_SAID_ADDRESS,
                                 .count = 1 };
    struct tcs_rid_message system = { .type = TCS_RID_SYSTEM,
                                      .valid = TCS_RID_SYSTEM_OPERATOR };

    CHECK_INT(say(&drone, 0.0), 0);
    system.as.system.operator_lat_e7_deg = 333000000 + (int32_t)(40000.0 * E7_PER_M);
    system.as.system.operator_lon_e7_deg = 444000000;
    said.messages[0] = through_the_air(system);
    tcs_broadcast_hear(&table, &desk.neck, 0, &said);
    CHECK_INT(say(&drone, 1.0), 0);
    system.as.system.operator_lat_e7_deg = 333000000 + (int32_t)(60000.0 * E7_PER_M);
    said.messages[0] = through_the_air(system);
    tcs_broadcast_hear(&table, &desk.neck, 0, &said);
    CHECK_INT(say(&drone, 2.0), only(TCS_DOUBT_PILOT));
}

/* Nothing new is said, but there is a new reason not to believe it. */
static void a_repetition_with_a_new_doubt_is_handed_on(void **state)
{
    struct drone drone = honest();

    drone.frozen = true;
    say(&drone, 0.0);
    CHECK_INT(desk.look_count, 1);
    say(&drone, 1.0);
    CHECK_INT(desk.look_count, 0);
    say(&drone, 16.0);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT(desk_last(&desk)->doubts, only(TCS_DOUBT_CLOCK));
    say(&drone, 17.0);
    CHECK_INT(desk.look_count, 0);
}

static void every_reason_has_a_name_and_takes_its_share(void **state)
{
    for (unsigned i = 0; i < TCS_DOUBT_COUNT; i++) {
        CHECK(strcmp(tcs_doubt_name(i), "other") != 0);
        CHECK(tcs_credibility(only(i)) < 1.0 && tcs_credibility(only(i)) > 0.0);
    }
    CHECK(strcmp(tcs_doubt_name(TCS_DOUBT_COUNT), "other") == 0);
}

#define T(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_honest_flight_is_believed),
        T(a_jump_is_found_and_forgotten_after_a_minute),
        T(places_that_do_not_fit_the_speed_are_doubted),
        T(a_signal_that_never_fades_is_doubted),
        T(many_names_from_one_transmitter_are_doubted),
        T(to_fly_nowhere_is_doubted),
        T(a_makers_address_with_anothers_serial_is_doubted),
        T(a_clock_that_stands_or_is_far_off_is_doubted),
        T(what_cannot_be_heard_is_doubted),
        T(one_serial_at_two_places_puts_both_in_doubt),
        T(a_pilot_far_away_is_doubted),
        T(a_repetition_with_a_new_doubt_is_handed_on),
        T(every_reason_has_a_name_and_takes_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
