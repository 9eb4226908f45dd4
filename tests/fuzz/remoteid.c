/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/remoteid.h"
#include "encode/remoteid.h"
#include "fuzz.h"

/*
 * The input is what a broadcast carries: a pack, or one message.
 *
 * - A pack that is taken has 1 to 9 messages in all, and those that are there lie inside.
 * - A message that is taken encodes, and comes back the same but for what cannot be.
 * - One that is refused leaves its output alone and says why.
 */

static void check_message(struct tcs_bytes octets)
{
    struct tcs_rid_message message;
    struct tcs_rid_message again;
    struct tcs_fault fault = { 0 };
    uint8_t room[TCS_RID_MESSAGE_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    memset(&message, 0x5a, sizeof message);
    again = message;
    if (tcs_rid_message_read(octets, &message, &fault) != TCS_OK) {
        FUZZ_CHECK(memcmp(&message, &again, sizeof message) == 0);
        FUZZ_CHECK(fault.status < 0 && fault.offset < TCS_RID_MESSAGE_LEN);
        FUZZ_CHECK(fault.item != NULL);
        return;
    }
    FUZZ_CHECK((message.valid & message.impossible) == 0);
    FUZZ_CHECK(message.type < TCS_RID_TYPE_COUNT && message.reserved == 0);
    FUZZ_CHECK(tcs_rid_message_write(&message, &w) == TCS_OK);
    FUZZ_CHECK(w.len == TCS_RID_MESSAGE_LEN && !w.failed);
    FUZZ_CHECK(tcs_rid_message_read(tcs_written(&w), &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.impossible == 0);
    again.impossible = message.impossible;
    FUZZ_CHECK(memcmp(&message, &again, sizeof message) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_rid_pack pack = { 0 };
    struct tcs_fault fault = { 0 };

    check_message(tcs_bytes(data, size));
    if (tcs_rid_pack_read(tcs_bytes(data, size), &pack, &fault) != TCS_OK) {
        FUZZ_CHECK(pack.count == 0 && fault.status < 0 && fault.item != NULL);
        return 0;
    }
    FUZZ_CHECK((fault.status == TCS_E_DAMAGED) == (pack.missing > 0));
    FUZZ_CHECK(pack.count >= 1 && pack.count + pack.missing <= TCS_RID_PACK_MAX);
    FUZZ_CHECK(pack.messages.data >= data &&
               pack.messages.data + pack.messages.len <= data + size);
    for (unsigned i = 0; i < pack.count; i++)
        check_message(tcs_rid_pack_get(&pack, i));
    return 0;
}
