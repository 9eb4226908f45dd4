/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_RID_JSON_H
#define TCS_DECODE_RID_JSON_H

/*
 * rid_json.h -- Remote ID as receivers hand it on in JSON: four dialects, told by what is
 * in them.
 *
 *   drone-scout   {"protocol":1.0,"data":{"MAC address","RSSI","UASdata":base64,...}}
 *                 BlueMark DroneScout over MQTT; UASdata is the structure of
 *                 opendroneid-core-c, 920 octets, little endian
 *   messages      [{"Basic ID":{...}},{"Location/Vector Message":{...}},...], or one
 *                 object with those names: DragonSync's ZMQ, WarDragon, ESP32 receivers
 *   flat          {"id","mac","lat","lon","alt","speed","direction","pilot_lat",...}:
 *                 DragonSync over MQTT and HTTP
 *   kismet        {"kismet.device.base.macaddr",...,"uav.device":{"uav.serialnumber",
 *                 "uav.last_telemetry":{...}}}: Kismet's REST
 *
 * A document holds one object, or an array of them: one drone each (of `messages`, the
 * array is one drone). Numbers may be written as text with a unit ("12.5 m/s"). What is
 * null, "", missing or, of a place or an altitude, 0, is not known. Accuracies are text
 * ("<10 m"). Kismet's velocities are left out: it hands them on in units that differ with
 * the drone.
 *
 * Sources: RemoteID-MQTT-subscriber (BlueMark); opendroneid.h of opendroneid-core-c,
 * commit 4785de4; docs/mqtt-schema.md and telemetry_parser.py of DragonSync; uav tracker
 * of Kismet.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/json.h"
#include "decode/rid_said.h"

enum tcs_rid_json_dialect {
    TCS_RID_JSON_DRONE_SCOUT = 1,
    TCS_RID_JSON_MESSAGES = 2,
    TCS_RID_JSON_FLAT = 3,
    TCS_RID_JSON_KISMET = 4,
};

enum { TCS_RID_UAS_DATA_LEN = 920 };

/*
 * Reads the next drone of a document that tcs_js_read has taken. *at is where to go on: 0
 * at first; call again until TCS_END.
 *
 * Returns  TCS_OK            *ret_said and *ret_dialect are filled
 *          TCS_END           no more drones
 *          TCS_E_FOREIGN     no Remote ID in this object: a status, another device
 *          TCS_E_DAMAGED     a value of the wrong kind, base64 that is none
 *          TCS_E_IMPOSSIBLE  a place outside the Earth
 * *at is moved whatever is returned; fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_rid_json_next(const struct tcs_js *js, uint32_t *at,
                                  struct tcs_rid_said *ret_said, uint8_t *ret_dialect,
                                  struct tcs_fault *fault);

/* The structure of opendroneid-core-c: adds its messages to *said. TCS_E_DAMAGED: not
 * TCS_RID_UAS_DATA_LEN octets; TCS_E_IMPOSSIBLE: a place outside the Earth. */
TCS_NODISCARD
enum tcs_status tcs_rid_uas_data_read(struct tcs_bytes octets, struct tcs_rid_said *said,
                                      struct tcs_fault *fault);

/* "drone-scout", "messages", "flat", "kismet" */
const char *tcs_rid_json_dialect_name(uint8_t dialect);

#endif
