/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_DATAGRAMS_H
#define TCS_SINK_DATAGRAMS_H

/*
 * datagrams.h -- UDP to a host or a multicast group. A datagram that the kernel has no
 * room for is lost, as on any network.
 */

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/bytes.h"

enum { TCS_DATAGRAM_OUT_MAX = 16384 }; /* octets */

struct tcs_datagrams {
    uv_udp_t socket;
    struct sockaddr_storage to;
};

/* False: the address is not numeric, or there is no handle. */
bool tcs_datagrams_open(struct tcs_datagrams *d, uv_loop_t *loop, const char *address,
                        uint16_t port);
/* NULL, or why it is lost. */
const char *tcs_datagrams_send(struct tcs_datagrams *d, struct tcs_bytes datagram);
void tcs_datagrams_close(struct tcs_datagrams *d);

#endif
