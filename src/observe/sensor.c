/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/sensor.h"

#include "num/elem.h"

const char *tcs_sensor_kind_name(enum tcs_sensor_kind kind)
{
    switch (kind) {
    case TCS_SENSOR_RADAR:
        return "radar";
    case TCS_SENSOR_RADIO:
        return "radio";
    case TCS_SENSOR_ACOUSTIC:
        return "acoustic";
    case TCS_SENSOR_CAMERA:
        return "camera";
    case TCS_SENSOR_REMOTE_ID:
        return "remote-id";
    case TCS_SENSOR_ADSB:
        return "ads-b";
    case TCS_SENSOR_REPORT:
        return "report";
    case TCS_SENSOR_KIND_COUNT:
        break;
    }
    return "unknown";
}

struct tcs_sector tcs_sector(const struct tcs_coverage *coverage)
{
    const struct tcs_coverage *c = coverage;
    const double right_rad = 0.5 * TCS_PI;
    const double little_rad = 1e-9;

    return (struct tcs_sector) {
        .range_min_m = c->range_min_m,
        .range_max_m = c->range_max_m,
        .low = { tcs_sin(c->el_min_rad), tcs_cos(c->el_min_rad) },
        .high = { tcs_sin(c->el_max_rad), tcs_cos(c->el_max_rad) },
        .toward = { tcs_sin(c->az_center_rad), tcs_cos(c->az_center_rad) },
        .half_cos =
            c->az_width_rad < 2.0 * TCS_PI ? tcs_cos(0.5 * c->az_width_rad) : -2.0,
        .has_low = c->el_min_rad > -right_rad + little_rad,
        .has_high =
            c->el_max_rad<right_rad - little_rad, .is_empty = c->el_min_rad> right_rad +
                little_rad ||
            c->el_max_rad < -right_rad - little_rad,
    };
}

bool tcs_sector_contains(const struct tcs_sector *sector, struct tcs_vec3 way_m)
{
    const struct tcs_sector *s = sector;
    const double *v = way_m.v;
    const double range_m = tcs_vec3_norm(way_m);

    if (s->is_empty || range_m < s->range_min_m || range_m > s->range_max_m)
        return false;
    const double ground_m = tcs_sqrt(v[0] * v[0] + v[1] * v[1]);

    if (s->has_low && v[2] * s->low[1] < ground_m * s->low[0])
        return false;
    if (s->has_high && v[2] * s->high[1] > ground_m * s->high[0])
        return false;
    return v[0] * s->toward[0] + v[1] * s->toward[1] >= ground_m * s->half_cos;
}

/* Skolnik's form for a Swerling 1 target and one pulse: Pd = Pfa^(1 / (1 + SNR)). */
static double pd_swerling1(const struct tcs_sensor *sensor, struct tcs_vec3 way_m)
{
    const double range_m = tcs_vec3_norm(way_m);
    const double ratio = sensor->range_ref_m / range_m;
    const double snr = sensor->snr_ref * ratio * ratio * ratio * ratio;
    const double pd = tcs_pow(sensor->pfa, 1.0 / (1.0 + snr));
    const bool is_low = way_m.v[2] < range_m * tcs_sin(sensor->low_el_rad);

    return is_low ? pd * sensor->low_el_factor : pd;
}

double tcs_sensor_pd_inside(const struct tcs_sensor *sensor, struct tcs_vec3 way_m)
{
    /* At zero range the signal has no bound: the constant is what can still be said. */
    if (sensor->pd_model == TCS_PD_SWERLING1 && tcs_vec3_norm(way_m) > 0.0)
        return pd_swerling1(sensor, way_m);
    return sensor->pd;
}

double tcs_sensor_pd(const struct tcs_sensor *sensor, struct tcs_vec3 target_m)
{
    const struct tcs_sector sector = tcs_sector(&sensor->coverage);
    const struct tcs_vec3 way_m = tcs_vec3_sub(target_m, sensor->position_m);

    return tcs_sector_contains(&sector, way_m) ? tcs_sensor_pd_inside(sensor, way_m)
                                               : 0.0;
}
