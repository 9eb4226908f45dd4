/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_MEMORY_H
#define TCS_CLI_MEMORY_H

/*
 * memory.h -- memory for state and scratch, for free(). A large state asks the system
 * for large pages: thousands of rows of a kilobyte, each visited a few times a look, are
 * more than the processor has translations for. Not so scratch, of which most is never
 * touched: large pages are zeroed as a whole, and that in the first looks.
 */

#include <stdbool.h>
#include <stddef.h>

/* Aligned for everything; NULL when there is none. */
void *tcs_cli_memory(size_t size, bool is_state);

#endif
