/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_RECORD_H
#define TCS_RECORD_RECORD_H

/*
 * record.h -- the append-only record: every byte that came in, every decision that went
 * out, as leaves of an RFC 6962 Merkle tree, stored as C2SP tlog-tiles with signed
 * checkpoints. The format stands octet by octet in format.h and in tocsin-record(5).
 *
 * A record is a row of runs. Each opening for writing begins one, and its first entry is
 * TCS_ENTRY_START (watch/start.h). Events (kinds 2 to 7) are in the order in which the
 * engine took them; within a run their arrival never goes back. What the engine said
 * about an event stands after it, before or after later events.
 *
 * A START either begins a new engine, at its arrival, or continues: the engine goes on
 * with the state that it had after the last event before this entry. Replay does the
 * same. What was latched before a new engine and has to stay so is given to it as events,
 * like everything else that goes into an engine.
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
    TCS_ENTRY_START = 1,         /* JSON: watch/start.h */
    TCS_ENTRY_DIGESTS = 16,      /* first step number (u64), then 16 octets a step: high,
                                    low; big endian */
    TCS_ENTRY_STATE_DIGEST = 17, /* step number (u64), 16 octets likewise */
    TCS_ENTRY_ALARM = 18,        /* JSON: one alarm change */
    TCS_ENTRY_STATE = 19,        /* to go on from: watch/journal.h */
    TCS_ENTRY_TRACKS = 20,       /* JSON: the confirmed picture, about once a second */
    TCS_ENTRY_DELIVERY = 21,     /* JSON: an output was delivered, or failed */
    TCS_ENTRY_STOP = 22,         /* JSON: an orderly end */
    TCS_ENTRY_GAP = 23,          /* u64, big endian: entries lost here for want of room */
};

struct tcs_entry {
    uint16_t kind;
    uint16_t feed;  /* 0xffff: none */
    bool withdrawn; /* reading only: the payload is gone, only its digest is left */
    uint64_t sequence;
    struct tcs_time arrival;
    struct tcs_bytes payload;
};

struct tcs_record_fault {
    char text[256]; /* file, entry, what is wrong */
    uint64_t entry; /* first bad entry, when known; UINT64_MAX otherwise */
};

/* ---- writing ---- */

struct tcs_record_writer;

enum { TCS_RECORD_ORIGIN_LEN = 128 };
/* An origin from any name: what an origin may not hold becomes -, what is too long is
 * cut; an empty name gives -. */
void tcs_record_origin(const char *name, char ret_origin[TCS_RECORD_ORIGIN_LEN]);

/* Opens or makes the record in the directory `path`, for writing; one writer at a time (a
 * lock file; TCS_E_REFUSED). After a crash, what was not acknowledged is cut off and
 * counted in *ret_dropped. The signing key is made on first use (path/key, mode 0600);
 * `origin` is the checkpoint's: printable ASCII without blanks and +; TCS_E_MISMATCH when
 * the record has another. TCS_E_DAMAGED: what the latest checkpoint covers is not there;
 * nothing was changed. */
TCS_NODISCARD
enum tcs_status tcs_record_open(const char *path, const char *origin,
                                struct tcs_record_writer **ret_writer,
                                uint64_t *ret_dropped,
                                struct tcs_record_fault *ret_fault);
/* Copies the entry; touches no disk and never waits for one. One thread may append while
 * another commits. TCS_E_ARGUMENT: no START since opening, an event that arrived before
 * the previous one, or more than 2^28 octets; TCS_E_FULL: 2^28 octets or 2^22 entries
 * wait for a commit; TCS_E_MEMORY. */
TCS_NODISCARD
enum tcs_status tcs_record_append(struct tcs_record_writer *writer,
                                  const struct tcs_entry *entry, uint64_t *ret_index);
/* Makes everything appended so far durable (payloads, tiles, then a signed checkpoint);
 * only then it counts as acknowledged, and no crash loses it. `utc_ns` is written as the
 * time of the checkpoint. A commit without new entries writes a checkpoint all the same.
 * After a failure (disk full, ...) nothing is lost that was not lost before: free some
 * room and commit again. */
TCS_NODISCARD
enum tcs_status tcs_record_commit(struct tcs_record_writer *writer, int64_t utc_ns,
                                  struct tcs_record_fault *ret_fault);
uint64_t tcs_record_size(struct tcs_record_writer *writer);      /* entries appended */
uint64_t tcs_record_committed(struct tcs_record_writer *writer); /* acknowledged */
void tcs_record_close(struct tcs_record_writer *writer); /* commits nothing; frees */

/* ---- reading ---- */

struct tcs_record_reader;

/* Reads what the latest checkpoint covers: just what a writer that opens the record next
 * goes on from. Payloads are checked against their leaves; the tree and the checkpoints
 * before are checked by verify, not here. TCS_E_NOT_FOUND: no record, or one in which
 * nothing was acknowledged yet. */
TCS_NODISCARD
enum tcs_status tcs_record_read_open(const char *path,
                                     struct tcs_record_reader **ret_reader,
                                     struct tcs_record_fault *ret_fault);
/* TCS_END after the last. The payload is borrowed until the next call. TCS_E_MISMATCH:
 * the entry is damaged; it stays the next one. */
TCS_NODISCARD
enum tcs_status tcs_record_next(struct tcs_record_reader *reader,
                                struct tcs_entry *ret_entry,
                                struct tcs_record_fault *ret_fault);
/* Goes to an entry; TCS_E_NOT_FOUND when the checkpoint does not cover it. */
TCS_NODISCARD
enum tcs_status tcs_record_seek(struct tcs_record_reader *reader, uint64_t index);
/* The last entry of a kind before entry `before`; TCS_E_NOT_FOUND. Reads leaves only. */
TCS_NODISCARD
enum tcs_status tcs_record_find_last(struct tcs_record_reader *reader, uint16_t kind,
                                     uint64_t before, uint64_t *ret_index,
                                     struct tcs_record_fault *ret_fault);
uint64_t tcs_record_count(const struct tcs_record_reader *reader);
void tcs_record_read_close(struct tcs_record_reader *reader);

/* ---- verifying ---- */

struct tcs_record_check {
    const char *key;       /* the public key to trust, as text; NULL: the record's own */
    struct tcs_bytes kept; /* checkpoints that were kept elsewhere, one after the other */
    void (*progress)(void *context, uint64_t done, uint64_t all); /* may be NULL */
    void *context;
};

struct tcs_record_report {
    uint64_t entries;
    uint64_t runs; /* START entries */
    uint64_t checkpoints;
    uint64_t withdrawn;     /* payloads that are gone; their leaves still verify */
    uint64_t beyond_octets; /* that no checkpoint covers: a crash, or a writer at work */
    uint64_t stray_files;   /* in the record's directory, and not part of it */
    bool live;              /* a writer has the record open */
    int64_t first_utc_ns;   /* of the first and last checkpoint */
    int64_t last_utc_ns;
    char origin[128];
    char root_hex[65];
    char key_id[9]; /* hexadecimal */
    char key[192];  /* public, as text */
};

/* Checks everything offline: every signature, each checkpoint's root against the leaves
 * (so each is consistent with the next), tiles against leaves, leaves against payloads,
 * nothing missing, no event before its predecessor. TCS_OK; TCS_E_MISMATCH with the first
 * bad entry and what is wrong; TCS_E_IO or TCS_E_NOT_FOUND when it cannot be read. The
 * report is filled as far as it came. */
TCS_NODISCARD
enum tcs_status tcs_record_verify(const char *path, const struct tcs_record_check *check,
                                  struct tcs_record_report *ret_report,
                                  struct tcs_record_fault *ret_fault);

#endif
