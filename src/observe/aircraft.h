/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_AIRCRAFT_H
#define TCS_OBSERVE_AIRCRAFT_H

/*
 * aircraft.h -- from ADS-B (ASTERIX 021, Mode S extended squitter) to claims.
 *
 * How far a claim is believed follows from what the aircraft says of its navigation:
 *
 *   NACp   bound that 95 % of positions keep to (horizontally): sigma = bound / 2.45
 *   NIC    bound for integrity, where NACp is not told: sigma = bound / 4
 *   NACv   bound of 95 % for velocity: sigma = bound / 2.45; not told: 5 m/s
 *   GVA    bound of 95 % for geometric height: sigma = bound / 1.96
 *
 * and the sensor's own sigmas where none is told. Geometric height is preferred;
 * pressure altitude is believed as claim.h says.
 *
 * Source: RTCA DO-260B tables 2-14 (NIC), 2-71 (NACp), 2-25 (NACv), 2-72 (GVA).
 */

#include "base/status.h"
#include "decode/asterix/cat021.h"
#include "observe/claim.h"
#include "observe/neck.h"

/* Sigmas from the codes; 0: the code tells nothing. */
double tcs_nacp_sigma_m(unsigned nacp);
double tcs_nic_sigma_m(unsigned nic);
double tcs_nacv_sigma_mps(unsigned nacv);
double tcs_gva_sigma_m(unsigned gva);

/*
 * A report of category 021.
 *
 * Returns  TCS_OK            taken; one without a position gives no claim
 *          TCS_E_REFUSED     simulated, a test target or a field monitor
 *          TCS_E_IMPOSSIBLE  the ground station itself found the position wrong, or there
 *                            is no address
 */
TCS_NODISCARD
enum tcs_status tcs_aircraft_report(const struct tcs_neck *neck, uint16_t sensor,
                                    const struct tcs_asterix_021 *record);

#endif
