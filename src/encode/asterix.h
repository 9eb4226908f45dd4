/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_ASTERIX_H
#define TCS_ENCODE_ASTERIX_H

/*
 * asterix.h -- typed records out, EUROCONTROL ASTERIX data blocks in: the inverse of
 * decode/asterix, by the same tables.
 *
 *     const size_t block = tcs_asterix_block_begin(&w, 48);
 *     status = tcs_asterix_write_048(&w, &plot);    one or more
 *     tcs_asterix_block_end(&w, block);
 *
 * What `has` names is written, in the order of the UAP; values are rounded to the nearest
 * step of the format. Fields that typed records do not keep are written as zero. Of an
 * extended item only the parts up to the last that is not all zero are written.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/asterix/asterix.h"
#include "decode/asterix/framing.h"

/* Opens a block of this category; gives the mark that block_end wants. */
size_t tcs_asterix_block_begin(struct tcs_writer *w, uint8_t category);

/* Writes the block's length. A block without a record is taken back; one longer than
 * 65535 octets sets w->failed. */
void tcs_asterix_block_end(struct tcs_writer *w, size_t mark);

/* Opens and closes a recorder's frame; blocks are written between. tod_ns is when it is
 * recorded, since midnight UTC. A frame longer than 65535 octets sets w->failed. */
size_t tcs_asterix_frame_begin(struct tcs_writer *w, enum tcs_asterix_framing framing,
                               int64_t tod_ns);
void tcs_asterix_frame_end(struct tcs_writer *w, enum tcs_asterix_framing framing,
                           size_t mark);

/*
 * Writes one record in the latest edition of its category.
 *
 * Returns  TCS_OK
 *          TCS_E_ARGUMENT  a value that the format cannot carry (range, not finite), a
 *                          bit of `has` that has no item, or `has` is empty; of category
 *                          001, no I001/020
 *          TCS_E_FULL      no room left in the writer
 *
 * On failure the writer is as it was before.
 */
TCS_NODISCARD
enum tcs_status tcs_asterix_write_001(struct tcs_writer *w,
                                      const struct tcs_asterix_001 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_002(struct tcs_writer *w,
                                      const struct tcs_asterix_002 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_015(struct tcs_writer *w,
                                      const struct tcs_asterix_015 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_016(struct tcs_writer *w,
                                      const struct tcs_asterix_016 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_240(struct tcs_writer *w,
                                      const struct tcs_asterix_240 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_010(struct tcs_writer *w,
                                      const struct tcs_asterix_010 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_019(struct tcs_writer *w,
                                      const struct tcs_asterix_019 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_020(struct tcs_writer *w,
                                      const struct tcs_asterix_020 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_023(struct tcs_writer *w,
                                      const struct tcs_asterix_023 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_205(struct tcs_writer *w,
                                      const struct tcs_asterix_205 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_021(struct tcs_writer *w,
                                      const struct tcs_asterix_021 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_034(struct tcs_writer *w,
                                      const struct tcs_asterix_034 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_048(struct tcs_writer *w,
                                      const struct tcs_asterix_048 *record);

TCS_NODISCARD
enum tcs_status tcs_asterix_write_062(struct tcs_writer *w,
                                      const struct tcs_asterix_062 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_063(struct tcs_writer *w,
                                      const struct tcs_asterix_063 *record);
TCS_NODISCARD
enum tcs_status tcs_asterix_write_065(struct tcs_writer *w,
                                      const struct tcs_asterix_065 *record);

/* The same in a given edition; record is the typed record of the edition's category. */
TCS_NODISCARD
enum tcs_status tcs_asterix_write(struct tcs_writer *w,
                                  const struct tcs_asterix_edition *edition,
                                  const void *record);

#endif
