/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_MEMORY_H
#define TCS_WATCH_MEMORY_H

/*
 * memory.h -- large blocks, for free().
 *
 * They ask the system for large pages: thousands of rows of two kilobytes, each visited a
 * few times a look, are more than the processor has translations for.
 */

#include <stddef.h>

/* Aligned to 64 octets; NULL when there is none. */
void *tcs_memory(size_t size);

/* Has the system find room for these octets now rather than when they are first touched,
 * which takes it some microseconds a page, under a hypervisor milliseconds: nothing for a
 * thread that people wait for. What they hold stays; others may use them meanwhile. Where
 * the system cannot, nothing happens. */
void tcs_memory_ready(void *memory, size_t size);

#endif
