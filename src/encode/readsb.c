/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/readsb.h"

#include <stdbool.h>

#include "base/time.h"
#include "encode/put.h"

static bool has(const struct tcs_readsb *readsb, unsigned number)
{
    return (readsb->has >> number & 1) != 0;
}

static bool is_sound(const struct tcs_readsb *readsb)
{
    for (unsigned i = 0; i < TCS_READSB_NUMBERS; i++)
        if (has(readsb, i) && !(readsb->numbers[i] >= tcs_readsb_numbers[i].low &&
                                readsb->numbers[i] <= tcs_readsb_numbers[i].high))
            return false;
    for (unsigned i = 0; readsb->squawk[i] != '\0'; i++)
        if (readsb->squawk[i] < '0' || readsb->squawk[i] > '7')
            return false;
    return readsb->address < UINT32_C(1) << 24 &&
           (readsb->has_time == 0 || readsb->utc_ns >= 1000000) &&
           (readsb->on_ground == 0 || !has(readsb, TCS_READSB_ALT_BARO));
}

static void put_name(struct tcs_writer *w, const char *name)
{
    tcs_put_text(w, ",\"");
    tcs_put_text(w, name);
    tcs_put_text(w, "\":");
}

static void put_text(struct tcs_writer *w, const char *name, const char *text)
{
    if (text[0] == '\0')
        return;
    put_name(w, name);
    tcs_put_quoted(w, text);
}

static void put_head(struct tcs_writer *w, const struct tcs_readsb *readsb)
{
    static const char digits[] = "0123456789abcdef";

    tcs_put_text(w, "{");
    if (readsb->has_time != 0) {
        const uint64_t ms = (uint64_t)(readsb->utc_ns / 1000000);

        tcs_put_text(w, "\"now\" : ");
        tcs_put_uint(w, ms / 1000, 1);
        tcs_put_text(w, ".");
        tcs_put_uint(w, ms % 1000, 3);
        tcs_put_text(w, ",");
    }
    tcs_put_text(w, readsb->other_address != 0 ? "\"hex\":\"~" : "\"hex\":\"");
    for (int shift = 20; shift >= 0; shift -= 4)
        tcs_write_u8(w, (uint8_t)digits[readsb->address >> shift & 15]);
    tcs_put_text(w, "\"");
}

static void put_modes(struct tcs_writer *w, const struct tcs_readsb *readsb)
{
    const char *between = "";

    if (readsb->has_modes == 0)
        return;
    put_name(w, "nav_modes");
    tcs_put_text(w, "[");
    for (unsigned i = 0; i < TCS_READSB_MODES; i++)
        if ((readsb->modes >> i & 1) != 0) {
            tcs_put_text(w, between);
            tcs_put_quoted(w, tcs_readsb_mode_names[i]);
            between = ",";
        }
    tcs_put_text(w, "]");
}

enum tcs_status tcs_readsb_write(const struct tcs_readsb *readsb, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (!is_sound(readsb))
        return TCS_E_ARGUMENT;
    put_head(&trial, readsb);
    put_text(&trial, "type", readsb->type);
    put_text(&trial, "flight", readsb->flight);
    if (readsb->on_ground != 0)
        put_text(&trial, "alt_baro", "ground");
    put_text(&trial, "squawk", readsb->squawk);
    put_text(&trial, "emergency", readsb->emergency);
    put_text(&trial, "category", readsb->category);
    put_text(&trial, "sil_type", readsb->sil_type);
    for (unsigned i = 0; i < TCS_READSB_NUMBERS; i++)
        if (has(readsb, i)) {
            put_name(&trial, tcs_readsb_numbers[i].name);
            tcs_put_rounded(&trial, readsb->numbers[i], tcs_readsb_numbers[i].decimals);
        }
    put_modes(&trial, readsb);
    tcs_put_text(&trial, "}");
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
