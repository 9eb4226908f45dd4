/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/mail.h"

#include <string.h>

enum { NOTE_AT = 24, HEAD_LEN = 32 };

bool tcs_mail_put(struct tcs_ring *ring, const struct tcs_entry *entry, int64_t note)
{
    const size_t len = HEAD_LEN + entry->payload.len;
    uint8_t *to = tcs_ring_reserve(ring, len);

    if (to == NULL)
        return false;
    memset(to, 0, HEAD_LEN);
    memcpy(to, &entry->kind, 2);
    memcpy(to + 2, &entry->feed, 2);
    memcpy(to + 8, &entry->sequence, 8);
    memcpy(to + 16, &entry->arrival.tai_ns, 8);
    memcpy(to + NOTE_AT, &note, 8);
    if (entry->payload.len > 0)
        memcpy(to + HEAD_LEN, entry->payload.data, entry->payload.len);
    tcs_ring_commit(ring, len);
    return true;
}

struct tcs_entry tcs_mail_read(struct tcs_bytes message)
{
    struct tcs_entry entry = { .payload = tcs_bytes(message.data + HEAD_LEN,
                                                    message.len - HEAD_LEN) };

    memcpy(&entry.kind, message.data, 2);
    memcpy(&entry.feed, message.data + 2, 2);
    memcpy(&entry.sequence, message.data + 8, 8);
    memcpy(&entry.arrival.tai_ns, message.data + 16, 8);
    return entry;
}

int64_t tcs_mail_note(struct tcs_bytes message)
{
    int64_t note = 0;

    memcpy(&note, message.data + NOTE_AT, sizeof note);
    return note;
}
