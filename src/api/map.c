/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/inside.h"

/* A read of the map's file under way in libuv's thread pool. It outlives its connection
 * when that ends first. */
struct tcs_api_read {
    uv_fs_t request;
    struct tcs_api *api;
    struct tcs_api_conn *conn; /* NULL: gone */
    struct tcs_api_text *text;
    uint64_t first;
};

static bool write_part_head(struct tcs_api_conn *conn, unsigned code, uint64_t first,
                            uint64_t len)
{
    uint8_t buffer[LWS_PRE + 1024];
    uint8_t *start = buffer + LWS_PRE, *at = start, *end = buffer + sizeof buffer - 1;
    struct lws *wsi = conn->wsi;
    char range[96];
    int range_len;

    range_len = snprintf(range, sizeof range, "bytes %llu-%llu/%llu",
                         (unsigned long long)first, (unsigned long long)(first + len - 1),
                         (unsigned long long)conn->api->map_size);
    if (lws_add_http_common_headers(wsi, code, tcs_api_mime("/map.pmtiles"),
                                    (lws_filepos_t)len, &at, end) != 0)
        return false;
    if (code == 206 && lws_add_http_header_by_name(
                           wsi, (const unsigned char *)"content-range:",
                           (const unsigned char *)range, range_len, &at, end) != 0)
        return false;
    if (lws_add_http_header_by_name(wsi, (const unsigned char *)"accept-ranges:",
                                    (const unsigned char *)"bytes", 5, &at, end) != 0 ||
        lws_add_http_header_by_name(wsi, (const unsigned char *)"cache-control:",
                                    (const unsigned char *)"no-cache", 8, &at, end) != 0)
        return false;
    return lws_finalize_write_http_header(wsi, start, &at, end) == 0;
}

/* The part is here; text passes to the connection. */
static int respond_part(struct tcs_api_conn *conn, struct tcs_api_text *text,
                        uint64_t first)
{
    conn->text = text;
    if (!write_part_head(conn, 206, first, text->len))
        return -1;
    conn->out = tcs_api_text_at(text);
    conn->out_left = text->len;
    lws_callback_on_writable(conn->wsi);
    return 0;
}

static void on_read(uv_fs_t *request)
{
    struct tcs_api_read *read = request->data;
    struct tcs_api_conn *conn = read->conn;
    const bool whole = request->result == (ssize_t)read->text->len;
    int result = 0;

    read->api->reads--;
    uv_fs_req_cleanup(request);
    if (conn != NULL) {
        conn->read = NULL;
        if (whole)
            result = respond_part(conn, tcs_api_text_ref(read->text), read->first);
        else
            result = tcs_api_http_error(conn, 500, "the map cannot be read");
        if (result != 0)
            lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
    }
    tcs_api_text_unref(read->text);
    free(read);
}

static bool start_read(struct tcs_api_conn *conn, uint64_t first, uint64_t len)
{
    struct tcs_api_read *read = calloc(1, sizeof *read);
    struct tcs_api *api = conn->api;
    uv_buf_t buffer;

    if (read == NULL)
        return false;
    read->text = tcs_api_text_new((size_t)len);
    if (read->text == NULL) {
        free(read);
        return false;
    }
    read->api = api;
    read->conn = conn;
    read->first = first;
    read->request.data = read;
    buffer = uv_buf_init((char *)tcs_api_text_at(read->text), (unsigned)len);
    if (uv_fs_read(api->loop, &read->request, api->map_fd, &buffer, 1, (int64_t)first,
                   on_read) != 0) {
        tcs_api_text_unref(read->text);
        free(read);
        return false;
    }
    conn->read = read;
    api->reads++;
    return true;
}

int tcs_api_map_begin(struct tcs_api_conn *conn, bool head)
{
    char range[128];
    uint64_t first, len;

    if (head) {
        if (!write_part_head(conn, 200, 0, conn->api->map_size))
            return -1;
        tcs_api_http_forget(conn);
        return lws_http_transaction_completed(conn->wsi) != 0 ? -1 : 0;
    }
    if (lws_hdr_copy(conn->wsi, range, sizeof range, WSI_TOKEN_HTTP_RANGE) <= 0 ||
        !tcs_api_range(range, conn->api->map_size, &first, &len) ||
        len > TCS_API_READ_MAX)
        return tcs_api_http_error(conn, 416, "ask for one range of at most 4 MiB");
    if (conn->api->reads >= TCS_API_READS_MAX)
        return tcs_api_http_error(conn, 503, "too many reads of the map at once");
    if (!start_read(conn, first, len))
        return -1;
    return 0;
}

void tcs_api_map_forget(struct tcs_api_conn *conn)
{
    if (conn->read != NULL)
        conn->read->conn = NULL;
    conn->read = NULL;
}
