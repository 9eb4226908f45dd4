/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.c -- one command hook: a process for each change of state.
 *
 * A run owns a process, the pipe to its standard input and a timer; it is freed when the
 * loop has let go of all three. Its process leads a group of its own, so that what it has
 * started ends with it when it takes too long.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sink/inside.h"

enum {
    RUNS_MAX = 4,
    RUN_MAX_MS = 10000,
    TERM_MAX_MS = 2000,
    HANDLES = 3,
};

struct command {
    struct tcs_sink sink;
    struct run *runs[RUNS_MAX];
    bool closed;
};

struct run {
    struct command *command; /* NULL: nobody waits for it any more */
    uv_process_t process;
    uv_pipe_t input;
    uv_timer_t timer;
    uv_write_t write;
    int open; /* handles that the loop still holds */
    bool termed;
    struct tcs_sink_item item;
};

static void handle_closed(uv_handle_t *handle)
{
    struct run *run = handle->data;

    if (--run->open == 0)
        free(run);
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, handle_closed);
}

static void release(struct run *run)
{
    close_handle((uv_handle_t *)&run->process);
    close_handle((uv_handle_t *)&run->input);
    close_handle((uv_handle_t *)&run->timer);
}

/* Reports what became of a run and gives its place free. */
static void settle(struct run *run, bool delivered, const char *detail)
{
    struct command *command = run->command;

    if (command == NULL)
        return;
    run->command = NULL;
    for (int i = 0; i < RUNS_MAX; i++)
        if (command->runs[i] == run)
            command->runs[i] = NULL;
    tcs_sink_report(&command->sink, &run->item, delivered, detail);
    release(run);
}

static void pump(struct tcs_sink *sink);

static void on_exit_of(uv_process_t *process, int64_t status, int signal)
{
    struct run *run = process->data;
    struct command *command = run->command;
    char detail[TCS_DELIVERY_DETAIL_LEN];

    if (run->termed)
        snprintf(detail, sizeof detail, "stopped after 10 s (signal %d)", signal);
    else if (signal != 0)
        snprintf(detail, sizeof detail, "ended by signal %d", signal);
    else
        snprintf(detail, sizeof detail, "exit %lld", (long long)status);
    settle(run, status == 0 && signal == 0 && !run->termed, detail);
    if (command != NULL)
        pump(&command->sink);
}

static void on_timer(uv_timer_t *timer)
{
    struct run *run = timer->data;

    (void)kill(-run->process.pid, run->termed ? SIGKILL : SIGTERM);
    run->termed = true;
    (void)uv_timer_start(timer, on_timer, TERM_MAX_MS, 0);
}

/* Written or not: the command sees the end of its input. */
static void on_written(uv_write_t *write, int status)
{
    (void)status;
    close_handle((uv_handle_t *)&((struct run *)write->data)->input);
}

static int spawn(struct run *run, const struct tcs_site *site, const char *text)
{
    char shell[] = "/bin/sh", option[] = "-c";
    char command[sizeof site->sinks[0].command];
    char *arguments[] = { shell, option, command, NULL };
    uv_stdio_container_t stdio[3] = {
        { .flags = UV_CREATE_PIPE | UV_READABLE_PIPE,
          .data.stream = (uv_stream_t *)&run->input },
        { .flags = UV_INHERIT_FD, .data.fd = 2 },
        { .flags = UV_INHERIT_FD, .data.fd = 2 },
    };
    const uv_process_options_t options = {
        .exit_cb = on_exit_of,
        .file = shell,
        .args = arguments,
        .cwd = site->folder[0] != '\0' ? site->folder : NULL,
        .flags = UV_PROCESS_DETACHED, /* a group of its own */
        .stdio_count = 3,
        .stdio = stdio,
    };

    snprintf(command, sizeof command, "%s", text);
    return uv_spawn(run->timer.loop, &run->process, &options);
}

static struct run *make_run(struct command *command, const struct tcs_sink_item *item)
{
    struct run *run = calloc(1, sizeof *run);
    uv_loop_t *loop = tcs_sinks_loop(command->sink.sinks);

    if (run == NULL)
        return NULL;
    run->command = command;
    run->item = *item;
    run->item.text[run->item.len++] = '\n'; /* the text is shorter than its room */
    run->process.data = run->input.data = run->timer.data = run->write.data = run;
    (void)uv_timer_init(loop, &run->timer);
    (void)uv_pipe_init(loop, &run->input, 0);
    return run;
}

static void start(struct command *command, int slot, const struct tcs_sink_item *item)
{
    struct run *run = make_run(command, item);
    uv_buf_t text;
    int code;

    if (run == NULL) {
        tcs_sink_report(&command->sink, item, false, "out of memory");
        return;
    }
    command->runs[slot] = run;
    run->open = HANDLES;
    code = spawn(run, tcs_sinks_site(command->sink.sinks), command->sink.site->command);
    if (code != 0) {
        settle(run, false, uv_strerror(code));
        return;
    }
    text = uv_buf_init(run->item.text, run->item.len);
    if (uv_write(&run->write, (uv_stream_t *)&run->input, &text, 1, on_written) != 0)
        close_handle((uv_handle_t *)&run->input);
    (void)uv_timer_start(&run->timer, on_timer, RUN_MAX_MS, 0);
}

static void pump(struct tcs_sink *sink)
{
    struct command *command = (struct command *)sink;
    struct tcs_sink_queue *queue = &sink->queue;

    for (int i = 0; i < RUNS_MAX && !command->closed; i++)
        while (command->runs[i] == NULL && queue->count > 0)
            start(command, i, tcs_sink_queue_take(queue, tcs_sink_queue_next(queue)));
}

static void close_sink(struct tcs_sink *sink)
{
    struct command *command = (struct command *)sink;

    command->closed = true;
    for (int i = 0; i < RUNS_MAX; i++)
        if (command->runs[i] != NULL)
            settle(command->runs[i], false, "closing; the command goes on");
}

static void free_sink(struct tcs_sink *sink)
{
    free(sink);
}

struct tcs_sink *tcs_command_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site)
{
    struct command *command = calloc(1, sizeof *command);

    if (command == NULL)
        return NULL;
    command->sink = (struct tcs_sink) { .sinks = sinks,
                                        .site = site,
                                        .counts = { .last_ms = -1.0, .up = true },
                                        .states_only = true,
                                        .pump = pump,
                                        .close = close_sink,
                                        .free = free_sink };
    tcs_sink_queue_init(&command->sink.queue);
    return &command->sink;
}
