/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ring.h"

#include <assert.h>
#include <string.h>

enum { HEAD_LEN = 8 };

static size_t padded(size_t len)
{
    return HEAD_LEN + ((len + 7) & ~(size_t)7);
}

static void put_head(uint8_t *at, uint32_t len, uint32_t skip)
{
    memcpy(at, &len, sizeof len);
    memcpy(at + sizeof len, &skip, sizeof skip);
}

void tcs_ring_init(struct tcs_ring *ring, void *data, size_t capacity)
{
    assert(capacity >= 64 && (capacity & (capacity - 1)) == 0);
    ring->data = data;
    ring->capacity = capacity;
    atomic_init(&ring->head, 0);
    atomic_init(&ring->tail, 0);
}

/* Octets from `at` to the end of the buffer. */
static size_t rest(const struct tcs_ring *ring, uint64_t at)
{
    return ring->capacity - (size_t)(at & (ring->capacity - 1));
}

uint8_t *tcs_ring_reserve(struct tcs_ring *ring, size_t len)
{
    const uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    const size_t need = len <= ring->capacity / 2 ? padded(len) : ring->capacity + 1;
    const size_t skip = rest(ring, head) < need ? rest(ring, head) : 0;

    if (ring->capacity - (size_t)(head - tail) < skip + need)
        return NULL;
    if (skip > 0)
        put_head(ring->data + (head & (ring->capacity - 1)), 0, 1);
    return ring->data + ((head + skip) & (ring->capacity - 1)) + HEAD_LEN;
}

void tcs_ring_commit(struct tcs_ring *ring, size_t len)
{
    const uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    const size_t need = padded(len);
    const size_t skip = rest(ring, head) < need ? rest(ring, head) : 0;

    put_head(ring->data + ((head + skip) & (ring->capacity - 1)), (uint32_t)len, 0);
    atomic_store_explicit(&ring->head, head + skip + need, memory_order_release);
}

bool tcs_ring_peek(struct tcs_ring *ring, struct tcs_bytes *ret_message)
{
    uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    const uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    uint32_t fields[2];

    if (tail == head)
        return false;
    memcpy(fields, ring->data + (tail & (ring->capacity - 1)), sizeof fields);
    if (fields[1] == 1) {
        tail += rest(ring, tail);
        atomic_store_explicit(&ring->tail, tail, memory_order_release);
        memcpy(fields, ring->data + (tail & (ring->capacity - 1)), sizeof fields);
    }
    *ret_message =
        tcs_bytes(ring->data + (tail & (ring->capacity - 1)) + HEAD_LEN, fields[0]);
    return true;
}

void tcs_ring_pop(struct tcs_ring *ring)
{
    const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    uint32_t len = 0;

    memcpy(&len, ring->data + (tail & (ring->capacity - 1)), sizeof len);
    atomic_store_explicit(&ring->tail, tail + padded(len), memory_order_release);
}
