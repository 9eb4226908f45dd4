/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/journal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>
#include <zstd.h>

#include "base/ring.h"
#include "base/text.h"
#include "watch/blocks.h"
#include "watch/mail.h"
#include "watch/memory.h"
#include "watch/patient.h"
#include "watch/picture.h"

enum {
    RING_SIZE = 64 << 20,
    STATE_HEAD_LEN = 16,
    GAP_LEN = 8,
    STATE_MAX = 1 << 30,
    BEHIND = 8 << 20 /* octets in the ring */
};

static const uint64_t COMMIT_EVERY_NS = UINT64_C(1000000000);
/* After an alarm changed: what people were told has to survive whatever comes next. */
static const uint64_t COMMIT_ALARM_NS = UINT64_C(50000000);
/* Of arrival time, between wakings of the thread: each costs as much as a step. What no
 * entry follows waits for the next tick of the clock. */
static const int64_t WAKE_EVERY_NS = 5000000;
/* Of arrival time, in which nothing of what waits is taken: a commit may last so long. */
static const int64_t STUCK_NS = 300000000;

/* Above the entry's own kinds: tells the thread to end. */
static const uint16_t STOP = 0xffff;

struct tcs_journal {
    struct tcs_record_writer *writer;
    const struct tcs_site *site;
    bool threaded;
    uint64_t commit_due_ns; /* of uv_hrtime */
    uint64_t appended;      /* since the last commit */
    uint64_t
        refused; /* by the record since the last gap entry; of the appending thread */
    struct tcs_time last_arrival;
    uint8_t *whole; /* for a state... */
    size_t whole_size;
    uint8_t *packed; /* ...and for it, compressed */
    size_t packed_size;
    ZSTD_CCtx *compressor;

    struct tcs_ring ring;
    uint8_t *ring_data;
    /* Of the putting thread: */
    uint64_t gap; /* lost since the last gap entry */
    struct tcs_time woken_at;
    uint64_t put_at_waking; /* octets of the ring... */
    uint64_t done_at_waking;
    struct tcs_time moved_at; /* ...and when some were taken out, or all had been */
    uv_thread_t thread;
    struct tcs_patient patient;
    uv_sem_t wake;

    _Atomic uint64_t entries;
    _Atomic uint64_t committed;
    _Atomic uint64_t lost;
    _Atomic uint64_t failures;
    _Atomic int64_t checkpoint_utc_ns;
};

static void note_failure(struct tcs_journal *journal)
{
    atomic_fetch_add(&journal->failures, 1);
}

static void commit(struct tcs_journal *journal, struct tcs_record_fault *ret_fault,
                   enum tcs_status *ret_status)
{
    const int64_t utc_ns =
        tcs_time_to_utc(&journal->site->engine.leap, journal->last_arrival);

    *ret_status = tcs_record_commit(journal->writer, utc_ns, ret_fault);
    if (*ret_status != TCS_OK) {
        note_failure(journal);
        return;
    }
    journal->appended = 0;
    atomic_store(&journal->committed, tcs_record_committed(journal->writer));
    atomic_store(&journal->checkpoint_utc_ns, utc_ns);
}

static void commit_when_due(struct tcs_journal *journal)
{
    struct tcs_record_fault fault;
    enum tcs_status status = TCS_OK;
    const uint64_t now = uv_hrtime();

    if (now < journal->commit_due_ns)
        return;
    journal->commit_due_ns = now + COMMIT_EVERY_NS;
    if (journal->appended > 0)
        commit(journal, &fault, &status);
}

/* Room for so many octets, kept for the next time. */
static bool make_room(uint8_t **data, size_t *size, size_t needed)
{
    if (*size >= needed)
        return true;
    uint8_t *larger = realloc(*data, needed);

    if (larger == NULL)
        return false;
    *data = larger;
    *size = needed;
    return true;
}

/* step, length and a zstd frame in place of step and blocks. */
static enum tcs_status pack_state(struct tcs_journal *journal, struct tcs_bytes in,
                                  struct tcs_bytes *ret_out)
{
    const struct tcs_bytes blocks = tcs_bytes(in.data + 8, in.len - 8);
    const size_t len = tcs_blocks_length(blocks);
    const size_t bound = STATE_HEAD_LEN + ZSTD_compressBound(len);

    if (!make_room(&journal->whole, &journal->whole_size, len) ||
        !make_room(&journal->packed, &journal->packed_size, bound))
        return TCS_E_MEMORY;
    if (!tcs_blocks_unpack(blocks, journal->whole))
        return TCS_E_DAMAGED;
    struct tcs_writer w = tcs_writer(journal->packed, STATE_HEAD_LEN);

    tcs_write_bytes(&w, in.data, 8);
    tcs_write_be(&w, len, 8);
    const size_t packed =
        ZSTD_compressCCtx(journal->compressor, journal->packed + STATE_HEAD_LEN,
                          bound - STATE_HEAD_LEN, journal->whole, len, 1);

    if (ZSTD_isError(packed))
        return TCS_E_MEMORY;
    *ret_out = tcs_bytes(journal->packed, STATE_HEAD_LEN + packed);
    return TCS_OK;
}

enum tcs_status tcs_journal_unpack_state(struct tcs_bytes payload, uint64_t *ret_step,
                                         uint8_t **ret_state, size_t *ret_len)
{
    struct tcs_reader r = tcs_reader(payload);
    const uint64_t step = tcs_read_be(&r, 8);
    const uint64_t len = tcs_read_be(&r, 8);
    const struct tcs_bytes frame = tcs_read_bytes(&r, tcs_reader_left(&r));

    if (r.failed || len > STATE_MAX)
        return TCS_E_DAMAGED;
    uint8_t *state = aligned_alloc(64, (len + 64) & ~(size_t)63);

    if (state == NULL)
        return TCS_E_MEMORY;
    if (ZSTD_decompress(state, len, frame.data, frame.len) != len) {
        free(state);
        return TCS_E_DAMAGED;
    }
    *ret_step = step;
    *ret_state = state;
    *ret_len = len;
    return TCS_OK;
}

static struct tcs_entry gap_entry(struct tcs_time arrival, uint64_t lost,
                                  uint8_t room[GAP_LEN])
{
    struct tcs_writer w = tcs_writer(room, GAP_LEN);

    tcs_write_be(&w, lost, GAP_LEN);
    return (struct tcs_entry) { .kind = TCS_ENTRY_GAP,
                                .feed = 0xffff,
                                .arrival = arrival,
                                .payload = tcs_written(&w) };
}

/* The record refuses entries when the disk has been full for so long that too many wait;
 * what it then lost it has to tell too. */
static bool append_gap(struct tcs_journal *journal, struct tcs_time arrival)
{
    uint8_t room[GAP_LEN];
    uint64_t index = 0;
    const struct tcs_entry gap = gap_entry(arrival, journal->refused, room);

    if (tcs_record_append(journal->writer, &gap, &index) != TCS_OK)
        return false;
    journal->refused = 0;
    return true;
}

static void note_lost(struct tcs_journal *journal)
{
    atomic_fetch_add(&journal->lost, 1);
    note_failure(journal);
}

static void append_as_is(struct tcs_journal *journal, const struct tcs_entry *entry)
{
    uint64_t index = 0;

    if ((journal->refused > 0 && !append_gap(journal, entry->arrival)) ||
        tcs_record_append(journal->writer, entry, &index) != TCS_OK) {
        journal->refused++;
        note_lost(journal);
        return;
    }
    if (entry->kind == TCS_ENTRY_ALARM && journal->threaded) {
        const uint64_t soon = uv_hrtime() + COMMIT_ALARM_NS;

        if (soon < journal->commit_due_ns)
            journal->commit_due_ns = soon;
    }
    if (tcs_time_compare(entry->arrival, journal->last_arrival) > 0)
        journal->last_arrival = entry->arrival; /* a picture is of before */
    journal->appended++;
    atomic_store(&journal->entries, index + 1);
}

/* In the form that the record has. */
static void append(struct tcs_journal *journal, const struct tcs_entry *entry)
{
    struct tcs_entry written = *entry;
    char *text = NULL;

    if (entry->kind == TCS_ENTRY_TRACKS) {
        text = tcs_picture_text(journal->site, entry->payload);
        if (text != NULL)
            written.payload = tcs_text_bytes(text);
    }
    if ((entry->kind == TCS_ENTRY_TRACKS && text == NULL) ||
        (entry->kind == TCS_ENTRY_STATE &&
         pack_state(journal, entry->payload, &written.payload) != TCS_OK))
        note_lost(journal);
    else
        append_as_is(journal, &written);
    free(text);
}

static bool can_wait(const struct tcs_journal *journal, const struct tcs_entry *entry)
{
    const int64_t slept_ns = tcs_time_since(entry->arrival, journal->woken_at).ns;

    return entry->kind != TCS_ENTRY_ALARM && entry->kind != STOP && slept_ns >= 0 &&
           slept_ns < WAKE_EVERY_NS;
}

/* At each waking: whether the thread gets too little of the processor. */
static bool is_behind(struct tcs_journal *journal, struct tcs_time arrival)
{
    const uint64_t put = atomic_load_explicit(&journal->ring.head, memory_order_relaxed);
    const uint64_t done = atomic_load_explicit(&journal->ring.tail, memory_order_relaxed);

    if (done != journal->done_at_waking || done == journal->put_at_waking)
        journal->moved_at = arrival;
    journal->done_at_waking = done;
    journal->put_at_waking = put;
    return put - done > BEHIND ||
           tcs_time_since(arrival, journal->moved_at).ns >= STUCK_NS;
}

static bool push(struct tcs_journal *journal, const struct tcs_entry *entry)
{
    const bool put = tcs_mail_put(&journal->ring, entry, 0);

    if (put && can_wait(journal, entry))
        return true;
    journal->woken_at = entry->arrival;
    uv_sem_post(&journal->wake);
    if (is_behind(journal, entry->arrival) || entry->kind == TCS_ENTRY_ALARM ||
        entry->kind == STOP)
        tcs_patient_hurry(&journal->patient);
    return put;
}

static void write_thread(void *argument)
{
    struct tcs_journal *journal = argument;
    struct tcs_bytes message;

    tcs_patient_begin(&journal->patient);
    for (;;) {
        uv_sem_wait(&journal->wake);
        while (tcs_ring_peek(&journal->ring, &message)) {
            const struct tcs_entry entry = tcs_mail_read(message);

            if (entry.kind == STOP)
                return;
            append(journal, &entry);
            tcs_ring_pop(&journal->ring);
            commit_when_due(journal);
        }
        tcs_patient_rest(&journal->patient);
    }
}

/* An entry that says how many were lost before it. */
static bool put_gap(struct tcs_journal *journal, const struct tcs_entry *next)
{
    uint8_t room[GAP_LEN];
    const struct tcs_entry gap = gap_entry(next->arrival, journal->gap, room);

    if (!push(journal, &gap))
        return false;
    journal->gap = 0;
    return true;
}

void tcs_journal_put(struct tcs_journal *journal, const struct tcs_entry *entry)
{
    if (!journal->threaded) {
        append(journal, entry);
        commit_when_due(journal);
        return;
    }
    if ((journal->gap > 0 && !put_gap(journal, entry)) || !push(journal, entry)) {
        journal->gap++;
        atomic_fetch_add(&journal->lost, 1);
    }
}

static void release(struct tcs_journal *journal)
{
    if (journal->writer != NULL)
        tcs_record_close(journal->writer);
    ZSTD_freeCCtx(journal->compressor);
    free(journal->packed);
    free(journal->whole);
    free(journal->ring_data);
    free(journal);
}

static enum tcs_status start_thread(struct tcs_journal *journal)
{
    journal->ring_data = tcs_memory(RING_SIZE);
    if (journal->ring_data == NULL || uv_sem_init(&journal->wake, 0) != 0)
        return TCS_E_MEMORY;
    tcs_memory_ready(journal->ring_data, RING_SIZE);
    tcs_ring_init(&journal->ring, journal->ring_data, RING_SIZE);
    if (uv_thread_create(&journal->thread, write_thread, journal) == 0)
        return TCS_OK;
    uv_sem_destroy(&journal->wake);
    return TCS_E_MEMORY;
}

enum tcs_status tcs_journal_open(const char *path, const struct tcs_site *site,
                                 bool threaded, struct tcs_journal **ret_journal,
                                 struct tcs_record_fault *ret_fault)
{
    /* The ring keeps its two ends on cache lines of their own. */
    struct tcs_journal *journal =
        aligned_alloc(TCS_RING_LINE, (sizeof *journal + TCS_RING_LINE - 1) /
                                         TCS_RING_LINE * TCS_RING_LINE);
    char own[TCS_RECORD_ORIGIN_LEN];
    uint64_t dropped = 0;

    if (journal == NULL)
        return TCS_E_MEMORY;
    memset(journal, 0, sizeof *journal);
    journal->site = site;
    journal->threaded = threaded;
    journal->commit_due_ns = uv_hrtime() + COMMIT_EVERY_NS;
    journal->compressor = ZSTD_createCCtx();
    tcs_record_origin(site->name, own);
    enum tcs_status status =
        journal->compressor == NULL
            ? TCS_E_MEMORY
            : tcs_record_open(path, own, &journal->writer, &dropped, ret_fault);

    if (status == TCS_OK) {
        atomic_store(&journal->entries, tcs_record_size(journal->writer));
        atomic_store(&journal->committed, tcs_record_committed(journal->writer));
        status = threaded ? start_thread(journal) : TCS_OK;
    }
    if (status != TCS_OK) {
        release(journal);
        return status;
    }
    *ret_journal = journal;
    return TCS_OK;
}

static void stop_thread(struct tcs_journal *journal)
{
    const struct tcs_entry stop = { .kind = STOP };

    while (!push(journal, &stop))
        uv_sleep(1); /* the writer is emptying it */
    uv_thread_join(&journal->thread);
    uv_sem_destroy(&journal->wake);
}

enum tcs_status tcs_journal_close(struct tcs_journal *journal,
                                  struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;

    if (journal->threaded)
        stop_thread(journal);
    commit(journal, ret_fault, &status);
    release(journal);
    return status;
}

struct tcs_journal_counts tcs_journal_counts(const struct tcs_journal *journal)
{
    return (struct tcs_journal_counts) {
        .entries = atomic_load(&journal->entries),
        .committed = atomic_load(&journal->committed),
        .lost = atomic_load(&journal->lost),
        .failures = atomic_load(&journal->failures),
        .checkpoint_utc_ns = atomic_load(&journal->checkpoint_utc_ns),
    };
}
