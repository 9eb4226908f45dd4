/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_modes.c -- `tocsin decode modes`: one line a Mode S frame.
 *
 *   {"frame":4,"utc":"...","hex":"8d406b90...","df":17,"icao":"406b90","type_code":11,
 *    "kind":"airborne_position","altitude_ft":35975,...,"lat_deg":51.12,"lon_deg":7.1}
 *
 * Positions come out once an even and an odd half have been heard. Frames without times
 * (Beast and AVR without ticks) are taken as close together. Lines of BaseStation and the
 * JSON of readsb hold what was decoded already: one line an aircraft as it is told there.
 */
#include <inttypes.h>
#include <string.h>

#include "base/time.h"
#include "cli/decode_pieces.h"
#include "cli/modes_print.h"
#include "cli/modes_told.h"
#include "decode/avr.h"
#include "decode/beast.h"
#include "decode/cpr.h"
#include "decode/mode_s.h"
#include "decode/readsb_stream.h"
#include "decode/reply.h"

enum { FAULTS_SHOWN = 10 }; /* with their place, on standard error */

enum form {
    FORM_UNKNOWN,
    FORM_BEAST,
    FORM_AVR,
    FORM_LINES,
    FORM_SBS,
    FORM_READSB,
};

struct job {
    struct tcs_decode_job in; /* first: it is what is handed round */
    struct tcs_leap_table leap;
    struct tcs_cpr_table cpr;
    struct tcs_heard heard;
    bool confirmed; /* only replies of addresses that were heard */
    bool repair;    /* one bit, by the parity */
    enum form form;
    struct tcs_beast beast;
    struct tcs_avr avr;
    struct tcs_readsb_stream readsb;
};

/* ------------------------------------------------------------------------- one frame */

static void count_fault(struct job *job, const struct tcs_fault *fault)
{
    tcs_tally_add(&job->in.tally,
                  fault->status == TCS_E_DAMAGED   ? TCS_TALLY_DAMAGED
                  : fault->status == TCS_E_FOREIGN ? TCS_TALLY_FOREIGN
                                                   : TCS_TALLY_IMPOSSIBLE,
                  fault->item);
    if (fault->status == TCS_E_FOREIGN || job->in.faults_shown == FAULTS_SHOWN)
        return;
    job->in.faults_shown++;
    fprintf(stderr, "%s: frame %" PRIu64 ": %s: %s\n", job->in.path, job->in.records,
            fault->item, tcs_status_text(fault->status));
}

static void print_identity(struct tcs_json *json, const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_identity *identity = &record->as.identity;
    const char set = (char)('E' - record->type_code);
    const char category[3] = { set, (char)('0' + identity->category), '\0' };

    tcs_json_text(json, "category", category);
    if ((record->valid & TCS_MODE_S_CALLSIGN) != 0)
        tcs_json_bytes(json, "callsign",
                       tcs_bytes(identity->callsign, identity->callsign_len));
}

static void print_position(struct job *job, const struct tcs_mode_s *record,
                           struct tcs_time at)
{
    struct tcs_json *json = &job->in.json;
    const struct tcs_mode_s_position *position = &record->as.position;
    struct tcs_cpr_place place = { 0 };

    if ((record->valid & TCS_MODE_S_ALTITUDE) != 0)
        tcs_json_int(json, position->gnss_height != 0 ? "gnss_height_ft" : "altitude_ft",
                     position->altitude_ft);
    if (record->kind == TCS_MODE_S_AIRBORNE)
        tcs_json_uint(json, "surveillance_status_code", position->status);
    tcs_json_uint(json, "cpr_format", position->odd);
    tcs_json_uint(json, "cpr_lat", position->cpr_lat);
    tcs_json_uint(json, "cpr_lon", position->cpr_lon);
    if (record->kind != TCS_MODE_S_AIRBORNE) {
        tcs_print_movement(json, position->surface_movement,
                           position->surface_track_valid != 0, position->surface_track);
        return;
    }
    const enum tcs_status status = tcs_cpr_fold(&job->cpr, record, at, &place);

    if (status == TCS_OK) {
        tcs_json_double(json, "lat_deg", place.lat_deg);
        tcs_json_double(json, "lon_deg", place.lon_deg);
    } else if (status < 0) {
        tcs_json_text(json, "impossible", "position");
        tcs_tally_add(&job->in.tally, TCS_TALLY_IMPOSSIBLE,
                      "position that the aircraft cannot have come to");
    }
}

static void print_velocity(struct tcs_json *json, const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_velocity *velocity = &record->as.velocity;

    tcs_json_uint(json, "subtype", velocity->subtype);
    tcs_json_uint(json, "velocity_accuracy_code", velocity->nac);
    if ((record->valid & TCS_MODE_S_GROUND_VELOCITY) != 0) {
        tcs_json_int(json, "east_kt", velocity->east_kt);
        tcs_json_int(json, "north_kt", velocity->north_kt);
        tcs_json_double(json, "ground_speed_kt", tcs_mode_s_ground_speed_kt(velocity));
        tcs_json_double(json, "track_deg", tcs_mode_s_track_deg(velocity));
    }
    if ((record->valid & TCS_MODE_S_HEADING) != 0)
        tcs_json_double(json, "heading_deg", velocity->heading_deg);
    if ((record->valid & TCS_MODE_S_AIRSPEED) != 0)
        tcs_json_int(json,
                     velocity->true_airspeed != 0 ? "true_airspeed_kt"
                                                  : "indicated_airspeed_kt",
                     velocity->airspeed_kt);
    if ((record->valid & TCS_MODE_S_VERTICAL_RATE) != 0) {
        tcs_json_int(json, "vertical_rate_ftpmin", velocity->vertical_ftpm);
        tcs_json_text(json, "vertical_rate_source",
                      velocity->vertical_baro != 0 ? "barometric" : "geometric");
    }
    if ((record->valid & TCS_MODE_S_GNSS_MINUS_BARO) != 0)
        tcs_json_int(json, "gnss_minus_baro_ft", velocity->gnss_minus_baro_ft);
}

static void print_content(struct job *job, const struct tcs_mode_s *record,
                          struct tcs_bytes octets, struct tcs_time at)
{
    static const char *const kinds[] = { "other", "identity", "surface_position",
                                         "airborne_position", "velocity" };

    if (record->kind == TCS_MODE_S_OTHER &&
        tcs_print_status(&job->in.json, octets.data + 4))
        return;
    tcs_json_text(&job->in.json, "kind", kinds[record->kind]);
    switch (record->kind) {
    case TCS_MODE_S_IDENTITY:
        print_identity(&job->in.json, record);
        break;
    case TCS_MODE_S_SURFACE:
    case TCS_MODE_S_AIRBORNE:
        print_position(job, record, at);
        break;
    case TCS_MODE_S_VELOCITY:
        print_velocity(&job->in.json, record);
        break;
    default:
        break;
    }
    if (record->impossible != 0) {
        const char *what = record->kind == TCS_MODE_S_IDENTITY ? "callsign" : "altitude";
        char reason[TCS_TALLY_REASON_LEN];

        tcs_json_text(&job->in.json, "left_out", what);
        snprintf(reason, sizeof reason, "field left out: %s", what);
        tcs_tally_add(&job->in.tally, TCS_TALLY_REMARK, reason);
    }
}

/* What stands before the content: number, time, octets. Gives the time of arrival. */
static struct tcs_time print_frame(struct job *job, const struct tcs_mode_s_frame *frame,
                                   bool has_utc, int64_t utc_ns)
{
    struct tcs_json *json = &job->in.json;
    struct tcs_time at = { 0 };

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "frame", job->in.records);
    if (has_utc) {
        char text[TCS_TIME_TEXT_LEN];

        at = tcs_time_from_utc(&job->leap, utc_ns);
        tcs_utc_text(utc_ns, text);
        tcs_json_text(json, "utc", text);
    }
    if ((frame->flags & TCS_MODE_S_HAS_TICKS) != 0) {
        /* 12 MHz; 48 bits of it, times 250, stay within 63. */
        at = (struct tcs_time) { (int64_t)(frame->ticks * 250 / 3) };
        tcs_json_uint(json, "ticks", frame->ticks);
    }
    if ((frame->flags & TCS_MODE_S_HAS_SIGNAL) != 0)
        tcs_json_uint(json, "signal_raw", frame->signal_raw);
    tcs_json_hex(json, "hex", tcs_bytes(frame->octets, frame->len));
    return at;
}

static void end_record(struct job *job)
{
    tcs_json_end(&job->in.json);
    tcs_json_line(&job->in.json);
    job->in.tally.records++;
}

/* Formats 0, 4, 5, 11, 16, 20 and 21; false: it is none, or not a good one. */
static bool decode_reply(struct job *job, const struct tcs_mode_s_frame *frame,
                         bool has_utc, int64_t utc_ns, struct tcs_fault *fault)
{
    const struct tcs_bytes octets = tcs_bytes(frame->octets, frame->len);
    struct tcs_reply reply;
    struct tcs_time at = { 0 };

    if (tcs_reply_read(octets, &reply, fault) != TCS_OK)
        return false;
    if (has_utc)
        at = tcs_time_from_utc(&job->leap, utc_ns);
    if ((frame->flags & TCS_MODE_S_HAS_TICKS) != 0)
        at = (struct tcs_time) { (int64_t)(frame->ticks * 250 / 3) };
    if (reply.address_overlaid == 0)
        tcs_heard_note(&job->heard, reply.address, at);
    const bool known = tcs_heard_lately(&job->heard, reply.address, at);

    if (job->confirmed && !known) {
        tcs_tally_add(&job->in.tally, TCS_TALLY_FOREIGN, "reply of an address not heard");
        return true;
    }
    (void)print_frame(job, frame, has_utc, utc_ns);
    tcs_print_reply(&job->in.json, &reply, known);
    end_record(job);
    return true;
}

/* utc_ns: POSIX, when has_utc. */
static void decode_frame(struct job *job, const struct tcs_mode_s_frame *heard,
                         bool has_utc, int64_t utc_ns)
{
    struct tcs_mode_s_frame frame = *heard;
    const struct tcs_bytes octets = tcs_bytes(frame.octets, frame.len);
    struct tcs_json *json = &job->in.json;
    struct tcs_mode_s record;
    struct tcs_fault fault;
    bool repaired = false;

    job->in.records++;
    enum tcs_status status = tcs_mode_s_read(octets, &record, &fault);

    if (status == TCS_E_DAMAGED && job->repair) {
        repaired = tcs_mode_s_repair(frame.octets, frame.len);
        if (repaired)
            status = tcs_mode_s_read(octets, &record, &fault);
    }
    if (status != TCS_OK) {
        if (status != TCS_E_FOREIGN || frame.len == 2 ||
            !decode_reply(job, &frame, has_utc, utc_ns, &fault))
            count_fault(job, &fault);
        return;
    }
    const struct tcs_time at = print_frame(job, &frame, has_utc, utc_ns);

    tcs_heard_note(&job->heard, record.address, at);
    tcs_json_uint(json, "df", record.df);
    tcs_json_hex(json, record.address_kind == TCS_MODE_S_ICAO ? "icao" : "address",
                 tcs_bytes_part(octets, 1, 3));
    tcs_json_uint(json, "capability_code", record.capability);
    tcs_json_uint(json, "type_code", record.type_code);
    if (repaired)
        tcs_json_bool(json, "repaired", true);
    print_content(job, &record, octets, at);
    end_record(job);
}

/* -------------------------------------------------------------------------- one file */

static void decode_sbs(struct job *job, struct tcs_bytes line)
{
    struct tcs_sbs sbs;
    struct tcs_fault fault;

    job->in.records++;
    if (tcs_sbs_read(line, &sbs, &fault) != TCS_OK) {
        count_fault(job, &fault);
        return;
    }
    tcs_json_object(&job->in.json, NULL);
    tcs_json_uint(&job->in.json, "line", job->in.records);
    tcs_print_sbs(&job->in.json, &sbs);
    end_record(job);
}

static void decode_readsb(struct job *job, struct tcs_bytes object, int64_t document_ns)
{
    struct tcs_readsb readsb;
    struct tcs_fault fault;

    job->in.records++;
    if (tcs_readsb_read(object, document_ns, &readsb, &fault) != TCS_OK) {
        count_fault(job, &fault);
        return;
    }
    tcs_json_object(&job->in.json, NULL);
    tcs_json_uint(&job->in.json, "object", job->in.records);
    tcs_print_readsb(&job->in.json, &readsb);
    end_record(job);
}

/* The kinds of lines that BaseStation has. */
static bool begins_sbs(struct tcs_bytes text)
{
    static const char *const words[] = { "MSG,", "SEL,", "ID,", "AIR,", "STA,", "CLK," };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (tcs_bytes_equal(tcs_bytes_part(text, 0, strlen(words[i])),
                            tcs_bytes(words[i], strlen(words[i]))))
            return true;
    return false;
}

/* Text never holds 1a, and every Beast frame does. */
static enum form form_of(struct tcs_bytes piece)
{
    size_t at = 0;

    for (size_t i = 0; i < piece.len; i++)
        if (piece.data[i] == 0x1a)
            return FORM_BEAST;
    while (at < piece.len && (piece.data[at] == ' ' || piece.data[at] == '\n' ||
                              piece.data[at] == '\r' || piece.data[at] == '\t'))
        at++;
    if (at < piece.len && (piece.data[at] == '*' || piece.data[at] == '@'))
        return FORM_AVR;
    if (at < piece.len && piece.data[at] == '{')
        return FORM_READSB;
    return begins_sbs(tcs_bytes_part(piece, at, piece.len)) ? FORM_SBS : FORM_LINES;
}

static void decode_line(struct tcs_decode_job *in, struct tcs_bytes line)
{
    struct job *job = (struct job *)in;
    struct tcs_timed_frame timed;
    struct tcs_fault fault;

    if (job->form == FORM_SBS) {
        decode_sbs(job, line);
        return;
    }
    if (tcs_timed_line_read(line, &timed, &fault) == TCS_OK) {
        decode_frame(job, &timed.frame, timed.has_time, timed.utc_ns);
        return;
    }
    job->in.records++;
    count_fault(job, &fault);
}

static void decode_piece(struct tcs_decode_job *in, struct tcs_bytes piece)
{
    struct job *job = (struct job *)in;
    struct tcs_mode_s_frame frame;
    struct tcs_bytes text;
    int64_t document_ns = 0;

    if (job->form == FORM_UNKNOWN)
        job->form = form_of(piece);
    if (job->form == FORM_BEAST) {
        while (tcs_beast_next(&job->beast, &piece, &frame) == TCS_OK)
            decode_frame(job, &frame, false, 0);
    } else if (job->form == FORM_AVR) {
        while (tcs_avr_next(&job->avr, &piece, &frame) == TCS_OK)
            decode_frame(job, &frame, false, 0);
    } else if (job->form == FORM_READSB) {
        while (tcs_readsb_next(&job->readsb, &piece, &text, &document_ns) == TCS_OK)
            decode_readsb(job, text, document_ns);
    } else {
        tcs_decode_lines_piece(in, piece);
    }
}

/* What the transports themselves have counted. */
static void finish_stream(struct tcs_decode_job *in)
{
    const struct job *job = (struct job *)in;

    tcs_decode_lines_end(in);
    tcs_decode_faults(in, TCS_TALLY_DAMAGED, "octets that are no frame",
                      job->beast.damaged_count + job->avr.damaged_count);
    tcs_decode_faults(in, TCS_TALLY_DAMAGED, "object too long",
                      job->readsb.damaged_count);
    tcs_decode_faults(in, TCS_TALLY_FOREIGN, "text between objects",
                      job->readsb.passed_count > 0);
    tcs_decode_faults(in, TCS_TALLY_FOREIGN, "Beast frame of another type",
                      job->beast.foreign_count);
    if (job->beast.want > 0 || job->avr.kind != 0 || job->readsb.depth > 0)
        tcs_tally_add(&in->tally, TCS_TALLY_DAMAGED, "the file ends inside a frame");
}

int tcs_decode_modes(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct job job;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--confirmed") == 0)
            job.confirmed = true;
        else if (strcmp(argv[i], "--repair") == 0)
            job.repair = true;
        else if (job.in.path == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
            job.in.path = argv[i];
        else
            return tcs_decode_usage(format, argv[i]);
    }
    if (job.in.path == NULL)
        return tcs_decode_usage(format, "no FILE");
    tcs_leap_builtin(&job.leap);
    job.in.line = decode_line;
    return tcs_decode_file(&job.in, decode_piece, finish_stream);
}
