/* SPDX-License-Identifier: Apache-2.0 */
#include "record/key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "record/base64.h"

enum { NOTE_ED25519 = 0x01 };

bool tcs_origin_good(const char *origin)
{
    size_t len = 0;

    for (; origin[len] != '\0'; len++)
        if (origin[len] <= ' ' || origin[len] > '~' || origin[len] == '+')
            return false;
    return len > 0 && len < TCS_ORIGIN_LEN;
}

enum tcs_status tcs_public_key_make(struct tcs_hasher *hasher, const char *name,
                                    const uint8_t octets[TCS_KEY_LEN],
                                    struct tcs_public_key *ret_key)
{
    struct tcs_public_key key = { 0 };
    uint8_t tail[2 + TCS_KEY_LEN] = { '\n', NOTE_ED25519 };

    if (!tcs_origin_good(name))
        return TCS_E_ARGUMENT;
    memcpy(key.name, name, strlen(name));
    memcpy(key.octets, octets, TCS_KEY_LEN);
    memcpy(tail + 2, octets, TCS_KEY_LEN);
    const struct tcs_hash hash =
        tcs_hash_two(hasher, tcs_bytes(name, strlen(name)), tcs_bytes(tail, sizeof tail));

    for (size_t i = 0; i < 4; i++)
        key.id = key.id << 8 | hash.octets[i];
    *ret_key = key;
    return TCS_OK;
}

void tcs_public_key_write(const struct tcs_public_key *key,
                          char ret_text[TCS_KEY_TEXT_LEN])
{
    uint8_t typed[1 + TCS_KEY_LEN] = { NOTE_ED25519 };
    char base64[45];

    memcpy(typed + 1, key->octets, TCS_KEY_LEN);
    tcs_base64_write(tcs_bytes(typed, sizeof typed), base64);
    (void)snprintf(ret_text, TCS_KEY_TEXT_LEN, "%s+%08" PRIx32 "+%s", key->name, key->id,
                   base64);
}

enum tcs_status tcs_public_key_read(struct tcs_hasher *hasher, struct tcs_bytes text,
                                    struct tcs_public_key *ret_key)
{
    struct tcs_public_key key;
    uint8_t typed[1 + TCS_KEY_LEN];
    char name[TCS_ORIGIN_LEN] = { 0 };
    char again[TCS_KEY_TEXT_LEN];
    size_t len = 0;

    if (text.len > 0 && text.data[text.len - 1] == '\n')
        text.len--;
    const uint8_t *plus = text.len > 0 ? memchr(text.data, '+', text.len) : NULL;

    if (plus == NULL || (size_t)(plus - text.data) >= sizeof name)
        return TCS_E_DAMAGED;
    const size_t name_len = (size_t)(plus - text.data);

    memcpy(name, text.data, name_len);
    if (tcs_base64_read(tcs_bytes_part(text, name_len + 10, text.len), typed,
                        sizeof typed, &len) != TCS_OK ||
        len != sizeof typed || typed[0] != NOTE_ED25519 ||
        tcs_public_key_make(hasher, name, typed + 1, &key) != TCS_OK)
        return TCS_E_DAMAGED;
    /* The id is redundant: writing the key again has to give the same line. */
    tcs_public_key_write(&key, again);
    if (!tcs_bytes_equal(text, tcs_bytes(again, strlen(again))))
        return TCS_E_DAMAGED;
    *ret_key = key;
    return TCS_OK;
}

enum tcs_status tcs_public_key_check(const struct tcs_public_key *key,
                                     struct tcs_bytes text,
                                     const uint8_t signature[TCS_SIGNATURE_LEN])
{
    enum tcs_status status = TCS_E_MEMORY;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY *pkey =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->octets, TCS_KEY_LEN);

    if (context != NULL && pkey != NULL &&
        EVP_DigestVerifyInit(context, NULL, NULL, NULL, pkey) == 1)
        status = EVP_DigestVerify(context, signature, TCS_SIGNATURE_LEN, text.data,
                                  text.len) == 1
                     ? TCS_OK
                     : TCS_E_MISMATCH;
    EVP_PKEY_free(pkey);
    EVP_MD_CTX_free(context);
    return status;
}

struct tcs_private_key {
    EVP_PKEY *pkey;
};

static enum tcs_status own(EVP_PKEY *pkey, struct tcs_private_key **ret_key)
{
    struct tcs_private_key *key = calloc(1, sizeof *key);

    if (key == NULL) {
        EVP_PKEY_free(pkey);
        return TCS_E_MEMORY;
    }
    key->pkey = pkey;
    *ret_key = key;
    return TCS_OK;
}

enum tcs_status tcs_private_key_make(struct tcs_private_key **ret_key)
{
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

    return pkey == NULL ? TCS_E_MEMORY : own(pkey, ret_key);
}

enum tcs_status tcs_private_key_read(struct tcs_bytes pem,
                                     struct tcs_private_key **ret_key)
{
    if (pem.len == 0 || pem.len > INT_MAX)
        return TCS_E_DAMAGED;
    BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.len);

    if (bio == NULL)
        return TCS_E_MEMORY;
    EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

    BIO_free(bio);
    if (pkey == NULL || EVP_PKEY_get_id(pkey) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(pkey);
        return TCS_E_DAMAGED;
    }
    return own(pkey, ret_key);
}

enum tcs_status tcs_private_key_write(const struct tcs_private_key *key,
                                      uint8_t ret_pem[TCS_PEM_MAX], size_t *ret_len)
{
    enum tcs_status status = TCS_E_MEMORY;
    char *data = NULL;
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio == NULL)
        return TCS_E_MEMORY;
    if (PEM_write_bio_PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL) == 1) {
        const long len = BIO_get_mem_data(bio, &data);

        if (len > 0 && len <= TCS_PEM_MAX) {
            memcpy(ret_pem, data, (size_t)len);
            *ret_len = (size_t)len;
            status = TCS_OK;
        }
    }
    BIO_free(bio);
    return status;
}

enum tcs_status tcs_private_key_public(const struct tcs_private_key *key,
                                       uint8_t ret_octets[TCS_KEY_LEN])
{
    size_t len = TCS_KEY_LEN;

    return EVP_PKEY_get_raw_public_key(key->pkey, ret_octets, &len) == 1 &&
                   len == TCS_KEY_LEN
               ? TCS_OK
               : TCS_E_MEMORY;
}

enum tcs_status tcs_private_key_sign(const struct tcs_private_key *key,
                                     struct tcs_bytes text,
                                     uint8_t ret_signature[TCS_SIGNATURE_LEN])
{
    enum tcs_status status = TCS_E_MEMORY;
    size_t len = TCS_SIGNATURE_LEN;
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    if (context != NULL &&
        EVP_DigestSignInit(context, NULL, NULL, NULL, key->pkey) == 1 &&
        EVP_DigestSign(context, ret_signature, &len, text.data, text.len) == 1 &&
        len == TCS_SIGNATURE_LEN)
        status = TCS_OK;
    EVP_MD_CTX_free(context);
    return status;
}

void tcs_private_key_close(struct tcs_private_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_free(key->pkey);
    free(key);
}
