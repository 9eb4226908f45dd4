/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/assess.h"

#include "check.h"
#include "scene.h"

static struct tcs_vec3 v3(double x, double y, double z)
{
    return (struct tcs_vec3) { { x, y, z } };
}

/* The only threat of one track to the square zone at the origin; zero when there is none.
 */
static struct tcs_threat threat_of(const struct tcs_track_view *view)
{
    const struct tcs_zone zone = scene_zone(0.0, 0.0);
    const struct tcs_assess_config config = scene_config(&zone, 1);
    struct tcs_threat threat = { 0 };

    (void)tcs_assess(&config, view, 1, &threat, 1);
    return threat;
}

/* 265 m away at 15 m/s; the edge of the zone is 225 m away: 15 s. */
static void a_drone_that_flies_at_the_zone_is_a_threat(void **state)
{
    const struct tcs_track_view view = scene_track(7, v3(265, 0, 40), v3(-15, 0, 0));
    const struct tcs_threat t = threat_of(&view);

    CHECK(t.track_id == 7 && t.zone == 0);
    CHECK(t.p_enter > 0.6);
    CHECK(t.p_approach >= t.p_enter);
    CHECK_NEAR(t.eta_s, 15.0, 1.0, "s");
    CHECK(t.eta_early_s < t.eta_s && t.eta_early_s > 11.0);
    CHECK_INT(t.evidence, TCS_EVIDENCE_TWO_KINDS);
    CHECK_NEAR(t.p_danger, 0.9 + 0.7 * 0.1, 1e-12, "1");
    CHECK_NEAR(t.p_exists, 0.99, 0.0, "1");
}

/* 40 s away: more than the 23 s that people need, less than a minute more. */
static void far_off_it_approaches_but_does_not_enter_yet(void **state)
{
    const struct tcs_track_view view = scene_track(7, v3(640, 0, 40), v3(-15, 0, 0));
    const struct tcs_threat t = threat_of(&view);

    CHECK(t.p_enter < 0.05);
    CHECK(t.p_approach > 0.4);
    CHECK_NEAR(t.eta_s, 40.0, 2.5, "s");
}

static void a_drone_that_flies_away_is_none(void **state)
{
    const struct tcs_track_view view = scene_track(7, v3(265, 0, 40), v3(15, 0, 0));

    CHECK(threat_of(&view).p_enter < 0.02);
}

static void a_drone_elsewhere_that_flies_past_is_hardly_one(void **state)
{
    const struct tcs_track_view past = scene_track(7, v3(300, -200, 50), v3(0, 10, 0));
    const struct tcs_track_view hover = scene_track(8, v3(700, 600, 60), v3(0.3, 0, 0));

    CHECK(threat_of(&past).p_enter < 0.12);
    CHECK(threat_of(&hover).p_enter < 0.01);
}

static void inside_it_has_entered(void **state)
{
    const struct tcs_track_view view = scene_track(7, v3(0, 0, 20), v3(0, 0, 0));
    const struct tcs_threat t = threat_of(&view);

    CHECK(t.p_enter > 0.999);
    CHECK_NEAR(t.eta_s, 0.0, 0.0, "s");
}

/* |N(0, 100 m)| exceeds 30 m with probability 0.76, 240 m with 0.016; straight over the
 * zone nearly every way that flies on crosses its polygon. */
static void height_is_freedom_to_dive(void **state)
{
    const struct tcs_track_view level = scene_track(1, v3(200, 0, 50), v3(-15, 0, 0));
    const struct tcs_track_view above = scene_track(2, v3(200, 0, 90), v3(-15, 0, 0));
    const struct tcs_track_view high = scene_track(3, v3(200, 0, 300), v3(-15, 0, 0));
    const double p_level = threat_of(&level).p_enter;

    CHECK_NEAR(threat_of(&above).p_enter / p_level, 0.76, 0.08, "1");
    CHECK(threat_of(&high).p_enter < 0.05);
}

/* From 200 m it needs 140 m; at 8 m/s of its own it has lost 120 m in 15 s. */
static void a_drone_that_dives_is_a_threat_from_any_height(void **state)
{
    const struct tcs_track_view level = scene_track(1, v3(265, 0, 200), v3(-15, 0, 0));
    const struct tcs_track_view dive = scene_track(2, v3(265, 0, 200), v3(-15, 0, -8));

    CHECK(threat_of(&level).p_enter < 0.2);
    CHECK(threat_of(&dive).p_enter > 0.6);
}

static void a_drone_that_takes_off_near_by_may_climb_into_a_raised_zone(void **state)
{
    struct tcs_zone zone = scene_zone(0.0, 0.0);
    const struct tcs_assess_config config = scene_config(&zone, 1);
    const struct tcs_track_view view = scene_track(1, v3(150, 0, 2), v3(-10, 0, 2));
    struct tcs_threat threat = { 0 };

    zone.volume.floor_m = 30.0;
    CHECK_INT(tcs_assess(&config, &view, 1, &threat, 1), 1);
    CHECK(threat.p_enter > 0.5);
}

static void set_class(struct tcs_track_view *view, enum tcs_track_class c, double p)
{
    memset(view->class_p, 0, sizeof view->class_p);
    view->class_p[c] = p;
    view->class_p[TCS_CLASS_OTHER] = 1.0 - p;
}

static void a_bird_is_not_dangerous_and_the_unknown_mostly_is(void **state)
{
    const struct tcs_assess_config config = tcs_assess_defaults();
    struct tcs_track_view view = scene_track(1, v3(200, 0, 50), v3(-15, 0, 0));

    set_class(&view, TCS_CLASS_BIRD, 1.0);
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.0, 1e-12, "1");
    set_class(&view, TCS_CLASS_BIRD, 0.0);
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.7, 1e-12, "1");
    set_class(&view, TCS_CLASS_BIRD, 0.5); /* 8 x 0.7 x 0.5 / (0.5 + 8 x 0.5) */
    CHECK_NEAR(tcs_assess_danger(&config, &view), 2.8 / 4.5, 1e-12, "1");
    set_class(&view, TCS_CLASS_FIXED_WING, 1.0);
    CHECK_NEAR(tcs_assess_danger(&config, &view), 1.0, 1e-12, "1");
}

static void crewed_is_believed_when_witnesses_agree(void **state)
{
    const struct tcs_assess_config config = tcs_assess_defaults();
    struct tcs_track_view view = scene_track(1, v3(200, 0, 250), v3(-20, 0, 0));

    set_class(&view, TCS_CLASS_CREWED, 1.0);
    view.claim_id = UINT64_C(0x0100000000406b90);
    view.rcs_count = 5;
    view.rcs_dbsm = 9.0;
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.0, 1e-12, "1");
    view.rcs_count = 0;
    view.x.v[3] = -60.0; /* no drone of this kind flies 60 m/s */
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.0, 1e-12, "1");
}

/* A small slow thing that says "I am an airliner" is what an attacker would send. */
static void a_claim_alone_never_makes_a_track_safe(void **state)
{
    const struct tcs_assess_config config = tcs_assess_defaults();
    struct tcs_track_view view = scene_track(1, v3(265, 0, 40), v3(-15, 0, 0));

    set_class(&view, TCS_CLASS_CREWED, 1.0);
    view.claim_id = UINT64_C(0x0100000000406b90);
    view.rcs_count = 10;
    view.rcs_dbsm = -18.0;
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.7, 1e-12, "1");
    CHECK(threat_of(&view).p_enter > 0.6);
    CHECK_INT(threat_of(&view).evidence, TCS_EVIDENCE_TWO_KINDS);
    /* Nor does a fast claim that no witness sees. */
    memset(view.hits, 0, sizeof view.hits);
    view.hits[TCS_SENSOR_ADSB] = 50;
    view.x.v[3] = -90.0;
    CHECK_NEAR(tcs_assess_danger(&config, &view), 0.7, 1e-12, "1");
}

static void evidence_is_two_kinds_or_one_for_long(void **state)
{
    static const struct {
        uint32_t radar, radio, rid;
        double witnessed_s, straight;
        enum tcs_evidence expected;
    } rows[] = {
        { 3, 3, 0, 2.0, 0.2, TCS_EVIDENCE_TWO_KINDS },
        { 3, 2, 0, 2.0, 0.99, TCS_EVIDENCE_NONE }, /* a stray bearing or two */
        { 30, 0, 0, 14.9, 0.99, TCS_EVIDENCE_NONE },
        { 30, 0, 0, 15.0, 0.90, TCS_EVIDENCE_LONG },
        { 30, 0, 0, 60.0, 0.89, TCS_EVIDENCE_NONE }, /* it wanders */
        { 30, 0, 30, 5.0, 0.99, TCS_EVIDENCE_NONE }, /* a broadcast is no witness */
        { 0, 0, 900, 99.0, 1.00, TCS_EVIDENCE_NONE },
        { 2, 2, 900, 99.0, 1.00, TCS_EVIDENCE_NONE },
    };
    const struct tcs_assess_config config = tcs_assess_defaults();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tcs_track_view view = scene_track(1, v3(0, 0, 0), v3(0, 0, 0));

        view.hits[TCS_SENSOR_RADAR] = rows[i].radar;
        view.hits[TCS_SENSOR_RADIO] = rows[i].radio;
        view.hits[TCS_SENSOR_REMOTE_ID] = rows[i].rid;
        view.hits[TCS_SENSOR_ADSB] = rows[i].rid;
        view.witnessed_s = rows[i].witnessed_s;
        view.straightness = rows[i].straight;
        CHECK_INT(tcs_assess_evidence(&config, &view), rows[i].expected);
    }
}

static struct tcs_track_course course_of(const struct tcs_track_view *view, double p)
{
    struct tcs_track_course course = { .p = p };

    for (int i = 0; i < 6; i++) {
        course.x[i] = view->x.v[i];
        for (int j = 0; j <= i; j++)
            course.P[i * (i + 1) / 2 + j] = view->P.m[i][j];
    }
    return course;
}

/* It flies at the zone with probability 1/4, away with 3/4. On the mean it flies away, at
 * 7.5 m/s; of 64 points a quarter arrives all the same, give or take two, and in the time
 * that those take: not what one Gaussian over both would say. */
static void each_course_counts_by_its_probability(void **state)
{
    const struct tcs_track_view to = scene_track(7, v3(265, 0, 40), v3(-15, 0, 0));
    const struct tcs_track_view away = scene_track(7, v3(265, 0, 40), v3(15, 0, 0));
    const struct tcs_threat alone = threat_of(&to);
    struct tcs_track_view view = to;
    struct tcs_threat t;

    view.x.v[3] = 7.5;
    view.P.m[3][3] += 0.25 * 0.75 * 30.0 * 30.0;
    view.course_count = 2;
    view.course[0] = course_of(&to, 0.25);
    view.course[1] = course_of(&away, 0.75);
    t = threat_of(&view);
    CHECK_NEAR(t.p_approach, 0.25 * alone.p_approach, 2.0 / 64.0, "1");
    CHECK_NEAR(t.eta_s, alone.eta_s, 1.0, "s");
    view.course_count = 1;
    view.course[0] = course_of(&to, 1.0);
    view.x = to.x;
    view.P = to.P;
    CHECK(threat_of(&view).p_enter == alone.p_enter);
}

static void only_confirmed_and_coasting_tracks_count(void **state)
{
    struct tcs_track_view view = scene_track(1, v3(100, 0, 40), v3(-15, 0, 0));

    view.state = TCS_TRACK_TENTATIVE;
    CHECK(threat_of(&view).p_enter == 0.0);
    view.state = TCS_TRACK_COASTING;
    CHECK(threat_of(&view).p_enter > 0.6);
}

static void threats_come_in_order_and_the_least_is_left_out(void **state)
{
    struct tcs_zone zones[2] = { scene_zone(0.0, 0.0), scene_zone(0.0, 300.0) };
    const struct tcs_assess_config config = scene_config(zones, 2);
    struct tcs_track_view views[3] = {
        scene_track(4, v3(150, 0, 40), v3(-15, 0, 0)),
        scene_track(5, v3(150, 300, 40), v3(-15, 0, 0)),
        scene_track(9, v3(0, 150, 40), v3(0, 3, 0)),
    };
    struct tcs_threat all[6], some[2];
    const size_t count = tcs_assess(&config, views, 3, all, 6);

    CHECK(count >= 3);
    for (size_t i = 1; i < count; i++)
        CHECK(all[i - 1].zone < all[i].zone ||
              (all[i - 1].zone == all[i].zone && all[i - 1].track_id < all[i].track_id));
    CHECK_INT(tcs_assess(&config, views, 3, some, 2), 2);
    CHECK(some[0].track_id == 4 && some[0].zone == 0);
    CHECK(some[1].track_id == 5 && some[1].zone == 1);
    CHECK_INT(tcs_assess(&config, views, 3, some, 0), 0);
}

static void many_threats_are_all_there_and_in_order(void **state)
{
    static struct tcs_track_view views[60];
    static struct tcs_threat threats[180];
    const struct tcs_zone zones[3] = { scene_zone(0.0, 0.0), scene_zone(30.0, 0.0),
                                       scene_zone(0.0, 30.0) };
    const struct tcs_assess_config config = scene_config(zones, 3);

    for (size_t i = 0; i < 60; i++) /* all inside, in no order of probability */
        views[i] = scene_track(i + 1, v3((double)(i * 37 % 60), 0, 40), v3(1, 0, 0));
    CHECK_INT(tcs_assess(&config, views, 60, threats, 180), 180);
    for (size_t i = 0; i < 180; i++) {
        CHECK_INT(threats[i].zone, i / 60);
        CHECK_INT(threats[i].track_id, i % 60 + 1);
    }
}

static void a_bird_is_no_threat(void **state)
{
    struct tcs_track_view view = scene_track(1, v3(100, 0, 40), v3(-15, 0, 0));

    set_class(&view, TCS_CLASS_BIRD, 0.999); /* 8 x 0.7 x 0.001 is left */
    CHECK(threat_of(&view).p_enter == 0.0);
    set_class(&view, TCS_CLASS_BIRD, 0.9);
    CHECK(threat_of(&view).p_enter > 0.6);
}

static void evidence_has_its_names(void **state)
{
    CHECK_TEXT(tcs_evidence_name(TCS_EVIDENCE_NONE), "none");
    CHECK_TEXT(tcs_evidence_name(TCS_EVIDENCE_TWO_KINDS), "two-kinds");
    CHECK_TEXT(tcs_evidence_name(TCS_EVIDENCE_LONG), "long");
    CHECK_TEXT(tcs_evidence_name((enum tcs_evidence)9), "none");
}

/* Not positive definite: the diagonal serves. Not finite: no threat, and no crash. */
static void a_broken_covariance_does_not_blind(void **state)
{
    struct tcs_track_view view = scene_track(1, v3(265, 0, 40), v3(-15, 0, 0));

    view.P.m[0][3] = view.P.m[3][0] = 100.0;
    CHECK(threat_of(&view).p_enter > 0.5);
    memset(&view.P, 0, sizeof view.P);
    CHECK(threat_of(&view).p_enter > 0.6);
    view.x.v[0] = 0.0 / view.P.m[0][0];
    CHECK(threat_of(&view).p_enter == 0.0);
}

static void same_picture_same_bits(void **state)
{
    const struct tcs_track_view view = scene_track(3, v3(265, 31, 70), v3(-14, 2, -1));
    const struct tcs_threat a = threat_of(&view);
    const struct tcs_threat b = threat_of(&view);

    assert_memory_equal(&a, &b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drone_that_flies_at_the_zone_is_a_threat),
        cmocka_unit_test(far_off_it_approaches_but_does_not_enter_yet),
        cmocka_unit_test(a_drone_that_flies_away_is_none),
        cmocka_unit_test(a_drone_elsewhere_that_flies_past_is_hardly_one),
        cmocka_unit_test(inside_it_has_entered),
        cmocka_unit_test(height_is_freedom_to_dive),
        cmocka_unit_test(a_drone_that_dives_is_a_threat_from_any_height),
        cmocka_unit_test(a_drone_that_takes_off_near_by_may_climb_into_a_raised_zone),
        cmocka_unit_test(a_bird_is_not_dangerous_and_the_unknown_mostly_is),
        cmocka_unit_test(crewed_is_believed_when_witnesses_agree),
        cmocka_unit_test(a_claim_alone_never_makes_a_track_safe),
        cmocka_unit_test(evidence_is_two_kinds_or_one_for_long),
        cmocka_unit_test(each_course_counts_by_its_probability),
        cmocka_unit_test(only_confirmed_and_coasting_tracks_count),
        cmocka_unit_test(threats_come_in_order_and_the_least_is_left_out),
        cmocka_unit_test(many_threats_are_all_there_and_in_order),
        cmocka_unit_test(a_bird_is_no_threat),
        cmocka_unit_test(evidence_has_its_names),
        cmocka_unit_test(a_broken_covariance_does_not_blind),
        cmocka_unit_test(same_picture_same_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
