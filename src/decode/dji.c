/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/dji.h"

#include "num/elem.h"

enum {
    LAT_MAX_RAW = 15707963, /* a quarter of a turn */
    LON_MAX_RAW = 31415927,
    MS_PER_HOUR = 3600000,
};
static const double RAW_PER_DEG = 174532.925199; /* 1e7 pi / 180 */
static const double DEG_PER_RAD = 57.29577951308232;

double tcs_dji_deg(int32_t raw)
{
    return raw / RAW_PER_DEG;
}

static uint8_t text_len(const uint8_t *text, size_t capacity)
{
    size_t len = 0;

    while (len < capacity && text[len] != 0)
        len++;
    return (uint8_t)len;
}

static void text_read(struct tcs_reader *r, uint8_t *to, size_t len)
{
    const struct tcs_bytes text = tcs_read_bytes(r, len);

    if (text.len == len)
        memcpy(to, text.data, len);
}

static int16_t read_16(struct tcs_reader *r)
{
    return (int16_t)tcs_read_le_signed(r, 2);
}

static int32_t read_32(struct tcs_reader *r)
{
    return (int32_t)tcs_read_le_signed(r, 4);
}

static void telemetry_read(struct tcs_reader *r, struct tcs_dji *dji)
{
    dji->sequence = (uint16_t)tcs_read_le(r, 2);
    dji->state = (uint16_t)tcs_read_le(r, 2);
    text_read(r, dji->serial, sizeof dji->serial);
    dji->lon_raw = read_32(r);
    dji->lat_raw = read_32(r);
    dji->altitude_raw = read_16(r);
    dji->height_raw = read_16(r);
    dji->north_cmps = read_16(r);
    dji->east_cmps = read_16(r);
    dji->up_cmps = read_16(r);
    if (dji->version == 1) {
        dji->pitch_raw = read_16(r);
        dji->roll_raw = read_16(r);
        dji->yaw_raw = read_16(r);
    } else {
        dji->yaw_raw = read_16(r);
        dji->time_ms = tcs_read_le(r, 8);
        dji->pilot_lat_raw = read_32(r);
        dji->pilot_lon_raw = read_32(r);
    }
    dji->home_lon_raw = read_32(r);
    dji->home_lat_raw = read_32(r);
    dji->product = tcs_read_u8(r);
    dji->uuid_len = tcs_read_u8(r);
    text_read(r, dji->uuid, sizeof dji->uuid);
}

static bool on_earth(int32_t lat, int32_t lon)
{
    return lat >= -LAT_MAX_RAW && lat <= LAT_MAX_RAW && lon >= -LON_MAX_RAW &&
           lon <= LON_MAX_RAW;
}

static void note_valid(struct tcs_dji *dji)
{
    if (dji->lat_raw != 0 || dji->lon_raw != 0)
        dji->valid |= TCS_DJI_POSITION;
    if (dji->home_lat_raw != 0 || dji->home_lon_raw != 0)
        dji->valid |= TCS_DJI_HOME;
    if (dji->pilot_lat_raw != 0 || dji->pilot_lon_raw != 0)
        dji->valid |= TCS_DJI_PILOT;
    if (dji->time_ms != 0)
        dji->valid |= TCS_DJI_TIME;
}

enum tcs_status tcs_dji_read(struct tcs_bytes octets, struct tcs_dji *ret_dji,
                             struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(octets);
    struct tcs_dji dji;

    memset(&dji, 0, sizeof dji);
    dji.kind = tcs_read_u8(&r);
    if (!r.failed && dji.kind != TCS_DJI_TELEMETRY && dji.kind != TCS_DJI_PURPOSE)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "DJI element of another kind");
    if (dji.kind == TCS_DJI_TELEMETRY) {
        dji.version = tcs_read_u8(&r);
        if (!r.failed && dji.version != 1 && dji.version != 2)
            return tcs_fault(fault, TCS_E_FOREIGN, 1, "DJI element of another version");
        telemetry_read(&r, &dji);
    } else {
        text_read(&r, dji.serial, sizeof dji.serial);
    }
    if (r.failed)
        return tcs_fault(fault, TCS_E_DAMAGED, octets.len, "DJI element is too short");
    if (!on_earth(dji.lat_raw, dji.lon_raw) ||
        !on_earth(dji.home_lat_raw, dji.home_lon_raw) ||
        !on_earth(dji.pilot_lat_raw, dji.pilot_lon_raw))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, 0, "DJI position");
    dji.serial_len = text_len(dji.serial, sizeof dji.serial);
    note_valid(&dji);
    *ret_dji = dji;
    return TCS_OK;
}

static int32_t e7_of(int32_t raw)
{
    const double e7 = tcs_dji_deg(raw) * 1e7;

    return (int32_t)tcs_floor(e7 + 0.5);
}

static void say_movement(const struct tcs_dji *dji, struct tcs_rid_message *message)
{
    struct tcs_rid_location *location = &message->as.location;
    const double north = dji->north_cmps / 100.0;
    const double east = dji->east_cmps / 100.0;

    if ((dji->state & TCS_DJI_HORIZONTAL_VALID) != 0) {
        double direction = tcs_atan2(east, north) * DEG_PER_RAD;

        if (direction < 0.0)
            direction += 360.0;
        location->speed_mps = tcs_sqrt(north * north + east * east);
        location->direction_deg = (uint16_t)((unsigned)(direction + 0.5) % 360);
        message->valid |= TCS_RID_LOCATION_SPEED | TCS_RID_LOCATION_DIRECTION;
    }
    if ((dji->state & TCS_DJI_UP_VALID) != 0) {
        location->vertical_speed_mps = dji->up_cmps / 100.0;
        message->valid |= TCS_RID_LOCATION_VERTICAL_SPEED;
    }
}

void tcs_dji_say(const struct tcs_dji *dji, struct tcs_rid_said *said)
{
    if (dji->serial_len > 0) {
        struct tcs_rid_basic_id *basic =
            &tcs_rid_said_add(said, TCS_RID_BASIC_ID)->as.basic_id;

        basic->id_kind = TCS_RID_ID_SERIAL;
        basic->id_len = dji->serial_len;
        memcpy(basic->id, dji->serial, dji->serial_len);
    }
    if ((dji->valid & TCS_DJI_POSITION) != 0) {
        struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_LOCATION);
        struct tcs_rid_location *location = &message->as.location;

        location->status = (dji->state & TCS_DJI_IN_AIR) != 0 ? TCS_RID_STATUS_AIRBORNE
                                                              : TCS_RID_STATUS_GROUND;
        location->lat_e7_deg = e7_of(dji->lat_raw);
        location->lon_e7_deg = e7_of(dji->lon_raw);
        message->valid = TCS_RID_LOCATION_POSITION;
        say_movement(dji, message);
        if ((dji->valid & TCS_DJI_TIME) != 0) {
            location->time_ds = (uint16_t)(dji->time_ms % MS_PER_HOUR / 100);
            message->valid |= TCS_RID_LOCATION_TIME;
        }
    }
    if ((dji->valid & (TCS_DJI_PILOT | TCS_DJI_HOME)) != 0) {
        const bool pilot = (dji->valid & TCS_DJI_PILOT) != 0;
        struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_SYSTEM);
        struct tcs_rid_system *system = &message->as.system;

        system->operator_source = pilot ? 1 : 0;
        system->operator_lat_e7_deg =
            e7_of(pilot ? dji->pilot_lat_raw : dji->home_lat_raw);
        system->operator_lon_e7_deg =
            e7_of(pilot ? dji->pilot_lon_raw : dji->home_lon_raw);
        message->valid = TCS_RID_SYSTEM_OPERATOR;
    }
}
