/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rid_uas.c -- the C structure of opendroneid-core-c as DroneScout hands it on. Octets
 * from the beginning; i: int32, f: float, d: double, s: text.
 *
 *     0 + 32 n  aircraft i, kind i, id s[21]                       Basic ID, n = 0, 1
 *    64         status i, direction f, speed f, vertical f, lat d, lon d, baro f, geo f,
 *               over i, height f, accuracies i[5], time of the hour f
 *   776         kind i, text s[24]                                 Self-ID
 *   808         source i, classification i, lat d, lon d, count, radius u16, ceiling f,
 *               floor f, category i, class i, geo f, time u32      System
 *   864         kind i, id s[21]                                   Operator ID
 *   892         1 where it is there: Basic ID [2], Location, Authentication [16],
 * Self-ID, System, Operator ID
 */
#include "decode/rid_json.h"

enum {
    AT_LOCATION = 64,
    AT_SELF_ID = 776,
    AT_SYSTEM = 808,
    AT_OPERATOR_ID = 864,
    AT_VALID = 892,
    VALID_LOCATION = 2,
    VALID_SELF_ID = 19,
    VALID_SYSTEM = 20,
    VALID_OPERATOR_ID = 21,
};

static double float_read(struct tcs_reader *r)
{
    const uint32_t bits = (uint32_t)tcs_read_le(r, 4);
    float value;

    memcpy(&value, &bits, sizeof value);
    return (double)value;
}

static double double_read(struct tcs_reader *r)
{
    const uint64_t bits = tcs_read_le(r, 8);
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint8_t code_read(struct tcs_reader *r)
{
    const int64_t code = tcs_read_le_signed(r, 4);

    return code >= 0 && code <= 255 ? (uint8_t)code : 0;
}

static uint8_t text_read(struct tcs_reader *r, uint8_t *to, size_t capacity)
{
    const struct tcs_bytes text = tcs_read_bytes(r, capacity);
    size_t len = text.len;

    while (len > 0 && text.data[len - 1] == 0)
        len--;
    if (len > 0)
        memcpy(to, text.data, len);
    return (uint8_t)len;
}

/* NaN lies in no range. */
static bool in_range(double value, double low, double high)
{
    return value >= low && value <= high;
}

/* A place as it is said: 1e-7 degree. False: outside the Earth. */
static bool place_put(double lat, double lon, int32_t *lat_e7, int32_t *lon_e7)
{
    if (!in_range(lat, -90.0, 90.0) || !in_range(lon, -180.0, 180.0))
        return false;
    *lat_e7 = (int32_t)(lat * 1e7 + (lat < 0.0 ? -0.5 : 0.5));
    *lon_e7 = (int32_t)(lon * 1e7 + (lon < 0.0 ? -0.5 : 0.5));
    return true;
}

static void height_put(double value, uint16_t field, double *to, uint16_t *valid)
{
    if (!(value > -1000.0 && value <= 31767.5))
        return;
    *to = value;
    *valid |= field;
}

static void movement_read(struct tcs_reader *r, struct tcs_rid_message *message)
{
    struct tcs_rid_location *l = &message->as.location;
    const double direction = float_read(r);
    const double speed = float_read(r);
    const double vertical = float_read(r);

    if (in_range(direction, 0.0, 360.0)) {
        l->direction_deg = (uint16_t)((unsigned)(direction + 0.5) % 360);
        message->valid |= TCS_RID_LOCATION_DIRECTION;
    }
    if (in_range(speed, 0.0, 254.25)) {
        l->speed_mps = speed;
        message->valid |= TCS_RID_LOCATION_SPEED;
    }
    if (in_range(vertical, -62.0, 62.0)) {
        l->vertical_speed_mps = vertical;
        message->valid |= TCS_RID_LOCATION_VERTICAL_SPEED;
    }
}

static bool location_read(struct tcs_bytes octets, struct tcs_rid_said *said)
{
    struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, AT_LOCATION, 72));
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_LOCATION);
    struct tcs_rid_location *l = &message->as.location;

    l->status = code_read(&r);
    movement_read(&r, message);
    const double lat = double_read(&r);
    const double lon = double_read(&r);

    if (!place_put(lat, lon, &l->lat_e7_deg, &l->lon_e7_deg))
        return false;
    if (l->lat_e7_deg != 0 || l->lon_e7_deg != 0)
        message->valid |= TCS_RID_LOCATION_POSITION;
    height_put(float_read(&r), TCS_RID_LOCATION_BARO, &l->baro_m, &message->valid);
    height_put(float_read(&r), TCS_RID_LOCATION_GEO, &l->geo_m, &message->valid);
    l->height_reference = code_read(&r) == 1;
    height_put(float_read(&r), TCS_RID_LOCATION_HEIGHT, &l->height_m, &message->valid);
    l->horizontal_accuracy = code_read(&r) & 15;
    l->vertical_accuracy = code_read(&r) & 15;
    l->baro_accuracy = code_read(&r) & 15;
    l->speed_accuracy = code_read(&r) & 15;
    l->time_accuracy = code_read(&r) & 15;
    const double time_s = float_read(&r);

    if (in_range(time_s, 0.0, 3600.0)) {
        l->time_ds = (uint16_t)(time_s * 10.0 + 0.5);
        message->valid |= TCS_RID_LOCATION_TIME;
    }
    return true;
}

static bool system_read(struct tcs_bytes octets, struct tcs_rid_said *said)
{
    struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, AT_SYSTEM, 56));
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_SYSTEM);
    struct tcs_rid_system *s = &message->as.system;

    s->operator_source = code_read(&r) & 3;
    s->classification = code_read(&r) & 7;
    const double lat = double_read(&r);
    const double lon = double_read(&r);

    if (!place_put(lat, lon, &s->operator_lat_e7_deg, &s->operator_lon_e7_deg))
        return false;
    if (s->operator_lat_e7_deg != 0 || s->operator_lon_e7_deg != 0)
        message->valid |= TCS_RID_SYSTEM_OPERATOR;
    s->area_count = (uint16_t)tcs_read_le(&r, 2);
    s->area_radius_m = (uint16_t)tcs_read_le(&r, 2);
    height_put(float_read(&r), TCS_RID_SYSTEM_CEILING, &s->ceiling_m, &message->valid);
    height_put(float_read(&r), TCS_RID_SYSTEM_FLOOR, &s->floor_m, &message->valid);
    const uint8_t category = code_read(&r);
    const uint8_t class = code_read(&r);

    if (s->classification == 1) {
        s->eu_category = category & 15;
        s->eu_class = class & 15;
        message->valid |= TCS_RID_SYSTEM_EU;
    }
    height_put(float_read(&r), TCS_RID_SYSTEM_OPERATOR_GEO, &s->operator_geo_m,
               &message->valid);
    s->time_s = (uint32_t)tcs_read_le(&r, 4);
    if (s->time_s != 0)
        message->valid |= TCS_RID_SYSTEM_TIME;
    return true;
}

static void texts_read(struct tcs_bytes octets, const uint8_t *valid,
                       struct tcs_rid_said *said)
{
    if (valid[VALID_SELF_ID] == 1) {
        struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, AT_SELF_ID, 32));
        struct tcs_rid_self_id *self =
            &tcs_rid_said_add(said, TCS_RID_SELF_ID)->as.self_id;

        self->kind = code_read(&r);
        self->text_len = text_read(&r, self->text, TCS_RID_TEXT_LEN);
    }
    if (valid[VALID_OPERATOR_ID] == 1) {
        struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, AT_OPERATOR_ID, 28));
        struct tcs_rid_operator_id *who =
            &tcs_rid_said_add(said, TCS_RID_OPERATOR_ID)->as.operator_id;

        who->kind = code_read(&r);
        who->id_len = text_read(&r, who->id, TCS_RID_ID_LEN);
    }
}

enum tcs_status tcs_rid_uas_data_read(struct tcs_bytes octets, struct tcs_rid_said *said,
                                      struct tcs_fault *fault)
{
    if (octets.len != TCS_RID_UAS_DATA_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "UASdata of another length");
    const uint8_t *valid = octets.data + AT_VALID;

    for (unsigned i = 0; i < 2; i++) {
        struct tcs_reader r = tcs_reader(tcs_bytes_part(octets, i * 32, 32));

        if (valid[i] != 1)
            continue;
        struct tcs_rid_basic_id *basic =
            &tcs_rid_said_add(said, TCS_RID_BASIC_ID)->as.basic_id;

        basic->aircraft = code_read(&r) & 15;
        basic->id_kind = code_read(&r) & 15;
        basic->id_len = text_read(&r, basic->id, TCS_RID_ID_LEN);
    }
    if (valid[VALID_LOCATION] == 1 && !location_read(octets, said))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, AT_LOCATION, "UASdata position");
    if (valid[VALID_SYSTEM] == 1 && !system_read(octets, said))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, AT_SYSTEM, "UASdata operator position");
    texts_read(octets, valid, said);
    return TCS_OK;
}
