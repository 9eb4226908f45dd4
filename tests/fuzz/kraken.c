/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/kraken.h"
#include "encode/kraken.h"
#include "fuzz.h"

/*
 * The input is one line.
 *
 * - What is taken lies inside its ranges; the width is that of a lobe.
 * - It encodes, and what has been through the encoder once does not change any more.
 * - A line that is refused leaves its output alone and says where.
 */

static char first[16384], second[16384];

static struct tcs_bytes written(const struct tcs_kraken *kraken, char room[16384])
{
    struct tcs_writer w = tcs_writer(room, 16384);

    FUZZ_CHECK(tcs_kraken_write(kraken, &w) == TCS_OK);
    return tcs_bytes(room, w.len - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_kraken kraken, again;
    struct tcs_fault fault = { 0 };

    memset(&kraken, 0x5a, sizeof kraken);
    again = kraken;
    if (tcs_kraken_read(tcs_bytes(data, size), &kraken, &fault) != TCS_OK) {
        FUZZ_CHECK(memcmp(&kraken, &again, sizeof again) == 0);
        FUZZ_CHECK(fault.status < 0 && fault.offset <= size && fault.item != NULL);
        return 0;
    }
    FUZZ_CHECK(kraken.bearing_deg >= 0.0 && kraken.bearing_deg < 360.0);
    FUZZ_CHECK(kraken.width_deg >= 0.0 && kraken.width_deg <= 360.0);
    FUZZ_CHECK(kraken.peak < TCS_KRAKEN_SPECTRUM);
    FUZZ_CHECK(kraken.utc_ms >= 0);
    const struct tcs_bytes once = written(&kraken, first);

    FUZZ_CHECK(tcs_kraken_read(once, &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.utc_ms == kraken.utc_ms);
    FUZZ_CHECK(memcmp(again.station, kraken.station, sizeof again.station) == 0);
    const struct tcs_bytes twice = written(&again, second);

    FUZZ_CHECK(tcs_kraken_read(twice, &kraken, NULL) == TCS_OK);
    FUZZ_CHECK(tcs_bytes_equal(twice, written(&kraken, first)));
    return 0;
}
