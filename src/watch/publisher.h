/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_PUBLISHER_H
#define TCS_WATCH_PUBLISHER_H

/*
 * publisher.h -- the picture as text for those who look on, made on a thread of the
 * loop's pool: of some hundred tracks it takes milliseconds, in which the loop would read
 * no feed.
 *
 * One text at a time: a picture that comes while the last one is still being made is left
 * out, the next one is newer anyhow.
 */

#include <stdbool.h>

#include <uv.h>

#include "watch/picture.h"

struct tcs_publisher {
    const struct tcs_site *site;
    /* On the loop's thread, the text borrowed. */
    void (*done)(void *user, struct tcs_time at, const char *text);
    void *user;
    /* Its own: */
    uv_work_t work;
    bool busy;
    struct tcs_time at;
    struct tcs_packing packing;
    char *text;
};

/* From the loop's thread; the picture is copied. The loop does not end before it is done.
 * False: it is left out. */
bool tcs_publisher_take(struct tcs_publisher *publisher, uv_loop_t *loop,
                        struct tcs_time at, const struct tcs_view_picture *picture);
/* After the loop has ended. */
void tcs_publisher_close(struct tcs_publisher *publisher);

#endif
