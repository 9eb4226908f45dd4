/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/uat.h"

#include <string.h>

#include "base/time.h"
#include "encode/put.h"

enum {
    BLANK = 36,
    NO_CHARACTER = 37,
    VERSION_B = 2, /* DO-282B */
    STEP_FT = 25,
    ZERO_FT = 41, /* the code of 0 ft */
};

static const double STEPS_PER_DEG = 16777216.0 / 360.0;

struct message {
    uint8_t octets[TCS_UAT_LONG_LEN];
    bool failed; /* a value did not fit */
};

static void put(struct message *m, unsigned first, unsigned count, int64_t value)
{
    if (value < 0 || value >= INT64_C(1) << count) {
        m->failed = true;
        return;
    }
    for (unsigned i = 0; i < count; i++)
        if ((value >> (count - 1 - i) & 1) != 0)
            m->octets[(first + i) / 8] |= (uint8_t)(0x80 >> (first + i) % 8);
}

static bool has(const struct tcs_uat *record, uint32_t field)
{
    return (record->valid & field) != 0;
}

/* The nearest step; -1 for what is no number within 2^24 steps. */
static int64_t steps(double value)
{
    return value >= 0.0 && value < 16777216.0 ? (int64_t)(value + 0.5) : -1;
}

static void put_altitude(struct message *m, unsigned first, bool known,
                         int32_t altitude_ft)
{
    const int64_t above = (int64_t)altitude_ft + ZERO_FT * STEP_FT + STEP_FT / 2;

    if (!known)
        return;
    /* Below half a step above the lowest is no altitude: code 0 says that none is. */
    if (above < STEP_FT)
        m->failed = true;
    else
        put(m, first, 12, above / STEP_FT);
}

static void put_signed(struct message *m, unsigned first, unsigned width, int32_t value,
                       int32_t unit)
{
    const int64_t magnitude = value < 0 ? -(int64_t)value : value;

    put(m, first, 1, value < 0);
    put(m, first + 1, width, (magnitude + unit / 2) / unit + 1);
}

static void put_flight(struct message *m, const struct tcs_uat *record)
{
    const int32_t unit_kt = record->state == TCS_UAT_SUPERSONIC ? 4 : 1;

    if (has(record, TCS_UAT_NORTH))
        put_signed(m, TCS_UAT_BIT(13, 4), 10, record->north_kt, unit_kt);
    if (has(record, TCS_UAT_EAST))
        put_signed(m, TCS_UAT_BIT(14, 7), 10, record->east_kt, unit_kt);
    put(m, TCS_UAT_BIT(16, 2), 1, record->vertical_baro);
    if (has(record, TCS_UAT_VERTICAL_RATE))
        put_signed(m, TCS_UAT_BIT(16, 3), 9, record->vertical_ftpm, 64);
}

static void put_offset(struct message *m, const struct tcs_uat *record)
{
    const int32_t across = record->lateral_m;

    if (has(record, TCS_UAT_LATERAL)) {
        m->failed = m->failed || across < -6 || across > 6;
        put(m, TCS_UAT_BIT(16, 8), 3, across < 0 ? -across / 2 : across / 2 + 4);
    } else if (has(record, TCS_UAT_LONGITUDINAL)) {
        m->failed = m->failed || record->longitudinal_m < 2;
        put(m, TCS_UAT_BIT(16, 7), 1, 1);
        put(m, TCS_UAT_BIT(16, 8), 5, (int64_t)record->longitudinal_m / 2 + 1);
    } else if (has(record, TCS_UAT_OFFSET_APPLIED)) {
        put(m, TCS_UAT_BIT(16, 7), 1, 1);
        put(m, TCS_UAT_BIT(16, 8), 5, 1);
    }
}

static void put_taxi(struct message *m, const struct tcs_uat *record)
{
    if (has(record, TCS_UAT_SPEED))
        put(m, TCS_UAT_BIT(13, 5), 10, (int64_t)record->speed_kt + 1);
    put(m, TCS_UAT_BIT(14, 7), 2, record->track_kind);
    if (record->track_kind != 0)
        put(m, TCS_UAT_BIT(15, 1), 9, steps(record->track_deg * (512.0 / 360.0)) & 511);
    put(m, TCS_UAT_BIT(16, 2), 4, record->size);
    put_offset(m, record);
}

static void put_place(struct message *m, const struct tcs_uat *record)
{
    const double lat = record->lat_deg;
    const double lon = record->lon_deg;

    put(m, TCS_UAT_BIT(12, 5), 4, record->nic);
    if (!has(record, TCS_UAT_POSITION))
        return;
    if (!(lat >= -90.0 && lat <= 90.0 && lon >= -180.0 && lon <= 180.0)) {
        m->failed = true;
        return;
    }
    put(m, TCS_UAT_BIT(5, 1), 23,
        steps((lat < 0.0 ? lat + 180.0 : lat) * STEPS_PER_DEG) & 0x7fffff);
    put(m, TCS_UAT_BIT(7, 8), 24,
        (int64_t)((lon < 0.0 ? lon + 360.0 : lon) * STEPS_PER_DEG + 0.5) & 0xffffff);
}

static void put_state(struct message *m, const struct tcs_uat *record)
{
    const bool geo_first = record->geo_first != 0;

    put_place(m, record);
    put(m, TCS_UAT_BIT(10, 8), 1, record->geo_first);
    put_altitude(m, TCS_UAT_BIT(11, 1),
                 has(record, geo_first ? TCS_UAT_GEO_ALTITUDE : TCS_UAT_BARO_ALTITUDE),
                 geo_first ? record->geo_altitude_ft : record->baro_altitude_ft);
    put(m, TCS_UAT_BIT(13, 1), 2, record->state);
    if (record->state <= TCS_UAT_SUPERSONIC)
        put_flight(m, record);
    else if (record->state == TCS_UAT_GROUND)
        put_taxi(m, record);
    if (has(record, TCS_UAT_SITE)) {
        put(m, TCS_UAT_BIT(17, 5), 4, record->site);
    } else if (has(record, TCS_UAT_COUPLING)) {
        put(m, TCS_UAT_BIT(17, 5), 1, record->utc_coupled);
        put(m, TCS_UAT_BIT(17, 6), 3, record->feedback);
    }
}

static uint32_t code_of(char character)
{
    uint32_t code = 0;

    while (code < NO_CHARACTER && tcs_uat_characters[code] != character)
        code++;
    return code;
}

static void put_name(struct message *m, const struct tcs_uat *record)
{
    const bool named = has(record, TCS_UAT_CALLSIGN | TCS_UAT_FLIGHT_PLAN);
    const unsigned len = named ? record->callsign_len : 0;
    uint32_t codes[9];

    if (record->category >= 40 || len > TCS_UAT_CALLSIGN_LEN) {
        m->failed = true;
        return;
    }
    codes[0] = has(record, TCS_UAT_CATEGORY) ? record->category : 0;
    for (unsigned i = 0; i < TCS_UAT_CALLSIGN_LEN; i++) {
        codes[i + 1] = named ? BLANK : NO_CHARACTER;
        if (i < len) {
            codes[i + 1] = code_of(record->callsign[i]);
            m->failed = m->failed || codes[i + 1] >= NO_CHARACTER;
        }
    }
    for (unsigned i = 0; i < 3; i++)
        put(m, TCS_UAT_BIT(18 + 2 * i, 1), 16,
            codes[3 * i] * 1600 + codes[3 * i + 1] * 40 + codes[3 * i + 2]);
}

static void put_capability(struct message *m, const struct tcs_uat *record)
{
    const unsigned can = record->capabilities;
    const unsigned modes = record->modes;

    put(m, TCS_UAT_BIT(25, 7), 2, record->sda);
    put(m, TCS_UAT_BIT(27, 1), 1, (can & TCS_UAT_UAT_IN) != 0);
    put(m, TCS_UAT_BIT(27, 2), 1, (can & TCS_UAT_ES_IN) != 0);
    put(m, TCS_UAT_BIT(27, 3), 1, (can & TCS_UAT_ACAS) != 0);
    put(m, TCS_UAT_BIT(27, 4), 1, (modes & TCS_UAT_ACAS_ADVISORY) != 0);
    put(m, TCS_UAT_BIT(27, 5), 1, (modes & TCS_UAT_IDENT) != 0);
    put(m, TCS_UAT_BIT(27, 6), 1, (modes & TCS_UAT_ATC_SERVICES) != 0);
    put(m, TCS_UAT_BIT(27, 8), 1, record->sil_per_sample);
    put(m, TCS_UAT_BIT(28, 1), 2, record->gva);
    put(m, TCS_UAT_BIT(28, 3), 1, record->single_antenna);
    put(m, TCS_UAT_BIT(28, 4), 1, record->nic_supplement);
}

static void put_old_capability(struct message *m, const struct tcs_uat *record)
{
    const unsigned can = record->capabilities;
    const unsigned modes = record->modes;

    put(m, TCS_UAT_BIT(27, 1), 1, (can & TCS_UAT_CDTI) != 0);
    put(m, TCS_UAT_BIT(27, 2), 1, (can & TCS_UAT_ACAS) != 0);
    put(m, TCS_UAT_BIT(27, 3), 1, (modes & TCS_UAT_ACAS_ADVISORY) != 0);
    put(m, TCS_UAT_BIT(27, 4), 1, (modes & TCS_UAT_IDENT) != 0);
    put(m, TCS_UAT_BIT(27, 5), 1, (modes & TCS_UAT_ATC_SERVICES) != 0);
    put(m, TCS_UAT_BIT(27, 6), 1, record->heading_magnetic);
}

static void put_status(struct message *m, const struct tcs_uat *record)
{
    put_name(m, record);
    put(m, TCS_UAT_BIT(24, 1), 3, record->emergency);
    put(m, TCS_UAT_BIT(24, 4), 3, record->version);
    put(m, TCS_UAT_BIT(24, 7), 2, record->sil);
    put(m, TCS_UAT_BIT(25, 1), 6, record->transmit_slot);
    put(m, TCS_UAT_BIT(26, 1), 4, record->nac_p);
    put(m, TCS_UAT_BIT(26, 5), 3, record->nac_v);
    put(m, TCS_UAT_BIT(26, 8), 1, record->nic_baro);
    put(m, TCS_UAT_BIT(27, 7), 1, has(record, TCS_UAT_CALLSIGN));
    if (record->version >= VERSION_B)
        put_capability(m, record);
    else
        put_old_capability(m, record);
}

static void put_target(struct message *m, const struct tcs_uat *record)
{
    const unsigned at = tcs_uat_target_octet(record->payload_type);

    put(m, TCS_UAT_BIT(at, 1), 1, record->from_fms);
    if (has(record, TCS_UAT_SELECTED_ALTITUDE))
        put(m, TCS_UAT_BIT(at, 2), 11,
            record->selected_altitude_ft < 0
                ? -1
                : ((int64_t)record->selected_altitude_ft + 16) / 32 + 1);
    if (has(record, TCS_UAT_PRESSURE))
        put(m, TCS_UAT_BIT(at + 1, 5), 9,
            record->pressure_hpa >= 800.0
                ? steps((record->pressure_hpa - 800.0) / 0.8) + 1
                : -1);
    if (has(record, TCS_UAT_SELECTED_HEADING)) {
        put(m, TCS_UAT_BIT(at + 2, 6), 1, 1);
        put(m, TCS_UAT_BIT(at + 2, 7), 9,
            steps(record->selected_heading_deg * (512.0 / 360.0)) & 511);
    }
    if (has(record, TCS_UAT_TARGET_MODES)) {
        put(m, TCS_UAT_BIT(at + 3, 8), 1, 1);
        for (unsigned i = 0; i < 5; i++)
            put(m, TCS_UAT_BIT(at + 4, 1 + i), 1, record->target_modes >> i & 1);
    }
}

enum tcs_status tcs_uat_write(const struct tcs_uat *record, struct tcs_writer *w)
{
    const unsigned elements = tcs_uat_elements(record->payload_type);
    const bool geo_first = record->geo_first != 0;
    struct message m = { 0 };

    put(&m, TCS_UAT_BIT(1, 1), 5, record->payload_type);
    put(&m, TCS_UAT_BIT(1, 6), 3, record->qualifier);
    put(&m, TCS_UAT_BIT(2, 1), 24, record->address);
    if ((elements & TCS_UAT_STATE_VECTOR) != 0)
        put_state(&m, record);
    if ((elements & TCS_UAT_MODE_STATUS) != 0)
        put_status(&m, record);
    if ((elements & TCS_UAT_AUXILIARY) != 0)
        put_altitude(
            &m, TCS_UAT_BIT(30, 1),
            has(record, geo_first ? TCS_UAT_BARO_ALTITUDE : TCS_UAT_GEO_ALTITUDE),
            geo_first ? record->baro_altitude_ft : record->geo_altitude_ft);
    if ((elements & record->elements & TCS_UAT_TARGET_STATE) != 0)
        put_target(&m, record);
    const size_t len = record->payload_type == 0 ? TCS_UAT_SHORT_LEN : TCS_UAT_LONG_LEN;

    if (m.failed)
        return TCS_E_ARGUMENT;
    if (w->failed || w->capacity - w->len < len)
        return TCS_E_FULL;
    tcs_write_bytes(w, m.octets, len);
    return TCS_OK;
}

static bool is_sound(const struct tcs_uat_frame *frame)
{
    if ((frame->has & TCS_UAT_HAS_TIME) != 0 && frame->utc_ns < 0)
        return false;
    if ((frame->has & TCS_UAT_HAS_RSSI) != 0 &&
        !(frame->rssi_db >= -1e6 && frame->rssi_db <= 1e6))
        return false;
    return frame->len == TCS_UAT_SHORT_LEN || frame->len == TCS_UAT_LONG_LEN ||
           frame->len == TCS_UAT_UPLINK_LEN;
}

enum tcs_status tcs_uat_line_write(const struct tcs_uat_frame *frame,
                                   struct tcs_writer *w)
{
    static const char digits[] = "0123456789abcdef";
    struct tcs_writer trial = *w;

    if (!is_sound(frame))
        return TCS_E_ARGUMENT;
    tcs_write_u8(&trial, frame->len == TCS_UAT_UPLINK_LEN ? '+' : '-');
    for (uint32_t i = 0; i < frame->len; i++) {
        tcs_write_u8(&trial, (uint8_t)digits[frame->octets[i] >> 4]);
        tcs_write_u8(&trial, (uint8_t)digits[frame->octets[i] & 15]);
    }
    tcs_write_u8(&trial, ';');
    if ((frame->has & TCS_UAT_HAS_CORRECTED) != 0) {
        tcs_put_text(&trial, "rs=");
        tcs_put_uint(&trial, frame->corrected, 1);
        tcs_write_u8(&trial, ';');
    }
    if ((frame->has & TCS_UAT_HAS_SIGNAL) != 0) {
        tcs_put_text(&trial, "ss=");
        tcs_put_uint(&trial, frame->signal_raw, 1);
        tcs_write_u8(&trial, ';');
    }
    if ((frame->has & TCS_UAT_HAS_RSSI) != 0) {
        tcs_put_text(&trial, "rssi=");
        tcs_put_fixed(&trial, frame->rssi_db, 1);
        tcs_write_u8(&trial, ';');
    }
    if ((frame->has & TCS_UAT_HAS_TIME) != 0) {
        const uint64_t ms = (uint64_t)(frame->utc_ns / 1000000);

        tcs_put_text(&trial, "t=");
        tcs_put_uint(&trial, ms / 1000, 1);
        tcs_write_u8(&trial, '.');
        tcs_put_uint(&trial, ms % 1000, 3);
        tcs_write_u8(&trial, ';');
    }
    tcs_write_u8(&trial, '\n');
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
