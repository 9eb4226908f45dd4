/* SPDX-License-Identifier: Apache-2.0 */
/* Trees, tiles and proofs against RFC 6962's own recursive definitions, written down here
 * slowly and with SHA-256 straight from libcrypto. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

#include "record/edge.h"
#include "record/proof.h"

#include "check.h"

enum { SIZES = 300 };

static struct tcs_hasher *hasher;

static int open_hasher(void **state)
{
    return tcs_hasher_open(&hasher);
}

static int close_hasher(void **state)
{
    tcs_hasher_close(hasher);
    return 0;
}

/* Entry i is the decimal text of i, so that no two are equal. */
static struct tcs_hash leaf(uint64_t i)
{
    uint8_t entry[24] = { 0x00 };
    const int len =
        snprintf((char *)entry + 1, sizeof entry - 1, "%llu", (unsigned long long)i);
    struct tcs_hash hash;

    SHA256(entry, 1 + (size_t)len, hash.octets);
    return hash;
}

/* MTH(D[start:start + n]), section 2.1; computed once, and remembered for small trees. */
static struct tcs_hash mth(uint64_t start, uint64_t n)
{
    static struct tcs_hash known[SIZES][SIZES + 1];
    static bool is_known[SIZES][SIZES + 1];
    const bool keep = n <= SIZES && start < SIZES;
    uint8_t node[65] = { 0x01 };
    struct tcs_hash hash;
    uint64_t k = 1;

    if (keep && is_known[start][n])
        return known[start][n];
    while (k * 2 < n)
        k *= 2;
    if (n == 0) {
        SHA256(node, 0, hash.octets);
    } else if (n == 1) {
        hash = leaf(start);
    } else {
        hash = mth(start, k);
        memcpy(node + 1, hash.octets, 32);
        hash = mth(start + k, n - k);
        memcpy(node + 33, hash.octets, 32);
        SHA256(node, sizeof node, hash.octets);
    }
    if (keep) {
        known[start][n] = hash;
        is_known[start][n] = true;
    }
    return hash;
}

/* PATH(m, D[start:start + n]), section 2.1.1. */
static void path(uint64_t m, uint64_t start, uint64_t n, struct tcs_proof *ret)
{
    uint64_t k = 1;

    if (n == 1)
        return;
    while (k * 2 < n)
        k *= 2;
    path(m < k ? m : m - k, m < k ? start : start + k, m < k ? k : n - k, ret);
    ret->hashes[ret->count++] = m < k ? mth(start + k, n - k) : mth(start, k);
}

/* SUBPROOF(m, D[start:start + n], b), section 2.1.2. */
static void subproof(uint64_t m, uint64_t start, uint64_t n, bool b,
                     struct tcs_proof *ret)
{
    uint64_t k = 1;

    if (m == n) {
        if (!b)
            ret->hashes[ret->count++] = mth(start, n);
        return;
    }
    while (k * 2 < n)
        k *= 2;
    if (m <= k) {
        subproof(m, start, k, b, ret);
        ret->hashes[ret->count++] = mth(start + k, n - k);
    } else {
        subproof(m - k, start + k, n - k, false, ret);
        ret->hashes[ret->count++] = mth(start, k);
    }
}

static enum tcs_status node_of(void *context, unsigned height, uint64_t index,
                               struct tcs_hash *ret_hash)
{
    *ret_hash = mth(index << height, UINT64_C(1) << height);
    return TCS_OK;
}

static const struct tcs_proof_source source = { node_of, NULL };

static void check_hash(const struct tcs_hash *actual, const struct tcs_hash *expected)
{
    char texts[2][TCS_HASH_HEX_LEN];

    tcs_hash_hex(actual, texts[0]);
    tcs_hash_hex(expected, texts[1]);
    CHECK_TEXT(texts[0], texts[1]);
}

static void check_proof(const struct tcs_proof *actual, const struct tcs_proof *expected)
{
    CHECK_INT(actual->count, expected->count);
    for (size_t i = 0; i < actual->count; i++)
        check_hash(&actual->hashes[i], &expected->hashes[i]);
}

/* The eight entries and the roots that go round in implementations of RFC 6962 since
 * Certificate Transparency's first: sizes 0, 1 and 8. */
static void known_trees_have_their_known_roots(void **state)
{
    static const char *const entries[] = {
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    };
    static const char *const roots[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    };
    static struct tcs_edge edge;

    memset(&edge, 0, sizeof edge);
    for (size_t size = 0; size <= 8; size++) {
        char hex[TCS_HASH_HEX_LEN];
        const struct tcs_hash root = tcs_edge_root(&edge, hasher);

        tcs_hash_hex(&root, hex);
        CHECK_TEXT(hex, roots[size]);
        if (size == 8)
            break;
        uint8_t octets[16];
        const size_t len = strlen(entries[size]) / 2;

        for (size_t i = 0; i < len; i++) {
            const char two[3] = { entries[size][2 * i], entries[size][2 * i + 1], '\0' };

            octets[i] = (uint8_t)strtoul(two, NULL, 16);
        }
        const struct tcs_hash hash = tcs_hash_leaf(hasher, tcs_bytes(octets, len));

        tcs_edge_push(&edge, hasher, &hash);
    }
}

static void roots_are_those_of_the_definition(void **state)
{
    static struct tcs_edge edge;

    memset(&edge, 0, sizeof edge);
    for (uint64_t size = 0; size <= 700; size++) {
        const struct tcs_hash actual = tcs_edge_root(&edge, hasher);
        const struct tcs_hash expected = mth(0, size);
        const struct tcs_hash next = leaf(size);

        check_hash(&actual, &expected);
        tcs_edge_push(&edge, hasher, &next);
    }
}

/* Tile n of level l: MTH(D[(n * 256 + i) * 256^l : (n * 256 + i + 1) * 256^l]). Leaves
 * are made cheap here, and levels 0 and 1 are seen full: 256 * 256 + 300 leaves. */
static void tiles_are_those_of_the_specification(void **state)
{
    enum { LEAVES = 65836 };
    static struct tcs_edge edge;
    static struct tcs_hash level1[257];
    size_t full1 = 0;

    memset(&edge, 0, sizeof edge);
    for (uint64_t i = 0; i < LEAVES; i++) {
        const struct tcs_hash next = { { (uint8_t)i, (uint8_t)(i >> 8),
                                         (uint8_t)(i >> 16) } };

        tcs_edge_push(&edge, hasher, &next);
        const size_t full = tcs_edge_full(&edge);

        CHECK_INT(full, (i + 1) % 65536 == 0 ? 2 : (i + 1) % 256 == 0 ? 1 : 0);
        if (full > 0)
            level1[full1++] = tcs_hash_fold(hasher, edge.tiles[0], 256);
        if (full > 1)
            for (size_t k = 0; k < 256; k++)
                check_hash(&edge.tiles[1][k], &level1[k]);
    }
    CHECK_INT(full1, 257);
    CHECK_INT(tcs_tile_width(LEAVES, 0), 44); /* 65836 - 257 * 256 */
    CHECK_INT(tcs_tile_width(LEAVES, 1), 1);
    CHECK_INT(tcs_tile_width(LEAVES, 2), 1);
    CHECK_INT(tcs_tile_index(LEAVES, 0), 257);
    CHECK_INT(tcs_tile_index(LEAVES, 1), 1);
    check_hash(&edge.tiles[1][0], &level1[256]);
    const struct tcs_hash expected = tcs_hash_fold(hasher, level1, 256);

    check_hash(&edge.tiles[2][0], &expected);
}

static void an_edge_comes_back_from_its_tiles(void **state)
{
    static struct tcs_edge edge;
    static struct tcs_edge again;

    memset(&edge, 0, sizeof edge);
    for (uint64_t size = 0; size < 1100; size++) {
        const struct tcs_hash next = leaf(size);

        memset(&again, 0, sizeof again);
        again.size = edge.size;
        for (size_t level = 0; level < TCS_TILE_LEVELS; level++)
            memcpy(again.tiles[level], edge.tiles[level],
                   tcs_tile_width(size, level) * sizeof next);
        tcs_edge_restore(&again, hasher);
        const struct tcs_hash a = tcs_edge_root(&edge, hasher);
        const struct tcs_hash b = tcs_edge_root(&again, hasher);

        check_hash(&b, &a);
        tcs_edge_push(&edge, hasher, &next);
    }
}

static void inclusion_is_proved_for_every_entry_of_every_size(void **state)
{
    for (uint64_t size = 1; size <= SIZES; size++) {
        const struct tcs_head head = { size, mth(0, size) };

        for (uint64_t i = 0; i < size; i++) {
            const struct tcs_hash entry = leaf(i);
            struct tcs_proof proof;
            struct tcs_proof expected = { 0 };

            CHECK_OK(tcs_proof_inclusion(hasher, &source, i, size, &proof));
            path(i, 0, size, &expected);
            check_proof(&proof, &expected);
            CHECK_OK(tcs_proof_check_inclusion(hasher, &proof, i, &entry, &head));
        }
    }
}

static void consistency_is_proved_between_any_two_sizes(void **state)
{
    static struct tcs_head heads[SIZES + 1];

    for (uint64_t size = 0; size <= SIZES; size++)
        heads[size] = (struct tcs_head) { size, mth(0, size) };
    for (uint64_t size = 1; size <= SIZES; size++)
        for (uint64_t old = 1; old <= size; old++) {
            struct tcs_proof proof;
            struct tcs_proof expected = { 0 };

            CHECK_OK(tcs_proof_consistency(hasher, &source, old, size, &proof));
            subproof(old, 0, size, true, &expected);
            check_proof(&proof, &expected);
            CHECK_OK(
                tcs_proof_check_consistency(hasher, &proof, &heads[old], &heads[size]));
        }
}

/* A proof that is true for one thing shows nothing else: other places, sizes and roots,
 * one hash too few or too many, one bit changed. */
static void proofs_show_nothing_else(void **state)
{
    for (uint64_t size = 2; size <= 40; size++) {
        const struct tcs_head head = { size, mth(0, size) };
        const struct tcs_head more = { size + 1, mth(0, size + 1) };

        for (uint64_t i = 0; i < size; i++) {
            const struct tcs_hash entry = leaf(i);
            const struct tcs_hash other = leaf(i + 1);
            struct tcs_proof proof;

            CHECK_OK(tcs_proof_inclusion(hasher, &source, i, size, &proof));
            CHECK(tcs_proof_check_inclusion(hasher, &proof, i, &other, &head) ==
                  TCS_E_MISMATCH);
            CHECK(tcs_proof_check_inclusion(hasher, &proof, i, &entry, &more) ==
                  TCS_E_MISMATCH);
            CHECK(tcs_proof_check_inclusion(hasher, &proof, (i + 1) % size, &entry,
                                            &head) == TCS_E_MISMATCH);
            proof.hashes[proof.count / 2].octets[i % 32] ^= 1;
            CHECK(tcs_proof_check_inclusion(hasher, &proof, i, &entry, &head) ==
                  TCS_E_MISMATCH);
            proof.hashes[proof.count / 2].octets[i % 32] ^= 1;
            proof.count--;
            CHECK(tcs_proof_check_inclusion(hasher, &proof, i, &entry, &head) ==
                  TCS_E_MISMATCH);
            proof.count += 2;
            CHECK(tcs_proof_check_inclusion(hasher, &proof, i, &entry, &head) ==
                  TCS_E_MISMATCH);
        }
        for (uint64_t old = 1; old < size; old++) {
            const struct tcs_head before = { old, mth(0, old) };
            const struct tcs_head forged = { old, mth(1, old) };
            struct tcs_proof proof;

            CHECK_OK(tcs_proof_consistency(hasher, &source, old, size, &proof));
            CHECK(tcs_proof_check_consistency(hasher, &proof, &forged, &head) ==
                  TCS_E_MISMATCH);
            CHECK(tcs_proof_check_consistency(hasher, &proof, &before, &more) ==
                  TCS_E_MISMATCH);
            proof.hashes[proof.count - 1].octets[0] ^= 0x80;
            CHECK(tcs_proof_check_consistency(hasher, &proof, &before, &head) ==
                  TCS_E_MISMATCH);
            proof.count--;
            CHECK(tcs_proof_check_consistency(hasher, &proof, &before, &head) ==
                  TCS_E_MISMATCH);
        }
    }
}

static void impossible_proofs_are_refused(void **state)
{
    struct tcs_proof proof = { 0 };
    const struct tcs_head none = { 0, mth(0, 0) };
    const struct tcs_hash entry = leaf(0);

    CHECK(tcs_proof_inclusion(hasher, &source, 5, 5, &proof) == TCS_E_ARGUMENT);
    CHECK(tcs_proof_consistency(hasher, &source, 0, 5, &proof) == TCS_E_ARGUMENT);
    CHECK(tcs_proof_consistency(hasher, &source, 6, 5, &proof) == TCS_E_ARGUMENT);
    CHECK(tcs_proof_check_inclusion(hasher, &proof, 0, &entry, &none) == TCS_E_MISMATCH);
    CHECK(tcs_proof_check_consistency(hasher, &proof, &none, &none) == TCS_E_MISMATCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_trees_have_their_known_roots),
        cmocka_unit_test(roots_are_those_of_the_definition),
        cmocka_unit_test(tiles_are_those_of_the_specification),
        cmocka_unit_test(an_edge_comes_back_from_its_tiles),
        cmocka_unit_test(inclusion_is_proved_for_every_entry_of_every_size),
        cmocka_unit_test(consistency_is_proved_between_any_two_sizes),
        cmocka_unit_test(proofs_show_nothing_else),
        cmocka_unit_test(impossible_proofs_are_refused),
    };

    return cmocka_run_group_tests(tests, open_hasher, close_hasher);
}
