/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENGINE_ENGINE_H
#define TCS_ENGINE_ENGINE_H

/*
 * engine.h -- the whole of watching and warning as one step function.
 *
 * An event (bytes of a feed, the passing of time, an operator's action) goes in; the
 * picture, alarm changes and a digest come out. No socket, clock, heap or log: replaying
 * the same events gives the same bits.
 *
 * State is one block in the caller's memory, without pointers: a memcpy is a snapshot.
 *
 * What came late is put in its place (track/timeline.h): tracks are as if it had come in
 * order. What has been announced is not taken back: alarms go on from what is known now.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alarm/alarm.h"
#include "assess/zone.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/status.h"
#include "base/time.h"
#include "geo/geo.h"
#include "observe/neck.h"
#include "observe/sensor.h"
#include "track/timeline.h"
#include "track/track.h"
#include "track/tracker.h"

/* The kinds of input; the same numbers are the kinds of record entries (record/entry.h).
 */
enum tcs_event_kind {
    TCS_EVENT_BYTES = 2,  /* octets of a feed */
    TCS_EVENT_TICK = 3,   /* time has passed, or nobody waits; no data */
    TCS_EVENT_ACTION = 4, /* tcs_action_write's octets */
    /* (Re)connected: framing begins anew. Payload: empty, or one octet, enum tcs_framing,
     * that holds from now on (a file feed learns it from the file). */
    TCS_EVENT_FEED_UP = 5,
    TCS_EVENT_FEED_DOWN = 6,
    TCS_EVENT_CLOCK_STEP = 7, /* int64, big endian: ns by which the host's UTC jumped */
};

struct tcs_event {
    uint16_t kind;
    uint16_t feed; /* index into the configuration; 0xffff: none */
    uint32_t reserved;
    uint64_t sequence;       /* of that feed, from 0 */
    struct tcs_time arrival; /* never before the previous event's */
    struct tcs_bytes payload;
};

/* What a feed speaks and how its octets are framed. */
enum tcs_protocol {
    TCS_PROTOCOL_ASTERIX,
    TCS_PROTOCOL_REMOTE_ID,
    TCS_PROTOCOL_MODES,   /* Mode S extended squitter */
    TCS_PROTOCOL_BEARING, /* JSON lines, docs/bearings.md */
    TCS_PROTOCOL_SAPIENT, /* BSI Flex 335, docs/sapient.md */
    TCS_PROTOCOL_KRAKEN,  /* direction finder: lines of DOA_value.html */
    TCS_PROTOCOL_ODAS,    /* microphones: JSON objects */
    TCS_PROTOCOL_ONVIF,   /* cameras: metadata documents */
    TCS_PROTOCOL_FRIGATE, /* cameras: messages of frigate/events */
    TCS_PROTOCOL_COT,     /* Cursor on Target: XML, TAK protocol 1 */
    TCS_PROTOCOL_UAT,     /* ADS-B on 978 MHz: lines of dump978 */
    TCS_PROTOCOL_SBS,     /* ADS-B, decoded: lines of BaseStation */
    TCS_PROTOCOL_READSB,  /* ADS-B, decoded: JSON of readsb */
    TCS_PROTOCOL_MAVLINK, /* autopilots: position, Open Drone ID, ADS-B */
    TCS_PROTOCOL_AIS,     /* ships: sentences of NMEA 0183 */
};
enum tcs_framing {
    TCS_FRAMING_DATAGRAM, /* one event, one datagram or block sequence */
    TCS_FRAMING_STREAM,   /* octets in pieces: asterix blocks, beast or avr, JSON lines,
                             or (remote-id) a pcap stream */
    TCS_FRAMING_PACKET_80211_RADIOTAP, /* one captured packet an event, DLT 127 */
    TCS_FRAMING_PACKET_80211,          /* DLT 105 */
    TCS_FRAMING_PACKET_ETHERNET,       /* DLT 1; UDP payloads are taken */
    TCS_FRAMING_LINE,                  /* one line of text an event, without its end */
    TCS_FRAMING_TOPIC, /* one MQTT message: length of its topic (2 octets, big endian),
                          topic, payload, which is taken as a datagram */
    TCS_FRAMING_PACKET_BLE,         /* DLT 251 */
    TCS_FRAMING_PACKET_BLE_PHDR,    /* DLT 256 */
    TCS_FRAMING_PACKET_NORDIC_BLE,  /* DLT 272 */
    TCS_FRAMING_PACKET_HCI_H4,      /* DLT 187 */
    TCS_FRAMING_PACKET_HCI_H4_PHDR, /* DLT 201 */
    TCS_FRAMING_PACKET_HCI_MONITOR, /* DLT 254 */
    TCS_FRAMING_COUNT,
};
enum tcs_modes_form { TCS_MODES_BEAST, TCS_MODES_AVR, TCS_MODES_HEX };

struct tcs_feed_config {
    char name[TCS_NAME_LEN];
    enum tcs_protocol protocol;
    enum tcs_framing framing;
    int32_t envelope; /* asterix: what is around the blocks of a datagram, enum
                         tcs_asterix_framing */
    enum tcs_modes_form modes_form;
    uint16_t udp_port; /* with PACKET_ETHERNET: only this destination port; 0: any */
    uint16_t sensors[TCS_SENSOR_MAX]; /* that may speak on this feed */
    uint16_t sensor_count;
    uint16_t sac_sic[TCS_SENSOR_MAX]; /* asterix: (SAC << 8 | SIC) of each, same order */
};

enum { TCS_FEED_MAX = 64, TCS_EDITIONS_MAX = 64 };
enum { TCS_NODE_ID_LEN = 37 }; /* a UUID and a zero */

/* An asterix source that does not speak the latest edition of a category. */
struct tcs_edition_choice {
    uint16_t sac_sic;
    uint8_t category;
    char edition[13]; /* "1.27", "205@1.0" or "none" (decode/asterix/asterix.h) */
};

/* Of the state's meaning: one more whenever a build cannot go on from an older one's
 * state. */
enum { TCS_ENGINE_LAYOUT = 35 };

struct tcs_engine_config {
    struct tcs_frame frame; /* of the site */
    double geoid_m; /* at the site: height above the ellipsoid minus above mean sea level
                     */
    struct tcs_leap_table leap;
    struct tcs_sensor sensors[TCS_SENSOR_MAX];
    uint32_t sensor_count;
    char nodes[TCS_SENSOR_MAX][TCS_NODE_ID_LEN]; /* sapient: which node each sensor is */
    struct tcs_feed_config feeds[TCS_FEED_MAX];
    uint32_t feed_count;
    struct tcs_edition_choice editions[TCS_EDITIONS_MAX];
    uint32_t edition_count;
    struct tcs_zone zones[TCS_ZONE_MAX];
    uint32_t zone_count;
    struct tcs_tracker_config tracker; /* .sensors is set by tcs_engine_init */
    struct tcs_timeline_config late;   /* all zero: the defaults */
    struct tcs_alarm_config alarm;     /* .assess.zones likewise */
};

/* Picture, threats and alarms are made from this time on since they were made last, and
 * by every action: with a tick at least every 40 ms, evidence reaches the alarms within
 * 90 ms of event time, however many messages come; what belongs before looks that have
 * been run, within 180 ms as a rule (track/timeline.h).
 *
 * No step takes long: where events come within 10 ms of each other, looks are run, a
 * picture is made and the tracker goes back in shares, each step doing what there has
 * been time for, so that a burst is taken in at once. That adds some milliseconds, and 50
 * ms at most: then all that is left is done in one step. A tick that brings no time says
 * that nobody waits, and does a share of its own. */
#define TCS_ENGINE_EVALUATE_NS (TCS_NS_PER_S / 20)

/* Counts of a feed; every octet that came in is in exactly one of them in the end. */
struct tcs_feed_counts {
    uint64_t events;
    uint64_t octets;
    uint64_t records; /* decoded */
    uint64_t looks;   /* observations handed to the tracker came from these */
    uint64_t damaged;
    uint64_t foreign;
    uint64_t impossible;
    uint64_t
        unmapped; /* well formed, but from a source that the site file does not name */
    struct tcs_time last_at;
};

struct tcs_output {
    bool picture_new; /* tracks and threats were made by this step, else by an earlier one
                       */
    /* The latest picture; until next step, but the tracks stay as they are until the step
     * after the one that makes another. */
    const struct tcs_track_view *tracks;
    size_t track_count;
    const struct tcs_threat *threats;
    size_t threat_count;
    const struct tcs_alarm_change *changes;
    size_t change_count;
    enum tcs_status action;   /* of a TCS_EVENT_ACTION */
    uint64_t step;            /* number of this step, from 1 */
    struct tcs_digest digest; /* chained over the previous, the input and what changed */
    bool has_state_digest;    /* every second of event time */
    struct tcs_digest state_digest; /* of the whole state */
};

struct tcs_engine {
    const struct tcs_engine_config *config;
    uint8_t *state; /* state_size octets */
    size_t state_size;
    uint8_t *scratch;
};

/* Whether an asterix category can be read by this edition, or be left unread ("none"). */
bool tcs_engine_knows_edition(uint8_t category, const char *edition);

size_t tcs_engine_state_size(const struct tcs_engine_config *config);
size_t tcs_engine_scratch_size(const struct tcs_engine_config *config);

/* Binds caller's memory (64-aligned, of the sizes above). config must outlive the engine
 * and its tracker.sensors and alarm.assess.zones point into itself afterwards. With
 * `restore` NULL the state is made new at `start`; otherwise it is a snapshot taken under
 * the same configuration, state_size octets long. */
void tcs_engine_init(struct tcs_engine *engine, struct tcs_engine_config *config,
                     void *state, void *scratch, struct tcs_time start,
                     const void *restore);

/* So many octets from the beginning of scratch are in use within seconds; the rest only
 * with many tracks. */
size_t tcs_engine_scratch_soon(const struct tcs_engine_config *config);

/* TCS_E_ARGUMENT: unknown feed or kind, or time going back; nothing has changed. Damaged
 * payloads are counted, not failures. */
TCS_NODISCARD
enum tcs_status tcs_engine_step(struct tcs_engine *engine, const struct tcs_event *event,
                                struct tcs_output *ret_output);

/* The same in two halves, for those who want to know when the first was over: until the
 * event is decoded and its observations are handed to the tracker, and what there is time
 * for of all that follows. The second belongs after each first that was TCS_OK, with the
 * same output and nothing between them. */
TCS_NODISCARD
enum tcs_status tcs_engine_take(struct tcs_engine *engine, const struct tcs_event *event,
                                struct tcs_output *ret_output);
void tcs_engine_proceed(struct tcs_engine *engine, struct tcs_output *ret_output);

const struct tcs_feed_counts *tcs_engine_feed_counts(const struct tcs_engine *engine,
                                                     uint32_t feed);
const struct tcs_sensor_counts *tcs_engine_sensor_counts(const struct tcs_engine *engine,
                                                         uint32_t sensor);
const struct tcs_alarms *tcs_engine_alarms(const struct tcs_engine *engine);
/* As of the latest picture, as are the errors of sensors. */
struct tcs_tracker_counts tcs_engine_tracker_counts(const struct tcs_engine *engine);
struct tcs_timeline_counts tcs_engine_late_counts(const struct tcs_engine *engine);
/* Of the tracks alone: equal for equal looks, in whatever order they came in, once they
 * have all been run: two pictures after the last came as a rule, or half of the window
 * when there is much to run again (tcs_timeline_go_back). */
struct tcs_digest tcs_engine_tracks_digest(const struct tcs_engine *engine);
/* Seconds since sensor was last heard, at the present of the engine; < 0: never. */
double tcs_engine_sensor_silence(const struct tcs_engine *engine, uint32_t sensor);
/* How a sensor errs; its clock is wrong also when a stamp was refused within 10 s. */
struct tcs_sensor_error tcs_engine_sensor_error(const struct tcs_engine *engine,
                                                uint32_t sensor);
struct tcs_time tcs_engine_now(const struct tcs_engine *engine);
/* A tick that brings no time would do something of what waits. */
bool tcs_engine_has_more(const struct tcs_engine *engine);

#endif
