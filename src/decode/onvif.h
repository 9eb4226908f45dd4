/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ONVIF_H
#define TCS_DECODE_ONVIF_H

/*
 * onvif.h -- ONVIF metadata: what a camera's own analytics see, and where a pan-tilt head
 * points.
 *
 *   <tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">
 *     <tt:VideoAnalytics>
 *       <tt:Frame UtcTime="2008-10-10T12:24:57.321Z">
 *         <tt:Transformation><tt:Translate x y/><tt:Scale x y/></tt:Transformation>
 *         <tt:Object ObjectId="12"><tt:Appearance>
 *           <tt:Shape><tt:BoundingBox left top right bottom/><tt:CenterOfGravity x
 * y/></tt:Shape> <tt:Class><tt:Type Likelihood="0.9">Drone</tt:Type></tt:Class>
 *           <tt:GeoLocation lon lat elevation/>
 *         </tt:Appearance></tt:Object>
 *       </tt:Frame>
 *     </tt:VideoAnalytics>
 *     <tt:PTZ><tt:PTZStatus>
 *       <tt:Position><tt:PanTilt x y space/><tt:Zoom x/></tt:Position>
 *       <tt:MoveStatus><tt:PanTilt>IDLE</tt:PanTilt></tt:MoveStatus>
 *       <tt:UtcTime>...</tt:UtcTime><tt:FieldOfView hfov vfov/>
 *     </tt:PTZStatus></tt:PTZ>
 *   </tt:MetadataStream>
 *
 * Boxes come out in normalised coordinates: x from -1 (left edge of the frame) to 1, y
 * from -1 (lower edge) to 1. A transformation maps p to Scale p + Translate; that of an
 * appearance comes before that of its frame.
 *
 * Everything else (events, other shapes, colours) is passed over. Documents are cut out
 * of a stream by decode/xml.h.
 *
 * Source: ONVIF Analytics Service Specification, 5.2 (scene description) and PTZ Service
 * Specification, 5.3; metadatastream.xsd and common.xsd, version 25.12.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/xml.h"

enum {
    TCS_ONVIF_OBJECTS_MAX = 128, /* of a frame; what is more is counted */
    TCS_ONVIF_TYPE_LEN = 32,
};

enum tcs_onvif_object_field {
    TCS_ONVIF_BOX = 1 << 0,
    TCS_ONVIF_CENTRE = 1 << 1,
    TCS_ONVIF_TYPE = 1 << 2, /* with its likelihood */
    TCS_ONVIF_PLACE = 1 << 3,
    TCS_ONVIF_ELEVATION = 1 << 4,
    TCS_ONVIF_REMOVED = 1 << 5, /* the object has left the scene */
};

struct tcs_onvif_object {
    int64_t id;                      /* ObjectId; 0: not told */
    double left, bottom, right, top; /* normalised; left < right, bottom < top */
    double centre_x, centre_y;       /* normalised */
    double likelihood;               /* 0 to 1, of the type; 1: not told */
    double lat_deg, lon_deg;
    double elevation_m; /* above mean sea level */
    uint32_t valid;     /* enum tcs_onvif_object_field */
    uint32_t reserved;
    char type[TCS_ONVIF_TYPE_LEN]; /* the likeliest; one that is longer is cut */
};

enum tcs_onvif_ptz_field {
    TCS_ONVIF_PAN_TILT = 1 << 0,
    TCS_ONVIF_ZOOM = 1 << 1,
    TCS_ONVIF_FIELD_OF_VIEW = 1 << 2,
    TCS_ONVIF_TIME = 1 << 3,
    TCS_ONVIF_DEGREES = 1 << 4, /* pan and tilt are degrees, not -1 to 1 */
    TCS_ONVIF_MOVING = 1 << 5,
};

struct tcs_onvif_ptz {
    int64_t utc_ns;
    double pan;  /* -1 to 1, or degrees clockwise */
    double tilt; /* -1 to 1, or degrees upwards */
    double zoom; /* 0 (wide) to 1 */
    double hfov_deg, vfov_deg;
    uint32_t valid; /* enum tcs_onvif_ptz_field */
    uint32_t reserved;
};

struct tcs_onvif_frame {
    int64_t utc_ns;
    uint32_t count;
    uint32_t left_out; /* objects beyond TCS_ONVIF_OBJECTS_MAX */
    struct tcs_onvif_object objects[TCS_ONVIF_OBJECTS_MAX];
};

enum tcs_onvif_kind { TCS_ONVIF_FRAME = 1, TCS_ONVIF_PTZ = 2 };

struct tcs_onvif_item {
    uint32_t kind;    /* enum tcs_onvif_kind */
    uint32_t has_ptz; /* 1: a frame with a status inside */
    struct tcs_onvif_frame frame;
    struct tcs_onvif_ptz ptz;
};

/* A walk through one document; made by tcs_onvif. */
struct tcs_onvif {
    struct tcs_xml xml;
    bool inside; /* the root has been seen */
    bool over;
};

struct tcs_onvif tcs_onvif(struct tcs_bytes document);

/*
 * The next frame or status.
 *
 * Returns  TCS_OK
 *          TCS_END           there is no more
 *          TCS_E_DAMAGED, TCS_E_REFUSED   as tcs_xml_next; the walk is over
 *          TCS_E_FOREIGN     the root is another; the walk is over
 *          TCS_E_IMPOSSIBLE  a number that cannot be: this one is left out, the next may
 * be good On failure *ret_item is not to be used. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_onvif_next(struct tcs_onvif *onvif, struct tcs_onvif_item *ret_item,
                               struct tcs_fault *fault);

#endif
