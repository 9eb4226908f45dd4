/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat048.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_048

/* clang-format off */
static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_048_SOURCE, 2, f010);

/* The parts of I048/020; each edition added some. */
#define DESCRIPTOR_1                                                                     \
    { CODE("TYP", 3), TO(detection) },                                                   \
    { CODE("SIM", 1), TO(simulated) },                                                   \
    { CODE("RDP", 1) },                                                                  \
    { CODE("SPI", 1), TO(ident) },                                                       \
    { CODE("RAB", 1), TO(monitor) },                                                     \
    { FX() }
#define DESCRIPTOR_2                                                                     \
    { CODE("TST", 1), TO(test) },                                                        \
    { CODE("ERR", 1), TO(extended_range) },                                              \
    { CODE("XPP", 1) },                                                                  \
    { CODE("ME", 1) },                                                                   \
    { CODE("MI", 1) },                                                                   \
    { CODE("FOEFRI", 2) },                                                               \
    { FX() }
#define DESCRIPTOR_3                                                                     \
    { CODE("ADSB_EP", 1) },                                                              \
    { CODE("ADSB_VAL", 1) },                                                             \
    { CODE("SCN_EP", 1) },                                                               \
    { CODE("SCN_VAL", 1) },                                                              \
    { CODE("PAI_EP", 1) },                                                               \
    { CODE("PAI_VAL", 1) },                                                              \
    { SPARE(1) },                                                                        \
    { FX() }
#define DESCRIPTOR_4                                                                     \
    { CODE("ACASXV_EP", 1) },                                                            \
    { CODE("ACASXV_VAL", 4) },                                                           \
    { CODE("POXPR_EP", 1) },                                                             \
    { CODE("POXPR_VAL", 1) },                                                            \
    { FX() }
#define DESCRIPTOR_5                                                                     \
    { CODE("POACT_EP", 1) },                                                             \
    { CODE("POACT_VAL", 1) },                                                            \
    { CODE("DTFXPR_EP", 1) },                                                            \
    { CODE("DTFXPR_VAL", 1) },                                                           \
    { CODE("DTFACT_EP", 1) },                                                            \
    { CODE("DTFACT_VAL", 1) },                                                           \
    { SPARE(1) },                                                                        \
    { FX() }
#define DESCRIPTOR_6                                                                     \
    { CODE("IRMXPR_EP", 1) },                                                            \
    { CODE("IRMXPR_VAL", 1) },                                                           \
    { CODE("IRMACT_EP", 1) },                                                            \
    { CODE("IRMACT_VAL", 1) },                                                           \
    { SPARE(3) },                                                                        \
    { FX() }
static const struct tcs_asterix_field f020_130[] = { DESCRIPTOR_1, DESCRIPTOR_2 };
static const struct tcs_asterix_field f020_131[] = {
    DESCRIPTOR_1, DESCRIPTOR_2, DESCRIPTOR_3,
};
static const struct tcs_asterix_field f020_132[] = {
    DESCRIPTOR_1, DESCRIPTOR_2, DESCRIPTOR_3, DESCRIPTOR_4, DESCRIPTOR_5, DESCRIPTOR_6,
};
static const struct tcs_asterix_item i020_130 =
    EXTENDED("020", "Target Report Descriptor", TCS_048_DESCRIPTOR, f020_130);
static const struct tcs_asterix_item i020_131 =
    EXTENDED("020", "Target Report Descriptor", TCS_048_DESCRIPTOR, f020_131);
static const struct tcs_asterix_item i020_132 =
    EXTENDED("020", "Target Report Descriptor", TCS_048_DESCRIPTOR, f020_132);

static const struct tcs_asterix_field f030[] = {
    { CODE("CODE", 7), TO(warnings) },
    { FX() },
};
static const struct tcs_asterix_item i030 = REPEATED_FX(
    "030", "Warning/Error Conditions and Target Classification", TCS_048_WARNINGS, f030);

static const struct tcs_asterix_field f040[] = {
    { UNSIGNED("RHO", 16, 1.0 / 256, NM), TO(rho_m) },
    { UNSIGNED("THETA", 16, 360.0 / 65536, DEG), TO(theta_rad) },
};
static const struct tcs_asterix_item i040 =
    FIXED("040", "Measured Position in Polar Co-ordinates", TCS_048_POLAR, 4, f040);

static const struct tcs_asterix_field f042[] = {
    { SIGNED("X", 16, 1.0 / 128, NM), TO(x_m) },
    { SIGNED("Y", 16, 1.0 / 128, NM), TO(y_m) },
};
static const struct tcs_asterix_item i042 = FIXED(
    "042", "Calculated Position in Cartesian Co-ordinates", TCS_048_CARTESIAN, 4, f042);

static const struct tcs_asterix_field f050[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { SPARE(1) },
    { OCTAL("MODE2", 12) },
};
static const struct tcs_asterix_item i050 =
    SHOWN("050", "Mode-2 Code in Octal Representation", 2, f050);

static const struct tcs_asterix_field f055[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { CODE("L", 1) },
    { OCTAL("MODE1", 5) },
};
static const struct tcs_asterix_item i055 =
    SHOWN("055", "Mode-1 Code in Octal Representation", 1, f055);

static const struct tcs_asterix_field f_quality[] = {
    { SPARE(4) },
    { HEX("LOW", 12) }, /* A4 A2 A1 B4 B2 B1 C4 C2 C1 D4 D2 D1; 1: low quality */
};
static const struct tcs_asterix_item i060 =
    SHOWN("060", "Mode-2 Code Confidence Indicator", 2, f_quality);
static const struct tcs_asterix_item i080 =
    SHOWN("080", "Mode-3/A Code Confidence Indicator", 2, f_quality);

static const struct tcs_asterix_field f065[] = {
    { SPARE(3) },
    { HEX("LOW", 5) }, /* A4 A2 A1 B2 B1 */
};
static const struct tcs_asterix_item i065 =
    SHOWN("065", "Mode-1 Code Confidence Indicator", 1, f065);

static const struct tcs_asterix_field f070[] = {
    { CODE("V", 1), TO(mode3a_invalid) },
    { CODE("G", 1), TO(mode3a_garbled) },
    { CODE("L", 1), TO(mode3a_old) },
    { SPARE(1) },
    { OCTAL("MODE3A", 12), TO(mode3a) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Mode-3/A Code in Octal Representation", TCS_048_MODE3A, 2, f070);

/* Editions before 1.32 call FL unsigned; levels below zero come in two's complement all
 * the same, and what else the sign bit could mean lies above any aircraft. */
static const struct tcs_asterix_field f090[] = {
    { CODE("V", 1), TO(level_invalid) },
    { CODE("G", 1), TO(level_garbled) },
    { SIGNED("FL", 14, 0.25, FL), WITHIN(-15, 1500), TO(pressure_altitude_m) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "Flight Level in Binary Representation", TCS_048_LEVEL, 2, f090);

static const struct tcs_asterix_field f100[] = {
    { CODE("V", 1) },
    { CODE("G", 1) },
    { SPARE(2) },
    { HEX("MODEC", 12) },
    { SPARE(4) },
    { HEX("LOW", 12) }, /* C1 A1 C2 A2 C4 A4 B1 D1 B2 D2 B4 D4; 1: low quality */
};
static const struct tcs_asterix_item i100 =
    SHOWN("100", "Mode-C Code and Code Confidence Indicator", 4, f100);

static const struct tcs_asterix_field f110[] = {
    { SPARE(2) },
    { SIGNED("3DH", 14, 25.0, FT), WITHIN(-1500, 150000), TO(height_m) },
};
static const struct tcs_asterix_item i110 =
    FIXED("110", "Height Measured by a 3D Radar", TCS_048_HEIGHT, 2, f110);

static const struct tcs_asterix_field f120_cal[] = {
    { CODE("D", 1), TO(doppler_doubtful) },
    { SPARE(5) },
    { SIGNED("CAL", 10, 1.0, MPS), TO(doppler_mps) },
};
static const struct tcs_asterix_field f120_rds[] = {
    { UNSIGNED("DOP", 16, 1.0, MPS), TO(raw_doppler_mps) },
    { UNSIGNED("AMB", 16, 1.0, MPS), TO(raw_ambiguity_mps) },
    { UNSIGNED("FRQ", 16, 1.0, MHZ), TO(raw_frequency_hz) },
};
static const struct tcs_asterix_item i120_cal =
    FIXED("CAL", "Calculated Doppler Speed", TCS_048_DOPPLER, 2, f120_cal);
static const struct tcs_asterix_item i120_rds =
    REPEATED("RDS", "Raw Doppler Speed", TCS_048_RAW_DOPPLER, 6, f120_rds);
static const struct tcs_asterix_item *const i120_subs[] = { &i120_cal, &i120_rds };
static const struct tcs_asterix_item i120 =
    COMPOUND("120", "Radial Doppler Speed", i120_subs);

static const struct tcs_asterix_field f130_srl[] = {
    { UNSIGNED("SRL", 8, 360.0 / 8192, DEG), TO(ssr_run_rad) },
};
static const struct tcs_asterix_field f130_srr[] = { { CODE("SRR", 8), TO(ssr_replies) } };
static const struct tcs_asterix_field f130_sam[] = {
    { SIGNED("SAM", 8, 1.0, DBM), TO(ssr_dbm) },
};
static const struct tcs_asterix_field f130_prl[] = {
    { UNSIGNED("PRL", 8, 360.0 / 8192, DEG), TO(psr_run_rad) },
};
static const struct tcs_asterix_field f130_pam[] = {
    { SIGNED("PAM", 8, 1.0, DBM), TO(psr_dbm) },
};
static const struct tcs_asterix_field f130_rpd[] = {
    { SIGNED("RPD", 8, 1.0 / 256, NM), TO(psr_ssr_range_m) },
};
static const struct tcs_asterix_field f130_apd[] = {
    { SIGNED("APD", 8, 360.0 / 16384, DEG), TO(psr_ssr_azimuth_rad) },
};
static const struct tcs_asterix_item i130_srl =
    FIXED("SRL", "SSR Plot Runlength", TCS_048_SSR_RUN, 1, f130_srl);
static const struct tcs_asterix_item i130_srr =
    FIXED("SRR", "Number of Received Replies", TCS_048_SSR_REPLIES, 1, f130_srr);
static const struct tcs_asterix_item i130_sam =
    FIXED("SAM", "Amplitude of (M)SSR Reply", TCS_048_SSR_DBM, 1, f130_sam);
static const struct tcs_asterix_item i130_prl =
    FIXED("PRL", "Primary Plot Runlength", TCS_048_PSR_RUN, 1, f130_prl);
static const struct tcs_asterix_item i130_pam =
    FIXED("PAM", "Amplitude of Primary Plot", TCS_048_PSR_DBM, 1, f130_pam);
static const struct tcs_asterix_item i130_rpd =
    FIXED("RPD", "Range (PSR-SSR)", TCS_048_PSR_SSR_RANGE, 1, f130_rpd);
static const struct tcs_asterix_item i130_apd =
    FIXED("APD", "Azimuth (PSR-SSR)", TCS_048_PSR_SSR_AZIMUTH, 1, f130_apd);
static const struct tcs_asterix_item *const i130_subs[] = {
    &i130_srl, &i130_srr, &i130_sam, &i130_prl, &i130_pam, &i130_rpd, &i130_apd,
};
static const struct tcs_asterix_item i130 =
    COMPOUND("130", "Radar Plot Characteristics", i130_subs);

static const struct tcs_asterix_field f140[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i140 =
    FIXED("140", "Time of Day", TCS_048_TIME, 3, f140);

static const struct tcs_asterix_field f161[] = {
    { SPARE(4) },
    { CODE("TRN", 12), TO(track) },
};
static const struct tcs_asterix_item i161 =
    FIXED("161", "Track Number", TCS_048_TRACK, 2, f161);

static const struct tcs_asterix_field f170[] = {
    { CODE("CNF", 1), TO(tentative) },
    { CODE("RAD", 2), TO(track_sensors) },
    { CODE("DOU", 1) },
    { CODE("MAH", 1), TO(manoeuvre) },
    { CODE("CDM", 2), TO(climb) },
    { FX() },
    { CODE("TRE", 1), TO(ended) },
    { CODE("GHO", 1), TO(ghost) },
    { CODE("SUP", 1) },
    { CODE("TCC", 1) },
    { SPARE(3) },
    { FX() },
};
static const struct tcs_asterix_item i170 =
    EXTENDED("170", "Track Status", TCS_048_TRACK_STATUS, f170);

static const struct tcs_asterix_field f200[] = {
    { UNSIGNED("GSP", 16, 1.0 / 16384, NMPS), WITHIN(0, 2), TO(speed_mps) },
    { UNSIGNED("HDG", 16, 360.0 / 65536, DEG), TO(heading_rad) },
};
static const struct tcs_asterix_item i200 = FIXED(
    "200", "Calculated Track Velocity in Polar Co-ordinates", TCS_048_VELOCITY, 4, f200);

static const struct tcs_asterix_field f210[] = {
    { UNSIGNED("SIGX", 8, 1.0 / 128, NM), TO(sigma_x_m) },
    { UNSIGNED("SIGY", 8, 1.0 / 128, NM), TO(sigma_y_m) },
    { UNSIGNED("SIGV", 8, 1.0 / 16384, NMPS), TO(sigma_speed_mps) },
    { UNSIGNED("SIGH", 8, 360.0 / 4096, DEG), TO(sigma_heading_rad) },
};
static const struct tcs_asterix_item i210 =
    FIXED("210", "Track Quality", TCS_048_TRACK_SIGMA, 4, f210);

static const struct tcs_asterix_field f220[] = { { HEX("ADDRESS", 24), TO(address) } };
static const struct tcs_asterix_item i220 =
    FIXED("220", "Aircraft Address", TCS_048_ADDRESS, 3, f220);

static const struct tcs_asterix_field f230[] = {
    { CODE("COM", 3) },
    { CODE("STAT", 3), TO(flight_status) },
    { CODE("SI", 1) },
    { SPARE(1) },
    { CODE("MSSC", 1) },
    { CODE("ARC", 1) },
    { CODE("AIC", 1) },
    { CODE("B1A", 1) },
    { CODE("B1B", 4) },
};
static const struct tcs_asterix_item i230 = FIXED(
    "230", "Communications/ACAS Capability and Flight Status", TCS_048_FLIGHT_STATUS, 2,
    f230);

static const struct tcs_asterix_field f240[] = { { ICAO("IDENT"), TO(callsign) } };
static const struct tcs_asterix_item i240 =
    FIXED("240", "Aircraft Identification", TCS_048_CALLSIGN, 6, f240);

static const struct tcs_asterix_field f250[] = {
    { HEX("MBDATA", 56) },
    { CODE("BDS1", 4) },
    { CODE("BDS2", 4) },
};
static const struct tcs_asterix_item i250 =
    SHOWN_REPEATED("250", "BDS Register Data", 8, f250);

static const struct tcs_asterix_field f260[] = { { HEX("ARA", 56) } };
static const struct tcs_asterix_item i260 =
    SHOWN("260", "ACAS Resolution Advisory Report", 7, f260);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

#define UAP(i020)                                                                        \
    {                                                                                    \
        &i010, &i140, &(i020), &i040, &i070, &i090, &i130, &i220, &i240, &i250, &i161,     \
        &i042, &i200, &i170, &i210, &i030, &i080, &i100, &i110, &i120, &i230, &i260,     \
        &i055, &i050, &i065, &i060, &sp, &re,                                            \
    }
static const struct tcs_asterix_item *const uap_130[] = UAP(i020_130);
static const struct tcs_asterix_item *const uap_131[] = UAP(i020_131);
static const struct tcs_asterix_item *const uap_132[] = UAP(i020_132);

const struct tcs_asterix_edition tcs_asterix_editions_048[] = {
    EDITION(48, "1.32", uap_132),
    EDITION(48, "1.31", uap_131),
    EDITION(48, "1.30", uap_130),
    EDITION(48, "1.29", uap_130),
    EDITION(48, "1.28", uap_130),
    EDITION(48, "1.27", uap_130),
    EDITION(48, "1.21", uap_130),
    { 0 },
};
