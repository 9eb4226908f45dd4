/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_SYSTEM_H
#define TCS_OBSERVE_SYSTEM_H

/*
 * system.h -- system tracks of another surveillance system (ASTERIX 062) to claims.
 *
 * A system track is the other's conclusion from measurements, some of which may be ours
 * as well: counted as a measurement it would count these twice, and its errors hang
 * together from one report to the next. So it is taken as what it is, a claim by name
 * (SAC, SIC and track number): it can name, place and explain a track, and ring nothing.
 *
 * Position in WGS 84, or Cartesian about the source's place; height geometric, or by
 * pressure; velocity and sigmas as told. The class is what the aircraft says of itself,
 * or crewed when it answers interrogation. A track that is tentative or coasting, and the
 * last report of one, is no claim of where something is.
 */

#include "base/status.h"
#include "decode/asterix/cat062.h"
#include "observe/neck.h"

/*
 * Returns  TCS_OK            taken, or nothing to take
 *          TCS_E_REFUSED     simulated
 *          TCS_E_IMPOSSIBLE  no track number
 */
TCS_NODISCARD
enum tcs_status tcs_system_track(const struct tcs_neck *neck, uint16_t sensor,
                                 const struct tcs_asterix_062 *record);

#endif
