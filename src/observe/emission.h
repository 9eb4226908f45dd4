/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_EMISSION_H
#define TCS_OBSERVE_EMISSION_H

/*
 * emission.h -- from KrakenSDR's lines to bearings of emissions.
 *
 * The lines of one moment (equal times, one a channel) are one look. What has the time of
 * the look before is the same answer again and is not handed on. A look is valid in the
 * middle of its samples: half of the latency before its time.
 *
 * A bearing's sigma is the sensor's, or that of a bell curve as wide at half power as the
 * lobe of its spectrum (width / 2.355), whichever is larger: a flat spectrum tells
 * little.
 *
 * Channels are heard only above their squelch, and of a channel the strongest emission
 * alone: silence is no evidence. Bearings are relative to the array's reference; the site
 * file's `rotation` says where that points.
 */

#include <stdint.h>

#include "decode/kraken.h"
#include "observe/neck.h"

enum { TCS_EMISSIONS_MAX = 16 }; /* channels of one moment */

/* Lasting; all zero is the start state. */
struct tcs_emission {
    int64_t last_ms; /* time of the last look; 0: none yet */
};

/* The lines of one moment, 1 to TCS_EMISSIONS_MAX. */
void tcs_emission_take(struct tcs_emission *emission, const struct tcs_neck *neck,
                       uint16_t sensor, const struct tcs_kraken *const *lines,
                       uint32_t count);

#endif
