/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_BYTES_H
#define TCS_BASE_BYTES_H

/*
 * bytes.h -- borrowed octets, and readers and writers with a sticky error.
 *
 * A decoder reads straight on and asks once at the end whether it ran out: after the
 * first read past the end, every further read gives 0 and `failed` stays set. A writer
 * likewise drops everything after the first write that does not fit.
 *
 * Nothing here owns memory: who keeps data copies it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Octets that belong to somebody else; data may be NULL when len is 0. */
struct tcs_bytes {
    const uint8_t *data;
    size_t len;
};

static inline struct tcs_bytes tcs_bytes(const void *data, size_t len)
{
    return (struct tcs_bytes) { (const uint8_t *)data, len };
}

/* The part from offset on, at most len octets; empty when offset lies beyond the end. */
struct tcs_bytes tcs_bytes_part(struct tcs_bytes bytes, size_t offset, size_t len);

bool tcs_bytes_equal(struct tcs_bytes a, struct tcs_bytes b);

struct tcs_reader {
    const uint8_t *data;
    size_t len;
    size_t at;   /* octets taken so far; never more than len */
    bool failed; /* sticky: a read went past the end */
};

static inline struct tcs_reader tcs_reader(struct tcs_bytes bytes)
{
    return (struct tcs_reader) { bytes.data, bytes.len, 0, false };
}

static inline size_t tcs_reader_left(const struct tcs_reader *r)
{
    return r->len - r->at;
}

/* Takes len octets; an empty part, and the sticky error, when fewer are left. */
struct tcs_bytes tcs_read_bytes(struct tcs_reader *r, size_t len);

/* Unsigned integers of 1 to 8 octets; be: big endian, le: little endian. */
uint64_t tcs_read_be(struct tcs_reader *r, size_t octets);
uint64_t tcs_read_le(struct tcs_reader *r, size_t octets);

/* The same as two's complement. */
int64_t tcs_read_be_signed(struct tcs_reader *r, size_t octets);
int64_t tcs_read_le_signed(struct tcs_reader *r, size_t octets);

static inline uint8_t tcs_read_u8(struct tcs_reader *r)
{
    if (r->at >= r->len) {
        r->failed = true;
        return 0;
    }
    return r->data[r->at++];
}

/* Two's complement of the low `bits` bits of raw (1..64). */
int64_t tcs_sign_extend(uint64_t raw, unsigned bits);

struct tcs_writer {
    uint8_t *data;
    size_t capacity;
    size_t len;  /* octets written so far; never more than capacity */
    bool failed; /* sticky: a write did not fit */
};

static inline struct tcs_writer tcs_writer(void *data, size_t capacity)
{
    return (struct tcs_writer) { (uint8_t *)data, capacity, 0, false };
}

static inline struct tcs_bytes tcs_written(const struct tcs_writer *w)
{
    return tcs_bytes(w->data, w->len);
}

void tcs_write_bytes(struct tcs_writer *w, const void *data, size_t len);
void tcs_write_u8(struct tcs_writer *w, uint8_t value);

/* The low `octets` octets of value (1..8). */
void tcs_write_be(struct tcs_writer *w, uint64_t value, size_t octets);
void tcs_write_le(struct tcs_writer *w, uint64_t value, size_t octets);

#endif
