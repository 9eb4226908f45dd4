/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/feed.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

/* What came out of the feeds. */
struct taken {
    uint16_t kinds[512];
    uint16_t feeds[512];
    uint64_t sequences[512];
    struct tcs_time arrivals[512];
    uint8_t octets[4096];
    size_t len;
    unsigned count;
    bool full; /* no room for anything */
};

static struct tcs_site site;
static struct taken taken;
static struct tcs_clock feed_clock;
static uv_loop_t loop;

static bool take(void *context, const struct tcs_event *event)
{
    if (taken.full || taken.count == 512)
        return false;
    taken.kinds[taken.count] = event->kind;
    taken.feeds[taken.count] = event->feed;
    taken.sequences[taken.count] = event->sequence;
    taken.arrivals[taken.count] = event->arrival;
    taken.count++;
    if (event->kind == TCS_EVENT_BYTES) {
        assert_true(taken.len + event->payload.len <= sizeof taken.octets);
        memcpy(taken.octets + taken.len, event->payload.data, event->payload.len);
        taken.len += event->payload.len;
    }
    return true;
}

static int open_loop(void **state)
{
    memset(&site, 0, sizeof site);
    memset(&taken, 0, sizeof taken);
    tcs_leap_builtin(&site.engine.leap);
    (void)tcs_clock_start(&feed_clock, &site.engine.leap, (struct tcs_time) { 0 });
    return uv_loop_init(&loop);
}

static int close_loop(void **state)
{
    return uv_loop_close(&loop);
}

/* A port that is free now. */
static uint16_t free_port(int type)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof address;
    const int fd = socket(AF_INET, type, 0);

    CHECK_INT(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    close(fd);
    return ntohs(address.sin_port);
}

static void add_feed(enum tcs_transport transport, uint16_t port)
{
    struct tcs_feed_site *feed = &site.feeds[site.engine.feed_count++];

    feed->transport = transport;
    feed->port = port;
    snprintf(feed->address, sizeof feed->address, "127.0.0.1");
}

static int connect_to(uint16_t port, int type)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int fd = socket(AF_INET, type, 0);

    CHECK_INT(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Runs the loop until so many events are there, at most about two seconds. */
static void run_until(unsigned count)
{
    for (int i = 0; i < 2000 && taken.count < count; i++) {
        uv_run(&loop, UV_RUN_NOWAIT);
        uv_sleep(1);
    }
}

static void finish(struct tcs_feeds *feeds)
{
    tcs_feeds_close(feeds);
    uv_run(&loop, UV_RUN_DEFAULT);
    tcs_feeds_free(feeds);
}

static void datagrams_come_whole_in_order_and_numbered(void **state)
{
    struct tcs_feeds *feeds = NULL;
    char error[TCS_FEED_ERROR_LEN];
    const uint16_t port = free_port(SOCK_DGRAM);

    add_feed(TCS_TRANSPORT_UDP, port);
    CHECK_OK(tcs_feeds_open(&loop, &site, &feed_clock, take, NULL, &feeds, error));
    const int fd = connect_to(port, SOCK_DGRAM);

    for (unsigned i = 0; i < 100; i++) {
        const uint8_t octets[3] = { (uint8_t)i, 1, 2 };

        CHECK_INT(send(fd, octets, sizeof octets, 0), 3);
    }
    run_until(101);
    CHECK_INT(taken.count, 101); /* up, and the datagrams */
    CHECK_INT(taken.kinds[0], TCS_EVENT_FEED_UP);
    for (unsigned i = 0; i < 101; i++) {
        CHECK(taken.sequences[i] == i);
        CHECK(i == 0 || tcs_time_compare(taken.arrivals[i], taken.arrivals[i - 1]) >= 0);
    }
    for (unsigned i = 0; i < 100; i++)
        CHECK_INT(taken.octets[3 * i], i);
    taken.full = true;
    CHECK_INT(send(fd, "x", 1, 0), 1);
    run_until(102);
    CHECK(tcs_feeds_dropped(feeds, 0) == 1);
    close(fd);
    finish(feeds);
}

static void a_client_connects_again_when_its_server_is_back(void **state)
{
    struct tcs_feeds *feeds = NULL;
    char error[TCS_FEED_ERROR_LEN];
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(free_port(SOCK_STREAM)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int on = 1;

    add_feed(TCS_TRANSPORT_TCP_CLIENT, ntohs(address.sin_port));
    CHECK_OK(tcs_feeds_open(&loop, &site, &feed_clock, take, NULL, &feeds, error));
    for (unsigned round = 0; round < 2; round++) {
        const int server = socket(AF_INET, SOCK_STREAM, 0);

        setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        CHECK_INT(bind(server, (struct sockaddr *)&address, sizeof address), 0);
        CHECK_INT(listen(server, 1), 0);
        run_until(3 * round + 1);
        const int fd = accept(server, NULL, NULL);

        CHECK(fd >= 0 && tcs_feeds_up(feeds, 0));
        CHECK_INT(send(fd, "abc", 3, 0), 3);
        run_until(3 * round + 2);
        close(fd);
        close(server);
        run_until(3 * round + 3);
        CHECK_INT(taken.kinds[3 * round], TCS_EVENT_FEED_UP);
        CHECK_INT(taken.kinds[3 * round + 1], TCS_EVENT_BYTES);
        CHECK_INT(taken.kinds[3 * round + 2], TCS_EVENT_FEED_DOWN);
    }
    CHECK(taken.len == 6 && memcmp(taken.octets, "abcabc", 6) == 0);
    finish(feeds);
}

static void a_server_takes_one_caller_at_a_time(void **state)
{
    struct tcs_feeds *feeds = NULL;
    char error[TCS_FEED_ERROR_LEN];
    const uint16_t port = free_port(SOCK_STREAM);
    char octet = 0;

    add_feed(TCS_TRANSPORT_TCP_SERVER, port);
    CHECK_OK(tcs_feeds_open(&loop, &site, &feed_clock, take, NULL, &feeds, error));
    const int first = connect_to(port, SOCK_STREAM);

    run_until(1);
    for (int i = 0; i < 3; i++) {
        const int other = connect_to(port, SOCK_STREAM);

        for (int k = 0; k < 20; k++) {
            uv_run(&loop, UV_RUN_NOWAIT);
            uv_sleep(1);
        }
        CHECK_INT(recv(other, &octet, 1, MSG_DONTWAIT), 0); /* hung up */
        close(other);
    }
    CHECK(tcs_feeds_dropped(feeds, 0) == 3);
    CHECK_INT(send(first, "x", 1, 0), 1);
    run_until(2);
    CHECK(taken.len == 1);
    close(first);
    run_until(3);
    const int second = connect_to(port, SOCK_STREAM);

    run_until(4);
    CHECK_INT(taken.kinds[3], TCS_EVENT_FEED_UP);
    close(second);
    finish(feeds);
}

static void what_cannot_be_opened_is_told_and_leaves_nothing(void **state)
{
    struct tcs_feeds *feeds = NULL;
    char error[TCS_FEED_ERROR_LEN];
    const uint16_t port = free_port(SOCK_DGRAM);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);

    CHECK_INT(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    add_feed(TCS_TRANSPORT_TCP_SERVER, free_port(SOCK_STREAM));
    add_feed(TCS_TRANSPORT_UDP, port);
    snprintf(site.engine.feeds[1].name, TCS_NAME_LEN, "radar");
    CHECK_INT(tcs_feeds_open(&loop, &site, &feed_clock, take, NULL, &feeds, error),
              TCS_E_IO);
    assert_non_null(strstr(error, "feed 'radar': UDP 127.0.0.1"));
    assert_non_null(strstr(error, "in use"));
    CHECK(feeds == NULL);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(datagrams_come_whole_in_order_and_numbered,
                                        open_loop, close_loop),
        cmocka_unit_test_setup_teardown(a_client_connects_again_when_its_server_is_back,
                                        open_loop, close_loop),
        cmocka_unit_test_setup_teardown(a_server_takes_one_caller_at_a_time, open_loop,
                                        close_loop),
        cmocka_unit_test_setup_teardown(what_cannot_be_opened_is_told_and_leaves_nothing,
                                        open_loop, close_loop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
