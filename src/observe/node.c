/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/node.h"

#include <string.h>

#include "base/text.h"
#include "num/elem.h"

static const double ELSEWHERE_M = 50.0;
static const double ERROR_MAX_M = 5000.0;
static const double UNTOLD_POSITION_M = 30.0;
static const double UNTOLD_RANGE_M = 30.0;
static const double UNTOLD_ANGLE_RAD = 3.0 * TCS_RAD_PER_DEG;
static const double METRES_PER_RAD = 6371000.0;
static const double MPS_PER_KPH = 1.0 / 3.6;

/* ---------------------------------------------------------------------------- the nodes
 */

static struct tcs_node_row *find(struct tcs_nodes *nodes, const char *id)
{
    for (uint32_t i = 0; i < nodes->count; i++)
        if (memcmp(nodes->row[i].id, id, sizeof nodes->row[i].id) == 0)
            return &nodes->row[i];
    return NULL;
}

static struct tcs_node_row *find_or_add(struct tcs_nodes *nodes, const char *id)
{
    struct tcs_node_row *row = find(nodes, id);
    if (row != NULL || nodes->count == TCS_NODES_MAX)
        return row;
    row = &nodes->row[nodes->count++];
    memset(row, 0, sizeof *row);
    memcpy(row->id, id, sizeof row->id);
    return row;
}

static bool has_effector(const tcs_sapient_Registration *registration)
{
    for (uint32_t i = 0; i < registration->node_definition.count; i++) {
        tcs_sapient_NodeDefinition definition;
        if (tcs_sapient_element(registration->node_definition.item[i],
                                tcs_sapient_NodeDefinition_fields, sizeof definition,
                                &definition) &&
            tcs_sapient_effector(definition.node_type))
            return true;
    }
    return false;
}

/* Whether any mode's detections have speeds in km/h. */
static bool has_kph(const tcs_sapient_Registration *registration)
{
    for (uint32_t i = 0; i < registration->mode_definition.count; i++) {
        tcs_sapient_ModeDefinition mode;
        if (!tcs_sapient_element(registration->mode_definition.item[i],
                                 tcs_sapient_ModeDefinition_fields, sizeof mode, &mode))
            continue;
        for (uint32_t k = 0; k < mode.detection_definition.count; k++) {
            tcs_sapient_DetectionDefinition definition;
            if (tcs_sapient_element(mode.detection_definition.item[k],
                                    tcs_sapient_DetectionDefinition_fields,
                                    sizeof definition, &definition) &&
                definition.has_velocity_type &&
                definition.velocity_type.velocity_units_oneof.enu_velocity_units
                        .east_north_rate_units == tcs_sapient_SPEED_UNITS_KPH)
                return true;
        }
    }
    return false;
}

static enum tcs_status take_registration(struct tcs_nodes *nodes, const char *id,
                                         const tcs_sapient_Registration *registration)
{
    struct tcs_node_row *row = find_or_add(nodes, id);
    if (row == NULL)
        return TCS_E_FULL;
    row->refused = has_effector(registration);
    row->kph = has_kph(registration);
    row->elsewhere = 0;
    return row->refused != 0 ? TCS_E_REFUSED : TCS_OK;
}

/* ----------------------------------------------------------------------------- places */

static bool finite(double value)
{
    return value - value == 0;
}

static enum tcs_status place_of(const struct tcs_neck *neck,
                                const tcs_sapient_Location *location,
                                struct tcs_geodetic *ret_place)
{
    const bool degrees = location->coordinate_system ==
                         tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M;
    const double unit = degrees ? TCS_RAD_PER_DEG : 1.0;
    if (!degrees && location->coordinate_system !=
                        tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_RAD_M)
        return TCS_E_FOREIGN;
    struct tcs_geodetic place = { .lat_rad = location->y * unit,
                                  .lon_rad = location->x * unit,
                                  .height_m = location->has_z ? location->z : 0.0 };
    if (!finite(place.lat_rad) || !finite(place.lon_rad) || !finite(place.height_m) ||
        place.lat_rad < -TCS_PI / 2 || place.lat_rad > TCS_PI / 2 ||
        place.lon_rad < -TCS_PI || place.lon_rad > TCS_PI)
        return TCS_E_IMPOSSIBLE;
    if (location->has_z && location->datum == tcs_sapient_LOCATION_DATUM_WGS84_G)
        place.height_m += neck->geoid_m;
    *ret_place = place;
    return TCS_OK;
}

/* A coordinate's error, in its unit, as metres. */
static double error_m(bool told, double error, double metres_per_unit, double otherwise)
{
    if (!told || !(error > 0.0) || !finite(error))
        return otherwise;
    const double metres = error * metres_per_unit;
    return metres <= ERROR_MAX_M ? metres : error <= ERROR_MAX_M ? error : ERROR_MAX_M;
}

static enum tcs_status observe_place(const struct tcs_neck *neck,
                                     const struct tcs_sensor *about,
                                     const tcs_sapient_Location *location,
                                     struct tcs_observation *obs)
{
    struct tcs_geodetic place;
    const enum tcs_status status = place_of(neck, location, &place);
    if (status != TCS_OK)
        return status;
    const double per_unit = location->coordinate_system ==
                                    tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M
                                ? METRES_PER_RAD * TCS_RAD_PER_DEG
                                : METRES_PER_RAD;
    const double untold =
        about->position_sigma_m > 0.0 ? about->position_sigma_m : UNTOLD_POSITION_M;
    if (!location->has_z)
        place.height_m = neck->frame->origin.height_m;
    const struct tcs_vec3 enu = tcs_enu_from_geodetic(neck->frame, place);
    obs->kind = location->has_z ? TCS_OBS_POSITION : TCS_OBS_POSITION_2D;
    obs->z[0] = enu.v[0];
    obs->z[1] = enu.v[1];
    obs->z[2] = location->has_z ? enu.v[2] : 0.0;
    obs->sigma[0] = error_m(location->has_x_error, location->x_error,
                            per_unit * tcs_cos(place.lat_rad), untold);
    obs->sigma[1] = error_m(location->has_y_error, location->y_error, per_unit, untold);
    obs->sigma[2] =
        !location->has_z
            ? 0.0
            : error_m(location->has_z_error, location->z_error, 1.0,
                      about->height_sigma_m > 0.0 ? about->height_sigma_m : untold);
    return TCS_OK;
}

/* ------------------------------------------------------------------- range and bearing
 */

static double sigma_of(bool told, double error, double unit, double by_sensor,
                       double otherwise)
{
    if (told && error > 0.0 && finite(error))
        return error * unit;
    return by_sensor > 0.0 ? by_sensor : otherwise;
}

static void set_component(struct tcs_observation *obs, unsigned at, double value,
                          double sigma)
{
    obs->z[at] = value;
    obs->sigma[at] = sigma;
}

static enum tcs_status observe_bearing(const struct tcs_sensor *about,
                                       const tcs_sapient_RangeBearing *at,
                                       struct tcs_observation *obs)
{
    const uint32_t units = at->coordinate_system;
    const bool radians = units == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_RADIANS_M ||
                         units == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_RADIANS_KM;
    const bool kilometres =
        units == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_DEGREES_KM ||
        units == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_RADIANS_KM;
    const double angle = radians ? 1.0 : TCS_RAD_PER_DEG, length = kilometres ? 1e3 : 1.0;
    if (!at->has_azimuth || !finite(at->azimuth) || !finite(at->elevation) ||
        !finite(at->range) || at->range < 0.0 || at->azimuth * angle < -TCS_PI - 1e-9 ||
        at->azimuth * angle > 2.0 * TCS_PI + 1e-9)
        return TCS_E_IMPOSSIBLE;
    if (at->datum != tcs_sapient_RANGE_BEARING_DATUM_TRUE &&
        !(about->rotation_rad != 0.0))
        return TCS_E_FOREIGN;
    if (!at->has_range && !tcs_sensor_gives_bearings(about->kind))
        return TCS_E_FOREIGN;
    const unsigned az = at->has_range ? 1 : 0;
    obs->kind = at->has_range ? (at->has_elevation ? TCS_OBS_RAE : TCS_OBS_RA)
                              : (at->has_elevation ? TCS_OBS_AZEL : TCS_OBS_AZ);
    if (at->has_range)
        set_component(obs, 0, at->range * length,
                      sigma_of(at->has_range_error, at->range_error, length,
                               about->range_sigma_m, UNTOLD_RANGE_M));
    set_component(obs, az, tcs_angle_wrap(at->azimuth * angle + about->rotation_rad),
                  sigma_of(at->has_azimuth_error, at->azimuth_error, angle,
                           about->az_sigma_rad, UNTOLD_ANGLE_RAD));
    if (at->has_elevation)
        set_component(obs, az + 1, at->elevation * angle,
                      sigma_of(at->has_elevation_error, at->elevation_error, angle,
                               about->el_sigma_rad, UNTOLD_ANGLE_RAD));
    return TCS_OK;
}

/* ------------------------------------------------------------------------------ classes
 */

static bool holds(const char *text, const char *word)
{
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (word[i] != '\0' && ((text[i] | 0x20) == word[i]))
            i++;
        if (word[i] == '\0')
            return true;
    }
    return false;
}

static enum tcs_said_class said_by(const char *type)
{
    static const struct {
        const char *word; /* lower case; the first that is held counts */
        enum tcs_said_class said;
    } words[] = {
        { "unmanned", TCS_SAID_DRONE }, { "uncrewed", TCS_SAID_DRONE },
        { "uav", TCS_SAID_DRONE },      { "uas", TCS_SAID_DRONE },
        { "drone", TCS_SAID_DRONE },    { "bird", TCS_SAID_BIRD },
        { "manned", TCS_SAID_CREWED },  { "crewed", TCS_SAID_CREWED },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (holds(type, words[i].word))
            return words[i].said;
    return TCS_SAID_NOTHING;
}

enum tcs_said_class tcs_node_said(const struct tcs_sapient_classes *classes)
{
    enum tcs_said_class said = TCS_SAID_NOTHING;
    double best = 0.5; /* less than even says nothing */
    for (uint32_t i = 0; i < classes->count; i++) {
        const struct tcs_sapient_class *node = &classes->node[i];
        const enum tcs_said_class here = said_by(node->type);
        const double confidence = node->confidence < 0.0 ? 0.5 : node->confidence;
        if (here != TCS_SAID_NOTHING && confidence >= best) {
            said = here;
            best = confidence;
        }
    }
    return said;
}

/* --------------------------------------------------------------------------- detections
 */

static void set_velocity(struct tcs_observation *obs, const struct tcs_node_row *row,
                         const tcs_sapient_ENUVelocity *velocity)
{
    const double unit = row != NULL && row->kph != 0 ? MPS_PER_KPH : 1.0;
    const double sigma = velocity->has_east_rate_error && velocity->east_rate_error > 0.0
                             ? velocity->east_rate_error * unit
                             : 2.0;
    if (!finite(velocity->east_rate) || !finite(velocity->north_rate) ||
        !finite(velocity->up_rate) || !velocity->has_up_rate || !finite(sigma))
        return;
    obs->has_velocity = true;
    obs->velocity_mps =
        (struct tcs_vec3) { { velocity->east_rate * unit, velocity->north_rate * unit,
                              velocity->up_rate * unit } };
    obs->velocity_sigma_mps = sigma;
}

static enum tcs_status take_detection(const struct tcs_node_row *row,
                                      const struct tcs_neck *neck, uint16_t sensor,
                                      const tcs_sapient_SapientMessage *message)
{
    const tcs_sapient_DetectionReport *report = &message->content.detection_report;
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_sapient_classes classes;
    struct tcs_time stamp;
    enum tcs_status status = tcs_sapient_time(&message->timestamp, neck->leap, &stamp);
    if (status != TCS_OK)
        return status;
    if (report->has_state && holds(report->state, "lost"))
        return TCS_OK;
    struct tcs_look look =
        tcs_neck_look(neck, sensor, tcs_neck_stamp(neck, sensor, stamp));
    struct tcs_observation *obs = look.observations;
    memset(obs, 0, sizeof *obs);
    if (report->which_location_oneof == tcs_sapient_DetectionReport_location_tag)
        status = observe_place(neck, about, &report->location_oneof.location, obs);
    else if (report->which_location_oneof !=
                 tcs_sapient_DetectionReport_range_bearing_tag ||
             (row != NULL && row->elsewhere != 0))
        status = TCS_E_IMPOSSIBLE;
    else
        status = observe_bearing(about, &report->location_oneof.range_bearing, obs);
    if (status != TCS_OK)
        return status;
    if (report->which_velocity_oneof == tcs_sapient_DetectionReport_enu_velocity_tag)
        set_velocity(obs, row, &report->velocity_oneof.enu_velocity);
    if (tcs_sapient_classes(report, &classes) == TCS_OK)
        obs->said = tcs_node_said(&classes);
    look.count = 1;
    tcs_neck_give(neck, &look);
    return TCS_OK;
}

static enum tcs_status take_status(struct tcs_node_row *row, const struct tcs_neck *neck,
                                   uint16_t sensor,
                                   const tcs_sapient_StatusReport *status_report)
{
    struct tcs_geodetic place;
    if (row == NULL || !status_report->has_node_location)
        return TCS_OK;
    const enum tcs_status status = place_of(neck, &status_report->node_location, &place);
    if (status == TCS_E_FOREIGN)
        return TCS_OK; /* a place in UTM: not compared */
    if (status != TCS_OK)
        return status;
    const struct tcs_vec3 enu = tcs_enu_from_geodetic(neck->frame, place);
    const double *stands = neck->sensors[sensor].position_m.v;
    const double east = enu.v[0] - stands[0], north = enu.v[1] - stands[1];
    row->elsewhere = east * east + north * north > ELSEWHERE_M * ELSEWHERE_M;
    return TCS_OK;
}

enum tcs_status tcs_nodes_take(struct tcs_nodes *nodes, const struct tcs_neck *neck,
                               uint16_t sensor, const tcs_sapient_SapientMessage *message)
{
    struct tcs_node_row *row = find(nodes, message->node_id);
    enum tcs_status status = TCS_OK;
    if (message->which_content == tcs_sapient_SapientMessage_registration_tag)
        status =
            take_registration(nodes, message->node_id, &message->content.registration);
    else if (message->which_content == tcs_sapient_SapientMessage_task_tag ||
             (row != NULL && row->refused != 0))
        status = TCS_E_REFUSED;
    else if (message->which_content == tcs_sapient_SapientMessage_detection_report_tag)
        status = take_detection(row, neck, sensor, message);
    else if (message->which_content == tcs_sapient_SapientMessage_status_report_tag)
        status = take_status(row, neck, sensor, &message->content.status_report);
    nodes->refused_count += status == TCS_E_REFUSED;
    if (status == TCS_OK)
        tcs_neck_heard(neck, sensor);
    return status;
}
