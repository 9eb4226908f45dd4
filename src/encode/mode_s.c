/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/mode_s.h"

#include <assert.h>
#include <stdbool.h>

#include "num/elem.h"

enum {
    Q_BIT = 0x10,
    CPR_STEPS = 131072,
    ALTITUDE_25_MIN_FT = -1000,
    ALTITUDE_25_MAX_FT = 50175,
    ALTITUDE_100_MIN_FT = -1200,
    ALTITUDE_100_MAX_FT = 126700,
};

/* A message of 56 bits, filled from the left. */
struct message {
    uint64_t bits;
    unsigned count;
    bool failed; /* a value did not fit */
};

static void put(struct message *me, unsigned width, int64_t value)
{
    if (value < 0 || value >= INT64_C(1) << width)
        me->failed = true;
    else
        me->bits = me->bits << width | (uint64_t)value;
    me->count += width;
}

/* sign(1) and the magnitude, counted in units, plus 1; all zero when not known. */
static void put_signed(struct message *me, unsigned width, bool known, int32_t value,
                       int32_t unit)
{
    const int32_t magnitude = value < 0 ? -value : value;

    put(me, 1, known && value < 0);
    put(me, width, known ? (magnitude + unit / 2) / unit + 1 : 0);
}

/* Gray code of eight bits, D2 D4 A1 A2 A4 B1 B2 B4, and of three, C1 C2 C4, to the order
 * C1 A1 C2 A2 C4 A4 B1 Q B2 D2 B4 D4. */
static int64_t gillham_code(int32_t altitude_ft)
{
    static const uint8_t fives[8] = { 2, 0, 10, 8, 6, 5, 3, 1 };
    static const uint8_t ones[3] = { 11, 9, 7 };
    const uint32_t hundreds = (uint32_t)(altitude_ft + 1250) / 100; /* from -1200 ft */
    const uint32_t five = hundreds / 5;
    uint32_t one = hundreds % 5 + 1;
    uint32_t code = 0;

    if ((five & 1) != 0)
        one = 6 - one;
    if (one == 5)
        one = 7;
    const uint32_t five_gray = five ^ five >> 1;
    const uint32_t one_gray = one ^ one >> 1;

    for (unsigned i = 0; i < 8; i++)
        code |= (five_gray >> (7 - i) & 1) << fives[i];
    for (unsigned i = 0; i < 3; i++)
        code |= (one_gray >> (2 - i) & 1) << ones[i];
    return code;
}

int64_t tcs_mode_s_altitude_code(int32_t altitude_ft)
{
    if (altitude_ft < ALTITUDE_100_MIN_FT || altitude_ft > ALTITUDE_100_MAX_FT)
        return -1;
    if (altitude_ft < ALTITUDE_25_MIN_FT - 12 || altitude_ft > ALTITUDE_25_MAX_FT + 12)
        return gillham_code(altitude_ft);
    const int32_t n = (altitude_ft - ALTITUDE_25_MIN_FT + 12) / 25;

    return (n >> 4 << 5) | Q_BIT | (n & 15);
}

static void put_identity(struct message *me, const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_identity *identity = &record->as.identity;
    const bool known = (record->valid & TCS_MODE_S_CALLSIGN) != 0;

    put(me, 3, identity->category);
    if (known && identity->callsign_len > TCS_MODE_S_CALLSIGN_LEN)
        me->failed = true;
    for (unsigned i = 0; i < TCS_MODE_S_CALLSIGN_LEN; i++) {
        char c = ' ';

        if (known && i < identity->callsign_len)
            c = identity->callsign[i];
        if (c >= 'A' && c <= 'Z')
            put(me, 6, c - 'A' + 1);
        else if (c == ' ' || (c >= '0' && c <= '9'))
            put(me, 6, c);
        else
            me->failed = true;
    }
}

static void put_place(struct message *me, const struct tcs_mode_s_position *position)
{
    put(me, 1, position->utc);
    put(me, 1, position->odd);
    put(me, 17, position->cpr_lat);
    put(me, 17, position->cpr_lon);
}

static void put_airborne(struct message *me, const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_position *position = &record->as.position;

    put(me, 2, position->status);
    put(me, 1, position->nic_b);
    put(me, 12,
        (record->valid & TCS_MODE_S_ALTITUDE) != 0
            ? tcs_mode_s_altitude_code(position->altitude_ft)
            : 0);
    put_place(me, position);
}

static void put_surface(struct message *me, const struct tcs_mode_s_position *position)
{
    put(me, 7, position->surface_movement);
    put(me, 1, position->surface_track_valid);
    put(me, 7, position->surface_track_valid != 0 ? position->surface_track : 0);
    put_place(me, position);
}

/* In 360/1024 degree; -1: not a heading. */
static int64_t heading_code(double heading_deg)
{
    if (!(heading_deg >= 0.0 && heading_deg <= 360.0))
        return -1;
    return (int64_t)(heading_deg * (1024.0 / 360.0) + 0.5) & 1023;
}

static void put_velocity(struct message *me, const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_velocity *velocity = &record->as.velocity;
    const int32_t unit_kt = (velocity->subtype & 1) != 0 ? 1 : 4;

    if (velocity->subtype < 1 || velocity->subtype > 4)
        me->failed = true;
    put(me, 3, velocity->subtype);
    put(me, 2, 0); /* no change of intent, no IFR capability told */
    put(me, 3, velocity->nac);
    if (velocity->subtype <= 2) {
        const bool known = (record->valid & TCS_MODE_S_GROUND_VELOCITY) != 0;

        put_signed(me, 10, known, velocity->east_kt, unit_kt);
        put_signed(me, 10, known, velocity->north_kt, unit_kt);
    } else {
        const bool heading = (record->valid & TCS_MODE_S_HEADING) != 0;
        const bool airspeed = (record->valid & TCS_MODE_S_AIRSPEED) != 0;

        put(me, 1, heading);
        put(me, 10, heading ? heading_code(velocity->heading_deg) : 0);
        put(me, 1, airspeed ? velocity->true_airspeed : 0);
        if (airspeed && velocity->airspeed_kt < 0)
            me->failed = true;
        put(me, 10, airspeed ? (velocity->airspeed_kt + unit_kt / 2) / unit_kt + 1 : 0);
    }
    const bool vertical = (record->valid & TCS_MODE_S_VERTICAL_RATE) != 0;

    put(me, 1, vertical ? velocity->vertical_baro : 0);
    put_signed(me, 9, vertical, velocity->vertical_ftpm, 64);
    put(me, 2, 0);
    put_signed(me, 7, (record->valid & TCS_MODE_S_GNSS_MINUS_BARO) != 0,
               velocity->gnss_minus_baro_ft, 25);
}

static bool message_of(const struct tcs_mode_s *record, struct message *me)
{
    const unsigned type = record->type_code;

    put(me, 5, type);
    switch (record->kind) {
    case TCS_MODE_S_IDENTITY:
        put_identity(me, record);
        return type >= 1 && type <= 4;
    case TCS_MODE_S_SURFACE:
        put_surface(me, &record->as.position);
        return type >= 5 && type <= 8;
    case TCS_MODE_S_AIRBORNE:
        put_airborne(me, record);
        return (type >= 9 && type <= 18) || (type >= 20 && type <= 22);
    case TCS_MODE_S_VELOCITY:
        put_velocity(me, record);
        return type == 19;
    default:
        return false;
    }
}

enum tcs_status tcs_mode_s_write(const struct tcs_mode_s *record, struct tcs_writer *w)
{
    struct message me = { 0 };
    uint8_t frame[TCS_MODE_S_LONG_LEN] = { 0 };
    struct tcs_writer out = tcs_writer(frame, sizeof frame);

    if ((record->df != 17 && record->df != 18) || record->capability > 7 ||
        record->address > 0xffffff || !message_of(record, &me) || me.failed)
        return TCS_E_ARGUMENT;
    assert(me.count == 56);
    tcs_write_u8(&out, (uint8_t)(record->df << 3 | record->capability));
    tcs_write_be(&out, record->address, 3);
    tcs_write_be(&out, me.bits, 7);
    tcs_write_be(&out, tcs_mode_s_remainder(tcs_bytes(frame, sizeof frame)), 3);
    if (w->failed || w->capacity - w->len < sizeof frame)
        return TCS_E_FULL;
    tcs_write_bytes(w, frame, sizeof frame);
    return TCS_OK;
}

/* Where in its zone a coordinate lies, in steps of 2^-17, and which zone that is. */
static uint32_t step_of(double degrees, double zone_deg, double *ret_zone)
{
    const double zones = degrees / zone_deg;

    *ret_zone = tcs_floor(zones);
    return (uint32_t)((zones - *ret_zone) * CPR_STEPS + 0.5);
}

struct tcs_cpr_half tcs_cpr_encode(struct tcs_cpr_place place, unsigned odd)
{
    assert(odd <= 1 && place.lat_deg >= -90.0 && place.lat_deg <= 90.0);
    const double lat_zone_deg = 360.0 / (60 - odd);
    double zone = 0.0;
    const uint32_t lat = step_of(place.lat_deg, lat_zone_deg, &zone);
    /* The zones of longitude belong to the latitude that the receiver will get. */
    const unsigned zones = tcs_cpr_zones(lat_zone_deg * (zone + (double)lat / CPR_STEPS));
    const double lon_zone_deg = 360.0 / (zones - odd > 1 ? zones - odd : 1);
    const uint32_t lon = step_of(place.lon_deg, lon_zone_deg, &zone);

    return (struct tcs_cpr_half) { lat % CPR_STEPS, lon % CPR_STEPS };
}

static void put_escaped(struct tcs_writer *w, uint8_t octet)
{
    tcs_write_u8(w, octet);
    if (octet == 0x1a)
        tcs_write_u8(w, octet);
}

enum tcs_status tcs_beast_write(const struct tcs_mode_s_frame *frame,
                                struct tcs_writer *w)
{
    const bool has_ticks = (frame->flags & TCS_MODE_S_HAS_TICKS) != 0;
    const bool has_signal = (frame->flags & TCS_MODE_S_HAS_SIGNAL) != 0;
    struct tcs_writer trial = *w;

    if ((frame->len != 2 && frame->len != TCS_MODE_S_SHORT_LEN &&
         frame->len != TCS_MODE_S_LONG_LEN) ||
        (has_ticks && frame->ticks >> 48 != 0))
        return TCS_E_ARGUMENT;
    tcs_write_u8(&trial, 0x1a);
    tcs_write_u8(&trial, frame->len == 2 ? '1' : frame->len == 7 ? '2' : '3');
    for (unsigned shift = 48; shift > 0; shift -= 8)
        put_escaped(&trial, has_ticks ? (uint8_t)(frame->ticks >> (shift - 8)) : 0);
    put_escaped(&trial, has_signal ? frame->signal_raw : 0);
    for (unsigned i = 0; i < frame->len; i++)
        put_escaped(&trial, frame->octets[i]);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}

static void put_hex(struct tcs_writer *w, uint8_t octet)
{
    static const char digits[] = "0123456789abcdef";

    tcs_write_u8(w, (uint8_t)digits[octet >> 4]);
    tcs_write_u8(w, (uint8_t)digits[octet & 15]);
}

enum tcs_status tcs_avr_write(const struct tcs_mode_s_frame *frame, struct tcs_writer *w)
{
    const bool has_ticks = (frame->flags & TCS_MODE_S_HAS_TICKS) != 0;
    struct tcs_writer trial = *w;

    if ((frame->len != 2 && frame->len != TCS_MODE_S_SHORT_LEN &&
         frame->len != TCS_MODE_S_LONG_LEN) ||
        (has_ticks && frame->ticks >> 48 != 0))
        return TCS_E_ARGUMENT;
    tcs_write_u8(&trial, has_ticks ? '@' : '*');
    for (unsigned shift = has_ticks ? 48 : 0; shift > 0; shift -= 8)
        put_hex(&trial, (uint8_t)(frame->ticks >> (shift - 8)));
    for (unsigned i = 0; i < frame->len; i++)
        put_hex(&trial, frame->octets[i]);
    tcs_write_u8(&trial, ';');
    tcs_write_u8(&trial, '\n');
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
