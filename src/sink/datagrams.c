/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/datagrams.h"

#include <string.h>

bool tcs_datagrams_open(struct tcs_datagrams *d, uv_loop_t *loop, const char *address,
                        uint16_t port)
{
    return (uv_ip4_addr(address, port, (struct sockaddr_in *)&d->to) == 0 ||
            uv_ip6_addr(address, port, (struct sockaddr_in6 *)&d->to) == 0) &&
           uv_udp_init_ex(loop, &d->socket, d->to.ss_family) == 0;
}

const char *tcs_datagrams_send(struct tcs_datagrams *d, struct tcs_bytes datagram)
{
    char copy[TCS_DATAGRAM_OUT_MAX]; /* libuv wants octets that it might change */
    const uv_buf_t buffer = { .base = copy, .len = datagram.len };

    if (uv_is_closing((uv_handle_t *)&d->socket))
        return "closing";
    if (datagram.len > sizeof copy)
        return "too long for a datagram";
    memcpy(copy, datagram.data, datagram.len);
    const int sent =
        uv_udp_try_send(&d->socket, &buffer, 1, (const struct sockaddr *)&d->to);

    return sent >= 0 ? NULL : uv_strerror(sent);
}

void tcs_datagrams_close(struct tcs_datagrams *d)
{
    if (!uv_is_closing((uv_handle_t *)&d->socket))
        uv_close((uv_handle_t *)&d->socket, NULL);
}
