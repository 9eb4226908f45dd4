/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_WORLD_H
#define TCS_TESTS_WORLD_H

/*
 * world.h -- a small site and what happens there in a minute, as events in wire formats.
 *
 * A radar on the roof (one turn a second, 32 sectors, a false plot in some), two
 * direction finders, a Remote ID receiver (a pcap stream in pieces) and an ADS-B receiver
 * (Beast in pieces). One dark drone comes in from 700 m at 15 m/s, another one that says
 * who it is circles elsewhere, a helicopter passes. Everything follows from the seed with
 * the pure rooms alone, so that the events are the same bits in every build.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "encode/asterix.h"
#include "encode/bearings.h"
#include "encode/mode_s.h"
#include "encode/pcap.h"
#include "encode/remoteid.h"
#include "encode/wifi.h"
#include "engine/engine.h"
#include "num/elem.h"
#include "num/rand.h"

enum {
    WORLD_RADAR,
    WORLD_DF_WEST,
    WORLD_DF_EAST,
    WORLD_RID,
    WORLD_ADSB,
    WORLD_SENSORS,

    FEED_RADAR = 0,
    FEED_BEARINGS,
    FEED_RID,
    FEED_ADSB,
    WORLD_FEEDS,

    WORLD_EVENTS_MAX = 16384,
    WORLD_OCTETS_MAX = 4 << 20,
    WORLD_SECTORS = 32,
    WORLD_SAC_SIC = 25 << 8 | 10,
};

#define WORLD_DEG TCS_RAD_PER_DEG
/* What is built here fits; anything else is a fault of this file. */
#define WORLD_OK(call) ((call) == TCS_OK ? (void)0 : abort())
/* 2021-11-06T23:59:40Z: midnight comes after twenty seconds. */
#define WORLD_START_UTC_NS INT64_C(1636243180000000000)

struct world {
    struct tcs_engine_config config;
    struct tcs_time start;
    struct tcs_rand rand;
    struct tcs_event events[WORLD_EVENTS_MAX];
    size_t event_count;
    uint8_t octets[WORLD_OCTETS_MAX];
    size_t octet_count;
    uint64_t sequence[WORLD_FEEDS];
};

static inline struct tcs_time world_time(const struct world *world, double s)
{
    return tcs_time_add(world->start, tcs_span_from_seconds(s));
}

static inline int64_t world_utc(const struct world *world, double s)
{
    return tcs_time_to_utc(&world->config.leap, world_time(world, s));
}

static inline int64_t world_tod(const struct world *world, double s)
{
    return world_utc(world, s) % (INT64_C(86400) * TCS_NS_PER_S);
}

/* --- the site --- */

static inline struct tcs_sensor world_sensor(const char *name, enum tcs_sensor_kind kind,
                                             double east, double north)
{
    struct tcs_sensor sensor = { .kind = kind,
                                 .position_m = { { east, north, 20.0 } },
                                 .pd_known = true,
                                 .clutter_known = true };

    tcs_text_copy(sensor.name, sizeof sensor.name, tcs_text_bytes(name));
    sensor.coverage = (struct tcs_coverage) { .range_max_m = 3000.0,
                                              .az_width_rad = 2.0 * TCS_PI,
                                              .el_min_rad = -0.1,
                                              .el_max_rad = 1.2 };
    return sensor;
}

static inline void world_sensors(struct tcs_engine_config *config)
{
    struct tcs_sensor *s = config->sensors;

    s[WORLD_RADAR] = world_sensor("radar", TCS_SENSOR_RADAR, 0.0, 0.0);
    s[WORLD_RADAR].range_sigma_m = 6.0;
    s[WORLD_RADAR].az_sigma_rad = 0.6 * WORLD_DEG;
    s[WORLD_RADAR].el_sigma_rad = 0.9 * WORLD_DEG;
    s[WORLD_RADAR].period_s = 1.0;
    s[WORLD_RADAR].pd = 0.9;
    s[WORLD_RADAR].clutter_per_scan = 4.0;
    s[WORLD_RADAR].has_rcs = true;
    s[WORLD_RADAR].rcs_offset_db = 95.0;
    s[WORLD_DF_WEST] = world_sensor("df-west", TCS_SENSOR_RADIO, -450.0, -150.0);
    s[WORLD_DF_EAST] = world_sensor("df-east", TCS_SENSOR_RADIO, 420.0, -120.0);
    for (int i = WORLD_DF_WEST; i <= WORLD_DF_EAST; i++) {
        s[i].az_sigma_rad = 2.0 * WORLD_DEG;
        s[i].period_s = 0.5;
        s[i].pd = 0.7;
        s[i].clutter_per_scan = 0.2;
    }
    s[WORLD_RID] = world_sensor("rid", TCS_SENSOR_REMOTE_ID, 0.0, 0.0);
    s[WORLD_RID].position_sigma_m = 10.0;
    s[WORLD_RID].height_sigma_m = 20.0;
    s[WORLD_ADSB] = world_sensor("adsb", TCS_SENSOR_ADSB, 0.0, 0.0);
    s[WORLD_ADSB].position_sigma_m = 30.0;
    s[WORLD_ADSB].height_sigma_m = 60.0;
    s[WORLD_ADSB].coverage.range_max_m = 400000.0;
    config->sensor_count = WORLD_SENSORS;
}

static inline void world_feed(struct tcs_engine_config *config, int index,
                              const char *name, enum tcs_protocol protocol,
                              enum tcs_framing framing)
{
    struct tcs_feed_config *feed = &config->feeds[index];

    tcs_text_copy(feed->name, sizeof feed->name, tcs_text_bytes(name));
    feed->protocol = protocol;
    feed->framing = framing;
}

static inline void world_feeds(struct tcs_engine_config *config)
{
    struct tcs_feed_config *f = config->feeds;

    world_feed(config, FEED_RADAR, "radar", TCS_PROTOCOL_ASTERIX, TCS_FRAMING_DATAGRAM);
    world_feed(config, FEED_BEARINGS, "bearings", TCS_PROTOCOL_BEARING,
               TCS_FRAMING_DATAGRAM);
    world_feed(config, FEED_RID, "rid", TCS_PROTOCOL_REMOTE_ID, TCS_FRAMING_STREAM);
    world_feed(config, FEED_ADSB, "adsb", TCS_PROTOCOL_MODES, TCS_FRAMING_STREAM);
    f[FEED_RADAR].sensors[0] = WORLD_RADAR;
    f[FEED_RADAR].sac_sic[0] = WORLD_SAC_SIC;
    f[FEED_RADAR].sensor_count = 1;
    f[FEED_BEARINGS].sensors[0] = WORLD_DF_WEST;
    f[FEED_BEARINGS].sensors[1] = WORLD_DF_EAST;
    f[FEED_BEARINGS].sensor_count = 2;
    f[FEED_RID].sensors[0] = WORLD_RID;
    f[FEED_RID].sensor_count = 1;
    f[FEED_ADSB].sensors[0] = WORLD_ADSB;
    f[FEED_ADSB].sensor_count = 1;
    f[FEED_ADSB].modes_form = TCS_MODES_BEAST;
    config->feed_count = WORLD_FEEDS;
}

static inline void world_site(struct world *world, uint64_t seed)
{
    static const double corners[4][2] = {
        { -45, -35 }, { 45, -35 }, { 45, 35 }, { -45, 35 }
    };
    struct tcs_engine_config *config = &world->config;
    struct tcs_zone *zone = &config->zones[0];

    memset(world, 0, sizeof *world);
    tcs_leap_builtin(&config->leap);
    config->frame =
        tcs_frame((struct tcs_geodetic) { 33.305 * WORLD_DEG, 44.385 * WORLD_DEG, 40.0 });
    world->start = tcs_time_from_utc(&config->leap, WORLD_START_UTC_NS);
    world->rand = tcs_rand(seed, 1);
    world_sensors(config);
    world_feeds(config);
    tcs_text_copy(zone->name, sizeof zone->name, tcs_text_bytes("residence"));
    for (int i = 0; i < 4; i++)
        memcpy(zone->volume.corners_m[i].v, corners[i], sizeof corners[i]);
    zone->volume.count = 4;
    zone->volume.ceiling_m = 60.0;
    zone->people = 14;
    zone->cover_s = 8.0;
    config->zone_count = 1;
    config->tracker = tcs_tracker_defaults();
    config->tracker.track_max = 256;
    config->alarm = tcs_alarm_defaults();
}

/* --- events --- */

/* The octets are copied. Events come in the order of time. */
static inline void world_event(struct world *world, uint16_t kind, uint16_t feed,
                               double s, struct tcs_bytes payload)
{
    assert(world->event_count < WORLD_EVENTS_MAX);
    assert(world->octet_count + payload.len <= WORLD_OCTETS_MAX);
    uint8_t *kept = &world->octets[world->octet_count];
    struct tcs_event *event = &world->events[world->event_count++];

    if (payload.len > 0)
        memcpy(kept, payload.data, payload.len);
    world->octet_count += payload.len;
    *event =
        (struct tcs_event) { .kind = kind,
                             .feed = feed,
                             .sequence = feed < WORLD_FEEDS ? world->sequence[feed]++ : 0,
                             .arrival = world_time(world, s),
                             .payload = tcs_bytes(kept, payload.len) };
}

static inline double world_noise(struct world *world, double sigma)
{
    return sigma * tcs_rand_normal(&world->rand);
}

/* The dark drone: from 700 m north-west, 60 m up, to the middle of the residence. */
static inline struct tcs_vec3 world_attacker(double s)
{
    const double left = 1.0 - s / 46.7;

    return (struct tcs_vec3) { { -300.0 * left, 632.0 * left, 10.0 + 50.0 * left } };
}

static inline struct tcs_vec3 world_honest(double s)
{
    return (struct tcs_vec3) { { 1200.0 + 80.0 * tcs_cos(0.1 * s),
                                 -900.0 + 80.0 * tcs_sin(0.1 * s), 70.0 } };
}

static inline struct tcs_vec3 world_helicopter(double s)
{
    return (struct tcs_vec3) { { -5000.0 + 55.0 * s, 2500.0, 350.0 } };
}

static inline void world_plot(struct world *world, struct tcs_writer *w,
                              struct tcs_vec3 at_m, double s, double dbm)
{
    const struct tcs_sensor *radar = &world->config.sensors[WORLD_RADAR];
    struct tcs_rae rae = tcs_rae_from_enu(radar->position_m, at_m);
    struct tcs_asterix_048 plot = {
        .has = UINT64_C(1) << TCS_048_SOURCE | UINT64_C(1) << TCS_048_TIME |
               UINT64_C(1) << TCS_048_DESCRIPTOR | UINT64_C(1) << TCS_048_POLAR |
               UINT64_C(1) << TCS_048_HEIGHT | UINT64_C(1) << TCS_048_PSR_DBM
    };

    rae.range_m += world_noise(world, radar->range_sigma_m);
    rae.az_rad = tcs_angle_wrap(rae.az_rad + world_noise(world, radar->az_sigma_rad));
    rae.el_rad += world_noise(world, radar->el_sigma_rad);
    plot.sac = WORLD_SAC_SIC >> 8;
    plot.sic = WORLD_SAC_SIC & 0xff;
    plot.tod_ns = world_tod(world, s);
    plot.detection = TCS_048_PSR;
    plot.rho_m = rae.range_m;
    plot.theta_rad = rae.az_rad < 6.283 ? rae.az_rad : 0.0;
    plot.height_m = world->config.frame.origin.height_m + radar->position_m.v[2] +
                    rae.range_m * tcs_sin(rae.el_rad);
    plot.psr_dbm = dbm - 40.0 * tcs_log10(rae.range_m / 1000.0);
    if (plot.psr_dbm < -128.0) /* the field ends there */
        plot.psr_dbm = -128.0;
    WORLD_OK(tcs_asterix_write_048(w, &plot));
}

static inline void world_crossing(struct world *world, struct tcs_writer *w, int sector,
                                  double s)
{
    const size_t block = tcs_asterix_block_begin(w, 34);
    struct tcs_asterix_034 message = { .has = UINT64_C(1) << TCS_034_SOURCE |
                                              UINT64_C(1) << TCS_034_TYPE |
                                              UINT64_C(1) << TCS_034_TIME |
                                              UINT64_C(1) << TCS_034_SECTOR };

    message.sac = WORLD_SAC_SIC >> 8;
    message.sic = WORLD_SAC_SIC & 0xff;
    message.type = TCS_034_SECTOR_CROSSING;
    message.tod_ns = world_tod(world, s);
    message.sector_rad = sector * 2.0 * TCS_PI / WORLD_SECTORS;
    WORLD_OK(tcs_asterix_write_034(w, &message));
    tcs_asterix_block_end(w, block);
}

/* One sector of the radar: what the antenna passed between two crossings, then the
 * crossing, 20 ms later. */
static inline void world_sector(struct world *world, int count)
{
    const double begin_s = (double)count / WORLD_SECTORS;
    const double end_s = (double)(count + 1) / WORLD_SECTORS;
    const double width = 2.0 * TCS_PI / WORLD_SECTORS;
    const struct tcs_vec3 from = world->config.sensors[WORLD_RADAR].position_m;
    const int sector = count % WORLD_SECTORS;
    uint8_t octets[2048];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);
    const size_t block = tcs_asterix_block_begin(&w, 48);
    const struct tcs_vec3 targets[2] = { world_attacker(begin_s), world_honest(begin_s) };

    for (int i = 0; i < 2; i++) {
        const double az = tcs_rae_from_enu(from, targets[i]).az_rad;

        if ((int)(az / width) == sector && tcs_rand_uniform(&world->rand) < 0.9)
            world_plot(world, &w, targets[i],
                       begin_s + (az / width - sector) / WORLD_SECTORS, -110.0);
    }
    if (tcs_rand_uniform(&world->rand) < 4.0 / WORLD_SECTORS) {
        const struct tcs_rae clutter = { tcs_rand_between(&world->rand, 100.0, 2800.0),
                                         (sector + 0.5) * width,
                                         tcs_rand_between(&world->rand, 0.0, 0.5) };

        world_plot(world, &w, tcs_enu_from_rae(from, clutter), begin_s, -125.0);
    }
    tcs_asterix_block_end(&w, block);
    world_crossing(world, &w, (sector + 1) % WORLD_SECTORS, end_s);
    world_event(world, TCS_EVENT_BYTES, FEED_RADAR, end_s + 0.02, tcs_written(&w));
}

static inline void world_bearings(struct world *world, int sensor, double s)
{
    const struct tcs_sensor *df = &world->config.sensors[sensor];
    const struct tcs_rae rae = tcs_rae_from_enu(df->position_m, world_attacker(s));
    struct tcs_bearings line = { .utc_ns = world_utc(world, s) };
    uint8_t octets[1024];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    tcs_text_copy(line.sensor, sizeof line.sensor, tcs_text_bytes(df->name));
    if (tcs_rand_uniform(&world->rand) < df->pd)
        line.bearings[line.count++].azimuth_deg =
            tcs_angle_wrap(rae.az_rad + world_noise(world, df->az_sigma_rad)) / WORLD_DEG;
    WORLD_OK(tcs_bearings_write(&line, &w));
    world_event(world, TCS_EVENT_BYTES, FEED_BEARINGS, s + 0.03, tcs_written(&w));
}

/* A stream goes in two pieces, cut anywhere. */
static inline void world_pieces(struct world *world, uint16_t feed, double s,
                                struct tcs_bytes octets)
{
    const size_t cut = tcs_rand_u32(&world->rand) % (octets.len + 1);

    world_event(world, TCS_EVENT_BYTES, feed, s, tcs_bytes_part(octets, 0, cut));
    world_event(world, TCS_EVENT_BYTES, feed, s,
                tcs_bytes_part(octets, cut, octets.len - cut));
}

static inline void world_rid(struct world *world, double s)
{
    const struct tcs_geodetic at =
        tcs_geodetic_from_enu(&world->config.frame, world_honest(s));
    struct tcs_rid_message messages[2] = { { .type = TCS_RID_BASIC_ID, .version = 2 },
                                           { .type = TCS_RID_LOCATION, .version = 2 } };
    struct tcs_rid_location *location = &messages[1].as.location;
    uint8_t pack[256], packet[TCS_WIFI_FRAME_MAX], octets[512];
    struct tcs_writer w = tcs_writer(pack, sizeof pack);

    messages[0].as.basic_id = (struct tcs_rid_basic_id) {
        .id_kind = TCS_RID_ID_SERIAL, .aircraft = 2, .id_len = 12, .id = "HONEST000001"
    };
    messages[1].valid = TCS_RID_LOCATION_POSITION | TCS_RID_LOCATION_GEO |
                        TCS_RID_LOCATION_TIME | TCS_RID_LOCATION_SPEED |
                        TCS_RID_LOCATION_DIRECTION | TCS_RID_LOCATION_VERTICAL_SPEED;
    location->lat_e7_deg = (int32_t)(at.lat_rad / WORLD_DEG * 1e7);
    location->lon_e7_deg = (int32_t)(at.lon_rad / WORLD_DEG * 1e7);
    location->geo_m = at.height_m;
    location->speed_mps = 8.0;
    location->direction_deg =
        (uint16_t)(tcs_angle_wrap(-0.1 * s) / WORLD_DEG); /* counter-clockwise */
    location->status = TCS_RID_STATUS_AIRBORNE;
    location->horizontal_accuracy = 10; /* 10 m */
    location->vertical_accuracy = 4;    /* 10 m */
    location->time_ds = (uint16_t)(world_utc(world, s) / 100000000 % 36000);
    WORLD_OK(tcs_rid_pack_write(messages, 2, &w));
    const struct tcs_wifi_frame frame = { .carrier = TCS_WIFI_BEACON,
                                          .transmitter = { 2, 0, 0, 0, 0, 1 },
                                          .payload = tcs_written(&w) };
    struct tcs_writer p = tcs_writer(packet, sizeof packet);

    WORLD_OK(tcs_wifi_write(TCS_LINK_80211_RADIOTAP, &frame, &p));
    const struct tcs_pcap_packet captured = { .link = TCS_LINK_80211_RADIOTAP,
                                              .original_len = (uint32_t)p.len,
                                              .utc_ns = world_utc(world, s),
                                              .data = tcs_written(&p) };
    struct tcs_writer stream = tcs_writer(octets, sizeof octets);

    WORLD_OK(tcs_pcap_packet_write(&captured, false, &stream));
    world_pieces(world, FEED_RID, s + 0.05, tcs_written(&stream));
}

static inline void world_squitter(struct world *world, const struct tcs_mode_s *record,
                                  double s)
{
    uint8_t octets[TCS_BEAST_FRAME_MAX];
    struct tcs_mode_s_frame frame = { .len = TCS_MODE_S_LONG_LEN };
    struct tcs_writer w = tcs_writer(frame.octets, sizeof frame.octets);
    struct tcs_writer beast = tcs_writer(octets, sizeof octets);

    WORLD_OK(tcs_mode_s_write(record, &w));
    WORLD_OK(tcs_beast_write(&frame, &beast));
    world_pieces(world, FEED_ADSB, s + 0.01, tcs_written(&beast));
}

static inline void world_adsb(struct world *world, int count, double s)
{
    const struct tcs_geodetic at =
        tcs_geodetic_from_enu(&world->config.frame, world_helicopter(s));
    const struct tcs_cpr_place place = { at.lat_rad / WORLD_DEG, at.lon_rad / WORLD_DEG };
    const struct tcs_cpr_half half = tcs_cpr_encode(place, count & 1);
    struct tcs_mode_s record = { .address = 0x406B90, .df = 17, .capability = 5 };

    if (count % 4 == 3) {
        record.type_code = 19;
        record.kind = TCS_MODE_S_VELOCITY;
        record.valid = TCS_MODE_S_GROUND_VELOCITY | TCS_MODE_S_VERTICAL_RATE;
        record.as.velocity.subtype = 1;
        record.as.velocity.east_kt = 107; /* 55 m/s */
        record.as.velocity.nac = 2;
    } else {
        record.type_code = 11;
        record.kind = TCS_MODE_S_AIRBORNE;
        record.valid = TCS_MODE_S_ALTITUDE;
        record.as.position.altitude_ft = (int32_t)(at.height_m / 0.3048);
        record.as.position.cpr_lat = half.lat;
        record.as.position.cpr_lon = half.lon;
        record.as.position.odd = count & 1;
    }
    world_squitter(world, &record, s);
}

static inline void world_begin(struct world *world, uint64_t seed)
{
    uint8_t head[TCS_PCAP_HEAD_LEN];
    struct tcs_writer w = tcs_writer(head, sizeof head);

    world_site(world, seed);
    WORLD_OK(tcs_pcap_head_write(TCS_LINK_80211_RADIOTAP, false, &w));
    for (unsigned feed = 0; feed < WORLD_FEEDS; feed++)
        world_event(world, TCS_EVENT_FEED_UP, (uint16_t)feed, 0.0, tcs_bytes(NULL, 0));
    world_event(world, TCS_EVENT_BYTES, FEED_RID, 0.0, tcs_written(&w));
}

/* Puts the events in order of arrival, those of one moment as they were made. */
static inline void world_sort(struct world *world)
{
    for (size_t i = 1; i < world->event_count; i++) {
        const struct tcs_event event = world->events[i];
        size_t j = i;

        for (; j > 0 && tcs_time_compare(world->events[j - 1].arrival, event.arrival) > 0;
             j--)
            world->events[j] = world->events[j - 1];
        world->events[j] = event;
    }
}

/* All that happens in the first `seconds`, with a tick every 40 ms. */
static inline void world_make(struct world *world, uint64_t seed, int seconds)
{
    world_begin(world, seed);
    for (int i = 0; i < seconds * WORLD_SECTORS; i++) {
        const double s = (double)i / WORLD_SECTORS;

        world_sector(world, i);
        if (i % 16 == 3)
            world_bearings(world, WORLD_DF_WEST, s);
        if (i % 16 == 11)
            world_bearings(world, WORLD_DF_EAST, s);
        if (i % 32 == 20)
            world_rid(world, s);
        if (i % 8 == 5)
            world_adsb(world, i / 8, s);
    }
    for (int i = 0; i < seconds * 25; i++)
        world_event(world, TCS_EVENT_TICK, 0xffff, i / 25.0, tcs_bytes(NULL, 0));
    world_sort(world);
}

#endif
