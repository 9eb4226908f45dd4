/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/json.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

static struct tcs_js js;

static enum tcs_status read_text(const char *text)
{
    return tcs_js_read(tcs_text_bytes(text), &js, NULL);
}

static void what_is_json_is_taken(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        " [ ] ",
        "\"\"",
        "[1,-2.5e-3,\"a\",true,false,null]",
        "{\"a\":{\"b\":[{}]},\"c\":[]}",
        "\t{ \"a\" : 1 , \"b\" : [ 1 , 2 ] }\r\n",
        "[\"\\u00e9\\n\\\"\",\"{,}:\"]",
        "[[[[1]]],2]",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (read_text(texts[i]) != TCS_OK)
            fail_msg("refused: %s", texts[i]);
}

static void what_is_not_json_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "}",
        "[1",
        "[1}",
        "{]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"b\"}",
        "{a:1}",
        "{1:2}",
        "{\"a\":1}{}",
        "[] []",
        "[1]x",
        ":",
        ",",
        "[tru]",
        "[nul]",
        "[01]",
        "[-01]",
        "12",
        "true",
        "[1.]",
        "[+1]",
        "[.5]",
        "[0x10]",
        "[NaN]",
        "[1e]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"a\nb\"]",
        "[\"a]",
        "{\"a\":1:2}",
        "{\"a\"::1}",
        "{\"a\",\"b\":1}",
        "[1:2]",
        "[\"a\":1]",
        "{[]:1}",
        "{\"a\":[1,{\"b\"}]}",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (read_text(texts[i]) != TCS_E_DAMAGED)
            fail_msg("taken: %s", texts[i]);
}

static void depth_and_number_of_values_are_bounded(void **state)
{
    static char text[8000];

    memset(text, '[', 33);
    memset(text + 33, ']', 33);
    CHECK_INT(tcs_js_read(tcs_bytes(text, 66), &js, NULL), TCS_E_DAMAGED);
    CHECK_OK(tcs_js_read(tcs_bytes(text + 1, 64), &js, NULL));
    text[0] = '[';
    for (size_t i = 0; i < 2048; i++)
        memcpy(text + 1 + 2 * i, "1,", 2);
    text[2 * 2047] = ']'; /* 2047 ones and the array: 2048 */
    CHECK_OK(tcs_js_read(tcs_bytes(text, 2 * 2047 + 1), &js, NULL));
    text[2 * 2047] = ',', text[2 * 2048] = ']';
    CHECK_INT(tcs_js_read(tcs_bytes(text, 2 * 2048 + 1), &js, NULL), TCS_E_DAMAGED);
}

static void names_are_found_and_must_not_repeat(void **state)
{
    uint32_t value = 0;
    double number = 0.0;

    CHECK_OK(
        read_text("{\"a\":{\"c\":1,\"b\":2},\"b\":3,\"d\":[4,{\"e\":5},6],\"d\":7}"));
    CHECK_OK(tcs_js_find(&js, 0, "b", &value));
    CHECK_OK(tcs_js_number(&js, value, &number));
    CHECK_NEAR(number, 3.0, 0, "1");
    CHECK_INT(tcs_js_find(&js, 0, "c", &value), TCS_E_NOT_FOUND);
    CHECK_INT(tcs_js_find(&js, 0, "d", &value), TCS_E_DAMAGED);
    CHECK_OK(tcs_js_find(&js, 0, "a", &value));
    CHECK_OK(tcs_js_find(&js, value, "b", &value));
    CHECK_INT(tcs_js_find(&js, value, "b", &value), TCS_E_DAMAGED);
    CHECK_OK(read_text("[4,{\"e\":5},6]"));
    CHECK_INT(tcs_js_after(&js, 1), 2);
    CHECK_INT(tcs_js_after(&js, 2), 5);
    CHECK_INT(tcs_js_after(&js, 5), 6);
}

static void escapes_are_undone(void **state)
{
    char text[16];

    CHECK_OK(read_text("\"\\u0041\\u00e9\\u20ac\\ud83d\\ude80\\t\\/\""));
    CHECK_OK(tcs_js_text(&js, 0, text, sizeof text));
    CHECK_TEXT(text, "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80\t/");
    CHECK_INT(tcs_js_text(&js, 0, text, 12), TCS_E_FULL);
    CHECK_OK(read_text("\"\\ud83d\""));
    CHECK_INT(tcs_js_text(&js, 0, text, sizeof text), TCS_E_DAMAGED);
    CHECK_OK(read_text("\"\\ud83dab\\u0041\""));
    CHECK_INT(tcs_js_text(&js, 0, text, sizeof text), TCS_E_DAMAGED);
    CHECK_OK(read_text("\"\\u0000\""));
    CHECK_INT(tcs_js_text(&js, 0, text, sizeof text), TCS_E_DAMAGED);
    CHECK_OK(read_text("[1e999]"));
    double number = 0.0;

    CHECK_INT(tcs_js_number(&js, 1, &number), TCS_E_IMPOSSIBLE);
}

static void texts_that_cannot_be_are_refused_when_they_are_asked_for(void **state)
{
    static const char *const texts[] = {
        "\"\\udc00\"",        /* the second half first */
        "\"\\ud800\\n\"",     /* a first half, then another escape */
        "\"\\ud800\\u0041\"", /* a first half, then no second */
        "\"\\ud800\\ue000\"", /* likewise */
        "\"\\ud800\\ud800\"", /* two first halves */
        "\"\\ud800x\"",       /* a first half, then nothing of the kind */
    };
    char text[32];

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CHECK_OK(read_text(texts[i]));
        if (tcs_js_text(&js, 0, text, sizeof text) != TCS_E_DAMAGED)
            fail_msg("taken: %s", texts[i]);
    }
    CHECK_OK(read_text("[1,\"\\b\\f\\r\\\\\\\"\\uffff\"]"));
    CHECK_INT(tcs_js_text(&js, 1, text, sizeof text), TCS_E_DAMAGED);
    CHECK_OK(tcs_js_text(&js, 2, text, sizeof text));
    CHECK_TEXT(text, "\b\f\r\\\"\xef\xbf\xbf");
    double number = 0.0;

    CHECK_INT(tcs_js_number(&js, 2, &number), TCS_E_DAMAGED);
    CHECK(!tcs_js_is(&js, 1, "1"));
    uint32_t value = 0;

    CHECK_INT(tcs_js_find(&js, 0, "a", &value), TCS_E_DAMAGED); /* not an object */
}

static void a_text_with_a_zero_in_it_ends_nowhere_early(void **state)
{
    CHECK_INT(tcs_js_read(tcs_bytes("[1]\0[2]", 7), &js, NULL), TCS_E_DAMAGED);
    CHECK_INT(tcs_js_read(tcs_bytes("[1\0]", 4), &js, NULL), TCS_E_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json_is_taken),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(depth_and_number_of_values_are_bounded),
        cmocka_unit_test(names_are_found_and_must_not_repeat),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(texts_that_cannot_be_are_refused_when_they_are_asked_for),
        cmocka_unit_test(a_text_with_a_zero_in_it_ends_nowhere_early),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
