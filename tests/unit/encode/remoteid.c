/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/remoteid.h"

#include <string.h>

#include "check.h"
#include "random.h"

/* Text without a zero at its end, so that its length comes back. */
static uint8_t random_text(uint64_t *seed, uint8_t *to, uint32_t capacity)
{
    const uint32_t len = random_below(seed, capacity + 1);

    for (uint32_t i = 0; i < len; i++)
        to[i] = (uint8_t)(1 + random_below(seed, 255));
    return (uint8_t)len;
}

static double random_height(uint64_t *seed)
{
    return random_between(seed, 1, 65535) * 0.5 - 1000.0;
}

static void random_location(uint64_t *seed, struct tcs_rid_message *message)
{
    struct tcs_rid_location *location = &message->as.location;

    message->valid = (uint16_t)random_below(seed, TCS_RID_LOCATION_ALL + 1);
    const unsigned valid = message->valid;

    location->status = (uint8_t)random_below(seed, 16);
    location->height_reference = (uint8_t)random_below(seed, 2);
    location->horizontal_accuracy = (uint8_t)random_below(seed, 16);
    location->vertical_accuracy = (uint8_t)random_below(seed, 16);
    location->baro_accuracy = (uint8_t)random_below(seed, 16);
    location->speed_accuracy = (uint8_t)random_below(seed, 16);
    location->time_accuracy = (uint8_t)random_below(seed, 16);
    if ((valid & TCS_RID_LOCATION_POSITION) != 0) {
        location->lat_e7_deg = random_between(seed, -900000000, 900000000);
        location->lon_e7_deg = random_between(seed, -1800000000, 1800000000);
    }
    if ((valid & TCS_RID_LOCATION_DIRECTION) != 0)
        location->direction_deg = (uint16_t)random_below(seed, 360);
    if ((valid & TCS_RID_LOCATION_SPEED) != 0)
        location->speed_mps = random_below(seed, 2) != 0
                                  ? random_below(seed, 256) * 0.25
                                  : 63.75 + random_below(seed, 255) * 0.75;
    if ((valid & TCS_RID_LOCATION_VERTICAL_SPEED) != 0)
        location->vertical_speed_mps = random_between(seed, -124, 124) * 0.5;
    if ((valid & TCS_RID_LOCATION_BARO) != 0)
        location->baro_m = random_height(seed);
    if ((valid & TCS_RID_LOCATION_GEO) != 0)
        location->geo_m = random_height(seed);
    if ((valid & TCS_RID_LOCATION_HEIGHT) != 0)
        location->height_m = random_height(seed);
    if ((valid & TCS_RID_LOCATION_TIME) != 0)
        location->time_ds = (uint16_t)random_below(seed, 36001);
}

static void random_system(uint64_t *seed, struct tcs_rid_message *message)
{
    struct tcs_rid_system *system = &message->as.system;

    message->valid = (uint16_t)random_below(seed, TCS_RID_SYSTEM_ALL + 1);
    const unsigned valid = message->valid;

    system->operator_source = (uint8_t)random_below(seed, 4);
    system->classification =
        (valid & TCS_RID_SYSTEM_EU) != 0 ? 1 : (uint8_t)(random_below(seed, 4) * 2);
    if ((valid & TCS_RID_SYSTEM_EU) != 0) {
        system->eu_category = (uint8_t)random_below(seed, 16);
        system->eu_class = (uint8_t)random_below(seed, 16);
    }
    system->area_count = (uint16_t)random_below(seed, 65536);
    system->area_radius_m = (uint16_t)(random_below(seed, 256) * 10);
    if ((valid & TCS_RID_SYSTEM_OPERATOR) != 0) {
        system->operator_lat_e7_deg = random_between(seed, -900000000, 900000000);
        system->operator_lon_e7_deg = random_between(seed, -1800000000, 1800000000);
    }
    if ((valid & TCS_RID_SYSTEM_CEILING) != 0)
        system->ceiling_m = random_height(seed);
    if ((valid & TCS_RID_SYSTEM_FLOOR) != 0)
        system->floor_m = random_height(seed);
    if ((valid & TCS_RID_SYSTEM_OPERATOR_GEO) != 0)
        system->operator_geo_m = random_height(seed);
    if ((valid & TCS_RID_SYSTEM_TIME) != 0)
        system->time_s = 1 + (uint32_t)random_below(seed, UINT32_MAX);
}

static void random_auth(uint64_t *seed, struct tcs_rid_auth *auth)
{
    auth->auth_kind = (uint8_t)random_below(seed, 16);
    auth->page = (uint8_t)random_below(seed, 16);
    if (auth->page > 0) {
        random_fill(seed, auth->data, TCS_RID_AUTH_LEN);
        return;
    }
    auth->last_page = (uint8_t)random_below(seed, 16);
    const uint32_t most =
        (uint32_t)(TCS_RID_AUTH_FIRST_LEN + auth->last_page * TCS_RID_AUTH_LEN);

    auth->len = (uint8_t)random_below(seed, most < 255 ? most + 1 : 256);
    auth->time_s = (uint32_t)random_next(seed);
    random_fill(seed, auth->data, TCS_RID_AUTH_FIRST_LEN);
}

static struct tcs_rid_message random_message(uint64_t *seed)
{
    struct tcs_rid_message message;

    memset(&message, 0, sizeof message);
    message.type = (uint8_t)random_below(seed, TCS_RID_TYPE_COUNT);
    message.version = (uint8_t)random_below(seed, 16);
    switch (message.type) {
    case TCS_RID_BASIC_ID:
        message.as.basic_id.id_kind = (uint8_t)random_below(seed, 16);
        message.as.basic_id.aircraft = (uint8_t)random_below(seed, 16);
        message.as.basic_id.id_len =
            random_text(seed, message.as.basic_id.id, TCS_RID_ID_LEN);
        break;
    case TCS_RID_LOCATION:
        random_location(seed, &message);
        break;
    case TCS_RID_AUTH:
        random_auth(seed, &message.as.auth);
        break;
    case TCS_RID_SELF_ID:
        message.as.self_id.kind = (uint8_t)random_below(seed, 256);
        message.as.self_id.text_len =
            random_text(seed, message.as.self_id.text, TCS_RID_TEXT_LEN);
        break;
    case TCS_RID_SYSTEM:
        random_system(seed, &message);
        break;
    default:
        message.as.operator_id.kind = (uint8_t)random_below(seed, 256);
        message.as.operator_id.id_len =
            random_text(seed, message.as.operator_id.id, TCS_RID_ID_LEN);
        break;
    }
    return message;
}

static void every_message_comes_back_as_it_was_written(void **state)
{
    for (uint64_t round = 1; round <= 60000; round++) {
        uint64_t seed = round;
        const struct tcs_rid_message message = random_message(&seed);
        struct tcs_rid_message back;
        uint8_t room[TCS_RID_MESSAGE_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        if (tcs_rid_message_write(&message, &w) != TCS_OK ||
            w.len != TCS_RID_MESSAGE_LEN ||
            tcs_rid_message_read(tcs_written(&w), &back, NULL) != TCS_OK ||
            memcmp(&message, &back, sizeof back) != 0)
            fail_msg("seed %d, type %d", (int)round, message.type);
    }
}

static void packs_come_back_message_by_message(void **state)
{
    for (uint64_t round = 1; round <= 3000; round++) {
        uint64_t seed = round;
        struct tcs_rid_message messages[TCS_RID_PACK_MAX];
        struct tcs_rid_message back;
        struct tcs_rid_pack pack;
        const uint32_t count = 1 + random_below(&seed, TCS_RID_PACK_MAX);
        uint8_t room[TCS_RID_PACK_LEN_MAX];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        for (uint32_t i = 0; i < count; i++)
            messages[i] = random_message(&seed);
        CHECK_OK(tcs_rid_pack_write(messages, count, &w));
        CHECK_OK(tcs_rid_pack_read(tcs_written(&w), &pack, NULL));
        CHECK_INT(pack.count, count);
        CHECK_INT(pack.version, messages[0].version);
        for (uint32_t i = 0; i < count; i++) {
            CHECK_OK(tcs_rid_message_read(tcs_rid_pack_get(&pack, i), &back, NULL));
            if (memcmp(&messages[i], &back, sizeof back) != 0)
                fail_msg("seed %d, message %d", (int)round, (int)i);
        }
    }
}

static void numbers_between_steps_go_to_the_nearer_one(void **state)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .valid = TCS_RID_LOCATION_SPEED |
                                                TCS_RID_LOCATION_VERTICAL_SPEED |
                                                TCS_RID_LOCATION_GEO };
    struct tcs_rid_message back;
    uint8_t room[TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    message.as.location.speed_mps = 64.4;           /* 63.75 or 64.5 */
    message.as.location.vertical_speed_mps = -0.74; /* -0.5 or -1.0 */
    message.as.location.geo_m = -999.7;             /* -999.5: -1000 means unknown */
    CHECK_OK(tcs_rid_message_write(&message, &w));
    CHECK_OK(tcs_rid_message_read(tcs_written(&w), &back, NULL));
    CHECK_NEAR(back.as.location.speed_mps, 64.5, 0, "m/s");
    CHECK_NEAR(back.as.location.vertical_speed_mps, -0.5, 0, "m/s");
    CHECK_NEAR(back.as.location.geo_m, -999.5, 0, "m");
}

static void what_the_format_cannot_hold_is_refused_and_nothing_is_written(void **state)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .valid = TCS_RID_LOCATION_ALL };
    uint8_t room[TCS_RID_MESSAGE_LEN + TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    message.as.location.lat_e7_deg = 1;
    CHECK_OK(tcs_rid_message_write(&message, &w));
    const size_t len = w.len;
    struct tcs_rid_message bad = message;

    bad.as.location.speed_mps = 254.7;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.as.location.geo_m = -1000.4;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.as.location.height_m = -1e30;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.as.location.direction_deg = 360;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.as.location.lat_e7_deg = 0; /* would say: not known */
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.as.location.lat_e7_deg = 900000001;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    bad = message, bad.type = TCS_RID_PACK;
    CHECK_INT(tcs_rid_message_write(&bad, &w), TCS_E_ARGUMENT);
    CHECK_INT(w.len, len);
    CHECK(!w.failed);
    w.len++;
    CHECK_INT(tcs_rid_message_write(&message, &w), TCS_E_FULL);
    CHECK_INT(w.len, len + 1);
}

/* One field of a good message set to what it cannot hold. */
struct bad_field {
    uint8_t type;
    uint8_t size; /* 1, 2, 4; 8: a double */
    size_t offset;
    double value;
};

#define FIELD(type, size, path, value)                                                   \
    {                                                                                    \
        type, size, offsetof(struct tcs_rid_message, path), value                        \
    }

static const struct bad_field bad_fields[] = {
    FIELD(TCS_RID_BASIC_ID, 1, version, 16),
    FIELD(TCS_RID_BASIC_ID, 1, as.basic_id.id_kind, 16),
    FIELD(TCS_RID_BASIC_ID, 1, as.basic_id.aircraft, 16),
    FIELD(TCS_RID_BASIC_ID, 1, as.basic_id.id_len, 21),
    FIELD(TCS_RID_LOCATION, 1, as.location.status, 16),
    FIELD(TCS_RID_LOCATION, 1, as.location.height_reference, 2),
    FIELD(TCS_RID_LOCATION, 1, as.location.horizontal_accuracy, 16),
    FIELD(TCS_RID_LOCATION, 1, as.location.vertical_accuracy, 16),
    FIELD(TCS_RID_LOCATION, 1, as.location.baro_accuracy, 16),
    FIELD(TCS_RID_LOCATION, 1, as.location.speed_accuracy, 16),
    FIELD(TCS_RID_LOCATION, 1, as.location.time_accuracy, 16),
    FIELD(TCS_RID_LOCATION, 2, as.location.time_ds, 36001),
    FIELD(TCS_RID_LOCATION, 2, as.location.direction_deg, 360),
    FIELD(TCS_RID_LOCATION, 8, as.location.speed_mps, -0.2),
    FIELD(TCS_RID_LOCATION, 8, as.location.vertical_speed_mps, 62.3),
    FIELD(TCS_RID_LOCATION, 8, as.location.vertical_speed_mps, -62.3),
    FIELD(TCS_RID_LOCATION, 4, as.location.lat_e7_deg, 900000001),
    FIELD(TCS_RID_LOCATION, 4, as.location.lat_e7_deg, -900000001),
    FIELD(TCS_RID_LOCATION, 4, as.location.lon_e7_deg, 1800000001),
    FIELD(TCS_RID_LOCATION, 4, as.location.lon_e7_deg, -1800000001),
    FIELD(TCS_RID_LOCATION, 8, as.location.baro_m, 31767.9),
    FIELD(TCS_RID_LOCATION, 8, as.location.geo_m, -1000.0),
    FIELD(TCS_RID_LOCATION, 8, as.location.height_m, 1e300),
    FIELD(TCS_RID_AUTH, 1, as.auth.auth_kind, 16),
    FIELD(TCS_RID_AUTH, 1, as.auth.page, 16),
    FIELD(TCS_RID_AUTH, 1, as.auth.last_page, 16),
    FIELD(TCS_RID_AUTH, 1, as.auth.len, 18),
    FIELD(TCS_RID_SELF_ID, 1, as.self_id.text_len, 24),
    FIELD(TCS_RID_SYSTEM, 1, as.system.operator_source, 4),
    FIELD(TCS_RID_SYSTEM, 1, as.system.classification, 8),
    FIELD(TCS_RID_SYSTEM, 1, as.system.classification, 0),
    FIELD(TCS_RID_SYSTEM, 1, as.system.eu_category, 16),
    FIELD(TCS_RID_SYSTEM, 1, as.system.eu_class, 16),
    FIELD(TCS_RID_SYSTEM, 2, as.system.area_radius_m, 2551),
    FIELD(TCS_RID_SYSTEM, 4, as.system.time_s, 0),
    FIELD(TCS_RID_SYSTEM, 4, as.system.operator_lat_e7_deg, 900000001),
    FIELD(TCS_RID_SYSTEM, 8, as.system.ceiling_m, -1000.0),
    FIELD(TCS_RID_SYSTEM, 8, as.system.floor_m, -1000.0),
    FIELD(TCS_RID_SYSTEM, 8, as.system.operator_geo_m, -1000.0),
    FIELD(TCS_RID_OPERATOR_ID, 1, as.operator_id.id_len, 21),
};

/* Everything is known in it, and as small as it may be. */
static struct tcs_rid_message good_message(uint8_t type)
{
    struct tcs_rid_message message;

    memset(&message, 0, sizeof message);
    message.type = type;
    if (type == TCS_RID_LOCATION) {
        message.valid = TCS_RID_LOCATION_ALL;
        message.as.location.lon_e7_deg = 1;
    } else if (type == TCS_RID_SYSTEM) {
        message.valid = TCS_RID_SYSTEM_ALL;
        message.as.system.operator_lon_e7_deg = 1;
        message.as.system.classification = 1;
        message.as.system.time_s = 1;
    }
    return message;
}

static void set_field(uint8_t *at, uint8_t size, double value)
{
    if (size == 8) {
        memcpy(at, &value, sizeof value);
        return;
    }
    const int32_t four = (int32_t)value;
    const uint16_t two = (uint16_t)four;

    if (size == 4)
        memcpy(at, &four, sizeof four);
    else if (size == 2)
        memcpy(at, &two, sizeof two);
    else
        *at = (uint8_t)four;
}

static void each_field_that_cannot_be_is_refused(void **state)
{
    for (size_t i = 0; i < sizeof bad_fields / sizeof bad_fields[0]; i++) {
        const struct bad_field *bad = &bad_fields[i];
        struct tcs_rid_message message = good_message(bad->type);
        uint8_t room[TCS_RID_MESSAGE_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        CHECK_OK(tcs_rid_message_write(&message, &w));
        w.len = 0;
        set_field((uint8_t *)&message + bad->offset, bad->size, bad->value);
        if (tcs_rid_message_write(&message, &w) != TCS_E_ARGUMENT || w.len != 0)
            fail_msg("row %d", (int)i);
    }
}

static void packs_hold_one_to_nine_messages_or_nothing_is_written(void **state)
{
    struct tcs_rid_message messages[10];
    uint8_t room[TCS_RID_PACK_LEN_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (unsigned i = 0; i < 10; i++)
        messages[i] = good_message(TCS_RID_LOCATION);
    CHECK_INT(tcs_rid_pack_write(messages, 0, &w), TCS_E_ARGUMENT);
    CHECK_INT(tcs_rid_pack_write(messages, 10, &w), TCS_E_ARGUMENT);
    messages[8].type = 9;
    CHECK_INT(tcs_rid_pack_write(messages, 9, &w), TCS_E_ARGUMENT);
    messages[0].version = 16;
    CHECK_INT(tcs_rid_pack_write(messages, 1, &w), TCS_E_ARGUMENT);
    CHECK_INT(w.len, 0);
    w.capacity = 3 + 2 * TCS_RID_MESSAGE_LEN - 1;
    CHECK_INT(tcs_rid_pack_write(messages + 1, 2, &w), TCS_E_FULL);
    CHECK_INT(w.len, 0);
    w.failed = true;
    CHECK_INT(tcs_rid_pack_write(messages + 1, 1, &w), TCS_E_FULL);
    CHECK_INT(tcs_rid_message_write(messages + 1, &w), TCS_E_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_comes_back_as_it_was_written),
        cmocka_unit_test(packs_come_back_message_by_message),
        cmocka_unit_test(numbers_between_steps_go_to_the_nearer_one),
        cmocka_unit_test(what_the_format_cannot_hold_is_refused_and_nothing_is_written),
        cmocka_unit_test(each_field_that_cannot_be_is_refused),
        cmocka_unit_test(packs_hold_one_to_nine_messages_or_nothing_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
