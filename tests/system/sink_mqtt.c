/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_mqtt.c -- the MQTT output against a real broker on a free loopback port: what a
 * siren would see, through outages of the broker and the end of our own process.
 */
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mosquitto.h>

#include "check.h"
#include "post.h"

enum { MESSAGES_MAX = 1024 };

static struct post post;
static uint16_t port;
static pid_t broker;
static char config_path[] = "/tmp/tocsin-broker-XXXXXX";

/* What the siren has heard. */
static struct {
    struct mosquitto *client;
    pthread_mutex_t lock;
    size_t count;
    struct {
        char topic[128];
        char text[2048];
        bool retained;
    } messages[MESSAGES_MAX];
} siren = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint16_t free_port(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(getsockname(fd, (struct sockaddr *)&address, &len) == 0);
    close(fd);
    return ntohs(address.sin_port);
}

static bool answers(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool good = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;

    close(fd);
    return good;
}

static void start_broker(void)
{
    FILE *config = fopen(config_path, "w");

    CHECK(config != NULL);
    fprintf(config, "listener %u 127.0.0.1\nallow_anonymous true\nlog_dest none\n",
            (unsigned)port);
    fclose(config);
    broker = fork();
    CHECK(broker >= 0);
    if (broker == 0) {
        execlp("mosquitto", "mosquitto", "-c", config_path, (char *)NULL);
        execl("/usr/sbin/mosquitto", "mosquitto", "-c", config_path, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 100 && !answers(); i++)
        uv_sleep(50);
    CHECK(answers());
}

static void stop_broker(void)
{
    if (broker <= 0)
        return;
    kill(broker, SIGKILL);
    waitpid(broker, NULL, 0);
    broker = 0;
}

static void hear(struct mosquitto *client, void *context,
                 const struct mosquitto_message *message)
{
    pthread_mutex_lock(&siren.lock);
    if (siren.count < MESSAGES_MAX) {
        snprintf(siren.messages[siren.count].topic, 128, "%s", message->topic);
        snprintf(siren.messages[siren.count].text, 2048, "%.*s", message->payloadlen,
                 (const char *)message->payload);
        siren.messages[siren.count++].retained = message->retain;
    }
    pthread_mutex_unlock(&siren.lock);
}

static void begin_to_hear(void)
{
    siren.count = 0;
    siren.client = mosquitto_new(NULL, true, NULL);
    CHECK(siren.client != NULL);
    mosquitto_message_callback_set(siren.client, hear);
    CHECK_INT(mosquitto_connect(siren.client, "127.0.0.1", port, 60), 0);
    CHECK_INT(mosquitto_subscribe(siren.client, NULL, "t/#", 1), 0);
    CHECK_INT(mosquitto_loop_start(siren.client), 0);
}

static void cease_to_hear(void)
{
    mosquitto_disconnect(siren.client);
    mosquitto_loop_stop(siren.client, true);
    mosquitto_destroy(siren.client);
}

/* The number of messages on a topic whose text holds `part`. */
static size_t heard(const char *topic, const char *part)
{
    size_t count = 0;

    pthread_mutex_lock(&siren.lock);
    for (size_t i = 0; i < siren.count; i++)
        if (strcmp(siren.messages[i].topic, topic) == 0 &&
            strstr(siren.messages[i].text, part) != NULL)
            count++;
    pthread_mutex_unlock(&siren.lock);
    return count;
}

/* Lets our loop run until it was heard. */
static bool hears(const char *topic, const char *part, size_t times, int limit_ms)
{
    for (int i = 0; i < limit_ms / 10; i++) {
        if (heard(topic, part) >= times)
            return true;
        uv_run(&post.loop, UV_RUN_NOWAIT);
        uv_sleep(10);
    }
    return heard(topic, part) >= times;
}

static void make_post(void)
{
    post_init(&post, TCS_SINK_MQTT);
    strcpy(post.site.sinks[0].address, "localhost");
    strcpy(post.site.sinks[0].topic, "t");
    post.site.sinks[0].port = port;
}

static int fresh(void **state)
{
    port = free_port();
    start_broker();
    make_post();
    return 0;
}

static int clear(void **state)
{
    post_close(&post);
    stop_broker();
    return uv_loop_close(&post.loop);
}

static void a_warning_reaches_the_siren_and_its_way_is_measured(void **state)
{
    begin_to_hear();
    CHECK(post_open(&post));
    CHECK(hears("t/online", "online", 1, 5000));
    CHECK(tcs_sinks_counts(post.sinks, 0).up);
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 1, 5000));
    CHECK(post.reports[0].delivered);
    CHECK_TEXT(post.reports[0].detail, "acknowledged");
    print_message("delivered in %.2f ms\n", post.reports[0].delay_ms);
    CHECK(post.reports[0].delay_ms < 1000.0);
    CHECK(hears("t", "\"state\":\"unacknowledged\"", 1, 1000));
    CHECK(hears("t/zone/house", "\"state\":\"unacknowledged\"", 1, 1000));
    /* A zone's name is one level of the topic. Approach has no retained topic. */
    post_send(&post, 2, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    post_send(&post, 3, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 3, 5000));
    CHECK(hears("t/zone/gate-1", "\"subject\":\"gate/1\"", 1, 1000));
    CHECK(hears("t", "\"kind\":\"approach\"", 1, 1000));
    cease_to_hear();
}

/* A siren that is switched on during the attack. */
static void who_comes_late_hears_the_state_of_each_zone(void **state)
{
    CHECK(post_open(&post));
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    post_send(&post, 1, TCS_ALARM_UNACK, TCS_ALARM_ACK);
    CHECK(post_wait(&post, 2, 5000));
    begin_to_hear();
    CHECK(hears("t/zone/house", "\"state\":\"acknowledged\"", 1, 5000));
    CHECK(hears("t/online", "online", 1, 1000));
    CHECK_INT(heard("t", ""), 0);
    CHECK(siren.messages[0].retained);
    cease_to_hear();
}

static void an_outage_delays_and_loses_nothing(void **state)
{
    CHECK(post_open(&post));
    post_send(&post, 3, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK(post_wait(&post, 1, 5000));
    stop_broker();
    post_send(&post, 1, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    for (int i = 0; i < 5; i++) /* only the last of these is worth sending */
        post_send(&post, 1, TCS_ALARM_UNACK, TCS_ALARM_UNACK);
    CHECK(!post_wait(&post, 2, 1500));
    CHECK(!tcs_sinks_counts(post.sinks, 0).up);
    CHECK(tcs_sinks_counts(post.sinks, 0).trouble[0] != '\0');
    start_broker();
    begin_to_hear();
    CHECK(post_wait(&post, 3, 10000));
    CHECK(post.reports[1].delivered && post.reports[2].delivered);
    CHECK_INT(tcs_sinks_counts(post.sinks, 0).connects, 2);
    CHECK_INT(tcs_sinks_counts(post.sinks, 0).replaced, 4);
    CHECK(hears("t/zone/house", "unacknowledged", 1, 2000));
    cease_to_hear();
}

static void a_queue_that_overflows_reports_what_goes(void **state)
{
    stop_broker();
    CHECK(post_open(&post));
    for (int i = 0; i < 100; i++)
        post_send(&post, 3, TCS_ALARM_NORMAL, TCS_ALARM_UNACK);
    CHECK_INT(post.report_count, 36);
    CHECK_TEXT(post.reports[0].detail, "queue full");
    CHECK_INT(tcs_sinks_counts(post.sinks, 0).dropped, 36);
    start_broker();
    CHECK(post_wait(&post, 100, 10000));
    for (size_t i = 36; i < 100; i++)
        CHECK(post.reports[i].delivered);
}

static void an_orderly_end_says_offline(void **state)
{
    begin_to_hear();
    CHECK(post_open(&post));
    CHECK(hears("t/online", "online", 1, 5000));
    tcs_sinks_close(post.sinks);
    CHECK(hears("t/online", "offline", 1, 2000));
    uv_run(&post.loop, UV_RUN_NOWAIT);
    tcs_sinks_free(post.sinks);
    post.sinks = NULL;
    cease_to_hear();
}

/* The broker's last will speaks when we cannot. */
static void a_killed_process_is_offline_too(void **state)
{
    begin_to_hear();
    const pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        char number[8];

        snprintf(number, sizeof number, "%u", (unsigned)port);
        execl("/proc/self/exe", "sink_mqtt", "child", number, (char *)NULL);
        _exit(127);
    }
    CHECK(hears("t/online", "online", 1, 5000));
    CHECK_INT(heard("t/online", "offline"), 0);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    CHECK(hears("t/online", "offline", 1, 2000));
    cease_to_hear();
}

static bool mosquitto_is_there(void)
{
    return system("command -v mosquitto >/dev/null 2>&1") == 0 ||
           access("/usr/sbin/mosquitto", X_OK) == 0;
}

/* The process that is killed. */
static int be_the_child(const char *number)
{
    port = (uint16_t)strtoul(number, NULL, 10);
    make_post();
    if (post_open(&post))
        uv_run(&post.loop, UV_RUN_DEFAULT);
    return 1;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_warning_reaches_the_siren_and_its_way_is_measured, fresh, clear),
        cmocka_unit_test_setup_teardown(who_comes_late_hears_the_state_of_each_zone,
                                        fresh, clear),
        cmocka_unit_test_setup_teardown(an_outage_delays_and_loses_nothing, fresh, clear),
        cmocka_unit_test_setup_teardown(a_queue_that_overflows_reports_what_goes, fresh,
                                        clear),
        cmocka_unit_test_setup_teardown(an_orderly_end_says_offline, fresh, clear),
        cmocka_unit_test_setup_teardown(a_killed_process_is_offline_too, fresh, clear),
    };

    if (argc == 3 && strcmp(argv[1], "child") == 0)
        return be_the_child(argv[2]);
    if (!mosquitto_is_there()) {
        puts("SKIP: mosquitto is not installed");
        return 77;
    }
    const int fd = mkstemp(config_path);

    if (fd < 0)
        return 1;
    close(fd);
    mosquitto_lib_init();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    stop_broker();
    unlink(config_path);
    mosquitto_lib_cleanup();
    return failed;
}
