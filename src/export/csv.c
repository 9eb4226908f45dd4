/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c -- RFC 4180, a row a track and picture; no text in it needs quotes. */
#include <inttypes.h>

#include "export/inside.h"

static enum tcs_status begin(struct tcs_export *x)
{
    const int written =
        fputs("time_utc,track,state,lat_deg,lon_deg,height_ellipsoid_m,height_amsl_m,"
              "east_m,north_m,up_m,velocity_east_mps,velocity_north_mps,velocity_up_mps,"
              "sigma_horizontal_m,sigma_vertical_m,existence,p_bird,p_multirotor,"
              "p_fixed_wing,p_crewed,p_other,certainty,alarmed,claim\r\n",
              x->out);

    return written < 0 ? TCS_E_IO : TCS_OK;
}

static enum tcs_status picture(struct tcs_export *x, const struct tcs_site *site,
                               struct tcs_time time, const struct tcs_view_picture *shown,
                               const struct tcs_alarms *alarms)
{
    for (size_t i = 0; i < shown->track_count; i++) {
        const struct tcs_track_view *t = &shown->tracks[i];
        const struct trail_point p = trail_point(site, time, shown, i, alarms);
        char utc[TCS_TIME_TEXT_LEN];
        char claim[CLAIM_TEXT_LEN];

        tcs_utc_text(p.utc_ns, utc);
        claim_text(t->claim_id, claim);
        fprintf(x->out, "%s,%" PRIu64 ",%s,%.7f,%.7f,%.2f,%.2f", utc, t->id,
                tcs_track_state_name(t->state), p.lat_deg, p.lon_deg, p.height_m,
                p.amsl_m);
        for (int axis = 0; axis < 6; axis++)
            fprintf(x->out, ",%.3f", t->x.v[axis]);
        fprintf(x->out, ",%.2f,%.2f,%.4f", (double)p.horizontal_sigma_m,
                (double)p.vertical_sigma_m, t->existence);
        for (int c = 0; c < TCS_CLASS_COUNT; c++)
            fprintf(x->out, ",%.4f", t->class_p[c]);
        fprintf(x->out, ",%.4f,%d,%s\r\n", (double)p.certainty, p.alarmed, claim);
    }
    return TCS_OK;
}

const struct format export_csv = {
    .about = { "csv", "a row a track and picture" },
    .begin = begin,
    .picture = picture,
};
