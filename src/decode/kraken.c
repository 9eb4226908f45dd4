/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/kraken.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { COLUMNS_MIN = 17 };

static const double HALF_POWER_DB = 3.0102999566398120; /* 10 log10 2 */

struct columns {
    struct tcs_bytes line;
    size_t at;
    bool done;
};

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next column without the blanks around it; its offset in the line. */
static struct tcs_bytes next_column(struct columns *columns, size_t *ret_offset)
{
    size_t start = columns->at;
    size_t end = columns->at;

    while (end < columns->line.len && columns->line.data[end] != ',')
        end++;
    columns->done = end == columns->line.len;
    columns->at = end + 1;
    while (start < end && is_blank(columns->line.data[start]))
        start++;
    while (end > start && is_blank(columns->line.data[end - 1]))
        end--;
    *ret_offset = start;
    return tcs_bytes_part(columns->line, start, end - start);
}

static size_t count_columns(struct tcs_bytes line)
{
    size_t count = 1;

    for (size_t i = 0; i < line.len; i++)
        count += line.data[i] == ',';
    return count;
}

/* Columns that are numbers, and the range of each. */
struct number_column {
    const char *name;
    size_t offset;
    double low, high;
};

static const struct number_column numbers[12] = {
    [1] = { "bearing", offsetof(struct tcs_kraken, bearing_deg), 0.0, 360.0 },
    [2] = { "confidence", offsetof(struct tcs_kraken, confidence), 0.0, 1000.0 },
    [3] = { "power", offsetof(struct tcs_kraken, power_db), -400.0, 400.0 },
    [4] = { "frequency", offsetof(struct tcs_kraken, frequency_hz), 1.0, 3e12 },
    [6] = { "latency", offsetof(struct tcs_kraken, latency_ms), 0.0, 1e6 },
    [8] = { "latitude", offsetof(struct tcs_kraken, lat_deg), -90.0, 90.0 },
    [9] = { "longitude", offsetof(struct tcs_kraken, lon_deg), -180.0, 180.0 },
    [10] = { "heading", offsetof(struct tcs_kraken, heading_deg), -360.0, 360.0 },
    [11] = { "heading", offsetof(struct tcs_kraken, compass_deg), -360.0, 360.0 },
};

static enum tcs_status read_number(struct tcs_bytes text, size_t offset,
                                   const struct number_column *column, double *ret_value,
                                   struct tcs_fault *fault)
{
    double value = 0.0;
    const enum tcs_status status = tcs_text_double(text, &value);

    if (status != TCS_OK)
        return tcs_fault(fault, status, offset, column->name);
    if (!(value >= column->low && value <= column->high))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, offset, column->name);
    *ret_value = value;
    return TCS_OK;
}

static enum tcs_status read_text(struct tcs_bytes text, size_t offset, char *to,
                                 size_t capacity, struct tcs_fault *fault)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < 0x20 || text.data[i] == 0x7f)
            return tcs_fault(fault, TCS_E_DAMAGED, offset, "name");
    if (!tcs_text_copy(to, capacity, text))
        return tcs_fault(fault, TCS_E_DAMAGED, offset, "name");
    return TCS_OK;
}

/* Columns 0 to 16. */
static enum tcs_status read_head(struct columns *columns, struct tcs_kraken *kraken,
                                 struct tcs_fault *fault)
{
    enum tcs_status status = TCS_OK;
    size_t offset = 0;

    for (size_t i = 0; i < COLUMNS_MIN && status == TCS_OK; i++) {
        const struct tcs_bytes text = next_column(columns, &offset);

        if (i == 0)
            status = tcs_text_int(text, &kraken->utc_ms) == TCS_OK
                         ? TCS_OK
                         : tcs_fault(fault, TCS_E_FOREIGN, offset, "time");
        else if (i == 5)
            status = read_text(text, offset, kraken->arrangement,
                               sizeof kraken->arrangement, fault);
        else if (i == 7)
            status =
                read_text(text, offset, kraken->station, sizeof kraken->station, fault);
        else if (i == 12)
            status =
                read_text(text, offset, kraken->source, sizeof kraken->source, fault);
        else if (i < 12)
            status = read_number(
                text, offset, &numbers[i],
                (double *)(void *)((uint8_t *)kraken + numbers[i].offset), fault);
    }
    return status;
}

static enum tcs_status read_spectrum(struct columns *columns, struct tcs_kraken *kraken,
                                     struct tcs_fault *fault)
{
    static const struct number_column column = { "spectrum", 0, -1000.0, 1000.0 };

    for (uint32_t i = 0; i < TCS_KRAKEN_SPECTRUM; i++) {
        size_t offset = 0;
        const struct tcs_bytes text = next_column(columns, &offset);
        const enum tcs_status status =
            read_number(text, offset, &column, &kraken->spectrum_db[i], fault);

        if (status != TCS_OK)
            return status;
    }
    kraken->spectrum_num = TCS_KRAKEN_SPECTRUM;
    return TCS_OK;
}

/* How far one goes from the peak until the power has halved, between two degrees. */
static double half_width(const struct tcs_kraken *kraken, bool up)
{
    const double limit = kraken->spectrum_db[kraken->peak] - HALF_POWER_DB;
    double before = kraken->spectrum_db[kraken->peak];

    for (uint32_t i = 1; i <= TCS_KRAKEN_SPECTRUM / 2; i++) {
        const uint32_t at =
            (kraken->peak + (up ? i : TCS_KRAKEN_SPECTRUM - i)) % TCS_KRAKEN_SPECTRUM;
        const double value = kraken->spectrum_db[at];

        if (value <= limit)
            return (double)i - 1.0 + (before - limit) / (before - value);
        before = value;
    }
    return TCS_KRAKEN_SPECTRUM / 2.0;
}

static void find_peak(struct tcs_kraken *kraken)
{
    double lowest = kraken->spectrum_db[0];

    for (uint32_t i = 1; i < TCS_KRAKEN_SPECTRUM; i++) {
        if (kraken->spectrum_db[i] > kraken->spectrum_db[kraken->peak])
            kraken->peak = i;
        if (kraken->spectrum_db[i] < lowest)
            lowest = kraken->spectrum_db[i];
    }
    if (kraken->spectrum_db[kraken->peak] > lowest)
        kraken->width_deg = half_width(kraken, true) + half_width(kraken, false);
}

enum tcs_status tcs_kraken_read(struct tcs_bytes line, struct tcs_kraken *ret_kraken,
                                struct tcs_fault *fault)
{
    const size_t count = count_columns(line);
    struct columns columns = { line, 0, false };
    struct tcs_kraken kraken;

    memset(&kraken, 0, sizeof kraken);
    if (count != COLUMNS_MIN && count != COLUMNS_MIN + TCS_KRAKEN_SPECTRUM)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "number of columns");
    enum tcs_status status = read_head(&columns, &kraken, fault);

    if (status == TCS_OK && count > COLUMNS_MIN)
        status = read_spectrum(&columns, &kraken, fault);
    if (status != TCS_OK)
        return status;
    if (kraken.utc_ms < 0 || kraken.utc_ms > INT64_C(4102444800000)) /* the year 2100 */
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, 0, "time");
    if (kraken.bearing_deg >= 360.0)
        kraken.bearing_deg = 0.0;
    if (kraken.spectrum_num > 0)
        find_peak(&kraken);
    *ret_kraken = kraken;
    return TCS_OK;
}
