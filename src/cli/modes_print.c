/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/modes_print.h"

#include <stdio.h>
#include <string.h>

#include "decode/comm_b.h"
#include "decode/squitter_status.h"

enum { NAME_LEN = 64, SQUAWK_LEN = 8 };

static void print_squawk(struct tcs_json *json, uint16_t squawk)
{
    char text[SQUAWK_LEN];

    snprintf(text, sizeof text, "%04o", squawk);
    tcs_json_text(json, "squawk", text);
}

/* 0..3 advisories: 14 bits that are active, 4 complements, what became of it, of whom. */
static void print_advisory(struct tcs_json *json, const uint8_t message[7])
{
    const uint32_t kind = tcs_register_bits(message, 29, 2);

    tcs_json_object(json, "advisory");
    tcs_json_uint(json, "active_code", tcs_register_bits(message, 9, 14));
    tcs_json_uint(json, "complement_code", tcs_register_bits(message, 23, 4));
    tcs_json_bool(json, "terminated", tcs_register_bits(message, 27, 1) != 0);
    tcs_json_bool(json, "multiple_threats", tcs_register_bits(message, 28, 1) != 0);
    if (kind == 1) {
        char address[SQUAWK_LEN];

        snprintf(address, sizeof address, "%06x",
                 (unsigned)tcs_register_bits(message, 31, 24));
        tcs_json_text(json, "threat_address", address);
    } else if (kind == 2) {
        tcs_json_uint(json, "threat_altitude_code", tcs_register_bits(message, 31, 13));
        tcs_json_uint(json, "threat_range_code", tcs_register_bits(message, 44, 7));
        tcs_json_uint(json, "threat_bearing_code", tcs_register_bits(message, 51, 6));
    }
    tcs_json_end(json);
}

/* ------------------------------------------------------------------------- registers */

static void print_capability(struct tcs_json *json, const uint8_t message[7])
{
    tcs_json_bool(json, "continues", tcs_register_bits(message, 9, 1) != 0);
    tcs_json_bool(json, "overlay", tcs_register_bits(message, 15, 1) != 0);
    tcs_json_bool(json, "acas", tcs_register_bits(message, 16, 1) != 0);
    tcs_json_uint(json, "subnetwork_version_code", tcs_register_bits(message, 17, 7));
    tcs_json_bool(json, "identification", tcs_register_bits(message, 33, 1) != 0);
}

static void print_kept(struct tcs_json *json, const uint8_t message[7])
{
    static const char *const kept[] = {
        "BDS05", "BDS06", "BDS07", "BDS08", "BDS09", "BDS0A", "BDS20", "BDS21",
        "BDS40", "BDS41", "BDS42", "BDS43", "BDS44", "BDS45", "BDS48", "BDS50",
        "BDS51", "BDS52", "BDS53", "BDS54", "BDS55", "BDS56", "BDS5F", "BDS60",
    };

    tcs_json_array(json, "registers");
    for (unsigned i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (tcs_register_bits(message, i + 1, 1) != 0)
            tcs_json_text(json, NULL, kept[i]);
    tcs_json_end(json);
}

static void print_register(struct tcs_json *json, const uint8_t message[7], uint32_t id)
{
    const struct tcs_register_layout *layout = tcs_register_layout(id);
    char callsign[TCS_MODE_S_CALLSIGN_LEN + 1];

    if (id == TCS_REGISTER_10)
        print_capability(json, message);
    else if (id == TCS_REGISTER_17)
        print_kept(json, message);
    else if (id == TCS_REGISTER_30)
        print_advisory(json, message);
    if (id == TCS_REGISTER_20) {
        (void)tcs_register_callsign(message, callsign);
        tcs_json_text(json, "callsign", callsign);
    }
    for (uint32_t i = 0; layout != NULL && i < layout->field_count; i++) {
        double value = 0.0;

        if (tcs_register_value(message, &layout->fields[i], &value))
            tcs_json_double(json, layout->fields[i].name, value);
    }
}

/* Which registers it can be; what the register says when it can be one only. */
static void print_message(struct tcs_json *json, const struct tcs_reply *reply)
{
    static const char *const names[] = { "BDS10", "BDS17", "BDS20", "BDS30", "BDS40",
                                         "BDS44", "BDS45", "BDS50", "BDS60" };
    const uint32_t can = tcs_register_infer(reply->message, reply);
    char text[NAME_LEN] = "";
    size_t len = 0;

    for (unsigned i = 0; i < TCS_REGISTER_COUNT; i++)
        if ((can >> i & 1) != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
                                    len > 0 ? "," : "", names[i]);
    if (can == 0)
        return;
    tcs_json_text(json, "bds", text);
    tcs_json_bool(json, "bds_inferred", true);
    if ((can & (can - 1)) == 0)
        print_register(json, reply->message, can);
}

/* --------------------------------------------------------------------------- replies */

static const char *kind_of(const struct tcs_reply *reply)
{
    switch (reply->df) {
    case 0:
        return "air_to_air_short";
    case 4:
        return "altitude_reply";
    case 5:
        return "identity_reply";
    case 11:
        return "all_call_reply";
    case 16:
        return "air_to_air_long";
    case 20:
        return "comm_b_altitude_reply";
    default:
        return "comm_b_identity_reply";
    }
}

static void print_air_to_air(struct tcs_json *json, const struct tcs_reply *reply)
{
    tcs_json_bool(json, "on_ground", reply->on_ground != 0);
    if (reply->df == 0)
        tcs_json_bool(json, "cross_link", reply->cross_link != 0);
    tcs_json_uint(json, "sensitivity_code", reply->sensitivity);
    tcs_json_uint(json, "reply_information_code", reply->information);
}

static void print_surveillance(struct tcs_json *json, const struct tcs_reply *reply)
{
    const unsigned status = reply->flight_status;

    tcs_json_uint(json, "flight_status_code", status);
    if (status <= 3)
        tcs_json_bool(json, "on_ground", (status & 1) != 0);
    if (status <= 5) {
        tcs_json_bool(json, "alert", status >= 2 && status <= 4);
        tcs_json_bool(json, "special_identification", status >= 4);
    }
    tcs_json_uint(json, "downlink_request_code", reply->request);
    tcs_json_uint(json, "utility_code", reply->utility);
}

void tcs_print_reply(struct tcs_json *json, const struct tcs_reply *reply, bool known)
{
    char address[SQUAWK_LEN];

    snprintf(address, sizeof address, "%06x", (unsigned)reply->address);
    tcs_json_uint(json, "df", reply->df);
    tcs_json_text(json, "icao", address);
    if (reply->address_overlaid != 0) {
        tcs_json_text(json, "address_from", "parity");
        tcs_json_bool(json, "address_confirmed", known);
    }
    tcs_json_text(json, "kind", kind_of(reply));
    if (reply->df == 11) {
        tcs_json_uint(json, "capability_code", reply->capability);
        tcs_json_uint(json, "interrogator_code", reply->interrogator);
    } else if (reply->df == 0 || reply->df == 16) {
        print_air_to_air(json, reply);
    } else {
        print_surveillance(json, reply);
    }
    if ((reply->valid & TCS_REPLY_ALTITUDE) != 0)
        tcs_json_int(json, "altitude_ft", reply->altitude_ft);
    if ((reply->valid & TCS_REPLY_METRIC) != 0)
        tcs_json_uint(json, "altitude_m", reply->altitude_m);
    if ((reply->valid & TCS_REPLY_SQUAWK) != 0)
        print_squawk(json, reply->squawk);
    if ((reply->valid & TCS_REPLY_MESSAGE) == 0)
        return;
    if (reply->df >= 20)
        print_message(json, reply);
    else if (reply->message[0] == 0x30)
        print_advisory(json, reply->message);
}

/* ------------------------------------------------------------------------- squitters */

static void print_target(struct tcs_json *json, const struct tcs_squitter_status *status)
{
    static const char *const modes[] = { "autopilot", "vnav", "altitude_hold",
                                         "approach",  "tcas", "lnav" };

    if ((status->valid & TCS_STATUS_ALTITUDE) != 0)
        tcs_json_int(json,
                     status->from_fms != 0 ? "selected_altitude_fms_ft"
                                           : "selected_altitude_mcp_ft",
                     status->altitude_ft);
    if ((status->valid & TCS_STATUS_PRESSURE) != 0)
        tcs_json_double(json, "baro_pressure_setting_hpa",
                        (double)(int)(status->pressure_hpa * 10.0F + 0.5F) / 10.0);
    if ((status->valid & TCS_STATUS_HEADING) != 0)
        tcs_json_double(json, "selected_heading_deg", (double)status->heading_deg);
    if ((status->valid & TCS_STATUS_MODES) == 0)
        return;
    tcs_json_array(json, "modes");
    for (unsigned i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if ((status->modes >> i & 1) != 0)
            tcs_json_text(json, NULL, modes[i]);
    tcs_json_end(json);
}

static void print_operation(struct tcs_json *json,
                            const struct tcs_squitter_status *status)
{
    const bool surface = status->subtype == 1;

    tcs_json_bool(json, "on_surface", surface);
    tcs_json_uint(json, "version", status->version);
    tcs_json_uint(json, "capability_class_code", status->capability);
    tcs_json_uint(json, "operational_mode_code", status->mode);
    tcs_json_uint(json, "nic_a", status->nic_a);
    if (surface) {
        tcs_json_uint(json, "dimensions_code", status->dimensions);
        tcs_json_bool(json, "heading_is_track", status->heading_is_track != 0);
    } else {
        tcs_json_uint(json, "gva", status->gva);
    }
    tcs_json_bool(json, "north_is_magnetic", status->north_is_magnetic != 0);
}

bool tcs_print_status(struct tcs_json *json, const uint8_t message[7])
{
    static const char *const emergencies[] = { "none",   "general", "medical",
                                               "fuel",   "radio",   "interference",
                                               "downed", "reserved" };
    struct tcs_squitter_status status;

    if (!tcs_squitter_status_read(message, &status) || status.kind == TCS_STATUS_OTHER)
        return false;
    if (status.kind == TCS_STATUS_EMERGENCY) {
        tcs_json_text(json, "kind", "emergency");
        tcs_json_text(json, "emergency", emergencies[status.emergency]);
        print_squawk(json, status.squawk);
        return true;
    }
    if (status.kind == TCS_STATUS_ADVISORY) {
        tcs_json_text(json, "kind", "acas_advisory");
        print_advisory(json, status.advisory);
        return true;
    }
    tcs_json_text(json, "kind",
                  status.kind == TCS_STATUS_TARGET ? "target_state"
                                                   : "operational_status");
    tcs_json_uint(json, "subtype", status.subtype);
    if (status.kind == TCS_STATUS_TARGET)
        print_target(json, &status);
    else
        print_operation(json, &status);
    tcs_json_uint(json, "nac_p", status.nac_p);
    if (status.kind == TCS_STATUS_TARGET || status.subtype == 0)
        tcs_json_bool(json, "nic_baro", status.nic_baro != 0);
    tcs_json_uint(json, "sil", status.sil);
    tcs_json_text(json, "sil_per", status.sil_supplement != 0 ? "sample" : "hour");
    return true;
}

void tcs_print_movement(struct tcs_json *json, unsigned movement, bool has_track,
                        unsigned track)
{
    /* First code, its speed and the step from there on (DO-260B table 2-18). */
    static const struct {
        unsigned code;
        double kt, step_kt;
    } steps[] = {
        { 124, 175.0, 0.0 }, { 109, 100.0, 5.0 }, { 94, 70.0, 2.0 },   { 39, 15.0, 1.0 },
        { 13, 2.0, 0.5 },    { 9, 1.0, 0.25 },    { 2, 0.125, 0.125 }, { 1, 0.0, 0.0 },
    };

    for (unsigned i = 0; movement <= 124 && i < sizeof steps / sizeof steps[0]; i++)
        if (movement >= steps[i].code) {
            tcs_json_double(json, "ground_speed_kt",
                            steps[i].kt + (movement - steps[i].code) * steps[i].step_kt);
            break;
        }
    if (has_track)
        tcs_json_double(json, "track_deg", track * 360.0 / 128.0);
}
