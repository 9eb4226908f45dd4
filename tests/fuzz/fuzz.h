/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_FUZZ_H
#define TCS_TESTS_FUZZ_H

/*
 * fuzz.h -- what every fuzz target has: the entry point, and a check that stays on.
 *
 * A target asserts meaning, not only survival: counters add up, cutting the input into
 * pieces changes nothing, what was decoded encodes to the same again.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                            \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);      \
            abort();                                                                     \
        }                                                                                \
    } while (0)

#endif
