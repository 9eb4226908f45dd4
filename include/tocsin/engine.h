/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_ENGINE_H
#define TOCSIN_ENGINE_H

/**
 * @file
 * The whole of watching and warning on a site file: octets of feeds with their time of
 * arrival in, tracks and alarms out. It is the step function that the tocsin program
 * runs.
 *
 * Time comes with the octets and with tocsin_engine_tick(); call that at least every 40
 * ms of event time, also when nothing arrives. Arrival never goes back.
 */

#include <stddef.h>
#include <stdint.h>

#include <tocsin/record.h>
#include <tocsin/status.h>
#include <tocsin/track.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What an alarm is about. */
enum tocsin_alarm_kind {
    TOCSIN_ALARM_TAKE_COVER = 0,  /**< People in a zone must take cover now. */
    TOCSIN_ALARM_APPROACH = 1,    /**< Something dangerous is coming: for the operator. */
    TOCSIN_ALARM_SENSOR_LOST = 2, /**< A sensor has gone silent. */
    TOCSIN_ALARM_CLOCK_STEP = 3   /**< The clock of the host has jumped. */
};

/** One alarm as it is now. */
struct tocsin_alarm {
    uint32_t id;           /**< Stable for one site file. */
    uint32_t kind;         /**< enum tocsin_alarm_kind. */
    char subject[48];      /**< Name of its zone or sensor; empty for the clock. */
    char state[32];        /**< "normal", "unacknowledged", ...: tocsin(1). */
    uint32_t occurrence;   /**< How often it was raised: sound it when this changes. */
    uint32_t reserved;     /**< 0. */
    int64_t raised_ns;     /**< Last; 0: never. */
    double seconds_left;   /**< To the earliest entry; below 0: not known. */
    double probability;    /**< Of what it warns of. */
    uint64_t reserved2[4]; /**< 0. */
};

/** An engine. */
struct tocsin_engine;

/**
 * Makes an engine for a site.
 *
 * @param site      text of the site file, tocsin-site(5)
 * @param site_len  its octets
 * @param start_ns  its present, TAI, above 0
 * @return #TOCSIN_OK; #TOCSIN_E_DAMAGED: ret_fault has the first error, with line and
 *         column; #TOCSIN_E_ARGUMENT, #TOCSIN_E_MEMORY
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_engine_open(const char *site, size_t site_len, int64_t start_ns,
                   struct tocsin_engine **ret_engine, struct tocsin_fault *ret_fault);

/** Frees an engine; NULL is allowed. */
TOCSIN_API void tocsin_engine_close(struct tocsin_engine *engine);

/** Index of a feed of the site file by its name; -1: there is none. */
TOCSIN_API int tocsin_engine_feed(const struct tocsin_engine *engine, const char *name);

/**
 * Octets of a feed: a datagram, or a piece of a stream, as the site file says.
 *
 * @return #TOCSIN_OK, also when the octets are damaged (that is counted); otherwise
 *         #TOCSIN_E_ARGUMENT: no such feed, or time goes back
 */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_engine_bytes(struct tocsin_engine *engine, int feed, int64_t arrival_ns,
                    const void *octets, size_t count);

/** Time passes; at the same instant again: there is time for what has been put off.
 * @return #TOCSIN_OK or #TOCSIN_E_ARGUMENT: it goes back. */
TOCSIN_API TOCSIN_NODISCARD enum tocsin_status
tocsin_engine_tick(struct tocsin_engine *engine, int64_t now_ns);

/** The latest picture, at most 50 ms old. @return how many were written. */
TOCSIN_API size_t tocsin_engine_tracks(const struct tocsin_engine *engine,
                                       struct tocsin_track *ret_tracks, size_t capacity);

/** All alarms, raised or not. @return how many were written. */
TOCSIN_API size_t tocsin_engine_alarms(const struct tocsin_engine *engine,
                                       struct tocsin_alarm *ret_alarms, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
