/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_EXPORT_INSIDE_H
#define TCS_EXPORT_INSIDE_H

/* inside.h -- inside this room: what a format is, and the trails that most of them need.
 */

#include <stdint.h>
#include <stdio.h>

#include "export/export.h"

enum { PATH_LEN = 4096 };

/* A track at one moment. Angles in degrees. */
struct trail_point {
    int64_t utc_ns;
    double lat_deg;
    double lon_deg;
    double height_m; /* above the ellipsoid */
    double amsl_m;   /* above the sea, by the site's geoid */
    float velocity_mps[3];
    float horizontal_sigma_m; /* of the worst direction */
    float vertical_sigma_m;
    float certainty;     /* exists x danger x enter, the largest over zones; 0: none */
    uint8_t state;       /* enum tcs_track_state */
    uint8_t track_class; /* the likeliest */
    uint8_t alarmed;     /* a take-cover or approach that goes on names it */
    uint8_t reserved;
    float class_p; /* of that class */
};

struct trail {
    uint64_t id;
    uint64_t claim_id; /* the last one */
    uint32_t kinds_seen;
    uint32_t reserved;
    double class_p[TCS_CLASS_COUNT]; /* the last */
    struct trail_point *points;
    size_t count;
    size_t capacity;
};

/* In order of id. */
struct trails {
    struct trail *trails;
    size_t count;
    size_t capacity;
};

TCS_NODISCARD
enum tcs_status trails_add(struct trails *trails, const struct tcs_site *site,
                           struct tcs_time time, const struct tcs_view_picture *picture,
                           const struct tcs_alarms *alarms);
void trails_free(struct trails *trails);
/* p(multirotor) + p(fixed wing). */
double trail_p_drone(const struct trail *trail);
/* The likeliest class. */
enum tcs_track_class trail_class(const double class_p[TCS_CLASS_COUNT]);
struct trail_point trail_point(const struct tcs_site *site, struct tcs_time time,
                               const struct tcs_view_picture *picture, size_t track,
                               const struct tcs_alarms *alarms);

struct tcs_export {
    const struct format *format;
    char path[PATH_LEN]; /* "-": standard output */
    char part[PATH_LEN];
    FILE *out; /* NULL for formats that write the file themselves, and before begun */
    bool begun;
    enum tcs_status status;
    struct tcs_site *site; /* the first one */
    struct trails trails;
    void *own; /* of the format */
};

/* What is NULL is not needed. */
struct format {
    struct tcs_export_format about;
    bool trails;        /* wants them collected */
    bool writes_itself; /* to x->part, without x->out */
    enum tcs_status (*begin)(struct tcs_export *x);
    enum tcs_status (*site)(struct tcs_export *x, const struct tcs_site *site);
    enum tcs_status (*picture)(struct tcs_export *x, const struct tcs_site *site,
                               struct tcs_time time,
                               const struct tcs_view_picture *picture,
                               const struct tcs_alarms *alarms);
    enum tcs_status (*change)(struct tcs_export *x, const struct tcs_site *site,
                              struct tcs_time time,
                              const struct tcs_view_picture *picture,
                              const struct tcs_alarm_change *change);
    enum tcs_status (*end)(struct tcs_export *x);
    void (*drop)(struct tcs_export *x); /* frees `own` */
};

extern const struct format export_asterix;
extern const struct format export_cot;
extern const struct format export_courageous;
extern const struct format export_csv;
extern const struct format export_geojson;
extern const struct format export_gpkg;
extern const struct format export_kml;
extern const struct format export_mqtt;
extern const struct format export_ocsf;
extern const struct format export_sapient;
extern const struct format export_syslog;
extern const struct format export_tak;

/* Writes value and what comes behind it, and releases it. */
TCS_NODISCARD
enum tcs_status export_json(struct tcs_export *x, json_t *value, const char *behind);

/* A claim as text, "ICAO 4B1234" or "RID ..."; empty for none. */
enum { CLAIM_TEXT_LEN = 32 };
void claim_text(uint64_t claim_id, char ret_text[CLAIM_TEXT_LEN]);

#endif
