/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/remoteid.h"

#include <assert.h>
#include <string.h>

enum {
    DIRECTION_UNKNOWN = 361, /* degrees */
    SPEED_UNKNOWN = 255,     /* with the multiplier set */
    VERTICAL_UNKNOWN = 126,
    VERTICAL_MAX = 124, /* 62 m/s */
    TIME_UNKNOWN = 0xffff,
    TIME_MAX = 36000,
    LAT_MAX_E7 = 900000000,
    LON_MAX_E7 = 1800000000,
};

/* Length of a field without the zeros at its end. */
static uint8_t text_len(const uint8_t *text, size_t capacity)
{
    size_t len = capacity;

    while (len > 0 && text[len - 1] == 0)
        len--;
    return (uint8_t)len;
}

/* Both zero means that the position is not known. */
static enum tcs_status position_read(struct tcs_reader *r, int32_t *lat_e7,
                                     int32_t *lon_e7, struct tcs_fault *fault,
                                     const char *item)
{
    const size_t at = r->at;

    *lat_e7 = (int32_t)tcs_read_le_signed(r, 4);
    *lon_e7 = (int32_t)tcs_read_le_signed(r, 4);
    if (*lat_e7 > LAT_MAX_E7 || *lat_e7 < -LAT_MAX_E7 || *lon_e7 > LON_MAX_E7 ||
        *lon_e7 < -LON_MAX_E7)
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, at, item);
    return TCS_OK;
}

/* In 0.5 m from -1000 m; -1000 m itself means that it is not known. */
static double height_read(struct tcs_reader *r, uint16_t field, uint16_t *valid)
{
    const uint64_t raw = tcs_read_le(r, 2);

    if (raw == 0)
        return 0.0;
    *valid |= field;
    return (double)raw * 0.5 - 1000.0;
}

static void basic_id_read(struct tcs_reader *r, struct tcs_rid_basic_id *basic)
{
    const uint8_t kinds = tcs_read_u8(r);

    basic->id_kind = kinds >> 4;
    basic->aircraft = kinds & 15;
    memcpy(basic->id, tcs_read_bytes(r, TCS_RID_ID_LEN).data, TCS_RID_ID_LEN);
    basic->id_len = text_len(basic->id, TCS_RID_ID_LEN);
}

static void movement_read(struct tcs_reader *r, struct tcs_rid_message *message,
                          uint8_t flags)
{
    struct tcs_rid_location *location = &message->as.location;
    const unsigned direction = tcs_read_u8(r) + ((flags & 2) != 0 ? 180u : 0u);
    const unsigned speed = tcs_read_u8(r);
    const int64_t vertical = tcs_read_le_signed(r, 1);

    if (direction <= 360) {
        /* Senders that round 359.6 up say 360. */
        location->direction_deg = (uint16_t)(direction % 360);
        message->valid |= TCS_RID_LOCATION_DIRECTION;
    } else if (direction != DIRECTION_UNKNOWN) {
        message->impossible |= TCS_RID_LOCATION_DIRECTION;
    }
    if ((flags & 1) == 0) {
        location->speed_mps = speed * 0.25;
        message->valid |= TCS_RID_LOCATION_SPEED;
    } else if (speed != SPEED_UNKNOWN) {
        location->speed_mps = 63.75 + speed * 0.75;
        message->valid |= TCS_RID_LOCATION_SPEED;
    }
    if (vertical >= -VERTICAL_MAX && vertical <= VERTICAL_MAX) {
        location->vertical_speed_mps = (double)vertical * 0.5;
        message->valid |= TCS_RID_LOCATION_VERTICAL_SPEED;
    } else if (vertical != VERTICAL_UNKNOWN) {
        message->impossible |= TCS_RID_LOCATION_VERTICAL_SPEED;
    }
}

static enum tcs_status location_read(struct tcs_reader *r,
                                     struct tcs_rid_message *message,
                                     struct tcs_fault *fault)
{
    struct tcs_rid_location *location = &message->as.location;
    const uint8_t flags = tcs_read_u8(r);

    location->status = flags >> 4;
    location->height_reference = flags >> 2 & 1;
    movement_read(r, message, flags);
    const enum tcs_status status = position_read(
        r, &location->lat_e7_deg, &location->lon_e7_deg, fault, "Location position");

    if (status != TCS_OK)
        return status;
    if (location->lat_e7_deg != 0 || location->lon_e7_deg != 0)
        message->valid |= TCS_RID_LOCATION_POSITION;
    location->baro_m = height_read(r, TCS_RID_LOCATION_BARO, &message->valid);
    location->geo_m = height_read(r, TCS_RID_LOCATION_GEO, &message->valid);
    location->height_m = height_read(r, TCS_RID_LOCATION_HEIGHT, &message->valid);
    const uint8_t place = tcs_read_u8(r);
    const uint8_t other = tcs_read_u8(r);

    location->vertical_accuracy = place >> 4;
    location->horizontal_accuracy = place & 15;
    location->baro_accuracy = other >> 4;
    location->speed_accuracy = other & 15;
    const uint16_t time_ds = (uint16_t)tcs_read_le(r, 2);

    if (time_ds <= TIME_MAX) {
        location->time_ds = time_ds;
        message->valid |= TCS_RID_LOCATION_TIME;
    } else if (time_ds != TIME_UNKNOWN) {
        message->impossible |= TCS_RID_LOCATION_TIME;
    }
    location->time_accuracy = tcs_read_u8(r) & 15;
    return TCS_OK;
}

static enum tcs_status auth_read(struct tcs_reader *r, struct tcs_rid_auth *auth,
                                 struct tcs_fault *fault)
{
    const uint8_t kinds = tcs_read_u8(r);

    auth->auth_kind = kinds >> 4;
    auth->page = kinds & 15;
    if (auth->page > 0) {
        memcpy(auth->data, tcs_read_bytes(r, TCS_RID_AUTH_LEN).data, TCS_RID_AUTH_LEN);
        return TCS_OK;
    }
    auth->last_page = tcs_read_u8(r);
    auth->len = tcs_read_u8(r);
    auth->time_s = (uint32_t)tcs_read_le(r, 4);
    if (auth->last_page >= TCS_RID_AUTH_PAGES)
        return tcs_fault(fault, TCS_E_DAMAGED, 2, "Authentication last page");
    if (auth->len > TCS_RID_AUTH_FIRST_LEN + auth->last_page * TCS_RID_AUTH_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, 3, "Authentication length");
    memcpy(auth->data, tcs_read_bytes(r, TCS_RID_AUTH_FIRST_LEN).data,
           TCS_RID_AUTH_FIRST_LEN);
    return TCS_OK;
}

static void self_id_read(struct tcs_reader *r, struct tcs_rid_self_id *self)
{
    self->kind = tcs_read_u8(r);
    memcpy(self->text, tcs_read_bytes(r, TCS_RID_TEXT_LEN).data, TCS_RID_TEXT_LEN);
    self->text_len = text_len(self->text, TCS_RID_TEXT_LEN);
}

static enum tcs_status system_read(struct tcs_reader *r, struct tcs_rid_message *message,
                                   struct tcs_fault *fault)
{
    struct tcs_rid_system *system = &message->as.system;
    const uint8_t flags = tcs_read_u8(r);

    system->operator_source = flags & 3;
    system->classification = flags >> 2 & 7;
    const enum tcs_status status =
        position_read(r, &system->operator_lat_e7_deg, &system->operator_lon_e7_deg,
                      fault, "System operator position");

    if (status != TCS_OK)
        return status;
    if (system->operator_lat_e7_deg != 0 || system->operator_lon_e7_deg != 0)
        message->valid |= TCS_RID_SYSTEM_OPERATOR;
    system->area_count = (uint16_t)tcs_read_le(r, 2);
    system->area_radius_m = (uint16_t)(tcs_read_u8(r) * 10u);
    system->ceiling_m = height_read(r, TCS_RID_SYSTEM_CEILING, &message->valid);
    system->floor_m = height_read(r, TCS_RID_SYSTEM_FLOOR, &message->valid);
    const uint8_t eu = tcs_read_u8(r);

    if (system->classification == 1) {
        system->eu_category = eu >> 4;
        system->eu_class = eu & 15;
        message->valid |= TCS_RID_SYSTEM_EU;
    }
    system->operator_geo_m = height_read(r, TCS_RID_SYSTEM_OPERATOR_GEO, &message->valid);
    system->time_s = (uint32_t)tcs_read_le(r, 4);
    if (system->time_s != 0)
        message->valid |= TCS_RID_SYSTEM_TIME;
    return TCS_OK;
}

static void operator_id_read(struct tcs_reader *r, struct tcs_rid_operator_id *who)
{
    who->kind = tcs_read_u8(r);
    memcpy(who->id, tcs_read_bytes(r, TCS_RID_ID_LEN).data, TCS_RID_ID_LEN);
    who->id_len = text_len(who->id, TCS_RID_ID_LEN);
}

enum tcs_status tcs_rid_message_read(struct tcs_bytes octets,
                                     struct tcs_rid_message *ret_message,
                                     struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, 0, TCS_RID_MESSAGE_LEN));
    struct tcs_rid_message message;
    enum tcs_status status = TCS_OK;

    if (r.len < TCS_RID_MESSAGE_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, r.len, "message shorter than 25 octets");
    memset(&message, 0, sizeof message);
    const uint8_t head = tcs_read_u8(&r);

    message.type = head >> 4;
    message.version = head & 15;
    switch (message.type) {
    case TCS_RID_BASIC_ID:
        basic_id_read(&r, &message.as.basic_id);
        break;
    case TCS_RID_LOCATION:
        status = location_read(&r, &message, fault);
        break;
    case TCS_RID_AUTH:
        status = auth_read(&r, &message.as.auth, fault);
        break;
    case TCS_RID_SELF_ID:
        self_id_read(&r, &message.as.self_id);
        break;
    case TCS_RID_SYSTEM:
        status = system_read(&r, &message, fault);
        break;
    case TCS_RID_OPERATOR_ID:
        operator_id_read(&r, &message.as.operator_id);
        break;
    default:
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "message type");
    }
    if (status != TCS_OK)
        return status;
    assert(!r.failed);
    memcpy(ret_message, &message, sizeof message);
    return TCS_OK;
}

enum tcs_status tcs_rid_pack_read(struct tcs_bytes octets, struct tcs_rid_pack *ret_pack,
                                  struct tcs_fault *fault)
{
    if (octets.len < 1)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "message type");
    const uint8_t version = octets.data[0] & 15;
    const unsigned type = octets.data[0] >> 4;

    if (type != TCS_RID_PACK) {
        if (type >= TCS_RID_TYPE_COUNT)
            return tcs_fault(fault, TCS_E_FOREIGN, 0, "message type");
        if (octets.len < TCS_RID_MESSAGE_LEN)
            return tcs_fault(fault, TCS_E_DAMAGED, octets.len,
                             "message shorter than 25 octets");
        *ret_pack =
            (struct tcs_rid_pack) { version, 1, 0,
                                    tcs_bytes_part(octets, 0, TCS_RID_MESSAGE_LEN) };
        return TCS_OK;
    }
    if (octets.len < 3)
        return tcs_fault(fault, TCS_E_DAMAGED, octets.len, "pack ends in its head");
    const uint8_t announced = octets.data[2];
    const size_t whole = (octets.len - 3) / TCS_RID_MESSAGE_LEN;

    if (octets.data[1] != TCS_RID_MESSAGE_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, 1, "pack with messages of another size");
    if (announced == 0 || announced > TCS_RID_PACK_MAX)
        return tcs_fault(fault, TCS_E_DAMAGED, 2, "pack without 1 to 9 messages");
    const uint8_t count = whole < announced ? (uint8_t)whole : announced;

    if (count < announced) {
        const enum tcs_status status = tcs_fault(fault, TCS_E_DAMAGED, octets.len,
                                                 "pack ends before its last message");

        if (count == 0)
            return status;
    }
    *ret_pack =
        (struct tcs_rid_pack) { version, count, (uint8_t)(announced - count),
                                tcs_bytes_part(octets, 3,
                                               (size_t)count * TCS_RID_MESSAGE_LEN) };
    return TCS_OK;
}

struct tcs_bytes tcs_rid_pack_get(const struct tcs_rid_pack *pack, unsigned index)
{
    assert(index < pack->count);
    return tcs_bytes_part(pack->messages, (size_t)index * TCS_RID_MESSAGE_LEN,
                          TCS_RID_MESSAGE_LEN);
}

struct tcs_time tcs_rid_time(const struct tcs_leap_table *leap, uint16_t time_ds,
                             struct tcs_time seen_at)
{
    const int64_t hour_ns = 3600 * TCS_NS_PER_S;
    const int64_t seen_ns = tcs_time_to_utc(leap, seen_at);
    const int64_t into_ns = (seen_ns % hour_ns + hour_ns) % hour_ns;
    int64_t ahead_ns = time_ds * (TCS_NS_PER_S / 10) - into_ns;

    if (ahead_ns > hour_ns / 2)
        ahead_ns -= hour_ns;
    else if (ahead_ns < -hour_ns / 2)
        ahead_ns += hour_ns;
    return tcs_time_from_utc(leap, seen_ns + ahead_ns);
}

/* NIC-like steps of ADS-B: 1852 m a nautical mile. */
static const double horizontal_m[] = { 0.0,   18520.0, 7408.0, 3704.0, 1852.0,
                                       926.0, 555.6,   185.2,  92.6,   30.0,
                                       10.0,  3.0,     1.0 };
static const double vertical_m[] = { 0.0, 150.0, 45.0, 25.0, 10.0, 3.0, 1.0 };
static const double speed_mps[] = { 0.0, 10.0, 3.0, 1.0, 0.3 };

double tcs_rid_horizontal_m(uint8_t code)
{
    return code < sizeof horizontal_m / sizeof horizontal_m[0] ? horizontal_m[code] : 0.0;
}

double tcs_rid_vertical_m(uint8_t code)
{
    return code < sizeof vertical_m / sizeof vertical_m[0] ? vertical_m[code] : 0.0;
}

double tcs_rid_speed_accuracy_mps(uint8_t code)
{
    return code < sizeof speed_mps / sizeof speed_mps[0] ? speed_mps[code] : 0.0;
}

static const char *const type_names[] = { "basic_id", "location", "authentication",
                                          "self_id",  "system",   "operator_id" };
static const char *const id_kind_names[] = { "none", "serial", "registration", "utm_uuid",
                                             "session" };
static const char *const aircraft_names[] = {
    "undeclared",   "aeroplane",       "multirotor",      "gyroplane",
    "hybrid_lift",  "ornithopter",     "glider",          "kite",
    "free_balloon", "captive_balloon", "airship",         "parachute",
    "rocket",       "tethered",        "ground_obstacle", "other",
};
static const char *const status_names[] = { "undeclared", "ground", "airborne",
                                            "emergency", "remote_id_failure" };

static const char *name_of(const char *const *names, size_t count, uint8_t code)
{
    return code < count ? names[code] : "reserved";
}

const char *tcs_rid_type_name(uint8_t type)
{
    return name_of(type_names, sizeof type_names / sizeof type_names[0], type);
}

const char *tcs_rid_id_kind_name(uint8_t id_kind)
{
    return name_of(id_kind_names, sizeof id_kind_names / sizeof id_kind_names[0],
                   id_kind);
}

const char *tcs_rid_aircraft_name(uint8_t aircraft)
{
    return name_of(aircraft_names, sizeof aircraft_names / sizeof aircraft_names[0],
                   aircraft);
}

const char *tcs_rid_status_name(uint8_t status)
{
    return name_of(status_names, sizeof status_names / sizeof status_names[0], status);
}
