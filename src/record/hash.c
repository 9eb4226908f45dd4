/* SPDX-License-Identifier: Apache-2.0 */
#include "record/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

struct tcs_hasher {
    EVP_MD_CTX *context;
    EVP_MD *sha256; /* fetched once: fetching costs more than hashing a leaf */
};

enum tcs_status tcs_hasher_open(struct tcs_hasher **ret_hasher)
{
    struct tcs_hasher *hasher = calloc(1, sizeof *hasher);

    if (hasher == NULL)
        return TCS_E_MEMORY;
    hasher->context = EVP_MD_CTX_new();
    hasher->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (hasher->context == NULL || hasher->sha256 == NULL) {
        tcs_hasher_close(hasher);
        return TCS_E_MEMORY;
    }
    *ret_hasher = hasher;
    return TCS_OK;
}

void tcs_hasher_close(struct tcs_hasher *hasher)
{
    if (hasher == NULL)
        return;
    EVP_MD_free(hasher->sha256);
    EVP_MD_CTX_free(hasher->context);
    free(hasher);
}

/* Once fetched, SHA-256 in memory has no way to fail: a failure is a fault of ours. */
static struct tcs_hash digest(struct tcs_hasher *hasher, const struct tcs_bytes *parts,
                              size_t count)
{
    struct tcs_hash hash;
    unsigned len = 0;
    int good = EVP_DigestInit_ex2(hasher->context, hasher->sha256, NULL);

    for (size_t i = 0; i < count; i++)
        if (parts[i].len > 0)
            good &= EVP_DigestUpdate(hasher->context, parts[i].data, parts[i].len);
    good &= EVP_DigestFinal_ex(hasher->context, hash.octets, &len);
    assert(good == 1 && len == sizeof hash.octets);
    return hash;
}

struct tcs_hash tcs_hash_two(struct tcs_hasher *hasher, struct tcs_bytes first,
                             struct tcs_bytes second)
{
    return digest(hasher, (struct tcs_bytes[]) { first, second }, 2);
}

struct tcs_hash tcs_hash_leaf(struct tcs_hasher *hasher, struct tcs_bytes entry)
{
    static const uint8_t prefix = 0x00;

    return tcs_hash_two(hasher, tcs_bytes(&prefix, 1), entry);
}

struct tcs_hash tcs_hash_node(struct tcs_hasher *hasher, const struct tcs_hash *left,
                              const struct tcs_hash *right)
{
    uint8_t node[1 + 2 * sizeof left->octets] = { 0x01 };
    const struct tcs_bytes whole = tcs_bytes(node, sizeof node);

    memcpy(node + 1, left->octets, sizeof left->octets);
    memcpy(node + 1 + sizeof left->octets, right->octets, sizeof right->octets);
    return digest(hasher, &whole, 1);
}

bool tcs_hash_equal(const struct tcs_hash *a, const struct tcs_hash *b)
{
    return memcmp(a->octets, b->octets, sizeof a->octets) == 0;
}

void tcs_hash_hex(const struct tcs_hash *hash, char ret_text[TCS_HASH_HEX_LEN])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof hash->octets; i++) {
        ret_text[2 * i] = digits[hash->octets[i] >> 4];
        ret_text[2 * i + 1] = digits[hash->octets[i] & 0xf];
    }
    ret_text[2 * sizeof hash->octets] = '\0';
}
