/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ais.h"

#include <assert.h>
#include <string.h>

enum {
    BITS_PER_CHARACTER = 6,
    HEADER_BITS = 38,
    NAME_REST_AT = 272, /* where the name of type 21 goes on */
    NAME_CHARACTERS = 20,
    SHIP_NAME_TYPE = 24,
    AUXILIARY_MMSI = 98, /* 98xxxxxxx: a craft that belongs to another */
};

static const uint64_t TEN_MILLION = 10000000;

static uint64_t bits_of(const uint8_t *octets, uint32_t end, uint32_t at, uint32_t count)
{
    uint64_t value = 0;

    for (uint32_t done = 0; done < count;) {
        const uint32_t bit = at + done;
        const uint32_t room = 8 - bit % 8;
        const uint32_t take = room < count - done ? room : count - done;
        const uint32_t octet = bit < end ? octets[bit / 8] : 0;

        value = value << take | (octet >> (room - take) & ((1U << take) - 1));
        done += take;
    }
    return value;
}

uint64_t tcs_ais_bits(const struct tcs_ais *message, uint32_t at, uint32_t count)
{
    assert(count <= 64);
    return bits_of(message->bits, message->bit_count, at, count);
}

int64_t tcs_ais_number(const struct tcs_ais *message, const struct tcs_ais_field *field,
                       uint32_t base)
{
    uint32_t bits = field->bits;

    if (bits == TCS_AIS_LEFT)
        bits =
            message->bit_count > field->at ? message->bit_count - (uint32_t)field->at : 0;
    if (bits == 0)
        return 0;
    const uint64_t raw = tcs_ais_bits(message, base + field->at, bits < 64 ? bits : 64);

    return field->kind == TCS_AIS_INT ? tcs_sign_extend(raw, bits) : (int64_t)raw;
}

static uint32_t characters(const struct tcs_ais *message, uint32_t at, uint32_t count,
                           char *text)
{
    uint32_t len = 0;

    while (len < count) {
        const uint32_t code = (uint32_t)tcs_ais_bits(message, at + 6 * len, 6);

        if (code == 0)
            break;
        text[len++] = (char)(code < 32 ? code + 64 : code);
    }
    return len;
}

uint32_t tcs_ais_text(const struct tcs_ais *message, const struct tcs_ais_field *field,
                      uint32_t base, char ret_text[TCS_AIS_TEXT_MAX + 1])
{
    const uint32_t at = base + field->at;
    const uint32_t left = at < message->bit_count ? message->bit_count - at : 0;
    const uint32_t bits = field->bits != TCS_AIS_REST ? field->bits : left;
    uint32_t len = characters(message, at, bits / BITS_PER_CHARACTER, ret_text);

    if (field->kind == TCS_AIS_NAME && len == NAME_CHARACTERS &&
        message->bit_count > NAME_REST_AT)
        len +=
            characters(message, NAME_REST_AT,
                       (message->bit_count - (uint32_t)NAME_REST_AT) / BITS_PER_CHARACTER,
                       ret_text + len);
    while (len > 0 && ret_text[len - 1] == ' ')
        len--;
    ret_text[len] = '\0';
    return len;
}

uint32_t tcs_ais_data(const struct tcs_ais *message, const struct tcs_ais_field *field,
                      uint8_t ret_octets[TCS_AIS_OCTETS_MAX])
{
    const uint32_t tail = (uint32_t)field->offset; /* bits at the end that are not data */
    const uint32_t end = message->bit_count > tail ? message->bit_count - tail : 0;
    const uint32_t count = field->at < end ? end - field->at : 0;

    for (uint32_t at = 0; at < count; at += 8)
        ret_octets[at / 8] = (uint8_t)tcs_ais_bits(message, field->at + at, 8);
    return count;
}

uint32_t tcs_ais_group_count(const struct tcs_ais *message)
{
    const struct tcs_ais_group *group = message->layout->group;
    uint32_t count = 0;

    if (group == NULL)
        return 0;
    if (group->count_at != 0)
        return (uint32_t)tcs_ais_bits(message, group->count_at, 5);
    while (count < TCS_AIS_GROUP_MAX &&
           group->at + (uint32_t)group->bits * count < message->bit_count)
        count++;
    return count;
}

/* --------------------------------------------------------------- which layout holds */

static uint32_t variant_of(const struct tcs_ais *message)
{
    uint32_t part = 0;

    switch (message->type) {
    case 1:
    case 2:
    case 3:
        return message->bit_count < 168;
    case 16:
        return message->bit_count < 144;
    case 22:
        return (uint32_t)tcs_ais_bits(message, 139, 1);
    case 24:
        part = (uint32_t)tcs_ais_bits(message, 38, 2);
        if (part == 1 && message->mmsi / TEN_MILLION == AUXILIARY_MMSI)
            return 2;
        return part >= 2 ? UINT8_MAX : part;
    case 25:
    case 26:
        return (uint32_t)tcs_ais_bits(message, 38, 2);
    case 27:
        return message->bit_count == 96 || message->bit_count == 168 ? 0 : UINT8_MAX;
    default:
        return 0;
    }
}

/* A message that is addressed or broadcast, with a function of its own in it. */
static const struct tcs_ais_layout *binary_layout(const struct tcs_ais *message)
{
    const uint32_t at = message->type == 6 ? 72 : 40;
    const uint64_t dac = tcs_ais_bits(message, at, 10);
    const uint64_t fid = tcs_ais_bits(message, at + 10, 6);
    uint32_t count = 0;
    const struct tcs_ais_layout *rows = tcs_ais_binary_layouts(&count);

    /* Other messages are sent under the number of inland ships: what they have where the
     * ship's hazard stands tells them apart. */
    if (message->type == 8 && dac == 200 && fid == 10 &&
        tcs_ais_bits(message, 141, 3) > 5)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].type == message->type && rows[i].dac == dac && rows[i].fid == fid &&
            message->bit_count >= rows[i].bits_min &&
            message->bit_count <= rows[i].bits_max)
            return &rows[i];
    return NULL;
}

static const struct tcs_ais_layout *find_layout(const struct tcs_ais *message)
{
    const uint32_t variant = variant_of(message);
    const struct tcs_ais_layout *binary = NULL;
    uint32_t count = 0;
    const struct tcs_ais_layout *rows = tcs_ais_layouts(&count);

    if (message->type == 6 || message->type == 8)
        binary = binary_layout(message);
    if (binary != NULL)
        return binary;
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].type == message->type && rows[i].variant == variant)
            return &rows[i];
    return NULL;
}

enum tcs_status tcs_ais_read(struct tcs_bytes bits, uint32_t bit_count,
                             struct tcs_ais *ret_message, struct tcs_fault *fault)
{
    struct tcs_ais message;

    if (bit_count < HEADER_BITS || bit_count > TCS_AIS_BITS_MAX ||
        bits.len * 8 < bit_count)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of an AIS message");
    memset(&message, 0, sizeof message);
    message.bit_count = (uint16_t)bit_count;
    memcpy(message.bits, bits.data, (bit_count + 7) / 8);
    if (bit_count % 8 != 0)
        message.bits[bit_count / 8] &= (uint8_t)(0xff00 >> bit_count % 8);
    message.type = (uint8_t)tcs_ais_bits(&message, 0, 6);
    message.repeat = (uint8_t)tcs_ais_bits(&message, 6, 2);
    message.mmsi = (uint32_t)tcs_ais_bits(&message, 8, 30);
    if (message.type == 0 || message.type > 27)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "type of AIS message");
    message.layout = find_layout(&message);
    if (message.layout == NULL)
        return tcs_fault(fault, TCS_E_DAMAGED, 4,
                         "part or length that the AIS type does not have");
    if (bit_count < message.layout->bits_min || bit_count > message.layout->bits_max)
        return tcs_fault(fault, TCS_E_DAMAGED, bit_count / 8,
                         "length that the AIS type does not have");
    *ret_message = message;
    return TCS_OK;
}

/* ------------------------------------------------------------------ where a ship is */

struct report_layout {
    uint16_t speed, accuracy, lon, lat, course, heading, second;
};

static void read_report(const struct tcs_ais *message, const struct report_layout *at,
                        struct tcs_ais_report *report)
{
    const double unit = 600000.0; /* ten-thousandths of a minute */
    const uint64_t speed = tcs_ais_bits(message, at->speed, 10);
    const uint64_t course = tcs_ais_bits(message, at->course, 12);
    const uint64_t second = tcs_ais_bits(message, at->second, 6);

    report->accurate = (uint8_t)tcs_ais_bits(message, at->accuracy, 1);
    report->lon_deg =
        (double)tcs_sign_extend(tcs_ais_bits(message, at->lon, 28), 28) / unit;
    report->lat_deg =
        (double)tcs_sign_extend(tcs_ais_bits(message, at->lat, 27), 27) / unit;
    if (speed < 1022) {
        report->speed_kt = report->aircraft != 0 ? (double)speed : (double)speed / 10.0;
        report->valid |= TCS_AIS_REPORT_SPEED;
    }
    if (course < 3600) {
        report->course_deg = (double)course / 10.0;
        report->valid |= TCS_AIS_REPORT_COURSE;
    }
    if (second < 60) {
        report->second = (uint8_t)second;
        report->valid |= TCS_AIS_REPORT_SECOND;
    }
    if (at->heading != 0) {
        const uint64_t heading = tcs_ais_bits(message, at->heading, 9);

        if (heading < 360) {
            report->heading_deg = (double)heading;
            report->valid |= TCS_AIS_REPORT_HEADING;
        }
    }
}

static void read_long_range(const struct tcs_ais *message, struct tcs_ais_report *report)
{
    const uint64_t speed = tcs_ais_bits(message, 79, 6);
    const uint64_t course = tcs_ais_bits(message, 85, 9);

    report->coarse = 1;
    report->accurate = (uint8_t)tcs_ais_bits(message, 38, 1);
    report->lon_deg = (double)tcs_sign_extend(tcs_ais_bits(message, 44, 18), 18) / 600.0;
    report->lat_deg = (double)tcs_sign_extend(tcs_ais_bits(message, 62, 17), 17) / 600.0;
    if (speed < 63) {
        report->speed_kt = (double)speed;
        report->valid |= TCS_AIS_REPORT_SPEED;
    }
    if (course < 360) {
        report->course_deg = (double)course;
        report->valid |= TCS_AIS_REPORT_COURSE;
    }
}

enum tcs_status tcs_ais_report(const struct tcs_ais *message,
                               struct tcs_ais_report *ret_report)
{
    static const struct report_layout class_a = { 50, 60, 61, 89, 116, 128, 137 };
    static const struct report_layout aircraft = { 50, 60, 61, 89, 116, 0, 128 };
    static const struct report_layout class_b = { 46, 56, 57, 85, 112, 124, 133 };
    struct tcs_ais_report report;

    memset(&report, 0, sizeof report);
    report.mmsi = message->mmsi;
    if (message->type >= 1 && message->type <= 3) {
        read_report(message, &class_a, &report);
    } else if (message->type == 9) {
        const uint64_t height = tcs_ais_bits(message, 38, 12);

        report.aircraft = 1;
        read_report(message, &aircraft, &report);
        if (height < 4094) {
            report.height_m = (double)height;
            report.valid |= TCS_AIS_REPORT_HEIGHT;
        }
    } else if (message->type == 18 || message->type == 19) {
        read_report(message, &class_b, &report);
    } else if (message->type == 27) {
        read_long_range(message, &report);
    } else {
        return TCS_E_NOT_FOUND;
    }
    /* 181 and 91 degrees mean that the place is not known; type 27 says 181 likewise. */
    const bool unknown = report.lon_deg == 181.0 || report.lat_deg == 91.0;

    if (!unknown && (report.lon_deg < -180.0 || report.lon_deg > 180.0 ||
                     report.lat_deg < -90.0 || report.lat_deg > 90.0))
        return TCS_E_IMPOSSIBLE;
    if (!unknown)
        report.valid |= TCS_AIS_REPORT_POSITION;
    else
        report.lat_deg = report.lon_deg = 0.0;
    *ret_report = report;
    return TCS_OK;
}

const struct tcs_ais *tcs_ais_parts_take(struct tcs_ais_parts *parts,
                                         const struct tcs_ais *message)
{
    if (message->type != SHIP_NAME_TYPE)
        return NULL;
    if (message->layout->variant == 0) {
        parts->first[parts->next] = *message;
        parts->next = (parts->next + 1) % TCS_AIS_PARTS_KEPT;
        return NULL;
    }
    for (uint32_t i = 0; i < TCS_AIS_PARTS_KEPT; i++)
        if (parts->first[i].layout != NULL && parts->first[i].mmsi == message->mmsi) {
            parts->first[i].layout = NULL;
            return &parts->first[i];
        }
    return NULL;
}
