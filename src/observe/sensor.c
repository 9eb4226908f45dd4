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

bool tcs_coverage_contains(const struct tcs_coverage *coverage, struct tcs_rae at)
{
    if (at.range_m < coverage->range_min_m || at.range_m > coverage->range_max_m)
        return false;
    if (at.el_rad < coverage->el_min_rad || at.el_rad > coverage->el_max_rad)
        return false;
    if (coverage->az_width_rad >= 2.0 * TCS_PI)
        return true;
    const double off = tcs_fabs(tcs_angle_diff(at.az_rad, coverage->az_center_rad));

    return off <= coverage->az_width_rad / 2.0;
}

/* Skolnik's form for a Swerling 1 target and one pulse: Pd = Pfa^(1 / (1 + SNR)). */
static double pd_swerling1(const struct tcs_sensor *sensor, struct tcs_rae at)
{
    const double ratio = sensor->range_ref_m / at.range_m;
    const double snr = sensor->snr_ref * ratio * ratio * ratio * ratio;
    const double pd = tcs_pow(sensor->pfa, 1.0 / (1.0 + snr));

    return at.el_rad < sensor->low_el_rad ? pd * sensor->low_el_factor : pd;
}

double tcs_sensor_pd(const struct tcs_sensor *sensor, struct tcs_vec3 target_m)
{
    const struct tcs_rae at = tcs_rae_from_enu(sensor->position_m, target_m);

    if (!tcs_coverage_contains(&sensor->coverage, at))
        return 0.0;
    /* At zero range the signal has no bound: the constant is what can still be said. */
    if (sensor->pd_model == TCS_PD_SWERLING1 && at.range_m > 0.0)
        return pd_swerling1(sensor, at);
    return sensor->pd;
}
