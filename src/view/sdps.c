/* SPDX-License-Identifier: Apache-2.0 */
#include "view/sdps.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "encode/asterix.h"

#define HAS(bit) (UINT64_C(1) << (bit))

/* What the items can hold (EUROCONTROL-SPEC-0149-9, I062/500 and I062/290). */
static const double SIGMA_XY_MAX_M = 32767.5;
static const double SIGMA_HEIGHT_MAX_M = 255 * 6.25 * 0.3048;
static const double SIGMA_VELOCITY_MAX_MPS = 63.75;
static const double SIGMA_CLIMB_MAX_MPS = 255 * 6.25 * 0.3048 / 60;
static const double COVARIANCE_MAX_M = 16383.5;
static const double AGE_MAX_S = 63.75;
static const double ALTITUDE_MIN_M = -1500 * 0.3048;
static const double ALTITUDE_MAX_M = 150000 * 0.3048;

/* Blocks of one category into datagrams. */
struct out {
    uint8_t room[TCS_SDPS_DATAGRAM_MAX];
    struct tcs_writer w;
    size_t mark;
    uint8_t category;
    struct tcs_sdps_to to;
};

static void out_begin(struct out *out, uint8_t category)
{
    out->category = category;
    out->w = tcs_writer(out->room, sizeof out->room);
    out->mark = tcs_asterix_block_begin(&out->w, category);
}

static void out_end(struct out *out)
{
    tcs_asterix_block_end(&out->w, out->mark);
    if (out->w.len > 0 && !out->w.failed)
        out->to.take(out->to.context, tcs_written(&out->w));
}

static void out_record(struct tcs_sdps *sdps, struct out *out,
                       const struct tcs_asterix_edition *edition, const void *record)
{
    enum tcs_status status = tcs_asterix_write(&out->w, edition, record);

    if (status == TCS_E_FULL) {
        out_end(out);
        out_begin(out, out->category);
        status = tcs_asterix_write(&out->w, edition, record);
    }
    if (status != TCS_OK)
        sdps->refused++;
}

bool tcs_sdps_begin(struct tcs_sdps *sdps, uint8_t sac, uint8_t sic, const char *edition)
{
    const bool latest = edition == NULL || edition[0] == '\0';

    memset(sdps, 0, sizeof *sdps);
    sdps->sac = sac;
    sdps->sic = sic;
    sdps->service = 1;
    if (latest)
        return true;
    return tcs_asterix_edition_find(62, edition) != NULL &&
           tcs_text_copy(sdps->edition, sizeof sdps->edition, tcs_text_bytes(edition));
}

static const struct tcs_asterix_edition *edition_of(const struct tcs_sdps *sdps)
{
    return tcs_asterix_edition_find(62, sdps->edition[0] == '\0' ? NULL : sdps->edition);
}

/* Time of day at a step of 1/128 s, never the one behind midnight. */
static int64_t tod(const struct tcs_site *site, struct tcs_time time)
{
    const int64_t day = INT64_C(86400) * TCS_NS_PER_S;
    const int64_t step = TCS_NS_PER_S / 128;
    const int64_t utc = tcs_time_to_utc(&site->engine.leap, time) % day;

    return (utc + day) % day / step * step;
}

static double within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static double sigma(double variance, double most)
{
    return within(sqrt(fmax(0.0, variance)), 0.0, most);
}

/* --------------------------------------------------------------------- numbers */

static bool is_used(const struct tcs_sdps *sdps, uint16_t number)
{
    for (size_t i = 0; i < TCS_SDPS_TRACKS_MAX; i++)
        if (sdps->numbers[i].id != 0 && sdps->numbers[i].number == number)
            return true;
    return false;
}

/* NULL: no room. */
static struct tcs_sdps_number *number_of(struct tcs_sdps *sdps, uint64_t id,
                                         bool *ret_begun)
{
    struct tcs_sdps_number *room = NULL;

    *ret_begun = false;
    for (size_t i = 0; i < TCS_SDPS_TRACKS_MAX; i++) {
        if (sdps->numbers[i].id == id)
            return &sdps->numbers[i];
        if (sdps->numbers[i].id == 0 && room == NULL)
            room = &sdps->numbers[i];
    }
    if (room == NULL)
        return NULL;
    do
        sdps->last++;
    while (sdps->last == 0 || is_used(sdps, sdps->last));
    *room = (struct tcs_sdps_number) { .id = id, .number = sdps->last };
    *ret_begun = true;
    return room;
}

/* ---------------------------------------------------------------------- tracks */

static void put_place(const struct tcs_site *site, const struct tcs_track_view *track,
                      struct tcs_asterix_062 *record)
{
    const struct tcs_vec3 enu = { { track->x.v[0], track->x.v[1], track->x.v[2] } };
    const struct tcs_geodetic at = tcs_geodetic_from_enu(&site->engine.frame, enu);

    record->has |= HAS(TCS_062_WGS84) | HAS(TCS_062_CARTESIAN) | HAS(TCS_062_VELOCITY) |
                   HAS(TCS_062_GEOMETRIC) | HAS(TCS_062_CLIMB_RATE);
    record->lat_rad = at.lat_rad;
    record->lon_rad = at.lon_rad;
    record->x_m = enu.v[0];
    record->y_m = enu.v[1];
    record->geometric_altitude_m = within(at.height_m, ALTITUDE_MIN_M, ALTITUDE_MAX_M);
    record->vx_mps = track->x.v[3];
    record->vy_mps = track->x.v[4];
    record->climb_mps = track->x.v[5];
}

static void put_accuracy(const struct tcs_track_view *track,
                         struct tcs_asterix_062 *record)
{
    const struct tcs_mat6 *P = &track->P;
    const double en = P->m[0][1];

    record->has |= HAS(TCS_062_SIGMA_XY) | HAS(TCS_062_COVARIANCE_XY) |
                   HAS(TCS_062_SIGMA_GEOMETRIC) | HAS(TCS_062_SIGMA_VELOCITY) |
                   HAS(TCS_062_SIGMA_CLIMB);
    record->sigma_x_m = sigma(P->m[0][0], SIGMA_XY_MAX_M);
    record->sigma_y_m = sigma(P->m[1][1], SIGMA_XY_MAX_M);
    record->covariance_xy_m = copysign(within(sqrt(fabs(en)), 0.0, COVARIANCE_MAX_M), en);
    record->sigma_geometric_m = sigma(P->m[2][2], SIGMA_HEIGHT_MAX_M);
    record->sigma_vx_mps = sigma(P->m[3][3], SIGMA_VELOCITY_MAX_MPS);
    record->sigma_vy_mps = sigma(P->m[4][4], SIGMA_VELOCITY_MAX_MPS);
    record->sigma_climb_mps = sigma(P->m[5][5], SIGMA_CLIMB_MAX_MPS);
}

static void put_identity(const struct tcs_track_view *track,
                         struct tcs_asterix_062 *record)
{
    const double drone =
        track->class_p[TCS_CLASS_MULTIROTOR] + track->class_p[TCS_CLASS_FIXED_WING];

    if (drone > 0.5) {
        record->has |= HAS(TCS_062_EMITTER);
        record->emitter = TCS_062_EMITTER_UNMANNED;
    }
    if (track->claim_id >> 56 == TCS_CLAIM_ICAO && (track->claim_id >> 24 & 0xff) == 0) {
        record->has |= HAS(TCS_062_ADDRESS);
        record->address = (uint32_t)(track->claim_id & 0xffffff);
    }
}

static void put_status(const struct tcs_track_view *track, bool begun,
                       struct tcs_asterix_062 *record)
{
    const uint32_t seen = track->kinds_seen;
    const double age_s = tcs_span_seconds(tcs_time_since(track->at, track->seen_at));

    record->has |= HAS(TCS_062_STATUS) | HAS(TCS_062_AGE);
    record->mono = (seen & (seen - 1)) == 0;
    record->geometric_more_reliable = 1;
    record->begun = begun;
    record->coasting = track->state == TCS_TRACK_COASTING;
    record->no_psr = (seen >> TCS_SENSOR_RADAR & 1) == 0;
    record->no_ssr = 1;
    record->no_mode_s = 1;
    record->no_adsb = (seen >> TCS_SENSOR_ADSB & 1) == 0;
    record->age_s = within(age_s, 0.0, AGE_MAX_S);
}

static struct tcs_asterix_062 named(const struct tcs_sdps *sdps, uint16_t number,
                                    int64_t tod_ns)
{
    return (struct tcs_asterix_062) {
        .has = HAS(TCS_062_SOURCE) | HAS(TCS_062_SERVICE) | HAS(TCS_062_TIME) |
               HAS(TCS_062_TRACK),
        .sac = sdps->sac,
        .sic = sdps->sic,
        .service = sdps->service,
        .track = number,
        .tod_ns = tod_ns,
    };
}

/* The last report of those that were not in this cycle. */
static void end_tracks(struct tcs_sdps *sdps, struct out *out,
                       const struct tcs_asterix_edition *edition, int64_t tod_ns)
{
    for (size_t i = 0; i < TCS_SDPS_TRACKS_MAX; i++) {
        struct tcs_sdps_number *slot = &sdps->numbers[i];

        if (slot->id == 0 || slot->seen != 0)
            continue;
        struct tcs_asterix_062 record = named(sdps, slot->number, tod_ns);

        record.has |= HAS(TCS_062_STATUS);
        record.ended = 1;
        out_record(sdps, out, edition, &record);
        memset(slot, 0, sizeof *slot);
    }
}

static void out_065(struct tcs_sdps *sdps, struct out *out, enum tcs_065_message message,
                    int64_t tod_ns)
{
    struct tcs_asterix_065 record = {
        .has = HAS(TCS_065_SOURCE) | HAS(TCS_065_MESSAGE) | HAS(TCS_065_SERVICE) |
               HAS(TCS_065_TIME),
        .sac = sdps->sac,
        .sic = sdps->sic,
        .message = (uint8_t)message,
        .service = sdps->service,
        .tod_ns = tod_ns,
        .batch = sdps->batch,
    };

    record.has |=
        message == TCS_065_END_OF_BATCH ? HAS(TCS_065_BATCH) : HAS(TCS_065_STATUS);
    out_begin(out, 65);
    out_record(sdps, out, tcs_asterix_edition_find(65, NULL), &record);
    out_end(out);
}

/* One confirmed track; counted when there is no number left for it. */
static void out_track(struct tcs_sdps *sdps, const struct tcs_site *site,
                      const struct tcs_track_view *track,
                      const struct tcs_asterix_edition *edition, struct out *out)
{
    bool begun = false;
    struct tcs_sdps_number *slot = number_of(sdps, track->id, &begun);

    if (slot == NULL) {
        sdps->refused++;
        return;
    }
    struct tcs_asterix_062 record = named(sdps, slot->number, tod(site, track->at));

    slot->seen = 1;
    put_place(site, track, &record);
    put_accuracy(track, &record);
    put_identity(track, &record);
    put_status(track, begun, &record);
    out_record(sdps, out, edition, &record);
}

void tcs_sdps_tracks(struct tcs_sdps *sdps, const struct tcs_site *site,
                     struct tcs_time now, const struct tcs_track_view *tracks,
                     size_t track_count, struct tcs_sdps_to to)
{
    const struct tcs_asterix_edition *edition = edition_of(sdps);
    struct out out = { .to = to };

    for (size_t i = 0; i < TCS_SDPS_TRACKS_MAX; i++)
        sdps->numbers[i].seen = 0;
    out_begin(&out, 62);
    for (size_t i = 0; i < track_count; i++)
        if (tracks[i].state != TCS_TRACK_TENTATIVE && tracks[i].id != 0)
            out_track(sdps, site, &tracks[i], edition, &out);
    end_tracks(sdps, &out, edition, tod(site, now));
    out_end(&out);
    sdps->batch++;
    out_065(sdps, &out, TCS_065_END_OF_BATCH, tod(site, now));
}

/* ---------------------------------------------------------------------- status */

/* The first source of the sensor; false when it speaks no ASTERIX. */
static bool source_of(const struct tcs_site *site, uint32_t sensor, uint16_t *ret_sac_sic)
{
    for (uint32_t f = 0; f < site->engine.feed_count; f++) {
        const struct tcs_feed_config *feed = &site->engine.feeds[f];

        for (uint16_t i = 0;
             feed->protocol == TCS_PROTOCOL_ASTERIX && i < feed->sensor_count; i++)
            if (feed->sensors[i] == sensor) {
                *ret_sac_sic = feed->sac_sic[i];
                return true;
            }
    }
    return false;
}

void tcs_sdps_status(struct tcs_sdps *sdps, const struct tcs_site *site,
                     struct tcs_time now, const double *silence_s, struct tcs_sdps_to to)
{
    struct out out = { .to = to };

    out_begin(&out, 63);
    for (uint32_t i = 0; silence_s != NULL && i < site->engine.sensor_count; i++) {
        uint16_t sac_sic = (uint16_t)(i + 1);
        const bool lost =
            silence_s[i] < 0.0 || silence_s[i] > site->engine.alarm.sensor_lost_s[i];

        (void)source_of(site, i, &sac_sic);
        const struct tcs_asterix_063 record = {
            .has = HAS(TCS_063_SOURCE) | HAS(TCS_063_SERVICE) | HAS(TCS_063_TIME) |
                   HAS(TCS_063_SENSOR) | HAS(TCS_063_STATUS),
            .sac = sdps->sac,
            .sic = sdps->sic,
            .service = sdps->service,
            .tod_ns = tod(site, now),
            .sensor_sac = (uint8_t)(sac_sic >> 8),
            .sensor_sic = (uint8_t)sac_sic,
            .condition = lost ? TCS_063_NOT_CONNECTED : TCS_063_OPERATIONAL,
        };

        out_record(sdps, &out, tcs_asterix_edition_find(63, NULL), &record);
    }
    out_end(&out);
    out_065(sdps, &out, TCS_065_STATUS_MESSAGE, tod(site, now));
}
