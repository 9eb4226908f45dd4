/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/french.h"

enum field_type {
    FIELD_VERSION = 1,
    FIELD_ID,
    FIELD_SERIAL,
    FIELD_LAT,
    FIELD_LON,
    FIELD_ALTITUDE,
    FIELD_HEIGHT,
    FIELD_HOME_LAT,
    FIELD_HOME_LON,
    FIELD_SPEED,
    FIELD_DIRECTION,
    FIELD_COUNT,
};
enum { LAT_MAX_E5 = 9000000, LON_MAX_E5 = 18000000 };

/* Octets of a field; 0: as many as there are. */
static const uint8_t lengths[FIELD_COUNT] = { 0, 1, 0, 0, 4, 4, 2, 2, 4, 4, 1, 2 };

/* Text that is shorter than its field ends in zeros or blanks, or begins with them; one
 * that is longer is cut. The last of several counts. */
static uint8_t text_read(struct tcs_bytes from, uint8_t *to, size_t capacity)
{
    while (from.len > 0 && (from.data[0] == 0 || from.data[0] == ' ')) {
        from.data++;
        from.len--;
    }
    if (from.len > capacity)
        from.len = capacity;
    while (from.len > 0 &&
           (from.data[from.len - 1] == 0 || from.data[from.len - 1] == ' '))
        from.len--;
    memset(to, 0, capacity);
    if (from.len > 0)
        memcpy(to, from.data, from.len);
    return (uint8_t)from.len;
}

static void field_read(uint8_t type, struct tcs_bytes value, struct tcs_french *french)
{
    struct tcs_reader r = tcs_reader(value);
    const int32_t number =
        type == FIELD_ID || type == FIELD_SERIAL
            ? 0
            : (int32_t)(type == FIELD_SPEED || type == FIELD_DIRECTION ||
                                type == FIELD_VERSION
                            ? (int64_t)tcs_read_be(&r, value.len)
                            : tcs_read_be_signed(&r, value.len));

    switch (type) {
    case FIELD_VERSION:
        french->version = (uint8_t)number;
        break;
    case FIELD_ID:
        french->id_len = text_read(value, french->id, sizeof french->id);
        break;
    case FIELD_SERIAL:
        french->serial_len = text_read(value, french->serial, sizeof french->serial);
        break;
    case FIELD_LAT:
        french->lat_e5_deg = number;
        break;
    case FIELD_LON:
        french->lon_e5_deg = number;
        break;
    case FIELD_ALTITUDE:
        french->altitude_m = (int16_t)number;
        break;
    case FIELD_HEIGHT:
        french->height_m = (int16_t)number;
        break;
    case FIELD_HOME_LAT:
        french->home_lat_e5_deg = number;
        break;
    case FIELD_HOME_LON:
        french->home_lon_e5_deg = number;
        break;
    case FIELD_SPEED:
        french->speed_mps = (uint8_t)number;
        break;
    default:
        french->direction_deg = (uint16_t)number;
        break;
    }
}

static bool on_earth(int32_t lat_e5, int32_t lon_e5)
{
    return lat_e5 >= -LAT_MAX_E5 && lat_e5 <= LAT_MAX_E5 && lon_e5 >= -LON_MAX_E5 &&
           lon_e5 <= LON_MAX_E5;
}

static bool has(uint32_t seen, uint8_t type)
{
    return (seen >> type & 1) != 0;
}

/* What was seen becomes what is valid: places need both halves and are not 0/0. */
static void note_valid(uint32_t seen, struct tcs_french *french)
{
    if (french->id_len > 0)
        french->valid |= TCS_FRENCH_ID;
    if (french->serial_len > 0)
        french->valid |= TCS_FRENCH_SERIAL;
    if (has(seen, FIELD_LAT) && has(seen, FIELD_LON) &&
        (french->lat_e5_deg != 0 || french->lon_e5_deg != 0))
        french->valid |= TCS_FRENCH_POSITION;
    if (has(seen, FIELD_HOME_LAT) && has(seen, FIELD_HOME_LON) &&
        (french->home_lat_e5_deg != 0 || french->home_lon_e5_deg != 0))
        french->valid |= TCS_FRENCH_HOME;
    if (has(seen, FIELD_ALTITUDE))
        french->valid |= TCS_FRENCH_ALTITUDE;
    if (has(seen, FIELD_HEIGHT))
        french->valid |= TCS_FRENCH_HEIGHT;
    if (has(seen, FIELD_SPEED))
        french->valid |= TCS_FRENCH_SPEED;
    if (has(seen, FIELD_DIRECTION))
        french->valid |= TCS_FRENCH_DIRECTION;
}

enum tcs_status tcs_french_read(struct tcs_bytes octets, struct tcs_french *ret_french,
                                struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(octets);
    struct tcs_french french;
    uint32_t seen = 0;

    memset(&french, 0, sizeof french);
    while (tcs_reader_left(&r) > 0) {
        const size_t at = r.at;
        const uint8_t type = tcs_read_u8(&r);
        const struct tcs_bytes value = tcs_read_bytes(&r, tcs_read_u8(&r));

        if (r.failed)
            return tcs_fault(fault, TCS_E_DAMAGED, at, "French field runs over the end");
        if (type == 0 || type >= FIELD_COUNT)
            continue;
        if (lengths[type] != 0 && value.len != lengths[type])
            return tcs_fault(fault, TCS_E_DAMAGED, at, "length of a French field");
        field_read(type, value, &french);
        seen |= UINT32_C(1) << type;
    }
    if (french.version != 1)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "French beacon of another version");
    if (!on_earth(french.lat_e5_deg, french.lon_e5_deg) ||
        !on_earth(french.home_lat_e5_deg, french.home_lon_e5_deg))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, 0, "French position");
    if (french.direction_deg > 360)
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, 0, "French direction");
    french.direction_deg %= 360;
    note_valid(seen, &french);
    *ret_french = french;
    return TCS_OK;
}

static void say_who(const struct tcs_french *french, struct tcs_rid_said *said)
{
    const bool serial = (french->valid & TCS_FRENCH_SERIAL) != 0;
    const uint8_t *id = serial ? french->serial : french->id;
    const uint8_t id_len = serial ? french->serial_len : french->id_len;

    if (id_len == 0)
        return;
    struct tcs_rid_basic_id *basic =
        &tcs_rid_said_add(said, TCS_RID_BASIC_ID)->as.basic_id;

    basic->id_kind = serial ? TCS_RID_ID_SERIAL : TCS_RID_ID_REGISTRATION;
    basic->id_len = id_len < TCS_RID_ID_LEN ? id_len : TCS_RID_ID_LEN;
    memcpy(basic->id, id, basic->id_len);
    if (serial || id_len <= TCS_RID_ID_LEN)
        return;
    memcpy(said->name, id, id_len);
    said->name_len = id_len;
}

static void say_where(const struct tcs_french *french, struct tcs_rid_said *said)
{
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_LOCATION);
    struct tcs_rid_location *location = &message->as.location;

    location->status = TCS_RID_STATUS_AIRBORNE;
    location->lat_e7_deg = french->lat_e5_deg * 100;
    location->lon_e7_deg = french->lon_e5_deg * 100;
    message->valid = TCS_RID_LOCATION_POSITION;
    if ((french->valid & TCS_FRENCH_ALTITUDE) != 0) {
        location->baro_m = french->altitude_m;
        message->valid |= TCS_RID_LOCATION_BARO;
    }
    if ((french->valid & TCS_FRENCH_HEIGHT) != 0) {
        location->height_m = french->height_m;
        message->valid |= TCS_RID_LOCATION_HEIGHT;
    }
    if ((french->valid & TCS_FRENCH_SPEED) != 0) {
        location->speed_mps = french->speed_mps;
        message->valid |= TCS_RID_LOCATION_SPEED;
    }
    if ((french->valid & TCS_FRENCH_DIRECTION) != 0) {
        location->direction_deg = french->direction_deg;
        message->valid |= TCS_RID_LOCATION_DIRECTION;
    }
}

void tcs_french_say(const struct tcs_french *french, struct tcs_rid_said *said)
{
    say_who(french, said);
    if ((french->valid & TCS_FRENCH_POSITION) != 0)
        say_where(french, said);
    if ((french->valid & TCS_FRENCH_HOME) != 0) {
        struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_SYSTEM);

        message->as.system.operator_lat_e7_deg = french->home_lat_e5_deg * 100;
        message->as.system.operator_lon_e7_deg = french->home_lon_e5_deg * 100;
        message->valid = TCS_RID_SYSTEM_OPERATOR;
    }
}
