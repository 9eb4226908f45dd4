/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/comm_b.h"

#include <string.h>

#include "num/elem.h"

enum {
    OVERLAY_BIT = 15,
    SUBNETWORK_OVERLAY_FROM = 5, /* versions that have the overlay */
    CAPABILITY_REGISTER_20 = 7,  /* bit of register 1,7 */
    THREATS_KNOWN = 48,
};

/* clang-format off */
static const struct tcs_register_field fields_40[] = {
    { "selected_altitude_mcp_ft", 1, 2, 12, 0, 0, { 0 }, 16.0, 0.0 },
    { "selected_altitude_fms_ft", 14, 15, 12, 0, 0, { 0 }, 16.0, 0.0 },
    { "baro_pressure_setting_hpa", 27, 28, 12, 0, 0, { 0 }, 0.1, 800.0 },
    { "mode_code", 48, 49, 3, 0, 0, { 0 }, 1.0, 0.0 },
    { "altitude_source_code", 54, 55, 2, 0, 0, { 0 }, 1.0, 0.0 },
};
static const struct tcs_register_field fields_44[] = {
    { "source_code", 0, 1, 4, 0, 0, { 0 }, 1.0, 0.0 },
    { "wind_speed_kt", 5, 6, 9, 0, 0, { 0 }, 1.0, 0.0 },
    { "wind_direction_deg", 5, 15, 9, 0, 0, { 0 }, 180.0 / 256.0, 0.0 },
    { "temperature_celsius", 0, 24, 11, 1, 0, { 0 }, 0.25, 0.0 },
    { "static_pressure_hpa", 35, 36, 11, 0, 0, { 0 }, 1.0, 0.0 },
    { "turbulence_code", 47, 48, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "humidity_percent", 50, 51, 6, 0, 0, { 0 }, 100.0 / 64.0, 0.0 },
};
static const struct tcs_register_field fields_45[] = {
    { "turbulence_code", 1, 2, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "wind_shear_code", 4, 5, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "microburst_code", 7, 8, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "icing_code", 10, 11, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "wake_vortex_code", 13, 14, 2, 0, 0, { 0 }, 1.0, 0.0 },
    { "temperature_celsius", 16, 17, 10, 1, 0, { 0 }, 0.25, 0.0 },
    { "static_pressure_hpa", 27, 28, 11, 0, 0, { 0 }, 1.0, 0.0 },
    { "radio_height_ft", 39, 40, 12, 0, 0, { 0 }, 16.0, 0.0 },
};
static const struct tcs_register_field fields_50[] = {
    { "roll_deg", 1, 2, 10, 1, 0, { 0 }, 45.0 / 256.0, 0.0 },
    { "true_track_deg", 12, 13, 11, 1, 1, { 0 }, 90.0 / 512.0, 0.0 },
    { "ground_speed_kt", 24, 25, 10, 0, 0, { 0 }, 2.0, 0.0 },
    { "track_rate_degps", 35, 36, 10, 1, 0, { 0 }, 8.0 / 256.0, 0.0 },
    { "true_airspeed_kt", 46, 47, 10, 0, 0, { 0 }, 2.0, 0.0 },
};
static const struct tcs_register_field fields_60[] = {
    { "magnetic_heading_deg", 1, 2, 11, 1, 1, { 0 }, 90.0 / 512.0, 0.0 },
    { "indicated_airspeed_kt", 13, 14, 10, 0, 0, { 0 }, 1.0, 0.0 },
    { "mach", 24, 25, 10, 0, 0, { 0 }, 2.048 / 512.0, 0.0 },
    { "baro_vertical_rate_ftpmin", 35, 36, 10, 1, 0, { 0 }, 32.0, 0.0 },
    { "inertial_vertical_rate_ftpmin", 46, 47, 10, 1, 0, { 0 }, 32.0, 0.0 },
};
static const struct tcs_register_layout layouts[] = {
    { TCS_REGISTER_40, 0x40, 5, fields_40 },
    { TCS_REGISTER_44, 0x44, 7, fields_44 },
    { TCS_REGISTER_45, 0x45, 8, fields_45 },
    { TCS_REGISTER_50, 0x50, 5, fields_50 },
    { TCS_REGISTER_60, 0x60, 5, fields_60 },
};
/* clang-format on */

uint32_t tcs_register_bits(const uint8_t message[7], unsigned first, unsigned count)
{
    uint64_t all = 0;

    for (unsigned i = 0; i < 7; i++)
        all = all << 8 | message[i];
    return (uint32_t)(all >> (57 - first - count)) &
           (uint32_t)((UINT64_C(1) << count) - 1);
}

const struct tcs_register_layout *tcs_register_layout(uint32_t id)
{
    for (unsigned i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        if (layouts[i].id == id)
            return &layouts[i];
    return NULL;
}

bool tcs_register_value(const uint8_t message[7], const struct tcs_register_field *field,
                        double *ret_value)
{
    const uint32_t raw = tcs_register_bits(message, field->first, field->bits);
    double value = raw;

    if (field->status != 0 && tcs_register_bits(message, field->status, 1) == 0)
        return false;
    if (field->is_signed != 0)
        value = (double)tcs_sign_extend(raw, field->bits);
    value = value * field->unit + field->offset;
    if (field->wrap != 0 && value < 0.0)
        value += 360.0;
    *ret_value = value;
    return true;
}

uint32_t tcs_register_callsign(const uint8_t message[7],
                               char ret_text[TCS_MODE_S_CALLSIGN_LEN + 1])
{
    uint32_t len = 0;

    for (unsigned i = 0; i < TCS_MODE_S_CALLSIGN_LEN; i++) {
        const uint32_t code = tcs_register_bits(message, 9 + 6 * i, 6);

        ret_text[i] = tcs_mode_s_character(code);
        if (ret_text[i] != ' ')
            len = i + 1;
    }
    memset(ret_text + len, 0, TCS_MODE_S_CALLSIGN_LEN + 1 - len);
    return len;
}

/* ------------------------------------------------------------------ what it can be */

/* A status of 0 with a value that is not 0. */
static bool contradicts(const uint8_t *message, const struct tcs_register_layout *layout)
{
    for (uint32_t i = 0; i < layout->field_count; i++) {
        const struct tcs_register_field *f = &layout->fields[i];

        if (f->status != 0 && tcs_register_bits(message, f->status, 1) == 0 &&
            tcs_register_bits(message, f->first, f->bits) != 0)
            return true;
    }
    return false;
}

static bool beyond(const uint8_t *message, const struct tcs_register_field *field,
                   double low, double high)
{
    double value = 0.0;

    return tcs_register_value(message, field, &value) && (value < low || value > high);
}

static bool can_be_10(const uint8_t *message)
{
    const uint32_t version = tcs_register_bits(message, 17, 7);
    const bool overlay = tcs_register_bits(message, OVERLAY_BIT, 1) != 0;

    return message[0] == 0x10 && tcs_register_bits(message, 10, 5) == 0 &&
           overlay == (version >= SUBNETWORK_OVERLAY_FROM);
}

static bool can_be_17(const uint8_t *message)
{
    return tcs_register_bits(message, 29, 28) == 0 &&
           tcs_register_bits(message, CAPABILITY_REGISTER_20, 1) != 0;
}

static bool can_be_20(const uint8_t *message)
{
    char text[TCS_MODE_S_CALLSIGN_LEN + 1];

    if (message[0] != 0x20)
        return false;
    const uint32_t len = tcs_register_callsign(message, text);

    for (uint32_t i = 0; i < len; i++)
        if (text[i] == '#')
            return false;
    return true;
}

static bool can_be_30(const uint8_t *message)
{
    return message[0] == 0x30 && tcs_register_bits(message, 29, 2) != 3 &&
           tcs_register_bits(message, 16, 7) < THREATS_KNOWN;
}

static bool can_be_40(const uint8_t *message)
{
    return !contradicts(message, &layouts[0]) && tcs_register_bits(message, 40, 8) == 0 &&
           tcs_register_bits(message, 52, 2) == 0;
}

/* The temperature is read in quarters of a degree, or in eighths as some transponders do:
 * both readings would have to be impossible. */
static bool can_be_44(const uint8_t *message)
{
    double quarter = 0.0;

    if (contradicts(message, &layouts[1]) || tcs_register_bits(message, 1, 4) > 4 ||
        beyond(message, &fields_44[1], 0.0, 250.0) ||
        !tcs_register_value(message, &fields_44[3], &quarter))
        return false;
    const double low = quarter < 0.0 ? quarter : quarter / 2.0;
    const double high = quarter < 0.0 ? quarter / 2.0 : quarter;

    return low <= 60.0 && high >= -80.0;
}

static bool can_be_45(const uint8_t *message)
{
    return !contradicts(message, &layouts[2]) && tcs_register_bits(message, 52, 5) == 0 &&
           !beyond(message, &fields_45[5], -80.0, 60.0);
}

static bool can_be_50(const uint8_t *message)
{
    double ground = 0.0;
    double air = 0.0;

    if (contradicts(message, &layouts[3]) ||
        beyond(message, &fields_50[0], -50.0, 50.0) ||
        beyond(message, &fields_50[2], 0.0, 600.0) ||
        beyond(message, &fields_50[4], 0.0, 600.0))
        return false;
    return !tcs_register_value(message, &fields_50[2], &ground) ||
           !tcs_register_value(message, &fields_50[4], &air) ||
           tcs_fabs(ground - air) <= 200.0;
}

/* Calibrated airspeed at a Mach number in the standard atmosphere (ICAO Doc 7488). */
static double calibrated_kt(double mach, double altitude_ft)
{
    const double sound_kt = 661.4786; /* at sea level */
    const double height_m = altitude_ft * 0.3048;
    double pressure = 0.0; /* as a part of that at sea level */

    if (height_m <= 11000.0)
        pressure = tcs_pow(1.0 - 2.25577e-5 * height_m, 5.25588);
    else
        pressure = 0.223361 * tcs_exp((11000.0 - height_m) / 6341.62);
    const double impact = pressure * (tcs_pow(1.0 + 0.2 * mach * mach, 3.5) - 1.0);

    return sound_kt * tcs_sqrt(5.0 * (tcs_pow(impact + 1.0, 2.0 / 7.0) - 1.0));
}

static bool can_be_60(const uint8_t *message, const struct tcs_reply *reply)
{
    double mach = 0.0;
    double indicated_kt = 0.0;

    if (contradicts(message, &layouts[4]) || beyond(message, &fields_60[1], 0.0, 500.0) ||
        beyond(message, &fields_60[2], 0.0, 1.0) ||
        beyond(message, &fields_60[3], -6000.0, 6000.0) ||
        beyond(message, &fields_60[4], -6000.0, 6000.0))
        return false;
    if ((reply->valid & TCS_REPLY_ALTITUDE) == 0 ||
        !tcs_register_value(message, &fields_60[1], &indicated_kt) ||
        !tcs_register_value(message, &fields_60[2], &mach))
        return true;
    return tcs_fabs(indicated_kt - calibrated_kt(mach, reply->altitude_ft)) <= 20.0;
}

uint32_t tcs_register_infer(const uint8_t message[7], const struct tcs_reply *reply)
{
    static const uint8_t nothing[7];
    uint32_t can = 0;

    if (memcmp(message, nothing, sizeof nothing) == 0)
        return 0;
    can |= can_be_10(message) ? TCS_REGISTER_10 : 0;
    can |= can_be_17(message) ? TCS_REGISTER_17 : 0;
    can |= can_be_20(message) ? TCS_REGISTER_20 : 0;
    can |= can_be_30(message) ? TCS_REGISTER_30 : 0;
    can |= can_be_40(message) ? TCS_REGISTER_40 : 0;
    can |= can_be_44(message) ? TCS_REGISTER_44 : 0;
    can |= can_be_45(message) ? TCS_REGISTER_45 : 0;
    can |= can_be_50(message) ? TCS_REGISTER_50 : 0;
    can |= can_be_60(message, reply) ? TCS_REGISTER_60 : 0;
    return can;
}
