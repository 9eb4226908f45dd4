/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/inside.h"

static const char json_mime[] = "application/json";

/* What the console may load: itself, and nothing from anywhere else. Style attributes are
 * set by the map through the object model, which this allows; data: and blob: are images
 * that the page draws. */
static const char policy[] =
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src "
    "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

enum {
    HEADERS_MAX = 2048,
    CHUNK = 16384,
    ERROR_MAX = 256,
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

static enum method method_of(struct lws *wsi)
{
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0)
        return METHOD_GET;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0)
        return METHOD_HEAD;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0)
        return METHOD_POST;
    return METHOD_OTHER;
}

/* A header as a string; false when absent or longer than the room for it. */
static bool header(struct lws *wsi, enum lws_token_indexes token, char *to,
                   size_t capacity)
{
    return lws_hdr_total_length(wsi, token) > 0 &&
           lws_hdr_copy(wsi, to, (int)capacity, token) > 0;
}

struct head {
    unsigned code;
    const char *mime;
    const char *cache;
    const char *etag;  /* NULL: none */
    const char *allow; /* NULL: none */
    size_t len;
};

static bool add(struct lws *wsi, const char *name, const char *value, uint8_t **at,
                uint8_t *end)
{
    return lws_add_http_header_by_name(wsi, (const unsigned char *)name,
                                       (const unsigned char *)value, (int)strlen(value),
                                       at, end) == 0;
}

static bool write_head(struct tcs_api_conn *conn, const struct head *head)
{
    uint8_t buffer[LWS_PRE + HEADERS_MAX];
    uint8_t *start = buffer + LWS_PRE, *at = start, *end = buffer + sizeof buffer - 1;
    struct lws *wsi = conn->wsi;

    if (lws_add_http_common_headers(wsi, head->code, head->mime, (lws_filepos_t)head->len,
                                    &at, end) != 0)
        return false;
    if (!add(wsi, "cache-control:", head->cache, &at, end) ||
        !add(wsi, "x-content-type-options:", "nosniff", &at, end) ||
        !add(wsi, "referrer-policy:", "no-referrer", &at, end) ||
        !add(wsi, "cross-origin-opener-policy:", "same-origin", &at, end) ||
        !add(wsi, "cross-origin-resource-policy:", "same-origin", &at, end) ||
        !add(wsi, "content-security-policy:", policy, &at, end))
        return false;
    if (head->etag != NULL && !add(wsi, "etag:", head->etag, &at, end))
        return false;
    if (head->allow != NULL && !add(wsi, "allow:", head->allow, &at, end))
        return false;
    return lws_finalize_write_http_header(wsi, start, &at, end) == 0;
}

/* The response is complete: the connection goes on to its next request, or ends. */
static int done(struct tcs_api_conn *conn)
{
    tcs_api_http_forget(conn);
    if (conn->close_after)
        return -1;
    return lws_http_transaction_completed(conn->wsi) != 0 ? -1 : 0;
}

static int send_body(struct tcs_api_conn *conn, const uint8_t *data, size_t len)
{
    conn->out = data;
    conn->out_left = len;
    if (len == 0)
        return done(conn);
    lws_callback_on_writable(conn->wsi);
    return 0;
}

/* Takes over the reference to text. */
int tcs_api_http_text(struct tcs_api_conn *conn, unsigned code, const char *mime,
                      struct tcs_api_text *text)
{
    const struct head head = { code, mime, "no-store", NULL, NULL, text->len };
    const bool head_only = method_of(conn->wsi) == METHOD_HEAD;

    conn->text = text;
    if (!write_head(conn, &head))
        return -1;
    return send_body(conn, tcs_api_text_at(text), head_only ? 0 : text->len);
}

/* {"error": why}, with what JSON would have to escape left out; its length. */
static size_t error_text(char to[ERROR_MAX], const char *why)
{
    size_t len = 0;

    len += (size_t)snprintf(to, ERROR_MAX, "{\"error\":\"");
    for (; *why != '\0' && len < ERROR_MAX - 3; why++)
        if ((unsigned char)*why >= 0x20 && (unsigned char)*why < 0x7f && *why != '"' &&
            *why != '\\')
            to[len++] = *why;
    to[len++] = '"';
    to[len++] = '}';
    return len;
}

static int respond_error(struct tcs_api_conn *conn, unsigned code, const char *why,
                         const char *allow)
{
    struct tcs_api_text *text = tcs_api_text_new(ERROR_MAX);
    struct head head = { code, json_mime, "no-store", NULL, allow, 0 };

    if (code >= 400 && code < 500)
        conn->api->counts.bad_requests++;
    if (text == NULL)
        return -1;
    text->len = error_text((char *)tcs_api_text_at(text), why);
    head.len = text->len;
    conn->text = text;
    if (!write_head(conn, &head))
        return -1;
    return send_body(conn, tcs_api_text_at(text),
                     method_of(conn->wsi) == METHOD_HEAD ? 0 : text->len);
}

int tcs_api_http_error(struct tcs_api_conn *conn, unsigned code, const char *why)
{
    return respond_error(conn, code, why, NULL);
}

/* NULL when the request is from us or from no web page; otherwise why not. */
static const char *stranger(const struct tcs_api_conn *conn)
{
    const char *const *names = conn->api->config.hosts;
    char host[256], origin[300];

    if (!header(conn->wsi, WSI_TOKEN_HOST, host, sizeof host) ||
        !tcs_api_host_is_ours(host, names, TCS_API_HOSTS_MAX))
        return "Host is no name of this server";
    if (lws_hdr_total_length(conn->wsi, WSI_TOKEN_ORIGIN) > 0 &&
        (!header(conn->wsi, WSI_TOKEN_ORIGIN, origin, sizeof origin) ||
         !tcs_api_origin_is_ours(origin, host)))
        return "Origin is another site";
    return NULL;
}

static int respond_file(struct tcs_api_conn *conn, const struct tcs_api_file *file)
{
    struct head head = { 200, file->mime, "no-cache", file->etag, NULL, file->len };
    char known[64];

    if (file->immutable)
        head.cache = "public, max-age=31536000, immutable";
    if (header(conn->wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, known, sizeof known) &&
        strcmp(known, file->etag) == 0) {
        head.code = 304;
        head.len = 0;
    }
    if (!write_head(conn, &head))
        return -1;
    if (head.code == 304 || method_of(conn->wsi) == METHOD_HEAD)
        return done(conn);
    return send_body(conn, file->data, file->len);
}

static int respond_made(struct tcs_api_conn *conn, const char *mime,
                        struct tcs_api_text *text)
{
    if (text == NULL)
        return tcs_api_http_error(conn, 503, "not there yet");
    return tcs_api_http_text(conn, 200, mime, text);
}

static struct tcs_api_text *document(const struct tcs_api *api,
                                     enum tcs_api_document which)
{
    return api->documents[which] != NULL ? tcs_api_part(api->documents[which]) : NULL;
}

/* What a callback of the user's makes when it is asked for. */
static struct tcs_api_text *made_now(const struct tcs_api *api, char *(*make)(void *user))
{
    char *made = make != NULL ? make(api->config.user) : NULL;
    struct tcs_api_text *text = NULL;

    if (made != NULL) {
        text = tcs_api_text_new(strlen(made));
        if (text != NULL)
            memcpy(tcs_api_text_at(text), made, text->len);
    }
    free(made);
    return text;
}

static int respond_get(struct tcs_api_conn *conn, enum tcs_api_route route,
                       const char *path)
{
    const struct tcs_api *api = conn->api;
    const struct tcs_api_file *file;

    switch (route) {
    case TCS_API_ROUTE_SITE:
        return respond_made(conn, json_mime, document(api, TCS_API_SITE));
    case TCS_API_ROUTE_STATE:
        return respond_made(conn, json_mime, tcs_api_state_text(api));
    case TCS_API_ROUTE_TRACKS:
        return respond_made(conn, "application/geo+json",
                            made_now(api, api->config.tracks_geojson));
    case TCS_API_ROUTE_ZONES:
        return respond_made(conn, "application/geo+json", document(api, TCS_API_ZONES));
    case TCS_API_ROUTE_ALARMS:
        return respond_made(conn, json_mime, tcs_api_alarms_text(api));
    case TCS_API_ROUTE_STATUS:
        return respond_made(conn, json_mime, document(api, TCS_API_STATUS));
    case TCS_API_ROUTE_METRICS:
        return respond_made(conn,
                            "application/openmetrics-text; version=1.0.0; charset=utf-8",
                            made_now(api, api->config.metrics));
    case TCS_API_ROUTE_LIVE:
        return tcs_api_http_error(conn, 426, "this is a WebSocket");
    case TCS_API_ROUTE_ACTION:
        return respond_error(conn, 405, "actions take POST", "POST");
    case TCS_API_ROUTE_UNKNOWN:
        return tcs_api_http_error(conn, 404, "no such path");
    case TCS_API_ROUTE_NONE:
        break;
    }
    if (strcmp(path, "/map.pmtiles") == 0 && api->map_fd >= 0)
        return tcs_api_map_begin(conn, method_of(conn->wsi) == METHOD_HEAD);
    file = tcs_api_files_find(&api->files, path);
    if (file == NULL)
        return tcs_api_http_error(conn, 404, "no such path");
    return respond_file(conn, file);
}

/* What a POST has to be before its body is read; 0: go on. */
static int refuse_post(struct tcs_api_conn *conn, enum tcs_api_route route)
{
    char type[128], length[24];
    char *end;
    unsigned long octets;

    if (route == TCS_API_ROUTE_UNKNOWN || route == TCS_API_ROUTE_NONE)
        return tcs_api_http_error(conn, 404, "no such path");
    if (route != TCS_API_ROUTE_ACTION)
        return respond_error(conn, 405, "only actions take POST", "GET, HEAD");
    if (!header(conn->wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, type, sizeof type) ||
        !tcs_api_is_json(type)) {
        conn->api->counts.refused_hosts++;
        return tcs_api_http_error(conn, 415, "content type must be application/json");
    }
    if (!header(conn->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, length, sizeof length))
        return tcs_api_http_error(conn, 411, "a length is needed");
    octets = strtoul(length, &end, 10);
    if (length[0] < '0' || length[0] > '9' || *end != '\0' || octets == 0)
        return tcs_api_http_error(conn, 400, "the body must be a JSON object");
    if (octets > TCS_API_BODY_MAX)
        return tcs_api_http_error(conn, 413, "the body is too large");
    if (conn->action.alarm > TCS_API_ALARMS_MAX ||
        conn->api->alarms[conn->action.alarm] == NULL)
        return tcs_api_http_error(conn, 404, "no such alarm");
    if (conn->api->waiting_actions >= TCS_API_ACTIONS_MAX)
        return tcs_api_http_error(conn, 503, "too many actions at once");
    return 0;
}

int tcs_api_http_begin(struct tcs_api_conn *conn, const char *path)
{
    const enum method method = method_of(conn->wsi);
    const enum tcs_api_route route = tcs_api_route(path, &conn->action);
    const char *why;
    int result;

    tcs_api_http_forget(conn);
    conn->role = TCS_API_HTTP;
    conn->close_after = method != METHOD_GET && method != METHOD_HEAD;
    conn->body_len = 0;
    conn->api->counts.requests++;
    why = stranger(conn);
    if (why != NULL) {
        conn->api->counts.refused_hosts++;
        return tcs_api_http_error(conn, 403, why);
    }
    if (method == METHOD_OTHER)
        return respond_error(conn, 405, "GET, HEAD or POST", "GET, HEAD, POST");
    if (method != METHOD_POST)
        return respond_get(conn, route, path);
    result = refuse_post(conn, route);
    if (result == 0 && conn->out_left == 0)
        conn->close_after = false; /* its body will be read */
    return result;
}

int tcs_api_http_body(struct tcs_api_conn *conn, const void *data, size_t len)
{
    if (conn->out_left > 0 || conn->role != TCS_API_HTTP)
        return 0; /* already refused */
    if (len > sizeof conn->body - conn->body_len)
        return -1; /* more than it announced */
    memcpy(conn->body + conn->body_len, data, len);
    conn->body_len += len;
    return 0;
}

int tcs_api_http_body_end(struct tcs_api_conn *conn)
{
    struct tcs_api *api = conn->api;
    const char *why;

    if (conn->out_left > 0 || conn->role != TCS_API_HTTP)
        return 0;
    if (tcs_api_action_parse(tcs_bytes(conn->body, conn->body_len), &conn->action,
                             &why) != TCS_OK)
        return tcs_api_http_error(conn, 400, why);
    if (api->config.action == NULL)
        return tcs_api_http_error(conn, 503, "nobody takes actions here");
    conn->ticket = ++api->next_ticket;
    conn->asked_ms = uv_now(api->loop);
    api->waiting_actions++;
    api->config.action(api->config.user, conn->ticket, &conn->action);
    return 0;
}

int tcs_api_http_write(struct tcs_api_conn *conn)
{
    uint8_t buffer[LWS_PRE + CHUNK];
    const size_t len = conn->out_left < CHUNK ? conn->out_left : CHUNK;
    const bool last = len == conn->out_left;

    if (len == 0)
        return 0;
    memcpy(buffer + LWS_PRE, conn->out, len);
    if (lws_write(conn->wsi, buffer + LWS_PRE, len,
                  last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
        return -1;
    conn->out += len;
    conn->out_left -= len;
    if (last)
        return done(conn);
    lws_callback_on_writable(conn->wsi);
    return 0;
}

/* 0: upgrade. Otherwise the connection ends with the response, if one was written. */
int tcs_api_http_upgrade(struct tcs_api_conn *conn)
{
    struct tcs_api *api = conn->api;
    struct tcs_action none;
    char path[256];
    unsigned code = 0;

    api->counts.requests++;
    if (stranger(conn) != NULL) {
        api->counts.refused_hosts++;
        code = 403;
    } else if (!header(conn->wsi, WSI_TOKEN_GET_URI, path, sizeof path) ||
               tcs_api_route(path, &none) != TCS_API_ROUTE_LIVE) {
        api->counts.bad_requests++;
        code = 404;
    } else if (api->counts.live >= api->config.live_max ||
               api->documents[TCS_API_SITE] == NULL ||
               api->documents[TCS_API_TRACKS] == NULL ||
               api->documents[TCS_API_STATUS] == NULL) {
        code = 503;
    }
    if (code == 0)
        return 0;
    (void)lws_return_http_status(conn->wsi, code, NULL);
    return -1;
}

void tcs_api_http_forget(struct tcs_api_conn *conn)
{
    if (conn->role != TCS_API_HTTP)
        return;
    tcs_api_map_forget(conn);
    tcs_api_text_unref(conn->text);
    conn->text = NULL;
    conn->out = NULL;
    conn->out_left = 0;
    if (conn->ticket != 0) {
        conn->ticket = 0;
        conn->api->waiting_actions--;
    }
    conn->role = TCS_API_IDLE;
}

static struct tcs_api_conn *asker(struct tcs_api *api, uint64_t ticket)
{
    for (struct tcs_api_conn *conn = api->conns; conn != NULL; conn = conn->next)
        if (conn->ticket == ticket && ticket != 0)
            return conn;
    return NULL;
}

void tcs_api_answer(struct tcs_api *api, uint64_t ticket, enum tcs_status status,
                    const char *why)
{
    struct tcs_api_conn *conn = asker(api, ticket);
    const struct tcs_api_text *alarm;
    struct tcs_api_text *text;
    int result;

    if (conn == NULL)
        return;
    conn->ticket = 0;
    api->waiting_actions--;
    if (why == NULL)
        why = tcs_status_text(status);
    alarm = api->alarms[conn->action.alarm];
    text = status == TCS_OK ? tcs_api_part(alarm) : NULL;
    if (text != NULL)
        result = tcs_api_http_text(conn, 200, json_mime, text);
    else if (status == TCS_E_NOT_FOUND)
        result = tcs_api_http_error(conn, 404, why);
    else if (status == TCS_E_REFUSED)
        result = tcs_api_http_error(conn, 409, why);
    else if (status == TCS_E_ARGUMENT)
        result = tcs_api_http_error(conn, 400, why);
    else
        result = tcs_api_http_error(conn, 500, why);
    if (result != 0)
        lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
}
