/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/queue.h"

#include "check.h"

static struct tcs_sink_queue queue;

static int fresh(void **state)
{
    tcs_sink_queue_init(&queue);
    return 0;
}

static struct tcs_sink_item *add(uint32_t alarm, enum tcs_alarm_kind kind, bool numbers)
{
    struct tcs_sink_item *item = tcs_sink_queue_add(&queue);

    CHECK(item != NULL);
    item->alarm = alarm;
    item->kind = (uint16_t)kind;
    item->only_numbers = numbers;
    return item;
}

static void items_keep_their_order(void **state)
{
    for (uint32_t i = 1; i <= 5; i++)
        add(i, TCS_ALARM_APPROACH, false);
    CHECK_INT(tcs_sink_queue_take(&queue, 2)->alarm, 3);
    CHECK_INT(queue.count, 4);
    const uint32_t expected[] = { 1, 2, 4, 5 };

    for (size_t i = 0; i < 4; i++)
        CHECK_INT(queue.items[i]->alarm, expected[i]);
}

static void a_full_queue_refuses_and_places_are_used_again(void **state)
{
    for (int round = 0; round < 3; round++) {
        while (queue.count < TCS_SINK_QUEUE_MAX)
            add(1, TCS_ALARM_APPROACH, false);
        CHECK(tcs_sink_queue_add(&queue) == NULL);
        for (size_t i = 0; i < TCS_SINK_QUEUE_MAX; i++)
            for (size_t k = 0; k < i; k++)
                CHECK(queue.items[i] != queue.items[k]);
        while (queue.count > 10)
            (void)tcs_sink_queue_take(&queue, (size_t)round * 3);
    }
}

/* Numbers go first, then what is not take-cover, then the oldest; what is on its way
 * goes only when everything is. */
static void take_cover_is_the_last_to_make_room(void **state)
{
    add(1, TCS_ALARM_TAKE_COVER, false)->busy = true;
    add(2, TCS_ALARM_TAKE_COVER, false);
    add(3, TCS_ALARM_APPROACH, false);
    add(4, TCS_ALARM_TAKE_COVER, true);
    CHECK_INT(tcs_sink_queue_take(&queue, tcs_sink_queue_victim(&queue))->alarm, 4);
    CHECK_INT(tcs_sink_queue_take(&queue, tcs_sink_queue_victim(&queue))->alarm, 3);
    CHECK_INT(tcs_sink_queue_take(&queue, tcs_sink_queue_victim(&queue))->alarm, 2);
    CHECK_INT(tcs_sink_queue_take(&queue, tcs_sink_queue_victim(&queue))->alarm, 1);
}

static void finds_the_update_that_waits(void **state)
{
    add(1, TCS_ALARM_TAKE_COVER, false);
    add(1, TCS_ALARM_TAKE_COVER, true)->busy = true;
    add(2, TCS_ALARM_TAKE_COVER, true);
    CHECK_INT(tcs_sink_queue_find_update(&queue, 1), queue.count);
    add(1, TCS_ALARM_TAKE_COVER, true);
    CHECK_INT(tcs_sink_queue_find_update(&queue, 1), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(items_keep_their_order, fresh),
        cmocka_unit_test_setup(a_full_queue_refuses_and_places_are_used_again, fresh),
        cmocka_unit_test_setup(take_cover_is_the_last_to_make_room, fresh),
        cmocka_unit_test_setup(finds_the_update_that_waits, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
