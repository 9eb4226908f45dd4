/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_KEY_H
#define TCS_RECORD_KEY_H

/*
 * key.h -- the Ed25519 keys of signed notes (C2SP signed-note), by libcrypto.
 *
 * A key has a name, the origin of the record; its id is the first four octets of
 * SHA-256(name || 0x0a || 0x01 || public key). As text it is one line:
 *
 *   NAME+IIIIIIII+BASE64(0x01 || public key)       I: the id in lower-case hexadecimal
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "record/hash.h"

enum {
    TCS_ORIGIN_LEN = 128, /* with its zero */
    TCS_KEY_LEN = 32,
    TCS_SIGNATURE_LEN = 64,
    TCS_KEY_TEXT_LEN = TCS_ORIGIN_LEN + 1 + 8 + 1 + 44 + 1,
};

/* Printable ASCII without blanks and +, not empty, with room for a zero. */
bool tcs_origin_good(const char *origin);

struct tcs_public_key {
    char name[TCS_ORIGIN_LEN];
    uint32_t id;
    uint8_t octets[TCS_KEY_LEN];
};

/* TCS_E_ARGUMENT: not a good name. */
TCS_NODISCARD
enum tcs_status tcs_public_key_make(struct tcs_hasher *hasher, const char *name,
                                    const uint8_t octets[TCS_KEY_LEN],
                                    struct tcs_public_key *ret_key);
void tcs_public_key_write(const struct tcs_public_key *key,
                          char ret_text[TCS_KEY_TEXT_LEN]);
/* The line, with or without its newline. TCS_E_DAMAGED: not such a line, or the id is
 * not that of name and key. */
TCS_NODISCARD
enum tcs_status tcs_public_key_read(struct tcs_hasher *hasher, struct tcs_bytes text,
                                    struct tcs_public_key *ret_key);
/* TCS_E_MISMATCH: not signed by that key. */
TCS_NODISCARD
enum tcs_status tcs_public_key_check(const struct tcs_public_key *key,
                                     struct tcs_bytes text,
                                     const uint8_t signature[TCS_SIGNATURE_LEN]);

struct tcs_private_key;

TCS_NODISCARD
enum tcs_status tcs_private_key_make(struct tcs_private_key **ret_key);
/* From PEM (PKCS #8). TCS_E_DAMAGED: not that, or not Ed25519. */
TCS_NODISCARD
enum tcs_status tcs_private_key_read(struct tcs_bytes pem,
                                     struct tcs_private_key **ret_key);
enum { TCS_PEM_MAX = 512 };
/* As PEM; *ret_len octets, at most TCS_PEM_MAX. */
TCS_NODISCARD
enum tcs_status tcs_private_key_write(const struct tcs_private_key *key,
                                      uint8_t ret_pem[TCS_PEM_MAX], size_t *ret_len);
TCS_NODISCARD
enum tcs_status tcs_private_key_public(const struct tcs_private_key *key,
                                       uint8_t ret_octets[TCS_KEY_LEN]);
TCS_NODISCARD
enum tcs_status tcs_private_key_sign(const struct tcs_private_key *key,
                                     struct tcs_bytes text,
                                     uint8_t ret_signature[TCS_SIGNATURE_LEN]);
void tcs_private_key_close(struct tcs_private_key *key); /* NULL is allowed */

#endif
