/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_PATIENT_H
#define TCS_WATCH_PATIENT_H

/*
 * patient.h -- a thread that works when nobody else wants the processor, until it falls
 * behind.
 *
 * Where processors are few, a thread that writes stands in the way of those that people
 * wait for. At the lowest of all policies (Linux: SCHED_IDLE) whoever wakes runs at once,
 * but other programs could keep it waiting for good: then somebody hurries it, and it is
 * an ordinary thread, less urgent than others, for ten seconds and until it has caught
 * up.
 *
 * To come back from that policy takes a right (CAP_SYS_NICE, or RLIMIT_NICE of 16 and
 * more): without it the thread is less urgent, and no more.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct tcs_patient {
    pthread_t thread;
    _Atomic bool able; /* to come back; false until the thread has begun */
    _Atomic bool hurried;
    _Atomic uint64_t since; /* of uv_hrtime */
};

/* All zero before. By the thread itself, at its start. */
void tcs_patient_begin(struct tcs_patient *patient);
/* By another thread: it has something to do that cannot wait for long. */
void tcs_patient_hurry(struct tcs_patient *patient);
/* By the thread itself, whenever nothing is left to do. */
void tcs_patient_rest(struct tcs_patient *patient);

#endif
