/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_RERUN_H
#define TCS_CLI_RERUN_H

/*
 * rerun.h -- feeds the events of a record to the engine again, under the recorded site
 * files. What is done with what the engine says is up to the hooks: `tocsin replay`
 * compares it with the digests in the record, `tocsin export` writes it down.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "config/site.h"
#include "engine/engine.h"
#include "record/record.h"

enum { RERUN_TEXT_LEN = 256, RERUN_FAULT_LEN = RERUN_TEXT_LEN + 64 };

struct rerun;

/* Each may be NULL. What is not TCS_OK ends the run, with what rerun_fail has said. */
struct rerun_hooks {
    /* A new engine has begun; its site lives until the next one begins. */
    enum tcs_status (*begun)(void *context, struct rerun *rerun);
    /* An event that the engine is about to take. */
    enum tcs_status (*event)(void *context, struct rerun *rerun,
                             const struct tcs_event *event);
    enum tcs_status (*step)(void *context, struct rerun *rerun,
                            const struct tcs_output *output);
    /* An entry that is neither an event nor START, not withdrawn, while no event is
     * missing since the engine's state was known. */
    enum tcs_status (*entry)(void *context, struct rerun *rerun,
                             const struct tcs_entry *entry);
    /* A state was gone on from, after events that are missing. */
    void (*restored)(void *context, struct rerun *rerun);
};

/* Zeroed, then path, hooks, context and trusted filled in. */
struct rerun {
    const char *path;
    const struct rerun_hooks *hooks;
    void *context;
    /* The record is from somebody who is trusted: after events that are missing, the next
     * state in it is gone on from. A state is what the engine has in memory, and nothing
     * in it is doubted; a forged one could make this program do anything. */
    bool trusted;

    struct tcs_record_reader *reader;
    uint64_t entry; /* number of the one being taken */
    struct tcs_site *site;
    struct tcs_engine engine;
    void *memory;             /* of the engine; NULL: none yet */
    struct tcs_digest config; /* of the site that it runs under */
    bool in_step;             /* no event is missing since the state was known */
    uint64_t step;            /* the last one */
    bool any;                 /* event in this run of the program */
    struct tcs_time first;    /* of its events */
    struct tcs_time last;

    uint64_t entries, runs, events, refused, withdrawn, gaps, restored, steps, confirmed;
    double event_s;
    bool elem_differs;   /* recorded with functions that give other bits */
    bool layout_differs; /* of this run: its states mean something else here */
    char fault[RERUN_FAULT_LEN];
};

/* "entry N: text"; gives TCS_E_MISMATCH. */
enum tcs_status rerun_fail(struct rerun *rerun, const char *text);

/* Through the whole record. What it holds stays until rerun_close. TCS_E_MISMATCH,
 * TCS_E_DAMAGED, TCS_E_IO, TCS_E_MEMORY with `fault`; what a hook gave. */
TCS_NODISCARD enum tcs_status rerun_all(struct rerun *rerun);
void rerun_close(struct rerun *rerun);

/* The exit code that says it. */
int rerun_exit(enum tcs_status status);

#endif
