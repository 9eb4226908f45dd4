/* SPDX-License-Identifier: Apache-2.0 */
#include "score/match.h"

#include "check.h"
#include "random.h"

/* Gains 5 + 5 of the other diagonal beat the best single one, 6 (+ 0). */
static void two_good_pairs_beat_the_best_one(void **state)
{
    static const struct tcs_match_edge edges[] = { { 0, 0, 6.0 },
                                                   { 0, 1, 5.0 },
                                                   { 1, 0, 5.0 } };
    uint32_t got[2];

    CHECK_OK(tcs_match(2, 2, edges, 3, got));
    CHECK_INT(got[0], 1);
    CHECK_INT(got[1], 2);
}

/* Three rows for one column: the row with the most has it, the others stay alone. */
static void rows_stay_alone_when_there_is_no_column_left(void **state)
{
    static const struct tcs_match_edge edges[] = { { 0, 0, 1.0 },
                                                   { 1, 0, 3.0 },
                                                   { 2, 0, 2.0 } };
    uint32_t got[3];

    CHECK_OK(tcs_match(3, 1, edges, 3, got));
    CHECK_INT(got[0], UINT32_MAX);
    CHECK_INT(got[1], 1);
    CHECK_INT(got[2], UINT32_MAX);
}

static void nothing_gives_nothing(void **state)
{
    uint32_t got[1] = { 7 };

    CHECK_OK(tcs_match(0, 3, NULL, 0, got));
    CHECK_INT(got[0], 7);
    CHECK_OK(tcs_match(1, 0, NULL, 0, got));
    CHECK_INT(got[0], UINT32_MAX);
}

/* The best sum of gains over all assignments, row by row. */
static double best_of(const struct tcs_match_edge *edges, size_t count, uint32_t row,
                      uint32_t rows, uint32_t taken)
{
    double best;

    if (row == rows)
        return 0.0;
    best = best_of(edges, count, row + 1, rows, taken);
    for (size_t e = 0; e < count; e++) {
        if (edges[e].row != row || (taken >> edges[e].column & 1u) != 0)
            continue;
        const double sum = edges[e].gain + best_of(edges, count, row + 1, rows,
                                                   taken | 1u << edges[e].column);

        best = sum > best ? sum : best;
    }
    return best;
}

static void the_sum_is_that_of_trying_everything(void **state)
{
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        uint64_t random = seed;
        const uint32_t rows = 1 + random_below(&random, 6);
        const uint32_t columns = 1 + random_below(&random, 6);
        struct tcs_match_edge edges[36];
        uint32_t got[6];
        uint32_t taken = 0;
        size_t count = 0;
        double sum = 0.0;

        for (uint32_t i = 0; i < rows; i++)
            for (uint32_t j = 0; j < columns; j++)
                if (random_unit(&random) <
                    0.7) /* whole numbers, so that there are ties */
                    edges[count++] =
                        (struct tcs_match_edge) { i, j,
                                                  seed % 2 == 0 ? random_below(&random, 5)
                                                                : random_unit(&random) };
        CHECK_OK(tcs_match(rows, columns, edges, count, got));
        for (uint32_t i = 0; i < rows; i++) {
            if (got[i] == UINT32_MAX)
                continue;
            CHECK(edges[got[i]].row == i);
            CHECK((taken >> edges[got[i]].column & 1u) == 0);
            taken |= 1u << edges[got[i]].column;
            sum += edges[got[i]].gain;
        }
        CHECK_NEAR(sum, best_of(edges, count, 0, rows, 0), 1e-12, "gain");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_good_pairs_beat_the_best_one),
        cmocka_unit_test(rows_stay_alone_when_there_is_no_column_left),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(the_sum_is_that_of_trying_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
