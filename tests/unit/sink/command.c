/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "post.h"

static struct post post;
static char folder[] = "/tmp/tocsin-sink-XXXXXX";

static int make_folder(void **state)
{
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char path[128];

    snprintf(path, sizeof path, "%s/out", folder);
    (void)unlink(path);
    return rmdir(folder);
}

static void open_with(const char *command)
{
    post_init(&post, TCS_SINK_COMMAND);
    strcpy(post.site.sinks[0].command, command);
    strcpy(post.site.folder, folder);
    CHECK(post_open(&post));
}

static void finish(void)
{
    post_close(&post);
    CHECK_INT(uv_loop_close(&post.loop), 0);
}

static size_t read_out(char *text, size_t capacity)
{
    char path[128];

    snprintf(path, sizeof path, "%s/out", folder);
    FILE *file = fopen(path, "r");

    CHECK(file != NULL);
    const size_t len = fread(text, 1, capacity - 1, file);

    text[len] = '\0';
    fclose(file);
    return len;
}

static void the_command_gets_the_alarm_in_the_folder_of_the_site_file(void **state)
{
    char text[4096];

    open_with("cat > out");
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 1, 5000));
    CHECK(post.reports[0].delivered);
    CHECK_TEXT(post.reports[0].detail, "exit 0");
    CHECK(post.reports[0].delay_ms > 0.0 && post.reports[0].delay_ms < 5000.0);
    CHECK_INT(post.reports[0].alarm, 1);
    const size_t len = read_out(text, sizeof text);

    CHECK(len > 0 && text[len - 1] == '\n');
    json_t *json = json_loads(text, 0, NULL);
    const json_t *alarm = json_object_get(json, "alarm");

    CHECK_TEXT(json_string_value(json_object_get(json, "type")), "alarm");
    CHECK_TEXT(json_string_value(json_object_get(alarm, "kind")), "take-cover");
    CHECK_TEXT(json_string_value(json_object_get(alarm, "subject")), "house");
    CHECK_TEXT(json_string_value(json_object_get(alarm, "state")), "unacknowledged");
    json_decref(json);
    finish();
}

static void the_exit_status_is_reported(void **state)
{
    open_with("exit 3");
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 1, 5000));
    CHECK(!post.reports[0].delivered);
    CHECK_TEXT(post.reports[0].detail, "exit 3");
    const struct tcs_sink_counts counts = tcs_sinks_counts(post.sinks, 0);

    CHECK_INT(counts.posted, 1);
    CHECK_INT(counts.failed, 1);
    CHECK_TEXT(counts.trouble, "exit 3");
    finish();
}

/* It never reads its input; that must not hurt us either. */
static void a_command_that_dies_is_reported(void **state)
{
    open_with("kill -9 $$");
    for (int i = 0; i < 20; i++)
        post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 20, 10000));
    CHECK_TEXT(post.reports[19].detail, "ended by signal 9");
    finish();
}

/* 30 s of sleep in a child of the shell: the group is stopped after 10 s. */
static void a_command_that_hangs_is_stopped_with_its_children(void **state)
{
    open_with("sleep 30; true");
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 1, 15000));
    CHECK(!post.reports[0].delivered);
    CHECK_TEXT(post.reports[0].detail, "stopped after 10 s (signal 15)");
    CHECK(post.reports[0].delay_ms < 12000.0);
    finish();
}

static void numbers_alone_start_no_command(void **state)
{
    open_with("true");
    post_send(&post, 1, TCS_ALARM_UNACK, TCS_ALARM_UNACK);
    post_send(&post, 1, TCS_ALARM_UNACK, TCS_ALARM_ACK);
    CHECK(post_wait(&post, 1, 5000));
    CHECK_INT(post.reports[0].state, TCS_ALARM_ACK);
    CHECK_INT(tcs_sinks_counts(post.sinks, 0).posted, 1);
    finish();
}

/* Four run at once; the others wait, and what does not fit is reported as failed. */
static void a_flood_is_bounded_and_nothing_is_silent(void **state)
{
    size_t delivered = 0, full = 0;

    open_with("cat > /dev/null");
    for (int i = 0; i < 100; i++)
        post_send(&post, i % 10 == 9 ? 1 : 3, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 100, 20000));
    for (size_t i = 0; i < 100; i++) {
        delivered += post.reports[i].delivered;
        full += strcmp(post.reports[i].detail, "queue full") == 0;
        if (post.reports[i].alarm == 1)
            CHECK(post.reports[i].delivered); /* take-cover is not what goes */
    }
    CHECK_INT(full, 100 - 4 - 64);
    CHECK_INT(delivered, 4 + 64);
    finish();
}

static void closing_reports_what_is_left_and_lets_the_command_go_on(void **state)
{
    char text[16];

    open_with("sleep 0.3; echo done > out");
    for (int i = 0; i < 6; i++)
        post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    finish();
    CHECK_INT(post.report_count, 6);
    for (size_t i = 0; i < 6; i++)
        CHECK(!post.reports[i].delivered);
    uv_sleep(800);
    (void)read_out(text, sizeof text);
    CHECK_TEXT(text, "done\n");
}

static void a_report_says_everything_as_json(void **state)
{
    struct tcs_delivery delivery = { .alarm = 1,
                                     .occurrence = 2,
                                     .state = TCS_ALARM_UNACK,
                                     .delivered = true,
                                     .delay_ms = 1.5,
                                     .detail = "exit 0" };

    post_init(&post, TCS_SINK_COMMAND);
    delivery.posted_at.tai_ns = INT64_C(1636239649) * TCS_NS_PER_S;
    json_t *json = tcs_delivery_view(&post.site, &delivery);
    char *text = json_dumps(json, JSON_COMPACT);

    /* TAI 1636239649 s is UTC 1636239612 s: date -u -d @1636239612. */
    CHECK_TEXT(text,
               "{\"sink\":\"out\",\"kind\":\"command\",\"alarm\":1,\"occurrence\":2,"
               "\"state\":\"unacknowledged\",\"delivered\":true,\"delay_ms\":1.5,"
               "\"posted_at\":\"2021-11-06T23:00:12.000000000Z\","
               "\"detail\":\"exit 0\"}");
    free(text);
    json_decref(json);
    finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_command_gets_the_alarm_in_the_folder_of_the_site_file),
        cmocka_unit_test(the_exit_status_is_reported),
        cmocka_unit_test(a_command_that_dies_is_reported),
        cmocka_unit_test(a_command_that_hangs_is_stopped_with_its_children),
        cmocka_unit_test(numbers_alone_start_no_command),
        cmocka_unit_test(a_flood_is_bounded_and_nothing_is_silent),
        cmocka_unit_test(closing_reports_what_is_left_and_lets_the_command_go_on),
        cmocka_unit_test(a_report_says_everything_as_json),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
