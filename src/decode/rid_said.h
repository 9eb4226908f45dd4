/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_RID_SAID_H
#define TCS_DECODE_RID_SAID_H

/*
 * rid_said.h -- what a drone said in one broadcast, whatever the dialect: as Open Drone
 * ID messages, with who sent it and how strong it was heard.
 *
 * Every dialect is brought into this form, so that right of it there is one Remote ID.
 * What Open Drone ID has no place for: `name` holds an identity that is longer than a
 * Basic ID.
 */

#include <string.h>

#include "decode/remoteid.h"

enum { TCS_RID_NAME_LEN = 32 };

enum tcs_rid_said_field {
    TCS_RID_SAID_ADDRESS = 1 << 0,
    TCS_RID_SAID_SIGNAL = 1 << 1,
    TCS_RID_SAID_RANDOM = 1 << 2,  /* the address tells nothing about who made it */
    TCS_RID_SAID_VEHICLE = 1 << 3, /* by MAVLink and of itself: the low octet of the
                                    * address is its system */
};

struct tcs_rid_said {
    uint64_t address; /* 48 bits, of the transmitter */
    uint32_t valid;   /* enum tcs_rid_said_field */
    int32_t signal_dbm;
    uint32_t count;    /* of messages */
    uint32_t name_len; /* 0: the Basic ID says all */
    uint8_t name[TCS_RID_NAME_LEN];
    struct tcs_rid_message messages[TCS_RID_PACK_MAX];
};

/* Room for one more message of a type, all zero; there are never more than fit. */
static inline struct tcs_rid_message *tcs_rid_said_add(struct tcs_rid_said *said,
                                                       uint8_t type)
{
    struct tcs_rid_message *message = &said->messages[said->count++];

    memset(message, 0, sizeof *message);
    message->type = type;
    message->version = 2;
    return message;
}

#endif
