/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/decode.h"

#include <inttypes.h>
#include <string.h>

static const struct tcs_decode_format formats[] = {
    { "asterix", "FILE [--edition [SAC/SIC:]CAT=EDITION]... [--framing F] [--port PORT]",
      "EUROCONTROL ASTERIX categories 001, 002, 010, 015, 016, 019, 020, 021, 023, 034,\n"
      "048, 062, 063, 065, 205 and 240: data blocks from a file or a pipe, from the UDP\n"
      "datagrams of a pcap or pcapng file, or from a recording.\n"
      "  --edition CAT=EDITION  read category CAT by that edition, as in 48=1.27; by "
      "one\n"
      "                         of another category, as in 129=205@1.0; not at all, as\n"
      "                         in 129=none; of one source only, as in 25/7:48=1.27\n"
      "  --framing FRAMING      raw, final, ioss, ioss-seq or oradis; otherwise the\n"
      "                         one in which everything is whole, which is told\n"
      "  --port PORT            of a capture, take datagrams to this UDP port only\n",
      tcs_decode_asterix },
    { "remoteid", "FILE",
      "Open Drone ID messages (ASTM F3411, EN 4709-002) in a pcap or pcapng file: Wi-Fi\n"
      "beacons and NAN frames (802.11, with or without radiotap), Bluetooth legacy and\n"
      "extended advertisements (link types 251, 256, nRF Sniffer 272, HCI 187, 201 and\n"
      "254); the French beacon and DJI's DroneID; or the JSON of DroneScout, DragonSync\n"
      "and Kismet, one document or one a line. One object a broadcast, with its "
      "messages.\n",
      tcs_decode_remoteid },
    { "cot", "FILE",
      "Cursor on Target events, version 2.0, as XML: one document after the other, or\n"
      "the UDP datagrams of a pcap or pcapng file.\n",
      tcs_decode_cot },
    { "tak", "FILE",
      "Cursor on Target events of the TAK protocol, version 1: messages of a stream, a\n"
      "datagram of the mesh, or the UDP datagrams of a pcap or pcapng file.\n",
      tcs_decode_tak },
    { "modes", "FILE [--confirmed] [--repair]",
      "Mode S: extended squitters (downlink formats 17 and 18) and what transponders\n"
      "answer (0, 4, 5, 11, 16, 20, 21), from Beast, AVR (*hex; and @ticks hex;), lines "
      "of\n"
      "`time,\"hex\",...`, or lines of hex; or what another decoder has made of them: "
      "SBS\n"
      "(BaseStation) lines and readsb's JSON, as lines or aircraft.json. Which of them "
      "is\n"
      "told by the content. Frames without times are taken as close together. Registers "
      "of\n"
      "Comm-B are inferred.\n"
      "  --confirmed  of formats whose address lies over the parity, only those whose\n"
      "               address was heard in the clear within 60 s\n"
      "  --repair     turn one bit of a squitter, if its parity is right then\n",
      tcs_decode_modes },
    { "uat", "FILE",
      "UAT, ADS-B on 978 MHz, in lines as dump978 writes them. Downlink frames are\n"
      "decoded, uplink frames counted as foreign.\n",
      tcs_decode_uat },
    { "ais", "FILE [--unscaled] [--parts]",
      "AIS messages of ships, types 1 to 27, from NMEA 0183 sentences (!AIVDM, !AIVDO "
      "and\n"
      "those of other talkers), one a line, with or without tag blocks. Names and units "
      "are\n"
      "those that gpsd publishes for AIS.\n"
      "  --unscaled  numbers as they are transmitted\n"
      "  --parts     both parts of type 24 as they come; otherwise a part B is shown "
      "with\n"
      "              the name that its part A told\n",
      tcs_decode_ais },
    { "mavlink", "FILE",
      "MAVLink frames, version 2 and 1: a stream, a recording (.tlog), or the UDP "
      "datagrams\n"
      "of a pcap or pcapng file. Printed are HEARTBEAT, GPS_RAW_INT, "
      "GLOBAL_POSITION_INT,\n"
      "ADSB_VEHICLE and OPEN_DRONE_ID_*, with the fields and units of their "
      "definitions;\n"
      "others are counted by their number. Signatures are told, not verified.\n",
      tcs_decode_mavlink },
    { "sapient", "FILE",
      "Messages of SAPIENT (BSI Flex 335 v2.0): with their lengths as in a stream, one\n"
      "bare message, or JSON; which of them is told by the content. Each is checked as\n"
      "'tocsin validate' does, and the first rule that it breaks is told.\n",
      tcs_decode_sapient },
    { "kraken", "FILE",
      "KrakenSDR bearings: the lines of DOA_value.html, one a channel that was heard.\n"
      "Bearings are relative to the array; the width of the spectrum's lobe is told.\n",
      tcs_decode_kraken },
    { "odas", "FILE",
      "ODAS sound sources, tracked (SST) or potential (SSL): JSON objects one behind "
      "the\n"
      "other. Directions are in the axes of the array.\n",
      tcs_decode_odas },
    { "onvif", "FILE",
      "ONVIF metadata: frames with objects, and statuses of pan-tilt heads, out of XML\n"
      "documents one behind the other; what stands between them is passed over.\n",
      tcs_decode_onvif },
    { "frigate", "FILE",
      "Frigate's messages of frigate/events: JSON objects one behind the other, with or\n"
      "without their topics between them.\n",
      tcs_decode_frigate },
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

static void print_usage(FILE *out)
{
    fputs("usage: tocsin decode FORMAT FILE [OPTIONS]\n\n"
          "Prints one JSON object a record on standard output and counts by reason on\n"
          "standard error. FILE may be - for standard input. Exit: 0; 1 when nothing "
          "could\n"
          "be decoded; 2 wrong use; 3 input unreadable or output failed.\n\n",
          out);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        fprintf(out, "  tocsin decode %s %s\n", formats[i].name, formats[i].arguments);
    fputs("\n'tocsin decode FORMAT --help' tells more.\n", out);
}

int tcs_decode_usage(const struct tcs_decode_format *format, const char *what)
{
    if (what != NULL)
        fprintf(stderr, "tocsin decode %s: %s\n", format->name, what);
    fprintf(stderr, "usage: tocsin decode %s %s\n", format->name, format->arguments);
    return TCS_EXIT_USAGE;
}

static int run_format(const struct tcs_decode_format *format, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            printf("usage: tocsin decode %s %s\n\n%s", format->name, format->arguments,
                   format->help);
            return TCS_EXIT_GOOD;
        }
    return format->run(format, argc, argv);
}

int tcs_cmd_decode(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return TCS_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_usage(stdout);
        return TCS_EXIT_GOOD;
    }
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(argv[1], formats[i].name) == 0)
            return run_format(&formats[i], argc - 1, argv + 1);
    fprintf(stderr, "tocsin decode: no format '%s'; 'tocsin decode --help' lists them\n",
            argv[1]);
    return TCS_EXIT_USAGE;
}

void tcs_tally_add(struct tcs_tally *tally, enum tcs_tally_kind kind, const char *reason)
{
    tally->totals[kind]++;
    for (size_t i = 0; i < tally->row_count; i++) {
        struct tcs_tally_row *row = &tally->rows[i];

        if (row->kind == kind &&
            strncmp(row->reason, reason, sizeof row->reason - 1) == 0) {
            row->count++;
            return;
        }
    }
    if (tally->row_count == TCS_TALLY_MAX)
        return;
    struct tcs_tally_row *row = &tally->rows[tally->row_count++];

    row->kind = kind;
    row->count = 1;
    snprintf(row->reason, sizeof row->reason, "%s", reason);
}

void tcs_tally_print(const struct tcs_tally *tally, FILE *out)
{
    static const char *const names[TCS_TALLY_KIND_COUNT] = {
        [TCS_TALLY_DAMAGED] = "damaged",
        [TCS_TALLY_FOREIGN] = "foreign",
        [TCS_TALLY_IMPOSSIBLE] = "impossible",
        [TCS_TALLY_REMARK] = "remarks",
    };

    fprintf(out, "records %" PRIu64 "\n", tally->records);
    for (int kind = 0; kind < TCS_TALLY_KIND_COUNT; kind++) {
        fprintf(out, "%s %" PRIu64 "\n", names[kind], tally->totals[kind]);
        for (size_t i = 0; i < tally->row_count; i++)
            if ((int)tally->rows[i].kind == kind)
                fprintf(out, "  %s: %" PRIu64 "\n", tally->rows[i].reason,
                        tally->rows[i].count);
    }
}

int tcs_decode_finish(struct tcs_json *json, const struct tcs_tally *tally)
{
    const bool written = tcs_json_flush(json);

    tcs_tally_print(tally, stderr);
    if (!written) {
        fputs("tocsin decode: output failed\n", stderr);
        return TCS_EXIT_IO;
    }
    return tally->records > 0 ? TCS_EXIT_GOOD : TCS_EXIT_BAD;
}
