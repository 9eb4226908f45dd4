/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/cpr.h"
#include "decode/mode_s.h"
#include "encode/mode_s.h"
#include "fuzz.h"

/*
 * The input is frames of 12 octets each: the eleven of an extended squitter, to which the
 * right parity is added, and the seconds that have passed.
 *
 * - With its parity the frame is damaged never; with one bit of it turned, always.
 * - A record encodes, and comes back the same but for what cannot be.
 * - Positions lie on the Earth, where the message says: their halves come back.
 */

static struct tcs_cpr_table table;
static bool table_is_used; /* emptying it costs more than most inputs */

static bool is_squitter(uint8_t first)
{
    return first >> 3 == 17 || first >> 3 == 18;
}

static void check_again(const struct tcs_mode_s *record)
{
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_mode_s again;

    FUZZ_CHECK(tcs_mode_s_write(record, &w) == TCS_OK);
    FUZZ_CHECK(tcs_mode_s_read(tcs_written(&w), &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.impossible == 0);
    again.impossible = record->impossible;
    /* Velocities of relayed traffic say whose address it is where we write intent. */
    again.address_kind = record->address_kind;
    FUZZ_CHECK(memcmp(record, &again, sizeof again) == 0);
}

static void check_place(const struct tcs_mode_s *record, struct tcs_time at)
{
    const struct tcs_mode_s_position *position = &record->as.position;
    struct tcs_cpr_place place = { 1000.0, 1000.0 };
    const enum tcs_status status = tcs_cpr_fold(&table, record, at, &place);

    table_is_used = true;
    FUZZ_CHECK(status == TCS_OK || status == TCS_MORE || status == TCS_E_IMPOSSIBLE);
    if (status != TCS_OK) {
        FUZZ_CHECK(place.lat_deg > 999.0 && place.lon_deg > 999.0);
        return;
    }
    FUZZ_CHECK(place.lat_deg >= -90.0 && place.lat_deg <= 90.0);
    FUZZ_CHECK(place.lon_deg >= -180.0 && place.lon_deg < 180.0);
    const struct tcs_cpr_half half = tcs_cpr_encode(place, position->odd);

    FUZZ_CHECK(half.lat == position->cpr_lat && half.lon == position->cpr_lon);
}

static struct tcs_time check_frame(const uint8_t *data, struct tcs_time at)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 0 };
    const struct tcs_bytes frame = tcs_bytes(octets, sizeof octets);
    struct tcs_mode_s record;
    struct tcs_mode_s untouched;

    memcpy(octets, data, 11);
    const uint32_t parity = tcs_mode_s_remainder(frame);

    octets[11] = (uint8_t)(parity >> 16);
    octets[12] = (uint8_t)(parity >> 8);
    octets[13] = (uint8_t)parity;
    FUZZ_CHECK(tcs_mode_s_remainder(frame) == 0);
    memset(&record, 0x5a, sizeof record);
    untouched = record;
    const enum tcs_status status = tcs_mode_s_read(frame, &record, NULL);

    at = tcs_time_add(at, (struct tcs_span) { data[11] * TCS_NS_PER_S / 4 });
    if (status != TCS_OK) {
        FUZZ_CHECK(memcmp(&record, &untouched, sizeof record) == 0);
        FUZZ_CHECK(is_squitter(octets[0]) ? status == TCS_E_FOREIGN : status < 0);
        return at;
    }
    FUZZ_CHECK(is_squitter(octets[0]));
    FUZZ_CHECK((record.valid & record.impossible) == 0);
    if (record.kind != TCS_MODE_S_OTHER)
        check_again(&record);
    if (record.kind == TCS_MODE_S_AIRBORNE)
        check_place(&record, at);
    octets[5 + data[11] % 9] ^= (uint8_t)(1 << data[11] % 8);
    FUZZ_CHECK(tcs_mode_s_read(frame, &record, NULL) == TCS_E_DAMAGED);
    return at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_time at = { 0 };

    if (table_is_used)
        memset(&table, 0, sizeof table);
    table_is_used = false;
    for (size_t i = 0; size - i >= 12; i += 12)
        at = check_frame(data + i, at);
    return 0;
}
