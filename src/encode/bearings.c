/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/bearings.h"

#include <stdbool.h>

#include "base/text.h"
#include "base/time.h"
#include "encode/put.h"

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
    tcs_put_text(w, "{\"azimuth_deg\":");
    tcs_put_fixed(w, bearing->azimuth_deg, 6);
    if ((bearing->valid & TCS_BEARING_ELEVATION) != 0) {
        if (!is_within(bearing->elevation_deg, -90.0, 90.0))
            return false;
        tcs_put_text(w, ",\"elevation_deg\":");
        tcs_put_fixed(w, bearing->elevation_deg, 6);
    }
    if ((bearing->valid & TCS_BEARING_SIGMA) != 0) {
        if (!is_within(bearing->sigma_deg, 1e-6, 180.0))
            return false;
        tcs_put_text(w, ",\"sigma_deg\":");
        tcs_put_fixed(w, bearing->sigma_deg, 6);
    }
    if ((bearing->valid & TCS_BEARING_FREQUENCY) != 0) {
        if (!is_within(bearing->frequency_hz, 0.1, 3e12))
            return false;
        tcs_put_text(w, ",\"frequency_hz\":");
        tcs_put_fixed(w, bearing->frequency_hz, 1);
    }
    if ((bearing->valid & TCS_BEARING_LEVEL) != 0) {
        if (!is_within(bearing->level_db, -400.0, 400.0))
            return false;
        tcs_put_text(w, ",\"level_db\":");
        tcs_put_fixed(w, bearing->level_db, 3);
    }
    if ((bearing->valid & TCS_BEARING_CLASS) != 0) {
        if (bearing->said > TCS_BEARING_CREWED)
            return false;
        tcs_put_text(w, ",\"class\":");
        tcs_put_quoted(w, classes[bearing->said]);
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
    tcs_put_text(&trial, "{\"sensor\":");
    tcs_put_quoted(&trial, bearings->sensor);
    tcs_put_text(&trial, ",\"time\":");
    tcs_put_quoted(&trial, time);
    tcs_put_text(&trial, ",\"bearings\":[");
    for (uint32_t i = 0; i < bearings->count; i++) {
        if (i > 0)
            tcs_write_u8(&trial, ',');
        if (!put_bearing(&trial, &bearings->bearings[i]))
            return TCS_E_ARGUMENT;
    }
    tcs_put_text(&trial, "]}\n");
    if (trial.failed || trial.len - w->len > TCS_BEARINGS_LINE_MAX + 1)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
