/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/doubt.h"

#include <string.h>

#include "num/elem.h"

_Static_assert(sizeof(struct tcs_doubts) ==
                   8 * (TCS_DOUBT_COUNT + 4 + 2 * TCS_DOUBT_NAMES_KEPT + 3 + 5) + 24,
               "no padding in digested state");

enum { HAS_PLACE = 1, HAS_SPEED = 2, HAS_PILOT = 4 };

/* Of a report, when it does not say how well it knows its place. */
static const double PLACE_SLACK_M = 30.0;
/* Between when a place was taken and when it is heard: a second, by the standard. */
static const double AGE_SLACK_S = 1.0;
/* What a drone may add to its speed. */
static const double ACCELERATION_MPS2 = 15.0;
static const double SAME_PLACE_M = 2.0;
static const double STILL_WAY_M = 100.0;
static const double HOVER_MPS = 3.0; /* said by some while they hover in the wind */
static const double STEADY_WAY_M = 100.0;
static const int32_t STEADY_DB = 1;
static const uint32_t STEADY_PLACES = 20;
static const double NAMES_S = 60.0;
static const uint32_t NOWHERE_TIMES = 3;
static const double CLOCK_OFF_S = 30.0;
static const double CLOCK_BACK_S = 2.0;
static const double CLOCK_STILL_S = 15.0;
static const double HEARING_M = 30000.0; /* when the site file does not say */
static const double HEARING_MARGIN = 1.5;
static const double POWER_DBM = 48.0; /* radiated, and the receiver's antenna */
static const double TWICE_M = 200.0;
static const double TWICE_S = 5.0;
static const double PILOT_M = 50000.0;

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

uint32_t tcs_doubts_at(const struct tcs_doubts *doubts, struct tcs_time now)
{
    uint32_t reasons = 0;

    for (unsigned i = 0; i < TCS_DOUBT_COUNT; i++)
        if (doubts->found_at[i].tai_ns != 0 &&
            seconds(now, doubts->found_at[i]) <= TCS_DOUBT_HOLD_S)
            reasons |= UINT32_C(1) << i;
    return reasons;
}

static void find(struct tcs_doubts *doubts, enum tcs_doubt reason, struct tcs_time now)
{
    doubts->found_at[reason] = now;
}

/* ---------------------------------------------------------------------------- who it is
 */

/* Address blocks that IEEE gave to makers of drones, and the first characters of their
 * serial numbers. */
struct maker {
    const char *prefix;
    uint32_t blocks[6]; /* 24 bits; 0: no more */
};
static const struct maker makers[] = {
    { "1581", { 0x34d262, 0x481cb9, 0x58b858, 0x60601f, 0xe47a2c } },
    { "1588", { 0x00121c, 0x00267e, 0x9003b7, 0x903ae6, 0xa0143d } },
    { "1668", { 0x381d14 } },
};
enum { MAKERS = sizeof makers / sizeof makers[0], NO_MAKER = MAKERS };

static unsigned maker_of_serial(const struct tcs_rid_basic_id *id)
{
    unsigned i = 0;

    while (i < MAKERS && (id->id_len < 5 || memcmp(id->id, makers[i].prefix, 4) != 0))
        i++;
    return i;
}

static unsigned maker_of_address(uint64_t address)
{
    const uint32_t block = (uint32_t)(address >> 24);

    for (unsigned i = 0; i < MAKERS; i++)
        for (unsigned b = 0; b < 6 && makers[i].blocks[b] != 0; b++)
            if (makers[i].blocks[b] == block)
                return i;
    return NO_MAKER;
}

static void judge_maker(struct tcs_doubts *doubts, const struct tcs_rid_said *said,
                        const struct tcs_rid_basic_id *id, struct tcs_time now)
{
    const uint64_t local = UINT64_C(1) << 41; /* given by nobody */
    const unsigned by_serial = maker_of_serial(id);
    const unsigned by_address = maker_of_address(said->address);

    if ((said->valid & TCS_RID_SAID_ADDRESS) == 0 ||
        (said->valid & TCS_RID_SAID_RANDOM) != 0 || (said->address & local) != 0)
        return;
    /* Drones are sold with radios of others, but not with those of a competitor. */
    if (by_serial != NO_MAKER && by_address != NO_MAKER && by_serial != by_address)
        find(doubts, TCS_DOUBT_MAKER, now);
}

static void judge_names(struct tcs_doubts *doubts, uint64_t hash, struct tcs_time now)
{
    unsigned oldest = 0;
    unsigned recent = 0;

    for (unsigned i = 0; i < TCS_DOUBT_NAMES_KEPT; i++) {
        if (doubts->name[i] == hash) {
            doubts->name_at[i] = now;
            return;
        }
        if (tcs_time_compare(doubts->name_at[i], doubts->name_at[oldest]) < 0)
            oldest = i;
    }
    doubts->name[oldest] = hash;
    doubts->name_at[oldest] = now;
    for (unsigned i = 0; i < TCS_DOUBT_NAMES_KEPT; i++)
        recent += doubts->name[i] != 0 && seconds(now, doubts->name_at[i]) <= NAMES_S;
    if (recent == TCS_DOUBT_NAMES_KEPT)
        find(doubts, TCS_DOUBT_NAMES, now);
}

void tcs_doubt_name_heard(struct tcs_doubts *doubts, const struct tcs_rid_said *said,
                          const struct tcs_rid_basic_id *id, uint64_t hash,
                          struct tcs_time now)
{
    doubts->aircraft = id->aircraft;
    if (id->id_kind != TCS_RID_ID_SERIAL)
        return;
    judge_maker(doubts, said, id, now);
    judge_names(doubts, hash, now);
}

/* --------------------------------------------------------------------------- where it is
 */

static struct tcs_vec3 place_of(const struct tcs_neck *neck, int32_t lat_e7,
                                int32_t lon_e7)
{
    const struct tcs_geodetic position = { lat_e7 * 1e-7 * TCS_RAD_PER_DEG,
                                           lon_e7 * 1e-7 * TCS_RAD_PER_DEG,
                                           neck->frame->origin.height_m };

    return tcs_enu_from_geodetic(neck->frame, position);
}

static double apart(const double a[3], const double b[3])
{
    const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];

    return tcs_sqrt(x * x + y * y + z * z);
}

/* Far away the plane of the site is below what it says: all three coordinates count. */
static void judge_pilot(struct tcs_doubts *doubts, struct tcs_time now)
{
    const double x = doubts->pilot_m[0] - doubts->place_m[0];
    const double y = doubts->pilot_m[1] - doubts->place_m[1];

    if ((doubts->has & (HAS_PILOT | HAS_PLACE)) == (HAS_PILOT | HAS_PLACE) &&
        x * x + y * y > PILOT_M * PILOT_M)
        find(doubts, TCS_DOUBT_PILOT, now);
}

void tcs_doubt_pilot_heard(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                           const struct tcs_rid_message *message)
{
    const struct tcs_rid_system *system = &message->as.system;

    if ((message->valid & TCS_RID_SYSTEM_OPERATOR) == 0)
        return;
    const struct tcs_vec3 place =
        place_of(neck, system->operator_lat_e7_deg, system->operator_lon_e7_deg);

    doubts->pilot_m[0] = place.v[0];
    doubts->pilot_m[1] = place.v[1];
    doubts->has |= HAS_PILOT;
    judge_pilot(doubts, neck->now);
}

/* m/s; by the code of the kind of aircraft. */
static double fastest_mps(uint32_t aircraft)
{
    switch (aircraft) {
    case 2: /* multirotor */
    case 3:
        return 60.0;
    case 6: /* glider */
    case 7:
    case 8:
    case 9:
    case 10:
    case 11: /* and what hangs or drifts in the wind */
        return 50.0;
    case 13: /* tethered, and obstacles */
    case 14:
        return 20.0;
    case 12: /* rocket */
        return 1000.0;
    default:
        return 120.0;
    }
}

static double slack_m(const struct tcs_rid_message *message)
{
    const double told = tcs_rid_horizontal_m(message->as.location.horizontal_accuracy);

    return 2.0 * (told > 0.0 ? told : PLACE_SLACK_M);
}

/* What it says against the place before, dt_s ago. */
static void judge_way(struct tcs_doubts *doubts, const struct tcs_rid_message *message,
                      double way_m, double dt_s, struct tcs_time now)
{
    const struct tcs_rid_location *l = &message->as.location;
    const double slack = slack_m(message);
    const double time_s = dt_s + AGE_SLACK_S;

    if (way_m - slack > fastest_mps(doubts->aircraft) * time_s)
        find(doubts, TCS_DOUBT_JUMP, now);
    if ((message->valid & TCS_RID_LOCATION_SPEED) == 0 || (doubts->has & HAS_SPEED) == 0)
        return;
    const double said =
        l->speed_mps > doubts->speed_mps ? l->speed_mps : doubts->speed_mps;

    /* Between two speeds it may have gone up and down again: a quarter of a t^2. */
    if (dt_s < 30.0 &&
        way_m - slack > said * time_s + 0.25 * ACCELERATION_MPS2 * time_s * time_s)
        find(doubts, TCS_DOUBT_VELOCITY, now);
}

/* It says that it flies, but stays where it is. */
static void judge_still(struct tcs_doubts *doubts, const struct tcs_rid_message *message,
                        double dt_s, struct tcs_time now)
{
    const double counted_s = dt_s < 5.0 ? dt_s : 5.0;
    const double speed_mps = message->as.location.speed_mps;

    if ((message->valid & TCS_RID_LOCATION_SPEED) == 0 || speed_mps < HOVER_MPS)
        doubts->still_m = 0.0;
    else
        doubts->still_m += speed_mps * counted_s;
    if (doubts->still_m > STILL_WAY_M + slack_m(message))
        find(doubts, TCS_DOUBT_VELOCITY, now);
}

static void judge_signal(struct tcs_doubts *doubts, const struct tcs_rid_said *said,
                         double way_m, struct tcs_time now)
{
    const int32_t signal = said->signal_dbm;
    const int32_t low = signal < doubts->signal_low ? signal : doubts->signal_low;
    const int32_t high = signal > doubts->signal_high ? signal : doubts->signal_high;

    if ((said->valid & TCS_RID_SAID_SIGNAL) == 0)
        return;
    if (doubts->steady_count == 0 || high - low > STEADY_DB) {
        doubts->signal_low = signal;
        doubts->signal_high = signal;
        doubts->steady_count = 1;
        doubts->steady_m = 0.0;
        return;
    }
    doubts->signal_low = low;
    doubts->signal_high = high;
    if (doubts->steady_count < UINT32_MAX)
        doubts->steady_count++;
    doubts->steady_m += way_m;
    if (doubts->steady_count > STEADY_PLACES && doubts->steady_m > STEADY_WAY_M)
        find(doubts, TCS_DOUBT_STEADY, now);
}

/* Free space, at 2.4 GHz: -40 dB over the first metre, then 20 dB a decade. What is
 * nearer than the slack may be anywhere. */
static void judge_range(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                        uint16_t sensor, const struct tcs_rid_said *said, double slack)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const double limit = about->coverage.range_max_m > 0.0
                             ? about->coverage.range_max_m * HEARING_MARGIN
                             : HEARING_M;
    const double place[3] = { doubts->place_m[0], doubts->place_m[1],
                              about->position_m.v[2] };
    const double far_m = apart(place, about->position_m.v) - slack;

    if (far_m > limit)
        find(doubts, TCS_DOUBT_RANGE, neck->now);
    if ((said->valid & TCS_RID_SAID_SIGNAL) != 0 && far_m > 100.0 &&
        said->signal_dbm > POWER_DBM - 40.0 - 20.0 * tcs_log10(far_m))
        find(doubts, TCS_DOUBT_RANGE, neck->now);
}

/* --------------------------------------------------------------------------- when it was
 */

static void judge_clock(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                        const struct tcs_rid_message *message, double way_m)
{
    const struct tcs_time now = neck->now;

    if ((message->valid & TCS_RID_LOCATION_TIME) == 0)
        return;
    const struct tcs_time said =
        tcs_rid_time(neck->leap, message->as.location.time_ds, now);

    if (tcs_fabs(seconds(said, now)) >= CLOCK_OFF_S)
        find(doubts, TCS_DOUBT_CLOCK, now);
    if (doubts->said_at.tai_ns == 0 || tcs_time_compare(said, doubts->said_at) != 0) {
        if (doubts->said_at.tai_ns != 0 && seconds(doubts->said_at, said) > CLOCK_BACK_S)
            find(doubts, TCS_DOUBT_CLOCK, now);
        doubts->said_at = said;
        doubts->said_since = now;
        return;
    }
    if (way_m > slack_m(message) || seconds(now, doubts->said_since) > CLOCK_STILL_S)
        find(doubts, TCS_DOUBT_CLOCK, now);
}

/* In the air, and nowhere. */
static bool judge_nowhere(struct tcs_doubts *doubts,
                          const struct tcs_rid_message *message, struct tcs_time now)
{
    if ((message->valid & TCS_RID_LOCATION_POSITION) != 0) {
        doubts->nowhere_count = 0;
        return false;
    }
    if (message->as.location.status == TCS_RID_STATUS_AIRBORNE &&
        doubts->nowhere_count < UINT32_MAX)
        doubts->nowhere_count++;
    if (doubts->nowhere_count >= NOWHERE_TIMES)
        find(doubts, TCS_DOUBT_NOWHERE, now);
    return true;
}

void tcs_doubt_place_heard(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                           uint16_t sensor, const struct tcs_rid_said *said,
                           const struct tcs_rid_message *message)
{
    const struct tcs_rid_location *l = &message->as.location;
    const struct tcs_time now = neck->now;

    if (judge_nowhere(doubts, message, now))
        return;
    const struct tcs_vec3 place = place_of(neck, l->lat_e7_deg, l->lon_e7_deg);
    const bool known = (doubts->has & HAS_PLACE) != 0;
    const double way_m = known ? apart(place.v, doubts->place_m) : 0.0;

    judge_clock(doubts, neck, message, way_m);
    if (known && way_m <= SAME_PLACE_M) {
        judge_still(doubts, message, seconds(now, doubts->place_at), now);
    } else {
        if (known)
            judge_way(doubts, message, way_m, seconds(now, doubts->place_at), now);
        judge_signal(doubts, said, way_m, now);
        memcpy(doubts->place_m, place.v, sizeof doubts->place_m);
        doubts->place_since = now;
        doubts->still_m = 0.0;
        doubts->has |= HAS_PLACE;
    }
    doubts->place_at = now;
    doubts->has &= ~(uint32_t)HAS_SPEED;
    if ((message->valid & TCS_RID_LOCATION_SPEED) != 0) {
        doubts->speed_mps = l->speed_mps;
        doubts->has |= HAS_SPEED;
    }
    judge_range(doubts, neck, sensor, said, slack_m(message));
    judge_pilot(doubts, now);
}

bool tcs_doubt_twice(const struct tcs_doubts *a, const struct tcs_doubts *b)
{
    if ((a->has & b->has & HAS_PLACE) == 0)
        return false;
    const double dt_s = tcs_fabs(seconds(a->place_at, b->place_at));

    return dt_s <= TWICE_S &&
           apart(a->place_m, b->place_m) >
               TWICE_M + fastest_mps(a->aircraft) * (dt_s + AGE_SLACK_S);
}
