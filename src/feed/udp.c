/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* recvmmsg */

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "feed/live.h"

enum { RECEIVE_BUFFER = 8 << 20, CONTROL_LEN = 128 };

static bool is_multicast(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *in4 = (const struct sockaddr_in *)(const void *)address;

        return IN_MULTICAST(ntohl(in4->sin_addr.s_addr));
    }
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)address;

    return IN6_IS_ADDR_MULTICAST(&in6->sin6_addr);
}

static int join_group(int fd, const struct sockaddr_storage *address)
{
    struct group_req request;

    memset(&request, 0, sizeof request);
    memcpy(&request.gr_group, address, sizeof *address);
    return setsockopt(fd, address->ss_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6,
                      MCAST_JOIN_GROUP, &request, sizeof request);
}

/* Stamps and drop counts are worth having, a large buffer too, but a kernel without them
 * still delivers. */
static void set_options(int fd)
{
    const int on = 1;
    const int buffer = RECEIVE_BUFFER;

    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) != 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
}

static int open_socket(const struct sockaddr_storage *address)
{
    const socklen_t len = address->ss_family == AF_INET ? sizeof(struct sockaddr_in)
                                                        : sizeof(struct sockaddr_in6);
    const int on = 1;
    const int fd = socket(address->ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                          IPPROTO_UDP);

    if (fd < 0)
        return -1;
    set_options(fd);
    /* Only a group may be shared with other programs of this host. */
    if (is_multicast(address))
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)address, len) == 0 &&
        (!is_multicast(address) || join_group(fd, address) == 0))
        return fd;
    const int kept = errno;

    close(fd);
    errno = kept;
    return -1;
}

/* Of what the kernel says beside a datagram: its stamp and how many it has dropped. */
static int64_t read_control(struct tcs_live_feed *feed, struct msghdr *header)
{
    int64_t stamp_ns = 0;

    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL;
         c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET)
            continue;
        if (c->cmsg_type == SO_TIMESTAMPNS) {
            struct timespec at;

            memcpy(&at, CMSG_DATA(c), sizeof at);
            stamp_ns = (int64_t)at.tv_sec * TCS_NS_PER_S + at.tv_nsec;
        } else if (c->cmsg_type == SO_RXQ_OVFL) {
            uint32_t drops = 0;

            memcpy(&drops, CMSG_DATA(c), sizeof drops);
            feed->dropped += (uint32_t)(drops - feed->kernel_drops);
            feed->kernel_dropped += (uint32_t)(drops - feed->kernel_drops);
            feed->kernel_drops = drops;
        }
    }
    return stamp_ns;
}

static int receive_batch(struct tcs_live_feed *feed)
{
    struct mmsghdr messages[TCS_UDP_BATCH];
    struct iovec parts[TCS_UDP_BATCH];
    _Alignas(struct cmsghdr) unsigned char control[TCS_UDP_BATCH][CONTROL_LEN];

    memset(messages, 0, sizeof messages);
    for (size_t i = 0; i < TCS_UDP_BATCH; i++) {
        parts[i].iov_base = feed->owner->buffer + i * TCS_DATAGRAM_MAX;
        parts[i].iov_len = TCS_DATAGRAM_MAX;
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_control = control[i];
        messages[i].msg_hdr.msg_controllen = CONTROL_LEN;
    }
    const int count = recvmmsg(feed->socket, messages, TCS_UDP_BATCH, 0, NULL);

    for (int i = 0; i < count; i++) {
        const int64_t stamp = read_control(feed, &messages[i].msg_hdr);
        const struct tcs_time arrival = tcs_clock_arrival(feed->owner->clock, stamp);

        if (!tcs_live_emit(feed, TCS_EVENT_BYTES, arrival,
                           tcs_bytes(parts[i].iov_base, messages[i].msg_len)))
            feed->dropped++;
    }
    return count;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct tcs_live_feed *feed = poll->data;

    (void)events;
    if (status != 0)
        return;
    /* A few batches, then the other feeds have their turn. */
    for (int i = 0; i < 4; i++)
        if (receive_batch(feed) < TCS_UDP_BATCH)
            return;
}

enum tcs_status tcs_udp_open(struct tcs_live_feed *feed,
                             char ret_error[TCS_FEED_ERROR_LEN])
{
    struct sockaddr_storage address;

    memset(&address, 0, sizeof address);
    const enum tcs_status status = tcs_live_address(feed, &address, ret_error);

    if (status != TCS_OK)
        return status;
    feed->socket = open_socket(&address);
    if (feed->socket < 0) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': UDP %s port %u: %s",
                 feed->name, feed->site->address, feed->site->port, strerror(errno));
        return TCS_E_IO;
    }
    uv_poll_init(feed->owner->loop, &feed->poll, feed->socket);
    feed->poll.data = feed;
    feed->poll_open = true;
    uv_poll_start(&feed->poll, UV_READABLE, on_readable);
    tcs_live_set_up(feed, true);
    return TCS_OK;
}

static void on_closed(uv_handle_t *handle)
{
    struct tcs_live_feed *feed = handle->data;

    close(feed->socket);
    feed->socket = -1;
}

void tcs_udp_close(struct tcs_live_feed *feed)
{
    if (!feed->poll_open)
        return;
    feed->poll_open = false;
    uv_poll_stop(&feed->poll);
    uv_close((uv_handle_t *)&feed->poll, on_closed);
}
