/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_kraken.c -- `tocsin decode kraken`: one line a line of DOA_value.html.
 *
 *   {"line":1,"time":"...","bearing_deg":41.0,"confidence":12.5,"power_db":-31.2,
 *    "frequency_hz":2437000000,"arrangement":"UCA","latency_ms":410,"station":"west",
 *    "lat_deg":..,"lon_deg":..,"heading_deg":..,"compass_deg":..,"source":"GPS",
 *    "peak_deg":319,"width_deg":7.2}
 */
#include "cli/decode_pieces.h"
#include "decode/kraken.h"

static const int64_t NS_PER_MS = 1000000;

static int64_t last_ms = -1;
static double last_hz;

static void print_line(struct tcs_decode_job *job, const struct tcs_kraken *kraken)
{
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "line", job->records);
    tcs_decode_time(json, "time", kraken->utc_ms * NS_PER_MS);
    tcs_json_double(json, "bearing_deg", kraken->bearing_deg);
    tcs_json_double(json, "confidence", kraken->confidence);
    tcs_json_double(json, "power_db", kraken->power_db);
    tcs_json_double(json, "frequency_hz", kraken->frequency_hz);
    tcs_json_text(json, "arrangement", kraken->arrangement);
    tcs_json_double(json, "latency_ms", kraken->latency_ms);
    tcs_json_text(json, "station", kraken->station);
    tcs_json_double(json, "lat_deg", kraken->lat_deg);
    tcs_json_double(json, "lon_deg", kraken->lon_deg);
    tcs_json_double(json, "heading_deg", kraken->heading_deg);
    tcs_json_double(json, "compass_deg", kraken->compass_deg);
    tcs_json_text(json, "source", kraken->source);
    if (kraken->width_deg > 0.0) {
        tcs_json_uint(json, "peak_deg", kraken->peak);
        tcs_json_double(json, "width_deg", kraken->width_deg);
    }
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

/* Whether bearing and spectrum turn the same way, which they should not. */
static bool is_mirrored(const struct tcs_kraken *kraken)
{
    const double off = kraken->bearing_deg - (double)kraken->peak;
    const double sum = kraken->bearing_deg + (double)kraken->peak;

    return kraken->width_deg > 0.0 && off > -1.5 && off < 1.5 &&
           !((sum > 358.5 && sum < 361.5) || sum < 1.5 || sum > 718.5);
}

static void decode_line(struct tcs_decode_job *job, struct tcs_bytes line)
{
    struct tcs_kraken kraken;
    struct tcs_fault fault;

    job->records++;
    if (tcs_kraken_read(line, &kraken, &fault) != TCS_OK) {
        tcs_decode_fault(job, &fault);
        return;
    }
    if (kraken.utc_ms == last_ms && kraken.frequency_hz == last_hz)
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK,
                      "said before, same time and channel");
    if (is_mirrored(&kraken))
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK,
                      "bearing turns as its spectrum does: not compass-wise?");
    last_ms = kraken.utc_ms;
    last_hz = kraken.frequency_hz;
    print_line(job, &kraken);
}

int tcs_decode_kraken(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct tcs_decode_job job = { .what = "line" };

    return tcs_decode_lines(format, argc, argv, &job, decode_line);
}
