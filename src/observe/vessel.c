/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/vessel.h"

#include <string.h>

#include "observe/claim.h"

static const double KT = 1852.0 / 3600.0;
static const double ACCURATE_SIGMA_M = 5.0;
static const double COARSE_SIGMA_M = 60.0;
static const double VELOCITY_SIGMA_MPS = 1.0;
static const int64_t MINUTE_NS = 60 * TCS_NS_PER_S;

/* The instant with that second of the minute nearest to `about`. */
static struct tcs_time with_second(const struct tcs_neck *neck, uint8_t second,
                                   struct tcs_time about)
{
    const int64_t utc_ns = tcs_time_to_utc(neck->leap, about);
    int64_t after_ns = (second * TCS_NS_PER_S - utc_ns) % MINUTE_NS;

    if (after_ns < -MINUTE_NS / 2)
        after_ns += MINUTE_NS;
    else if (after_ns > MINUTE_NS / 2)
        after_ns -= MINUTE_NS;
    return tcs_time_add(about, (struct tcs_span) { after_ns });
}

static struct tcs_time time_of(const struct tcs_neck *neck, uint16_t sensor,
                               const struct tcs_ais_report *report,
                               struct tcs_time received_at)
{
    if ((report->valid & TCS_AIS_REPORT_SECOND) != 0)
        received_at = with_second(neck, report->second, received_at);
    else if (tcs_time_compare(received_at, neck->now) == 0)
        return received_at; /* not a stamp that could be compared */
    return tcs_neck_stamp(neck, sensor, received_at);
}

static void put_velocity(const struct tcs_ais_report *report, struct tcs_claim *claim)
{
    const bool at_rest = report->speed_kt == 0.0;

    if ((report->valid & TCS_AIS_REPORT_SPEED) == 0 ||
        ((report->valid & TCS_AIS_REPORT_COURSE) == 0 && !at_rest))
        return;
    claim->has_velocity = true;
    claim->velocity_mps = tcs_velocity_enu(report->speed_kt * KT,
                                           report->course_deg * TCS_RAD_PER_DEG, 0.0);
    claim->velocity_sigma_mps = VELOCITY_SIGMA_MPS;
}

enum tcs_status tcs_vessel_take(const struct tcs_neck *neck, uint16_t sensor,
                                const struct tcs_ais *message,
                                struct tcs_time received_at)
{
    struct tcs_ais_report report;
    struct tcs_claim claim;
    const enum tcs_status status = tcs_ais_report(message, &report);

    if (status == TCS_E_IMPOSSIBLE)
        return status;
    tcs_neck_heard(neck, sensor);
    if (status != TCS_OK || (report.valid & TCS_AIS_REPORT_POSITION) == 0)
        return TCS_OK;
    memset(&claim, 0, sizeof claim);
    claim.id = tcs_claim_identity(TCS_CLAIM_MMSI, report.mmsi);
    claim.said = report.aircraft != 0 ? TCS_SAID_CREWED : TCS_SAID_VESSEL;
    claim.at = time_of(neck, sensor, &report, received_at);
    /* Whole seconds, often some of them old. Ships hold their course: rather than to take
     * everything else back to then, it is told now where it was. */
    if (tcs_time_compare(claim.at, neck->now) < 0) {
        claim.dt_s = tcs_span_seconds(tcs_time_since(claim.at, neck->now));
        claim.at = neck->now;
    }
    claim.position.lat_rad = report.lat_deg * TCS_RAD_PER_DEG;
    claim.position.lon_rad = report.lon_deg * TCS_RAD_PER_DEG;
    if (report.coarse != 0)
        claim.horizontal_sigma_m = COARSE_SIGMA_M;
    else if (report.accurate != 0)
        claim.horizontal_sigma_m = ACCURATE_SIGMA_M;
    if ((report.valid & TCS_AIS_REPORT_HEIGHT) != 0) {
        claim.height = TCS_HEIGHT_PRESSURE; /* or by GNSS: which is not told here */
        claim.position.height_m = report.height_m + neck->geoid_m;
    }
    put_velocity(&report, &claim);
    tcs_claim_give(neck, sensor, &claim);
    return TCS_OK;
}
