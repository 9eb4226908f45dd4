/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_SQUITTER_STATUS_H
#define TCS_DECODE_SQUITTER_STATUS_H

/*
 * squitter_status.h -- what extended squitters tell besides place and velocity: the 56
 * bits of type codes 28, 29 and 31 (decode/mode_s.h has the frame).
 *
 *   28  11100001 eeeiiiii iiiiiiii -32          emergency e, identity i (13 bits)
 *       11100010 advisory of ACAS, as register 3,0
 *   29  1110101s taaaaaaa aaaabbbb bbbbbwhh hhhhhhhn nnnbll m vvvv...   subtype 1
 *       s SIL supplement; t 1: altitude of the FMS; a (altitude / 32 ft) + 1;
 *       b (pressure - 800 hPa) / 0.8 + 1; w heading is there, h in 180/256 degree,
 *       n NACp, b NICbaro, l SIL; m modes are there: autopilot, VNAV, altitude hold,
 *       -, approach, TCAS, LNAV
 *   31  11111sss capability(16) mode(16) vvv a nnnn gg ll b h u -      version 1 and 2
 *       s 0 airborne, 1 surface; v version, a NIC supplement A, n NACp, g GVA, l SIL,
 *       b NICbaro (airborne) or track (surface), h north is magnetic, u SIL supplement
 *
 * Sources: RTCA DO-260B 2.2.3.2.7; ICAO Doc 9871 ed. 2 appendix B.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

enum tcs_status_kind {
    TCS_STATUS_OTHER, /* a subtype that is not decoded */
    TCS_STATUS_EMERGENCY,
    TCS_STATUS_ADVISORY,
    TCS_STATUS_TARGET,
    TCS_STATUS_OPERATION,
};

enum tcs_status_field {
    TCS_STATUS_ALTITUDE = 1 << 0,
    TCS_STATUS_PRESSURE = 1 << 1,
    TCS_STATUS_HEADING = 1 << 2,
    TCS_STATUS_MODES = 1 << 3,
};

enum tcs_target_mode {
    TCS_TARGET_AUTOPILOT = 1 << 0,
    TCS_TARGET_VNAV = 1 << 1,
    TCS_TARGET_ALTITUDE_HOLD = 1 << 2,
    TCS_TARGET_APPROACH = 1 << 3,
    TCS_TARGET_TCAS = 1 << 4,
    TCS_TARGET_LNAV = 1 << 5,
};

struct tcs_squitter_status {
    uint8_t kind;    /* enum tcs_status_kind */
    uint8_t subtype; /* as transmitted */
    uint8_t valid;   /* enum tcs_status_field, of a target */
    uint8_t reserved;

    /* Emergency. */
    uint16_t squawk;   /* four octal digits */
    uint8_t emergency; /* 0 none, 1 general, 2 medical, 3 fuel, 4 radio, 5 unlawful
                          interference, 6 downed */
    uint8_t modes;     /* target: enum tcs_target_mode */

    /* Target. */
    int32_t altitude_ft;
    float pressure_hpa;
    float heading_deg;
    uint8_t from_fms;
    uint8_t nac_p;
    uint8_t nic_baro;
    uint8_t sil;
    uint8_t sil_supplement; /* 1: by sample, 0: by hour */

    /* Operation; nac_p, nic_baro, sil, sil_supplement as well. */
    uint8_t version;
    uint8_t nic_a;
    uint8_t gva;              /* airborne */
    uint8_t heading_is_track; /* surface */
    uint8_t north_is_magnetic;
    uint16_t capability; /* class, as transmitted */
    uint16_t mode;       /* operational mode, as transmitted */
    uint8_t dimensions;  /* surface: length and width code */
    uint8_t end[3];
    uint8_t advisory[7]; /* of ACAS: the message itself */
    uint8_t last;
};

/* The 56 bits of a message with type code 28, 29 or 31; false for any other. */
bool tcs_squitter_status_read(const uint8_t message[7],
                              struct tcs_squitter_status *ret_status);

#endif
