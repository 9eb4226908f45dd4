/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat063.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_063

/* clang-format off */
static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_063_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = { { CODE("SI", 8), TO(service) } };
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_063_SERVICE, 1, f015);

static const struct tcs_asterix_field f030[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i030 =
    FIXED("030", "Time of Message", TCS_063_TIME, 3, f030);

static const struct tcs_asterix_field f050[] = {
    { CODE("SAC", 8), TO(sensor_sac) },
    { CODE("SIC", 8), TO(sensor_sic) },
};
static const struct tcs_asterix_item i050 =
    FIXED("050", "Sensor Identifier", TCS_063_SENSOR, 2, f050);

#define STATUS                                                                           \
    { CODE("CON", 2), TO(condition) },                                                   \
    { CODE("PSR", 1), TO(psr_down) },                                                    \
    { CODE("SSR", 1), TO(ssr_down) },                                                    \
    { CODE("MDS", 1), TO(mode_s_down) },                                                 \
    { CODE("ADS", 1), TO(adsb_down) },                                                   \
    { CODE("MLT", 1), TO(mlat_down) },                                                   \
    { FX() },                                                                            \
    { CODE("OPS", 1), TO(inhibited) },                                                   \
    { CODE("ODP", 1), TO(overloaded) },                                                  \
    { CODE("OXT", 1), TO(overloaded_tx) },                                               \
    { CODE("MSC", 1) },                                                                  \
    { CODE("TSV", 1), TO(time_invalid) },                                                \
    { CODE("NPW", 1) },                                                                  \
    { SPARE(1) },                                                                        \
    { FX() }
static const struct tcs_asterix_field f060_16[] = { STATUS };
static const struct tcs_asterix_field f060[] = {
    STATUS,
    { CODE("TTF_EP", 1) },
    { CODE("TTF_VAL", 1) },
    { CODE("SPO_EP", 1) },
    { CODE("SPO_VAL", 1) },
    { SPARE(3) },
    { FX() },
};
static const struct tcs_asterix_item i060_16 =
    EXTENDED("060", "Sensor Configuration and Status", TCS_063_STATUS, f060_16);
static const struct tcs_asterix_item i060 =
    EXTENDED("060", "Sensor Configuration and Status", TCS_063_STATUS, f060);

static const struct tcs_asterix_field f070[] = {
    { SIGNED("TSB", 16, 1.0, MS), TO(time_bias_s) },
};
static const struct tcs_asterix_item i070 =
    FIXED("070", "Time Stamping Bias", TCS_063_TIME_BIAS, 2, f070);

static const struct tcs_asterix_field f080[] = {
    { SIGNED("SRG", 16, 1e-5, NONE), TO(ssr_range_gain) },
    { SIGNED("SRB", 16, 1.0 / 128, NM), TO(ssr_range_bias_m) },
};
static const struct tcs_asterix_item i080 =
    FIXED("080", "SSR / Mode S Range Gain and Bias", TCS_063_SSR_RANGE, 4, f080);

static const struct tcs_asterix_field f081[] = {
    { SIGNED("SAB", 16, 360.0 / 65536, DEG), TO(ssr_azimuth_bias_rad) },
};
static const struct tcs_asterix_item i081 =
    FIXED("081", "SSR / Mode S Azimuth Bias", TCS_063_SSR_AZIMUTH, 2, f081);

static const struct tcs_asterix_field f090[] = {
    { SIGNED("PRG", 16, 1e-5, NONE), TO(psr_range_gain) },
    { SIGNED("PRB", 16, 1.0 / 128, NM), TO(psr_range_bias_m) },
};
static const struct tcs_asterix_item i090 =
    FIXED("090", "PSR Range Gain and Bias", TCS_063_PSR_RANGE, 4, f090);

static const struct tcs_asterix_field f091[] = {
    { SIGNED("PAB", 16, 360.0 / 65536, DEG), TO(psr_azimuth_bias_rad) },
};
static const struct tcs_asterix_item i091 =
    FIXED("091", "PSR Azimuth Bias", TCS_063_PSR_AZIMUTH, 2, f091);

static const struct tcs_asterix_field f092[] = {
    { SIGNED("PEB", 16, 360.0 / 65536, DEG), TO(psr_elevation_bias_rad) },
};
static const struct tcs_asterix_item i092 =
    FIXED("092", "PSR Elevation Bias", TCS_063_PSR_ELEVATION, 2, f092);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

#define UAP(i060_)                                                                       \
    {                                                                                    \
        &i010, &i015, &i030, &i050, &(i060_), &i070, &i080, &i081, &i090, &i091, &i092,  \
        NULL, &re, &sp,                                                                  \
    }
static const struct tcs_asterix_item *const uap_16[] = UAP(i060_16);
static const struct tcs_asterix_item *const uap_17[] = UAP(i060);

const struct tcs_asterix_edition tcs_asterix_editions_063[] = {
    EDITION(63, "1.7", uap_17),
    EDITION(63, "1.6", uap_16),
    { 0 },
};
