/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "record/base64.h"
#include "record/format.h"

#include "check.h"

static void numbers_become_paths_of_three_digit_groups(void **state)
{
    static const struct {
        uint64_t number;
        const char *path;
    } rows[] = {
        { 0, "f/000" },
        { 7, "f/007" },
        { 999, "f/999" },
        { 1000, "f/x001/000" },
        { 1234067, "f/x001/x234/067" }, /* the example of C2SP tlog-tiles */
        { 1000000000, "f/x001/x000/x000/000" },
        { UINT64_MAX, "f/x018/x446/x744/x073/x709/x551/615" },
    };
    char path[TCS_RECORD_PATH_LEN];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tcs_number_path("f", rows[i].number, path);
        CHECK_TEXT(path, rows[i].path);
    }
}

static void tiles_are_named_by_level_index_and_width(void **state)
{
    char path[TCS_RECORD_PATH_LEN];

    tcs_tile_path(0, 1234067, 256, path);
    CHECK_TEXT(path, "tile/0/x001/x234/067");
    tcs_tile_path(0, 1234067, 0, path);
    CHECK_TEXT(path, "tile/0/x001/x234/067");
    tcs_tile_path(2, 0, 1, path);
    CHECK_TEXT(path, "tile/2/000.p/1");
    tcs_tile_path(TCS_TILE_ENTRIES, 273, 112, path);
    CHECK_TEXT(path, "tile/entries/273.p/112");
    tcs_tile_path(63, UINT64_MAX, 255, path);
    CHECK_TEXT(path, "tile/63/x018/x446/x744/x073/x709/x551/615.p/255");
}

/* Every octet of the layout, written down by hand. */
static void a_leaf_is_laid_out_as_described(void **state)
{
    static const uint8_t expected[28] = {
        1, 0, 0x12, 0x34, 0xff, 0xff, 0,    0,    1,    2, 3, 4,    5,    6,
        7, 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0x01, 0x00, 0x02,
    };
    struct tcs_leaf leaf = {
        .kind = 0x1234,
        .feed = 0xffff,
        .sequence = UINT64_C(0x0102030405060708),
        .arrival = { -256 },
        .length = 65538,
    };
    uint8_t octets[TCS_LEAF_LEN];
    struct tcs_leaf again;

    for (size_t i = 0; i < sizeof leaf.digest.octets; i++)
        leaf.digest.octets[i] = (uint8_t)(0x80 + i);
    tcs_leaf_write(&leaf, octets);
    assert_memory_equal(octets, expected, sizeof expected);
    for (size_t i = 28; i < sizeof octets; i++)
        CHECK_INT(octets[i], 0x80 + i - 28);
    CHECK_OK(tcs_leaf_read(tcs_bytes(octets, sizeof octets), &again));
    CHECK_INT(again.kind, leaf.kind);
    CHECK_INT(again.feed, leaf.feed);
    CHECK_INT(again.length, leaf.length);
    CHECK(again.sequence == leaf.sequence);
    CHECK(again.arrival.tai_ns == -256);
    CHECK(tcs_hash_equal(&again.digest, &leaf.digest));
}

static void other_versions_and_lengths_are_no_leaf(void **state)
{
    static const size_t fixed[] = { 0, 1, 6, 7 };
    const struct tcs_leaf leaf = { .kind = 2 };
    uint8_t octets[TCS_LEAF_LEN + 1] = { 0 };
    struct tcs_leaf again;

    tcs_leaf_write(&leaf, octets);
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        octets[fixed[i]] ^= 2;
        CHECK(tcs_leaf_read(tcs_bytes(octets, TCS_LEAF_LEN), &again) == TCS_E_DAMAGED);
        octets[fixed[i]] ^= 2;
    }
    CHECK(tcs_leaf_read(tcs_bytes(octets, TCS_LEAF_LEN - 1), &again) == TCS_E_DAMAGED);
    CHECK(tcs_leaf_read(tcs_bytes(octets, TCS_LEAF_LEN + 1), &again) == TCS_E_DAMAGED);
    CHECK(tcs_leaf_read(tcs_bytes(NULL, 0), &again) == TCS_E_DAMAGED);
}

static void slots_come_back_and_forms_fit_lengths(void **state)
{
    static const struct {
        enum tcs_slot_form form;
        uint32_t length;
        uint8_t salt;
        bool good;
    } rows[] = {
        { TCS_SLOT_HERE, 0, 9, true },       { TCS_SLOT_HERE, 65535, 9, true },
        { TCS_SLOT_HERE, 65536, 9, false },  { TCS_SLOT_BLOB, 65535, 0, false },
        { TCS_SLOT_BLOB, 65536, 0, true },   { TCS_SLOT_BLOB, 65536, 9, false },
        { TCS_SLOT_WITHDRAWN, 5, 0, true },  { TCS_SLOT_WITHDRAWN, 70000, 0, true },
        { TCS_SLOT_WITHDRAWN, 5, 9, false }, { (enum tcs_slot_form)'X', 5, 0, false },
    };
    uint8_t octets[TCS_SLOT_HEAD_LEN];
    struct tcs_slot again;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tcs_slot slot = { .form = rows[i].form, .length = rows[i].length };

        slot.salt[15] = rows[i].salt;
        tcs_slot_write(&slot, octets);
        CHECK_INT(tcs_slot_read(tcs_bytes(octets, sizeof octets), &again),
                  rows[i].good ? TCS_OK : TCS_E_DAMAGED);
        if (!rows[i].good)
            continue;
        CHECK_INT(again.form, slot.form);
        CHECK_INT(again.length, slot.length);
        assert_memory_equal(again.salt, slot.salt, sizeof slot.salt);
        CHECK(tcs_slot_read(tcs_bytes(octets, sizeof octets - 1), &again) ==
              TCS_E_DAMAGED);
        octets[2] = 1;
        CHECK(tcs_slot_read(tcs_bytes(octets, sizeof octets), &again) == TCS_E_DAMAGED);
    }
    CHECK_INT(tcs_slot_len(0), 24);
    CHECK_INT(tcs_slot_len(65535), 65559);
    CHECK_INT(tcs_slot_len(65536), 24);
}

/* RFC 4648, section 10. */
static void base64_matches_the_vectors_of_its_standard(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" },
    };
    char text[16];
    uint8_t octets[8];
    size_t len = 0;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tcs_base64_write(tcs_bytes(rows[i][0], strlen(rows[i][0])), text);
        CHECK_TEXT(text, rows[i][1]);
        CHECK_OK(
            tcs_base64_read(tcs_bytes(text, strlen(text)), octets, sizeof octets, &len));
        CHECK_INT(len, strlen(rows[i][0]));
        assert_memory_equal(octets, rows[i][0], len);
    }
}

static void base64_has_one_form_for_each_value(void **state)
{
    static const char *const bad[] = { "Zg",   "Zg=",    "Zh==", "Zm9=", "Z===", "====",
                                       "Zg=A", "Zm9v\n", "Zm 9", "Zm9-", "=m9v" };
    uint8_t octets[8];
    size_t len = 77;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(tcs_base64_read(tcs_bytes(bad[i], strlen(bad[i])), octets, sizeof octets,
                              &len) == TCS_E_DAMAGED);
    CHECK(tcs_base64_read(tcs_bytes("Zm9vYmFy", 8), octets, 5, &len) == TCS_E_FULL);
    CHECK_INT(len, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_become_paths_of_three_digit_groups),
        cmocka_unit_test(tiles_are_named_by_level_index_and_width),
        cmocka_unit_test(a_leaf_is_laid_out_as_described),
        cmocka_unit_test(other_versions_and_lengths_are_no_leaf),
        cmocka_unit_test(slots_come_back_and_forms_fit_lengths),
        cmocka_unit_test(base64_matches_the_vectors_of_its_standard),
        cmocka_unit_test(base64_has_one_form_for_each_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
