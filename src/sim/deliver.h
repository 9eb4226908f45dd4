/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_DELIVER_H
#define TCS_SIM_DELIVER_H

/*
 * deliver.h -- a simulation's messages, to where tocsin takes them from.
 *
 * Into files, as fast as it goes: a capture or timed lines for each feed, `truth.csv`,
 * `truth.json` and `site.yaml`, the site with these files as its feeds:
 *   asterix, bearing   pcap of Ethernet, IPv4, UDP
 *   remote-id          pcap of radiotap and 802.11
 *   mode-s             lines: POSIX seconds, "hex"
 *
 * Live, in real time over the transports that the site file names: datagrams to its UDP
 * addresses; it listens where tocsin connects to and connects where tocsin listens;
 * Remote ID as a pcap stream, Mode S as Beast. What a peer that is not there would have
 * got is lost and counted.
 */

#include <stdio.h>

#include "base/status.h"
#include "sim/sim.h"

enum { TCS_DELIVER_ERROR_LEN = 256 };

/* Makes the folder when it is missing; files are overwritten. Progress in percent on
 * standard error when `progress`. */
TCS_NODISCARD enum tcs_status tcs_deliver_files(struct tcs_sim *sim, const char *folder,
                                                bool progress,
                                                char ret_error[TCS_DELIVER_ERROR_LEN]);

/* Until the scenario ends, or SIGINT or SIGTERM. truth: file for truth.csv, or NULL. */
TCS_NODISCARD enum tcs_status tcs_deliver_live(struct tcs_sim *sim, FILE *truth,
                                               char ret_error[TCS_DELIVER_ERROR_LEN]);

#endif
