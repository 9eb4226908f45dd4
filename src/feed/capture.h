/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_CAPTURE_H
#define TCS_FEED_CAPTURE_H

/*
 * capture.h -- files of captured traffic: pcap, pcapng, or raw octets.
 *
 * A file that begins with the magic of pcap or pcapng is read packet by packet, with its
 * time stamps; any other file is raw octets, handed out in pieces of up to
 * TCS_CAPTURE_PIECE octets without a time. "-" is standard input. Pipes are read as they
 * come: nothing waits for their end. A file that gzip has packed is refused: none of the
 * protocols begins as it does.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum {
    TCS_CAPTURE_PIECE = 65536,
    TCS_CAPTURE_ERROR_LEN = 256,
};

struct tcs_capture;

struct tcs_capture_packet {
    bool raw;              /* a piece of a raw file: no link type, no time */
    uint32_t link;         /* LINKTYPE number, decode/udp.h: 1 Ethernet, 127 radiotap */
    int64_t utc_ns;        /* POSIX ns of the capture */
    uint64_t offset;       /* raw: of the piece in the file; else number of the packet */
    uint32_t original_len; /* as on the wire; more than data.len when it was cut */
    struct tcs_bytes data; /* borrowed until the next call */
};

/* What to say of a file that begins so and is packed; NULL: it is not. */
const char *tcs_capture_packed(struct tcs_bytes head);

/* TCS_OK; TCS_E_IO: cannot be read, packed, or a capture that libpcap does not know.
 * ret_error says why, in one line without an end. */
TCS_NODISCARD
enum tcs_status tcs_capture_open(const char *path, struct tcs_capture **ret_capture,
                                 char ret_error[TCS_CAPTURE_ERROR_LEN]);

/* TCS_OK, TCS_END, or TCS_E_DAMAGED: the file ends inside a packet or is broken; what
 * came before was good, nothing can follow. */
TCS_NODISCARD
enum tcs_status tcs_capture_next(struct tcs_capture *capture,
                                 struct tcs_capture_packet *ret_packet,
                                 char ret_error[TCS_CAPTURE_ERROR_LEN]);

/* True when packets with times come out, false for raw octets. */
bool tcs_capture_is_packets(const struct tcs_capture *capture);

/* True for a pipe or a terminal, where more may come at any time: a reader that buffers
 * its output hands it on after each packet. */
bool tcs_capture_is_live(const struct tcs_capture *capture);

/* NULL is allowed. */
void tcs_capture_close(struct tcs_capture *capture);

#endif
