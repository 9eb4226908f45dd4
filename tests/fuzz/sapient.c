/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/sapient.h"
#include "encode/sapient.h"
#include "fuzz.h"

/*
 * The input is a stream of messages, and one bare message.
 *
 * - The stream gives the same messages and counts at once, in pieces or octet by octet.
 * - Findings have a path that ends and a rule.
 * - What decodes into a structure encodes, unless it is a task that may not be sent, and
 *   what was encoded has the same findings and encodes to the same octets again.
 */

struct result {
    uint64_t sum, messages, too_long, broken;
};

static struct result run(struct tcs_bytes octets, size_t piece)
{
    static struct tcs_sapient_stream stream;
    struct result result = { 0 };
    memset(&stream, 0, sizeof stream);
    for (size_t at = 0; at < octets.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(octets, at, piece), message;
        enum tcs_status status;
        while ((status = tcs_sapient_next(&stream, &in, &message)) != TCS_MORE) {
            if (status == TCS_E_DAMAGED)
                break;
            for (size_t i = 0; status == TCS_OK && i < message.len; i++)
                result.sum = result.sum * 31 + message.data[i];
        }
        FUZZ_CHECK(in.len == 0);
    }
    result.messages = stream.message_count;
    result.too_long = stream.too_long_count;
    result.broken = stream.broken;
    return result;
}

static void check_message(struct tcs_bytes octets)
{
    static tcs_sapient_SapientMessage message, again;
    static uint8_t first[1 << 17], second[1 << 17];
    static struct tcs_pb_findings findings;
    struct tcs_sapient_classes classes;
    findings.count = findings.dropped = 0;
    const bool good = tcs_sapient_check(octets, NULL, &findings);
    FUZZ_CHECK(good == (findings.count == 0));
    for (uint32_t i = 0; i < findings.count; i++)
        FUZZ_CHECK(memchr(findings.finding[i].path, '\0', TCS_PB_PATH_LEN) != NULL &&
                   findings.finding[i].rule != NULL);
    if (tcs_sapient_decode(octets, &message, NULL) != TCS_OK)
        return;
    struct tcs_writer one = tcs_writer(first, sizeof first),
                      two = tcs_writer(second, sizeof second);
    const enum tcs_status status =
        tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_RADAR, &one);
    FUZZ_CHECK(status == TCS_OK ||
               (status == TCS_E_REFUSED &&
                message.which_content == tcs_sapient_SapientMessage_task_tag));
    if (message.which_content == tcs_sapient_SapientMessage_detection_report_tag)
        (void)!tcs_sapient_classes(&message.content.detection_report, &classes);
    if (status != TCS_OK)
        return;
    FUZZ_CHECK(tcs_sapient_decode(tcs_written(&one), &again, NULL) == TCS_OK);
    FUZZ_CHECK(tcs_sapient_write(&again, tcs_sapient_NODE_TYPE_RADAR, &two) == TCS_OK);
    FUZZ_CHECK(tcs_bytes_equal(tcs_written(&one), tcs_written(&two)));
    findings.count = findings.dropped = 0;
    /* What was good stays good: our encoder leaves nothing out. */
    FUZZ_CHECK(!good || tcs_sapient_check(tcs_written(&one), NULL, &findings));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes octets = tcs_bytes(data, size);
    const struct result whole = run(octets, size + 1);
    const struct result pieces = run(octets, 3 + size % 29);
    const struct result single = run(octets, 1);
    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &single, sizeof whole) == 0);
    check_message(octets);
    if (size > 4)
        check_message(tcs_bytes(data + 4, size - 4));
    return 0;
}
