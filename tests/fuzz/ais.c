/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/lines.h"
#include "encode/ais.h"
#include "fuzz.h"

/*
 * The input is lines of NMEA 0183.
 *
 * - It gives the same messages and counts whether it comes at once, in pieces or octet by
 *   octet.
 * - A message has the length that its layout allows; all its fields can be read, and what
 *   stands in a report is possible.
 * - It encodes, and comes back the same.
 */

struct result {
    uint64_t sum, messages, refused, lost;
};

static uint64_t mix(uint64_t sum, const void *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum = sum * 31 + ((const uint8_t *)data)[i];
    return sum;
}

static void read_fields(const struct tcs_ais *message, const struct tcs_ais_field *fields,
                        uint32_t count, uint32_t base)
{
    char text[TCS_AIS_TEXT_MAX + 1];
    uint8_t octets[TCS_AIS_OCTETS_MAX];

    for (uint32_t i = 0; i < count; i++) {
        if (fields[i].kind == TCS_AIS_TEXT || fields[i].kind == TCS_AIS_NAME)
            FUZZ_CHECK(tcs_ais_text(message, &fields[i], base, text) == strlen(text));
        else if (fields[i].kind == TCS_AIS_DATA)
            FUZZ_CHECK(tcs_ais_data(message, &fields[i], octets) <= message->bit_count);
        else
            (void)tcs_ais_number(message, &fields[i], base);
    }
}

static void check_message(const struct tcs_ais *message)
{
    const struct tcs_ais_layout *layout = message->layout;
    struct tcs_ais_report report;

    FUZZ_CHECK(message->bit_count >= layout->bits_min &&
               message->bit_count <= layout->bits_max);
    read_fields(message, layout->fields, layout->field_count, 0);
    for (uint32_t i = 0; i < tcs_ais_group_count(message); i++)
        read_fields(message, layout->group->fields, layout->group->field_count,
                    layout->group->at + i * layout->group->bits);
    if (tcs_ais_report(message, &report) == TCS_OK)
        FUZZ_CHECK(report.lat_deg >= -90.0 && report.lat_deg <= 90.0 &&
                   report.lon_deg >= -180.0 && report.lon_deg <= 180.0 &&
                   report.course_deg < 360.0 && report.speed_kt >= 0.0);
}

static void check_again(const struct tcs_ais *message)
{
    static uint8_t room[2000];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    static struct tcs_ais_assembler assembler;
    static struct tcs_lines lines;
    struct tcs_ais_sentence sentence;
    enum tcs_status status = TCS_E_NOT_FOUND;
    struct tcs_bytes line;
    struct tcs_ais again;

    memset(&assembler, 0, sizeof assembler);
    memset(&lines, 0, sizeof lines);
    FUZZ_CHECK(tcs_ais_write(message, '3', 'A', &w) == TCS_OK);
    struct tcs_bytes in = tcs_written(&w);

    while (tcs_lines_next(&lines, &in, &line) == TCS_OK) {
        FUZZ_CHECK(tcs_ais_sentence_read(line, &sentence, NULL) == TCS_OK);
        status = tcs_ais_assemble(&assembler, &sentence, &again, NULL);
    }
    FUZZ_CHECK(status == TCS_OK);
    FUZZ_CHECK(memcmp(message, &again, sizeof again) == 0);
}

static struct result run(struct tcs_bytes stream, size_t piece, bool again)
{
    static struct tcs_lines lines;
    static struct tcs_ais_assembler assembler;
    struct result result = { 0 };

    memset(&lines, 0, sizeof lines);
    memset(&assembler, 0, sizeof assembler);
    for (size_t at = 0; at < stream.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(stream, at, piece);
        struct tcs_ais_sentence sentence;
        struct tcs_ais message;
        struct tcs_bytes line;

        while (tcs_lines_next(&lines, &in, &line) == TCS_OK) {
            if (tcs_ais_sentence_read(line, &sentence, NULL) != TCS_OK ||
                tcs_ais_assemble(&assembler, &sentence, &message, NULL) != TCS_OK) {
                result.refused++;
                continue;
            }
            result.messages++;
            result.sum = mix(result.sum, message.bits, sizeof message.bits);
            if (again) {
                check_message(&message);
                check_again(&message);
            }
        }
    }
    result.lost = assembler.lost_count;
    FUZZ_CHECK(result.messages + result.refused == lines.line_count);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes stream = tcs_bytes(data, size);
    const struct result whole = run(stream, size + 1, true);
    const struct result pieces = run(stream, 3 + size % 29, false);
    const struct result octets = run(stream, 1, false);

    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &octets, sizeof whole) == 0);
    return 0;
}
