/* SPDX-License-Identifier: Apache-2.0 */
#include "record/proof.h"

#include <stdbool.h>

/* The largest power of two smaller than n; n > 1. */
static uint64_t split(uint64_t n)
{
    uint64_t k = 1;

    while (k < n - k)
        k *= 2;
    return k;
}

/* MTH of `count` leaves from `start` on, which is a multiple of the least power of two
 * that is not smaller than count: complete subtrees, largest first, folded from the
 * right. */
static enum tcs_status range(struct tcs_hasher *hasher,
                             const struct tcs_proof_source *source, uint64_t start,
                             uint64_t count, struct tcs_hash *ret_hash)
{
    struct tcs_hash root = { { 0 } };
    bool any = false;

    for (unsigned height = 0; height < 64 && count >> height > 0; height++) {
        struct tcs_hash peak;

        if ((count >> height & 1) == 0)
            continue;
        const uint64_t before = height == 63 ? 0 : count >> (height + 1) << (height + 1);
        const enum tcs_status status =
            source->node(source->context, height, (start + before) >> height, &peak);

        if (status != TCS_OK)
            return status;
        root = any ? tcs_hash_node(hasher, &peak, &root) : peak;
        any = true;
    }
    *ret_hash = root;
    return TCS_OK;
}

static void reverse(struct tcs_proof *proof)
{
    for (size_t i = 0; i < proof->count / 2; i++) {
        const struct tcs_hash kept = proof->hashes[i];

        proof->hashes[i] = proof->hashes[proof->count - 1 - i];
        proof->hashes[proof->count - 1 - i] = kept;
    }
}

enum tcs_status tcs_proof_inclusion(struct tcs_hasher *hasher,
                                    const struct tcs_proof_source *source, uint64_t index,
                                    uint64_t size, struct tcs_proof *ret_proof)
{
    struct tcs_proof proof = { 0 };
    uint64_t start = 0;
    enum tcs_status status = index < size ? TCS_OK : TCS_E_ARGUMENT;

    /* From the root down: the half in which the entry is not belongs to the proof. */
    for (uint64_t n = size; n > 1 && status == TCS_OK;) {
        const uint64_t k = split(n);
        const bool left = index - start < k;

        status = range(hasher, source, left ? start + k : start, left ? n - k : k,
                       &proof.hashes[proof.count++]);
        start += left ? 0 : k;
        n = left ? k : n - k;
    }
    if (status != TCS_OK)
        return status;
    reverse(&proof);
    *ret_proof = proof;
    return TCS_OK;
}

enum tcs_status tcs_proof_consistency(struct tcs_hasher *hasher,
                                      const struct tcs_proof_source *source, uint64_t old,
                                      uint64_t size, struct tcs_proof *ret_proof)
{
    struct tcs_proof proof = { 0 };
    uint64_t start = 0;
    uint64_t n = size;
    enum tcs_status status = old > 0 && old <= size ? TCS_OK : TCS_E_ARGUMENT;

    /* From the root down to the subtree with which the old tree ends. */
    while (status == TCS_OK && old - start != n) {
        const uint64_t k = split(n);
        const bool left = old - start <= k;

        status = range(hasher, source, left ? start + k : start, left ? n - k : k,
                       &proof.hashes[proof.count++]);
        start += left ? 0 : k;
        n = left ? k : n - k;
    }
    /* It is the old tree itself when nothing lies left of it, and then known. */
    if (status == TCS_OK && start > 0)
        status = range(hasher, source, start, n, &proof.hashes[proof.count++]);
    if (status != TCS_OK)
        return status;
    reverse(&proof);
    *ret_proof = proof;
    return TCS_OK;
}

enum tcs_status tcs_proof_check_inclusion(struct tcs_hasher *hasher,
                                          const struct tcs_proof *proof, uint64_t index,
                                          const struct tcs_hash *leaf,
                                          const struct tcs_head *head)
{
    uint64_t fn = index;
    uint64_t sn = head->size - 1;
    struct tcs_hash root = *leaf;

    if (index >= head->size || proof->count > TCS_PROOF_MAX)
        return TCS_E_MISMATCH;
    for (size_t i = 0; i < proof->count; i++) {
        if (sn == 0)
            return TCS_E_MISMATCH;
        if ((fn & 1) != 0 || fn == sn) {
            root = tcs_hash_node(hasher, &proof->hashes[i], &root);
            for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            root = tcs_hash_node(hasher, &root, &proof->hashes[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && tcs_hash_equal(&root, &head->root) ? TCS_OK : TCS_E_MISMATCH;
}

/* The roots of the old and the new tree that a proof tells of, as far as it was read. */
struct roots {
    struct tcs_hash old;
    struct tcs_hash new;
};

/* The climb of RFC 9162, section 2.1.4.2, with the hashes from `at` on. */
static bool climb(struct tcs_hasher *hasher, const struct tcs_proof *proof, size_t at,
                  uint64_t fn, uint64_t sn, struct roots *roots)
{
    for (; at < proof->count; at++) {
        const struct tcs_hash *c = &proof->hashes[at];

        if (sn == 0)
            return false;
        if ((fn & 1) != 0 || fn == sn) {
            roots->old = tcs_hash_node(hasher, c, &roots->old);
            roots->new = tcs_hash_node(hasher, c, &roots->new);
            for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            roots->new = tcs_hash_node(hasher, &roots->new, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

enum tcs_status tcs_proof_check_consistency(struct tcs_hasher *hasher,
                                            const struct tcs_proof *proof,
                                            const struct tcs_head *old,
                                            const struct tcs_head *head)
{
    const bool power = old->size > 0 && (old->size & (old->size - 1)) == 0;
    uint64_t fn = old->size - 1;
    uint64_t sn = head->size - 1;

    if (old->size == 0 || old->size > head->size || proof->count > TCS_PROOF_MAX)
        return TCS_E_MISMATCH;
    if (old->size == head->size)
        return proof->count == 0 && tcs_hash_equal(&old->root, &head->root)
                   ? TCS_OK
                   : TCS_E_MISMATCH;
    if (!power && proof->count == 0)
        return TCS_E_MISMATCH;
    /* An old tree of 2^n leaves is itself the first hash, and is left out. */
    const struct tcs_hash first = power ? old->root : proof->hashes[0];
    struct roots roots = { first, first };

    for (; (fn & 1) != 0; fn >>= 1)
        sn >>= 1;
    if (!climb(hasher, proof, power ? 0 : 1, fn, sn, &roots))
        return TCS_E_MISMATCH;
    return tcs_hash_equal(&roots.old, &old->root) &&
                   tcs_hash_equal(&roots.new, &head->root)
               ? TCS_OK
               : TCS_E_MISMATCH;
}
