/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/pcap.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/time.h"

#define MAGIC_US UINT32_C(0xa1b2c3d4)
#define MAGIC_NS UINT32_C(0xa1b23c4d)

static uint32_t number(const struct tcs_pcap *pcap, const uint8_t *at)
{
    if (pcap->swapped != 0)
        return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
               at[3];
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void take(struct tcs_bytes *in, size_t len)
{
    if (len == 0)
        return;
    in->data += len;
    in->len -= len;
}

/* `len` octets in one piece: from the input when they lie there whole and nothing was
 * kept, otherwise gathered in room; NULL when they have not all come. They stay in the
 * input or in room until they are dropped. */
static const uint8_t *gather(struct tcs_pcap *pcap, struct tcs_bytes *in, size_t len)
{
    assert(len <= sizeof pcap->room);
    if (pcap->have == 0 && in->len >= len)
        return in->data;
    if (pcap->have < len) {
        size_t part = len - pcap->have;

        if (part > in->len)
            part = in->len;
        if (part > 0)
            memcpy(pcap->room + pcap->have, in->data, part);
        pcap->have += (uint32_t)part;
        take(in, part);
    }
    return pcap->have >= len ? pcap->room : NULL;
}

/* Drops what was gathered. */
static void drop(struct tcs_pcap *pcap, struct tcs_bytes *in, size_t len)
{
    if (pcap->have == 0)
        take(in, len);
    pcap->have = 0;
}

static enum tcs_status stop(struct tcs_pcap *pcap, struct tcs_bytes *in,
                            enum tcs_status status)
{
    take(in, in->len);
    pcap->have = 0;
    pcap->broken = 1;
    return status;
}

static bool head_read(struct tcs_pcap *pcap, const uint8_t *head)
{
    for (pcap->swapped = 0; pcap->swapped < 2; pcap->swapped++) {
        const uint32_t magic = number(pcap, head);

        if (magic != MAGIC_US && magic != MAGIC_NS)
            continue;
        pcap->nanoseconds = magic == MAGIC_NS;
        /* The upper half may say how long the frame check is. */
        pcap->link = number(pcap, head + 20) & 0xffff;
        pcap->started = 1;
        return true;
    }
    pcap->swapped = 0;
    return false;
}

enum tcs_status tcs_pcap_next(struct tcs_pcap *pcap, struct tcs_bytes *in,
                              struct tcs_pcap_packet *ret_packet)
{
    if (pcap->broken != 0) {
        take(in, in->len);
        return TCS_MORE;
    }
    if (pcap->started == 0) {
        const uint8_t *head = gather(pcap, in, TCS_PCAP_HEAD_LEN);

        if (head == NULL)
            return TCS_MORE;
        if (!head_read(pcap, head))
            return stop(pcap, in, TCS_E_FOREIGN);
        drop(pcap, in, TCS_PCAP_HEAD_LEN);
    }
    for (;;) {
        if (pcap->skip > 0) {
            const size_t part = pcap->skip < in->len ? pcap->skip : in->len;

            take(in, part);
            pcap->skip -= (uint32_t)part;
            if (pcap->skip > 0)
                return TCS_MORE;
        }
        const uint8_t *record = gather(pcap, in, TCS_PCAP_RECORD_LEN);

        if (record == NULL)
            return TCS_MORE;
        const int64_t fraction = number(pcap, record + 4);
        const uint32_t captured = number(pcap, record + 8);
        const int64_t per_second = pcap->nanoseconds != 0 ? TCS_NS_PER_S : 1000000;

        if (fraction >= per_second || captured > TCS_PCAP_CAPTURED_MAX)
            return stop(pcap, in, TCS_E_DAMAGED);
        if (captured > TCS_PCAP_PACKET_MAX) {
            drop(pcap, in, TCS_PCAP_RECORD_LEN);
            pcap->skip = captured;
            pcap->oversize_count++;
            continue;
        }
        const size_t len = TCS_PCAP_RECORD_LEN + captured;

        record = gather(pcap, in, len);
        if (record == NULL)
            return TCS_MORE;
        ret_packet->link = pcap->link;
        ret_packet->original_len = number(pcap, record + 12);
        ret_packet->utc_ns = (int64_t)number(pcap, record) * TCS_NS_PER_S +
                             fraction * (TCS_NS_PER_S / per_second);
        ret_packet->data = tcs_bytes(record + TCS_PCAP_RECORD_LEN, captured);
        drop(pcap, in, len);
        pcap->packet_count++;
        return TCS_OK;
    }
}
