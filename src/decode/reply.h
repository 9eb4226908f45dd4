/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_REPLY_H
#define TCS_DECODE_REPLY_H

/*
 * reply.h -- what Mode S transponders answer: downlink formats 0, 4, 5, 11, 16, 20, 21.
 *
 *    0  dddddvc- sss--rrr r--aaaaa aaaaaaaa AP        air to air, short
 *    4  dddddfff rrrrruuu uuuaaaaa aaaaaaaa AP        altitude
 *    5  dddddfff rrrrruuu uuuiiiii iiiiiiii AP        identity
 *   11  dddddccc address[3]                 PI        all-call
 *   16  like 0, then MV[7]                  AP        air to air, long
 *   20  like 4, 21 like 5, then MB[7]       AP        with a register of Comm-B
 *     d format, v on the ground, c cross-link, s sensitivity, r (0, 16) reply
 *     information; f flight status, r downlink request, u utility message, c capability
 *     a altitude, 13 bits: C1 A1 C2 A2 C4 A4 M B1 Q B2 D2 B4 D4; M metres, Q 25 ft
 *     i identity, 13 bits: C1 A1 C2 A2 C4 A4 X B1 D1 B2 D2 B4 D4
 *     AP the address laid over the parity: any damage gives another address, so a reply
 *        counts only when its address is known otherwise (struct tcs_heard)
 *     PI the interrogator's code laid over the parity: 0..127
 *
 * Source: ICAO Annex 10 volume IV 3.1.2.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "base/time.h"
#include "decode/mode_s.h"

enum tcs_reply_field {
    TCS_REPLY_ALTITUDE = 1 << 0, /* altitude_ft */
    TCS_REPLY_METRIC = 1 << 1,   /* said in metres: altitude_m */
    TCS_REPLY_SQUAWK = 1 << 2,
    TCS_REPLY_MESSAGE = 1 << 3, /* MB or MV */
};

struct tcs_reply {
    uint32_t address;    /* 24 bits */
    int32_t altitude_ft; /* in standard pressure */
    uint16_t altitude_m;
    uint16_t squawk; /* four octal digits, 3 bits each */
    uint8_t df;
    uint8_t valid;            /* enum tcs_reply_field */
    uint8_t impossible;       /* of these, said but impossible: Gillham's code */
    uint8_t address_overlaid; /* 1: the address comes from the parity */
    uint8_t flight_status;    /* 4, 5, 20, 21: 0..7; bit 0 (below 4) on the ground */
    uint8_t request;          /* 4, 5, 20, 21: downlink request */
    uint8_t utility;          /* 4, 5, 20, 21: utility message */
    uint8_t capability;       /* 11 */
    uint8_t interrogator;     /* 11 */
    uint8_t on_ground;        /* 0, 16: 1 on the ground */
    uint8_t sensitivity;      /* 0, 16 */
    uint8_t information;      /* 0, 16: reply information */
    uint8_t cross_link;       /* 0 */
    uint8_t reserved[2];
    uint8_t message[7];
};

/*
 * One frame.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED  length; of format 11, a parity that is no interrogator's
 *          TCS_E_FOREIGN  another format
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_reply_read(struct tcs_bytes octets, struct tcs_reply *ret_reply,
                               struct tcs_fault *fault);

/* Four octal digits, 3 bits each, out of the 13 bits of an identity. */
uint16_t tcs_squawk(uint32_t code);

/* Of formats 11, 17 and 18: turns the one bit of the frame by which its parity becomes
 * right (the format's bits are left alone), and tells whether there was one. Off by
 * default wherever frames are read: now and then it makes another aircraft. */
bool tcs_mode_s_repair(uint8_t *octets, size_t len);

/*
 * Addresses heard in the clear (formats 11, 17, 18) lately. When a set is full, the
 * address heard longest ago gives way. All zero is the start.
 */
enum { TCS_HEARD_SETS = 256, TCS_HEARD_WAYS = 8, TCS_HEARD_S = 60 };
struct tcs_heard {
    struct {
        uint32_t key; /* address | 1 << 31; 0: free */
        uint32_t reserved;
        struct tcs_time at;
    } rows[TCS_HEARD_SETS][TCS_HEARD_WAYS];
};
void tcs_heard_note(struct tcs_heard *heard, uint32_t address, struct tcs_time at);
/* Whether the address was noted within TCS_HEARD_S of `at`. */
bool tcs_heard_lately(const struct tcs_heard *heard, uint32_t address,
                      struct tcs_time at);

#endif
