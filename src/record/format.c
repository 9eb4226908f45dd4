/* SPDX-License-Identifier: Apache-2.0 */
#include "record/format.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const uint8_t segment_magic[8] = { 't', 'c', 's', '-', 'p', 'a', 'y', 1 };
static const uint8_t no_salt[TCS_SALT_LEN];

enum { LEAF_VERSION = 1 };

void tcs_leaf_write(const struct tcs_leaf *leaf, uint8_t ret_octets[TCS_LEAF_LEN])
{
    struct tcs_writer w = tcs_writer(ret_octets, TCS_LEAF_LEN);

    tcs_write_be(&w, LEAF_VERSION, 1);
    tcs_write_be(&w, 0, 1);
    tcs_write_be(&w, leaf->kind, 2);
    tcs_write_be(&w, leaf->feed, 2);
    tcs_write_be(&w, 0, 2);
    tcs_write_be(&w, leaf->sequence, 8);
    tcs_write_be(&w, (uint64_t)leaf->arrival.tai_ns, 8);
    tcs_write_be(&w, leaf->length, 4);
    tcs_write_bytes(&w, leaf->digest.octets, sizeof leaf->digest.octets);
    assert(!w.failed && w.len == TCS_LEAF_LEN);
}

enum tcs_status tcs_leaf_read(struct tcs_bytes octets, struct tcs_leaf *ret_leaf)
{
    struct tcs_reader r = tcs_reader(octets);
    struct tcs_leaf leaf = { 0 };
    const uint64_t head = tcs_read_be(&r, 2);

    leaf.kind = (uint16_t)tcs_read_be(&r, 2);
    leaf.feed = (uint16_t)tcs_read_be(&r, 2);
    const uint64_t zero = tcs_read_be(&r, 2);
    leaf.sequence = tcs_read_be(&r, 8);
    leaf.arrival.tai_ns = tcs_read_be_signed(&r, 8);
    leaf.length = (uint32_t)tcs_read_be(&r, 4);
    const struct tcs_bytes digest = tcs_read_bytes(&r, sizeof leaf.digest.octets);

    if (r.failed || tcs_reader_left(&r) > 0 || head != LEAF_VERSION << 8 || zero != 0)
        return TCS_E_DAMAGED;
    memcpy(leaf.digest.octets, digest.data, sizeof leaf.digest.octets);
    *ret_leaf = leaf;
    return TCS_OK;
}

void tcs_slot_write(const struct tcs_slot *slot, uint8_t ret_octets[TCS_SLOT_HEAD_LEN])
{
    struct tcs_writer w = tcs_writer(ret_octets, TCS_SLOT_HEAD_LEN);

    tcs_write_be(&w, (uint64_t)slot->form, 1);
    tcs_write_be(&w, 0, 3);
    tcs_write_be(&w, slot->length, 4);
    tcs_write_bytes(&w, slot->salt, sizeof slot->salt);
    assert(!w.failed && w.len == TCS_SLOT_HEAD_LEN);
}

enum tcs_status tcs_slot_read(struct tcs_bytes octets, struct tcs_slot *ret_slot)
{
    struct tcs_reader r = tcs_reader(octets);
    struct tcs_slot slot = { 0 };
    const uint64_t form = tcs_read_be(&r, 1);
    const uint64_t zero = tcs_read_be(&r, 3);

    slot.length = (uint32_t)tcs_read_be(&r, 4);
    const struct tcs_bytes salt = tcs_read_bytes(&r, TCS_SALT_LEN);

    if (r.failed || zero != 0)
        return TCS_E_DAMAGED;
    if (form == TCS_SLOT_HERE ? slot.length > TCS_INLINE_MAX
                              : memcmp(salt.data, no_salt, TCS_SALT_LEN) != 0)
        return TCS_E_DAMAGED;
    if (form == TCS_SLOT_BLOB ? slot.length <= TCS_INLINE_MAX
                              : form != TCS_SLOT_HERE && form != TCS_SLOT_WITHDRAWN)
        return TCS_E_DAMAGED;
    slot.form = (enum tcs_slot_form)form;
    memcpy(slot.salt, salt.data, TCS_SALT_LEN);
    *ret_slot = slot;
    return TCS_OK;
}

uint64_t tcs_slot_len(uint32_t length)
{
    return TCS_SLOT_HEAD_LEN + (length <= TCS_INLINE_MAX ? length : 0);
}

void tcs_segment_head_write(uint64_t first_entry,
                            uint8_t ret_octets[TCS_SEGMENT_HEAD_LEN])
{
    struct tcs_writer w = tcs_writer(ret_octets, TCS_SEGMENT_HEAD_LEN);

    tcs_write_bytes(&w, segment_magic, sizeof segment_magic);
    tcs_write_be(&w, first_entry, 8);
}

void tcs_number_path(const char *folder, uint64_t number,
                     char ret_path[TCS_RECORD_PATH_LEN])
{
    uint16_t groups[7]; /* 10^21 > 2^64 */
    size_t count = 0;
    size_t len = strlen(folder);

    do {
        groups[count++] = (uint16_t)(number % 1000);
        number /= 1000;
    } while (number > 0);
    assert(len + 6 * count + 8 < TCS_RECORD_PATH_LEN);
    memcpy(ret_path, folder, len);
    while (count-- > 0)
        len +=
            (size_t)snprintf(ret_path + len, TCS_RECORD_PATH_LEN - len,
                             count > 0 ? "/x%03" PRIu16 : "/%03" PRIu16, groups[count]);
}

void tcs_tile_path(int level, uint64_t index, size_t width,
                   char ret_path[TCS_RECORD_PATH_LEN])
{
    char folder[32] = "tile/entries";

    assert(level < 64 && width <= TCS_TILE_WIDTH);
    if (level != TCS_TILE_ENTRIES)
        (void)snprintf(folder, sizeof folder, "tile/%d", level);
    tcs_number_path(folder, index, ret_path);
    if (width > 0 && width < TCS_TILE_WIDTH) {
        const size_t len = strlen(ret_path);

        (void)snprintf(ret_path + len, TCS_RECORD_PATH_LEN - len, ".p/%zu", width);
    }
}

void tcs_blob_path(const struct tcs_hash *digest, char ret_path[TCS_RECORD_PATH_LEN])
{
    char hex[TCS_HASH_HEX_LEN];

    tcs_hash_hex(digest, hex);
    (void)snprintf(ret_path, TCS_RECORD_PATH_LEN, "blob/%s", hex);
}
