/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sapient.c -- what a SAPIENT output would have sent to a higher system that accepts all
 * (node/sapient.h): registration, status, detections and alerts, each behind its length.
 */
#include "node/sapient.h"

#include <stdlib.h>

#include "export/inside.h"

struct sapient {
    struct tcs_node node;
    struct tcs_site site; /* the one that holds now; the node refers to it */
    bool registered;
    uint8_t room[TCS_NODE_ROOM];
};

static enum tcs_status begin(struct tcs_export *x)
{
    x->own = calloc(1, sizeof(struct sapient));
    return x->own != NULL ? TCS_OK : TCS_E_MEMORY;
}

static enum tcs_status take_site(struct tcs_export *x, const struct tcs_site *site)
{
    struct sapient *s = x->own;
    const char *name = "export";
    const char *id = "";

    s->site = *site;
    s->registered = false;
    for (uint32_t i = 0; i < site->sink_count; i++)
        if (site->sinks[i].kind == TCS_SINK_SAPIENT) {
            name = s->site.sinks[i].name;
            id = s->site.sinks[i].node;
            break;
        }
    tcs_node_init(&s->node, TCS_NODE_EDGE, &s->site, name, id);
    return TCS_OK;
}

/* The time of the first message is that of what there is to say first. */
static struct tcs_writer writer(struct sapient *s, struct tcs_time time)
{
    struct tcs_writer out = tcs_writer(s->room, sizeof s->room);

    if (!s->registered) {
        tcs_node_begin(&s->node, time, &out);
        s->node.accepted = s->registered = true;
    }
    tcs_node_tick(&s->node, time, &out);
    return out;
}

static enum tcs_status put(const struct tcs_export *x, const struct tcs_writer *out)
{
    return fwrite(out->data, 1, out->len, x->out) == out->len ? TCS_OK : TCS_E_IO;
}

static enum tcs_status picture(struct tcs_export *x, const struct tcs_site *site,
                               struct tcs_time time, const struct tcs_view_picture *shown,
                               const struct tcs_alarms *alarms)
{
    struct sapient *s = x->own;
    struct tcs_writer out = writer(s, time);

    (void)site;
    (void)alarms;
    tcs_node_picture(&s->node, time, shown->tracks, shown->track_count, &out);
    return put(x, &out);
}

static enum tcs_status change(struct tcs_export *x, const struct tcs_site *site,
                              struct tcs_time time, const struct tcs_view_picture *shown,
                              const struct tcs_alarm_change *changed)
{
    const struct tcs_alarm *alarm = &changed->alarm;
    struct sapient *s = x->own;
    char text[160];
    char id[27];

    (void)shown;
    if (changed->from == alarm->state)
        return TCS_OK; /* only the numbers */
    struct tcs_writer out = writer(s, time);

    snprintf(text, sizeof text, "%s %s: %s",
             tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind),
             tcs_view_alarm_subject(site, alarm),
             tcs_alarm_state_name((enum tcs_alarm_state)alarm->state));
    (void)tcs_node_alert(&s->node, time, alarm, text, &out, id);
    return put(x, &out);
}

static void drop(struct tcs_export *x)
{
    free(x->own);
}

const struct format export_sapient = {
    .about = { "sapient", "BSI Flex 335 messages, each behind its length" },
    .begin = begin,
    .site = take_site,
    .picture = picture,
    .change = change,
    .drop = drop,
};
