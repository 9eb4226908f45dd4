/* SPDX-License-Identifier: Apache-2.0 */
/* What is told to be far beside a direction lies outside of every gate. */
#include <string.h>

#include "check.h"
#include "num/chi2.h"
#include "num/elem.h"
#include "random.h"
#include "track/work.h"

enum { ROUNDS = 200000 };

/* Somewhere within 4 km, known to 1 to 300 m and 0.1 to 30 m/s, correlated or not. */
static struct tcs_gauss random_state(uint64_t *seed)
{
    struct tcs_gauss g = { 0 };
    const double share = random_unit(seed) - 0.5;

    for (int i = 0; i < 3; i++) {
        const double sigma = tcs_exp(random_unit(seed) * 5.7);
        const double speed_sigma = tcs_exp(random_unit(seed) * 5.7 - 2.3);

        g.x[i] = (random_unit(seed) - 0.5) * (i < 2 ? 8000.0 : 400.0);
        g.x[i + 3] = (random_unit(seed) - 0.5) * 100.0;
        g.P[tcs_packed(i, i)] = sigma * sigma;
        g.P[tcs_packed(i + 3, i + 3)] = speed_sigma * speed_sigma;
        g.P[tcs_packed(i, i + 3)] = share * sigma * speed_sigma;
    }
    return g;
}

static struct meas random_direction(uint64_t *seed)
{
    struct meas m;

    memset(&m, 0, sizeof m);
    m.is_bearing = true;
    m.bearing.az_rad = random_unit(seed) * 6.28;
    m.bearing.az_var = tcs_exp(random_unit(seed) * 8.0 - 12.0); /* 0.14 to 8 degrees */
    m.bearing.el_rad = random_unit(seed) * 1.5;
    m.bearing.el_var = m.bearing.az_var;
    m.bearing.has_el = random_below(seed, 2) != 0;
    m.bearing.dt_s = (random_unit(seed) - 0.5) * 2.0;
    m.bearing.sound_mps = random_below(seed, 3) == 0 ? 343.0 : 0.0;
    m.toward[0] = tcs_sin(m.bearing.az_rad);
    m.toward[1] = tcs_cos(m.bearing.az_rad);
    return m;
}

static void what_is_far_beside_is_outside_of_every_gate(void **state)
{
    uint64_t seed = 11;
    unsigned far = 0;

    for (int i = 0; i < ROUNDS; i++) {
        const struct tcs_gauss g = random_state(&seed);
        const struct meas m = random_direction(&seed);
        struct tcs_innovation in;

        if (!work_sense_far(&g, &m))
            continue;
        far++;
        CHECK(!work_sense_innovate(&g, &m, &in) ||
              in.d2 > tcs_chi2_gate(TCS_CHI2_P999, in.dim));
    }
    CHECK(far > ROUNDS / 4); /* or it would save nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_far_beside_is_outside_of_every_gate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
