/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_OBSERVATION_H
#define TOCSIN_OBSERVATION_H

/**
 * @file
 * Sensors, and what they see: the input of the tracker.
 *
 * A *look* is one moment of one sensor: a scan of a radar, a frame of a camera, one round
 * of a direction finder, one broadcast that was heard. It holds *observations*, and where
 * the sensor was looking, so that "looked and saw nothing" counts there and nowhere else.
 * An empty look is evidence too: hand it in.
 *
 * | kind                   | z[0]    | z[1]    | z[2]      | counted from    |
 * |------------------------|---------|---------|-----------|-----------------|
 * | TOCSIN_OBS_POSITION    | east m  | north m | up m      | site's origin   |
 * | TOCSIN_OBS_POSITION_2D | east m  | north m |           | site's origin   |
 * | TOCSIN_OBS_RAE         | range m | az rad  | el rad    | sensor          |
 * | TOCSIN_OBS_RA          | range m | az rad  |           | sensor          |
 * | TOCSIN_OBS_AZ          | az rad  |         |           | sensor          |
 * | TOCSIN_OBS_AZEL        | az rad  | el rad  |           | sensor          |
 * | TOCSIN_OBS_RANGE       | range m |         |           | sensor          |
 * | TOCSIN_OBS_CLAIM       | east m  | north m | up m      | site's origin   |
 *
 * A claim is what an object says of itself (Remote ID, ADS-B): it is believed as far as
 * its sigma, but the tracker keeps apart what only claims have shown.
 *
 * All observations of one look should be of one kind.
 */

#include <stdint.h>

#include <tocsin/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The most sensors that one tracker takes. */
#define TOCSIN_SENSORS_MAX 64
/** The most observations in one look, whatever the tracker's options. */
#define TOCSIN_OBSERVATIONS_MAX 4096

/** What a sensor is. Two sensors of one kind are one kind of evidence. */
enum tocsin_sensor_kind {
    TOCSIN_SENSOR_RADAR = 0,     /**< Any radar. */
    TOCSIN_SENSOR_RADIO = 1,     /**< Direction finder: bearings of emissions. */
    TOCSIN_SENSOR_ACOUSTIC = 2,  /**< Microphone array. */
    TOCSIN_SENSOR_CAMERA = 3,    /**< Camera of any band. */
    TOCSIN_SENSOR_REMOTE_ID = 4, /**< Receiver of drones' broadcasts: claims. */
    TOCSIN_SENSOR_ADSB = 5,      /**< Receiver of aircraft's broadcasts: claims. */
    TOCSIN_SENSOR_REPORT = 6 /**< Network in which others say where they are: claims. */
};
/** Number of kinds of sensor. */
#define TOCSIN_SENSOR_KINDS 7

/** Where a sensor can see: a sector of range, azimuth and elevation, or a box. */
struct tocsin_coverage {
    double range_min_m;   /**< Slant range from the sensor. */
    double range_max_m;   /**< 0: 100 km. */
    double az_center_rad; /**< Middle of the sector. */
    double az_width_rad;  /**< Full width; 0, or 2 pi and more: all round. */
    double el_min_rad;    /**< Both 0: -pi/2 to pi/2. */
    double el_max_rad;    /**< See el_min_rad. */
    double east_min_m;    /**< This and the next three: the box; all 0: no box. */
    double east_max_m;    /**< A box holds at all heights, instead of the sector. */
    double north_min_m;   /**< See east_min_m. */
    double north_max_m;   /**< See east_min_m. */
};

/** Bits of tocsin_sensor::told. */
enum tocsin_told {
    TOCSIN_TOLD_PD = 1,     /**< Member pd is meant; otherwise it is estimated. */
    TOCSIN_TOLD_CLUTTER = 2 /**< Member clutter_per_look likewise. */
};

/** A sensor, as far as the tracker has to know it. */
struct tocsin_sensor {
    uint32_t kind;        /**< enum tocsin_sensor_kind. */
    uint32_t told;        /**< Bits of enum tocsin_told. */
    double position_m[3]; /**< East, north, up. */
    double rotation_rad;  /**< True azimuth = reported azimuth + this. */
    double pd;            /**< Probability to report an object in its coverage, 0..1. */
    double clutter_per_look; /**< Mean number of false reports over its whole coverage. */
    double period_s; /**< Of one turn or look; 0: reports when it has something. */
    struct tocsin_coverage coverage; /**< Of a whole turn. */
    double sound_mps;   /**< Speed of the sound by which it hears; 0: light or radio. */
    double reserved[7]; /**< 0. */
};

/** What an observation is of; the table at the head of this file. */
enum tocsin_observation_kind {
    TOCSIN_OBS_POSITION = 0,    /**< East, north, up. */
    TOCSIN_OBS_POSITION_2D = 1, /**< East, north; height not known. */
    TOCSIN_OBS_RAE = 2,         /**< Range, azimuth, elevation. */
    TOCSIN_OBS_RA = 3,          /**< Range, azimuth; elevation not known. */
    TOCSIN_OBS_AZ = 4,          /**< Azimuth. */
    TOCSIN_OBS_AZEL = 5,        /**< Azimuth, elevation. */
    TOCSIN_OBS_RANGE = 6,       /**< Range. */
    TOCSIN_OBS_CLAIM = 7        /**< East, north, up, said by the object itself. */
};

/** What a sensor, or the object itself, says that it is. */
enum tocsin_said {
    TOCSIN_SAID_NOTHING = 0, /**< Nothing. */
    TOCSIN_SAID_DRONE = 1,   /**< A drone. */
    TOCSIN_SAID_BIRD = 2,    /**< A bird. */
    TOCSIN_SAID_CREWED = 3,  /**< An aircraft with people in it. */
    TOCSIN_SAID_VESSEL = 4   /**< A vessel on the water. */
};

/** Bits of tocsin_observation::has. */
enum tocsin_has {
    TOCSIN_HAS_VELOCITY = 1, /**< velocity_mps and its sigma. */
    TOCSIN_HAS_DOPPLER = 2,  /**< doppler_mps and its sigma. */
    TOCSIN_HAS_RCS = 4       /**< rcs_dbsm. */
};

/** One thing that was seen. */
struct tocsin_observation {
    uint32_t kind;             /**< enum tocsin_observation_kind. */
    uint32_t said;             /**< enum tocsin_said. */
    uint32_t has;              /**< Bits of enum tocsin_has. */
    uint32_t reserved;         /**< 0. */
    double z[3];               /**< As kind says; the rest is not read. */
    double sigma[3];           /**< Standard deviation of each, same units, above 0. */
    double dt_s;               /**< Its own time minus that of the look. */
    double velocity_mps[3];    /**< East, north, up; of claims. */
    double velocity_sigma_mps; /**< Of each of the three. */
    double doppler_mps;        /**< Range rate, positive when moving away. */
    double doppler_sigma_mps;  /**< Its standard deviation. */
    double rcs_dbsm;           /**< Radar cross-section, dB over 1 square metre. */
    uint64_t claim_id;   /**< Of the object that claims: not 0 for a claim, else 0. */
    double reserved2[4]; /**< 0. */
};

/** Bits of tocsin_look::flags. */
enum tocsin_look_flag {
    /** Silence is no evidence in this look. Looks of receivers never are. */
    TOCSIN_LOOK_NO_MISSES = 1,
    /** Member coverage is meant; otherwise the look covers what its sensor can. */
    TOCSIN_LOOK_COVERAGE = 2,
    /** Member clutter is meant; otherwise the sensor's, if that was told. */
    TOCSIN_LOOK_CLUTTER = 4
};

/** One moment of one sensor. */
struct tocsin_look {
    uint32_t sensor;                 /**< Index into the sensors of the tracker. */
    uint32_t flags;                  /**< Bits of enum tocsin_look_flag. */
    int64_t valid_ns;                /**< When it was seen, above 0. */
    int64_t seen_ns;                 /**< When it arrived; 0: then, too. */
    struct tocsin_coverage coverage; /**< Of this look: the sector of a turn. */
    double clutter;                  /**< Mean number of false reports in this look. */
    const struct tocsin_observation *observations; /**< May be NULL when there is none. */
    uint64_t observation_count;                    /**< How many. */
    double reserved[4];                            /**< 0. */
};

#ifdef __cplusplus
}
#endif

#endif
