/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/kraken.h"

#include <stdbool.h>

#include "encode/put.h"

static bool is_name(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f || *text == ',')
            return false;
    return true;
}

/* False for NaN, too. */
static bool is_within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static bool is_sound(const struct tcs_kraken *k)
{
    for (uint32_t i = 0; i < k->spectrum_num; i++)
        if (!is_within(k->spectrum_db[i], -1000.0, 1000.0))
            return false;
    return k->utc_ms >= 0 && is_within(k->bearing_deg, 0.0, 360.0) &&
           is_within(k->confidence, 0.0, 1000.0) &&
           is_within(k->power_db, -400.0, 400.0) &&
           is_within(k->frequency_hz, 1.0, 3e12) && is_within(k->latency_ms, 0.0, 1e6) &&
           is_within(k->lat_deg, -90.0, 90.0) && is_within(k->lon_deg, -180.0, 180.0) &&
           is_within(k->heading_deg, -360.0, 360.0) &&
           is_within(k->compass_deg, -360.0, 360.0) && is_name(k->arrangement) &&
           is_name(k->station) && is_name(k->source) &&
           (k->spectrum_num == 0 || k->spectrum_num == TCS_KRAKEN_SPECTRUM);
}

static void put_number(struct tcs_writer *w, double value, unsigned decimals)
{
    tcs_put_text(w, ", ");
    tcs_put_fixed(w, value, decimals);
}

static void put_whole(struct tcs_writer *w, double value)
{
    tcs_put_text(w, ", ");
    tcs_put_uint(w, (uint64_t)(value + 0.5), 1);
}

static void put_name(struct tcs_writer *w, const char *name)
{
    tcs_put_text(w, ", ");
    tcs_put_text(w, name);
}

enum tcs_status tcs_kraken_write(const struct tcs_kraken *kraken, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (!is_sound(kraken))
        return TCS_E_ARGUMENT;
    tcs_put_uint(&trial, (uint64_t)kraken->utc_ms, 1);
    put_number(&trial, kraken->bearing_deg, 1);
    put_number(&trial, kraken->confidence, 2);
    put_number(&trial, kraken->power_db, 2);
    put_whole(&trial, kraken->frequency_hz);
    put_name(&trial, kraken->arrangement);
    put_whole(&trial, kraken->latency_ms);
    put_name(&trial, kraken->station);
    put_number(&trial, kraken->lat_deg, 7);
    put_number(&trial, kraken->lon_deg, 7);
    put_number(&trial, kraken->heading_deg, 1);
    put_number(&trial, kraken->compass_deg, 1);
    put_name(&trial, kraken->source);
    tcs_put_text(&trial, ", R, R, R, R");
    for (uint32_t i = 0; i < kraken->spectrum_num; i++)
        put_number(&trial, kraken->spectrum_db[i], 2);
    tcs_put_text(&trial, " \n");
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
