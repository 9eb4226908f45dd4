/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/asterix.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "decode/asterix/table.h"

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* -------------------------------------------------- random records, from the tables */

static bool flip(uint64_t *seed)
{
    return (next_random(seed) & 1) != 0;
}

static void random_member(const struct tcs_asterix_field *f, uint8_t *to, uint64_t *seed)
{
    const uint64_t mask = (UINT64_C(1) << f->bits) - 1;
    const uint64_t raw = next_random(seed) & mask;
    const uint64_t half = mask / 2 + 1;
    double steps = (double)raw;

    if (f->coding == TCS_CODING_SIGNED)
        steps -= (double)half;
    if (f->lo != 0 || f->hi != 0) { /* somewhere between the limits, on a step */
        const double span = floor((f->hi - f->lo) / f->lsb);

        steps = ceil(f->lo / f->lsb) + (double)(next_random(seed) % (uint64_t)span);
    }
    const double number = steps * f->lsb;
    const double si = number * tcs_asterix_units[f->unit].si;
    const int64_t ns = (int64_t)(number * 1e9 + 0.5);
    const uint16_t u16 = (uint16_t)raw;
    const uint32_t u32 = (uint32_t)raw;

    switch ((enum tcs_asterix_store)f->store) {
    case TCS_STORE_NONE:
        break;
    case TCS_STORE_DOUBLE:
        memcpy(to, &si, sizeof si);
        break;
    case TCS_STORE_NS:
        memcpy(to, &ns, sizeof ns);
        break;
    case TCS_STORE_U8:
        *to = (uint8_t)raw;
        break;
    case TCS_STORE_U16:
        memcpy(to, &u16, sizeof u16);
        break;
    case TCS_STORE_U32:
        memcpy(to, &u32, sizeof u32);
        break;
    case TCS_STORE_TEXT:
        for (size_t i = 0; i < (f->coding == TCS_CODING_ASCII ? f->bits / 8u : 8u); i++)
            to[i] =
                (uint8_t) "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[next_random(seed) % 36];
        break;
    case TCS_STORE_SET:
        to[next_random(seed) % 16] |= (uint8_t)(1u << next_random(seed) % 8);
        break;
    }
}

static void random_item(const struct tcs_asterix_item *item, uint8_t *record,
                        uint64_t *seed)
{
    uint64_t has = 0;

    if (item->shape == TCS_SHAPE_COMPOUND)
        for (size_t i = 0; i < item->sub_count; i++)
            if (item->subs[i] != NULL)
                random_item(item->subs[i], record, seed);
    if (item->bit == TCS_ASTERIX_NO_BIT || !flip(seed))
        return;
    memcpy(&has, record, sizeof has);
    has |= UINT64_C(1) << item->bit;
    memcpy(record, &has, sizeof has);
    bool set = false; /* the first bit, for fields that share theirs */

    for (size_t i = 0; i < item->field_count; i++) {
        const struct tcs_asterix_field *f = &item->fields[i];

        if (f->when == TCS_WHEN_ALWAYS || (f->when == TCS_WHEN_SET) == set)
            random_member(f, record + f->offset, seed);
        if (i == 0 && f->store == TCS_STORE_U8)
            set = record[f->offset] != 0;
    }
}

static void come_back(const struct tcs_asterix_edition *edition, uint64_t seed)
{
    struct tcs_asterix_record given, got;
    struct tcs_asterix_fault fault = { 0 };
    struct tcs_asterix_set set;
    uint8_t room[1024];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    uint64_t state = seed;

    memset(&given, 0, sizeof given);
    const bool by_second = edition->by_second != NULL && flip(&state);
    const struct tcs_asterix_edition *profile = by_second ? edition->by_second : edition;

    for (size_t i = 0; i < profile->uap_count; i++)
        if (profile->uap[i] != NULL)
            random_item(profile->uap[i], (uint8_t *)&given.has, &state);
    if (edition->by_second != NULL) { /* category 001 alone */
        given.has |= 1u << TCS_001_DESCRIPTOR;
        given.cat001.track_report = by_second;
    }
    if (given.has == 0)
        return;
    tcs_asterix_set_latest(&set);
    CHECK_OK(tcs_asterix_set_choose(&set, edition->category, edition->name));

    const size_t mark = tcs_asterix_block_begin(&w, edition->category);

    CHECK_OK(tcs_asterix_write(&w, edition, &given.has));
    tcs_asterix_block_end(&w, mark);
    CHECK(!w.failed);

    struct tcs_asterix_input in = tcs_asterix_input(&set, tcs_written(&w));

    CHECK_OK(tcs_asterix_next(&in, &got, &fault));
    if (memcmp(&got.has, &given.has,
               sizeof got - offsetof(struct tcs_asterix_record, has)) != 0)
        fail_msg("category %d edition %s, seed %llu: comes back changed",
                 edition->category, edition->name, (unsigned long long)seed);
    CHECK_INT(tcs_asterix_next(&in, &got, &fault), TCS_END);
}

static void every_record_of_every_edition_comes_back(void **state)
{
    for (size_t i = 0; tcs_asterix_edition_at(i) != NULL; i++)
        for (uint64_t seed = 1; seed <= 2000; seed++)
            come_back(tcs_asterix_edition_at(i), seed * 1000 + i);
}

/* ------------------------------------------------------------------ octets, by hand */

/*
 * 30          category 048
 * 00 14       3 + 3 + 2 + 3 + 1 + 4 + 2 + 2 = 20 octets
 * FSPEC  010 140 020 040 - - 130, FX: 1111 0011 = f3
 *        none of FRN 8 to 14, FX: 0000 0001 = 01
 *        110 is FRN 19, the fifth of FRN 15 to 21: 0000 1000 = 08
 * 010    19 07
 * 140    43200.5 s * 128 = 5529664 = 54 60 40
 * 020    TYP 1 (PSR): 20
 * 040    rho 900 m / 7.234375 m = 124.4 -> 124 = 00 7c; theta 90 deg -> 40 00
 * 130    PAM is the fifth sub-item: 08; -80 dBm = b0
 * 110    50 m / 7.62 m = 6.56 -> 7 = 00 07
 */
static void a_plot_is_these_octets(void **state)
{
    static const uint8_t expected[] = {
        0x30, 0x00, 0x14, 0xf3, 0x01, 0x08, 0x19, 0x07, 0x54, 0x60,
        0x40, 0x20, 0x00, 0x7c, 0x40, 0x00, 0x08, 0xb0, 0x00, 0x07,
    };
    const struct tcs_asterix_048 plot = {
        .has = 1u << TCS_048_SOURCE | 1u << TCS_048_TIME | 1u << TCS_048_DESCRIPTOR |
               1u << TCS_048_POLAR | 1u << TCS_048_PSR_DBM | 1u << TCS_048_HEIGHT,
        .sac = 0x19,
        .sic = 0x07,
        .tod_ns = INT64_C(43200500000000),
        .detection = TCS_048_PSR,
        .rho_m = 900.0,
        .theta_rad = 1.57079632679489661923,
        .psr_dbm = -80.0,
        .height_m = 50.0,
    };
    uint8_t room[64];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const size_t mark = tcs_asterix_block_begin(&w, 48);

    CHECK_OK(tcs_asterix_write_048(&w, &plot));
    tcs_asterix_block_end(&w, mark);
    CHECK_INT(w.len, sizeof expected);
    assert_memory_equal(room, expected, sizeof expected);
}

/* 22 00 0d | FSPEC 010 000 030 020 041: 1111 1000 = f8 | 19 07 | 02 | 12:00 = 54 60 00
 * | 45 deg = 32 * 360/256: 20 | 1 s = 128: 00 80 */
static void a_sector_crossing_is_these_octets(void **state)
{
    static const uint8_t expected[] = { 0x22, 0x00, 0x0d, 0xf8, 0x19, 0x07, 0x02,
                                        0x54, 0x60, 0x00, 0x20, 0x00, 0x80 };
    const struct tcs_asterix_034 sector = {
        .has = 1u << TCS_034_SOURCE | 1u << TCS_034_TYPE | 1u << TCS_034_TIME |
               1u << TCS_034_SECTOR | 1u << TCS_034_ROTATION,
        .sac = 0x19,
        .sic = 0x07,
        .type = TCS_034_SECTOR_CROSSING,
        .tod_ns = INT64_C(43200000000000),
        .sector_rad = 0.78539816339744830962,
        .rotation_period_s = 1.0,
    };
    uint8_t room[64];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const size_t mark = tcs_asterix_block_begin(&w, 34);

    CHECK_OK(tcs_asterix_write_034(&w, &sector));
    tcs_asterix_block_end(&w, mark);
    CHECK_INT(w.len, sizeof expected);
    assert_memory_equal(room, expected, sizeof expected);
}

static void an_azimuth_that_rounds_up_to_the_full_circle_is_north(void **state)
{
    struct tcs_asterix_048 plot = { .has = 1u << TCS_048_POLAR, .rho_m = 1852.0 };
    uint8_t room[64];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    plot.theta_rad = 6.283185; /* half a step is 0.048 mrad */
    CHECK_OK(tcs_asterix_write_048(&w, &plot));
    CHECK_INT(room[w.len - 2] << 8 | room[w.len - 1], 0);
}

static void what_does_not_fit_is_refused_and_changes_nothing(void **state)
{
    uint8_t room[64] = { 0x55 };
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_asterix_048 plot = { .has = 1u << TCS_048_POLAR };

    plot.rho_m = 256.0 * 1852.0;
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot.rho_m = -8.0;
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot.rho_m = (double)NAN;
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot = (struct tcs_asterix_048) { .has = 1u << TCS_048_TIME };
    plot.tod_ns = INT64_C(86400000000000);
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot = (struct tcs_asterix_048) { .has = 1u << TCS_048_CALLSIGN, .callsign = "abc" };
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot = (struct tcs_asterix_048) { .has = UINT64_C(1) << 60 };
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    plot = (struct tcs_asterix_048) { 0 };
    CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_ARGUMENT);
    CHECK_INT(w.len, 0);
    CHECK_INT(room[0], 0x55);
    CHECK(!w.failed);
}

static void a_full_writer_takes_no_part_of_a_record(void **state)
{
    const struct tcs_asterix_048 plot = { .has = 1u << TCS_048_POLAR, .rho_m = 1852.0 };
    uint8_t room[8] = { 0 };

    for (size_t capacity = 0; capacity < 5; capacity++) { /* 1 of FSPEC, 4 of 040 */
        struct tcs_writer w = tcs_writer(room, capacity);

        CHECK_INT(tcs_asterix_write_048(&w, &plot), TCS_E_FULL);
        CHECK_INT(w.len, 0);
    }
    struct tcs_writer w = tcs_writer(room, 5);

    CHECK_OK(tcs_asterix_write_048(&w, &plot));
}

static void a_block_without_a_record_is_taken_back(void **state)
{
    uint8_t room[8];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const size_t mark = tcs_asterix_block_begin(&w, 34);

    tcs_asterix_block_end(&w, mark);
    CHECK_INT(w.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_of_every_edition_comes_back),
        cmocka_unit_test(a_plot_is_these_octets),
        cmocka_unit_test(a_sector_crossing_is_these_octets),
        cmocka_unit_test(an_azimuth_that_rounds_up_to_the_full_circle_is_north),
        cmocka_unit_test(what_does_not_fit_is_refused_and_changes_nothing),
        cmocka_unit_test(a_full_writer_takes_no_part_of_a_record),
        cmocka_unit_test(a_block_without_a_record_is_taken_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
