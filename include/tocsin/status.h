/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOCSIN_STATUS_H
#define TOCSIN_STATUS_H

/**
 * @file
 * Version, errors and time: what all parts of libtocsin share.
 *
 * @par Names
 * Everything begins with tocsin_ or TOCSIN_. Units come last in names: _m, _rad, _mps
 * (metres a second), _s (a span, in seconds), _ns (an instant, in nanoseconds). Outputs
 * are last and begin with ret_.
 *
 * @par Frames
 * A site has a plane of east, north and up (ENU), metres, tangent to the WGS 84 ellipsoid
 * at an origin that you choose. Azimuth is clockwise from true north, elevation up from
 * the horizontal.
 *
 * @par Errors
 * What can fail returns #tocsin_status: 0 is good, above 0 good with a remark, below 0 a
 * failure. On failure nothing has changed and no output was written. The library never
 * prints, logs, exits or reads a clock.
 *
 * @par Memory
 * Each handle takes its memory in one piece when it is opened, sized by its options, and
 * none afterwards (reading a record is the exception: it grows with the entry). Pointers
 * that you hand in are borrowed for the call unless it says otherwise.
 *
 * @par Threads
 * There are no globals. Different handles may be used by different threads at the same
 * time; one handle by one thread at a time.
 *
 * @par Structures
 * Set a structure that you hand in to zero, then fill in what you know: zero means "not
 * told" or "as usual" throughout. Members named reserved have to be 0
 * (#TOCSIN_E_ARGUMENT otherwise), so that later versions can give them a meaning.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TOCSIN_VERSION_MAJOR 0 /**< Changes with what is incompatible. */
#define TOCSIN_VERSION_MINOR 1 /**< While major is 0, this may be incompatible too. */
#define TOCSIN_VERSION_PATCH 0 /**< Mended only. */
#define TOCSIN_VERSION "0.1.0" /**< Of these headers, as text. */

/** Marks what the library exports. */
#define TOCSIN_API __attribute__((visibility("default")))
/** Marks what must not be left unread. */
#define TOCSIN_NODISCARD __attribute__((warn_unused_result))

/** What a function says of its work. */
enum tocsin_status {
    TOCSIN_OK = 0,            /**< Done. */
    TOCSIN_MORE = 1,          /**< Needs more input. */
    TOCSIN_END = 2,           /**< End of input. */
    TOCSIN_E_ARGUMENT = -1,   /**< An argument outside its range. */
    TOCSIN_E_SHORT = -2,      /**< Input ends too early. */
    TOCSIN_E_DAMAGED = -3,    /**< Input is damaged. */
    TOCSIN_E_FOREIGN = -4,    /**< Input is of another kind. */
    TOCSIN_E_IMPOSSIBLE = -5, /**< Well formed, but physically impossible. */
    TOCSIN_E_FULL = -6,       /**< No room left. */
    TOCSIN_E_NUMERIC = -7,    /**< Numerically singular or not finite. */
    TOCSIN_E_NOT_FOUND = -8,  /**< Not found. */
    TOCSIN_E_IO = -9,         /**< Input or output failed. */
    TOCSIN_E_MISMATCH = -10,  /**< Does not match. */
    TOCSIN_E_REFUSED = -11,   /**< Refused by policy. */
    TOCSIN_E_MEMORY = -12     /**< Out of memory. */
};

/** The text of a status, such as "out of memory"; never NULL, whatever the number. */
TOCSIN_API const char *tocsin_status_text(int status);

/** Version of the library that was loaded, as #TOCSIN_VERSION is that of the headers. */
TOCSIN_API const char *tocsin_version(void);

/**
 * From UTC to the time that the library counts: TAI, in nanoseconds since
 * 1970-01-01T00:00:00 TAI. It has no leap seconds, so that differences are true.
 *
 * The tracker by itself works with any count of nanoseconds above 0; decoders, engine and
 * record need this one.
 *
 * @param utc_ns POSIX time: nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
 * @return by the leap seconds up to 2017 (TAI - UTC = 37 s), the latest that is known.
 */
TOCSIN_API int64_t tocsin_time_from_utc(int64_t utc_ns);

/** The inverse of tocsin_time_from_utc(). */
TOCSIN_API int64_t tocsin_time_to_utc(int64_t time_ns);

#ifdef __cplusplus
}
#endif

#endif
