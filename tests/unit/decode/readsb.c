/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/readsb.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "decode/readsb_stream.h"

static const char LINE[] =
    "{\"now\" : 1795460342.977,\"hex\":\"406b90\",\"type\":\"adsb_icao\",\"flight\":"
    "\"EZY85MH \",\"alt_baro\":36000,\"alt_geom\":36100,\"gs\":493.6,\"track\":284.91,"
    "\"geom_rate\":0,\"squawk\":\"0271\",\"category\":\"A3\",\"lat\":51.145660,\"lon\":"
    "-7.244296,\"nic\":8,\"seen_pos\":0.250,\"nac_p\":8,\"mlat\":[],\"tisb\":[\"lat\"],"
    "\"nav_modes\":[\"autopilot\",\"tcas\",\"new\"],\"seen\":0.0,\"rssi\":-49.5}";

static enum tcs_status read(const char *text, struct tcs_readsb *ret)
{
    return tcs_readsb_read(tcs_text_bytes(text), 0, ret, NULL);
}

static bool has(const struct tcs_readsb *readsb, unsigned number)
{
    return (readsb->has >> number & 1) != 0;
}

static void an_aircraft_is_read_name_by_name(void **state)
{
    struct tcs_readsb r;

    CHECK_OK(read(LINE, &r));
    CHECK_INT(r.address, 0x406b90);
    CHECK_INT(r.other_address, 0);
    CHECK(r.has_time != 0 && r.utc_ns == INT64_C(1795460342977000000));
    CHECK_TEXT(r.type, "adsb_icao");
    CHECK_TEXT(r.flight, "EZY85MH");
    CHECK_TEXT(r.squawk, "0271");
    CHECK_TEXT(r.category, "A3");
    CHECK_NEAR(r.numbers[TCS_READSB_ALT_BARO], 36000.0, 0.0, "ft");
    CHECK_NEAR(r.numbers[TCS_READSB_LAT], 51.14566, 1e-12, "deg");
    CHECK_NEAR(r.numbers[TCS_READSB_LON], -7.244296, 1e-12, "deg");
    CHECK_NEAR(r.numbers[TCS_READSB_SEEN_POS], 0.25, 0.0, "s");
    CHECK(has(&r, TCS_READSB_GEOM_RATE) && !has(&r, TCS_READSB_BARO_RATE));
    CHECK_INT(r.has_modes, 1);
    CHECK_INT(r.modes, TCS_READSB_AUTOPILOT | TCS_READSB_TCAS);
}

static void what_is_null_or_left_away_is_not_told(void **state)
{
    struct tcs_readsb r;

    CHECK_OK(read("{\"hex\":\"~ABCDEF\",\"lat\":null,\"flight\":null,\"now\":null}", &r));
    CHECK_INT(r.address, 0xabcdef);
    CHECK_INT(r.other_address, 1);
    CHECK(r.has == 0 && r.has_time == 0 && r.flight[0] == '\0');
    CHECK_OK(tcs_readsb_read(tcs_text_bytes("{\"hex\":\"abcdef\"}"), 7, &r, NULL));
    CHECK(r.has_time != 0 && r.utc_ns == 7); /* that of the document */
}

static void on_the_ground_is_no_altitude(void **state)
{
    struct tcs_readsb r;

    CHECK_OK(read("{\"hex\":\"abcdef\",\"alt_baro\":\"ground\"}", &r));
    CHECK_INT(r.on_ground, 1);
    CHECK(!has(&r, TCS_READSB_ALT_BARO));
}

static void times_may_be_milliseconds(void **state)
{
    CHECK(tcs_readsb_time(1795460342.977) == INT64_C(1795460342977000000));
    CHECK(tcs_readsb_time(1795460342977.0) == INT64_C(1795460342977000000));
    CHECK(tcs_readsb_time(0.0) == 0);
    CHECK(tcs_readsb_time(-1.0) == 0);
    CHECK(tcs_readsb_time(5e9) == 0); /* after 2100 */
    CHECK(tcs_readsb_time(1e300) == 0);
}

static void objects_that_are_none_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        enum tcs_status status;
    } rows[] = {
        { "", TCS_E_DAMAGED },
        { "{", TCS_E_DAMAGED },
        { "[]", TCS_E_FOREIGN },
        { "{\"name\":\"x\"}", TCS_E_FOREIGN },
        { "{\"hex\":4221840}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b9\"}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b90\",\"hex\":\"406b90\"}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b90\",\"lat\":\"51\"}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b90\",\"lat\":91}", TCS_E_IMPOSSIBLE },
        { "{\"hex\":\"406b90\",\"nic\":16}", TCS_E_IMPOSSIBLE },
        { "{\"hex\":\"406b90\",\"now\":-1}", TCS_E_IMPOSSIBLE },
        { "{\"hex\":\"406b90\",\"squawk\":\"8000\"}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b90\",\"flight\":\"LONGER THAN 8\"}", TCS_E_DAMAGED },
        { "{\"hex\":\"406b90\",\"nav_modes\":7}", TCS_E_DAMAGED },
    };
    struct tcs_readsb r;
    struct tcs_readsb untouched;

    memset(&r, 0x5a, sizeof r);
    untouched = r;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_INT(read(rows[i].text, &r), rows[i].status);
    CHECK(memcmp(&r, &untouched, sizeof r) == 0);
    for (size_t len = 1; len < sizeof LINE - 1; len++)
        CHECK_INT(tcs_readsb_read(tcs_bytes(LINE, len), 0, &r, NULL), TCS_E_DAMAGED);
}

/* ---------------------------------------------------------------------------- streams */

/* What comes out, one after the other: object|document seconds; */
struct heard {
    char text[4096];
    size_t len;
};

static void run(const char *text, size_t piece, struct tcs_readsb_stream *stream,
                struct heard *heard)
{
    const struct tcs_bytes all = tcs_text_bytes(text);

    memset(stream, 0, sizeof *stream);
    memset(heard, 0, sizeof *heard);
    for (size_t at = 0; at < all.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(all, at, piece);
        struct tcs_bytes object;
        int64_t document_ns = 0;

        while (tcs_readsb_next(stream, &in, &object, &document_ns) == TCS_OK) {
            CHECK(heard->len + object.len + 16 < sizeof heard->text);
            memcpy(heard->text + heard->len, object.data, object.len);
            heard->len += object.len;
            heard->text[heard->len++] = document_ns != 0 ? '@' : '.';
        }
        CHECK_INT(in.len, 0);
    }
}

static void lines_and_documents_give_aircraft_however_they_are_cut(void **state)
{
    static const char text[] =
        "{\"hex\":\"000001\",\"mlat\":[],\"acas\":{\"a\":[{}]},\"s\":\"}\\\"{\"}\n"
        "{ \"now\" : 1795460352.000,\n \"messages\" : 2000,\n \"aircraft\" : [\n"
        "{\"hex\":\"000002\",\"x\":{\"y\":[1,{}]}},\n{\"hex\":\"000003\"}\n ], \"end\": "
        "{} }\n"
        "{\"ac\":[{\"hex\":\"000004\"}],\"now\":1795460352000}"
        "{\"now\":1,\"aircraft\":[]}{\"hex\":\"000005\"}";
    static const char expected[] =
        "{\"hex\":\"000001\",\"mlat\":[],\"acas\":{\"a\":[{}]},\"s\":\"}\\\"{\"}."
        "{\"hex\":\"000002\",\"x\":{\"y\":[1,{}]}}@{\"hex\":\"000003\"}@"
        "{\"hex\":\"000004\"}.{\"now\":1,\"aircraft\":[]}.{\"hex\":\"000005\"}.";
    static struct tcs_readsb_stream stream;
    static struct heard heard;

    for (size_t piece = 1; piece < sizeof text; piece++) {
        run(text, piece, &stream, &heard);
        CHECK_TEXT(heard.text, expected);
        CHECK_INT(stream.object_count, 6);
        CHECK_INT(stream.damaged_count + stream.passed_count, 0);
        CHECK_INT(stream.depth, 0);
    }
}

/* A document and a line that end somewhere, also inside a text, and what follows them. */
static void what_is_cut_short_does_not_swallow_what_follows(void **state)
{
    static const char cut[] = "{ \"now\" : 2, \"aircraft\" : [ {\"hex\":\"000001\"},"
                              "{\"hex\":\"000002\",\"flight\":\"A\",\"x\":[{}]}]}";
    static const char next[] = "{ \"now\" : 3, \"aircraft\" : [ {\"hex\":\"000003\"} ] }";
    static struct tcs_readsb_stream stream;
    static struct heard heard;
    char text[sizeof cut + sizeof next];

    for (size_t len = 1; len < sizeof cut - 1; len++) {
        memcpy(text, cut, len);
        memcpy(text + len, next, sizeof next);
        for (size_t piece = 1; piece < sizeof text; piece += 7) {
            run(text, piece, &stream, &heard);
            CHECK(heard.len >= 17);
            CHECK_TEXT(heard.text + heard.len - 17, "{\"hex\":\"000003\"}@");
            CHECK_INT(stream.damaged_count, 1);
            CHECK_INT(stream.depth, 0);
        }
    }
}

static void what_is_too_long_is_passed_over(void **state)
{
    static char text[3 * TCS_READSB_OBJECT_MAX + 256];
    static struct tcs_readsb_stream stream;
    static struct heard heard;
    size_t len = 0;

    memcpy(text, "{\"aircraft\":[{\"a\":\"", 19);
    len = 19;
    memset(text + len, 'x', TCS_READSB_OBJECT_MAX);
    len += TCS_READSB_OBJECT_MAX;
    memcpy(text + len, "\"},{\"hex\":\"1\"}]} ? {\"a\":\"", 25);
    len += 25;
    memset(text + len, 'x', TCS_READSB_OBJECT_MAX);
    len += TCS_READSB_OBJECT_MAX;
    memcpy(text + len, "\"}{\"hex\":\"2\"}", 14);
    run(text, 1000, &stream, &heard);
    CHECK_TEXT(heard.text, "{\"hex\":\"1\"}.{\"hex\":\"2\"}.");
    CHECK_INT(stream.damaged_count, 2);
    CHECK_INT(stream.passed_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_aircraft_is_read_name_by_name),
        cmocka_unit_test(what_is_null_or_left_away_is_not_told),
        cmocka_unit_test(on_the_ground_is_no_altitude),
        cmocka_unit_test(times_may_be_milliseconds),
        cmocka_unit_test(objects_that_are_none_are_told_apart),
        cmocka_unit_test(lines_and_documents_give_aircraft_however_they_are_cut),
        cmocka_unit_test(what_is_cut_short_does_not_swallow_what_follows),
        cmocka_unit_test(what_is_too_long_is_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
