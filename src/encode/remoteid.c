/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/remoteid.h"

#include <stdbool.h>

enum {
    LAT_MAX_E7 = 900000000,
    LON_MAX_E7 = 1800000000,
};

/* Nearest step; false: not between low and high. */
static bool step(double value, double size, int32_t low, int32_t high, int32_t *ret_raw)
{
    const double scaled = value / size;

    if (!(scaled > low - 0.5 && scaled < high + 0.5)) /* false for NaN, too */
        return false;
    /* Away from zero by a half, then cut: to the nearest. */
    *ret_raw = (int32_t)(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
    return true;
}

static bool height_write(struct tcs_writer *w, double height_m, bool valid)
{
    int32_t raw = 0;

    /* Raw 0 would mean that it is not known. */
    if (valid && !step(height_m + 1000.0, 0.5, 1, 65535, &raw))
        return false;
    tcs_write_le(w, (uint64_t)raw, 2);
    return true;
}

/* 0, 0 means that it is not known. */
static bool position_write(struct tcs_writer *w, int32_t lat_e7, int32_t lon_e7,
                           bool valid)
{
    if (!valid)
        lat_e7 = lon_e7 = 0;
    else if (lat_e7 == 0 && lon_e7 == 0)
        return false;
    if (lat_e7 > LAT_MAX_E7 || lat_e7 < -LAT_MAX_E7 || lon_e7 > LON_MAX_E7 ||
        lon_e7 < -LON_MAX_E7)
        return false;
    tcs_write_le(w, (uint32_t)lat_e7, 4);
    tcs_write_le(w, (uint32_t)lon_e7, 4);
    return true;
}

/* The first len octets, then zeros up to capacity. */
static bool text_write(struct tcs_writer *w, const uint8_t *text, size_t len,
                       size_t capacity)
{
    if (len > capacity)
        return false;
    tcs_write_bytes(w, text, len);
    for (; len < capacity; len++)
        tcs_write_u8(w, 0);
    return true;
}

static bool basic_id_write(struct tcs_writer *w, const struct tcs_rid_basic_id *basic)
{
    if (basic->id_kind > 15 || basic->aircraft > 15)
        return false;
    tcs_write_u8(w, (uint8_t)(basic->id_kind << 4 | basic->aircraft));
    if (!text_write(w, basic->id, basic->id_len, TCS_RID_ID_LEN))
        return false;
    tcs_write_le(w, 0, 3);
    return true;
}

/* The octets d, h and v, and the bits w and m of the flags. */
static bool movement_write(struct tcs_writer *w, const struct tcs_rid_message *message,
                           uint8_t flags)
{
    const struct tcs_rid_location *location = &message->as.location;
    unsigned direction = 361;
    int32_t speed = 255;
    int32_t vertical = 126;

    flags |= 1;
    if ((message->valid & TCS_RID_LOCATION_DIRECTION) != 0) {
        direction = location->direction_deg;
        if (direction >= 360)
            return false;
    }
    if (direction >= 180)
        flags |= 2;
    if ((message->valid & TCS_RID_LOCATION_SPEED) != 0) {
        if (step(location->speed_mps, 0.25, 0, 255, &speed))
            flags = (uint8_t)(flags & ~1u);
        else if (!step(location->speed_mps - 63.75, 0.75, 0, 254, &speed))
            return false;
    }
    if ((message->valid & TCS_RID_LOCATION_VERTICAL_SPEED) != 0 &&
        !step(location->vertical_speed_mps, 0.5, -124, 124, &vertical))
        return false;
    tcs_write_u8(w, flags);
    tcs_write_u8(w, (uint8_t)(direction >= 180 ? direction - 180 : direction));
    tcs_write_u8(w, (uint8_t)speed);
    tcs_write_u8(w, (uint8_t)vertical);
    return true;
}

static bool location_write(struct tcs_writer *w, const struct tcs_rid_message *message)
{
    const struct tcs_rid_location *location = &message->as.location;
    const unsigned valid = message->valid;

    if (location->status > 15 || location->height_reference > 1 ||
        location->horizontal_accuracy > 15 || location->vertical_accuracy > 15 ||
        location->baro_accuracy > 15 || location->speed_accuracy > 15 ||
        location->time_accuracy > 15)
        return false;
    const bool time_valid = (valid & TCS_RID_LOCATION_TIME) != 0;

    if (time_valid && location->time_ds > 36000)
        return false;
    const uint8_t flags =
        (uint8_t)(location->status << 4 | location->height_reference << 2);

    if (!movement_write(w, message, flags) ||
        !position_write(w, location->lat_e7_deg, location->lon_e7_deg,
                        (valid & TCS_RID_LOCATION_POSITION) != 0) ||
        !height_write(w, location->baro_m, (valid & TCS_RID_LOCATION_BARO) != 0) ||
        !height_write(w, location->geo_m, (valid & TCS_RID_LOCATION_GEO) != 0) ||
        !height_write(w, location->height_m, (valid & TCS_RID_LOCATION_HEIGHT) != 0))
        return false;
    tcs_write_u8(
        w, (uint8_t)(location->vertical_accuracy << 4 | location->horizontal_accuracy));
    tcs_write_u8(w, (uint8_t)(location->baro_accuracy << 4 | location->speed_accuracy));
    tcs_write_le(w, time_valid ? location->time_ds : 0xffff, 2);
    tcs_write_u8(w, location->time_accuracy);
    tcs_write_u8(w, 0);
    return true;
}

static bool auth_write(struct tcs_writer *w, const struct tcs_rid_auth *auth)
{
    if (auth->auth_kind > 15 || auth->page >= TCS_RID_AUTH_PAGES)
        return false;
    tcs_write_u8(w, (uint8_t)(auth->auth_kind << 4 | auth->page));
    if (auth->page > 0) {
        tcs_write_bytes(w, auth->data, TCS_RID_AUTH_LEN);
        return true;
    }
    if (auth->last_page >= TCS_RID_AUTH_PAGES ||
        auth->len > TCS_RID_AUTH_FIRST_LEN + auth->last_page * TCS_RID_AUTH_LEN)
        return false;
    tcs_write_u8(w, auth->last_page);
    tcs_write_u8(w, auth->len);
    tcs_write_le(w, auth->time_s, 4);
    tcs_write_bytes(w, auth->data, TCS_RID_AUTH_FIRST_LEN);
    return true;
}

static bool system_write(struct tcs_writer *w, const struct tcs_rid_message *message)
{
    const struct tcs_rid_system *system = &message->as.system;
    const unsigned valid = message->valid;
    const bool eu = (valid & TCS_RID_SYSTEM_EU) != 0;
    const bool time_valid = (valid & TCS_RID_SYSTEM_TIME) != 0;

    if (system->operator_source > 3 || system->classification > 7 ||
        eu != (system->classification == 1) || system->eu_category > 15 ||
        system->eu_class > 15 || system->area_radius_m > 2550 ||
        (time_valid && system->time_s == 0))
        return false;
    tcs_write_u8(w, (uint8_t)(system->classification << 2 | system->operator_source));
    if (!position_write(w, system->operator_lat_e7_deg, system->operator_lon_e7_deg,
                        (valid & TCS_RID_SYSTEM_OPERATOR) != 0))
        return false;
    tcs_write_le(w, system->area_count, 2);
    tcs_write_u8(w, (uint8_t)((system->area_radius_m + 5) / 10));
    if (!height_write(w, system->ceiling_m, (valid & TCS_RID_SYSTEM_CEILING) != 0) ||
        !height_write(w, system->floor_m, (valid & TCS_RID_SYSTEM_FLOOR) != 0))
        return false;
    tcs_write_u8(w, eu ? (uint8_t)(system->eu_category << 4 | system->eu_class) : 0);
    if (!height_write(w, system->operator_geo_m,
                      (valid & TCS_RID_SYSTEM_OPERATOR_GEO) != 0))
        return false;
    tcs_write_le(w, time_valid ? system->time_s : 0, 4);
    tcs_write_u8(w, 0);
    return true;
}

static bool body_write(struct tcs_writer *w, const struct tcs_rid_message *message)
{
    switch (message->type) {
    case TCS_RID_BASIC_ID:
        return basic_id_write(w, &message->as.basic_id);
    case TCS_RID_LOCATION:
        return location_write(w, message);
    case TCS_RID_AUTH:
        return auth_write(w, &message->as.auth);
    case TCS_RID_SELF_ID:
        tcs_write_u8(w, message->as.self_id.kind);
        return text_write(w, message->as.self_id.text, message->as.self_id.text_len,
                          TCS_RID_TEXT_LEN);
    case TCS_RID_SYSTEM:
        return system_write(w, message);
    case TCS_RID_OPERATOR_ID:
        tcs_write_u8(w, message->as.operator_id.kind);
        if (!text_write(w, message->as.operator_id.id, message->as.operator_id.id_len,
                        TCS_RID_ID_LEN))
            return false;
        tcs_write_le(w, 0, 3);
        return true;
    default:
        return false;
    }
}

enum tcs_status tcs_rid_message_write(const struct tcs_rid_message *message,
                                      struct tcs_writer *w)
{
    uint8_t room[TCS_RID_MESSAGE_LEN];
    struct tcs_writer body = tcs_writer(room, sizeof room);

    if (message->version > 15)
        return TCS_E_ARGUMENT;
    tcs_write_u8(&body, (uint8_t)(message->type << 4 | message->version));
    if (!body_write(&body, message))
        return TCS_E_ARGUMENT;
    if (w->failed || w->capacity - w->len < sizeof room)
        return TCS_E_FULL;
    tcs_write_bytes(w, room, sizeof room);
    return TCS_OK;
}

enum tcs_status tcs_rid_pack_write(const struct tcs_rid_message *messages, size_t count,
                                   struct tcs_writer *w)
{
    uint8_t room[TCS_RID_PACK_LEN_MAX];
    struct tcs_writer pack = tcs_writer(room, sizeof room);

    if (count == 0 || count > TCS_RID_PACK_MAX || messages[0].version > 15)
        return TCS_E_ARGUMENT;
    tcs_write_u8(&pack, (uint8_t)(TCS_RID_PACK << 4 | messages[0].version));
    tcs_write_u8(&pack, TCS_RID_MESSAGE_LEN);
    tcs_write_u8(&pack, (uint8_t)count);
    for (size_t i = 0; i < count; i++) {
        const enum tcs_status status = tcs_rid_message_write(&messages[i], &pack);

        if (status != TCS_OK)
            return status;
    }
    if (w->failed || w->capacity - w->len < pack.len)
        return TCS_E_FULL;
    tcs_write_bytes(w, room, pack.len);
    return TCS_OK;
}
