/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

#include "api/request.h"

static enum tcs_api_route route(const char *path)
{
    struct tcs_action action;

    return tcs_api_route(path, &action);
}

static void paths_have_their_routes(void **state)
{
    CHECK_INT(route("/api/site"), TCS_API_ROUTE_SITE);
    CHECK_INT(route("/api/state"), TCS_API_ROUTE_STATE);
    CHECK_INT(route("/api/tracks"), TCS_API_ROUTE_TRACKS);
    CHECK_INT(route("/api/zones"), TCS_API_ROUTE_ZONES);
    CHECK_INT(route("/api/alarms"), TCS_API_ROUTE_ALARMS);
    CHECK_INT(route("/api/status"), TCS_API_ROUTE_STATUS);
    CHECK_INT(route("/api/live"), TCS_API_ROUTE_LIVE);
    CHECK_INT(route("/"), TCS_API_ROUTE_NONE);
    CHECK_INT(route("/index.html"), TCS_API_ROUTE_NONE);
    CHECK_INT(route("/apis"), TCS_API_ROUTE_NONE);
    CHECK_INT(route("/api"), TCS_API_ROUTE_UNKNOWN);
    CHECK_INT(route("/api/"), TCS_API_ROUTE_UNKNOWN);
    CHECK_INT(route("/api/site/"), TCS_API_ROUTE_UNKNOWN);
    CHECK_INT(route("/api/Site"), TCS_API_ROUTE_UNKNOWN);
}

static void an_action_has_its_kind_and_alarm(void **state)
{
    struct tcs_action action;

    CHECK_INT(tcs_api_route("/api/alarms/7/all-clear", &action), TCS_API_ROUTE_ACTION);
    CHECK_INT(action.kind, TCS_ACTION_ALL_CLEAR);
    CHECK_INT(action.alarm, 7);
    CHECK_INT(action.seconds, 0);
    CHECK_TEXT(action.who, "");
    CHECK_INT(tcs_api_route("/api/alarms/4294967295/ack", &action), TCS_API_ROUTE_ACTION);
    CHECK_INT(action.alarm, 4294967295U);
}

static void a_malformed_action_path_is_unknown_and_leaves_nothing(void **state)
{
    static const char *const paths[] = {
        "/api/alarms/",        "/api/alarms/7",       "/api/alarms/7/",
        "/api/alarms/0/ack",   "/api/alarms/-1/ack",  "/api/alarms/4294967296/ack",
        "/api/alarms/x/ack",   "/api/alarms/7/ack/",  "/api/alarms/7/acknowledge",
        "/api/alarms/ 7/ack",  "/api/alarms//ack",    "/api/alarms/7/ACK",
        "/api/alarms/1e1/ack", "/api/alarms/7/ack?x",
    };
    const struct tcs_action zero = { 0 };

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct tcs_action action;

        CHECK_INT(tcs_api_route(paths[i], &action), TCS_API_ROUTE_UNKNOWN);
        CHECK(memcmp(&action, &zero, sizeof zero) == 0);
    }
}

static enum tcs_status parse(enum tcs_action_kind kind, const char *body,
                             struct tcs_action *action)
{
    const char *why = NULL;
    enum tcs_status status;

    memset(action, 0, sizeof *action);
    action->kind = (uint16_t)kind;
    status = tcs_api_action_parse(tcs_bytes(body, strlen(body)), action, &why);
    CHECK((status == TCS_OK) == (why == NULL));
    return status;
}

static void a_body_fills_who_why_and_seconds(void **state)
{
    struct tcs_action action;

    CHECK_OK(parse(TCS_ACTION_ACK, "{\"who\":\"A. Karim\"}", &action));
    CHECK_TEXT(action.who, "A. Karim");
    CHECK_TEXT(action.why, "");
    CHECK_OK(parse(TCS_ACTION_SHELVE,
                   "{\"seconds\":3600,\"why\":\"mast work\",\"who\":\"B\"}", &action));
    CHECK_INT(action.seconds, 3600);
    CHECK_TEXT(action.why, "mast work");
    /* 31 octets fit, 32 do not: there is a zero behind them. */
    CHECK_OK(
        parse(TCS_ACTION_ACK, "{\"who\":\"1234567890123456789012345678901\"}", &action));
    CHECK_INT(
        parse(TCS_ACTION_ACK, "{\"who\":\"12345678901234567890123456789012\"}", &action),
        TCS_E_ARGUMENT);
}

static void a_bad_body_is_refused_and_changes_nothing(void **state)
{
    static const char *const bodies[] = {
        "",
        "{",
        "[]",
        "null",
        "\"who\"",
        "{}",
        "{\"who\":\"\"}",
        "{\"who\":\"   \"}",
        "{\"who\":7}",
        "{\"who\":null}",
        "{\"who\":\"a\\nb\"}",
        "{\"who\":\"a\\u0000b\"}",
        "{\"who\":\"a\",\"who\":\"b\"}",
        "{\"who\":\"a\",\"why\":5}",
        "{\"who\":\"a\",\"extra\":1}",
        "{\"who\":\"a\",\"seconds\":60}",
        "{\"who\":\"a\"} trailing",
        "{\"who\":\"\xff\"}",
    };
    struct tcs_action action, before = { 0 };

    before.kind = TCS_ACTION_ACK;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        CHECK(parse(TCS_ACTION_ACK, bodies[i], &action) < 0);
        CHECK(memcmp(&action, &before, sizeof before) == 0);
    }
}

static void shelving_needs_one_second_to_one_hour(void **state)
{
    static const char *const bodies[] = {
        "{\"who\":\"a\"}",
        "{\"who\":\"a\",\"seconds\":0}",
        "{\"who\":\"a\",\"seconds\":3601}",
        "{\"who\":\"a\",\"seconds\":-1}",
        "{\"who\":\"a\",\"seconds\":1.5}",
        "{\"who\":\"a\",\"seconds\":\"60\"}",
        "{\"who\":\"a\",\"seconds\":4294967297}",
    };
    struct tcs_action action;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        CHECK_INT(parse(TCS_ACTION_SHELVE, bodies[i], &action), TCS_E_ARGUMENT);
    CHECK_OK(parse(TCS_ACTION_SHELVE, "{\"who\":\"a\",\"seconds\":1}", &action));
}

static bool ours(const char *host)
{
    static const char *const names[] = { "tocsin.example", NULL };

    return tcs_api_host_is_ours(host, names, 2);
}

static void a_host_is_an_address_or_a_known_name(void **state)
{
    CHECK(ours("127.0.0.1"));
    CHECK(ours("127.0.0.1:8470"));
    CHECK(ours("192.0.2.7:1"));
    CHECK(ours("localhost:8470"));
    CHECK(ours("LocalHost"));
    CHECK(ours("[::1]:8470"));
    CHECK(ours("[2001:db8::7]"));
    CHECK(ours("tocsin.example:8470"));
    CHECK(ours("TOCSIN.example"));

    CHECK(!ours(""));
    CHECK(!ours(":8470"));
    CHECK(!ours("evil.example"));
    CHECK(!ours("localhost.evil.example"));
    CHECK(!ours("127.0.0.1.evil.example"));
    CHECK(!ours("127.0.0.1:8470.evil.example"));
    CHECK(!ours("127.0.0.1:"));
    CHECK(!ours("127.0.0.1:847000"));
    CHECK(!ours("127.0.0.1@evil.example"));
    CHECK(!ours("[::1"));
    CHECK(!ours("[::1]x"));
    CHECK(!ours("[evil.example]"));
    CHECK(!ours("::1"));
}

static void an_origin_is_ours_when_it_is_what_the_host_says(void **state)
{
    CHECK(tcs_api_origin_is_ours("http://127.0.0.1:8470", "127.0.0.1:8470"));
    CHECK(tcs_api_origin_is_ours("https://tocsin.example", "TOCSIN.example"));
    CHECK(!tcs_api_origin_is_ours("http://127.0.0.1:8471", "127.0.0.1:8470"));
    CHECK(!tcs_api_origin_is_ours("http://evil.example", "127.0.0.1:8470"));
    CHECK(!tcs_api_origin_is_ours("null", "127.0.0.1:8470"));
    CHECK(!tcs_api_origin_is_ours("file://", "127.0.0.1:8470"));
    CHECK(!tcs_api_origin_is_ours("http://127.0.0.1:8470/", "127.0.0.1:8470"));
}

static void only_json_is_json(void **state)
{
    CHECK(tcs_api_is_json("application/json"));
    CHECK(tcs_api_is_json("Application/JSON; charset=utf-8"));
    CHECK(!tcs_api_is_json("text/plain"));
    CHECK(!tcs_api_is_json("application/jsonp"));
    CHECK(!tcs_api_is_json("application/x-www-form-urlencoded"));
    CHECK(!tcs_api_is_json(""));
}

/* Of a file of 100 octets. */
static void check_range(const char *header, uint64_t first, uint64_t len)
{
    uint64_t got_first = 999, got_len = 999;

    if (len == 0) {
        CHECK(!tcs_api_range(header, 100, &got_first, &got_len));
        CHECK(got_first == 999 && got_len == 999);
        return;
    }
    CHECK(tcs_api_range(header, 100, &got_first, &got_len));
    CHECK_INT(got_first, first);
    CHECK_INT(got_len, len);
}

static void a_range_lies_within_the_file(void **state)
{
    check_range("bytes=0-9", 0, 10);
    check_range("bytes=10-10", 10, 1);
    check_range("bytes=90-", 90, 10);
    check_range("bytes=90-1000", 90, 10); /* cut at the end */
    check_range("bytes=-5", 95, 5);
    check_range("bytes=-1000", 0, 100);
    check_range("Bytes=0-0", 0, 1);

    check_range("bytes=100-", 0, 0); /* begins behind the end */
    check_range("bytes=9-0", 0, 0);
    check_range("bytes=-0", 0, 0);
    check_range("bytes=-", 0, 0);
    check_range("bytes=0-1,5-6", 0, 0); /* several */
    check_range("bytes=a-b", 0, 0);
    check_range("bytes=0", 0, 0);
    check_range("bytes=--5", 0, 0);
    check_range("items=0-1", 0, 0);
    check_range("bytes=99999999999999999999-", 0, 0);
}

static void nothing_of_an_empty_file_is_a_range(void **state)
{
    uint64_t first, len;

    CHECK(!tcs_api_range("bytes=0-", 0, &first, &len));
    CHECK(!tcs_api_range("bytes=-1", 0, &first, &len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_have_their_routes),
        cmocka_unit_test(an_action_has_its_kind_and_alarm),
        cmocka_unit_test(a_malformed_action_path_is_unknown_and_leaves_nothing),
        cmocka_unit_test(a_body_fills_who_why_and_seconds),
        cmocka_unit_test(a_bad_body_is_refused_and_changes_nothing),
        cmocka_unit_test(shelving_needs_one_second_to_one_hour),
        cmocka_unit_test(a_host_is_an_address_or_a_known_name),
        cmocka_unit_test(an_origin_is_ours_when_it_is_what_the_host_says),
        cmocka_unit_test(only_json_is_json),
        cmocka_unit_test(a_range_lies_within_the_file),
        cmocka_unit_test(nothing_of_an_empty_file_is_a_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
