/* SPDX-License-Identifier: Apache-2.0 */
/* record_writer RECORD SEED ENTRIES: appends that many entries (0: until killed), commits
 * every now and then, and says on standard output what is acknowledged: "acknowledged N",
 * N entries in all. What an entry holds follows from its number.
 * record_writer RECORD check: every entry is what it has to be; prints how many. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "record/record.h"

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int fail(const char *what, const struct tcs_record_fault *fault)
{
    fprintf(stderr, "record_writer: %s: %s\n", what, fault->text);
    return 3;
}

static int check(const char *path)
{
    static uint8_t room[CONTENT_MAX];
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_record_reader *reader = NULL;
    struct tcs_entry entry;
    uint64_t index = 0;
    enum tcs_status status = tcs_record_read_open(path, &reader, &fault);

    for (; status == TCS_OK; index++) {
        const struct tcs_entry expected = content_of(index, room);

        status = tcs_record_next(reader, &entry, &fault);
        if (status == TCS_OK &&
            (entry.sequence != expected.sequence ||
             (entry.kind != expected.kind && entry.kind != TCS_ENTRY_START) ||
             !tcs_bytes_equal(entry.payload, expected.payload)))
            return fail("check", &fault);
    }
    tcs_record_read_close(reader);
    if (status != TCS_END)
        return fail("read", &fault);
    printf("checked %" PRIu64 "\n", index - 1);
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t room[CONTENT_MAX];
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_record_writer *writer = NULL;
    uint64_t dropped = 0;

    if (argc == 3 && strcmp(argv[2], "check") == 0)
        return check(argv[1]);
    if (argc != 4)
        return 2;
    uint64_t random = strtoull(argv[2], NULL, 10);
    const uint64_t wanted = strtoull(argv[3], NULL, 10);

    if (tcs_record_open(argv[1], "example.org/record", &writer, &dropped, &fault) !=
        TCS_OK)
        return fail("open", &fault);
    const uint64_t begin = tcs_record_size(writer);

    printf("opened %" PRIu64 " dropped %" PRIu64 "\n", begin, dropped);
    for (uint64_t index = begin; wanted == 0 || index < begin + wanted; index++) {
        struct tcs_entry entry = content_of(index, room);

        if (index == begin)
            entry.kind = TCS_ENTRY_START;
        if (tcs_record_append(writer, &entry, &(uint64_t) { 0 }) != TCS_OK)
            return fail("append", &fault);
        if (next_random(&random) % 40 != 0 && index + 1 != begin + wanted)
            continue;
        if (tcs_record_commit(writer, content_utc_ns(index), &fault) != TCS_OK)
            return fail("commit", &fault);
        printf("acknowledged %" PRIu64 "\n", tcs_record_committed(writer));
        (void)fflush(stdout);
    }
    tcs_record_close(writer);
    return 0;
}
