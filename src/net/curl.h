/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NET_CURL_H
#define TCS_NET_CURL_H

/*
 * curl.h -- transfers of libcurl on a libuv loop: the loop watches its sockets and keeps
 * its time, and nothing blocks. Names are resolved on a thread of libcurl's. Proxies that
 * the environment names are not asked: where things go is said by the site file alone.
 *
 * Everything here and the callback run on the loop's thread.
 */

#include <stdbool.h>

#include <curl/curl.h>
#include <uv.h>

struct tcs_curl {
    uv_loop_t *loop;
    CURLM *multi;
    uv_timer_t patience; /* libcurl's */
    /* A transfer has ended, well or not; it is still added. It may be removed here. */
    void (*done)(void *context, CURL *easy, CURLcode result);
    void *context;
    char
        why[CURL_ERROR_SIZE]; /* of the transfer added last; empty: libcurl did not say */
};

/* False: no memory; then there is nothing to close. */
bool tcs_curl_open(struct tcs_curl *curl, uv_loop_t *loop,
                   void (*done)(void *context, CURL *easy, CURLcode result),
                   void *context);

bool tcs_curl_add(struct tcs_curl *curl, CURL *easy);
/* What went wrong, of the transfer added last: the peer's words where it has any. */
const char *tcs_curl_why(const struct tcs_curl *curl, CURLcode result);
void tcs_curl_remove(struct tcs_curl *curl, CURL *easy);

/* All transfers must have been removed and cleaned up. The loop has to run on before the
 * structure may go. */
void tcs_curl_close(struct tcs_curl *curl);

#endif
