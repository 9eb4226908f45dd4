/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_TIME_H
#define TCS_BASE_TIME_H

/*
 * time.h -- instants and spans.
 *
 * An instant is a count of SI nanoseconds since 1970-01-01T00:00:00 TAI (reaches year
 * 2262), a span a difference of two. They are two types, so that adding two instants does
 * not compile. UTC exists at the edges only: a leap table turns one into the other.
 *
 * Source: IERS Bulletin C; the format of leap-seconds.list is that of the IERS/NIST file
 * ("#@ expiry" line; then "NTP-seconds TAI-UTC" a line).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

#define TCS_NS_PER_S INT64_C(1000000000)

struct tcs_time {
    int64_t tai_ns; /* since 1970-01-01T00:00:00 TAI */
};

struct tcs_span {
    int64_t ns;
};

/* after - before; saturates at the ends of int64. */
static inline struct tcs_span tcs_time_since(struct tcs_time after,
                                             struct tcs_time before)
{
    struct tcs_span span;

    if (__builtin_sub_overflow(after.tai_ns, before.tai_ns, &span.ns))
        span.ns = before.tai_ns < 0 ? INT64_MAX : INT64_MIN;
    return span;
}
/* Saturates at the ends of int64. */
struct tcs_time tcs_time_add(struct tcs_time time, struct tcs_span span);
/* -1, 0, 1 */
static inline int tcs_time_compare(struct tcs_time a, struct tcs_time b)
{
    return (a.tai_ns > b.tai_ns) - (a.tai_ns < b.tai_ns);
}

/* Seconds as a double: for a dt inside a filter step, never to keep an instant. */
static inline double tcs_span_seconds(struct tcs_span span)
{
    /* Whole and fraction apart, so that a long span keeps its nanoseconds longer. */
    const int64_t whole = span.ns / TCS_NS_PER_S;
    const int64_t rest = span.ns % TCS_NS_PER_S;

    return (double)whole + (double)rest / 1e9;
}
/* Nearest nanosecond, ties away from zero; saturates; NaN gives 0. */
struct tcs_span tcs_span_from_seconds(double seconds);

enum { TCS_LEAP_MAX = 64 };

struct tcs_leap {
    int64_t utc_s;         /* POSIX seconds at which the offset begins */
    int32_t tai_minus_utc; /* s */
    int32_t reserved;
};

struct tcs_leap_table {
    struct tcs_leap rows[TCS_LEAP_MAX]; /* ascending */
    uint32_t count;
    uint32_t reserved;
    int64_t expires_utc_s; /* 0: not told */
};

/* The table as of 2017-01-01 (37 s), for when the system has none. */
void tcs_leap_builtin(struct tcs_leap_table *ret_table);

/* Reads the text of leap-seconds.list. TCS_E_DAMAGED: no valid row, or rows not
 * ascending. */
TCS_NODISCARD
enum tcs_status tcs_leap_parse(struct tcs_bytes text, struct tcs_leap_table *ret_table);

/* POSIX nanoseconds (UTC, leap seconds not counted) to TAI and back. During a leap second
 * POSIX time repeats; the first of the two instants is returned. Before 1972 the offset
 * is taken as 10 s. */
struct tcs_time tcs_time_from_utc(const struct tcs_leap_table *table, int64_t utc_ns);
int64_t tcs_time_to_utc(const struct tcs_leap_table *table, struct tcs_time time);

/*
 * Writes UTC as 2021-11-06T23:00:12.345678901Z (30 characters and a zero).
 * A leap second is written with seconds 59, repeated.
 */
enum { TCS_TIME_TEXT_LEN = 31 };
void tcs_utc_text(int64_t utc_ns, char ret_text[TCS_TIME_TEXT_LEN]);

/* The inverse: RFC 3339 with Z or an offset, fraction of 0 to 9 digits. */
TCS_NODISCARD
enum tcs_status tcs_utc_parse(const char *text, int64_t *ret_utc_ns);

/*
 * A time of day (ns since midnight UTC, 0 <= tod < 86400 s) seen at seen_at: the instant
 * with that time of day that lies nearest to seen_at, on the day before, the same day or
 * the day after. Source: EUROCONTROL ASTERIX Part 1, time of day "reset to 0 each day at
 * midnight".
 */
struct tcs_time tcs_time_from_tod(const struct tcs_leap_table *table, int64_t tod_ns,
                                  struct tcs_time seen_at);

#endif
