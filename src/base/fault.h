/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_FAULT_H
#define TCS_BASE_FAULT_H

/*
 * fault.h -- where and why a decoder stopped.
 *
 * Decoders fill it when they fail and leave it alone when they do not, so that a message
 * can say "CAT048 I048/042 octet 17: input ends too early".
 */

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct tcs_fault {
    enum tcs_status status;
    uint32_t offset;  /* octets from the start of what the decoder was given */
    const char *item; /* what stood there: static text, never NULL in a filled fault */
};

/* Fills *fault, which may be NULL, and gives back status: `return tcs_fault(...)`. */
TCS_NODISCARD
static inline enum tcs_status tcs_fault(struct tcs_fault *fault, enum tcs_status status,
                                        uint64_t offset, const char *item)
{
    if (fault != NULL) {
        fault->status = status;
        fault->offset = offset > UINT32_MAX ? UINT32_MAX : (uint32_t)offset;
        fault->item = item;
    }
    return status;
}

#endif
