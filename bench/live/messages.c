/* SPDX-License-Identifier: Apache-2.0 */
#include "messages.h"
#include "scene.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "encode/ais.h"
#include "encode/asterix.h"
#include "encode/bearings.h"
#include "encode/cot.h"
#include "encode/frigate.h"
#include "encode/kraken.h"
#include "encode/mavlink.h"
#include "encode/mode_s.h"
#include "encode/odas.h"
#include "encode/onvif.h"
#include "encode/pcap.h"
#include "encode/put.h"
#include "encode/remoteid.h"
#include "encode/reply.h"
#include "encode/sapient.h"
#include "encode/uat.h"
#include "encode/wifi.h"
#include "geo/geo.h"
#include "num/elem.h"

enum { FIRST_ICAO = 0x3c6500 };

static const int64_t DAY_NS = 86400 * TCS_NS_PER_S;
static const double FT = 0.3048;
static const double KNOT_MPS = 1852.0 / 3600.0;
static const char RADAR_NODE[] = "6f582b41-6c88-481c-bb0f-6021a1739f57";

/* ------------------------------------------------------------------------- ASTERIX */

/* Two plots of a radar that stares and tells each as soon as it has it. */
static unsigned make_radar(const struct moment *m, struct tcs_writer *w)
{
    const size_t mark = tcs_asterix_block_begin(w, 48);

    for (unsigned k = 0; k < 2; k++) {
        const struct body body = scene_drone(m, 2 * m->number + k);
        const struct tcs_rae rae = scene_seen_from_site(&body);
        const struct tcs_asterix_048 plot = {
            .has = 1u << TCS_048_SOURCE | 1u << TCS_048_TIME | 1u << TCS_048_DESCRIPTOR |
                   1u << TCS_048_POLAR | 1u << TCS_048_HEIGHT,
            .sac = 25,
            .sic = 1,
            .tod_ns = m->utc_ns % DAY_NS,
            .detection = TCS_048_PSR,
            .rho_m = rae.range_m,
            .theta_rad = rae.az_rad,
            .height_m = body.position_m.v[2] + 100.0,
        };

        if (tcs_asterix_write_048(w, &plot) != TCS_OK)
            return 0;
    }
    tcs_asterix_block_end(w, mark);
    return 2;
}

/* Three tracks of a control centre. */
static unsigned make_system(const struct moment *m, struct tcs_writer *w)
{
    const size_t mark = tcs_asterix_block_begin(w, 62);

    for (unsigned k = 0; k < 3; k++) {
        const struct body body = scene_aircraft(m, 3 * m->number + k);
        const struct tcs_asterix_062 track = {
            .has = UINT64_C(1) << TCS_062_SOURCE | UINT64_C(1) << TCS_062_TIME |
                   UINT64_C(1) << TCS_062_WGS84 | UINT64_C(1) << TCS_062_VELOCITY |
                   UINT64_C(1) << TCS_062_ADDRESS | UINT64_C(1) << TCS_062_TRACK |
                   UINT64_C(1) << TCS_062_STATUS | UINT64_C(1) << TCS_062_GEOMETRIC,
            .sac = 25,
            .sic = 2,
            .tod_ns = m->utc_ns % DAY_NS,
            .lat_rad = body.at.lat_rad,
            .lon_rad = body.at.lon_rad,
            .vx_mps = body.velocity_mps.v[0],
            .vy_mps = body.velocity_mps.v[1],
            .address = FIRST_ICAO + body.index,
            .track = (uint16_t)(body.index + 1),
            .geometric_altitude_m = body.at.height_m,
        };

        if (tcs_asterix_write_062(w, &track) != TCS_OK)
            return 0;
    }
    tcs_asterix_block_end(w, mark);
    return 3;
}

static unsigned make_station(const struct moment *m, struct tcs_writer *w)
{
    const size_t mark = tcs_asterix_block_begin(w, 21);
    const struct body body = scene_aircraft(m, m->number);
    const struct tcs_asterix_021 report = {
        .has = UINT64_C(1) << TCS_021_SOURCE | UINT64_C(1) << TCS_021_DESCRIPTOR |
               UINT64_C(1) << TCS_021_POSITION_HEARD | UINT64_C(1) << TCS_021_POSITION |
               UINT64_C(1) << TCS_021_ADDRESS | UINT64_C(1) << TCS_021_HEIGHT,
        .sac = 25,
        .sic = 3,
        .position_heard_tod_ns = m->utc_ns % DAY_NS,
        .latitude_rad = body.at.lat_rad,
        .longitude_rad = body.at.lon_rad,
        .height_m = body.at.height_m,
        .address = FIRST_ICAO + body.index,
    };

    if (tcs_asterix_write_021(w, &report) != TCS_OK)
        return 0;
    tcs_asterix_block_end(w, mark);
    return 1;
}

/* ----------------------------------------------------------------------- broadcasts */

static struct tcs_mode_s squitter(const struct body *body, unsigned odd)
{
    struct tcs_mode_s record = { .address = FIRST_ICAO + body->index,
                                 .df = 17,
                                 .capability = 5,
                                 .type_code = 20, /* GNSS height */
                                 .kind = TCS_MODE_S_AIRBORNE,
                                 .valid = TCS_MODE_S_ALTITUDE };
    const struct tcs_cpr_place place = { scene_degrees(body->at.lat_rad),
                                         scene_degrees(body->at.lon_rad) };
    const struct tcs_cpr_half half = tcs_cpr_encode(place, odd);

    record.as.position = (struct tcs_mode_s_position) {
        .altitude_ft = (int32_t)(body->at.height_m / FT),
        .cpr_lat = half.lat,
        .cpr_lon = half.lon,
        .odd = (uint8_t)odd,
        .gnss_height = 1,
    };
    return record;
}

static struct tcs_mode_s velocity(const struct body *body)
{
    struct tcs_mode_s record = { .address = FIRST_ICAO + body->index,
                                 .df = 17,
                                 .capability = 5,
                                 .type_code = 19,
                                 .kind = TCS_MODE_S_VELOCITY,
                                 .valid = TCS_MODE_S_GROUND_VELOCITY };

    record.as.velocity = (struct tcs_mode_s_velocity) {
        .subtype = 1,
        .nac = 2,
        .east_kt = (int32_t)(body->velocity_mps.v[0] / KNOT_MPS),
        .north_kt = (int32_t)(body->velocity_mps.v[1] / KNOT_MPS),
    };
    return record;
}

/* What a transponder says most of the time: answers to radars and to other aircraft. */
static enum tcs_status write_reply(const struct body *body, uint64_t turn,
                                   struct tcs_writer *w)
{
    static const uint8_t formats[] = { 11, 0, 4, 11, 20, 0, 5, 21 };
    struct tcs_reply reply = { .address = FIRST_ICAO + body->index,
                               .df = formats[turn % sizeof formats] };

    reply.address_overlaid = reply.df != 11;
    if (reply.df == 11)
        reply.capability = 5;
    if (reply.df == 5 || reply.df == 21) {
        reply.squawk = 01234;
        reply.valid |= TCS_REPLY_SQUAWK;
    } else if (reply.df != 11) {
        reply.altitude_ft = (int32_t)(body->at.height_m / FT / 25.0) * 25;
        reply.valid |= TCS_REPLY_ALTITUDE;
    }
    if (reply.df >= 16)
        reply.valid |= TCS_REPLY_MESSAGE;
    return tcs_reply_write(&reply, w);
}

/* Of sixteen messages of an aircraft one is a position and one a velocity: at 35 a second
 * two of each. */
static unsigned make_beast(const struct moment *m, struct tcs_writer *w)
{
    const uint64_t turn = m->number / SCENE_AIRCRAFT;
    const struct body body = scene_aircraft(m, m->number);
    const struct tcs_mode_s record =
        turn % 16 == 0 ? squitter(&body, (unsigned)(turn / 16 % 2)) : velocity(&body);
    struct tcs_mode_s_frame frame = {
        .ticks = (uint64_t)(m->utc_ns / 1000 * 12) & UINT64_C(0xffffffffffff),
        .flags = TCS_MODE_S_HAS_TICKS | TCS_MODE_S_HAS_SIGNAL,
        .signal_raw = 100,
        .len = TCS_MODE_S_LONG_LEN
    };
    struct tcs_writer octets = tcs_writer(frame.octets, sizeof frame.octets);
    const enum tcs_status status = turn % 8 == 0 ? tcs_mode_s_write(&record, &octets)
                                                 : write_reply(&body, turn, &octets);

    frame.len = (uint8_t)octets.len;
    return status == TCS_OK && tcs_beast_write(&frame, w) == TCS_OK;
}

static unsigned make_uat(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_aircraft(m, m->number);
    const struct tcs_uat record = {
        .lat_deg = scene_degrees(body.at.lat_rad),
        .lon_deg = scene_degrees(body.at.lon_rad),
        .address = FIRST_ICAO + body.index,
        .valid = TCS_UAT_POSITION | TCS_UAT_GEO_ALTITUDE | TCS_UAT_NORTH | TCS_UAT_EAST,
        .geo_altitude_ft = (int32_t)(body.at.height_m / FT),
        .north_kt = (int32_t)(body.velocity_mps.v[1] / KNOT_MPS),
        .east_kt = (int32_t)(body.velocity_mps.v[0] / KNOT_MPS),
        .geo_first = 1,
        .nic = 8,
    };
    static struct tcs_uat_frame frame;
    struct tcs_writer octets = tcs_writer(frame.octets, sizeof frame.octets);

    if (tcs_uat_write(&record, &octets) != TCS_OK)
        return 0;
    frame.len = (uint32_t)octets.len;
    return tcs_uat_line_write(&frame, w) == TCS_OK;
}

/* One line of text; 0: it does not fit. */
static unsigned put_line(struct tcs_writer *w, const char *line, int len)
{
    tcs_write_bytes(w, line, (size_t)len);
    return !w->failed;
}

static unsigned make_sbs(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_aircraft(m, m->number);
    char line[160];

    return put_line(
        w, line,
        snprintf(line, sizeof line, "MSG,3,1,1,%06X,1,,,,,,%d,,,%.5f,%.5f,,,0,0,0,0\r\n",
                 FIRST_ICAO + body.index, (int)(body.at.height_m / FT),
                 scene_degrees(body.at.lat_rad), scene_degrees(body.at.lon_rad)));
}

static unsigned make_readsb(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_aircraft(m, m->number);
    char line[256];

    return put_line(w, line,
                    snprintf(line, sizeof line,
                             "{\"now\":%.3f,\"hex\":\"%06x\",\"type\":\"adsb_icao\","
                             "\"alt_geom\":%d,\"lat\":%.6f,\"lon\":%.6f,\"nic\":8,"
                             "\"seen_pos\":0.000,\"seen\":0.0}\n",
                             (double)m->utc_ns / 1e9, FIRST_ICAO + body.index,
                             (int)(body.at.height_m / FT), scene_degrees(body.at.lat_rad),
                             scene_degrees(body.at.lon_rad)));
}

static struct tcs_rid_message location(const struct moment *m, const struct body *body)
{
    const int64_t hour_ns = 3600 * TCS_NS_PER_S;
    struct tcs_rid_message message = {
        .type = TCS_RID_LOCATION,
        .version = 2,
        .valid = TCS_RID_LOCATION_POSITION | TCS_RID_LOCATION_DIRECTION |
                 TCS_RID_LOCATION_SPEED | TCS_RID_LOCATION_GEO | TCS_RID_LOCATION_TIME,
    };

    message.as.location = (struct tcs_rid_location) {
        .lat_e7_deg = (int32_t)(scene_degrees(body->at.lat_rad) * 1e7),
        .lon_e7_deg = (int32_t)(scene_degrees(body->at.lon_rad) * 1e7),
        .speed_mps = tcs_vec3_norm(body->velocity_mps),
        .geo_m = body->at.height_m,
        .direction_deg = (uint16_t)scene_course_deg(body),
        .time_ds = (uint16_t)(m->utc_ns % hour_ns / (TCS_NS_PER_S / 10)),
        .status = TCS_RID_STATUS_AIRBORNE,
        .horizontal_accuracy = 11, /* below 3 m */
        .vertical_accuracy = 4,    /* below 10 m */
    };
    return message;
}

static unsigned begin_remote_id(const struct moment *m, struct tcs_writer *w)
{
    (void)m;
    (void)!tcs_pcap_head_write(TCS_LINK_80211_RADIOTAP, true, w);
    return 0;
}

/* A beacon of somebody's access point: radiotap without fields, management frame, an
 * SSID. */
static unsigned make_beacon(const struct moment *m, struct tcs_writer *w)
{
    static const uint8_t frame[] = {
        0,    0,    8,    0,    0,    0,    0,    0,                /* radiotap */
        0x80, 0,    0,    0,    255,  255,  255,  255,  255,  255,  /* beacon, to all */
        0x02, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x11, 0x22, 0x33, /* from, network */
        0x44, 0x55, 0,    0,                                        /* sequence */
        0,    0,    0,    0,    0,    0,    0,    0,    100,  0,
        1,    4, /* time, interval */
        0,    4,    'h',  'o',  'm',  'e',  1,    4,    0x82, 0x84,
        0x8b, 0x96,
    };
    const struct tcs_pcap_packet packet = { .link = TCS_LINK_80211_RADIOTAP,
                                            .original_len = sizeof frame,
                                            .utc_ns = m->utc_ns,
                                            .data = tcs_bytes(frame, sizeof frame) };

    return tcs_pcap_packet_write(&packet, true, w) == TCS_OK;
}

/* What a card in monitor mode hears: one frame in sixteen is a drone's. */
static unsigned make_remote_id(const struct moment *m, struct tcs_writer *w)
{
    if (m->number % 16 != 0)
        return make_beacon(m, w);
    const struct body body = scene_drone(m, m->number / 16);
    struct tcs_rid_message messages[2] = { { .type = TCS_RID_BASIC_ID, .version = 2 },
                                           location(m, &body) };
    char id[TCS_RID_ID_LEN + 1];
    uint8_t pack_room[256], frame_room[TCS_WIFI_FRAME_MAX];
    struct tcs_writer pack = tcs_writer(pack_room, sizeof pack_room);
    struct tcs_writer frame = tcs_writer(frame_room, sizeof frame_room);

    snprintf(id, sizeof id, "TOCSIN%014u", body.index);
    messages[0].as.basic_id = (struct tcs_rid_basic_id) { .id_kind = TCS_RID_ID_SERIAL,
                                                          .aircraft = 2,
                                                          .id_len = TCS_RID_ID_LEN };
    memcpy(messages[0].as.basic_id.id, id, TCS_RID_ID_LEN);
    if (tcs_rid_pack_write(messages, 2, &pack) != TCS_OK)
        return 0;
    const struct tcs_wifi_frame wifi = {
        .carrier = TCS_WIFI_BEACON,
        .valid = TCS_WIFI_SIGNAL | TCS_WIFI_FREQUENCY | TCS_WIFI_SSID,
        .counter = (uint8_t)(m->number / 16 / SCENE_DRONES),
        .signal_dbm = (int8_t)(-50 - (int)body.index),
        .frequency_mhz = 2437,
        .sequence = (uint16_t)(m->number / 16 / SCENE_DRONES & 0xfff),
        .transmitter = { 0x02, 0x1f, 0x3a, 0, 0, (uint8_t)body.index },
        .ssid = tcs_text_bytes("drone"),
        .payload = tcs_written(&pack),
    };

    if (tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &wifi, &frame) != TCS_OK)
        return 0;
    const struct tcs_pcap_packet packet = { .link = TCS_LINK_80211_RADIOTAP,
                                            .original_len = (uint32_t)frame.len,
                                            .utc_ns = m->utc_ns,
                                            .data = tcs_written(&frame) };

    return tcs_pcap_packet_write(&packet, true, w) == TCS_OK;
}

/* ----------------------------------------------------------------------- directions */

static unsigned make_bearings(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_drone(m, m->number);
    static struct tcs_bearings line;

    snprintf(line.sensor, sizeof line.sensor, "bearings");
    line.utc_ns = m->utc_ns;
    line.count = 1;
    line.bearings[0] = (struct tcs_bearing) {
        .azimuth_deg = scene_degrees(scene_seen_from_site(&body).az_rad),
        .frequency_hz = 2437e6,
        .valid = TCS_BEARING_FREQUENCY,
    };
    return tcs_bearings_write(&line, w) == TCS_OK;
}

static unsigned make_kraken(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_drone(m, 0);
    static struct tcs_kraken line;

    line.utc_ms = m->utc_ns / 1000000;
    line.bearing_deg = scene_degrees(scene_seen_from_site(&body).az_rad);
    line.confidence = 11.0;
    line.frequency_hz = 2437e6;
    line.lat_deg = 50.0;
    line.lon_deg = 8.0;
    snprintf(line.arrangement, sizeof line.arrangement, "UCA");
    snprintf(line.station, sizeof line.station, "df-2");
    snprintf(line.source, sizeof line.source, "GPS");
    return tcs_kraken_write(&line, w) == TCS_OK;
}

/* A hop of ODAS is 8 ms; the array's axes are right, forward, up, and it looks north. */
static unsigned make_odas(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_drone(m, 0);
    const double range_m = tcs_vec3_norm(body.position_m);
    static struct tcs_odas odas;

    odas.hop = (uint64_t)(m->utc_ns % DAY_NS) / 8000000;
    odas.kind = TCS_ODAS_TRACKS;
    odas.count = 1;
    odas.sources[0] = (struct tcs_odas_source) { .x = body.position_m.v[0] / range_m,
                                                 .y = body.position_m.v[1] / range_m,
                                                 .z = body.position_m.v[2] / range_m,
                                                 .strength = 0.9,
                                                 .id = 4,
                                                 .tag = "dynamic" };
    return tcs_odas_write(&odas, w) == TCS_OK;
}

static unsigned begin_onvif(const struct moment *m, struct tcs_writer *w)
{
    (void)m;
    tcs_put_text(w, "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; "
                    "boundary=part\r\n\r\n");
    return 0;
}

static unsigned make_onvif(const struct moment *m, struct tcs_writer *w)
{
    static struct tcs_onvif_item item;

    item.kind = TCS_ONVIF_FRAME;
    item.frame.utc_ns = m->utc_ns;
    item.frame.count = 1;
    item.frame.objects[0] = (struct tcs_onvif_object) {
        .id = 1,
        .left = -0.01,
        .right = 0.01,
        .bottom = 0.1,
        .top = 0.12,
        .likelihood = 0.8,
        .valid = TCS_ONVIF_BOX | TCS_ONVIF_TYPE,
        .type = "Drone",
    };
    tcs_put_text(w, "--part\r\nContent-Type: application/xml\r\n\r\n");
    if (tcs_onvif_write(&item, w) != TCS_OK)
        return 0;
    tcs_put_text(w, "\r\n");
    return 1;
}

static unsigned make_frigate(const struct moment *m, struct tcs_writer *w)
{
    static const struct tcs_frigate event = {
        .left = 600,
        .top = 300,
        .right = 620,
        .bottom = 312,
        .score = 0.8,
        .top_score = 0.9,
        .type = TCS_FRIGATE_UPDATE,
        .id = "1.5-a",
        .camera = "frigate",
        .label = "drone",
    };
    struct tcs_frigate now = event;

    now.utc_ns = m->utc_ns;
    return tcs_frigate_write(&now, w) == TCS_OK;
}

/* ------------------------------------------------------------------- other systems */

static unsigned make_cot(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_drone(m, m->number);
    static struct tcs_cot event;

    event.parts = TCS_COT_HAE | TCS_COT_CE | TCS_COT_LE | TCS_COT_TRACK;
    event.time_ns = event.start_ns = m->utc_ns;
    event.stale_ns = m->utc_ns + 15 * TCS_NS_PER_S;
    event.lat_deg = scene_degrees(body.at.lat_rad);
    event.lon_deg = scene_degrees(body.at.lon_rad);
    event.hae_m = body.at.height_m;
    event.ce_m = event.le_m = 10.0;
    event.course_deg = scene_course_deg(&body);
    event.speed_mps = tcs_vec3_norm(body.velocity_mps);
    snprintf(event.uid, sizeof event.uid, "friend-%u", body.index);
    snprintf(event.type, sizeof event.type, "a-f-A-M-H-Q");
    snprintf(event.how, sizeof event.how, "m-g");
    return tcs_cot_write(&event, w) == TCS_OK;
}

/* Of each drone in turn: who it is, then seven times where. */
static unsigned make_mavlink(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_drone(m, m->number);
    const bool heartbeat = m->number / SCENE_DRONES % 8 == 0;
    struct tcs_mavlink message;
    bool good = tcs_mavlink_begin(heartbeat ? TCS_MAVLINK_HEARTBEAT
                                            : TCS_MAVLINK_GLOBAL_POSITION_INT,
                                  &message) == TCS_OK;

    message.system = (uint8_t)(body.index + 1);
    message.sequence = (uint8_t)(m->number / SCENE_DRONES);
    if (heartbeat) {
        good = good && tcs_mavlink_put(&message, "type", 2) == TCS_OK && /* quadrotor */
               tcs_mavlink_put(&message, "system_status", 4) == TCS_OK;
    } else {
        const int64_t lat_e7 = (int64_t)(scene_degrees(body.at.lat_rad) * 1e7);
        const int64_t lon_e7 = (int64_t)(scene_degrees(body.at.lon_rad) * 1e7);

        good = good && tcs_mavlink_put(&message, "lat", lat_e7) == TCS_OK &&
               tcs_mavlink_put(&message, "lon", lon_e7) == TCS_OK &&
               tcs_mavlink_put(&message, "alt", (int64_t)(body.at.height_m * 1e3)) ==
                   TCS_OK &&
               tcs_mavlink_put(&message, "relative_alt",
                               (int64_t)(body.position_m.v[2] * 1e3)) == TCS_OK;
    }
    return good && tcs_mavlink_write(&message, w) == TCS_OK;
}

static bool put_ais(struct tcs_ais *message, const char *name, int64_t value)
{
    const struct tcs_ais_field *field = tcs_ais_find(message, name);

    return field != NULL && tcs_ais_put(message, field, 0, value) == TCS_OK;
}

/* A report of position of class A, in ten-thousandths of a minute. */
static unsigned make_ais(const struct moment *m, struct tcs_writer *w)
{
    const struct body body = scene_ship(m, m->number);
    uint32_t count = 0;
    const struct tcs_ais_layout *layouts = tcs_ais_layouts(&count);
    struct tcs_ais message;

    return layouts[0].type == 1 &&
           tcs_ais_begin(&layouts[0], 211000000 + body.index, 168, &message) == TCS_OK &&
           put_ais(&message, "lat", (int64_t)(scene_degrees(body.at.lat_rad) * 6e5)) &&
           put_ais(&message, "lon", (int64_t)(scene_degrees(body.at.lon_rad) * 6e5)) &&
           put_ais(&message, "second", m->utc_ns / TCS_NS_PER_S % 60) &&
           tcs_ais_write(&message, '0', 'A', w) == TCS_OK;
}

static void sapient_head(const struct moment *m, tcs_sapient_SapientMessage *message,
                         pb_size_t content)
{
    memset(message, 0, sizeof *message);
    message->has_timestamp = message->has_node_id = true;
    message->timestamp.seconds = m->utc_ns / TCS_NS_PER_S;
    message->timestamp.nanos = (int32_t)(m->utc_ns % TCS_NS_PER_S);
    snprintf(message->node_id, sizeof message->node_id, "%s", RADAR_NODE);
    message->which_content = content;
}

static unsigned begin_sapient(const struct moment *m, struct tcs_writer *w)
{
    static tcs_sapient_SapientMessage message;
    const tcs_sapient_NodeDefinition node = { .has_node_type = true,
                                              .node_type = tcs_sapient_NODE_TYPE_RADAR };
    uint8_t room[64];
    struct tcs_writer parts = tcs_writer(room, sizeof room);

    sapient_head(m, &message, tcs_sapient_SapientMessage_registration_tag);
    tcs_sapient_Registration *registration = &message.content.registration;

    registration->has_icd_version = true;
    snprintf(registration->icd_version, sizeof registration->icd_version,
             "BSI Flex 335 v2.0");
    return tcs_sapient_append(&registration->node_definition,
                              tcs_sapient_NodeDefinition_fields, &node,
                              &parts) == TCS_OK &&
           tcs_sapient_write_framed(&message, tcs_sapient_NODE_TYPE_RADAR, w) == TCS_OK;
}

static unsigned make_sapient(const struct moment *m, struct tcs_writer *w)
{
    static tcs_sapient_SapientMessage message;
    const struct body body = scene_drone(m, m->number);
    uint8_t unique[10] = { (uint8_t)body.index };

    sapient_head(m, &message, tcs_sapient_SapientMessage_detection_report_tag);
    tcs_sapient_DetectionReport *report = &message.content.detection_report;

    report->has_report_id = report->has_object_id = true;
    tcs_sapient_ulid(1700000000000, unique, report->object_id);
    memcpy(unique + 2, &m->number, sizeof m->number);
    tcs_sapient_ulid(m->utc_ns / 1000000, unique, report->report_id);
    report->which_location_oneof = tcs_sapient_DetectionReport_location_tag;
    report->location_oneof.location = (tcs_sapient_Location) {
        .has_x = true,
        .x = scene_degrees(body.at.lon_rad),
        .has_y = true,
        .y = scene_degrees(body.at.lat_rad),
        .has_z = true,
        .z = body.at.height_m,
        .has_coordinate_system = true,
        .coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M,
        .has_datum = true,
        .datum = tcs_sapient_LOCATION_DATUM_WGS84_E,
    };
    return tcs_sapient_write_framed(&message, tcs_sapient_NODE_TYPE_RADAR, w) == TCS_OK;
}

/* A further protocol is a row here, a function above, and a feed in run.py. Shares are
 * those of a site near an airport: most of what comes is Mode S, and ordinary Wi-Fi. */
const struct feed_row feed_rows[] = {
    { "radar", WAY_UDP, 100, NULL, make_radar, NULL },
    { "system", WAY_UDP, 100, "239.255.83.1", make_system, NULL },
    { "station", WAY_LISTEN, 250, NULL, make_station, NULL },
    { "beast", WAY_LISTEN, 7000, NULL, make_beast, NULL },
    { "uat", WAY_LISTEN, 100, NULL, make_uat, NULL },
    { "sbs", WAY_LISTEN, 200, NULL, make_sbs, NULL },
    { "readsb", WAY_LISTEN, 100, NULL, make_readsb, NULL },
    { "remote-id", WAY_CONNECT, 1500, NULL, make_remote_id, begin_remote_id },
    { "bearings", WAY_UDP, 100, NULL, make_bearings, NULL },
    { "kraken", WAY_HTTP_POLL, 0, NULL, make_kraken, NULL },
    { "odas", WAY_CONNECT, 125, NULL, make_odas, NULL },
    { "onvif", WAY_HTTP, 50, NULL, make_onvif, begin_onvif },
    { "frigate", WAY_MQTT, 25, "frigate/events", make_frigate, NULL },
    { "mavlink", WAY_UDP, 200, NULL, make_mavlink, NULL },
    { "ais", WAY_UDP, 5, NULL, make_ais, NULL },
    { "cot", WAY_UDP, 100, "239.255.83.2", make_cot, NULL },
    { "sapient", WAY_CONNECT, 50, NULL, make_sapient, begin_sapient },
};
const size_t feed_row_count = sizeof feed_rows / sizeof feed_rows[0];
