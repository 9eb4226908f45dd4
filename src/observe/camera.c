/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/camera.h"

#include <string.h>

#include "geo/geo.h"
#include "num/elem.h"
#include "observe/direction.h"
#include "observe/pose.h"
#include "survey/lens.h"

_Static_assert((int)TCS_ONVIF_OBJECTS_MAX <= (int)TCS_BEARINGS_MAX, "a look holds them");
_Static_assert(sizeof(struct tcs_camera) == 40, "no padding in digested state");

static const double BOX_SIGMA = 0.1; /* of a box's extent */

/* A box in pixels, x right, y down. */
struct box {
    double left, top, right, bottom;
};

static bool letters_equal(const char *label, const char *name)
{
    for (;; label++) {
        while (*label == ' ' || *label == '-' || *label == '_')
            label++;
        const char c = *label >= 'A' && *label <= 'Z' ? (char)(*label + 32) : *label;

        if (c != *name)
            return false;
        if (c == '\0')
            return true;
        name++;
    }
}

enum tcs_label_kind tcs_label_kind(const char *label)
{
    static const struct {
        const char *name;
        enum tcs_label_kind kind;
    } known[] = {
        { "drone", TCS_LABEL_DRONE },       { "uav", TCS_LABEL_DRONE },
        { "uas", TCS_LABEL_DRONE },         { "quadcopter", TCS_LABEL_DRONE },
        { "multirotor", TCS_LABEL_DRONE },  { "multicopter", TCS_LABEL_DRONE },
        { "bird", TCS_LABEL_BIRD },         { "airplane", TCS_LABEL_CREWED },
        { "aeroplane", TCS_LABEL_CREWED },  { "aircraft", TCS_LABEL_CREWED },
        { "helicopter", TCS_LABEL_CREWED }, { "person", TCS_LABEL_GROUND },
        { "human", TCS_LABEL_GROUND },      { "humanface", TCS_LABEL_GROUND },
        { "face", TCS_LABEL_GROUND },       { "humanbody", TCS_LABEL_GROUND },
        { "car", TCS_LABEL_GROUND },        { "truck", TCS_LABEL_GROUND },
        { "bus", TCS_LABEL_GROUND },        { "train", TCS_LABEL_GROUND },
        { "vehicle", TCS_LABEL_GROUND },    { "vehical", TCS_LABEL_GROUND },
        { "bicycle", TCS_LABEL_GROUND },    { "bike", TCS_LABEL_GROUND },
        { "motorcycle", TCS_LABEL_GROUND }, { "licenseplate", TCS_LABEL_GROUND },
        { "barcode", TCS_LABEL_GROUND },    { "boat", TCS_LABEL_GROUND },
        { "animal", TCS_LABEL_GROUND },     { "dog", TCS_LABEL_GROUND },
        { "cat", TCS_LABEL_GROUND },        { "horse", TCS_LABEL_GROUND },
        { "sheep", TCS_LABEL_GROUND },      { "cow", TCS_LABEL_GROUND },
        { "bear", TCS_LABEL_GROUND },       { "deer", TCS_LABEL_GROUND },
        { "package", TCS_LABEL_GROUND },    { "umbrella", TCS_LABEL_GROUND },
        { "fire", TCS_LABEL_GROUND },       { "smoke", TCS_LABEL_GROUND },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (letters_equal(label, known[i].name))
            return known[i].kind;
    return TCS_LABEL_UNKNOWN;
}

/* The lens as it is now. */
static struct tcs_lens lens_now(const struct tcs_camera *camera,
                                const struct tcs_optics *optics)
{
    const double zoom = camera->focal > 0.0 ? camera->focal / optics->fx : 1.0;

    return (struct tcs_lens) { .fx = optics->fx * zoom,
                               .fy = optics->fy * zoom,
                               .cx = optics->cx,
                               .cy = optics->cy,
                               .k1 = optics->k1,
                               .k2 = optics->k2,
                               .p1 = optics->p1,
                               .p2 = optics->p2,
                               .k3 = optics->k3,
                               .width = optics->width,
                               .height = optics->height };
}

static struct tcs_pose pose_now(const struct tcs_camera *camera,
                                const struct tcs_sensor *about)
{
    struct tcs_pose pose = about->pose;

    if (about->optics.turns) {
        pose.az_rad = camera->az_rad;
        pose.el_rad = camera->el_rad;
    }
    return pose;
}

static bool has_direction(const struct tcs_camera *camera, const struct tcs_sensor *about)
{
    if (about->optics.width == 0.0)
        return false;
    return !about->optics.turns || (camera->status_at.tai_ns != 0 && camera->moving == 0);
}

static void direction(const struct tcs_lens *lens, const struct tcs_pose *pose, double x,
                      double y, double *ret_az_rad, double *ret_el_rad)
{
    const double pixel[2] = { x, y };
    const struct tcs_vec3 ray = tcs_lens_direction(lens, pixel);
    /* The lens has y down and z forward. */
    const struct tcs_own_axes own = { ray.v[2], ray.v[0], -ray.v[1] };

    tcs_pose_direction(pose, own, ret_az_rad, ret_el_rad);
}

static double root_of_squares(double a, double b)
{
    return tcs_sqrt(a * a + b * b);
}

/* One sigma for both angles: a bearing has room for one. */
static double box_sigma_rad(const struct tcs_sensor *about, const struct tcs_lens *lens,
                            const struct box *box)
{
    const double across = (box->right - box->left) / lens->fx * BOX_SIGMA;
    const double along = (box->bottom - box->top) / lens->fy * BOX_SIGMA;
    const double wider = across > along ? across : along;

    return root_of_squares(about->az_sigma_rad, wider);
}

static struct tcs_bearing bearing(const struct tcs_camera *camera,
                                  const struct tcs_sensor *about, const struct box *box,
                                  enum tcs_label_kind kind)
{
    const struct tcs_lens lens = lens_now(camera, &about->optics);
    const struct tcs_pose pose = pose_now(camera, about);
    double az_rad = 0.0, el_rad = 0.0;
    struct tcs_bearing to;

    memset(&to, 0, sizeof to);
    direction(&lens, &pose, (box->left + box->right) / 2.0,
              (box->top + box->bottom) / 2.0, &az_rad, &el_rad);
    to.azimuth_deg = az_rad / TCS_RAD_PER_DEG;
    to.elevation_deg = el_rad / TCS_RAD_PER_DEG;
    to.sigma_deg = box_sigma_rad(about, &lens, box) / TCS_RAD_PER_DEG;
    to.valid = TCS_BEARING_ELEVATION | TCS_BEARING_SIGMA;
    if (kind != TCS_LABEL_UNKNOWN) {
        to.valid |= TCS_BEARING_CLASS;
        to.said = kind == TCS_LABEL_DRONE  ? TCS_BEARING_DRONE
                  : kind == TCS_LABEL_BIRD ? TCS_BEARING_BIRD
                                           : TCS_BEARING_CREWED;
    }
    return to;
}

/* --- the head --- */

static double between(const double ends[2], double scale)
{
    return ends[0] + (scale + 1.0) / 2.0 * (ends[1] - ends[0]);
}

static double focal_now(const struct tcs_optics *optics, const struct tcs_onvif_ptz *ptz)
{
    if ((ptz->valid & TCS_ONVIF_FIELD_OF_VIEW) != 0 && ptz->hfov_deg < 179.0)
        return optics->width / 2.0 / tcs_tan(ptz->hfov_deg * TCS_RAD_PER_DEG / 2.0);
    if ((ptz->valid & TCS_ONVIF_ZOOM) != 0 && optics->fx_tele > 0.0 && ptz->zoom >= 0.0)
        return optics->fx + ptz->zoom * (optics->fx_tele - optics->fx);
    return 0.0;
}

void tcs_camera_status(struct tcs_camera *camera, const struct tcs_neck *neck,
                       uint16_t sensor, const struct tcs_onvif_ptz *ptz)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const struct tcs_optics *optics = &about->optics;
    const bool degrees = (ptz->valid & TCS_ONVIF_DEGREES) != 0;

    tcs_neck_heard(neck, sensor);
    camera->moving = (ptz->valid & TCS_ONVIF_MOVING) != 0;
    camera->focal = optics->width > 0.0 ? focal_now(optics, ptz) : 0.0;
    if ((ptz->valid & TCS_ONVIF_PAN_TILT) != 0) {
        const double pan =
            degrees ? ptz->pan * TCS_RAD_PER_DEG : between(optics->pan_rad, ptz->pan);
        const double tilt =
            degrees ? ptz->tilt * TCS_RAD_PER_DEG : between(optics->tilt_rad, ptz->tilt);

        camera->az_rad = tcs_angle_wrap(about->pose.az_rad + pan);
        camera->el_rad = about->pose.el_rad + tilt;
        camera->status_at = neck->now;
    }
    neck->changed(neck->context, camera, sizeof *camera);
}

/* --- looks --- */

/* Of a head that turns: what the picture shows just now, as far as the site says. */
static struct tcs_coverage coverage_now(const struct tcs_camera *camera,
                                        const struct tcs_sensor *about)
{
    const struct tcs_lens lens = lens_now(camera, &about->optics);
    const double half_width = tcs_atan2(lens.width / 2.0, lens.fx);
    const double half_height = tcs_atan2(lens.height / 2.0, lens.fy);
    struct tcs_coverage coverage = about->coverage;

    coverage.az_center_rad = tcs_angle_wrap(camera->az_rad + about->rotation_rad);
    coverage.az_width_rad = 2.0 * half_width;
    coverage.el_min_rad = camera->el_rad - half_height;
    coverage.el_max_rad = camera->el_rad + half_height;
    return coverage;
}

static struct tcs_time stamped(const struct tcs_neck *neck, uint16_t sensor,
                               int64_t utc_ns)
{
    return tcs_neck_stamp(neck, sensor, tcs_time_from_utc(neck->leap, utc_ns));
}

enum tcs_status tcs_camera_frame(struct tcs_camera *camera, const struct tcs_neck *neck,
                                 uint16_t sensor, const struct tcs_onvif_frame *frame)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const struct tcs_optics *optics = &about->optics;
    struct tcs_bearing bearings[TCS_ONVIF_OBJECTS_MAX];
    struct tcs_directions directions = { .counts_misses = true, .bearings = bearings };
    struct tcs_coverage coverage;

    tcs_neck_heard(neck, sensor);
    if (!has_direction(camera, about))
        return TCS_E_REFUSED;
    directions.valid_at = stamped(neck, sensor, frame->utc_ns);
    if (optics->turns) {
        coverage = coverage_now(camera, about);
        directions.coverage = &coverage;
    }
    for (uint32_t i = 0; i < frame->count; i++) {
        const struct tcs_onvif_object *object = &frame->objects[i];
        const enum tcs_label_kind kind = tcs_label_kind(object->type);
        /* Normalised: -1 is the outer edge of the first pixel, 1 that of the last. */
        const struct box box = {
            .left = (object->left + 1.0) / 2.0 * optics->width - 0.5,
            .right = (object->right + 1.0) / 2.0 * optics->width - 0.5,
            .top = (1.0 - object->top) / 2.0 * optics->height - 0.5,
            .bottom = (1.0 - object->bottom) / 2.0 * optics->height - 0.5,
        };

        if ((object->valid & TCS_ONVIF_BOX) != 0 && kind != TCS_LABEL_GROUND &&
            (object->valid & TCS_ONVIF_REMOVED) == 0)
            bearings[directions.count++] = bearing(camera, about, &box, kind);
    }
    tcs_direction_give(neck, sensor, &directions);
    return TCS_OK;
}

enum tcs_status tcs_camera_event(struct tcs_camera *camera, const struct tcs_neck *neck,
                                 uint16_t sensor, const struct tcs_frigate *event)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const enum tcs_label_kind kind = tcs_label_kind(event->label);
    /* Edges of boxes lie between pixels, pixels are counted by their middles. */
    const struct box box = { event->left - 0.5, event->top - 0.5, event->right - 0.5,
                             event->bottom - 0.5 };

    tcs_neck_heard(neck, sensor);
    if (!has_direction(camera, about))
        return TCS_E_REFUSED;
    if (event->type == TCS_FRIGATE_END || kind == TCS_LABEL_GROUND ||
        (event->flags & TCS_FRIGATE_FALSE_POSITIVE) != 0)
        return TCS_OK;
    const struct tcs_bearing seen = bearing(camera, about, &box, kind);
    const struct tcs_directions directions = {
        .valid_at = stamped(neck, sensor, event->utc_ns), .count = 1, .bearings = &seen
    };

    tcs_direction_give(neck, sensor, &directions);
    return TCS_OK;
}
