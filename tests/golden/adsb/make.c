/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden files of UAT, SBS and readsb into a folder, by the
 * encoders.
 *
 *     golden_adsb FOLDER
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/put.h"
#include "encode/readsb.h"
#include "encode/sbs.h"
#include "encode/uat.h"
#include "golden.h"

#define START_UTC_NS INT64_C(1636239612340000000) /* 2021-11-06T23:00:12.34Z */
#define S INT64_C(1000000000)

enum { ROOM = 1 << 14 };

static char room[ROOM];

/* -------------------------------------------------------------------------------- UAT */

static struct tcs_uat flying(uint8_t payload_type)
{
    struct tcs_uat r = { .payload_type = payload_type,
                         .address = 0xa1b2c3,
                         .elements = (uint8_t)tcs_uat_elements(payload_type),
                         .valid = TCS_UAT_POSITION | TCS_UAT_BARO_ALTITUDE |
                                  TCS_UAT_GEO_ALTITUDE | TCS_UAT_NORTH | TCS_UAT_EAST |
                                  TCS_UAT_VERTICAL_RATE | TCS_UAT_COUPLING |
                                  TCS_UAT_CALLSIGN | TCS_UAT_CATEGORY,
                         .lat_deg = 33.3,
                         .lon_deg = -97.25,
                         .baro_altitude_ft = 2375,
                         .geo_altitude_ft = 2550,
                         .north_kt = -64,
                         .east_kt = 101,
                         .vertical_ftpm = 704,
                         .nic = 9,
                         .utc_coupled = 1,
                         .feedback = 6,
                         .category = 14,
                         .version = 2,
                         .sil = 3,
                         .transmit_slot = 33,
                         .sda = 2,
                         .nac_p = 10,
                         .nac_v = 2,
                         .nic_baro = 1,
                         .capabilities = TCS_UAT_UAT_IN | TCS_UAT_ES_IN,
                         .modes = TCS_UAT_IDENT,
                         .gva = 2,
                         .single_antenna = 1 };

    memcpy(r.callsign, "N123TC", 6);
    r.callsign_len = 6;
    return r;
}

static struct tcs_uat with_target(uint8_t payload_type)
{
    struct tcs_uat r = flying(payload_type);

    r.valid |= TCS_UAT_SELECTED_ALTITUDE | TCS_UAT_PRESSURE | TCS_UAT_SELECTED_HEADING |
               TCS_UAT_TARGET_MODES;
    r.selected_altitude_ft = 4000;
    r.pressure_hpa = 1013.6;
    r.selected_heading_deg = 225.0;
    r.target_modes = TCS_UAT_AUTOPILOT | TCS_UAT_ALTITUDE_HOLD;
    r.vertical_baro = 1;
    return r;
}

static struct tcs_uat old_and_told_by_the_ground(void)
{
    struct tcs_uat r = flying(1);

    r.qualifier = TCS_UAT_TISB_TRACK;
    r.valid &= ~(uint32_t)(TCS_UAT_COUPLING | TCS_UAT_CALLSIGN);
    r.valid |= TCS_UAT_SITE | TCS_UAT_FLIGHT_PLAN;
    r.site = 5;
    memcpy(r.callsign, "1200", 4);
    r.callsign_len = 4;
    r.version = 1;
    r.geo_first = 1;
    r.state = TCS_UAT_SUPERSONIC;
    r.capabilities = TCS_UAT_CDTI | TCS_UAT_ACAS;
    r.modes = TCS_UAT_ATC_SERVICES;
    r.heading_magnetic = 1;
    return r;
}

static struct tcs_uat taxiing(void)
{
    struct tcs_uat r = flying(0);

    r.state = TCS_UAT_GROUND;
    r.valid |= TCS_UAT_SPEED | TCS_UAT_LONGITUDINAL;
    r.speed_kt = 14;
    r.track_kind = 3;
    r.track_deg = 180.0;
    r.size = 3;
    r.longitudinal_m = 6;
    return r;
}

static void put_uat(struct tcs_writer *w, const struct tcs_uat *record, uint32_t has,
                    int64_t utc_ns)
{
    struct tcs_uat_frame frame = {
        .has = has, .corrected = 2, .signal_raw = 611, .rssi_db = -14.5, .utc_ns = utc_ns
    };
    struct tcs_writer octets = tcs_writer(frame.octets, sizeof frame.octets);

    must(tcs_uat_write(record, &octets));
    frame.len = (uint32_t)octets.len;
    must(tcs_uat_line_write(&frame, w));
}

static void make_uat(void)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const struct tcs_uat records[] = { flying(0),      flying(1),
                                       flying(2),      with_target(3),
                                       with_target(4), with_target(6),
                                       taxiing(),      old_and_told_by_the_ground(),
                                       flying(11) };
    struct tcs_uat_frame uplink = { .len = TCS_UAT_UPLINK_LEN };

    tcs_put_text(&w, "!program=receiver;version=1;\n");
    for (uint32_t i = 0; i < sizeof records / sizeof records[0]; i++)
        put_uat(&w, &records[i], i, START_UTC_NS + (int64_t)i * S);
    must(tcs_uat_line_write(&uplink, &w));
    put_uat(&w, &records[0], 0, 0);
    w.len -= 6; /* cut: the last three octets of the frame are gone */
    tcs_put_text(&w, ";\n");
    save("uat.txt", tcs_written(&w));
}

/* -------------------------------------------------------------------------------- SBS */

static void put_sbs(struct tcs_writer *w, uint8_t type, uint32_t has)
{
    static uint32_t count;
    struct tcs_sbs sbs = { .numbers = { 2375.0, 119.6, 122.4, 33.3, -97.25, 704.0 },
                           .generated_ns = START_UTC_NS + count * S,
                           .logged_ns = START_UTC_NS + count * S + 4000000,
                           .has = has | TCS_SBS_GENERATED | TCS_SBS_LOGGED,
                           .flags = has & TCS_SBS_IDENT,
                           .address = 0xa1b2c3,
                           .session = 1,
                           .aircraft = 1,
                           .flight = 1,
                           .type = type,
                           .callsign = "N123TC",
                           .squawk = "1200" };

    must(tcs_sbs_write(&sbs, w));
    count++;
}

static void make_sbs(void)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const uint32_t flags =
        TCS_SBS_ALERT | TCS_SBS_EMERGENCY | TCS_SBS_IDENT | TCS_SBS_GROUND;
    const uint32_t place = 1 << TCS_SBS_LAT_DEG | 1 << TCS_SBS_LON_DEG;
    const uint32_t motion = 1 << TCS_SBS_SPEED_KT | 1 << TCS_SBS_TRACK_DEG;
    const uint32_t altitude = 1 << TCS_SBS_ALTITUDE_FT;

    put_sbs(&w, 1, TCS_SBS_CALLSIGN);
    put_sbs(&w, 2, altitude | motion | place | TCS_SBS_GROUND);
    put_sbs(&w, 3, altitude | place | flags);
    put_sbs(&w, 4, motion | 1 << TCS_SBS_VERTICAL_FTPM);
    put_sbs(&w, 5, altitude | TCS_SBS_ALERT | TCS_SBS_IDENT | TCS_SBS_GROUND);
    put_sbs(&w, 6, altitude | TCS_SBS_SQUAWK | flags);
    put_sbs(&w, 7, altitude | TCS_SBS_GROUND);
    put_sbs(&w, 8, TCS_SBS_GROUND);
    tcs_put_text(&w, "AIR,,1,1,A1B2C3,1,2021/11/06,23:00:12.340,2021/11/06,"
                     "23:00:12.340\r\n");
    tcs_put_text(&w, "MSG,3,1,1,A1B2C3,1,,,,,,2375,,,133.3,-97.25,,,0,0,0,0\r\n");
    tcs_put_text(&w, "MSG,3,1,1,A1B2C3,1,,,,,,2375\r\n");
    save("sbs.txt", tcs_written(&w));
}

/* ----------------------------------------------------------------------------- readsb */

static struct tcs_readsb aircraft(uint32_t address)
{
    struct tcs_readsb r = { .has = (UINT64_C(1) << TCS_READSB_NUMBERS) - 1,
                            .utc_ns = START_UTC_NS,
                            .address = address,
                            .has_modes = 1,
                            .modes = TCS_READSB_AUTOPILOT | TCS_READSB_LNAV,
                            .category = "B6",
                            .flight = "N123TC",
                            .squawk = "1200",
                            .type = "adsb_icao",
                            .emergency = "none",
                            .sil_type = "perhour" };
    static const double numbers[TCS_READSB_NUMBERS] = {
        33.3, -97.25, 2375, 2550, 119.6, 122.4, 704, 640, 110, 116,   0.174, -0.25, -12.5,
        118,  121.5,  1016, 4000, 4992,  225,   310, 12,  11,  13,    8,     186,   2,
        1,    10,     2,    3,    2,     2,     0,   1,   512, -14.5, 0.1,   0.312,
    };

    memcpy(r.numbers, numbers, sizeof numbers);
    return r;
}

static void make_readsb(void)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_readsb r = aircraft(0xa1b2c3);

    r.has_time = 1;
    must(tcs_readsb_write(&r, &w));
    r = (struct tcs_readsb) { .utc_ns = START_UTC_NS, .has_time = 1, .on_ground = 1 };
    r.other_address = 1;
    tcs_put_text(&w, "\n");
    must(tcs_readsb_write(&r, &w));
    tcs_put_text(&w, "\n{\"name\":\"no aircraft\"}\n{\"hex\":\"a1b2c3\",\"lat\":133.3}\n"
                     "{\"hex\":7}\n{\"hex\":\"a1b2");
    save("readsb.jsonl", tcs_written(&w));
    w = tcs_writer(room, sizeof room);
    tcs_put_text(&w, "{ \"now\" : 1636239612.340,\n  \"messages\" : 512,\n"
                     "  \"aircraft\" : [\n");
    r = aircraft(0xa1b2c3);
    must(tcs_readsb_write(&r, &w));
    tcs_put_text(&w, ",\n");
    r.address = 0xa1b2c4;
    r.has &= UINT64_C(1) << TCS_READSB_RSSI | UINT64_C(1) << TCS_READSB_SEEN;
    must(tcs_readsb_write(&r, &w));
    tcs_put_text(&w, "\n  ]\n}\n");
    save("aircraft.json", tcs_written(&w));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: golden_adsb FOLDER\n", stderr);
        return 2;
    }
    folder = argv[1];
    make_uat();
    make_sbs();
    make_readsb();
    return 0;
}
