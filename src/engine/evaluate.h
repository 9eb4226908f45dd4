/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENGINE_EVALUATE_H
#define TCS_ENGINE_EVALUATE_H

/*
 * evaluate.h -- from tracks to picture, threats and alarms. Internal to the room.
 */

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

/* From the tracks as they are with all that came in, but for what came when later looks
 * had been run: the picture, the threats and what follows for the alarms. Changes of
 * alarms are added to those of the step. Then the tracker goes back for what was late. */
void engine_evaluate(struct tcs_engine *engine);

/* An operator's action, as octets: TCS_OK, or why nothing was done. */
enum tcs_status engine_act(struct tcs_engine *engine, struct tcs_bytes octets);

/* The host's clock stepped: eight octets, ns, big endian. */
void engine_clock_step(struct tcs_engine *engine, struct tcs_bytes octets);

#endif
