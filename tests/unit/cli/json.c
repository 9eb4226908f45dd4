/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static struct tcs_json json;
static char *text;
static size_t text_len;
static FILE *out;

static int begin(void **state)
{
    out = open_memstream(&text, &text_len);
    tcs_json_init(&json, out);
    return out == NULL ? -1 : 0;
}

static int end(void **state)
{
    fclose(out);
    free(text);
    return 0;
}

static void members_nest_and_commas_stand_where_they_must(void **state)
{
    tcs_json_object(&json, NULL);
    tcs_json_text(&json, "a", "x");
    tcs_json_array(&json, "b");
    tcs_json_int(&json, NULL, -1);
    tcs_json_object(&json, NULL);
    tcs_json_end(&json);
    tcs_json_bool(&json, NULL, true);
    tcs_json_null(&json, NULL);
    tcs_json_end(&json);
    tcs_json_uint(&json, "c", UINT64_MAX);
    tcs_json_hex(&json, "d", tcs_bytes("\x00\xff", 2));
    tcs_json_end(&json);
    tcs_json_line(&json);
    CHECK(tcs_json_flush(&json));
    CHECK_TEXT(text, "{\"a\":\"x\",\"b\":[-1,{},true,null],\"c\":18446744073709551615,"
                     "\"d\":\"00ff\"}\n");
}

static void texts_are_escaped_and_stay_utf8(void **state)
{
    static const char given[] =
        "\"\\\b\f\n\r\t\x01\x0b\x7f\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x94"
        "\xff\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80\xe2\x82";

    tcs_json_bytes(&json, NULL, tcs_bytes(given, sizeof given - 1));
    CHECK(tcs_json_flush(&json));
    CHECK_TEXT(text, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u000b\\u007f\xc3\xa4\xe2\x82\xac"
                     "\xf0\x9f\x94\x94"
                     "\xef\xbf\xbd"                         /* ff */
                     "\xef\xbf\xbd\xef\xbf\xbd"             /* c0 80: overlong */
                     "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" /* a surrogate */
                     "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                     "\xef\xbf\xbd\xef\xbf\xbd\"" /* cut short */);
}

static void check_double(double value, const char *expected)
{
    begin(NULL);
    tcs_json_double(&json, NULL, value);
    CHECK(tcs_json_flush(&json));
    CHECK_TEXT(text, expected);
    end(NULL);
}

static void doubles_have_as_few_digits_as_give_them_back(void **state)
{
    check_double(0.1, "0.1");
    check_double(-2.5, "-2.5");
    check_double(1852.0, "1852");
    check_double(0.1 + 0.2, "0.30000000000000004");
    check_double(1e300, "1e+300");
    check_double(DBL_MIN, "2.2250738585072014e-308");
    check_double((double)NAN, "null");
    check_double((double)INFINITY, "null");
}

static void random_doubles_come_back(void **state)
{
    uint64_t bits = 1;

    for (int i = 0; i < 20000; i++) {
        double value = 0;

        bits = bits * UINT64_C(6364136223846793005) + 1442695040888963407u;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        begin(NULL);
        tcs_json_double(&json, NULL, value);
        CHECK(tcs_json_flush(&json));
        CHECK(strtod(text, NULL) == value);
        end(NULL);
    }
}

static void more_than_the_buffer_goes_through_in_order(void **state)
{
    static char big[3 * TCS_JSON_BUFFER_LEN];

    memset(big, 'x', sizeof big - 1);
    tcs_json_array(&json, NULL);
    tcs_json_text(&json, NULL, "head");
    tcs_json_text(&json, NULL, big);
    tcs_json_text(&json, NULL, "tail");
    tcs_json_end(&json);
    tcs_json_line(&json);
    CHECK(tcs_json_flush(&json));
    CHECK_INT(text_len, sizeof big - 1 + strlen("[\"head\",\"\",\"tail\"]\n"));
    CHECK_TEXT(text + text_len - 9, ",\"tail\"]\n");
}

static void an_output_that_fails_is_told(void **state)
{
    FILE *full = fopen("/dev/full", "w");

    if (full == NULL)
        skip();
    tcs_json_init(&json, full);
    tcs_json_text(&json, NULL, "x");
    CHECK(!tcs_json_flush(&json));
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(members_nest_and_commas_stand_where_they_must),
        TEST(texts_are_escaped_and_stay_utf8),
        cmocka_unit_test(doubles_have_as_few_digits_as_give_them_back),
        cmocka_unit_test(random_doubles_come_back),
        TEST(more_than_the_buffer_goes_through_in_order),
        TEST(an_output_that_fails_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
