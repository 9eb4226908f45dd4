/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ring.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "check.h"

static _Alignas(8) uint8_t room[1024];

static void push(struct tcs_ring *ring, const void *data, size_t len)
{
    uint8_t *to = tcs_ring_reserve(ring, len);

    assert_non_null(to);
    memcpy(to, data, len);
    tcs_ring_commit(ring, len);
}

static void messages_come_out_in_order_and_whole(void **state)
{
    struct tcs_ring ring;
    struct tcs_bytes got;

    tcs_ring_init(&ring, room, sizeof room);
    CHECK(!tcs_ring_peek(&ring, &got));
    for (int round = 0; round < 1000; round++) {
        const size_t len = (size_t)(round * 37 % 200);
        uint8_t data[200];

        memset(data, round & 0xff, sizeof data);
        push(&ring, data, len);
        push(&ring, &round, sizeof round);
        assert_true(tcs_ring_peek(&ring, &got));
        CHECK_INT(got.len, len);
        CHECK(len == 0 || memcmp(got.data, data, len) == 0);
        tcs_ring_pop(&ring);
        assert_true(tcs_ring_peek(&ring, &got));
        CHECK(got.len == sizeof round && memcmp(got.data, &round, sizeof round) == 0);
        tcs_ring_pop(&ring);
    }
    CHECK(!tcs_ring_peek(&ring, &got));
}

static void a_full_ring_refuses_and_keeps_what_it_has(void **state)
{
    struct tcs_ring ring;
    struct tcs_bytes got;
    uint8_t count = 0;

    tcs_ring_init(&ring, room, sizeof room);
    while (tcs_ring_reserve(&ring, 100) != NULL) {
        uint8_t data[100];

        memset(data, count++, sizeof data);
        push(&ring, data, sizeof data);
    }
    CHECK_INT(count, 9); /* 1024 / (8 + 104) */
    CHECK(tcs_ring_reserve(&ring, 513) == NULL);
    for (uint8_t i = 0; i < count; i++) {
        assert_true(tcs_ring_peek(&ring, &got));
        CHECK_INT(got.data[99], i);
        tcs_ring_pop(&ring);
    }
    CHECK(!tcs_ring_peek(&ring, &got));
}

enum { MESSAGES = 200000 };

static void *produce(void *argument)
{
    struct tcs_ring *ring = argument;

    for (uint32_t i = 0; i < MESSAGES;) {
        const size_t len = 4 + i % 61;
        uint8_t *to = tcs_ring_reserve(ring, len);

        if (to == NULL) {
            sched_yield();
            continue;
        }
        memset(to, (int)(i & 0xff), len);
        memcpy(to, &i, sizeof i);
        tcs_ring_commit(ring, len);
        i++;
    }
    return NULL;
}

static void two_threads_lose_and_mix_nothing(void **state)
{
    struct tcs_ring ring;
    struct tcs_bytes got;
    pthread_t producer;

    tcs_ring_init(&ring, room, sizeof room);
    CHECK_INT(pthread_create(&producer, NULL, produce, &ring), 0);
    for (uint32_t i = 0; i < MESSAGES;) {
        uint32_t number = 0;

        if (!tcs_ring_peek(&ring, &got)) {
            sched_yield();
            continue;
        }
        memcpy(&number, got.data, sizeof number);
        assert_true(number == i && got.len == 4 + i % 61);
        assert_true(got.len == 4 || got.data[got.len - 1] == (i & 0xff));
        tcs_ring_pop(&ring);
        i++;
    }
    pthread_join(producer, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_out_in_order_and_whole),
        cmocka_unit_test(a_full_ring_refuses_and_keeps_what_it_has),
        cmocka_unit_test(two_threads_lose_and_mix_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
