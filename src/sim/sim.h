/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_SIM_H
#define TCS_SIM_SIM_H

/*
 * sim.h -- a scenario played: bodies move, sensors watch them, messages in real wire
 * formats come out, each at the time at which it would reach tocsin.
 *
 *   radar        ASTERIX 034/048: a beam that turns; a datagram a sector (32 a turn)
 *   radio, acoustic, camera   bearings as JSON lines, a line each period
 *   remote-id    radiotap packets of Wi-Fi beacons, each drone once a second
 *   ads-b        extended squitters: position twice a second, velocity twice, identity
 * each 5 s
 *
 * What each sensor measures is drawn from the error model, coverage and detection
 * probability of the site file, changed by what the scenario says of it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "config/site.h"
#include "sim/post.h"
#include "sim/scenario.h"
#include "sim/world.h"

struct tcs_sim_sensor {
    const struct tcs_sensor *site;        /* as the site file believes it to be */
    const struct tcs_sensor_truth *truth; /* how it is otherwise */
    uint16_t feed;                        /* that carries it; 0xffff: none */
    uint16_t sac_sic;
    struct tcs_rand rand;
    double next_s;   /* of its next look */
    double beam_rad; /* radar: where the beam is now */
    uint32_t sector; /* radar: that it is in */
    uint32_t reserved;
    struct tcs_writer plots; /* radar: of the open sector */
    size_t block;
    uint8_t room[32768];
};

struct tcs_sim {
    const struct tcs_scenario *scenario;
    const struct tcs_site *site;
    struct tcs_world world;
    struct tcs_post post;
    struct tcs_sim_sensor *sensors; /* one for each of the site */
    uint64_t messages;
    uint64_t lost; /* by the scenario's `loss` */
};

/* ret_error says why. */
TCS_NODISCARD enum tcs_status tcs_sim_open(const struct tcs_scenario *scenario,
                                           const struct tcs_site *site,
                                           struct tcs_sim *ret_sim, char ret_error[256]);
/* One step of TCS_WORLD_STEP_S; messages that come about go into `post`. TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_sim_step(struct tcs_sim *sim);
void tcs_sim_close(struct tcs_sim *sim);

/* For the sensors' own files: sends a message off, which may get lost on its way. */
TCS_NODISCARD enum tcs_status
tcs_sim_send(struct tcs_sim *sim, struct tcs_sim_sensor *sensor, struct tcs_bytes octets);
/* What a sensor can see at all: aloft, above its masking height. */
bool tcs_sim_visible(const struct tcs_sim_sensor *sensor, const struct tcs_body *body);
/* Probability of detection, 0 outside its coverage. */
double tcs_sim_pd(const struct tcs_sim_sensor *sensor, const struct tcs_body *body);
/* POSIX ns of now as this sensor's clock has it. */
int64_t tcs_sim_sensor_utc(const struct tcs_sim *sim,
                           const struct tcs_sim_sensor *sensor);
int64_t tcs_sim_utc(const struct tcs_sim *sim);

TCS_NODISCARD enum tcs_status tcs_sim_radar(struct tcs_sim *sim,
                                            struct tcs_sim_sensor *sensor);
TCS_NODISCARD enum tcs_status tcs_sim_bearings(struct tcs_sim *sim,
                                               struct tcs_sim_sensor *sensor);
TCS_NODISCARD enum tcs_status tcs_sim_remote_id(struct tcs_sim *sim,
                                                struct tcs_sim_sensor *sensor);
TCS_NODISCARD enum tcs_status tcs_sim_ads_b(struct tcs_sim *sim,
                                            struct tcs_sim_sensor *sensor);

#endif
