/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The protocols that tell of aircraft: each record is counted as exactly one thing, in
 * whatever framing and pieces it comes.
 */
#include "check.h"
#include "engine/engine.h"
#include "engine_bench.h"

static void open_feed(struct bench *b, enum tcs_protocol protocol,
                      enum tcs_framing framing)
{
    world_site(&world, 1);
    world.config.feeds[FEED_ADSB].protocol = protocol;
    world.config.feeds[FEED_ADSB].framing = framing;
    open_bench(b, NULL);
}

static void step_octets(struct bench *b, struct tcs_bytes octets)
{
    step_bytes(b, FEED_ADSB, octets.data, octets.len);
}

/* Counts of what came, and claims handed on. */
struct expected {
    const char *text; /* lines */
    enum tcs_protocol protocol;
    uint32_t records, looks, damaged, foreign, impossible;
};

static void check_counts(const struct bench *b, const struct expected *e)
{
    const struct tcs_feed_counts *c = tcs_engine_feed_counts(&b->engine, FEED_ADSB);

    CHECK_INT(c->records, e->records);
    CHECK_INT(c->looks, e->looks);
    CHECK_INT(c->damaged, e->damaged);
    CHECK_INT(c->foreign, e->foreign);
    CHECK_INT(c->impossible, e->impossible);
    CHECK_INT(c->unmapped, 0);
}

#define PLACE                                                                            \
    "abcdef"                                                                             \
    "2f5c2975b05c" /* 33.3 north, 97.25 west */

/* A short frame with a place and one on the ground; a cut one and one whose length is not
 * that of its type; what the receiver says of itself; a time before 1970. */
static const struct expected uat = { "-00" PLACE "088911043300ce00;rs=1;\n"
                                     "-00" PLACE "0889803f801a4e00;\n"
                                     "-00" PLACE "0889;\n"
                                     "-08" PLACE "088911043300ce00;\n"
                                     "!program=receiver;\n"
                                     "-00" PLACE "088911043300ce00;t=-1;\n",
                                     TCS_PROTOCOL_UAT,
                                     2,
                                     1,
                                     2,
                                     1,
                                     1 };

/* Velocity and a place; one on the ground; 21 columns; another kind of line; 133 north.
 */
static const struct expected sbs = {
    "MSG,4,1,1,A1B2C3,1,,,,,,,119.6,122.4,,,704,,,,,0\r\n"
    "MSG,3,1,1,A1B2C3,1,,,,,,2375,,,33.3,-97.25,,,0,0,0,0\r\n"
    "MSG,2,1,1,A1B2C3,1,,,,,,,5,10,33.3,-97.25,,,,,,-1\r\n"
    "MSG,3,1,1,A1B2C3,1,,,,,,2375,,,33.3,-97.25,,,0,0,0\r\n"
    "AIR,,1,1,A1B2C3,1,2021/11/06,23:00:12.340,2021/11/06,23:00:12.340\r\n"
    "MSG,3,1,1,A1B2C3,1,,,,,,2375,,,133.3,-97.25,,,0,0,0,0\r\n",
    TCS_PROTOCOL_SBS,
    3,
    1,
    1,
    1,
    1
};

/* A place, the same told again, one on the ground; an address that is none; no aircraft;
 * 133 north. */
static const struct expected readsb = {
    "{\"hex\":\"a1b2c3\",\"lat\":33.3,\"lon\":-97.25,\"alt_baro\":2375}\n"
    "{\"hex\":\"a1b2c3\",\"lat\":33.3,\"lon\":-97.25,\"alt_baro\":2375}\n"
    "{\"hex\":\"a1b2c4\",\"lat\":33.3,\"lon\":-97.25,\"alt_baro\":\"ground\"}\n"
    "{\"hex\":7}\n"
    "{\"name\":\"}\"}\n"
    "{\"hex\":\"a1b2c3\",\"lat\":133.3,\"lon\":-97.25}\n",
    TCS_PROTOCOL_READSB,
    3,
    1,
    1,
    1,
    1
};

static const struct expected *const all[] = { &uat, &sbs, &readsb };

static void streams_may_be_cut_anywhere(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        const struct tcs_bytes text = tcs_text_bytes(all[i]->text);
        static const size_t pieces[] = { 1, 2, 3, 7, 64, 100, 1000 };

        for (size_t k = 0; k < sizeof pieces / sizeof pieces[0]; k++) {
            struct bench b;

            open_feed(&b, all[i]->protocol, TCS_FRAMING_STREAM);
            for (size_t at = 0; at < text.len; at += pieces[k])
                step_octets(&b, tcs_bytes_part(text, at, pieces[k]));
            check_counts(&b, all[i]);
            close_bench(&b);
        }
    }
}

static void datagrams_are_whole(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        const struct tcs_bytes text = tcs_text_bytes(all[i]->text);
        struct expected e = *all[i];
        struct bench b;

        open_feed(&b, e.protocol, TCS_FRAMING_DATAGRAM);
        step_octets(&b, text);
        check_counts(&b, &e);
        /* Half of the first line: damage, and nothing of it is left for the next
         * datagram.
         */
        size_t end = 0;

        while (text.data[end] != '\n')
            end++;
        step_octets(&b, tcs_bytes_part(text, 0, end / 2));
        e.damaged++;
        check_counts(&b, &e);
        step_octets(&b, tcs_text_bytes("\n"));
        check_counts(&b, &e);
        close_bench(&b);
    }
}

static void each_line_alone_is_one_thing(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        const char *line = all[i]->text;
        struct bench b;

        open_feed(&b, all[i]->protocol, TCS_FRAMING_LINE);
        while (*line != '\0') {
            size_t len = 0;

            while (line[len] != '\n' && line[len] != '\r')
                len++;
            step_octets(&b, tcs_bytes(line, len));
            line += len + (line[len] == '\r' ? 2 : 1);
        }
        check_counts(&b, all[i]);
        close_bench(&b);
    }
}

static void other_framings_are_foreign_and_other_sensors_unmapped(void **state)
{
    for (size_t i = 0; i < 3; i++) {
        struct bench b;

        open_feed(&b, all[i]->protocol, TCS_FRAMING_PACKET_80211);
        step_octets(&b, tcs_text_bytes(all[i]->text));
        CHECK_INT(tcs_engine_feed_counts(&b.engine, FEED_ADSB)->foreign, 1);
        close_bench(&b);
        open_feed(&b, all[i]->protocol, TCS_FRAMING_DATAGRAM);
        b.config.feeds[FEED_ADSB].sensors[0] = WORLD_RID;
        step_octets(&b, tcs_text_bytes(all[i]->text));
        CHECK_INT(tcs_engine_feed_counts(&b.engine, FEED_ADSB)->unmapped,
                  all[i]->records);
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_may_be_cut_anywhere),
        cmocka_unit_test(datagrams_are_whole),
        cmocka_unit_test(each_line_alone_is_one_thing),
        cmocka_unit_test(other_framings_are_foreign_and_other_sensors_unmapped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
