/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/mode_s.h"

#include <string.h>

#include "check.h"
#include "decode/avr.h"
#include "decode/beast.h"
#include "random.h"

static void random_identity(uint64_t *seed, struct tcs_mode_s *record)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789";
    struct tcs_mode_s_identity *identity = &record->as.identity;

    record->type_code = (uint8_t)(1 + random_below(seed, 4));
    identity->category = (uint8_t)random_below(seed, 8);
    if (random_below(seed, 4) == 0)
        return;
    identity->callsign_len = (uint8_t)(1 + random_below(seed, 8));
    for (unsigned i = 0; i < identity->callsign_len; i++)
        identity->callsign[i] = letters[random_below(seed, 37)];
    identity->callsign[identity->callsign_len - 1] = 'Z'; /* blanks at the end go */
    record->valid = TCS_MODE_S_CALLSIGN;
}

static void random_place(uint64_t *seed, struct tcs_mode_s_position *position)
{
    position->utc = (uint8_t)random_below(seed, 2);
    position->odd = (uint8_t)random_below(seed, 2);
    position->cpr_lat = random_below(seed, TCS_MODE_S_CPR_MAX);
    position->cpr_lon = random_below(seed, TCS_MODE_S_CPR_MAX);
}

static void random_airborne(uint64_t *seed, struct tcs_mode_s *record)
{
    struct tcs_mode_s_position *position = &record->as.position;
    const uint32_t pick = random_below(seed, 13);

    record->type_code = (uint8_t)(pick < 10 ? 9 + pick : 10 + pick);
    position->gnss_height = record->type_code >= 20;
    position->status = (uint8_t)random_below(seed, 4);
    position->nic_b = (uint8_t)random_below(seed, 2);
    random_place(seed, position);
    if (random_below(seed, 4) == 0)
        return;
    record->valid = TCS_MODE_S_ALTITUDE;
    if (random_below(seed, 2) != 0)
        position->altitude_ft = random_between(seed, -40, 2007) * 25;
    else if (random_below(seed, 10) != 0)
        position->altitude_ft = random_between(seed, 502, 1267) * 100;
    else
        position->altitude_ft = random_between(seed, -12, -11) * 100;
}

static void random_surface(uint64_t *seed, struct tcs_mode_s *record)
{
    struct tcs_mode_s_position *position = &record->as.position;

    record->type_code = (uint8_t)(5 + random_below(seed, 4));
    position->surface_movement = (uint8_t)random_below(seed, 128);
    position->surface_track_valid = (uint8_t)random_below(seed, 2);
    if (position->surface_track_valid != 0)
        position->surface_track = (uint8_t)random_below(seed, 128);
    random_place(seed, position);
}

static void random_velocity(uint64_t *seed, struct tcs_mode_s *record)
{
    struct tcs_mode_s_velocity *velocity = &record->as.velocity;

    record->type_code = 19;
    velocity->subtype = (uint8_t)(1 + random_below(seed, 4));
    velocity->nac = (uint8_t)random_below(seed, 8);
    const int32_t unit = (velocity->subtype & 1) != 0 ? 1 : 4;
    const uint16_t pick = (uint16_t)random_below(seed, TCS_MODE_S_FIELDS_ALL + 1);
    const uint16_t both = TCS_MODE_S_VERTICAL_RATE | TCS_MODE_S_GNSS_MINUS_BARO;

    if (velocity->subtype <= 2) {
        record->valid = pick & (both | TCS_MODE_S_GROUND_VELOCITY);
        if ((record->valid & TCS_MODE_S_GROUND_VELOCITY) != 0) {
            velocity->east_kt = random_between(seed, -1022, 1022) * unit;
            velocity->north_kt = random_between(seed, -1022, 1022) * unit;
        }
    } else {
        record->valid = pick & (both | TCS_MODE_S_HEADING | TCS_MODE_S_AIRSPEED);
        if ((record->valid & TCS_MODE_S_HEADING) != 0)
            velocity->heading_deg = random_below(seed, 1024) * (360.0 / 1024.0);
        if ((record->valid & TCS_MODE_S_AIRSPEED) != 0) {
            velocity->airspeed_kt = random_between(seed, 0, 1022) * unit;
            velocity->true_airspeed = (uint8_t)random_below(seed, 2);
        }
    }
    if ((record->valid & TCS_MODE_S_VERTICAL_RATE) != 0) {
        velocity->vertical_ftpm = random_between(seed, -510, 510) * 64;
        velocity->vertical_baro = (uint8_t)random_below(seed, 2);
    }
    if ((record->valid & TCS_MODE_S_GNSS_MINUS_BARO) != 0)
        velocity->gnss_minus_baro_ft = random_between(seed, -126, 126) * 25;
}

static struct tcs_mode_s random_record(uint64_t *seed)
{
    struct tcs_mode_s record;

    memset(&record, 0, sizeof record);
    record.df = (uint8_t)(17 + random_below(seed, 2));
    record.capability =
        record.df == 17 ? (uint8_t)random_below(seed, 8) : (uint8_t)random_below(seed, 2);
    record.address_kind = record.df == 18 ? record.capability : 0;
    record.address = random_below(seed, 1 << 24);
    record.kind = (uint8_t)(1 + random_below(seed, 4));
    switch (record.kind) {
    case TCS_MODE_S_IDENTITY:
        random_identity(seed, &record);
        break;
    case TCS_MODE_S_SURFACE:
        random_surface(seed, &record);
        break;
    case TCS_MODE_S_AIRBORNE:
        random_airborne(seed, &record);
        break;
    default:
        random_velocity(seed, &record);
        break;
    }
    return record;
}

static void every_record_comes_back_as_it_was_written(void **state)
{
    for (uint64_t round = 1; round <= 100000; round++) {
        uint64_t seed = round;
        const struct tcs_mode_s record = random_record(&seed);
        struct tcs_mode_s back;
        uint8_t room[TCS_MODE_S_LONG_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        if (tcs_mode_s_write(&record, &w) != TCS_OK ||
            tcs_mode_s_read(tcs_written(&w), &back, NULL) != TCS_OK ||
            memcmp(&record, &back, sizeof back) != 0)
            fail_msg("seed %d, kind %d", (int)round, record.kind);
    }
}

static void what_the_format_cannot_hold_is_refused(void **state)
{
    struct tcs_mode_s record;
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    memset(&record, 0, sizeof record);
    record.df = 17;
    record.kind = TCS_MODE_S_AIRBORNE;
    record.type_code = 11;
    record.valid = TCS_MODE_S_ALTITUDE;
    record.as.position.altitude_ft = -1201;
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_ARGUMENT);
    record.as.position.altitude_ft = 126701;
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_ARGUMENT);
    record.as.position.altitude_ft = 0;
    record.type_code = 19;
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_ARGUMENT);
    record.type_code = 11;
    record.as.position.cpr_lat = 1 << 17;
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_ARGUMENT);
    record.as.position.cpr_lat = 0;
    record.df = 20;
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_ARGUMENT);
    CHECK_INT(w.len, 0);
    record.df = 17;
    CHECK_OK(tcs_mode_s_write(&record, &w));
    CHECK_INT(tcs_mode_s_write(&record, &w), TCS_E_FULL);
    CHECK_INT(w.len, 14);
}

static double longitude_error_deg(double a, double b)
{
    double d = a - b;

    if (d >= 180.0)
        d -= 360.0;
    if (d < -180.0)
        d += 360.0;
    return d < 0.0 ? -d : d;
}

static void positions_come_back_to_half_a_step(void **state)
{
    unsigned astride = 0;

    for (uint64_t round = 1; round <= 200000; round++) {
        uint64_t seed = round;
        const struct tcs_cpr_place place = { random_unit(&seed) * 180.0 - 90.0,
                                             random_unit(&seed) * 360.0 - 180.0 };
        const unsigned odd = random_below(&seed, 2);
        const struct tcs_cpr_half halves[2] = { tcs_cpr_encode(place, 0),
                                                tcs_cpr_encode(place, 1) };
        struct tcs_cpr_place back;
        const enum tcs_status status = tcs_cpr_global(halves, odd, &back);

        if (status == TCS_MORE) { /* the two round to both sides of a change of zones */
            astride++;
            continue;
        }
        CHECK_OK(status);
        const unsigned zones = tcs_cpr_zones(back.lat_deg);
        const unsigned n = zones - odd > 1 ? zones - odd : 1;
        const double half_lat = 360.0 / (60 - odd) / 131072 / 2;
        const double half_lon = 360.0 / n / 131072 / 2;

        if (longitude_error_deg(back.lat_deg, place.lat_deg) > half_lat * 1.0001 ||
            longitude_error_deg(back.lon_deg, place.lon_deg) > half_lon * 1.0001 ||
            back.lon_deg < -180.0 || back.lon_deg >= 180.0)
            fail_msg("seed %d: %.9f %.9f gives %.9f %.9f", (int)round, place.lat_deg,
                     place.lon_deg, back.lat_deg, back.lon_deg);
        /* And locally, from up to 2.9 degrees and 0.45 zones away. */
        const struct tcs_cpr_place near = {
            place.lat_deg + (random_unit(&seed) - 0.5) * 5.8,
            place.lon_deg + (random_unit(&seed) - 0.5) * 0.9 * 360.0 / n
        };
        struct tcs_cpr_place local;

        CHECK_OK(tcs_cpr_local(halves[odd], odd, near, &local));
        CHECK_NEAR(local.lat_deg, back.lat_deg, 1e-9, "degree");
        if (longitude_error_deg(local.lon_deg, back.lon_deg) > 1e-9)
            fail_msg("seed %d: local longitude", (int)round);
    }
    CHECK(astride < 200);
}

static struct tcs_mode_s_frame random_frame(uint64_t *seed)
{
    static const uint8_t lens[] = { 2, 7, 14 };
    struct tcs_mode_s_frame frame;

    memset(&frame, 0, sizeof frame);
    frame.len = lens[random_below(seed, 3)];
    for (unsigned i = 0; i < frame.len; i++) /* one in four is an escape */
        frame.octets[i] = random_below(seed, 4) == 0 ? 0x1a : (uint8_t)random_next(seed);
    frame.flags = TCS_MODE_S_HAS_TICKS | TCS_MODE_S_HAS_SIGNAL;
    frame.ticks = random_next(seed) >> 16;
    frame.signal_raw = (uint8_t)random_next(seed);
    return frame;
}

static void beast_frames_come_back_as_they_were_written(void **state)
{
    for (uint64_t round = 1; round <= 3000; round++) {
        uint64_t seed = round;
        struct tcs_mode_s_frame frames[20];
        struct tcs_mode_s_frame back;
        uint8_t room[20 * TCS_BEAST_FRAME_MAX];
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_beast beast = { 0 };

        for (unsigned i = 0; i < 20; i++) {
            frames[i] = random_frame(&seed);
            CHECK_OK(tcs_beast_write(&frames[i], &w));
        }
        struct tcs_bytes in = tcs_written(&w);

        for (unsigned i = 0; i < 20; i++)
            if (tcs_beast_next(&beast, &in, &back) != TCS_OK ||
                memcmp(&frames[i], &back, sizeof back) != 0)
                fail_msg("seed %d", (int)round);
        CHECK_INT(in.len, 0);
        CHECK_INT((int)(beast.damaged_count + beast.foreign_count), 0);
    }
}

static void avr_frames_come_back_as_they_were_written(void **state)
{
    for (uint64_t round = 1; round <= 3000; round++) {
        uint64_t seed = round;
        struct tcs_mode_s_frame frame = random_frame(&seed);
        struct tcs_mode_s_frame back;
        uint8_t room[50];
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_avr avr = { 0 };

        frame.signal_raw = 0; /* AVR has no place for it */
        frame.flags = TCS_MODE_S_HAS_TICKS;
        if (random_below(&seed, 2) == 0) {
            frame.flags = 0;
            frame.ticks = 0;
        }
        CHECK_OK(tcs_avr_write(&frame, &w));
        struct tcs_bytes in = tcs_written(&w);

        CHECK_OK(tcs_avr_next(&avr, &in, &back));
        CHECK(memcmp(&frame, &back, sizeof back) == 0);
        CHECK_INT(tcs_avr_next(&avr, &in, &back), TCS_MORE);
        CHECK_INT((int)avr.damaged_count, 0);
    }
}

static struct tcs_mode_s good_record(uint8_t kind, uint8_t type_code)
{
    struct tcs_mode_s record;

    memset(&record, 0, sizeof record);
    record.df = 17;
    record.kind = kind;
    record.type_code = type_code;
    return record;
}

static void check_refused(const struct tcs_mode_s *record, const char *what)
{
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (tcs_mode_s_write(record, &w) != TCS_E_ARGUMENT || w.len != 0)
        fail_msg("taken: %s", what);
}

static void type_codes_must_fit_the_kind(void **state)
{
    static const struct {
        uint8_t kind, first, last;
    } rows[] = { { TCS_MODE_S_IDENTITY, 1, 4 },
                 { TCS_MODE_S_SURFACE, 5, 8 },
                 { TCS_MODE_S_AIRBORNE, 9, 18 },
                 { TCS_MODE_S_AIRBORNE, 20, 22 } };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct tcs_mode_s below =
            good_record(rows[i].kind, (uint8_t)(rows[i].first - 1));
        const struct tcs_mode_s above =
            good_record(rows[i].kind, (uint8_t)(rows[i].last + 1));

        check_refused(&below, "a type code below");
        check_refused(&above, "a type code above");
    }
    const struct tcs_mode_s other = good_record(TCS_MODE_S_OTHER, 28);

    check_refused(&other, "a kind that is not encoded");
}

static void each_field_that_cannot_be_is_refused(void **state)
{
    struct tcs_mode_s record = good_record(TCS_MODE_S_IDENTITY, 4);

    record.valid = TCS_MODE_S_CALLSIGN;
    record.as.identity.callsign_len = 9;
    check_refused(&record, "nine characters");
    record.as.identity.callsign_len = 1;
    for (unsigned c = 1; c < 128; c++) {
        const bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';

        record.as.identity.callsign[0] = (char)c;
        if (!good)
            check_refused(&record, "a character that is not in the alphabet");
    }
    record = good_record(TCS_MODE_S_IDENTITY, 4);
    record.as.identity.category = 8;
    check_refused(&record, "category 8");
    record = good_record(TCS_MODE_S_IDENTITY, 4);
    record.capability = 8;
    check_refused(&record, "capability 8");
    record = good_record(TCS_MODE_S_IDENTITY, 4);
    record.address = 1 << 24;
    check_refused(&record, "an address of 25 bits");
}

static void each_velocity_that_cannot_be_is_refused(void **state)
{
    struct tcs_mode_s record = good_record(TCS_MODE_S_VELOCITY, 19);
    struct tcs_mode_s_velocity *velocity = &record.as.velocity;

    check_refused(&record, "subtype 0");
    velocity->subtype = 5;
    check_refused(&record, "subtype 5");
    velocity->subtype = 1;
    record.valid = TCS_MODE_S_GROUND_VELOCITY;
    velocity->east_kt = 1023;
    check_refused(&record, "1023 kt in steps of 1");
    velocity->subtype = 2;
    velocity->east_kt = -4091;
    check_refused(&record, "4091 kt in steps of 4");
    velocity->subtype = 3;
    record.valid = TCS_MODE_S_HEADING;
    velocity->heading_deg = -0.1;
    check_refused(&record, "a heading below 0");
    velocity->heading_deg = 360.1;
    check_refused(&record, "a heading above 360");
    record.valid = TCS_MODE_S_AIRSPEED;
    velocity->airspeed_kt = -1;
    check_refused(&record, "an airspeed below 0");
    velocity->airspeed_kt = 1023;
    check_refused(&record, "an airspeed above 1022");
    record.valid = TCS_MODE_S_VERTICAL_RATE;
    velocity->vertical_ftpm = 32704;
    check_refused(&record, "a climb of 511 steps");
    record.valid = TCS_MODE_S_GNSS_MINUS_BARO;
    velocity->gnss_minus_baro_ft = -3175;
    check_refused(&record, "a difference of 127 steps");
}

static void a_heading_just_below_north_goes_to_north(void **state)
{
    struct tcs_mode_s record = good_record(TCS_MODE_S_VELOCITY, 19);
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    record.as.velocity.subtype = 3;
    record.valid = TCS_MODE_S_HEADING;
    record.as.velocity.heading_deg = 359.9; /* nearer to 1024 than to 1023 steps */
    CHECK_OK(tcs_mode_s_write(&record, &w));
    CHECK_OK(tcs_mode_s_read(tcs_written(&w), &record, NULL));
    CHECK_NEAR(record.as.velocity.heading_deg, 0.0, 0, "degree");
}

static void frames_that_cannot_be_are_refused_in_every_form(void **state)
{
    struct tcs_mode_s_frame frame = { .len = 3 };
    uint8_t room[TCS_BEAST_FRAME_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    CHECK_INT(tcs_beast_write(&frame, &w), TCS_E_ARGUMENT);
    CHECK_INT(tcs_avr_write(&frame, &w), TCS_E_ARGUMENT);
    frame.len = 7;
    frame.flags = TCS_MODE_S_HAS_TICKS;
    frame.ticks = UINT64_C(1) << 48;
    CHECK_INT(tcs_beast_write(&frame, &w), TCS_E_ARGUMENT);
    CHECK_INT(tcs_avr_write(&frame, &w), TCS_E_ARGUMENT);
    frame.flags = 0; /* then they are not looked at */
    w.capacity = 15;
    CHECK_INT(tcs_beast_write(&frame, &w), TCS_E_FULL);
    CHECK_INT(tcs_avr_write(&frame, &w), TCS_E_FULL);
    CHECK_INT(w.len, 0);
    w.capacity = 16;
    CHECK_OK(tcs_beast_write(&frame, &w));
    CHECK_INT(w.len, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_comes_back_as_it_was_written),
        cmocka_unit_test(what_the_format_cannot_hold_is_refused),
        cmocka_unit_test(positions_come_back_to_half_a_step),
        cmocka_unit_test(beast_frames_come_back_as_they_were_written),
        cmocka_unit_test(avr_frames_come_back_as_they_were_written),
        cmocka_unit_test(type_codes_must_fit_the_kind),
        cmocka_unit_test(each_field_that_cannot_be_is_refused),
        cmocka_unit_test(each_velocity_that_cannot_be_is_refused),
        cmocka_unit_test(a_heading_just_below_north_goes_to_north),
        cmocka_unit_test(frames_that_cannot_be_are_refused_in_every_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
