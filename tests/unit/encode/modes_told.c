/* SPDX-License-Identifier: Apache-2.0 */
/* SBS lines and readsb's JSON: what is written is read again. */
#include <string.h>

#include "check.h"
#include "encode/readsb.h"
#include "encode/sbs.h"
#include "random.h"

/* A number within its range that has no more decimals than are written. */
static double number(uint64_t *seed, double low, double high, unsigned decimals)
{
    double scale = 1.0;

    for (unsigned i = 0; i < decimals; i++)
        scale *= 10.0;
    const double steps = (high - low) * scale;
    const double step = (double)(int64_t)(random_unit(seed) * steps);

    return ((double)(int64_t)(low * scale) + step) / scale;
}

static void letters(uint64_t *seed, char *to, uint32_t len, char low, char high)
{
    for (uint32_t i = 0; i < len; i++)
        to[i] = (char)random_between(seed, low, high);
}

static struct tcs_sbs random_sbs(uint64_t *seed)
{
    struct tcs_sbs sbs;

    memset(&sbs, 0, sizeof sbs);
    sbs.has = random_below(seed, 1 << 14);
    sbs.flags = (uint32_t)random_next(seed) & sbs.has & 0xf00;
    sbs.address = random_below(seed, 1 << 24);
    sbs.session = (uint32_t)random_next(seed);
    sbs.aircraft = random_below(seed, 1000);
    sbs.flight = random_below(seed, 100000);
    sbs.type = (uint8_t)random_between(seed, 1, 8);
    sbs.other_address = (uint8_t)random_below(seed, 2);
    for (unsigned i = 0; i < TCS_SBS_NUMBERS; i++)
        if ((sbs.has >> i & 1) != 0)
            sbs.numbers[i] = number(seed, tcs_sbs_columns[i].low, tcs_sbs_columns[i].high,
                                    tcs_sbs_columns[i].decimals);
    if ((sbs.has & TCS_SBS_CALLSIGN) != 0)
        letters(seed, sbs.callsign, 1 + random_below(seed, 8), 'A', 'Z');
    if ((sbs.has & TCS_SBS_SQUAWK) != 0)
        letters(seed, sbs.squawk, 4, '0', '7');
    if ((sbs.has & TCS_SBS_GENERATED) != 0)
        sbs.generated_ns = (int64_t)(random_next(seed) % 4000000000000) * 1000000;
    if ((sbs.has & TCS_SBS_LOGGED) != 0)
        sbs.logged_ns = (int64_t)(random_next(seed) % 4000000000000) * 1000000;
    return sbs;
}

static void sbs_lines_come_back(void **state)
{
    uint64_t seed = 30003;

    for (int i = 0; i < 20000; i++) {
        const struct tcs_sbs sbs = random_sbs(&seed);
        struct tcs_sbs again;
        char room[512];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        CHECK_OK(tcs_sbs_write(&sbs, &w));
        CHECK(memcmp(room + w.len - 2, "\r\n", 2) == 0);
        CHECK_OK(tcs_sbs_read(tcs_bytes(room, w.len - 2), &again, NULL));
        CHECK(memcmp(&sbs, &again, sizeof sbs) == 0);
        w = tcs_writer(room, w.len - 1);
        CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_FULL);
        CHECK_INT(w.len, 0);
    }
}

static void sbs_that_cannot_be_written_is_refused(void **state)
{
    char room[512];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_sbs sbs = { .type = 3 };

    CHECK_OK(tcs_sbs_write(&sbs, &w));
    sbs.type = 9;
    CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_ARGUMENT);
    sbs = (struct tcs_sbs) { .type = 1, .has = TCS_SBS_CALLSIGN, .callsign = "A,B" };
    CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_ARGUMENT);
    sbs = (struct tcs_sbs) { .type = 1, .has = TCS_SBS_CALLSIGN, .callsign = "AB " };
    CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_ARGUMENT);
    sbs = (struct tcs_sbs) { .type = 1, .has = TCS_SBS_SQUAWK, .squawk = "128" };
    CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_ARGUMENT);
    sbs = (struct tcs_sbs) { .type = 3, .has = 1 << TCS_SBS_LAT_DEG };
    sbs.numbers[TCS_SBS_LAT_DEG] = 0.0 / 0.0;
    CHECK_INT(tcs_sbs_write(&sbs, &w), TCS_E_ARGUMENT);
}

static struct tcs_readsb random_readsb(uint64_t *seed)
{
    struct tcs_readsb r;

    memset(&r, 0, sizeof r);
    r.has = random_next(seed) & ((UINT64_C(1) << TCS_READSB_NUMBERS) - 1);
    r.address = random_below(seed, 1 << 24);
    r.other_address = (uint8_t)random_below(seed, 2);
    r.on_ground = (uint8_t)random_below(seed, 2);
    r.has_time = (uint8_t)random_below(seed, 2);
    if (r.has_time != 0)
        r.utc_ns = (int64_t)(1 + random_next(seed) % 4000000000000) * 1000000;
    if (r.on_ground != 0)
        r.has &= ~(UINT64_C(1) << TCS_READSB_ALT_BARO);
    r.has_modes = (uint8_t)random_below(seed, 2);
    if (r.has_modes != 0)
        r.modes = (uint8_t)random_below(seed, 1 << TCS_READSB_MODES);
    for (unsigned i = 0; i < TCS_READSB_NUMBERS; i++)
        if ((r.has >> i & 1) != 0)
            r.numbers[i] =
                number(seed, tcs_readsb_numbers[i].low, tcs_readsb_numbers[i].high,
                       tcs_readsb_numbers[i].decimals);
    letters(seed, r.flight, random_below(seed, 9), '!', '~');
    letters(seed, r.squawk, random_below(seed, 5), '0', '7');
    letters(seed, r.type, random_below(seed, 18), 'a', 'z');
    letters(seed, r.category, random_below(seed, 3), 'A', 'D');
    letters(seed, r.emergency, random_below(seed, 12), 'a', 'z');
    letters(seed, r.sil_type, random_below(seed, 12), 'a', 'z');
    return r;
}

static void readsb_objects_come_back(void **state)
{
    uint64_t seed = 30047;

    for (int i = 0; i < 20000; i++) {
        const struct tcs_readsb r = random_readsb(&seed);
        struct tcs_readsb again;
        char room[2048];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        CHECK_OK(tcs_readsb_write(&r, &w));
        CHECK_OK(tcs_readsb_read(tcs_written(&w), 0, &again, NULL));
        CHECK(memcmp(&r, &again, sizeof r) == 0);
        w = tcs_writer(room, w.len - 1);
        CHECK_INT(tcs_readsb_write(&r, &w), TCS_E_FULL);
        CHECK_INT(w.len, 0);
    }
}

static void readsb_that_cannot_be_written_is_refused(void **state)
{
    char room[512];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_readsb r = { .squawk = "9" };

    CHECK_INT(tcs_readsb_write(&r, &w), TCS_E_ARGUMENT);
    r = (struct tcs_readsb) { .address = 1 << 24 };
    CHECK_INT(tcs_readsb_write(&r, &w), TCS_E_ARGUMENT);
    r = (struct tcs_readsb) { .has = 1 << TCS_READSB_LON };
    r.numbers[TCS_READSB_LON] = 181.0;
    CHECK_INT(tcs_readsb_write(&r, &w), TCS_E_ARGUMENT);
    r = (struct tcs_readsb) { .has = 1 << TCS_READSB_ALT_BARO, .on_ground = 1 };
    CHECK_INT(tcs_readsb_write(&r, &w), TCS_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sbs_lines_come_back),
        cmocka_unit_test(sbs_that_cannot_be_written_is_refused),
        cmocka_unit_test(readsb_objects_come_back),
        cmocka_unit_test(readsb_that_cannot_be_written_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
