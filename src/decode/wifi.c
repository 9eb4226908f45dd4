/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/wifi.h"

#include <string.h>

enum {
    MANAGEMENT_HEADER_LEN = 24,
    BEACON_FIXED_LEN = 12,
    NAN_FIXED_LEN = 6,
    CONTROL_BEACON = 0x80, /* version 0, management, subtype 8 */
    CONTROL_ACTION = 0xd0, /* version 0, management, subtype 13 */
    ELEMENT_SSID = 0,
    ELEMENT_VENDOR = 221,
    ATTRIBUTE_SERVICE = 3,
    FCS_LEN = 4,
};

enum radiotap_bit {
    RADIOTAP_TSFT,
    RADIOTAP_FLAGS,
    RADIOTAP_RATE,
    RADIOTAP_CHANNEL,
    RADIOTAP_FHSS,
    RADIOTAP_SIGNAL_DBM,
    RADIOTAP_BITS_READ,
};
#define RADIOTAP_MORE UINT32_C(0x80000000) /* another word of present bits follows */

enum radiotap_flag {
    RADIOTAP_HAS_FCS = 0x10,
    RADIOTAP_BAD_FCS = 0x40,
};

/* Service control of a NAN service descriptor. */
enum nan_control {
    NAN_HAS_FILTER = 1 << 2,
    NAN_HAS_RESPONSE_FILTER = 1 << 3,
    NAN_HAS_INFO = 1 << 4,
    NAN_HAS_BINDING = 1 << 6,
};

static const uint8_t odid_element[] = { 0xfa, 0x0b, 0xbc, 0x0d };
static const uint8_t french_element[] = { 0x6a, 0x5c, 0x35, 0x01 };
static const uint8_t dji_element[][6] = {
    { 0x26, 0x37, 0x12, 0x58, 0x62, 0x13 },
    { 0x60, 0x60, 0x1f, 0x58, 0x62, 0x13 },
    { 0x48, 0x1c, 0xb9, 0x58, 0x62, 0x13 },
    { 0x34, 0xd2, 0x62, 0x58, 0x62, 0x13 },
};
static const uint8_t nan_action[] = { 0x04, 0x09, 0x50, 0x6f, 0x9a, 0x13 };
static const uint8_t odid_service[] = { 0x88, 0x69, 0x19, 0x9d, 0x92, 0x09 };

static uint32_t le32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint16_t le16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

/* The fields up to the signal lie behind all words of present bits, each aligned from the
 * start of the header; those of further words come later. */
static enum tcs_status radiotap_read(struct tcs_bytes packet,
                                     struct tcs_wifi_frame *frame, size_t *ret_len,
                                     uint8_t *ret_flags, struct tcs_fault *fault)
{
    static const struct {
        uint8_t align, size;
    } fields[RADIOTAP_BITS_READ] = { { 8, 8 }, { 1, 1 }, { 1, 1 },
                                     { 2, 4 }, { 2, 2 }, { 1, 1 } };
    const uint8_t *d = packet.data;

    if (packet.len < 8 || d[0] != 0)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "radiotap head");
    const size_t len = le16(d + 2);

    if (len < 8 || len > packet.len)
        return tcs_fault(fault, TCS_E_DAMAGED, 2, "radiotap length");
    const uint32_t present = le32(d + 4);
    size_t at = 8;

    for (uint32_t word = present; (word & RADIOTAP_MORE) != 0; at += 4) {
        if (len - at < 4)
            return tcs_fault(fault, TCS_E_DAMAGED, at, "radiotap present bits");
        word = le32(d + at);
    }
    for (unsigned bit = 0; bit < RADIOTAP_BITS_READ; bit++) {
        if ((present >> bit & 1) == 0)
            continue;
        at = (at + fields[bit].align - 1u) & ~(size_t)(fields[bit].align - 1u);
        if (at > len || len - at < fields[bit].size)
            return tcs_fault(fault, TCS_E_DAMAGED, at < len ? at : len, "radiotap field");
        if (bit == RADIOTAP_FLAGS) {
            *ret_flags = d[at];
        } else if (bit == RADIOTAP_CHANNEL) {
            frame->frequency_mhz = le16(d + at);
            frame->valid |= TCS_WIFI_FREQUENCY;
        } else if (bit == RADIOTAP_SIGNAL_DBM) {
            frame->signal_dbm = (int8_t)tcs_sign_extend(d[at], 8);
            frame->valid |= TCS_WIFI_SIGNAL;
        }
        at += fields[bit].size;
    }
    *ret_len = len;
    return TCS_OK;
}

static bool begins_with(const uint8_t *data, size_t len, const uint8_t *what, size_t size)
{
    return len >= size && memcmp(data, what, size) == 0;
}

/* A vendor's element that speaks another dialect; the first of a beacon stays. */
static void note_dialect(struct tcs_bytes value, struct tcs_wifi_frame *frame)
{
    if (frame->speech != 0)
        return;
    if (begins_with(value.data, value.len, french_element, sizeof french_element)) {
        frame->speech = TCS_WIFI_FRENCH;
        frame->payload = tcs_bytes_part(value, sizeof french_element, value.len);
        return;
    }
    for (size_t i = 0; i < sizeof dji_element / sizeof dji_element[0]; i++)
        if (begins_with(value.data, value.len, dji_element[i], sizeof dji_element[i])) {
            frame->speech = TCS_WIFI_DJI;
            frame->payload = tcs_bytes_part(value, sizeof dji_element[i], value.len);
        }
}

static enum tcs_status odid_read(struct tcs_bytes value, size_t offset,
                                 struct tcs_wifi_frame *frame, struct tcs_fault *fault)
{
    if (value.len < sizeof odid_element + 1)
        return tcs_fault(fault, TCS_E_DAMAGED, offset,
                         "Remote ID element without a counter");
    frame->speech = TCS_WIFI_ODID;
    frame->counter = value.data[sizeof odid_element];
    frame->payload = tcs_bytes(value.data + sizeof odid_element + 1,
                               value.len - sizeof odid_element - 1);
    return TCS_OK;
}

/* body: from the fixed fields on; base: its offset in the packet. */
static enum tcs_status beacon_find(struct tcs_bytes body, size_t base,
                                   struct tcs_wifi_frame *frame, struct tcs_fault *fault)
{
    if (body.len < BEACON_FIXED_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, base, "beacon ends in its fixed fields");
    for (size_t at = BEACON_FIXED_LEN; at < body.len;) {
        const uint8_t *element = body.data + at;

        if (body.len - at < 2 || body.len - at - 2 < element[1])
            return tcs_fault(fault, TCS_E_DAMAGED, base + at,
                             "element runs over the end of the beacon");
        const struct tcs_bytes value = tcs_bytes(element + 2, element[1]);

        if (element[0] == ELEMENT_VENDOR) {
            if (begins_with(value.data, value.len, odid_element, sizeof odid_element))
                return odid_read(value, base + at, frame, fault);
            note_dialect(value, frame);
        } else if (element[0] == ELEMENT_SSID && value.len <= TCS_WIFI_SSID_LEN) {
            frame->ssid = value;
            frame->valid |= TCS_WIFI_SSID;
        }
        at += 2 + value.len;
    }
    if (frame->speech != 0)
        return TCS_OK;
    return tcs_fault(fault, TCS_E_FOREIGN, base, "beacon without Remote ID");
}

/* The service info of a service descriptor; base: its offset in the packet. */
static enum tcs_status service_read(struct tcs_bytes value, size_t base,
                                    struct tcs_wifi_frame *frame, struct tcs_fault *fault)
{
    struct tcs_reader r = tcs_reader(value);

    tcs_read_bytes(&r, sizeof odid_service + 2); /* and both instances */
    const uint8_t control = tcs_read_u8(&r);

    if ((control & NAN_HAS_BINDING) != 0)
        tcs_read_bytes(&r, 2);
    if ((control & NAN_HAS_FILTER) != 0)
        tcs_read_bytes(&r, tcs_read_u8(&r));
    if ((control & NAN_HAS_RESPONSE_FILTER) != 0)
        tcs_read_bytes(&r, tcs_read_u8(&r));
    if (!r.failed && (control & NAN_HAS_INFO) == 0)
        return tcs_fault(fault, TCS_E_FOREIGN, base, "Remote ID service without info");
    const size_t len = tcs_read_u8(&r);

    frame->counter = tcs_read_u8(&r);
    if (len > 0)
        frame->payload = tcs_read_bytes(&r, len - 1);
    if (r.failed || len == 0)
        return tcs_fault(fault, TCS_E_DAMAGED, base, "Remote ID service descriptor");
    return TCS_OK;
}

static enum tcs_status nan_find(struct tcs_bytes body, size_t base,
                                struct tcs_wifi_frame *frame, struct tcs_fault *fault)
{
    if (!begins_with(body.data, body.len, nan_action, sizeof nan_action))
        return tcs_fault(fault, TCS_E_FOREIGN, base, "action that is not NAN discovery");
    for (size_t at = NAN_FIXED_LEN; at < body.len;) {
        const uint8_t *attribute = body.data + at;

        if (body.len - at < 3 || body.len - at - 3 < le16(attribute + 1))
            return tcs_fault(fault, TCS_E_DAMAGED, base + at,
                             "attribute runs over the end of the frame");
        const size_t len = le16(attribute + 1);

        if (attribute[0] == ATTRIBUTE_SERVICE &&
            begins_with(attribute + 3, len, odid_service, sizeof odid_service))
            return service_read(tcs_bytes(attribute + 3, len), base + at + 3, frame,
                                fault);
        at += 3 + len;
    }
    return tcs_fault(fault, TCS_E_FOREIGN, base, "NAN discovery without Remote ID");
}

enum tcs_status tcs_wifi_find(uint32_t link, struct tcs_bytes packet,
                              struct tcs_wifi_frame *ret_frame, struct tcs_fault *fault)
{
    struct tcs_wifi_frame frame = { 0 };
    uint8_t flags = 0;
    size_t at = 0;
    enum tcs_status status = TCS_OK;

    if (link == TCS_LINK_80211_RADIOTAP)
        status = radiotap_read(packet, &frame, &at, &flags, fault);
    else if (link != TCS_LINK_80211)
        status = tcs_fault(fault, TCS_E_FOREIGN, 0, "link type that is not 802.11");
    if (status != TCS_OK)
        return status;
    if ((flags & RADIOTAP_BAD_FCS) != 0)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "frame check failed at the receiver");
    struct tcs_bytes mac = tcs_bytes_part(packet, at, packet.len);

    if ((flags & RADIOTAP_HAS_FCS) != 0)
        mac.len = mac.len > FCS_LEN ? mac.len - FCS_LEN : 0;
    if (mac.len < 1)
        return tcs_fault(fault, TCS_E_DAMAGED, at, "frame without a head");
    const uint8_t control = mac.data[0];

    if (control != CONTROL_BEACON && control != CONTROL_ACTION)
        return tcs_fault(fault, TCS_E_FOREIGN, at, "frame that cannot hold Remote ID");
    if (mac.len < MANAGEMENT_HEADER_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, at, "frame ends in its head");
    memcpy(frame.transmitter, mac.data + 10, sizeof frame.transmitter);
    frame.sequence = (uint16_t)(le16(mac.data + 22) >> 4);
    at += MANAGEMENT_HEADER_LEN;
    const struct tcs_bytes body = tcs_bytes_part(mac, MANAGEMENT_HEADER_LEN, mac.len);

    if (control == CONTROL_BEACON) {
        frame.carrier = TCS_WIFI_BEACON;
        status = beacon_find(body, at, &frame, fault);
    } else {
        frame.carrier = TCS_WIFI_NAN;
        frame.speech = TCS_WIFI_ODID;
        status = nan_find(body, at, &frame, fault);
    }
    if (status == TCS_OK)
        *ret_frame = frame;
    return status;
}
