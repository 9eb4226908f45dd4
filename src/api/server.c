/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/inside.h"

enum {
    CONNECTIONS_DEFAULT = 512,
    LIVE_DEFAULT = 128,
    STALL_MS_DEFAULT = 10000,
    ANSWER_MS_MAX = 5000,
    TICK_MS = 500,
    TURNS_A_CALL = 4,
    BACKLOG = 128,
    ACCEPTS_A_TURN = 32,
    SEND_BUFFER = 128 << 10, /* octets the kernel may hold for a slow client */
};

static void conn_free(struct tcs_api_conn *conn)
{
    struct tcs_api *api = conn->api;

    tcs_api_http_forget(conn);
    tcs_api_live_forget(conn);
    if (conn->previous != NULL)
        conn->previous->next = conn->next;
    else
        api->conns = conn->next;
    if (conn->next != NULL)
        conn->next->previous = conn->previous;
    api->counts.connections--;
    free(conn);
}

static int on_live(struct tcs_api_conn *conn, enum lws_callback_reasons reason)
{
    if (reason == LWS_CALLBACK_ESTABLISHED)
        return tcs_api_live_begin(conn);
    if (reason == LWS_CALLBACK_SERVER_WRITEABLE)
        return conn->role == TCS_API_LIVE ? tcs_api_live_write(conn) : 0;
    if (reason == LWS_CALLBACK_RECEIVE) { /* a client has nothing to say here */
        lws_close_reason(conn->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION, NULL, 0);
        return -1;
    }
    tcs_api_live_forget(conn); /* LWS_CALLBACK_CLOSED */
    return 0;
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                    void *in, size_t len)
{
    struct tcs_api_conn *conn = wsi != NULL ? lws_get_opaque_user_data(wsi) : NULL;

    (void)user;
    if (conn == NULL)
        return 0;
    /* Only some of libwebsockets' reasons concern us. */
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP:
        return tcs_api_http_begin(conn, in);
    case LWS_CALLBACK_HTTP_BODY:
        return tcs_api_http_body(conn, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return tcs_api_http_body_end(conn);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return tcs_api_http_write(conn);
    case LWS_CALLBACK_CLOSED_HTTP:
        tcs_api_http_forget(conn);
        return 0;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return tcs_api_http_upgrade(conn);
    case LWS_CALLBACK_ESTABLISHED:
    case LWS_CALLBACK_SERVER_WRITEABLE:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_CLOSED:
        return on_live(conn, reason);
    case LWS_CALLBACK_WSI_DESTROY:
        lws_set_opaque_user_data(wsi, NULL);
        conn_free(conn);
        return 0;
    default:
        return 0;
    }
}

/* Takes over fd. */
static void adopt(struct tcs_api *api, int fd)
{
    struct tcs_api_conn *conn;
    const int send_buffer = SEND_BUFFER;

    if (api->counts.connections >= api->config.connections_max) {
        api->counts.refused_connections++;
        close(fd);
        return;
    }
    conn = calloc(1, sizeof *conn);
    if (conn == NULL) {
        close(fd);
        return;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    conn->api = api;
    conn->wsi = lws_adopt_socket_vhost(api->vhost, fd);
    if (conn->wsi == NULL) { /* fd is closed */
        free(conn);
        return;
    }
    conn->next = api->conns;
    if (api->conns != NULL)
        api->conns->previous = conn;
    api->conns = conn;
    api->counts.connections++;
    lws_set_opaque_user_data(conn->wsi, conn);
}

static void on_accept(uv_poll_t *handle, int status, int events)
{
    struct tcs_api *api = handle->data;

    (void)events;
    if (status != 0)
        return;
    for (int i = 0; i < ACCEPTS_A_TURN; i++) {
        const int fd = accept(api->listener, NULL, NULL);

        if (fd >= 0) {
            adopt(api, fd);
            continue;
        }
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        if (errno != EAGAIN) { /* on Linux the same as EWOULDBLOCK */
            /* Out of descriptors or memory: the socket stays readable, so look away until
             * the next tick instead of spinning. */
            api->accept_paused = true;
            (void)uv_poll_stop(&api->accepting);
        }
        return;
    }
}

static void time_out_actions(struct tcs_api *api, uint64_t now_ms)
{
    struct tcs_api_conn *conn = api->conns;

    while (conn != NULL) {
        struct tcs_api_conn *next = conn->next;

        if (conn->ticket != 0 && now_ms > conn->asked_ms + ANSWER_MS_MAX) {
            conn->ticket = 0;
            api->waiting_actions--;
            if (tcs_api_http_error(conn, 504, "no answer in time") != 0)
                lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
        }
        conn = next;
    }
}

static void on_handle_closed(uv_handle_t *handle);

/*
 * The end, at most a step a turn of the loop. Connections go first. Then libwebsockets,
 * in two calls: the first closes its pipe, whose handle's end closes its other handles,
 * whose end comes a turn later still; only then may the second call free them and unload
 * its event library. It clears api->context when it is done.
 */
static void end_step(struct tcs_api *api)
{
    if (api->conns != NULL) {
        for (struct tcs_api_conn *conn = api->conns; conn != NULL; conn = conn->next)
            lws_set_timeout(conn->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
        return;
    }
    if (++api->quiet_turns % TURNS_A_CALL != 0)
        return;
    if (api->context != NULL)
        lws_context_destroy(api->context);
    else if (api->reads == 0)
        uv_close((uv_handle_t *)&api->timer, on_handle_closed);
}

static void on_tick(uv_timer_t *timer)
{
    struct tcs_api *api = timer->data;
    const uint64_t now_ms = uv_now(api->loop);

    if (api->closing) {
        end_step(api);
        return;
    }
    if (api->accept_paused) {
        api->accept_paused = false;
        (void)uv_poll_start(&api->accepting, UV_READABLE, on_accept);
    }
    tcs_api_live_check(api, now_ms);
    time_out_actions(api, now_ms);
}

static void api_free(struct tcs_api *api)
{
    for (size_t i = 0; i < TCS_API_DOCUMENT_COUNT; i++)
        tcs_api_text_unref(api->documents[i]);
    for (size_t i = 0; i <= TCS_API_ALARMS_MAX; i++)
        tcs_api_text_unref(api->alarms[i]);
    tcs_api_files_clear(&api->files);
    if (api->listener >= 0)
        close(api->listener);
    if (api->map_fd >= 0)
        close(api->map_fd);
    for (size_t i = 0; i < TCS_API_HOSTS_MAX; i++)
        free(api->names[i]);
    free(api);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct tcs_api *api = handle->data;
    void (*closed)(void *user) = api->closed;
    void *user = api->closed_user;

    if (--api->handles > 0)
        return;
    api_free(api);
    if (closed != NULL)
        closed(user);
}

void tcs_api_close(struct tcs_api *api, void (*closed)(void *user), void *user)
{
    api->closing = true;
    api->closed = closed;
    api->closed_user = user;
    uv_close((uv_handle_t *)&api->accepting, on_handle_closed);
    (void)uv_timer_start(&api->timer, on_tick, 0, 5);
}

/* An IPv4 or IPv6 address and port; the length, 0 when it is neither. */
static socklen_t socket_address(const char *text, uint16_t port,
                                struct sockaddr_storage *ret_address)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    memset(ret_address, 0, sizeof *ret_address);
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(ret_address, &v4, sizeof v4);
        return sizeof v4;
    }
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
        memcpy(ret_address, &v6, sizeof v6);
        return sizeof v6;
    }
    return 0;
}

static enum tcs_status listen_on(struct tcs_api *api, const char *text, uint16_t port)
{
    struct sockaddr_storage address;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    socklen_t len = socket_address(text, port, &address);
    const int on = 1;

    if (len == 0)
        return TCS_E_ARGUMENT;
    api->listener = socket(address.ss_family, SOCK_STREAM, 0);
    if (api->listener < 0)
        return TCS_E_IO;
    (void)fcntl(api->listener, F_SETFD, FD_CLOEXEC);
    (void)fcntl(api->listener, F_SETFL, O_NONBLOCK);
    (void)setsockopt(api->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(api->listener, (const struct sockaddr *)&address, len) != 0 ||
        listen(api->listener, BACKLOG) != 0 ||
        getsockname(api->listener, (struct sockaddr *)&address, &len) != 0)
        return TCS_E_IO;
    if (address.ss_family == AF_INET) {
        memcpy(&v4, &address, sizeof v4);
        api->port = ntohs(v4.sin_port);
    } else {
        memcpy(&v6, &address, sizeof v6);
        api->port = ntohs(v6.sin6_port);
    }
    return TCS_OK;
}

static enum tcs_status open_map(struct tcs_api *api, const char *path)
{
    struct stat info;

    api->map_fd = open(path, O_RDONLY | O_CLOEXEC);
    if (api->map_fd < 0 || fstat(api->map_fd, &info) != 0)
        return TCS_E_IO;
    if (!S_ISREG(info.st_mode)) {
        errno = EINVAL;
        return TCS_E_IO;
    }
    api->map_size = (uint64_t)info.st_size;
    return TCS_OK;
}

static enum tcs_status take_config(struct tcs_api *api,
                                   const struct tcs_api_config *config)
{
    enum tcs_status status;

    api->config = *config;
    api->config.address = api->config.console_dir = api->config.map_path = NULL;
    memset(api->config.hosts, 0, sizeof api->config.hosts);
    for (size_t i = 0; i < TCS_API_HOSTS_MAX && config->hosts[i] != NULL; i++) {
        api->names[i] = strdup(config->hosts[i]);
        if (api->names[i] == NULL)
            return TCS_E_MEMORY;
        api->config.hosts[i] = api->names[i];
    }
    if (config->connections_max == 0)
        api->config.connections_max = CONNECTIONS_DEFAULT;
    if (config->live_max == 0)
        api->config.live_max = LIVE_DEFAULT;
    if (config->stall_ms == 0)
        api->config.stall_ms = STALL_MS_DEFAULT;
    if (config->console_dir != NULL) {
        status = tcs_api_files_load(&api->files, config->console_dir);
        if (status != TCS_OK)
            return status;
    }
    if (config->map_path != NULL) {
        status = open_map(api, config->map_path);
        if (status != TCS_OK)
            return status;
    }
    return listen_on(api, config->address, config->port);
}

static bool make_context(struct tcs_api *api)
{
    struct lws_context_creation_info info;
    void *loops[1] = { api->loop };

    memset(&info, 0, sizeof info);
    api->protocols[0] = (struct lws_protocols) { .name = "tocsin",
                                                 .callback = on_event,
                                                 .rx_buffer_size = 1024 };
    api->idle =
        (lws_retry_bo_t) { .secs_since_valid_ping = 15, .secs_since_valid_hangup = 25 };
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.options = LWS_SERVER_OPTION_LIBUV;
    info.foreign_loops = loops;
    info.protocols = api->protocols;
    info.retry_and_idle_policy = &api->idle;
    info.pcontext = &api->context;
    info.server_string = "tocsin";
    info.gid = info.uid = -1; /* stay who we are */
    info.timeout_secs = 10;
    info.keepalive_timeout = 30;
    info.max_http_header_pool = 64;
    info.fd_limit_per_thread = api->config.connections_max + 16;
    lws_set_log_level(0, NULL); /* libraries do not print; failures are counted */
    api->context = lws_create_context(&info);
    if (api->context == NULL)
        return false;
    api->vhost = lws_get_vhost_by_name(api->context, "default");
    return api->vhost != NULL;
}

enum tcs_status tcs_api_open(uv_loop_t *loop, const struct tcs_api_config *config,
                             struct tcs_api **ret_api)
{
    struct tcs_api *api = calloc(1, sizeof *api);
    enum tcs_status status;

    if (api == NULL)
        return TCS_E_MEMORY;
    api->loop = loop;
    api->listener = api->map_fd = -1;
    status = take_config(api, config);
    if (status == TCS_OK && !make_context(api))
        status = TCS_E_MEMORY;
    if (status != TCS_OK) {
        const int reason = errno;

        api_free(api);
        errno = reason;
        return status;
    }
    (void)uv_poll_init(loop, &api->accepting, api->listener);
    (void)uv_timer_init(loop, &api->timer);
    api->accepting.data = api->timer.data = api;
    api->handles = 2;
    (void)uv_poll_start(&api->accepting, UV_READABLE, on_accept);
    (void)uv_timer_start(&api->timer, on_tick, TICK_MS, TICK_MS);
    *ret_api = api;
    return TCS_OK;
}

uint16_t tcs_api_port(const struct tcs_api *api)
{
    return api->port;
}

bool tcs_api_publish(struct tcs_api *api, enum tcs_api_document document, int64_t utc_ns,
                     const char *json)
{
    static const char *const names[TCS_API_DOCUMENT_COUNT] = { "site", "zones", "tracks",
                                                               "status" };
    struct tcs_api_text *text =
        tcs_api_message(names[document], names[document], utc_ns, json);

    if (text == NULL)
        return false;
    tcs_api_text_unref(api->documents[document]);
    api->documents[document] = text;
    api->utc_ns = utc_ns;
    if (document == TCS_API_TRACKS || document == TCS_API_STATUS)
        tcs_api_live_latest(api, document);
    return true;
}

bool tcs_api_publish_alarm(struct tcs_api *api, uint32_t id, int64_t utc_ns,
                           const char *json)
{
    struct tcs_api_text *text;

    assert(id <= TCS_API_ALARMS_MAX);
    text = tcs_api_message("alarm", "alarm", utc_ns, json);
    if (text == NULL)
        return false;
    tcs_api_text_unref(api->alarms[id]);
    api->alarms[id] = text;
    api->utc_ns = utc_ns;
    tcs_api_live_queue(api, text);
    return true;
}

struct tcs_api_counts tcs_api_counts(const struct tcs_api *api)
{
    return api->counts;
}
