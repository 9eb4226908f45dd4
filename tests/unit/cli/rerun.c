/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rerun.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "watch/journal.h"
#include "watch/start.h"
#include "watch/station.h"

static struct tcs_site site;
static struct tcs_config_errors errors;
static uint8_t *text;
static size_t text_len;

/* A run whose journal leaves out what comes while `losing`. */
struct lossy {
    struct tcs_journal *journal;
    bool losing;
    struct tcs_digest last; /* of its steps */
};

static void put(void *context, const struct tcs_entry *entry)
{
    const struct lossy *lossy = context;

    if (!lossy->losing)
        tcs_journal_put(lossy->journal, entry);
}

static void note_step(void *context, const struct tcs_event *event,
                      const struct tcs_output *output)
{
    ((struct lossy *)context)->last = output->digest;
}

static void tick(struct tcs_station *station, unsigned from, unsigned to)
{
    const struct tcs_time begin = tcs_station_start(station);

    for (unsigned i = from; i < to; i++) {
        const struct tcs_span since = { (int64_t)i * TCS_NS_PER_S / 20 };
        const struct tcs_event event = { .kind = TCS_EVENT_TICK,
                                         .sequence = i,
                                         .arrival = tcs_time_add(begin, since) };

        CHECK_OK(tcs_station_step(station, &event));
    }
}

static void put_start(struct tcs_journal *journal, struct tcs_time begin, bool of_another)
{
    char *start = tcs_start_text(tcs_bytes(text, text_len), &site,
                                 tcs_engine_state_size(&site.engine), false);
    char *layout = strstr(start, "\"layout\":");

    CHECK(layout != NULL);
    if (of_another)
        layout[strlen("\"layout\":")] = '1';
    const struct tcs_entry entry = { .kind = TCS_ENTRY_START,
                                     .feed = 0xffff,
                                     .arrival = begin,
                                     .payload = tcs_bytes(start, strlen(start)) };

    tcs_journal_put(journal, &entry);
    free(start);
}

static void put_gap(struct tcs_journal *journal, struct tcs_time arrival)
{
    static const uint8_t lost[8] = { 0, 0, 0, 0, 0, 0, 0, 50 };
    const struct tcs_entry gap = { .kind = TCS_ENTRY_GAP,
                                   .feed = 0xffff,
                                   .arrival = arrival,
                                   .payload = tcs_bytes(lost, sizeof lost) };

    tcs_journal_put(journal, &gap);
}

/* 300 ticks, of which 50 are missing; behind them the state. Returns the last digest. */
static struct tcs_digest write_record(const char *path, bool of_another_layout)
{
    struct lossy lossy = { .losing = false };
    const struct tcs_station_hooks hooks = { .context = &lossy,
                                             .entry = put,
                                             .output = note_step };
    struct tcs_station *station = NULL;
    struct tcs_record_fault fault;
    const struct tcs_time begin = { INT64_C(1636239637000000000) };

    CHECK_OK(tcs_station_open(&site, begin, NULL, &station));
    CHECK_OK(tcs_journal_open(path, &site, false, &lossy.journal, &fault));
    put_start(lossy.journal, begin, of_another_layout);
    tcs_station_set_hooks(station, &hooks);
    tick(station, 1, 100);
    lossy.losing = true;
    tick(station, 100, 150);
    lossy.losing = false;
    put_gap(lossy.journal, tcs_engine_now(tcs_station_engine(station)));
    tcs_station_flush(station); /* the state */
    tick(station, 150, 300);
    tcs_station_flush(station);
    CHECK_OK(tcs_journal_close(lossy.journal, &fault));
    tcs_station_close(station);
    return lossy.last;
}

static enum tcs_status take_step(void *context, struct rerun *rerun,
                                 const struct tcs_output *output)
{
    *(struct tcs_digest *)context = output->digest;
    return TCS_OK;
}

static enum tcs_status run_again(const char *path, bool trusted, struct rerun *ret,
                                 struct tcs_digest *ret_last)
{
    static const struct rerun_hooks hooks = { .step = take_step };

    *ret = (struct rerun) {
        .path = path, .hooks = &hooks, .context = ret_last, .trusted = trusted
    };
    const enum tcs_status status = rerun_all(ret);

    rerun_close(ret);
    return status;
}

static void remove_record(const char *path)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", path);
    CHECK(system(command) == 0);
}

/* Only of a record that is trusted: a state is octets that nobody doubts. */
static void after_a_gap_a_trusted_state_is_gone_on_from(void **state)
{
    char path[] = "/tmp/tocsin-rerun-XXXXXX";
    struct rerun rerun;
    struct tcs_digest last = { 0, 0 };

    CHECK(mkdtemp(path) != NULL);
    const struct tcs_digest expected = write_record(path, false);

    CHECK_OK(run_again(path, false, &rerun, &last));
    CHECK(rerun.gaps == 1 && rerun.restored == 0);
    CHECK(!tcs_digest_equal(last, expected));
    CHECK_OK(run_again(path, true, &rerun, &last));
    CHECK(rerun.gaps == 1 && rerun.restored == 1 && rerun.steps == 99 + 150);
    CHECK(tcs_digest_equal(last, expected));
    remove_record(path);
}

static void a_state_of_another_layout_is_refused(void **state)
{
    char path[] = "/tmp/tocsin-rerun-XXXXXX";
    struct rerun rerun;
    struct tcs_digest last;

    CHECK(mkdtemp(path) != NULL);
    (void)write_record(path, true);
    CHECK(run_again(path, true, &rerun, &last) == TCS_E_MISMATCH);
    CHECK(strstr(rerun.fault, "another layout") != NULL);
    CHECK_OK(run_again(path, false, &rerun, &last));
    remove_record(path);
}

static int load(void **state)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/sites/example/site.yaml", getenv("TOCSIN_SOURCE"));
    return tcs_site_load(path, &site, &errors, &text, &text_len) != TCS_OK;
}

static int unload(void **state)
{
    free(text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_gap_a_trusted_state_is_gone_on_from),
        cmocka_unit_test(a_state_of_another_layout_is_refused),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
