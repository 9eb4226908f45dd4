/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/cat065.h"

#include "decode/asterix/table.h"

#define RECORD struct tcs_asterix_065

/* clang-format off */
static const struct tcs_asterix_field f000[] = { { CODE("MT", 8), TO(message) } };
static const struct tcs_asterix_item i000 =
    FIXED("000", "Message Type", TCS_065_MESSAGE, 1, f000);

static const struct tcs_asterix_field f010[] = {
    { CODE("SAC", 8), TO(sac) },
    { CODE("SIC", 8), TO(sic) },
};
static const struct tcs_asterix_item i010 =
    FIXED("010", "Data Source Identifier", TCS_065_SOURCE, 2, f010);

static const struct tcs_asterix_field f015[] = { { CODE("SI", 8), TO(service) } };
static const struct tcs_asterix_item i015 =
    FIXED("015", "Service Identification", TCS_065_SERVICE, 1, f015);

static const struct tcs_asterix_field f020[] = { { CODE("BTN", 8), TO(batch) } };
static const struct tcs_asterix_item i020 =
    FIXED("020", "Batch Number", TCS_065_BATCH, 1, f020);

static const struct tcs_asterix_field f030[] = {
    { UNSIGNED("TOD", 24, 1.0 / 128, S), WITHIN(0, 86400 - 1.0 / 128), TO(tod_ns) },
};
static const struct tcs_asterix_item i030 =
    FIXED("030", "Time of Message", TCS_065_TIME, 3, f030);

static const struct tcs_asterix_field f040[] = {
    { CODE("NOGO", 2), TO(no_go) },
    { CODE("OVL", 1), TO(overloaded) },
    { CODE("TSV", 1), TO(time_invalid) },
    { CODE("PSS", 2), TO(processing) },
    { CODE("STTN", 1), TO(toggle) },
    { SPARE(1) },
};
static const struct tcs_asterix_item i040 =
    FIXED("040", "SDPS Configuration and Status", TCS_065_STATUS, 1, f040);

static const struct tcs_asterix_field f050[] = {
    { CODE("REP", 8), TO(service_status) },
};
static const struct tcs_asterix_item i050 =
    FIXED("050", "Service Status Report", TCS_065_SERVICE_STATUS, 1, f050);

static const struct tcs_asterix_item re = EXPLICIT("RE", "Reserved Expansion Field");
static const struct tcs_asterix_item sp = EXPLICIT("SP", "Special Purpose Field");

static const struct tcs_asterix_item *const uap[] = {
    &i010, &i000, &i015, &i030, &i020, &i040, &i050, NULL, NULL, NULL, NULL, NULL, &re, &sp,
};

const struct tcs_asterix_edition tcs_asterix_editions_065[] = {
    EDITION(65, "1.6", uap),
    EDITION(65, "1.5", uap),
    EDITION(65, "1.4", uap),
    { 0 },
};
