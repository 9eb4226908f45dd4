/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/recording.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

enum { FRAME_MAX = 65535 };

struct tcs_recording {
    FILE *file;
    enum tcs_asterix_framing framing;
    int64_t midnight_utc_ns;
    int64_t last_tod_ns;
    uint8_t frame[FRAME_MAX];
};

enum tcs_status tcs_recording_open(const char *path, enum tcs_asterix_framing framing,
                                   int64_t date_utc_ns,
                                   struct tcs_recording **ret_recording)
{
    struct tcs_recording *recording = calloc(1, sizeof *recording);

    if (recording == NULL)
        return TCS_E_MEMORY;
    recording->file = fopen(path, "rb");
    recording->framing = framing;
    recording->midnight_utc_ns = date_utc_ns;
    if (recording->file == NULL) {
        free(recording);
        return TCS_E_IO;
    }
    *ret_recording = recording;
    return TCS_OK;
}

static int64_t utc_of(struct tcs_recording *recording, int64_t tod_ns)
{
    const int64_t day = 86400 * TCS_NS_PER_S;

    if (recording->last_tod_ns - tod_ns > day / 2)
        recording->midnight_utc_ns += day;
    recording->last_tod_ns = tod_ns;
    return recording->midnight_utc_ns + tod_ns;
}

enum tcs_status tcs_recording_next(struct tcs_recording *recording,
                                   struct tcs_bytes *ret_frame, int64_t *ret_utc_ns,
                                   const char **ret_why)
{
    const size_t head = tcs_asterix_frame_head(recording->framing);
    const size_t got = fread(recording->frame, 1, head, recording->file);
    struct tcs_asterix_frame frame = { .has_time = false };
    struct tcs_asterix_fault fault;

    if (got == 0 && !ferror(recording->file))
        return TCS_END;
    *ret_why = "no frame of this framing";
    if (got < head)
        return TCS_E_DAMAGED;
    const size_t len = tcs_asterix_frame_len(recording->framing, recording->frame);

    if (len == 0 ||
        fread(recording->frame + head, 1, len - head, recording->file) != len - head)
        return TCS_E_DAMAGED;
    struct tcs_bytes in = tcs_bytes(recording->frame, len);

    if (tcs_asterix_frame_next(recording->framing, &in, &frame, &fault) != TCS_OK ||
        !frame.has_time)
        return TCS_E_DAMAGED;
    *ret_frame = tcs_bytes(recording->frame, len);
    *ret_utc_ns = utc_of(recording, frame.tod_ns);
    return TCS_OK;
}

void tcs_recording_close(struct tcs_recording *recording)
{
    if (recording == NULL)
        return;
    fclose(recording->file);
    free(recording);
}
