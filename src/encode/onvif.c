/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/onvif.h"

#include "base/time.h"
#include "encode/put.h"

static const double FAR = 1e6;

/* False for NaN, too. */
static bool is_within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static void put_attribute(struct tcs_writer *w, const char *name, double value)
{
    tcs_put_text(w, " ");
    tcs_put_text(w, name);
    tcs_put_text(w, "=\"");
    tcs_put_fixed(w, value, 7);
    tcs_put_text(w, "\"");
}

static void put_time(struct tcs_writer *w, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_put_text(w, text);
}

/* Text with the references that XML demands. */
static bool put_escaped(struct tcs_writer *w, const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || (unsigned char)*text > 0x7e)
            return false;
        if (*text == '<')
            tcs_put_text(w, "&lt;");
        else if (*text == '&')
            tcs_put_text(w, "&amp;");
        else
            tcs_write_u8(w, (uint8_t)*text);
    }
    return true;
}

static bool put_shape(struct tcs_writer *w, const struct tcs_onvif_object *o)
{
    const bool has_centre = (o->valid & TCS_ONVIF_CENTRE) != 0;
    const double x = has_centre ? o->centre_x : (o->left + o->right) / 2.0;
    const double y = has_centre ? o->centre_y : (o->bottom + o->top) / 2.0;

    if (!(is_within(o->left, -FAR, FAR) && is_within(o->right, o->left + 1e-6, FAR) &&
          is_within(o->bottom, -FAR, FAR) && is_within(o->top, o->bottom + 1e-6, FAR) &&
          is_within(x, -FAR, FAR) && is_within(y, -FAR, FAR)))
        return false;
    tcs_put_text(w, "<tt:Shape><tt:BoundingBox");
    put_attribute(w, "bottom", o->bottom);
    put_attribute(w, "top", o->top);
    put_attribute(w, "right", o->right);
    put_attribute(w, "left", o->left);
    tcs_put_text(w, "/><tt:CenterOfGravity");
    put_attribute(w, "x", x);
    put_attribute(w, "y", y);
    tcs_put_text(w, "/></tt:Shape>");
    return true;
}

static bool put_class(struct tcs_writer *w, const struct tcs_onvif_object *o)
{
    if (!is_within(o->likelihood, 0.0, 1.0))
        return false;
    tcs_put_text(w, "<tt:Class><tt:Type");
    put_attribute(w, "Likelihood", o->likelihood);
    tcs_put_text(w, ">");
    if (!put_escaped(w, o->type))
        return false;
    tcs_put_text(w, "</tt:Type></tt:Class>");
    return true;
}

static bool put_place(struct tcs_writer *w, const struct tcs_onvif_object *o)
{
    if (!is_within(o->lat_deg, -90.0, 90.0) || !is_within(o->lon_deg, -180.0, 180.0) ||
        !is_within(o->elevation_m, -1e5, 1e5))
        return false;
    tcs_put_text(w, "<tt:GeoLocation");
    put_attribute(w, "lon", o->lon_deg);
    put_attribute(w, "lat", o->lat_deg);
    if ((o->valid & TCS_ONVIF_ELEVATION) != 0)
        put_attribute(w, "elevation", o->elevation_m);
    tcs_put_text(w, "/>");
    return true;
}

static bool put_object(struct tcs_writer *w, const struct tcs_onvif_object *o)
{
    bool good = true;

    tcs_put_text(w, "<tt:Object ObjectId=\"");
    if (o->id < 0)
        tcs_write_u8(w, '-');
    tcs_put_uint(w, o->id < 0 ? UINT64_C(0) - (uint64_t)o->id : (uint64_t)o->id, 1);
    tcs_put_text(w, "\"><tt:Appearance>");
    if ((o->valid & TCS_ONVIF_BOX) != 0)
        good = put_shape(w, o);
    if ((o->valid & TCS_ONVIF_TYPE) != 0)
        good = good && put_class(w, o);
    if ((o->valid & TCS_ONVIF_PLACE) != 0)
        good = good && put_place(w, o);
    tcs_put_text(w, "</tt:Appearance>");
    if ((o->valid & TCS_ONVIF_REMOVED) != 0)
        tcs_put_text(w, "<tt:Behaviour><tt:Removed/></tt:Behaviour>");
    tcs_put_text(w, "</tt:Object>");
    return good;
}

static bool put_position(struct tcs_writer *w, const struct tcs_onvif_ptz *p)
{
    const bool degrees = (p->valid & TCS_ONVIF_DEGREES) != 0;
    const double limit = degrees ? 360.0 : 1.0;

    tcs_put_text(w, "<tt:Position>");
    if ((p->valid & TCS_ONVIF_PAN_TILT) != 0) {
        if (!is_within(p->pan, -limit, limit) || !is_within(p->tilt, -limit, limit))
            return false;
        tcs_put_text(w, "<tt:PanTilt");
        put_attribute(w, "x", p->pan);
        put_attribute(w, "y", p->tilt);
        tcs_put_text(w, " space=\"http://www.onvif.org/ver10/tptz/PanTiltSpaces/");
        tcs_put_text(w,
                     degrees ? "SphericalPositionSpaceDegrees" : "PositionGenericSpace");
        tcs_put_text(w, "\"/>");
    }
    if ((p->valid & TCS_ONVIF_ZOOM) != 0) {
        if (!is_within(p->zoom, -1.0, 1.0))
            return false;
        tcs_put_text(w, "<tt:Zoom");
        put_attribute(w, "x", p->zoom);
        tcs_put_text(w, "/>");
    }
    tcs_put_text(w, "</tt:Position>");
    return true;
}

static bool put_ptz(struct tcs_writer *w, const struct tcs_onvif_ptz *p)
{
    tcs_put_text(w, "<tt:PTZStatus>");
    if ((p->valid & (TCS_ONVIF_PAN_TILT | TCS_ONVIF_ZOOM)) != 0 && !put_position(w, p))
        return false;
    tcs_put_text(w, "<tt:MoveStatus><tt:PanTilt>");
    tcs_put_text(w, (p->valid & TCS_ONVIF_MOVING) != 0 ? "MOVING" : "IDLE");
    tcs_put_text(w, "</tt:PanTilt></tt:MoveStatus><tt:UtcTime>");
    put_time(w, p->utc_ns);
    tcs_put_text(w, "</tt:UtcTime>");
    if ((p->valid & TCS_ONVIF_FIELD_OF_VIEW) != 0) {
        if (!is_within(p->hfov_deg, 0.001, 360.0) ||
            !is_within(p->vfov_deg, 0.001, 360.0))
            return false;
        tcs_put_text(w, "<tt:FieldOfView");
        put_attribute(w, "hfov", p->hfov_deg);
        put_attribute(w, "vfov", p->vfov_deg);
        tcs_put_text(w, "/>");
    }
    tcs_put_text(w, "</tt:PTZStatus>");
    return true;
}

static bool put_frame(struct tcs_writer *w, const struct tcs_onvif_item *item)
{
    const struct tcs_onvif_frame *frame = &item->frame;

    tcs_put_text(w, "<tt:VideoAnalytics><tt:Frame UtcTime=\"");
    put_time(w, frame->utc_ns);
    tcs_put_text(w, "\">");
    if (item->has_ptz != 0 && !put_ptz(w, &item->ptz))
        return false;
    for (uint32_t i = 0; i < frame->count; i++)
        if (!put_object(w, &frame->objects[i]))
            return false;
    tcs_put_text(w, "</tt:Frame></tt:VideoAnalytics>");
    return true;
}

enum tcs_status tcs_onvif_write(const struct tcs_onvif_item *item, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;
    bool good = false;

    tcs_put_text(&trial, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tt:MetadataStream "
                         "xmlns:tt=\"http://www.onvif.org/ver10/schema\">");
    if (item->kind == TCS_ONVIF_FRAME) {
        good = item->frame.count <= TCS_ONVIF_OBJECTS_MAX && put_frame(&trial, item);
    } else if (item->kind == TCS_ONVIF_PTZ) {
        tcs_put_text(&trial, "<tt:PTZ>");
        good = put_ptz(&trial, &item->ptz);
        tcs_put_text(&trial, "</tt:PTZ>");
    }
    tcs_put_text(&trial, "</tt:MetadataStream>\n");
    if (!good)
        return TCS_E_ARGUMENT;
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
