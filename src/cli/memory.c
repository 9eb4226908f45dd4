/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "cli/memory.h"

#include <stdlib.h>
#include <sys/mman.h>

void *tcs_cli_memory(size_t size)
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
