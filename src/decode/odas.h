/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ODAS_H
#define TCS_DECODE_ODAS_H

/*
 * odas.h -- what ODAS hears: tracked sources (SST) or potential sources (SSL), one JSON
 * object each hop.
 *
 *   { "timeStamp": 4213,
 *     "src": [ { "id": 3, "tag": "dynamic", "x": 0.1, "y": 0.9, "z": 0.3, "activity": 0.9
 * }, { "x": ..., "y": ..., "z": ..., "E": 0.4 } ] }
 *
 *   timeStamp   number of hops of the sound processing since its start, not a time
 *   x, y, z     unit vector to the source in the axes of the array; all 0: not in use
 *   id          of a tracked source; 0: not in use
 *   tag         "dynamic", "static" or a name
 *   activity    0 to 1: how likely it sounds right now (SST)
 *   E           energy (SSL): such an object is one of potential sources
 *
 * Objects follow one another without anything between them: decode/js_stream.h.
 *
 * Source: odas, sinks of tracks and of potential sources (text_json).
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_ODAS_SOURCES_MAX = 32,
    TCS_ODAS_TAG_LEN = 32,
};

enum tcs_odas_kind { TCS_ODAS_NOTHING = 0, TCS_ODAS_TRACKS = 1, TCS_ODAS_POTENTIALS = 2 };

struct tcs_odas_source {
    double x, y, z;  /* as told: length 1 but for its decimals */
    double strength; /* activity or E */
    uint64_t id;     /* 0 of potential sources */
    char tag[TCS_ODAS_TAG_LEN];
};

struct tcs_odas {
    uint64_t hop;
    uint32_t kind;  /* enum tcs_odas_kind; NOTHING: the list was empty */
    uint32_t count; /* of those in use */
    struct tcs_odas_source sources[TCS_ODAS_SOURCES_MAX];
};

/*
 * Reads one object.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED     not JSON, or a value of the wrong type
 *          TCS_E_FOREIGN     an object without the two names
 *          TCS_E_IMPOSSIBLE  a vector whose length is not 1 (within 0.05, as three
 * decimals and single precision give), or activity above 1 On failure *ret_odas is not
 * touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_odas_read(struct tcs_bytes object, struct tcs_odas *ret_odas,
                              struct tcs_fault *fault);

#endif
