/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_RECORD_H
#define TOCSIN_RECORD_H

/**
 * @file
 * The record of a station: reading its entries, and checking that nothing in it was
 * changed, left out, put in or moved. The format is in tocsin-record(5).
 *
 * Entries of kind #TOCSIN_ENTRY_BYTES are what the feeds received, with the time of
 * arrival: tocsin_decoder_push() takes them.
 */

#include <stddef.h>
#include <stdint.h>

#include <tocsin/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of entries; tocsin-record(5) has the others. */
enum tocsin_entry_kind {
    TOCSIN_ENTRY_START = 1,  /**< JSON: a run begins, with its site file. */
    TOCSIN_ENTRY_BYTES = 2,  /**< Octets of a feed. */
    TOCSIN_ENTRY_ACTION = 4, /**< What an operator did. */
    TOCSIN_ENTRY_ALARM = 18, /**< JSON: an alarm has changed. */
    TOCSIN_ENTRY_TRACKS = 20 /**< JSON: the confirmed tracks, once a second. */
};

/** One entry. */
struct tocsin_entry {
    uint32_t kind;         /**< enum tocsin_entry_kind, or another. */
    uint32_t feed;         /**< Index in the site file; 0xffff: none. */
    uint32_t withdrawn;    /**< 1: the payload is gone, only its digest is left. */
    uint32_t reserved;     /**< 0. */
    uint64_t sequence;     /**< Of that feed. */
    int64_t arrival_ns;    /**< TAI. */
    const void *payload;   /**< Borrowed until the next call. */
    uint64_t payload_len;  /**< Octets. */
    uint64_t reserved2[4]; /**< 0. */
};

/** What checking has found. */
struct tocsin_record_report {
    uint64_t entries;     /**< Entries that were checked. */
    uint64_t runs;        /**< Runs of a station. */
    uint64_t checkpoints; /**< Signatures that were checked. */
    uint64_t withdrawn;   /**< Payloads that are gone; what is left still verifies. */
    int64_t first_utc_ns; /**< Of the first checkpoint, POSIX. */
    int64_t last_utc_ns;  /**< Of the last. */
    uint64_t reserved[8]; /**< 0. */
};

/** What went wrong, in words. */
struct tocsin_fault {
    char text[256]; /**< File, entry, what is wrong. */
    uint64_t entry; /**< First bad entry; UINT64_MAX: not known. */
};

/** A record that is read. */
struct tocsin_record;

/**
 * Opens the record in a directory for reading; a station may go on writing to it.
 *
 * @return #TOCSIN_OK, #TOCSIN_E_NOT_FOUND, #TOCSIN_E_IO, #TOCSIN_E_MEMORY, ...; on
 * failure ret_fault says more
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_record_open(const char *path, struct tocsin_record **ret_record,
                   struct tocsin_fault *ret_fault);

/**
 * The next entry; its payload has been compared with its digest.
 *
 * @return #TOCSIN_OK; #TOCSIN_END after the last; #TOCSIN_E_MISMATCH: it is damaged
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_record_next(struct tocsin_record *record, struct tocsin_entry *ret_entry,
                   struct tocsin_fault *ret_fault);

/** Ends reading; NULL is allowed. */
TOCSIN_API void tocsin_record_close(struct tocsin_record *record);

/**
 * Checks a whole record, offline: signatures, each checkpoint against the next, hashes,
 * payloads, order of arrival, nothing missing.
 *
 * @param key the public key to trust, as the text of key.pub; NULL: the record's own,
 *            which an opponent could have replaced
 * @return #TOCSIN_OK; #TOCSIN_E_MISMATCH: ret_fault names the first bad entry; others
 * when it cannot be read. ret_report is filled as far as it came.
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_record_verify(const char *path, const char *key,
                     struct tocsin_record_report *ret_report,
                     struct tocsin_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
