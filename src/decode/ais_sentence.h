/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_AIS_SENTENCE_H
#define TCS_DECODE_AIS_SENTENCE_H

/*
 * ais_sentence.h -- AIS messages in NMEA 0183 sentences: lines in, whole messages out.
 *
 *   \s:station,c:1577836800,g:1-2-1234*hh\!AIVDM,2,1,3,B,payload,0*hh
 *     tag      between backslashes, may be missing: source, POSIX seconds (or ms)
 *     AI       the talker, two letters of any kind; VDM of others, VDO of the own ship
 *     2,1,3    sentences of this message, this one's number, which message it is part of
 *     B        channel: A, B, 1, 2 or empty
 *     payload  six bits a character: '0'..'W' 0..39, '`'..'w' 40..63
 *     0        fill bits at the end, 0..5
 *     hh       checksum: exclusive or of all between ! and *; what follows is ignored
 *
 * Sentences of several messages may be mixed; the parts of one come in order.
 *
 * Sources: NMEA 0183 4.10; IEC 61162-1; https://gpsd.gitlab.io/gpsd/AIVDM.html.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "decode/ais.h"

enum {
    TCS_AIS_SENTENCES_MAX = 9,  /* of one message */
    TCS_AIS_SOURCE_LEN = 16,    /* of a tag, with the zero behind */
    TCS_AIS_MESSAGES_OPEN = 16, /* of which parts are kept */
};

struct tcs_ais_sentence {
    struct tcs_bytes payload; /* borrowed from the line */
    int64_t utc_ns;           /* POSIX, of the tag; has_time */
    uint8_t has_time;
    uint8_t own;      /* 1: VDO */
    uint8_t count;    /* 1..9 */
    uint8_t number;   /* 1..count */
    uint8_t sequence; /* '0'..'9', or 0 where there is none */
    uint8_t channel;  /* as it stands, or 0 */
    uint8_t fill;
    char talker[2];
    char source[TCS_AIS_SOURCE_LEN];
};

/*
 * One line.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED  checksum, or a field that is not such
 *          TCS_E_FOREIGN  another sentence of NMEA 0183, a comment (#), or no sentence
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_ais_sentence_read(struct tcs_bytes line,
                                      struct tcs_ais_sentence *ret_sentence,
                                      struct tcs_fault *fault);

/* The parts of one message so far. */
struct tcs_ais_open {
    uint32_t used; /* counts up; the smallest makes room */
    uint16_t bit_count;
    uint8_t count; /* 0: free */
    uint8_t next;  /* number of the part that is due */
    uint8_t sequence;
    uint8_t channel;
    uint8_t reserved[1];
    uint8_t bits[TCS_AIS_OCTETS_MAX];
    uint8_t end[4];
};
_Static_assert(sizeof(struct tcs_ais_open) == 164, "no padding");

/* One a stream; all zero is the start state. No pointers, no padding. */
struct tcs_ais_assembler {
    uint64_t lost_count; /* parts without their first, out of order, or given up */
    uint32_t clock;
    uint32_t reserved;
    struct tcs_ais_open open[TCS_AIS_MESSAGES_OPEN];
};

/*
 * One sentence.
 *
 * Returns  TCS_OK         a whole message: *ret_message
 *          TCS_MORE       further parts are due
 *          TCS_E_DAMAGED, TCS_E_FOREIGN  of the payload, or of tcs_ais_read
 *          TCS_E_MISMATCH a part that does not go on with what came before; counted
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_ais_assemble(struct tcs_ais_assembler *assembler,
                                 const struct tcs_ais_sentence *sentence,
                                 struct tcs_ais *ret_message, struct tcs_fault *fault);

#endif
