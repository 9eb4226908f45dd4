/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "decode/asterix/asterix.h"
#include "decode/avr.h"
#include "decode/beast.h"
#include "decode/cpr.h"
#include "decode/mode_s.h"
#include "decode/pcap.h"
#include "decode/remoteid.h"
#include "decode/udp.h"
#include "decode/wifi.h"
#include "geo/geo.h"
#include "lib/inside.h"

#include <tocsin/decode.h>

static const double FT_M = 0.3048;
static const double KT_MPS = 1852.0 / 3600.0;

struct tocsin_decoder {
    enum tocsin_input input;
    struct tcs_bytes rest; /* of the push */
    struct tcs_time arrival;
    struct tocsin_decoder_counts counts;
    struct tcs_leap_table leap;
    struct tcs_pcap pcap;
    struct tcs_asterix_set set;
    struct tcs_asterix_input blocks; /* of the open datagram */
    bool has_blocks;
    struct tcs_beast beast;
    struct tcs_avr avr;
    struct tcs_cpr_table cpr;
};

static bool has(uint64_t mask, unsigned bit)
{
    return (mask >> bit & 1) != 0;
}

static void put_name(struct tocsin_report *report, const void *name, size_t len)
{
    if (len == 0)
        return;
    if (len >= sizeof report->name)
        len = sizeof report->name - 1;
    memcpy(report->name, name, len);
    report->has |= TOCSIN_REPORT_NAME;
}

/* ---- ASTERIX ---- */

static void put_plot(const struct tcs_asterix_048 *from, struct tocsin_report *report)
{
    report->kind = TOCSIN_REPORT_PLOT;
    if (has(from->has, TCS_048_POLAR) && from->extended_range == 0) {
        report->has |= TOCSIN_REPORT_RANGE;
        report->range_m = from->rho_m;
        report->az_rad = from->theta_rad;
    }
    if (has(from->has, TCS_048_DOPPLER)) {
        report->has |= TOCSIN_REPORT_DOPPLER;
        report->doppler_mps = from->doppler_mps;
    }
    if (has(from->has, TCS_048_HEIGHT)) {
        report->has |= TOCSIN_REPORT_HEIGHT;
        report->height_m = from->height_m;
    }
    if (has(from->has, TCS_048_LEVEL)) {
        report->has |= TOCSIN_REPORT_PRESSURE;
        report->pressure_altitude_m = from->pressure_altitude_m;
    }
    if (has(from->has, TCS_048_ADDRESS)) {
        report->has |= TOCSIN_REPORT_ADDRESS;
        report->address = from->address;
    }
    if (has(from->has, TCS_048_CALLSIGN))
        put_name(report, from->callsign, strlen(from->callsign));
}

static void put_service(const struct tcs_asterix_034 *from, struct tocsin_report *report)
{
    if (from->type == TCS_034_NORTH_MARKER) {
        report->kind = TOCSIN_REPORT_NORTH;
    } else if (from->type == TCS_034_SECTOR_CROSSING && has(from->has, TCS_034_SECTOR)) {
        report->kind = TOCSIN_REPORT_SECTOR;
        report->az_rad = from->sector_rad;
    }
}

static void put_aircraft(const struct tcs_asterix_021 *from, struct tocsin_report *report)
{
    report->kind = TOCSIN_REPORT_CLAIM;
    if (tcs_021_position(from, &report->lat_rad, &report->lon_rad))
        report->has |= TOCSIN_REPORT_PLACE;
    if (has(from->has, TCS_021_HEIGHT)) {
        report->has |= TOCSIN_REPORT_HEIGHT;
        report->height_m = from->height_m;
    }
    if (has(from->has, TCS_021_LEVEL)) {
        report->has |= TOCSIN_REPORT_PRESSURE;
        report->pressure_altitude_m = from->pressure_altitude_m;
    }
    if (has(from->has, TCS_021_GROUND_VECTOR)) {
        report->has |= TOCSIN_REPORT_COURSE;
        report->speed_mps = from->ground_speed_mps;
        report->course_rad = from->track_angle_rad;
    }
    if (has(from->has, TCS_021_ADDRESS)) {
        report->has |= TOCSIN_REPORT_ADDRESS;
        report->address = from->address;
    }
    if (has(from->has, TCS_021_CALLSIGN))
        put_name(report, from->callsign, strlen(from->callsign));
}

static enum tcs_status next_record(struct tocsin_decoder *decoder,
                                   struct tocsin_report *report)
{
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    int64_t tod_ns = 0;
    const enum tcs_status status = tcs_asterix_next(&decoder->blocks, &record, &fault);

    if (status != TCS_OK)
        return status;
    const int32_t source = tcs_asterix_source(&record);

    report->category = record.category;
    report->source = source >= 0 ? (uint32_t)source : 0;
    if (tcs_asterix_tod(&record, &tod_ns)) {
        report->has |= TOCSIN_REPORT_VALID;
        report->valid_ns =
            tcs_time_from_tod(&decoder->leap, tod_ns, decoder->arrival).tai_ns;
    }
    if (record.category == 48)
        put_plot(&record.cat048, report);
    else if (record.category == 34)
        put_service(&record.cat034, report);
    else if (record.category == 21)
        put_aircraft(&record.cat021, report);
    return TCS_OK;
}

/* ---- Remote ID ---- */

static void put_location(const struct tcs_rid_message *message,
                         struct tocsin_report *report)
{
    const struct tcs_rid_location *location = &message->as.location;
    const unsigned course = TCS_RID_LOCATION_DIRECTION | TCS_RID_LOCATION_SPEED;

    report->kind = TOCSIN_REPORT_CLAIM;
    if ((message->valid & TCS_RID_LOCATION_POSITION) != 0) {
        report->has |= TOCSIN_REPORT_PLACE;
        report->lat_rad = location->lat_e7_deg / 1e7 * TCS_RAD_PER_DEG;
        report->lon_rad = location->lon_e7_deg / 1e7 * TCS_RAD_PER_DEG;
    }
    if ((message->valid & TCS_RID_LOCATION_GEO) != 0) {
        report->has |= TOCSIN_REPORT_HEIGHT;
        report->height_m = location->geo_m;
    }
    if ((message->valid & TCS_RID_LOCATION_BARO) != 0) {
        report->has |= TOCSIN_REPORT_PRESSURE;
        report->pressure_altitude_m = location->baro_m;
    }
    if ((message->valid & course) == course) {
        report->has |= TOCSIN_REPORT_COURSE;
        report->speed_mps = location->speed_mps;
        report->course_rad = location->direction_deg * TCS_RAD_PER_DEG;
    }
}

/* One report a frame: good messages beside bad ones are used. */
static enum tcs_status take_frame(const struct tocsin_decoder *decoder,
                                  const struct tcs_pcap_packet *packet,
                                  struct tocsin_report *report)
{
    struct tcs_wifi_frame frame;
    struct tcs_rid_pack pack;
    enum tcs_status worst = tcs_wifi_find(packet->link, packet->data, &frame, NULL);
    bool good = false;

    if (worst == TCS_OK)
        worst = tcs_rid_pack_read(frame.payload, &pack, NULL);
    if (worst != TCS_OK)
        return worst;
    for (unsigned i = 0; i < pack.count; i++) {
        struct tcs_rid_message message;
        const enum tcs_status status =
            tcs_rid_message_read(tcs_rid_pack_get(&pack, i), &message, NULL);

        if (status != TCS_OK) {
            worst = status;
            continue;
        }
        good = true;
        if (message.type == TCS_RID_LOCATION) {
            put_location(&message, report);
            if ((message.valid & TCS_RID_LOCATION_TIME) != 0) {
                report->has |= TOCSIN_REPORT_VALID;
                report->valid_ns =
                    tcs_rid_time(&decoder->leap, message.as.location.time_ds,
                                 decoder->arrival)
                        .tai_ns;
            }
        } else if (message.type == TCS_RID_BASIC_ID &&
                   (message.as.basic_id.id_kind == TCS_RID_ID_SERIAL ||
                    message.as.basic_id.id_kind == TCS_RID_ID_REGISTRATION)) {
            put_name(report, message.as.basic_id.id, message.as.basic_id.id_len);
        }
    }
    report->has |= TOCSIN_REPORT_ADDRESS;
    for (size_t i = 0; i < sizeof frame.transmitter; i++)
        report->address = report->address << 8 | frame.transmitter[i];
    return good ? TCS_OK : worst;
}

/* ---- Mode S ---- */

static enum tcs_status take_squitter(struct tocsin_decoder *decoder,
                                     const struct tcs_mode_s_frame *frame,
                                     struct tocsin_report *report)
{
    struct tcs_mode_s record;
    struct tcs_cpr_place place;
    enum tcs_status status =
        tcs_mode_s_read(tcs_bytes(frame->octets, frame->len), &record, NULL);

    if (status != TCS_OK)
        return status;
    report->has |= TOCSIN_REPORT_ADDRESS;
    report->address = record.address;
    if (record.kind == TCS_MODE_S_IDENTITY)
        put_name(report, record.as.identity.callsign, record.as.identity.callsign_len);
    if (record.kind == TCS_MODE_S_VELOCITY &&
        (record.valid & TCS_MODE_S_GROUND_VELOCITY) != 0) {
        report->has |= TOCSIN_REPORT_COURSE;
        report->speed_mps = tcs_mode_s_ground_speed_kt(&record.as.velocity) * KT_MPS;
        report->course_rad = tcs_mode_s_track_deg(&record.as.velocity) * TCS_RAD_PER_DEG;
    }
    if (record.kind != TCS_MODE_S_AIRBORNE)
        return TCS_OK;
    report->kind = TOCSIN_REPORT_CLAIM;
    if ((record.valid & TCS_MODE_S_ALTITUDE) != 0) {
        const bool geometric = record.as.position.gnss_height != 0;

        report->has |= geometric ? TOCSIN_REPORT_HEIGHT : TOCSIN_REPORT_PRESSURE;
        *(geometric ? &report->height_m : &report->pressure_altitude_m) =
            record.as.position.altitude_ft * FT_M;
    }
    status = tcs_cpr_fold(&decoder->cpr, &record, decoder->arrival, &place);
    if (status == TCS_OK) {
        report->has |= TOCSIN_REPORT_PLACE;
        report->lat_rad = place.lat_deg * TCS_RAD_PER_DEG;
        report->lon_rad = place.lon_deg * TCS_RAD_PER_DEG;
    }
    return status == TCS_MORE ? TCS_OK : status;
}

/* ---- all of them ---- */

enum tocsin_status tocsin_decoder_open(enum tocsin_input input,
                                       struct tocsin_decoder **ret_decoder)
{
    if ((unsigned)input > TOCSIN_INPUT_MODE_S_AVR)
        return TOCSIN_E_ARGUMENT;
    struct tocsin_decoder *decoder = calloc(1, sizeof *decoder);

    if (decoder == NULL)
        return TOCSIN_E_MEMORY;
    decoder->input = input;
    tcs_leap_builtin(&decoder->leap);
    tcs_asterix_set_latest(&decoder->set);
    *ret_decoder = decoder;
    return TOCSIN_OK;
}

void tocsin_decoder_close(struct tocsin_decoder *decoder)
{
    free(decoder);
}

static void open_datagram(struct tocsin_decoder *decoder, struct tcs_bytes datagram)
{
    decoder->blocks = tcs_asterix_input(&decoder->set, datagram);
    decoder->has_blocks = true;
}

void tocsin_decoder_push(struct tocsin_decoder *decoder, const void *octets, size_t count,
                         int64_t arrival_ns)
{
    decoder->rest = tcs_bytes(octets, count);
    decoder->has_blocks = false;
    if (decoder->input != TOCSIN_INPUT_ASTERIX_PCAP &&
        decoder->input != TOCSIN_INPUT_REMOTE_ID_PCAP)
        decoder->arrival = lib_time(arrival_ns);
    if (decoder->input == TOCSIN_INPUT_ASTERIX)
        open_datagram(decoder, decoder->rest);
}

/* The next message; TCS_END: a datagram was opened, or is done with. */
static enum tcs_status next_message(struct tocsin_decoder *decoder,
                                    struct tocsin_report *report)
{
    struct tcs_pcap_packet packet;
    struct tcs_mode_s_frame frame;
    struct tcs_udp udp;
    enum tcs_status status;

    if (decoder->has_blocks) {
        status = next_record(decoder, report);
        decoder->has_blocks = status != TCS_END;
        return status;
    }
    switch (decoder->input) {
    case TOCSIN_INPUT_ASTERIX:
        return TCS_MORE;
    case TOCSIN_INPUT_ASTERIX_PCAP:
    case TOCSIN_INPUT_REMOTE_ID_PCAP:
        status = tcs_pcap_next(&decoder->pcap, &decoder->rest, &packet);
        if (status != TCS_OK)
            return status;
        decoder->arrival = tcs_time_from_utc(&decoder->leap, packet.utc_ns);
        report->arrival_ns = report->valid_ns = decoder->arrival.tai_ns;
        if (decoder->input == TOCSIN_INPUT_REMOTE_ID_PCAP)
            return take_frame(decoder, &packet, report);
        status = tcs_udp_find(packet.link, packet.data, &udp);
        if (status == TCS_OK)
            open_datagram(decoder, udp.payload);
        return status == TCS_OK ? TCS_END : status;
    case TOCSIN_INPUT_MODE_S_BEAST:
        status = tcs_beast_next(&decoder->beast, &decoder->rest, &frame);
        return status == TCS_OK ? take_squitter(decoder, &frame, report) : status;
    case TOCSIN_INPUT_MODE_S_AVR:
        status = tcs_avr_next(&decoder->avr, &decoder->rest, &frame);
        return status == TCS_OK ? take_squitter(decoder, &frame, report) : status;
    }
    return TCS_MORE;
}

enum tocsin_status tocsin_decoder_next(struct tocsin_decoder *decoder,
                                       struct tocsin_report *ret_report)
{
    struct tocsin_report report;
    enum tcs_status status;

    do {
        memset(&report, 0, sizeof report);
        report.kind = TOCSIN_REPORT_OTHER;
        report.arrival_ns = report.valid_ns = decoder->arrival.tai_ns;
        status = next_message(decoder, &report);
    } while (status == TCS_END);
    if (status == TCS_MORE)
        return TOCSIN_MORE;
    if (status == TCS_OK) {
        decoder->counts.reports++;
        *ret_report = report;
        return TOCSIN_OK;
    }
    memset(ret_report, 0, sizeof *ret_report);
    ret_report->kind = TOCSIN_REPORT_OTHER;
    if (status == TCS_E_FOREIGN)
        decoder->counts.foreign++;
    else if (status == TCS_E_IMPOSSIBLE)
        decoder->counts.impossible++;
    else
        decoder->counts.damaged++;
    return status == TCS_E_FOREIGN || status == TCS_E_IMPOSSIBLE ? lib_status(status)
                                                                 : TOCSIN_E_DAMAGED;
}

void tocsin_decoder_count(const struct tocsin_decoder *decoder,
                          struct tocsin_decoder_counts *ret_counts)
{
    *ret_counts = decoder->counts;
    ret_counts->damaged += decoder->beast.damaged_count + decoder->avr.damaged_count;
    ret_counts->foreign += decoder->beast.foreign_count + decoder->pcap.oversize_count;
}
