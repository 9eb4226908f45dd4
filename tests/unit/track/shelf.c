/* SPDX-License-Identifier: Apache-2.0 */
#include "track/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "num/rand.h"

enum { MAX = 7, LARGEST = 1024, WORDS = LARGEST / 8 };

/* What ought to lie there: each image holds its number in every word. */
struct model {
    struct shelf shelf;
    uint64_t numbers[MAX];
    size_t sizes[MAX];
    uint32_t count;
    uint64_t next;
};

/* Fills all that was asked for, as whoever writes there may. */
static void add(struct model *m, size_t most, size_t size)
{
    uint64_t *room = shelf_room(&m->shelf, most);

    CHECK((uintptr_t)room % 64 == 0);
    for (size_t i = 0; i < most / 8; i++)
        room[i] = m->next;
    shelf_add(&m->shelf, room, size);
    m->numbers[m->count] = m->next++;
    m->sizes[m->count++] = size;
}

static void drop_first(struct model *m, uint32_t count)
{
    shelf_drop_first(&m->shelf, count);
    m->count -= count;
    memmove(m->numbers, m->numbers + count, m->count * sizeof m->numbers[0]);
    memmove(m->sizes, m->sizes + count, m->count * sizeof m->sizes[0]);
}

static void check(const struct model *m)
{
    CHECK_INT(m->shelf.count, m->count);
    for (uint32_t i = 0; i < m->count; i++) {
        const uint64_t *image = shelf_get(&m->shelf, i);

        for (size_t k = 0; k < m->sizes[i] / 8; k++)
            CHECK(image[k] == m->numbers[i]);
    }
}

static struct model make(void *memory)
{
    memset(memory, 0xa5, shelf_size(MAX, LARGEST));
    return (struct model) { .shelf = shelf_bind(memory, MAX, LARGEST), .next = 1 };
}

static void *take_memory(void)
{
    void *memory = aligned_alloc(64, (shelf_size(MAX, LARGEST) + 63) / 64 * 64);

    CHECK(memory != NULL);
    return memory;
}

static void images_stay_as_they_are(void **state)
{
    void *memory = take_memory();
    struct model m = make(memory);
    struct tcs_rand rand = tcs_rand(1, 1);

    for (int n = 0; n < 20000; n++) {
        const uint32_t what = tcs_rand_u32(&rand) % 8;

        if (what == 0 && m.count > 0)
            drop_first(&m, 1 + tcs_rand_u32(&rand) % m.count);
        if (what == 1) {
            m.count = tcs_rand_u32(&rand) % (m.count + 1);
            shelf_keep_first(&m.shelf, m.count);
        }
        if (what > 1 && m.count < MAX) {
            const size_t most = 8 * (1 + tcs_rand_u32(&rand) % WORDS);

            add(&m, most, 8 * (1 + tcs_rand_u32(&rand) % (most / 8)));
        }
        check(&m);
    }
    free(memory);
}

/* Small ones never come near the end of the block. */
static void each_lies_as_far_down_as_it_can(void **state)
{
    void *memory = take_memory();
    struct model m = make(memory);

    for (int n = 0; n < 100; n++) {
        if (m.count == MAX - 1)
            drop_first(&m, 3);
        add(&m, 256, 64);
        CHECK((const uint8_t *)shelf_get(&m.shelf, m.count - 1) <
              m.shelf.data + (MAX + 3) * 64);
    }
    check(&m);
    free(memory);
}

/* Six of the largest size with holes of nearly that size between them: the seventh has
 * room only when they move. */
static void there_is_room_for_as_many_of_the_largest(void **state)
{
    void *memory = take_memory();
    struct model m = make(memory);

    for (int i = 0; i < MAX; i++)
        add(&m, LARGEST, LARGEST);
    shelf_keep_first(&m.shelf, 0);
    m.count = 0;
    add(&m, LARGEST, 64);
    for (int i = 1; i < MAX; i++)
        add(&m, LARGEST, LARGEST);
    drop_first(&m, 1); /* at the bottom there is now a hole of 64 */
    add(&m, LARGEST, LARGEST);
    CHECK(shelf_get(&m.shelf, 0) == m.shelf.data);
    check(&m);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_stay_as_they_are),
        cmocka_unit_test(each_lies_as_far_down_as_it_can),
        cmocka_unit_test(there_is_room_for_as_many_of_the_largest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
