/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_FORMAT_H
#define TCS_RECORD_FORMAT_H

/*
 * format.h -- the record on disk, octet by octet. tocsin-record(5) says the same.
 *
 * A record is a directory. All integers are unsigned and big endian unless said
 * otherwise. Entries are numbered from 0; SHA-256 is the only hash.
 *
 *   key                     private key, PEM (PKCS #8), mode 0600; not part of a copy
 *   key.pub                 one line: NAME+IIIIIIII+BASE64(0x01 || Ed25519 public key)
 *   lock                    empty; flock(2)ed exclusively by the one writer
 *   checkpoint              the latest signed checkpoint
 *   checkpoints/NNN         every checkpoint ever signed, 4,096 in each file
 *   tile/entries/NNN[.p/W]  entry bundles: 256 leaves a file
 *   tile/L/NNN[.p/W]        hash tiles of level L: 256 hashes a file
 *   payload/NNN             payload segments: salts and payloads of 4,096 entries
 *   blob/HEX                one payload of more than 65,535 octets a file
 *
 * NNN is a number in the path form of C2SP tlog-tiles: groups of three decimal digits,
 * each but the last a directory with an x before it: 1234067 is x001/x234/067. A name
 * that ends in .p/W, W = 1..255 in decimal, is a partial tile: only the first W of 256.
 *
 * LEAF, what RFC 6962 calls the entry (TCS_LEAF_LEN = 60 octets):
 *
 *   0   1   version, 1
 *   1   1   0
 *   2   2   kind (record.h, engine/engine.h)
 *   4   2   feed; 0xffff: none
 *   6   2   0
 *   8   8   sequence, of that feed
 *   16  8   arrival: TAI nanoseconds since 1970-01-01T00:00:00 TAI, two's complement
 *   24  4   length of the payload, octets
 *   28  32  SHA-256(salt || payload)
 *
 * ENTRY BUNDLE: 256 times (W times, when partial): the 16-bit length of a leaf (60), the
 * leaf. Bundle n holds the leaves of entries 256 n ... 256 n + 255.
 *
 * HASH TILE: 256 (or W) hashes of 32 octets. At level 0 hash i of tile n is the leaf hash
 * SHA-256(0x00 || leaf) of entry 256 n + i. At level L it is the RFC 6962 tree hash of
 * all the hashes in tile 256 n + i of level L - 1, that is of 256^L leaves. A node is
 * SHA-256(0x01 || left || right).
 *
 * For a tree of size s, level L has floor(s / 256^(L+1)) full tiles and, when
 * w = floor(s / 256^L) mod 256 is not 0, a partial one of width w. Partial tiles exist
 * for the size of every checkpoint; they may be removed once their full tile exists.
 *
 * PAYLOAD SEGMENT: segment n holds, one after the other, the slots of entries 4096 n to
 * 4096 n + 4095:
 *
 *   0   8   "tcs-pay" and 0x01
 *   8   8   number of the segment's first entry
 *   16      slots
 *
 * SLOT:
 *
 *   0   1   'P': the payload is here.  'B': it is in blob/.  'W': it was withdrawn
 *   1   3   0
 *   4   4   length of the payload, as in the leaf
 *   8   16  salt; all 0 in 'B' and 'W'
 *   24      the payload; in 'W' as many octets 0; nothing when length > 65,535
 *
 * 'B' is used for, and only for, lengths above 65,535. The next slot follows at once: its
 * place is found by adding up lengths. Withdrawing a payload is overwriting its slot with
 * the 'W' form (and removing the blob): nothing that is hashed into the tree changes.
 *
 * BLOB: salt (16 octets), payload. Its name is the SHA-256 of the whole file, 64 lower
 * case hexadecimal digits: the digest that the leaf carries.
 *
 * CHECKPOINT: a C2SP tlog-checkpoint, signed as a C2SP signed note (UTF-8, LF):
 *
 *   ORIGIN
 *   size of the tree, decimal
 *   BASE64(root hash)
 *   time 2021-11-06T23:00:12.345678901Z       UTC by the writer's clock
 *   number K                                  checkpoints are counted from 0
 *                                             (an empty line)
 *   - ORIGIN BASE64(key id || signature)      where - is U+2014, an em dash
 *
 * The key id is the first 4 octets of SHA-256(ORIGIN || 0x0a || 0x01 || public key). The
 * Ed25519 signature covers everything up to and not including the empty line. Further
 * signature lines (of witnesses) may follow.
 *
 * checkpoints/000 is made, empty, with the record, before its first entry.
 * checkpoints/NNN holds checkpoints 4096 N to 4096 N + 4095 one after the other, nothing
 * between them. `checkpoint` is a copy of the last one.
 *
 * ORDER OF WRITING, and what a crash leaves:
 *
 *   1. slots and blobs, bundles and tiles of everything new; then all of it, and the
 *      directories that gained a name, are made durable (fdatasync, fsync).
 *   2. the signed checkpoint is appended to checkpoints/NNN and made durable.
 *   3. `checkpoint` is replaced: written as checkpoint.new, made durable, renamed.
 *
 * An entry is acknowledged when step 3 is done. Nothing that a checkpoint covers is ever
 * written again, except by withdrawing. Therefore a crash leaves at most: octets and
 * files that no checkpoint covers (ignored by readers, cut off by the next writer); a
 * torn note at the end of checkpoints/ (likewise); or one checkpoint more in checkpoints/
 * than in `checkpoint` (valid: the next writer publishes it).
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "base/time.h"
#include "record/hash.h"

enum {
    TCS_LEAF_LEN = 60,
    TCS_BUNDLE_STEP = 2 + TCS_LEAF_LEN,
    TCS_TILE_WIDTH = 256,
    TCS_TILE_LEVELS = 8, /* 2^64 leaves; C2SP allows names up to level 63 */
    TCS_SALT_LEN = 16,
    TCS_INLINE_MAX = 65535, /* longer payloads are blobs */
    TCS_PAYLOAD_MAX = 1 << 28,
    TCS_SEGMENT_ENTRIES = 4096,
    TCS_SEGMENT_HEAD_LEN = 16,
    TCS_SLOT_HEAD_LEN = 24,
    TCS_HISTORY_NOTES = 4096,
    TCS_RECORD_PATH_LEN = 128,
};

struct tcs_leaf {
    uint16_t kind;
    uint16_t feed;
    uint32_t length;
    uint64_t sequence;
    struct tcs_time arrival;
    struct tcs_hash digest;
};

void tcs_leaf_write(const struct tcs_leaf *leaf, uint8_t ret_octets[TCS_LEAF_LEN]);
/* TCS_E_DAMAGED: not TCS_LEAF_LEN octets, another version, or what must be 0 is not. */
TCS_NODISCARD
enum tcs_status tcs_leaf_read(struct tcs_bytes octets, struct tcs_leaf *ret_leaf);

enum tcs_slot_form { TCS_SLOT_HERE = 'P', TCS_SLOT_BLOB = 'B', TCS_SLOT_WITHDRAWN = 'W' };

struct tcs_slot {
    enum tcs_slot_form form;
    uint32_t length;
    uint8_t salt[TCS_SALT_LEN];
};

void tcs_slot_write(const struct tcs_slot *slot, uint8_t ret_octets[TCS_SLOT_HEAD_LEN]);
/* The head of a slot. TCS_E_DAMAGED: too short, an unknown form, a form that does not fit
 * the length, or what must be 0 is not. */
TCS_NODISCARD
enum tcs_status tcs_slot_read(struct tcs_bytes octets, struct tcs_slot *ret_slot);
/* Octets of the whole slot of a payload of this length. */
uint64_t tcs_slot_len(uint32_t length);

void tcs_segment_head_write(uint64_t first_entry,
                            uint8_t ret_octets[TCS_SEGMENT_HEAD_LEN]);

/* folder/NNN */
void tcs_number_path(const char *folder, uint64_t number,
                     char ret_path[TCS_RECORD_PATH_LEN]);

/* tile/LEVEL/NNN, or tile/entries/NNN for TCS_TILE_ENTRIES; with .p/W when
 * 0 < width < 256. */
enum { TCS_TILE_ENTRIES = -1 };
void tcs_tile_path(int level, uint64_t index, size_t width,
                   char ret_path[TCS_RECORD_PATH_LEN]);

void tcs_blob_path(const struct tcs_hash *digest, char ret_path[TCS_RECORD_PATH_LEN]);

#endif
