/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_FILES_H
#define TCS_FEED_FILES_H

/*
 * files.h -- the feeds of a site that are files, merged into one order of time.
 *
 *   captures (pcap, pcapng)   one event a packet, at its stamp
 *   recordings (asterix)      one event a frame, at its time, the date from the site file
 *   lines with a time         one event a line, at its time: CSV whose first column is
 *                             POSIX seconds, JSON with "time" as in docs/bearings.md or
 *                             "now" as readsb has it, UAT with t=
 *
 * Other files have no times and cannot be merged: they are refused. A capture without
 * packets, or an empty file, is one of a sensor that heard nothing: it gives no events.
 * Equal times keep the order of the site file. A stamp that goes back within a file
 * counts as the last one.
 */

#include "base/status.h"
#include "config/site.h"
#include "engine/engine.h"
#include "feed/feed.h"

struct tcs_files;

/* TCS_E_ARGUMENT: the site has live feeds too, or no file. TCS_E_IO: cannot be read, or
 * has no times. ret_error says which feed and why. */
TCS_NODISCARD enum tcs_status tcs_files_open(const struct tcs_site *site,
                                             struct tcs_files **ret_files,
                                             char ret_error[TCS_FEED_ERROR_LEN]);

/* The next event: TCS_EVENT_FEED_UP (with the framing) once for each file that is not
 * empty, its octets, then TCS_EVENT_FEED_DOWN. TCS_END after the last; TCS_E_DAMAGED: a
 * file is broken from here on (ret_error), the others go on with the next call. */
TCS_NODISCARD enum tcs_status tcs_files_next(struct tcs_files *files,
                                             struct tcs_event *ret_event,
                                             char ret_error[TCS_FEED_ERROR_LEN]);

/* Octets of all files, and how many have been read: for a progress display. */
void tcs_files_progress(const struct tcs_files *files, uint64_t *ret_done,
                        uint64_t *ret_all);

void tcs_files_close(struct tcs_files *files);

#endif
