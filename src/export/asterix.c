/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asterix.c -- what an ASTERIX output would have sent (view/sdps.h): a capture of its
 * datagrams. SAC, SIC and the edition of 062 are those of the site's own output; without
 * one they are 0, 0 and the latest.
 */
#include <stdlib.h>

#include "decode/udp.h"
#include "encode/pcap.h"
#include "encode/udp.h"
#include "export/inside.h"
#include "view/sdps.h"

enum { STATUS_EVERY = 4 /* cycles */, PORT = 8600, FRAME_MAX = 2048 };

struct asterix {
    struct tcs_sdps sdps;
    uint64_t cycles;
    struct tcs_export *x;
    int64_t utc_ns; /* of the cycle */
    enum tcs_status status;
};

static enum tcs_status begin(struct tcs_export *x)
{
    uint8_t room[32];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct asterix *a = calloc(1, sizeof *a);

    if (a == NULL)
        return TCS_E_MEMORY;
    a->x = x;
    x->own = a;
    if (tcs_pcap_head_write(TCS_LINK_ETHERNET, false, &w) != TCS_OK)
        return TCS_E_FULL;
    return fwrite(room, 1, w.len, x->out) == w.len ? TCS_OK : TCS_E_IO;
}

static enum tcs_status take_site(struct tcs_export *x, const struct tcs_site *site)
{
    struct asterix *a = x->own;

    for (uint32_t i = 0; i < site->sink_count; i++)
        if (site->sinks[i].kind == TCS_SINK_ASTERIX)
            return tcs_sdps_begin(&a->sdps, site->sinks[i].sac, site->sinks[i].sic,
                                  site->sinks[i].edition)
                       ? TCS_OK
                       : TCS_E_ARGUMENT;
    return tcs_sdps_begin(&a->sdps, 0, 0, NULL) ? TCS_OK : TCS_E_ARGUMENT;
}

static void put(void *context, struct tcs_bytes datagram)
{
    struct asterix *a = context;
    uint8_t frame[FRAME_MAX];
    uint8_t room[FRAME_MAX + 16];
    struct tcs_writer f = tcs_writer(frame, sizeof frame);
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (a->status == TCS_OK)
        a->status = tcs_udp_frame_write(PORT, PORT, datagram, &f);
    const struct tcs_pcap_packet packet = { .utc_ns = a->utc_ns,
                                            .data = tcs_written(&f),
                                            .original_len = (uint32_t)f.len };

    if (a->status == TCS_OK)
        a->status = tcs_pcap_packet_write(&packet, false, &w);
    if (a->status == TCS_OK && fwrite(room, 1, w.len, a->x->out) != w.len)
        a->status = TCS_E_IO;
}

/* A record keeps no silence: a sensor is silent while its alarm says so. */
static void find_silence(const struct tcs_alarms *alarms, double *silence_s)
{
    for (size_t i = 0; i < tcs_alarms_count(alarms); i++) {
        const struct tcs_alarm *alarm = tcs_alarms_at(alarms, i);

        if (alarm->kind == TCS_ALARM_SENSOR_LOST && alarm->subject < TCS_SENSOR_MAX)
            silence_s[alarm->subject] = alarm->probability > 0.5 ? -1.0 : 0.0;
    }
}

static enum tcs_status picture(struct tcs_export *x, const struct tcs_site *site,
                               struct tcs_time time, const struct tcs_view_picture *shown,
                               const struct tcs_alarms *alarms)
{
    struct asterix *a = x->own;
    const struct tcs_sdps_to to = { put, a };
    double silence_s[TCS_SENSOR_MAX] = { 0.0 };

    find_silence(alarms, silence_s);
    a->utc_ns = tcs_time_to_utc(&site->engine.leap, time);
    if (a->cycles++ % STATUS_EVERY == 0)
        tcs_sdps_status(&a->sdps, site, time, silence_s, to);
    tcs_sdps_tracks(&a->sdps, site, time, shown->tracks, shown->track_count, to);
    return a->status;
}

static void drop(struct tcs_export *x)
{
    free(x->own);
}

const struct format export_asterix = {
    .about = { "asterix", "system tracks as ASTERIX 062, 063, 065: a capture" },
    .begin = begin,
    .site = take_site,
    .picture = picture,
    .drop = drop,
};
