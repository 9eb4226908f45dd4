/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_remoteid.c -- `tocsin decode remoteid`: one line a frame that holds Remote ID,
 * with its messages inside.
 *
 *   {"packet":3,"utc":"...","carrier":"beacon","transmitter":"90:3a:e6:5b:c8:a8",
 *    "signal_dbm":-34,...,"messages":[{"type":"location","lat_deg":47.1986,...},...]}
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cli/decode.h"
#include "decode/ble.h"
#include "decode/dji.h"
#include "decode/french.h"
#include "decode/remoteid.h"
#include "decode/rid_json.h"
#include "decode/wifi.h"
#include "feed/capture.h"

enum { FAULTS_SHOWN = 10 }; /* with their place, on standard error */

struct job {
    const char *path;
    struct tcs_leap_table leap;
    struct tcs_tally tally;
    struct tcs_json json;
    struct tcs_ble ble;
    uint64_t documents; /* of JSON */
    uint64_t messages[TCS_RID_TYPE_COUNT];
    unsigned faults_shown;
};

/* ----------------------------------------------------------------------- one message */

static void print_utc(struct tcs_json *json, const char *key, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_json_text(json, key, text);
}

/* A code and, where it has one, its word. */
static void print_code(struct tcs_json *json, const char *key, const char *code_key,
                       const char *word, unsigned code)
{
    tcs_json_text(json, key, word);
    tcs_json_uint(json, code_key, code);
}

static void print_basic_id(struct tcs_json *json, const struct tcs_rid_basic_id *basic)
{
    const struct tcs_bytes id = tcs_bytes(basic->id, basic->id_len);

    print_code(json, "id_kind", "id_kind_code", tcs_rid_id_kind_name(basic->id_kind),
               basic->id_kind);
    if (basic->id_kind == TCS_RID_ID_UTM_UUID || basic->id_kind == TCS_RID_ID_SESSION)
        tcs_json_hex(json, "id_hex", id);
    else
        tcs_json_bytes(json, "id", id);
    print_code(json, "aircraft", "aircraft_code", tcs_rid_aircraft_name(basic->aircraft),
               basic->aircraft);
}

/* A number that the message may not hold. */
static void print_number(struct tcs_json *json, const char *key, bool valid, double value)
{
    if (valid)
        tcs_json_double(json, key, value);
}

static void print_location(struct job *job, const struct tcs_rid_message *message,
                           int64_t utc_ns)
{
    struct tcs_json *json = &job->json;
    const struct tcs_rid_location *location = &message->as.location;
    const unsigned valid = message->valid;

    print_code(json, "status", "status_code", tcs_rid_status_name(location->status),
               location->status);
    print_number(json, "lat_deg", valid & TCS_RID_LOCATION_POSITION,
                 location->lat_e7_deg / 1e7);
    print_number(json, "lon_deg", valid & TCS_RID_LOCATION_POSITION,
                 location->lon_e7_deg / 1e7);
    print_number(json, "geo_altitude_m", valid & TCS_RID_LOCATION_GEO, location->geo_m);
    print_number(json, "baro_altitude_m", valid & TCS_RID_LOCATION_BARO,
                 location->baro_m);
    print_number(json, "height_m", valid & TCS_RID_LOCATION_HEIGHT, location->height_m);
    tcs_json_text(json, "height_over",
                  location->height_reference != 0 ? "ground" : "take_off");
    print_number(json, "direction_deg", valid & TCS_RID_LOCATION_DIRECTION,
                 location->direction_deg);
    print_number(json, "speed_mps", valid & TCS_RID_LOCATION_SPEED, location->speed_mps);
    print_number(json, "vertical_speed_mps", valid & TCS_RID_LOCATION_VERTICAL_SPEED,
                 location->vertical_speed_mps);
    if ((valid & TCS_RID_LOCATION_TIME) != 0 && utc_ns == 0) {
        tcs_json_double(json, "time_of_hour_s", location->time_ds / 10.0);
    } else if ((valid & TCS_RID_LOCATION_TIME) != 0) {
        const struct tcs_time seen_at = tcs_time_from_utc(&job->leap, utc_ns);

        tcs_json_double(json, "time_of_hour_s", location->time_ds / 10.0);
        print_utc(json, "valid_utc",
                  tcs_time_to_utc(&job->leap,
                                  tcs_rid_time(&job->leap, location->time_ds, seen_at)));
    }
    const double horizontal_m = tcs_rid_horizontal_m(location->horizontal_accuracy);
    const double vertical_m = tcs_rid_vertical_m(location->vertical_accuracy);
    const double baro_m = tcs_rid_vertical_m(location->baro_accuracy);
    const double speed_mps = tcs_rid_speed_accuracy_mps(location->speed_accuracy);

    print_number(json, "horizontal_accuracy_m", horizontal_m > 0.0, horizontal_m);
    print_number(json, "vertical_accuracy_m", vertical_m > 0.0, vertical_m);
    print_number(json, "baro_accuracy_m", baro_m > 0.0, baro_m);
    print_number(json, "speed_accuracy_mps", speed_mps > 0.0, speed_mps);
    print_number(json, "time_accuracy_s", location->time_accuracy > 0,
                 location->time_accuracy / 10.0);
}

static void print_auth(struct tcs_json *json, const struct tcs_rid_auth *auth)
{
    tcs_json_uint(json, "auth_kind_code", auth->auth_kind);
    tcs_json_uint(json, "page", auth->page);
    if (auth->page == 0) {
        tcs_json_uint(json, "last_page", auth->last_page);
        tcs_json_uint(json, "length", auth->len);
        print_utc(json, "auth_utc", (TCS_RID_EPOCH_UTC_S + auth->time_s) * TCS_NS_PER_S);
    }
    tcs_json_hex(json, "data_hex",
                 tcs_bytes(auth->data, auth->page == 0 ? (size_t)TCS_RID_AUTH_FIRST_LEN
                                                       : (size_t)TCS_RID_AUTH_LEN));
}

static void print_system(struct tcs_json *json, const struct tcs_rid_message *message)
{
    const struct tcs_rid_system *system = &message->as.system;
    const unsigned valid = message->valid;

    tcs_json_uint(json, "operator_source_code", system->operator_source);
    print_number(json, "operator_lat_deg", valid & TCS_RID_SYSTEM_OPERATOR,
                 system->operator_lat_e7_deg / 1e7);
    print_number(json, "operator_lon_deg", valid & TCS_RID_SYSTEM_OPERATOR,
                 system->operator_lon_e7_deg / 1e7);
    print_number(json, "operator_geo_altitude_m", valid & TCS_RID_SYSTEM_OPERATOR_GEO,
                 system->operator_geo_m);
    tcs_json_uint(json, "area_count", system->area_count);
    tcs_json_uint(json, "area_radius_m", system->area_radius_m);
    print_number(json, "area_ceiling_m", valid & TCS_RID_SYSTEM_CEILING,
                 system->ceiling_m);
    print_number(json, "area_floor_m", valid & TCS_RID_SYSTEM_FLOOR, system->floor_m);
    tcs_json_uint(json, "classification_code", system->classification);
    if ((valid & TCS_RID_SYSTEM_EU) != 0) {
        tcs_json_uint(json, "eu_category_code", system->eu_category);
        tcs_json_uint(json, "eu_class_code", system->eu_class);
    }
    if ((valid & TCS_RID_SYSTEM_TIME) != 0)
        print_utc(json, "system_utc",
                  (TCS_RID_EPOCH_UTC_S + system->time_s) * TCS_NS_PER_S);
}

/* Names of the fields that were said, but cannot be; they are counted by name. */
static void print_impossible(struct job *job, const struct tcs_rid_message *message)
{
    static const struct {
        unsigned field;
        const char *name;
    } rows[] = {
        { TCS_RID_LOCATION_DIRECTION, "direction" },
        { TCS_RID_LOCATION_VERTICAL_SPEED, "vertical speed" },
        { TCS_RID_LOCATION_TIME, "time of hour" },
    };
    char reason[TCS_TALLY_REASON_LEN];

    if (message->impossible == 0)
        return;
    tcs_json_array(&job->json, "impossible");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((message->impossible & rows[i].field) == 0)
            continue;
        tcs_json_text(&job->json, NULL, rows[i].name);
        snprintf(reason, sizeof reason, "field left out: Location %s", rows[i].name);
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, reason);
    }
    tcs_json_end(&job->json);
}

static void print_message(struct job *job, const struct tcs_rid_message *message,
                          int64_t utc_ns)
{
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    tcs_json_text(json, "type", tcs_rid_type_name(message->type));
    tcs_json_uint(json, "version", message->version);
    switch (message->type) {
    case TCS_RID_BASIC_ID:
        print_basic_id(json, &message->as.basic_id);
        break;
    case TCS_RID_LOCATION:
        print_location(job, message, utc_ns);
        break;
    case TCS_RID_AUTH:
        print_auth(json, &message->as.auth);
        break;
    case TCS_RID_SELF_ID:
        tcs_json_uint(json, "kind_code", message->as.self_id.kind);
        tcs_json_bytes(json, "text",
                       tcs_bytes(message->as.self_id.text, message->as.self_id.text_len));
        break;
    case TCS_RID_SYSTEM:
        print_system(json, message);
        break;
    default:
        tcs_json_uint(json, "kind_code", message->as.operator_id.kind);
        tcs_json_bytes(
            json, "id",
            tcs_bytes(message->as.operator_id.id, message->as.operator_id.id_len));
        break;
    }
    print_impossible(job, message);
    tcs_json_end(json);
}

/* ------------------------------------------------------------------------- one frame */

static const char *status_word(enum tcs_status status)
{
    return status == TCS_E_DAMAGED   ? "damaged"
           : status == TCS_E_FOREIGN ? "foreign"
                                     : "impossible";
}

static void count_fault(struct job *job, const struct tcs_capture_packet *packet,
                        const struct tcs_fault *fault)
{
    tcs_tally_add(&job->tally,
                  fault->status == TCS_E_DAMAGED   ? TCS_TALLY_DAMAGED
                  : fault->status == TCS_E_FOREIGN ? TCS_TALLY_FOREIGN
                                                   : TCS_TALLY_IMPOSSIBLE,
                  fault->item);
    if (fault->status == TCS_E_FOREIGN || job->faults_shown == FAULTS_SHOWN)
        return;
    job->faults_shown++;
    fprintf(stderr, "%s: packet %" PRIu64 " octet %" PRIu32 ": %s: %s\n", job->path,
            packet->offset + 1, fault->offset, fault->item,
            tcs_status_text(fault->status));
}

static void print_address(struct tcs_json *json, const uint8_t mac[6])
{
    char text[18];

    snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
             mac[3], mac[4], mac[5]);
    tcs_json_text(json, "transmitter", text);
}

static void print_wifi_head(struct tcs_json *json, const struct tcs_wifi_frame *frame)
{
    tcs_json_text(json, "carrier",
                  frame->carrier == TCS_WIFI_BEACON ? "wifi_beacon" : "wifi_nan");
    print_address(json, frame->transmitter);
    if ((frame->valid & TCS_WIFI_SSID) != 0)
        tcs_json_bytes(json, "ssid", frame->ssid);
    if ((frame->valid & TCS_WIFI_SIGNAL) != 0)
        tcs_json_int(json, "signal_dbm", frame->signal_dbm);
    if ((frame->valid & TCS_WIFI_FREQUENCY) != 0)
        tcs_json_uint(json, "frequency_mhz", frame->frequency_mhz);
    tcs_json_uint(json, "sequence", frame->sequence);
    if (frame->speech == TCS_WIFI_ODID)
        tcs_json_uint(json, "counter", frame->counter);
}

static void print_ble_head(struct tcs_json *json, const struct tcs_ble_advert *advert)
{
    tcs_json_text(json, "carrier",
                  advert->carrier == TCS_BLE_CARRIER_LEGACY ? "bluetooth_legacy"
                                                            : "bluetooth_extended");
    print_address(json, advert->address);
    tcs_json_text(json, "address_kind",
                  (advert->valid & TCS_BLE_RANDOM) != 0 ? "random" : "public");
    if ((advert->valid & TCS_BLE_SIGNAL) != 0)
        tcs_json_int(json, "signal_dbm", advert->signal_dbm);
    if ((advert->valid & TCS_BLE_CHANNEL) != 0)
        tcs_json_uint(json, "channel", advert->channel);
    tcs_json_text(json, "phy", tcs_ble_phy_name(advert->phy));
    tcs_json_uint(json, "counter", advert->counter);
}

static void decode_messages(struct job *job, const struct tcs_capture_packet *packet,
                            const struct tcs_rid_pack *pack, size_t base)
{
    tcs_json_array(&job->json, "messages");
    for (unsigned i = 0; i < pack->count; i++) {
        const struct tcs_bytes octets = tcs_rid_pack_get(pack, i);
        struct tcs_rid_message message;
        struct tcs_fault fault;

        if (tcs_rid_message_read(octets, &message, &fault) == TCS_OK) {
            job->messages[message.type]++;
            print_message(job, &message, packet->utc_ns);
            continue;
        }
        fault.offset += (uint32_t)(base + (size_t)(octets.data - pack->messages.data));
        count_fault(job, packet, &fault);
        tcs_json_object(&job->json, NULL);
        tcs_json_text(&job->json, status_word(fault.status), fault.item);
        tcs_json_end(&job->json);
    }
    tcs_json_end(&job->json);
}

/* Of the one that is there. */
static struct tcs_bytes payload_of(const struct tcs_wifi_frame *frame,
                                   const struct tcs_ble_advert *advert)
{
    if (frame != NULL)
        return frame->payload;
    return advert != NULL ? advert->payload : tcs_bytes(NULL, 0);
}

static void print_head(struct job *job, const struct tcs_capture_packet *packet,
                       const struct tcs_wifi_frame *frame,
                       const struct tcs_ble_advert *advert)
{
    tcs_json_object(&job->json, NULL);
    tcs_json_uint(&job->json, "packet", packet->offset + 1);
    print_utc(&job->json, "utc", packet->utc_ns);
    if (frame != NULL)
        print_wifi_head(&job->json, frame);
    else if (advert != NULL)
        print_ble_head(&job->json, advert);
    tcs_json_hex(&job->json, "payload_hex", payload_of(frame, advert));
}

static void end_record(struct job *job)
{
    tcs_json_end(&job->json);
    tcs_json_line(&job->json);
    job->tally.records++;
}

/* What one frame or advertisement carries; one of the two is NULL. Offsets in what was
 * gathered from several packets count from its own start. */
static void decode_odid(struct job *job, const struct tcs_capture_packet *packet,
                        const struct tcs_wifi_frame *frame,
                        const struct tcs_ble_advert *advert)
{
    const struct tcs_bytes payload = payload_of(frame, advert);
    const bool inside = payload.data >= packet->data.data &&
                        payload.data <= packet->data.data + packet->data.len;
    const size_t base = inside ? (size_t)(payload.data - packet->data.data) : 0;
    struct tcs_rid_pack pack;
    struct tcs_fault fault;

    if (tcs_rid_pack_read(payload, &pack, &fault) != TCS_OK) {
        fault.offset += (uint32_t)base;
        count_fault(job, packet, &fault);
        return;
    }
    print_head(job, packet, frame, advert);
    if (pack.missing > 0) {
        fault.offset += (uint32_t)base;
        count_fault(job, packet, &fault);
        tcs_json_uint(&job->json, "messages_cut_off", pack.missing);
    }
    decode_messages(job, packet, &pack,
                    base + (size_t)(pack.messages.data - payload.data));
    end_record(job);
}

static void print_said(struct job *job, const struct tcs_rid_said *said, int64_t utc_ns)
{
    if (said->name_len > 0)
        tcs_json_bytes(&job->json, "name", tcs_bytes(said->name, said->name_len));
    tcs_json_array(&job->json, "messages");
    for (uint32_t i = 0; i < said->count; i++) {
        job->messages[said->messages[i].type]++;
        print_message(job, &said->messages[i], utc_ns);
    }
    tcs_json_end(&job->json);
}

/* What Open Drone ID has no place for; the rest follows as its messages. */
static void print_dji(struct tcs_json *json, const struct tcs_dji *dji)
{
    tcs_json_text(json, "dialect", "dji");
    tcs_json_uint(json, "kind_code", dji->kind);
    if (dji->kind == TCS_DJI_PURPOSE)
        return;
    tcs_json_uint(json, "version", dji->version);
    tcs_json_uint(json, "dji_sequence", dji->sequence);
    tcs_json_uint(json, "state_code", dji->state);
    tcs_json_int(json, "altitude_raw", dji->altitude_raw);
    tcs_json_int(json, "height_raw", dji->height_raw);
    tcs_json_double(json, "yaw_deg", dji->yaw_raw / 100.0);
    if ((dji->valid & TCS_DJI_TIME) != 0)
        tcs_json_uint(json, "time_ms", dji->time_ms);
    print_number(json, "home_lat_deg", dji->valid & TCS_DJI_HOME,
                 tcs_dji_deg(dji->home_lat_raw));
    print_number(json, "home_lon_deg", dji->valid & TCS_DJI_HOME,
                 tcs_dji_deg(dji->home_lon_raw));
    tcs_json_uint(json, "product_code", dji->product);
    tcs_json_hex(json, "uuid_hex", tcs_bytes(dji->uuid, sizeof dji->uuid));
}

/* A beacon in another dialect. */
static void decode_dialect(struct job *job, const struct tcs_capture_packet *packet,
                           const struct tcs_wifi_frame *frame)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_french french;
    struct tcs_dji dji;
    struct tcs_fault fault;
    const bool is_french = frame->speech == TCS_WIFI_FRENCH;
    const enum tcs_status status = is_french
                                       ? tcs_french_read(frame->payload, &french, &fault)
                                       : tcs_dji_read(frame->payload, &dji, &fault);

    if (status != TCS_OK) {
        fault.offset += (uint32_t)(frame->payload.data - packet->data.data);
        count_fault(job, packet, &fault);
        return;
    }
    print_head(job, packet, frame, NULL);
    if (is_french) {
        tcs_json_text(&job->json, "dialect", "french");
        tcs_french_say(&french, &said);
    } else {
        print_dji(&job->json, &dji);
        tcs_dji_say(&dji, &said);
    }
    print_said(job, &said, packet->utc_ns);
    end_record(job);
}

static void decode_advert(struct job *job, const struct tcs_capture_packet *packet,
                          const struct tcs_ble_pdu *pdu)
{
    const uint64_t lost = job->ble.lost_count;
    struct tcs_ble_advert advert;
    struct tcs_fault fault;
    const enum tcs_status status =
        tcs_ble_take(&job->ble, pdu, packet->utc_ns, &advert, &fault);

    for (uint64_t i = lost; i < job->ble.lost_count; i++)
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED,
                      "Remote ID whose other parts never came");
    if (status == TCS_OK)
        decode_odid(job, packet, NULL, &advert);
    else if (status != TCS_MORE)
        count_fault(job, packet, &fault);
}

static void decode_bluetooth(struct job *job, const struct tcs_capture_packet *packet)
{
    size_t at = 0;

    do {
        struct tcs_ble_pdu pdu;
        struct tcs_fault fault;

        if (tcs_ble_pdu_read(packet->link, packet->data, &at, &pdu, &fault) == TCS_OK)
            decode_advert(job, packet, &pdu);
        else
            count_fault(job, packet, &fault);
    } while (at < packet->data.len);
}

static void decode_packet(struct job *job, const struct tcs_capture_packet *packet)
{
    struct tcs_wifi_frame frame;
    struct tcs_fault fault;

    if (tcs_ble_is_link(packet->link))
        decode_bluetooth(job, packet);
    else if (tcs_wifi_find(packet->link, packet->data, &frame, &fault) != TCS_OK)
        count_fault(job, packet, &fault);
    else if (frame.speech == TCS_WIFI_ODID)
        decode_odid(job, packet, &frame, NULL);
    else
        decode_dialect(job, packet, &frame);
}

static void print_message_counts(const struct job *job)
{
    uint64_t sum = 0;

    for (unsigned type = 0; type < TCS_RID_TYPE_COUNT; type++)
        sum += job->messages[type];
    fprintf(stderr, "messages %" PRIu64 "\n", sum);
    for (unsigned type = 0; type < TCS_RID_TYPE_COUNT; type++)
        if (job->messages[type] > 0)
            fprintf(stderr, "  %s: %" PRIu64 "\n", tcs_rid_type_name((uint8_t)type),
                    job->messages[type]);
}

/* ------------------------------------------------------------------------- JSON */

static void print_json_head(struct tcs_json *json, uint8_t dialect,
                            const struct tcs_rid_said *said)
{
    tcs_json_object(json, NULL);
    tcs_json_text(json, "carrier", "json");
    tcs_json_text(json, "dialect", tcs_rid_json_dialect_name(dialect));
    if ((said->valid & TCS_RID_SAID_ADDRESS) != 0) {
        uint8_t mac[6];

        for (unsigned i = 0; i < 6; i++)
            mac[i] = (uint8_t)(said->address >> (40 - 8 * i));
        print_address(json, mac);
    }
    if ((said->valid & TCS_RID_SAID_SIGNAL) != 0)
        tcs_json_int(json, "signal_dbm", said->signal_dbm);
}

/* The drones of one document; false: it is not JSON. */
static bool decode_document(struct job *job, struct tcs_bytes text)
{
    static struct tcs_js js;
    struct tcs_capture_packet place = { .offset = job->documents };
    struct tcs_fault fault;
    uint32_t at = 0;

    if (tcs_js_read(text, &js, &fault) != TCS_OK)
        return false;
    job->documents++;
    for (;;) {
        struct tcs_rid_said said;
        uint8_t dialect = 0;
        const enum tcs_status status =
            tcs_rid_json_next(&js, &at, &said, &dialect, &fault);

        if (status == TCS_END)
            return true;
        if (status != TCS_OK) {
            count_fault(job, &place, &fault);
            continue;
        }
        print_json_head(&job->json, dialect, &said);
        print_said(job, &said, 0);
        end_record(job);
    }
}

static void decode_lines(struct job *job, struct tcs_bytes text)
{
    while (text.len > 0) {
        const uint8_t *end = memchr(text.data, '\n', text.len);
        const size_t len = end != NULL ? (size_t)(end - text.data) : text.len;
        struct tcs_bytes line = tcs_bytes(text.data, len);

        while (line.len > 0 && line.data[0] != '{' && line.data[0] != '[') {
            line.data++; /* a time may stand before the document */
            line.len--;
        }
        if (line.len > 0 && !decode_document(job, line))
            tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "line that is no JSON");
        else if (line.len == 0 && len > 0)
            tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "line without a document");
        text = tcs_bytes_part(text, len + 1, text.len);
    }
}

/* A file that is no capture: one document, or one a line. */
static int decode_text(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture_packet piece;
    uint8_t *text = NULL;
    size_t len = 0;

    while (tcs_capture_next(capture, &piece, why) == TCS_OK) {
        uint8_t *more = realloc(text, len + piece.data.len);

        if (more == NULL) {
            free(text);
            tcs_capture_close(capture);
            fprintf(stderr, "tocsin decode: out of memory\n");
            return TCS_EXIT_IO;
        }
        text = more;
        memcpy(text + len, piece.data.data, piece.data.len);
        len += piece.data.len;
    }
    tcs_capture_close(capture);
    if (len > 0 && !decode_document(job, tcs_bytes(text, len)))
        decode_lines(job, tcs_bytes(text, len));
    free(text);
    if (job->documents == 0) {
        fprintf(stderr, "%s: neither a pcap or pcapng file nor JSON\n", job->path);
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN,
                      "neither a pcap or pcapng file nor JSON");
    } else {
        print_message_counts(job);
    }
    return tcs_decode_finish(&job->json, &job->tally);
}

/* -------------------------------------------------------------------------- one file */

int tcs_decode_remoteid(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct job job;
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;
    enum tcs_status status;

    if (argc != 2)
        return tcs_decode_usage(format, argc < 2 ? "no FILE" : argv[2]);
    job.path = argv[1];
    tcs_leap_builtin(&job.leap);
    tcs_json_init(&job.json, stdout);
    if (tcs_capture_open(job.path, &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job.path, why);
        return TCS_EXIT_IO;
    }
    if (!tcs_capture_is_packets(capture))
        return decode_text(&job, capture);
    const bool live = tcs_capture_is_live(capture);

    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        decode_packet(&job, &packet);
        if (live)
            (void)tcs_json_flush(&job.json); /* that it failed is told at the end */
    }
    if (status != TCS_END) {
        fprintf(stderr, "%s: %s\n", job.path, why);
        tcs_tally_add(&job.tally, TCS_TALLY_DAMAGED, "the file breaks off");
    }
    tcs_capture_close(capture);
    print_message_counts(&job);
    return tcs_decode_finish(&job.json, &job.tally);
}
