/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/squitter_status.h"
#include "encode/reply.h"
#include "fuzz.h"

/*
 * The input is frames of 14 octets; of short formats the first seven are taken.
 *
 * - A reply encodes, and gives the same octets but for altitudes that cannot be.
 * - Registers that are inferred have values that are numbers; reading a message never
 *   depends on what is behind it.
 * - A frame is repaired to one whose parity is right, one bit away.
 */

/* A value that is told is written as the same bits. */
static void check_field(const uint8_t message[7], const struct tcs_register_field *field)
{
    uint8_t again[7];
    double value = 0.0;

    if (!tcs_register_value(message, field, &value))
        return;
    memcpy(again, message, sizeof again);
    FUZZ_CHECK(tcs_register_put(again, field, value) == TCS_OK);
    FUZZ_CHECK(memcmp(again, message, sizeof again) == 0);
}

static void check_message(const struct tcs_reply *reply)
{
    const uint32_t can = tcs_register_infer(reply->message, reply);
    char callsign[TCS_MODE_S_CALLSIGN_LEN + 1];
    struct tcs_squitter_status status;

    FUZZ_CHECK(can < 1U << TCS_REGISTER_COUNT);
    FUZZ_CHECK(tcs_register_callsign(reply->message, callsign) == strlen(callsign));
    (void)tcs_squitter_status_read(reply->message, &status);
    for (uint32_t i = 0; i < TCS_REGISTER_COUNT; i++) {
        const struct tcs_register_layout *layout = tcs_register_layout(1U << i);

        for (uint32_t k = 0; layout != NULL && k < layout->field_count; k++)
            check_field(reply->message, &layout->fields[k]);
    }
}

static void check_frame(const uint8_t *octets)
{
    const size_t len = octets[0] >> 7 != 0 ? TCS_MODE_S_LONG_LEN : TCS_MODE_S_SHORT_LEN;
    uint8_t room[TCS_MODE_S_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_reply reply;

    memcpy(room, octets, len);
    if (tcs_mode_s_repair(room, len)) {
        unsigned differ = 0;

        for (size_t i = 0; i < len; i++)
            for (unsigned bit = 0; bit < 8; bit++)
                differ += ((room[i] ^ octets[i]) >> bit & 1) != 0;
        FUZZ_CHECK(differ == 1 && tcs_mode_s_remainder(tcs_bytes(room, len)) == 0);
    }
    if (tcs_reply_read(tcs_bytes(octets, len), &reply, NULL) != TCS_OK)
        return;
    if (reply.df >= 20)
        check_message(&reply);
    if (reply.impossible != 0)
        return;
    FUZZ_CHECK(tcs_reply_write(&reply, &w) == TCS_OK);
    struct tcs_reply again;

    /* Bits that are reserved and altitudes written in another unit are not kept. */
    FUZZ_CHECK(tcs_reply_read(tcs_written(&w), &again, NULL) == TCS_OK);
    FUZZ_CHECK(memcmp(&reply, &again, sizeof again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t at = 0; at + TCS_MODE_S_LONG_LEN <= size; at += TCS_MODE_S_LONG_LEN)
        check_frame(data + at);
    return 0;
}
