/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ais_sentence.h"

#include <string.h>

#include "check.h"

static struct tcs_bytes text(const char *line)
{
    return tcs_bytes(line, strlen(line));
}

static enum tcs_status one(struct tcs_ais_assembler *assembler, const char *line,
                           struct tcs_ais *ret_message)
{
    struct tcs_ais_sentence sentence;
    const enum tcs_status status = tcs_ais_sentence_read(text(line), &sentence, NULL);

    return status == TCS_OK ? tcs_ais_assemble(assembler, &sentence, ret_message, NULL)
                            : status;
}

/*
 * Bit by bit, by ITU-R M.1371 table 48, independent of our encoder: type 1, MMSI
 * 211000001, status 0, turn -20, speed 123 tenths, accurate, longitude 5.5 degrees,
 * latitude -33.25, course 2240 tenths, heading 215, second 33, radio 34017.
 */
static const char CLASS_A[] = "!AIVDM,1,1,,A,139>Jh@s1sPI;E1dvFD8h6g208CQ,0*1F";

static void a_report_has_its_numbers(void **state)
{
    static struct tcs_ais_assembler assembler;
    struct tcs_ais message;
    struct tcs_ais_report report;

    (void)state;
    CHECK_OK(one(&assembler, CLASS_A, &message));
    CHECK_INT(message.type, 1);
    CHECK_INT(message.mmsi, 211000001);
    CHECK_INT(tcs_ais_bits(&message, 149, 19), 34017);
    CHECK_OK(tcs_ais_report(&message, &report));
    CHECK_INT(report.valid, TCS_AIS_REPORT_POSITION | TCS_AIS_REPORT_SPEED |
                                TCS_AIS_REPORT_COURSE | TCS_AIS_REPORT_HEADING |
                                TCS_AIS_REPORT_SECOND);
    CHECK_NEAR(report.lon_deg, 5.5, 1e-12, "deg");
    CHECK_NEAR(report.lat_deg, -33.25, 1e-12, "deg");
    CHECK_NEAR(report.speed_kt, 12.3, 1e-12, "kt");
    CHECK_NEAR(report.course_deg, 224.0, 1e-12, "deg");
    CHECK_NEAR(report.heading_deg, 215.0, 1e-12, "deg");
    CHECK_INT(report.second, 33);
}

/* Two ships' type 5, by table 52, one after the other in two sentences each. */
static void parts_of_two_messages_may_be_mixed(void **state)
{
    static struct tcs_ais_assembler assembler;
    struct tcs_ais message;

    (void)state;
    CHECK_INT(
        one(&assembler,
            "!AIVDM,2,1,7,B,539>JhP2;H;p48<@000HU9=@0000000000000016<Pj:<5Gf0NPSkSP0"
            ",0*47",
            &message),
        TCS_MORE);
    CHECK_INT(
        one(&assembler,
            "!AIVDM,2,1,2,B,539>Jhh2;H;p48<@001<D<tp@000000000000016<Pj:<5Gf0NPSkSP0"
            ",0*12",
            &message),
        TCS_MORE);
    CHECK_OK(one(&assembler, "!AIVDM,2,2,7,B,000000000000000,2*20", &message));
    CHECK_INT(message.mmsi, 211000002);
    CHECK_OK(one(&assembler, "!AIVDM,2,2,2,B,000000000000000,2*25", &message));
    CHECK_INT(message.mmsi, 211000003);
    CHECK_INT(assembler.lost_count, 0);
    /* The second part once more has no first. */
    CHECK_INT(one(&assembler, "!AIVDM,2,2,2,B,000000000000000,2*25", &message),
              TCS_E_MISMATCH);
    CHECK_INT(assembler.lost_count, 1);
}

static void what_is_wrong_is_told_apart(void **state)
{
    static struct tcs_ais_assembler assembler;
    struct tcs_ais message;

    (void)state;
    CHECK_INT(
        one(&assembler, "!AIVDM,1,1,,A,139>Jh@s1sPI;E1dvFD8h6g208CQ,0*1E", &message),
        TCS_E_DAMAGED); /* checksum */
    CHECK_INT(one(&assembler, "$GPZDA,130711,01,06,2011,01,00*49", &message),
              TCS_E_FOREIGN);
    CHECK_INT(one(&assembler, "hello", &message), TCS_E_FOREIGN);
    CHECK_INT(one(&assembler, "", &message), TCS_E_FOREIGN);
    /* 6 bits: not even the type's neighbours. ",0*" sums to 26 with '1' for payload. */
    CHECK_INT(one(&assembler, "!AIVDM,1,1,,A,1,0*17", &message), TCS_E_DAMAGED);
}

static void a_tag_block_tells_source_and_time(void **state)
{
    struct tcs_ais_sentence sentence;
    char line[200] = "\\s:r003669961,c:1120959341*7B\\";

    (void)state;
    strcat(line, CLASS_A);
    const enum tcs_status status = tcs_ais_sentence_read(text(line), &sentence, NULL);

    CHECK_OK(status);
    CHECK_TEXT(sentence.source, "r003669961");
    CHECK_INT(sentence.has_time, 1);
    CHECK_INT(sentence.utc_ns, INT64_C(1120959341000000000));
}

static void every_cut_of_a_sentence_is_refused(void **state)
{
    struct tcs_ais_sentence sentence;

    (void)state;
    for (size_t len = 0; len + 1 < sizeof CLASS_A; len++)
        CHECK(tcs_ais_sentence_read(tcs_bytes(CLASS_A, len), &sentence, NULL) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_has_its_numbers),
        cmocka_unit_test(parts_of_two_messages_may_be_mixed),
        cmocka_unit_test(what_is_wrong_is_told_apart),
        cmocka_unit_test(a_tag_block_tells_source_and_time),
        cmocka_unit_test(every_cut_of_a_sentence_is_refused),
    };

    return cmocka_run_group_tests_name("decode/ais", tests, NULL, NULL);
}
