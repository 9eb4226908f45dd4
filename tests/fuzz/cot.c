/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/cot.h"
#include "decode/cot_stream.h"
#include "encode/cot.h"
#include "fuzz.h"

/*
 * The input is one XML event, one TAK payload, and a stream of both.
 *
 * - What was read is within its ranges, and texts end.
 * - What was read can be written in its own form, and is the same when it is read again.
 * - Messages of the stream do not depend on how it was cut.
 */

static char room[40000];

/* Texts that a detail in XML may bring in half: parts that are not whole stay in the
 * rest. */
static void check(const struct tcs_cot *cot)
{
    FUZZ_CHECK(cot->uid[0] != '\0' && memchr(cot->uid, 0, TCS_COT_TEXT_LEN) != NULL);
    FUZZ_CHECK(cot->type[0] != '\0' && memchr(cot->type, 0, TCS_COT_TEXT_LEN) != NULL);
    FUZZ_CHECK(memchr(cot->version, 0, TCS_COT_TEXT_LEN) != NULL);
    FUZZ_CHECK(cot->lat_deg >= -90.0 && cot->lat_deg <= 90.0);
    FUZZ_CHECK(cot->lon_deg >= -180.0 && cot->lon_deg <= 180.0);
    FUZZ_CHECK((cot->parts & TCS_COT_CE) == 0 || cot->ce_m >= 0.0);
    FUZZ_CHECK((cot->parts & TCS_COT_TRACK) == 0 || cot->speed_mps >= 0.0);
    FUZZ_CHECK(cot->rest_len <= TCS_COT_REST_LEN);
}

static void check_same(const struct tcs_cot *a, const struct tcs_cot *b)
{
    FUZZ_CHECK(strcmp(a->uid, b->uid) == 0 && strcmp(a->type, b->type) == 0);
    FUZZ_CHECK(strcmp(a->how, b->how) == 0 &&
               a->time_ns / 1000000 == b->time_ns / 1000000);
    FUZZ_CHECK(a->lat_deg - b->lat_deg < 1e-7 && b->lat_deg - a->lat_deg < 1e-7);
    FUZZ_CHECK(a->lon_deg - b->lon_deg < 1e-7 && b->lon_deg - a->lon_deg < 1e-7);
    FUZZ_CHECK((a->parts & ~b->parts) == 0); /* of the rest more may have become typed */
}

static void read_xml(struct tcs_bytes in)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    static struct tcs_cot cot, again;
    struct tcs_fault fault = { 0 };
    const enum tcs_status status = tcs_cot_read(in, &cot, &fault);

    if (status != TCS_OK) {
        FUZZ_CHECK(fault.status == status && fault.item != NULL);
        return;
    }
    check(&cot);
    if (tcs_cot_write(&cot, &w) != TCS_OK) /* a namespace, or a number beyond the form */
        return;
    if (tcs_cot_read(tcs_written(&w), &again, NULL) == TCS_OK)
        check_same(&cot, &again);
    else /* only a prefix that was declared further out can be missing */
        FUZZ_CHECK(memchr(cot.rest, ':', cot.rest_len) != NULL);
}

static void read_tak(struct tcs_bytes in)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    static struct tcs_cot cot, again;
    struct tcs_tak_control control;
    struct tcs_fault fault = { 0 };
    bool has_event = false;
    const enum tcs_status status = tcs_tak_read(in, &cot, &has_event, &control, &fault);

    if (status != TCS_OK) {
        FUZZ_CHECK(fault.status == status && fault.item != NULL);
        return;
    }
    if (!has_event)
        return;
    check(&cot);
    if (tcs_tak_write(&cot, NULL, TCS_TAK_PAYLOAD, &w) != TCS_OK)
        return;
    FUZZ_CHECK(tcs_tak_read(tcs_written(&w), &again, &has_event, NULL, NULL) == TCS_OK);
    FUZZ_CHECK(has_event);
    check_same(&cot, &again);
}

static uint64_t sum_of(const uint8_t *data, size_t size, size_t piece)
{
    static struct tcs_cot_stream stream;
    uint64_t sum = 0;

    memset(&stream, 0, sizeof stream);
    for (size_t at = 0; at < size; at += piece) {
        struct tcs_bytes in = tcs_bytes(data + at, size - at < piece ? size - at : piece);
        struct tcs_bytes message;
        enum tcs_cot_form form;

        while (tcs_cot_stream_next(&stream, &in, &message, &form) == TCS_OK) {
            sum = sum * 31 + (uint64_t)form;
            for (size_t i = 0; i < message.len; i++)
                sum = sum * 31 + message.data[i];
        }
    }
    return sum * 31 + stream.damaged_count * 7 + stream.xml.damaged_count * 5 +
           stream.xml.passed_count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_xml(tcs_bytes(data, size));
    read_tak(tcs_bytes(data, size));
    FUZZ_CHECK(sum_of(data, size, size + 1) == sum_of(data, size, 1));
    return 0;
}
