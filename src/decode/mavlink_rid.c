/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mavlink_rid.h"

#include <assert.h>
#include <string.h>

#include "base/digest.h"

enum {
    DIRECTION_UNKNOWN = 36100, /* 0.01 degree */
    DIRECTION_MAX = 36000,
    SPEED_UNKNOWN = 25500, /* cm/s */
    VERTICAL_UNKNOWN = 6300,
    VERTICAL_MAX = 6200,
    HOUR_S = 3600,
    MAC_LEN = 6,
    ID_OR_MAC_LEN = 20,
};

static const double HEIGHT_UNKNOWN_M = -1000.0;
static const double HEIGHT_MAX_M = 31767.0;
static const double TIME_UNKNOWN_S = 65535.0;
static const uint64_t ADDRESS_BITS = (UINT64_C(1) << 48) - 1;
static const uint64_t MADE_HERE = UINT64_C(2) << 40; /* no maker gives such addresses */

static int64_t number(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_number(m, tcs_mavlink_field(m->layout, name));
}

static double real(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_real(m, tcs_mavlink_field(m->layout, name));
}

static struct tcs_bytes octets(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_octets(m, tcs_mavlink_field(m->layout, name));
}

/* ------------------------------------------------------------------------ who sent it */

static size_t len_without_zeros(struct tcs_bytes text)
{
    while (text.len > 0 && text.data[text.len - 1] == 0)
        text.len--;
    return text.len;
}

uint64_t tcs_mavlink_own_address(uint8_t system)
{
    return MADE_HERE | system;
}

static void put_address(const struct tcs_mavlink *m, struct tcs_rid_said *said)
{
    const struct tcs_mavlink_field *field = tcs_mavlink_field(m->layout, "id_or_mac");
    const struct tcs_bytes from =
        field != NULL ? tcs_mavlink_octets(m, field) : tcs_bytes(NULL, 0);
    const size_t len = len_without_zeros(from);
    struct tcs_reader r = tcs_reader(from);

    said->valid = TCS_RID_SAID_ADDRESS;
    if (len == 0) {
        said->address = tcs_mavlink_own_address(m->system);
        said->valid |= TCS_RID_SAID_VEHICLE;
    } else if (len <= MAC_LEN) {
        said->address = tcs_read_be(&r, MAC_LEN);
        return;
    } else {
        const struct tcs_digest none = { 0, 0 };

        said->address =
            (tcs_digest_chain(none, from.data, from.len).low | MADE_HERE) & ADDRESS_BITS;
    }
    said->valid |= TCS_RID_SAID_RANDOM;
}

/* -------------------------------------------------------------------------- messages */

static void say_basic_id(const struct tcs_mavlink *m, struct tcs_rid_said *said)
{
    struct tcs_rid_basic_id *basic =
        &tcs_rid_said_add(said, TCS_RID_BASIC_ID)->as.basic_id;
    const struct tcs_bytes id = octets(m, "uas_id");

    basic->id_kind = (uint8_t)number(m, "id_type") & 15;
    basic->aircraft = (uint8_t)number(m, "ua_type") & 15;
    basic->id_len = (uint8_t)len_without_zeros(id);
    memcpy(basic->id, id.data, TCS_RID_ID_LEN);
}

static double height(const struct tcs_mavlink *m, const char *name, uint16_t field,
                     struct tcs_rid_message *to)
{
    const double value_m = real(m, name);

    if (value_m == HEIGHT_UNKNOWN_M)
        return 0.0;
    if (!(value_m > HEIGHT_UNKNOWN_M && value_m <= HEIGHT_MAX_M)) {
        to->impossible |= field;
        return 0.0;
    }
    to->valid |= field;
    return value_m;
}

static void say_movement(const struct tcs_mavlink *m, struct tcs_rid_message *to)
{
    struct tcs_rid_location *location = &to->as.location;
    const int64_t direction = number(m, "direction");
    const int64_t speed = number(m, "speed_horizontal");
    const int64_t vertical = number(m, "speed_vertical");

    if (direction <= DIRECTION_MAX) {
        location->direction_deg = (uint16_t)((direction + 50) / 100 % 360);
        to->valid |= TCS_RID_LOCATION_DIRECTION;
    } else if (direction != DIRECTION_UNKNOWN) {
        to->impossible |= TCS_RID_LOCATION_DIRECTION;
    }
    if (speed < SPEED_UNKNOWN) {
        location->speed_mps = (double)speed * 0.01;
        to->valid |= TCS_RID_LOCATION_SPEED;
    } else if (speed != SPEED_UNKNOWN) {
        to->impossible |= TCS_RID_LOCATION_SPEED;
    }
    if (vertical >= -VERTICAL_MAX && vertical <= VERTICAL_MAX) {
        location->vertical_speed_mps = (double)vertical * 0.01;
        to->valid |= TCS_RID_LOCATION_VERTICAL_SPEED;
    } else if (vertical != VERTICAL_UNKNOWN) {
        to->impossible |= TCS_RID_LOCATION_VERTICAL_SPEED;
    }
}

static void say_location(const struct tcs_mavlink *m, struct tcs_rid_said *said)
{
    struct tcs_rid_message *to = tcs_rid_said_add(said, TCS_RID_LOCATION);
    struct tcs_rid_location *location = &to->as.location;
    const double time_s = real(m, "timestamp");

    location->status = (uint8_t)number(m, "status") & 15;
    location->height_reference = (uint8_t)number(m, "height_reference") & 1;
    say_movement(m, to);
    location->lat_e7_deg = (int32_t)number(m, "latitude");
    location->lon_e7_deg = (int32_t)number(m, "longitude");
    if ((location->lat_e7_deg != 0 || location->lon_e7_deg != 0) &&
        location->lat_e7_deg != INT32_MAX)
        to->valid |= TCS_RID_LOCATION_POSITION;
    location->baro_m = height(m, "altitude_barometric", TCS_RID_LOCATION_BARO, to);
    location->geo_m = height(m, "altitude_geodetic", TCS_RID_LOCATION_GEO, to);
    location->height_m = height(m, "height", TCS_RID_LOCATION_HEIGHT, to);
    location->horizontal_accuracy = (uint8_t)number(m, "horizontal_accuracy") & 15;
    location->vertical_accuracy = (uint8_t)number(m, "vertical_accuracy") & 15;
    location->baro_accuracy = (uint8_t)number(m, "barometer_accuracy") & 15;
    location->speed_accuracy = (uint8_t)number(m, "speed_accuracy") & 15;
    location->time_accuracy = (uint8_t)number(m, "timestamp_accuracy") & 15;
    if (time_s >= 0.0 && time_s <= HOUR_S) {
        location->time_ds = (uint16_t)(time_s * 10.0 + 0.5);
        to->valid |= TCS_RID_LOCATION_TIME;
    } else if (time_s != TIME_UNKNOWN_S) {
        to->impossible |= TCS_RID_LOCATION_TIME;
    }
}

/* The operator's place and the time, which SYSTEM and SYSTEM_UPDATE both have. */
static struct tcs_rid_message *say_operator(const struct tcs_mavlink *m,
                                            struct tcs_rid_said *said)
{
    struct tcs_rid_message *to = tcs_rid_said_add(said, TCS_RID_SYSTEM);
    struct tcs_rid_system *system = &to->as.system;

    system->operator_lat_e7_deg = (int32_t)number(m, "operator_latitude");
    system->operator_lon_e7_deg = (int32_t)number(m, "operator_longitude");
    if ((system->operator_lat_e7_deg != 0 || system->operator_lon_e7_deg != 0) &&
        system->operator_lat_e7_deg != INT32_MAX)
        to->valid |= TCS_RID_SYSTEM_OPERATOR;
    system->operator_geo_m =
        height(m, "operator_altitude_geo", TCS_RID_SYSTEM_OPERATOR_GEO, to);
    system->time_s = (uint32_t)number(m, "timestamp");
    if (system->time_s != 0)
        to->valid |= TCS_RID_SYSTEM_TIME;
    return to;
}

static void say_system(const struct tcs_mavlink *m, struct tcs_rid_said *said)
{
    struct tcs_rid_message *to = say_operator(m, said);
    struct tcs_rid_system *system = &to->as.system;

    system->ceiling_m = height(m, "area_ceiling", TCS_RID_SYSTEM_CEILING, to);
    system->floor_m = height(m, "area_floor", TCS_RID_SYSTEM_FLOOR, to);
    system->area_count = (uint16_t)number(m, "area_count");
    system->area_radius_m = (uint16_t)number(m, "area_radius");
    system->operator_source = (uint8_t)number(m, "operator_location_type") & 3;
    system->classification = (uint8_t)number(m, "classification_type") & 7;
    if (system->classification != 1)
        return;
    system->eu_category = (uint8_t)number(m, "category_eu") & 15;
    system->eu_class = (uint8_t)number(m, "class_eu") & 15;
    to->valid |= TCS_RID_SYSTEM_EU;
}

static enum tcs_status say_pack(const struct tcs_mavlink *m, struct tcs_rid_said *said)
{
    const int64_t count = number(m, "msg_pack_size");
    const struct tcs_bytes messages = octets(m, "messages");
    enum tcs_status worst = TCS_OK;

    if (number(m, "single_message_size") != TCS_RID_MESSAGE_LEN || count < 1 ||
        count > TCS_RID_PACK_MAX)
        return TCS_E_DAMAGED;
    for (size_t i = 0; i < (size_t)count; i++) {
        const enum tcs_status status = tcs_rid_message_read(
            tcs_bytes_part(messages, i * TCS_RID_MESSAGE_LEN, TCS_RID_MESSAGE_LEN),
            &said->messages[said->count], NULL);

        if (status == TCS_OK)
            said->count++;
        else if (worst == TCS_OK)
            worst = status;
    }
    return worst;
}

enum tcs_status tcs_mavlink_say(const struct tcs_mavlink *message,
                                struct tcs_rid_said *ret_said)
{
    assert(message->layout != NULL);
    memset(ret_said, 0, sizeof *ret_said);
    switch (message->id) {
    case TCS_MAVLINK_ODID_BASIC_ID:
        say_basic_id(message, ret_said);
        break;
    case TCS_MAVLINK_ODID_LOCATION:
        say_location(message, ret_said);
        break;
    case TCS_MAVLINK_ODID_SYSTEM:
        say_system(message, ret_said);
        break;
    case TCS_MAVLINK_ODID_SYSTEM_UPDATE:
        (void)say_operator(message, ret_said);
        break;
    case TCS_MAVLINK_ODID_AUTHENTICATION:
    case TCS_MAVLINK_ODID_SELF_ID:
    case TCS_MAVLINK_ODID_OPERATOR_ID:
        break;
    case TCS_MAVLINK_ODID_MESSAGE_PACK:
        put_address(message, ret_said);
        return say_pack(message, ret_said);
    default:
        return TCS_E_NOT_FOUND;
    }
    put_address(message, ret_said);
    return TCS_OK;
}
