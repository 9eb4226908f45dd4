/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/cot.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "decode/cot_stream.h"
#include "encode/cot.h"
#include "num/rand.h"

static struct tcs_bytes octets(const char *text)
{
    return tcs_bytes(text, strlen(text));
}

static const char full[] =
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<event version=\"2.0\" uid='a&amp;b' type=\"a-f-A-M-H-Q\" "
    "time=\"2024-05-31T16:52:00Z\""
    " start=\"2024-05-31T16:52:00.5Z\" stale=\"2024-05-31T16:53:00Z\" how=\"m-g\""
    " access=\"Undefined\"><point lat=\"39.5\" lon=\"-108.25\" hae=\"1500.5\" ce=\"9.9\""
    " le=\"9999999.0\"/>text<detail><contact callsign=\"EAGLE\" endpoint=\"*:-1:stcp\"/>"
    "<__group name=\"Cyan\" role=\"Team Member\"/><status battery=\"88\"/>"
    "<takv device=\"d\" platform=\"p\" os=\"29\" version=\"4.5\"/>"
    "<track course=\"12.5\" speed=\"3.25\"/><remarks>x &lt; y</remarks></detail></event>";

/* 2024-05-31T16:52:00Z is 1717174320 (date -u -d ... +%s). */
static void an_event_is_read_with_all_its_parts(void **state)
{
    struct tcs_cot cot;

    CHECK_INT(tcs_cot_read(octets(full), &cot, NULL), TCS_OK);
    CHECK_TEXT(cot.uid, "a&b");
    CHECK_TEXT(cot.type, "a-f-A-M-H-Q");
    CHECK_TEXT(cot.how, "m-g");
    CHECK_TEXT(cot.access, "Undefined");
    CHECK_TEXT(cot.qos, "");
    CHECK_INT(cot.time_ns, INT64_C(1717174320000000000));
    CHECK_INT(cot.start_ns - cot.time_ns, 500000000);
    CHECK_INT(cot.stale_ns - cot.time_ns, INT64_C(60000000000));
    CHECK_NEAR(cot.lat_deg, 39.5, 0.0, "deg");
    CHECK_NEAR(cot.lon_deg, -108.25, 0.0, "deg");
    CHECK_NEAR(cot.hae_m, 1500.5, 0.0, "m");
    CHECK_NEAR(cot.ce_m, 9.9, 1e-12, "m");
    CHECK_INT(cot.parts, TCS_COT_HAE | TCS_COT_CE | TCS_COT_CONTACT | TCS_COT_GROUP |
                             TCS_COT_STATUS | TCS_COT_TAKV | TCS_COT_TRACK);
    CHECK_TEXT(cot.callsign, "EAGLE");
    CHECK_TEXT(cot.endpoint, "*:-1:stcp");
    CHECK_TEXT(cot.role, "Team Member");
    CHECK_INT(cot.battery, 88);
    CHECK_TEXT(cot.os, "29");
    CHECK_NEAR(cot.course_deg, 12.5, 0.0, "deg");
    CHECK_NEAR(cot.speed_mps, 3.25, 0.0, "m/s");
    CHECK_INT(cot.rest_len, strlen("<remarks>x &lt; y</remarks>"));
    CHECK(memcmp(cot.rest, "<remarks>x &lt; y</remarks>", cot.rest_len) == 0);
}

static struct tcs_cot with_detail(const char *detail)
{
    char text[4096];
    struct tcs_cot cot;

    snprintf(text, sizeof text,
             "<event version='2.0' uid='u' type='a-u-A' time='2024-05-31T16:52:00Z' "
             "start='2024-05-31T16:52:00Z' stale='2024-05-31T16:52:00Z' how='h-e'>"
             "<point lat='1' lon='2' hae='9999999' ce='9999999' le='9999999'/>"
             "<detail>%s</detail></event>",
             detail);
    CHECK_INT(tcs_cot_read(octets(text), &cot, NULL), TCS_OK);
    return cot;
}

/* Elements go over into messages as a whole or not at all (the TAK protocol's rule). */
static void what_has_more_than_its_attributes_stays_in_the_rest(void **state)
{
    struct tcs_cot cot = with_detail("<contact callsign='A' phone='1'/>");

    CHECK_INT(cot.parts, 0);
    CHECK_TEXT(cot.callsign, "A");
    CHECK_INT(cot.rest_len, 33);
    cot = with_detail("<status battery='5'><x/></status>");
    CHECK_INT(cot.parts, 0);
    cot = with_detail("<status battery='5.5'/>");
    CHECK_INT(cot.parts, 0);
    CHECK(cot.rest_len > 0);
    cot = with_detail("<track course='1' speed='2'/><track course='3' speed='4'/>");
    CHECK_INT(cot.parts, 0);
    CHECK_INT(cot.rest_len, 2 * 29);
    cot = with_detail("<status battery='5'> <!-- --> </status>");
    CHECK_INT(cot.parts, TCS_COT_STATUS);
    CHECK_INT(cot.rest_len, 0);
}

static void what_is_wrong_is_told_with_its_item(void **state)
{
    static const struct {
        const char *from, *to, *item;
        enum tcs_status status;
    } rows[] = {
        { "uid='a&amp;b'", "", "uid", TCS_E_DAMAGED },
        { "uid='a&amp;b'", "uid=''", "uid", TCS_E_DAMAGED },
        { "lat=\"39.5\"", "", "lat", TCS_E_DAMAGED },
        { "lat=\"39.5\"", "lat=\"north\"", "lat", TCS_E_DAMAGED },
        { "lat=\"39.5\"", "lat=\"90.1\"", "point", TCS_E_IMPOSSIBLE },
        { "ce=\"9.9\"", "ce=\"-1\"", "hae, ce, le", TCS_E_IMPOSSIBLE },
        { "speed=\"3.25\"", "speed=\"-3.25\"", "track", TCS_E_IMPOSSIBLE },
        { "16:52:00Z\" start", "25:52:00Z\" start", "time", TCS_E_DAMAGED },
        { "version=\"2.0\" uid", "version=\"1.0\" uid", "version", TCS_E_FOREIGN },
        { "<point", "<pint", "point", TCS_E_DAMAGED },
        { "</detail></event>", "</detail>", NULL, TCS_E_DAMAGED },
        { "<?xml version='1.0' encoding='UTF-8'?>", "<!DOCTYPE event []>", NULL,
          TCS_E_REFUSED },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *at = strstr(full, rows[i].from);
        struct tcs_fault fault = { 0 };
        struct tcs_cot cot;
        char text[2048];

        CHECK(at != NULL);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - full), full, rows[i].to,
                 at + strlen(rows[i].from));
        memset(&cot, 0x55, sizeof cot);
        CHECK_INT(tcs_cot_read(octets(text), &cot, &fault), rows[i].status);
        CHECK_INT(fault.status, rows[i].status);
        if (rows[i].item != NULL)
            CHECK_TEXT(fault.item, rows[i].item);
        CHECK_INT(cot.parts, 0x55555555); /* untouched */
    }
    CHECK_INT(tcs_cot_read(octets("<other/>"), &(struct tcs_cot) { 0 }, NULL),
              TCS_E_FOREIGN);
}

static void random_text(struct tcs_rand *rand, char text[TCS_COT_TEXT_LEN], size_t most)
{
    static const char letters[] = "abcXYZ019-_.<>&\"' \xc3\xa9";
    size_t len = (size_t)(tcs_rand_u32(rand) % (most + 1));
    size_t n = 0;

    while (n < len && n + 2 < TCS_COT_TEXT_LEN) {
        const size_t k = (size_t)(tcs_rand_u32(rand) % (sizeof letters - 2));

        text[n++] = letters[k];
        if ((unsigned char)letters[k] == 0xc3) /* both octets of a character */
            text[n++] = '\xa9';
        else if ((unsigned char)letters[k] == 0xa9)
            text[n - 1] = 'a';
    }
    text[n] = '\0';
}

static struct tcs_cot random_event(struct tcs_rand *rand)
{
    static const char rest[] = "<remarks>a</remarks><x y='1'/>";
    struct tcs_cot cot;
    char *texts[] = { cot.uid,    cot.type,     cot.how,         cot.access,
                      cot.qos,    cot.opex,     cot.callsign,    cot.endpoint,
                      cot.group,  cot.role,     cot.geopointsrc, cot.altsrc,
                      cot.device, cot.platform, cot.os,          cot.version };

    memset(&cot, 0, sizeof cot);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        random_text(rand, texts[i], 30);
    if (cot.uid[0] == '\0')
        strcpy(cot.uid, "u");
    if (cot.type[0] == '\0')
        strcpy(cot.type, "a-u-A");
    cot.parts = (uint32_t)tcs_rand_u32(rand) & (2 * TCS_COT_TRACK - 1);
    cot.battery = (uint32_t)tcs_rand_u32(rand) % 101;
    cot.time_ns = (int64_t)(tcs_rand_u32(rand) * UINT64_C(900)) * 1000000;
    cot.start_ns = cot.time_ns + 1000000;
    cot.stale_ns = cot.time_ns + 5000000000;
    cot.lat_deg = -90.0 + 180.0 * tcs_rand_uniform(rand);
    cot.lon_deg = -180.0 + 360.0 * tcs_rand_uniform(rand);
    cot.hae_m = -100.0 + 5000.0 * tcs_rand_uniform(rand);
    cot.ce_m = 500.0 * tcs_rand_uniform(rand);
    cot.le_m = 500.0 * tcs_rand_uniform(rand);
    cot.course_deg = 360.0 * tcs_rand_uniform(rand);
    cot.speed_mps = 90.0 * tcs_rand_uniform(rand);
    if ((tcs_rand_u32(rand) & 1) != 0) {
        cot.rest_len = sizeof rest - 1;
        memcpy(cot.rest, rest, cot.rest_len);
    }
    return cot;
}

#define SAME_TEXT(member, part)                                                          \
    CHECK_TEXT(b->member, ((a->parts & (part)) != 0 || (part) == 0) ? a->member : "")

/* Degrees to 1e-7, metres to 1 mm, what the other form rounds to. */
static void check_same(const struct tcs_cot *a, const struct tcs_cot *b, double precision)
{
    CHECK_INT(b->parts, a->parts);
    SAME_TEXT(uid, 0u);
    SAME_TEXT(type, 0u);
    SAME_TEXT(how, 0u);
    SAME_TEXT(access, 0u);
    SAME_TEXT(qos, 0u);
    SAME_TEXT(opex, 0u);
    SAME_TEXT(callsign, (uint32_t)TCS_COT_CONTACT);
    SAME_TEXT(endpoint, (uint32_t)TCS_COT_CONTACT);
    SAME_TEXT(group, (uint32_t)TCS_COT_GROUP);
    SAME_TEXT(role, (uint32_t)TCS_COT_GROUP);
    SAME_TEXT(geopointsrc, (uint32_t)TCS_COT_PRECISION);
    SAME_TEXT(altsrc, (uint32_t)TCS_COT_PRECISION);
    SAME_TEXT(device, (uint32_t)TCS_COT_TAKV);
    SAME_TEXT(platform, (uint32_t)TCS_COT_TAKV);
    SAME_TEXT(os, (uint32_t)TCS_COT_TAKV);
    SAME_TEXT(version, (uint32_t)TCS_COT_TAKV);
    CHECK_INT(b->time_ns, a->time_ns);
    CHECK_INT(b->start_ns, a->start_ns);
    CHECK_INT(b->stale_ns, a->stale_ns);
    CHECK_NEAR(b->lat_deg, a->lat_deg, 1e-7 * precision, "deg");
    CHECK_NEAR(b->lon_deg, a->lon_deg, 1e-7 * precision, "deg");
    if ((a->parts & TCS_COT_HAE) != 0)
        CHECK_NEAR(b->hae_m, a->hae_m, 1e-3 * precision, "m");
    if ((a->parts & TCS_COT_CE) != 0)
        CHECK_NEAR(b->ce_m, a->ce_m, 1e-3 * precision, "m");
    if ((a->parts & TCS_COT_LE) != 0)
        CHECK_NEAR(b->le_m, a->le_m, 1e-3 * precision, "m");
    if ((a->parts & TCS_COT_STATUS) != 0)
        CHECK_INT(b->battery, a->battery);
    if ((a->parts & TCS_COT_TRACK) != 0) {
        CHECK_NEAR(b->course_deg, a->course_deg, 1e-3 * precision, "deg");
        CHECK_NEAR(b->speed_mps, a->speed_mps, 1e-3 * precision, "m/s");
    }
    CHECK_INT(b->rest_len, a->rest_len);
    CHECK(memcmp(b->rest, a->rest, a->rest_len) == 0);
}

static void what_is_written_is_read_again(void **state)
{
    struct tcs_rand rand = tcs_rand(7, 0);
    static char room[32768];

    for (int i = 0; i < 2000; i++) {
        const struct tcs_cot made = random_event(&rand);
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_cot cot;
        struct tcs_bytes payload;
        bool has_event = false;

        CHECK_INT(tcs_cot_write(&made, &w), TCS_OK);
        CHECK_INT(tcs_cot_read(tcs_written(&w), &cot, NULL), TCS_OK);
        check_same(&made, &cot, 1.0);
        w = tcs_writer(room, sizeof room);
        CHECK_INT(tcs_tak_write(&made, NULL, TCS_TAK_MESH, &w), TCS_OK);
        CHECK_INT(tcs_tak_mesh(tcs_written(&w), &payload), TCS_OK);
        CHECK_INT(tcs_tak_read(payload, &cot, &has_event, NULL, NULL), TCS_OK);
        CHECK(has_event);
        check_same(&made, &cot, 0.0);
    }
}

static void control_comes_alone_or_with_an_event(void **state)
{
    struct tcs_rand rand = tcs_rand(8, 0);
    const struct tcs_cot made = random_event(&rand);
    const struct tcs_tak_control control = { 1, 1, "me" };
    /* TakMessage { takControl { min 1, max 2 } } */
    static const uint8_t alone[] = { 0x0a, 0x04, 0x08, 0x01, 0x10, 0x02 };
    char room[4096];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_tak_control got;
    struct tcs_cot cot;
    bool has_event = true;

    CHECK_INT(tcs_tak_read(tcs_bytes(alone, sizeof alone), &cot, &has_event, &got, NULL),
              TCS_OK);
    CHECK(!has_event);
    CHECK_INT(got.min_version, 1);
    CHECK_INT(got.max_version, 2);
    CHECK_INT(tcs_tak_write(&made, &control, TCS_TAK_PAYLOAD, &w), TCS_OK);
    CHECK_INT(tcs_tak_read(tcs_written(&w), &cot, &has_event, &got, NULL), TCS_OK);
    CHECK(has_event);
    CHECK_TEXT(got.uid, "me");
    CHECK_INT(tcs_tak_read(tcs_bytes("", 0), &cot, &has_event, &got, NULL),
              TCS_E_FOREIGN);
    CHECK_INT(tcs_tak_read(tcs_bytes(alone, 5), &cot, &has_event, &got, NULL),
              TCS_E_SHORT);
}

/* "data in xmlDetail should be left alone and the data in the equivalent message should
 * be ignored" */
static void the_xml_of_a_detail_goes_before_its_messages(void **state)
{
    struct tcs_cot made = with_detail("");
    static const char xml[] = "<track course='7' speed='8'/>";
    char room[4096];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_cot cot;
    bool has_event = false;

    made.parts = TCS_COT_TRACK;
    made.course_deg = 1.0;
    made.speed_mps = 2.0;
    memcpy(made.rest, xml, sizeof xml - 1);
    made.rest_len = sizeof xml - 1;
    CHECK_INT(tcs_tak_write(&made, NULL, TCS_TAK_PAYLOAD, &w), TCS_OK);
    CHECK_INT(tcs_tak_read(tcs_written(&w), &cot, &has_event, NULL, NULL), TCS_OK);
    CHECK_NEAR(cot.course_deg, 7.0, 0.0, "deg");
    CHECK_NEAR(cot.speed_mps, 8.0, 0.0, "m/s");
    CHECK_INT(cot.rest_len, 0);
}

/* XML, then TAK, then XML again; any cut gives the same. */
static void a_stream_may_change_its_form(void **state)
{
    struct tcs_rand rand = tcs_rand(9, 0);
    static char room[65536];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const struct tcs_cot one = random_event(&rand);
    const struct tcs_cot two = random_event(&rand);

    tcs_write_bytes(&w, full, sizeof full - 1);
    CHECK_INT(tcs_tak_write(&one, NULL, TCS_TAK_STREAM, &w), TCS_OK);
    CHECK_INT(tcs_tak_write(&two, NULL, TCS_TAK_STREAM, &w), TCS_OK);
    tcs_write_bytes(&w, full, sizeof full - 1);
    for (size_t piece = 1; piece < 700; piece += 37) {
        static struct tcs_cot_stream stream;
        static const enum tcs_cot_form forms[] = { TCS_COT_XML, TCS_COT_TAK, TCS_COT_TAK,
                                                   TCS_COT_XML };
        size_t count = 0;

        memset(&stream, 0, sizeof stream);
        for (size_t at = 0; at < tcs_written(&w).len; at += piece) {
            struct tcs_bytes in = tcs_bytes_part(tcs_written(&w), at, piece);
            struct tcs_bytes message;
            enum tcs_cot_form form;
            struct tcs_cot cot;
            bool has_event = true;

            while (tcs_cot_stream_next(&stream, &in, &message, &form) == TCS_OK) {
                CHECK(count < 4);
                CHECK_INT(form, forms[count]);
                CHECK_INT(form == TCS_COT_XML
                              ? tcs_cot_read(message, &cot, NULL)
                              : tcs_tak_read(message, &cot, &has_event, NULL, NULL),
                          TCS_OK);
                count++;
            }
        }
        CHECK_INT(count, 4);
        CHECK_INT(stream.damaged_count + stream.xml.damaged_count, 0);
    }
}

static void a_length_that_is_none_is_counted_and_passed_over(void **state)
{
    static const uint8_t junk[] = { 0xbf, 0x00, 0xbf, 0xff, 0xff, 0xff, 0x7f,
                                    0xbf, 0xff, 0xff, 0xff, 0xff, 0xff };
    static struct tcs_cot_stream stream;
    struct tcs_bytes in = tcs_bytes(junk, sizeof junk);
    struct tcs_bytes message;
    enum tcs_cot_form form;

    CHECK_INT(tcs_cot_stream_next(&stream, &in, &message, &form), TCS_MORE);
    CHECK_INT(stream.damaged_count, 3);
    in = octets(full);
    CHECK_INT(tcs_cot_stream_next(&stream, &in, &message, &form), TCS_OK);
    CHECK_INT(form, TCS_COT_XML);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_read_with_all_its_parts),
        cmocka_unit_test(what_has_more_than_its_attributes_stays_in_the_rest),
        cmocka_unit_test(what_is_wrong_is_told_with_its_item),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(control_comes_alone_or_with_an_event),
        cmocka_unit_test(the_xml_of_a_detail_goes_before_its_messages),
        cmocka_unit_test(a_stream_may_change_its_form),
        cmocka_unit_test(a_length_that_is_none_is_counted_and_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
