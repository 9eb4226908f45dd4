/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_MEMORY_H
#define TCS_CLI_MEMORY_H

/*
 * memory.h -- memory for state and scratch, for free(). Large blocks ask the system for
 * large pages: thousands of rows of two kilobytes, each visited a few times a look, are
 * more than the processor has translations for.
 */

#include <stddef.h>

/* Aligned for everything; NULL when there is none. */
void *tcs_cli_memory(size_t size);

#endif
