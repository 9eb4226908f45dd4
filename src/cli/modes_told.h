/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_MODES_TOLD_H
#define TCS_CLI_MODES_TOLD_H

/*
 * modes_told.h -- members of `tocsin decode modes` for what another decoder has made of
 * squitters: lines of BaseStation and the JSON of readsb. Names are those of frames where
 * they say the same.
 */

#include "cli/json.h"
#include "decode/readsb.h"
#include "decode/sbs.h"

void tcs_print_sbs(struct tcs_json *json, const struct tcs_sbs *sbs);
void tcs_print_readsb(struct tcs_json *json, const struct tcs_readsb *readsb);

#endif
