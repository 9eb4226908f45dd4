/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#include <tocsin/engine.h>

enum { ALARMS = 200 };

static const int64_t S = 1000000000;

static size_t read_site(char *text, size_t room)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/sites/example/site.yaml", getenv("TOCSIN_SOURCE"));
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    const size_t len = fread(text, 1, room, file);

    (void)fclose(file);
    return len;
}

/* Damage is counted, not refused; time that goes back and feeds that are not there are.
 * Every alarm but that of the clock has a zone or a sensor. */
static void the_example_site_watches_its_feeds(void **state)
{
    static char text[1 << 16];
    static struct tocsin_alarm alarms[ALARMS];
    struct tocsin_engine *engine = NULL;
    struct tocsin_fault fault;
    struct tocsin_track tracks[4];
    const size_t len = read_site(text, sizeof text);
    const int64_t start = tocsin_time_from_utc(INT64_C(1636239600) * S);
    int zones = 0;

    CHECK_OK(tocsin_engine_open(text, len, start, &engine, &fault));
    CHECK_INT(tocsin_engine_feed(engine, "no such feed"), -1);
    CHECK(tocsin_engine_feed(engine, "radar") >= 0);
    CHECK_OK(tocsin_engine_bytes(engine, 0, start + S, "damage", 6));
    CHECK_OK(tocsin_engine_tick(engine, start + 2 * S));
    CHECK_INT(tocsin_engine_bytes(engine, 0, start + S, "late", 4), TOCSIN_E_ARGUMENT);
    CHECK_INT(tocsin_engine_bytes(engine, -1, start + 3 * S, "none", 4),
              TOCSIN_E_ARGUMENT);
    CHECK_INT(tocsin_engine_tracks(engine, tracks, 4), 0);
    const size_t count = tocsin_engine_alarms(engine, alarms, ALARMS);

    CHECK(count > 3 && tocsin_engine_alarms(engine, alarms, 2) == 2);
    (void)tocsin_engine_alarms(engine, alarms, ALARMS);
    for (size_t i = 0; i < count; i++) {
        zones += alarms[i].kind == TOCSIN_ALARM_TAKE_COVER;
        CHECK((alarms[i].subject[0] != '\0') ==
              (alarms[i].kind != TOCSIN_ALARM_CLOCK_STEP));
        CHECK(alarms[i].state[0] != '\0');
    }
    CHECK(zones > 0);
    tocsin_engine_close(engine);
}

static void a_wrong_site_file_is_refused_with_its_place(void **state)
{
    struct tocsin_engine *engine = NULL;
    struct tocsin_fault fault;
    const char *text = "name: x\nnonsense: 1\n";

    CHECK_INT(tocsin_engine_open(text, strlen(text), 1, &engine, &fault),
              TOCSIN_E_DAMAGED);
    CHECK(fault.text[0] >= '1' && fault.text[0] <= '9' &&
          strchr(fault.text, ':') != NULL);
    CHECK_INT(tocsin_engine_open(text, strlen(text), 0, &engine, &fault),
              TOCSIN_E_ARGUMENT);
    CHECK(engine == NULL);
    tocsin_engine_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_site_watches_its_feeds),
        cmocka_unit_test(a_wrong_site_file_is_refused_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
