/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_PROOF_H
#define TCS_RECORD_PROOF_H

/*
 * proof.h -- inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2; their
 * checking after RFC 9162, sections 2.1.3.2 and 2.1.4.2).
 *
 * An inclusion proof shows, with the hashes in it alone, that a leaf is entry `index` of
 * the tree with a given root; a consistency proof that one tree begins with another.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "record/hash.h"

enum { TCS_PROOF_MAX = 64 };

struct tcs_proof {
    size_t count;
    struct tcs_hash hashes[TCS_PROOF_MAX]; /* from the leaves to the root */
};

/* Where hashes come from: the root of the complete subtree of 2^height leaves that begins
 * at leaf index * 2^height. */
struct tcs_proof_source {
    enum tcs_status (*node)(void *context, unsigned height, uint64_t index,
                            struct tcs_hash *ret_hash);
    void *context;
};

/* TCS_E_ARGUMENT: index >= size. What the source returned when it failed. */
TCS_NODISCARD
enum tcs_status tcs_proof_inclusion(struct tcs_hasher *hasher,
                                    const struct tcs_proof_source *source, uint64_t index,
                                    uint64_t size, struct tcs_proof *ret_proof);
/* TCS_E_ARGUMENT: old is 0 or larger than size. */
TCS_NODISCARD
enum tcs_status tcs_proof_consistency(struct tcs_hasher *hasher,
                                      const struct tcs_proof_source *source, uint64_t old,
                                      uint64_t size, struct tcs_proof *ret_proof);

/* A tree's head. */
struct tcs_head {
    uint64_t size;
    struct tcs_hash root;
};

/* TCS_E_MISMATCH: the proof does not show it. */
TCS_NODISCARD
enum tcs_status tcs_proof_check_inclusion(struct tcs_hasher *hasher,
                                          const struct tcs_proof *proof, uint64_t index,
                                          const struct tcs_hash *leaf,
                                          const struct tcs_head *head);
TCS_NODISCARD
enum tcs_status tcs_proof_check_consistency(struct tcs_hasher *hasher,
                                            const struct tcs_proof *proof,
                                            const struct tcs_head *old,
                                            const struct tcs_head *head);

#endif
