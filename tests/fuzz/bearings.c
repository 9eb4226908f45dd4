/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/bearings.h"
#include "encode/bearings.h"
#include "fuzz.h"

/*
 * The input is one line.
 *
 * - What is taken lies inside its ranges.
 * - It encodes, unless a number is smaller than the encoder's decimals; what has been
 *   through the encoder once does not change any more.
 * - A line that is refused leaves its output alone and says where.
 */

static struct tcs_bearings bearings, again;

static void check_ranges(const struct tcs_bearing *bearing)
{
    FUZZ_CHECK(bearing->azimuth_deg >= 0.0 && bearing->azimuth_deg < 360.0);
    FUZZ_CHECK(bearing->elevation_deg >= -90.0 && bearing->elevation_deg <= 90.0);
    FUZZ_CHECK(bearing->sigma_deg >= 0.0 && bearing->sigma_deg <= 180.0);
    FUZZ_CHECK(bearing->frequency_hz >= 0.0 && bearing->frequency_hz <= 3e12);
    FUZZ_CHECK((bearing->valid & ~(uint32_t)TCS_BEARING_ALL) == 0);
    FUZZ_CHECK(bearing->said <= TCS_BEARING_CREWED);
}

static struct tcs_bytes encoded(const struct tcs_bearings *from, char room[8192])
{
    struct tcs_writer w = tcs_writer(room, 8192);

    if (tcs_bearings_write(from, &w) != TCS_OK)
        return tcs_bytes(NULL, 0);
    return tcs_bytes(room, w.len - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char first[8192], second[8192];
    struct tcs_fault fault = { 0 };

    memset(&bearings, 0x5a, sizeof bearings);
    again = bearings;
    if (tcs_bearings_read(tcs_bytes(data, size), &bearings, &fault) != TCS_OK) {
        FUZZ_CHECK(memcmp(&bearings, &again, sizeof again) == 0);
        FUZZ_CHECK(fault.status < 0 && fault.offset <= size && fault.item != NULL);
        return 0;
    }
    FUZZ_CHECK(bearings.count <= TCS_BEARINGS_MAX && bearings.sensor[0] != '\0');
    for (uint32_t i = 0; i < bearings.count; i++)
        check_ranges(&bearings.bearings[i]);
    const struct tcs_bytes once = encoded(&bearings, first);

    if (once.len == 0)
        return 0;
    FUZZ_CHECK(tcs_bearings_read(once, &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.count == bearings.count && again.utc_ns == bearings.utc_ns);
    FUZZ_CHECK(memcmp(again.sensor, bearings.sensor, sizeof again.sensor) == 0);
    const struct tcs_bytes twice = encoded(&again, second);

    FUZZ_CHECK(twice.len > 0);
    FUZZ_CHECK(tcs_bearings_read(twice, &bearings, NULL) == TCS_OK);
    FUZZ_CHECK(tcs_bytes_equal(twice, encoded(&bearings, first)));
    return 0;
}
