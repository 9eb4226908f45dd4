/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/bell.h"

#include <string.h>

#include "check.h"

enum { MESSAGES = 20000 };

static _Alignas(64) struct tcs_ring ring;
static _Alignas(8) uint8_t room[1 << 12];
static struct tcs_bell bell;

static void speak(void *argument)
{
    (void)argument;
    for (uint32_t i = 0; i < MESSAGES;) {
        uint8_t *to = tcs_ring_reserve(&ring, sizeof i);

        if (to == NULL)
            continue; /* the other is emptying it */
        memcpy(to, &i, sizeof i);
        tcs_ring_commit(&ring, sizeof i);
        tcs_bell_ring(&bell);
        i++;
        if (i % 1000 == 0)
            uv_sleep(3); /* until it sleeps, whether it looked before that or not */
    }
}

static void exchange(void)
{
    uv_thread_t thread;
    struct tcs_bytes message;

    tcs_ring_init(&ring, room, sizeof room);
    CHECK_INT(uv_thread_create(&thread, speak, NULL), 0);
    for (uint32_t i = 0; i < MESSAGES;) {
        if (!tcs_ring_peek(&ring, &message)) {
            tcs_bell_wait(&bell, &ring);
            continue;
        }
        uint32_t number = 0;

        memcpy(&number, message.data, sizeof number);
        CHECK_INT(number, i);
        tcs_ring_pop(&ring);
        i++;
    }
    CHECK_INT(uv_thread_join(&thread), 0);
}

/* A waking that is lost would leave it waiting for good. */
static void every_message_is_come_for(void **state)
{
    CHECK(tcs_bell_init(&bell));
    exchange();
    bell.wakings.up_until_ns = UINT64_MAX;
    exchange();
    tcs_bell_close(&bell);
}

static const uint64_t ms = 1000000;

static void wake_slowly(struct tcs_wakings *wakings, uint64_t at_ms, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        tcs_wakings_note(wakings, at_ms * ms, at_ms * ms + ms);
}

static void it_stays_up_where_the_machine_is_slow_to_wake(void **state)
{
    struct tcs_wakings w = { 0 };

    for (uint64_t t = 5000; t < 6000; t++)
        tcs_wakings_note(&w, t * ms, t * ms + ms / 10);
    CHECK(!tcs_wakings_stay_up(&w, 6000 * ms));
    wake_slowly(&w, 7000, 3);
    wake_slowly(&w, 9000, 3); /* another second */
    CHECK(!tcs_wakings_stay_up(&w, 9001 * ms));
    wake_slowly(&w, 9100, 1);
    CHECK(tcs_wakings_stay_up(&w, 9101 * ms));
    CHECK(tcs_wakings_stay_up(&w, 19100 * ms));
    CHECK(!tcs_wakings_stay_up(&w, 19102 * ms));
}

/* Who computes keeps the processor when it is given way to. */
static void it_sleeps_where_others_compute(void **state)
{
    struct tcs_wakings w = { 0 };

    wake_slowly(&w, 7000, 4);
    for (uint64_t t = 7010; t < 7013; t++)
        tcs_wakings_gave_way(&w, t * ms, t * ms + 3 * ms);
    for (uint64_t t = 7020; t < 7900; t++)
        tcs_wakings_gave_way(&w, t * ms, t * ms + ms / 2);
    CHECK(tcs_wakings_stay_up(&w, 7900 * ms));
    tcs_wakings_gave_way(&w, 7905 * ms, 7908 * ms);
    CHECK(!tcs_wakings_stay_up(&w, 7908 * ms));
    wake_slowly(&w, 17000, 4); /* not within ten seconds */
    CHECK(!tcs_wakings_stay_up(&w, 17002 * ms));
    wake_slowly(&w, 18500, 4);
    CHECK(tcs_wakings_stay_up(&w, 18502 * ms));
}

static void it_does_not_where_messages_are_far_apart(void **state)
{
    struct tcs_wakings w = { 0 };

    wake_slowly(&w, 7000, 4);
    for (int i = 0; i < 100; i++) {
        tcs_wakings_looked(&w, false);
        tcs_wakings_looked(&w, false);
        tcs_wakings_looked(&w, false);
        tcs_wakings_looked(&w, true);
    }
    CHECK(tcs_wakings_stay_up(&w, 7002 * ms));
    for (int i = 0; i < 4; i++)
        tcs_wakings_looked(&w, false);
    CHECK(!tcs_wakings_stay_up(&w, 7002 * ms));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_is_come_for),
        cmocka_unit_test(it_stays_up_where_the_machine_is_slow_to_wake),
        cmocka_unit_test(it_sleeps_where_others_compute),
        cmocka_unit_test(it_does_not_where_messages_are_far_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
