/* SPDX-License-Identifier: Apache-2.0 */
#include "net/curl.h"

#include <stdlib.h>
#include <string.h>

/* One socket of libcurl's. */
struct watch {
    uv_poll_t poll;
    struct tcs_curl *curl;
    curl_socket_t socket;
};

static void check_done(struct tcs_curl *curl)
{
    CURLMsg *message = NULL;
    int left = 0;

    while ((message = curl_multi_info_read(curl->multi, &left)) != NULL)
        if (message->msg == CURLMSG_DONE)
            /* The message is gone when its transfer is removed: its members go by value.
             */
            curl->done(curl->context, message->easy_handle, message->data.result);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    struct tcs_curl *curl = watch->curl;
    const int what = (status < 0 ? CURL_CSELECT_ERR : 0) |
                     ((events & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) |
                     ((events & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0);
    int running = 0;

    (void)curl_multi_socket_action(curl->multi, watch->socket, what, &running);
    check_done(curl);
}

static void watch_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static struct watch *new_watch(struct tcs_curl *curl, curl_socket_t socket)
{
    struct watch *watch = calloc(1, sizeof *watch);

    if (watch == NULL || uv_poll_init(curl->loop, &watch->poll, socket) != 0) {
        free(watch);
        return NULL;
    }
    watch->poll.data = watch;
    watch->curl = curl;
    watch->socket = socket;
    (void)curl_multi_assign(curl->multi, socket, watch);
    return watch;
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context,
                     void *watched)
{
    struct tcs_curl *curl = context;
    struct watch *watch = watched;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL) {
            (void)uv_poll_stop(&watch->poll);
            uv_close((uv_handle_t *)&watch->poll, watch_closed);
        }
        return 0;
    }
    if (watch == NULL)
        watch = new_watch(curl, socket);
    if (watch == NULL)
        return -1;
    (void)uv_poll_start(&watch->poll,
                        ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) |
                            ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0),
                        on_ready);
    return 0;
}

static void on_patience(uv_timer_t *timer)
{
    struct tcs_curl *curl = timer->data;
    int running = 0;

    (void)curl_multi_socket_action(curl->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    check_done(curl);
}

static int on_timeout(CURLM *multi, long timeout_ms, void *context)
{
    struct tcs_curl *curl = context;

    (void)multi;
    if (timeout_ms < 0)
        (void)uv_timer_stop(&curl->patience);
    else
        (void)uv_timer_start(&curl->patience, on_patience, (uint64_t)timeout_ms, 0);
    return 0;
}

bool tcs_curl_open(struct tcs_curl *curl, uv_loop_t *loop,
                   void (*done)(void *context, CURL *easy, CURLcode result),
                   void *context)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT); /* counts its callers */
    *curl = (struct tcs_curl) {
        .loop = loop, .multi = curl_multi_init(), .done = done, .context = context
    };
    if (curl->multi == NULL) {
        curl_global_cleanup();
        return false;
    }
    (void)uv_timer_init(loop, &curl->patience);
    curl->patience.data = curl;
    (void)curl_multi_setopt(curl->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    (void)curl_multi_setopt(curl->multi, CURLMOPT_SOCKETDATA, curl);
    (void)curl_multi_setopt(curl->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
    (void)curl_multi_setopt(curl->multi, CURLMOPT_TIMERDATA, curl);
    return true;
}

/* Without QUICK_EXIT, to give a transfer up would wait for the thread that still resolves
 * its name: half a minute, if nobody answers. So that thread ends by itself later. */
bool tcs_curl_add(struct tcs_curl *curl, CURL *easy)
{
    (void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl->why[0] = '\0';
    (void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, curl->why);
    return curl_multi_add_handle(curl->multi, easy) == CURLM_OK;
}

/* OpenSSL's errors begin with numbers and names of libraries: what is behind them. */
const char *tcs_curl_why(const struct tcs_curl *curl, CURLcode result)
{
    const char *routines = strstr(curl->why, "SSL routines::");

    if (routines != NULL)
        return routines + strlen("SSL routines::");
    return curl->why[0] != '\0' ? curl->why : curl_easy_strerror(result);
}

void tcs_curl_remove(struct tcs_curl *curl, CURL *easy)
{
    (void)curl_multi_remove_handle(curl->multi, easy);
}

void tcs_curl_close(struct tcs_curl *curl)
{
    (void)curl_multi_cleanup(curl->multi); /* closes the watches of its sockets */
    uv_close((uv_handle_t *)&curl->patience, NULL);
    curl_global_cleanup();
}
