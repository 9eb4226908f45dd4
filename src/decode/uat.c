/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/uat.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "num/elem.h"

enum {
    BLANK = 36,
    CHARACTERS = 37, /* letters, digits and the blank */
    WORD_MAX = 40 * 40 * 40,
    VERSION_B = 2, /* DO-282B */
    STEP_FT = 25,
    ZERO_FT = 41, /* the code of 0 ft */
};

static const double STEP_DEG = 360.0 / 16777216.0;
static const double TIME_MAX_S = 7258118400.0; /* the year 2200 */

/* 36 is a blank, 37 "not available", 38 and 39 are reserved. */
const char tcs_uat_characters[41] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ###";

/* ------------------------------------------------------------------------------ lines */

/* digits[.digits], exactly: a double would lose nanoseconds. */
static enum tcs_status time_read(struct tcs_bytes text, int64_t *ret_utc_ns)
{
    double seconds = 0.0;
    int64_t whole = 0;
    int64_t unit = TCS_NS_PER_S;
    int64_t fraction = 0;
    size_t at = 0;
    const enum tcs_status status = tcs_text_double(text, &seconds);

    if (status != TCS_OK)
        return status;
    if (!(seconds >= 0.0 && seconds <= TIME_MAX_S))
        return TCS_E_IMPOSSIBLE;
    /* The seconds may be few for a power of ten behind many digits: the digits are
     * bounded on their own. */
    for (; at < text.len && text.data[at] >= '0' && text.data[at] <= '9'; at++) {
        whole = whole * 10 + (text.data[at] - '0');
        if (whole > (int64_t)TIME_MAX_S)
            return TCS_E_DAMAGED;
    }
    if (at < text.len && text.data[at] == '.')
        at++;
    for (; at < text.len && text.data[at] >= '0' && text.data[at] <= '9'; at++) {
        unit /= 10;
        fraction += unit * (text.data[at] - '0');
    }
    if (at < text.len)
        return TCS_E_DAMAGED; /* a power of ten, or -0 */
    *ret_utc_ns = whole * TCS_NS_PER_S + fraction;
    return TCS_OK;
}

static enum tcs_status count_read(struct tcs_bytes text, uint32_t *ret_count)
{
    int64_t value = 0;

    if (tcs_text_int(text, &value) != TCS_OK || value < 0 || value > UINT32_MAX)
        return TCS_E_DAMAGED;
    *ret_count = (uint32_t)value;
    return TCS_OK;
}

static bool is_name(struct tcs_bytes name, const char *text)
{
    return tcs_bytes_equal(name, tcs_text_bytes(text));
}

/* name=value */
static enum tcs_status remark_read(struct tcs_bytes text, struct tcs_uat_frame *frame)
{
    enum tcs_status status = TCS_OK;
    size_t equals = 0;

    while (equals < text.len && text.data[equals] != '=')
        equals++;
    const struct tcs_bytes name = tcs_bytes_part(text, 0, equals);
    const struct tcs_bytes value = tcs_bytes_part(text, equals + 1, text.len);

    if (is_name(name, "rs")) {
        status = count_read(value, &frame->corrected);
        frame->has |= TCS_UAT_HAS_CORRECTED;
    } else if (is_name(name, "ss")) {
        status = count_read(value, &frame->signal_raw);
        frame->has |= TCS_UAT_HAS_SIGNAL;
    } else if (is_name(name, "rssi")) {
        status = tcs_text_double(value, &frame->rssi_db);
        frame->has |= TCS_UAT_HAS_RSSI;
    } else if (is_name(name, "t")) {
        status = time_read(value, &frame->utc_ns);
        frame->has |= TCS_UAT_HAS_TIME;
    }
    return status;
}

static bool fits(uint8_t direction, size_t len)
{
    return direction == '+' ? len == TCS_UAT_UPLINK_LEN
                            : len == TCS_UAT_SHORT_LEN || len == TCS_UAT_LONG_LEN;
}

/* Up to the next semicolon, which is taken too. */
static struct tcs_bytes part_of(struct tcs_bytes line, size_t *at)
{
    const size_t first = *at;

    while (*at < line.len && line.data[*at] != ';')
        (*at)++;
    const struct tcs_bytes part = tcs_bytes_part(line, first, *at - first);

    (*at)++;
    return part;
}

enum tcs_status tcs_uat_line_read(struct tcs_bytes line, struct tcs_uat_frame *ret_frame,
                                  struct tcs_fault *fault)
{
    struct tcs_uat_frame frame;
    size_t at = 1;
    size_t len = 0;

    if (line.len == 0 || (line.data[0] != '-' && line.data[0] != '+'))
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "neither downlink nor uplink");
    memset(&frame, 0, sizeof frame);
    const struct tcs_bytes hex = part_of(line, &at);

    if (at > line.len ||
        tcs_text_hex(hex, frame.octets, sizeof frame.octets, &len) != TCS_OK)
        return tcs_fault(fault, TCS_E_DAMAGED, 1, "hexadecimal digits of a frame");
    if (!fits(line.data[0], len))
        return tcs_fault(fault, TCS_E_DAMAGED, 1, "length of the frame");
    frame.len = (uint32_t)len;
    while (at < line.len) {
        const size_t first = at;
        const enum tcs_status status = remark_read(part_of(line, &at), &frame);

        if (status != TCS_OK)
            return tcs_fault(fault, status, first, "value behind the frame");
    }
    memcpy(ret_frame, &frame, sizeof frame);
    return TCS_OK;
}

/* ----------------------------------------------------------------------------- frames */

unsigned tcs_uat_elements(unsigned payload_type)
{
    static const uint8_t elements[] = {
        [0] = TCS_UAT_STATE_VECTOR,
        [1] = TCS_UAT_STATE_VECTOR | TCS_UAT_MODE_STATUS | TCS_UAT_AUXILIARY,
        [2] = TCS_UAT_STATE_VECTOR | TCS_UAT_AUXILIARY,
        [3] = TCS_UAT_STATE_VECTOR | TCS_UAT_MODE_STATUS | TCS_UAT_TARGET_STATE,
        [4] = TCS_UAT_STATE_VECTOR | TCS_UAT_TARGET_STATE,
        [5] = TCS_UAT_STATE_VECTOR | TCS_UAT_AUXILIARY,
        [6] = TCS_UAT_STATE_VECTOR | TCS_UAT_TARGET_STATE | TCS_UAT_AUXILIARY,
        [7] = TCS_UAT_STATE_VECTOR,
        [8] = TCS_UAT_STATE_VECTOR,
        [9] = TCS_UAT_STATE_VECTOR,
        [10] = TCS_UAT_STATE_VECTOR,
    };

    return payload_type < sizeof elements ? elements[payload_type] : 0;
}

unsigned tcs_uat_target_octet(unsigned payload_type)
{
    return payload_type == 6 ? 25 : 30;
}

/* `count` bits (1..24) from bit `first` on. */
static uint32_t bits(const uint8_t *d, unsigned first, unsigned count)
{
    uint32_t value = 0;

    for (unsigned i = first; i < first + count; i++)
        value = value << 1 | ((uint32_t)d[i / 8] >> (7 - i % 8) & 1);
    return value;
}

static uint8_t small(const uint8_t *d, unsigned first, unsigned count)
{
    return (uint8_t)bits(d, first, count);
}

/* The flag when the bit is set. */
static uint8_t flag(const uint8_t *d, unsigned at, uint8_t flag)
{
    return bits(d, at, 1) != 0 ? flag : 0;
}

static void altitude_read(uint32_t code, bool geometric, struct tcs_uat *record)
{
    const int32_t altitude_ft = ((int32_t)code - ZERO_FT) * STEP_FT;

    if (code == 0)
        return;
    if (geometric) {
        record->geo_altitude_ft = altitude_ft;
        record->valid |= TCS_UAT_GEO_ALTITUDE;
    } else {
        record->baro_altitude_ft = altitude_ft;
        record->valid |= TCS_UAT_BARO_ALTITUDE;
    }
}

/* sign, magnitude plus 1. */
static void speed_read(const uint8_t *d, unsigned first, enum tcs_uat_field field,
                       struct tcs_uat *record, int32_t *ret_kt)
{
    const int32_t code = (int32_t)bits(d, first + 1, 10);
    const int32_t unit_kt = record->state == TCS_UAT_SUPERSONIC ? 4 : 1;

    if (code == 0)
        return;
    *ret_kt = (code - 1) * (bits(d, first, 1) != 0 ? -unit_kt : unit_kt);
    record->valid |= field;
}

static void flight_read(const uint8_t *d, struct tcs_uat *record)
{
    const int32_t climb = (int32_t)bits(d, TCS_UAT_BIT(16, 4), 9);

    speed_read(d, TCS_UAT_BIT(13, 4), TCS_UAT_NORTH, record, &record->north_kt);
    speed_read(d, TCS_UAT_BIT(14, 7), TCS_UAT_EAST, record, &record->east_kt);
    record->vertical_baro = small(d, TCS_UAT_BIT(16, 2), 1);
    if (climb == 0)
        return;
    record->vertical_ftpm =
        (climb - 1) * (bits(d, TCS_UAT_BIT(16, 3), 1) != 0 ? -64 : 64);
    record->valid |= TCS_UAT_VERTICAL_RATE;
}

/* Where the antenna sits: one axis a frame, in steps of 2 m. */
static void offset_read(const uint8_t *d, struct tcs_uat *record)
{
    const int32_t along = (int32_t)bits(d, TCS_UAT_BIT(16, 8), 5);
    const int32_t across = (int32_t)bits(d, TCS_UAT_BIT(16, 8), 3);

    if (bits(d, TCS_UAT_BIT(16, 7), 1) == 0) {
        if (across == 0)
            return;
        record->lateral_m = across < 4 ? -2 * across : 2 * (across - 4);
        record->valid |= TCS_UAT_LATERAL;
    } else if (along == 1) {
        record->valid |= TCS_UAT_OFFSET_APPLIED;
    } else if (along > 1) {
        record->longitudinal_m = 2 * (along - 1);
        record->valid |= TCS_UAT_LONGITUDINAL;
    }
}

static void taxi_read(const uint8_t *d, struct tcs_uat *record)
{
    const int32_t speed = (int32_t)bits(d, TCS_UAT_BIT(13, 5), 10);

    if (speed != 0) {
        record->speed_kt = speed - 1;
        record->valid |= TCS_UAT_SPEED;
    }
    record->track_kind = small(d, TCS_UAT_BIT(14, 7), 2);
    if (record->track_kind != 0)
        record->track_deg = bits(d, TCS_UAT_BIT(15, 1), 9) * (360.0 / 512.0);
    record->size = small(d, TCS_UAT_BIT(16, 2), 4);
    offset_read(d, record);
}

static void place_read(const uint8_t *d, struct tcs_uat *record)
{
    const uint32_t lat = bits(d, TCS_UAT_BIT(5, 1), 23);
    const uint32_t lon = bits(d, TCS_UAT_BIT(7, 8), 24);

    record->nic = small(d, TCS_UAT_BIT(12, 5), 4);
    if (lat == 0 && lon == 0 && record->nic == 0)
        return;
    record->lat_deg = lat * STEP_DEG;
    record->lon_deg = lon * STEP_DEG;
    if (record->lat_deg > 90.0)
        record->lat_deg -= 180.0;
    if (record->lon_deg > 180.0)
        record->lon_deg -= 360.0;
    record->valid |= TCS_UAT_POSITION;
}

static void state_read(const uint8_t *d, struct tcs_uat *record)
{
    place_read(d, record);
    record->geo_first = small(d, TCS_UAT_BIT(10, 8), 1);
    altitude_read(bits(d, TCS_UAT_BIT(11, 1), 12), record->geo_first != 0, record);
    record->state = small(d, TCS_UAT_BIT(13, 1), 2);
    if (record->state <= TCS_UAT_SUPERSONIC)
        flight_read(d, record);
    else if (record->state == TCS_UAT_GROUND)
        taxi_read(d, record);
    switch (record->qualifier) {
    case TCS_UAT_TISB_ICAO:
    case TCS_UAT_TISB_TRACK:
    case TCS_UAT_ADSR_OTHER:
        record->site = small(d, TCS_UAT_BIT(17, 5), 4);
        record->valid |= TCS_UAT_SITE;
        break;
    case TCS_UAT_ADSB_ICAO:
    case TCS_UAT_ADSB_OTHER:
    case TCS_UAT_VEHICLE:
    case TCS_UAT_BEACON:
        record->utc_coupled = small(d, TCS_UAT_BIT(17, 5), 1);
        record->feedback = small(d, TCS_UAT_BIT(17, 6), 3);
        record->valid |= TCS_UAT_COUPLING;
        break;
    default:
        break;
    }
}

/* Category and name: nine characters in three words. */
static void name_read(const uint8_t *d, struct tcs_uat *record)
{
    const bool is_callsign = bits(d, TCS_UAT_BIT(27, 7), 1) != 0;
    const uint32_t field = is_callsign ? TCS_UAT_CALLSIGN : TCS_UAT_FLIGHT_PLAN;
    uint8_t codes[9];
    uint8_t len = TCS_UAT_CALLSIGN_LEN;
    bool sound = true;

    for (unsigned i = 0; i < 3; i++) {
        const uint32_t word = bits(d, TCS_UAT_BIT(18 + 2 * i, 1), 16);

        sound = sound && word < WORD_MAX;
        codes[3 * i] = (uint8_t)(word / 1600);
        codes[3 * i + 1] = (uint8_t)(word / 40 % 40);
        codes[3 * i + 2] = (uint8_t)(word % 40);
    }
    if (codes[0] < 40) {
        record->category = codes[0];
        record->valid |= TCS_UAT_CATEGORY;
    } else {
        record->impossible |= TCS_UAT_CATEGORY;
    }
    while (len > 0 && (codes[len] == BLANK || codes[len] == BLANK + 1))
        len--;
    for (unsigned i = 1; i <= len; i++)
        sound = sound && codes[i] < CHARACTERS;
    if (!sound) {
        record->impossible |= field;
        return;
    }
    if (len == 0)
        return;
    for (unsigned i = 0; i < len; i++)
        record->callsign[i] = tcs_uat_characters[codes[i + 1]];
    record->callsign_len = len;
    record->valid |= field;
}

/* Octets 25, 27 and 28, as version 2 has them. */
static void capability_read(const uint8_t *d, struct tcs_uat *record)
{
    record->sda = small(d, TCS_UAT_BIT(25, 7), 2);
    record->capabilities |= flag(d, TCS_UAT_BIT(27, 1), TCS_UAT_UAT_IN);
    record->capabilities |= flag(d, TCS_UAT_BIT(27, 2), TCS_UAT_ES_IN);
    record->capabilities |= flag(d, TCS_UAT_BIT(27, 3), TCS_UAT_ACAS);
    record->modes |= flag(d, TCS_UAT_BIT(27, 4), TCS_UAT_ACAS_ADVISORY);
    record->modes |= flag(d, TCS_UAT_BIT(27, 5), TCS_UAT_IDENT);
    record->modes |= flag(d, TCS_UAT_BIT(27, 6), TCS_UAT_ATC_SERVICES);
    record->sil_per_sample = small(d, TCS_UAT_BIT(27, 8), 1);
    record->gva = small(d, TCS_UAT_BIT(28, 1), 2);
    record->single_antenna = small(d, TCS_UAT_BIT(28, 3), 1);
    record->nic_supplement = small(d, TCS_UAT_BIT(28, 4), 1);
}

static void old_capability_read(const uint8_t *d, struct tcs_uat *record)
{
    record->capabilities |= flag(d, TCS_UAT_BIT(27, 1), TCS_UAT_CDTI);
    record->capabilities |= flag(d, TCS_UAT_BIT(27, 2), TCS_UAT_ACAS);
    record->modes |= flag(d, TCS_UAT_BIT(27, 3), TCS_UAT_ACAS_ADVISORY);
    record->modes |= flag(d, TCS_UAT_BIT(27, 4), TCS_UAT_IDENT);
    record->modes |= flag(d, TCS_UAT_BIT(27, 5), TCS_UAT_ATC_SERVICES);
    record->heading_magnetic = small(d, TCS_UAT_BIT(27, 6), 1);
}

static void status_read(const uint8_t *d, struct tcs_uat *record)
{
    name_read(d, record);
    record->emergency = small(d, TCS_UAT_BIT(24, 1), 3);
    record->version = small(d, TCS_UAT_BIT(24, 4), 3);
    record->sil = small(d, TCS_UAT_BIT(24, 7), 2);
    record->transmit_slot = small(d, TCS_UAT_BIT(25, 1), 6);
    record->nac_p = small(d, TCS_UAT_BIT(26, 1), 4);
    record->nac_v = small(d, TCS_UAT_BIT(26, 5), 3);
    record->nic_baro = small(d, TCS_UAT_BIT(26, 8), 1);
    if (record->version >= VERSION_B)
        capability_read(d, record);
    else
        old_capability_read(d, record);
}

static void target_read(const uint8_t *d, struct tcs_uat *record)
{
    const unsigned at = tcs_uat_target_octet(record->payload_type);
    const int32_t altitude = (int32_t)bits(d, TCS_UAT_BIT(at, 2), 11);
    const uint32_t pressure = bits(d, TCS_UAT_BIT(at + 1, 5), 9);

    record->from_fms = small(d, TCS_UAT_BIT(at, 1), 1);
    if (altitude != 0) {
        record->selected_altitude_ft = (altitude - 1) * 32;
        record->valid |= TCS_UAT_SELECTED_ALTITUDE;
    }
    if (pressure != 0) {
        record->pressure_hpa = 800.0 + (pressure - 1) * 0.8;
        record->valid |= TCS_UAT_PRESSURE;
    }
    if (bits(d, TCS_UAT_BIT(at + 2, 6), 1) != 0) {
        record->selected_heading_deg =
            bits(d, TCS_UAT_BIT(at + 2, 7), 9) * (360.0 / 512.0);
        record->valid |= TCS_UAT_SELECTED_HEADING;
    }
    if (bits(d, TCS_UAT_BIT(at + 3, 8), 1) != 0) {
        for (unsigned i = 0; i < 5; i++)
            record->target_modes |=
                flag(d, TCS_UAT_BIT(at + 4, 1 + i), (uint8_t)(1U << i));
        record->valid |= TCS_UAT_TARGET_MODES;
    }
}

enum tcs_status tcs_uat_read(struct tcs_bytes octets, struct tcs_uat *ret_record,
                             struct tcs_fault *fault)
{
    const uint8_t *d = octets.data;
    struct tcs_uat record;

    if (octets.len == TCS_UAT_UPLINK_LEN)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "uplink");
    if ((octets.len != TCS_UAT_SHORT_LEN && octets.len != TCS_UAT_LONG_LEN) ||
        (d[0] >> 3 == 0) != (octets.len == TCS_UAT_SHORT_LEN))
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of the payload type");
    memset(&record, 0, sizeof record);
    record.payload_type = small(d, TCS_UAT_BIT(1, 1), 5);
    record.qualifier = small(d, TCS_UAT_BIT(1, 6), 3);
    record.address = bits(d, TCS_UAT_BIT(2, 1), 24);
    record.elements = (uint8_t)tcs_uat_elements(record.payload_type);
    if ((record.elements & TCS_UAT_STATE_VECTOR) != 0)
        state_read(d, &record);
    if ((record.elements & TCS_UAT_MODE_STATUS) != 0)
        status_read(d, &record);
    if ((record.elements & TCS_UAT_AUXILIARY) != 0)
        altitude_read(bits(d, TCS_UAT_BIT(30, 1), 12), record.geo_first == 0, &record);
    if ((record.elements & TCS_UAT_MODE_STATUS) != 0 && record.version < VERSION_B)
        record.elements &= (uint8_t)~TCS_UAT_TARGET_STATE;
    if ((record.elements & TCS_UAT_TARGET_STATE) != 0)
        target_read(d, &record);
    memcpy(ret_record, &record, sizeof record);
    return TCS_OK;
}

double tcs_uat_ground_speed_kt(const struct tcs_uat *record)
{
    const double east = record->east_kt;
    const double north = record->north_kt;

    return tcs_sqrt(east * east + north * north);
}

double tcs_uat_course_deg(const struct tcs_uat *record)
{
    const double degrees =
        tcs_atan2(record->east_kt, record->north_kt) * (180.0 / 3.14159265358979323846);

    if (record->east_kt == 0 && record->north_kt == 0)
        return 0.0;
    return degrees < 0.0 ? degrees + 360.0 : degrees;
}
