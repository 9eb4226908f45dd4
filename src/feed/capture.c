/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE 1 /* fopencookie; libpcap's headers want u_int and u_char */

#include "feed/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAGIC = 4 };

/* What is read from: the magic that was looked at first, then the rest. A pipe cannot be
 * rewound, and what comes through it is handed on as it comes. */
struct source {
    int fd;
    uint8_t head[MAGIC];
    size_t head_len, head_given;
};

struct tcs_capture {
    struct source source;
    pcap_t *pcap; /* NULL: raw */
    uint64_t offset;
    uint8_t piece[TCS_CAPTURE_PIECE];
};

/* First octets of pcap (two resolutions, two byte orders) and of pcapng. */
static const uint8_t magics[][MAGIC] = {
    { 0xd4, 0xc3, 0xb2, 0xa1 }, { 0xa1, 0xb2, 0xc3, 0xd4 }, { 0x4d, 0x3c, 0xb2, 0xa1 },
    { 0xa1, 0xb2, 0x3c, 0x4d }, { 0x0a, 0x0d, 0x0d, 0x0a },
};

static bool is_capture(const struct source *source)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (source->head_len == MAGIC && memcmp(source->head, magics[i], MAGIC) == 0)
            return true;
    return false;
}

/* RFC 1952, 2.3.1: the magic, and deflate, which is all that there is. */
const char *tcs_capture_packed(struct tcs_bytes head)
{
    return head.len >= 3 && memcmp(head.data, "\x1f\x8b\x08", 3) == 0
               ? "compressed with gzip: unpack it first, as gunzip does"
               : NULL;
}

static ssize_t read_some(int fd, void *to, size_t size)
{
    ssize_t got;

    do
        got = read(fd, to, size);
    while (got < 0 && errno == EINTR);
    return got;
}

/* As read(2): at least one octet unless it is the end. */
static ssize_t source_read(void *cookie, char *to, size_t size)
{
    struct source *source = cookie;
    const size_t left = source->head_len - source->head_given;
    const size_t given = left < size ? left : size;

    if (given == 0)
        return read_some(source->fd, to, size);
    memcpy(to, source->head + source->head_given, given);
    source->head_given += given;
    return (ssize_t)given;
}

static bool source_open(struct source *source, const char *path)
{
    ssize_t got = 1;

    source->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (source->fd < 0)
        return false;
    while (source->head_len < MAGIC && got > 0) {
        got = read_some(source->fd, source->head + source->head_len,
                        MAGIC - source->head_len);
        if (got > 0)
            source->head_len += (size_t)got;
    }
    return got >= 0; /* below: a directory, for one */
}

static enum tcs_status open_pcap(struct tcs_capture *capture, char *ret_error)
{
    char why[PCAP_ERRBUF_SIZE] = "out of memory";
    FILE *file = fopencookie(&capture->source, "rb",
                             (cookie_io_functions_t) { .read = source_read });

    if (file != NULL)
        capture->pcap = pcap_fopen_offline_with_tstamp_precision(
            file, PCAP_TSTAMP_PRECISION_NANO, why);
    if (capture->pcap != NULL)
        return TCS_OK;
    if (file != NULL)
        fclose(file);
    snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", why);
    return TCS_E_IO;
}

enum tcs_status tcs_capture_open(const char *path, struct tcs_capture **ret_capture,
                                 char ret_error[TCS_CAPTURE_ERROR_LEN])
{
    struct tcs_capture *capture = calloc(1, sizeof *capture);
    enum tcs_status status = TCS_OK;
    const char *packed = NULL;

    if (capture == NULL) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "out of memory");
        return TCS_E_MEMORY;
    }
    if (!source_open(&capture->source, path)) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", strerror(errno));
        status = TCS_E_IO;
    } else if ((packed = tcs_capture_packed(
                    tcs_bytes(capture->source.head, capture->source.head_len))) != NULL) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", packed);
        status = TCS_E_IO;
    } else if (is_capture(&capture->source)) {
        status = open_pcap(capture, ret_error);
    }
    if (status != TCS_OK) {
        tcs_capture_close(capture);
        return status;
    }
    *ret_capture = capture;
    return TCS_OK;
}

static enum tcs_status next_piece(struct tcs_capture *capture,
                                  struct tcs_capture_packet *ret_packet, char *ret_error)
{
    const ssize_t got =
        source_read(&capture->source, (char *)capture->piece, sizeof capture->piece);
    const size_t len = (size_t)got;

    if (got < 0) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", strerror(errno));
        return TCS_E_DAMAGED;
    }
    if (len == 0)
        return TCS_END;
    *ret_packet = (struct tcs_capture_packet) {
        .raw = true,
        .offset = capture->offset,
        .original_len = (uint32_t)len,
        .data = tcs_bytes(capture->piece, len),
    };
    capture->offset += len;
    return TCS_OK;
}

enum tcs_status tcs_capture_next(struct tcs_capture *capture,
                                 struct tcs_capture_packet *ret_packet,
                                 char ret_error[TCS_CAPTURE_ERROR_LEN])
{
    struct pcap_pkthdr *header = NULL;
    const u_char *data = NULL;

    if (capture->pcap == NULL)
        return next_piece(capture, ret_packet, ret_error);
    const int got = pcap_next_ex(capture->pcap, &header, &data);

    if (got == PCAP_ERROR_BREAK)
        return TCS_END;
    if (got != 1) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", pcap_geterr(capture->pcap));
        return TCS_E_DAMAGED;
    }
    if (header->ts.tv_sec < 0 || header->ts.tv_sec >= INT64_MAX / INT64_C(1000000000)) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "packet %llu: no such time",
                 (unsigned long long)(capture->offset + 1));
        return TCS_E_DAMAGED;
    }
    /* With nanosecond precision asked for, tv_usec holds nanoseconds. */
    *ret_packet = (struct tcs_capture_packet) {
        .link = (uint32_t)pcap_datalink(capture->pcap),
        .utc_ns = (int64_t)header->ts.tv_sec * INT64_C(1000000000) +
                  (int64_t)header->ts.tv_usec,
        .offset = capture->offset++,
        .original_len = header->len,
        .data = tcs_bytes(data, header->caplen),
    };
    return TCS_OK;
}

bool tcs_capture_is_packets(const struct tcs_capture *capture)
{
    return capture->pcap != NULL;
}

bool tcs_capture_is_live(const struct tcs_capture *capture)
{
    return lseek(capture->source.fd, 0, SEEK_CUR) < 0;
}

void tcs_capture_close(struct tcs_capture *capture)
{
    if (capture == NULL)
        return;
    if (capture->pcap != NULL)
        pcap_close(capture->pcap);
    if (capture->source.fd > STDIN_FILENO)
        close(capture->source.fd);
    free(capture);
}
