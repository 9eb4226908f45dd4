/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/asterix.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "check.h"
#include "decode/asterix/show.h"
#include "decode/asterix/table.h"

#define NS INT64_C(1000000000)

struct result {
    enum tcs_status status;
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
};

static struct result decode(struct tcs_asterix_input *input)
{
    struct result r;

    memset(&r, 0, sizeof r);
    r.status = tcs_asterix_next(input, &r.record, &r.fault);
    return r;
}

static const struct tcs_asterix_set *latest(void)
{
    static struct tcs_asterix_set set;

    tcs_asterix_set_latest(&set);
    return &set;
}

#define INPUT(octets) tcs_asterix_input(latest(), tcs_bytes(octets, sizeof(octets)))

/* ------------------------------------------------------------------------ the tables */

static void check_item(const struct tcs_asterix_item *item)
{
    size_t bits = 0;

    for (size_t i = 0; i < item->field_count; i++) {
        CHECK(item->fields[i].bits >= 1 && item->fields[i].bits <= 56);
        if (item->fields[i].when != TCS_WHEN_SET) /* shares the bits of WHEN_CLEAR */
            bits += item->fields[i].bits;
    }
    for (size_t i = 0; i < item->sub_count; i++)
        if (item->subs[i] != NULL) {
            CHECK(item->subs[i]->shape != TCS_SHAPE_COMPOUND);
            CHECK(item->subs[i]->shape != TCS_SHAPE_EXPLICIT);
            check_item(item->subs[i]);
        }
    switch ((enum tcs_asterix_shape)item->shape) {
    case TCS_SHAPE_REPEATED:
        if (item->field_count == 0) { /* shown as octets */
            CHECK(item->octets > 0);
            break;
        }
        CHECK_INT(bits, 8 * item->octets);
        break;
    case TCS_SHAPE_FIXED:
    case TCS_SHAPE_REPEATED_FX:
        CHECK_INT(bits, 8 * item->octets);
        break;
    case TCS_SHAPE_EXTENDED:
        CHECK_INT(bits % 8, 0);
        CHECK_INT(item->fields[item->field_count - 1].coding, TCS_CODING_FX);
        break;
    case TCS_SHAPE_EXTENDED_ONCE:
        CHECK_INT(bits, 16);
        break;
    case TCS_SHAPE_COMPOUND:
    case TCS_SHAPE_EXPLICIT:
    case TCS_SHAPE_RANDOM:
        CHECK_INT(item->field_count, 0);
        break;
    }
}

static void fields_fill_their_items_to_the_bit(void **state)
{
    for (size_t n = 0; tcs_asterix_edition_at(n) != NULL; n++) {
        const struct tcs_asterix_edition *edition = tcs_asterix_edition_at(n);

        for (size_t i = 0; i < edition->uap_count; i++)
            if (edition->uap[i] != NULL)
                check_item(edition->uap[i]);
    }
}

static void an_edition_binds_each_bit_of_has_once(void **state)
{
    for (size_t n = 0; tcs_asterix_edition_at(n) != NULL; n++) {
        const struct tcs_asterix_edition *edition = tcs_asterix_edition_at(n);
        uint64_t seen = 0;

        for (size_t i = 0; i < edition->uap_count; i++) {
            const struct tcs_asterix_item *item = edition->uap[i];
            const size_t subs = item != NULL ? item->sub_count : 0;

            for (size_t k = 0; item != NULL && k <= subs; k++) {
                const struct tcs_asterix_item *one = k < subs ? item->subs[k] : item;

                if (one == NULL || one->bit == TCS_ASTERIX_NO_BIT)
                    continue;
                CHECK((seen >> one->bit & 1) == 0);
                seen |= UINT64_C(1) << one->bit;
            }
        }
    }
}

static void the_latest_edition_of_each_category_stands_first(void **state)
{
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(48, NULL)), "1.32");
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(34, NULL)), "1.29");
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(21, NULL)), "2.7");
    CHECK(tcs_asterix_edition_find(48, "9.99") == NULL);
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(62, NULL)), "1.21");
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(63, NULL)), "1.7");
    CHECK_TEXT(tcs_asterix_edition_name(tcs_asterix_edition_find(65, NULL)), "1.6");
    CHECK(tcs_asterix_edition_find(129, NULL) == NULL);
}

/* ----------------------------------------------------------------------- whole records
 */

/*
 * FSPEC  010 140 020 040 - 090 130, FX    1111 0111
 *        220 240 - 161 - 200 -, FX        1101 0101
 *        - - - - 110 120 -                0000 1100
 */
static void every_shape_of_a_target_report_is_read(void **state)
{
    static const uint8_t block[] = {
        0x30, 0x00, 0x2a,                   /* 42 octets */
        0xf7, 0xd5, 0x0c,                   /* FSPEC */
        0x19, 0xc9,                         /* 010 */
        0x35, 0x6d, 0x4d,                   /* 140: 3501389 / 128 s */
        0x31, 0x80,                         /* 020: TYP 1, SIM 1, FX; TST 1 */
        0xc5, 0xaf, 0xf1, 0xe0,             /* 040: 50607 / 256 NM; 61920 * 360 / 65536 */
        0xff, 0xfc,                         /* 090: V G set, FL -1 (14 bits, 1/4) */
        0x48, 0x08, 0xce,                   /* 130: SRR 8, PAM -50 dBm */
        0x3c, 0x66, 0x0c,                   /* 220 */
        0x10, 0xc2, 0x36, 0xd4, 0x18, 0x20, /* 240: DLH65A */
        0x0d, 0xeb,                         /* 161: 3563 */
        0x07, 0xb9, 0x58, 0x2e,             /* 200 */
        0x00, 0x07,                         /* 110: 7 * 25 ft */
        0x80, 0x83, 0xf6,                   /* 120: CAL, doubtful, -10 m/s */
    };
    struct tcs_asterix_input in = INPUT(block);

    (void)state;
    const struct result r = decode(&in);
    const struct tcs_asterix_048 *t = &r.record.cat048;

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(t->sac << 8 | t->sic, 0x19c9);
    CHECK_INT(tcs_asterix_source(&r.record), 0x19c9);
    CHECK(t->tod_ns == INT64_C(27354601562500));
    CHECK_INT(t->detection, TCS_048_PSR);
    CHECK_INT(t->simulated, 1);
    CHECK_INT(t->test, 1);
    CHECK_NEAR(t->rho_m, 50607.0 / 256.0 * 1852.0, 1e-9, "m");
    CHECK_NEAR(t->theta_rad, 61920.0 / 65536.0 * 6.283185307179586, 1e-12, "rad");
    CHECK_INT(t->level_invalid, 1);
    CHECK_INT(t->level_garbled, 1);
    CHECK_NEAR(t->pressure_altitude_m, -30.48, 1e-9, "m"); /* FL -1 is -100 ft */
    CHECK_INT(t->address, 0x3c660c);
    CHECK_TEXT(t->callsign, "DLH65A");
    CHECK_INT(t->track, 3563);
    CHECK_INT(t->ssr_replies, 8);
    CHECK_NEAR(t->psr_dbm, -50.0, 0, "dBm");
    CHECK_NEAR(t->height_m, 53.34, 1e-9, "m");
    CHECK_NEAR(t->doppler_mps, -10.0, 0, "m/s");
    CHECK_INT(t->doppler_doubtful, 1);
    CHECK_INT(r.record.octets.len, sizeof block - 3);
    CHECK_INT(decode(&in).status, TCS_END);
    CHECK_INT(in.header_octets, 3);
}

static void amplitudes_are_signed_decibels(void **state)
{
    /* FSPEC bit 7 of the first octet: 130; sub-items SAM (3rd) and PAM (5th): 28. */
    static const uint8_t block[] = { 0x30, 0x00, 0x07, 0x02, 0x28, 0xb0, 0xa6 };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_NEAR(r.record.cat048.ssr_dbm, -80.0, 0, "dBm");
    CHECK_NEAR(r.record.cat048.psr_dbm, -90.0, 0, "dBm");
}

static void warnings_are_a_set(void **state)
{
    /* 030 is FRN 16: third octet, second bit. Codes 19 and 100. */
    static const uint8_t block[] = { 0x30, 0x00, 0x08, 0x01, 0x01, 0x40, 0x27, 0xc8 };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK(tcs_048_warned(&r.record.cat048, TCS_048_WARNING_BIRD));
    CHECK(tcs_048_warned(&r.record.cat048, 100));
    CHECK(!tcs_048_warned(&r.record.cat048, TCS_048_WARNING_BIRDS));
}

static void of_raw_doppler_the_first_is_kept_and_none_is_none(void **state)
{
    static const uint8_t two[] = { 0x30, 0x00, 0x14, 0x01, 0x01, 0x04, 0x40,
                                   2,    0,    30,   0,    200,  0x24, 0x00,
                                   0,    31,   0,    201,  0x24, 0x01 };
    static const uint8_t none[] = { 0x30, 0x00, 0x08, 0x01, 0x01, 0x04, 0x40, 0 };
    struct tcs_asterix_input in = INPUT(two);
    struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_NEAR(r.record.cat048.raw_doppler_mps, 30.0, 0, "m/s");
    CHECK_NEAR(r.record.cat048.raw_frequency_hz, 9216e6, 0, "Hz");
    in = INPUT(none);
    r = decode(&in);
    CHECK_INT(r.status, TCS_OK);
    CHECK(r.record.has == 0);
}

static void a_north_marker_tells_where_the_radar_stands(void **state)
{
    /* 010 000 030 - 041 - - FX | - - - 120: f4.. : 1110 1001, 0001 0000 */
    static const uint8_t block[] = { 0x22, 0x00, 0x15, 0xe9, 0x10, 0x19, 0x07,
                                     0x01, 0x54, 0x60, 0x00, 0x00, 0x80, 0xff,
                                     0xfb, 0x20, 0x00, 0x00, 0xe0, 0x00, 0x00 };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);
    const struct tcs_asterix_034 *m = &r.record.cat034;

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(m->type, TCS_034_NORTH_MARKER);
    CHECK(m->tod_ns == 43200 * NS);
    CHECK_NEAR(m->rotation_period_s, 1.0, 0, "s");
    CHECK_NEAR(m->height_m, -5.0, 0, "m");
    CHECK_NEAR(m->latitude_rad, 0.78539816339744828, 1e-15, "rad");   /* 45 deg */
    CHECK_NEAR(m->longitude_rad, -0.78539816339744828, 1e-15, "rad"); /* -45 deg */
}

static void both_resolutions_of_a_position_are_kept_and_the_finer_is_used(void **state)
{
    /* FRN 6 and 7: 130, 131 -> 06. 45 deg, 90 deg; then half a step of 130 more. */
    static const uint8_t block[] = {
        0x15, 0x00, 0x12, 0x06, 0x20, 0x00, 0x00, 0x40, 0x00,
        0x00, 0x10, 0x00, 0x00, 0x40, 0x20, 0x00, 0x00, 0x40
    };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);
    double lat_rad = 0, lon_rad = 0;

    CHECK_INT(r.status, TCS_OK);
    CHECK_NEAR(r.record.cat021.latitude_rad, 0.78539816339744828, 1e-15, "rad");
    CHECK(tcs_021_position(&r.record.cat021, &lat_rad, &lon_rad));
    /* 64 steps of 180 / 2^30 deg */
    CHECK_NEAR(lat_rad - r.record.cat021.latitude_rad, 64 * 2.9258361e-9, 1e-13, "rad");
}

static void the_finer_time_of_reception_replaces_the_fraction(void **state)
{
    struct tcs_asterix_021 r = { .has = UINT64_C(1) << TCS_021_POSITION_HEARD |
                                        UINT64_C(1) << TCS_021_POSITION_FRACTION };
    int64_t tod_ns = 0;

    r.position_heard_tod_ns = 100 * NS + 992187500; /* 100.9921875 s */
    r.position_fraction_ns = 123;
    r.position_fsi = 1; /* the second after */
    CHECK(tcs_021_position_tod(&r, &tod_ns));
    CHECK(tod_ns == 101 * NS + 123);
    r.position_fsi = 2; /* the second before */
    CHECK(tcs_021_position_tod(&r, &tod_ns));
    CHECK(tod_ns == 99 * NS + 123);
    r.position_fsi = 0;
    CHECK(tcs_021_position_tod(&r, &tod_ns));
    CHECK(tod_ns == 100 * NS + 123);
    r.has |= UINT64_C(1) << TCS_021_POSITION_TIME; /* applicability is better still */
    r.position_tod_ns = 99 * NS;
    CHECK(tcs_021_position_tod(&r, &tod_ns));
    CHECK(tod_ns == 99 * NS);
    r.has = 0;
    CHECK(!tcs_021_position_tod(&r, &tod_ns));
}

/* 86399.9921875 s is the last step before midnight. */
static void time_of_day_is_resolved_against_arrival_at_midnight(void **state)
{
    static const uint8_t block[] = { 0x30, 0x00, 0x07, 0x40, 0xa8, 0xbf, 0xff };
    struct tcs_leap_table leap;
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);
    int64_t tod_ns = 0, midnight_ns = 0;

    tcs_leap_builtin(&leap);
    CHECK_INT(r.status, TCS_OK);
    CHECK(tcs_asterix_tod(&r.record, &tod_ns));
    CHECK_OK(tcs_utc_parse("2021-11-07T00:00:00Z", &midnight_ns));
    /* Seen 10 ms after midnight: it was said on the day before. */
    const struct tcs_time seen = tcs_time_from_utc(&leap, midnight_ns + 10000000);
    const struct tcs_time said = tcs_time_from_tod(&leap, tod_ns, seen);

    CHECK(tcs_time_to_utc(&leap, said) == midnight_ns - 7812500);
}

/* ----------------------------------------------------------------------- what is wrong
 */

static void check_fault(struct tcs_bytes block, enum tcs_status status, const char *text)
{
    struct tcs_asterix_input in = tcs_asterix_input(latest(), block);
    const struct result r = decode(&in);
    char got[TCS_ASTERIX_FAULT_TEXT_LEN];

    CHECK_INT(r.status, status);
    CHECK_INT(r.fault.status, status);
    tcs_asterix_fault_text(&r.fault, true, got);
    CHECK_TEXT(got, text);
    CHECK(in.at <= block.len);
}
#define CHECK_FAULT(status, text, ...)                                                   \
    check_fault(tcs_bytes(((const uint8_t[]) { __VA_ARGS__ }),                           \
                          sizeof((const uint8_t[]) { __VA_ARGS__ })),                    \
                status, text)

static void damage_is_named_with_item_and_octet(void **state)
{
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 octet 0: block header cut short", 0x30, 0x00);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 octet 0: block length below three", 0x30, 0, 2);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 octet 0: block runs over the input", 0x30, 0, 5,
                0x80);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 octet 0: block without a record", 0x30, 0, 3);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 FSPEC octet 3: names no item", 0x30, 0, 4, 0);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 FSPEC octet 3: runs over the block", 0x30, 0, 5, 1,
                1);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 FSPEC octet 3: longer than this edition's", 0x30,
                0, 8, 1, 1, 1, 1, 0x80);
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 I048/010 octet 4: runs over the block", 0x30, 0, 5,
                0x80, 0x19);
    /* 020 whose FX chain does not end. */
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 I048/020 octet 4: runs over the block", 0x30, 0, 6,
                0x20, 0x21, 0x01);
    /* 130 PAM missing. */
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 I048/130 PAM octet 4: runs over the block", 0x30,
                0, 5, 0x02, 0x08);
    /* 120 has two sub-items; the third is named. */
    CHECK_FAULT(TCS_E_DAMAGED,
                "CAT048 I048/120 octet 6: sub-item that this edition does not define",
                0x30, 0, 8, 0x01, 0x01, 0x04, 0x20, 0x00);
    /* 250 says three repetitions of eight octets. */
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 I048/250 octet 5: runs over the block", 0x30, 0, 7,
                0x01, 0x20, 3, 0);
    /* SP is FRN 27, the sixth of the fourth octet. */
    CHECK_FAULT(TCS_E_DAMAGED, "CAT048 SP octet 7: length of zero", 0x30, 0, 8, 1, 1, 1,
                0x04, 0);
    /* 021: FRN 43 to 47 are spare; the first is the first of the seventh octet. */
    CHECK_FAULT(TCS_E_DAMAGED,
                "CAT021 FSPEC octet 9: item that this edition does not define", 0x15, 0,
                11, 1, 1, 1, 1, 1, 1, 0x80, 0);
}

static void foreign_input_is_told_from_damage(void **state)
{
    CHECK_FAULT(TCS_E_FOREIGN, "CAT129 octet 0: category not read here", 129, 0, 5, 1, 2);
    CHECK_FAULT(TCS_E_FOREIGN,
                "CAT000 octet 0: no such category: another framing than data blocks", 0,
                0x4e, 2, 0xbb);
    CHECK_FAULT(TCS_E_FOREIGN,
                "CAT071 octet 0: neither a category read here nor a length that fits",
                'G', 'E', 'T', ' ');
}

static void what_cannot_be_is_read_and_said(void **state)
{
    CHECK_FAULT(TCS_E_IMPOSSIBLE, "CAT048 I048/140 TOD octet 4: outside what can be",
                0x30, 0, 7, 0x40, 0xa8, 0xc0, 0x00); /* 86400 s */
    CHECK_FAULT(TCS_E_IMPOSSIBLE, "CAT021 I021/130 LAT octet 4: outside what can be",
                0x15, 0, 10, 0x04, 0x60, 0, 0, 0, 0, 0); /* 135 deg */

    static const uint8_t block[] = { 0x30, 0, 7, 0x40, 0xa8, 0xc0, 0x00 };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);

    CHECK_INT(r.record.octets.len, 4);
    CHECK(r.record.cat048.tod_ns == 86400 * NS);
    CHECK_INT(r.fault.len, 0);
    CHECK_INT(decode(&in).status, TCS_END);
}

static void after_damage_the_next_block_is_read(void **state)
{
    static const uint8_t blocks[] = {
        0x30, 0x00, 0x08, 0x80, 0x19, 0x07, 0x00, 0xff, /* a record, then rubbish */
        0x81, 0x00, 0x05, 0x01, 0x02,                   /* category 129 */
        0x22, 0x00, 0x06, 0x80, 0x19, 0x08,             /* 034 */
    };
    struct tcs_asterix_input in = INPUT(blocks);
    struct result r = decode(&in);
    size_t sum = r.record.octets.len;

    CHECK_INT(r.status, TCS_OK);
    r = decode(&in);
    CHECK_INT(r.status, TCS_E_DAMAGED);
    CHECK_INT(r.fault.offset, 6);
    sum += r.fault.len;
    r = decode(&in);
    CHECK_INT(r.status, TCS_E_FOREIGN);
    sum += r.fault.len;
    r = decode(&in);
    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.cat034.sic, 8);
    sum += r.record.octets.len;
    CHECK_INT(decode(&in).status, TCS_END);
    CHECK_INT(sum + in.header_octets, sizeof blocks);
}

/* ------------------------------------------------------------------- editions differ */

static void parts_of_a_newer_edition_are_skipped_and_marked(void **state)
{
    /* 020 with three parts: edition 1.31 knows them, 1.27 knows two. */
    static const uint8_t block[] = { 0x30, 0, 8, 0xa0, 0x19, 0x07, 0x21, 0x01 };
    static const uint8_t longer[] = { 0x30, 0, 9, 0xa0, 0x19, 0x07, 0x21, 0x01, 0xc0 };
    struct tcs_asterix_set set;

    tcs_asterix_set_latest(&set);
    CHECK_OK(tcs_asterix_set_choose(&set, 48, "1.27"));
    struct tcs_asterix_input in =
        tcs_asterix_input(&set, tcs_bytes(longer, sizeof longer));
    struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.remarks, TCS_ASTERIX_WITH_NEWER);
    CHECK_INT(r.record.cat048.detection, TCS_048_PSR);
    CHECK_OK(tcs_asterix_set_choose(&set, 48, "1.31"));
    in = tcs_asterix_input(&set, tcs_bytes(longer, sizeof longer));
    r = decode(&in);
    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.remarks, 0);
    in = tcs_asterix_input(&set, tcs_bytes(block, sizeof block));
    CHECK_INT(decode(&in).status, TCS_E_DAMAGED); /* FX says more, and there is none */
}

static void an_edition_can_be_chosen_for_one_source(void **state)
{
    /* Two 021 blocks: SIC 1 sends edition 2.x (040 one octet), SIC 2 sends 0.26 (two). */
    static const uint8_t blocks[] = { 0x15, 0, 7,    0xc0, 0x19, 1,    0x60, 0x15,
                                      0,    8, 0xc0, 0x19, 2,    0x40, 0x20 };
    struct tcs_asterix_set set;

    tcs_asterix_set_latest(&set);
    CHECK_OK(tcs_asterix_set_choose_source(&set, 21, 0x1902, "0.26"));
    CHECK_INT(tcs_asterix_set_choose_source(&set, 21, 0x1903, "7.0"), TCS_E_NOT_FOUND);
    struct tcs_asterix_input in =
        tcs_asterix_input(&set, tcs_bytes(blocks, sizeof blocks));
    struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.cat021.address_type, 3);
    CHECK_TEXT(tcs_asterix_edition_name(r.record.edition), "2.7");
    r = decode(&in);
    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.cat021.on_ground, 1);
    CHECK_INT(r.record.cat021.address_type, 1);
    CHECK_TEXT(tcs_asterix_edition_name(r.record.edition), "0.26");
}

/* Category 129 with item 010 alone, from two sources. */
static void a_category_can_stand_for_another_of_one_source(void **state)
{
    static const uint8_t blocks[] = { 0x81, 0x00, 0x06, 0x80, 0x19, 0x02,
                                      0x81, 0x00, 0x06, 0x80, 0x19, 0x03,
                                      0x30, 0x00, 0x06, 0x80, 0x19, 0x03 };
    struct tcs_asterix_set set;

    (void)state;
    tcs_asterix_set_latest(&set);
    CHECK_INT(tcs_asterix_set_choose_source(&set, 129, 0x1902, "206@1.0"),
              TCS_E_NOT_FOUND);
    CHECK_INT(tcs_asterix_set_choose_source(&set, 129, 0x1902, "1.0"), TCS_E_NOT_FOUND);
    CHECK(!tcs_asterix_set_reads(&set, 129));
    CHECK_OK(tcs_asterix_set_choose_source(&set, 129, 0x1902, "205@1.0"));
    CHECK_OK(tcs_asterix_set_choose_source(&set, 48, 0x1903, "none"));
    CHECK(tcs_asterix_set_reads(&set, 129));

    struct tcs_asterix_input in =
        tcs_asterix_input(&set, tcs_bytes(blocks, sizeof blocks));
    struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.sent_category, 129);
    CHECK_INT(r.record.category, 205);
    CHECK_INT(r.record.cat205.sic, 2);
    CHECK_INT(tcs_asterix_source(&r.record), 0x1902);
    r = decode(&in);
    CHECK_INT(r.status, TCS_E_FOREIGN);
    CHECK_INT(r.fault.category, 129);
    CHECK_INT(r.fault.len, 3);
    r = decode(&in);
    CHECK_INT(r.status, TCS_E_FOREIGN);
    CHECK_INT(r.fault.category, 48);
    CHECK_INT(decode(&in).status, TCS_END);
}

static void special_fields_are_skipped_by_length_and_marked(void **state)
{
    /* SP FRN 27, RE FRN 28: fourth octet 06. */
    static const uint8_t block[] = { 0x30, 0, 0x0f, 0x81, 1, 1,    0x06, 0x19,
                                     7,    3, 9,    9,    3, 0xaa, 0xbb };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    CHECK_INT(r.record.remarks, TCS_ASTERIX_WITH_SP | TCS_ASTERIX_WITH_RE);
}

/* ----------------------------------------------------------------------------- showing
 */

struct shown {
    char text[400];
    size_t len;
};

static void say(struct shown *s, const char *text)
{
    while (*text != '\0' && s->len + 1 < sizeof s->text)
        s->text[s->len++] = *text++;
    s->text[s->len] = '\0';
}
static void on_begin(void *context, const char *name, bool is_list)
{
    say(context, name != NULL ? name : "-");
    say(context, is_list ? "[" : "{");
}
static void on_value(void *context, const struct tcs_asterix_value *value)
{
    char number[48];

    snprintf(number, sizeof number, "%s%s=%g ", value->name, value->unit, value->number);
    if (value->is_text)
        snprintf(number, sizeof number, "%s=%s ", value->name, value->text);
    say(context, number);
}
static void on_octets(void *context, const char *name, struct tcs_bytes octets)
{
    char text[48];

    snprintf(text, sizeof text, "%s:%zu ", name, octets.len);
    say(context, text);
}
static void on_end(void *context)
{
    say(context, "}");
}

static void showing_goes_through_every_item(void **state)
{
    /* 070 7000, 130 SAM, 250 twice, RE of three octets. */
    static const uint8_t block[] = { 0x30, 0,    0x22, 0x0b, 0x21, 0x01, 0x02, 0x0e, 0x00,
                                     0x20, 0xb0, 2,    1,    2,    3,    4,    5,    6,
                                     7,    0x40, 0,    0,    0,    0,    0,    0,    0xff,
                                     0x65, 3,    1,    2,    0x80, 0x19, 7 };
    struct shown shown = { .len = 0 };
    const struct tcs_asterix_visitor visitor = { &shown, on_begin, on_value, on_octets,
                                                 on_end };
    struct tcs_asterix_input in = INPUT(block);
    const struct result r = decode(&in);

    CHECK_INT(r.status, TCS_OK);
    tcs_asterix_show(&r.record, &visitor);
    CHECK_TEXT(shown.text, "I048/070{V=0 G=0 L=0 MODE3A=7000 }I048/130{SAM{SAMdBm=-80 }}"
                           "I048/250[-{MBDATA=01020304050607 BDS1=4 BDS2=0 }"
                           "-{MBDATA=000000000000FF BDS1=6 BDS2=5 }}I048/RE:2 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_fill_their_items_to_the_bit),
        cmocka_unit_test(an_edition_binds_each_bit_of_has_once),
        cmocka_unit_test(the_latest_edition_of_each_category_stands_first),
        cmocka_unit_test(every_shape_of_a_target_report_is_read),
        cmocka_unit_test(amplitudes_are_signed_decibels),
        cmocka_unit_test(warnings_are_a_set),
        cmocka_unit_test(of_raw_doppler_the_first_is_kept_and_none_is_none),
        cmocka_unit_test(a_north_marker_tells_where_the_radar_stands),
        cmocka_unit_test(both_resolutions_of_a_position_are_kept_and_the_finer_is_used),
        cmocka_unit_test(the_finer_time_of_reception_replaces_the_fraction),
        cmocka_unit_test(time_of_day_is_resolved_against_arrival_at_midnight),
        cmocka_unit_test(damage_is_named_with_item_and_octet),
        cmocka_unit_test(foreign_input_is_told_from_damage),
        cmocka_unit_test(what_cannot_be_is_read_and_said),
        cmocka_unit_test(after_damage_the_next_block_is_read),
        cmocka_unit_test(parts_of_a_newer_edition_are_skipped_and_marked),
        cmocka_unit_test(an_edition_can_be_chosen_for_one_source),
        cmocka_unit_test(a_category_can_stand_for_another_of_one_source),
        cmocka_unit_test(special_fields_are_skipped_by_length_and_marked),
        cmocka_unit_test(showing_goes_through_every_item),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
