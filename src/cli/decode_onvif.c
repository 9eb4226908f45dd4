/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_onvif.c -- `tocsin decode onvif`: one line a frame or status of a head, out of
 * metadata documents one behind the other (a recorded stream, a multipart answer).
 *
 *   {"document":1,"kind":"frame","time":"...","objects":[{"id":12,"box":{"left":-0.1,
 *    "bottom":0.2,"right":0.1,"top":0.4},"type":"Drone","likelihood":0.9}]}
 *   {"document":2,"kind":"ptz","time":"...","pan":0.5,"tilt":-0.1,"zoom":0.0,
 *    "degrees":false,"moving":false}
 */
#include "cli/decode_pieces.h"
#include "decode/onvif.h"

static struct tcs_xml_stream stream;

static void print_object(struct tcs_json *json, const struct tcs_onvif_object *object)
{
    tcs_json_object(json, NULL);
    tcs_json_int(json, "id", object->id);
    if ((object->valid & TCS_ONVIF_BOX) != 0) {
        tcs_json_object(json, "box");
        tcs_json_double(json, "left", object->left);
        tcs_json_double(json, "bottom", object->bottom);
        tcs_json_double(json, "right", object->right);
        tcs_json_double(json, "top", object->top);
        tcs_json_end(json);
    }
    if ((object->valid & TCS_ONVIF_CENTRE) != 0) {
        tcs_json_double(json, "centre_x", object->centre_x);
        tcs_json_double(json, "centre_y", object->centre_y);
    }
    if ((object->valid & TCS_ONVIF_TYPE) != 0) {
        tcs_json_text(json, "type", object->type);
        tcs_json_double(json, "likelihood", object->likelihood);
    }
    if ((object->valid & TCS_ONVIF_PLACE) != 0) {
        tcs_json_double(json, "lat_deg", object->lat_deg);
        tcs_json_double(json, "lon_deg", object->lon_deg);
    }
    if ((object->valid & TCS_ONVIF_ELEVATION) != 0)
        tcs_json_double(json, "elevation_m", object->elevation_m);
    if ((object->valid & TCS_ONVIF_REMOVED) != 0)
        tcs_json_bool(json, "removed", true);
    tcs_json_end(json);
}

static void print_ptz(struct tcs_json *json, const struct tcs_onvif_ptz *ptz)
{
    if ((ptz->valid & TCS_ONVIF_TIME) != 0)
        tcs_decode_time(json, "time", ptz->utc_ns);
    if ((ptz->valid & TCS_ONVIF_PAN_TILT) != 0) {
        tcs_json_double(json, "pan", ptz->pan);
        tcs_json_double(json, "tilt", ptz->tilt);
        tcs_json_bool(json, "degrees", (ptz->valid & TCS_ONVIF_DEGREES) != 0);
    }
    if ((ptz->valid & TCS_ONVIF_ZOOM) != 0)
        tcs_json_double(json, "zoom", ptz->zoom);
    if ((ptz->valid & TCS_ONVIF_FIELD_OF_VIEW) != 0) {
        tcs_json_double(json, "hfov_deg", ptz->hfov_deg);
        tcs_json_double(json, "vfov_deg", ptz->vfov_deg);
    }
    tcs_json_bool(json, "moving", (ptz->valid & TCS_ONVIF_MOVING) != 0);
}

static void print_frame(struct tcs_json *json, const struct tcs_onvif_item *item)
{
    tcs_decode_time(json, "time", item->frame.utc_ns);
    if (item->has_ptz != 0) {
        tcs_json_object(json, "ptz");
        print_ptz(json, &item->ptz);
        tcs_json_end(json);
    }
    tcs_json_array(json, "objects");
    for (uint32_t i = 0; i < item->frame.count; i++)
        print_object(json, &item->frame.objects[i]);
    tcs_json_end(json);
}

static void print_item(struct tcs_decode_job *job, const struct tcs_onvif_item *item)
{
    struct tcs_json *json = &job->json;
    const bool is_frame = item->kind == TCS_ONVIF_FRAME;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "document", job->records);
    tcs_json_text(json, "kind", is_frame ? "frame" : "ptz");
    if (is_frame)
        print_frame(json, item);
    else
        print_ptz(json, &item->ptz);
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
    tcs_decode_faults(job, TCS_TALLY_REMARK, "object beyond those of a frame",
                      item->frame.left_out);
}

static void decode_document(struct tcs_decode_job *job, struct tcs_bytes document)
{
    static struct tcs_onvif_item item;
    struct tcs_onvif walk = tcs_onvif(document);
    struct tcs_fault fault;
    enum tcs_status status = tcs_onvif_next(&walk, &item, &fault);

    job->records++;
    for (; status != TCS_END; status = tcs_onvif_next(&walk, &item, &fault)) {
        if (status == TCS_OK)
            print_item(job, &item);
        else
            tcs_decode_fault(job, &fault);
    }
}

static void piece(struct tcs_decode_job *job, struct tcs_bytes octets)
{
    struct tcs_bytes document;

    while (tcs_xml_stream_next(&stream, &octets, &document) == TCS_OK)
        decode_document(job, document);
}

static void end(struct tcs_decode_job *job)
{
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "document too long or cut off",
                      stream.damaged_count);
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "the file ends inside a document",
                      stream.depth > 0);
}

int tcs_decode_onvif(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct tcs_decode_job job = { .what = "document" };

    return tcs_decode_pieces(format, argc, argv, &job, piece, end);
}
