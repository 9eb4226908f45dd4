/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/lines.h"
#include "decode/uat.h"
#include "encode/uat.h"
#include "fuzz.h"

/*
 * The input is lines of a receiver.
 *
 * - A line that is taken is written again and comes back, but for the decimals of its
 * time and RSSI; one that is refused leaves its output alone and says where.
 * - A downlink frame gives places and numbers within their ranges; what it gives is
 *   written and comes back the same, but for a name that cannot be.
 * - Every line is one of taken, foreign, damaged or impossible.
 */

static void check_record(const struct tcs_uat *record)
{
    uint8_t room[TCS_UAT_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_uat again;

    FUZZ_CHECK(record->lat_deg > -90.0 && record->lat_deg <= 90.0);
    FUZZ_CHECK(record->lon_deg > -180.0 && record->lon_deg <= 180.0);
    FUZZ_CHECK(record->track_deg >= 0.0 && record->track_deg < 360.0);
    FUZZ_CHECK((record->valid & record->impossible) == 0);
    FUZZ_CHECK(record->callsign_len <= TCS_UAT_CALLSIGN_LEN);
    FUZZ_CHECK(record->baro_altitude_ft >= -1000 && record->geo_altitude_ft <= 101350);
    FUZZ_CHECK(tcs_uat_write(record, &w) == TCS_OK);
    FUZZ_CHECK(tcs_uat_read(tcs_written(&w), &again, NULL) == TCS_OK);
    again.impossible = record->impossible;
    again.valid &= ~record->impossible;
    FUZZ_CHECK(memcmp(record, &again, sizeof again) == 0);
}

static void check_frame(const struct tcs_uat_frame *frame)
{
    char room[1024];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_uat_frame again;
    struct tcs_uat record;
    const struct tcs_bytes octets = tcs_bytes(frame->octets, frame->len);
    const enum tcs_status status = tcs_uat_read(octets, &record, NULL);

    FUZZ_CHECK(frame->utc_ns >= 0);
    FUZZ_CHECK((frame->len == TCS_UAT_UPLINK_LEN) == (status == TCS_E_FOREIGN));
    if (status == TCS_OK)
        check_record(&record);
    if (tcs_uat_line_write(frame, &w) != TCS_OK)
        return; /* an RSSI of no meaning */
    FUZZ_CHECK(tcs_uat_line_read(tcs_bytes(room, w.len - 1), &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.utc_ns == frame->utc_ns / 1000000 * 1000000);
    again.utc_ns = frame->utc_ns;
    again.rssi_db = frame->rssi_db;
    FUZZ_CHECK(memcmp(frame, &again, sizeof again) == 0);
}

static enum tcs_status check_line(struct tcs_bytes line)
{
    static struct tcs_uat_frame frame, untouched;
    struct tcs_fault fault = { 0 };

    memset(&frame, 0x5a, sizeof frame);
    untouched = frame;
    const enum tcs_status status = tcs_uat_line_read(line, &frame, &fault);

    if (status == TCS_OK) {
        check_frame(&frame);
    } else {
        FUZZ_CHECK(memcmp(&frame, &untouched, sizeof frame) == 0);
        FUZZ_CHECK(fault.status == status && fault.item != NULL);
        FUZZ_CHECK(fault.offset <= line.len);
    }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_lines lines;
    struct tcs_bytes in = tcs_bytes(data, size);
    struct tcs_bytes line;

    memset(&lines, 0, offsetof(struct tcs_lines, room));
    while (tcs_lines_next(&lines, &in, &line) == TCS_OK ||
           tcs_lines_last(&lines, &line) == TCS_OK) {
        const enum tcs_status status = check_line(line);

        FUZZ_CHECK(status == TCS_OK || status == TCS_E_FOREIGN ||
                   status == TCS_E_DAMAGED || status == TCS_E_IMPOSSIBLE);
    }
    return 0;
}
