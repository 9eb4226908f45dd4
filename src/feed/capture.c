/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE 1 /* libpcap's headers want u_int and u_char */

#include "feed/capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tcs_capture {
    FILE *file;   /* raw; NULL once pcap owns it */
    pcap_t *pcap; /* NULL: raw */
    uint64_t offset;
    uint8_t piece[TCS_CAPTURE_PIECE];
};

/* First octets of pcap (two resolutions, two byte orders) and of pcapng. */
static const uint8_t magics[][4] = {
    { 0xd4, 0xc3, 0xb2, 0xa1 }, { 0xa1, 0xb2, 0xc3, 0xd4 }, { 0x4d, 0x3c, 0xb2, 0xa1 },
    { 0xa1, 0xb2, 0x3c, 0x4d }, { 0x0a, 0x0d, 0x0d, 0x0a },
};

static bool is_capture(const uint8_t *head, size_t len)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (len >= 4 && memcmp(head, magics[i], 4) == 0)
            return true;
    return false;
}

/* A pipe cannot be rewound after its magic was read: it goes through a temporary file. */
static FILE *seekable(FILE *in)
{
    if (fseek(in, 0, SEEK_SET) == 0)
        return in;
    FILE *copy = tmpfile();
    char part[BUFSIZ];

    if (copy == NULL)
        return NULL;
    for (size_t len; (len = fread(part, 1, sizeof part, in)) > 0;)
        if (fwrite(part, 1, len, copy) != len)
            break;
    if (ferror(in) || ferror(copy) || fseek(copy, 0, SEEK_SET) != 0) {
        fclose(copy);
        return NULL;
    }
    if (in != stdin)
        fclose(in);
    return copy;
}

static enum tcs_status open_file(const char *path, FILE **ret_file, char *ret_error)
{
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    FILE *file = in != NULL ? seekable(in) : NULL;

    if (file == NULL) {
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", strerror(errno));
        if (in != NULL && in != stdin)
            fclose(in);
        return TCS_E_IO;
    }
    *ret_file = file;
    return TCS_OK;
}

static void close_file(FILE *file)
{
    if (file != NULL && file != stdin)
        fclose(file);
}

enum tcs_status tcs_capture_open(const char *path, struct tcs_capture **ret_capture,
                                 char ret_error[TCS_CAPTURE_ERROR_LEN])
{
    FILE *file = NULL;
    uint8_t head[4];
    enum tcs_status status = open_file(path, &file, ret_error);

    if (status != TCS_OK)
        return status;
    const size_t len = fread(head, 1, sizeof head, file);

    if (ferror(file) || fseek(file, 0, SEEK_SET) != 0) { /* a directory, for one */
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", strerror(errno));
        close_file(file);
        return TCS_E_IO;
    }
    struct tcs_capture *capture = calloc(1, sizeof *capture);

    if (capture == NULL) {
        close_file(file);
        snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "out of memory");
        return TCS_E_MEMORY;
    }
    capture->file = file;
    if (is_capture(head, len)) {
        char why[PCAP_ERRBUF_SIZE] = "";

        capture->pcap = pcap_fopen_offline_with_tstamp_precision(
            file, PCAP_TSTAMP_PRECISION_NANO, why);
        if (capture->pcap == NULL) {
            snprintf(ret_error, TCS_CAPTURE_ERROR_LEN, "%s", why);
            tcs_capture_close(capture);
            return TCS_E_IO;
        }
        capture->file = NULL;
    }
    *ret_capture = capture;
    return TCS_OK;
}

static enum tcs_status next_piece(struct tcs_capture *capture,
                                  struct tcs_capture_packet *ret_packet, char *ret_error)
{
    const size_t len = fread(capture->piece, 1, sizeof capture->piece, capture->file);

    if (ferror(capture->file)) {
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

void tcs_capture_close(struct tcs_capture *capture)
{
    if (capture == NULL)
        return;
    if (capture->pcap != NULL)
        pcap_close(capture->pcap);
    close_file(capture->file);
    free(capture);
}
