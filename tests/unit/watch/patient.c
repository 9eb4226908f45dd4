/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* SCHED_IDLE */
#include "watch/patient.h"

#include <sched.h>
#include <uv.h>

#include "check.h"

struct patient {
    struct tcs_patient patient;
    uv_sem_t done;
    uv_sem_t go_on;
};

static void live(void *argument)
{
    struct patient *p = argument;

    tcs_patient_begin(&p->patient);
    uv_sem_post(&p->done);
    for (int i = 0; i < 2; i++) {
        uv_sem_wait(&p->go_on);
        tcs_patient_rest(&p->patient);
        uv_sem_post(&p->done);
    }
    uv_sem_wait(&p->go_on);
}

static void let_rest(struct patient *p)
{
    uv_sem_post(&p->go_on);
    uv_sem_wait(&p->done);
}

static int policy(uv_thread_t thread)
{
    struct sched_param ignored;
    int found = -1;

    CHECK_INT(pthread_getschedparam(thread, &found, &ignored), 0);
    return found;
}

/* Without the right to come back it is an ordinary thread all the time. */
static void one_that_is_hurried_is_an_ordinary_thread_for_a_while(void **state)
{
    struct patient p = { 0 };
    uv_thread_t thread;

    CHECK_INT(uv_sem_init(&p.done, 0), 0);
    CHECK_INT(uv_sem_init(&p.go_on, 0), 0);
    CHECK_INT(uv_thread_create(&thread, live, &p), 0);
    uv_sem_wait(&p.done);
    const int resting = p.patient.able ? SCHED_IDLE : SCHED_OTHER;

    CHECK_INT(policy(thread), resting);
    tcs_patient_hurry(&p.patient);
    CHECK_INT(policy(thread), SCHED_OTHER);
    let_rest(&p);
    CHECK_INT(policy(thread), SCHED_OTHER); /* it was hurried just now */
    p.patient.since -= UINT64_C(11000000000);
    let_rest(&p);
    CHECK_INT(policy(thread), resting);
    uv_sem_post(&p.go_on);
    CHECK_INT(uv_thread_join(&thread), 0);
    uv_sem_destroy(&p.done);
    uv_sem_destroy(&p.go_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_is_hurried_is_an_ordinary_thread_for_a_while),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
