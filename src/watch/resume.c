/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/resume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "watch/journal.h"
#include "watch/start.h"

/* Where to go on from, found in the record. */
struct place {
    bool found;
    bool config_changed;
    uint64_t next;  /* first entry whose event has to be fed again */
    uint8_t *state; /* NULL: an engine that begins new at `start` */
    struct tcs_time start;
    struct tcs_start before; /* with config_changed, its site_text not NULL: of the run
                                before, which this program can bring back */
};

struct search {
    const char *path;
    struct tcs_record_reader *reader;
    struct tcs_record_fault *fault;
    struct tcs_digest config;
    uint64_t state_size;
};

static enum tcs_status entry_at(struct search *search, uint64_t index,
                                struct tcs_entry *ret_entry)
{
    const enum tcs_status status = tcs_record_seek(search->reader, index);

    return status != TCS_OK ? status
                            : tcs_record_next(search->reader, ret_entry, search->fault);
}

/* A START entry, met on the way back. True: the search is over. */
static bool take_start(struct search *search, const struct tcs_entry *entry,
                       uint64_t index, struct place *place)
{
    struct tcs_start start;

    if (tcs_start_read(entry->payload, &start) != TCS_OK)
        return true;
    if (!tcs_digest_equal(start.config, search->config) ||
        start.layout != TCS_ENGINE_LAYOUT || start.state_size != search->state_size) {
        place->config_changed = true;
        free(place->state);
        place->state = NULL;
        if (start.layout == TCS_ENGINE_LAYOUT)
            place->before = start;
        else
            free(start.site_text);
        return true;
    }
    free(start.site_text);
    if (place->state == NULL && start.resume)
        return false; /* its state lies further back */
    place->found = true;
    if (place->state == NULL) {
        place->next = index + 1;
        place->start = entry->arrival;
    }
    return true;
}

/* Back to the last state, and on to the START that governs it: it tells the
 * configuration. */
static enum tcs_status find_place(struct search *search, struct place *place)
{
    for (uint64_t i = tcs_record_count(search->reader); i > 0; i--) {
        struct tcs_entry entry;
        const enum tcs_status status = entry_at(search, i - 1, &entry);

        if (status != TCS_OK)
            return status;
        if (entry.kind == TCS_ENTRY_START && take_start(search, &entry, i - 1, place))
            return TCS_OK;
        if (entry.kind == TCS_ENTRY_STATE && place->state == NULL) {
            uint64_t step = 0;
            size_t len = 0;

            if (tcs_journal_unpack_state(entry.payload, &step, &place->state, &len) !=
                TCS_OK)
                continue; /* an older one will do */
            if (len != search->state_size) {
                free(place->state);
                place->state = NULL;
                continue; /* of another configuration, as its start will tell */
            }
            place->next = i;
        }
    }
    return TCS_OK;
}

static bool is_event(uint16_t kind)
{
    return kind >= TCS_EVENT_BYTES && kind <= TCS_EVENT_CLOCK_STEP;
}

static enum tcs_status feed_again(struct search *search, uint64_t from,
                                  struct tcs_station *station,
                                  struct tcs_resume_report *report)
{
    struct tcs_entry entry;
    enum tcs_status status = TCS_OK;

    if (from >= tcs_record_count(search->reader))
        return TCS_OK;
    status = tcs_record_seek(search->reader, from);
    while (status == TCS_OK) {
        status = tcs_record_next(search->reader, &entry, search->fault);
        if (status != TCS_OK || !is_event(entry.kind))
            continue;
        const struct tcs_event event = { .kind = entry.kind,
                                         .feed = entry.feed,
                                         .sequence = entry.sequence,
                                         .arrival = entry.arrival,
                                         .payload = entry.payload };

        /* What the engine refused then it refuses now; it left no entry. */
        if (tcs_station_step(station, &event) == TCS_OK)
            report->events++;
    }
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status resume_from(struct search *search, struct tcs_site *site,
                                   struct tcs_time start,
                                   struct tcs_station **ret_station,
                                   struct tcs_resume_report *report)
{
    struct place place;
    struct tcs_station *station = NULL;

    memset(&place, 0, sizeof place);
    enum tcs_status status = find_place(search, &place);

    if (status == TCS_OK)
        status = tcs_station_open(site, place.found ? place.start : start, place.state,
                                  &station);
    free(place.state);
    if (status == TCS_OK && place.before.site_text != NULL)
        report->carried_known =
            tcs_carry_from(search->path, &place.before, site, &report->carried) == TCS_OK;
    free(place.before.site_text);
    if (status != TCS_OK)
        return status;
    report->resumed = place.found;
    report->config_changed = place.config_changed;
    if (place.found)
        status = feed_again(search, place.next, station, report);
    if (status != TCS_OK) {
        tcs_station_close(station);
        return status;
    }
    report->until = tcs_engine_now(tcs_station_engine(station));
    *ret_station = station;
    return TCS_OK;
}

/* What it starts from, what it makes and what it tells: none of it belongs together. */
/* NOLINTNEXTLINE(readability-function-size) */
enum tcs_status tcs_resume(const char *path, struct tcs_bytes site_text,
                           struct tcs_site *site, struct tcs_time start,
                           struct tcs_station **ret_station,
                           struct tcs_resume_report *ret_report,
                           struct tcs_record_fault *ret_fault)
{
    struct search search = { .path = path,
                             .fault = ret_fault,
                             .config = tcs_start_config(site_text, &site->engine.leap),
                             .state_size = tcs_engine_state_size(&site->engine) };
    struct tcs_resume_report report;
    char checkpoint[1024];

    memset(&report, 0, sizeof report);
    const int len = snprintf(checkpoint, sizeof checkpoint, "%s/checkpoint", path);

    if (len < 0 || (size_t)len >= sizeof checkpoint)
        return TCS_E_ARGUMENT;
    if (access(checkpoint, F_OK) != 0) {
        *ret_report = report;
        return tcs_station_open(site, start, NULL, ret_station);
    }
    enum tcs_status status = tcs_record_read_open(path, &search.reader, ret_fault);

    if (status != TCS_OK)
        return status;
    status = resume_from(&search, site, start, ret_station, &report);
    tcs_record_read_close(search.reader);
    if (status == TCS_OK)
        *ret_report = report;
    return status;
}
