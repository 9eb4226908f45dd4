/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_ais.c -- `tocsin decode ais`: one line a message, in the names and units that
 * gpsd publishes, so that its users can compare and change over.
 *
 *   {"class":"AIS","type":1,"repeat":0,"mmsi":371798000,"scaled":true,"status":0,
 *    "status_text":"Under way using engine","turn":"fastleft","speed":12.3,...}
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/time.h"
#include "cli/decode_pieces.h"
#include "decode/ais_sentence.h"
#include "decode/ais_words.h"

enum { FAULTS_SHOWN = 10, TEXT_LEN = 40 };

struct job {
    struct tcs_decode_job in; /* first: it is what is handed round */
    bool scaled;
    bool split; /* parts of type 24 as they come */
    struct tcs_ais_assembler assembler;
    struct tcs_ais_parts parts;
};

/* ------------------------------------------------------------------------- one field */

/* Rounded to so many decimals, in such a way that the shortest text of it has no more. */
static double rounded(double value, unsigned decimals)
{
    double unit = 1.0;

    for (unsigned i = 0; i < decimals; i++)
        unit *= 10.0;
    return nearbyint(value * unit) / unit;
}

static void print_time(struct job *job, const struct tcs_ais *message,
                       const struct tcs_ais_field *field, uint32_t base)
{
    const uint32_t at = base + field->at;
    unsigned part[6] = { 0 };
    char text[TEXT_LEN] = "";
    static const uint8_t widths[][6] = {
        [TCS_AIS_STAMP] = { 14, 4, 5, 5, 6, 6 }, [TCS_AIS_MDHM] = { 4, 5, 5, 6 },
        [TCS_AIS_DMHM] = { 5, 4, 5, 6 },         [TCS_AIS_DHM] = { 5, 5, 6 },
        [TCS_AIS_DATE_TIME] = { 8, 4, 5 },
    };
    uint32_t bit = at;

    for (unsigned i = 0; i < 6 && widths[field->kind][i] != 0; i++) {
        part[i] = (unsigned)tcs_ais_bits(message, bit, widths[field->kind][i]);
        bit += widths[field->kind][i];
    }
    if (field->kind == TCS_AIS_STAMP) {
        snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02uZ", part[0], part[1],
                 part[2], part[3], part[4], part[5]);
    } else if (field->kind == TCS_AIS_MDHM) {
        snprintf(text, sizeof text,
                 field->form == TCS_AIS_SCALED ? "%u-%uT%u:%u" : "%02u-%02uT%02u:%02uZ",
                 part[0], part[1], part[2], part[3]);
    } else if (field->kind == TCS_AIS_DMHM) {
        snprintf(text, sizeof text, "%02u-%02uT%02u:%02u", part[1], part[0], part[2],
                 part[3]);
    } else if (field->kind == TCS_AIS_DHM) {
        snprintf(text, sizeof text, "%02uT%02u:%02uZ", part[0], part[1], part[2]);
    } else {
        const uint32_t clock = base + (uint16_t)field->offset;

        snprintf(text, sizeof text, "%4u-%02u-%02uT%02u:%02u", part[0] + 2000, part[1],
                 part[2], (unsigned)tcs_ais_bits(message, clock, 5),
                 (unsigned)tcs_ais_bits(message, clock + 5, 6));
    }
    tcs_json_text(&job->in.json, field->name, text);
}

static const char *word_of(const struct tcs_ais_field *field, int64_t value)
{
    if (field->words == NULL)
        return tcs_ais_inland_ship((uint32_t)value);
    return (uint64_t)value < field->words->count ? field->words->words[value]
                                                 : field->words->other;
}

static void print_words(struct job *job, const struct tcs_ais_field *field, int64_t value)
{
    char key[TEXT_LEN];

    if (field->form == TCS_AIS_WORD_SCALED && job->scaled) {
        tcs_json_text(&job->in.json, field->name, word_of(field, value));
        return;
    }
    tcs_json_int(&job->in.json, field->name, value);
    if (field->form == TCS_AIS_WORD_SCALED ||
        (field->form == TCS_AIS_WORDS_SCALED && !job->scaled))
        return;
    snprintf(key, sizeof key, "%s_text", field->name);
    tcs_json_text(&job->in.json, key, word_of(field, value));
}

static void print_turn(struct tcs_json *json, const char *name, int64_t value)
{
    char text[TEXT_LEN];
    const double root = (double)value / 4.733;

    if (value == -128 || value == -127 || value == 127) {
        tcs_json_text(json, name,
                      value == -128   ? "n/a"
                      : value == -127 ? "fastleft"
                                      : "fastright");
        return;
    }
    snprintf(text, sizeof text, "%.2f", root * root * (value < 0 ? -1.0 : 1.0));
    tcs_json_text(json, name, text);
}

/* Speeds and heights have two values at their upper end that are none. */
static void print_limited(struct tcs_json *json, const struct tcs_ais_field *field,
                          int64_t value)
{
    const int64_t unknown = field->form == TCS_AIS_HEIGHT ? 4095 : 1023;

    if (value == unknown)
        tcs_json_text(json, field->name, "n/a");
    else if (value == unknown - 1)
        tcs_json_text(json, field->name, field->form == TCS_AIS_HEIGHT ? "high" : "fast");
    else if (field->form == TCS_AIS_SPEED)
        tcs_json_double(json, field->name, rounded((double)value / 10.0, 1));
    else
        tcs_json_int(json, field->name, value);
}

static void print_scaled(struct job *job, const struct tcs_ais_field *field,
                         int64_t value)
{
    const double scaled = (double)(value + field->offset) / (double)field->divisor;
    char text[TEXT_LEN];

    if (field->form == TCS_AIS_SCALED_NONZERO && value == 0) {
        tcs_json_int(&job->in.json, field->name, 0);
    } else if (field->form == TCS_AIS_SCALED_TEXT) {
        snprintf(text, sizeof text, "%.*f", field->decimals, scaled);
        tcs_json_text(&job->in.json, field->name, text);
    } else {
        tcs_json_double(&job->in.json, field->name, rounded(scaled, field->decimals));
    }
}

static void print_number(struct job *job, const struct tcs_ais_field *field,
                         int64_t value)
{
    char text[TEXT_LEN];

    switch (field->form) {
    case TCS_AIS_WORDS:
    case TCS_AIS_WORDS_SCALED:
    case TCS_AIS_WORD_SCALED:
        print_words(job, field, value);
        return;
    case TCS_AIS_NUMBER_TEXT:
        snprintf(text, sizeof text, "%" PRIu32, (uint32_t)value);
        tcs_json_text(&job->in.json, field->name, text);
        return;
    default:
        break;
    }
    if (!job->scaled || field->form == TCS_AIS_PLAIN)
        tcs_json_int(&job->in.json, field->name, value);
    else if (field->form == TCS_AIS_TURN)
        print_turn(&job->in.json, field->name, value);
    else if (field->form == TCS_AIS_SPEED || field->form == TCS_AIS_SPEED_WHOLE ||
             field->form == TCS_AIS_HEIGHT)
        print_limited(&job->in.json, field, value);
    else
        print_scaled(job, field, value);
}

static void print_data(struct job *job, const struct tcs_ais *message,
                       const struct tcs_ais_field *field)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t octets[TCS_AIS_OCTETS_MAX];
    const uint32_t bits = tcs_ais_data(message, field, octets);
    char text[16 + 2 * TCS_AIS_OCTETS_MAX];
    int len = snprintf(text, sizeof text, "%" PRIu32 ":", bits);

    for (uint32_t i = 0; i < (bits + 7) / 8; i++) {
        text[len++] = digits[octets[i] >> 4];
        text[len++] = digits[octets[i] & 15];
    }
    text[len] = '\0';
    tcs_json_text(&job->in.json, field->name, text);
}

static void print_field(struct job *job, const struct tcs_ais *message,
                        const struct tcs_ais_field *field, uint32_t base)
{
    char text[TCS_AIS_TEXT_MAX + 1];

    switch (field->kind) {
    case TCS_AIS_UINT:
    case TCS_AIS_INT:
        print_number(job, field, tcs_ais_number(message, field, base));
        break;
    case TCS_AIS_BOOL:
        tcs_json_bool(&job->in.json, field->name,
                      tcs_ais_number(message, field, base) != 0);
        break;
    case TCS_AIS_TEXT:
    case TCS_AIS_NAME:
        (void)tcs_ais_text(message, field, base, text);
        tcs_json_text(&job->in.json, field->name, text);
        break;
    case TCS_AIS_DATA:
        print_data(job, message, field);
        break;
    default:
        print_time(job, message, field, base);
        break;
    }
}

/* ----------------------------------------------------------------------- one message */

/* The identity of a target is a number or a text, under the name of what it is. */
static void print_target(struct job *job, const struct tcs_ais *message, uint32_t base)
{
    static const char *const names[] = { "mmsi", "imo", "callsign", "other" };
    const uint64_t kind = tcs_ais_bits(message, base, 2);
    const struct tcs_ais_field field = { .name = names[kind],
                                         .at = 2,
                                         .bits = 42,
                                         .kind = kind < 2 ? TCS_AIS_UINT : TCS_AIS_TEXT,
                                         .form = kind < 2 ? TCS_AIS_NUMBER_TEXT
                                                          : TCS_AIS_PLAIN };

    print_field(job, message, &field, base);
}

static void print_group(struct job *job, const struct tcs_ais *message)
{
    const struct tcs_ais_group *group = message->layout->group;
    const uint32_t count = tcs_ais_group_count(message);

    tcs_json_array(&job->in.json, group->name);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t base = group->at + i * group->bits;

        tcs_json_object(&job->in.json, NULL);
        for (uint32_t k = 0; k < group->field_count; k++) {
            const struct tcs_ais_field *field = &group->fields[k];

            if (field->form == TCS_AIS_NUMBER_TEXT)
                print_target(job, message, base);
            else
                print_field(job, message, field, base);
        }
        tcs_json_end(&job->in.json);
    }
    tcs_json_end(&job->in.json);
}

static void print_parts(struct job *job, const struct tcs_ais *message,
                        const struct tcs_ais *first)
{
    static const struct tcs_ais_field name = {
        .name = "shipname", .at = 40, .bits = 120, .kind = TCS_AIS_TEXT
    };

    if (job->split || first == NULL)
        tcs_json_text(&job->in.json, "part", message->layout->variant == 0 ? "A" : "B");
    if (!job->split && first != NULL)
        print_field(job, first, &name, 0);
}

static void print_message(struct job *job, const struct tcs_ais_sentence *sentence,
                          const struct tcs_ais *message, const struct tcs_ais *first)
{
    struct tcs_json *json = &job->in.json;

    tcs_json_object(json, NULL);
    tcs_json_text(json, "class", "AIS");
    tcs_json_uint(json, "type", message->type);
    tcs_json_uint(json, "repeat", message->repeat);
    tcs_json_uint(json, "mmsi", message->mmsi);
    tcs_json_bool(json, "scaled", job->scaled);
    if (sentence->source[0] != '\0')
        tcs_json_text(json, "tag_source", sentence->source);
    if (sentence->has_time != 0) {
        char utc[TCS_TIME_TEXT_LEN];

        tcs_utc_text(sentence->utc_ns, utc);
        tcs_json_text(json, "tag_utc", utc);
    }
    if (message->type == 24)
        print_parts(job, message, first);
    for (uint32_t i = 0; i < message->layout->field_count; i++)
        print_field(job, message, &message->layout->fields[i], 0);
    if (message->layout->group != NULL)
        print_group(job, message);
    tcs_json_end(json);
    tcs_json_line(json);
    job->in.tally.records++;
}

static void take_message(struct job *job, const struct tcs_ais_sentence *sentence,
                         const struct tcs_ais *message)
{
    const struct tcs_ais *first = NULL;

    if (message->type == 24 && !job->split) {
        first = tcs_ais_parts_take(&job->parts, message);
        if (first == NULL) {
            tcs_tally_add(&job->in.tally, TCS_TALLY_REMARK,
                          message->layout->variant == 0
                              ? "part A of type 24, kept for its part B"
                              : "part B of type 24 without its part A, not shown");
            return;
        }
    }
    print_message(job, sentence, message, first);
}

/* -------------------------------------------------------------------------- one file */

static void count_fault(struct job *job, const struct tcs_fault *fault)
{
    tcs_tally_add(&job->in.tally,
                  fault->status == TCS_E_FOREIGN ? TCS_TALLY_FOREIGN : TCS_TALLY_DAMAGED,
                  fault->item);
    if (fault->status == TCS_E_FOREIGN || job->in.faults_shown == FAULTS_SHOWN)
        return;
    job->in.faults_shown++;
    fprintf(stderr, "%s: line %" PRIu64 ": %s: %s\n", job->in.path, job->in.records,
            fault->item, tcs_status_text(fault->status));
}

static void decode_line(struct tcs_decode_job *in, struct tcs_bytes line)
{
    struct job *job = (struct job *)in;
    struct tcs_ais_sentence sentence;
    struct tcs_ais message;
    struct tcs_fault fault;

    job->in.records++;
    if (line.data[0] == '#')
        return; /* comments of collections of logs */
    if (tcs_ais_sentence_read(line, &sentence, &fault) != TCS_OK) {
        count_fault(job, &fault);
        return;
    }
    const enum tcs_status status =
        tcs_ais_assemble(&job->assembler, &sentence, &message, &fault);

    if (status == TCS_OK)
        take_message(job, &sentence, &message);
    else if (status < 0)
        count_fault(job, &fault);
}

static void finish(struct tcs_decode_job *in)
{
    const struct job *job = (struct job *)in;

    tcs_decode_lines_end(in);
    for (int i = 0; i < TCS_AIS_MESSAGES_OPEN; i++)
        if (job->assembler.open[i].count != 0)
            tcs_tally_add(&in->tally, TCS_TALLY_DAMAGED, "message without its last part");
}

int tcs_decode_ais(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct job job;

    job.scaled = true;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--unscaled") == 0)
            job.scaled = false;
        else if (strcmp(argv[i], "--parts") == 0)
            job.split = true;
        else if (job.in.path == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
            job.in.path = argv[i];
        else
            return tcs_decode_usage(format, argv[i]);
    }
    if (job.in.path == NULL)
        return tcs_decode_usage(format, "no FILE");
    job.in.line = decode_line;
    return tcs_decode_file(&job.in, tcs_decode_lines_piece, finish);
}
