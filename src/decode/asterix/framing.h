/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_FRAMING_H
#define TCS_DECODE_ASTERIX_FRAMING_H

/*
 * framing.h -- what recorders put around ASTERIX data blocks.
 *
 *   raw       block block ...
 *   final     LEN(2) BOARD(1) LINE(1) DAY(1) TIME(3) block ... A5 A5 A5 A5
 *   ioss      the same, the four octets at the end being whatever they are
 *   ioss-seq  LEN(2) SEQUENCE(4) -(1) BOARD(1) DAY(1) TIME(3) block ... FOOTER(4)
 *   oradis    LEN(2) TIME(4) block ...
 *
 * All numbers are big endian; LEN counts the whole frame, itself included. TIME is of day
 * in hundredths of a second, in oradis in milliseconds; DAY counts days of the recording.
 * Frames follow each other in a file, or one or more make up a datagram.
 *
 * Sources: final: LuciadLightspeed developer's guide, "The ASTERIX Final format". ioss,
 * ioss-seq: the framing definitions of jASTERIX. oradis: no document could be had; told
 * from a recording that carries times of category 002, with which TIME agrees.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/asterix/asterix.h"

enum tcs_asterix_framing {
    TCS_ASTERIX_RAW,
    TCS_ASTERIX_FINAL,
    TCS_ASTERIX_IOSS,
    TCS_ASTERIX_IOSS_SEQ,
    TCS_ASTERIX_ORADIS,
    TCS_ASTERIX_FRAMING_COUNT,
};

/* "raw", "final", "ioss", "ioss-seq", "oradis"; the row behind the last is NULL. */
extern const char *const tcs_asterix_framing_words[TCS_ASTERIX_FRAMING_COUNT + 1];

/* Octets by which a frame is opened, its length among them; 0 for raw. */
size_t tcs_asterix_frame_head(enum tcs_asterix_framing framing);
/* The length that those octets tell, or 0 when it cannot be. */
size_t tcs_asterix_frame_len(enum tcs_asterix_framing framing, const uint8_t *head);

struct tcs_asterix_frame {
    struct tcs_bytes blocks; /* borrowed */
    bool has_time;
    uint8_t day;    /* of the recording, from 0 or 1 */
    int64_t tod_ns; /* when it was recorded, since midnight UTC */
};

/*
 * Takes the next frame from *in. Of raw the whole input is one frame, without a time.
 *
 * Returns  TCS_OK         *ret_frame is filled, *in stands behind it
 *          TCS_E_DAMAGED  no such frame: *ret_fault is filled, *in is used up
 *          TCS_END        *in is empty
 */
TCS_NODISCARD
enum tcs_status tcs_asterix_frame_next(enum tcs_asterix_framing framing,
                                       struct tcs_bytes *in,
                                       struct tcs_asterix_frame *ret_frame,
                                       struct tcs_asterix_fault *ret_fault);

/*
 * In which framing the input is a chain of frames that are chains of blocks, from its
 * first octet to its last. is_beginning: more follows, and what is cut off at the end
 * does not matter.
 *
 * Returns  TCS_OK           *ret_framing is filled
 *          TCS_E_NOT_FOUND  in none, or in more than one (final is not also ioss)
 */
TCS_NODISCARD
enum tcs_status tcs_asterix_framing_find(struct tcs_bytes input, bool is_beginning,
                                         enum tcs_asterix_framing *ret_framing);

#endif
