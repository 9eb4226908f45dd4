/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor.c -- what the machine itself takes; run.py starts it beside the rest.
 *
 *     bench_floor
 *
 * Every 4 ms a datagram goes over loopback to a thread that does nothing but hand it, in
 * a ring, to another that does nothing but look at the clock: the way of an event through
 * tocsin, without the work. Until a signal ends it; then one JSON object, microseconds
 * from the kernel's receive stamp to the second thread: {"count":N,"p50":X,"p99":X,
 * "max":X,"late":X}, `late` being the share of those that took longer than 1 ms.
 */
#define _GNU_SOURCE

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include "base/delays.h"
#include "base/ring.h"

static const int64_t SECOND_NS = 1000000000;
static const int64_t LATE_NS = 1000000;

static struct tcs_ring ring;
static uv_sem_t work;
static int receiver;
static struct tcs_delays delays;
static uint64_t late;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t real_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static int64_t stamp_of(struct msghdr *message)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL;
         c = CMSG_NXTHDR(message, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS) {
            struct timespec at;

            memcpy(&at, CMSG_DATA(c), sizeof at);
            return at.tv_sec * SECOND_NS + at.tv_nsec;
        }
    return real_ns();
}

static void receive(void *argument)
{
    char octet;
    _Alignas(struct cmsghdr) char control[256];
    struct iovec piece = { &octet, 1 };

    (void)argument;
    for (;;) {
        struct msghdr message = { .msg_iov = &piece,
                                  .msg_iovlen = 1,
                                  .msg_control = control,
                                  .msg_controllen = sizeof control };

        if (recvmsg(receiver, &message, 0) < 0)
            fail("bench_floor: recvmsg");
        const int64_t stamp = stamp_of(&message);
        uint8_t *room = tcs_ring_reserve(&ring, sizeof stamp);

        if (room == NULL)
            continue;
        memcpy(room, &stamp, sizeof stamp);
        tcs_ring_commit(&ring, sizeof stamp);
        uv_sem_post(&work);
    }
}

static void look_at_the_clock(void *argument)
{
    struct tcs_bytes message;

    (void)argument;
    for (;;) {
        uv_sem_wait(&work);
        while (tcs_ring_peek(&ring, &message)) {
            int64_t stamp;

            memcpy(&stamp, message.data, sizeof stamp);
            const int64_t took = real_ns() - stamp;

            tcs_delays_add(&delays, took);
            late += took > LATE_NS;
            tcs_ring_pop(&ring);
        }
    }
}

/* The address of the receiver, which is open from here on. */
static struct sockaddr_in open_receiver(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t size = sizeof at;
    const int on = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    receiver = socket(AF_INET, SOCK_DGRAM, 0);
    if (receiver < 0 || bind(receiver, (struct sockaddr *)&at, sizeof at) != 0 ||
        getsockname(receiver, (struct sockaddr *)&at, &size) != 0 ||
        setsockopt(receiver, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
        fail("bench_floor: socket");
    return at;
}

static void send_until(const sigset_t *ends, const struct sockaddr_in *to)
{
    const struct timespec pause = { 0, 4000000 };
    const int sender = socket(AF_INET, SOCK_DGRAM, 0);

    if (sender < 0)
        fail("bench_floor: socket");
    while (sigtimedwait(ends, NULL, &pause) < 0)
        if (sendto(sender, "", 1, 0, (const struct sockaddr *)to, sizeof *to) < 0)
            fail("bench_floor: sendto");
    close(sender);
}

int main(void)
{
    static _Alignas(8) uint8_t data[1 << 16];
    const struct sockaddr_in to = open_receiver();
    uv_thread_t threads[2];
    sigset_t ends;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* of the threads too */
    tcs_ring_init(&ring, data, sizeof data);
    if (uv_sem_init(&work, 0) != 0 || uv_thread_create(&threads[0], receive, NULL) != 0 ||
        uv_thread_create(&threads[1], look_at_the_clock, NULL) != 0)
        fail("bench_floor: threads");
    send_until(&ends, &to);
    usleep(100000); /* for the last one to come */
    printf("{\"count\":%llu,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f,\"late\":%.5f}\n",
           (unsigned long long)delays.count,
           (double)tcs_delays_quantile_ns(&delays, 0.5) / 1e3,
           (double)tcs_delays_quantile_ns(&delays, 0.99) / 1e3,
           (double)delays.longest_ns / 1e3,
           delays.count > 0 ? (double)late / (double)delays.count : 0.0);
    fflush(stdout);
    _exit(0); /* the threads wait for ever */
}
