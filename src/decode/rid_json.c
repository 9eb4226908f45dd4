/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/rid_json.h"

#include "base/text.h"

enum { TEXT_MAX = 128 };

static const char *const dialect_names[] = { "", "drone-scout", "messages", "flat",
                                             "kismet" };

const char *tcs_rid_json_dialect_name(uint8_t dialect)
{
    return dialect <= TCS_RID_JSON_KISMET ? dialect_names[dialect] : "";
}

/* ---------------------------------------------------------------------------- values */

static const uint32_t NONE = UINT32_MAX;

/* A member of an object; NONE: missing, or the object is. */
static uint32_t member(const struct tcs_js *js, uint32_t object, const char *name)
{
    uint32_t value = NONE;

    if (object == NONE || js->tokens[object].kind != TCS_JS_OBJECT ||
        tcs_js_find(js, object, name, &value) != TCS_OK)
        return NONE;
    return value;
}

/* A number, or text that begins with one; false: neither, or null. */
static bool number_of(const struct tcs_js *js, uint32_t value, double *ret_number)
{
    char text[TEXT_MAX];
    size_t from = 0;
    size_t len = 0;

    if (value == NONE)
        return false;
    if (js->tokens[value].kind == TCS_JS_NUMBER)
        return tcs_js_number(js, value, ret_number) == TCS_OK;
    if (tcs_js_text(js, value, text, sizeof text) != TCS_OK)
        return false;
    while (text[from] == ' ' || text[from] == '<')
        from++;
    while (text[from + len] == '-' || text[from + len] == '.' ||
           (text[from + len] >= '0' && text[from + len] <= '9'))
        len++;
    return len > 0 && tcs_text_double(tcs_bytes(text + from, len), ret_number) == TCS_OK;
}

static bool number(const struct tcs_js *js, uint32_t object, const char *name,
                   double *ret_number)
{
    return number_of(js, member(js, object, name), ret_number);
}

/* Text as octets without blanks around it; 0: missing, empty or too long. */
static uint8_t text(const struct tcs_js *js, uint32_t object, const char *name,
                    uint8_t *to, size_t capacity)
{
    const uint32_t value = member(js, object, name);
    char room[TEXT_MAX];

    if (value == NONE || tcs_js_text(js, value, room, sizeof room) != TCS_OK)
        return 0;
    size_t len = tcs_text_bytes(room).len;
    size_t from = 0;

    while (len > 0 && room[len - 1] == ' ')
        len--;
    while (from < len && room[from] == ' ')
        from++;
    len -= from;
    if (len > capacity)
        return 0;
    memcpy(to, room + from, len);
    return (uint8_t)len;
}

static bool begins(const struct tcs_js *js, uint32_t value, const char *with)
{
    char room[TEXT_MAX];

    const struct tcs_bytes start = tcs_text_bytes(with);

    return value != NONE && tcs_js_text(js, value, room, sizeof room) == TCS_OK &&
           tcs_text_bytes(room).len >= start.len &&
           memcmp(room, start.data, start.len) == 0;
}

/* "90:3A:E6:5B:C8:A8", also with something behind it. */
static void address(const struct tcs_js *js, uint32_t value, struct tcs_rid_said *said)
{
    char room[TEXT_MAX];
    uint64_t address = 0;
    unsigned digits = 0;

    if (value == NONE || tcs_js_text(js, value, room, sizeof room) != TCS_OK)
        return;
    for (unsigned i = 0; i < 17 && room[i] != '\0'; i++) {
        const char c = room[i];
        const unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                               : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                               : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                      : 16;

        if (i % 3 == 2 ? c != ':' && c != '-' : digit == 16)
            return;
        if (i % 3 != 2) {
            address = address << 4 | digit;
            digits++;
        }
    }
    if (digits != 12 || address == 0)
        return;
    said->address = address;
    said->valid |= TCS_RID_SAID_ADDRESS;
}

static void signal(const struct tcs_js *js, uint32_t object, const char *name,
                   struct tcs_rid_said *said)
{
    double dbm = 0.0;

    /* 0 dBm and above is no level of a receiver: not known. */
    if (!number(js, object, name, &dbm) || dbm >= 0.0 || dbm < -150.0)
        return;
    said->signal_dbm = (int32_t)(dbm - 0.5);
    said->valid |= TCS_RID_SAID_SIGNAL;
}

enum place { PLACE_MISSING, PLACE_GOOD, PLACE_OUTSIDE };

static enum place place(const struct tcs_js *js, uint32_t lat_value, uint32_t lon_value,
                        int32_t *lat_e7, int32_t *lon_e7)
{
    double lat = 0.0;
    double lon = 0.0;

    if (!number_of(js, lat_value, &lat) || !number_of(js, lon_value, &lon) ||
        (lat == 0.0 && lon == 0.0))
        return PLACE_MISSING;
    if (!(lat >= -90.0 && lat <= 90.0 && lon >= -180.0 && lon <= 180.0))
        return PLACE_OUTSIDE;
    *lat_e7 = (int32_t)(lat * 1e7 + (lat < 0.0 ? -0.5 : 0.5));
    *lon_e7 = (int32_t)(lon * 1e7 + (lon < 0.0 ? -0.5 : 0.5));
    return PLACE_GOOD;
}

/* The code whose bound is the smallest that is not below what is said. */
static uint8_t code_of(double told, double (*bound)(uint8_t), uint8_t codes)
{
    uint8_t best = 0;

    for (uint8_t code = 1; code < codes; code++)
        if (bound(code) >= told * 0.999 && (best == 0 || bound(code) < bound(best)))
            best = code;
    return best;
}

static uint8_t accuracy(const struct tcs_js *js, uint32_t object, const char *name,
                        double (*bound)(uint8_t), uint8_t codes)
{
    double told = 0.0;

    return number(js, object, name, &told) && told > 0.0 ? code_of(told, bound, codes)
                                                         : 0;
}

/* -------------------------------------------------------------------- one drone's parts
 */

/* Names that a dialect gives to the members of a Location; NULL: it has none. */
struct location_names {
    const char *lat, *lon, *geo, *above_sea, *baro, *height, *speed, *vertical,
        *direction;
};
static const struct location_names message_names = {
    "latitude",   "longitude", "geodetic_altitude", NULL,       "pressure_altitude",
    "height_agl", "speed",     "vert_speed",        "direction"
};
static const struct location_names flat_names = {
    "lat",    "lon",   NULL,     "alt",      "pressure_altitude",
    "height", "speed", "vspeed", "direction"
};

static void height(const struct tcs_js *js, uint32_t object, const char *name,
                   uint16_t field, double *to, uint16_t *valid)
{
    double told = 0.0;

    if (name == NULL || !number(js, object, name, &told) || told == 0.0 ||
        !(told > -1000.0 && told <= 31767.5))
        return;
    *to = told;
    *valid |= field;
}

static void movement(const struct tcs_js *js, uint32_t object,
                     const struct location_names *names, struct tcs_rid_message *message)
{
    struct tcs_rid_location *l = &message->as.location;
    double told = 0.0;

    if (number(js, object, names->speed, &told) && told >= 0.0 && told <= 254.25) {
        l->speed_mps = told;
        message->valid |= TCS_RID_LOCATION_SPEED;
    }
    if (number(js, object, names->vertical, &told) && told >= -62.0 && told <= 62.0) {
        l->vertical_speed_mps = told;
        message->valid |= TCS_RID_LOCATION_VERTICAL_SPEED;
    }
    if (number(js, object, names->direction, &told) && told >= 0.0 && told <= 360.0) {
        l->direction_deg = (uint16_t)((unsigned)(told + 0.5) % 360);
        message->valid |= TCS_RID_LOCATION_DIRECTION;
    }
}

static uint8_t status_of(const struct tcs_js *js, uint32_t object)
{
    static const char *const words[] = { "Undeclared", "Ground", "Airborne", "Emergency",
                                         "Remote ID" };
    const uint32_t value = member(js, object, "op_status");

    for (uint8_t i = 1; i < 5; i++)
        if (begins(js, value, words[i]))
            return i;
    return TCS_RID_STATUS_UNDECLARED;
}

static enum tcs_status location(const struct tcs_js *js, uint32_t object,
                                const struct location_names *names,
                                struct tcs_rid_said *said, struct tcs_fault *fault)
{
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_LOCATION);
    struct tcs_rid_location *l = &message->as.location;
    const enum place there =
        place(js, member(js, object, names->lat), member(js, object, names->lon),
              &l->lat_e7_deg, &l->lon_e7_deg);

    if (there == PLACE_OUTSIDE)
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, js->tokens[object].start,
                         "position outside the Earth");
    if (there == PLACE_GOOD)
        message->valid |= TCS_RID_LOCATION_POSITION;
    l->status = status_of(js, object);
    l->height_reference = begins(js, member(js, object, "height_type"), "AGL") ||
                          begins(js, member(js, object, "height_type"), "Above Ground");
    movement(js, object, names, message);
    height(js, object, names->geo, TCS_RID_LOCATION_GEO, &l->geo_m, &message->valid);
    height(js, object, names->baro, TCS_RID_LOCATION_BARO, &l->baro_m, &message->valid);
    height(js, object, names->above_sea, TCS_RID_LOCATION_BARO, &l->baro_m,
           &message->valid);
    height(js, object, names->height, TCS_RID_LOCATION_HEIGHT, &l->height_m,
           &message->valid);
    l->horizontal_accuracy =
        accuracy(js, object, "horizontal_accuracy", tcs_rid_horizontal_m, 13);
    l->vertical_accuracy =
        accuracy(js, object, "vertical_accuracy", tcs_rid_vertical_m, 7);
    l->baro_accuracy = accuracy(js, object, "baro_accuracy", tcs_rid_vertical_m, 7);
    l->speed_accuracy =
        accuracy(js, object, "speed_accuracy", tcs_rid_speed_accuracy_mps, 5);
    return TCS_OK;
}

/* Where the pilot is or, when that is not said, where it took off. */
static void pilot(const struct tcs_js *js, uint32_t object, const char *const names[4],
                  struct tcs_rid_said *said)
{
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_SYSTEM);
    struct tcs_rid_system *system = &message->as.system;

    for (unsigned i = 0; i < 4; i += 2)
        if (place(js, member(js, object, names[i]), member(js, object, names[i + 1]),
                  &system->operator_lat_e7_deg,
                  &system->operator_lon_e7_deg) == PLACE_GOOD) {
            system->operator_source = i == 0 ? 1 : 0;
            message->valid |= TCS_RID_SYSTEM_OPERATOR;
            return;
        }
    said->count--;
}

static uint8_t id_kind_of(const struct tcs_js *js, uint32_t value)
{
    if (begins(js, value, "CAA"))
        return TCS_RID_ID_REGISTRATION;
    if (begins(js, value, "UTM"))
        return TCS_RID_ID_UTM_UUID;
    if (begins(js, value, "Specific") || begins(js, value, "Session"))
        return TCS_RID_ID_SESSION;
    if (begins(js, value, "None"))
        return TCS_RID_ID_NONE;
    return TCS_RID_ID_SERIAL;
}

/* Identities are at most 20 octets; a longer one becomes the name. */
static void identity(const struct tcs_js *js, uint32_t object, const char *name,
                     struct tcs_rid_said *said)
{
    uint8_t id[TCS_RID_NAME_LEN];
    const uint8_t len = text(js, object, name, id, sizeof id);
    double aircraft = 0.0;

    if (len == 0)
        return;
    struct tcs_rid_basic_id *basic =
        &tcs_rid_said_add(said, TCS_RID_BASIC_ID)->as.basic_id;

    basic->id_kind = id_kind_of(js, member(js, object, "id_type"));
    basic->id_len = len < TCS_RID_ID_LEN ? len : TCS_RID_ID_LEN;
    memcpy(basic->id, id, basic->id_len);
    if (len > TCS_RID_ID_LEN) {
        memcpy(said->name, id, len);
        said->name_len = len;
    }
    if (number(js, object, "ua_type", &aircraft) && aircraft >= 0.0 && aircraft <= 15.0)
        basic->aircraft = (uint8_t)aircraft;
}

static void self_and_operator(const struct tcs_js *js, uint32_t self,
                              const char *self_name, uint32_t who,
                              struct tcs_rid_said *said)
{
    uint8_t room[TEXT_MAX];
    uint8_t len = text(js, self, self_name, room, sizeof room);

    if (len > 0) {
        struct tcs_rid_self_id *to = &tcs_rid_said_add(said, TCS_RID_SELF_ID)->as.self_id;

        to->text_len = len < TCS_RID_TEXT_LEN ? len : TCS_RID_TEXT_LEN;
        memcpy(to->text, room, to->text_len);
    }
    len = text(js, who, "operator_id", room, sizeof room);
    if (len > 0) {
        struct tcs_rid_operator_id *to =
            &tcs_rid_said_add(said, TCS_RID_OPERATOR_ID)->as.operator_id;

        to->id_len = len < TCS_RID_ID_LEN ? len : TCS_RID_ID_LEN;
        memcpy(to->id, room, to->id_len);
    }
}

/* ---------------------------------------------------------------------------- dialects
 */

static enum tcs_status base64_read(struct tcs_bytes from, struct tcs_writer *w)
{
    uint32_t bits = 0;
    unsigned have = 0;

    for (size_t i = 0; i < from.len; i++) {
        const uint8_t c = from.data[i];
        const unsigned digit = c >= 'A' && c <= 'Z'   ? (unsigned)(c - 'A')
                               : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 26
                               : c >= '0' && c <= '9' ? (unsigned)(c - '0') + 52
                               : c == '+'             ? 62
                               : c == '/'             ? 63
                                                      : 64;

        if (c == '=' && i + 2 >= from.len)
            break;
        if (digit == 64)
            return TCS_E_DAMAGED;
        bits = bits << 6 | digit;
        have += 6;
        if (have >= 8) {
            have -= 8;
            tcs_write_u8(w, (uint8_t)(bits >> have));
        }
    }
    return w->failed ? TCS_E_DAMAGED : TCS_OK;
}

static enum tcs_status drone_scout(const struct tcs_js *js, uint32_t data,
                                   struct tcs_rid_said *said, struct tcs_fault *fault)
{
    uint8_t room[TCS_RID_UAS_DATA_LEN + 8];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const uint32_t encoded = member(js, data, "UASdata");

    if (encoded == NONE)
        return tcs_fault(fault, TCS_E_FOREIGN, js->tokens[data].start,
                         "message without UASdata");
    const struct tcs_js_token *token = &js->tokens[encoded];

    if (token->kind != TCS_JS_TEXT ||
        base64_read(
            tcs_bytes_part(js->text, token->start, (size_t)(token->end - token->start)),
            &w) != TCS_OK)
        return tcs_fault(fault, TCS_E_DAMAGED, token->start, "UASdata that is no base64");
    address(js, member(js, data, "MAC address"), said);
    signal(js, data, "RSSI", said);
    return tcs_rid_uas_data_read(tcs_written(&w), said, fault);
}

/* One object with some of the messages; several make up a drone. */
static enum tcs_status messages(const struct tcs_js *js, uint32_t object,
                                struct tcs_rid_said *said, struct tcs_fault *fault)
{
    static const char *const by_dji[4] = { "latitude", "longitude", "home_lat",
                                           "home_lon" };
    static const char *const by_odid[4] = { "operator_lat", "operator_lon", "latitude",
                                            "longitude" };
    const uint32_t basic = member(js, object, "Basic ID");
    const uint32_t where = member(js, object, "Location/Vector Message");
    const uint32_t system = member(js, object, "System Message");
    const uint32_t self = member(js, object, "Self-ID Message");
    const uint32_t who = member(js, object, "Operator ID Message");
    const uint32_t aux = member(js, object, "AUX_ADV_IND");
    const uint32_t extended = member(js, object, "aext");

    /* A document may repeat them; there is room for five here. */
    if (said->count + 5 > TCS_RID_PACK_MAX)
        return tcs_fault(fault, TCS_E_DAMAGED, js->tokens[object].start,
                         "more messages than a pack holds");
    address(js, member(js, object, "MAC"), said);
    signal(js, object, "RSSI", said);
    if (basic != NONE) {
        address(js, member(js, basic, "MAC"), said);
        signal(js, basic, "RSSI", said);
        identity(js, basic, "id", said);
    }
    if (aux != NONE)
        signal(js, aux, "rssi", said);
    if (extended != NONE)
        address(js, member(js, extended, "AdvA"), said);
    if (system != NONE)
        pilot(js, system, member(js, system, "operator_lat") != NONE ? by_odid : by_dji,
              said);
    self_and_operator(js, self, "text", who, said);
    return where != NONE ? location(js, where, &message_names, said, fault) : TCS_OK;
}

static enum tcs_status flat(const struct tcs_js *js, uint32_t object,
                            struct tcs_rid_said *said, struct tcs_fault *fault)
{
    static const char *const names[4] = { "pilot_lat", "pilot_lon", "home_lat",
                                          "home_lon" };

    address(js, member(js, object, "mac"), said);
    signal(js, object, "rssi", said);
    identity(js, object, "id", said);
    pilot(js, object, names, said);
    self_and_operator(js, object, "description", object, said);
    return location(js, object, &flat_names, said, fault);
}

/* Kismet names what it tracks by paths with dots in them. */
static enum tcs_status kismet(const struct tcs_js *js, uint32_t device,
                              struct tcs_rid_said *said, struct tcs_fault *fault)
{
    const uint32_t uav = member(js, device, "uav.device");
    const uint32_t telemetry = member(js, uav, "uav.last_telemetry");
    const uint32_t where = member(js, telemetry, "uav.telemetry.location");
    const uint32_t point = member(js, where, "kismet.common.location.geopoint");
    const uint32_t level = member(js, device, "kismet.device.base.signal");
    uint32_t lat = member(js, where, "kismet.common.location.lat");
    uint32_t lon = member(js, where, "kismet.common.location.lon");

    if (uav == NONE)
        return tcs_fault(fault, TCS_E_FOREIGN, js->tokens[device].start,
                         "device that is no drone");
    address(js, member(js, device, "kismet.device.base.macaddr"), said);
    if (level != NONE)
        signal(js, level, "kismet.common.signal.last_signal", said);
    identity(js, uav, "uav.serialnumber", said);
    if (point != NONE && js->tokens[point].kind == TCS_JS_ARRAY &&
        js->tokens[point].size >= 2) {
        lon = point + 1;
        lat = tcs_js_after(js, lon);
    }
    struct tcs_rid_message *message = tcs_rid_said_add(said, TCS_RID_LOCATION);
    struct tcs_rid_location *l = &message->as.location;
    const enum place there = place(js, lat, lon, &l->lat_e7_deg, &l->lon_e7_deg);

    if (there == PLACE_OUTSIDE)
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, js->tokens[device].start,
                         "position outside the Earth");
    if (there == PLACE_GOOD)
        message->valid |= TCS_RID_LOCATION_POSITION;
    height(js, where, "kismet.common.location.alt", TCS_RID_LOCATION_BARO, &l->baro_m,
           &message->valid);
    return TCS_OK;
}

static bool holds_messages(const struct tcs_js *js, uint32_t object)
{
    return member(js, object, "Basic ID") != NONE ||
           member(js, object, "Location/Vector Message") != NONE ||
           member(js, object, "System Message") != NONE ||
           member(js, object, "Self-ID Message") != NONE ||
           member(js, object, "Operator ID Message") != NONE;
}

static enum tcs_status object_read(const struct tcs_js *js, uint32_t object,
                                   struct tcs_rid_said *said, uint8_t *ret_dialect,
                                   struct tcs_fault *fault)
{
    const uint32_t data = member(js, object, "data");

    if (data != NONE && member(js, object, "protocol") != NONE) {
        *ret_dialect = TCS_RID_JSON_DRONE_SCOUT;
        return drone_scout(js, data, said, fault);
    }
    if (member(js, object, "uav.device") != NONE ||
        member(js, object, "kismet.device.base.macaddr") != NONE) {
        *ret_dialect = TCS_RID_JSON_KISMET;
        return kismet(js, object, said, fault);
    }
    if (holds_messages(js, object)) {
        *ret_dialect = TCS_RID_JSON_MESSAGES;
        return messages(js, object, said, fault);
    }
    /* DragonSync sends aircraft and signals in the same way. */
    const uint32_t type = member(js, object, "track_type");

    if (member(js, object, "id") != NONE && member(js, object, "lat") != NONE &&
        member(js, object, "icao") == NONE &&
        (type == NONE || tcs_js_is(js, type, "drone"))) {
        *ret_dialect = TCS_RID_JSON_FLAT;
        return flat(js, object, said, fault);
    }
    return tcs_fault(fault, TCS_E_FOREIGN, js->tokens[object].start,
                     "object without Remote ID");
}

/* An array whose objects are the messages of one drone. */
static enum tcs_status list_read(const struct tcs_js *js, struct tcs_rid_said *said,
                                 struct tcs_fault *fault)
{
    uint32_t at = 1;

    for (unsigned i = 0; i < js->tokens[0].size; i++) {
        const enum tcs_status status =
            js->tokens[at].kind == TCS_JS_OBJECT ? messages(js, at, said, fault) : TCS_OK;

        if (status != TCS_OK)
            return status;
        at = tcs_js_after(js, at);
    }
    return TCS_OK;
}

static bool is_list_of_messages(const struct tcs_js *js)
{
    uint32_t at = 1;

    for (unsigned i = 0; i < js->tokens[0].size; i++) {
        if (js->tokens[at].kind == TCS_JS_OBJECT && holds_messages(js, at))
            return true;
        at = tcs_js_after(js, at);
    }
    return false;
}

enum tcs_status tcs_rid_json_next(const struct tcs_js *js, uint32_t *at,
                                  struct tcs_rid_said *ret_said, uint8_t *ret_dialect,
                                  struct tcs_fault *fault)
{
    struct tcs_rid_said said;
    uint8_t dialect = 0;
    enum tcs_status status;
    const bool array = js->tokens[0].kind == TCS_JS_ARRAY;
    const uint32_t object = array && *at == 0 ? 1 : *at;

    if (object >= js->count)
        return TCS_END;
    memset(&said, 0, sizeof said);
    if (array && object == 1 && is_list_of_messages(js)) {
        *at = js->count;
        dialect = TCS_RID_JSON_MESSAGES;
        status = list_read(js, &said, fault);
    } else {
        *at = tcs_js_after(js, object);
        status = object_read(js, object, &said, &dialect, fault);
    }
    if (status != TCS_OK)
        return status;
    if (said.count == 0)
        return tcs_fault(fault, TCS_E_FOREIGN, js->tokens[object].start,
                         "object without Remote ID");
    *ret_said = said;
    *ret_dialect = dialect;
    return TCS_OK;
}
