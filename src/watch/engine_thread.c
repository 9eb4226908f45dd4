/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/engine_thread.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/ring.h"
#include "base/text.h"
#include "watch/bell.h"
#include "watch/mail.h"
#include "watch/memory.h"
#include "watch/tracks_file.h"

enum {
    IN_SIZE = 64 << 20,
    OUT_SIZE = 8 << 20,
    FRESH = 4, /* beside the number of a picture: not yet taken */
    PICTURES = 3,
};

static const int64_t PICTURE_EVERY_NS = TCS_NS_PER_S / 10;
static const int64_t DENSE_NS = TCS_NS_PER_S / 500;
static const uint16_t STOP = 0xffff;

struct tcs_engine_thread {
    struct tcs_ring in;
    struct tcs_ring out;
    struct tcs_station *station;
    struct tcs_site *site;
    struct tcs_journal *journal;
    FILE *tracks;
    uv_async_t *wake;
    struct tcs_bell work;
    uv_thread_t thread;
    uint8_t *in_data;
    uint8_t *out_data;

    struct tcs_picture pictures[PICTURES];
    _Atomic unsigned
        shared;     /* the picture between the two sides, and whether it is fresh */
    unsigned back;  /* the engine's */
    unsigned front; /* the loop's */
    struct tcs_time picture_at;
    bool is_fresh;           /* the picture that the rows belong to is for the loop */
    uint64_t rests;          /* ticks of our own */
    struct tcs_time last;    /* event... */
    int64_t gap_ns;          /* ...and how far apart they are, the last hundred or so */
    int64_t arrival_mono_ns; /* of the event that is stepped */
    struct tcs_delays observed[TCS_FEED_MAX];
    struct tcs_delays delays[TCS_FEED_MAX];
    _Atomic uint64_t lost;
};

static void put_news(struct tcs_engine_thread *thread, const struct tcs_entry *news)
{
    if (!tcs_mail_put(&thread->out, news, 0))
        atomic_fetch_add(&thread->lost, 1);
}

static struct tcs_picture *back(struct tcs_engine_thread *thread)
{
    return &thread->pictures[thread->back];
}

static void begin_picture(struct tcs_engine_thread *thread,
                          const struct tcs_output *output)
{
    struct tcs_picture *picture = back(thread);

    picture->at = tcs_engine_now(tcs_station_engine(thread->station));
    picture->step = output->step;
    picture->track_count = output->track_count; /* at most the engine's capacity */
    picture->threat_count =
        output->threat_count < TCS_THREATS_MAX ? output->threat_count : TCS_THREATS_MAX;
    if (picture->threat_count > 0)
        memcpy(picture->threats, output->threats,
               picture->threat_count * sizeof *picture->threats);
}

static void fill_in_counts(struct tcs_engine_thread *thread, struct tcs_picture *picture)
{
    const struct tcs_engine *engine = tcs_station_engine(thread->station);

    picture->step_us_p99 = tcs_station_step_us_p99(thread->station);
    for (uint32_t i = 0; i < thread->site->engine.feed_count; i++) {
        picture->feeds[i] = *tcs_engine_feed_counts(engine, i);
        picture->observed[i] = thread->observed[i];
        picture->delays[i] = thread->delays[i];
    }
    for (uint32_t i = 0; i < thread->site->engine.sensor_count; i++) {
        picture->silence_s[i] = tcs_engine_sensor_silence(engine, i);
        picture->sensors[i] = *tcs_engine_sensor_counts(engine, i);
        picture->errors[i] = tcs_engine_sensor_error(engine, i);
    }
}

static void on_rows(void *context, const struct tcs_track_view *tracks, size_t first,
                    size_t count)
{
    struct tcs_engine_thread *thread = context;
    struct tcs_picture *picture = back(thread);

    if (!thread->is_fresh)
        return;
    if (count > 0)
        memcpy(picture->tracks + first, tracks + first, count * sizeof *tracks);
    if (first + count < picture->track_count)
        return;
    thread->is_fresh = false;
    fill_in_counts(thread, picture);
    thread->back = atomic_exchange(&thread->shared, thread->back | FRESH) & (FRESH - 1);
    uv_async_send(thread->wake);
}

/* Why the alarms refused an action; empty: they did not, or it was damaged. A refusal
 * changes nothing, so the reason can be asked for afterwards. */
static struct tcs_bytes refusal(const struct tcs_engine_thread *thread,
                                const struct tcs_event *event,
                                const struct tcs_output *output)
{
    struct tcs_action action;

    if (output->action == TCS_OK || tcs_action_read(event->payload, &action) != TCS_OK)
        return tcs_bytes(NULL, 0);
    const char *why = tcs_alarms_refusal(
        tcs_engine_alarms(tcs_station_engine(thread->station)), &action);

    return why == NULL ? tcs_bytes(NULL, 0) : tcs_text_bytes(why);
}

static void note_delay(const struct tcs_engine_thread *thread,
                       const struct tcs_event *event, struct tcs_delays *of_feeds)
{
    if (event->kind == TCS_EVENT_BYTES)
        tcs_delays_add(&of_feeds[event->feed],
                       (int64_t)uv_hrtime() - thread->arrival_mono_ns);
}

static void on_taken(void *context, const struct tcs_event *event)
{
    struct tcs_engine_thread *thread = context;

    note_delay(thread, event, thread->observed);
}

static void on_output(void *context, const struct tcs_event *event,
                      const struct tcs_output *output)
{
    struct tcs_engine_thread *thread = context;
    const struct tcs_time now = tcs_engine_now(tcs_station_engine(thread->station));

    note_delay(thread, event, thread->delays);
    for (size_t i = 0; i < output->change_count; i++) {
        const struct tcs_entry news = {
            .kind = TCS_NEWS_ALARM,
            .arrival = now,
            .payload = tcs_bytes(&output->changes[i], sizeof output->changes[i]),
        };

        put_news(thread, &news);
    }
    if (event->kind == TCS_EVENT_ACTION) {
        const struct tcs_entry news = { .kind = TCS_NEWS_ACTION,
                                        .feed = (uint16_t)-output->action,
                                        .sequence = event->sequence,
                                        .arrival = now,
                                        .payload = refusal(thread, event, output) };

        put_news(thread, &news);
    }
    if (output->change_count > 0 || event->kind == TCS_EVENT_ACTION)
        uv_async_send(thread->wake);
}

static void on_picture(void *context, const struct tcs_output *output)
{
    struct tcs_engine_thread *thread = context;
    const struct tcs_time now = tcs_engine_now(tcs_station_engine(thread->station));

    if (tcs_time_since(now, thread->picture_at).ns < PICTURE_EVERY_NS)
        return;
    thread->picture_at = now;
    thread->is_fresh = true;
    begin_picture(thread, output);
}

static void on_entry(void *context, const struct tcs_entry *entry)
{
    struct tcs_engine_thread *thread = context;

    if (thread->journal != NULL)
        tcs_journal_put(thread->journal, entry);
    if (thread->tracks != NULL)
        tcs_tracks_file_put(thread->tracks, thread->site, entry);
}

static bool is_event(uint16_t kind)
{
    return kind >= TCS_EVENT_BYTES && kind <= TCS_EVENT_CLOCK_STEP;
}

static void take(struct tcs_engine_thread *thread, const struct tcs_entry *entry)
{
    if (!is_event(entry->kind)) {
        on_entry(thread, entry);
        return;
    }
    const struct tcs_event event = { .kind = entry->kind,
                                     .feed = entry->feed,
                                     .sequence = entry->sequence,
                                     .arrival = entry->arrival,
                                     .payload = entry->payload };

    /* Arrival times come from one clock in order and feeds from the configuration, so a
     * refusal is a bug of ours; the counter makes it visible. */
    if (tcs_station_step(thread->station, &event) != TCS_OK)
        atomic_fetch_add(&thread->lost, 1);
}

static void note_gap(struct tcs_engine_thread *thread, struct tcs_time arrival)
{
    enum { SHARE = 64 };
    const int64_t gone_ns = tcs_time_since(arrival, thread->last).ns;
    const int64_t gap_ns = gone_ns < TCS_NS_PER_S ? gone_ns : TCS_NS_PER_S;

    thread->gap_ns += (gap_ns - thread->gap_ns) / SHARE;
    thread->last = arrival;
}

/* Nobody waits: of what has been put off the next share, so that the next burst finds
 * nothing before it. False: there is nothing; or events are so few that they hardly meet:
 * then it goes with them, since a tick has its entry in the record. */
static bool rest(struct tcs_engine_thread *thread)
{
    const struct tcs_engine *engine = tcs_station_engine(thread->station);

    if (tcs_station_has_more(thread->station)) {
        tcs_station_hand_on(thread->station);
        return true;
    }
    if (thread->gap_ns >= DENSE_NS || !tcs_engine_has_more(engine))
        return false;
    const struct tcs_entry tick = { .kind = TCS_EVENT_TICK,
                                    .feed = 0xffff,
                                    .sequence = thread->rests++,
                                    .arrival = tcs_engine_now(engine) };

    take(thread, &tick);
    return true;
}

static void run(void *argument)
{
    struct tcs_engine_thread *thread = argument;
    struct tcs_bytes message;

    for (;;) {
        if (!tcs_ring_peek(&thread->in, &message)) {
            if (!rest(thread))
                tcs_bell_wait(&thread->work, &thread->in);
            continue;
        }
        const struct tcs_entry entry = tcs_mail_read(message);

        if (entry.kind == STOP)
            break;
        thread->arrival_mono_ns = tcs_mail_note(message);
        note_gap(thread, entry.arrival);
        take(thread, &entry);
        tcs_ring_pop(&thread->in);
    }
    tcs_station_flush(thread->station);
}

static bool allocate(struct tcs_engine_thread *thread)
{
    const size_t tracks = thread->site->engine.tracker.track_max;

    thread->in_data = tcs_memory(IN_SIZE);
    thread->out_data = tcs_memory(OUT_SIZE);
    if (thread->in_data == NULL || thread->out_data == NULL)
        return false;
    tcs_station_make_ready(thread->station);
    tcs_memory_ready(thread->in_data, IN_SIZE);
    tcs_memory_ready(thread->out_data, OUT_SIZE);
    tcs_ring_init(&thread->in, thread->in_data, IN_SIZE);
    tcs_ring_init(&thread->out, thread->out_data, OUT_SIZE);
    for (int i = 0; i < PICTURES; i++) {
        thread->pictures[i].tracks = calloc(tracks, sizeof *thread->pictures[i].tracks);
        if (thread->pictures[i].tracks == NULL)
            return false;
    }
    return true;
}

static void release(struct tcs_engine_thread *thread)
{
    for (int i = 0; i < PICTURES; i++)
        free(thread->pictures[i].tracks);
    free(thread->in_data);
    free(thread->out_data);
    free(thread);
}

enum tcs_status tcs_engine_thread_start(struct tcs_station *station,
                                        struct tcs_site *site,
                                        struct tcs_journal *journal, FILE *tracks,
                                        uv_async_t *wake,
                                        struct tcs_engine_thread **ret_thread)
{
    const size_t size = (sizeof(struct tcs_engine_thread) + TCS_RING_LINE - 1) /
                        TCS_RING_LINE * TCS_RING_LINE;
    struct tcs_engine_thread *thread = aligned_alloc(TCS_RING_LINE, size);

    if (thread == NULL)
        return TCS_E_MEMORY;
    memset(thread, 0, size);
    thread->station = station;
    thread->site = site;
    thread->journal = journal;
    thread->tracks = tracks;
    thread->wake = wake;
    thread->gap_ns = TCS_NS_PER_S;
    thread->front = 0;
    thread->back = 1;
    atomic_init(&thread->shared, 2);
    const struct tcs_station_hooks hooks = {
        .context = thread,
        .taken = on_taken,
        .entry = on_entry,
        .output = on_output,
        .picture = on_picture,
        .rows = on_rows,
    };

    tcs_station_set_hooks(station, &hooks);
    if (!allocate(thread) || !tcs_bell_init(&thread->work)) {
        release(thread);
        return TCS_E_MEMORY;
    }
    if (uv_thread_create(&thread->thread, run, thread) != 0) {
        tcs_bell_close(&thread->work);
        release(thread);
        return TCS_E_MEMORY;
    }
    *ret_thread = thread;
    return TCS_OK;
}

bool tcs_engine_thread_put(struct tcs_engine_thread *thread,
                           const struct tcs_entry *entry, int64_t arrival_mono_ns)
{
    if (!tcs_mail_put(&thread->in, entry, arrival_mono_ns))
        return false;
    tcs_bell_ring(&thread->work);
    return true;
}

bool tcs_engine_thread_peek(struct tcs_engine_thread *thread, struct tcs_entry *ret_news)
{
    struct tcs_bytes message;

    if (!tcs_ring_peek(&thread->out, &message))
        return false;
    *ret_news = tcs_mail_read(message);
    return true;
}

void tcs_engine_thread_pop(struct tcs_engine_thread *thread)
{
    tcs_ring_pop(&thread->out);
}

const struct tcs_picture *tcs_engine_thread_picture(struct tcs_engine_thread *thread)
{
    if ((atomic_load(&thread->shared) & FRESH) == 0)
        return NULL;
    thread->front = atomic_exchange(&thread->shared, thread->front) & (FRESH - 1);
    return &thread->pictures[thread->front];
}

uint64_t tcs_engine_thread_lost(const struct tcs_engine_thread *thread)
{
    return atomic_load(&thread->lost);
}

void tcs_engine_thread_join(struct tcs_engine_thread *thread)
{
    const struct tcs_entry stop = { .kind = STOP };

    while (!tcs_engine_thread_put(thread, &stop, 0))
        uv_sleep(1); /* the engine is emptying it */
    uv_thread_join(&thread->thread);
}

void tcs_engine_thread_free(struct tcs_engine_thread *thread)
{
    tcs_bell_close(&thread->work);
    release(thread);
}
