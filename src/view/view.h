/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_VIEW_VIEW_H
#define TCS_VIEW_VIEW_H

/*
 * view.h -- the one place where the picture becomes JSON, for the API, the outputs and
 * the record alike. The members are those of docs/api.md.
 *
 * Every function returns a new reference that the caller frees with json_decref, or NULL
 * when memory is out. A number that is not finite becomes null. Nothing here keeps state,
 * so any thread may call it on its own copy of the picture.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "alarm/alarm.h"
#include "assess/assess.h"
#include "base/delays.h"
#include "config/site.h"
#include "engine/engine.h"
#include "track/track.h"
#include "track/tracker.h"

/* For json_dumps: ten significant digits are a centimetre in degrees of latitude. */
#define TCS_VIEW_DUMP (JSON_COMPACT | JSON_REAL_PRECISION(10))

/* value as text (free it), and value released; NULL in, NULL out. */
char *tcs_view_text(json_t *value);

/* RFC 3339 UTC with nanoseconds; null for the zero instant, which stands for "never". */
json_t *tcs_view_time(const struct tcs_site *site, struct tcs_time time);

/* {"name","origin","zones","sensors"}; *zone*; *sensor*. The index must exist. */
json_t *tcs_view_site(const struct tcs_site *site);
json_t *tcs_view_zone(const struct tcs_site *site, uint32_t zone);
json_t *tcs_view_sensor(const struct tcs_site *site, uint32_t sensor);
/* FeatureCollection of polygons; exterior rings run counter-clockwise (RFC 7946). */
json_t *tcs_view_zones_geojson(const struct tcs_site *site);

/* The tracks of one moment with what they threaten. Threats of other tracks may be among
 * them. */
struct tcs_view_picture {
    const struct tcs_track_view *tracks;
    size_t track_count;
    const struct tcs_threat *threats;
    size_t threat_count;
};

/* *track*: speed is over ground; the ellipse is the horizontal 95 % one. */
json_t *tcs_view_track(const struct tcs_site *site,
                       const struct tcs_view_picture *picture, size_t track);
/* Array of all of them. */
json_t *tcs_view_tracks(const struct tcs_site *site,
                        const struct tcs_view_picture *picture);
/* FeatureCollection of points: longitude, latitude, height above the ellipsoid. */
json_t *tcs_view_tracks_geojson(const struct tcs_site *site,
                                const struct tcs_view_picture *picture);

/* *alarm*. The subject is a zone's or sensor's id; of the clock alarm it is "clock". */
json_t *tcs_view_alarm(const struct tcs_site *site, const struct tcs_alarm *alarm);
/* Array of all of them, in order of id. */
json_t *tcs_view_alarms(const struct tcs_site *site, const struct tcs_alarms *alarms);
/* {"type":"alarm","time","site","from","alarm"}: what goes out at once on each change. */
json_t *tcs_view_alarm_change(const struct tcs_site *site, struct tcs_time time,
                              const struct tcs_alarm_change *change);

/* {"type":"track","time","site","track"}: docs/schema/track.schema.json. */
json_t *tcs_view_track_message(const struct tcs_site *site, struct tcs_time time,
                               const struct tcs_view_picture *picture, size_t track);

/* How an output fares. */
struct tcs_view_output {
    bool up;
    uint64_t delivered;
    uint64_t failed;
    double last_ms;      /* delay of the last one delivered; < 0: none yet */
    const char *trouble; /* the last one, borrowed; NULL or empty: none */
};

/* What the claim's id stands for, "ICAO 4B1234" or "RID ..."; null for none. */
json_t *tcs_view_claim(uint64_t claim_id);
/* A zone's or sensor's id; of the clock alarm "clock". Lives as long as the site. */
const char *tcs_view_alarm_subject(const struct tcs_site *site,
                                   const struct tcs_alarm *alarm);

/* OCSF 8001 Drone Flights Activity: of a track, and of a change of an alarm with the
 * first of its tracks that is in the picture. */
json_t *tcs_view_ocsf_track(const struct tcs_site *site, struct tcs_time time,
                            const struct tcs_view_picture *picture, size_t track);
json_t *tcs_view_ocsf_alarm(const struct tcs_site *site, struct tcs_time time,
                            const struct tcs_view_picture *picture,
                            const struct tcs_alarm_change *change);

/* The change as one message of RFC 5424 without a line end: facility local0; alert when a
 * take-cover is raised, warning for other calls, notice for what else changes, info when
 * only numbers do. Its structured data is alarm@32473 (RFC 5612's number: we have none of
 * our own). */
enum { TCS_VIEW_SYSLOG_LEN = 4096 };
void tcs_view_syslog(const struct tcs_site *site, struct tcs_time time,
                     const struct tcs_alarm_change *change,
                     char ret_line[TCS_VIEW_SYSLOG_LEN]);
/* The same with tcs_view_ocsf_alarm as its message: JSON of ASCII alone, so without a
 * mark of UTF-8. One that is too long goes as words. */
void tcs_view_syslog_ocsf(const struct tcs_site *site, struct tcs_time time,
                          const struct tcs_view_picture *picture,
                          const struct tcs_alarm_change *change,
                          char ret_line[TCS_VIEW_SYSLOG_LEN]);

/* What the program knows of its own running. Times that are zero show as null. */
struct tcs_view_health {
    struct tcs_time now;
    const char *mode; /* "live", "simulation", "drill" */
    uint64_t step;
    uint64_t track_count;
    double step_us_p99; /* < 0: not known */
    uint64_t record_entries;
    uint64_t record_committed;
    struct tcs_time last_checkpoint;
    uint64_t lost; /* news or events for which a queue inside had no room */
    bool feed_up[TCS_FEED_MAX];
    uint64_t feed_dropped[TCS_FEED_MAX]; /* for which kernel or queue had no room */
    uint64_t feed_kernel_dropped[TCS_FEED_MAX]; /* of them, by the kernel */
    uint64_t feed_connects[TCS_FEED_MAX];       /* times that it came up */
    double feed_rate_hz[TCS_FEED_MAX];          /* events a second, lately */
    struct tcs_feed_counts feeds[TCS_FEED_MAX];
    struct tcs_delays observed[TCS_FEED_MAX]; /* from arrival until it was observed */
    struct tcs_delays delays[TCS_FEED_MAX];   /* and to the end of the step */
    double silence_s[TCS_SENSOR_MAX];         /* < 0: never heard */
    struct tcs_sensor_counts sensors[TCS_SENSOR_MAX];
    struct tcs_sensor_error errors[TCS_SENSOR_MAX]; /* how each sensor errs */
    struct tcs_view_output outputs[TCS_SINK_MAX];
};

/* *status* */
json_t *tcs_view_status(const struct tcs_site *site,
                        const struct tcs_view_health *health);
/* The same as OpenMetrics text, to be freed. */
char *tcs_view_metrics(const struct tcs_site *site, const struct tcs_view_health *health);

/* How we fare, as a message of RFC 5424: warning when a feed or an output is down or
 * something was lost, else info. Its structured data is status@32473. */
void tcs_view_syslog_status(const struct tcs_site *site,
                            const struct tcs_view_health *health,
                            char ret_line[TCS_VIEW_SYSLOG_LEN]);

/* number, or null when it is not finite; the same, and null when negative. */
json_t *tcs_view_number(double value);
json_t *tcs_view_known(double value);

/* text as it is when it is UTF-8; otherwise (a name that was cut inside a character) with
 * `?` for each octet above 127. */
json_t *tcs_view_string(const char *text);

/* Appends item to array; item is released when that fails. False: memory is out. */
bool tcs_view_append(json_t *array, json_t *item);

#endif
