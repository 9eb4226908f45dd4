/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/readsb.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "decode/json.h"

static const double TIME_MAX_S = 4102444800.0;  /* the year 2100 */
static const double MILLISECONDS_FROM = 1.0e11; /* the year 5138, as seconds */

const struct tcs_readsb_number_row tcs_readsb_numbers[TCS_READSB_NUMBERS] = {
    [TCS_READSB_LAT] = { "lat", "lat_deg", -90, 90, 6 },
    [TCS_READSB_LON] = { "lon", "lon_deg", -180, 180, 6 },
    [TCS_READSB_ALT_BARO] = { "alt_baro", "altitude_ft", -2000, 150000, 0 },
    [TCS_READSB_ALT_GEOM] = { "alt_geom", "gnss_height_ft", -5000, 200000, 0 },
    [TCS_READSB_GS] = { "gs", "ground_speed_kt", 0, 5000, 1 },
    [TCS_READSB_TRACK] = { "track", "track_deg", 0, 360, 2 },
    [TCS_READSB_BARO_RATE] = { "baro_rate", "baro_vertical_rate_ftpmin", -40000, 40000,
                               0 },
    [TCS_READSB_GEOM_RATE] = { "geom_rate", "gnss_vertical_rate_ftpmin", -40000, 40000,
                               0 },
    [TCS_READSB_IAS] = { "ias", "indicated_airspeed_kt", 0, 5000, 0 },
    [TCS_READSB_TAS] = { "tas", "true_airspeed_kt", 0, 5000, 0 },
    [TCS_READSB_MACH] = { "mach", "mach", 0, 10, 3 },
    [TCS_READSB_TRACK_RATE] = { "track_rate", "track_rate_degps", -90, 90, 2 },
    [TCS_READSB_ROLL] = { "roll", "roll_deg", -180, 180, 2 },
    [TCS_READSB_MAG_HEADING] = { "mag_heading", "magnetic_heading_deg", 0, 360, 2 },
    [TCS_READSB_TRUE_HEADING] = { "true_heading", "true_heading_deg", 0, 360, 2 },
    [TCS_READSB_NAV_QNH] = { "nav_qnh", "baro_pressure_setting_hpa", 0, 1300, 1 },
    [TCS_READSB_NAV_ALTITUDE_MCP] = { "nav_altitude_mcp", "selected_altitude_mcp_ft",
                                      -2000, 150000, 0 },
    [TCS_READSB_NAV_ALTITUDE_FMS] = { "nav_altitude_fms", "selected_altitude_fms_ft",
                                      -2000, 150000, 0 },
    [TCS_READSB_NAV_HEADING] = { "nav_heading", "selected_heading_deg", 0, 360, 2 },
    [TCS_READSB_WIND_FROM] = { "wd", "wind_from_deg", 0, 360, 0 },
    [TCS_READSB_WIND_SPEED] = { "ws", "wind_speed_kt", 0, 1000, 0 },
    [TCS_READSB_OAT] = { "oat", "air_temperature_c", -150, 150, 0 },
    [TCS_READSB_TAT] = { "tat", "total_air_temperature_c", -150, 1000, 0 },
    [TCS_READSB_NIC] = { "nic", "nic", 0, 15, 0 },
    [TCS_READSB_RC] = { "rc", "containment_radius_m", 0, 1e7, 0 },
    [TCS_READSB_VERSION] = { "version", "version", -1, 7, 0 },
    [TCS_READSB_NIC_BARO] = { "nic_baro", "nic_baro", 0, 1, 0 },
    [TCS_READSB_NAC_P] = { "nac_p", "nac_p", 0, 15, 0 },
    [TCS_READSB_NAC_V] = { "nac_v", "nac_v", 0, 7, 0 },
    [TCS_READSB_SIL] = { "sil", "sil", 0, 3, 0 },
    [TCS_READSB_GVA] = { "gva", "gva", 0, 3, 0 },
    [TCS_READSB_SDA] = { "sda", "sda", 0, 3, 0 },
    [TCS_READSB_ALERT] = { "alert", "alert", 0, 1, 0 },
    [TCS_READSB_SPI] = { "spi", "ident", 0, 1, 0 },
    [TCS_READSB_MESSAGES] = { "messages", "messages", 0, 1e12, 0 },
    [TCS_READSB_RSSI] = { "rssi", "rssi_db", -1000, 1000, 1 },
    [TCS_READSB_SEEN] = { "seen", "seen_s", 0, 1e9, 1 },
    [TCS_READSB_SEEN_POS] = { "seen_pos", "seen_position_s", 0, 1e9, 3 },
};

const char *const tcs_readsb_mode_names[TCS_READSB_MODES] = { "autopilot", "vnav",
                                                              "althold",   "approach",
                                                              "lnav",      "tcas" };

static enum tcs_status fault_at(const struct tcs_js *js, uint32_t value,
                                enum tcs_status status, const char *item,
                                struct tcs_fault *fault)
{
    return tcs_fault(fault, status, js->tokens[value].start, item);
}

/* A value that is told: not left away and not null. TCS_OK; TCS_E_NOT_FOUND;
 * TCS_E_DAMAGED: told twice. */
static enum tcs_status find(const struct tcs_js *js, const char *name,
                            uint32_t *ret_value)
{
    const enum tcs_status status = tcs_js_find(js, 0, name, ret_value);

    if (status == TCS_OK && js->tokens[*ret_value].kind == TCS_JS_WORD &&
        js->text.data[js->tokens[*ret_value].start] == 'n')
        return TCS_E_NOT_FOUND;
    return status;
}

int64_t tcs_readsb_time(double now)
{
    const double seconds = now >= MILLISECONDS_FROM ? now / 1000.0 : now;

    if (!(seconds > 0.0 && seconds <= TIME_MAX_S))
        return 0;
    return (int64_t)(seconds * 1e6 + 0.5) * 1000;
}

static enum tcs_status time_read(const struct tcs_js *js, struct tcs_readsb *readsb,
                                 struct tcs_fault *fault)
{
    uint32_t value = 0;
    double now = 0.0;
    enum tcs_status status = find(js, "now", &value);

    if (status == TCS_OK) {
        status = tcs_js_number(js, value, &now);
        readsb->utc_ns = tcs_readsb_time(now);
        if (status == TCS_OK && readsb->utc_ns == 0)
            status = TCS_E_IMPOSSIBLE;
        readsb->has_time = 1;
    }
    if (status != TCS_OK && status != TCS_E_NOT_FOUND)
        return fault_at(js, value, status, "now", fault);
    return TCS_OK;
}

static enum tcs_status address_read(const struct tcs_js *js, struct tcs_readsb *readsb,
                                    struct tcs_fault *fault)
{
    uint32_t value = 0;
    char text[8] = "";
    uint8_t octets[3];
    size_t len = 0;

    if (js->tokens[0].kind != TCS_JS_OBJECT ||
        tcs_js_find(js, 0, "hex", &value) == TCS_E_NOT_FOUND)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "no hex");
    if (value == 0 || tcs_js_text(js, value, text, sizeof text) != TCS_OK)
        return fault_at(js, value, TCS_E_DAMAGED, "hex", fault);
    readsb->other_address = text[0] == '~';
    const struct tcs_bytes hex = tcs_text_bytes(text + readsb->other_address);

    if (tcs_text_hex(hex, octets, sizeof octets, &len) != TCS_OK || len != sizeof octets)
        return fault_at(js, value, TCS_E_DAMAGED, "hex", fault);
    readsb->address =
        (uint32_t)octets[0] << 16 | (uint32_t)octets[1] << 8 | (uint32_t)octets[2];
    return TCS_OK;
}

static enum tcs_status number_read(const struct tcs_js *js, unsigned number,
                                   struct tcs_readsb *readsb, struct tcs_fault *fault)
{
    const struct tcs_readsb_number_row *row = &tcs_readsb_numbers[number];
    uint32_t value = 0;
    double found = 0.0;
    enum tcs_status status = find(js, row->name, &value);

    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status == TCS_OK && number == TCS_READSB_ALT_BARO &&
        tcs_js_is(js, value, "ground")) {
        readsb->on_ground = 1;
        return TCS_OK;
    }
    if (status == TCS_OK)
        status = tcs_js_number(js, value, &found);
    if (status == TCS_OK && !(found >= row->low && found <= row->high))
        status = TCS_E_IMPOSSIBLE;
    if (status != TCS_OK)
        return fault_at(js, value, status, row->name, fault);
    readsb->numbers[number] = found;
    readsb->has |= UINT64_C(1) << number;
    return TCS_OK;
}

static enum tcs_status text_read(const struct tcs_js *js, const char *name, char *to,
                                 size_t capacity, struct tcs_fault *fault)
{
    uint32_t value = 0;
    enum tcs_status status = find(js, name, &value);

    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status == TCS_OK)
        status = tcs_js_text(js, value, to, capacity);
    if (status != TCS_OK)
        return fault_at(js, value, TCS_E_DAMAGED, name, fault);
    size_t len = tcs_text_bytes(to).len;

    while (len > 0 && to[len - 1] == ' ')
        len--;
    memset(to + len, 0, capacity - len);
    return TCS_OK;
}

static enum tcs_status texts_read(const struct tcs_js *js, struct tcs_readsb *readsb,
                                  struct tcs_fault *fault)
{
    const struct {
        const char *name;
        char *to;
        size_t capacity;
    } rows[] = {
        { "category", readsb->category, sizeof readsb->category },
        { "flight", readsb->flight, sizeof readsb->flight },
        { "squawk", readsb->squawk, sizeof readsb->squawk },
        { "type", readsb->type, sizeof readsb->type },
        { "emergency", readsb->emergency, sizeof readsb->emergency },
        { "sil_type", readsb->sil_type, sizeof readsb->sil_type },
    };
    enum tcs_status status = TCS_OK;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && status == TCS_OK; i++)
        status = text_read(js, rows[i].name, rows[i].to, rows[i].capacity, fault);
    for (size_t i = 0; status == TCS_OK && readsb->squawk[i] != '\0'; i++)
        if (readsb->squawk[i] < '0' || readsb->squawk[i] > '7')
            status = tcs_fault(fault, TCS_E_DAMAGED, 0, "squawk");
    return status;
}

static enum tcs_status modes_read(const struct tcs_js *js, struct tcs_readsb *readsb,
                                  struct tcs_fault *fault)
{
    uint32_t list = 0;
    const enum tcs_status status = find(js, "nav_modes", &list);

    if (status == TCS_E_NOT_FOUND)
        return TCS_OK;
    if (status != TCS_OK || js->tokens[list].kind != TCS_JS_ARRAY)
        return fault_at(js, list, TCS_E_DAMAGED, "nav_modes", fault);
    readsb->has_modes = 1;
    for (uint32_t i = 0, at = list + 1; i < js->tokens[list].size;
         i++, at = tcs_js_after(js, at))
        for (unsigned mode = 0; mode < TCS_READSB_MODES; mode++)
            if (tcs_js_is(js, at, tcs_readsb_mode_names[mode]))
                readsb->modes |= (uint8_t)(1U << mode);
    return TCS_OK;
}

enum tcs_status tcs_readsb_read(struct tcs_bytes object, int64_t document_ns,
                                struct tcs_readsb *ret_readsb, struct tcs_fault *fault)
{
    struct tcs_js js;
    struct tcs_readsb readsb;
    enum tcs_status status = tcs_js_read(object, &js, fault);

    if (status != TCS_OK)
        return status;
    memset(&readsb, 0, sizeof readsb);
    readsb.utc_ns = document_ns;
    readsb.has_time = document_ns != 0;
    status = address_read(&js, &readsb, fault);
    if (status == TCS_OK)
        status = time_read(&js, &readsb, fault);
    for (unsigned i = 0; i < TCS_READSB_NUMBERS && status == TCS_OK; i++)
        status = number_read(&js, i, &readsb, fault);
    if (status == TCS_OK)
        status = texts_read(&js, &readsb, fault);
    if (status == TCS_OK)
        status = modes_read(&js, &readsb, fault);
    if (status == TCS_OK)
        memcpy(ret_readsb, &readsb, sizeof readsb);
    return status;
}
