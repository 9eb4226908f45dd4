/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_EXPORT_EXPORT_H
#define TCS_EXPORT_EXPORT_H

/*
 * export.h -- the picture and the alarms over time, written down for other programs.
 *
 *     asterix     062, 063 and 065 as an output sends them: a capture
 *     cot         Cursor on Target, an event a line
 *     csv         a row a track and picture
 *     geojson     a line a track (RFC 7946), zones, sensors; heights above the ellipsoid
 *     kml         a gx:Track a track, zones, sensors; heights above the sea
 *     gpkg        GeoPackage 1.3: tracks, points, zones, sensors, alarms
 *     courageous  COURAGEOUS 0.4.1 log (CWA 18150)
 *     mqtt        tracks and changes of alarms as MQTT has them, JSON lines
 *     ocsf        OCSF 8001 Drone Flights Activity, JSON lines
 *     sapient     BSI Flex 335 v2, messages as in a stream
 *     syslog      RFC 5424, a line a change of an alarm
 *     tak         the events of cot as a stream of TAK protocol 1
 *
 * What is handed in is confirmed and coasting tracks, in order of time. The file appears
 * under its name when it is whole: until then it is NAME.part, and a failure leaves what
 * was there. courageous, geojson, gpkg and kml keep some 100 octets a track and picture
 * in memory until the end.
 */

#include <stdbool.h>
#include <stddef.h>

#include "alarm/alarm.h"
#include "base/status.h"
#include "config/site.h"
#include "view/view.h"

struct tcs_export_format {
    const char *name;
    const char *what;
};

/* The formats, in alphabetical order. */
size_t tcs_export_format_count(void);
const struct tcs_export_format *tcs_export_format_at(size_t index);

struct tcs_export;

/* path "-": standard output (not gpkg). Nothing is written, and no file made, before the
 * first site, or the end. TCS_E_NOT_FOUND: no such format. TCS_E_ARGUMENT: gpkg needs a
 * file, or the path is too long. TCS_E_MEMORY. */
TCS_NODISCARD
enum tcs_status tcs_export_open(const char *format, const char *path,
                                struct tcs_export **ret_export);

/* Each: TCS_E_IO (errno), TCS_E_MEMORY; what follows fails alike. */

/* The site that holds from now on; copied from, not kept. */
TCS_NODISCARD
enum tcs_status tcs_export_site(struct tcs_export *x, const struct tcs_site *site);
TCS_NODISCARD
enum tcs_status tcs_export_picture(struct tcs_export *x, const struct tcs_site *site,
                                   struct tcs_time time,
                                   const struct tcs_view_picture *picture,
                                   const struct tcs_alarms *alarms);
TCS_NODISCARD
enum tcs_status tcs_export_change(struct tcs_export *x, const struct tcs_site *site,
                                  struct tcs_time time,
                                  const struct tcs_view_picture *picture,
                                  const struct tcs_alarm_change *change);

/* Writes what is left and gives the file its name; `keep` false throws it away. Frees in
 * any case. */
TCS_NODISCARD enum tcs_status tcs_export_close(struct tcs_export *x, bool keep);

#endif
