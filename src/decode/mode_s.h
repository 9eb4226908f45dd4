/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_MODE_S_H
#define TCS_DECODE_MODE_S_H

/*
 * mode_s.h -- Mode S extended squitter (ADS-B on 1090 MHz): one frame, one record.
 *
 *   dddddccc address[3] me[7] parity[3]    14 octets, downlink formats 17 and 18
 *     d downlink format, c capability (17) or control (18)
 *   me, by type code, bit by bit (T type code):
 *   1..4          TTTTTccc  eight characters of 6 bits                 identity, c
 * category 5..8          TTTTTmmm mmmmgttt ttttuoyy y[15] x[17]               on the
 * surface 9..18, 20..22 TTTTTssn aaaaaaaa aaaauoyy y[15] x[17]               airborne s
 * status, n antenna or NIC, a altitude, u time is UTC, o odd, y latitude and x longitude
 * in CPR (decode/cpr.h), 17 bits each 19            TTTTTSSS cinnnwEE EEEEEEEE sNNNNNNN
 * NNNbvVVV VVVVVV-- dDDDDDDD S 1, 2 (4 kt): w west E, s south N: speed over ground plus 1
 *                 S 3, 4 (4 kt): w heading known, E heading in 360/1024 degree,
 *                                s true airspeed, N airspeed plus 1
 *                 n accuracy, b vertical rate from baro, v down, V rate / 64 ft/min plus
 * 1, d below, D (GNSS height - barometric altitude) / 25 ft plus 1
 *
 * The altitude (12 bits, like the 13-bit altitude code without its M bit, also when it is
 * a GNSS height) counts 25 ft from -1000 ft if bit 8 (Q) is set, otherwise it is in
 * Gillham's code, 100 ft. 0 always means that it is not known.
 *
 * The parity is checked and nothing is corrected: a frame in which one bit was wrong
 * would be another aircraft now and then.
 *
 * Sources: ICAO Annex 10 volume IV 3.1.2; ICAO Doc 9871 ed. 2 appendix B; RTCA DO-260B
 * 2.2.3.2.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_MODE_S_SHORT_LEN = 7,
    TCS_MODE_S_LONG_LEN = 14,
    TCS_MODE_S_CALLSIGN_LEN = 8,
    TCS_MODE_S_CPR_MAX = 1 << 17, /* one more than a 17-bit coordinate holds */
};

/* A frame as receivers hand it on (decode/beast.h, avr.h). */
enum tcs_mode_s_frame_flag { TCS_MODE_S_HAS_TICKS = 1, TCS_MODE_S_HAS_SIGNAL = 2 };

struct tcs_mode_s_frame {
    uint64_t ticks; /* of the receiver, 12 MHz or as it likes; 48 bits, they wrap */
    uint8_t flags;  /* enum tcs_mode_s_frame_flag: which of ticks and signal are there */
    uint8_t signal_raw; /* amplitude 0..255; a relative number, not decibels */
    uint8_t len;        /* octets: 2 (Mode A/C), 7 or 14 */
    uint8_t octets[TCS_MODE_S_LONG_LEN];
    uint8_t reserved[7];
};
_Static_assert(sizeof(struct tcs_mode_s_frame) == 32, "no padding");

enum tcs_mode_s_kind {
    TCS_MODE_S_OTHER, /* a type code that is not decoded */
    TCS_MODE_S_IDENTITY,
    TCS_MODE_S_SURFACE,
    TCS_MODE_S_AIRBORNE,
    TCS_MODE_S_VELOCITY,
};

enum tcs_mode_s_address {
    TCS_MODE_S_ICAO = 0,
    TCS_MODE_S_ANONYMOUS =
        1, /* chosen by the aircraft, or the number of a ground track */
};

enum tcs_mode_s_field {
    TCS_MODE_S_CALLSIGN = 1 << 0,
    TCS_MODE_S_ALTITUDE = 1 << 1,
    TCS_MODE_S_GROUND_VELOCITY = 1 << 2, /* east and north */
    TCS_MODE_S_HEADING = 1 << 3,
    TCS_MODE_S_AIRSPEED = 1 << 4,
    TCS_MODE_S_VERTICAL_RATE = 1 << 5,
    TCS_MODE_S_GNSS_MINUS_BARO = 1 << 6,
    TCS_MODE_S_FIELDS_ALL = (1 << 7) - 1,
};

struct tcs_mode_s_identity {
    uint8_t category;     /* 0..7, of the set D, C, B, A for type code 1, 2, 3, 4 */
    uint8_t callsign_len; /* without the blanks at the end */
    char callsign[TCS_MODE_S_CALLSIGN_LEN]; /* zeros behind */
};

struct tcs_mode_s_position {
    int32_t altitude_ft;
    uint32_t cpr_lat;         /* 17 bits */
    uint32_t cpr_lon;         /* 17 bits */
    uint8_t odd;              /* 0 or 1 */
    uint8_t status;           /* 1 emergency, 2 alert, 3 special identification */
    uint8_t nic_b;            /* supplement B, or single antenna; 0 or 1 */
    uint8_t utc;              /* 1: the time of the position is a multiple of 0.2 s UTC */
    uint8_t gnss_height;      /* 1: the altitude is a GNSS height over the ellipsoid */
    uint8_t surface_movement; /* surface: speed code */
    uint8_t surface_track;    /* surface: in 360/128 degree */
    uint8_t surface_track_valid;
};

struct tcs_mode_s_velocity {
    int32_t east_kt;
    int32_t north_kt;
    int32_t airspeed_kt;
    int32_t vertical_ftpm;      /* ft/min, up */
    int32_t gnss_minus_baro_ft; /* height difference */
    double heading_deg;         /* clockwise; from the reference that the aircraft uses */
    uint8_t subtype;            /* 1, 2 over ground; 3, 4 in the air; 2, 4 supersonic */
    uint8_t nac;                /* accuracy category of velocity, 0..7 */
    uint8_t true_airspeed;      /* 1: true, 0: indicated */
    uint8_t vertical_baro;      /* 1: the vertical rate is barometric, 0: geometric */
};

struct tcs_mode_s {
    uint32_t address;     /* 24 bits */
    uint8_t df;           /* downlink format */
    uint8_t capability;   /* 17: capability; 18: control */
    uint8_t address_kind; /* enum tcs_mode_s_address */
    uint8_t type_code;
    uint8_t kind; /* enum tcs_mode_s_kind: which of `as` holds */
    uint8_t reserved;
    uint16_t valid;      /* enum tcs_mode_s_field: fields that hold something */
    uint16_t impossible; /* fields that were said, but cannot be */
    union {
        struct tcs_mode_s_identity identity;
        struct tcs_mode_s_position position; /* surface and airborne */
        struct tcs_mode_s_velocity velocity;
    } as;
};

/*
 * Reads one frame.
 *
 * Returns  TCS_OK         *ret_record is filled; all unused octets of it are zero
 *          TCS_E_DAMAGED  the parity is wrong, or the length does not fit the format
 *          TCS_E_FOREIGN  another downlink format; Mode A/C; control codes of format 18
 *                         that do not hold ADS-B messages
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_mode_s_read(struct tcs_bytes octets, struct tcs_mode_s *ret_record,
                                struct tcs_fault *fault);

/* Remainder of the whole frame (7 or 14 octets): 0 when its parity is right, otherwise,
 * for formats that lay the address over the parity, that address. */
uint32_t tcs_mode_s_remainder(struct tcs_bytes octets);

/* Twelve bits of an altitude (13 without M) in feet; false: Gillham's code of nothing. */
bool tcs_mode_s_altitude(uint32_t code, int32_t *ret_ft);

/* The character of six bits; # where there is none. */
char tcs_mode_s_character(uint32_t code);

/* Of a velocity with TCS_MODE_S_GROUND_VELOCITY: speed, and direction clockwise from true
 * north in [0, 360); 0 when it does not move. */
double tcs_mode_s_ground_speed_kt(const struct tcs_mode_s_velocity *velocity);
double tcs_mode_s_track_deg(const struct tcs_mode_s_velocity *velocity);

#endif
