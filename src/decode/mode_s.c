/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mode_s.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "num/elem.h"

enum {
    DF_ADSB = 17,
    DF_ADSB_OTHERS = 18, /* devices that are not transponders; ground stations */
    CF_COARSE_TISB = 3,
    CF_TISB_MANAGEMENT = 4,
    CF_RESERVED = 7,
    Q_BIT = 0x10,
};

/* Remainders of one octet before 24 zeros, divided by the generator 1fff409. */
/* clang-format off */
static const uint32_t parity_table[256] = {
    0x000000, 0xfff409, 0x001c1b, 0xffe812, 0x003836, 0xffcc3f, 0x00242d, 0xffd024,
    0x00706c, 0xff8465, 0x006c77, 0xff987e, 0x00485a, 0xffbc53, 0x005441, 0xffa048,
    0x00e0d8, 0xff14d1, 0x00fcc3, 0xff08ca, 0x00d8ee, 0xff2ce7, 0x00c4f5, 0xff30fc,
    0x0090b4, 0xff64bd, 0x008caf, 0xff78a6, 0x00a882, 0xff5c8b, 0x00b499, 0xff4090,
    0x01c1b0, 0xfe35b9, 0x01ddab, 0xfe29a2, 0x01f986, 0xfe0d8f, 0x01e59d, 0xfe1194,
    0x01b1dc, 0xfe45d5, 0x01adc7, 0xfe59ce, 0x0189ea, 0xfe7de3, 0x0195f1, 0xfe61f8,
    0x012168, 0xfed561, 0x013d73, 0xfec97a, 0x01195e, 0xfeed57, 0x010545, 0xfef14c,
    0x015104, 0xfea50d, 0x014d1f, 0xfeb916, 0x016932, 0xfe9d3b, 0x017529, 0xfe8120,
    0x038360, 0xfc7769, 0x039f7b, 0xfc6b72, 0x03bb56, 0xfc4f5f, 0x03a74d, 0xfc5344,
    0x03f30c, 0xfc0705, 0x03ef17, 0xfc1b1e, 0x03cb3a, 0xfc3f33, 0x03d721, 0xfc2328,
    0x0363b8, 0xfc97b1, 0x037fa3, 0xfc8baa, 0x035b8e, 0xfcaf87, 0x034795, 0xfcb39c,
    0x0313d4, 0xfce7dd, 0x030fcf, 0xfcfbc6, 0x032be2, 0xfcdfeb, 0x0337f9, 0xfcc3f0,
    0x0242d0, 0xfdb6d9, 0x025ecb, 0xfdaac2, 0x027ae6, 0xfd8eef, 0x0266fd, 0xfd92f4,
    0x0232bc, 0xfdc6b5, 0x022ea7, 0xfddaae, 0x020a8a, 0xfdfe83, 0x021691, 0xfde298,
    0x02a208, 0xfd5601, 0x02be13, 0xfd4a1a, 0x029a3e, 0xfd6e37, 0x028625, 0xfd722c,
    0x02d264, 0xfd266d, 0x02ce7f, 0xfd3a76, 0x02ea52, 0xfd1e5b, 0x02f649, 0xfd0240,
    0x0706c0, 0xf8f2c9, 0x071adb, 0xf8eed2, 0x073ef6, 0xf8caff, 0x0722ed, 0xf8d6e4,
    0x0776ac, 0xf882a5, 0x076ab7, 0xf89ebe, 0x074e9a, 0xf8ba93, 0x075281, 0xf8a688,
    0x07e618, 0xf81211, 0x07fa03, 0xf80e0a, 0x07de2e, 0xf82a27, 0x07c235, 0xf8363c,
    0x079674, 0xf8627d, 0x078a6f, 0xf87e66, 0x07ae42, 0xf85a4b, 0x07b259, 0xf84650,
    0x06c770, 0xf93379, 0x06db6b, 0xf92f62, 0x06ff46, 0xf90b4f, 0x06e35d, 0xf91754,
    0x06b71c, 0xf94315, 0x06ab07, 0xf95f0e, 0x068f2a, 0xf97b23, 0x069331, 0xf96738,
    0x0627a8, 0xf9d3a1, 0x063bb3, 0xf9cfba, 0x061f9e, 0xf9eb97, 0x060385, 0xf9f78c,
    0x0657c4, 0xf9a3cd, 0x064bdf, 0xf9bfd6, 0x066ff2, 0xf99bfb, 0x0673e9, 0xf987e0,
    0x0485a0, 0xfb71a9, 0x0499bb, 0xfb6db2, 0x04bd96, 0xfb499f, 0x04a18d, 0xfb5584,
    0x04f5cc, 0xfb01c5, 0x04e9d7, 0xfb1dde, 0x04cdfa, 0xfb39f3, 0x04d1e1, 0xfb25e8,
    0x046578, 0xfb9171, 0x047963, 0xfb8d6a, 0x045d4e, 0xfba947, 0x044155, 0xfbb55c,
    0x041514, 0xfbe11d, 0x04090f, 0xfbfd06, 0x042d22, 0xfbd92b, 0x043139, 0xfbc530,
    0x054410, 0xfab019, 0x05580b, 0xfaac02, 0x057c26, 0xfa882f, 0x05603d, 0xfa9434,
    0x05347c, 0xfac075, 0x052867, 0xfadc6e, 0x050c4a, 0xfaf843, 0x051051, 0xfae458,
    0x05a4c8, 0xfa50c1, 0x05b8d3, 0xfa4cda, 0x059cfe, 0xfa68f7, 0x0580e5, 0xfa74ec,
    0x05d4a4, 0xfa20ad, 0x05c8bf, 0xfa3cb6, 0x05ec92, 0xfa189b, 0x05f089, 0xfa0480,
};
/* clang-format on */

uint32_t tcs_mode_s_remainder(struct tcs_bytes octets)
{
    uint32_t remainder = 0;

    assert(octets.len >= 3);
    for (size_t i = 0; i < octets.len - 3; i++)
        remainder = (remainder << 8 & 0xffffff) ^
                    parity_table[(remainder >> 16 ^ octets.data[i]) & 0xff];
    const uint8_t *parity = octets.data + octets.len - 3;

    return remainder ^ ((uint32_t)parity[0] << 16 | (uint32_t)parity[1] << 8 | parity[2]);
}

/* The message of 56 bits, from bit `first` (1 is the leftmost) on. */
static uint32_t bits(uint64_t me, unsigned first, unsigned count)
{
    return (uint32_t)(me >> (57 - first - count)) & ((UINT32_C(1) << count) - 1);
}

static uint32_t gray(uint32_t code)
{
    code ^= code >> 4;
    code ^= code >> 2;
    return code ^ code >> 1;
}

/*
 * Gillham's code in the order C1 A1 C2 A2 C4 A4 B1 Q B2 D2 B4 D4, Q zero: D2 D4 A1 A2 A4
 * B1 B2 B4 count 500 ft in Gray code, C1 C2 C4 count 100 ft, up and down in turn.
 */
static bool gillham_read(uint32_t code, int32_t *ret_ft)
{
    static const uint8_t fives[8] = { 2, 0, 10, 8, 6, 5, 3, 1 }; /* bits of code, D2.. */
    uint32_t five = 0;

    for (unsigned i = 0; i < 8; i++)
        five = five << 1 | (code >> fives[i] & 1);
    five = gray(five);
    uint32_t one = gray((code >> 11 & 1) << 2 | (code >> 9 & 1) << 1 | (code >> 7 & 1));

    if (one == 0 || one == 5 || one == 6)
        return false;
    if (one == 7)
        one = 5;
    if ((five & 1) != 0)
        one = 6 - one;
    *ret_ft = (int32_t)(five * 500 + one * 100) - 1300;
    return true;
}

bool tcs_mode_s_altitude(uint32_t code, int32_t *ret_ft)
{
    if ((code & Q_BIT) == 0)
        return gillham_read(code, ret_ft);
    *ret_ft = (int32_t)((code >> 5 << 4 | (code & 15)) * 25) - 1000;
    return true;
}

static void altitude_read(uint32_t code, struct tcs_mode_s *record)
{
    int32_t altitude_ft = 0;

    if (code == 0)
        return;
    if (!tcs_mode_s_altitude(code, &altitude_ft)) {
        record->impossible |= TCS_MODE_S_ALTITUDE;
        return;
    }
    record->as.position.altitude_ft = altitude_ft;
    record->valid |= TCS_MODE_S_ALTITUDE;
}

char tcs_mode_s_character(uint32_t code)
{
    /* International Alphabet 5, the six bits that are sent; # is not defined. */
    static const char letters[] = "#ABCDEFGHIJKLMNOPQRSTUVWXYZ#####"
                                  " ###############0123456789######";

    return letters[code & 63];
}

static void identity_read(uint64_t me, struct tcs_mode_s *record)
{
    struct tcs_mode_s_identity *identity = &record->as.identity;
    char callsign[TCS_MODE_S_CALLSIGN_LEN];
    uint8_t len = 0;
    bool nothing = true;

    identity->category = (uint8_t)bits(me, 6, 3);
    for (unsigned i = 0; i < TCS_MODE_S_CALLSIGN_LEN; i++) {
        const uint32_t code = bits(me, 9 + 6 * i, 6);

        nothing = nothing && (code == 0 || code == 32);
        callsign[i] = tcs_mode_s_character(code);
        if (code != 32)
            len = (uint8_t)(i + 1);
    }
    if (nothing)
        return;
    for (unsigned i = 0; i < len; i++)
        if (callsign[i] == '#') {
            record->impossible |= TCS_MODE_S_CALLSIGN;
            return;
        }
    memcpy(identity->callsign, callsign, len);
    identity->callsign_len = len;
    record->valid |= TCS_MODE_S_CALLSIGN;
}

static void place_read(uint64_t me, struct tcs_mode_s_position *position)
{
    position->utc = (uint8_t)bits(me, 21, 1);
    position->odd = (uint8_t)bits(me, 22, 1);
    position->cpr_lat = bits(me, 23, 17);
    position->cpr_lon = bits(me, 40, 17);
}

static void airborne_read(uint64_t me, struct tcs_mode_s *record)
{
    struct tcs_mode_s_position *position = &record->as.position;

    position->status = (uint8_t)bits(me, 6, 2);
    position->nic_b = (uint8_t)bits(me, 8, 1);
    position->gnss_height = record->type_code >= 20;
    altitude_read(bits(me, 9, 12), record);
    place_read(me, position);
}

static void surface_read(uint64_t me, struct tcs_mode_s *record)
{
    struct tcs_mode_s_position *position = &record->as.position;

    position->surface_movement = (uint8_t)bits(me, 6, 7);
    position->surface_track_valid = (uint8_t)bits(me, 13, 1);
    if (position->surface_track_valid != 0)
        position->surface_track = (uint8_t)bits(me, 14, 7);
    place_read(me, position);
}

/* sign(1) magnitude(width), the magnitude one more than the number; 0: not known. */
static bool sign_and_one_more(uint64_t me, unsigned first, unsigned width, int32_t unit,
                              int32_t *ret_value)
{
    const int32_t magnitude = (int32_t)bits(me, first + 1, width);

    if (magnitude == 0)
        return false;
    *ret_value = (magnitude - 1) * (bits(me, first, 1) != 0 ? -unit : unit);
    return true;
}

static void velocity_read(uint64_t me, struct tcs_mode_s *record)
{
    struct tcs_mode_s_velocity *velocity = &record->as.velocity;
    const int32_t unit_kt = (velocity->subtype & 1) != 0 ? 1 : 4;

    velocity->nac = (uint8_t)bits(me, 11, 3);
    if (velocity->subtype <= 2) {
        int32_t east_kt = 0;
        int32_t north_kt = 0;

        if (sign_and_one_more(me, 14, 10, unit_kt, &east_kt) &&
            sign_and_one_more(me, 25, 10, unit_kt, &north_kt)) {
            velocity->east_kt = east_kt;
            velocity->north_kt = north_kt;
            record->valid |= TCS_MODE_S_GROUND_VELOCITY;
        }
    } else {
        const int32_t airspeed = (int32_t)bits(me, 26, 10);

        if (bits(me, 14, 1) != 0) {
            velocity->heading_deg = bits(me, 15, 10) * (360.0 / 1024.0);
            record->valid |= TCS_MODE_S_HEADING;
        }
        if (airspeed != 0) {
            velocity->airspeed_kt = (airspeed - 1) * unit_kt;
            velocity->true_airspeed = (uint8_t)bits(me, 25, 1);
            record->valid |= TCS_MODE_S_AIRSPEED;
        }
    }
    if (sign_and_one_more(me, 37, 9, 64, &velocity->vertical_ftpm)) {
        velocity->vertical_baro = (uint8_t)bits(me, 36, 1);
        record->valid |= TCS_MODE_S_VERTICAL_RATE;
    }
    if (sign_and_one_more(me, 49, 7, 25, &velocity->gnss_minus_baro_ft))
        record->valid |= TCS_MODE_S_GNSS_MINUS_BARO;
}

static void message_read(uint64_t me, struct tcs_mode_s *record)
{
    const unsigned type_code = record->type_code;

    if (type_code >= 1 && type_code <= 4) {
        record->kind = TCS_MODE_S_IDENTITY;
        identity_read(me, record);
    } else if (type_code >= 5 && type_code <= 8) {
        record->kind = TCS_MODE_S_SURFACE;
        surface_read(me, record);
    } else if ((type_code >= 9 && type_code <= 18) ||
               (type_code >= 20 && type_code <= 22)) {
        record->kind = TCS_MODE_S_AIRBORNE;
        airborne_read(me, record);
    } else if (type_code == 19 && bits(me, 6, 3) >= 1 && bits(me, 6, 3) <= 4) {
        record->kind = TCS_MODE_S_VELOCITY;
        record->as.velocity.subtype = (uint8_t)bits(me, 6, 3);
        velocity_read(me, record);
    }
}

/* Format 18: whose number the address is. IMF, one bit of the message, says so for
 * relayed traffic; positions have it where the antenna flag is, velocities in the intent
 * flag. */
static uint8_t address_kind_of(unsigned control, uint64_t me, unsigned kind)
{
    if (control == 1 || control == 5)
        return TCS_MODE_S_ANONYMOUS;
    if (control == 0)
        return TCS_MODE_S_ICAO;
    if (kind == TCS_MODE_S_AIRBORNE && bits(me, 8, 1) != 0)
        return TCS_MODE_S_ANONYMOUS;
    if (kind == TCS_MODE_S_SURFACE && bits(me, 21, 1) != 0)
        return TCS_MODE_S_ANONYMOUS;
    if (kind == TCS_MODE_S_VELOCITY && bits(me, 9, 1) != 0)
        return TCS_MODE_S_ANONYMOUS;
    return TCS_MODE_S_ICAO;
}

enum tcs_status tcs_mode_s_read(struct tcs_bytes octets, struct tcs_mode_s *ret_record,
                                struct tcs_fault *fault)
{
    const uint8_t *d = octets.data;

    if (octets.len == 2)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "Mode A/C");
    if (octets.len != TCS_MODE_S_SHORT_LEN && octets.len != TCS_MODE_S_LONG_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of the frame");
    const unsigned df = d[0] >> 3;
    const unsigned control = d[0] & 7;

    if ((df >= 16) != (octets.len == TCS_MODE_S_LONG_LEN))
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of the frame");
    if (df != DF_ADSB && df != DF_ADSB_OTHERS)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "downlink format");
    if (tcs_mode_s_remainder(octets) != 0)
        return tcs_fault(fault, TCS_E_DAMAGED, 11, "parity");
    if (df == DF_ADSB_OTHERS && (control == CF_COARSE_TISB ||
                                 control == CF_TISB_MANAGEMENT || control == CF_RESERVED))
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "control code of format 18");
    struct tcs_mode_s record;
    uint64_t me = 0;

    memset(&record, 0, sizeof record);
    for (unsigned i = 4; i < 11; i++)
        me = me << 8 | d[i];
    record.df = (uint8_t)df;
    record.capability = (uint8_t)control;
    record.address = (uint32_t)d[1] << 16 | (uint32_t)d[2] << 8 | d[3];
    record.type_code = d[4] >> 3;
    message_read(me, &record);
    if (df == DF_ADSB_OTHERS)
        record.address_kind = address_kind_of(control, me, record.kind);
    memcpy(ret_record, &record, sizeof record);
    return TCS_OK;
}

double tcs_mode_s_ground_speed_kt(const struct tcs_mode_s_velocity *velocity)
{
    const double east = velocity->east_kt;
    const double north = velocity->north_kt;

    return tcs_sqrt(east * east + north * north);
}

double tcs_mode_s_track_deg(const struct tcs_mode_s_velocity *velocity)
{
    const double degrees_per_radian = 57.29577951308232;

    if (velocity->east_kt == 0 && velocity->north_kt == 0)
        return 0.0;
    const double track =
        tcs_atan2(velocity->east_kt, velocity->north_kt) * degrees_per_radian;

    return track < 0.0 ? track + 360.0 : track;
}
