/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_SENSOR_H
#define TCS_OBSERVE_SENSOR_H

/*
 * sensor.h -- what is known of a sensor: where it stands, how it errs, where it looks.
 *
 * Filled once from the site file; constant while the engine runs. Lengths in metres,
 * angles in radians, in the site's ENU frame; azimuth clockwise from true north.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "geo/geo.h"

enum { TCS_SENSOR_MAX = 64, TCS_NAME_LEN = 48 };

/* Kinds are what the evidence rule counts: two sensors of one kind are one kind. */
enum tcs_sensor_kind {
    TCS_SENSOR_RADAR,
    TCS_SENSOR_RADIO,    /* direction finder: bearings of emissions */
    TCS_SENSOR_ACOUSTIC, /* microphone array */
    TCS_SENSOR_CAMERA,
    TCS_SENSOR_REMOTE_ID, /* receiver of broadcasts: claims */
    TCS_SENSOR_ADSB,      /* receiver of broadcasts: claims */
    TCS_SENSOR_REPORT,    /* a network in which others say where they are: claims */
    TCS_SENSOR_KIND_COUNT,
};

/* False for receivers of broadcasts and reports: what they hear is a claim. */
static inline bool tcs_sensor_is_witness(enum tcs_sensor_kind kind)
{
    return kind != TCS_SENSOR_REMOTE_ID && kind != TCS_SENSOR_ADSB &&
           kind != TCS_SENSOR_REPORT;
}

/* Kinds whose observations are directions. */
static inline bool tcs_sensor_gives_bearings(enum tcs_sensor_kind kind)
{
    return kind == TCS_SENSOR_RADIO || kind == TCS_SENSOR_ACOUSTIC ||
           kind == TCS_SENSOR_CAMERA;
}

const char *tcs_sensor_kind_name(enum tcs_sensor_kind kind); /* "radar", "radio", ... */

/* Where a sensor can see. Slant range from the sensor; azimuth sector of full width
 * az_width about az_center (width >= 2 pi: all round). */
struct tcs_coverage {
    double range_min_m;
    double range_max_m;
    double az_center_rad;
    double az_width_rad;
    double el_min_rad;
    double el_max_rad;
    /* Instead of the sector, for what has no place of its own (a network that gives east
     * and north): a rectangle at all heights. */
    bool is_box;
    double east_min_m;
    double east_max_m;
    double north_min_m;
    double north_max_m;
};

/* The sector of a coverage made ready to be asked often: no angle has to be found. */
struct tcs_sector {
    double range_min_m;
    double range_max_m;
    double low[2]; /* sine and cosine of the lowest elevation... */
    double high[2];
    double toward[2]; /* ...and of the azimuth in the middle */
    double half_cos;  /* cosine of half the width; below -1: all round */
    bool has_low;     /* it is above the nadir... */
    bool has_high;    /* ...and it is below the zenith */
    bool is_empty;    /* the lowest is above the zenith, or the highest below the nadir */
};

struct tcs_sector tcs_sector(const struct tcs_coverage *coverage);
/* Whether it holds what lies this way (east, north, up) from the sensor; its edges belong
 * to it. */
bool tcs_sector_contains(const struct tcs_sector *sector, struct tcs_vec3 way_m);

/* How the probability of detection falls with range. */
enum tcs_pd_model {
    TCS_PD_CONSTANT,  /* pd wherever the coverage says */
    TCS_PD_SWERLING1, /* pfa^(1 / (1 + snr_ref (r_ref / r)^4)); below low_el times factor
                       */
};

/* How a sensor is mounted: where its own forward axis points, and how far its up leans to
 * the right as seen along that (observe/pose.h). */
struct tcs_pose {
    double az_rad;
    double el_rad;
    double roll_rad;
};

/* The lens of a camera, and the head that it stands on. A pinhole with the distortion of
 * survey/lens.h. */
struct tcs_optics {
    double width; /* pixels; 0: nothing is known of the lens */
    double height;
    double fx, fy, cx, cy;
    double k1, k2, p1, p2, k3;
    /* With a head that turns: angles at -1 and 1 of its own scale, to be added to those
     * of the pose. */
    bool turns;
    double pan_rad[2];
    double tilt_rad[2];
    double fx_tele; /* at zoom 1; 0: it does not zoom */
};

struct tcs_sensor {
    char name[TCS_NAME_LEN];
    enum tcs_sensor_kind kind;
    struct tcs_vec3 position_m; /* ENU */
    double sound_mps;    /* speed of the sound by which it perceives; 0: light or radio */
    double rotation_rad; /* added to reported azimuths: true = reported + rotation */
    struct tcs_pose pose;     /* arrays of microphones and cameras */
    struct tcs_optics optics; /* cameras that report pixels */

    /* Error model, one sigma; 0 where the sensor does not measure it. */
    double range_sigma_m;
    double az_sigma_rad;
    double el_sigma_rad;
    double doppler_sigma_mps;
    double position_sigma_m; /* horizontal, for claims and position reports */
    double height_sigma_m;   /* likewise, vertical */
    double clock_sigma_s;    /* of its clock's error, a constant that is estimated */
    /* How well it was set up, one sigma; 0: as told, nothing is estimated. */
    double rotation_sigma_rad;
    double tilt_sigma_rad;
    double place_sigma_m; /* horizontal */
    double stamp_limit_s; /* stamps further than this from arrival are not believed; 0: 30
                             s */

    bool pd_known;
    bool clutter_known;
    enum tcs_pd_model pd_model;
    double pd;
    double clutter_per_scan; /* mean number of false reports in one whole turn or look */
    double pfa;              /* Swerling 1 */
    double snr_ref;          /* linear, at range_ref */
    double range_ref_m;
    double low_el_rad;
    double low_el_factor;

    double period_s; /* of one turn or look; 0: reports when it hears something */
    double
        rcs_offset_db; /* amplitude in dBm + 40 log10(range/1 km) + this = RCS in dBsm */
    bool has_rcs;
    struct tcs_coverage coverage;
};

/* Probability that the sensor reports a target that lies this way from it, in its
 * coverage. */
double tcs_sensor_pd_inside(const struct tcs_sensor *sensor, struct tcs_vec3 way_m);
/* The same of a target at this place, 0 outside the coverage. */
double tcs_sensor_pd(const struct tcs_sensor *sensor, struct tcs_vec3 target_m);

#endif
