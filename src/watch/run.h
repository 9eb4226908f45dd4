/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_RUN_H
#define TCS_WATCH_RUN_H

/*
 * run.h -- a site watched: from live feeds until told to stop, or from files to their
 * end.
 *
 * Live: three threads. The loop (feeds, API, outputs, timers) stamps events and passes
 * them to the engine's thread, which passes entries to the journal's thread and news back
 * to the loop. Files: one thread, as fast as it goes, no API and no outputs: what was
 * recorded once cannot ring anything.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/bytes.h"
#include "config/site.h"

struct tcs_run_options {
    const char *record;      /* directory; NULL: no record is kept */
    const char *console_dir; /* built console; NULL: only the API */
    const char *map;         /* PMTiles; NULL: none */
    const char *tracks; /* file for the picture once a second, JSON lines; NULL: none */
    const char *mode;   /* what screens say this is: "simulation", "drill"; NULL: live */
    double seconds;     /* live: stop after; 0: run until SIGINT or SIGTERM */
    bool serve;         /* live: API and console */
    bool deliver;       /* live: outputs */
    bool progress;      /* files: show it on standard error */
};

/* Each returns the summary (new reference), or NULL after saying why on standard error.
 */
json_t *tcs_run_live(struct tcs_site *site, struct tcs_bytes site_text,
                     const struct tcs_run_options *options);
json_t *tcs_run_files(struct tcs_site *site, struct tcs_bytes site_text,
                      const struct tcs_run_options *options);

#endif
