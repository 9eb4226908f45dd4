/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/onvif.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

static const char space[] = "http://www.onvif.org/ver10/schema";
static const double FAR = 1e6; /* normalised: nothing of sense lies further out */

enum { FLOAT_LEN = 32 };

struct walk {
    struct tcs_xml *xml;
    struct tcs_fault *fault;
    bool impossible;  /* a number was met that cannot be */
    const char *what; /* which */
    uint32_t offset;  /* and where */
};

/* Scale p + Translate */
struct transformation {
    double scale_x, scale_y;
    double translate_x, translate_y;
};

static const struct transformation identity = { 1.0, 1.0, 0.0, 0.0 };

/* The next element inside of one at `depth`; TCS_END behind the last. */
static enum tcs_status next_child(struct walk *walk, uint32_t depth,
                                  struct tcs_xml_token *ret_child)
{
    for (;;) {
        const enum tcs_status status = tcs_xml_next(walk->xml, ret_child, walk->fault);

        if (status != TCS_OK)
            return status == TCS_END ? tcs_fault(walk->fault, TCS_E_DAMAGED, 0, "end")
                                     : status;
        if (ret_child->kind == TCS_XML_CLOSE && ret_child->depth == depth)
            return TCS_END;
        if (ret_child->kind == TCS_XML_OPEN && ret_child->depth == depth + 1)
            return TCS_OK;
    }
}

static bool is(const struct tcs_xml_token *token, const char *name)
{
    return tcs_xml_is(token->name, name) && tcs_xml_is(token->space, space);
}

static void note(struct walk *walk, uint32_t offset, const char *what)
{
    if (!walk->impossible) {
        walk->impossible = true;
        walk->what = what;
        walk->offset = offset;
    }
}

/* xs:float has forms that JSON has not: +1, .5 and 5. are numbers. False: not one that is
 * finite. */
static bool float_of(const char *text, double *ret_value)
{
    char plain[FLOAT_LEN + 4];
    size_t len = 0;
    bool digit = false;

    if (*text == '+')
        text++;
    else if (*text == '-')
        plain[len++] = *text++;
    for (; *text != '\0' && len < FLOAT_LEN; text++) {
        if (*text == '.' && !digit)
            plain[len++] = '0';
        if (*text == '.' && !(text[1] >= '0' && text[1] <= '9')) {
            digit = digit || len > 0;
            continue;
        }
        digit = digit || (*text >= '0' && *text <= '9') || *text == '.';
        plain[len++] = *text;
    }
    return *text == '\0' && tcs_text_double(tcs_bytes(plain, len), ret_value) == TCS_OK;
}

/* An attribute as a number within a range; what is not there is not touched. */
static bool attribute(struct walk *walk, const struct tcs_xml_token *token,
                      const char *name, double limit, double *ret_value)
{
    struct tcs_bytes raw = { 0 };
    char text[FLOAT_LEN];
    double value = 0.0;

    if (!tcs_xml_attribute(token, name, &raw))
        return false;
    if (tcs_xml_copy(raw, text, sizeof text) != TCS_OK || !float_of(text, &value) ||
        !(value >= -limit && value <= limit)) {
        note(walk, token->offset, name);
        return false;
    }
    *ret_value = value;
    return true;
}

static bool vector(struct walk *walk, const struct tcs_xml_token *token, double *ret_x,
                   double *ret_y)
{
    double x = 0.0, y = 0.0;

    if (!attribute(walk, token, "x", FAR, &x) || !attribute(walk, token, "y", FAR, &y)) {
        note(walk, token->offset, "vector");
        return false;
    }
    *ret_x = x;
    *ret_y = y;
    return true;
}

static enum tcs_status read_transformation(struct walk *walk,
                                           const struct tcs_xml_token *open,
                                           struct transformation *t)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    *t = identity;
    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Translate"))
            (void)vector(walk, &child, &t->translate_x, &t->translate_y);
        else if (is(&child, "Scale"))
            (void)vector(walk, &child, &t->scale_x, &t->scale_y);
        status = tcs_xml_skip(walk->xml, &child, walk->fault);
    }
    return status == TCS_END ? TCS_OK : status;
}

static void apply(const struct transformation *t, double *x, double *y)
{
    *x = *x * t->scale_x + t->translate_x;
    *y = *y * t->scale_y + t->translate_y;
}

static void read_box(struct walk *walk, const struct tcs_xml_token *token,
                     struct tcs_onvif_object *object)
{
    if (attribute(walk, token, "left", FAR, &object->left) &&
        attribute(walk, token, "right", FAR, &object->right) &&
        attribute(walk, token, "top", FAR, &object->top) &&
        attribute(walk, token, "bottom", FAR, &object->bottom))
        object->valid |= TCS_ONVIF_BOX;
    else
        note(walk, token->offset, "BoundingBox");
}

static enum tcs_status read_shape(struct walk *walk, const struct tcs_xml_token *open,
                                  struct tcs_onvif_object *object)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "BoundingBox"))
            read_box(walk, &child, object);
        else if (is(&child, "CenterOfGravity") &&
                 vector(walk, &child, &object->centre_x, &object->centre_y))
            object->valid |= TCS_ONVIF_CENTRE;
        status = tcs_xml_skip(walk->xml, &child, walk->fault);
    }
    return status == TCS_END ? TCS_OK : status;
}

static void keep_type(struct walk *walk, const char *type, double likelihood,
                      uint32_t offset, struct tcs_onvif_object *object)
{
    if (!(likelihood >= 0.0 && likelihood <= 1.0)) {
        note(walk, offset, "Likelihood");
        return;
    }
    if (type[0] == '\0' ||
        ((object->valid & TCS_ONVIF_TYPE) != 0 && likelihood <= object->likelihood))
        return;
    object->valid |= TCS_ONVIF_TYPE;
    object->likelihood = likelihood;
    (void)tcs_text_copy(object->type, sizeof object->type, tcs_text_bytes(type));
}

/* The text of an element; longer than any name of sense, it is none. */
static enum tcs_status text_of(struct walk *walk, const struct tcs_xml_token *open,
                               char ret_text[128])
{
    ret_text[0] = '\0';
    const enum tcs_status status =
        tcs_xml_content(walk->xml, open, ret_text, 128, walk->fault);

    return status == TCS_E_FULL ? TCS_OK : status;
}

/* <Type>..</Type><Likelihood>..</Likelihood>, as it was before version 18.06. */
static enum tcs_status read_candidate(struct walk *walk, const struct tcs_xml_token *open,
                                      struct tcs_onvif_object *object)
{
    const uint32_t depth = open->depth;
    const uint32_t offset = open->offset;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;
    char type[128] = "", text[128] = "";
    double likelihood = 1.0;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Type")) {
            status = text_of(walk, &child, type);
        } else if (is(&child, "Likelihood")) {
            status = text_of(walk, &child, text);
            if (status == TCS_OK && !float_of(text, &likelihood))
                note(walk, offset, "Likelihood");
        } else {
            status = tcs_xml_skip(walk->xml, &child, walk->fault);
        }
    }
    if (status != TCS_END)
        return status;
    keep_type(walk, type, likelihood, offset, object);
    return TCS_OK;
}

/* What lies in <Class> and in its <Extension>. */
static enum tcs_status read_class_item(struct walk *walk,
                                       const struct tcs_xml_token *child,
                                       struct tcs_onvif_object *object)
{
    const uint32_t offset = child->offset;
    double likelihood = 1.0;
    char type[128];

    if (is(child, "ClassCandidate") || is(child, "OtherTypes"))
        return read_candidate(walk, child, object);
    if (!is(child, "Type"))
        return tcs_xml_skip(walk->xml, child, walk->fault);
    (void)attribute(walk, child, "Likelihood", 1.0, &likelihood);
    const enum tcs_status status = text_of(walk, child, type);

    if (status == TCS_OK)
        keep_type(walk, type, likelihood, offset, object);
    return status;
}

static enum tcs_status read_class_extension(struct walk *walk,
                                            const struct tcs_xml_token *open,
                                            struct tcs_onvif_object *object)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK)
        status = read_class_item(walk, &child, object);
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status read_class(struct walk *walk, const struct tcs_xml_token *open,
                                  struct tcs_onvif_object *object)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK)
        status = is(&child, "Extension") ? read_class_extension(walk, &child, object)
                                         : read_class_item(walk, &child, object);
    return status == TCS_END ? TCS_OK : status;
}

static void read_place(struct walk *walk, const struct tcs_xml_token *token,
                       struct tcs_onvif_object *object)
{
    if (attribute(walk, token, "lat", 90.0, &object->lat_deg) &&
        attribute(walk, token, "lon", 180.0, &object->lon_deg))
        object->valid |= TCS_ONVIF_PLACE;
    if (attribute(walk, token, "elevation", 1e5, &object->elevation_m))
        object->valid |= TCS_ONVIF_ELEVATION;
}

static enum tcs_status read_appearance(struct walk *walk,
                                       const struct tcs_xml_token *open,
                                       struct tcs_onvif_object *object,
                                       struct transformation *ret_t)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Transformation")) {
            status = read_transformation(walk, &child, ret_t);
        } else if (is(&child, "Shape")) {
            status = read_shape(walk, &child, object);
        } else if (is(&child, "Class")) {
            status = read_class(walk, &child, object);
        } else {
            if (is(&child, "GeoLocation"))
                read_place(walk, &child, object);
            status = tcs_xml_skip(walk->xml, &child, walk->fault);
        }
    }
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status read_behaviour(struct walk *walk, const struct tcs_xml_token *open,
                                      struct tcs_onvif_object *object)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Removed"))
            object->valid |= TCS_ONVIF_REMOVED;
        status = tcs_xml_skip(walk->xml, &child, walk->fault);
    }
    return status == TCS_END ? TCS_OK : status;
}

static void swap_if_above(double *low, double *high)
{
    if (*low > *high) {
        const double kept = *low;

        *low = *high;
        *high = kept;
    }
}

/* Into the frame's coordinates, then the right way round. */
static void place_object(struct walk *walk, const struct transformation *inner,
                         const struct transformation *outer, uint32_t offset,
                         struct tcs_onvif_object *object)
{
    apply(inner, &object->left, &object->top);
    apply(outer, &object->left, &object->top);
    apply(inner, &object->right, &object->bottom);
    apply(outer, &object->right, &object->bottom);
    apply(inner, &object->centre_x, &object->centre_y);
    apply(outer, &object->centre_x, &object->centre_y);
    swap_if_above(&object->left, &object->right);
    swap_if_above(&object->bottom, &object->top);
    if ((object->valid & TCS_ONVIF_BOX) == 0)
        object->left = object->right = object->bottom = object->top = 0.0;
    else if (!(object->left < object->right && object->bottom < object->top))
        note(walk, offset, "BoundingBox");
    if ((object->valid & TCS_ONVIF_CENTRE) == 0)
        object->centre_x = object->centre_y = 0.0;
}

static enum tcs_status read_object(struct walk *walk, const struct tcs_xml_token *open,
                                   const struct transformation *outer,
                                   struct tcs_onvif_object *ret_object)
{
    const uint32_t depth = open->depth;
    const uint32_t offset = open->offset;
    struct transformation inner = identity;
    struct tcs_onvif_object object;
    struct tcs_xml_token child;
    struct tcs_bytes id = { 0 };
    enum tcs_status status = TCS_OK;

    memset(&object, 0, sizeof object);
    if (tcs_xml_attribute(open, "ObjectId", &id) &&
        tcs_text_int(id, &object.id) != TCS_OK)
        note(walk, offset, "ObjectId");
    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Appearance"))
            status = read_appearance(walk, &child, &object, &inner);
        else if (is(&child, "Behaviour"))
            status = read_behaviour(walk, &child, &object);
        else
            status = tcs_xml_skip(walk->xml, &child, walk->fault);
    }
    if (status != TCS_END)
        return status;
    place_object(walk, &inner, outer, offset, &object);
    *ret_object = object;
    return TCS_OK;
}

static void read_time(struct walk *walk, const char *text, uint32_t offset,
                      int64_t *ret_utc_ns)
{
    if (tcs_utc_parse(text, ret_utc_ns) != TCS_OK)
        note(walk, offset, "UtcTime");
}

static void read_pan_tilt(struct walk *walk, const struct tcs_xml_token *token,
                          struct tcs_onvif_ptz *ptz)
{
    static const char degrees[] =
        "http://www.onvif.org/ver10/tptz/PanTiltSpaces/SphericalPositionSpaceDegrees";
    struct tcs_bytes unit = { 0 };
    const bool in_degrees =
        tcs_xml_attribute(token, "space", &unit) && tcs_xml_is(unit, degrees);
    const double limit = in_degrees ? 360.0 : 1.0;

    if (in_degrees)
        ptz->valid |= TCS_ONVIF_DEGREES;
    if (attribute(walk, token, "x", limit, &ptz->pan) &&
        attribute(walk, token, "y", limit, &ptz->tilt))
        ptz->valid |= TCS_ONVIF_PAN_TILT;
    else
        note(walk, token->offset, "PanTilt");
}

static enum tcs_status read_position(struct walk *walk, const struct tcs_xml_token *open,
                                     struct tcs_onvif_ptz *ptz)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "PanTilt"))
            read_pan_tilt(walk, &child, ptz);
        else if (is(&child, "Zoom") && attribute(walk, &child, "x", 1.0, &ptz->zoom))
            ptz->valid |= TCS_ONVIF_ZOOM;
        status = tcs_xml_skip(walk->xml, &child, walk->fault);
    }
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status read_movement(struct walk *walk, const struct tcs_xml_token *open,
                                     struct tcs_onvif_ptz *ptz)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;
    char text[128];

    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        status = text_of(walk, &child, text);
        if (tcs_bytes_equal(tcs_text_bytes(text), tcs_text_bytes("MOVING")))
            ptz->valid |= TCS_ONVIF_MOVING;
    }
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status read_ptz(struct walk *walk, const struct tcs_xml_token *open,
                                struct tcs_onvif_ptz *ptz)
{
    const uint32_t depth = open->depth;
    const uint32_t offset = open->offset;
    struct tcs_xml_token child;
    enum tcs_status status = TCS_OK;
    char text[128];

    memset(ptz, 0, sizeof *ptz);
    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Position")) {
            status = read_position(walk, &child, ptz);
        } else if (is(&child, "MoveStatus")) {
            status = read_movement(walk, &child, ptz);
        } else if (is(&child, "UtcTime")) {
            status = text_of(walk, &child, text);
            read_time(walk, text, offset, &ptz->utc_ns);
            ptz->valid |= TCS_ONVIF_TIME;
        } else {
            if (is(&child, "FieldOfView") &&
                attribute(walk, &child, "hfov", 360.0, &ptz->hfov_deg) &&
                attribute(walk, &child, "vfov", 360.0, &ptz->vfov_deg))
                ptz->valid |= TCS_ONVIF_FIELD_OF_VIEW;
            status = tcs_xml_skip(walk->xml, &child, walk->fault);
        }
    }
    if (status == TCS_END && (ptz->valid & TCS_ONVIF_FIELD_OF_VIEW) != 0 &&
        !(ptz->hfov_deg > 0.0 && ptz->vfov_deg > 0.0))
        note(walk, offset, "FieldOfView");
    return status == TCS_END ? TCS_OK : status;
}

static enum tcs_status read_frame(struct walk *walk, const struct tcs_xml_token *open,
                                  struct tcs_onvif_item *item)
{
    const uint32_t depth = open->depth;
    struct tcs_onvif_frame *frame = &item->frame;
    struct transformation outer = identity;
    struct tcs_onvif_object object;
    struct tcs_xml_token child;
    struct tcs_bytes time = { 0 };
    enum tcs_status status = TCS_OK;
    char text[64] = "";

    if (tcs_xml_attribute(open, "UtcTime", &time) &&
        tcs_xml_copy(time, text, sizeof text) == TCS_OK)
        read_time(walk, text, open->offset, &frame->utc_ns);
    else
        note(walk, open->offset, "UtcTime");
    while (status == TCS_OK && (status = next_child(walk, depth, &child)) == TCS_OK) {
        if (is(&child, "Transformation")) {
            status = read_transformation(walk, &child, &outer);
        } else if (is(&child, "PTZStatus")) {
            status = read_ptz(walk, &child, &item->ptz);
            item->has_ptz = 1;
        } else if (is(&child, "Object")) {
            status = read_object(walk, &child, &outer, &object);
            if (status == TCS_OK && frame->count < TCS_ONVIF_OBJECTS_MAX)
                frame->objects[frame->count++] = object;
            else if (status == TCS_OK)
                frame->left_out++;
        } else {
            status = tcs_xml_skip(walk->xml, &child, walk->fault);
        }
    }
    return status == TCS_END ? TCS_OK : status;
}

struct tcs_onvif tcs_onvif(struct tcs_bytes document)
{
    struct tcs_onvif onvif;

    memset(&onvif, 0, sizeof onvif);
    onvif.xml = tcs_xml(document);
    return onvif;
}

/* Goes on to the next frame or status; TCS_END: behind the root's end. */
static enum tcs_status find_item(struct tcs_onvif *onvif, struct tcs_xml_token *token,
                                 struct tcs_fault *fault)
{
    for (;;) {
        const enum tcs_status status = tcs_xml_next(&onvif->xml, token, fault);

        if (status != TCS_OK)
            return status;
        if (token->kind != TCS_XML_OPEN)
            continue;
        if (!onvif->inside && !is(token, "MetadataStream"))
            return tcs_fault(fault, TCS_E_FOREIGN, token->offset, "root element");
        onvif->inside = true;
        if (is(token, "Frame") || is(token, "PTZStatus"))
            return TCS_OK;
    }
}

enum tcs_status tcs_onvif_next(struct tcs_onvif *onvif, struct tcs_onvif_item *ret_item,
                               struct tcs_fault *fault)
{
    struct walk walk = { .xml = &onvif->xml, .fault = fault };
    struct tcs_xml_token token;

    if (onvif->over)
        return TCS_END;
    memset(ret_item, 0, offsetof(struct tcs_onvif_item, frame.objects));
    memset(&ret_item->ptz, 0, sizeof ret_item->ptz);
    enum tcs_status status = find_item(onvif, &token, fault);

    if (status == TCS_OK && is(&token, "Frame")) {
        ret_item->kind = TCS_ONVIF_FRAME;
        status = read_frame(&walk, &token, ret_item);
    } else if (status == TCS_OK) {
        ret_item->kind = TCS_ONVIF_PTZ;
        status = read_ptz(&walk, &token, &ret_item->ptz);
    }
    if (status != TCS_OK) {
        onvif->over = true;
        return status;
    }
    return walk.impossible ? tcs_fault(fault, TCS_E_IMPOSSIBLE, walk.offset, walk.what)
                           : TCS_OK;
}
