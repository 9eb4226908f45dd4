/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_REMOTEID_H
#define TCS_DECODE_REMOTEID_H

/*
 * remoteid.h -- Open Drone ID messages, as drones broadcast them.
 *
 * A message has 25 octets; numbers are little endian. The first octet is TTTTVVVV: type
 * and version of the protocol. The rest, by type:
 *
 *        1        2
 *   0    kkkkaaaa id[20]  -[3]                                        Basic ID
 *        k kind of identity, a kind of aircraft
 *   1    ssss-rwm d h v lat[4] lon[4] baro[2] geo[2] height[2]        Location
 *        19       20       21      23
 *        VVVVHHHH BBBBSSSS time[2] ----TTTT -
 *        s status, r height is over ground (else over the take-off), w add 180 to d,
 *        d direction in degrees, m speed h is in 0.75 m/s from 63.75 (else 0.25 m/s),
 *        v vertical speed in 0.5 m/s, up; lat, lon in 1e-7 degree; heights in 0.5 m from
 *        -1000 m; accuracies of V height, H position, B barometric altitude, S speed,
 *        T time; time in 0.1 s since the full hour UTC
 *   2    aaaapppp last len time[4] data[17]                           Authentication, p =
 * 0 aaaapppp data[23]                                            p = 1..15 a kind of
 * authentication, p page; time in s since 2019-01-01 UTC 3    kind     text[23] Self-ID
 *   4    ---cccoo lat[4] lon[4] count[2] radius ceiling[2] floor[2]   System
 *        17       18     20
 *        CCCCcccc geo[2] time[4] -
 *        o where the operator's place comes from, c classification, C category and c
 *        class in the European Union; radius in 10 m; heights and time as above
 *   5    kind     id[20] -[3]                                         Operator ID
 *
 *   F    25 n message[n], n = 1..9                                    Message Pack
 *
 * What a drone says it does not know is left out of the mask `valid`. What it says but
 * cannot be (a direction of 300 + 180 degrees) is left out too and marked in
 * `impossible`. A message whose position cannot be is refused whole.
 *
 * Sources: ASTM F3411-22a section 5.4; ASD-STAN EN 4709-002; Open Drone ID 0.64.3.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "base/time.h"

enum {
    TCS_RID_MESSAGE_LEN = 25,
    TCS_RID_PACK_MAX = 9,
    TCS_RID_PACK_LEN_MAX = 3 + TCS_RID_PACK_MAX * TCS_RID_MESSAGE_LEN,
    TCS_RID_ID_LEN = 20,
    TCS_RID_TEXT_LEN = 23,
    TCS_RID_AUTH_FIRST_LEN = 17, /* octets of data on page 0 */
    TCS_RID_AUTH_LEN = 23,       /* on the others */
    TCS_RID_AUTH_PAGES = 16,
};

/* 2019-01-01T00:00:00Z in POSIX seconds. */
#define TCS_RID_EPOCH_UTC_S INT64_C(1546300800)

enum tcs_rid_type {
    TCS_RID_BASIC_ID = 0,
    TCS_RID_LOCATION = 1,
    TCS_RID_AUTH = 2,
    TCS_RID_SELF_ID = 3,
    TCS_RID_SYSTEM = 4,
    TCS_RID_OPERATOR_ID = 5,
    TCS_RID_TYPE_COUNT = 6,
    TCS_RID_PACK = 15,
};

enum tcs_rid_id_kind {
    TCS_RID_ID_NONE = 0,
    TCS_RID_ID_SERIAL = 1,       /* text, ANSI/CTA-2063-A */
    TCS_RID_ID_REGISTRATION = 2, /* text, of a civil aviation authority */
    TCS_RID_ID_UTM_UUID = 3,     /* 16 octets */
    TCS_RID_ID_SESSION = 4,      /* octets; the first says of which kind */
};

enum tcs_rid_status {
    TCS_RID_STATUS_UNDECLARED = 0,
    TCS_RID_STATUS_GROUND = 1,
    TCS_RID_STATUS_AIRBORNE = 2,
    TCS_RID_STATUS_EMERGENCY = 3,
    TCS_RID_STATUS_FAILURE = 4, /* of the Remote ID system */
};

/* Codes that the standard reserves are kept as they came. */
struct tcs_rid_basic_id {
    uint8_t id_kind;            /* enum tcs_rid_id_kind */
    uint8_t aircraft;           /* tcs_rid_aircraft_name */
    uint8_t id_len;             /* without the zeros at the end; 0: not told */
    uint8_t id[TCS_RID_ID_LEN]; /* zeros behind */
};

enum tcs_rid_location_field {
    TCS_RID_LOCATION_POSITION = 1 << 0,
    TCS_RID_LOCATION_DIRECTION = 1 << 1,
    TCS_RID_LOCATION_SPEED = 1 << 2,
    TCS_RID_LOCATION_VERTICAL_SPEED = 1 << 3,
    TCS_RID_LOCATION_BARO = 1 << 4,
    TCS_RID_LOCATION_GEO = 1 << 5,
    TCS_RID_LOCATION_HEIGHT = 1 << 6,
    TCS_RID_LOCATION_TIME = 1 << 7,
    TCS_RID_LOCATION_ALL = (1 << 8) - 1,
};

struct tcs_rid_location {
    int32_t lat_e7_deg;
    int32_t lon_e7_deg;
    double speed_mps; /* over ground; 254.25 means that or more */
    double vertical_speed_mps;
    double baro_m;            /* pressure altitude, 1013.25 hPa */
    double geo_m;             /* over the WGS 84 ellipsoid */
    double height_m;          /* over what height_reference says */
    uint16_t direction_deg;   /* of movement, clockwise from true north, 0..359 */
    uint16_t time_ds;         /* 0.1 s since the full hour UTC, 0..36000 */
    uint8_t status;           /* enum tcs_rid_status */
    uint8_t height_reference; /* 0: over the take-off, 1: over ground */
    /* Codes: tcs_rid_horizontal_m and its like give the bounds. 0: not told. */
    uint8_t horizontal_accuracy;
    uint8_t vertical_accuracy;
    uint8_t baro_accuracy;
    uint8_t speed_accuracy;
    uint8_t time_accuracy; /* 0.1 s */
};

struct tcs_rid_auth {
    uint8_t auth_kind;
    uint8_t page;                   /* 0..15 */
    uint8_t last_page;              /* page 0 only */
    uint8_t len;                    /* page 0 only: octets of data over all pages */
    uint32_t time_s;                /* page 0 only: since 2019-01-01 UTC */
    uint8_t data[TCS_RID_AUTH_LEN]; /* of page 0: the first 17, zeros behind */
};

struct tcs_rid_self_id {
    uint8_t kind; /* 0: text; 1: emergency; 2: extended status */
    uint8_t text_len;
    uint8_t text[TCS_RID_TEXT_LEN];
};

enum tcs_rid_system_field {
    TCS_RID_SYSTEM_OPERATOR = 1 << 0, /* its position */
    TCS_RID_SYSTEM_OPERATOR_GEO = 1 << 1,
    TCS_RID_SYSTEM_CEILING = 1 << 2,
    TCS_RID_SYSTEM_FLOOR = 1 << 3,
    TCS_RID_SYSTEM_TIME = 1 << 4,
    TCS_RID_SYSTEM_EU = 1 << 5, /* category and class: classification says EU */
    TCS_RID_SYSTEM_ALL = (1 << 6) - 1,
};

struct tcs_rid_system {
    int32_t operator_lat_e7_deg;
    int32_t operator_lon_e7_deg;
    double operator_geo_m; /* over the WGS 84 ellipsoid */
    double ceiling_m;      /* of the area of a group, likewise */
    double floor_m;
    uint32_t time_s;         /* since 2019-01-01 UTC */
    uint16_t area_count;     /* aircraft in the group */
    uint16_t area_radius_m;  /* in steps of 10 m, 0..2550 */
    uint8_t operator_source; /* 0 take-off, 1 live, 2 fixed */
    uint8_t classification;  /* 0 undeclared, 1 European Union */
    uint8_t eu_category;     /* 1 open, 2 specific, 3 certified */
    uint8_t eu_class;        /* 1..7: class 0..6 */
};

struct tcs_rid_operator_id {
    uint8_t kind;
    uint8_t id_len;
    uint8_t id[TCS_RID_ID_LEN];
};

struct tcs_rid_message {
    uint8_t type;        /* enum tcs_rid_type */
    uint8_t version;     /* of the protocol: 0 F3411-19, 1 EN 4709-002, 2 F3411-22a */
    uint16_t valid;      /* location and system: fields that hold something */
    uint16_t impossible; /* fields that were said, but cannot be */
    uint16_t reserved;
    union {
        struct tcs_rid_basic_id basic_id;
        struct tcs_rid_location location;
        struct tcs_rid_auth auth;
        struct tcs_rid_self_id self_id;
        struct tcs_rid_system system;
        struct tcs_rid_operator_id operator_id;
    } as;
};

/*
 * Reads one message of 25 octets (a longer part is cut).
 *
 * Returns  TCS_OK            *ret_message is filled; all unused octets of it are zero
 *          TCS_E_DAMAGED     short, or lengths that contradict each other
 *          TCS_E_FOREIGN     a type that the standard does not define, or a pack
 *          TCS_E_IMPOSSIBLE  a position outside the Earth
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_rid_message_read(struct tcs_bytes octets,
                                     struct tcs_rid_message *ret_message,
                                     struct tcs_fault *fault);

/* The messages of one broadcast: of a pack, or the one that came without. */
struct tcs_rid_pack {
    uint8_t version;
    uint8_t count;             /* 1..9: messages that are there */
    uint8_t missing;           /* announced, but cut off: then the pack is damaged */
    struct tcs_bytes messages; /* count times 25 octets, borrowed */
};

/*
 * Returns  TCS_OK         *ret_pack is filled; octets behind the last message are
 * ignored. When it ends too early, what has come whole is in it, `missing` says how many
 * have not, and fault is filled with TCS_E_DAMAGED: there are senders that count their
 * octets wrong TCS_E_DAMAGED  not one whole message, or not 1 to 9 messages of 25 octets
 *          TCS_E_FOREIGN  a type that the standard does not define
 */
TCS_NODISCARD
enum tcs_status tcs_rid_pack_read(struct tcs_bytes octets, struct tcs_rid_pack *ret_pack,
                                  struct tcs_fault *fault);

/* The octets of message `index`, below count. */
struct tcs_bytes tcs_rid_pack_get(const struct tcs_rid_pack *pack, unsigned index);

/* The instant of a Location's time_ds: of the hours about seen_at, the one that brings it
 * nearest to seen_at. */
struct tcs_time tcs_rid_time(const struct tcs_leap_table *leap, uint16_t time_ds,
                             struct tcs_time seen_at);

/* Bounds that 95 % keep to; 0: not told, or a reserved code. */
double tcs_rid_horizontal_m(uint8_t code);
double tcs_rid_vertical_m(uint8_t code); /* also of the barometric altitude */
double tcs_rid_speed_accuracy_mps(uint8_t code);

/* Words for codes; "reserved" for the others. */
const char *tcs_rid_type_name(uint8_t type);
const char *tcs_rid_id_kind_name(uint8_t id_kind);
const char *tcs_rid_aircraft_name(uint8_t aircraft);
const char *tcs_rid_status_name(uint8_t status);

#endif
