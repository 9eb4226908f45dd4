/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ais_layout.c -- the messages of ITU-R M.1371 annex 8, bit by bit: name, first bit,
 * bits. What is not named is spare. Functions inside of types 6 and 8: ais_binary.c.
 */
#include "decode/ais_words.h"

#define UINT(name, at, bits)                                                             \
    {                                                                                    \
        name, at, bits, TCS_AIS_UINT, TCS_AIS_PLAIN, 0, 0, 0, 0                          \
    }
#define BOOL(name, at)                                                                   \
    {                                                                                    \
        name, at, 1, TCS_AIS_BOOL, TCS_AIS_PLAIN, 0, 0, 0, 0                             \
    }
#define TEXT(name, at, bits)                                                             \
    {                                                                                    \
        name, at, bits, TCS_AIS_TEXT, TCS_AIS_PLAIN, 0, 0, 0, 0                          \
    }
#define DATA(at, tail)                                                                   \
    {                                                                                    \
        "data", at, TCS_AIS_REST, TCS_AIS_DATA, TCS_AIS_PLAIN, 0, tail, 0, 0             \
    }
#define WORDS(name, at, bits, words)                                                     \
    {                                                                                    \
        name, at, bits, TCS_AIS_UINT, TCS_AIS_WORDS, 0, 0, 0, &(words)                   \
    }
#define FORM(name, at, bits, kind, form)                                                 \
    {                                                                                    \
        name, at, bits, kind, form, 0, 0, 0, 0                                           \
    }
#define TENTHS(name, at, bits)                                                           \
    {                                                                                    \
        name, at, bits, TCS_AIS_UINT, TCS_AIS_SCALED, 1, 0, 10, 0                        \
    }
/* Ten-thousandths of a minute of arc. */
#define FINE(name, at, bits)                                                             \
    {                                                                                    \
        name, at, bits, TCS_AIS_INT, TCS_AIS_SCALED, 7, 0, 600000, 0                     \
    }
/* Tenths of a minute. */
#define COARSE(name, at, bits, decimals)                                                 \
    {                                                                                    \
        name, at, bits, TCS_AIS_INT, TCS_AIS_SCALED, decimals, 0, 600, 0                 \
    }
#define CORNER(name, at, bits)                                                           \
    {                                                                                    \
        name, at, bits, TCS_AIS_INT, TCS_AIS_SCALED_TEXT, 6, 0, 600, 0                   \
    }

/* clang-format off */

/* 1, 2, 3: position report of class A; some lack their last bits */
#define POSITION \
    WORDS("status", 38, 4, tcs_ais_nav),                                                 \
    FORM("turn", 42, 8, TCS_AIS_INT, TCS_AIS_TURN),                                      \
    FORM("speed", 50, 10, TCS_AIS_UINT, TCS_AIS_SPEED),                                  \
    BOOL("accuracy", 60),                                                                \
    FINE("lon", 61, 28), FINE("lat", 89, 27),                                            \
    TENTHS("course", 116, 12), UINT("heading", 128, 9),                                  \
    UINT("second", 137, 6), UINT("maneuver", 143, 2),                                    \
    BOOL("raim", 148)
static const struct tcs_ais_field position[] = { POSITION, UINT("radio", 149, 19) };
static const struct tcs_ais_field position_cut[] = {
    POSITION, UINT("radio", 149, TCS_AIS_LEFT),
};
/* 4, 11: base station, and answer of what time it is */
static const struct tcs_ais_field base_station[] = {
    FORM("timestamp", 38, 40, TCS_AIS_STAMP, TCS_AIS_PLAIN),
    BOOL("accuracy", 78), FINE("lon", 79, 28), FINE("lat", 107, 27),
    WORDS("epfd", 134, 4, tcs_ais_epfd), BOOL("raim", 148), UINT("radio", 149, 19),
};
/* 5: ship and voyage */
static const struct tcs_ais_field voyage[] = {
    UINT("ais_version", 38, 2), UINT("imo", 40, 30),
    TEXT("callsign", 70, 42), TEXT("shipname", 112, 120),
    WORDS("shiptype", 232, 8, tcs_ais_ship),
    UINT("to_bow", 240, 9), UINT("to_stern", 249, 9),
    UINT("to_port", 258, 6), UINT("to_starboard", 264, 6),
    WORDS("epfd", 270, 4, tcs_ais_epfd),
    FORM("eta", 274, 20, TCS_AIS_MDHM, TCS_AIS_PLAIN),
    TENTHS("draught", 294, 8), TEXT("destination", 302, 120), UINT("dte", 422, 1),
};
/* 6: binary, addressed */
static const struct tcs_ais_field addressed[] = {
    UINT("seqno", 38, 2), UINT("dest_mmsi", 40, 30), BOOL("retransmit", 70),
    UINT("dac", 72, 10), UINT("fid", 82, 6), DATA(88, 0),
};
/* 7, 13: acknowledgement */
static const struct tcs_ais_field acknowledge[] = {
    UINT("mmsi1", 40, 30), UINT("mmsi2", 72, 30),
    UINT("mmsi3", 104, 30), UINT("mmsi4", 136, 30),
};
/* 8: binary, broadcast */
static const struct tcs_ais_field broadcast[] = {
    UINT("dac", 40, 10), UINT("fid", 50, 6), DATA(56, 0),
};
/* 9: aircraft of search and rescue */
static const struct tcs_ais_field rescue[] = {
    FORM("alt", 38, 12, TCS_AIS_UINT, TCS_AIS_HEIGHT),
    FORM("speed", 50, 10, TCS_AIS_UINT, TCS_AIS_SPEED_WHOLE),
    BOOL("accuracy", 60), FINE("lon", 61, 28), FINE("lat", 89, 27),
    TENTHS("course", 116, 12), UINT("second", 128, 6), UINT("regional", 134, 8),
    UINT("dte", 142, 1), BOOL("raim", 147), UINT("radio", 148, 20),
};
/* 10: question of what time it is */
static const struct tcs_ais_field inquiry[] = { UINT("dest_mmsi", 40, 30) };
/* 12: safety, addressed */
static const struct tcs_ais_field safety_addressed[] = {
    UINT("seqno", 38, 2), UINT("dest_mmsi", 40, 30), BOOL("retransmit", 70),
    TEXT("text", 72, TCS_AIS_REST),
};
/* 14: safety, broadcast */
static const struct tcs_ais_field safety[] = { TEXT("text", 40, TCS_AIS_REST) };
/* 15: interrogation */
static const struct tcs_ais_field interrogation[] = {
    UINT("mmsi1", 40, 30), UINT("type1_1", 70, 6), UINT("offset1_1", 76, 12),
    UINT("type1_2", 90, 6), UINT("offset1_2", 96, 12),
    UINT("mmsi2", 110, 30), UINT("type2_1", 140, 6), UINT("offset2_1", 146, 12),
};
/* 16: assigned mode */
static const struct tcs_ais_field assignment[] = {
    UINT("mmsi1", 40, 30), UINT("offset1", 70, 12), UINT("increment1", 82, 10),
    UINT("mmsi2", 92, 30), UINT("offset2", 122, 12), UINT("increment2", 134, 10),
};
static const struct tcs_ais_field assignment_one[] = {
    UINT("mmsi1", 40, 30), UINT("offset1", 70, 12), UINT("increment1", 82, 10),
    UINT("mmsi2", 92, 0), UINT("offset2", 92, 0), UINT("increment2", 92, 0),
};
/* 17: differential corrections */
static const struct tcs_ais_field corrections[] = {
    COARSE("lon", 40, 18, 1), COARSE("lat", 58, 17, 1), DATA(80, 0),
};
/* 18: position report of class B */
static const struct tcs_ais_field class_b[] = {
    UINT("reserved", 38, 8), TENTHS("speed", 46, 10), BOOL("accuracy", 56),
    FINE("lon", 57, 28), FINE("lat", 85, 27), TENTHS("course", 112, 12),
    UINT("heading", 124, 9), UINT("second", 133, 6), UINT("regional", 139, 2),
    BOOL("cs", 141), BOOL("display", 142), BOOL("dsc", 143), BOOL("band", 144),
    BOOL("msg22", 145), BOOL("raim", 147), UINT("radio", 148, 20),
};
/* 19: the same, extended */
static const struct tcs_ais_field class_b_extended[] = {
    UINT("reserved", 38, 8), TENTHS("speed", 46, 10), BOOL("accuracy", 56),
    FINE("lon", 57, 28), FINE("lat", 85, 27), TENTHS("course", 112, 12),
    UINT("heading", 124, 9), UINT("second", 133, 6), UINT("regional", 139, 4),
    TEXT("shipname", 143, 120), WORDS("shiptype", 263, 8, tcs_ais_ship),
    UINT("to_bow", 271, 9), UINT("to_stern", 280, 9),
    UINT("to_port", 289, 6), UINT("to_starboard", 295, 6),
    WORDS("epfd", 301, 4, tcs_ais_epfd), BOOL("raim", 305), UINT("dte", 306, 1),
    BOOL("assigned", 307),
};
/* 20: slots that base stations keep */
static const struct tcs_ais_field link[] = {
    UINT("offset1", 40, 12), UINT("number1", 52, 4),
    UINT("timeout1", 56, 3), UINT("increment1", 59, 11),
    UINT("offset2", 70, 12), UINT("number2", 82, 4),
    UINT("timeout2", 86, 3), UINT("increment2", 89, 11),
    UINT("offset3", 100, 12), UINT("number3", 112, 4),
    UINT("timeout3", 116, 3), UINT("increment3", 119, 11),
    UINT("offset4", 130, 12), UINT("number4", 142, 4),
    UINT("timeout4", 146, 3), UINT("increment4", 149, 11),
};
/* 21: aid to navigation */
static const struct tcs_ais_field aid[] = {
    WORDS("aid_type", 38, 5, tcs_ais_aid),
    FORM("name", 43, 120, TCS_AIS_NAME, TCS_AIS_PLAIN),
    BOOL("accuracy", 163), FINE("lon", 164, 28), FINE("lat", 192, 27),
    UINT("to_bow", 219, 9), UINT("to_stern", 228, 9),
    UINT("to_port", 237, 6), UINT("to_starboard", 243, 6),
    WORDS("epfd", 249, 4, tcs_ais_epfd), UINT("second", 253, 6),
    BOOL("off_position", 259), UINT("regional", 260, 8), BOOL("raim", 268),
    BOOL("virtual_aid", 269),
};
/* 22: channels, of an area or of two stations */
static const struct tcs_ais_field channels_area[] = {
    UINT("channel_a", 40, 12), UINT("channel_b", 52, 12), UINT("txrx", 64, 4),
    BOOL("power", 68),
    CORNER("ne_lon", 69, 18), CORNER("ne_lat", 87, 17),
    CORNER("sw_lon", 104, 18), CORNER("sw_lat", 122, 17),
    BOOL("addressed", 139), BOOL("band_a", 140), BOOL("band_b", 141),
    UINT("zonesize", 142, 3),
};
static const struct tcs_ais_field channels_addressed[] = {
    UINT("channel_a", 40, 12), UINT("channel_b", 52, 12), UINT("txrx", 64, 4),
    BOOL("power", 68), UINT("dest1", 69, 30), UINT("dest2", 104, 30),
    BOOL("addressed", 139), BOOL("band_a", 140), BOOL("band_b", 141),
    UINT("zonesize", 142, 3),
};
/* 23: assignment of a group */
static const struct tcs_ais_field group_assignment[] = {
    CORNER("ne_lon", 40, 18), CORNER("ne_lat", 58, 17),
    CORNER("sw_lon", 75, 18), CORNER("sw_lat", 93, 17),
    WORDS("stationtype", 110, 4, tcs_ais_station), WORDS("shiptype", 114, 8, tcs_ais_ship),
    UINT("interval", 146, 4), UINT("quiet", 150, 4),
};
/* 24: name of class B; what it is, of the ship itself or of its auxiliary craft. Since
 * edition 4, model and serial take the end of the vendor's seven characters. */
static const struct tcs_ais_field part_a[] = { TEXT("shipname", 40, 120) };
#define PART_B                                                                           \
    WORDS("shiptype", 40, 8, tcs_ais_ship), TEXT("vendorid", 48, 42),                    \
        UINT("model", 66, 4), UINT("serial", 70, 20), TEXT("callsign", 90, 42)
static const struct tcs_ais_field part_b[] = {
    PART_B,
    UINT("to_bow", 132, 9), UINT("to_stern", 141, 9),
    UINT("to_port", 150, 6), UINT("to_starboard", 156, 6),
};
static const struct tcs_ais_field part_b_auxiliary[] = {
    PART_B, UINT("mothership_mmsi", 132, 30),
};
/* 25: binary, one slot; 26: several, its last 20 bits for the radio. */
#define FLAGS BOOL("addressed", 38), BOOL("structured", 39)
#define NO_RADIO
#define RADIO , UINT("radio", 40, 0)
/* NOLINTBEGIN(bugprone-macro-parentheses): radio is an item of the list, or nothing. */
#define BINARY(name, dest, app, data_at, tail, radio)                                    \
    static const struct tcs_ais_field name[] = {                                         \
        FLAGS, UINT("dest_mmsi", 40, dest), UINT("app_id", (data_at) - (app), app),      \
        DATA(data_at, tail) radio                                                        \
    };
/* NOLINTEND(bugprone-macro-parentheses) */
BINARY(single, 0, 0, 40, 0, NO_RADIO)
BINARY(single_structured, 0, 16, 56, 0, NO_RADIO)
BINARY(single_addressed, 30, 0, 70, 0, NO_RADIO)
BINARY(single_both, 30, 16, 86, 0, NO_RADIO)
BINARY(several, 0, 0, 40, 20, RADIO)
BINARY(several_structured, 0, 16, 56, 20, RADIO)
BINARY(several_addressed, 30, 0, 70, 20, RADIO)
BINARY(several_both, 30, 16, 86, 20, RADIO)
/* 27: long range */
static const struct tcs_ais_field long_range[] = {
    BOOL("accuracy", 38), BOOL("raim", 39),
    { "status", 40, 4, TCS_AIS_UINT, TCS_AIS_WORDS_SCALED, 0, 0, 0, &tcs_ais_nav },
    COARSE("lon", 44, 18, 4), COARSE("lat", 62, 17, 4),
    UINT("speed", 79, 6), UINT("course", 85, 9), BOOL("gnss", 94),
};

#define ROW(type, variant, least, most, fields)                                          \
    {                                                                                    \
        type, variant, TCS_AIS_NO_APPLICATION, 0, least, most,                           \
            sizeof(fields) / sizeof((fields)[0]), fields, 0                              \
    }
static const struct tcs_ais_layout layouts[] = {
    ROW(1, 0, 168, 204, position),
    ROW(1, 1, 163, 167, position_cut),
    ROW(2, 0, 168, 204, position),
    ROW(2, 1, 163, 167, position_cut),
    ROW(3, 0, 168, 204, position),
    ROW(3, 1, 163, 167, position_cut),
    ROW(4, 0, 168, TCS_AIS_BITS_MAX, base_station),
    ROW(5, 0, 420, TCS_AIS_BITS_MAX, voyage),
    ROW(6, 0, 88, 1008, addressed),
    ROW(7, 0, 72, 168, acknowledge),
    ROW(8, 0, 56, 1008, broadcast),
    ROW(9, 0, 168, TCS_AIS_BITS_MAX, rescue),
    ROW(10, 0, 72, TCS_AIS_BITS_MAX, inquiry),
    ROW(11, 0, 168, TCS_AIS_BITS_MAX, base_station),
    ROW(12, 0, 72, 1008, safety_addressed),
    ROW(13, 0, 72, 168, acknowledge),
    ROW(14, 0, 40, 1008, safety),
    ROW(15, 0, 88, 168, interrogation),
    ROW(16, 0, 144, 168, assignment),
    ROW(16, 1, 96, 143, assignment_one),
    ROW(17, 0, 80, 816, corrections),
    ROW(18, 0, 168, TCS_AIS_BITS_MAX, class_b),
    ROW(19, 0, 312, TCS_AIS_BITS_MAX, class_b_extended),
    ROW(20, 0, 72, 186, link),
    ROW(21, 0, 272, 368, aid),
    ROW(22, 0, 168, TCS_AIS_BITS_MAX, channels_area),
    ROW(22, 1, 168, TCS_AIS_BITS_MAX, channels_addressed),
    ROW(23, 0, 160, TCS_AIS_BITS_MAX, group_assignment),
    ROW(24, 0, 160, 168, part_a),
    ROW(24, 1, 168, TCS_AIS_BITS_MAX, part_b),
    ROW(24, 2, 168, TCS_AIS_BITS_MAX, part_b_auxiliary),
    ROW(25, 0, 40, 168, single),
    ROW(25, 1, 56, 168, single_structured),
    ROW(25, 2, 70, 168, single_addressed),
    ROW(25, 3, 86, 168, single_both),
    ROW(26, 0, 60, 1064, several),
    ROW(26, 1, 76, 1064, several_structured),
    ROW(26, 2, 90, 1064, several_addressed),
    ROW(26, 3, 106, 1064, several_both),
    ROW(27, 0, 96, 168, long_range),
};
/* clang-format on */

const struct tcs_ais_layout *tcs_ais_layouts(uint32_t *ret_count)
{
    *ret_count = sizeof layouts / sizeof layouts[0];
    return layouts;
}
