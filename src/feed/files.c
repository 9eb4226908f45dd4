/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "feed/capture.h"
#include "feed/lines.h"
#include "feed/recording.h"

enum phase { PHASE_UP, PHASE_BYTES, PHASE_DOWN, PHASE_DONE };

struct file_feed {
    const struct tcs_site *site;
    const char *name;
    uint16_t index;
    uint8_t framing;
    enum phase phase;
    uint64_t sequence;
    int64_t utc_ns; /* of the event that comes next */
    struct tcs_bytes payload;
    bool at_hand; /* the payload has been read and not yet handed out */
    uint64_t size;
    uint64_t done;

    struct tcs_capture *capture; /* or a recording, or lines: */
    FILE *lines;
    struct tcs_recording *recording;
    char *line;
    size_t line_size;
    bool broken; /* to be told once */
    char error[TCS_FEED_ERROR_LEN];
};

struct tcs_files {
    const struct tcs_site *site;
    uint32_t count;
    struct tcs_time last;
    struct file_feed feeds[TCS_FEED_MAX];
};

/* By the link types of captures (https://www.tcpdump.org/linktypes.html). */
static bool framing_of_link(uint32_t link, uint8_t *ret_framing)
{
    static const struct {
        uint16_t link;
        uint8_t framing;
    } rows[] = {
        { 1, TCS_FRAMING_PACKET_ETHERNET },         { 105, TCS_FRAMING_PACKET_80211 },
        { 127, TCS_FRAMING_PACKET_80211_RADIOTAP }, { 187, TCS_FRAMING_PACKET_HCI_H4 },
        { 201, TCS_FRAMING_PACKET_HCI_H4_PHDR },    { 251, TCS_FRAMING_PACKET_BLE },
        { 254, TCS_FRAMING_PACKET_HCI_MONITOR },    { 256, TCS_FRAMING_PACKET_BLE_PHDR },
        { 272, TCS_FRAMING_PACKET_NORDIC_BLE },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].link == link) {
            *ret_framing = rows[i].framing;
            return true;
        }
    return false;
}

static void set_time(struct file_feed *feed, int64_t utc_ns)
{
    if (utc_ns > feed->utc_ns)
        feed->utc_ns = utc_ns;
}

static void fail(struct file_feed *feed, const char *why)
{
    snprintf(feed->error, sizeof feed->error, "feed '%s': %.190s", feed->name, why);
    feed->broken = true;
    feed->phase = feed->phase == PHASE_UP ? PHASE_DONE : PHASE_DOWN;
}

static void advance_capture(struct file_feed *feed)
{
    struct tcs_capture_packet packet;
    char why[TCS_CAPTURE_ERROR_LEN];
    uint8_t framing = 0;
    const enum tcs_status status = tcs_capture_next(feed->capture, &packet, why);

    if (status == TCS_END) {
        feed->phase = PHASE_DOWN;
        return;
    }
    if (status != TCS_OK) {
        fail(feed, why);
        return;
    }
    if (!framing_of_link(packet.link, &framing)) {
        snprintf(why, sizeof why, "link type %u is not supported", packet.link);
        fail(feed, why);
        return;
    }
    if (feed->phase == PHASE_UP)
        feed->framing = framing;
    else if (framing != feed->framing) {
        fail(feed, "the capture mixes link types");
        return;
    }
    set_time(feed, packet.utc_ns);
    feed->payload = packet.data;
    feed->at_hand = true;
    feed->done += packet.data.len;
}

static void advance_lines(struct file_feed *feed)
{
    int64_t utc_ns = 0;
    ssize_t len = 0;

    /* A line without a time (a heading, an empty line) has no place in the order of
     * events. */
    do {
        len = getline(&feed->line, &feed->line_size, feed->lines);
        if (len < 0) {
            if (ferror(feed->lines))
                fail(feed, strerror(errno));
            else
                feed->phase = PHASE_DOWN;
            return;
        }
        feed->done += (uint64_t)len;
        while (len > 0 && (feed->line[len - 1] == '\n' || feed->line[len - 1] == '\r'))
            len--;
    } while (!tcs_line_time(tcs_bytes(feed->line, (size_t)len), &utc_ns));
    feed->framing = TCS_FRAMING_LINE;
    set_time(feed, utc_ns);
    feed->payload = tcs_bytes(feed->line, (size_t)len);
    feed->at_hand = true;
}

static void advance_recording(struct file_feed *feed)
{
    int64_t utc_ns = 0;
    const char *why = "";
    const enum tcs_status status =
        tcs_recording_next(feed->recording, &feed->payload, &utc_ns, &why);

    if (status == TCS_END) {
        feed->phase = PHASE_DOWN;
        return;
    }
    if (status != TCS_OK) {
        fail(feed, why);
        return;
    }
    feed->framing = TCS_FRAMING_DATAGRAM;
    set_time(feed, utc_ns);
    feed->at_hand = true;
    feed->done += feed->payload.len;
}

static void advance(struct file_feed *feed)
{
    if (feed->capture != NULL)
        advance_capture(feed);
    else if (feed->recording != NULL)
        advance_recording(feed);
    else
        advance_lines(feed);
}

/* What is no capture: a recording, when the site file says so, or lines. */
static bool open_other(struct file_feed *feed, const char *path,
                       char ret_error[TCS_FEED_ERROR_LEN])
{
    const struct tcs_feed_config *config = &feed->site->engine.feeds[feed->index];
    const struct tcs_feed_site *place = &feed->site->feeds[feed->index];

    if (config->envelope != TCS_ASTERIX_RAW && !place->has_date) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN,
                 "feed '%s': a recording tells times of day: its 'date' is needed",
                 feed->name);
        return false;
    }
    if (config->envelope == TCS_ASTERIX_RAW)
        feed->lines = fopen(path, "rb");
    else if (tcs_recording_open(path, (enum tcs_asterix_framing)config->envelope,
                                place->date_utc_ns, &feed->recording) != TCS_OK)
        feed->recording = NULL;
    if (feed->lines != NULL || feed->recording != NULL)
        return true;
    snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': %.150s: %s", feed->name, path,
             strerror(errno));
    return false;
}

static enum tcs_status open_one(struct file_feed *feed,
                                char ret_error[TCS_FEED_ERROR_LEN])
{
    const char *path = feed->site->feeds[feed->index].path;
    char why[TCS_CAPTURE_ERROR_LEN];
    struct stat info;

    if (stat(path, &info) == 0)
        feed->size = (uint64_t)info.st_size;
    if (tcs_capture_open(path, &feed->capture, why) != TCS_OK) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': %.200s", feed->name, why);
        return TCS_E_IO;
    }
    if (!tcs_capture_is_packets(feed->capture)) {
        tcs_capture_close(feed->capture);
        feed->capture = NULL;
        if (!open_other(feed, path, ret_error))
            return TCS_E_IO;
    }
    feed->phase = PHASE_UP;
    advance(feed);
    if (feed->phase == PHASE_UP)
        return TCS_OK;
    if (!feed->broken &&
        (feed->capture != NULL || feed->recording != NULL || feed->done == 0)) {
        feed->phase = PHASE_DONE; /* nothing was heard: no event has a time */
        return TCS_OK;
    }
    if (feed->broken)
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "%.250s", feed->error);
    else
        snprintf(ret_error, TCS_FEED_ERROR_LEN,
                 "feed '%s': %.150s: neither a capture nor lines that begin with a time",
                 feed->name, path);
    return TCS_E_IO;
}

static enum tcs_status open_all(struct tcs_files *files,
                                char ret_error[TCS_FEED_ERROR_LEN])
{
    for (uint32_t i = 0; i < files->count; i++) {
        struct file_feed *feed = &files->feeds[i];

        feed->site = files->site;
        feed->name = files->site->engine.feeds[i].name;
        feed->index = (uint16_t)i;
        feed->utc_ns = INT64_MIN;
        if (files->site->feeds[i].transport != TCS_TRANSPORT_FILE) {
            snprintf(ret_error, TCS_FEED_ERROR_LEN,
                     "feed '%s' is live: files and live feeds cannot be run together",
                     feed->name);
            return TCS_E_ARGUMENT;
        }
        const enum tcs_status status = open_one(feed, ret_error);

        if (status != TCS_OK)
            return status;
    }
    return TCS_OK;
}

enum tcs_status tcs_files_open(const struct tcs_site *site, struct tcs_files **ret_files,
                               char ret_error[TCS_FEED_ERROR_LEN])
{
    struct tcs_files *files = calloc(1, sizeof *files);

    if (files == NULL) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "out of memory");
        return TCS_E_MEMORY;
    }
    files->site = site;
    files->count = site->engine.feed_count;
    files->last.tai_ns = INT64_MIN;
    const enum tcs_status status = open_all(files, ret_error);

    if (status != TCS_OK) {
        tcs_files_close(files);
        return status;
    }
    *ret_files = files;
    return TCS_OK;
}

/* The feed whose next event is earliest; the first of equals. NULL: all are done. */
static struct file_feed *earliest(struct tcs_files *files)
{
    struct file_feed *best = NULL;

    for (uint32_t i = 0; i < files->count; i++) {
        struct file_feed *feed = &files->feeds[i];

        if (feed->phase != PHASE_DONE && (best == NULL || feed->utc_ns < best->utc_ns))
            best = feed;
    }
    return best;
}

/* The stamp may repeat at a leap second; arrival never goes back. */
static struct tcs_time arrival(struct tcs_files *files, const struct file_feed *feed)
{
    const struct tcs_time at = tcs_time_from_utc(&files->site->engine.leap, feed->utc_ns);

    if (tcs_time_compare(at, files->last) > 0)
        files->last = at;
    return files->last;
}

enum tcs_status tcs_files_next(struct tcs_files *files, struct tcs_event *ret_event,
                               char ret_error[TCS_FEED_ERROR_LEN])
{
    /* What was read ahead told the time; the next is read only now, as it overwrites it.
     */
    for (uint32_t i = 0; i < files->count; i++)
        if (files->feeds[i].phase == PHASE_BYTES && !files->feeds[i].at_hand)
            advance(&files->feeds[i]);
    struct file_feed *feed = earliest(files);

    if (feed == NULL)
        return TCS_END;
    if (feed->broken) {
        feed->broken = false;
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "%.250s", feed->error);
        return TCS_E_DAMAGED;
    }
    memset(ret_event, 0, sizeof *ret_event);
    ret_event->feed = feed->index;
    ret_event->sequence = feed->sequence++;
    ret_event->arrival = arrival(files, feed);
    switch (feed->phase) {
    case PHASE_UP:
        ret_event->kind = TCS_EVENT_FEED_UP;
        ret_event->payload = tcs_bytes(&feed->framing, 1);
        feed->phase = PHASE_BYTES;
        break;
    case PHASE_BYTES:
        ret_event->kind = TCS_EVENT_BYTES;
        ret_event->payload = feed->payload;
        feed->at_hand = false;
        break;
    case PHASE_DOWN:
    case PHASE_DONE:
        ret_event->kind = TCS_EVENT_FEED_DOWN;
        feed->phase = PHASE_DONE;
        break;
    }
    return TCS_OK;
}

void tcs_files_progress(const struct tcs_files *files, uint64_t *ret_done,
                        uint64_t *ret_all)
{
    *ret_done = 0;
    *ret_all = 0;
    for (uint32_t i = 0; i < files->count; i++) {
        *ret_done += files->feeds[i].done;
        *ret_all += files->feeds[i].size;
    }
}

void tcs_files_close(struct tcs_files *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        tcs_capture_close(files->feeds[i].capture);
        tcs_recording_close(files->feeds[i].recording);
        if (files->feeds[i].lines != NULL)
            fclose(files->feeds[i].lines);
        free(files->feeds[i].line);
    }
    free(files);
}
