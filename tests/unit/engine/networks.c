/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MAVLink and AIS through the engine: each record is counted as exactly one thing, in
 * whatever framing and pieces it comes, and makes the same claims.
 */
#include <stdlib.h>

#include "check.h"
#include "encode/ais.h"
#include "encode/mavlink.h"
#include "engine/engine.h"
#include "world.h"

static struct world world;
static struct tcs_engine engine;
static struct tcs_engine_config config;
static uint8_t room[2000];

/* The feed of the world's ADS-B receiver, whose place a network takes. */
static void open_engine(enum tcs_protocol protocol, enum tcs_framing framing)
{
    world_site(&world, 1);
    config = world.config;
    config.feeds[FEED_ADSB].protocol = protocol;
    config.feeds[FEED_ADSB].framing = framing;
    config.sensors[config.feeds[FEED_ADSB].sensors[0]].kind = TCS_SENSOR_REPORT;
    void *state = aligned_alloc(64, (tcs_engine_state_size(&config) + 63) & ~(size_t)63);
    void *scratch =
        aligned_alloc(64, (tcs_engine_scratch_size(&config) + 63) & ~(size_t)63);

    CHECK(state != NULL && scratch != NULL);
    tcs_engine_init(&engine, &config, state, scratch, world.start, NULL);
}

static void close_engine(void)
{
    free(engine.state);
    free(engine.scratch);
}

static void step(struct tcs_bytes octets)
{
    const struct tcs_event event = { .kind = TCS_EVENT_BYTES,
                                     .feed = FEED_ADSB,
                                     .arrival = tcs_engine_now(&engine),
                                     .payload = octets };
    struct tcs_output output;

    CHECK_OK(tcs_engine_step(&engine, &event, &output));
}

struct expected {
    uint32_t records, looks, damaged, foreign, impossible, unmapped;
};

static void check_counts(const struct expected *e)
{
    const struct tcs_feed_counts *c = tcs_engine_feed_counts(&engine, FEED_ADSB);

    CHECK_INT(c->records, e->records);
    CHECK_INT(c->looks, e->looks);
    CHECK_INT(c->damaged, e->damaged);
    CHECK_INT(c->foreign, e->foreign);
    CHECK_INT(c->impossible, e->impossible);
    CHECK_INT(c->unmapped, e->unmapped);
}

/* As a stream in pieces of that many octets. */
static void check_stream(enum tcs_protocol protocol, struct tcs_bytes octets,
                         size_t piece, const struct expected *e)
{
    open_engine(protocol, TCS_FRAMING_STREAM);
    for (size_t at = 0; at < octets.len; at += piece)
        step(tcs_bytes_part(octets, at, piece));
    check_counts(e);
    close_engine();
}

static void check_everywhere(enum tcs_protocol protocol, struct tcs_bytes octets,
                             const struct expected *e)
{
    check_stream(protocol, octets, octets.len, e);
    check_stream(protocol, octets, 13, e);
    check_stream(protocol, octets, 1, e);
    open_engine(protocol, TCS_FRAMING_DATAGRAM);
    step(octets);
    check_counts(e);
    close_engine();
}

static void add(struct tcs_writer *w, uint32_t id, const char *name, int64_t value)
{
    struct tcs_mavlink m;

    CHECK_OK(tcs_mavlink_begin(id, &m));
    CHECK_OK(tcs_mavlink_put(&m, name, value));
    CHECK_OK(tcs_mavlink_write(&m, w));
}

/* SYSTEM_TIME, which is not used: its CRC_EXTRA is 137. */
static void add_unused(struct tcs_writer *w)
{
    static const uint8_t body[] = { 1, 0, 0, 9, 1, 1, 2, 0, 0, 5 };
    static const uint8_t extra = 137;
    uint16_t crc = tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(body, sizeof body));

    crc = tcs_mavlink_crc(crc, tcs_bytes(&extra, 1));
    tcs_write_u8(w, 0xfd);
    tcs_write_bytes(w, body, sizeof body);
    tcs_write_le(w, crc, 2);
}

/* A heartbeat and a place (one claim), the state of a transmitter; noise; what is for
 * receivers that the feed does not have; a place that is none; what is not used. */
static void mavlink_is_counted_as_it_is(void **state)
{
    static const struct expected e = { 3, 1, 1, 1, 1, 2 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    add(&w, TCS_MAVLINK_HEARTBEAT, "type", 2);
    add(&w, TCS_MAVLINK_GLOBAL_POSITION_INT, "lat", 333000000);
    add(&w, TCS_MAVLINK_ODID_ARM_STATUS, "status", 1);
    tcs_write_bytes(&w, "\xfd\x04noise", 7);
    add(&w, TCS_MAVLINK_ADSB_VEHICLE, "ICAO_address", 0x3c6dd2);
    add(&w, TCS_MAVLINK_ODID_BASIC_ID, "id_type", 1);
    add(&w, TCS_MAVLINK_GLOBAL_POSITION_INT, "lat", 933000000);
    add_unused(&w);
    CHECK(!w.failed);
    check_everywhere(TCS_PROTOCOL_MAVLINK, tcs_written(&w), &e);
}

/* A class B report, which tells no second: it is of now. */
static void add_report(struct tcs_writer *w)
{
    uint32_t count = 0;
    const struct tcs_ais_layout *layouts = tcs_ais_layouts(&count);
    struct tcs_ais message;

    for (uint32_t i = 0; i < count; i++)
        if (layouts[i].type == 18)
            CHECK_OK(
                tcs_ais_begin(&layouts[i], 211234560, layouts[i].bits_min, &message));
    CHECK_OK(tcs_ais_put(&message, tcs_ais_find(&message, "second"), 0, 60));
    CHECK_OK(tcs_ais_write(&message, '0', 'A', w));
}

/* Published examples (gpsd's page on AIVDM): a class A report (of second 15, some of
 * them ago) and a voyage in two sentences; the report with a wrong sum; a
 * voyage's end without its beginning; another sentence of NMEA 0183. Before them a report
 * that makes a claim. */
static void ais_is_counted_as_it_is(void **state)
{
    static const char text[] =
        "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\r\n"
        "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E"
        "\r\n"
        "!AIVDM,2,2,3,B,1@0000000000000,2*55\r\n"
        "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5D\r\n"
        "!AIVDM,2,2,3,B,1@0000000000000,2*55\r\n"
        "$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n";
    static const struct expected e = { 3, 2, 2, 1, 0, 0 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    add_report(&w);
    tcs_write_bytes(&w, text, sizeof text - 1);
    CHECK(!w.failed);
    check_everywhere(TCS_PROTOCOL_AIS, tcs_written(&w), &e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mavlink_is_counted_as_it_is),
        cmocka_unit_test(ais_is_counted_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
