/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ais_words.h"

/* clang-format off */
static const char *const nav_list[] = {
    "Under way using engine",
    "At anchor",
    "Not under command",
    "Restricted maneuverability",
    "Constrained by her draught",
    "Moored",
    "Aground",
    "Engaged in fishing",
    "Under way sailing",
    "Reserved for HSC",
    "Reserved for WIG",
    "Power-driven vessel towing astern",
    "Power-driven vessel pushing ahead or towing alongside",
    "Reserved",
    "AIS-SART is active",
    "Not defined",
};
const struct tcs_ais_words tcs_ais_nav = { nav_list, 16, "" };

static const char *const epfd_list[] = {
    "Undefined",
    "GPS",
    "GLONASS",
    "Combined GPS/GLONASS",
    "Loran-C",
    "Chayka",
    "Integrated navigation system",
    "Surveyed",
    "Galileo",
    "Reserved (9)",
    "Reserved (10)",
    "Reserved (11)",
    "Reserved (12)",
    "Reserved (13)",
    "Reserved (14)",
    "Internal GNSS",
};
const struct tcs_ais_words tcs_ais_epfd = { epfd_list, 16, "" };

static const char *const ship_list[] = {
    "Not available",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Wing in ground (WIG) - all ships of this type",
    "Wing in ground (WIG) - Hazardous category A",
    "Wing in ground (WIG) - Hazardous category B",
    "Wing in ground (WIG) - Hazardous category C",
    "Wing in ground (WIG) - Hazardous category D",
    "Wing in ground (WIG) - Reserved for future use",
    "Wing in ground (WIG) - Reserved for future use",
    "Wing in ground (WIG) - Reserved for future use",
    "Wing in ground (WIG) - Reserved for future use",
    "Wing in ground (WIG) - Reserved for future use",
    "Fishing",
    "Towing",
    "Towing: length exceeds 200m or breadth exceeds 25m",
    "Dredging or underwater ops",
    "Diving ops",
    "Military ops",
    "Sailing",
    "Pleasure Craft",
    "Reserved",
    "Reserved",
    "High speed craft (HSC) - all ships of this type",
    "High speed craft (HSC) - Hazardous category A",
    "High speed craft (HSC) - Hazardous category B",
    "High speed craft (HSC) - Hazardous category C",
    "High speed craft (HSC) - Hazardous category D",
    "High speed craft (HSC) - Reserved for future use",
    "High speed craft (HSC) - Reserved for future use",
    "High speed craft (HSC) - Reserved for future use",
    "High speed craft (HSC) - Reserved for future use",
    "High speed craft (HSC) - No additional information",
    "Pilot Vessel",
    "Search and Rescue vessel",
    "Tug",
    "Port Tender",
    "Anti-pollution equipment",
    "Law Enforcement",
    "Spare - Local Vessel",
    "Spare - Local Vessel",
    "Medical Transport",
    "Ship according to RR Resolution No. 18",
    "Passenger - all ships of this type",
    "Passenger - Hazardous category A",
    "Passenger - Hazardous category B",
    "Passenger - Hazardous category C",
    "Passenger - Hazardous category D",
    "Passenger - Reserved for future use",
    "Passenger - Reserved for future use",
    "Passenger - Reserved for future use",
    "Passenger - Reserved for future use",
    "Passenger - No additional information",
    "Cargo - all ships of this type",
    "Cargo - Hazardous category A",
    "Cargo - Hazardous category B",
    "Cargo - Hazardous category C",
    "Cargo - Hazardous category D",
    "Cargo - Reserved for future use",
    "Cargo - Reserved for future use",
    "Cargo - Reserved for future use",
    "Cargo - Reserved for future use",
    "Cargo - No additional information",
    "Tanker - all ships of this type",
    "Tanker - Hazardous category A",
    "Tanker - Hazardous category B",
    "Tanker - Hazardous category C",
    "Tanker - Hazardous category D",
    "Tanker - Reserved for future use",
    "Tanker - Reserved for future use",
    "Tanker - Reserved for future use",
    "Tanker - Reserved for future use",
    "Tanker - No additional information",
    "Other Type - all ships of this type",
    "Other Type - Hazardous category A",
    "Other Type - Hazardous category B",
    "Other Type - Hazardous category C",
    "Other Type - Hazardous category D",
    "Other Type - Reserved for future use",
    "Other Type - Reserved for future use",
    "Other Type - Reserved for future use",
    "Other Type - Reserved for future use",
    "Other Type - no additional information",
};
const struct tcs_ais_words tcs_ais_ship = { ship_list, 100, "INVALID SHIP TYPE" };

static const char *const station_list[] = {
    "All types of mobiles",
    "Reserved for future use",
    "All types of Class B mobile stations",
    "SAR airborne mobile station",
    "Aid to Navigation station",
    "Class B shipborne mobile station",
    "Regional use and inland waterways",
    "Regional use and inland waterways",
    "Regional use and inland waterways",
    "Regional use and inland waterways",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
    "Reserved for future use",
};
const struct tcs_ais_words tcs_ais_station = { station_list, 16, "" };

static const char *const aid_list[] = {
    "Unspecified",
    "Reference point",
    "RACON",
    "Fixed offshore structure",
    "Spare, Reserved for future use.",
    "Light, without sectors",
    "Light, with sectors",
    "Leading Light Front",
    "Leading Light Rear",
    "Beacon, Cardinal N",
    "Beacon, Cardinal E",
    "Beacon, Cardinal S",
    "Beacon, Cardinal W",
    "Beacon, Port hand",
    "Beacon, Starboard hand",
    "Beacon, Preferred Channel port hand",
    "Beacon, Preferred Channel starboard hand",
    "Beacon, Isolated danger",
    "Beacon, Safe water",
    "Beacon, Special mark",
    "Cardinal Mark N",
    "Cardinal Mark E",
    "Cardinal Mark S",
    "Cardinal Mark W",
    "Port hand Mark",
    "Starboard hand Mark",
    "Preferred Channel Port hand",
    "Preferred Channel Starboard hand",
    "Isolated danger",
    "Safe Water",
    "Special Mark",
    "Light Vessel / LANBY / Rigs",
};
const struct tcs_ais_words tcs_ais_aid = { aid_list, 32, "" };

static const char *const signal_list[] = {
    "N/A",
    "Serious emergency – stop or divert according to instructions.",
    "Vessels shall not proceed.",
    "Vessels may proceed. One way traffic.",
    "Vessels may proceed. Two way traffic.",
    "Vessels shall proceed on specific orders only.",
    "Vessels in main channel shall not proceed.",
    "Vessels in main channel shall proceed on specific orders only.",
    "Vessels in main channel shall proceed on specific orders only.",
    "I = \"in-bound\" only acceptable.",
    "O = \"out-bound\" only acceptable.",
    "F = both \"in- and out-bound\" acceptable.",
    "XI = Code will shift to \"I\" in due time.",
    "XO = Code will shift to \"O\" in due time.",
    "X = Vessels shall proceed only on direction.",
};
const struct tcs_ais_words tcs_ais_signal = { signal_list, 15, "INVALID SIGNAL TYPE" };

static const char *const route_list[] = {
    "Undefined (default)",
    "Mandatory",
    "Recommended",
    "Alternative",
    "Recommended route through ice",
    "Ship route plan",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Reserved for future use.",
    "Cancel route identified by message linkage",
};
const struct tcs_ais_words tcs_ais_route = { route_list, 32, "" };

static const char *const target_list[] = {
    "mmsi",
    "imo",
    "callsign",
    "other",
};
const struct tcs_ais_words tcs_ais_target = { target_list, 4, "" };

static const char *const racon_list[] = {
    "No RACON installed",
    "RACON not monitored",
    "RACON operational",
    "RACON ERROR",
};
const struct tcs_ais_words tcs_ais_racon = { racon_list, 4, "" };

static const char *const light_list[] = {
    "No light or no monitoring",
    "Light ON",
    "Light OFF",
    "Light ERROR",
};
const struct tcs_ais_words tcs_ais_light = { light_list, 4, "" };

static const char *const arrival_list[] = {
    "Operational",
    "Limited operation",
    "Out of order",
    "N/A",
};
const struct tcs_ais_words tcs_ais_arrival = { arrival_list, 4, "" };

static const char *const berth_list[] = {
    "Not available",
    "Port-side to",
    "Starboard-side to",
    "Mediterranean (end-on) mooring",
    "Mooring buoy",
    "Anchorage",
    "Reserved for future use",
    "Reserved for future use",
};
const struct tcs_ais_words tcs_ais_berth = { berth_list, 8, "" };

static const char *const trend_list[] = {
    "steady",
    "increasing",
    "decreasing",
    "N/A",
};
const struct tcs_ais_words tcs_ais_trend = { trend_list, 4, "" };

static const char *const precipitation_list[] = {
    "reserved",
    "rain",
    "thunderstorm",
    "freezing rain",
    "mixed/ice",
    "snow",
    "reserved",
    "N/A",
};
const struct tcs_ais_words tcs_ais_precipitation = { precipitation_list, 8, "" };

static const char *const ice_list[] = {
    "no",
    "yes",
    "reserved",
    "N/A",
};
const struct tcs_ais_words tcs_ais_ice = { ice_list, 4, "" };

static const char *const hazard_list[] = {
    "0 blue cones/lights",
    "1 blue cone/light",
    "2 blue cones/lights",
    "3 blue cones/lights",
    "4 B-Flag",
    "Unknown",
};
const struct tcs_ais_words tcs_ais_hazard = { hazard_list, 6, "INVALID HAZARD TYPE" };

static const char *const load_list[] = {
    "N/A (default)",
    "Unloaded",
    "Loaded",
};
const struct tcs_ais_words tcs_ais_load = { load_list, 3, "INVALID LOAD STATUS" };

static const char *const weather_list[] = {
    "Not Available",
    "Wind",
    "Rain",
    "Snow and ice",
    "Thunderstorm",
    "Fog",
    "Low temperature",
    "High temperature",
    "Flood",
    "Forest Fire",
};
const struct tcs_ais_words tcs_ais_weather = { weather_list, 10, "INVALID EMMA TYPE" };

static const char *const strength_list[] = {
    "Slight",
    "Medium",
    "Strong",
};
const struct tcs_ais_words tcs_ais_strength = { strength_list, 3, "INVALID EMMA TYPE" };

static const char *const wind_list[] = {
    "N/A",
    "North",
    "North East",
    "East",
    "South East",
    "South",
    "South West",
    "West",
    "North West",
};
const struct tcs_ais_words tcs_ais_wind = { wind_list, 9, "INVALID EMMA WIND DIRECTION" };

static const char *const direction_list[] = {
    "Unknown",
    "Upstream",
    "Downstream",
    "To left bank",
    "To right bank",
};
const struct tcs_ais_words tcs_ais_direction = { direction_list, 5, "INVALID DIRECTION" };

static const char *const lamp_list[] = {
    "Unknown",
    "No light",
    "White",
    "Yellow",
    "Green",
    "Red",
    "White flashing",
    "Yellow flashing.",
};
const struct tcs_ais_words tcs_ais_lamp = { lamp_list, 8, "INVALID STATUS" };

static const struct {
    uint16_t code;
    uint16_t type;
    const char *word;
} inland[] = {
    { 8000, 99, "Vessel, type unknown" },
    { 8010, 79, "Motor freighter" },
    { 8020, 89, "Motor tanker" },
    { 8021, 80, "Motor tanker, liquid cargo, type N" },
    { 8022, 80, "Motor tanker, liquid cargo, type C" },
    { 8023, 89, "Motor tanker, dry cargo as if liquid (e.g. cement)" },
    { 8030, 79, "Container vessel" },
    { 8040, 80, "Gas tanker" },
    { 8050, 79, "Motor freighter, tug" },
    { 8060, 89, "Motor tanker, tug" },
    { 8070, 79, "Motor freighter with one or more ships alongside" },
    { 8080, 89, "Motor freighter with tanker" },
    { 8090, 79, "Motor freighter pushing one or more freighters" },
    { 8100, 89, "Motor freighter pushing at least one tank-ship" },
    { 8110, 79, "Tug, freighter" },
    { 8120, 89, "Tug, tanker" },
    { 8130, 31, "Tug freighter, coupled" },
    { 8140, 31, "Tug, freighter/tanker, coupled" },
    { 8150, 99, "Freightbarge" },
    { 8160, 99, "Tankbarge" },
    { 8161, 90, "Tankbarge, liquid cargo, type N" },
    { 8162, 90, "Tankbarge, liquid cargo, type C" },
    { 8163, 99, "Tankbarge, dry cargo as if liquid (e.g. cement)" },
    { 8170, 99, "Freightbarge with containers" },
    { 8180, 90, "Tankbarge, gas" },
    { 8210, 79, "Pushtow, one cargo barge" },
    { 8220, 79, "Pushtow, two cargo barges" },
    { 8230, 79, "Pushtow, three cargo barges" },
    { 8240, 79, "Pushtow, four cargo barges" },
    { 8250, 79, "Pushtow, five cargo barges" },
    { 8260, 79, "Pushtow, six cargo barges" },
    { 8270, 79, "Pushtow, seven cargo barges" },
    { 8280, 79, "Pushtow, eigth cargo barges" },
    { 8290, 79, "Pushtow, nine or more barges" },
    { 8310, 80, "Pushtow, one tank/gas barge" },
    { 8320, 80, "Pushtow, two barges at least one tanker or gas barge" },
    { 8330, 80, "Pushtow, three barges at least one tanker or gas barge" },
    { 8340, 80, "Pushtow, four barges at least one tanker or gas barge" },
    { 8350, 80, "Pushtow, five barges at least one tanker or gas barge" },
    { 8360, 80, "Pushtow, six barges at least one tanker or gas barge" },
    { 8370, 80, "Pushtow, seven barges at least one tanker or gas barg" },
};
/* clang-format on */

const char *tcs_ais_inland_ship(uint32_t code)
{
    for (uint32_t i = 0; i < sizeof inland / sizeof inland[0]; i++)
        if (inland[i].code == code || inland[i].type == code)
            return inland[i].word;
    return "Illegal ship type value.";
}
