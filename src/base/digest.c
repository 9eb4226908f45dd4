/* SPDX-License-Identifier: Apache-2.0 */
#define XXH_INLINE_ALL
#include "base/digest.h"

#include <xxhash.h>

/* The canonical order (big endian octets) makes the chain independent of the machine. */
struct tcs_digest tcs_digest_chain(struct tcs_digest previous, const void *data,
                                   size_t len)
{
    const XXH128_hash_t seed = { previous.low, previous.high };
    const XXH128_hash_t body = XXH3_128bits(data, len);
    XXH128_canonical_t link[2];

    XXH128_canonicalFromHash(&link[0], seed);
    XXH128_canonicalFromHash(&link[1], body);
    const XXH128_hash_t hash = XXH3_128bits(link, sizeof link);

    return (struct tcs_digest) { hash.low64, hash.high64 };
}

static void put_hex(char *out, uint64_t value)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < 16; i++)
        out[i] = digits[value >> (60 - 4 * i) & 0xf];
}

void tcs_digest_text(struct tcs_digest digest, char ret_text[TCS_DIGEST_TEXT_LEN])
{
    put_hex(ret_text, digest.high);
    put_hex(ret_text + 16, digest.low);
    ret_text[32] = '\0';
}
