/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serial.c -- a serial line, eight bits without parity, as a stream of octets.
 */
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "feed/live.h"

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

static int open_line(struct tcs_live_feed *feed)
{
    const int fd = open(feed->site->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 || set_line(fd, feed->site->baud))
        return fd;
    close(fd);
    return -1;
}

const struct tcs_octets tcs_serial_octets = { .open = open_line, .up_when_open = true };
