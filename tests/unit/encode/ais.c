/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/ais.h"

#include <string.h>

#include "check.h"
#include "decode/lines.h"
#include "random.h"

enum { ROUNDS = 40 };

/* Sentences of one message, read back. */
static enum tcs_status back(struct tcs_bytes text, struct tcs_ais *ret_message)
{
    static struct tcs_lines lines;
    static struct tcs_ais_assembler assembler;
    struct tcs_ais_sentence sentence;
    enum tcs_status status = TCS_E_NOT_FOUND;
    struct tcs_bytes line;

    memset(&lines, 0, sizeof lines);
    memset(&assembler, 0, sizeof assembler);
    while (tcs_lines_next(&lines, &text, &line) == TCS_OK) {
        CHECK(line.len <= 80); /* 82 with its end */
        CHECK_OK(tcs_ais_sentence_read(line, &sentence, NULL));
        status = tcs_ais_assemble(&assembler, &sentence, ret_message, NULL);
    }
    return status;
}

static void check_layout(uint64_t *seed, const struct tcs_ais_layout *layout)
{
    const uint32_t most = layout->bits_max < 1008 ? layout->bits_max : 1008;
    uint8_t room[2000];

    for (int i = 0; i < ROUNDS; i++) {
        const uint32_t bits =
            layout->bits_min + random_below(seed, most - layout->bits_min + 1U);
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_ais message;
        struct tcs_ais again;
        uint32_t mmsi = random_below(seed, 970000000);

        if (layout->type == 24 && layout->variant == 2)
            mmsi = 980000000 + random_below(seed, 10000000);
        /* Lengths between those that type 27 has are refused. */
        if (tcs_ais_begin(layout, mmsi, bits, &message) != TCS_OK) {
            CHECK(layout->type == 27);
            continue;
        }
        for (uint32_t k = 0; k < layout->field_count; k++) {
            const struct tcs_ais_field *field = &layout->fields[k];
            const int64_t before = tcs_ais_number(&message, field, 0);
            const int64_t value = (int64_t)random_next(seed) >> random_below(seed, 64);
            const char *name = field->name;

            /* These choose the layout. */
            if (strcmp(name, "dac") == 0 || strcmp(name, "fid") == 0 ||
                strcmp(name, "addressed") == 0 || strcmp(name, "structured") == 0 ||
                strcmp(name, "hazard") == 0)
                continue;
            if (tcs_ais_put(&message, field, 0, value) == TCS_OK)
                CHECK_INT(tcs_ais_number(&message, field, 0), value);
            else if (field->kind <= TCS_AIS_BOOL)
                CHECK_INT(tcs_ais_number(&message, field, 0), before);
        }
        CHECK_OK(tcs_ais_write(&message, (char)('0' + random_below(seed, 10)), 'B', &w));
        CHECK_OK(back(tcs_written(&w), &again));
        CHECK(message.layout == again.layout);
        CHECK(memcmp(&message, &again, sizeof message) == 0);
    }
}

static void every_layout_comes_back(void **state)
{
    uint64_t seed = 5;
    uint32_t count = 0;
    const struct tcs_ais_layout *rows = tcs_ais_layouts(&count);

    (void)state;
    for (uint32_t i = 0; i < count; i++)
        check_layout(&seed, &rows[i]);
    rows = tcs_ais_binary_layouts(&count);
    for (uint32_t i = 0; i < count; i++)
        check_layout(&seed, &rows[i]);
}

static void fields_lie_inside_of_their_message_and_apart(void **state)
{
    uint32_t count = 0;
    const struct tcs_ais_layout *rows = tcs_ais_layouts(&count);

    (void)state;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < rows[i].field_count; k++) {
            const struct tcs_ais_field *a = &rows[i].fields[k];

            CHECK(a->at >= 38);
            if (a->bits != TCS_AIS_LEFT && rows[i].bits_max < 1000)
                CHECK(a->at + a->bits <= rows[i].bits_max);
            /* The end of the vendor's text is model and serial number, since edition 4.
             */
            for (uint32_t m = k + 1; m < rows[i].field_count; m++) {
                const struct tcs_ais_field *b = &rows[i].fields[m];

                if (a->bits == 0 || b->bits == 0 || strcmp(a->name, "vendorid") == 0)
                    continue;
                CHECK(a->at + a->bits <= b->at || b->at + b->bits <= a->at);
            }
        }
}

static void text_is_put_and_read(void **state)
{
    uint32_t count = 0;
    const struct tcs_ais_layout *rows = tcs_ais_layouts(&count);
    struct tcs_ais message;
    char text[TCS_AIS_TEXT_MAX + 1];

    (void)state;
    while (rows->type != 5)
        rows++;
    CHECK_OK(tcs_ais_begin(rows, 211000000, 424, &message));
    const struct tcs_ais_field *name = tcs_ais_find(&message, "shipname");

    CHECK_OK(tcs_ais_put_text(&message, name, 0, "SEA [1] ?"));
    CHECK_INT(tcs_ais_text(&message, name, 0, text), 9);
    CHECK_TEXT(text, "SEA [1] ?");
    CHECK_INT(tcs_ais_put_text(&message, name, 0, "ABCDEFGHIJKLMNOPQRSTU"),
              TCS_E_ARGUMENT); /* 21 of 20 */
    CHECK_INT(tcs_ais_put_text(&message, name, 0, "small"), TCS_E_ARGUMENT);
    CHECK_INT(tcs_ais_text(&message, name, 0, text), 9);
    CHECK(tcs_ais_find(&message, "nothing") == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_comes_back),
        cmocka_unit_test(fields_lie_inside_of_their_message_and_apart),
        cmocka_unit_test(text_is_put_and_read),
    };

    return cmocka_run_group_tests_name("encode/ais", tests, NULL, NULL);
}
