/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_COMM_B_H
#define TCS_DECODE_COMM_B_H

/*
 * comm_b.h -- registers of a transponder in the 56 bits of a Comm-B reply (Mode S formats
 * 20 and 21): which one it is, and what it says.
 *
 * A reply does not tell which register was asked for. What it can be is inferred:
 * reserved bits are zero, a value whose status bit is 0 is zero, and what it says is
 * possible for an aircraft. Often exactly one register is left; two or more are told as
 * they are. Whatever comes from here is a guess, marked so, and does not move tracks.
 *
 * Bits count from 1, the leftmost; s status, - reserved:
 *   1,0  00010000 c----o vv ...       capability: continues, overlay, subnetwork version
 *   1,7  register bits 1..24(28)      which registers are kept: 0,5 0,6 ... 6,0
 *   2,0  00100000 8 characters of 6 bits
 *   3,0  00110000 advisory of ACAS: 14 active, 4 complements, ended, multiple, threat
 *   4,0  s selected(12) s managed(12) s pressure(12) -8 s mode(3) -2 s source(2)
 *   4,4  source(4) s wind speed(9) direction(9) temperature(sign, 10) s pressure(11)
 *        s turbulence(2) s humidity(6)
 *   4,5  s turbulence s shear s microburst s icing s wake (2 each) s temperature(10)
 *        s pressure(11) s height(12) -5
 *   5,0  s roll(10) s track(11) s ground speed(10) s track rate(10) s true airspeed(10)
 *   6,0  s heading(11) s indicated airspeed(10) s Mach(10) s rate(10) s inertial rate(10)
 *
 * Sources: ICAO Doc 9871 ed. 2 appendix A; limits of what is possible: Sun, "The 1090
 * Megahertz Riddle" 2nd ed. chapter 16.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "decode/reply.h"

enum tcs_register {
    TCS_REGISTER_10 = 1 << 0,
    TCS_REGISTER_17 = 1 << 1,
    TCS_REGISTER_20 = 1 << 2,
    TCS_REGISTER_30 = 1 << 3,
    TCS_REGISTER_40 = 1 << 4,
    TCS_REGISTER_44 = 1 << 5,
    TCS_REGISTER_45 = 1 << 6,
    TCS_REGISTER_50 = 1 << 7,
    TCS_REGISTER_60 = 1 << 8,
    TCS_REGISTER_COUNT = 9,
};

enum { TCS_REGISTER_VALUES_MAX = 8 };

/* One value of a register: what it is called, and its number in the unit of the name. */
struct tcs_register_field {
    const char *name; /* "roll_deg" */
    uint8_t status;   /* bit that says whether it is there; 0: always */
    uint8_t first;    /* leftmost bit of the value */
    uint8_t bits;
    uint8_t is_signed; /* two's complement */
    uint8_t wrap;      /* 1: an angle, 0 <= value < 360 */
    uint8_t reserved[3];
    double unit;
    double offset;
};

struct tcs_register_layout {
    uint16_t id;     /* enum tcs_register */
    uint16_t number; /* 0x50 */
    uint32_t field_count;
    const struct tcs_register_field *fields;
};

/* The registers that the message can be: enum tcs_register, any number of them. reply:
 * what it came in; its altitude sets Mach beside airspeed. */
uint32_t tcs_register_infer(const uint8_t message[7], const struct tcs_reply *reply);

/* Of one register; NULL for those without numbers (1,0, 1,7, 2,0, 3,0). */
const struct tcs_register_layout *tcs_register_layout(uint32_t id);

/* Whether the field's value is there, and the value. */
bool tcs_register_value(const uint8_t message[7], const struct tcs_register_field *field,
                        double *ret_value);

/* Bits first..first + count - 1 of the message, at most 32. */
uint32_t tcs_register_bits(const uint8_t message[7], unsigned first, unsigned count);

/* 2,0: eight characters without the blanks at the end, and a zero; # where there is none.
 */
uint32_t tcs_register_callsign(const uint8_t message[7],
                               char ret_text[TCS_MODE_S_CALLSIGN_LEN + 1]);

#endif
