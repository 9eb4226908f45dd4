/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/report.h"

#include <string.h>

#include "base/text.h"
#include "observe/claim.h"

static const double MARKED_SIGMA_M = 100.0;
static const double VELOCITY_SIGMA_MPS = 3.0;

/* Whether the type goes on as the pattern does, in which ? stands for any one letter. */
static bool is_type(const char *type, const char *pattern)
{
    for (; *pattern != '\0'; pattern++, type++)
        if (*type == '\0' || (*pattern != '?' && *pattern != *type))
            return false;
    return *type == '\0' || *type == '-';
}

static enum tcs_said_class said(const char *type)
{
    static const char *const unmanned[] = { "a-?-A-M-F-Q", "a-?-A-M-H-Q" };
    static const char *const crewed[] = { "a-?-A-M-F", "a-?-A-M-H", "a-?-A-M-L",
                                          "a-?-A-C-F", "a-?-A-C-H", "a-?-A-C-L" };

    for (size_t i = 0; i < sizeof unmanned / sizeof unmanned[0]; i++)
        if (is_type(type, unmanned[i]))
            return TCS_SAID_DRONE;
    for (size_t i = 0; i < sizeof crewed / sizeof crewed[0]; i++)
        if (is_type(type, crewed[i]))
            return TCS_SAID_CREWED;
    return TCS_SAID_NOTHING;
}

static void put_accuracy(const struct tcs_cot *cot, struct tcs_claim *claim)
{
    if ((cot->parts & TCS_COT_CE) != 0)
        claim->horizontal_sigma_m = cot->ce_m;
    else if (cot->how[0] == 'h')
        claim->horizontal_sigma_m = MARKED_SIGMA_M;
    if ((cot->parts & TCS_COT_HAE) == 0)
        return;
    claim->height = TCS_HEIGHT_GEOMETRIC;
    claim->position.height_m = cot->hae_m;
    if ((cot->parts & TCS_COT_LE) != 0)
        claim->vertical_sigma_m = cot->le_m;
}

enum tcs_status tcs_report_cot(const struct tcs_neck *neck, uint16_t sensor,
                               const struct tcs_cot *cot)
{
    const struct tcs_time stale = tcs_time_from_utc(neck->leap, cot->stale_ns);
    struct tcs_claim claim;

    if (memcmp(cot->uid, TCS_REPORT_OWN_UID, sizeof TCS_REPORT_OWN_UID - 1) == 0 ||
        tcs_time_compare(stale, neck->now) < 0)
        return TCS_E_REFUSED;
    tcs_neck_heard(neck, sensor);
    if (!is_type(cot->type, "a-?-A"))
        return TCS_OK;
    memset(&claim, 0, sizeof claim);
    claim.id =
        tcs_claim_identity(TCS_CLAIM_UID, tcs_claim_hash(tcs_text_bytes(cot->uid)));
    claim.said = said(cot->type);
    claim.at = tcs_neck_stamp(neck, sensor, tcs_time_from_utc(neck->leap, cot->time_ns));
    claim.position.lat_rad = cot->lat_deg * TCS_RAD_PER_DEG;
    claim.position.lon_rad = cot->lon_deg * TCS_RAD_PER_DEG;
    put_accuracy(cot, &claim);
    if ((cot->parts & TCS_COT_TRACK) != 0) {
        claim.has_velocity = true;
        claim.velocity_mps =
            tcs_velocity_enu(cot->speed_mps, cot->course_deg * TCS_RAD_PER_DEG, 0.0);
        claim.velocity_sigma_mps = VELOCITY_SIGMA_MPS;
    }
    tcs_claim_give(neck, sensor, &claim);
    return TCS_OK;
}
