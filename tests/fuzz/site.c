/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site.h"

#include <string.h>

#include "fuzz.h"

static struct tcs_site site;
static struct tcs_site again;
static struct tcs_config_errors errors;

static void check_good(void)
{
    const struct tcs_engine_config *engine = &site.engine;

    FUZZ_CHECK(engine->sensor_count >= 1 && engine->sensor_count <= TCS_SENSOR_MAX);
    FUZZ_CHECK(engine->feed_count <= TCS_FEED_MAX && engine->zone_count <= TCS_ZONE_MAX);
    for (uint32_t i = 0; i < engine->zone_count; i++)
        FUZZ_CHECK(tcs_volume_check(&engine->zones[i].volume) == TCS_OK);
    for (uint32_t i = 0; i < engine->feed_count; i++)
        for (uint16_t k = 0; k < engine->feeds[i].sensor_count; k++)
            FUZZ_CHECK(engine->feeds[i].sensors[k] < engine->sensor_count);
}

/* Field by field: padding says nothing. */
static void check_same(const struct tcs_engine_config *a,
                       const struct tcs_engine_config *b)
{
    FUZZ_CHECK(a->sensor_count == b->sensor_count && a->feed_count == b->feed_count &&
               a->zone_count == b->zone_count);
    for (uint32_t i = 0; i < a->sensor_count; i++) {
        FUZZ_CHECK(strcmp(a->sensors[i].name, b->sensors[i].name) == 0);
        FUZZ_CHECK(a->sensors[i].kind == b->sensors[i].kind);
        FUZZ_CHECK(memcmp(&a->sensors[i].position_m, &b->sensors[i].position_m,
                          sizeof a->sensors[i].position_m) == 0);
        FUZZ_CHECK(memcmp(&a->sensors[i].coverage, &b->sensors[i].coverage,
                          sizeof a->sensors[i].coverage) == 0);
    }
    for (uint32_t i = 0; i < a->zone_count; i++)
        FUZZ_CHECK(memcmp(a->zones[i].volume.corners_m, b->zones[i].volume.corners_m,
                          sizeof a->zones[i].volume.corners_m) == 0);
}

/* Either it is good, and then every reference in it is too and it reads the same again;
 * or it is refused with at least one error at a place in the file, and nothing has
 * changed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes text = tcs_bytes(data, size);

    memset(&site, 0, sizeof site);
    const enum tcs_status status = tcs_site_parse(text, ".", &site, &errors);

    if (status == TCS_OK) {
        FUZZ_CHECK(errors.count == 0);
        check_good();
        FUZZ_CHECK(tcs_site_parse(text, ".", &again, &errors) == TCS_OK);
        check_same(&site.engine, &again.engine);
        return 0;
    }
    FUZZ_CHECK(status == TCS_E_DAMAGED && errors.count > 0);
    for (size_t i = 0; i < sizeof site; i += 4096)
        FUZZ_CHECK(((const unsigned char *)&site)[i] == 0);
    for (uint32_t i = 0; i < errors.count && i < TCS_CONFIG_ERRORS_MAX; i++) {
        FUZZ_CHECK(errors.rows[i].line >= 1 && errors.rows[i].column >= 1);
        FUZZ_CHECK(errors.rows[i].text[0] != '\0');
        FUZZ_CHECK(i == 0 || errors.rows[i - 1].line <= errors.rows[i].line);
    }
    return 0;
}
