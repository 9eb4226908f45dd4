/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "watch/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *tcs_memory(size_t size)
{
    const size_t page = size >= (size_t)1 << 21 ? (size_t)1 << 21 : 64;
    const size_t whole = (size + page - 1) / page * page;
    void *memory = aligned_alloc(page, whole);

#ifdef MADV_HUGEPAGE
    if (memory != NULL && page > 64)
        (void)madvise(memory, whole, MADV_HUGEPAGE); /* as well without */
#endif
    return memory;
}

void tcs_memory_ready(void *memory, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t over = (uintptr_t)memory % page;
    const size_t skipped = over > 0 ? page - over : 0; /* whole pages alone */

    if (size > skipped)
        (void)madvise((uint8_t *)memory + skipped, (size - skipped) / page * page,
                      MADV_POPULATE_WRITE);
#endif
}
