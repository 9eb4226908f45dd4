/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/decode.h"
#include "decode/udp.h"
#include "feed/capture.h"

int tcs_decode_asterix(const struct tcs_decode_format *format, int argc, char **argv)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;
    static struct tcs_tally tally;

    if (argc != 2)
        return tcs_decode_usage(format, "one FILE, please");
    if (tcs_capture_open(argv[1], &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", argv[1], why);
        return TCS_EXIT_IO;
    }
    while (tcs_capture_next(capture, &packet, why) == TCS_OK) {
        struct tcs_udp udp = { 0 };

        if (packet.raw || tcs_udp_find(packet.link, packet.data, &udp) == TCS_OK)
            tcs_tally_add(&tally, TCS_TALLY_FOREIGN, "category without a table");
    }
    tcs_capture_close(capture);
    tcs_tally_print(&tally, stderr);
    return TCS_EXIT_BAD;
}
