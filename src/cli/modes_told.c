/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/modes_told.h"

#include "base/time.h"

static void print_address(struct tcs_json *json, uint32_t address, bool other)
{
    const uint8_t octets[3] = { (uint8_t)(address >> 16), (uint8_t)(address >> 8),
                                (uint8_t)address };

    tcs_json_hex(json, other ? "address" : "icao", tcs_bytes(octets, 3));
}

/* The receiver's own clock, in a zone that it does not tell. */
static void print_local(struct tcs_json *json, const char *key, int64_t ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(ns, text);
    tcs_json_bytes(json, key, tcs_bytes(text, 23)); /* to milliseconds */
}

void tcs_print_sbs(struct tcs_json *json, const struct tcs_sbs *sbs)
{
    static const char *const numbers[TCS_SBS_NUMBERS] = {
        "altitude_ft", "ground_speed_kt", "track_deg",
        "lat_deg",     "lon_deg",         "vertical_rate_ftpmin",
    };
    static const char *const flags[] = { "alert", "emergency", "ident", "on_ground" };

    tcs_json_uint(json, "transmission_type", sbs->type);
    print_address(json, sbs->address, sbs->other_address != 0);
    if ((sbs->has & TCS_SBS_GENERATED) != 0)
        print_local(json, "generated_local", sbs->generated_ns);
    if ((sbs->has & TCS_SBS_LOGGED) != 0)
        print_local(json, "logged_local", sbs->logged_ns);
    if ((sbs->has & TCS_SBS_CALLSIGN) != 0)
        tcs_json_text(json, "callsign", sbs->callsign);
    for (unsigned i = 0; i < TCS_SBS_NUMBERS; i++)
        if ((sbs->has >> i & 1) != 0)
            tcs_json_double(json, numbers[i], sbs->numbers[i]);
    if ((sbs->has & TCS_SBS_SQUAWK) != 0)
        tcs_json_text(json, "squawk", sbs->squawk);
    for (unsigned i = 0; i < 4; i++)
        if ((sbs->has & (uint32_t)TCS_SBS_ALERT << i) != 0)
            tcs_json_bool(json, flags[i],
                          (sbs->flags & (uint32_t)TCS_SBS_ALERT << i) != 0);
}

static void print_text(struct tcs_json *json, const char *key, const char *text)
{
    if (text[0] != '\0')
        tcs_json_text(json, key, text);
}

void tcs_print_readsb(struct tcs_json *json, const struct tcs_readsb *readsb)
{
    if (readsb->has_time != 0) {
        char text[TCS_TIME_TEXT_LEN];

        tcs_utc_text(readsb->utc_ns, text);
        tcs_json_text(json, "utc", text);
    }
    print_address(json, readsb->address, readsb->other_address != 0);
    print_text(json, "source", readsb->type);
    print_text(json, "callsign", readsb->flight);
    print_text(json, "category", readsb->category);
    print_text(json, "squawk", readsb->squawk);
    print_text(json, "emergency", readsb->emergency);
    print_text(json, "sil_type", readsb->sil_type);
    if (readsb->on_ground != 0)
        tcs_json_bool(json, "on_ground", true);
    for (unsigned i = 0; i < TCS_READSB_NUMBERS; i++)
        if ((readsb->has >> i & 1) != 0)
            tcs_json_double(json, tcs_readsb_numbers[i].key, readsb->numbers[i]);
    if (readsb->has_modes == 0)
        return;
    tcs_json_array(json, "target_modes");
    for (unsigned i = 0; i < TCS_READSB_MODES; i++)
        if ((readsb->modes >> i & 1) != 0)
            tcs_json_text(json, NULL, tcs_readsb_mode_names[i]);
    tcs_json_end(json);
}
