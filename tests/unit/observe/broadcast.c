/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/broadcast.h"

#include "desk.h"
#include "num/elem.h"
#include "observe/claim.h"

static struct desk desk;
static struct tcs_transmitters table;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_REMOTE_ID);
    memset(&table, 0, sizeof table);
    desk.sensor.position_sigma_m = 11.0;
    desk.sensor.height_sigma_m = 22.0;
    return 0;
}

static struct tcs_rid_message serial(const char *text, uint8_t kind)
{
    struct tcs_rid_message message = { .type = TCS_RID_BASIC_ID };

    message.as.basic_id.id_kind = kind;
    message.as.basic_id.id_len = (uint8_t)strlen(text);
    memcpy(message.as.basic_id.id, text, strlen(text));
    return message;
}

/* Over the site's origin, 100 m up (geodetic 140 m), at 23:59:58.7 UTC. */
static struct tcs_rid_message location(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .valid = TCS_RID_LOCATION_POSITION |
                                                TCS_RID_LOCATION_GEO |
                                                TCS_RID_LOCATION_TIME };
    struct tcs_rid_location *l = &message.as.location;

    l->lat_e7_deg = 333000000;
    l->lon_e7_deg = 444000000;
    l->geo_m = 140.0;
    l->baro_m = 155.0;
    l->time_ds = 35987;
    return message;
}

/* Each Location has a height of its own by a hair, so that none is a repetition. */
static void give(uint64_t address, struct tcs_rid_message message)
{
    static int given;

    if (message.type == TCS_RID_LOCATION)
        message.as.location.height_m = ++given;
    tcs_broadcast_take(&table, &desk.neck, 0, address, &message, 1);
}

static void a_location_is_a_claim(void **state)
{
    const struct tcs_rid_message pack[2] = { location(), serial("SN1", 1) };

    tcs_broadcast_take(&table, &desk.neck, 0, 1, pack, 2);
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK(!desk.looks[0].counts_misses);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.8, 1e-9, "s");
    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK(obs->claim_id >> 56 == TCS_CLAIM_REMOTE_ID);
    CHECK_NEAR(obs->z[0], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[1], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[2], 100.0, 1e-3, "m");
    /* Accuracies were not told: the sensor's. */
    CHECK_NEAR(obs->sigma[0], 11.0, 0.0, "m");
    CHECK_NEAR(obs->sigma[2], 22.0, 0.0, "m");
    CHECK(!obs->has_velocity);
}

/* Codes 10: 10 m, 4: 10 m, 3: 1 m/s, as bounds of 95 %: 10 / 2.4477, 10 / 1.96, 1 / 1.96.
 */
static void stated_accuracies_become_sigmas(void **state)
{
    struct tcs_rid_message message = location();
    struct tcs_rid_location *l = &message.as.location;

    l->horizontal_accuracy = 10;
    l->vertical_accuracy = 4;
    l->speed_accuracy = 3;
    l->speed_mps = 10.0;
    l->direction_deg = 90;
    l->vertical_speed_mps = -2.0;
    message.valid |= TCS_RID_LOCATION_SPEED | TCS_RID_LOCATION_DIRECTION |
                     TCS_RID_LOCATION_VERTICAL_SPEED;
    give(1, message);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(obs->sigma[0], 4.0855, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 5.1020, 1e-3, "m");
    CHECK(obs->has_velocity);
    CHECK_NEAR(obs->velocity_mps.v[0], 10.0, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], 0.0, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], -2.0, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_sigma_mps, 0.5102, 1e-3, "m/s");
    /* Nobody is believed to better than a metre. */
    l->horizontal_accuracy = 12;
    give(1, message);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 1.0, 0.0, "m");
    /* 254.25 m/s means "that or more". */
    l->speed_mps = 254.25;
    give(1, message);
    CHECK(!desk_last(&desk)->has_velocity);
}

/* Pressure altitude 155 m, sqrt(22^2 + 90^2) = 92.65; no height: 100 +- 150 m. */
static void height_is_believed_by_what_it_rests_on(void **state)
{
    struct tcs_rid_message message = location();

    message.valid |= TCS_RID_LOCATION_BARO;
    give(1, message);
    CHECK_NEAR(desk_last(&desk)->z[2], 100.0, 1e-3, "m");
    message.valid &= (uint16_t)~TCS_RID_LOCATION_GEO;
    give(1, message);
    CHECK_NEAR(desk_last(&desk)->z[2], 115.0, 1e-3, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 92.65, 0.01, "m");
    message.valid &= (uint16_t)~TCS_RID_LOCATION_BARO;
    give(1, message);
    CHECK_NEAR(desk_last(&desk)->z[2], 100.0, 1e-3, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 150.0, 0.0, "m");
    message.valid &= (uint16_t)~TCS_RID_LOCATION_POSITION;
    give(1, message);
    CHECK_INT(desk.look_count, 3);
}

static uint64_t id_after(uint64_t address, struct tcs_rid_message message)
{
    give(address, message);
    return desk_last(&desk)->claim_id;
}

static void a_claim_is_named_once(void **state)
{
    /* Serial first: its name, whatever the address. */
    give(1, serial("SN1", 1));
    const uint64_t by_serial = id_after(1, location());

    give(2, serial("SN1", 1));
    CHECK(id_after(2, location()) == by_serial);
    /* Location first: the name of the address is kept. */
    const uint64_t by_address = id_after(3, location());

    give(3, serial("SN3", 1));
    CHECK(id_after(3, location()) == by_address);
    CHECK(by_address != by_serial && id_after(4, location()) != by_address);
    /* Another serial from the same address is another object; a session id is not. */
    give(1, serial("session", 4));
    CHECK(id_after(1, location()) == by_serial);
    give(1, serial("SN2", 1));
    CHECK(id_after(1, location()) != by_serial);
    /* No identity is no identity. */
    give(5, serial("", 1));
    CHECK(id_after(5, location()) != id_after(6, location()));
}

/* The same Location again is the same measurement; with another time, or without any, it
 * is another one. */
static void what_is_repeated_counts_once(void **state)
{
    struct tcs_rid_message message = location();

    for (int i = 0; i < 10; i++)
        tcs_broadcast_take(&table, &desk.neck, 0, 1, &message, 1);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT(desk.counts.repeated, 9);
    tcs_broadcast_take(&table, &desk.neck, 0, 2, &message, 1);
    CHECK_INT(desk.look_count, 2);
    message.as.location.time_ds++;
    tcs_broadcast_take(&table, &desk.neck, 0, 1, &message, 1);
    CHECK_INT(desk.look_count, 3);
    message.valid &= (uint16_t)~TCS_RID_LOCATION_TIME;
    for (int i = 0; i < 3; i++)
        tcs_broadcast_take(&table, &desk.neck, 0, 1, &message, 1);
    CHECK_INT(desk.look_count, 6);
}

/* 300 transmitters in a table of 256; the one that keeps talking is not forgotten. */
static void the_one_that_was_silent_longest_is_forgotten(void **state)
{
    const uint64_t first = id_after(1, location());

    give(1, serial("SN1", 1));
    for (uint64_t i = 2; i <= 300; i++) {
        desk_pass(&desk, 0.01);
        give(i, serial("OTHER", 1));
        give(1, serial("SN1", 1));
    }
    CHECK_INT(table.forgotten, 300 - TCS_TRANSMITTERS_MAX);
    CHECK(id_after(1, location()) == first); /* by address: it was remembered */
}

/* 00:00:00.3 of the next hour, heard half a second before midnight. */
static void tenths_of_the_hour_are_resolved_at_midnight(void **state)
{
    struct tcs_rid_message message = location();

    message.as.location.time_ds = 3;
    give(1, message);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), 0.8, 1e-9, "s");
    message.as.location.time_ds = 18000; /* half an hour off: not believed */
    give(1, message);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[1].valid_at), 0.0, 1e-9, "s");
    CHECK_INT(desk.counts.stamps_refused, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_location_is_a_claim, fresh),
        cmocka_unit_test_setup(stated_accuracies_become_sigmas, fresh),
        cmocka_unit_test_setup(height_is_believed_by_what_it_rests_on, fresh),
        cmocka_unit_test_setup(a_claim_is_named_once, fresh),
        cmocka_unit_test_setup(what_is_repeated_counts_once, fresh),
        cmocka_unit_test_setup(the_one_that_was_silent_longest_is_forgotten, fresh),
        cmocka_unit_test_setup(tenths_of_the_hour_are_resolved_at_midnight, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
