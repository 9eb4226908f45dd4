/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/ble.h"
#include "encode/ble.h"
#include "fuzz.h"

/*
 * The input is the index of a link type, then packets, each behind its length (two
 * octets, little endian).
 *
 * - Reading a packet always goes on, and what it gives lies inside the packet.
 * - A PDU that is read encodes, unless the format of the encoder has no place for it, and
 *   comes back the same.
 * - What is gathered is found in the same way by a second state.
 * - Not more is lost than was kept.
 */

static const uint32_t links[] = { TCS_LINK_BLE,         TCS_LINK_BLE_PHDR,
                                  TCS_LINK_NORDIC_BLE,  TCS_LINK_HCI_H4,
                                  TCS_LINK_HCI_H4_PHDR, TCS_LINK_HCI_MONITOR };

static void check_pdu(uint32_t link, struct tcs_bytes packet,
                      const struct tcs_ble_pdu *pdu)
{
    uint8_t room[TCS_BLE_PACKET_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_ble_pdu again;
    size_t at = 0;

    FUZZ_CHECK(pdu->data.len == 0 ||
               (pdu->data.data >= packet.data &&
                pdu->data.data + pdu->data.len <= packet.data + packet.len));
    if (tcs_ble_pdu_write(link, pdu, &w) != TCS_OK) {
        FUZZ_CHECK(w.len == 0);
        return;
    }
    FUZZ_CHECK(tcs_ble_pdu_read(link, tcs_written(&w), &at, &again, NULL) == TCS_OK);
    FUZZ_CHECK(at == w.len);
    FUZZ_CHECK(again.kind == pdu->kind && again.phy == pdu->phy && again.adi == pdu->adi);
    FUZZ_CHECK((again.valid & TCS_BLE_ADDRESS) == (pdu->valid & TCS_BLE_ADDRESS));
    FUZZ_CHECK((again.valid & TCS_BLE_MORE) == (pdu->valid & TCS_BLE_MORE));
    FUZZ_CHECK(memcmp(again.address, pdu->address, sizeof again.address) == 0);
    FUZZ_CHECK(tcs_bytes_equal(again.data, pdu->data));
    FUZZ_CHECK(again.next_channel == pdu->next_channel);
}

static void check_adverts(const struct tcs_ble_advert adverts[2])
{
    FUZZ_CHECK((adverts[0].valid & TCS_BLE_ADDRESS) != 0);
    FUZZ_CHECK(adverts[0].counter == adverts[1].counter);
    FUZZ_CHECK(tcs_bytes_equal(adverts[0].payload, adverts[1].payload));
}

/* A PDU out of a packet, given to both; whether it was kept for its further parts. */
static bool check_take(uint32_t link, struct tcs_bytes packet, struct tcs_ble_pdu *pdu,
                       int64_t time_ns, struct tcs_ble states[2])
{
    struct tcs_ble_advert adverts[2];
    struct tcs_fault fault = { 0 };

    memset(adverts, 0, sizeof adverts);
    check_pdu(link, packet, pdu);
    const enum tcs_status status =
        tcs_ble_take(&states[0], pdu, time_ns, &adverts[0], &fault);

    FUZZ_CHECK(tcs_ble_take(&states[1], pdu, time_ns, &adverts[1], NULL) == status);
    if (status == TCS_OK)
        check_adverts(adverts);
    return status == TCS_MORE;
}

static uint64_t check_packet(uint32_t link, struct tcs_bytes packet, int64_t time_ns,
                             struct tcs_ble states[2])
{
    uint64_t kept = 0;
    size_t at = 0;

    do {
        const size_t before = at;
        struct tcs_ble_pdu pdu;
        struct tcs_fault fault = { 0 };
        const bool read = tcs_ble_pdu_read(link, packet, &at, &pdu, &fault) == TCS_OK;

        FUZZ_CHECK(read || (fault.status < 0 && fault.item != NULL));
        FUZZ_CHECK(at > before || (!read && at == packet.len));
        FUZZ_CHECK(at <= packet.len);
        kept += read && check_take(link, packet, &pdu, time_ns, states);
    } while (at < packet.len);
    return kept;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_ble states[2];
    struct tcs_reader r = tcs_reader(tcs_bytes(data, size));
    const uint8_t index = tcs_read_u8(&r) % (sizeof links / sizeof links[0]);
    int64_t time_ns = 0;
    uint64_t kept = 0;

    memset(states, 0, sizeof states);
    while (tcs_reader_left(&r) >= 2) {
        const size_t len = (size_t)tcs_read_le(&r, 2);
        const size_t left = tcs_reader_left(&r);

        kept += check_packet(links[index], tcs_read_bytes(&r, len < left ? len : left),
                             time_ns, states);
        time_ns += 100000000;
    }
    FUZZ_CHECK(states[0].lost_count <= kept && states[0].used <= TCS_BLE_CHAINS);
    FUZZ_CHECK(memcmp(&states[0], &states[1], sizeof states[0]) == 0);
    return 0;
}
