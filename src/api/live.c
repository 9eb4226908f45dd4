/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "api/inside.h"

static void wake(struct tcs_api_conn *conn)
{
    if (conn->waiting_ms == 0)
        conn->waiting_ms = uv_now(conn->api->loop) + 1; /* + 1: never 0 */
    lws_callback_on_writable(conn->wsi);
}

static void drop(struct tcs_api_conn *conn)
{
    if (conn->dropped)
        return;
    conn->dropped = true;
    conn->api->counts.slow_dropped++;
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
}

static void enqueue(struct tcs_api_conn *conn, struct tcs_api_text *message)
{
    const uint32_t at = (conn->queue_at + conn->queue_count) % TCS_API_QUEUE_MAX;

    if (conn->queue_count == TCS_API_QUEUE_MAX) {
        drop(conn);
        return;
    }
    conn->queue[at] = tcs_api_text_ref(message);
    conn->queue_count++;
    wake(conn);
}

int tcs_api_live_begin(struct tcs_api_conn *conn)
{
    struct tcs_api_text *state = tcs_api_state_text(conn->api);

    if (state == NULL)
        return -1;
    conn->role = TCS_API_LIVE;
    conn->api->counts.live++;
    enqueue(conn, state);
    tcs_api_text_unref(state);
    return 0;
}

/* What goes next: alarm changes before pictures. The reference passes to the caller. */
static struct tcs_api_text *take(struct tcs_api_conn *conn)
{
    struct tcs_api_text *text = NULL;

    if (conn->queue_count > 0) {
        text = conn->queue[conn->queue_at];
        conn->queue[conn->queue_at] = NULL;
        conn->queue_at = (conn->queue_at + 1) % TCS_API_QUEUE_MAX;
        conn->queue_count--;
        return text;
    }
    for (size_t i = 0; i < TCS_API_DOCUMENT_COUNT && text == NULL; i++) {
        text = conn->latest[i];
        conn->latest[i] = NULL;
    }
    return text;
}

static bool anything_waits(const struct tcs_api_conn *conn)
{
    if (conn->queue_count > 0)
        return true;
    for (size_t i = 0; i < TCS_API_DOCUMENT_COUNT; i++)
        if (conn->latest[i] != NULL)
            return true;
    return false;
}

int tcs_api_live_write(struct tcs_api_conn *conn)
{
    struct tcs_api_text *text = take(conn);
    int written;

    if (conn->dropped)
        return -1;
    if (text == NULL)
        return 0;
    written = lws_write(conn->wsi, tcs_api_text_at(text), text->len, LWS_WRITE_TEXT);
    tcs_api_text_unref(text);
    if (written < 0)
        return -1;
    conn->api->counts.messages++;
    conn->waiting_ms = 0;
    if (anything_waits(conn))
        wake(conn);
    return 0;
}

void tcs_api_live_forget(struct tcs_api_conn *conn)
{
    struct tcs_api_text *text;

    if (conn->role != TCS_API_LIVE)
        return;
    while ((text = take(conn)) != NULL)
        tcs_api_text_unref(text);
    conn->role = TCS_API_IDLE;
    conn->api->counts.live--;
}

void tcs_api_live_latest(struct tcs_api *api, enum tcs_api_document document)
{
    for (struct tcs_api_conn *conn = api->conns; conn != NULL; conn = conn->next) {
        if (conn->role != TCS_API_LIVE || conn->dropped)
            continue;
        if (conn->latest[document] != NULL) {
            tcs_api_text_unref(conn->latest[document]);
            api->counts.replaced++;
        }
        conn->latest[document] = tcs_api_text_ref(api->documents[document]);
        wake(conn);
    }
}

void tcs_api_live_queue(struct tcs_api *api, struct tcs_api_text *message)
{
    for (struct tcs_api_conn *conn = api->conns; conn != NULL; conn = conn->next)
        if (conn->role == TCS_API_LIVE && !conn->dropped)
            enqueue(conn, message);
}

void tcs_api_live_check(struct tcs_api *api, uint64_t now_ms)
{
    for (struct tcs_api_conn *conn = api->conns; conn != NULL; conn = conn->next)
        if (conn->role == TCS_API_LIVE && conn->waiting_ms != 0 &&
            now_ms > conn->waiting_ms + api->config.stall_ms)
            drop(conn);
}
