/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_UAT_H
#define TCS_DECODE_UAT_H

/*
 * uat.h -- UAT, ADS-B on 978 MHz: a line of a receiver is a frame, a downlink frame is
 * one record.
 *
 * Lines, as dump978 writes them; the octets are those behind error correction:
 *
 *   -hex;name=value;...   downlink, 18 or 34 octets
 *   +hex;name=value;...   uplink, 432 octets: weather and the like for pilots; its shape
 *                         is checked, its content not decoded
 *     rs    symbols that were corrected        ss    signal strength, a relative number
 *     rssi  dB relative to full scale          t     when it came, POSIX seconds
 *     other names are passed over
 *
 * A downlink frame; octets and bits are counted from 1, as in the specification:
 *
 *   1      tttttqqq    payload type, qualifier of the address
 *   2-4    address
 *   5-17   state vector, types 0 to 10
 *          latitude[23], longitude[24] in 360/2^24 degree, g altitude is geometric,
 *          altitude[12] (1 is -1000 ft, step 25 ft), NIC[4],
 *          state[2]: 0 in the air, 1 supersonic, 2 on the ground; reserved[1];
 *          in the air
 *            s north[10] s east[10]  s 1: south, west; knots (supersonic 4 kt) plus 1
 *            b s climb[9]            b barometric, s down; 64 ft/min, plus 1
 *          on the ground
 *            reserved[1] speed[10]   knots plus 1
 *            kind[2] angle[9]        1 track, 2 magnetic, 3 true heading; 360/512 deg
 *            size[4] reserved[1] axis[1] offset[5]
 *          u UTC coupled, feedback[3]; of what the ground sends, its site[4]
 *   18-29  mode status, types 1 and 3
 *          three words of 16 bits, each of three characters in base 40: category and
 *          call sign[8]; emergency[3], version[3], SIL[2]; transmit slot[6], SDA[2];
 *          NACp[4], NACv[3], NICbaro[1]; capabilities, operational modes, i the name
 *          is a call sign; GVA[2], single antenna, NIC supplement
 *   30-31  auxiliary state vector, types 1, 2, 5, 6: the altitude of the other kind[12]
 *   30-34  target state, types 3 and 4; 25-29 of type 6
 *          f of the FMS, altitude[11] (32 ft, plus 1), pressure[9] (0.8 hPa above 800,
 *          plus 1), w heading is there, heading[9] in 360/512 degree, m modes are there:
 *          autopilot, VNAV, altitude hold, approach, LNAV
 *
 * Type 0 has 18 octets, all others 34. Zero means "not known" where "plus 1" stands. What
 * octets 25, 27 and 28 say depends on the version: SDA, GVA and what follows came with
 * version 2, and so did this target state; that of a version before is left out.
 *
 * Sources: RTCA DO-282B 2.2.4.5; DO-282A for versions before 2; dump978 for the lines.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_UAT_SHORT_LEN = 18,
    TCS_UAT_LONG_LEN = 34,
    TCS_UAT_UPLINK_LEN = 432,
    TCS_UAT_CALLSIGN_LEN = 8,
};

enum tcs_uat_frame_field {
    TCS_UAT_HAS_CORRECTED = 1 << 0,
    TCS_UAT_HAS_SIGNAL = 1 << 1,
    TCS_UAT_HAS_RSSI = 1 << 2,
    TCS_UAT_HAS_TIME = 1 << 3,
};

struct tcs_uat_frame {
    int64_t utc_ns;
    double rssi_db;
    uint32_t has;       /* enum tcs_uat_frame_field */
    uint32_t corrected; /* symbols */
    uint32_t signal_raw;
    uint32_t len; /* TCS_UAT_SHORT_LEN, TCS_UAT_LONG_LEN or TCS_UAT_UPLINK_LEN */
    uint8_t octets[TCS_UAT_UPLINK_LEN]; /* zeros behind */
};
_Static_assert(sizeof(struct tcs_uat_frame) == 32 + TCS_UAT_UPLINK_LEN, "no padding");

/*
 * A line without its end.
 *
 * Returns  TCS_OK
 *          TCS_E_FOREIGN     it begins with neither - nor +
 *          TCS_E_DAMAGED     not such digits, or a number that is none
 *          TCS_E_IMPOSSIBLE  a time before 1970 or after 2200
 * On failure *ret_frame is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_uat_line_read(struct tcs_bytes line, struct tcs_uat_frame *ret_frame,
                                  struct tcs_fault *fault);

enum tcs_uat_qualifier {
    TCS_UAT_ADSB_ICAO = 0,
    TCS_UAT_ADSB_OTHER = 1, /* chosen by the aircraft */
    TCS_UAT_TISB_ICAO = 2,  /* told by the ground */
    TCS_UAT_TISB_TRACK = 3, /* the number of a ground track */
    TCS_UAT_VEHICLE = 4,
    TCS_UAT_BEACON = 5,
    TCS_UAT_ADSR_OTHER = 6, /* relayed from another link */
};

enum tcs_uat_state {
    TCS_UAT_SUBSONIC = 0,
    TCS_UAT_SUPERSONIC = 1,
    TCS_UAT_GROUND = 2,
};

/* Elements of a frame. */
enum tcs_uat_element {
    TCS_UAT_STATE_VECTOR = 1 << 0,
    TCS_UAT_MODE_STATUS = 1 << 1,
    TCS_UAT_AUXILIARY = 1 << 2,
    TCS_UAT_TARGET_STATE = 1 << 3,
};

enum tcs_uat_field {
    TCS_UAT_POSITION = 1 << 0,
    TCS_UAT_BARO_ALTITUDE = 1 << 1,
    TCS_UAT_GEO_ALTITUDE = 1 << 2,
    TCS_UAT_NORTH = 1 << 3,
    TCS_UAT_EAST = 1 << 4,
    TCS_UAT_VERTICAL_RATE = 1 << 5,
    TCS_UAT_SPEED = 1 << 6, /* on the ground */
    TCS_UAT_LATERAL = 1 << 7,
    TCS_UAT_LONGITUDINAL = 1 << 8,
    TCS_UAT_OFFSET_APPLIED = 1 << 9, /* the position is that of the middle already */
    TCS_UAT_CALLSIGN = 1 << 10,
    TCS_UAT_FLIGHT_PLAN = 1 << 11, /* the name is an identity: a squawk, mostly */
    TCS_UAT_CATEGORY = 1 << 12,
    TCS_UAT_SELECTED_ALTITUDE = 1 << 13,
    TCS_UAT_PRESSURE = 1 << 14,
    TCS_UAT_SELECTED_HEADING = 1 << 15,
    TCS_UAT_TARGET_MODES = 1 << 16,
    TCS_UAT_SITE = 1 << 17,     /* of what the ground tells */
    TCS_UAT_COUPLING = 1 << 18, /* utc_coupled and feedback */
};

enum tcs_uat_capability { /* CDTI before version 2, UAT_IN and ES_IN from it on */
                          TCS_UAT_CDTI = 1 << 0,
                          TCS_UAT_UAT_IN = 1 << 1,
                          TCS_UAT_ES_IN = 1 << 2,
                          TCS_UAT_ACAS = 1 << 3,
};

enum tcs_uat_mode {
    TCS_UAT_ACAS_ADVISORY = 1 << 0,
    TCS_UAT_IDENT = 1 << 1,
    TCS_UAT_ATC_SERVICES = 1 << 2,
};

enum tcs_uat_target_mode {
    TCS_UAT_AUTOPILOT = 1 << 0,
    TCS_UAT_VNAV = 1 << 1,
    TCS_UAT_ALTITUDE_HOLD = 1 << 2,
    TCS_UAT_APPROACH = 1 << 3,
    TCS_UAT_LNAV = 1 << 4,
};

struct tcs_uat {
    double lat_deg; /* WGS 84; (-90, 90]: the poles look the same */
    double lon_deg; /* (-180, 180] */
    double track_deg;
    double pressure_hpa;
    double selected_heading_deg; /* [0, 360), magnetic */
    uint32_t address;            /* 24 bits */
    uint32_t valid;              /* enum tcs_uat_field */
    uint32_t impossible;         /* fields that were said, but cannot be */
    int32_t baro_altitude_ft;
    int32_t geo_altitude_ft; /* over the ellipsoid */
    int32_t north_kt;
    int32_t east_kt;
    int32_t vertical_ftpm; /* up */
    int32_t speed_kt;
    int32_t lateral_m;      /* of the antenna from the middle; left is negative */
    int32_t longitudinal_m; /* of the antenna behind the nose */
    int32_t selected_altitude_ft;
    char callsign[TCS_UAT_CALLSIGN_LEN]; /* zeros behind */
    uint8_t callsign_len;                /* without blanks at the end */
    uint8_t payload_type;                /* 0..31 */
    uint8_t qualifier;                   /* enum tcs_uat_qualifier, 7 is reserved */
    uint8_t elements;                    /* enum tcs_uat_element */
    uint8_t geo_first; /* 1: the altitude in the state vector is the geometric one */
    uint8_t nic;
    uint8_t state;         /* enum tcs_uat_state; 3 is reserved, and nothing moves then */
    uint8_t vertical_baro; /* 1: the vertical rate is barometric, 0: geometric */
    uint8_t track_kind; /* on the ground: 0 none, 1 track, 2 magnetic, 3 true heading */
    uint8_t size;       /* code of length and width, 0: none */
    uint8_t utc_coupled;
    uint8_t feedback; /* 0..7: how well uplinks are heard */
    uint8_t site;     /* 0..15: of the ground station */
    /* Mode status. */
    uint8_t category;  /* 0..39 */
    uint8_t emergency; /* 0 none, 1 general, 2 medical, 3 fuel, 4 radio, 5 unlawful
                          interference, 6 downed */
    uint8_t version;
    uint8_t sil;
    uint8_t transmit_slot;
    uint8_t sda; /* from version 2 on */
    uint8_t nac_p;
    uint8_t nac_v;
    uint8_t nic_baro;
    uint8_t capabilities;     /* enum tcs_uat_capability */
    uint8_t modes;            /* enum tcs_uat_mode */
    uint8_t heading_magnetic; /* before version 2 */
    uint8_t sil_per_sample;   /* from version 2 on, as are the next three */
    uint8_t gva;
    uint8_t single_antenna;
    uint8_t nic_supplement;
    /* Target state. */
    uint8_t from_fms;
    uint8_t target_modes; /* enum tcs_uat_target_mode */
    uint8_t reserved;
};
_Static_assert(sizeof(struct tcs_uat) == 40 + 48 + 8 + 32, "no padding");

/*
 * The octets of a downlink frame.
 *
 * Returns  TCS_OK         *ret_record is filled; all unused octets of it are zero
 *          TCS_E_FOREIGN  an uplink frame
 *          TCS_E_DAMAGED  a length that does not fit the payload type
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_uat_read(struct tcs_bytes octets, struct tcs_uat *ret_record,
                             struct tcs_fault *fault);

/* The elements that a payload type has, enum tcs_uat_element. */
unsigned tcs_uat_elements(unsigned payload_type);

/* For both directions: where a field begins, by the specification's numbers; where the
 * target state begins; the characters, of which the last two are reserved. */
#define TCS_UAT_BIT(octet, bit) (((octet)-1) * 8U + (bit)-1U)
unsigned tcs_uat_target_octet(unsigned payload_type);
extern const char tcs_uat_characters[41];

/* Of a velocity with TCS_UAT_NORTH and TCS_UAT_EAST: speed, and direction clockwise from
 * true north in [0, 360); 0 when it does not move. */
double tcs_uat_ground_speed_kt(const struct tcs_uat *record);
double tcs_uat_course_deg(const struct tcs_uat *record);

#endif
