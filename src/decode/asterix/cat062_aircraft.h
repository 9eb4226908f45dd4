/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT062_AIRCRAFT_H
#define TCS_DECODE_ASTERIX_CAT062_AIRCRAFT_H

/*
 * cat062_aircraft.h -- the tables of category 062 for what the aircraft says of itself
 * (I062/380), how old that is (295), and its flight plan (390). Part of cat062.c, which
 * alone includes it, after RECORD.
 */

#include "decode/asterix/table.h"

/* Most ages are one octet of quarters of a second. */
#define AGE(ident_, name_, title_)                                                       \
    static const struct tcs_asterix_field f##ident_[] = {                                \
        { UNSIGNED(name_, 8, 0.25, S) },                                                 \
    };                                                                                   \
    static const struct tcs_asterix_item i##ident_ = SHOWN(name_, title_, 1, f##ident_)

/* clang-format off */
AGE(295_mfl, "MFL", "Measured Flight Level Age");
AGE(295_md1, "MD1", "Mode 1 Age");
AGE(295_md2, "MD2", "Mode 2 Age");
AGE(295_mda, "MDA", "Mode 3/A Age");
AGE(295_md4, "MD4", "Mode 4 Age");
AGE(295_md5, "MD5", "Mode 5 Age");
AGE(295_mhg, "MHG", "Magnetic Heading Age");
AGE(295_ias, "IAS", "Indicated Airspeed / Mach Nb Age");
AGE(295_tas, "TAS", "True Airspeed Age");
AGE(295_sal, "SAL", "Selected Altitude Age");
AGE(295_fss, "FSS", "Final State Selected Altitude Age");
AGE(295_tid, "TID", "Trajectory Intent Age");
AGE(295_com, "COM", "Communication/ACAS Capability and Flight Status Age");
AGE(295_sab, "SAB", "Status Reported by ADS-B Age");
AGE(295_acs, "ACS", "ACAS Resolution Advisory Report Age");
AGE(295_bvr, "BVR", "Barometric Vertical Rate Age");
AGE(295_gvr, "GVR", "Geometrical Vertical Rate Age");
AGE(295_ran, "RAN", "Roll Angle Age");
AGE(295_tar, "TAR", "Track Angle Rate Age");
AGE(295_tan, "TAN", "Track Angle Age");
AGE(295_gsp, "GSP", "Ground Speed Age");
AGE(295_vun, "VUN", "Velocity Uncertainty Age");
AGE(295_met, "MET", "Meteorological Data Age");
AGE(295_emc, "EMC", "Emitter Category Age");
AGE(295_pos, "POS", "Position Age");
AGE(295_gal, "GAL", "Geometric Altitude Age");
AGE(295_pun, "PUN", "Position Uncertainty Age");
AGE(295_mb, "MB", "BDS Register Data Age");
AGE(295_iar, "IAR", "Indicated Airspeed Data Age");
AGE(295_mac, "MAC", "Mach Number Data Age");
AGE(295_bps, "BPS", "Barometric Pressure Setting Data Age");
static const struct tcs_asterix_item *const i295_subs[] = {
    &i295_mfl, &i295_md1, &i295_md2, &i295_mda, &i295_md4, &i295_md5, &i295_mhg,
    &i295_ias, &i295_tas, &i295_sal, &i295_fss, &i295_tid, &i295_com, &i295_sab,
    &i295_acs, &i295_bvr, &i295_gvr, &i295_ran, &i295_tar, &i295_tan, &i295_gsp,
    &i295_vun, &i295_met, &i295_emc, &i295_pos, &i295_gal, &i295_pun, &i295_mb,
    &i295_iar, &i295_mac, &i295_bps,
};
static const struct tcs_asterix_item i295 =
    SHOWN_COMPOUND("295", "Track Data Ages", i295_subs);

static const struct tcs_asterix_field f380_adr[] = { { HEX("ADR", 24), TO(address) } };
static const struct tcs_asterix_item i380_adr =
    FIXED("ADR", "Target Address", TCS_062_ADDRESS, 3, f380_adr);
static const struct tcs_asterix_field f380_id[] = { { ICAO("ID"), TO(aircraft_ident) } };
static const struct tcs_asterix_item i380_id =
    FIXED("ID", "Target Identification", TCS_062_IDENT, 6, f380_id);
static const struct tcs_asterix_field f380_mhg[] = {
    { UNSIGNED("MHG", 16, 360.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i380_mhg =
    SHOWN("MHG", "Magnetic Heading", 2, f380_mhg);
static const struct tcs_asterix_field f380_ias[] = {
    { CODE("IM", 1) },
    { UNSIGNED("IAS", 15, 1.0 / 16384, NMPS), WHEN_CLEAR },
    { UNSIGNED("MACH", 15, 0.001, MACH), WHEN_SET },
};
static const struct tcs_asterix_item i380_ias =
    SHOWN("IAS", "Indicated Airspeed/Mach No", 2, f380_ias);
static const struct tcs_asterix_field f380_tas[] = { { UNSIGNED("TAS", 16, 1.0, KT) } };
static const struct tcs_asterix_item i380_tas =
    SHOWN("TAS", "True Airspeed", 2, f380_tas);
static const struct tcs_asterix_field f380_sal[] = {
    { CODE("SAS", 1) },
    { CODE("SRC", 2) },
    { SIGNED("ALT", 13, 25.0, FT) },
};
static const struct tcs_asterix_item i380_sal =
    SHOWN("SAL", "Selected Altitude", 2, f380_sal);
static const struct tcs_asterix_field f380_fss[] = {
    { CODE("MV", 1) },
    { CODE("AH", 1) },
    { CODE("AM", 1) },
    { SIGNED("ALT", 13, 25.0, FT) },
};
static const struct tcs_asterix_item i380_fss =
    SHOWN("FSS", "Final State Selected Altitude", 2, f380_fss);
static const struct tcs_asterix_field f380_tis[] = {
    { CODE("NAV", 1) },
    { CODE("NVB", 1) },
    { SPARE(5) },
    { FX() },
};
static const struct tcs_asterix_item i380_tis =
    SHOWN_EXTENDED("TIS", "Trajectory Intent Status", f380_tis);
static const struct tcs_asterix_field f380_tid[] = {
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
static const struct tcs_asterix_item i380_tid =
    SHOWN_REPEATED("TID", "Trajectory Intent Data", 15, f380_tid);
static const struct tcs_asterix_field f380_com[] = {
    { CODE("COM", 3) },
    { CODE("STAT", 3) },
    { SPARE(2) },
    { CODE("SSC", 1) },
    { CODE("ARC", 1) },
    { CODE("AIC", 1) },
    { CODE("B1A", 1) },
    { CODE("B1B", 4) },
};
static const struct tcs_asterix_item i380_com =
    SHOWN("COM", "Communications/ACAS Capability and Flight Status", 2, f380_com);
static const struct tcs_asterix_field f380_sab[] = {
    { CODE("AC", 2) },
    { CODE("MN", 2) },
    { CODE("DC", 2) },
    { CODE("GBS", 1) },
    { SPARE(6) },
    { CODE("STAT", 3) },
};
static const struct tcs_asterix_item i380_sab =
    SHOWN("SAB", "Status Reported by ADS-B", 2, f380_sab);
static const struct tcs_asterix_field f380_acs[] = { { HEX("ACS", 56) } };
static const struct tcs_asterix_item i380_acs =
    SHOWN("ACS", "ACAS Resolution Advisory Report", 7, f380_acs);
static const struct tcs_asterix_field f380_bvr[] = {
    { SIGNED("BVR", 16, 6.25, FTPMIN) },
};
static const struct tcs_asterix_item i380_bvr =
    SHOWN("BVR", "Barometric Vertical Rate", 2, f380_bvr);
static const struct tcs_asterix_field f380_gvr[] = {
    { SIGNED("GVR", 16, 6.25, FTPMIN) },
};
static const struct tcs_asterix_item i380_gvr =
    SHOWN("GVR", "Geometric Vertical Rate", 2, f380_gvr);
static const struct tcs_asterix_field f380_ran[] = { { SIGNED("RAN", 16, 0.01, DEG) } };
static const struct tcs_asterix_item i380_ran = SHOWN("RAN", "Roll Angle", 2, f380_ran);
static const struct tcs_asterix_field f380_tar[] = {
    { CODE("TI", 2) },
    { SPARE(6) },
    { SIGNED("ROT", 7, 0.25, DEGPS) },
    { SPARE(1) },
};
static const struct tcs_asterix_item i380_tar =
    SHOWN("TAR", "Track Angle Rate", 2, f380_tar);
static const struct tcs_asterix_field f380_tan[] = {
    { UNSIGNED("TAN", 16, 360.0 / 65536, DEG) },
};
static const struct tcs_asterix_item i380_tan = SHOWN("TAN", "Track Angle", 2, f380_tan);
static const struct tcs_asterix_field f380_gs[] = {
    { SIGNED("GS", 16, 1.0 / 16384, NMPS) },
};
static const struct tcs_asterix_item i380_gs = SHOWN("GS", "Ground Speed", 2, f380_gs);
static const struct tcs_asterix_field f380_vun[] = { { CODE("VUN", 8) } };
static const struct tcs_asterix_item i380_vun =
    SHOWN("VUN", "Velocity Uncertainty", 1, f380_vun);
static const struct tcs_asterix_field f380_met[] = {
    { CODE("WS", 1) },
    { CODE("WD", 1) },
    { CODE("TMP", 1) },
    { CODE("TRB", 1) },
    { SPARE(4) },
    { UNSIGNED("WSD", 16, 1.0, KT) },
    { UNSIGNED("WDD", 16, 1.0, DEG) },
    { SIGNED("TMPD", 16, 0.25, CELSIUS) },
    { CODE("TRBD", 8) },
};
static const struct tcs_asterix_item i380_met =
    SHOWN("MET", "Meteorological Data", 8, f380_met);
static const struct tcs_asterix_field f380_emc[] = { { CODE("EMC", 8), TO(emitter) } };
static const struct tcs_asterix_item i380_emc =
    FIXED("EMC", "Emitter Category", TCS_062_EMITTER, 1, f380_emc);
static const struct tcs_asterix_field f380_pos[] = {
    { SIGNED("LAT", 24, 180.0 / 8388608, DEG) },
    { SIGNED("LON", 24, 180.0 / 8388608, DEG) },
};
static const struct tcs_asterix_item i380_pos = SHOWN("POS", "Position", 6, f380_pos);
static const struct tcs_asterix_field f380_gal[] = { { SIGNED("GAL", 16, 6.25, FT) } };
static const struct tcs_asterix_item i380_gal =
    SHOWN("GAL", "Geometric Altitude", 2, f380_gal);
static const struct tcs_asterix_field f380_pun[] = {
    { SPARE(4) },
    { CODE("PUN", 4) },
};
static const struct tcs_asterix_item i380_pun =
    SHOWN("PUN", "Position Uncertainty", 1, f380_pun);
static const struct tcs_asterix_field f380_bdsdata[] = {
    { HEX("BDSDATA", 56) },
    { CODE("BDS1", 4) },
    { CODE("BDS2", 4) },
};
static const struct tcs_asterix_item i380_bdsdata =
    SHOWN_REPEATED("BDSDATA", "BDS Register DATA", 8, f380_bdsdata);
static const struct tcs_asterix_field f380_iar[] = { { UNSIGNED("IAR", 16, 1.0, KT) } };
static const struct tcs_asterix_item i380_iar =
    SHOWN("IAR", "Indicated Airspeed", 2, f380_iar);
static const struct tcs_asterix_field f380_mac[] = {
    { UNSIGNED("MAC", 16, 1.0 / 125, MACH) },
};
static const struct tcs_asterix_item i380_mac = SHOWN("MAC", "Mach Number", 2, f380_mac);
static const struct tcs_asterix_field f380_bps[] = {
    { SPARE(4) },
    { UNSIGNED("BPS", 12, 0.1, HPA) },
};
static const struct tcs_asterix_item i380_bps =
    SHOWN("BPS", "Barometric Pressure Setting", 2, f380_bps);
static const struct tcs_asterix_item *const i380_subs[] = {
    &i380_adr, &i380_id, &i380_mhg, &i380_ias, &i380_tas, &i380_sal, &i380_fss,
    &i380_tis, &i380_tid, &i380_com, &i380_sab, &i380_acs, &i380_bvr, &i380_gvr,
    &i380_ran, &i380_tar, &i380_tan, &i380_gs, &i380_vun, &i380_met, &i380_emc,
    &i380_pos, &i380_gal, &i380_pun, &i380_bdsdata, &i380_iar, &i380_mac, &i380_bps,
};
static const struct tcs_asterix_item i380 =
    COMPOUND("380", "Aircraft Derived Data", i380_subs);

static const struct tcs_asterix_field f390_tag[] = {
    { CODE("SAC", 8) },
    { CODE("SIC", 8) },
};
static const struct tcs_asterix_item i390_tag =
    SHOWN("TAG", "FPPS Identification Tag", 2, f390_tag);
static const struct tcs_asterix_field f390_cs[] = { { ASCII("CS", 56) } };
static const struct tcs_asterix_item i390_cs = SHOWN("CS", "Callsign", 7, f390_cs);
static const struct tcs_asterix_field f390_ifi[] = {
    { CODE("TYP", 2) },
    { SPARE(3) },
    { CODE("NBR", 27) },
};
static const struct tcs_asterix_item i390_ifi =
    SHOWN("IFI", "IFPS_FLIGHT_ID", 4, f390_ifi);
static const struct tcs_asterix_field f390_fct[] = {
    { CODE("GATOAT", 2) },
    { CODE("FR1FR2", 2) },
    { CODE("RVSM", 2) },
    { CODE("HPR", 1) },
    { SPARE(1) },
};
static const struct tcs_asterix_item i390_fct =
    SHOWN("FCT", "Flight Category", 1, f390_fct);
static const struct tcs_asterix_field f390_tac[] = { { ASCII("TAC", 32) } };
static const struct tcs_asterix_item i390_tac =
    SHOWN("TAC", "Type of Aircraft", 4, f390_tac);
static const struct tcs_asterix_field f390_wtc[] = { { ASCII("WTC", 8) } };
static const struct tcs_asterix_item i390_wtc =
    SHOWN("WTC", "Wake Turbulence Category", 1, f390_wtc);
static const struct tcs_asterix_field f390_dep[] = { { ASCII("DEP", 32) } };
static const struct tcs_asterix_item i390_dep =
    SHOWN("DEP", "Departure Airport", 4, f390_dep);
static const struct tcs_asterix_field f390_dst[] = { { ASCII("DST", 32) } };
static const struct tcs_asterix_item i390_dst =
    SHOWN("DST", "Destination Airport", 4, f390_dst);
static const struct tcs_asterix_field f390_rds[] = {
    { ASCII("NU1", 8) },
    { ASCII("NU2", 8) },
    { ASCII("LTR", 8) },
};
static const struct tcs_asterix_item i390_rds =
    SHOWN("RDS", "Runway Designation", 3, f390_rds);
static const struct tcs_asterix_field f390_cfl[] = { { UNSIGNED("CFL", 16, 0.25, FL) } };
static const struct tcs_asterix_item i390_cfl =
    SHOWN("CFL", "Current Cleared Flight Level", 2, f390_cfl);
static const struct tcs_asterix_field f390_ctl[] = {
    { CODE("CENTRE", 8) },
    { CODE("POSITION", 8) },
};
static const struct tcs_asterix_item i390_ctl =
    SHOWN("CTL", "Current Control Position", 2, f390_ctl);
static const struct tcs_asterix_field f390_tod[] = {
    { CODE("TYP", 5) },
    { CODE("DAY", 2) },
    { SPARE(4) },
    { CODE("HOR", 5) },
    { SPARE(2) },
    { CODE("MIN", 6) },
    { CODE("AVS", 1) },
    { SPARE(1) },
    { CODE("SEC", 6) },
};
static const struct tcs_asterix_item i390_tod =
    SHOWN_REPEATED("TOD", "Time of Departure / Arrival", 4, f390_tod);
static const struct tcs_asterix_field f390_ast[] = { { ASCII("AST", 48) } };
static const struct tcs_asterix_item i390_ast =
    SHOWN("AST", "Aircraft Stand", 6, f390_ast);
static const struct tcs_asterix_field f390_sts[] = {
    { CODE("EMP", 2) },
    { CODE("AVL", 2) },
    { SPARE(4) },
};
static const struct tcs_asterix_item i390_sts = SHOWN("STS", "Stand Status", 1, f390_sts);
static const struct tcs_asterix_field f390_std[] = { { ASCII("STD", 56) } };
static const struct tcs_asterix_item i390_std =
    SHOWN("STD", "Standard Instrument Departure", 7, f390_std);
static const struct tcs_asterix_field f390_sta[] = { { ASCII("STA", 56) } };
static const struct tcs_asterix_item i390_sta =
    SHOWN("STA", "Standard Instrument Arrival", 7, f390_sta);
static const struct tcs_asterix_field f390_pem[] = {
    { SPARE(3) },
    { CODE("VA", 1) },
    { OCTAL("MODE3A", 12) },
};
static const struct tcs_asterix_item i390_pem =
    SHOWN("PEM", "Pre-Emergency Mode 3/A", 2, f390_pem);
static const struct tcs_asterix_field f390_pec[] = { { ASCII("PEC", 56) } };
static const struct tcs_asterix_item i390_pec =
    SHOWN("PEC", "Pre-Emergency Callsign", 7, f390_pec);
static const struct tcs_asterix_item *const i390_subs[] = {
    &i390_tag, &i390_cs, &i390_ifi, &i390_fct, &i390_tac, &i390_wtc, &i390_dep,
    &i390_dst, &i390_rds, &i390_cfl, &i390_ctl, &i390_tod, &i390_ast, &i390_sts,
    &i390_std, &i390_sta, &i390_pem, &i390_pec,
};
static const struct tcs_asterix_item i390 =
    SHOWN_COMPOUND("390", "Flight Plan Related Data", i390_subs);
/* clang-format on */

#endif
