/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/broadcast.h"

#include <string.h>

#include "observe/claim.h"

_Static_assert(sizeof(struct tcs_transmitter) ==
                   64 + TCS_RID_NAME_LEN + sizeof(struct tcs_doubts),
               "no padding in digested state");

static const uint64_t IN_USE = UINT64_C(1) << 63;
static const uint64_t BY_ADDRESS = UINT64_C(1) << 48; /* above the 48 bits of one */
static const double CIRCLE_95 = 2.4477; /* sqrt of the chi-square quantile, 2 d.o.f. */
static const double INTERVAL_95 = 1.96;
static const double SIGMA_FLOOR_M = 1.0;
static const double SPEED_SIGMA_MPS = 3.0; /* when not told */
static const double SPEED_SIGMA_FLOOR_MPS = 0.5;
static const double SPEED_MAX_MPS = 254.25; /* means "or more" */

static struct tcs_transmitter *find(struct tcs_transmitters *table, uint64_t address)
{
    struct tcs_transmitter *oldest = &table->rows[0];

    for (uint32_t i = 0; i < TCS_TRANSMITTERS_MAX; i++) {
        struct tcs_transmitter *row = &table->rows[i];

        if (row->address == (address | IN_USE))
            return row;
        /* A free row was heard at 0, before all others. */
        if (tcs_time_compare(row->heard_at, oldest->heard_at) < 0)
            oldest = row;
    }
    table->forgotten += oldest->address != 0;
    memset(oldest, 0, sizeof *oldest);
    oldest->address = address | IN_USE;
    return oldest;
}

/* An identity as it is compared: of a long one, all of it. */
static struct tcs_bytes identity_of(const struct tcs_rid_said *said,
                                    const struct tcs_rid_basic_id *id)
{
    return said->name_len > 0 ? tcs_bytes(said->name, said->name_len)
                              : tcs_bytes(id->id, id->id_len);
}

/* Drones may send several identities; the serial number, the first kind, is preferred. */
static void learn_identity(struct tcs_transmitter *row, const struct tcs_rid_said *said,
                           const struct tcs_rid_basic_id *id, struct tcs_time now)
{
    if (id->id_kind == TCS_RID_ID_NONE || id->id_len == 0)
        return;
    const struct tcs_bytes name = identity_of(said, id);
    const uint64_t hash = tcs_claim_hash(name);
    const bool other =
        row->id_hash != 0 && row->id_kind == id->id_kind && row->id_hash != hash;

    tcs_doubt_name_heard(&row->doubts, said, id, hash, now);
    if (row->id_hash != 0 && id->id_kind > row->id_kind)
        return;
    row->id_hash = hash;
    row->id_kind = id->id_kind;
    row->id_len = (uint32_t)name.len;
    memset(row->id, 0, sizeof row->id);
    memcpy(row->id, name.data, name.len);
    if (other)
        row->claim_id = 0;
}

static void learn_pilot(struct tcs_transmitter *row, const struct tcs_neck *neck,
                        const struct tcs_rid_message *message)
{
    if ((message->valid & TCS_RID_SYSTEM_OPERATOR) == 0)
        return;
    row->pilot_lat_e7_deg = message->as.system.operator_lat_e7_deg;
    row->pilot_lon_e7_deg = message->as.system.operator_lon_e7_deg;
    row->has |= TCS_TRANSMITTER_PILOT;
    tcs_doubt_pilot_heard(&row->doubts, neck, message);
}

/* The same serial number from others: both are in doubt when they are in two places. */
static void compare_with_others(struct tcs_transmitters *table,
                                struct tcs_transmitter *row, const struct tcs_neck *neck)
{
    if (row->id_hash == 0 || row->id_kind != TCS_RID_ID_SERIAL)
        return;
    for (uint32_t i = 0; i < TCS_TRANSMITTERS_MAX; i++) {
        struct tcs_transmitter *other = &table->rows[i];

        if (other == row || other->id_hash != row->id_hash ||
            !tcs_doubt_twice(&row->doubts, &other->doubts))
            continue;
        row->doubts.found_at[TCS_DOUBT_TWICE] = neck->now;
        other->doubts.found_at[TCS_DOUBT_TWICE] = neck->now;
        neck->changed(neck->context, other, sizeof *other);
    }
}

static void put_name(struct tcs_transmitter *row, const struct tcs_rid_said *said,
                     struct tcs_claim *claim)
{
    if ((said->valid & TCS_RID_SAID_VEHICLE) != 0) {
        claim->before = tcs_claim_identity(TCS_CLAIM_MAVLINK, said->address & 0xff);
        if (row->id_hash == 0) {
            claim->id = claim->before;
            return;
        }
    }
    if (row->claim_id == 0) {
        const uint64_t identity =
            row->id_hash != 0 ? row->id_hash : (row->address & ~IN_USE) | BY_ADDRESS;

        row->claim_id = tcs_claim_identity(TCS_CLAIM_REMOTE_ID, identity);
    }
    claim->id = row->claim_id;
}

static double sigma(double bound, double quantile, double least)
{
    if (bound <= 0.0)
        return 0.0;
    return bound / quantile > least ? bound / quantile : least;
}

static void put_height(const struct tcs_neck *neck, const struct tcs_rid_message *message,
                       struct tcs_claim *claim)
{
    const struct tcs_rid_location *l = &message->as.location;

    if ((message->valid & TCS_RID_LOCATION_GEO) != 0) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = l->geo_m;
        claim->vertical_sigma_m =
            sigma(tcs_rid_vertical_m(l->vertical_accuracy), INTERVAL_95, SIGMA_FLOOR_M);
    } else if ((message->valid & TCS_RID_LOCATION_BARO) != 0) {
        claim->height = TCS_HEIGHT_PRESSURE;
        claim->position.height_m = l->baro_m + neck->geoid_m;
        claim->vertical_sigma_m =
            sigma(tcs_rid_vertical_m(l->baro_accuracy), INTERVAL_95, SIGMA_FLOOR_M);
    }
}

static void put_velocity(const struct tcs_rid_message *message, struct tcs_claim *claim)
{
    const struct tcs_rid_location *l = &message->as.location;
    const uint16_t needed = TCS_RID_LOCATION_SPEED | TCS_RID_LOCATION_DIRECTION |
                            TCS_RID_LOCATION_VERTICAL_SPEED;
    const double told = sigma(tcs_rid_speed_accuracy_mps(l->speed_accuracy), INTERVAL_95,
                              SPEED_SIGMA_FLOOR_MPS);

    if ((message->valid & needed) != needed || l->speed_mps >= SPEED_MAX_MPS)
        return;
    claim->has_velocity = true;
    claim->velocity_mps = tcs_velocity_enu(
        l->speed_mps, l->direction_deg * TCS_RAD_PER_DEG, l->vertical_speed_mps);
    claim->velocity_sigma_mps = told > 0.0 ? told : SPEED_SIGMA_MPS;
}

static bool is_repeated(struct tcs_transmitter *row,
                        const struct tcs_rid_message *message)
{
    const uint64_t hash =
        tcs_claim_hash(tcs_bytes(&message->as.location, sizeof message->as.location));

    if ((message->valid & TCS_RID_LOCATION_TIME) == 0)
        return false;
    if (row->location_hash == hash)
        return true;
    row->location_hash = hash;
    return false;
}

static void give_location(struct tcs_transmitter *row, const struct tcs_neck *neck,
                          uint16_t sensor, const struct tcs_rid_said *said,
                          const struct tcs_rid_message *message)
{
    const struct tcs_rid_location *l = &message->as.location;
    struct tcs_claim claim;

    memset(&claim, 0, sizeof claim);
    if ((message->valid & TCS_RID_LOCATION_POSITION) == 0)
        return;
    const uint32_t doubts = tcs_doubts_at(&row->doubts, neck->now);
    const bool as_before = row->has >> TCS_TRANSMITTER_DOUBT_SHIFT == doubts;

    if (is_repeated(row, message) && as_before) {
        neck->counts[sensor].repeated++;
        return;
    }
    put_name(row, said, &claim);
    claim.said = TCS_SAID_DRONE;
    claim.doubts = doubts;
    row->has = (row->has & ((UINT32_C(1) << TCS_TRANSMITTER_DOUBT_SHIFT) - 1)) |
               doubts << TCS_TRANSMITTER_DOUBT_SHIFT;
    claim.at = neck->now;
    if ((message->valid & TCS_RID_LOCATION_TIME) != 0)
        claim.at =
            tcs_neck_stamp(neck, sensor, tcs_rid_time(neck->leap, l->time_ds, neck->now));
    claim.position.lat_rad = l->lat_e7_deg * 1e-7 * TCS_RAD_PER_DEG;
    claim.position.lon_rad = l->lon_e7_deg * 1e-7 * TCS_RAD_PER_DEG;
    claim.horizontal_sigma_m =
        sigma(tcs_rid_horizontal_m(l->horizontal_accuracy), CIRCLE_95, SIGMA_FLOOR_M);
    put_height(neck, message, &claim);
    put_velocity(message, &claim);
    tcs_claim_give(neck, sensor, &claim);
}

/* Without an address, its identity takes the place of one. */
static uint64_t key_of(const struct tcs_rid_said *said)
{
    if ((said->valid & TCS_RID_SAID_ADDRESS) != 0)
        return said->address;
    for (uint32_t i = 0; i < said->count; i++)
        if (said->messages[i].type == TCS_RID_BASIC_ID)
            return tcs_claim_hash(identity_of(said, &said->messages[i].as.basic_id)) >> 8;
    return 0;
}

void tcs_broadcast_hear(struct tcs_transmitters *transmitters,
                        const struct tcs_neck *neck, uint16_t sensor,
                        const struct tcs_rid_said *said)
{
    struct tcs_transmitter *row = find(transmitters, key_of(said));

    if ((said->valid & TCS_RID_SAID_SIGNAL) != 0) {
        row->signal_dbm = said->signal_dbm;
        row->has |= TCS_TRANSMITTER_SIGNAL;
    }
    /* Who before where, whatever the order in the pack. */
    for (uint32_t i = 0; i < said->count; i++) {
        if (said->messages[i].type == TCS_RID_BASIC_ID)
            learn_identity(row, said, &said->messages[i].as.basic_id, neck->now);
        else if (said->messages[i].type == TCS_RID_SYSTEM)
            learn_pilot(row, neck, &said->messages[i]);
    }
    for (uint32_t i = 0; i < said->count; i++) {
        if (said->messages[i].type != TCS_RID_LOCATION)
            continue;
        tcs_doubt_place_heard(&row->doubts, neck, sensor, said, &said->messages[i]);
        compare_with_others(transmitters, row, neck);
        give_location(row, neck, sensor, said, &said->messages[i]);
    }
    row->heard_at = neck->now;
    tcs_neck_heard(neck, sensor);
    neck->changed(neck->context, row, sizeof *row);
}

struct tcs_broadcast_name
tcs_broadcast_name_of(const struct tcs_transmitters *transmitters,
                      const struct tcs_neck *neck, uint64_t address)
{
    struct tcs_broadcast_name name = { 0 };

    for (uint32_t i = 0; i < TCS_TRANSMITTERS_MAX; i++) {
        const struct tcs_transmitter *row = &transmitters->rows[i];

        if (row->address != (address | IN_USE) || row->id_hash == 0)
            continue;
        name.claim_id = row->claim_id != 0
                            ? row->claim_id
                            : tcs_claim_identity(TCS_CLAIM_REMOTE_ID, row->id_hash);
        name.doubts = tcs_doubts_at(&row->doubts, neck->now);
    }
    return name;
}

void tcs_broadcast_take(struct tcs_transmitters *transmitters,
                        const struct tcs_neck *neck, uint16_t sensor, uint64_t address,
                        const struct tcs_rid_message *messages, uint32_t count)
{
    struct tcs_rid_said said = { .address = address,
                                 .valid = TCS_RID_SAID_ADDRESS | TCS_RID_SAID_RANDOM,
                                 .count = count };

    memcpy(said.messages, messages, count * sizeof messages[0]);
    tcs_broadcast_hear(transmitters, neck, sensor, &said);
}
