/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_MONORADAR_H
#define TCS_OBSERVE_MONORADAR_H

/*
 * monoradar.h -- from the messages of one radar (ASTERIX 034, 048; 001, 002) to plots and
 * crossings.
 *
 * A plot's elevation comes from the height that a 3D radar gives (I048/110, above mean
 * sea level, steps of 25 ft) or, of a target that answers interrogation, from its
 * pressure altitude (I048/090); over a spherical earth. Both errors are carried into the
 * sigma of elevation. A plot with neither is range and azimuth alone. Rounding in the
 * wire format is added to the sensor's own sigmas as root of squares (step / sqrt 12).
 *
 * What answers interrogation is said to be a crewed aircraft.
 */

#include "base/status.h"
#include "decode/asterix/asterix.h"
#include "decode/asterix/cat001.h"
#include "decode/asterix/cat002.h"
#include "decode/asterix/cat034.h"
#include "decode/asterix/cat048.h"
#include "observe/assembler.h"

/* A service message; only markers, crossings and the speed of turning matter here. */
void tcs_monoradar_service(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                           uint16_t sensor, const struct tcs_asterix_034 *record);

/*
 * A target report.
 *
 * Returns  TCS_OK            taken; a coasting track without detection gives no plot
 *          TCS_E_REFUSED     simulated, a test target or a field monitor
 *          TCS_E_IMPOSSIBLE  no position, or one that no radar can measure
 */
TCS_NODISCARD
enum tcs_status tcs_monoradar_target(struct tcs_assembler *assembler,
                                     const struct tcs_neck *neck, uint16_t sensor,
                                     const struct tcs_asterix_048 *record);

/*
 * The same for the old categories 001 and 002. The time of a target, sent modulo 512 s,
 * is completed by its arrival: a stamp further from that than 256 s would not be believed
 * anyway.
 */
void tcs_monoradar_old_service(struct tcs_assembler *assembler,
                               const struct tcs_neck *neck, uint16_t sensor,
                               const struct tcs_asterix_002 *record);
TCS_NODISCARD
enum tcs_status tcs_monoradar_old_target(struct tcs_assembler *assembler,
                                         const struct tcs_neck *neck, uint16_t sensor,
                                         const struct tcs_asterix_001 *record);

#endif
