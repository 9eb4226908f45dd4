/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_REPORT_H
#define TCS_OBSERVE_REPORT_H

/*
 * report.h -- what a network says of where things are, as claims: Cursor on Target.
 *
 * Of CoT, atoms in the air become claims (a-?-A...): "unmanned" is type a-?-A-M-F-Q or
 * a-?-A-M-H-Q, any other fixed wing, helicopter or airship says that it is crewed, other
 * types say nothing. Height and errors are the event's, where it knows them; a place that
 * a human has marked (how h-...) without an error is good to 100 m. Everything else (on
 * the ground, bits, tasks) is heard and not used.
 *
 * What tocsin itself has sent comes back over such networks. Its events have uids that
 * begin with TCS_REPORT_OWN_UID; they are not taken.
 */

#include "base/status.h"
#include "decode/cot.h"
#include "observe/neck.h"

#define TCS_REPORT_OWN_UID "tocsin."

/*
 * Returns  TCS_OK            taken, or nothing that flies
 *          TCS_E_REFUSED     our own, or stale when it came
 */
TCS_NODISCARD
enum tcs_status tcs_report_cot(const struct tcs_neck *neck, uint16_t sensor,
                               const struct tcs_cot *cot);

#endif
