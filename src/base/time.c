/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <stddef.h>
#include <string.h>

enum { DAY_S = 86400 };

/* NTP counts from 1900, POSIX from 1970. */
static const int64_t NTP_TO_POSIX_S = INT64_C(2208988800);

static int64_t add_saturated(int64_t a, int64_t b)
{
    if (b > 0 && a > INT64_MAX - b)
        return INT64_MAX;
    if (b < 0 && a < INT64_MIN - b)
        return INT64_MIN;
    return a + b;
}

struct tcs_time tcs_time_add(struct tcs_time time, struct tcs_span span)
{
    return (struct tcs_time) { add_saturated(time.tai_ns, span.ns) };
}

struct tcs_span tcs_span_from_seconds(double seconds)
{
    const double ns = seconds * 1e9;

    if (!(ns == ns))
        return (struct tcs_span) { 0 };
    if (ns >= 9223372036854774784.0)
        return (struct tcs_span) { INT64_MAX };
    if (ns <= -9223372036854774784.0)
        return (struct tcs_span) { INT64_MIN };
    return (struct tcs_span) { (int64_t)(ns < 0 ? ns - 0.5 : ns + 0.5) };
}

void tcs_leap_builtin(struct tcs_leap_table *ret_table)
{
    /* IERS Bulletin C 1 to 52: NTP seconds, TAI - UTC. */
    static const struct {
        int64_t ntp_s;
        int32_t offset_s;
    } rows[] = {
        { 2272060800, 10 }, { 2287785600, 11 }, { 2303683200, 12 }, { 2335219200, 13 },
        { 2366755200, 14 }, { 2398291200, 15 }, { 2429913600, 16 }, { 2461449600, 17 },
        { 2492985600, 18 }, { 2524521600, 19 }, { 2571782400, 20 }, { 2603318400, 21 },
        { 2634854400, 22 }, { 2698012800, 23 }, { 2776982400, 24 }, { 2840140800, 25 },
        { 2871676800, 26 }, { 2918937600, 27 }, { 2950473600, 28 }, { 2982009600, 29 },
        { 3029443200, 30 }, { 3076704000, 31 }, { 3124137600, 32 }, { 3345062400, 33 },
        { 3439756800, 34 }, { 3550089600, 35 }, { 3644697600, 36 }, { 3692217600, 37 },
    };

    memset(ret_table, 0, sizeof *ret_table);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ret_table->rows[i].utc_s = rows[i].ntp_s - NTP_TO_POSIX_S;
        ret_table->rows[i].tai_minus_utc = rows[i].offset_s;
    }
    ret_table->count = (uint32_t)(sizeof rows / sizeof rows[0]);
}

/* Reads one decimal number after blanks; false when none stands there. */
static bool take_number(struct tcs_bytes line, size_t *at, int64_t *ret_value)
{
    int64_t value = 0;
    size_t i = *at;

    while (i < line.len && (line.data[i] == ' ' || line.data[i] == '\t'))
        i++;
    const size_t first = i;

    while (i < line.len && line.data[i] >= '0' && line.data[i] <= '9' && i - first < 15) {
        value = value * 10 + (line.data[i] - '0');
        i++;
    }
    if (i == first)
        return false;
    *at = i;
    *ret_value = value;
    return true;
}

static enum tcs_status take_leap_line(struct tcs_leap_table *table, struct tcs_bytes line)
{
    int64_t ntp_s = 0;
    int64_t offset_s = 0;
    size_t at = 0;

    if (line.len >= 2 && line.data[0] == '#' && line.data[1] == '@') {
        at = 2;
        if (take_number(line, &at, &ntp_s))
            table->expires_utc_s = ntp_s - NTP_TO_POSIX_S;
        return TCS_OK;
    }
    if (line.len == 0 || line.data[0] == '#' || !take_number(line, &at, &ntp_s))
        return TCS_OK;
    if (!take_number(line, &at, &offset_s) || offset_s > 1000)
        return TCS_E_DAMAGED;
    const int64_t utc_s = ntp_s - NTP_TO_POSIX_S;

    if (table->count == TCS_LEAP_MAX ||
        (table->count > 0 && table->rows[table->count - 1].utc_s >= utc_s))
        return TCS_E_DAMAGED;
    table->rows[table->count].utc_s = utc_s;
    table->rows[table->count].tai_minus_utc = (int32_t)offset_s;
    table->count++;
    return TCS_OK;
}

enum tcs_status tcs_leap_parse(struct tcs_bytes text, struct tcs_leap_table *ret_table)
{
    struct tcs_leap_table table;
    size_t begin = 0;

    memset(&table, 0, sizeof table);
    while (begin < text.len) {
        size_t end = begin;

        while (end < text.len && text.data[end] != '\n')
            end++;
        if (take_leap_line(&table, tcs_bytes(text.data + begin, end - begin)) != TCS_OK)
            return TCS_E_DAMAGED;
        begin = end + 1;
    }
    if (table.count == 0)
        return TCS_E_DAMAGED;
    *ret_table = table;
    return TCS_OK;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t offset_at_utc(const struct tcs_leap_table *table, int64_t utc_s)
{
    int64_t offset = 10;

    for (uint32_t i = 0; i < table->count && table->rows[i].utc_s <= utc_s; i++)
        offset = table->rows[i].tai_minus_utc;
    return offset;
}

struct tcs_time tcs_time_from_utc(const struct tcs_leap_table *table, int64_t utc_ns)
{
    const int64_t offset = offset_at_utc(table, floor_div(utc_ns, TCS_NS_PER_S));

    return (struct tcs_time) { add_saturated(utc_ns, offset * TCS_NS_PER_S) };
}

int64_t tcs_time_to_utc(const struct tcs_leap_table *table, struct tcs_time time)
{
    int64_t offset = 10;

    for (uint32_t i = 0; i < table->count; i++) {
        const int64_t begins_tai_s = table->rows[i].utc_s + table->rows[i].tai_minus_utc;

        if (time.tai_ns < begins_tai_s * TCS_NS_PER_S)
            break;
        offset = table->rows[i].tai_minus_utc;
    }
    return add_saturated(time.tai_ns, -offset * TCS_NS_PER_S);
}

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, and back; years
 * are counted from March, so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    const int64_t era = floor_div(year, 400);
    const int64_t of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int64_t ret_date[3])
{
    days += 719468;
    const int64_t era = floor_div(days, 146097);
    const int64_t doe = days - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;

    ret_date[2] = doy - (153 * mp + 2) / 5 + 1;
    ret_date[1] = mp + (mp < 10 ? 3 : -9);
    ret_date[0] = yoe + era * 400 + (ret_date[1] <= 2);
}

static char *put_digits(char *out, int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + digits;
}

void tcs_utc_text(int64_t utc_ns, char ret_text[TCS_TIME_TEXT_LEN])
{
    const int64_t s = floor_div(utc_ns, TCS_NS_PER_S);
    const int64_t days = floor_div(s, DAY_S);
    const int64_t of_day = s - days * DAY_S;
    int64_t date[3];
    char *out = ret_text;

    civil_from_days(days, date);
    out = put_digits(out, date[0], 4);
    *out++ = '-';
    out = put_digits(out, date[1], 2);
    *out++ = '-';
    out = put_digits(out, date[2], 2);
    *out++ = 'T';
    out = put_digits(out, of_day / 3600, 2);
    *out++ = ':';
    out = put_digits(out, of_day / 60 % 60, 2);
    *out++ = ':';
    out = put_digits(out, of_day % 60, 2);
    *out++ = '.';
    out = put_digits(out, utc_ns - s * TCS_NS_PER_S, 9);
    *out++ = 'Z';
    *out = '\0';
}

/* Exactly `digits` decimal digits at *text, within [low, high]; moves *text on. */
static bool take_field(const char **text, int digits, int64_t low, int64_t high,
                       int64_t *ret_value)
{
    int64_t value = 0;

    for (int i = 0; i < digits; i++) {
        const char c = (*text)[i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *text += digits;
    *ret_value = value;
    return value >= low && value <= high;
}

static bool take_char(const char **text, char expected)
{
    if (**text != expected)
        return false;
    (*text)++;
    return true;
}

static bool take_date(const char **text, int64_t *ret_days)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    int64_t back[3];

    if (!take_field(text, 4, 1678, 2261, &year) || !take_char(text, '-') ||
        !take_field(text, 2, 1, 12, &month) || !take_char(text, '-') ||
        !take_field(text, 2, 1, 31, &day))
        return false;
    *ret_days = days_from_civil(year, month, day);
    civil_from_days(*ret_days, back);
    return back[2] == day; /* refuses 30 February */
}

static bool take_clock(const char **text, int64_t *ret_ns)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    int64_t fraction = 0;

    if (!take_field(text, 2, 0, 23, &hour) || !take_char(text, ':') ||
        !take_field(text, 2, 0, 59, &minute) || !take_char(text, ':') ||
        !take_field(text, 2, 0, 60, &second))
        return false;
    if (take_char(text, '.')) {
        int64_t unit = TCS_NS_PER_S / 10;
        int64_t digit = 0;

        while (unit > 0 && take_field(text, 1, 0, 9, &digit)) {
            fraction += digit * unit;
            unit /= 10;
        }
        if (unit == TCS_NS_PER_S / 10)
            return false; /* a point and no digit */
    }
    *ret_ns = (hour * 3600 + minute * 60 + second) * TCS_NS_PER_S + fraction;
    return true;
}

static bool take_offset(const char **text, int64_t *ret_ns)
{
    int64_t hour = 0;
    int64_t minute = 0;
    const bool west = **text == '-';

    *ret_ns = 0;
    if (take_char(text, 'Z'))
        return true;
    if (!west && **text != '+')
        return false;
    (*text)++;
    if (!take_field(text, 2, 0, 23, &hour) || !take_char(text, ':') ||
        !take_field(text, 2, 0, 59, &minute))
        return false;
    *ret_ns = (hour * 3600 + minute * 60) * TCS_NS_PER_S * (west ? -1 : 1);
    return true;
}

enum tcs_status tcs_utc_parse(const char *text, int64_t *ret_utc_ns)
{
    int64_t days = 0;
    int64_t clock_ns = 0;
    int64_t offset_ns = 0;

    if (!take_date(&text, &days) || !(take_char(&text, 'T') || take_char(&text, ' ')) ||
        !take_clock(&text, &clock_ns) || !take_offset(&text, &offset_ns) || *text != '\0')
        return TCS_E_DAMAGED;
    *ret_utc_ns = days * DAY_S * TCS_NS_PER_S + clock_ns - offset_ns;
    return TCS_OK;
}

struct tcs_time tcs_time_from_tod(const struct tcs_leap_table *table, int64_t tod_ns,
                                  struct tcs_time seen_at)
{
    const int64_t day_ns = DAY_S * TCS_NS_PER_S;
    const int64_t seen_utc_ns = tcs_time_to_utc(table, seen_at);
    int64_t utc_ns = floor_div(seen_utc_ns, day_ns) * day_ns + tod_ns;

    if (utc_ns - seen_utc_ns > day_ns / 2)
        utc_ns -= day_ns;
    else if (seen_utc_ns - utc_ns > day_ns / 2)
        utc_ns += day_ns;
    return tcs_time_from_utc(table, utc_ns);
}
