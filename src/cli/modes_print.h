/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_MODES_PRINT_H
#define TCS_CLI_MODES_PRINT_H

/*
 * modes_print.h -- members of `tocsin decode modes` for replies of transponders, the
 * registers in them, and status messages of squitters.
 */

#include "cli/json.h"
#include "decode/reply.h"

/* All members but the frame's. known: the address was heard in the clear. */
void tcs_print_reply(struct tcs_json *json, const struct tcs_reply *reply, bool known);

/* Of type codes 28, 29 and 31; false (and nothing is printed) for what is not decoded. */
bool tcs_print_status(struct tcs_json *json, const uint8_t message[7]);

/* Of a position on the surface: speed and track from their codes. */
void tcs_print_movement(struct tcs_json *json, unsigned movement, bool has_track,
                        unsigned track);

#endif
