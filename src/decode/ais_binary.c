/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ais_binary.c -- functions inside of the binary messages of AIS, bit by bit as in
 * ais_layout.c: international ones (DAC 1: IMO SN.1/Circ.236 and 289), those of inland
 * waters (DAC 200) and of lights (DAC 235 and 250). One that is not here, or has another
 * length, is shown as data.
 */
#include "decode/ais_words.h"

/* clang-format off */
#define UINT(name, at, bits) { name, at, bits, TCS_AIS_UINT, TCS_AIS_PLAIN, 0, 0, 0, 0 }
#define INT(name, at, bits) { name, at, bits, TCS_AIS_INT, TCS_AIS_PLAIN, 0, 0, 0, 0 }
#define BOOL(name, at) { name, at, 1, TCS_AIS_BOOL, TCS_AIS_PLAIN, 0, 0, 0, 0 }
#define TEXT(name, at, bits) { name, at, bits, TCS_AIS_TEXT, TCS_AIS_PLAIN, 0, 0, 0, 0 }
#define TIME(name, at, bits, kind) { name, at, bits, kind, TCS_AIS_PLAIN, 0, 0, 0, 0 }
#define WORDS(name, at, bits, words) \
    { name, at, bits, TCS_AIS_UINT, TCS_AIS_WORDS, 0, 0, 0, &(words) }
#define WORD_SCALED(name, at, bits, words) \
    { name, at, bits, TCS_AIS_UINT, TCS_AIS_WORD_SCALED, 0, 0, 0, &(words) }
#define SCALED(name, at, bits, kind, offset, divisor, decimals) \
    { name, at, bits, kind, TCS_AIS_SCALED, decimals, offset, divisor, 0 }
#define TENTHS(name, at, bits) SCALED(name, at, bits, TCS_AIS_UINT, 0, 10, 1)
/* Thousandths of a minute of arc, and ten-thousandths. */
#define PLACE(name, at, bits) SCALED(name, at, bits, TCS_AIS_INT, 0, 60000, 6)
#define FINE(name, at, bits) SCALED(name, at, bits, TCS_AIS_INT, 0, 600000, 7)
#define VOLTS(name, at) \
    { name, at, 10, TCS_AIS_UINT, TCS_AIS_SCALED_NONZERO, 2, 0, 20, 0 }

#define HEADER_6 \
    UINT("seqno", 38, 2), UINT("dest_mmsi", 40, 30), BOOL("retransmit", 70), \
    UINT("dac", 72, 10), UINT("fid", 82, 6)
#define HEADER_8 UINT("dac", 40, 10), UINT("fid", 50, 6)

/* ------------------------------------------------------------------ 6: addressed */

static const struct tcs_ais_field dangerous_236[] = { /* 1/12 */
    HEADER_6, TEXT("lastport", 88, 30), TIME("departure", 118, 20, TCS_AIS_MDHM),
    TEXT("nextport", 138, 30), TIME("eta", 168, 20, TCS_AIS_MDHM),
    TEXT("dangerous", 188, 120), TEXT("imdcat", 308, 24),
    UINT("unid", 332, 13), UINT("amount", 345, 10), UINT("unit", 355, 2),
};
static const struct tcs_ais_field tidal[] = { /* 1/14, 1/32 */
    HEADER_6, UINT("month", 88, 4), UINT("day", 92, 5),
};
/* Transmitted in ten-thousandths of a minute; gpsd scales them as thousandths, and so do
 * we, for the sake of equal values of a message that IMO withdrew in 2012. */
static const struct tcs_ais_field tidal_236_element[] = {
    PLACE("lat", 0, 27), PLACE("lon", 27, 28),
    UINT("from_hour", 55, 5), UINT("from_min", 60, 6),
    UINT("to_hour", 66, 5), UINT("to_min", 71, 6),
    UINT("cdir", 77, 9), TENTHS("cspeed", 86, 7),
};
static const struct tcs_ais_group tidal_236 = { "tidals", 97, 93, 0, 8, tidal_236_element };
static const struct tcs_ais_field tidal_289_element[] = {
    PLACE("lon", 0, 25), PLACE("lat", 25, 24),
    UINT("from_hour", 49, 5), UINT("from_min", 54, 6),
    UINT("to_hour", 60, 5), UINT("to_min", 65, 6),
    UINT("cdir", 71, 9), TENTHS("cspeed", 80, 8),
};
static const struct tcs_ais_group tidal_289 = { "tidals", 97, 88, 0, 8, tidal_289_element };
static const struct tcs_ais_field height_6[] = { /* 1/15 */
    HEADER_6, UINT("airdraught", 88, 11),
};
static const struct tcs_ais_field persons_6[] = { /* 1/16 */
    HEADER_6, UINT("persons", 88, 13),
};
static const struct tcs_ais_field clearance[] = { /* 1/18 */
    HEADER_6, UINT("linkage", 88, 10), TIME("arrival", 98, 20, TCS_AIS_MDHM),
    TEXT("portname", 118, 120), TEXT("destination", 238, 30),
    PLACE("lon", 268, 25), PLACE("lat", 293, 24),
};
static const struct tcs_ais_field berthing[] = { /* 1/20 */
    HEADER_6, UINT("linkage", 88, 10), UINT("berth_length", 98, 9),
    TENTHS("berth_depth", 107, 8), WORDS("position", 115, 3, tcs_ais_berth),
    TIME("arrival", 118, 20, TCS_AIS_MDHM), UINT("availability", 138, 1),
    UINT("agent", 139, 2), UINT("fuel", 141, 2), UINT("chandler", 143, 2),
    UINT("stevedore", 145, 2), UINT("electrical", 147, 2), UINT("water", 149, 2),
    UINT("customs", 151, 2), UINT("cartage", 153, 2), UINT("crane", 155, 2),
    UINT("lift", 157, 2), UINT("medical", 159, 2), UINT("navrepair", 161, 2),
    UINT("provisions", 163, 2), UINT("shiprepair", 165, 2), UINT("surveyor", 167, 2),
    UINT("steam", 169, 2), UINT("tugs", 171, 2), UINT("solidwaste", 173, 2),
    UINT("liquidwaste", 175, 2), UINT("hazardouswaste", 177, 2), UINT("ballast", 179, 2),
    UINT("additional", 181, 2), UINT("regional1", 183, 2), UINT("regional2", 185, 2),
    UINT("future1", 187, 2), UINT("future2", 189, 2), TEXT("berth_name", 191, 120),
    PLACE("berth_lon", 311, 25), PLACE("berth_lat", 336, 24),
};
static const struct tcs_ais_field dangerous_289[] = { /* 1/25 */
    HEADER_6, UINT("unit", 88, 2), UINT("amount", 90, 10),
};
static const struct tcs_ais_field cargo_element[] = { UINT("code", 0, 4), UINT("subtype", 4, 13) };
static const struct tcs_ais_group cargos = { "cargos", 100, 17, 0, 2, cargo_element };
static const struct tcs_ais_field waypoint_element[] = { FINE("lon", 0, 28), FINE("lat", 28, 27) };
static const struct tcs_ais_field route_6[] = { /* 1/28 */
    HEADER_6, UINT("linkage", 88, 10), UINT("sender", 98, 3),
    WORDS("rtype", 101, 5, tcs_ais_route), TIME("start", 106, 20, TCS_AIS_MDHM),
    UINT("duration", 126, 18),
};
static const struct tcs_ais_group waypoints_6 = { "waypoints", 149, 55, 144, 2, waypoint_element };
static const struct tcs_ais_field text_6[] = { /* 1/30 */
    HEADER_6, UINT("linkage", 88, 10), TEXT("text", 98, TCS_AIS_REST),
};
static const struct tcs_ais_field lock_eta[] = { /* 200/21 */
    HEADER_6, TEXT("country", 88, 12), TEXT("locode", 100, 18), TEXT("section", 118, 30),
    TEXT("terminal", 148, 30), TEXT("hectometre", 178, 30),
    { "eta", 208, 20, TCS_AIS_MDHM, TCS_AIS_SCALED, 0, 0, 0, 0 },
    UINT("tugs", 228, 3), UINT("airdraught", 231, 12),
};
static const struct tcs_ais_field lock_rta[] = { /* 200/22 */
    HEADER_6, TEXT("country", 88, 12), TEXT("locode", 100, 18), TEXT("section", 118, 30),
    TEXT("terminal", 148, 30), TEXT("hectometre", 178, 30),
    { "eta", 208, 20, TCS_AIS_MDHM, TCS_AIS_SCALED, 0, 0, 0, 0 },
    WORDS("status", 228, 2, tcs_ais_arrival),
};
static const struct tcs_ais_field on_board[] = { /* 200/55 */
    HEADER_6, UINT("crew", 88, 8), UINT("passengers", 96, 13), UINT("personnel", 109, 8),
};
static const struct tcs_ais_field monitoring[] = { /* 235/10, 250/10 */
    HEADER_6, VOLTS("ana_int", 88), VOLTS("ana_ext1", 98), VOLTS("ana_ext2", 108),
    WORDS("racon", 118, 2, tcs_ais_racon), WORDS("light", 120, 2, tcs_ais_light),
    BOOL("alarm", 122), UINT("stat_ext", 123, 8), BOOL("off_pos", 131),
};

/* ------------------------------------------------------------------ 8: broadcast */

/* Currents, waves and swell are alike in both editions of weather, one bit or more apart. */
#define WATER(at) \
    TENTHS("cspeed", (at), 8), UINT("cdir", (at) + 8, 9), \
    TENTHS("cspeed2", (at) + 17, 8), UINT("cdir2", (at) + 25, 9), UINT("cdepth2", (at) + 34, 5), \
    TENTHS("cspeed3", (at) + 39, 8), UINT("cdir3", (at) + 47, 9), UINT("cdepth3", (at) + 56, 5), \
    TENTHS("waveheight", (at) + 61, 8), UINT("waveperiod", (at) + 69, 6), \
    UINT("wavedir", (at) + 75, 9), TENTHS("swellheight", (at) + 84, 8), \
    UINT("swellperiod", (at) + 92, 6), UINT("swelldir", (at) + 98, 9), \
    UINT("seastate", (at) + 107, 4)
static const struct tcs_ais_field weather_236[] = { /* 1/11 */
    HEADER_8, PLACE("lat", 56, 24), PLACE("lon", 80, 25), TIME("timestamp", 105, 16, TCS_AIS_DHM),
    UINT("wspeed", 121, 7), UINT("wgust", 128, 7), UINT("wdir", 135, 9), UINT("wgustdir", 144, 9),
    SCALED("airtemp", 153, 11, TCS_AIS_UINT, -600, 10, 1), UINT("humidity", 164, 7),
    SCALED("dewpoint", 171, 10, TCS_AIS_UINT, -200, 10, 1),
    SCALED("pressure", 181, 9, TCS_AIS_UINT, 800, 1, 0),
    WORD_SCALED("pressuretend", 190, 2, tcs_ais_trend), TENTHS("visibility", 192, 8),
    SCALED("waterlevel", 200, 9, TCS_AIS_UINT, -100, 10, 1),
    WORD_SCALED("leveltrend", 209, 2, tcs_ais_trend), WATER(211),
    SCALED("watertemp", 322, 10, TCS_AIS_UINT, -100, 10, 1),
    WORDS("preciptype", 332, 3, tcs_ais_precipitation), TENTHS("salinity", 335, 9),
    WORDS("ice", 344, 2, tcs_ais_ice),
};
static const struct tcs_ais_field fairway[] = { /* 1/13 */
    HEADER_8, TEXT("reason", 56, 120), TEXT("closefrom", 176, 120), TEXT("closeto", 296, 120),
    UINT("radius", 416, 10), UINT("extunit", 426, 2),
    TIME("from", 428, 20, TCS_AIS_DMHM), TIME("to", 448, 20, TCS_AIS_DMHM),
};
static const struct tcs_ais_field height_8[] = { /* 1/15 */
    HEADER_8, UINT("airdraught", 56, 11),
};
static const struct tcs_ais_field persons_8[] = { /* 1/16 */
    HEADER_8, UINT("persons", 56, 13),
};
static const struct tcs_ais_field only_header_8[] = { HEADER_8 };
static const struct tcs_ais_field target_element[] = { /* 1/17 */
    WORDS("idtype", 0, 2, tcs_ais_target),
    { "id", 2, 42, TCS_AIS_UINT, TCS_AIS_NUMBER_TEXT, 0, 0, 0, 0 },
    PLACE("lat", 48, 24), PLACE("lon", 72, 25), UINT("course", 97, 9),
    UINT("second", 106, 6), UINT("speed", 112, 10),
};
static const struct tcs_ais_group targets = { "targets", 56, 122, 0, 7, target_element };
static const struct tcs_ais_field traffic_signal[] = { /* 1/19 */
    HEADER_8, UINT("linkage", 56, 10), TEXT("station", 66, 120),
    PLACE("lon", 186, 25), PLACE("lat", 211, 24), UINT("status", 235, 2),
    WORDS("signal", 237, 5, tcs_ais_signal), UINT("hour", 242, 5), UINT("minute", 247, 6),
    WORDS("nextsignal", 253, 5, tcs_ais_signal),
};
static const struct tcs_ais_field route_8[] = { /* 1/27 */
    HEADER_8, UINT("linkage", 56, 10), UINT("sender", 66, 3),
    WORDS("rtype", 69, 5, tcs_ais_route), TIME("start", 74, 20, TCS_AIS_MDHM),
    UINT("duration", 94, 18),
};
static const struct tcs_ais_group waypoints_8 = { "waypoints", 117, 55, 112, 2, waypoint_element };
static const struct tcs_ais_field text_8[] = { /* 1/29 */
    HEADER_8, UINT("linkage", 56, 10), TEXT("text", 66, TCS_AIS_REST),
};
static const struct tcs_ais_field weather_289[] = { /* 1/31 */
    HEADER_8, PLACE("lon", 56, 25), PLACE("lat", 81, 24), BOOL("accuracy", 105),
    TIME("timestamp", 106, 16, TCS_AIS_DHM), UINT("wspeed", 122, 7), UINT("wgust", 129, 7),
    UINT("wdir", 136, 9), UINT("wgustdir", 145, 9),
    SCALED("airtemp", 154, 11, TCS_AIS_INT, 0, 10, 1), UINT("humidity", 165, 7),
    SCALED("dewpoint", 172, 10, TCS_AIS_INT, 0, 10, 1),
    SCALED("pressure", 182, 9, TCS_AIS_UINT, 799, 1, 0),
    WORD_SCALED("pressuretend", 191, 2, tcs_ais_trend), BOOL("visgreater", 193),
    TENTHS("visibility", 194, 7), SCALED("waterlevel", 201, 12, TCS_AIS_UINT, -1000, 100, 1),
    WORD_SCALED("leveltrend", 213, 2, tcs_ais_trend), WATER(215),
    SCALED("watertemp", 326, 10, TCS_AIS_INT, 0, 10, 1),
    WORD_SCALED("preciptype", 336, 3, tcs_ais_precipitation), TENTHS("salinity", 339, 9),
    WORD_SCALED("ice", 348, 2, tcs_ais_ice),
};
static const struct tcs_ais_field inland_ship[] = { /* 200/10 */
    HEADER_8, TEXT("vin", 56, 48), UINT("length", 104, 13), UINT("beam", 117, 10),
    { "shiptype", 127, 14, TCS_AIS_UINT, TCS_AIS_WORDS, 0, 0, 0, 0 },
    WORDS("hazard", 141, 3, tcs_ais_hazard), UINT("draught", 144, 11),
    WORDS("loaded", 155, 2, tcs_ais_load), BOOL("speed_q", 157), BOOL("course_q", 158),
    BOOL("heading_q", 159),
};
static const struct tcs_ais_field emma[] = { /* 200/23 */
    HEADER_8, { "start", 56, 17, TCS_AIS_DATE_TIME, TCS_AIS_PLAIN, 0, 90, 0, 0 },
    { "end", 73, 17, TCS_AIS_DATE_TIME, TCS_AIS_PLAIN, 0, 101, 0, 0 },
    FINE("start_lon", 112, 28), FINE("start_lat", 140, 27),
    FINE("end_lon", 167, 28), FINE("end_lat", 195, 27),
    WORDS("type", 222, 4, tcs_ais_weather), INT("min", 226, 9), INT("max", 235, 9),
    WORDS("class", 244, 2, tcs_ais_strength), WORDS("wind", 246, 4, tcs_ais_wind),
};
static const struct tcs_ais_field water_level[] = { /* 200/24 */
    HEADER_8, TEXT("country", 56, 12),
};
static const struct tcs_ais_field gauge_element[] = { UINT("id", 0, 11), INT("level", 11, 14) };
static const struct tcs_ais_group gauges = { "gauges", 68, 25, 0, 2, gauge_element };
static const struct tcs_ais_field signal_status[] = { /* 200/40 */
    HEADER_8, FINE("lon", 56, 28), FINE("lat", 84, 27), UINT("form", 111, 4),
    UINT("facing", 115, 9), WORDS("direction", 124, 3, tcs_ais_direction),
    WORDS("status", 127, 30, tcs_ais_lamp),
};

#define COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))
#define ROW(type, dac, fid, least, most, fields, group) \
    { type, 0, dac, fid, least, most, COUNT(fields), fields, group }
static const struct tcs_ais_layout layouts[] = {
    ROW(6, 1, 12, 88, 1008, dangerous_236, 0),
    ROW(6, 1, 14, 88, 1008, tidal, &tidal_236),
    ROW(6, 1, 15, 99, 1008, height_6, 0),
    ROW(6, 1, 16, 101, 1008, persons_6, 0),
    ROW(6, 1, 18, 88, 1008, clearance, 0),
    ROW(6, 1, 20, 88, 1008, berthing, 0),
    ROW(6, 1, 25, 88, 1008, dangerous_289, &cargos),
    ROW(6, 1, 28, 88, 1008, route_6, &waypoints_6),
    ROW(6, 1, 30, 88, 1008, text_6, 0),
    ROW(6, 1, 32, 88, 1008, tidal, &tidal_289),
    ROW(6, 200, 21, 248, 248, lock_eta, 0),
    ROW(6, 200, 22, 232, 232, lock_rta, 0),
    ROW(6, 200, 55, 168, 168, on_board, 0),
    ROW(6, 235, 10, 136, 136, monitoring, 0),
    ROW(6, 250, 10, 136, 136, monitoring, 0),
    ROW(8, 1, 11, 56, 1008, weather_236, 0),
    ROW(8, 1, 13, 56, 1008, fairway, 0),
    ROW(8, 1, 15, 56, 1008, height_8, 0),
    ROW(8, 1, 16, 69, 72, persons_8, 0),
    ROW(8, 1, 17, 56, 1008, only_header_8, &targets),
    ROW(8, 1, 19, 56, 1008, traffic_signal, 0),
    ROW(8, 1, 27, 56, 1008, route_8, &waypoints_8),
    ROW(8, 1, 29, 56, 1008, text_8, 0),
    ROW(8, 1, 31, 56, 1008, weather_289, 0),
    ROW(8, 200, 10, 168, 168, inland_ship, 0),
    ROW(8, 200, 23, 256, 256, emma, 0),
    ROW(8, 200, 24, 168, 168, water_level, &gauges),
    ROW(8, 200, 40, 168, 168, signal_status, 0),
};
/* clang-format on */

const struct tcs_ais_layout *tcs_ais_binary_layouts(uint32_t *ret_count)
{
    *ret_count = sizeof layouts / sizeof layouts[0];
    return layouts;
}
