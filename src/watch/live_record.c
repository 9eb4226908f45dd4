/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/live_record.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "watch/resume.h"
#include "watch/start.h"

static void say(const char *text)
{
    fprintf(stderr, "tocsin: %s\n", text);
}

static void put_start(struct tcs_journal *journal, const struct tcs_site *site,
                      struct tcs_bytes site_text, struct tcs_time arrival, bool resumed)
{
    char *text =
        tcs_start_text(site_text, site, tcs_engine_state_size(&site->engine), resumed);
    const struct tcs_entry entry = { .kind = TCS_ENTRY_START,
                                     .feed = 0xffff,
                                     .arrival = arrival,
                                     .payload =
                                         tcs_text_bytes(text == NULL ? "" : text) };

    tcs_journal_put(journal, &entry);
    free(text);
}

static void tell_changed(const struct tcs_resume_report *report)
{
    say("the configuration or the program has changed: begins with an empty picture");
    if (!report->carried_known)
        say("whether a take-cover was on before cannot be told: look into the record");
    else if (report->carried.count + report->carried.gone > 0)
        fprintf(stderr,
                "tocsin: take-cover was on in %u of the zones, and in %u that are gone\n",
                (unsigned)report->carried.count, (unsigned)report->carried.gone);
}

static void tell_resumed(const struct tcs_resume_report *report, struct tcs_span behind)
{
    if (behind.ns > 0)
        fprintf(stderr, "tocsin: the host's clock is %.3f s behind the record\n",
                tcs_span_seconds(behind));
    fprintf(stderr, "tocsin: continues its record (%llu events fed again)\n",
            (unsigned long long)report->events);
}

bool tcs_live_record_open(struct tcs_live_record *record, const char *path,
                          struct tcs_site *site, struct tcs_bytes site_text,
                          struct tcs_clock *clock, struct tcs_station **ret_station)
{
    const struct tcs_leap_table *leap = &site->engine.leap;
    struct tcs_resume_report report = { 0 };
    struct tcs_record_fault fault = { .text = "" };

    tcs_clock_start(clock, leap, (struct tcs_time) { 0 });
    const struct tcs_time now = tcs_clock_now(clock);

    if (path == NULL)
        return tcs_station_open(site, now, NULL, ret_station) == TCS_OK;
    /* Opening cuts off what was not acknowledged; only then is the record read. */
    enum tcs_status status = tcs_journal_open(path, site, true, &record->journal, &fault);

    if (status == TCS_OK)
        status = tcs_resume(path, site_text, site, now, ret_station, &report, &fault);
    if (status != TCS_OK) {
        /* What was looked for before it ran out of memory is of no interest. */
        say(fault.text[0] != '\0' && status != TCS_E_MEMORY ? fault.text
                                                            : tcs_status_text(status));
        return false;
    }
    if (report.resumed)
        tell_resumed(&report, tcs_clock_start(clock, leap, report.until));
    else if (report.config_changed)
        tell_changed(&report);
    record->carried = report.carried;
    put_start(record->journal, site, site_text, tcs_station_start(*ret_station),
              report.resumed);
    return true;
}

struct tcs_journal_counts tcs_live_record_watch(struct tcs_live_record *record)
{
    const struct tcs_journal_counts counts = tcs_journal_counts(record->journal);
    const bool committed = counts.committed > record->committed;

    if (!committed && counts.failures > record->failures && !record->behind) {
        say("the record cannot be written (a full disk?); what comes is kept in memory");
        record->behind = true;
    } else if (committed && record->behind) {
        say(counts.lost > 0 ? "the record is written again; it tells what it lost"
                            : "the record is written again; nothing was lost");
        record->behind = false;
    }
    record->failures = counts.failures;
    record->committed = counts.committed;
    return counts;
}

bool tcs_live_record_close(struct tcs_live_record *record)
{
    struct tcs_record_fault fault = { .text = "" };

    if (record->journal == NULL)
        return true;
    const struct tcs_journal_counts counts = tcs_journal_counts(record->journal);

    if (tcs_journal_close(record->journal, &fault) == TCS_OK && counts.lost == 0)
        return true;
    fprintf(stderr, "tocsin: the record is not whole: %llu entries lost%s%s\n",
            (unsigned long long)counts.lost, fault.text[0] != '\0' ? "; " : "",
            fault.text);
    return false;
}
