/* SPDX-License-Identifier: Apache-2.0 */
/* record_copy FROM TO ENTRY OCTET: copies a record entry by entry into a new one, signed
 * by a new key, and changes one bit: in octet OCTET of the payload of entry ENTRY. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/record.h"

static int fail(const char *what, const struct tcs_record_fault *fault)
{
    fprintf(stderr, "record_copy: %s: %s\n", what, fault->text);
    return 3;
}

static int copy(struct tcs_record_reader *reader, struct tcs_record_writer *writer,
                uint64_t victim, size_t octet)
{
    static uint8_t room[1 << 26];
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_entry entry;
    uint64_t index = 0;

    while (tcs_record_next(reader, &entry, &fault) == TCS_OK) {
        if (index == victim && octet < entry.payload.len &&
            entry.payload.len <= sizeof room) {
            memcpy(room, entry.payload.data, entry.payload.len);
            room[octet] ^= 1;
            entry.payload.data = room;
        }
        if (tcs_record_append(writer, &entry, &index) != TCS_OK)
            return fail("append", &fault);
        index++;
    }
    if (tcs_record_commit(writer, 0, &fault) != TCS_OK)
        return fail("commit", &fault);
    printf("%" PRIu64 "\n", index);
    return 0;
}

int main(int argc, char **argv)
{
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_record_reader *reader = NULL;
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    if (argc != 5)
        return 2;
    if (tcs_record_read_open(argv[1], &reader, &fault) != TCS_OK ||
        tcs_record_open(argv[2], "copy", &writer, &dropped, &fault) != TCS_OK)
        return fail("open", &fault);
    const int code =
        copy(reader, writer, strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10));

    tcs_record_close(writer);
    tcs_record_read_close(reader);
    return code;
}
