/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <assert.h>
#include <string.h>

struct tcs_bytes tcs_bytes_part(struct tcs_bytes bytes, size_t offset, size_t len)
{
    if (offset >= bytes.len)
        return tcs_bytes(NULL, 0);
    if (len > bytes.len - offset)
        len = bytes.len - offset;
    return tcs_bytes(bytes.data + offset, len);
}

bool tcs_bytes_equal(struct tcs_bytes a, struct tcs_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

struct tcs_bytes tcs_read_bytes(struct tcs_reader *r, size_t len)
{
    if (r->failed || len > tcs_reader_left(r)) {
        r->failed = true;
        r->at = r->len;
        return tcs_bytes(NULL, 0);
    }
    struct tcs_bytes part = tcs_bytes(len > 0 ? r->data + r->at : NULL, len);

    r->at += len;
    return part;
}

uint64_t tcs_read_be(struct tcs_reader *r, size_t octets)
{
    assert(octets >= 1 && octets <= 8);
    struct tcs_bytes part = tcs_read_bytes(r, octets);
    uint64_t value = 0;

    for (size_t i = 0; i < part.len; i++)
        value = value << 8 | part.data[i];
    return value;
}

uint64_t tcs_read_le(struct tcs_reader *r, size_t octets)
{
    assert(octets >= 1 && octets <= 8);
    struct tcs_bytes part = tcs_read_bytes(r, octets);
    uint64_t value = 0;

    for (size_t i = part.len; i > 0; i--)
        value = value << 8 | part.data[i - 1];
    return value;
}

int64_t tcs_sign_extend(uint64_t raw, unsigned bits)
{
    assert(bits >= 1 && bits <= 64);
    const uint64_t sign = UINT64_C(1) << (bits - 1);
    const uint64_t low = bits == 64 ? raw : raw & ((sign << 1) - 1);

    if ((low & sign) == 0)
        return (int64_t)low;
    /* -(2^bits - low), without leaving the range of either type. */
    const uint64_t magnitude = bits == 64 ? ~low + 1 : (sign << 1) - low;

    return magnitude == (UINT64_C(1) << 63) ? INT64_MIN : -(int64_t)magnitude;
}

int64_t tcs_read_be_signed(struct tcs_reader *r, size_t octets)
{
    return tcs_sign_extend(tcs_read_be(r, octets), (unsigned)octets * 8);
}

int64_t tcs_read_le_signed(struct tcs_reader *r, size_t octets)
{
    return tcs_sign_extend(tcs_read_le(r, octets), (unsigned)octets * 8);
}

void tcs_write_bytes(struct tcs_writer *w, const void *data, size_t len)
{
    if (w->failed || len > w->capacity - w->len) {
        w->failed = true;
        return;
    }
    if (len > 0)
        memcpy(w->data + w->len, data, len);
    w->len += len;
}

void tcs_write_u8(struct tcs_writer *w, uint8_t value)
{
    tcs_write_bytes(w, &value, 1);
}

void tcs_write_be(struct tcs_writer *w, uint64_t value, size_t octets)
{
    assert(octets >= 1 && octets <= 8);
    uint8_t out[8];

    for (size_t i = 0; i < octets; i++)
        out[i] = (uint8_t)(value >> (8 * (octets - 1 - i)));
    tcs_write_bytes(w, out, octets);
}

void tcs_write_le(struct tcs_writer *w, uint64_t value, size_t octets)
{
    assert(octets >= 1 && octets <= 8);
    uint8_t out[8];

    for (size_t i = 0; i < octets; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    tcs_write_bytes(w, out, octets);
}
