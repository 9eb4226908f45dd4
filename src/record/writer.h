/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_WRITER_H
#define TCS_RECORD_WRITER_H

/*
 * writer.h -- what the parts of the writer share: record.c (append and commit) and
 * recover.c (opening, and what a crash left).
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/disk.h"
#include "record/edge.h"
#include "record/format.h"
#include "record/key.h"
#include "record/note.h"
#include "record/record.h"

/* An entry on its way to the disk. */
struct tcs_item {
    struct tcs_leaf leaf; /* the digest is filled in by commit */
    size_t at;            /* of its payload in the batch's octets */
    uint8_t salt[TCS_SALT_LEN];
    struct tcs_hash hash; /* of the leaf */
};

struct tcs_batch {
    struct tcs_item *items;
    size_t count;
    size_t room;
    uint8_t *octets; /* payloads, one after the other */
    size_t len;
    size_t capacity;
};

/* Where writing has come to. */
struct tcs_front {
    struct tcs_edge edge;
    uint8_t bundle[TCS_TILE_WIDTH * TCS_BUNDLE_STEP]; /* the growing one */
    uint64_t segment_len; /* of the growing segment; 0: it does not exist yet */
};

struct tcs_record_writer {
    struct tcs_disk disk;
    int lock;
    struct tcs_hasher *hasher;
    struct tcs_private_key *key;
    struct tcs_public_key public;

    pthread_mutex_t mutex; /* guards the next seven */
    struct tcs_batch pending;
    uint64_t waiting_items; /* pending, or in a batch that is not written yet */
    uint64_t waiting_octets;
    uint64_t size;
    uint64_t committed;
    bool started; /* a START entry was appended since opening */
    struct tcs_time last_event;

    /* The rest belongs to the thread that commits. */
    struct tcs_batch batch;
    size_t hashed;          /* items of the batch whose digests are there */
    struct tcs_front done;  /* what the last checkpoint covers */
    struct tcs_front draft; /* what this commit is writing */
    uint64_t next_number;   /* of the next checkpoint */
    uint64_t history_len;   /* of the file that it goes to */
    uint8_t *slots;         /* of a segment, gathered before they are written */
    size_t slots_len;
};

/* Appends a leaf to a front and writes every tile that is complete by it. */
TCS_NODISCARD
enum tcs_status tcs_front_push(struct tcs_front *front, struct tcs_hasher *hasher,
                               struct tcs_disk *disk, const struct tcs_item *item,
                               struct tcs_record_fault *ret_fault);

/* Reads keys, latest checkpoint and growing tiles, cuts off what no checkpoint covers. */
TCS_NODISCARD
enum tcs_status tcs_record_recover(struct tcs_record_writer *writer, const char *origin,
                                   uint64_t *ret_dropped,
                                   struct tcs_record_fault *ret_fault);

#endif
