/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* SCHED_IDLE */
#include "watch/patient.h"

#include <sched.h>
#include <sys/resource.h>

#include <uv.h>

enum { LESS_URGENT = 5, LEAST_URGENT = 19 }; /* nice values: than the others */

static const uint64_t HURRIED_NS = UINT64_C(10000000000);

static void set_policy(const struct tcs_patient *patient, int policy)
{
    const struct sched_param none = { .sched_priority = 0 };

    (void)pthread_setschedparam(patient->thread, policy, &none);
}

/* Linux asks for the same right to make a thread more urgent again. */
static bool may_come_back(int nice)
{
    if (setpriority(PRIO_PROCESS, 0, nice - 1) != 0)
        return false;
    (void)setpriority(PRIO_PROCESS, 0, nice);
    return true;
}

void tcs_patient_begin(struct tcs_patient *patient)
{
    /* Linux: of this thread alone. */
    const int before = getpriority(PRIO_PROCESS, 0);
    const int nice =
        before + LESS_URGENT < LEAST_URGENT ? before + LESS_URGENT : LEAST_URGENT;

    (void)setpriority(PRIO_PROCESS, 0, nice);
    if (!may_come_back(nice))
        return;
    patient->thread = pthread_self();
    set_policy(patient, SCHED_IDLE);
    atomic_store(&patient->able, true);
}

void tcs_patient_hurry(struct tcs_patient *patient)
{
    if (!atomic_load(&patient->able))
        return;
    atomic_store(&patient->since, uv_hrtime());
    atomic_store(&patient->hurried, true);
    /* Each time: the thread may be about to rest, and then be kept from looking again. */
    set_policy(patient, SCHED_OTHER);
}

void tcs_patient_rest(struct tcs_patient *patient)
{
    if (!atomic_load(&patient->hurried) ||
        uv_hrtime() < atomic_load(&patient->since) + HURRIED_NS)
        return;
    atomic_store(&patient->hurried, false);
    set_policy(patient, SCHED_IDLE);
    if (atomic_load(&patient->hurried)) /* meanwhile */
        set_policy(patient, SCHED_OTHER);
}
