/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ble_gather.c -- advertisements in parts, and Remote ID in what they carry.
 */
#include <string.h>

#include "decode/ble.h"

enum {
    SERVICE_DATA_16 = 0x16,
    FIELD_SHIFT = 56,
};
static const uint8_t ODID_SERVICE[] = { 0xfa, 0xff, 0x0d }; /* UUID and application */
/* The largest offset is 2.46 s; receivers stamp late rather than early. */
static const int64_t WAIT_NS = INT64_C(3000000000);

/* Remote ID among the structures of advertising data. TCS_E_FOREIGN: none;
 * TCS_E_DAMAGED: it runs over the end. */
static enum tcs_status odid_find(struct tcs_bytes data, struct tcs_ble_advert *advert,
                                 struct tcs_fault *fault)
{
    for (size_t at = 0; at < data.len;) {
        const size_t len = data.data[at];
        const size_t left = data.len - at - 1;
        const uint8_t *part = data.data + at + 1;

        if (len == 0)
            break; /* nothing of importance follows */
        if (left > sizeof ODID_SERVICE && part[0] == SERVICE_DATA_16 &&
            memcmp(part + 1, ODID_SERVICE, sizeof ODID_SERVICE) == 0) {
            if (len > left || len < sizeof ODID_SERVICE + 2)
                return tcs_fault(fault, TCS_E_DAMAGED, at,
                                 "Remote ID runs over the end of the advertisement");
            advert->counter = part[1 + sizeof ODID_SERVICE];
            advert->payload =
                tcs_bytes(part + sizeof ODID_SERVICE + 2, len - sizeof ODID_SERVICE - 2);
            return TCS_OK;
        }
        if (len > left)
            break;
        at += 1 + len;
    }
    return tcs_fault(fault, TCS_E_FOREIGN, 0, "advertisement without Remote ID");
}

static uint64_t key_of(const struct tcs_ble_pdu *pdu)
{
    struct tcs_reader r = tcs_reader(tcs_bytes(pdu->address, sizeof pdu->address));

    if ((pdu->valid & TCS_BLE_ADDRESS) == 0)
        return 0;
    return tcs_read_be(&r, sizeof pdu->address) |
           (uint64_t)(pdu->valid & (TCS_BLE_ADDRESS | TCS_BLE_RANDOM)) << FIELD_SHIFT;
}

static int64_t distance(int64_t a, int64_t b)
{
    /* Times of captures lie far from the ends of the range, but input may say anything.
     */
    const uint64_t apart = a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;

    return apart > INT64_MAX ? INT64_MAX : (int64_t)apart;
}

static bool may_follow(const struct tcs_ble_chain *chain, const struct tcs_ble_pdu *pdu)
{
    const uint64_t key = key_of(pdu);

    if (chain->kind != pdu->kind ||
        (chain->valid & TCS_BLE_ADI) != (pdu->valid & TCS_BLE_ADI) ||
        chain->adi != pdu->adi)
        return false;
    if (pdu->kind == TCS_BLE_REPORT || (key != 0 && chain->address != 0))
        return chain->address == key;
    return (chain->valid & TCS_BLE_CHANNEL) == 0 || (pdu->valid & TCS_BLE_CHANNEL) == 0 ||
           chain->channel == pdu->channel;
}

/* The chain that this PDU goes on with: of several, the one that is due. */
static struct tcs_ble_chain *find(struct tcs_ble *ble, const struct tcs_ble_pdu *pdu,
                                  int64_t time_ns)
{
    struct tcs_ble_chain *best = NULL;
    int64_t nearest = WAIT_NS;

    for (uint32_t i = 0; i < ble->used; i++) {
        struct tcs_ble_chain *chain = &ble->chains[i];
        const int64_t apart = distance(chain->due_ns, time_ns);

        if (may_follow(chain, pdu) && apart <= nearest) {
            nearest = apart;
            best = chain;
        }
    }
    return best;
}

/* Counts what was gathered in vain, when it was Remote ID. */
static void give_up(struct tcs_ble *ble, struct tcs_ble_chain *chain)
{
    struct tcs_ble_advert unused;

    if (chain->kind != 0 &&
        odid_find(tcs_bytes(chain->data, chain->len), &unused, NULL) != TCS_E_FOREIGN)
        ble->lost_count++;
    memset(chain, 0, sizeof *chain);
}

/* A free row, or the one that was used longest ago. */
static struct tcs_ble_chain *make_room(struct tcs_ble *ble)
{
    struct tcs_ble_chain *oldest = &ble->chains[0];

    for (uint32_t i = 0; i < TCS_BLE_CHAINS; i++) {
        struct tcs_ble_chain *chain = &ble->chains[i];

        if (chain->kind == 0) {
            if (i >= ble->used)
                ble->used = i + 1;
            memset(chain, 0, sizeof *chain);
            return chain;
        }
        if (chain->order < oldest->order)
            oldest = chain;
    }
    give_up(ble, oldest);
    return oldest;
}

static void append(struct tcs_ble_chain *chain, struct tcs_bytes data)
{
    const size_t room = sizeof chain->data - chain->len;
    const size_t len = data.len < room ? data.len : room;

    if (len > 0)
        memcpy(chain->data + chain->len, data.data, len);
    chain->len += (uint32_t)len;
}

/* Notes what is known of the sender and where the next part comes. */
static void note(struct tcs_ble *ble, struct tcs_ble_chain *chain,
                 const struct tcs_ble_pdu *pdu, int64_t time_ns)
{
    const int64_t ahead_ns = (int64_t)pdu->next_us * 1000;

    if (key_of(pdu) != 0)
        chain->address = key_of(pdu);
    chain->kind = pdu->kind;
    chain->adi = pdu->adi;
    chain->valid = pdu->valid & TCS_BLE_ADI;
    if (pdu->kind == TCS_BLE_EXTENDED) {
        chain->valid |= TCS_BLE_CHANNEL;
        chain->channel = pdu->next_channel;
    }
    chain->due_ns = time_ns > INT64_MAX - ahead_ns ? time_ns : time_ns + ahead_ns;
    chain->order = ++ble->order;
}

/* True for the first PDU of an advertisement: it lies on a primary channel, or has no
 * data, or names its sender although something was gathered before it. */
static bool begins(const struct tcs_ble_chain *chain, const struct tcs_ble_pdu *pdu)
{
    if (pdu->kind == TCS_BLE_REPORT || (pdu->valid & TCS_BLE_CHAIN) != 0)
        return false;
    return ((pdu->valid & TCS_BLE_CHANNEL) != 0 && pdu->channel >= 37) ||
           pdu->data.len == 0 || (chain->len > 0 && (pdu->valid & TCS_BLE_ADDRESS) != 0);
}

static void put_sender(uint64_t key, struct tcs_ble_advert *advert)
{
    for (unsigned i = 0; i < sizeof advert->address; i++)
        advert->address[i] = (uint8_t)(key >> (40 - 8 * i));
    advert->valid |= (uint8_t)(key >> FIELD_SHIFT);
}

/* All data has come: what is in it. */
static enum tcs_status finish(uint64_t key, struct tcs_bytes data,
                              struct tcs_ble_advert *advert,
                              struct tcs_ble_advert *ret_advert, struct tcs_fault *fault)
{
    const enum tcs_status status = odid_find(data, advert, fault);

    if (status != TCS_OK)
        return status;
    if (key == 0)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "Remote ID of a sender not received");
    put_sender(key, advert);
    *ret_advert = *advert;
    return TCS_OK;
}

enum tcs_status tcs_ble_take(struct tcs_ble *ble, const struct tcs_ble_pdu *pdu,
                             int64_t time_ns, struct tcs_ble_advert *ret_advert,
                             struct tcs_fault *fault)
{
    struct tcs_ble_advert advert;
    struct tcs_ble_chain *chain = NULL;

    memset(&advert, 0, sizeof advert);
    advert.carrier =
        pdu->kind == TCS_BLE_LEGACY ? TCS_BLE_CARRIER_LEGACY : TCS_BLE_CARRIER_EXTENDED;
    advert.valid = pdu->valid & (TCS_BLE_SIGNAL | TCS_BLE_CHANNEL);
    advert.signal_dbm = pdu->signal_dbm;
    advert.channel = pdu->channel;
    advert.phy = pdu->phy;
    if (pdu->kind == TCS_BLE_LEGACY)
        return finish(key_of(pdu), pdu->data, &advert, ret_advert, fault);
    chain = find(ble, pdu, time_ns);
    if (chain != NULL && begins(chain, pdu))
        give_up(ble, chain);
    if ((pdu->valid & TCS_BLE_MORE) != 0) {
        if (chain == NULL)
            chain = make_room(ble);
        append(chain, pdu->data);
        note(ble, chain, pdu, time_ns);
        return TCS_MORE;
    }
    if (chain == NULL || chain->kind == 0) {
        /* Whole in this PDU; given up rows of the same kind are free again. */
        return finish(key_of(pdu), pdu->data, &advert, ret_advert, fault);
    }
    append(chain, pdu->data);
    const uint64_t key = key_of(pdu) != 0 ? key_of(pdu) : chain->address;

    chain->kind = 0; /* its octets stay until the next call */
    return finish(key, tcs_bytes(chain->data, chain->len), &advert, ret_advert, fault);
}
