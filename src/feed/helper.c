/* SPDX-License-Identifier: Apache-2.0 */
/*
 * helper.c -- a live capture: tocsin-capture listens to the interface and hands its
 * packets over a pipe, as a pcap stream. This process needs no capability. A helper that
 * ends (the interface is not there, or went) is started again.
 *
 * The helper stands beside this program, or where TOCSIN_CAPTURE says.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "feed/live.h"

enum { WAIT_FIRST_MS = 250, WAIT_MAX_MS = 8000, PATH_LEN = 4096 };

static void begin(struct tcs_live_feed *feed);

static void on_again(uv_timer_t *timer)
{
    begin(timer->data);
}

static void again_later(struct tcs_live_feed *feed)
{
    uv_timer_start(&feed->timer, on_again, feed->wait_ms, 0);
    feed->wait_ms = feed->wait_ms * 2 > WAIT_MAX_MS ? WAIT_MAX_MS : feed->wait_ms * 2;
}

/* It ends at once: it does nothing but read and write. */
static void end_helper(struct tcs_live_feed *feed)
{
    if (feed->helper <= 0)
        return;
    kill(feed->helper, SIGKILL);
    while (waitpid(feed->helper, NULL, 0) < 0 && errno == EINTR)
        continue;
    feed->helper = 0;
}

static void on_closed(uv_handle_t *handle)
{
    struct tcs_live_feed *feed = handle->data;

    close(feed->socket);
    feed->socket = -1;
    end_helper(feed);
    if (!feed->closing)
        again_later(feed);
}

static void hang_up(struct tcs_live_feed *feed)
{
    tcs_live_set_up(feed, false);
    if (!feed->poll_open)
        return;
    feed->poll_open = false;
    uv_poll_stop(&feed->poll);
    uv_close((uv_handle_t *)&feed->poll, on_closed);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct tcs_live_feed *feed = poll->data;
    const ssize_t count =
        status < 0 ? -1 : read(feed->socket, feed->owner->buffer, TCS_DATAGRAM_MAX - 1);

    (void)events;
    if (status == 0 && count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        hang_up(feed);
        return;
    }
    feed->wait_ms = WAIT_FIRST_MS;
    if (!feed->up) /* its first octets: the interface is open */
        tcs_live_set_up(feed, true);
    if (tcs_live_emit(feed, TCS_EVENT_BYTES, tcs_clock_now(feed->owner->clock),
                      tcs_bytes(feed->owner->buffer, (size_t)count)))
        return;
    /* These octets are lost: the stream has to begin anew. */
    feed->dropped++;
    hang_up(feed);
}

static bool helper_path(char path[PATH_LEN])
{
    const char *told = getenv("TOCSIN_CAPTURE");

    if (told != NULL)
        return snprintf(path, PATH_LEN, "%s", told) < PATH_LEN;
    const ssize_t len = readlink("/proc/self/exe", path, PATH_LEN - 1);

    if (len <= 0)
        return false;
    path[len] = '\0';
    char *end = strrchr(path, '/');
    const size_t room = end != NULL ? (size_t)(path + PATH_LEN - end) : 0;

    return end != NULL &&
           snprintf(end, room, "/tocsin-capture") < (int)(room < 64 ? room : 64);
}

/* Its standard output becomes the pipe's end; gives 0 when it cannot be started. */
static pid_t start(const struct tcs_live_feed *feed, int output)
{
    extern char **environ;
    char path[PATH_LEN];
    char name[] = "tocsin-capture";
    char interface[sizeof feed->site->path];
    char *arguments[] = { name, interface, NULL };
    posix_spawn_file_actions_t actions;
    pid_t helper = 0;

    snprintf(interface, sizeof interface, "%s", feed->site->path);
    if (!helper_path(path) || posix_spawn_file_actions_init(&actions) != 0)
        return 0;
    const bool started =
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0 &&
        posix_spawn(&helper, path, &actions, NULL, arguments, environ) == 0;

    posix_spawn_file_actions_destroy(&actions);
    return started ? helper : 0;
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

static void begin(struct tcs_live_feed *feed)
{
    int ends[2] = { -1, -1 };

    if (open_pipe(ends))
        feed->helper = start(feed, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
    if (feed->helper <= 0 || uv_poll_init(feed->owner->loop, &feed->poll, ends[0]) != 0) {
        if (ends[0] >= 0)
            close(ends[0]);
        end_helper(feed);
        again_later(feed);
        return;
    }
    feed->socket = ends[0];
    feed->poll.data = feed;
    feed->poll_open = true;
    uv_poll_start(&feed->poll, UV_READABLE, on_readable);
}

enum tcs_status tcs_helper_open(struct tcs_live_feed *feed)
{
    feed->wait_ms = WAIT_FIRST_MS;
    uv_timer_init(feed->owner->loop, &feed->timer);
    feed->timer.data = feed;
    feed->timer_open = true;
    begin(feed);
    return TCS_OK;
}

void tcs_helper_close(struct tcs_live_feed *feed)
{
    hang_up(feed);
    if (feed->timer_open) {
        feed->timer_open = false;
        uv_close((uv_handle_t *)&feed->timer, NULL);
    }
}
