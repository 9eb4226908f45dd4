/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/sbs.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

enum { /* columns, counted from 0 */
       COLUMN_TYPE = 1,
       COLUMN_ADDRESS = 4,
       COLUMN_GENERATED = 6,
       COLUMN_LOGGED = 8,
       COLUMN_CALLSIGN = 10,
       COLUMN_NUMBERS = 11,
       COLUMN_SQUAWK = 17,
       COLUMN_FLAGS = 18,
       STAMP_LEN = 10 + 12, /* yyyy/mm/ddhh:mm:ss.sss */
};

const struct tcs_sbs_column tcs_sbs_columns[TCS_SBS_NUMBERS] = {
    [TCS_SBS_ALTITUDE_FT] = { -2000.0, 150000.0, 0, 0 },
    [TCS_SBS_SPEED_KT] = { 0.0, 5000.0, 1, 0 },
    [TCS_SBS_TRACK_DEG] = { 0.0, 360.0, 1, 0 },
    [TCS_SBS_LAT_DEG] = { -90.0, 90.0, 6, 0 },
    [TCS_SBS_LON_DEG] = { -180.0, 180.0, 6, 0 },
    [TCS_SBS_VERTICAL_FTPM] = { -40000.0, 40000.0, 0, 0 },
};

static struct tcs_bytes trimmed(struct tcs_bytes text)
{
    while (text.len > 0 && text.data[text.len - 1] == ' ')
        text.len--;
    while (text.len > 0 && text.data[0] == ' ')
        text = tcs_bytes_part(text, 1, text.len);
    return text;
}

static enum tcs_status count_read(struct tcs_bytes text, uint32_t *ret_count)
{
    int64_t value = 0;

    if (text.len == 0)
        return TCS_OK;
    if (tcs_text_int(text, &value) != TCS_OK || value < 0 || value > UINT32_MAX)
        return TCS_E_DAMAGED;
    *ret_count = (uint32_t)value;
    return TCS_OK;
}

static enum tcs_status address_read(struct tcs_bytes text, struct tcs_sbs *sbs)
{
    uint8_t octets[3];
    size_t len = 0;

    if (text.len > 0 && text.data[0] == '~') {
        sbs->other_address = 1;
        text = tcs_bytes_part(text, 1, text.len);
    }
    if (text.len != 6 || tcs_text_hex(text, octets, sizeof octets, &len) != TCS_OK)
        return TCS_E_DAMAGED;
    sbs->address =
        (uint32_t)octets[0] << 16 | (uint32_t)octets[1] << 8 | (uint32_t)octets[2];
    return TCS_OK;
}

/* A day and a time in two columns; both may be empty. */
static enum tcs_status stamp_read(const struct tcs_bytes column[2], uint32_t field,
                                  struct tcs_sbs *sbs, int64_t *ret_ns)
{
    char text[STAMP_LEN + 3] = "";

    if (column[0].len == 0 && column[1].len == 0)
        return TCS_OK;
    if (column[0].len != 10 || column[1].len < 8 || column[1].len > STAMP_LEN - 10 ||
        column[0].data[4] != '/' || column[0].data[7] != '/')
        return TCS_E_DAMAGED;
    memcpy(text, column[0].data, 10);
    text[4] = text[7] = '-';
    text[10] = 'T';
    memcpy(text + 11, column[1].data, column[1].len);
    text[11 + column[1].len] = 'Z';
    if (tcs_utc_parse(text, ret_ns) != TCS_OK)
        return TCS_E_DAMAGED;
    sbs->has |= field;
    return TCS_OK;
}

static enum tcs_status callsign_read(struct tcs_bytes column, struct tcs_sbs *sbs)
{
    const struct tcs_bytes text = trimmed(column);

    if (text.len == 0)
        return TCS_OK;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < ' ' || text.data[i] > '~')
            return TCS_E_DAMAGED;
    if (!tcs_text_copy(sbs->callsign, sizeof sbs->callsign, text))
        return TCS_E_DAMAGED;
    sbs->has |= TCS_SBS_CALLSIGN;
    return TCS_OK;
}

/* Some leave zeros in front away. */
static enum tcs_status squawk_read(struct tcs_bytes text, struct tcs_sbs *sbs)
{
    if (text.len == 0)
        return TCS_OK;
    if (text.len > 4)
        return TCS_E_DAMAGED;
    memset(sbs->squawk, '0', 4);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '7')
            return TCS_E_DAMAGED;
        sbs->squawk[4 - text.len + i] = (char)text.data[i];
    }
    sbs->has |= TCS_SBS_SQUAWK;
    return TCS_OK;
}

static enum tcs_status number_read(struct tcs_bytes text, unsigned number,
                                   struct tcs_sbs *sbs)
{
    const struct tcs_sbs_column *column = &tcs_sbs_columns[number];
    double value = 0.0;

    if (text.len == 0)
        return TCS_OK;
    const enum tcs_status status = tcs_text_double(text, &value);

    if (status != TCS_OK)
        return status;
    if (!(value >= column->low && value <= column->high))
        return TCS_E_IMPOSSIBLE;
    sbs->numbers[number] = value;
    sbs->has |= UINT32_C(1) << number;
    return TCS_OK;
}

static enum tcs_status flag_read(struct tcs_bytes text, uint32_t flag,
                                 struct tcs_sbs *sbs)
{
    const bool yes = tcs_bytes_equal(text, tcs_text_bytes("-1")) ||
                     tcs_bytes_equal(text, tcs_text_bytes("1"));

    if (text.len == 0)
        return TCS_OK;
    if (!yes && !tcs_bytes_equal(text, tcs_text_bytes("0")))
        return TCS_E_DAMAGED;
    sbs->has |= flag;
    sbs->flags |= yes ? flag : 0;
    return TCS_OK;
}

static const char *const names[TCS_SBS_COLUMNS] = {
    "first column",   "type",          "session",   "aircraft", "address",
    "flight",         "generated",     "generated", "logged",   "logged",
    "call sign",      "altitude",      "speed",     "track",    "latitude",
    "longitude",      "vertical rate", "squawk",    "alert",    "emergency",
    "identification", "on the ground",
};

static enum tcs_status column_read(const struct tcs_bytes *columns, unsigned at,
                                   struct tcs_sbs *sbs)
{
    const struct tcs_bytes text = columns[at];

    switch (at) {
    case 0:
        return TCS_OK;
    case COLUMN_TYPE:
        sbs->type = (uint8_t)(text.len == 1 ? text.data[0] - '0' : 0);
        return sbs->type >= 1 && sbs->type <= 8 ? TCS_OK : TCS_E_FOREIGN;
    case 2:
        return count_read(text, &sbs->session);
    case 3:
        return count_read(text, &sbs->aircraft);
    case COLUMN_ADDRESS:
        return address_read(text, sbs);
    case 5:
        return count_read(text, &sbs->flight);
    case COLUMN_GENERATED:
        return stamp_read(&columns[at], TCS_SBS_GENERATED, sbs, &sbs->generated_ns);
    case COLUMN_LOGGED:
        return stamp_read(&columns[at], TCS_SBS_LOGGED, sbs, &sbs->logged_ns);
    case COLUMN_GENERATED + 1: /* went with the day */
    case COLUMN_LOGGED + 1:
        return TCS_OK;
    case COLUMN_CALLSIGN:
        return callsign_read(text, sbs);
    case COLUMN_SQUAWK:
        return squawk_read(text, sbs);
    default:
        if (at >= COLUMN_FLAGS)
            return flag_read(text, (uint32_t)TCS_SBS_ALERT << (at - COLUMN_FLAGS), sbs);
        return number_read(text, at - COLUMN_NUMBERS, sbs);
    }
}

/* How many columns there are; those beyond the 22nd are not kept. */
static unsigned split(struct tcs_bytes line, struct tcs_bytes columns[TCS_SBS_COLUMNS])
{
    unsigned count = 0;
    size_t first = 0;

    for (size_t at = 0; at <= line.len; at++) {
        if (at < line.len && line.data[at] != ',')
            continue;
        if (count < TCS_SBS_COLUMNS)
            columns[count] = trimmed(tcs_bytes_part(line, first, at - first));
        count++;
        first = at + 1;
    }
    return count;
}

enum tcs_status tcs_sbs_read(struct tcs_bytes line, struct tcs_sbs *ret_sbs,
                             struct tcs_fault *fault)
{
    struct tcs_bytes columns[TCS_SBS_COLUMNS];
    struct tcs_sbs sbs;
    const unsigned count = split(line, columns);

    if (!tcs_bytes_equal(columns[0], tcs_text_bytes("MSG")))
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "another kind of line");
    if (count != TCS_SBS_COLUMNS)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "number of columns");
    memset(&sbs, 0, sizeof sbs);
    for (unsigned at = 0; at < TCS_SBS_COLUMNS; at++) {
        const enum tcs_status status = column_read(columns, at, &sbs);

        if (status != TCS_OK)
            return tcs_fault(fault, status, (uint64_t)(columns[at].data - line.data),
                             names[at]);
    }
    memcpy(ret_sbs, &sbs, sizeof sbs);
    return TCS_OK;
}
