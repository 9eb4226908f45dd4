/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/kraken.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static char room[8192];

static struct tcs_kraken example(void)
{
    struct tcs_kraken kraken = { .utc_ms = INT64_C(1700000000123),
                                 .bearing_deg = 223.0,
                                 .confidence = 12.34,
                                 .power_db = -31.2,
                                 .frequency_hz = 2437e6,
                                 .latency_ms = 410.0,
                                 .lat_deg = 50.1,
                                 .lon_deg = -8.25,
                                 .heading_deg = 15.0,
                                 .compass_deg = 15.0,
                                 .arrangement = "UCA",
                                 .station = "west",
                                 .source = "GPS" };

    return kraken;
}

static struct tcs_bytes written(const struct tcs_kraken *kraken)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    CHECK_OK(tcs_kraken_write(kraken, &w));
    return tcs_written(&w);
}

static void a_line_is_as_the_receiver_writes_it(void **state)
{
    const struct tcs_kraken kraken = example();

    CHECK(
        tcs_bytes_equal(written(&kraken),
                        tcs_text_bytes("1700000000123, 223.0, 12.34, -31.20, 2437000000, "
                                       "UCA, 410, west, 50.1000000, -8.2500000, 15.0, "
                                       "15.0, GPS, R, R, R, R \n")));
}

/* A lobe of 6 dB a degree on one side and 3 dB a degree on the other, its peak at 359
 * degrees: half of the power is 3.0103 dB down, 0.50172 and 1.00343 degrees away. */
static void the_width_of_the_lobe_is_found_across_the_seam(void **state)
{
    struct tcs_kraken kraken = example(), back;

    kraken.spectrum_num = TCS_KRAKEN_SPECTRUM;
    for (int i = 0; i < TCS_KRAKEN_SPECTRUM; i++) {
        const int up = (i + 1) % 360; /* from 359 upwards */
        const double drop = up <= 180 ? 6.0 * up : 3.0 * (360 - up);

        kraken.spectrum_db[i] = drop > 90.0 ? 0.0 : 90.0 - drop;
    }
    const struct tcs_bytes line = written(&kraken);

    CHECK_OK(tcs_kraken_read(tcs_bytes(line.data, line.len - 1), &back, NULL));
    CHECK_INT(back.peak, 359);
    CHECK_NEAR(back.width_deg, 3.0102999566398120 * (1.0 / 6.0 + 1.0 / 3.0), 1e-9, "deg");
    for (int i = 0; i < TCS_KRAKEN_SPECTRUM; i++)
        kraken.spectrum_db[i] = 7.0;
    const struct tcs_bytes flat = written(&kraken);

    CHECK_OK(tcs_kraken_read(tcs_bytes(flat.data, flat.len - 1), &back, NULL));
    CHECK_NEAR(back.width_deg, 0.0, 0.0, "deg");
}

static void what_was_written_is_read_back(void **state)
{
    uint64_t seed = 11;

    for (int round = 0; round < 500; round++) {
        struct tcs_kraken kraken = example(), back;

        kraken.utc_ms = (int64_t)(random_next(&seed) % UINT64_C(4102444800000));
        kraken.bearing_deg = random_below(&seed, 3600) / 10.0;
        kraken.power_db = random_between(&seed, -9000, 900) / 100.0;
        kraken.lon_deg = random_between(&seed, -1800000, 1800000) / 10000.0;
        kraken.frequency_hz = 1.0 + random_below(&seed, 2000000000);
        kraken.spectrum_num = random_below(&seed, 2) * TCS_KRAKEN_SPECTRUM;
        for (uint32_t i = 0; i < kraken.spectrum_num; i++)
            kraken.spectrum_db[i] = random_below(&seed, 5000) / 100.0;
        const struct tcs_bytes line = written(&kraken);

        CHECK_OK(tcs_kraken_read(tcs_bytes(line.data, line.len - 1), &back, NULL));
        CHECK(back.utc_ms == kraken.utc_ms);
        CHECK_NEAR(back.bearing_deg, kraken.bearing_deg, 1e-9, "deg");
        CHECK_NEAR(back.power_db, kraken.power_db, 1e-9, "dB");
        CHECK_NEAR(back.lon_deg, kraken.lon_deg, 1e-9, "deg");
        CHECK_NEAR(back.frequency_hz, kraken.frequency_hz, 0.0, "Hz");
        CHECK_TEXT(back.station, "west");
        CHECK_INT(back.spectrum_num, kraken.spectrum_num);
        CHECK(memcmp(back.spectrum_db, kraken.spectrum_db, sizeof back.spectrum_db) == 0);
    }
}

static void what_cannot_be_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *line;
        enum tcs_status status;
        uint32_t offset;
    } bad[] = {
        { "1700000000123, 1", TCS_E_FOREIGN, 0 },
        { "now, 1, 1, 1, 1, U, 1, s, 1, 1, 1, 1, G, R, R, R, R", TCS_E_FOREIGN, 0 },
        { "1, 361, 1, 1, 1, U, 1, s, 1, 1, 1, 1, G, R, R, R, R", TCS_E_IMPOSSIBLE, 3 },
        { "1, x, 1, 1, 1, U, 1, s, 1, 1, 1, 1, G, R, R, R, R", TCS_E_DAMAGED, 3 },
        { "1, 1, 1, 1, 0, U, 1, s, 1, 1, 1, 1, G, R, R, R, R", TCS_E_IMPOSSIBLE, 12 },
        { "1, 1, 1, 1, 1, U, 1, s, 91, 1, 1, 1, G, R, R, R, R", TCS_E_IMPOSSIBLE, 24 },
        { "1, nan, 1, 1, 1, U, 1, s, 1, 1, 1, 1, G, R, R, R, R", TCS_E_DAMAGED, 3 },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct tcs_kraken kraken;
        struct tcs_fault fault = { 0 };

        CHECK_INT(tcs_kraken_read(tcs_text_bytes(bad[i].line), &kraken, &fault),
                  bad[i].status);
        CHECK_INT(fault.offset, bad[i].offset);
    }
}

static void what_does_not_fit_is_not_written(void **state)
{
    struct tcs_kraken kraken = example();
    struct tcs_writer w = tcs_writer(room, 40);

    CHECK_INT(tcs_kraken_write(&kraken, &w), TCS_E_FULL);
    CHECK_INT((int)w.len, 0);
    memcpy(kraken.station, "a,b", 4);
    CHECK_INT(tcs_kraken_write(&kraken, &w), TCS_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_as_the_receiver_writes_it),
        cmocka_unit_test(the_width_of_the_lobe_is_found_across_the_seam),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(what_cannot_be_is_refused_with_its_place),
        cmocka_unit_test(what_does_not_fit_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
