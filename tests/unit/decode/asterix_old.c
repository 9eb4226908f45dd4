/* SPDX-License-Identifier: Apache-2.0 */
/* asterix_old.c -- what only the categories of the old radars have: two profiles, fields
 * in any order, truncated times. */
#include <string.h>

#include "base/time.h"
#include "check.h"
#include "decode/asterix/asterix.h"
#include "decode/asterix/show.h"

static enum tcs_status decode(struct tcs_bytes block,
                              struct tcs_asterix_record *ret_record,
                              struct tcs_asterix_fault *ret_fault)
{
    static struct tcs_asterix_set set;

    tcs_asterix_set_latest(&set);
    struct tcs_asterix_input in = tcs_asterix_input(&set, block);

    return tcs_asterix_next(&in, ret_record, ret_fault);
}

#define DECODE(octets) decode(tcs_bytes(octets, sizeof(octets)), &record, &fault)

/* 010 020 040, FX 0: e0. A plot: RHO is 0x0100 / 128 = 2 NM. */
static void a_plot_is_read_by_the_profile_of_plots(void **state)
{
    static const uint8_t block[] = { 0x01, 0x00, 0x0b, 0xe0, 0x19, 0xc9,
                                     0x10, 0x01, 0x00, 0x40, 0x00 };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;

    (void)state;
    CHECK_OK(DECODE(block));
    CHECK_INT(record.cat001.track_report, 0);
    CHECK_INT(record.cat001.detection, TCS_001_PSR);
    CHECK_NEAR(record.cat001.rho_m, 2 * 1852.0, 1e-9, "m");
    CHECK_INT(record.has & 1u << TCS_001_TRACK, 0);
}

/* The same presence bits with TYP set: the third is then 161, a track number. */
static void a_track_is_read_by_the_profile_of_tracks(void **state)
{
    static const uint8_t block[] = {
        0x01, 0x00, 0x09, 0xe0, 0x19, 0xc9, 0x90, 0x0e, 0xb2
    };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;

    (void)state;
    CHECK_OK(DECODE(block));
    CHECK_INT(record.cat001.track_report, 1);
    CHECK_INT(record.cat001.track, 0x0eb2);
    CHECK_INT(record.has & 1u << TCS_001_POLAR, 0);
}

static void without_its_descriptor_a_record_is_damaged(void **state)
{
    static const uint8_t block[] = { 0x01, 0x00, 0x08, 0xa0, 0x19, 0xc9, 0x0e, 0xb2 };
    static const uint8_t cut[] = { 0x01, 0x00, 0x06, 0xe0, 0x19, 0xc9 };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;

    (void)state;
    CHECK_INT(DECODE(block), TCS_E_DAMAGED);
    CHECK_TEXT(fault.reason, "without the item that tells the profile");
    CHECK_INT(DECODE(cut), TCS_E_DAMAGED);
}

static void count_values(void *context, const struct tcs_asterix_value *value)
{
    (void)value;
    ++*(int *)context;
}
static void ignore_begin(void *context, const char *name, bool is_list)
{
    (void)context;
    (void)name;
    (void)is_list;
}
static void ignore_end(void *context)
{
    (void)context;
}
static void ignore_octets(void *context, const char *name, struct tcs_bytes octets)
{
    (void)context;
    (void)name;
    (void)octets;
}

/*
 * Category 002: the profile is 010 000 020 030 041 050 060 | 070 100 090 080 - SP RFS.
 * FSPEC 81 02: 010 and RFS. RFS: two fields, FRN 4 (030, 54 60 00 = 43200 s) and FRN 2
 * (000, 2).
 */
static void fields_may_come_in_any_order(void **state)
{
    static const uint8_t block[] = { 0x02, 0x00, 0x0e, 0x81, 0x02, 0x19, 0xc9,
                                     0x02, 0x04, 0x54, 0x60, 0x00, 0x02, 0x02 };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    int values = 0;
    const struct tcs_asterix_visitor visitor = { &values, ignore_begin, count_values,
                                                 ignore_octets, ignore_end };

    (void)state;
    CHECK_OK(DECODE(block));
    CHECK_INT(record.cat002.type, TCS_002_SECTOR_CROSSING);
    CHECK_INT(record.cat002.tod_ns / TCS_NS_PER_S, 43200);
    tcs_asterix_show(&record, &visitor);
    CHECK_INT(values, 4); /* SAC SIC TOD TYPE */
}

/* The last octet names the field; 14 is RFS itself, 12 a spare. */
static void random_fields_that_are_not_there_are_damage(void **state)
{
    static const uint8_t nested[] = {
        0x02, 0x00, 0x09, 0x81, 0x02, 0x19, 0xc9, 0x01, 14
    };
    static const uint8_t spare[] = { 0x02, 0x00, 0x09, 0x81, 0x02, 0x19, 0xc9, 0x01, 12 };
    static const uint8_t none[] = { 0x02, 0x00, 0x09, 0x81, 0x02, 0x19, 0xc9, 0x01, 0 };
    static const uint8_t short_by_one[] = { 0x02, 0x00, 0x0a, 0x81, 0x02,
                                            0x19, 0xc9, 0x02, 0x02, 0x02 };
    static const uint8_t no_count[] = { 0x02, 0x00, 0x07, 0x81, 0x02, 0x19, 0xc9 };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;

    (void)state;
    CHECK_INT(DECODE(nested), TCS_E_DAMAGED);
    CHECK_INT(DECODE(spare), TCS_E_DAMAGED);
    CHECK_INT(DECODE(none), TCS_E_DAMAGED);
    CHECK_INT(DECODE(short_by_one), TCS_E_DAMAGED);
    CHECK_INT(DECODE(no_count), TCS_E_DAMAGED);
}

/* Two video blocks of 64 octets each: shown as octets, all of them. */
static void count_octets(void *context, const char *name, struct tcs_bytes octets)
{
    (void)name;
    *(int *)context += (int)octets.len;
}
static void ignore_value(void *context, const struct tcs_asterix_value *value)
{
    (void)context;
    (void)value;
}
static void video_is_shown_as_octets(void **state)
{
    uint8_t block[3 + 2 + 2 + 1 + 128] = { 0xf0, 0x00, sizeof block, 0x81,
                                           0x20, 0x19, 0xc9,         0x02 };
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    int octets = 0;
    const struct tcs_asterix_visitor visitor = { &octets, ignore_begin, ignore_value,
                                                 count_octets, ignore_end };

    (void)state;
    CHECK_OK(DECODE(block));
    tcs_asterix_show(&record, &visitor);
    CHECK_INT(octets, 128);
}

/* Every time of day, cut to 512 s, comes back when the reference is at most 190 s off
 * (around midnight the last turn has 384 s only, so 192 s are the most that can be). */
static void a_truncated_time_is_completed_by_a_near_one(void **state)
{
    const int64_t day = 86400 * TCS_NS_PER_S;

    (void)state;
    for (int64_t tod = 0; tod < day; tod += 7 * TCS_NS_PER_S + 31250000)
        for (int64_t off = -190; off <= 190; off += 10) {
            const int64_t reference = (tod + off * TCS_NS_PER_S + day) % day;

            if (tcs_asterix_complete_tod(tod % (512 * TCS_NS_PER_S), reference) != tod)
                fail_msg("%lld s by %+lld s", (long long)(tod / TCS_NS_PER_S),
                         (long long)off);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plot_is_read_by_the_profile_of_plots),
        cmocka_unit_test(a_track_is_read_by_the_profile_of_tracks),
        cmocka_unit_test(without_its_descriptor_a_record_is_damaged),
        cmocka_unit_test(fields_may_come_in_any_order),
        cmocka_unit_test(random_fields_that_are_not_there_are_damage),
        cmocka_unit_test(video_is_shown_as_octets),
        cmocka_unit_test(a_truncated_time_is_completed_by_a_near_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
