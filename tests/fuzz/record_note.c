/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "record/note.h"

/* The key of the example in the corpus. Nobody else's text is signed with it. */
static const char line_of_key[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char signed_text[] = "If you think cryptography is the answer to your "
                                  "problem,\nthen you don't know what your problem is.\n";

static struct tcs_hasher *hasher;

static void try_note(const uint8_t *data, size_t size)
{
    struct tcs_note note;
    struct tcs_note again;
    struct tcs_checkpoint checkpoint;
    struct tcs_public_key key;

    if (tcs_note_next(tcs_bytes(data, size), &note) != TCS_OK)
        return;
    FUZZ_CHECK(note.len <= size && note.text.data == data && note.text.len > 0);
    FUZZ_CHECK(note.text.data[note.text.len - 1] == '\n');
    FUZZ_CHECK(note.len == note.text.len + 1 + note.signatures.len);
    FUZZ_CHECK(tcs_note_next(tcs_bytes(data, note.len), &again) == TCS_OK);
    FUZZ_CHECK(again.len == note.len && again.text.len == note.text.len);
    FUZZ_CHECK(tcs_public_key_read(hasher, tcs_bytes(line_of_key, strlen(line_of_key)),
                                   &key) == TCS_OK);
    if (tcs_note_check(&note, &key) == TCS_OK)
        FUZZ_CHECK(note.text.len == strlen(signed_text) &&
                   memcmp(note.text.data, signed_text, note.text.len) == 0);
    if (tcs_checkpoint_read(note.text, &checkpoint) == TCS_OK)
        FUZZ_CHECK(tcs_origin_good(checkpoint.origin));
}

/* A note is found in the same place whatever follows it; a key that reads writes the same
 * line again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_public_key key;
    char line[TCS_KEY_TEXT_LEN];

    if (hasher == NULL && tcs_hasher_open(&hasher) != TCS_OK)
        return 0;
    try_note(data, size);
    if (tcs_public_key_read(hasher, tcs_bytes(data, size), &key) != TCS_OK)
        return 0;
    tcs_public_key_write(&key, line);
    FUZZ_CHECK(strlen(line) <= size && memcmp(line, data, strlen(line)) == 0);
    return 0;
}
