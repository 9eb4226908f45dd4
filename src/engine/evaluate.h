/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENGINE_EVALUATE_H
#define TCS_ENGINE_EVALUATE_H

/*
 * evaluate.h -- from tracks to picture, threats and alarms. Internal to the room.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/status.h"
#include "engine/engine.h"

/* The configurations of tracker, timeline and alarms, completed from the engine's. */
struct tcs_tracker_config engine_tracker_config(const struct tcs_engine_config *config);
struct tcs_timeline_config engine_late_config(const struct tcs_engine_config *config);
struct tcs_alarm_config engine_alarm_config(const struct tcs_engine_config *config);

/* Divides scratch, and makes what in it follows from the configuration. */
void engine_bind_scratch(struct tcs_engine *engine);

/* Adds to the digest of the step. */
void engine_chain(const struct tcs_engine *engine, const void *data, size_t len);

/* What may be asked about the tracker between pictures. */
void engine_note_tracker(struct tcs_engine *engine);

/* The picture, the threats and what follows for the alarms, from the tracks as they are
 * with all that came in, but for what came when later looks had been run. Changes of
 * alarms are added to those of the step. */
void engine_evaluate(struct tcs_engine *engine);

/* What follows from what has come in, as far as there is time for it in this step. True
 * when a picture was made. */
bool engine_go_on(struct tcs_engine *engine);

/* After a state was restored: what is in scratch of the picture that is being made. */
void engine_view_again(struct tcs_engine *engine);

/* An operator's action, as octets: TCS_OK, or why nothing was done. */
enum tcs_status engine_act(struct tcs_engine *engine, struct tcs_bytes octets);

/* The host's clock stepped: eight octets, ns, big endian. */
void engine_clock_step(struct tcs_engine *engine, struct tcs_bytes octets);

#endif
