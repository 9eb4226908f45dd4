/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_RECORD_H
#define TCS_RECORD_RECORD_H

/*
 * record.h -- the append-only record: every byte that came in, every decision that went
 * out, as leaves of an RFC 6962 Merkle tree, stored as C2SP tlog-tiles with signed
 * checkpoints. The format stands octet by octet at the head of record.c and in
 * tocsin-record(5).
 *
 * Writer: append from one thread; commit() makes everything appended so far durable
 * (payloads, tiles, then a signed checkpoint, each with fdatasync) and only then counts
 * as acknowledged. A crash at any instant loses nothing acknowledged.
 *
 * Failures leave a message in the fault; the library prints nothing.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/status.h"
#include "base/time.h"

/* Kinds of entries. 2 to 7 are engine events (engine/engine.h), the rest is ours. */
enum tcs_entry_kind {
    TCS_ENTRY_START =
        1, /* JSON: build, version, SLEEF's version and digest, configuration */
    TCS_ENTRY_DIGESTS =
        16, /* first step number (u64), then 16 octets a step; big endian */
    TCS_ENTRY_STATE_DIGEST = 17, /* step number (u64), 16 octets */
    TCS_ENTRY_ALARM = 18,        /* JSON: one alarm change */
    TCS_ENTRY_STATE = 19,        /* to go on from: watch/journal.h */
    TCS_ENTRY_TRACKS = 20,       /* JSON: the confirmed picture, once a second */
    TCS_ENTRY_DELIVERY = 21,     /* JSON: an output was delivered, or failed */
    TCS_ENTRY_STOP = 22,         /* JSON: an orderly end */
    TCS_ENTRY_GAP = 23,          /* u64, big endian: entries lost here for want of room */
};

struct tcs_entry {
    uint16_t kind;
    uint16_t feed; /* 0xffff: none */
    uint32_t reserved;
    uint64_t sequence;
    struct tcs_time arrival;
    struct tcs_bytes payload;
};

struct tcs_record_fault {
    char text[256]; /* file, offset, what is wrong */
    uint64_t entry; /* first bad entry, when known; UINT64_MAX otherwise */
};

struct tcs_record_writer;

/* Opens or makes the record in the directory `path`, for writing; one writer at a time (a
 * lock file). After a crash, what was not acknowledged is cut off and counted in
 * *ret_dropped. The signing key is made on first use (path/key, mode 0600); `origin` is
 * the checkpoint's. */
TCS_NODISCARD
enum tcs_status tcs_record_open(const char *path, const char *origin,
                                struct tcs_record_writer **ret_writer,
                                uint64_t *ret_dropped,
                                struct tcs_record_fault *ret_fault);
TCS_NODISCARD
enum tcs_status tcs_record_append(struct tcs_record_writer *writer,
                                  const struct tcs_entry *entry, uint64_t *ret_index);
/* `utc_ns` is written as the time of the checkpoint (an extension line). */
TCS_NODISCARD
enum tcs_status tcs_record_commit(struct tcs_record_writer *writer, int64_t utc_ns,
                                  struct tcs_record_fault *ret_fault);
uint64_t tcs_record_size(const struct tcs_record_writer *writer); /* entries appended */
uint64_t tcs_record_committed(const struct tcs_record_writer *writer); /* acknowledged */
void tcs_record_close(struct tcs_record_writer *writer); /* commits nothing; frees */

struct tcs_record_reader;

/* Reads what the latest checkpoint covers (signature and root checked by verify, not
 * here). */
TCS_NODISCARD
enum tcs_status tcs_record_read_open(const char *path,
                                     struct tcs_record_reader **ret_reader,
                                     struct tcs_record_fault *ret_fault);
/* TCS_END after the last. The payload is borrowed until the next call. */
TCS_NODISCARD
enum tcs_status tcs_record_next(struct tcs_record_reader *reader,
                                struct tcs_entry *ret_entry,
                                struct tcs_record_fault *ret_fault);
/* Goes to an entry; TCS_E_NOT_FOUND when the checkpoint does not cover it. */
TCS_NODISCARD
enum tcs_status tcs_record_seek(struct tcs_record_reader *reader, uint64_t index);
uint64_t tcs_record_count(const struct tcs_record_reader *reader);
void tcs_record_read_close(struct tcs_record_reader *reader);

struct tcs_record_report {
    uint64_t entries;
    uint64_t checkpoints;
    uint64_t withdrawn; /* payloads that are gone; their leaves still verify */
    int64_t first_utc_ns;
    int64_t last_utc_ns;
    char origin[128];
    char root_hex[65];
    char key_id[16];
};

/* Checks everything offline: signatures, tiles against leaves, leaves against payloads,
 * each checkpoint consistent with the next, nothing missing. TCS_OK or TCS_E_MISMATCH
 * with the first bad entry and what is wrong with it. progress may be NULL. */
TCS_NODISCARD
enum tcs_status tcs_record_verify(const char *path,
                                  void (*progress)(void *context, uint64_t done,
                                                   uint64_t all),
                                  void *context, struct tcs_record_report *ret_report,
                                  struct tcs_record_fault *ret_fault);

#endif
