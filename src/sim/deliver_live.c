/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/deliver.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "decode/udp.h"
#include "encode/mode_s.h"
#include "encode/pcap.h"
#include "sim/truth.h"

enum { STEP_MS = 10, CONNECT_AGAIN_MS = 500, UNSENT_MAX = 4 << 20 };

/* Where one feed's messages go. */
struct outlet {
    struct live *live;
    const struct tcs_feed_site *site;
    const char *name;
    enum tcs_protocol protocol;
    struct sockaddr_storage address;
    uv_udp_t udp;
    uv_tcp_t server;
    uv_tcp_t stream;
    uv_connect_t connecting;
    uv_timer_t again;
    bool stream_open; /* the handle is in use */
    bool connected;
    bool waiting; /* a caller, for the stream to be free */
};

struct live {
    uv_loop_t loop;
    struct tcs_sim *sim;
    FILE *truth;
    char *error;
    enum tcs_status status;
    uint64_t begun_ms;
    bool stopping;
    uv_timer_t clock;
    uv_signal_t interrupt;
    uv_signal_t terminate;
    uint32_t outlet_count;
    struct outlet outlets[TCS_FEED_MAX];
};

static void connect_out(struct outlet *outlet);
static void on_caller(uv_stream_t *server, int status);

static void fail(struct live *live, const struct outlet *outlet, const char *why)
{
    live->status = TCS_E_IO;
    snprintf(live->error, TCS_DELIVER_ERROR_LEN, "feed '%s': %s port %u: %s",
             outlet->name, outlet->site->address, outlet->site->port, why);
}

/* One write on its way: the request, then the octets. */
static void on_written(uv_write_t *request, int status)
{
    (void)status; /* the read side tells that the peer has gone */
    free(request);
}

static void write_stream(struct outlet *outlet, struct tcs_bytes octets)
{
    uv_stream_t *stream = (uv_stream_t *)&outlet->stream;

    /* A reader that has stopped reading must not fill our memory. */
    if (!outlet->connected || uv_stream_get_write_queue_size(stream) > UNSENT_MAX) {
        outlet->live->sim->lost++;
        return;
    }
    uv_write_t *request = malloc(sizeof *request + octets.len);

    if (request == NULL)
        return;
    char *copy = (char *)(request + 1);

    memcpy(copy, octets.data, octets.len);
    const uv_buf_t buffer = uv_buf_init(copy, (unsigned)octets.len);

    if (uv_write(request, stream, &buffer, 1, on_written) != 0)
        free(request);
}

static void on_stream_closed(uv_handle_t *handle)
{
    struct outlet *outlet = handle->data;

    outlet->stream_open = false;
    if (outlet->waiting && !outlet->live->stopping) {
        outlet->waiting = false;
        on_caller((uv_stream_t *)&outlet->server, 0);
    }
}

static void hang_up(struct outlet *outlet)
{
    outlet->connected = false;
    if (outlet->stream_open && !uv_is_closing((uv_handle_t *)&outlet->stream))
        uv_close((uv_handle_t *)&outlet->stream, on_stream_closed);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buffer)
{
    static char nowhere[512]; /* what peers send is not for us */

    (void)handle;
    (void)suggested;
    *ret_buffer = uv_buf_init(nowhere, sizeof nowhere);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    (void)buffer;
    if (count < 0)
        hang_up(stream->data);
}

static void begin_stream(struct outlet *outlet)
{
    uint8_t room[32];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    outlet->connected = true;
    uv_tcp_nodelay(&outlet->stream, 1);
    uv_read_start((uv_stream_t *)&outlet->stream, on_alloc, on_read);
    if (outlet->protocol == TCS_PROTOCOL_REMOTE_ID &&
        tcs_pcap_head_write(TCS_LINK_80211_RADIOTAP, true, &w) == TCS_OK)
        write_stream(outlet, tcs_written(&w));
}

static void on_caller(uv_stream_t *server, int status)
{
    struct outlet *outlet = server->data;

    if (status < 0)
        return;
    /* One reader at a time. A further one waits in the kernel's queue until it has gone.
     */
    if (outlet->stream_open) {
        outlet->waiting = true;
        return;
    }
    uv_tcp_init(&outlet->live->loop, &outlet->stream);
    outlet->stream.data = outlet;
    outlet->stream_open = true;
    if (uv_accept(server, (uv_stream_t *)&outlet->stream) == 0)
        begin_stream(outlet);
    else
        hang_up(outlet);
}

static void on_connected(uv_connect_t *request, int status)
{
    struct outlet *outlet = request->data;

    if (status == UV_ECANCELED)
        return;
    if (status < 0)
        hang_up(outlet);
    else
        begin_stream(outlet);
}

static void on_again(uv_timer_t *timer)
{
    struct outlet *outlet = timer->data;

    if (!outlet->stream_open)
        connect_out(outlet);
}

static void connect_out(struct outlet *outlet)
{
    uv_tcp_init(&outlet->live->loop, &outlet->stream);
    outlet->stream.data = outlet;
    outlet->stream_open = true;
    outlet->connecting.data = outlet;
    if (uv_tcp_connect(&outlet->connecting, &outlet->stream,
                       (const struct sockaddr *)&outlet->address, on_connected) != 0)
        hang_up(outlet);
}

static void open_outlet(struct outlet *outlet)
{
    struct live *live = outlet->live;
    int error = 0;

    if (uv_ip4_addr(outlet->site->address, outlet->site->port,
                    (struct sockaddr_in *)(void *)&outlet->address) != 0 &&
        uv_ip6_addr(outlet->site->address, outlet->site->port,
                    (struct sockaddr_in6 *)(void *)&outlet->address) != 0) {
        fail(live, outlet, "no IP address");
        return;
    }
    switch (outlet->site->transport) {
    case TCS_TRANSPORT_UDP:
        error = uv_udp_init(&live->loop, &outlet->udp);
        break;
    case TCS_TRANSPORT_TCP_CLIENT:
        uv_tcp_init(&live->loop, &outlet->server);
        outlet->server.data = outlet;
        error =
            uv_tcp_bind(&outlet->server, (const struct sockaddr *)&outlet->address, 0);
        if (error == 0)
            error = uv_listen((uv_stream_t *)&outlet->server, 4, on_caller);
        break;
    case TCS_TRANSPORT_TCP_SERVER:
        uv_timer_init(&live->loop, &outlet->again);
        outlet->again.data = outlet;
        uv_timer_start(&outlet->again, on_again, 0, CONNECT_AGAIN_MS);
        break;
    case TCS_TRANSPORT_FILE:
    case TCS_TRANSPORT_MQTT:
    case TCS_TRANSPORT_HTTP:
    case TCS_TRANSPORT_SERIAL:
    case TCS_TRANSPORT_CAPTURE:
        fail(live, outlet, "only udp and tcp feeds can be sent to");
        return;
    }
    if (error != 0)
        fail(live, outlet, uv_strerror(error));
}

static void send_datagram(struct outlet *outlet, struct tcs_bytes octets)
{
    /* libuv wants a writable buffer and does not write to it. */
    union {
        const uint8_t *in;
        char *out;
    } data = { octets.data };
    const uv_buf_t buffer = uv_buf_init(data.out, (unsigned)octets.len);

    if (uv_udp_try_send(&outlet->udp, &buffer, 1,
                        (const struct sockaddr *)&outlet->address) < 0)
        outlet->live->sim->lost++;
}

/* In the form that the feed's stream has. */
static void send_stream(struct outlet *outlet, const struct tcs_parcel *parcel,
                        int64_t utc_ns)
{
    uint8_t room[4096];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const struct tcs_bytes octets = tcs_bytes(parcel->data, parcel->len);
    enum tcs_status status = TCS_OK;

    if (outlet->protocol == TCS_PROTOCOL_MODES) {
        struct tcs_mode_s_frame frame = { .len = TCS_MODE_S_LONG_LEN };

        memcpy(frame.octets, octets.data, sizeof frame.octets);
        status = tcs_beast_write(&frame, &w);
    } else if (outlet->protocol == TCS_PROTOCOL_REMOTE_ID) {
        const struct tcs_pcap_packet packet = { .link = TCS_LINK_80211_RADIOTAP,
                                                .original_len = parcel->len,
                                                .utc_ns = utc_ns,
                                                .data = octets };

        status = tcs_pcap_packet_write(&packet, true, &w);
    } else {
        write_stream(outlet, octets);
        return;
    }
    if (status == TCS_OK)
        write_stream(outlet, tcs_written(&w));
}

static void deliver_due(struct live *live)
{
    struct tcs_sim *sim = live->sim;
    struct tcs_parcel parcel;

    while (tcs_post_take(&sim->post, sim->world.now_s, &parcel)) {
        struct outlet *outlet = &live->outlets[parcel.feed];
        const int64_t utc_ns =
            sim->scenario->start_utc_ns + tcs_span_from_seconds(parcel.deliver_s).ns;

        if (outlet->site->transport == TCS_TRANSPORT_UDP)
            send_datagram(outlet, tcs_bytes(parcel.data, parcel.len));
        else
            send_stream(outlet, &parcel, utc_ns);
        free(parcel.data);
    }
}

static void on_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void stop(struct live *live)
{
    live->stopping = true;
    uv_walk(&live->loop, on_handle, NULL);
}

static void on_clock(uv_timer_t *timer)
{
    struct live *live = timer->data;
    struct tcs_sim *sim = live->sim;
    const uint64_t now_ms = uv_hrtime() / 1000000 - live->begun_ms;
    const double now_s = (double)now_ms / 1000.0;

    while (sim->world.now_s < now_s && live->status == TCS_OK) {
        live->status = tcs_sim_step(sim);
        if (live->truth != NULL)
            tcs_truth_write(live->truth, sim);
    }
    deliver_due(live);
    if (live->status != TCS_OK || sim->world.now_s >= sim->scenario->duration_s)
        stop(live);
}

static void on_signal(uv_signal_t *signal, int number)
{
    (void)number;
    stop(signal->data);
}

static void open_outlets(struct live *live)
{
    const struct tcs_site *site = live->sim->site;

    live->outlet_count = site->engine.feed_count;
    for (uint32_t i = 0; i < live->outlet_count && live->status == TCS_OK; i++) {
        live->outlets[i].live = live;
        live->outlets[i].site = &site->feeds[i];
        live->outlets[i].name = site->engine.feeds[i].name;
        live->outlets[i].protocol = site->engine.feeds[i].protocol;
        open_outlet(&live->outlets[i]);
    }
}

enum tcs_status tcs_deliver_live(struct tcs_sim *sim, FILE *truth,
                                 char ret_error[TCS_DELIVER_ERROR_LEN])
{
    struct live *live = calloc(1, sizeof *live);

    ret_error[0] = '\0';
    if (live == NULL || uv_loop_init(&live->loop) != 0) {
        free(live);
        return TCS_E_MEMORY;
    }
    live->sim = sim;
    live->truth = truth;
    live->error = ret_error;
    live->begun_ms = uv_hrtime() / 1000000;
    uv_timer_init(&live->loop, &live->clock);
    uv_signal_init(&live->loop, &live->interrupt);
    uv_signal_init(&live->loop, &live->terminate);
    live->clock.data = live->interrupt.data = live->terminate.data = live;
    if (truth != NULL)
        tcs_truth_heading(truth);
    open_outlets(live);
    uv_timer_start(&live->clock, on_clock, 0, STEP_MS);
    uv_signal_start(&live->interrupt, on_signal, SIGINT);
    uv_signal_start(&live->terminate, on_signal, SIGTERM);
    if (live->status != TCS_OK)
        stop(live);
    uv_run(&live->loop, UV_RUN_DEFAULT);
    uv_loop_close(&live->loop);
    sim->lost += sim->post.count; /* still on their way when it ended */
    const enum tcs_status status = live->status;

    free(live);
    return status;
}
