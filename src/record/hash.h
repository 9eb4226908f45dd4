/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_HASH_H
#define TCS_RECORD_HASH_H

/*
 * hash.h -- SHA-256 (libcrypto's), in the three forms that a record needs.
 *
 *   leaf     SHA-256(0x00 || entry)             RFC 6962, section 2.1
 *   node     SHA-256(0x01 || left || right)     RFC 6962, section 2.1
 *   salted   SHA-256(salt || payload)           the digest that a leaf carries
 *
 * One hasher belongs to one thread: it keeps the context that every call reuses.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

struct tcs_hash {
    uint8_t octets[32];
};

struct tcs_hasher;

/* TCS_E_MEMORY when libcrypto gives no SHA-256. */
TCS_NODISCARD
enum tcs_status tcs_hasher_open(struct tcs_hasher **ret_hasher);
void tcs_hasher_close(struct tcs_hasher *hasher); /* NULL is allowed */

/* SHA-256 of first, then second. */
struct tcs_hash tcs_hash_two(struct tcs_hasher *hasher, struct tcs_bytes first,
                             struct tcs_bytes second);
struct tcs_hash tcs_hash_leaf(struct tcs_hasher *hasher, struct tcs_bytes entry);
struct tcs_hash tcs_hash_node(struct tcs_hasher *hasher, const struct tcs_hash *left,
                              const struct tcs_hash *right);

bool tcs_hash_equal(const struct tcs_hash *a, const struct tcs_hash *b);

enum { TCS_HASH_HEX_LEN = 65 };
/* 64 lower-case hexadecimal digits and a zero. */
void tcs_hash_hex(const struct tcs_hash *hash, char ret_text[TCS_HASH_HEX_LEN]);

#endif
