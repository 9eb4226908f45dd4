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

enum { PATH_LEN = 4096 };

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

static int open_helper(struct tcs_live_feed *feed)
{
    int ends[2] = { -1, -1 };

    if (open_pipe(ends))
        feed->helper = start(feed, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
    if (feed->helper > 0 || ends[0] < 0)
        return ends[0];
    close(ends[0]);
    return -1;
}

/* With its first octets the interface is known to be open. */
const struct tcs_octets tcs_helper_octets = { .open = open_helper, .closed = end_helper };
