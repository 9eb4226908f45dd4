/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sim.h"

#include <string.h>

#include "base/text.h"
#include "encode/mode_s.h"
#include "encode/pcap.h"
#include "encode/remoteid.h"
#include "encode/wifi.h"
#include "num/elem.h"

static const double REMOTE_ID_S = 1.0;
static const double POSITION_S = 0.5;
static const double VELOCITY_S = 0.5;
static const double IDENTITY_S = 5.0;
static const double FT = 0.3048;
static const double KNOT_MPS = 1852.0 / 3600.0;

/* True in one step of each period, at a moment that differs from body to body. */
static bool due(const struct tcs_sim *sim, uint32_t body, double period_s, double phase)
{
    const double shift = tcs_fmod(0.37 * (body + 1) + phase, 1.0) * period_s;
    const double turns = (sim->world.now_s + shift) / period_s;
    const double before = (sim->world.now_s + shift - TCS_WORLD_STEP_S) / period_s;

    return tcs_floor(turns) > tcs_floor(before);
}

static struct tcs_geodetic place(const struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                 const struct tcs_body *body)
{
    struct tcs_vec3 said = body->position_m;

    /* A receiver of satellites is good to a few metres. */
    for (int i = 0; i < 3; i++)
        said.v[i] += (i == 2 ? 3.0 : 1.5) * tcs_rand_normal(&sensor->rand);
    return tcs_geodetic_from_enu(&sim->site->engine.frame, said);
}

/* What flies tells its velocity by its own east, north and up, not by the site's: at 70
 * km these are 0.6 degrees apart. */
static struct tcs_vec3 own_velocity(const struct tcs_sim *sim,
                                    const struct tcs_body *body)
{
    const struct tcs_frame *site = &sim->site->engine.frame;
    const struct tcs_frame own = tcs_frame(tcs_geodetic_from_enu(site, body->position_m));

    return tcs_mat3_vec(&own.enu_from_ecef,
                        tcs_mat3_tvec(&site->enu_from_ecef, body->velocity_mps));
}

static struct tcs_rid_message location(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                       const struct tcs_body *body)
{
    const struct tcs_geodetic at = place(sim, sensor, body);
    const struct tcs_vec3 v = own_velocity(sim, body);
    const double speed = tcs_sqrt(v.v[0] * v.v[0] + v.v[1] * v.v[1]);
    const double course = tcs_angle_wrap(tcs_atan2(v.v[0], v.v[1])) / TCS_RAD_PER_DEG;
    const int64_t hour_ns = 3600 * TCS_NS_PER_S;
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION, .version = 2 };

    message.valid = TCS_RID_LOCATION_POSITION | TCS_RID_LOCATION_DIRECTION |
                    TCS_RID_LOCATION_SPEED | TCS_RID_LOCATION_VERTICAL_SPEED |
                    TCS_RID_LOCATION_GEO | TCS_RID_LOCATION_TIME;
    message.as.location = (struct tcs_rid_location) {
        .lat_e7_deg = (int32_t)tcs_floor(at.lat_rad / TCS_RAD_PER_DEG * 1e7 + 0.5),
        .lon_e7_deg = (int32_t)tcs_floor(at.lon_rad / TCS_RAD_PER_DEG * 1e7 + 0.5),
        .speed_mps = speed,
        .vertical_speed_mps = v.v[2],
        .geo_m = at.height_m,
        .direction_deg = (uint16_t)((int)(course + 0.5) % 360),
        .time_ds = (uint16_t)(tcs_sim_utc(sim) % hour_ns / (TCS_NS_PER_S / 10)),
        .status = TCS_RID_STATUS_AIRBORNE,
        .horizontal_accuracy = 11, /* below 3 m */
        .vertical_accuracy = 4,    /* below 10 m */
        .speed_accuracy = 3,       /* below 1 m/s */
        .time_accuracy = 1,
    };
    return message;
}

static struct tcs_rid_message basic_id(const struct tcs_body *body)
{
    struct tcs_rid_message message = { .type = TCS_RID_BASIC_ID, .version = 2 };
    struct tcs_rid_basic_id *id = &message.as.basic_id;

    id->id_kind = TCS_RID_ID_SERIAL;
    id->aircraft = 2; /* helicopter or multirotor */
    id->id_len = (uint8_t)strlen(body->flyer->remote_id);
    memcpy(id->id, body->flyer->remote_id, id->id_len);
    return message;
}

/* One packet as a capture would hold it. */
static enum tcs_status beacon(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                              uint32_t index)
{
    const struct tcs_body *body = &sim->world.bodies[index];
    const struct tcs_rid_message messages[2] = { basic_id(body),
                                                 location(sim, sensor, body) };
    uint8_t pack_room[256];
    uint8_t frame_room[TCS_WIFI_FRAME_MAX];
    struct tcs_writer pack = tcs_writer(pack_room, sizeof pack_room);
    struct tcs_writer frame = tcs_writer(frame_room, sizeof frame_room);
    enum tcs_status status = tcs_rid_pack_write(messages, 2, &pack);

    if (status != TCS_OK)
        return status;
    const double range_m =
        tcs_vec3_norm(tcs_vec3_sub(body->position_m, sensor->site->position_m));
    const struct tcs_wifi_frame wifi = {
        .carrier = TCS_WIFI_BEACON,
        .valid = TCS_WIFI_SIGNAL | TCS_WIFI_FREQUENCY | TCS_WIFI_SSID,
        .counter = (uint8_t)sim->messages,
        .signal_dbm = (int8_t)(-45.0 - 20.0 * tcs_log10(1.0 + range_m / 30.0)),
        .frequency_mhz = 2437,
        .sequence = (uint16_t)(sim->messages & 0xfff),
        .transmitter = { 0x02, 0x1f, 0x3a, 0x00, (uint8_t)(index >> 8), (uint8_t)index },
        .ssid = tcs_text_bytes("drone"),
        .payload = tcs_written(&pack),
    };

    status = tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &wifi, &frame);
    return status != TCS_OK ? status : tcs_sim_send(sim, sensor, tcs_written(&frame));
}

enum tcs_status tcs_sim_remote_id(struct tcs_sim *sim, struct tcs_sim_sensor *sensor)
{
    enum tcs_status status = TCS_OK;

    for (uint32_t i = 0; i < sim->world.body_count && status == TCS_OK; i++) {
        const struct tcs_body *body = &sim->world.bodies[i];

        if (body->flyer != NULL && body->flyer->remote_id[0] != '\0' &&
            tcs_sim_visible(sensor, body) && due(sim, i, REMOTE_ID_S, 0.0))
            status = beacon(sim, sensor, i);
    }
    return status;
}

static enum tcs_status squitter(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                const struct tcs_mode_s *record)
{
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const enum tcs_status status = tcs_mode_s_write(record, &w);

    return status != TCS_OK ? status : tcs_sim_send(sim, sensor, tcs_written(&w));
}

static struct tcs_mode_s head(const struct tcs_body *body, uint8_t type_code,
                              uint8_t kind)
{
    return (struct tcs_mode_s) { .address = body->flyer->icao,
                                 .df = 17,
                                 .capability = 5,
                                 .type_code = type_code,
                                 .kind = kind };
}

static enum tcs_status send_position(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                     const struct tcs_body *body)
{
    const struct tcs_geodetic at = place(sim, sensor, body);
    const struct tcs_cpr_place cpr = { at.lat_rad / TCS_RAD_PER_DEG,
                                       at.lon_rad / TCS_RAD_PER_DEG };
    const unsigned odd = (unsigned)tcs_floor(sim->world.now_s / POSITION_S) % 2;
    const struct tcs_cpr_half half = tcs_cpr_encode(cpr, odd);
    struct tcs_mode_s record = head(body, 20, TCS_MODE_S_AIRBORNE); /* GNSS height */

    record.valid = TCS_MODE_S_ALTITUDE;
    record.as.position = (struct tcs_mode_s_position) {
        .altitude_ft = (int32_t)tcs_floor(at.height_m / FT + 0.5),
        .cpr_lat = half.lat,
        .cpr_lon = half.lon,
        .odd = (uint8_t)odd,
        .gnss_height = 1,
    };
    return squitter(sim, sensor, &record);
}

static enum tcs_status send_velocity(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                     const struct tcs_body *body)
{
    const struct tcs_vec3 v = own_velocity(sim, body);
    struct tcs_mode_s record = head(body, 19, TCS_MODE_S_VELOCITY);

    record.valid = TCS_MODE_S_GROUND_VELOCITY | TCS_MODE_S_VERTICAL_RATE;
    record.as.velocity = (struct tcs_mode_s_velocity) {
        .subtype = 1,
        .nac = 2,
        .east_kt = (int32_t)tcs_floor(v.v[0] / KNOT_MPS + 0.5),
        .north_kt = (int32_t)tcs_floor(v.v[1] / KNOT_MPS + 0.5),
        .vertical_ftpm = 64 * (int32_t)tcs_floor(v.v[2] / FT * 60.0 / 64.0 + 0.5),
    };
    return squitter(sim, sensor, &record);
}

static enum tcs_status send_identity(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                     const struct tcs_body *body)
{
    struct tcs_mode_s record = head(body, 4, TCS_MODE_S_IDENTITY);
    struct tcs_mode_s_identity *identity = &record.as.identity;

    record.valid = TCS_MODE_S_CALLSIGN;
    identity->category = 7; /* rotorcraft */
    identity->callsign_len = (uint8_t)strlen(body->flyer->callsign);
    memcpy(identity->callsign, body->flyer->callsign, identity->callsign_len);
    return squitter(sim, sensor, &record);
}

enum tcs_status tcs_sim_ads_b(struct tcs_sim *sim, struct tcs_sim_sensor *sensor)
{
    enum tcs_status status = TCS_OK;

    for (uint32_t i = 0; i < sim->world.body_count && status == TCS_OK; i++) {
        const struct tcs_body *body = &sim->world.bodies[i];

        if (body->flyer == NULL || body->flyer->icao == 0 ||
            !tcs_sim_visible(sensor, body))
            continue;
        if (due(sim, i, POSITION_S, 0.0))
            status = send_position(sim, sensor, body);
        if (status == TCS_OK && due(sim, i, VELOCITY_S, 0.4))
            status = send_velocity(sim, sensor, body);
        if (status == TCS_OK && body->flyer->callsign[0] != '\0' &&
            due(sim, i, IDENTITY_S, 0.2))
            status = send_identity(sim, sensor, body);
    }
    return status;
}
