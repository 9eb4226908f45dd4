/* SPDX-License-Identifier: Apache-2.0 */
#include "record/note.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "record/base64.h"

/* What each signature line begins with: an em dash (U+2014) and a blank. */
static const char mark[] = "\xe2\x80\x94 ";
enum { MARK_LEN = sizeof mark - 1 };

/* Takes one line off the front, without its newline. */
static bool take_line(struct tcs_bytes *in, struct tcs_bytes *ret_line)
{
    const uint8_t *end = in->len > 0 ? memchr(in->data, '\n', in->len) : NULL;

    if (end == NULL)
        return false;
    *ret_line = tcs_bytes(in->data, (size_t)(end - in->data));
    *in = tcs_bytes_part(*in, ret_line->len + 1, in->len);
    return true;
}

static bool has_mark(struct tcs_bytes line)
{
    return line.len > MARK_LEN && memcmp(line.data, mark, MARK_LEN) == 0;
}

enum tcs_status tcs_note_next(struct tcs_bytes in, struct tcs_note *ret_note)
{
    const struct tcs_bytes whole = tcs_bytes_part(in, 0, TCS_NOTE_MAX);
    struct tcs_bytes rest = whole;
    struct tcs_bytes line;
    struct tcs_note note = { 0 };
    size_t signatures = 0;

    do {
        const size_t at = whole.len - rest.len;

        if (!take_line(&rest, &line))
            return in.len > TCS_NOTE_MAX ? TCS_E_DAMAGED : TCS_E_SHORT;
        for (size_t i = 0; i < line.len; i++)
            if (line.data[i] < ' ')
                return TCS_E_DAMAGED;
        note.text = tcs_bytes(in.data, at);
    } while (line.len > 0);
    const struct tcs_bytes all = rest;

    while (has_mark(rest) && take_line(&rest, &line))
        signatures++;
    note.signatures = tcs_bytes_part(all, 0, all.len - rest.len);
    note.len = note.text.len + 1 + note.signatures.len;
    if (note.text.len == 0 || signatures > TCS_NOTE_SIGNATURES_MAX)
        return TCS_E_DAMAGED;
    /* Too little to tell whether a signature line begins here counts as torn. */
    if (has_mark(rest) || (signatures == 0 && rest.len <= MARK_LEN))
        return TCS_E_SHORT;
    if (signatures == 0)
        return TCS_E_DAMAGED;
    *ret_note = note;
    return TCS_OK;
}

/* - NAME BASE64(id || signature) */
static bool signature_of(struct tcs_bytes line, const struct tcs_public_key *key,
                         uint8_t ret_signature[TCS_SIGNATURE_LEN])
{
    uint8_t octets[4 + TCS_SIGNATURE_LEN];
    const size_t name_len = strlen(key->name);
    const struct tcs_bytes name = tcs_bytes_part(line, MARK_LEN, name_len);
    const struct tcs_bytes blank = tcs_bytes_part(line, MARK_LEN + name_len, 1);
    size_t len = 0;

    if (!tcs_bytes_equal(name, tcs_bytes(key->name, name_len)) || blank.len != 1 ||
        blank.data[0] != ' ' ||
        tcs_base64_read(tcs_bytes_part(line, MARK_LEN + name_len + 1, line.len), octets,
                        sizeof octets, &len) != TCS_OK ||
        len != sizeof octets)
        return false;
    struct tcs_reader r = tcs_reader(tcs_bytes(octets, sizeof octets));

    if (tcs_read_be(&r, 4) != key->id)
        return false;
    memcpy(ret_signature, octets + 4, TCS_SIGNATURE_LEN);
    return true;
}

enum tcs_status tcs_note_check(const struct tcs_note *note,
                               const struct tcs_public_key *key)
{
    struct tcs_bytes rest = note->signatures;
    struct tcs_bytes line;
    uint8_t signature[TCS_SIGNATURE_LEN];

    while (take_line(&rest, &line))
        if (signature_of(line, key, signature))
            return tcs_public_key_check(key, note->text, signature);
    return TCS_E_NOT_FOUND;
}

/* Decimal without leading zeros. */
static bool read_count(struct tcs_bytes text, uint64_t *ret_count)
{
    int64_t value = 0;

    if (text.len == 0 || (text.len > 1 && text.data[0] == '0') || text.data[0] == '-' ||
        tcs_text_int(text, &value) != TCS_OK)
        return false;
    *ret_count = (uint64_t)value;
    return true;
}

static bool read_time(struct tcs_bytes text, int64_t *ret_utc_ns)
{
    char given[TCS_TIME_TEXT_LEN] = { 0 };
    char again[TCS_TIME_TEXT_LEN];

    if (text.len != sizeof given - 1)
        return false;
    memcpy(given, text.data, text.len);
    if (tcs_utc_parse(given, ret_utc_ns) != TCS_OK)
        return false;
    tcs_utc_text(*ret_utc_ns, again);
    return memcmp(given, again, sizeof given) == 0;
}

/* What follows `word` and a blank. */
static bool take_extension(struct tcs_bytes *in, const char *word,
                           struct tcs_bytes *ret_value)
{
    struct tcs_bytes line;
    const size_t len = strlen(word);

    if (!take_line(in, &line) || line.len <= len || memcmp(line.data, word, len) != 0)
        return false;
    *ret_value = tcs_bytes_part(line, len, line.len);
    return true;
}

enum tcs_status tcs_checkpoint_read(struct tcs_bytes text,
                                    struct tcs_checkpoint *ret_checkpoint)
{
    struct tcs_checkpoint checkpoint = { 0 };
    struct tcs_bytes line;
    size_t len = 0;

    if (!take_line(&text, &line) ||
        !tcs_text_copy(checkpoint.origin, sizeof checkpoint.origin, line) ||
        !tcs_origin_good(checkpoint.origin))
        return TCS_E_DAMAGED;
    if (!take_line(&text, &line) || !read_count(line, &checkpoint.size))
        return TCS_E_DAMAGED;
    if (!take_line(&text, &line) ||
        tcs_base64_read(line, checkpoint.root.octets, sizeof checkpoint.root.octets,
                        &len) != TCS_OK ||
        len != sizeof checkpoint.root.octets)
        return TCS_E_DAMAGED;
    if (!take_extension(&text, "time ", &line) || !read_time(line, &checkpoint.utc_ns))
        return TCS_E_DAMAGED;
    if (!take_extension(&text, "number ", &line) || !read_count(line, &checkpoint.number))
        return TCS_E_DAMAGED;
    while (take_line(&text, &line))
        if (line.len == 0)
            return TCS_E_DAMAGED;
    *ret_checkpoint = checkpoint;
    return text.len == 0 ? TCS_OK : TCS_E_DAMAGED;
}

enum tcs_status tcs_checkpoint_sign(const struct tcs_checkpoint *checkpoint,
                                    const struct tcs_public_key *public,
                                    const struct tcs_private_key *key,
                                    char ret_note[TCS_CHECKPOINT_MAX], size_t *ret_len)
{
    uint8_t octets[4 + TCS_SIGNATURE_LEN];
    char base64[96];
    char time[TCS_TIME_TEXT_LEN];
    struct tcs_writer id = tcs_writer(octets, 4);

    tcs_base64_write(tcs_bytes(checkpoint->root.octets, sizeof checkpoint->root.octets),
                     base64);
    tcs_utc_text(checkpoint->utc_ns, time);
    const int text =
        snprintf(ret_note, TCS_CHECKPOINT_MAX,
                 "%s\n%" PRIu64 "\n%s\ntime %s\nnumber %" PRIu64 "\n", checkpoint->origin,
                 checkpoint->size, base64, time, checkpoint->number);

    assert(text > 0 && text < TCS_CHECKPOINT_MAX / 2);
    tcs_write_be(&id, public->id, 4);
    const enum tcs_status status =
        tcs_private_key_sign(key, tcs_bytes(ret_note, (size_t)text), octets + 4);

    if (status != TCS_OK)
        return status;
    tcs_base64_write(tcs_bytes(octets, sizeof octets), base64);
    const int all = snprintf(ret_note + text, TCS_CHECKPOINT_MAX - (size_t)text,
                             "\n%s%s %s\n", mark, public->name, base64);

    assert(all > 0 && text + all < TCS_CHECKPOINT_MAX);
    *ret_len = (size_t)text + (size_t)all;
    return TCS_OK;
}
