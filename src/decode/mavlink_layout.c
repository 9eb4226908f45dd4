/* SPDX-License-Identifier: Apache-2.0 */
/* The messages that are used, field by field in the order of the payload. The test
 * derives each CRC_EXTRA and each length from names and types. */
#include "decode/mavlink.h"

static const struct tcs_mavlink_field heartbeat[] = {
    { "custom_mode", TCS_MAVLINK_U32, 0, 0 },
    { "type", TCS_MAVLINK_U8, 0, 4 },
    { "autopilot", TCS_MAVLINK_U8, 0, 5 },
    { "base_mode", TCS_MAVLINK_U8, 0, 6 },
    { "system_status", TCS_MAVLINK_U8, 0, 7 },
    { "mavlink_version", TCS_MAVLINK_U8, 0, 8 },
};

static const struct tcs_mavlink_field gps_raw_int[] = {
    { "time_usec", TCS_MAVLINK_U64, 0, 0 },
    { "lat", TCS_MAVLINK_I32, 0, 8 },
    { "lon", TCS_MAVLINK_I32, 0, 12 },
    { "alt", TCS_MAVLINK_I32, 0, 16 },
    { "eph", TCS_MAVLINK_U16, 0, 20 },
    { "epv", TCS_MAVLINK_U16, 0, 22 },
    { "vel", TCS_MAVLINK_U16, 0, 24 },
    { "cog", TCS_MAVLINK_U16, 0, 26 },
    { "fix_type", TCS_MAVLINK_U8, 0, 28 },
    { "satellites_visible", TCS_MAVLINK_U8, 0, 29 },
    { "alt_ellipsoid", TCS_MAVLINK_I32, 0, 30 },
    { "h_acc", TCS_MAVLINK_U32, 0, 34 },
    { "v_acc", TCS_MAVLINK_U32, 0, 38 },
    { "vel_acc", TCS_MAVLINK_U32, 0, 42 },
    { "hdg_acc", TCS_MAVLINK_U32, 0, 46 },
    { "yaw", TCS_MAVLINK_U16, 0, 50 },
};

static const struct tcs_mavlink_field global_position_int[] = {
    { "time_boot_ms", TCS_MAVLINK_U32, 0, 0 },  { "lat", TCS_MAVLINK_I32, 0, 4 },
    { "lon", TCS_MAVLINK_I32, 0, 8 },           { "alt", TCS_MAVLINK_I32, 0, 12 },
    { "relative_alt", TCS_MAVLINK_I32, 0, 16 }, { "vx", TCS_MAVLINK_I16, 0, 20 },
    { "vy", TCS_MAVLINK_I16, 0, 22 },           { "vz", TCS_MAVLINK_I16, 0, 24 },
    { "hdg", TCS_MAVLINK_U16, 0, 26 },
};

static const struct tcs_mavlink_field adsb_vehicle[] = {
    { "ICAO_address", TCS_MAVLINK_U32, 0, 0 },
    { "lat", TCS_MAVLINK_I32, 0, 4 },
    { "lon", TCS_MAVLINK_I32, 0, 8 },
    { "altitude", TCS_MAVLINK_I32, 0, 12 },
    { "heading", TCS_MAVLINK_U16, 0, 16 },
    { "hor_velocity", TCS_MAVLINK_U16, 0, 18 },
    { "ver_velocity", TCS_MAVLINK_I16, 0, 20 },
    { "flags", TCS_MAVLINK_U16, 0, 22 },
    { "squawk", TCS_MAVLINK_U16, 0, 24 },
    { "altitude_type", TCS_MAVLINK_U8, 0, 26 },
    { "callsign", TCS_MAVLINK_CHAR, 9, 27 },
    { "emitter_type", TCS_MAVLINK_U8, 0, 36 },
    { "tslc", TCS_MAVLINK_U8, 0, 37 },
};

static const struct tcs_mavlink_field open_drone_id_basic_id[] = {
    { "target_system", TCS_MAVLINK_U8, 0, 0 },
    { "target_component", TCS_MAVLINK_U8, 0, 1 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 2 },
    { "id_type", TCS_MAVLINK_U8, 0, 22 },
    { "ua_type", TCS_MAVLINK_U8, 0, 23 },
    { "uas_id", TCS_MAVLINK_U8, 20, 24 },
};

static const struct tcs_mavlink_field open_drone_id_location[] = {
    { "latitude", TCS_MAVLINK_I32, 0, 0 },
    { "longitude", TCS_MAVLINK_I32, 0, 4 },
    { "altitude_barometric", TCS_MAVLINK_FLOAT, 0, 8 },
    { "altitude_geodetic", TCS_MAVLINK_FLOAT, 0, 12 },
    { "height", TCS_MAVLINK_FLOAT, 0, 16 },
    { "timestamp", TCS_MAVLINK_FLOAT, 0, 20 },
    { "direction", TCS_MAVLINK_U16, 0, 24 },
    { "speed_horizontal", TCS_MAVLINK_U16, 0, 26 },
    { "speed_vertical", TCS_MAVLINK_I16, 0, 28 },
    { "target_system", TCS_MAVLINK_U8, 0, 30 },
    { "target_component", TCS_MAVLINK_U8, 0, 31 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 32 },
    { "status", TCS_MAVLINK_U8, 0, 52 },
    { "height_reference", TCS_MAVLINK_U8, 0, 53 },
    { "horizontal_accuracy", TCS_MAVLINK_U8, 0, 54 },
    { "vertical_accuracy", TCS_MAVLINK_U8, 0, 55 },
    { "barometer_accuracy", TCS_MAVLINK_U8, 0, 56 },
    { "speed_accuracy", TCS_MAVLINK_U8, 0, 57 },
    { "timestamp_accuracy", TCS_MAVLINK_U8, 0, 58 },
};

static const struct tcs_mavlink_field open_drone_id_authentication[] = {
    { "timestamp", TCS_MAVLINK_U32, 0, 0 },
    { "target_system", TCS_MAVLINK_U8, 0, 4 },
    { "target_component", TCS_MAVLINK_U8, 0, 5 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 6 },
    { "authentication_type", TCS_MAVLINK_U8, 0, 26 },
    { "data_page", TCS_MAVLINK_U8, 0, 27 },
    { "last_page_index", TCS_MAVLINK_U8, 0, 28 },
    { "length", TCS_MAVLINK_U8, 0, 29 },
    { "authentication_data", TCS_MAVLINK_U8, 23, 30 },
};

static const struct tcs_mavlink_field open_drone_id_self_id[] = {
    { "target_system", TCS_MAVLINK_U8, 0, 0 },
    { "target_component", TCS_MAVLINK_U8, 0, 1 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 2 },
    { "description_type", TCS_MAVLINK_U8, 0, 22 },
    { "description", TCS_MAVLINK_CHAR, 23, 23 },
};

static const struct tcs_mavlink_field open_drone_id_system[] = {
    { "operator_latitude", TCS_MAVLINK_I32, 0, 0 },
    { "operator_longitude", TCS_MAVLINK_I32, 0, 4 },
    { "area_ceiling", TCS_MAVLINK_FLOAT, 0, 8 },
    { "area_floor", TCS_MAVLINK_FLOAT, 0, 12 },
    { "operator_altitude_geo", TCS_MAVLINK_FLOAT, 0, 16 },
    { "timestamp", TCS_MAVLINK_U32, 0, 20 },
    { "area_count", TCS_MAVLINK_U16, 0, 24 },
    { "area_radius", TCS_MAVLINK_U16, 0, 26 },
    { "target_system", TCS_MAVLINK_U8, 0, 28 },
    { "target_component", TCS_MAVLINK_U8, 0, 29 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 30 },
    { "operator_location_type", TCS_MAVLINK_U8, 0, 50 },
    { "classification_type", TCS_MAVLINK_U8, 0, 51 },
    { "category_eu", TCS_MAVLINK_U8, 0, 52 },
    { "class_eu", TCS_MAVLINK_U8, 0, 53 },
};

static const struct tcs_mavlink_field open_drone_id_operator_id[] = {
    { "target_system", TCS_MAVLINK_U8, 0, 0 },
    { "target_component", TCS_MAVLINK_U8, 0, 1 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 2 },
    { "operator_id_type", TCS_MAVLINK_U8, 0, 22 },
    { "operator_id", TCS_MAVLINK_CHAR, 20, 23 },
};

static const struct tcs_mavlink_field open_drone_id_message_pack[] = {
    { "target_system", TCS_MAVLINK_U8, 0, 0 },
    { "target_component", TCS_MAVLINK_U8, 0, 1 },
    { "id_or_mac", TCS_MAVLINK_U8, 20, 2 },
    { "single_message_size", TCS_MAVLINK_U8, 0, 22 },
    { "msg_pack_size", TCS_MAVLINK_U8, 0, 23 },
    { "messages", TCS_MAVLINK_U8, 225, 24 },
};

static const struct tcs_mavlink_field open_drone_id_arm_status[] = {
    { "status", TCS_MAVLINK_U8, 0, 0 },
    { "error", TCS_MAVLINK_CHAR, 50, 1 },
};

static const struct tcs_mavlink_field open_drone_id_system_update[] = {
    { "operator_latitude", TCS_MAVLINK_I32, 0, 0 },
    { "operator_longitude", TCS_MAVLINK_I32, 0, 4 },
    { "operator_altitude_geo", TCS_MAVLINK_FLOAT, 0, 8 },
    { "timestamp", TCS_MAVLINK_U32, 0, 12 },
    { "target_system", TCS_MAVLINK_U8, 0, 16 },
    { "target_component", TCS_MAVLINK_U8, 0, 17 },
};

#define LAYOUT(id, name, crc_extra, len, len_max, fields)                                \
    {                                                                                    \
        id, name, crc_extra, len, len_max, sizeof(fields) / sizeof((fields)[0]), fields  \
    }

static const struct tcs_mavlink_layout layouts[] = {
    LAYOUT(0, "HEARTBEAT", 50, 9, 9, heartbeat),
    LAYOUT(24, "GPS_RAW_INT", 24, 30, 52, gps_raw_int),
    LAYOUT(33, "GLOBAL_POSITION_INT", 104, 28, 28, global_position_int),
    LAYOUT(246, "ADSB_VEHICLE", 184, 38, 38, adsb_vehicle),
    LAYOUT(12900, "OPEN_DRONE_ID_BASIC_ID", 114, 44, 44, open_drone_id_basic_id),
    LAYOUT(12901, "OPEN_DRONE_ID_LOCATION", 254, 59, 59, open_drone_id_location),
    LAYOUT(12902, "OPEN_DRONE_ID_AUTHENTICATION", 140, 53, 53,
           open_drone_id_authentication),
    LAYOUT(12903, "OPEN_DRONE_ID_SELF_ID", 249, 46, 46, open_drone_id_self_id),
    LAYOUT(12904, "OPEN_DRONE_ID_SYSTEM", 77, 54, 54, open_drone_id_system),
    LAYOUT(12905, "OPEN_DRONE_ID_OPERATOR_ID", 49, 43, 43, open_drone_id_operator_id),
    LAYOUT(12915, "OPEN_DRONE_ID_MESSAGE_PACK", 94, 249, 249, open_drone_id_message_pack),
    LAYOUT(12918, "OPEN_DRONE_ID_ARM_STATUS", 139, 51, 51, open_drone_id_arm_status),
    LAYOUT(12919, "OPEN_DRONE_ID_SYSTEM_UPDATE", 7, 18, 18, open_drone_id_system_update),
};

enum { LAYOUT_COUNT = sizeof layouts / sizeof layouts[0] };

const struct tcs_mavlink_layout *tcs_mavlink_layouts(uint32_t *ret_count)
{
    *ret_count = LAYOUT_COUNT;
    return layouts;
}

const struct tcs_mavlink_layout *tcs_mavlink_layout(uint32_t id)
{
    for (uint32_t i = 0; i < LAYOUT_COUNT; i++)
        if (layouts[i].id == id)
            return &layouts[i];
    return NULL;
}

static bool is_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

const struct tcs_mavlink_field *tcs_mavlink_field(const struct tcs_mavlink_layout *layout,
                                                  const char *name)
{
    for (uint32_t i = 0; i < layout->field_count; i++)
        if (is_same(layout->fields[i].name, name))
            return &layout->fields[i];
    return NULL;
}
