/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/sbs.h"

#include <stdbool.h>

#include "base/text.h"
#include "base/time.h"
#include "encode/put.h"

static bool is_text(const char *text, char low, char high, size_t len_min, size_t len_max)
{
    size_t len = 0;

    for (; len <= len_max && text[len] != '\0'; len++)
        if (text[len] < low || text[len] > high || text[len] == ',')
            return false;
    return len >= len_min && len <= len_max;
}

static bool has(const struct tcs_sbs *sbs, uint32_t field)
{
    return (sbs->has & field) != 0;
}

static bool is_sound(const struct tcs_sbs *sbs)
{
    for (unsigned i = 0; i < TCS_SBS_NUMBERS; i++)
        if (has(sbs, UINT32_C(1) << i) && !(sbs->numbers[i] >= tcs_sbs_columns[i].low &&
                                            sbs->numbers[i] <= tcs_sbs_columns[i].high))
            return false;
    if (has(sbs, TCS_SBS_CALLSIGN)) {
        if (!is_text(sbs->callsign, ' ', '~', 1, sizeof sbs->callsign - 1))
            return false;
        const struct tcs_bytes name = tcs_text_bytes(sbs->callsign);

        if (name.data[0] == ' ' || name.data[name.len - 1] == ' ')
            return false;
    }
    if (has(sbs, TCS_SBS_SQUAWK) && !is_text(sbs->squawk, '0', '7', 4, 4))
        return false;
    return sbs->type >= 1 && sbs->type <= 8 && sbs->address < UINT32_C(1) << 24;
}

static void put_count(struct tcs_writer *w, uint32_t count)
{
    tcs_put_uint(w, count, 1);
    tcs_write_u8(w, ',');
}

static void put_stamp(struct tcs_writer *w, bool known, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    if (known) {
        tcs_utc_text(utc_ns, text);
        text[4] = text[7] = '/';
        tcs_write_bytes(w, text, 10);
        tcs_write_u8(w, ',');
        tcs_write_bytes(w, text + 11, 12);
    } else {
        tcs_write_u8(w, ',');
    }
    tcs_write_u8(w, ',');
}

static void put_numbers(struct tcs_writer *w, const struct tcs_sbs *sbs)
{
    for (unsigned i = 0; i < TCS_SBS_NUMBERS; i++) {
        if (has(sbs, UINT32_C(1) << i))
            tcs_put_rounded(w, sbs->numbers[i], tcs_sbs_columns[i].decimals);
        tcs_write_u8(w, ',');
    }
}

enum tcs_status tcs_sbs_write(const struct tcs_sbs *sbs, struct tcs_writer *w)
{
    static const char digits[] = "0123456789ABCDEF";
    struct tcs_writer trial = *w;

    if (!is_sound(sbs))
        return TCS_E_ARGUMENT;
    tcs_put_text(&trial, "MSG,");
    put_count(&trial, sbs->type);
    put_count(&trial, sbs->session);
    put_count(&trial, sbs->aircraft);
    if (sbs->other_address != 0)
        tcs_write_u8(&trial, '~');
    for (int shift = 20; shift >= 0; shift -= 4)
        tcs_write_u8(&trial, (uint8_t)digits[sbs->address >> shift & 15]);
    tcs_write_u8(&trial, ',');
    put_count(&trial, sbs->flight);
    put_stamp(&trial, has(sbs, TCS_SBS_GENERATED), sbs->generated_ns);
    put_stamp(&trial, has(sbs, TCS_SBS_LOGGED), sbs->logged_ns);
    if (has(sbs, TCS_SBS_CALLSIGN))
        tcs_put_text(&trial, sbs->callsign);
    tcs_write_u8(&trial, ',');
    put_numbers(&trial, sbs);
    if (has(sbs, TCS_SBS_SQUAWK))
        tcs_put_text(&trial, sbs->squawk);
    for (uint32_t flag = TCS_SBS_ALERT; flag <= TCS_SBS_GROUND; flag <<= 1) {
        tcs_write_u8(&trial, ',');
        if (has(sbs, flag))
            tcs_put_text(&trial, (sbs->flags & flag) != 0 ? "-1" : "0");
    }
    tcs_put_text(&trial, "\r\n");
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
