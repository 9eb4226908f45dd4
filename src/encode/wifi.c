/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/wifi.h"

enum {
    ELEMENT_PAYLOAD_MAX = 250, /* behind OUI, type and counter */
    DJI_PAYLOAD_MAX = 249,     /* behind its longer head */
    SERVICE_PAYLOAD_MAX = 254, /* behind the counter */
    RADIOTAP_CHANNEL = 1 << 3,
    RADIOTAP_SIGNAL = 1 << 5,
    CHANNEL_2GHZ = 0x0080,
    CHANNEL_5GHZ = 0x0100,
    CONTROL_BEACON = 0x80,
    CONTROL_ACTION = 0xd0,
};

static void radiotap_write(struct tcs_writer *w, const struct tcs_wifi_frame *frame)
{
    const bool channel = (frame->valid & TCS_WIFI_FREQUENCY) != 0;
    const bool signal = (frame->valid & TCS_WIFI_SIGNAL) != 0;

    tcs_write_le(w, 0, 2);
    tcs_write_le(w, 8u + (channel ? 4u : 0u) + (signal ? 1u : 0u), 2);
    tcs_write_le(w, (channel ? RADIOTAP_CHANNEL : 0u) | (signal ? RADIOTAP_SIGNAL : 0u),
                 4);
    if (channel) {
        tcs_write_le(w, frame->frequency_mhz, 2);
        tcs_write_le(w, frame->frequency_mhz < 3000 ? CHANNEL_2GHZ : CHANNEL_5GHZ, 2);
    }
    if (signal)
        tcs_write_u8(w, (uint8_t)frame->signal_dbm);
}

static void header_write(struct tcs_writer *w, const struct tcs_wifi_frame *frame,
                         uint8_t control, const uint8_t to[6], const uint8_t network[6])
{
    tcs_write_u8(w, control);
    tcs_write_u8(w, 0);
    tcs_write_le(w, 0, 2);
    tcs_write_bytes(w, to, 6);
    tcs_write_bytes(w, frame->transmitter, 6);
    tcs_write_bytes(w, network, 6);
    tcs_write_le(w, (uint64_t)(frame->sequence & 0xfffu) << 4, 2);
}

static void beacon_write(struct tcs_writer *w, const struct tcs_wifi_frame *frame)
{
    static const uint8_t everybody[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    static const uint8_t rates[] = { 1, 2, 0x8c, 0x98 }; /* 6 and 12 Mb/s, both basic */
    static const struct {
        uint8_t len;
        uint8_t octets[6];
    } vendors[] = {
        { 4, { 0xfa, 0x0b, 0xbc, 0x0d } },
        { 4, { 0x6a, 0x5c, 0x35, 0x01 } },
        { 6, { 0x26, 0x37, 0x12, 0x58, 0x62, 0x13 } },
    };
    const unsigned speech = frame->speech == 0 ? 0 : frame->speech - 1u;
    const bool counted = speech == 0;

    header_write(w, frame, CONTROL_BEACON, everybody, frame->transmitter);
    tcs_write_le(w, 0, 8);
    tcs_write_le(w, 100, 2);
    tcs_write_le(w, 0x0001, 2); /* an access point */
    if ((frame->valid & TCS_WIFI_SSID) != 0) {
        tcs_write_u8(w, 0);
        tcs_write_u8(w, (uint8_t)frame->ssid.len);
        tcs_write_bytes(w, frame->ssid.data, frame->ssid.len);
    }
    tcs_write_bytes(w, rates, sizeof rates);
    tcs_write_u8(w, 221);
    tcs_write_u8(
        w, (uint8_t)(vendors[speech].len + (counted ? 1u : 0u) + frame->payload.len));
    tcs_write_bytes(w, vendors[speech].octets, vendors[speech].len);
    if (counted)
        tcs_write_u8(w, frame->counter);
    tcs_write_bytes(w, frame->payload.data, frame->payload.len);
}

static void nan_write(struct tcs_writer *w, const struct tcs_wifi_frame *frame)
{
    static const uint8_t network[6] = { 0x51, 0x6f, 0x9a, 0x01, 0x00, 0x00 };
    static const uint8_t cluster[6] = { 0x50, 0x6f, 0x9a, 0x01, 0x00, 0x00 };
    static const uint8_t action[] = { 0x04, 0x09, 0x50, 0x6f, 0x9a, 0x13 };
    static const uint8_t service[] = { 0x88, 0x69, 0x19, 0x9d, 0x92, 0x09 };

    header_write(w, frame, CONTROL_ACTION, network, cluster);
    tcs_write_bytes(w, action, sizeof action);
    tcs_write_u8(w, 3);
    tcs_write_le(w, sizeof service + 5 + frame->payload.len, 2);
    tcs_write_bytes(w, service, sizeof service);
    tcs_write_u8(w, 1);    /* instance */
    tcs_write_u8(w, 0);    /* requestor */
    tcs_write_u8(w, 0x10); /* control: published, with info */
    tcs_write_u8(w, (uint8_t)(1 + frame->payload.len));
    tcs_write_u8(w, frame->counter);
    tcs_write_bytes(w, frame->payload.data, frame->payload.len);
}

enum tcs_status tcs_wifi_write(uint32_t link, const struct tcs_wifi_frame *frame,
                               struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (link != TCS_LINK_80211_RADIOTAP && link != TCS_LINK_80211)
        return TCS_E_ARGUMENT;
    if (frame->speech > (frame->carrier == TCS_WIFI_NAN ? TCS_WIFI_ODID : TCS_WIFI_DJI))
        return TCS_E_ARGUMENT;
    if (((frame->valid & TCS_WIFI_SSID) != 0 && frame->ssid.len > TCS_WIFI_SSID_LEN) ||
        frame->payload.len > (frame->carrier == TCS_WIFI_NAN  ? SERVICE_PAYLOAD_MAX
                              : frame->speech == TCS_WIFI_DJI ? DJI_PAYLOAD_MAX
                                                              : ELEMENT_PAYLOAD_MAX))
        return TCS_E_ARGUMENT;
    if (link == TCS_LINK_80211_RADIOTAP)
        radiotap_write(&trial, frame);
    if (frame->carrier == TCS_WIFI_BEACON)
        beacon_write(&trial, frame);
    else if (frame->carrier == TCS_WIFI_NAN)
        nan_write(&trial, frame);
    else
        return TCS_E_ARGUMENT;
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
