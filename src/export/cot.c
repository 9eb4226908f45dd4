/* SPDX-License-Identifier: Apache-2.0 */
/* cot.c -- Cursor on Target: tracks, and take-cover as alerts; XML or TAK protocol 1. */
#include "view/cot.h"

#include "encode/cot.h"
#include "export/inside.h"

enum { EVENT_MAX = 16384 };

static enum tcs_status put(struct tcs_export *x, const struct tcs_cot *cot)
{
    char room[EVENT_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    enum tcs_status status = TCS_OK;

    if (x->format == &export_tak) {
        status = tcs_tak_write(cot, NULL, TCS_TAK_STREAM, &w);
    } else {
        status = tcs_cot_write(cot, &w);
        tcs_write_u8(&w, '\n');
    }
    if (status != TCS_OK)
        return status;
    const struct tcs_bytes octets = tcs_written(&w);

    return fwrite(octets.data, 1, octets.len, x->out) == octets.len ? TCS_OK : TCS_E_IO;
}

static enum tcs_status picture(struct tcs_export *x, const struct tcs_site *site,
                               struct tcs_time time, const struct tcs_view_picture *shown,
                               const struct tcs_alarms *alarms)
{
    enum tcs_status status = TCS_OK;
    struct tcs_cot cot;

    (void)alarms;
    for (size_t i = 0; status == TCS_OK && i < shown->track_count; i++) {
        tcs_view_cot_track(site, time, &shown->tracks[i], &cot);
        status = put(x, &cot);
    }
    return status;
}

static enum tcs_status change(struct tcs_export *x, const struct tcs_site *site,
                              struct tcs_time time, const struct tcs_view_picture *shown,
                              const struct tcs_alarm_change *changed)
{
    struct tcs_cot cot;

    (void)shown;
    return tcs_view_cot_alarm(site, time, changed, &cot) ? put(x, &cot) : TCS_OK;
}

const struct format export_cot = {
    .about = { "cot", "Cursor on Target events, a line each" },
    .picture = picture,
    .change = change,
};

const struct format export_tak = {
    .about = { "tak", "the same events as a stream of TAK protocol 1" },
    .picture = picture,
    .change = change,
};
