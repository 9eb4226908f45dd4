/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generate.c -- sensors of many kinds that speak at a given rate; run.py starts it.
 *
 *     bench_generate SECONDS RATE NAME=PORT...
 *
 * RATE messages a second over all NAMEs (rows of messages.c), on 127.0.0.1. Each
 * millisecond what is due is sent; when the machine holds it up, it catches up. At the
 * end one JSON object: of each feed the messages and the records in them that were
 * sent, and what the kernel did not take; and how late it was at worst.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "messages.h"

enum { LINES_MAX = 64, MESSAGE_MAX = 16384, BUFFER = 4 << 20, LISTEN_EVERY = 4 };

static const int64_t SECOND_NS = 1000000000;
static const int64_t TICK_NS = 1000000;

/* A feed at work. */
struct line {
    const struct feed_row *row;
    struct sockaddr_in to;
    int server;
    int fd; /* -1: nobody there yet */
    bool ready;
    double rate_hz;
    uint64_t asked; /* of HTTP: requests */
    uint64_t messages;
    uint64_t records;
    uint64_t unsent;
};

static struct line lines[LINES_MAX];
static size_t line_count;

static int64_t read_ns(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "bench_generate: %s: %s: %s\n", name, what, strerror(errno));
    exit(1);
}

static void write_all(struct line *line, const uint8_t *data, size_t len)
{
    while (len > 0) {
        const ssize_t sent = send(line->fd, data, len, MSG_NOSIGNAL);

        if (sent < 0)
            fail("the other side is gone", line->row->name);
        data += sent;
        len -= (size_t)sent;
    }
}

/* ------------------------------------------------------------------ MQTT 3.1.1, QoS 0 */

static void mqtt_length(struct tcs_writer *w, size_t len)
{
    for (; len >= 0x80; len >>= 7)
        tcs_write_u8(w, (uint8_t)(len | 0x80));
    tcs_write_u8(w, (uint8_t)len);
}

static void mqtt_begin(struct line *line)
{
    static const uint8_t connect[] = {
        0x10, 18, 0,   4,   'M', 'Q', 'T', 'T',
        4,    2,  0,   0, /* clean session, kept alive for ever */
        0,    6,  't', 'o', 'c', 's', 'i', 'n'
    };

    write_all(line, connect, sizeof connect);
}

static void mqtt_wrap(const char *topic, struct tcs_bytes payload, struct tcs_writer *w)
{
    const size_t len = strlen(topic);

    tcs_write_u8(w, 0x30);
    mqtt_length(w, 2 + len + payload.len);
    tcs_write_be(w, len, 2);
    tcs_write_bytes(w, topic, len);
    tcs_write_bytes(w, payload.data, payload.len);
}

/* -------------------------------------------------------------------------- sockets */

static int open_socket(const struct line *line, int type)
{
    const int fd = socket(AF_INET, type, 0);
    const int on = 1, buffer = BUFFER;
    const unsigned char this_host = 0;

    if (fd < 0)
        fail("socket", line->row->name);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (type == SOCK_STREAM)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    else
        setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &this_host, sizeof this_host);
    return fd;
}

static bool is_server(const struct line *line)
{
    return line->row->way == WAY_LISTEN || line->row->way == WAY_HTTP ||
           line->row->way == WAY_HTTP_POLL;
}

static void open_line(struct line *line, uint16_t port)
{
    const struct feed_row *row = line->row;

    line->to = (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons(port) };
    line->to.sin_addr.s_addr = row->way == WAY_UDP && row->where != NULL
                                   ? inet_addr(row->where)
                                   : htonl(INADDR_LOOPBACK);
    line->server = line->fd = -1;
    const int fd = open_socket(line, row->way == WAY_UDP ? SOCK_DGRAM : SOCK_STREAM);
    const struct sockaddr *to = (const struct sockaddr *)&line->to;

    if (is_server(line)) {
        line->server = fd;
        if (bind(fd, to, sizeof line->to) != 0 || listen(fd, 4) != 0)
            fail("bind", row->name);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        return;
    }
    if (connect(fd, to, sizeof line->to) != 0)
        fail("connect", row->name);
    line->fd = fd;
}

static void begin_line(struct line *line)
{
    uint8_t room[MESSAGE_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const struct moment moment = { read_ns(CLOCK_REALTIME), 0 };

    if (line->row->way == WAY_MQTT)
        mqtt_begin(line);
    if (line->row->begin != NULL) {
        line->records += line->row->begin(&moment, &w);
        write_all(line, room, w.len);
    }
    line->ready = true;
}

/* -------------------------------------------------------------------------- speaking */

static void answer_head(struct tcs_writer *w, size_t len)
{
    char head[128];
    const int size = snprintf(head, sizeof head,
                              "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", len);

    tcs_write_bytes(w, head, (size_t)size);
}

static void say(struct line *line)
{
    const struct feed_row *row = line->row;
    const struct moment moment = { read_ns(CLOCK_REALTIME), line->messages };
    static uint8_t room[MESSAGE_MAX], wrapped[MESSAGE_MAX + 256];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_writer whole = tcs_writer(wrapped, sizeof wrapped);
    const unsigned records = row->make(&moment, &w);

    if (records == 0 || w.failed) {
        errno = EINVAL;
        fail("a message that cannot be written", row->name);
    }
    if (row->way == WAY_MQTT)
        mqtt_wrap(row->where, tcs_written(&w), &whole);
    else if (row->way == WAY_HTTP_POLL)
        answer_head(&whole, w.len);
    if (row->way != WAY_MQTT)
        tcs_write_bytes(&whole, room, w.len);
    if (row->way != WAY_UDP) {
        write_all(line, wrapped, whole.len);
    } else if (send(line->fd, wrapped, whole.len, 0) < 0) {
        line->unsent++;
        return;
    }
    line->messages++;
    line->records += records;
}

/* Connections that come, requests, and acknowledgements that nobody needs. */
static void hear(struct line *line)
{
    char room[4096];
    ssize_t got = 0;

    if (line->server >= 0 && line->fd < 0) {
        const int on = 1;

        line->fd = accept(line->server, NULL, NULL);
        if (line->fd < 0)
            return;
        setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (line->row->way == WAY_LISTEN)
            begin_line(line);
    }
    while (line->fd >= 0 && line->row->way != WAY_UDP &&
           (got = recv(line->fd, room, sizeof room, MSG_DONTWAIT)) > 0)
        for (ssize_t i = 3; i < got; i++)
            line->asked += memcmp(room + i - 3, "\r\n\r\n", 4) == 0;
    if (line->row->way == WAY_HTTP && line->asked > 0 && !line->ready)
        begin_line(line);
    if (line->row->way != WAY_HTTP_POLL)
        return;
    line->ready = line->ready || line->asked > 0;
    while (line->messages < line->asked)
        say(line);
    if (got == 0 && line->fd >= 0) { /* closed: the next request comes on another */
        close(line->fd);
        line->fd = -1;
    }
}

static bool everybody_is_there(void)
{
    bool ready = true;

    for (size_t i = 0; i < line_count; i++) {
        hear(&lines[i]);
        ready = ready && lines[i].ready;
    }
    return ready;
}

static void sleep_until(int64_t mono_ns)
{
    const struct timespec until = { mono_ns / SECOND_NS, mono_ns % SECOND_NS };

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0)
        continue;
}

/* The longest that a tick was late. */
static int64_t speak(double seconds)
{
    const int64_t begin = read_ns(CLOCK_MONOTONIC);
    const int64_t ticks = (int64_t)(seconds * 1e9) / TICK_NS;
    uint64_t base[LINES_MAX] = { 0 };
    int64_t latest = 0;

    for (size_t i = 0; i < line_count; i++)
        base[i] = lines[i].messages;
    for (int64_t tick = 1; tick <= ticks; tick++) {
        sleep_until(begin + tick * TICK_NS);
        const int64_t late = read_ns(CLOCK_MONOTONIC) - begin - tick * TICK_NS;

        latest = late > latest ? late : latest;
        for (size_t i = 0; i < line_count; i++) {
            struct line *line = &lines[i];
            const uint64_t due = (uint64_t)(line->rate_hz * (double)tick * 1e-3);

            while (line->messages + line->unsent < base[i] + due)
                say(line);
            if ((tick + (int64_t)i) % LISTEN_EVERY == 0)
                hear(line);
        }
    }
    return latest;
}

static void report(double seconds, int64_t latest)
{
    printf("{\"seconds\":%g,\"latest_ms\":%.3f,\"feeds\":{", seconds,
           (double)latest / 1e6);
    for (size_t i = 0; i < line_count; i++)
        printf("%s\"%s\":{\"messages\":%llu,\"records\":%llu,\"unsent\":%llu}",
               i > 0 ? "," : "", lines[i].row->name,
               (unsigned long long)lines[i].messages,
               (unsigned long long)lines[i].records, (unsigned long long)lines[i].unsent);
    puts("}}");
}

static bool add_line(const char *argument)
{
    const char *equals = strchr(argument, '=');

    for (size_t i = 0; equals != NULL && i < feed_row_count; i++) {
        const char *name = feed_rows[i].name;

        if (strlen(name) != (size_t)(equals - argument) ||
            strncmp(name, argument, strlen(name)) != 0)
            continue;
        lines[line_count].row = &feed_rows[i];
        open_line(&lines[line_count++], (uint16_t)strtoul(equals + 1, NULL, 10));
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    double shares = 0.0;

    if (argc < 4 || argc - 3 > LINES_MAX) {
        fputs("usage: bench_generate SECONDS RATE NAME=PORT...\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        if (!add_line(argv[i])) {
            fprintf(stderr, "bench_generate: no such feed: %s\n", argv[i]);
            return 2;
        }
    }
    for (size_t i = 0; i < line_count; i++)
        shares += lines[i].row->share;
    for (size_t i = 0; i < line_count; i++) {
        lines[i].rate_hz = strtod(argv[2], NULL) * lines[i].row->share / shares;
        if (!is_server(&lines[i]))
            begin_line(&lines[i]);
    }
    for (int i = 0; !everybody_is_there(); i++) {
        if (i == 2000) {
            fputs("bench_generate: not everybody came within 20 s\n", stderr);
            return 1;
        }
        usleep(10000);
    }
    const double seconds = strtod(argv[1], NULL);
    const int64_t latest = speak(seconds);

    report(seconds, latest);
    fflush(stdout);
    /* Connections stay until run.py has counted: an end would be an event too. */
    pause();
    return 0;
}
