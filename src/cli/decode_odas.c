/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_odas.c -- `tocsin decode odas`: one line an object, with the sources in use.
 *
 *   {"object":1,"hop":4213,"kind":"tracks","sources":[{"id":3,"tag":"dynamic","x":0.1,
 *    "y":0.9,"z":0.3,"azimuth_deg":6.3,"elevation_deg":18.3,"activity":0.9}]}
 *
 * Azimuth and elevation are in the axes of the array: clockwise from y, up to z.
 */
#include "cli/decode_pieces.h"
#include "decode/js_stream.h"
#include "decode/odas.h"
#include "observe/pose.h"

static struct tcs_js_stream stream;

static void print_source(struct tcs_json *json, const struct tcs_odas_source *source,
                         bool tracks)
{
    static const struct tcs_pose level;
    const struct tcs_own_axes own = { source->y, source->x, source->z };
    double az_rad = 0.0, el_rad = 0.0;

    tcs_pose_direction(&level, own, &az_rad, &el_rad);
    tcs_json_object(json, NULL);
    if (tracks) {
        tcs_json_uint(json, "id", source->id);
        tcs_json_text(json, "tag", source->tag);
    }
    tcs_json_double(json, "x", source->x);
    tcs_json_double(json, "y", source->y);
    tcs_json_double(json, "z", source->z);
    tcs_json_double(json, "azimuth_deg", az_rad / TCS_RAD_PER_DEG);
    tcs_json_double(json, "elevation_deg", el_rad / TCS_RAD_PER_DEG);
    tcs_json_double(json, tracks ? "activity" : "energy", source->strength);
    tcs_json_end(json);
}

static void decode_object(struct tcs_decode_job *job, struct tcs_bytes object)
{
    static const char *const kinds[] = { "nothing", "tracks", "potentials" };
    struct tcs_json *json = &job->json;
    struct tcs_odas odas;
    struct tcs_fault fault;

    job->records++;
    if (tcs_odas_read(object, &odas, &fault) != TCS_OK) {
        tcs_decode_fault(job, &fault);
        return;
    }
    tcs_json_object(json, NULL);
    tcs_json_uint(json, "object", job->records);
    tcs_json_uint(json, "hop", odas.hop);
    tcs_json_text(json, "kind", kinds[odas.kind]);
    tcs_json_array(json, "sources");
    for (uint32_t i = 0; i < odas.count; i++)
        print_source(json, &odas.sources[i], odas.kind == TCS_ODAS_TRACKS);
    tcs_json_end(json);
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void piece(struct tcs_decode_job *job, struct tcs_bytes octets)
{
    struct tcs_bytes object;

    while (tcs_js_stream_next(&stream, &octets, &object) == TCS_OK)
        decode_object(job, object);
}

static void end(struct tcs_decode_job *job)
{
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "object too long", stream.damaged_count);
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "the file ends inside an object",
                      stream.depth > 0);
    tcs_decode_faults(job, TCS_TALLY_FOREIGN, "octets between objects",
                      stream.passed_count);
}

int tcs_decode_odas(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct tcs_decode_job job = { .what = "object" };

    return tcs_decode_pieces(format, argc, argv, &job, piece, end);
}
