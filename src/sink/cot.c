/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cot.c -- an output of Cursor on Target events: the confirmed tracks every period, their
 * ends, and take-cover as alerts, as XML or TAK protocol 1.
 *
 * Over UDP a datagram is one event. A stream begins with XML, each event behind an XML
 * declaration and with nothing after it; when TAK is wished for and the server offers it,
 * it goes on in that:
 *
 *   XML -> (offer t-x-takp-v) request t-x-takp-q -> ASKED -> (t-x-takp-r true) TAK
 *
 * While asked, nothing is said. Without an answer in 60 s the connection is made anew,
 * and stays with XML: warnings do not wait twice.
 */
#include "view/cot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/cot_stream.h"
#include "encode/cot.h"
#include "sink/shown.h"
#include "sink/wire.h"

enum {
    REPEAT_MS = 10000, /* of alerts that are on */
    PING_MS = 20000,   /* on a stream */
    ANSWER_MAX_MS = 60000,
};

_Static_assert(sizeof(struct tcs_alarm_change) <= TCS_SINK_TEXT_MAX, "a change fits");

enum speech { XML, ASKED, TAK };

struct cot {
    struct tcs_wire wire;
    enum speech speech; /* of the stream */
    bool any_cycle;
    struct tcs_time last; /* cycle */
    uint64_t repeated_ms;
    uint64_t pinged_ms;
    uint64_t asked_ms;
    bool unanswered; /* it has offered TAK protocol once, and not answered */
    struct tcs_shown shown;
    struct tcs_cot event; /* the one that is being said */
    struct tcs_cot heard; /* or read */
    struct tcs_cot_stream in;
};

static uint64_t now_ms(const struct cot *cot)
{
    return uv_now(tcs_sinks_loop(cot->wire.sink.sinks));
}

/* The present by the host's clock, for events of our own making. */
static struct tcs_time present(const struct cot *cot)
{
    uv_timeval64_t utc = { 0 };

    (void)uv_gettimeofday(&utc);
    return tcs_time_from_utc(&tcs_sinks_site(cot->wire.sink.sinks)->engine.leap,
                             utc.tv_sec * TCS_NS_PER_S + (int64_t)utc.tv_usec * 1000);
}

/* cot->event in the form that is spoken now. */
static bool write_event(const struct cot *cot, struct tcs_writer *w)
{
    static const char declaration[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const bool mesh = cot->wire.sink.site->way == TCS_WAY_UDP;

    if (mesh && cot->wire.sink.site->form == TCS_FORM_TAK) {
        struct tcs_tak_control control = { .min_version = 1, .max_version = 1 };

        snprintf(control.uid, sizeof control.uid, "%s", cot->event.uid);
        return tcs_tak_write(&cot->event, &control, TCS_TAK_MESH, w) == TCS_OK;
    }
    if (!mesh && cot->speech == TAK)
        return tcs_tak_write(&cot->event, NULL, TCS_TAK_STREAM, w) == TCS_OK;
    tcs_write_bytes(w, declaration, strlen(declaration));
    return tcs_cot_write(&cot->event, w) == TCS_OK;
}

static bool say(struct cot *cot)
{
    uint8_t room[TCS_WIRE_MESSAGE_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (write_event(cot, &w))
        return tcs_wire_send(&cot->wire, tcs_written(&w));
    tcs_sink_lost(&cot->wire.sink, "an event cannot be said");
    return false;
}

/* The change waits as it is: in which form it will be said shows when it is. */
static size_t write_change(struct tcs_sink *sink, struct tcs_time now,
                           const struct tcs_sink_picture *picture,
                           const struct tcs_alarm_change *change,
                           char text[TCS_SINK_TEXT_MAX])
{
    struct cot *cot = (struct cot *)sink;

    (void)picture;
    if (!tcs_view_cot_alarm(tcs_sinks_site(sink->sinks), now, change, &cot->event))
        return 0;
    memcpy(text, change, sizeof *change);
    return sizeof *change;
}

static bool encode(struct tcs_wire *wire, const struct tcs_sink_item *item,
                   struct tcs_writer *w)
{
    struct cot *cot = (struct cot *)wire;
    struct tcs_alarm_change change;

    memcpy(&change, item->text, sizeof change);
    return tcs_view_cot_alarm(tcs_sinks_site(wire->sink.sinks), item->posted_at, &change,
                              &cot->event) &&
           write_event(cot, w);
}

/* Who comes late, or has lost a datagram, has to hear of an alert too. */
static void repeat_alerts(struct cot *cot, struct tcs_time now)
{
    const struct tcs_site *site = tcs_sinks_site(cot->wire.sink.sinks);

    if (now_ms(cot) - cot->repeated_ms < REPEAT_MS)
        return;
    cot->repeated_ms = now_ms(cot);
    for (uint32_t zone = 0; zone < site->engine.zone_count; zone++) {
        const struct tcs_alarm_change *last =
            tcs_sinks_zone_change(cot->wire.sink.sinks, zone);

        if (last == NULL || !tcs_alarm_take_cover_on(&last->alarm))
            continue;
        struct tcs_alarm_change again = *last;

        again.from = TCS_ALARM_NORMAL;
        if (tcs_view_cot_alarm(site, now, &again, &cot->event))
            (void)say(cot);
    }
}

/* An end that could not be said is said with the next picture. */
static void say_ends(struct cot *cot, struct tcs_time now)
{
    const struct tcs_site *site = tcs_sinks_site(cot->wire.sink.sinks);
    size_t i = 0;

    while ((i = tcs_shown_gone(&cot->shown, i)) < cot->shown.count) {
        tcs_view_cot_gone(site, now, cot->shown.tracks[i].id, &cot->event);
        if (say(cot))
            tcs_shown_forget(&cot->shown, i);
        else
            i++;
    }
}

static void picture(struct tcs_sink *sink, const struct tcs_sink_picture *newest)
{
    struct cot *cot = (struct cot *)sink;
    const double since_s = tcs_span_seconds(tcs_time_since(newest->now, cot->last));

    if (!tcs_wire_ready(&cot->wire) ||
        (cot->any_cycle && since_s >= 0.0 && since_s < sink->site->period_s))
        return;
    cot->any_cycle = true;
    cot->last = newest->now;
    repeat_alerts(cot, newest->now);
    tcs_shown_begin(&cot->shown);
    for (size_t i = 0; i < newest->shown.track_count; i++) {
        const struct tcs_track_view *track = &newest->shown.tracks[i];

        if (track->state == TCS_TRACK_TENTATIVE)
            continue;
        if (!tcs_shown_mark(&cot->shown, track)) {
            tcs_sink_lost(sink, "more tracks than can be shown");
            continue;
        }
        tcs_view_cot_track(tcs_sinks_site(sink->sinks), newest->now, track, &cot->event);
        (void)say(cot);
    }
    say_ends(cot, newest->now);
}

/* ---------------------------------------------------------------- negotiation */

static void begun(struct tcs_wire *wire)
{
    struct cot *cot = (struct cot *)wire;

    cot->speech = XML;
    memset(&cot->in, 0, sizeof cot->in);
    cot->pinged_ms = cot->repeated_ms = now_ms(cot) - PING_MS;
}

/* Whether what was heard has this element with this attribute, in either kind of quotes.
 */
static bool has(const struct tcs_cot *heard, const char *element, const char *attribute,
                const char *value)
{
    char rest[TCS_COT_REST_LEN + 1];
    char quoted[2][48];

    memcpy(rest, heard->rest, heard->rest_len);
    rest[heard->rest_len] = '\0';
    snprintf(quoted[0], sizeof quoted[0], "%s=\"%s\"", attribute, value);
    snprintf(quoted[1], sizeof quoted[1], "%s='%s'", attribute, value);
    for (const char *at = strstr(rest, element); at != NULL;
         at = strstr(at + 1, element)) {
        const size_t len = strcspn(at, ">");
        const char *a = strstr(at, quoted[0]);
        const char *b = strstr(at, quoted[1]);

        if ((a != NULL && a < at + len) || (b != NULL && b < at + len))
            return true;
    }
    return false;
}

static void take_event(struct cot *cot)
{
    const struct tcs_cot *heard = &cot->heard;

    if (cot->speech == XML && !cot->unanswered &&
        strcmp(heard->type, "t-x-takp-v") == 0 &&
        has(heard, "<TakProtocolSupport", "version", "1")) {
        tcs_view_cot_request(tcs_sinks_site(cot->wire.sink.sinks), present(cot),
                             heard->uid, &cot->event);
        if (say(cot)) {
            cot->speech = ASKED;
            cot->asked_ms = now_ms(cot);
            cot->wire.held = true;
        }
    } else if (cot->speech == ASKED && strcmp(heard->type, "t-x-takp-r") == 0) {
        cot->speech = has(heard, "<TakResponse", "status", "true") ? TAK : XML;
        cot->wire.held = false;
    }
}

/* What others say is of no interest, but for the negotiation. */
static void heard(struct tcs_wire *wire, struct tcs_bytes octets)
{
    struct cot *cot = (struct cot *)wire;
    struct tcs_bytes message;
    enum tcs_cot_form form;

    if (wire->sink.site->form != TCS_FORM_TAK)
        return;
    while (tcs_cot_stream_next(&cot->in, &octets, &message, &form) == TCS_OK)
        if (form == TCS_COT_XML && tcs_cot_read(message, &cot->heard, NULL) == TCS_OK)
            take_event(cot);
}

static void tick(struct tcs_wire *wire)
{
    struct cot *cot = (struct cot *)wire;

    if (cot->speech == ASKED && now_ms(cot) - cot->asked_ms > ANSWER_MAX_MS) {
        cot->unanswered =
            true; /* XML with it from now on: warnings must not wait again */
        tcs_stream_lose(&wire->stream, "no answer about TAK protocol within 60 s");
        return;
    }
    if (!tcs_wire_ready(wire) || now_ms(cot) - cot->pinged_ms < PING_MS)
        return;
    cot->pinged_ms = now_ms(cot);
    tcs_view_cot_ping(tcs_sinks_site(wire->sink.sinks), present(cot), &cot->event);
    (void)say(cot);
}

struct tcs_sink *tcs_cot_open(struct tcs_sinks *sinks, const struct tcs_sink_site *site)
{
    struct cot *cot = calloc(1, sizeof *cot);

    if (cot == NULL)
        return NULL;
    cot->wire.sink.write = write_change;
    cot->wire.sink.picture = picture;
    cot->wire.encode = encode;
    cot->wire.begun = begun;
    cot->wire.heard = heard;
    cot->wire.tick = tick;
    if (!tcs_wire_open(&cot->wire, sinks, site)) {
        free(cot);
        return NULL;
    }
    return &cot->wire.sink;
}
