/* SPDX-License-Identifier: Apache-2.0 */
#include "track/labels.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "observe/credible.h"

enum { MOST = 8 };

static struct tcs_labels *labels;
static struct tcs_track_view views[MOST];

static struct tcs_time at(double s)
{
    return (struct tcs_time) { tcs_span_from_seconds(1000.0 + s).ns };
}

static int begin(void **state)
{
    labels = malloc(tcs_labels_size(MOST));
    CHECK(labels != NULL);
    tcs_labels_init(labels, MOST);
    memset(views, 0, sizeof views);
    return 0;
}

static int end(void **state)
{
    free(labels);
    return 0;
}

/* A track in the picture, first seen at first_s, known to 5 m. */
static void put(size_t i, uint64_t id, double first_s, double east)
{
    memset(&views[i], 0, sizeof views[i]);
    views[i].id = id;
    views[i].first_at = at(first_s);
    views[i].x.v[0] = east;
    views[i].P.m[0][0] = views[i].P.m[1][1] = 25.0;
}

static void numbers_are_small_and_stay(void **state)
{
    for (int t = 0; t < 100; t++) {
        put(0, 70000, 0.0, 10.0 * t);
        put(1, 80000, 0.0, -10.0 * t);
        tcs_labels_name(labels, at(t), views, 2);
        CHECK_INT(views[0].id, 1);
        CHECK_INT(views[1].id, 2);
    }
    put(0, 70000, 0.0, 1000.0);
    put(1, 75000, 0.0, 5000.0); /* came between them: neither number moves */
    put(2, 80000, 0.0, -1000.0);
    tcs_labels_name(labels, at(100.0), views, 3);
    CHECK_INT(views[0].id, 1);
    CHECK_INT(views[1].id, 3);
    CHECK_INT(views[2].id, 2);
}

/* Late data has seen the object earlier: the tracker has it under another id now. With P
 * of 25 m^2 an axis, near is within sqrt(100 + 9 * 50) = 23 m. */
static void what_replaces_a_young_track_takes_its_number(void **state)
{
    put(0, 70000, 0.0, 100.0);
    tcs_labels_name(labels, at(1.0), views, 1);
    put(0, 60000, -0.5, 110.0);
    put(1, 70001, 0.5, 150.0);
    tcs_labels_name(labels, at(1.1), views, 2);
    CHECK_INT(views[0].id, 1);
    CHECK_INT(views[1].id, 2);
}

static void an_old_or_distant_one_leaves_no_heir(void **state)
{
    put(0, 70000, 0.0, 100.0);
    put(1, 70001, 0.0, 500.0);
    tcs_labels_name(labels, at(3.0), views, 2);
    put(0, 71000, 2.0, 124.0);
    tcs_labels_name(labels, at(3.1), views, 1);
    CHECK_INT(views[0].id, 3);
    put(0, 71000, 2.0, 124.0);
    tcs_labels_name(labels, at(8.0), views, 1); /* now it is 6 s old */
    put(0, 72000, 8.0, 124.0);
    tcs_labels_name(labels, at(8.1), views, 1);
    CHECK_INT(views[0].id, 4);
}

static void what_was_away_for_a_moment_is_known_again(void **state)
{
    put(0, 70000, 0.0, 100.0);
    tcs_labels_name(labels, at(10.0), views, 1);
    tcs_labels_name(labels, at(15.0), views, 0);
    put(0, 70000, 0.0, 100.0);
    tcs_labels_name(labels, at(20.0), views, 1);
    CHECK_INT(views[0].id, 1);
    tcs_labels_name(labels, at(31.0), views, 0);
    put(0, 70000, 0.0, 100.0);
    tcs_labels_name(labels, at(31.0), views, 1);
    CHECK_INT(views[0].id, 2);
}

/* The only track in the picture, one that says who it is; the number that it is shown by.
 */
static uint64_t shown_by_name(double s, uint64_t id, uint64_t claim_id, uint32_t doubts)
{
    put(0, id, s, 100.0 * s);
    views[0].claim_id = claim_id;
    views[0].claim_doubts = doubts;
    tcs_labels_name(labels, at(s), views, 1);
    return views[0].id;
}

/* A ship at anchor: a report every three minutes, each a track of its own. */
static void who_comes_back_has_its_number_again(void **state)
{
    for (int i = 0; i < 10; i++) {
        CHECK_INT(shown_by_name(180.0 * i, 1000 + (uint64_t)i, 77, 0), 1);
        tcs_labels_name(labels, at(180.0 * i + 60.0), views, 0);
    }
    CHECK_INT(shown_by_name(1680.0, 2000, 78, 0), 2);
    CHECK_INT(shown_by_name(1620.0 + 600.0, 3000, 77, 0), 1);
    tcs_labels_name(labels, at(2820.001), views, 0);
    CHECK_INT(shown_by_name(2820.001, 4000, 77, 0), 3);
}

/* The number of what is still shown is not given twice, and who was shown under several
 * has the last. */
static void a_name_has_one_number_at_a_time(void **state)
{
    CHECK_INT(shown_by_name(0.0, 1000, 77, 0), 1);
    put(0, 1000, 0.0, 0.0);
    put(1, 2000, 1.0, 5000.0);
    views[1].claim_id = 77;
    tcs_labels_name(labels, at(1.0), views, 2);
    CHECK_INT(views[0].id, 1);
    CHECK_INT(views[1].id, 2);
    tcs_labels_name(labels, at(60.0), views, 0);
    CHECK_INT(shown_by_name(180.0, 3000, 77, 0), 2);
}

/* Found again at once, but not where it was: a report after a silence. Who says it
 * counts, not where. In doubt, it does not. */
static void who_is_in_doubt_is_nobody(void **state)
{
    const uint32_t doubts = 1U << TCS_DOUBT_JUMP | 1U << TCS_DOUBT_VELOCITY;

    CHECK_INT(shown_by_name(0.0, 1000, 77, 0), 1);
    CHECK_INT(shown_by_name(180.0, 2000, 77, doubts), 2);
    CHECK_INT(shown_by_name(360.0, 3000, 77, 0), 1);
    CHECK_INT(shown_by_name(540.0, 4000, 88, doubts), 3);
    CHECK_INT(shown_by_name(720.0, 5000, 88, 0), 4);
}

/* A full table gives up what was shown longest ago, never what is in the picture. */
static void a_full_table_keeps_what_is_shown(void **state)
{
    uint64_t highest = MOST;

    for (size_t i = 0; i < MOST; i++)
        put(i, 100 + i, -100.0, 1000.0 * (double)i);
    tcs_labels_name(labels, at(0.0), views, MOST);
    for (int t = 1; t < 20; t++) {
        for (size_t i = 0; i + 1 < MOST; i++)
            put(i, 100 + i, -100.0, 1000.0 * (double)i);
        put(MOST - 1, 1000 + (uint64_t)t, -100.0, 90000.0);
        tcs_labels_name(labels, at(0.1 * t), views, MOST);
        for (size_t i = 0; i + 1 < MOST; i++)
            CHECK_INT(views[i].id, i + 1);
        CHECK_INT(views[MOST - 1].id, ++highest);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_small_and_stay),
        TEST(what_replaces_a_young_track_takes_its_number),
        TEST(an_old_or_distant_one_leaves_no_heir),
        TEST(what_was_away_for_a_moment_is_known_again),
        TEST(who_comes_back_has_its_number_again),
        TEST(a_name_has_one_number_at_a_time),
        TEST(who_is_in_doubt_is_nobody),
        TEST(a_full_table_keeps_what_is_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
