/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden Remote ID and Mode S files into a folder, by the encoders.
 *
 *     golden_radio FOLDER          what compare.sh compares with the committed files
 *     golden_radio FOLDER seeds    seeds for the fuzz targets, as FOLDER/TARGET/NAME
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/bearings.h"
#include "encode/mode_s.h"
#include "encode/pcap.h"
#include "encode/remoteid.h"
#include "encode/wifi.h"
#include "golden.h"

#define START_UTC_NS INT64_C(1636239612340000000) /* 2021-11-06T23:00:12.34Z */
#define S INT64_C(1000000000)

enum { ROOM = 1 << 16 };

static bool seeds;

/* ----------------------------------------------------------------------- Remote ID */

static struct tcs_rid_message basic_id(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_BASIC_ID, .version = 2 };

    message.as.basic_id.id_kind = TCS_RID_ID_SERIAL;
    message.as.basic_id.aircraft = 2;
    message.as.basic_id.id_len = 16;
    memcpy(message.as.basic_id.id, "1TCSF0123456789A", 16);
    return message;
}

static struct tcs_rid_message location(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_LOCATION,
                                       .version = 2,
                                       .valid = TCS_RID_LOCATION_ALL };
    struct tcs_rid_location *where = &message.as.location;

    where->lat_e7_deg = 333112345;
    where->lon_e7_deg = -443612345;
    where->speed_mps = 12.25;
    where->vertical_speed_mps = -1.5;
    where->baro_m = 102.5;
    where->geo_m = 115.0;
    where->height_m = 60.0;
    where->direction_deg = 275;
    where->time_ds = 122;
    where->status = TCS_RID_STATUS_AIRBORNE;
    where->horizontal_accuracy = 11;
    where->vertical_accuracy = 4;
    where->baro_accuracy = 3;
    where->speed_accuracy = 4;
    where->time_accuracy = 1;
    return message;
}

static struct tcs_rid_message authentication(uint8_t page)
{
    struct tcs_rid_message message = { .type = TCS_RID_AUTH, .version = 2 };
    struct tcs_rid_auth *auth = &message.as.auth;

    auth->auth_kind = 1;
    auth->page = page;
    if (page == 0) {
        auth->last_page = 1;
        auth->len = 40;
        auth->time_s = 89938812;
    }
    for (unsigned i = 0; i < (page == 0 ? 17u : 23u); i++)
        auth->data[i] = (uint8_t)(page * 64u + i);
    return message;
}

static struct tcs_rid_message self_id(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_SELF_ID, .version = 2 };

    message.as.self_id.text_len = 17;
    memcpy(message.as.self_id.text, "roof \"inspection\"", 17);
    return message;
}

static struct tcs_rid_message system_message(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_SYSTEM,
                                       .version = 2,
                                       .valid = TCS_RID_SYSTEM_ALL };
    struct tcs_rid_system *system = &message.as.system;

    system->operator_lat_e7_deg = 333100000;
    system->operator_lon_e7_deg = -443600000;
    system->operator_geo_m = 40.0;
    system->ceiling_m = 160.0;
    system->floor_m = 40.5;
    system->time_s = 89938812;
    system->area_count = 1;
    system->operator_source = 1;
    system->classification = 1;
    system->eu_category = 1;
    system->eu_class = 3;
    return message;
}

static struct tcs_rid_message operator_id(void)
{
    struct tcs_rid_message message = { .type = TCS_RID_OPERATOR_ID, .version = 2 };

    message.as.operator_id.id_len = 16;
    memcpy(message.as.operator_id.id, "FIN87astrdge12k8", 16);
    return message;
}

struct packets {
    struct tcs_writer *w;
    uint32_t link;
    int64_t utc_ns;
    uint8_t counter;
};

static void put_packet(struct packets *packets, struct tcs_bytes octets)
{
    const struct tcs_pcap_packet packet = { .utc_ns = packets->utc_ns, .data = octets };

    must(tcs_pcap_packet_write(&packet, packets->link == TCS_LINK_80211_RADIOTAP,
                               packets->w));
    packets->utc_ns += S / 10 + 1234567;
}

/* One frame with these octets as its message pack; gives its octets back. */
static struct tcs_bytes put_frame(struct packets *packets, uint8_t carrier,
                                  struct tcs_bytes payload)
{
    static uint8_t room[TCS_WIFI_FRAME_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_wifi_frame frame = { .carrier = carrier,
                                    .valid = TCS_WIFI_SIGNAL | TCS_WIFI_FREQUENCY,
                                    .signal_dbm = -61,
                                    .frequency_mhz = 2437,
                                    .transmitter = { 2, 0x54, 0x43, 0x53, 0, 1 },
                                    .payload = payload };

    frame.sequence = frame.counter = packets->counter++;
    if (carrier == TCS_WIFI_BEACON) {
        frame.valid |= TCS_WIFI_SSID;
        frame.ssid = tcs_bytes("tocsin \xc3\xa9", 9);
    }
    must(tcs_wifi_write(packets->link, &frame, &w));
    put_packet(packets, tcs_written(&w));
    return tcs_written(&w);
}

static struct tcs_bytes pack_of(const struct tcs_rid_message *messages, size_t count)
{
    static uint8_t room[TCS_RID_PACK_LEN_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    must(tcs_rid_pack_write(messages, count, &w));
    return tcs_written(&w);
}

/* What is right: all messages, nothing known, a message without a pack. */
static void put_good_frames(struct packets *packets)
{
    const struct tcs_rid_message all[] = {
        basic_id(), location(),       authentication(0), authentication(1),
        self_id(),  system_message(), operator_id(),
    };
    const struct tcs_rid_message unknown[] = {
        { .type = TCS_RID_BASIC_ID, .version = 2 },
        { .type = TCS_RID_LOCATION, .version = 2 },
        { .type = TCS_RID_SYSTEM, .version = 2 },
    };

    put_frame(packets, TCS_WIFI_BEACON, pack_of(all, 7));
    put_frame(packets, TCS_WIFI_NAN, pack_of(all, 2));
    put_frame(packets, TCS_WIFI_BEACON, pack_of(unknown, 3));
    struct tcs_bytes one = pack_of(all + 1, 1);

    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes_part(one, 3, 25));
}

/* What is not: octets of a good pack, changed one by one. */
static void put_bad_frames(struct packets *packets)
{
    const struct tcs_rid_message two[] = { basic_id(), location() };
    uint8_t octets[3 + 2 * TCS_RID_MESSAGE_LEN];
    const struct tcs_bytes good = pack_of(two, 2);

    memcpy(octets, good.data, sizeof octets);
    octets[28 + 2] = 200;  /* 380 degrees: left out */
    octets[28 + 4] = 0x80; /* -64 m/s: left out */
    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, sizeof octets));
    octets[28 + 8] = 0x60; /* latitude beyond the pole: the message is refused */
    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, sizeof octets));
    octets[28] = 0x92; /* type 9 */
    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, sizeof octets));
    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, sizeof octets - 3));
    octets[1] = 24;
    put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, sizeof octets));
    const struct tcs_bytes packet =
        put_frame(packets, TCS_WIFI_BEACON, tcs_bytes(octets, 0));

    put_packet(packets, tcs_bytes_part(packet, 0, packet.len - 1));
    put_packet(packets, tcs_bytes_part(packet, 0, 30));
    put_packet(packets, tcs_bytes_part(packet, 0, 5));
}

static void make_remoteid(uint8_t *room)
{
    struct tcs_writer w = tcs_writer(room, ROOM);
    struct packets packets = { &w, TCS_LINK_80211_RADIOTAP, START_UTC_NS, 7 };
    const struct tcs_rid_message one = basic_id();

    must(tcs_pcap_head_write(packets.link, true, &w));
    put_good_frames(&packets);
    put_bad_frames(&packets);
    save(seeds ? "pcap/radiotap" : "remoteid.pcap", tcs_written(&w));
    w = tcs_writer(room, ROOM);
    packets = (struct packets) { &w, TCS_LINK_80211, START_UTC_NS, 200 };
    must(tcs_pcap_head_write(packets.link, false, &w));
    put_frame(&packets, TCS_WIFI_BEACON, pack_of(&one, 1));
    save(seeds ? "pcap/bare" : "remoteid_bare.pcap", tcs_written(&w));
}

static void make_remoteid_seeds(void)
{
    const struct tcs_rid_message all[] = {
        basic_id(), location(),       authentication(0), authentication(1),
        self_id(),  system_message(), operator_id(),
    };
    static uint8_t room[ROOM];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct packets packets = { &w, TCS_LINK_80211_RADIOTAP, START_UTC_NS, 1 };
    uint8_t seed[1 + TCS_WIFI_FRAME_MAX] = { 1 };

    save("remoteid/pack", pack_of(all, 7));
    for (unsigned i = 0; i < 7; i++) {
        char name[32];

        snprintf(name, sizeof name, "remoteid/message_%u", i);
        save(name, tcs_bytes_part(pack_of(all + i, 1), 3, 25));
    }
    struct tcs_bytes packet = put_frame(&packets, TCS_WIFI_BEACON, pack_of(all, 2));

    memcpy(seed + 1, packet.data, packet.len);
    save("wifi/beacon", tcs_bytes(seed, packet.len + 1));
    packet = put_frame(&packets, TCS_WIFI_NAN, pack_of(all, 2));
    memcpy(seed + 1, packet.data, packet.len);
    save("wifi/nan", tcs_bytes(seed, packet.len + 1));
    packets.link = TCS_LINK_80211;
    packet = put_frame(&packets, TCS_WIFI_NAN, pack_of(all, 1));
    seed[0] = 0;
    memcpy(seed + 1, packet.data, packet.len);
    save("wifi/bare_nan", tcs_bytes(seed, packet.len + 1));
}

/* -------------------------------------------------------------------------- Mode S */

struct frames {
    struct tcs_writer beast, avr, csv, mode_s;
    unsigned count;
};

static void put_text(struct tcs_writer *w, const char *text)
{
    tcs_write_bytes(w, text, strlen(text));
}

/* One frame in every form; they are half a second apart. */
static void put_octets(struct frames *frames, const uint8_t *octets, uint8_t len)
{
    struct tcs_mode_s_frame frame = { .flags =
                                          TCS_MODE_S_HAS_TICKS | TCS_MODE_S_HAS_SIGNAL,
                                      .signal_raw = (uint8_t)(0x18 + frames->count),
                                      .len = len };
    char text[80];

    memcpy(frame.octets, octets, len);
    frame.ticks = 0x1a0000 + (uint64_t)frames->count * 6000000;
    must(tcs_beast_write(&frame, &frames->beast));
    must(tcs_avr_write(&frame, &frames->avr));
    snprintf(text, sizeof text, "%lld.%u,\"",
             (long long)(START_UTC_NS / S + frames->count / 2), frames->count % 2 * 5);
    put_text(&frames->csv, text);
    for (unsigned i = 0; i < len; i++) {
        snprintf(text, sizeof text, "%02X", octets[i]);
        put_text(&frames->csv, text);
    }
    put_text(&frames->csv, "\",\"any\",\"thing\"\n");
    if (len == TCS_MODE_S_LONG_LEN) {
        tcs_write_bytes(&frames->mode_s, octets, 11);
        tcs_write_u8(&frames->mode_s, 2);
    }
    frames->count++;
}

static void put_record(struct frames *frames, const struct tcs_mode_s *record)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    must(tcs_mode_s_write(record, &w));
    put_octets(frames, octets, sizeof octets);
}

static struct tcs_mode_s record_of(uint8_t df, uint8_t kind, uint8_t type_code)
{
    return (struct tcs_mode_s) { .df = df,
                                 .capability = df == 17 ? 5 : 1,
                                 .address = df == 17 ? 0x1a2b3c : 0xfedcba,
                                 .kind = kind,
                                 .type_code = type_code };
}

static struct tcs_mode_s position_of(double lat_deg, double lon_deg, unsigned odd)
{
    const struct tcs_cpr_half half =
        tcs_cpr_encode((struct tcs_cpr_place) { lat_deg, lon_deg }, odd);
    struct tcs_mode_s record = record_of(17, TCS_MODE_S_AIRBORNE, 11);

    record.as.position.odd = (uint8_t)odd;
    record.as.position.cpr_lat = half.lat;
    record.as.position.cpr_lon = half.lon;
    record.as.position.altitude_ft = 1225;
    record.valid = TCS_MODE_S_ALTITUDE;
    return record;
}

static void put_good_records(struct frames *frames)
{
    struct tcs_mode_s record = record_of(17, TCS_MODE_S_IDENTITY, 4);

    record.as.identity.category = 7;
    record.as.identity.callsign_len = 7;
    memcpy(record.as.identity.callsign, "TCS 112", 7);
    record.valid = TCS_MODE_S_CALLSIGN;
    put_record(frames, &record);
    for (unsigned i = 0; i < 4; i++) {
        record = position_of(33.31 + 0.0005 * i, -44.36 - 0.0004 * i, i % 2);
        if (i == 2)
            record.as.position.altitude_ft = 60100; /* in Gillham's code */
        if (i == 3) {
            record.type_code = 20;
            record.as.position.gnss_height = 1;
        }
        put_record(frames, &record);
    }
    record = record_of(17, TCS_MODE_S_VELOCITY, 19);
    record.as.velocity = (struct tcs_mode_s_velocity) { .subtype = 1,
                                                        .nac = 2,
                                                        .east_kt = -75,
                                                        .north_kt = 110,
                                                        .vertical_ftpm = -640,
                                                        .gnss_minus_baro_ft = 175 };
    record.valid = TCS_MODE_S_GROUND_VELOCITY | TCS_MODE_S_VERTICAL_RATE |
                   TCS_MODE_S_GNSS_MINUS_BARO;
    put_record(frames, &record);
    record = record_of(18, TCS_MODE_S_VELOCITY, 19);
    record.as.velocity = (struct tcs_mode_s_velocity) {
        .subtype = 3, .airspeed_kt = 90, .heading_deg = 270.0, .true_airspeed = 1
    };
    record.valid = TCS_MODE_S_HEADING | TCS_MODE_S_AIRSPEED;
    put_record(frames, &record);
    record = record_of(18, TCS_MODE_S_SURFACE, 7);
    record.as.position = (struct tcs_mode_s_position) { .cpr_lat = 1234,
                                                        .cpr_lon = 56789,
                                                        .surface_movement = 12 };
    put_record(frames, &record);
}

static void put_bad_records(struct frames *frames)
{
    static const uint8_t all_call[] = { 0x5d, 0x1a, 0x2b, 0x3c, 0x1a, 0x1a, 0x1a };
    static const uint8_t mode_ac[] = { 0x12, 0x34 };
    struct tcs_mode_s record = position_of(33.31, -44.36, 0);
    uint8_t octets[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    put_octets(frames, all_call, sizeof all_call);
    put_octets(frames, mode_ac, sizeof mode_ac);
    must(tcs_mode_s_write(&record, &w));
    octets[7] ^= 0x20; /* one wrong bit */
    put_octets(frames, octets, sizeof octets);
    record = position_of(33.9, -44.36, 1); /* 65 km in a few seconds */
    put_record(frames, &record);
}

static void make_mode_s(void)
{
    static uint8_t room[4][ROOM];
    struct frames frames = { tcs_writer(room[0], ROOM), tcs_writer(room[1], ROOM),
                             tcs_writer(room[2], ROOM), tcs_writer(room[3], ROOM), 0 };

    put_good_records(&frames);
    put_bad_records(&frames);
    /* And what is no frame at all: a type that nobody knows, a frame cut short. */
    tcs_write_bytes(&frames.beast,
                    "\x1a"
                    "9abc"
                    "\x1a"
                    "3zz",
                    9);
    put_text(&frames.avr, "*8D1A2B3C;\nhello\n*12");
    put_text(&frames.csv, "time,frame\n1636239700,8D1A\nfive,1234\n");
    save(seeds ? "beast/frames" : "modes.beast", tcs_written(&frames.beast));
    save(seeds ? "avr/frames" : "modes.avr", tcs_written(&frames.avr));
    save(seeds ? "avr/lines" : "modes.csv", tcs_written(&frames.csv));
    if (seeds)
        save("mode_s/frames", tcs_written(&frames.mode_s));
}

/* ------------------------------------------------------------------------ bearings */

static void make_bearings_seeds(void)
{
    static struct tcs_bearings line;
    char room[1024];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    memcpy(line.sensor, "df-west", 8);
    line.utc_ns = START_UTC_NS;
    must(tcs_bearings_write(&line, &w));
    save("bearings/nothing", tcs_bytes(room, w.len - 1));
    w.len = 0;
    line.count = 2;
    line.bearings[0] = (struct tcs_bearing) { .azimuth_deg = 41.7,
                                              .frequency_hz = 2437e6,
                                              .valid = TCS_BEARING_FREQUENCY };
    line.bearings[1] = (struct tcs_bearing) { .azimuth_deg = 300.0,
                                              .elevation_deg = 12.5,
                                              .sigma_deg = 2.0,
                                              .frequency_hz = 5.8e9,
                                              .level_db = -3.5,
                                              .valid = TCS_BEARING_ALL,
                                              .said = TCS_BEARING_DRONE };
    must(tcs_bearings_write(&line, &w));
    save("bearings/two", tcs_bytes(room, w.len - 1));
}

int main(int argc, char **argv)
{
    static uint8_t room[ROOM];

    if (argc < 2) {
        fputs("usage: golden_radio FOLDER [seeds]\n", stderr);
        return 2;
    }
    folder = argv[1];
    seeds = argc > 2;
    make_remoteid(room);
    make_mode_s();
    if (seeds) {
        make_remoteid_seeds();
        make_bearings_seeds();
    }
    return 0;
}
