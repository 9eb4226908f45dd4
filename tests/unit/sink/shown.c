/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/shown.h"

#include "check.h"

static struct tcs_shown shown;

static int fresh(void **state)
{
    shown = (struct tcs_shown) { 0 };
    return 0;
}

static bool mark(uint64_t id)
{
    const struct tcs_track_view track = { .id = id, .witnessed_s = 1.0 };

    return tcs_shown_mark(&shown, &track);
}

static bool mark_said(uint64_t id)
{
    const struct tcs_track_view track = { .id = id, .claim_id = id };

    return tcs_shown_mark(&shown, &track);
}

static void what_is_in_no_picture_any_more_has_gone(void **state)
{
    tcs_shown_begin(&shown);
    for (uint64_t id = 1; id <= 5; id++)
        CHECK(mark(id));
    CHECK_INT(tcs_shown_gone(&shown, 0), shown.count);
    tcs_shown_begin(&shown);
    CHECK(mark(2));
    CHECK(mark(4));
    uint64_t sum = 0;

    for (size_t i = tcs_shown_gone(&shown, 0); i < shown.count;
         i = tcs_shown_gone(&shown, i)) {
        sum += shown.tracks[i].id;
        tcs_shown_forget(&shown, i);
    }
    CHECK_INT(sum, 1 + 3 + 5);
    CHECK_INT(shown.count, 2);
}

/* A track that comes back is no ending any more, whoever acknowledges that. */
static void who_comes_back_has_not_gone(void **state)
{
    tcs_shown_begin(&shown);
    CHECK(mark(7));
    tcs_shown_begin(&shown);
    shown.tracks[tcs_shown_gone(&shown, 0)].ending = 3;
    tcs_shown_begin(&shown);
    CHECK(mark(7));
    CHECK_INT(shown.tracks[0].ending, 0);
    CHECK_INT(tcs_shown_gone(&shown, 0), shown.count);
}

static void what_an_earlier_run_left_has_gone_unless_it_is_seen(void **state)
{
    tcs_shown_recall(&shown, 7);
    tcs_shown_recall(&shown, 8);
    tcs_shown_recall(&shown, 8);
    CHECK_INT(shown.count, 2);
    tcs_shown_begin(&shown);
    CHECK(mark(8));
    tcs_shown_recall(&shown, 8); /* and does not go because it is recalled */
    const size_t gone = tcs_shown_gone(&shown, 0);

    CHECK_INT(shown.tracks[gone].id, 7);
    CHECK_INT(tcs_shown_gone(&shown, gone + 1), shown.count);
}

static void without_a_place_a_track_is_not_shown(void **state)
{
    tcs_shown_begin(&shown);
    for (uint64_t id = 1; id <= TCS_SHOWN_MAX; id++)
        CHECK(mark(id));
    CHECK(!mark(TCS_SHOWN_MAX + 1));
    CHECK(mark(1));
    tcs_shown_recall(&shown, TCS_SHOWN_MAX + 1);
    CHECK_INT(shown.count, TCS_SHOWN_MAX);
}

static void a_swarm_of_claims_leaves_places_for_what_sensors_see(void **state)
{
    uint64_t id = 1;

    tcs_shown_begin(&shown);
    while (mark_said(id))
        id++;
    CHECK_INT(id - 1, TCS_SHOWN_MAX / 2);
    CHECK(mark(id));
    CHECK(mark_said(1)); /* who has a place keeps it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_in_no_picture_any_more_has_gone, fresh),
        cmocka_unit_test_setup(who_comes_back_has_not_gone, fresh),
        cmocka_unit_test_setup(what_an_earlier_run_left_has_gone_unless_it_is_seen,
                               fresh),
        cmocka_unit_test_setup(without_a_place_a_track_is_not_shown, fresh),
        cmocka_unit_test_setup(a_swarm_of_claims_leaves_places_for_what_sensors_see,
                               fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
