/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_COT_H
#define TCS_DECODE_COT_H

/*
 * cot.h -- Cursor on Target events: version 2.0 as XML, and TAK protocol version 1.
 *
 *   <event version="2.0" uid type time start stale how [access qos opex]>
 *     <point lat lon hae ce le/>            degrees, metres above the ellipsoid, one
 * sigma <detail> <contact callsign endpoint/>        <__group name role/>
 *       <precisionlocation geopointsrc altsrc/>
 *       <status battery/>                   <takv device platform os version/>
 *       <track course speed/>               degrees from true north, m/s
 *       anything else                       kept as it stands: rest
 *     </detail>
 *   </event>
 *
 * TAK protocol version 1 is the same as a protocol buffer:
 *
 *   mesh    BF 01 BF payload                one a datagram
 *   stream  BF varint-length payload        one after the other
 *   payload TakMessage { 1 takControl { 1 min, 2 max, 3 uid },
 *             2 cotEvent { 1 type, 2 access, 3 qos, 4 opex, 5 uid, 6 sendTime, 7
 * startTime, 8 staleTime (ms), 9 how, 10 lat, 11 lon, 12 hae, 13 ce, 14 le (double), 15
 * detail { 1 xmlDetail, 2 contact, 3 group, 4 precisionLocation, 5 status, 6 takv, 7
 * track } } }
 *
 * An element that holds more than its attributes above, or stands there twice, belongs to
 * the rest as a whole; what the rest holds goes before what a typed message says. Heights
 * and errors of 999999 or more mean "not known".
 *
 * Source: MITRE, Cursor-on-Target Message Router User's Guide and event schema 2.0; the
 * text and message definitions of the TAK protocol that are published with ATAK CIV.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_COT_TEXT_LEN = 128, /* of a text, with its end; longer ones are refused */
    TCS_COT_REST_LEN = 8192,
};

/* What there is beyond what every event has. */
enum tcs_cot_part {
    TCS_COT_HAE = 1 << 0,
    TCS_COT_CE = 1 << 1,
    TCS_COT_LE = 1 << 2,
    TCS_COT_CONTACT = 1 << 3,
    TCS_COT_GROUP = 1 << 4,
    TCS_COT_PRECISION = 1 << 5,
    TCS_COT_STATUS = 1 << 6,
    TCS_COT_TAKV = 1 << 7,
    TCS_COT_TRACK = 1 << 8,
};

/* Texts are empty when they are not there. Zeroed before use. */
struct tcs_cot {
    uint32_t parts; /* enum tcs_cot_part */
    uint32_t battery;
    int64_t time_ns; /* POSIX */
    int64_t start_ns;
    int64_t stale_ns;
    double lat_deg;
    double lon_deg;
    double hae_m;
    double ce_m;
    double le_m;
    double course_deg;
    double speed_mps;
    char uid[TCS_COT_TEXT_LEN];
    char type[TCS_COT_TEXT_LEN];
    char how[TCS_COT_TEXT_LEN];
    char access[TCS_COT_TEXT_LEN];
    char qos[TCS_COT_TEXT_LEN];
    char opex[TCS_COT_TEXT_LEN];
    char callsign[TCS_COT_TEXT_LEN];
    char endpoint[TCS_COT_TEXT_LEN];
    char group[TCS_COT_TEXT_LEN];
    char role[TCS_COT_TEXT_LEN];
    char geopointsrc[TCS_COT_TEXT_LEN];
    char altsrc[TCS_COT_TEXT_LEN];
    char device[TCS_COT_TEXT_LEN];
    char platform[TCS_COT_TEXT_LEN];
    char os[TCS_COT_TEXT_LEN];
    char version[TCS_COT_TEXT_LEN];
    uint32_t rest_len;
    char rest[TCS_COT_REST_LEN]; /* XML, without an end */
};

/*
 * Reads one XML document.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED     not well formed, lacks something, or not a number or time
 *          TCS_E_FOREIGN     XML, but no event of version 2.0
 *          TCS_E_IMPOSSIBLE  a place that is not on the Earth, a negative error or speed
 *          TCS_E_FULL        a text or the rest is longer than its bound
 *          TCS_E_REFUSED     a document type, or another encoding than UTF-8
 * On failure ret_cot is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_cot_read(struct tcs_bytes document, struct tcs_cot *ret_cot,
                             struct tcs_fault *fault);

/* What a TakMessage holds besides an event. */
struct tcs_tak_control {
    uint32_t min_version;
    uint32_t max_version;
    char uid[TCS_COT_TEXT_LEN];
};

/*
 * Reads one payload (behind the header). An event that is there goes to ret_cot, control
 * to ret_control (may be NULL); *ret_has_event tells which. Fails like tcs_cot_read;
 * TCS_E_FOREIGN: neither of the two is in it.
 */
TCS_NODISCARD
enum tcs_status tcs_tak_read(struct tcs_bytes payload, struct tcs_cot *ret_cot,
                             bool *ret_has_event, struct tcs_tak_control *ret_control,
                             struct tcs_fault *fault);

/* The payload of a datagram of the mesh. TCS_E_FOREIGN: it does not begin with BF version
 * BF, or the version is not 1. */
TCS_NODISCARD
enum tcs_status tcs_tak_mesh(struct tcs_bytes datagram, struct tcs_bytes *ret_payload);

/* The one that is read first: rows of names and places, for encoder and decoder alike. */
struct tcs_cot_field {
    const char *name; /* attribute */
    uint16_t offset;  /* in struct tcs_cot */
    uint8_t number;   /* in the protocol buffer */
    uint8_t kind;     /* enum tcs_cot_kind */
};
enum tcs_cot_kind { TCS_COT_KIND_TEXT, TCS_COT_KIND_UINT, TCS_COT_KIND_DOUBLE };
enum { TCS_COT_ELEMENT_FIELDS = 4 };
struct tcs_cot_element {
    const char *name;
    uint32_t part;
    uint8_t number;
    struct tcs_cot_field fields[TCS_COT_ELEMENT_FIELDS]; /* name NULL: no more */
};
enum { TCS_COT_ELEMENTS = 6 };
extern const struct tcs_cot_element tcs_cot_elements[TCS_COT_ELEMENTS];

#endif
