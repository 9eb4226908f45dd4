/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_BROADCAST_H
#define TCS_OBSERVE_BROADCAST_H

/*
 * broadcast.h -- from Remote ID messages to claims.
 *
 * A drone sends who it is (Basic ID) and where it is (Location) in different messages;
 * what joins them is the transmitter's address. A claim is named after the serial number
 * where that was heard first, otherwise after the address, and keeps that name while the
 * transmitter is remembered; another serial number from the same address is another
 * object. What a vehicle says by MAVLink of itself is named after its system until an
 * identity was heard, then after that, and tells the tracker that both are one. When the
 * table is full, the transmitter that was silent longest is forgotten.
 *
 * Each broadcast is judged (doubt.h); a claim carries the reasons for doubt that hold.
 *
 * Drones repeat a Location until they have a new one. It is one measurement: what has the
 * same content, time included, is not handed on again, unless there are other reasons to
 * doubt it.
 *
 * The accuracies that drones state are bounds that 95 % keep to; a circle of 95 % has a
 * radius of 2.45 sigma, an interval 1.96. No claim is believed better than a metre.
 */

#include <stdint.h>

#include "base/time.h"
#include "decode/remoteid.h"
#include "decode/rid_said.h"
#include "observe/doubt.h"
#include "observe/neck.h"

enum { TCS_TRANSMITTERS_MAX = 256 };

enum tcs_transmitter_field {
    TCS_TRANSMITTER_SIGNAL = 1 << 0,
    TCS_TRANSMITTER_PILOT = 1 << 1,
    TCS_TRANSMITTER_DOUBT_SHIFT = 16, /* above: the doubts that its last claim carried */
};

struct tcs_transmitter {
    uint64_t address;       /* 48 bits, and bit 63 set; 0: free */
    uint64_t claim_id;      /* 0: no claim yet */
    uint64_t id_hash;       /* of its Basic ID; 0: not heard */
    uint64_t location_hash; /* of its last Location that had a time */
    struct tcs_time heard_at;
    uint32_t id_kind; /* enum tcs_rid_id_kind of id_hash */
    uint32_t has;     /* enum tcs_transmitter_field */
    int32_t signal_dbm;
    int32_t pilot_lat_e7_deg; /* where its pilot is, or where it took off */
    int32_t pilot_lon_e7_deg;
    uint32_t id_len;
    uint8_t id[TCS_RID_NAME_LEN]; /* as it was said; zeros behind */
    struct tcs_doubts doubts;
};

/* One a receiver; all zero is the start state. */
struct tcs_transmitters {
    uint64_t forgotten; /* transmitters that had to make room */
    struct tcs_transmitter rows[TCS_TRANSMITTERS_MAX];
};

/* An identity that was heard, and the reasons to doubt it that hold. */
struct tcs_broadcast_name {
    uint64_t claim_id; /* 0: none was heard */
    uint32_t doubts;
};

/* One broadcast, in whatever dialect it came. Without an address it is told apart by its
 * identity. */
void tcs_broadcast_hear(struct tcs_transmitters *transmitters,
                        const struct tcs_neck *neck, uint16_t sensor,
                        const struct tcs_rid_said *said);

/* The same for messages, 1 to TCS_RID_PACK_MAX, of an address (48 bits), and nothing else
 * known. */
void tcs_broadcast_take(struct tcs_transmitters *transmitters,
                        const struct tcs_neck *neck, uint16_t sensor, uint64_t address,
                        const struct tcs_rid_message *messages, uint32_t count);

/* Under which name the claims from an address go, now. */
struct tcs_broadcast_name
tcs_broadcast_name_of(const struct tcs_transmitters *transmitters,
                      const struct tcs_neck *neck, uint64_t address);

#endif
