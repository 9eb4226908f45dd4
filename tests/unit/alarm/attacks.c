/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 500 random attacks: up to six drones come one after the other, are lost, found again
 * and shot down, while an operator acknowledges and tries to say all clear. Whatever
 * happens, people stay warned until a human says all clear with the sky empty.
 */
#include "check.h"
#include "drive.h"
#include "num/rand.h"

enum {
    ATTACKS = 500,
    DRONES = 6,
    TICKS = 1800 /* of 100 ms: three minutes */
};

static struct drive d;

struct drone {
    int from;  /* tick at which its probability begins to rise */
    int until; /* tick at which it is brought down, or arrives */
    int gap_from;
    int gap_until; /* lost in between */
};

static void plan(struct tcs_rand *rand, struct drone drones[DRONES])
{
    for (int i = 0; i < DRONES; i++) {
        drones[i].from = (int)tcs_rand_between(rand, 0, 900);
        drones[i].until = drones[i].from + (int)tcs_rand_between(rand, 20, 500);
        drones[i].gap_from = drones[i].from + (int)tcs_rand_between(rand, 0, 300);
        drones[i].gap_until = drones[i].gap_from + (int)tcs_rand_between(rand, 0, 140);
    }
}

static void set_threats(const struct drone drones[DRONES], int tick,
                        struct tcs_rand *rand)
{
    drive_lose_all(&d);
    for (int i = 0; i < DRONES; i++) {
        const struct drone *drone = &drones[i];
        double p = 0.02 * (tick - drone->from) * tcs_rand_between(rand, 0.9, 1.0);

        if (tick < drone->from || tick >= drone->until ||
            (tick >= drone->gap_from && tick < drone->gap_until))
            continue;
        p = p > 0.95 ? 0.95 : p;
        drive_threat(&d, 0, (uint64_t)i + 1, p, p);
    }
}

/* A threat that has been above the threshold for this many ticks without a break. */
static int above_for(int before)
{
    for (size_t i = 0; i < d.threat_count; i++)
        if (d.threats[i].p_enter >= 0.3)
            return before + 1;
    return 0;
}

static bool warned(void)
{
    const uint16_t state = drive_alarm(&d, COVER)->state;

    return state == TCS_ALARM_UNACK || state == TCS_ALARM_ACK ||
           state == TCS_ALARM_LATCHED || state == TCS_ALARM_LATCHED_UNACK;
}

/* Returns how often it rang. */
static uint32_t attack(uint64_t seed, uint32_t *all_clears)
{
    struct tcs_rand rand = tcs_rand(seed, 9);
    struct drone drones[DRONES];
    int above = 0;

    drive_init(&d);
    plan(&rand, drones);
    for (int tick = 0; tick < TICKS; tick++) {
        const bool before = warned();
        const double act = tcs_rand_uniform(&rand);
        bool cleared = false;

        d.now.tai_ns += TCS_NS_PER_S / 10;
        d.change_count = 0;
        set_threats(drones, tick, &rand);
        above = above_for(above);
        (void)drive_step(&d);
        if (act < 0.02)
            (void)drive_act(&d, TCS_ACTION_ACK, COVER, 0);
        else if (act < 0.10)
            cleared = drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0) == TCS_OK;
        *all_clears += cleared;
        /* All clear is only taken with nothing dangerous there. */
        for (size_t i = 0; cleared && i < d.threat_count; i++)
            CHECK(d.threats[i].p_enter < 0.15);
        CHECK(!before || warned() || cleared);
        /* Above for 0.8 s: warned, whatever was said before. */
        CHECK(above < 10 || warned());
    }
    return drive_alarm(&d, COVER)->occurrence;
}

static void people_stay_warned_in_500_random_attacks(void **state)
{
    uint32_t rings = 0, all_clears = 0;

    for (uint64_t seed = 0; seed < ATTACKS; seed++) {
        const uint32_t before = all_clears;
        const uint32_t rang = attack(seed, &all_clears);

        /* One alarm for one attack: one more only after an all clear. */
        CHECK(rang >= 1 && rang <= 1 + (all_clears - before));
        rings += rang;
    }
    print_message("%u attacks rang %u times, with %u all clears\n", (unsigned)ATTACKS,
                  (unsigned)rings, (unsigned)all_clears);
    CHECK(all_clears > ATTACKS / 4); /* else nothing was tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_stay_warned_in_500_random_attacks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
