/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_DIGEST_H
#define TCS_BASE_DIGEST_H

/*
 * digest.h -- fast 128-bit fingerprints of state, to compare replays.
 *
 * XXH3 with 128 bits (libxxhash, inlined): the same on every architecture. It finds
 * differences; it is not cryptographic. What an opponent must not forge is hashed with
 * SHA-256 in record/.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tcs_digest {
    uint64_t low;
    uint64_t high;
};

/* Digest of previous, then data: how a chain goes on by one link. */
struct tcs_digest tcs_digest_chain(struct tcs_digest previous, const void *data,
                                   size_t len);

static inline bool tcs_digest_equal(struct tcs_digest a, struct tcs_digest b)
{
    return a.low == b.low && a.high == b.high;
}

enum { TCS_DIGEST_TEXT_LEN = 33 };
/* 32 lower-case hexadecimal digits, high half first. */
void tcs_digest_text(struct tcs_digest digest, char ret_text[TCS_DIGEST_TEXT_LEN]);

#endif
