/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "num/rand.h"

enum { WHOLE = 10 * 4096 + 100 };

static uint8_t whole[WHOLE];
static uint8_t packed[2 * WHOLE];
static uint8_t again[WHOLE];

static size_t there_and_back(size_t len)
{
    const size_t size = tcs_blocks_pack(tcs_bytes(whole, len), packed);

    CHECK(size <= tcs_blocks_bound(len));
    CHECK(tcs_blocks_length(tcs_bytes(packed, size)) == len);
    memset(again, 0xaa, sizeof again);
    CHECK(tcs_blocks_unpack(tcs_bytes(packed, size), again));
    CHECK(memcmp(whole, again, len) == 0);
    for (size_t i = len; i < sizeof again; i++)
        CHECK(again[i] == 0xaa);
    return size;
}

/* Octets anywhere, also the last one of a block that is not whole. */
static void what_is_zero_stays_at_home(void **state)
{
    struct tcs_rand rand = tcs_rand(1, 1);

    memset(whole, 0, sizeof whole);
    CHECK(there_and_back(WHOLE) == 8);
    whole[WHOLE - 1] = 1;
    CHECK(there_and_back(WHOLE) == 8 + 4 + 100);
    whole[5 * 4096] = 2;
    CHECK(there_and_back(WHOLE) == 8 + 4 + 100 + 4 + 4096);
    for (int i = 0; i < 200; i++) {
        memset(whole, 0, sizeof whole);
        for (uint32_t n = tcs_rand_u32(&rand) % 12; n > 0; n--)
            whole[tcs_rand_u32(&rand) % WHOLE] = (uint8_t)n;
        there_and_back(1 + tcs_rand_u32(&rand) % WHOLE);
    }
    memset(whole, 7, sizeof whole);
    CHECK(there_and_back(WHOLE) == tcs_blocks_bound(WHOLE));
}

static void what_is_damaged_is_refused(void **state)
{
    memset(whole, 7, sizeof whole);
    const size_t size = tcs_blocks_pack(tcs_bytes(whole, WHOLE), packed);

    CHECK(tcs_blocks_length(tcs_bytes(packed, 7)) == 0);
    CHECK(!tcs_blocks_unpack(tcs_bytes(packed, size - 1), again));
    CHECK(!tcs_blocks_unpack(tcs_bytes(packed, 8 + 3), again));
    packed[8 + 3] = 11; /* no such block */
    CHECK(!tcs_blocks_unpack(tcs_bytes(packed, size), again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_zero_stays_at_home),
        cmocka_unit_test(what_is_damaged_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
