/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/wifi.h"
#include "encode/wifi.h"
#include "fuzz.h"

/*
 * The first octet chooses the link type, the rest is a packet.
 *
 * - What is found lies inside the packet.
 * - A frame that is found encodes, and comes back the same.
 * - One that is refused leaves its output alone and says where.
 */

static bool is_inside(struct tcs_bytes part, struct tcs_bytes all)
{
    return part.len == 0 ||
           (part.data >= all.data && part.data + part.len <= all.data + all.len);
}

static void check_again(const struct tcs_wifi_frame *frame)
{
    uint8_t room[TCS_WIFI_FRAME_MAX + 32];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_wifi_frame again;

    FUZZ_CHECK(tcs_wifi_write(TCS_LINK_80211_RADIOTAP, frame, &w) == TCS_OK);
    FUZZ_CHECK(tcs_wifi_find(TCS_LINK_80211_RADIOTAP, tcs_written(&w), &again, NULL) ==
               TCS_OK);
    FUZZ_CHECK(again.carrier == frame->carrier && again.valid == frame->valid &&
               again.counter == frame->counter && again.sequence == frame->sequence &&
               again.signal_dbm == frame->signal_dbm &&
               again.frequency_mhz == frame->frequency_mhz &&
               memcmp(again.transmitter, frame->transmitter, 6) == 0 &&
               tcs_bytes_equal(again.ssid, frame->ssid) &&
               tcs_bytes_equal(again.payload, frame->payload));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_wifi_frame frame = { 0 };
    struct tcs_fault fault = { 0 };

    if (size == 0)
        return 0;
    const struct tcs_bytes packet = tcs_bytes(data + 1, size - 1);
    const uint32_t link = (data[0] & 1) != 0 ? TCS_LINK_80211_RADIOTAP : TCS_LINK_80211;

    if (tcs_wifi_find(link, packet, &frame, &fault) != TCS_OK) {
        FUZZ_CHECK(frame.carrier == 0 && frame.payload.data == NULL);
        FUZZ_CHECK(fault.status < 0 && fault.offset <= packet.len && fault.item != NULL);
        return 0;
    }
    FUZZ_CHECK(is_inside(frame.payload, packet) && is_inside(frame.ssid, packet));
    check_again(&frame);
    return 0;
}
