/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_POST_H
#define TCS_SIM_POST_H

/*
 * post.h -- messages on their way: put in when they are sent, taken out when they arrive.
 *
 * A heap by (time of delivery, order of putting in), so that the same scenario delivers
 * the same messages in the same order.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

struct tcs_parcel {
    double deliver_s; /* since the beginning of the scenario */
    uint64_t order;
    uint16_t feed; /* index in the site */
    uint32_t len;
    uint8_t *data;
};

struct tcs_post {
    struct tcs_parcel *heap;
    size_t count;
    size_t capacity;
    uint64_t order;
};

/* Copies the octets. TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_post_put(struct tcs_post *post, uint16_t feed,
                                           double deliver_s, struct tcs_bytes octets);
/* The earliest that is due by then; its data is to be freed. */
bool tcs_post_take(struct tcs_post *post, double until_s, struct tcs_parcel *ret_parcel);
void tcs_post_clear(struct tcs_post *post);

#endif
