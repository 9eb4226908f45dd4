/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rerun.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cli/cli.h"
#include "num/elem.h"
#include "watch/journal.h"
#include "watch/start.h"

enum tcs_status rerun_fail(struct rerun *rerun, const char *text)
{
    (void)snprintf(rerun->fault, sizeof rerun->fault, "entry %" PRIu64 ": %s",
                   rerun->entry, text);
    return TCS_E_MISMATCH;
}

/* ---- engines ---- */

/* Adds up what the engine that ends here has seen. */
static void leave_engine(struct rerun *rerun)
{
    if (rerun->memory == NULL)
        return;
    rerun->confirmed += tcs_engine_tracker_counts(&rerun->engine).confirmed;
    free(rerun->memory);
    rerun->memory = NULL;
}

static void leave_run(struct rerun *rerun)
{
    if (rerun->any)
        rerun->event_s += tcs_span_seconds(tcs_time_since(rerun->last, rerun->first));
    rerun->any = false;
}

static enum tcs_status parse_site(struct rerun *rerun, const struct tcs_start *start)
{
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);
    enum tcs_status status = TCS_E_MEMORY;

    if (errors != NULL)
        status =
            tcs_site_parse(tcs_text_bytes(start->site_text), ".", rerun->site, errors);
    free(errors);
    if (status == TCS_E_DAMAGED)
        return rerun_fail(rerun, "this program does not take the recorded site file");
    rerun->site->engine.leap = start->leap;
    return status;
}

static enum tcs_status new_engine(struct rerun *rerun, const struct tcs_start *start,
                                  struct tcs_time at)
{
    leave_engine(rerun);
    const enum tcs_status status = parse_site(rerun, start);

    if (status != TCS_OK)
        return status;
    const size_t state = (tcs_engine_state_size(&rerun->site->engine) + 63) & ~(size_t)63;
    const size_t scratch =
        (tcs_engine_scratch_size(&rerun->site->engine) + 63) & ~(size_t)63;

    rerun->memory = aligned_alloc(64, state + scratch);
    if (rerun->memory == NULL)
        return TCS_E_MEMORY;
    tcs_engine_init(&rerun->engine, &rerun->site->engine, rerun->memory,
                    (uint8_t *)rerun->memory + state, at, NULL);
    rerun->config = start->config;
    rerun->in_step = true;
    rerun->step = 0;
    return rerun->hooks->begun != NULL ? rerun->hooks->begun(rerun->context, rerun)
                                       : TCS_OK;
}

/* What explains a difference, told before it shows. */
static void compare_programs(struct rerun *rerun, const struct tcs_start *start)
{
    if (!tcs_digest_equal(start->sleef, tcs_elem_digest())) {
        fprintf(stderr,
                "tocsin: entry %" PRIu64 ": recorded with SLEEF %s, whose functions give "
                "other bits than SLEEF %s here\n",
                rerun->entry, start->sleef_version, tcs_elem_version());
        rerun->elem_differs = true;
    }
    rerun->layout_differs = start->layout != TCS_ENGINE_LAYOUT;
    if (rerun->layout_differs)
        fprintf(stderr,
                "tocsin: entry %" PRIu64 ": recorded with engine layout %" PRIu32
                " (%s); this program has %d\n",
                rerun->entry, start->layout, start->version, TCS_ENGINE_LAYOUT);
}

static enum tcs_status take_start(struct rerun *rerun, const struct tcs_entry *entry)
{
    struct tcs_start start;
    enum tcs_status status = TCS_OK;

    if (entry->withdrawn || tcs_start_read(entry->payload, &start) != TCS_OK)
        return rerun_fail(rerun, "the START entry cannot be read");
    leave_run(rerun);
    rerun->runs++;
    compare_programs(rerun, &start);
    if (!start.resume)
        status = new_engine(rerun, &start, entry->arrival);
    else if (rerun->memory == NULL)
        status = rerun_fail(rerun, "continues an engine that no entry began");
    else if (!tcs_digest_equal(start.config, rerun->config))
        status = rerun_fail(rerun, "continues the engine under another site file");
    free(start.site_text);
    return status;
}

/* ---- entries ---- */

static enum tcs_status take_event(struct rerun *rerun, const struct tcs_entry *entry)
{
    struct tcs_output output;
    enum tcs_status status = TCS_OK;
    const struct tcs_event event = { .kind = entry->kind,
                                     .feed = entry->feed,
                                     .sequence = entry->sequence,
                                     .arrival = entry->arrival,
                                     .payload = entry->payload };

    if (rerun->memory == NULL)
        return rerun_fail(rerun, "an event before any START entry");
    rerun->events++;
    if (entry->withdrawn) {
        rerun->withdrawn++;
        rerun->in_step = false;
        return TCS_OK;
    }
    if (!rerun->any)
        rerun->first = entry->arrival;
    rerun->any = true;
    rerun->last = entry->arrival;
    if (rerun->hooks->event != NULL)
        status = rerun->hooks->event(rerun->context, rerun, &event);
    if (status != TCS_OK)
        return status;
    if (tcs_engine_step(&rerun->engine, &event, &output) != TCS_OK) {
        rerun->refused++;
        return TCS_OK;
    }
    rerun->steps++;
    rerun->step = output.step;
    return rerun->hooks->step != NULL ? rerun->hooks->step(rerun->context, rerun, &output)
                                      : TCS_OK;
}

/* After events that are missing, a whole state is gone on from. */
static enum tcs_status restore(struct rerun *rerun, struct tcs_bytes payload)
{
    uint64_t step = 0;
    uint8_t *state = NULL;
    size_t len = 0;

    if (rerun->layout_differs)
        return rerun_fail(rerun, "the state is of another layout than this program's");
    if (tcs_journal_unpack_state(payload, &step, &state, &len) != TCS_OK)
        return rerun_fail(rerun, "the state cannot be unpacked");
    const bool fits = len == rerun->engine.state_size;

    if (fits) {
        tcs_engine_init(&rerun->engine, &rerun->site->engine, rerun->memory,
                        rerun->engine.scratch, rerun->last, state);
        rerun->in_step = true;
        rerun->restored++;
        rerun->step = step;
    }
    free(state);
    if (!fits)
        return rerun_fail(rerun, "the state has another size than this program's");
    if (rerun->hooks->restored != NULL)
        rerun->hooks->restored(rerun->context, rerun);
    return TCS_OK;
}

static enum tcs_status take_entry(struct rerun *rerun, const struct tcs_entry *entry)
{
    if (entry->kind == TCS_ENTRY_START)
        return take_start(rerun, entry);
    if (entry->kind >= TCS_EVENT_BYTES && entry->kind <= TCS_EVENT_CLOCK_STEP)
        return take_event(rerun, entry);
    if (entry->kind == TCS_ENTRY_GAP) {
        rerun->gaps++;
        rerun->in_step = false;
    }
    if (entry->withdrawn || rerun->memory == NULL)
        return TCS_OK;
    if (entry->kind == TCS_ENTRY_STATE && !rerun->in_step && rerun->trusted)
        return restore(rerun, entry->payload);
    return rerun->in_step && rerun->hooks->entry != NULL
               ? rerun->hooks->entry(rerun->context, rerun, entry)
               : TCS_OK;
}

enum tcs_status rerun_all(struct rerun *rerun)
{
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_entry entry;

    rerun->site = calloc(1, sizeof *rerun->site);
    if (rerun->site == NULL)
        return TCS_E_MEMORY;
    enum tcs_status status = tcs_record_read_open(rerun->path, &rerun->reader, &fault);

    for (; status == TCS_OK; rerun->entry++) {
        status = tcs_record_next(rerun->reader, &entry, &fault);
        if (status == TCS_OK)
            status = take_entry(rerun, &entry);
        rerun->entries += status == TCS_OK;
    }
    leave_run(rerun);
    if (status != TCS_END && rerun->fault[0] == '\0')
        (void)snprintf(rerun->fault, sizeof rerun->fault, "%s",
                       fault.text[0] != '\0' ? fault.text : tcs_status_text(status));
    return status == TCS_END ? TCS_OK : status;
}

void rerun_close(struct rerun *rerun)
{
    leave_engine(rerun);
    tcs_record_read_close(rerun->reader);
    rerun->reader = NULL;
    free(rerun->site);
    rerun->site = NULL;
}

int rerun_exit(enum tcs_status status)
{
    if (status == TCS_OK)
        return TCS_EXIT_GOOD;
    if (status == TCS_E_ARGUMENT)
        return TCS_EXIT_USAGE;
    return status == TCS_E_MISMATCH || status == TCS_E_DAMAGED ? TCS_EXIT_BAD
                                                               : TCS_EXIT_IO;
}
