/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_RECORDING_H
#define TCS_FEED_RECORDING_H

/*
 * recording.h -- a file of ASTERIX in a recorder's framing, frame by frame, each with its
 * time. Recorders write times of day; the date is told by whoever knows it, and a time
 * that goes back by more than half a day is one of the day after.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/asterix/framing.h"

struct tcs_recording;

/* TCS_E_IO: cannot be read (errno tells why). TCS_E_MEMORY. */
TCS_NODISCARD
enum tcs_status tcs_recording_open(const char *path, enum tcs_asterix_framing framing,
                                   int64_t date_utc_ns,
                                   struct tcs_recording **ret_recording);

/* The next whole frame, borrowed until the next call. TCS_END. TCS_E_DAMAGED: what comes
 * is no frame, or the file cannot be read on; ret_why, a literal, says it. */
TCS_NODISCARD
enum tcs_status tcs_recording_next(struct tcs_recording *recording,
                                   struct tcs_bytes *ret_frame, int64_t *ret_utc_ns,
                                   const char **ret_why);

/* NULL is allowed. */
void tcs_recording_close(struct tcs_recording *recording);

#endif
