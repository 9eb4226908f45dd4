/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat021.h"

#include "base/time.h"
#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_021

/* clang-format off */
#define TIME_OF_DAY(member)                                                              \
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(member) }

static const struct tcs_asterix_field f008[] = {
    { CODE("RA", 1) },
    { CODE("TC", 2) },
    { CODE("TS", 1) },
    { CODE("ARV", 1) },
    { CODE("CDTIA", 1) },
    { CODE("NOTTCAS", 1) },
    { CODE("SA", 1) },
};
static const struct tcs_asterix_item i008 =
    SHOWN("008", "Aircraft Operational Status", 1, f008);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identification", TCS_021_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = { { CODE("ID", 8), TO(service) } };
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_021_SERVICE, 1, f015);

static const struct tcs_asterix_field f016[] = { { UNSIGNED("RP", 8, 0.5, S) } };
static const struct tcs_asterix_item i016 = SHOWN("016", "Service Management", 1, f016);

static const struct tcs_asterix_field f020[] = { { CODE("ECAT", 8), TO(emitter) } };
static const struct tcs_asterix_item i020 =
    FIXED("020", "Emitter Category", TCS_021_EMITTER, 1, f020);

/* The parts of I021/040; editions 2.3 and 2.6 added to them. */
#define DESCRIPTOR_1                                                                     \
    { CODE("ATP", 3), TO(address_type) },                                                \
    { CODE("ARC", 2), TO(altitude_coding) },                                             \
    { CODE("RC", 1), TO(range_checked) },                                                \
    { CODE("RAB", 1), TO(monitor) },                                                     \
    { FX() }
#define DESCRIPTOR_2                                                                     \
    { CODE("DCR", 1) },                                                                  \
    { CODE("GBS", 1), TO(on_ground) },                                                   \
    { CODE("SIM", 1), TO(simulated) },                                                   \
    { CODE("TST", 1), TO(test) },                                                        \
    { CODE("SAA", 1) },                                                                  \
    { CODE("CL", 2), TO(confidence) },                                                   \
    { FX() }
#define DESCRIPTOR_3_REST                                                                \
    { CODE("IPC", 1), TO(position_failed) },                                             \
    { CODE("NOGO", 1), TO(nogo) },                                                       \
    { CODE("CPR", 1), TO(cpr_failed) },                                                  \
    { CODE("LDPJ", 1), TO(position_jumped) },                                            \
    { CODE("RCF", 1), TO(range_failed) },                                                \
    { FX() }
#define DESCRIPTOR_3_OLD { SPARE(2) }, DESCRIPTOR_3_REST
#define DESCRIPTOR_3 { SPARE(1) }, { CODE("LLC", 1), TO(lookup_failed) }, DESCRIPTOR_3_REST
#define DESCRIPTOR_4 { CODE("TBC_EP", 1) }, { CODE("TBC_VAL", 6) }, { FX() }
#define DESCRIPTOR_5 { CODE("MBC_EP", 1) }, { CODE("MBC_VAL", 6) }, { FX() }
static const struct tcs_asterix_field f040_21[] = {
    DESCRIPTOR_1, DESCRIPTOR_2, DESCRIPTOR_3_OLD,
};
static const struct tcs_asterix_field f040_23[] = {
    DESCRIPTOR_1, DESCRIPTOR_2, DESCRIPTOR_3,
};
static const struct tcs_asterix_field f040_26[] = {
    DESCRIPTOR_1, DESCRIPTOR_2, DESCRIPTOR_3, DESCRIPTOR_4, DESCRIPTOR_5,
};
static const struct tcs_asterix_item i040_21 =
    EXTENDED("040", "Target Report Descriptor", TCS_021_DESCRIPTOR, f040_21);
static const struct tcs_asterix_item i040_23 =
    EXTENDED("040", "Target Report Descriptor", TCS_021_DESCRIPTOR, f040_23);
static const struct tcs_asterix_item i040_26 =
    EXTENDED("040", "Target Report Descriptor", TCS_021_DESCRIPTOR, f040_26);

static const struct tcs_asterix_field f070[] = {
    { SPARE(4) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Mode 3/A Code in Octal Representation", TCS_021_MODE3A, 2, f070);

static const struct tcs_asterix_field f071[] = { TIME_OF_DAY(position_tod_ns) };
static const struct tcs_asterix_field f072[] = { TIME_OF_DAY(velocity_tod_ns) };
static const struct tcs_asterix_field f073[] = { TIME_OF_DAY(position_heard_tod_ns) };
static const struct tcs_asterix_field f075[] = { TIME_OF_DAY(velocity_heard_tod_ns) };
static const struct tcs_asterix_field f077[] = { TIME_OF_DAY(sent_tod_ns) };
static const struct tcs_asterix_item i071 =
    FIXED("071", "Time of Applicability for Position", TCS_021_POSITION_TIME, 3, f071);
static const struct tcs_asterix_item i072 =
    FIXED("072", "Time of Applicability for Velocity", TCS_021_VELOCITY_TIME, 3, f072);
static const struct tcs_asterix_item i073 = FIXED(
    "073", "Time of Message Reception for Position", TCS_021_POSITION_HEARD, 3, f073);
static const struct tcs_asterix_item i075 = FIXED(
    "075", "Time of Message Reception for Velocity", TCS_021_VELOCITY_HEARD, 3, f075);
static const struct tcs_asterix_item i077 =
    FIXED("077", "Time of ASTERIX Report Transmission", TCS_021_SENT_TIME, 3, f077);

static const struct tcs_asterix_field f074[] = {
    { CODE("FSI", 2), TO(position_fsi) },
    { UNSIGNED("TOMRP", 30, 1.0 / 1073741824, S), TO(position_fraction_ns) },
};
static const struct tcs_asterix_field f076[] = {
    { CODE("FSI", 2), TO(velocity_fsi) },
    { UNSIGNED("TOMRP", 30, 1.0 / 1073741824, S), TO(velocity_fraction_ns) },
};
static const struct tcs_asterix_item i074 =
    FIXED("074", "Time of Message Reception of Position - High Precision",
          TCS_021_POSITION_FRACTION, 4, f074);
static const struct tcs_asterix_item i076 =
    FIXED("076", "Time of Message Reception of Velocity - High Precision",
          TCS_021_VELOCITY_FRACTION, 4, f076);

static const struct tcs_asterix_field f080[] = { { HEX("ADDRESS", 24), TO(address) } };
static const struct tcs_asterix_item i080 =
    FIXED("080", "Target Address", TCS_021_ADDRESS, 3, f080);

#define QUALITY_1_TO_3                                                                   \
    { CODE("NUCRNACV", 3), TO(nacv) },                                                  \
    { CODE("NUCPNIC", 4), TO(nic) },                                                    \
    { FX() },                                                                            \
    { CODE("NICBARO", 1), TO(nic_baro) },                                                \
    { CODE("SIL", 2), TO(sil) },                                                         \
    { CODE("NACP", 4), TO(nacp) },                                                       \
    { FX() },                                                                            \
    { SPARE(2) },                                                                        \
    { CODE("SILS", 1), TO(sil_supplement) },                                             \
    { CODE("SDA", 2), TO(sda) },                                                         \
    { CODE("GVA", 2), TO(gva) },                                                         \
    { FX() }
static const struct tcs_asterix_field f090_21[] = {
    QUALITY_1_TO_3,
    { CODE("PIC", 4), TO(pic) },
    { SPARE(3) },
    { FX() },
};
static const struct tcs_asterix_field f090_27[] = {
    QUALITY_1_TO_3,
    { CODE("PIC", 4), TO(pic) },
    { CODE("SRC", 1) },
    { SPARE(2) },
    { FX() },
    { SPARE(2) },
    { CODE("VALSTATE_EP", 1) },
    { CODE("VALSTATE_VAL", 2) },
    { CODE("VD", 1) },
    { CODE("VQ", 1) },
    { FX() },
    { UNSIGNED("VALDISTP1", 7, 128.0, M) },
    { FX() },
    { UNSIGNED("VALDISTP2", 7, 1.0, M) },
    { FX() },
    { UNSIGNED("VALDISTQUALP1", 7, 128.0, M) },
    { FX() },
    { UNSIGNED("VALDISTQUALP2", 7, 1.0, M) },
    { FX() },
};
static const struct tcs_asterix_item i090_21 =
    EXTENDED("090", "Quality Indicators", TCS_021_QUALITY, f090_21);
static const struct tcs_asterix_item i090_27 =
    EXTENDED("090", "Quality Indicators", TCS_021_QUALITY, f090_27);

static const struct tcs_asterix_field f110_tis[] = {
    { CODE("NAV", 1) },
    { CODE("NVB", 1) },
    { SPARE(5) },
    { FX() },
};
static const struct tcs_asterix_field f110_tid[] = {
    { CODE("TCA", 1) },
    { CODE("NC", 1) },
    { CODE("TCPN", 6) },
    { SIGNED("ALT", 16, 10.0, FT) },
    { SIGNED("LAT", 24, 180.0 / 8388608, DEG) },
    { SIGNED("LON", 24, 180.0 / 8388608, DEG) },
    { CODE("PT", 4) },
    { CODE("TD", 2) },
    { CODE("TRA", 1) },
    { CODE("TOA", 1) },
    { UNSIGNED("TOV", 24, 1.0, S) },
    { UNSIGNED("TTR", 16, 0.01, NM) },
};
static const struct tcs_asterix_item i110_tis =
    SHOWN_EXTENDED("TIS", "Trajectory Intent Status", f110_tis);
static const struct tcs_asterix_item i110_tid =
    SHOWN_REPEATED("TID", "Trajectory Intent Data", 15, f110_tid);
static const struct tcs_asterix_item *const i110_subs[] = { &i110_tis, &i110_tid };
static const struct tcs_asterix_item i110 =
    SHOWN_COMPOUND("110", "Trajectory Intent", i110_subs);

static const struct tcs_asterix_field f130[] = {
    { SIGNED("LAT", 24, 180.0 / 8388608, DEG), WITHIN(-90, 90), TO(latitude_rad) },
    { SIGNED("LON", 24, 180.0 / 8388608, DEG), WITHIN(-180, 180), TO(longitude_rad) },
};
static const struct tcs_asterix_item i130 =
    FIXED("130", "Position in WGS-84 Co-ordinates", TCS_021_POSITION, 6, f130);

static const struct tcs_asterix_field f131[] = {
    { SIGNED("LAT", 32, 180.0 / 1073741824, DEG), WITHIN(-90, 90),
      TO(fine_latitude_rad) },
    { SIGNED("LON", 32, 180.0 / 1073741824, DEG), WITHIN(-180, 180),
      TO(fine_longitude_rad) },
};
static const struct tcs_asterix_item i131 =
    FIXED("131", "High-Resolution Position in WGS-84 Co-ordinates",
          TCS_021_FINE_POSITION, 8, f131);

static const struct tcs_asterix_field f132[] = {
    { SIGNED("MAM", 8, 1.0, DBM), TO(amplitude_dbm) },
};
static const struct tcs_asterix_item i132 =
    FIXED("132", "Message Amplitude", TCS_021_AMPLITUDE, 1, f132);

static const struct tcs_asterix_field f140[] = {
    { SIGNED("GH", 16, 6.25, FT), WITHIN(-1500, 150000), TO(height_m) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Geometric Height", TCS_021_HEIGHT, 2, f140);

static const struct tcs_asterix_field f145[] = {
    { SIGNED("FL", 16, 0.25, FL), WITHIN(-15, 1500), TO(pressure_altitude_m) },
};
static const struct tcs_asterix_item i145 =
    FIXED("145", "Flight Level", TCS_021_LEVEL, 2, f145);

static const struct tcs_asterix_field f146[] = {
    { CODE("SAS", 1) },
    { CODE("S", 2) },
    { SIGNED("ALT", 13, 25.0, FT), WITHIN(-1300, 100000), TO(selected_altitude_m) },
};
static const struct tcs_asterix_item i146 =
    FIXED("146", "Selected Altitude", TCS_021_SELECTED, 2, f146);

static const struct tcs_asterix_field f148[] = {
    { CODE("MV", 1) },
    { CODE("AH", 1) },
    { CODE("AM", 1) },
    { SIGNED("ALT", 13, 25.0, FT), WITHIN(-1300, 100000), TO(final_altitude_m) },
};
static const struct tcs_asterix_item i148 =
    FIXED("148", "Final State Selected Altitude", TCS_021_FINAL_SELECTED, 2, f148);

static const struct tcs_asterix_field f150[] = {
    { CODE("IM", 1), TO(air_speed_is_mach) },
    { UNSIGNED("AS", 15, 1.0 / 16384, NMPS), WHEN_CLEAR, TO(indicated_mps) },
    { UNSIGNED("AS", 15, 0.001, MACH), WHEN_SET, TO(mach) },
};
static const struct tcs_asterix_item i150 =
    FIXED("150", "Air Speed", TCS_021_AIR_SPEED, 2, f150);

static const struct tcs_asterix_field f151[] = {
    { CODE("RE", 1), TO(true_air_speed_exceeds) },
    { UNSIGNED("TAS", 15, 1.0, KT), TO(true_air_speed_mps) },
};
static const struct tcs_asterix_item i151 =
    FIXED("151", "True Airspeed", TCS_021_TRUE_AIR_SPEED, 2, f151);

static const struct tcs_asterix_field f152[] = {
    { UNSIGNED("MHDG", 16, 360.0 / 65536, DEG), TO(magnetic_heading_rad) },
};
static const struct tcs_asterix_item i152 =
    FIXED("152", "Magnetic Heading", TCS_021_MAGNETIC_HEADING, 2, f152);

static const struct tcs_asterix_field f155[] = {
    { CODE("RE", 1), TO(baro_rate_exceeds) },
    { SIGNED("BVR", 15, 6.25, FTPMIN), TO(baro_rate_mps) },
};
static const struct tcs_asterix_item i155 =
    FIXED("155", "Barometric Vertical Rate", TCS_021_BARO_RATE, 2, f155);

static const struct tcs_asterix_field f157[] = {
    { CODE("RE", 1), TO(geo_rate_exceeds) },
    { SIGNED("GVR", 15, 6.25, FTPMIN), TO(geo_rate_mps) },
};
static const struct tcs_asterix_item i157 =
    FIXED("157", "Geometric Vertical Rate", TCS_021_GEO_RATE, 2, f157);

static const struct tcs_asterix_field f160[] = {
    { CODE("RE", 1), TO(speed_exceeds) },
    { UNSIGNED("GS", 15, 1.0 / 16384, NMPS), TO(ground_speed_mps) },
    { UNSIGNED("TA", 16, 360.0 / 65536, DEG), TO(track_angle_rad) },
};
static const struct tcs_asterix_item i160 =
    FIXED("160", "Airborne Ground Vector", TCS_021_GROUND_VECTOR, 4, f160);

static const struct tcs_asterix_field f161[] = {
    { SPARE(4) },
    { CODE("TRNUM", 12), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track Number", TCS_021_TRACK, 2, f161);

static const struct tcs_asterix_field f165[] = {
    { SPARE(6) },
    { SIGNED("TAR", 10, 1.0 / 32, DEGPS), TO(turn_rate_radps) },
};
static const struct tcs_asterix_item i165 =
    FIXED("165", "Track Angle Rate", TCS_021_TURN_RATE, 2, f165);

static const struct tcs_asterix_field f170[] = { { ICAO("IDENT"), TO(callsign) } };
static const struct tcs_asterix_item i170 =
    FIXED("170", "Target Identification", TCS_021_CALLSIGN, 6, f170);

/* ME came with edition 2.2; in 2.1 the bit is spare, hence zero. */
static const struct tcs_asterix_field f200[] = {
    { CODE("ICF", 1) },
    { CODE("LNAV", 1) },
    { CODE("ME", 1), TO(emergency_mil) },
    { CODE("PS", 3), TO(priority) },
    { CODE("SS", 2), TO(surveillance) },
};
static const struct tcs_asterix_item i200 =
    FIXED("200", "Target Status", TCS_021_STATUS, 1, f200);

static const struct tcs_asterix_field f210[] = {
    { SPARE(1) },
    { CODE("VNS", 1) },
    { CODE("VN", 3), TO(mops_version) },
    { CODE("LTT", 3), TO(link) },
};
static const struct tcs_asterix_item i210 =
    FIXED("210", "MOPS Version", TCS_021_VERSION, 1, f210);

static const struct tcs_asterix_field f220_ws[] = { { UNSIGNED("WS", 16, 1.0, KT) } };
static const struct tcs_asterix_field f220_wd[] = { { UNSIGNED("WD", 16, 1.0, DEG) } };
static const struct tcs_asterix_field f220_tmp[] = { { SIGNED("TMP", 16, 0.25, CELSIUS) } };
static const struct tcs_asterix_field f220_trb[] = { { CODE("TRB", 8) } };
static const struct tcs_asterix_item i220_ws = SHOWN("WS", "Wind Speed", 2, f220_ws);
static const struct tcs_asterix_item i220_wd = SHOWN("WD", "Wind Direction", 2, f220_wd);
static const struct tcs_asterix_item i220_tmp = SHOWN("TMP", "Temperature", 2, f220_tmp);
static const struct tcs_asterix_item i220_trb = SHOWN("TRB", "Turbulence", 1, f220_trb);
static const struct tcs_asterix_item *const i220_subs[] = {
    &i220_ws, &i220_wd, &i220_tmp, &i220_trb,
};
static const struct tcs_asterix_item i220 =
    SHOWN_COMPOUND("220", "Met Information", i220_subs);

static const struct tcs_asterix_field f230[] = {
    { SIGNED("RA", 16, 0.01, DEG), WITHIN(-180, 180), TO(roll_rad) },
};
static const struct tcs_asterix_item i230 =
    FIXED("230", "Roll Angle", TCS_021_ROLL, 2, f230);

static const struct tcs_asterix_field f250[] = {
    { HEX("MBDATA", 56) },
    { CODE("BDS1", 4) },
    { CODE("BDS2", 4) },
};
static const struct tcs_asterix_item i250 =
    SHOWN_REPEATED("250", "Mode S MB Data", 8, f250);

static const struct tcs_asterix_field f260[] = {
    { CODE("TYP", 5) },
    { CODE("STYP", 3) },
    { HEX("ARA", 14) },
    { HEX("RAC", 4) },
    { CODE("RAT", 1) },
    { CODE("MTE", 1) },
    { CODE("TTI", 2) },
    { HEX("TID", 26) },
};
static const struct tcs_asterix_item i260 =
    SHOWN("260", "ACAS Resolution Advisory Report", 7, f260);

#define SURFACE_1                                                                        \
    { SPARE(2) },                                                                        \
    { CODE("POA", 1) },                                                                  \
    { CODE("CDTIS", 1) },                                                                \
    { CODE("B2LOW", 1) },                                                                \
    { CODE("RAS", 1) },                                                                  \
    { CODE("IDENT", 1) },                                                                \
    { FX() }
static const struct tcs_asterix_field f271_21[] = {
    SURFACE_1, { SPARE(4) }, { CODE("LW", 4) },
};
static const struct tcs_asterix_field f271_22[] = {
    SURFACE_1, { CODE("LW", 4) }, { SPARE(3) }, { FX() },
};
static const struct tcs_asterix_item i271_21 =
    SHOWN_EXTENDED_ONCE("271", "Surface Capabilities and Characteristics", f271_21);
static const struct tcs_asterix_item i271_22 =
    SHOWN_EXTENDED("271", "Surface Capabilities and Characteristics", f271_22);

static const struct tcs_asterix_field f_age[] = { { UNSIGNED("AGE", 8, 0.1, S) } };
#define AGE(name, title) static const struct tcs_asterix_item i295_##name =              \
    SHOWN(#name, title, 1, f_age)
AGE(AOS, "Aircraft Operational Status Age");
AGE(TRD, "Target Report Descriptor Age");
AGE(M3A, "Mode 3/A Age");
AGE(QI, "Quality Indicators Age");
AGE(TI1, "Trajectory Intent Age");
AGE(MAM, "Message Amplitude Age");
AGE(GH, "Geometric Height Age");
AGE(FL, "Flight Level Age");
AGE(SAL, "Selected Altitude Age");
AGE(FSA, "Final State Selected Altitude Age");
AGE(AS, "Air Speed Age");
AGE(TAS, "True Air Speed Age");
AGE(MH, "Magnetic Heading Age");
AGE(BVR, "Barometric Vertical Rate Age");
AGE(GVR, "Geometric Vertical Rate Age");
AGE(GV, "Ground Vector Age");
AGE(TAR, "Track Angle Rate Age");
AGE(TI2, "Target Identification Age");
AGE(TS, "Target Status Age");
AGE(MET, "Met Information Age");
AGE(ROA, "Roll Angle Age");
AGE(ARA, "ACAS Resolution Advisory Age");
AGE(SCC, "Surface Capabilities and Characteristics Age");
static const struct tcs_asterix_item *const i295_subs[] = {
    &i295_AOS, &i295_TRD, &i295_M3A, &i295_QI,  &i295_TI1, &i295_MAM, &i295_GH, &i295_FL,
    &i295_SAL, &i295_FSA, &i295_AS,  &i295_TAS, &i295_MH,  &i295_BVR, &i295_GVR, &i295_GV,
    &i295_TAR, &i295_TI2, &i295_TS,  &i295_MET, &i295_ROA, &i295_ARA, &i295_SCC,
};
static const struct tcs_asterix_item i295 = SHOWN_COMPOUND("295", "Data Ages", i295_subs);

static const struct tcs_asterix_field f400[] = { { CODE("RID", 8), TO(receiver) } };
static const struct tcs_asterix_item i400 =
    FIXED("400", "Receiver ID", TCS_021_RECEIVER, 1, f400);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

#define UAP_2(i040, i090, i271)                                                          \
    {                                                                                    \
        &i010, &(i040), &i161, &i015, &i071, &i130, &i131, &i072, &i150, &i151, &i080,     \
        &i073, &i074, &i075, &i076, &i140, &(i090), &i210, &i070, &i230, &i145, &i152,     \
        &i200, &i155, &i157, &i160, &i165, &i077, &i170, &i020, &i220, &i146, &i148,     \
        &i110, &i016, &i008, &(i271), &i132, &i250, &i260, &i400, &i295,                   \
        NULL, NULL, NULL, NULL, NULL, &re, &sp,                                          \
    }
static const struct tcs_asterix_item *const uap_21[] = UAP_2(i040_21, i090_21, i271_21);
static const struct tcs_asterix_item *const uap_22[] = UAP_2(i040_21, i090_21, i271_22);
static const struct tcs_asterix_item *const uap_23[] = UAP_2(i040_23, i090_21, i271_22);
static const struct tcs_asterix_item *const uap_26[] = UAP_2(i040_26, i090_21, i271_22);
static const struct tcs_asterix_item *const uap_27[] = UAP_2(i040_26, i090_27, i271_22);

/* The old family. */
static const struct tcs_asterix_field f030_old[] = { TIME_OF_DAY(tod_ns) };
static const struct tcs_asterix_item i030_old =
    FIXED("030", "Time of Day", TCS_021_TIME, 3, f030_old);

static const struct tcs_asterix_field f032_old[] = { { UNSIGNED("TODA", 8, 1.0 / 256, S) } };
static const struct tcs_asterix_item i032_old =
    SHOWN("032", "Time of Day Accuracy", 1, f032_old);

static const struct tcs_asterix_field f040_old[] = {
    { CODE("DCR", 1) },
    { CODE("GBS", 1), TO(on_ground) },
    { CODE("SIM", 1), TO(simulated) },
    { CODE("TST", 1), TO(test) },
    { CODE("RAB", 1), TO(monitor) },
    { CODE("SAA", 1) },
    { CODE("SPI", 1) },
    { SPARE(1) },
    { CODE("ATP", 3), TO(address_type) },
    { CODE("ARC", 2), TO(altitude_coding) },
    { SPARE(3) },
};
static const struct tcs_asterix_item i040_old =
    FIXED("040", "Target Report Descriptor", TCS_021_DESCRIPTOR, 2, f040_old);

static const struct tcs_asterix_field f070_old[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i070_old =
    FIXED("070", "Mode 3/A Code in Octal Representation", TCS_021_MODE3A, 2, f070_old);

static const struct tcs_asterix_field f090_old[] = {
    { CODE("AC", 2) },
    { CODE("MN", 2) },
    { CODE("DC", 2) },
    { SPARE(6) },
    { CODE("PA", 4), TO(accuracy) },
};
static const struct tcs_asterix_item i090_old =
    FIXED("090", "Figure of Merit", TCS_021_ACCURACY, 2, f090_old);

static const struct tcs_asterix_field f095_old[] = { { CODE("VUC", 8) } };
static const struct tcs_asterix_item i095_old =
    SHOWN("095", "Velocity Accuracy", 1, f095_old);

static const struct tcs_asterix_field f130_024[] = {
    { SIGNED("LAT", 32, 180.0 / 33554432, DEG), WITHIN(-90, 90), TO(latitude_rad) },
    { SIGNED("LON", 32, 180.0 / 33554432, DEG), WITHIN(-180, 180), TO(longitude_rad) },
};
static const struct tcs_asterix_item i130_024 =
    FIXED("130", "Position in WGS-84 Co-ordinates", TCS_021_POSITION, 8, f130_024);

static const struct tcs_asterix_field f131_old[] = { { CODE("SAM", 8) } };
static const struct tcs_asterix_item i131_old =
    SHOWN("131", "Signal Amplitude", 1, f131_old);

static const struct tcs_asterix_field f146_old[] = {
    { CODE("SAS", 1) },
    { CODE("SRC", 2) },
    { SIGNED("ALT", 13, 25.0, FT), WITHIN(-1300, 100000), TO(selected_altitude_m) },
};
static const struct tcs_asterix_item i146_old =
    FIXED("146", "Intermediate State Selected Altitude", TCS_021_SELECTED, 2, f146_old);

static const struct tcs_asterix_field f151_old[] = {
    { UNSIGNED("TAS", 16, 1.0, KT), TO(true_air_speed_mps) },
};
static const struct tcs_asterix_item i151_old =
    FIXED("151", "True Airspeed", TCS_021_TRUE_AIR_SPEED, 2, f151_old);

static const struct tcs_asterix_field f155_old[] = {
    { SIGNED("BVR", 16, 6.25, FTPMIN), TO(baro_rate_mps) },
};
static const struct tcs_asterix_item i155_old =
    FIXED("155", "Barometric Vertical Rate", TCS_021_BARO_RATE, 2, f155_old);

static const struct tcs_asterix_field f157_old[] = {
    { SIGNED("GVR", 16, 6.25, FTPMIN), TO(geo_rate_mps) },
};
static const struct tcs_asterix_item i157_old =
    FIXED("157", "Geometric Vertical Rate", TCS_021_GEO_RATE, 2, f157_old);

static const struct tcs_asterix_field f160_old[] = {
    { SIGNED("GS", 16, 1.0 / 16384, NMPS), WITHIN(0, 2), TO(ground_speed_mps) },
    { UNSIGNED("TA", 16, 360.0 / 65536, DEG), TO(track_angle_rad) },
};
static const struct tcs_asterix_item i160_old =
    FIXED("160", "Ground Vector", TCS_021_GROUND_VECTOR, 4, f160_old);

/* The rate itself stands in the second part; only that is worth keeping, but whether it
 * was there the typed record could not tell, so it is printed only. */
static const struct tcs_asterix_field f165_old[] = {
    { CODE("TI", 2) },
    { SPARE(5) },
    { FX() },
    { SIGNED("ROT", 7, 0.25, DEGPS) },
    { FX() },
};
static const struct tcs_asterix_item i165_old =
    SHOWN_EXTENDED("165", "Rate Of Turn", f165_old);

static const struct tcs_asterix_field f200_old[] = { { CODE("TS", 8) } };
static const struct tcs_asterix_item i200_old = SHOWN("200", "Target Status", 1, f200_old);

static const struct tcs_asterix_field f210_old[] = {
    { SPARE(3) },
    { CODE("DTI", 1) },
    { CODE("MDS", 1) },
    { CODE("UAT", 1) },
    { CODE("VDL", 1) },
    { CODE("OTR", 1) },
};
static const struct tcs_asterix_item i210_old =
    SHOWN("210", "Link Technology Indicator", 1, f210_old);

#define UAP_0(i130, i070, i131)                                                          \
    {                                                                                    \
        &i010, &i040_old, &i030_old, i130, &i080, &i140, &i090_old, &i210_old, &i230,    \
        &i145, &i150, &i151_old, &i152, &i155_old, &i157_old, &i160_old, &i165_old,      \
        &i170, &i095_old, &i032_old, &i200_old, &i020, &i220, &i146_old, &i148, &i110,       \
        i070, i131, NULL, NULL, NULL, NULL, NULL, &re, &sp,                              \
    }
static const struct tcs_asterix_item *const uap_023[] = UAP_0(&i130, NULL, NULL);
static const struct tcs_asterix_item *const uap_024[] = UAP_0(&i130_024, NULL, NULL);
static const struct tcs_asterix_item *const uap_026[] =
    UAP_0(&i130_024, &i070_old, &i131_old);

const struct tcs_asterix_edition tcs_asterix_editions_021[] = {
    EDITION(21, "2.7", uap_27),
    EDITION(21, "2.6", uap_26),
    EDITION(21, "2.5", uap_23),
    EDITION(21, "2.4", uap_23),
    EDITION(21, "2.3", uap_23),
    EDITION(21, "2.2", uap_22),
    EDITION(21, "2.1", uap_21),
    EDITION(21, "0.26", uap_026),
    EDITION(21, "0.25", uap_024),
    EDITION(21, "0.24", uap_024),
    EDITION(21, "0.23", uap_023),
    { 0 },
};
/* clang-format on */

static bool has(const struct tcs_asterix_021 *record, enum tcs_021_bit bit)
{
    return (record->has >> bit & 1) != 0;
}

bool tcs_021_position(const struct tcs_asterix_021 *record, double *ret_latitude_rad,
                      double *ret_longitude_rad)
{
    if (has(record, TCS_021_FINE_POSITION)) {
        *ret_latitude_rad = record->fine_latitude_rad;
        *ret_longitude_rad = record->fine_longitude_rad;
        return true;
    }
    if (!has(record, TCS_021_POSITION))
        return false;
    *ret_latitude_rad = record->latitude_rad;
    *ret_longitude_rad = record->longitude_rad;
    return true;
}

bool tcs_021_position_tod(const struct tcs_asterix_021 *record, int64_t *ret_tod_ns)
{
    if (has(record, TCS_021_POSITION_TIME)) {
        *ret_tod_ns = record->position_tod_ns;
    } else if (has(record, TCS_021_POSITION_HEARD)) {
        int64_t heard_ns = record->position_heard_tod_ns;

        if (has(record, TCS_021_POSITION_FRACTION) && record->position_fsi != 3) {
            heard_ns -= heard_ns % TCS_NS_PER_S;
            if (record->position_fsi == 1)
                heard_ns += TCS_NS_PER_S;
            if (record->position_fsi == 2)
                heard_ns -= TCS_NS_PER_S;
            heard_ns += record->position_fraction_ns;
        }
        *ret_tod_ns = heard_ns;
    } else if (has(record, TCS_021_TIME)) {
        *ret_tod_ns = record->tod_ns;
    } else if (has(record, TCS_021_SENT_TIME)) {
        *ret_tod_ns = record->sent_tod_ns;
    } else {
        return false;
    }
    return true;
}
