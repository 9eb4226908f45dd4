/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/publisher.h"

#include <stdlib.h>
#include <sys/resource.h>

enum { LESS_URGENT = 10 };

static void make_text(uv_work_t *work)
{
    struct tcs_publisher *publisher = work->data;

    /* Of this thread of the pool alone, whose other work can wait as well: where
     * processors are few, the engine and the feeds go first. */
    (void)setpriority(PRIO_PROCESS, 0, LESS_URGENT);
    publisher->text = tcs_picture_text(
        publisher->site, tcs_bytes(publisher->packing.data, publisher->packing.len));
}

static void let_go(struct tcs_publisher *publisher)
{
    free(publisher->text);
    publisher->text = NULL;
    publisher->busy = false;
}

static void pass_on(uv_work_t *work, int status)
{
    struct tcs_publisher *publisher = work->data;

    if (status == 0 && publisher->text != NULL)
        publisher->done(publisher->user, publisher->at, publisher->text);
    let_go(publisher);
}

bool tcs_publisher_take(struct tcs_publisher *publisher, uv_loop_t *loop,
                        struct tcs_time at, const struct tcs_view_picture *picture)
{
    if (publisher->busy)
        return false;
    if (!tcs_packing_begin(&publisher->packing, picture))
        return false;
    tcs_packing_rows(&publisher->packing, picture->tracks, 0, picture->track_count);
    publisher->busy = true;
    publisher->at = at;
    publisher->work.data = publisher;
    if (uv_queue_work(loop, &publisher->work, make_text, pass_on) == 0)
        return true;
    let_go(publisher);
    return false;
}

void tcs_publisher_close(struct tcs_publisher *publisher)
{
    tcs_packing_free(&publisher->packing);
}
