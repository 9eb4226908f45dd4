/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_uat.c -- `tocsin decode uat`: one line a downlink frame.
 *
 *   {"line":1,"hex":"00a66e...","payload_type":0,"address_qualifier":"adsb_icao",
 *    "icao":"a66ef1","lat_deg":37.4,"lon_deg":-122.1,"altitude_ft":3400,"nic":9,...}
 */
#include <string.h>

#include "cli/decode_pieces.h"
#include "decode/uat.h"

/* Names of bits, the lowest first. */
static void print_bits(struct tcs_json *json, const char *key, unsigned bits,
                       const char *const *names, unsigned count)
{
    tcs_json_array(json, key);
    for (unsigned i = 0; i < count; i++)
        if ((bits >> i & 1) != 0)
            tcs_json_text(json, NULL, names[i]);
    tcs_json_end(json);
}

static void print_header(struct tcs_json *json, const struct tcs_uat *record)
{
    static const char *const qualifiers[] = { "adsb_icao",      "adsb_other", "tisb_icao",
                                              "tisb_trackfile", "vehicle",    "beacon",
                                              "adsr_other",     "reserved" };
    const uint8_t address[3] = { (uint8_t)(record->address >> 16),
                                 (uint8_t)(record->address >> 8),
                                 (uint8_t)record->address };
    const bool is_icao =
        record->qualifier == TCS_UAT_ADSB_ICAO || record->qualifier == TCS_UAT_TISB_ICAO;

    tcs_json_uint(json, "payload_type", record->payload_type);
    tcs_json_text(json, "address_qualifier", qualifiers[record->qualifier]);
    tcs_json_hex(json, is_icao ? "icao" : "address", tcs_bytes(address, 3));
}

static void print_flight(struct tcs_json *json, const struct tcs_uat *record)
{
    const uint32_t both = TCS_UAT_NORTH | TCS_UAT_EAST;

    if ((record->valid & TCS_UAT_NORTH) != 0)
        tcs_json_int(json, "north_kt", record->north_kt);
    if ((record->valid & TCS_UAT_EAST) != 0)
        tcs_json_int(json, "east_kt", record->east_kt);
    if ((record->valid & both) == both) {
        tcs_json_double(json, "ground_speed_kt", tcs_uat_ground_speed_kt(record));
        tcs_json_double(json, "track_deg", tcs_uat_course_deg(record));
    }
    if ((record->valid & TCS_UAT_VERTICAL_RATE) != 0) {
        tcs_json_int(json, "vertical_rate_ftpmin", record->vertical_ftpm);
        tcs_json_text(json, "vertical_rate_source",
                      record->vertical_baro != 0 ? "barometric" : "geometric");
    }
}

/* Length and width at most, m: DO-282B table 2-35, that of DO-260B. */
static void print_size(struct tcs_json *json, unsigned code)
{
    static const double widths[] = { 0.0,  23.0, 28.5, 34.0, 33.0, 38.0, 39.5, 45.0,
                                     45.0, 52.0, 59.5, 67.0, 72.5, 80.0, 80.0, 90.0 };

    if (code == 0)
        return;
    tcs_json_uint(json, "length_m", 15 + 10 * (code / 2));
    tcs_json_double(json, "width_m", widths[code]);
}

static void print_taxi(struct tcs_json *json, const struct tcs_uat *record)
{
    static const char *const tracks[] = { "", "track_deg", "magnetic_heading_deg",
                                          "true_heading_deg" };

    if ((record->valid & TCS_UAT_SPEED) != 0)
        tcs_json_int(json, "ground_speed_kt", record->speed_kt);
    if (record->track_kind != 0)
        tcs_json_double(json, tracks[record->track_kind], record->track_deg);
    print_size(json, record->size);
    if ((record->valid & TCS_UAT_LATERAL) != 0)
        tcs_json_int(json, "antenna_right_m", record->lateral_m);
    if ((record->valid & TCS_UAT_LONGITUDINAL) != 0)
        tcs_json_int(json, "antenna_behind_nose_m", record->longitudinal_m);
    if ((record->valid & TCS_UAT_OFFSET_APPLIED) != 0)
        tcs_json_bool(json, "antenna_offset_applied", true);
}

static void print_state(struct tcs_json *json, const struct tcs_uat *record)
{
    static const char *const states[] = { "airborne", "supersonic", "ground",
                                          "reserved" };

    if ((record->valid & TCS_UAT_POSITION) != 0) {
        tcs_json_double(json, "lat_deg", record->lat_deg);
        tcs_json_double(json, "lon_deg", record->lon_deg);
    }
    if ((record->valid & TCS_UAT_BARO_ALTITUDE) != 0)
        tcs_json_int(json, "altitude_ft", record->baro_altitude_ft);
    if ((record->valid & TCS_UAT_GEO_ALTITUDE) != 0)
        tcs_json_int(json, "gnss_height_ft", record->geo_altitude_ft);
    tcs_json_text(json, "first_altitude",
                  record->geo_first != 0 ? "geometric" : "barometric");
    tcs_json_uint(json, "nic", record->nic);
    tcs_json_text(json, "air_ground", states[record->state]);
    if (record->state == TCS_UAT_GROUND)
        print_taxi(json, record);
    else
        print_flight(json, record);
    if ((record->valid & TCS_UAT_COUPLING) != 0) {
        tcs_json_bool(json, "utc_coupled", record->utc_coupled != 0);
        tcs_json_uint(json, "uplink_feedback", record->feedback);
    }
    if ((record->valid & TCS_UAT_SITE) != 0)
        tcs_json_uint(json, "tisb_site", record->site);
}

/* A flight plan's identity is four octal digits, which is a squawk, or something else. */
static const char *name_key(const struct tcs_uat *record)
{
    if ((record->valid & TCS_UAT_CALLSIGN) != 0)
        return "callsign";
    for (unsigned i = 0; i < record->callsign_len; i++)
        if (record->callsign[i] < '0' || record->callsign[i] > '7')
            return "flight_plan_id";
    return record->callsign_len == 4 ? "squawk" : "flight_plan_id";
}

static void print_status(struct tcs_json *json, const struct tcs_uat *record)
{
    static const char *const emergencies[] = {
        "none", "general", "medical", "fuel", "radio", "unlawful", "downed", "reserved"
    };
    static const char *const capabilities[] = { "cdti", "uat_in", "es_in", "acas" };
    static const char *const modes[] = { "acas_advisory", "ident", "atc_services" };
    const char category[3] = { (char)('A' + record->category / 8),
                               (char)('0' + record->category % 8), '\0' };

    if ((record->valid & TCS_UAT_CATEGORY) != 0)
        tcs_json_text(json, "category", category);
    if ((record->valid & (TCS_UAT_CALLSIGN | TCS_UAT_FLIGHT_PLAN)) != 0)
        tcs_json_bytes(json, name_key(record),
                       tcs_bytes(record->callsign, record->callsign_len));
    tcs_json_text(json, "emergency", emergencies[record->emergency]);
    tcs_json_uint(json, "version", record->version);
    tcs_json_uint(json, "sil", record->sil);
    tcs_json_uint(json, "transmit_slot", record->transmit_slot);
    tcs_json_uint(json, "nac_p", record->nac_p);
    tcs_json_uint(json, "nac_v", record->nac_v);
    tcs_json_uint(json, "nic_baro", record->nic_baro);
    print_bits(json, "capabilities", record->capabilities, capabilities, 4);
    print_bits(json, "operational_modes", record->modes, modes, 3);
    if (record->version < 2) {
        tcs_json_text(json, "heading_reference",
                      record->heading_magnetic != 0 ? "magnetic" : "true");
        return;
    }
    tcs_json_uint(json, "sda", record->sda);
    tcs_json_uint(json, "sil_supplement", record->sil_per_sample);
    tcs_json_uint(json, "gva", record->gva);
    tcs_json_bool(json, "single_antenna", record->single_antenna != 0);
    tcs_json_uint(json, "nic_supplement", record->nic_supplement);
}

static void print_target(struct tcs_json *json, const struct tcs_uat *record)
{
    static const char *const modes[] = { "autopilot", "vnav", "altitude_hold", "approach",
                                         "lnav" };

    if ((record->valid & TCS_UAT_SELECTED_ALTITUDE) != 0)
        tcs_json_int(json,
                     record->from_fms != 0 ? "selected_altitude_fms_ft"
                                           : "selected_altitude_mcp_ft",
                     record->selected_altitude_ft);
    if ((record->valid & TCS_UAT_PRESSURE) != 0)
        tcs_json_double(json, "baro_pressure_setting_hpa", record->pressure_hpa);
    if ((record->valid & TCS_UAT_SELECTED_HEADING) != 0)
        tcs_json_double(json, "selected_heading_deg", record->selected_heading_deg);
    if ((record->valid & TCS_UAT_TARGET_MODES) != 0)
        print_bits(json, "target_modes", record->target_modes, modes, 5);
}

static void print_record(struct tcs_decode_job *job, const struct tcs_uat_frame *frame,
                         const struct tcs_uat *record)
{
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "line", job->records);
    if ((frame->has & TCS_UAT_HAS_TIME) != 0)
        tcs_decode_time(json, "utc", frame->utc_ns);
    if ((frame->has & TCS_UAT_HAS_CORRECTED) != 0)
        tcs_json_uint(json, "corrected_symbols", frame->corrected);
    if ((frame->has & TCS_UAT_HAS_SIGNAL) != 0)
        tcs_json_uint(json, "signal_raw", frame->signal_raw);
    if ((frame->has & TCS_UAT_HAS_RSSI) != 0)
        tcs_json_double(json, "rssi_db", frame->rssi_db);
    tcs_json_hex(json, "hex", tcs_bytes(frame->octets, frame->len));
    print_header(json, record);
    if ((record->elements & TCS_UAT_STATE_VECTOR) != 0)
        print_state(json, record);
    if ((record->elements & TCS_UAT_MODE_STATUS) != 0)
        print_status(json, record);
    if ((record->elements & TCS_UAT_TARGET_STATE) != 0)
        print_target(json, record);
    if (record->impossible != 0) {
        tcs_json_text(json, "left_out", "name");
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, "field left out: name");
    }
    if (record->elements != tcs_uat_elements(record->payload_type))
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK,
                      "target state of a version before 2, left out");
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void decode_line(struct tcs_decode_job *job, struct tcs_bytes line)
{
    struct tcs_uat_frame frame;
    struct tcs_uat record;
    struct tcs_fault fault;

    job->records++;
    enum tcs_status status = tcs_uat_line_read(line, &frame, &fault);

    if (status == TCS_OK && frame.len == TCS_UAT_UPLINK_LEN) {
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "uplink frame");
        return;
    }
    if (status == TCS_OK)
        status = tcs_uat_read(tcs_bytes(frame.octets, frame.len), &record, &fault);
    if (status == TCS_OK)
        print_record(job, &frame, &record);
    else
        tcs_decode_fault(job, &fault);
}

int tcs_decode_uat(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct tcs_decode_job job = { .what = "line" };

    return tcs_decode_lines(format, argc, argv, &job, decode_line);
}
