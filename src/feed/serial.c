/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serial.c -- a serial line, eight bits without parity, as a stream of octets. A device
 * that is not there, or goes away, is tried again.
 */
#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "feed/live.h"

enum { WAIT_FIRST_MS = 250, WAIT_MAX_MS = 8000 };

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

static void on_closed(uv_handle_t *handle)
{
    struct tcs_live_feed *feed = handle->data;

    close(feed->socket);
    feed->socket = -1;
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
    if (tcs_live_emit(feed, TCS_EVENT_BYTES, tcs_clock_now(feed->owner->clock),
                      tcs_bytes(feed->owner->buffer, (size_t)count)))
        return;
    /* These octets are lost: the stream has to begin anew. */
    feed->dropped++;
    hang_up(feed);
}

/* In the order of tcs_bauds. */
static speed_t speed_of(uint32_t baud)
{
    static const speed_t speeds[] = { B1200,  B2400,   B4800,   B9600,   B19200, B38400,
                                      B57600, B115200, B230400, B460800, B921600 };

    for (size_t i = 0; tcs_bauds[i] != 0; i++)
        if (tcs_bauds[i] == baud)
            return speeds[i];
    return B9600;
}

/* Octets as they come: no line discipline, no flow control, no modem lines. */
static bool set_line(int fd, uint32_t baud)
{
    struct termios line;
    const speed_t speed = speed_of(baud);

    if (tcgetattr(fd, &line) != 0)
        return false;
    line.c_iflag = IGNBRK;
    line.c_oflag = 0;
    line.c_lflag = 0;
    line.c_cflag = CS8 | CREAD | CLOCAL;
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    return cfsetispeed(&line, speed) == 0 && cfsetospeed(&line, speed) == 0 &&
           tcsetattr(fd, TCSANOW, &line) == 0 && tcflush(fd, TCIFLUSH) == 0;
}

static void begin(struct tcs_live_feed *feed)
{
    const int fd = open(feed->site->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 || !set_line(fd, feed->site->baud) ||
        uv_poll_init(feed->owner->loop, &feed->poll, fd) != 0) {
        if (fd >= 0)
            close(fd);
        again_later(feed);
        return;
    }
    feed->socket = fd;
    feed->poll.data = feed;
    feed->poll_open = true;
    tcs_live_set_up(feed, true);
    uv_poll_start(&feed->poll, UV_READABLE, on_readable);
}

enum tcs_status tcs_serial_open(struct tcs_live_feed *feed)
{
    feed->wait_ms = WAIT_FIRST_MS;
    uv_timer_init(feed->owner->loop, &feed->timer);
    feed->timer.data = feed;
    feed->timer_open = true;
    begin(feed);
    return TCS_OK;
}

void tcs_serial_close(struct tcs_live_feed *feed)
{
    hang_up(feed);
    if (feed->timer_open) {
        feed->timer_open = false;
        uv_close((uv_handle_t *)&feed->timer, NULL);
    }
}
