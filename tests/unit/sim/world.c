/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "num/elem.h"
#include "sim/sim.h"

static struct tcs_scenario scenario;
static struct tcs_site site;
static struct tcs_config_errors errors;

static int load(void **state)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/sites/example/attack.yaml", getenv("TOCSIN_SOURCE"));
    CHECK_OK(tcs_scenario_load(path, &scenario, &site, &errors));
    return 0;
}

static void open_world(struct tcs_world *world, uint32_t seed)
{
    char error[256];

    scenario.seed = seed;
    CHECK_OK(tcs_world_open(&scenario, &site.engine.frame, world, error));
}

static void the_same_seed_gives_the_same_bits(void **state)
{
    struct tcs_world a;
    struct tcs_world b;

    open_world(&a, 7);
    open_world(&b, 7);
    for (int i = 0; i < 6000; i++) {
        tcs_world_step(&a);
        tcs_world_step(&b);
    }
    for (uint32_t i = 0; i < a.body_count; i++)
        CHECK(memcmp(&a.bodies[i].position_m, &b.bodies[i].position_m,
                     sizeof a.bodies[i].position_m) == 0);
    tcs_world_close(&b);
    open_world(&b, 8);
    for (int i = 0; i < 6000; i++)
        tcs_world_step(&b);
    CHECK(a.bodies[0].position_m.v[0] != b.bodies[0].position_m.v[0]);
    tcs_world_close(&a);
    tcs_world_close(&b);
}

/* What the bundled scenario promises, for twenty seeds: two are brought down, the third
 * reaches the residence, and nobody moves faster or turns harder than drones and birds
 * do. */
static void the_bundled_attack_goes_as_told(void **state)
{
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct tcs_world world;

        open_world(&world, seed);
        while (world.now_s < scenario.duration_s) {
            tcs_world_step(&world);
            for (uint32_t i = 0; i < 3; i++)
                if (world.bodies[i].state == TCS_BODY_FLYING)
                    CHECK(tcs_vec3_norm(world.bodies[i].velocity_mps) < 30.0);
        }
        CHECK_INT(world.bodies[0].state, TCS_BODY_FALLEN);
        CHECK_INT(world.bodies[1].state, TCS_BODY_FALLEN);
        CHECK_INT(world.bodies[2].state, TCS_BODY_ARRIVED);
        CHECK(tcs_vec3_norm(tcs_vec3_sub(world.bodies[2].position_m,
                                         scenario.flyers[2].waypoints_m[0])) < 12.0);
        for (uint32_t i = scenario.flyer_count; i < world.body_count; i++)
            CHECK(world.bodies[i].state == TCS_BODY_FLYING);
        tcs_world_close(&world);
    }
}

static void birds_stay_about_their_place(void **state)
{
    struct tcs_world world;

    open_world(&world, 3);
    while (world.now_s < 120.0) {
        tcs_world_step(&world);
        for (uint32_t i = scenario.flyer_count; i < world.body_count; i++) {
            const struct tcs_body *bird = &world.bodies[i];
            const struct tcs_vec3 off =
                tcs_vec3_sub(bird->position_m, bird->flock->center_m);

            CHECK(off.v[0] * off.v[0] + off.v[1] * off.v[1] <
                  4.0 * bird->flock->radius_m * bird->flock->radius_m);
            CHECK(bird->position_m.v[2] > 0.0);
        }
    }
    tcs_world_close(&world);
}

static void a_recorded_trajectory_is_followed(void **state)
{
    char path[] = "/tmp/tocsin-recorded-XXXXXX";
    const int fd = mkstemp(path);
    struct tcs_recorded *recorded = NULL;
    char error[256];
    struct tcs_vec3 at;
    struct tcs_vec3 velocity;

    CHECK(dprintf(
              fd,
              "time,name,east,north,up\n100,a,0,0,10\n102,b,20,0,10\n104,c,20,40,10\n") >
          0);
    close(fd);
    CHECK_OK(tcs_recorded_open(path, &site.engine.frame, &recorded, error));
    CHECK_NEAR(tcs_recorded_seconds(recorded), 4.0, 0.0, "s");
    tcs_recorded_at(recorded, 1.0, &at, &velocity);
    CHECK_NEAR(at.v[0], 10.0, 1e-12, "m");
    CHECK_NEAR(velocity.v[0], 10.0, 1e-12, "m/s");
    tcs_recorded_at(recorded, 3.5, &at, &velocity);
    CHECK_NEAR(at.v[1], 30.0, 1e-12, "m");
    CHECK_NEAR(velocity.v[1], 20.0, 1e-12, "m/s");
    tcs_recorded_move(recorded, (struct tcs_vec3) { { 5.0, 5.0, 5.0 } });
    tcs_recorded_at(recorded, 0.0, &at, &velocity);
    CHECK_NEAR(at.v[2], 5.0, 1e-12, "m");
    tcs_recorded_close(recorded);
    unlink(path);
}

static void damaged_trajectories_are_refused_by_line(void **state)
{
    static const struct {
        const char *text, *part;
    } bad[] = {
        { "lat,lon,height\n1,2,3\n", ":1: the heading" },
        { "time,lat,lon,height\n1,2,3,4\n1,2,3,4\n", ":3: " },
        { "time,lat,lon,height\n1,2,3,x\n", ":2: " },
        { "time,lat,lon,height\n1,2,3,4\n", "fewer than two" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char path[] = "/tmp/tocsin-recorded-XXXXXX";
        const int fd = mkstemp(path);
        struct tcs_recorded *recorded = NULL;
        char error[256];

        CHECK(dprintf(fd, "%s", bad[i].text) > 0);
        close(fd);
        CHECK_INT(tcs_recorded_open(path, &site.engine.frame, &recorded, error),
                  TCS_E_DAMAGED);
        assert_non_null(strstr(error, bad[i].part));
        unlink(path);
    }
}

static void parcels_come_out_by_time_then_order(void **state)
{
    struct tcs_post post = { 0 };
    struct tcs_rand rand = tcs_rand(5, 0);
    struct tcs_parcel parcel;
    double last_s = -1.0;
    uint64_t last_order = 0;

    for (int i = 0; i < 1000; i++) {
        const uint8_t octet = (uint8_t)i;
        const double at = tcs_floor(tcs_rand_between(&rand, 0.0, 50.0));

        CHECK_OK(tcs_post_put(&post, (uint16_t)(i % 3), at, tcs_bytes(&octet, 1)));
    }
    CHECK(!tcs_post_take(&post, -1.0, &parcel));
    for (int i = 0; i < 1000; i++) {
        assert_true(tcs_post_take(&post, 100.0, &parcel));
        CHECK(parcel.deliver_s > last_s ||
              (parcel.deliver_s == last_s && parcel.order > last_order));
        CHECK(parcel.data[0] == (uint8_t)parcel.order && parcel.feed == parcel.order % 3);
        last_s = parcel.deliver_s;
        last_order = parcel.order;
        free(parcel.data);
    }
    CHECK(!tcs_post_take(&post, 100.0, &parcel));
    tcs_post_clear(&post);
}

static void a_bad_scenario_is_told_with_its_place(void **state)
{
    char path[] = "/tmp/tocsin-scenario-XXXXXX";
    const int fd = mkstemp(path);
    static struct tcs_scenario bad;

    CHECK(dprintf(fd,
                  "name: x\nsite: %s/sites/example/site.yaml\nbegin: now\nduration: 5\n"
                  "flyers:\n  - id: a\n    kind: drone\n    speed: [9, 3]\n"
                  "sensors: [{ id: nobody }]\n",
                  getenv("TOCSIN_SOURCE")) > 0);
    close(fd);
    CHECK_INT(tcs_scenario_load(path, &bad, &site, &errors), TCS_E_DAMAGED);
    CHECK_INT(errors.count, 4);
    CHECK_INT(errors.rows[0].line, 3);
    assert_non_null(strstr(errors.rows[0].text, "'begin'"));
    CHECK_INT(errors.rows[1].line, 6);
    assert_non_null(strstr(errors.rows[1].text, "'waypoints' or 'recorded'"));
    assert_non_null(strstr(errors.rows[2].text, "[least, largest]"));
    assert_non_null(strstr(errors.rows[3].text, "no sensor 'nobody'"));
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bits),
        cmocka_unit_test(the_bundled_attack_goes_as_told),
        cmocka_unit_test(birds_stay_about_their_place),
        cmocka_unit_test(a_recorded_trajectory_is_followed),
        cmocka_unit_test(damaged_trajectories_are_refused_by_line),
        cmocka_unit_test(parcels_come_out_by_time_then_order),
        cmocka_unit_test(a_bad_scenario_is_told_with_its_place),
    };

    return cmocka_run_group_tests(tests, load, NULL);
}
