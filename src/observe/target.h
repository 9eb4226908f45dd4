/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_TARGET_H
#define TCS_OBSERVE_TARGET_H

/*
 * target.h -- from reports that stand for themselves to looks: ASTERIX 010, 015, 020 and
 * 205. They come from systems that do not turn, so nothing tells where such a system has
 * looked in vain: silence is no evidence.
 *
 * What a report tells is taken in the terms in which it was measured, the first of these
 * that is there:
 *
 *   010   range and azimuth; WGS 84; Cartesian
 *   015   as seen from the sensor: range and azimuth (and elevation), azimuth and
 *         elevation, azimuth alone; else WGS 84 with or without height. A range along
 *         transmitter, target and receiver is none. Range rate and not Doppler, whose
 *         sign is not defined
 *   020   WGS 84; Cartesian. It answers interrogation: a crewed aircraft
 *   205   the bearing of the system, or of the sensor by itself, with its elevation
 *
 * Sigmas are the report's, or else the sensor's. A report without a position, one that
 * is coasting, and the end of a track give nothing: the sensor was heard.
 *
 * The reports of one sensor in one datagram make one look when they are within
 * TCS_GATHER_SPAN_NS of each other.
 */

#include "base/status.h"
#include "decode/asterix/cat010.h"
#include "decode/asterix/cat015.h"
#include "decode/asterix/cat020.h"
#include "decode/asterix/cat205.h"
#include "observe/neck.h"

#define TCS_GATHER_SPAN_NS TCS_NS_PER_S

/* A look that is being put together; all zero: none. Lives for one datagram and holds the
 * neck's observations as long as it is not flushed. */
struct tcs_gather {
    struct tcs_look look;
    bool open;
};

void tcs_gather_flush(struct tcs_gather *gather, const struct tcs_neck *neck);

/*
 * Returns  TCS_OK         taken, or nothing to take
 *          TCS_E_REFUSED  simulated, a test target or a field monitor
 */
TCS_NODISCARD
enum tcs_status tcs_target_010(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_010 *record);
TCS_NODISCARD
enum tcs_status tcs_target_015(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_015 *record);
TCS_NODISCARD
enum tcs_status tcs_target_020(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_020 *record);
TCS_NODISCARD
enum tcs_status tcs_target_205(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_205 *record);

#endif
