/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/bearings.h"

#include <stdbool.h>

#include "base/text.h"
#include "base/time.h"

static void put_text(struct tcs_writer *w, const char *text)
{
    const struct tcs_bytes octets = tcs_text_bytes(text);

    tcs_write_bytes(w, octets.data, octets.len);
}

static void put_uint(struct tcs_writer *w, uint64_t value, unsigned digits)
{
    char room[20];
    unsigned at = sizeof room;

    do {
        room[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || sizeof room - at < digits);
    tcs_write_bytes(w, room + at, sizeof room - at);
}

/* Rounded to the nearest, halves away from zero; |value| 10^decimals below 2^53. */
static void put_fixed(struct tcs_writer *w, double value, unsigned decimals)
{
    uint64_t scale = 1;

    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    const uint64_t scaled =
        (uint64_t)((value < 0.0 ? -value : value) * (double)scale + 0.5);

    if (value < 0.0 && scaled > 0)
        tcs_write_u8(w, '-');
    put_uint(w, scaled / scale, 1);
    tcs_write_u8(w, '.');
    put_uint(w, scaled % scale, decimals);
}

/* With the escapes that JSON demands. */
static void put_quoted(struct tcs_writer *w, const char *text)
{
    static const char digits[] = "0123456789abcdef";

    tcs_write_u8(w, '"');
    for (; *text != '\0'; text++) {
        const uint8_t c = (uint8_t)*text;

        if (c < 0x20) {
            put_text(w, "\\u00");
            tcs_write_u8(w, (uint8_t)digits[c >> 4]);
            tcs_write_u8(w, (uint8_t)digits[c & 15]);
            continue;
        }
        if (c == '"' || c == '\\')
            tcs_write_u8(w, '\\');
        tcs_write_u8(w, c);
    }
    tcs_write_u8(w, '"');
}

/* False for NaN, too. */
static bool is_within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static bool put_bearing(struct tcs_writer *w, const struct tcs_bearing *bearing)
{
    static const char *const classes[] = { "other", "drone", "bird", "crewed" };

    if (!is_within(bearing->azimuth_deg, 0.0, 360.0))
        return false;
    put_text(w, "{\"azimuth_deg\":");
    put_fixed(w, bearing->azimuth_deg, 6);
    if ((bearing->valid & TCS_BEARING_ELEVATION) != 0) {
        if (!is_within(bearing->elevation_deg, -90.0, 90.0))
            return false;
        put_text(w, ",\"elevation_deg\":");
        put_fixed(w, bearing->elevation_deg, 6);
    }
    if ((bearing->valid & TCS_BEARING_SIGMA) != 0) {
        if (!is_within(bearing->sigma_deg, 1e-6, 180.0))
            return false;
        put_text(w, ",\"sigma_deg\":");
        put_fixed(w, bearing->sigma_deg, 6);
    }
    if ((bearing->valid & TCS_BEARING_FREQUENCY) != 0) {
        if (!is_within(bearing->frequency_hz, 0.1, 3e12))
            return false;
        put_text(w, ",\"frequency_hz\":");
        put_fixed(w, bearing->frequency_hz, 1);
    }
    if ((bearing->valid & TCS_BEARING_LEVEL) != 0) {
        if (!is_within(bearing->level_db, -400.0, 400.0))
            return false;
        put_text(w, ",\"level_db\":");
        put_fixed(w, bearing->level_db, 3);
    }
    if ((bearing->valid & TCS_BEARING_CLASS) != 0) {
        if (bearing->said > TCS_BEARING_CREWED)
            return false;
        put_text(w, ",\"class\":");
        put_quoted(w, classes[bearing->said]);
    }
    tcs_write_u8(w, '}');
    return true;
}

enum tcs_status tcs_bearings_write(const struct tcs_bearings *bearings,
                                   struct tcs_writer *w)
{
    struct tcs_writer trial = *w;
    char time[TCS_TIME_TEXT_LEN];

    if (bearings->sensor[0] == '\0' || bearings->count > TCS_BEARINGS_MAX)
        return TCS_E_ARGUMENT;
    tcs_utc_text(bearings->utc_ns, time);
    put_text(&trial, "{\"sensor\":");
    put_quoted(&trial, bearings->sensor);
    put_text(&trial, ",\"time\":");
    put_quoted(&trial, time);
    put_text(&trial, ",\"bearings\":[");
    for (uint32_t i = 0; i < bearings->count; i++) {
        if (i > 0)
            tcs_write_u8(&trial, ',');
        if (!put_bearing(&trial, &bearings->bearings[i]))
            return TCS_E_ARGUMENT;
    }
    put_text(&trial, "]}\n");
    if (trial.failed || trial.len - w->len > TCS_BEARINGS_LINE_MAX + 1)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
