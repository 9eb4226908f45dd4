/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_VIEW_SDPS_H
#define TCS_VIEW_SDPS_H

/*
 * sdps.h -- the picture as another system's surveillance data: ASTERIX 062 (system
 * tracks), 063 (sensors) and 065 (the service), as datagrams.
 *
 * A cycle is the 062 of all confirmed and coasting tracks, then a 065 end of batch with
 * the number of the cycle. A track keeps its number, 1 to 65535, from its first report
 * (I062/080 TSB) to one more after it has gone (TSE); numbers are used again as late as
 * possible. Positions are in WGS 84 and in metres east and north of the site's origin,
 * heights above the ellipsoid, accuracies from the covariance, cut off at what the items
 * can hold. I062/380 says unmanned when drones make up more than half of the class, and
 * gives the ICAO address that a broadcast claims.
 *
 * A status is a 063 for each sensor (not connected when it has been silent for as long as
 * makes an alarm; SAC and SIC are those of its ASTERIX source, else 0 and its place among
 * the sensors from 1) and a 065 SDPS status.
 *
 * No socket, no clock. Records of one cycle are put into as few datagrams as
 * TCS_SDPS_DATAGRAM_MAX allows.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "config/site.h"
#include "track/track.h"

enum {
    TCS_SDPS_DATAGRAM_MAX = 1400, /* octets: fits an Ethernet frame */
    TCS_SDPS_TRACKS_MAX = 1024,   /* with a number at one time */
};

struct tcs_sdps_number {
    uint64_t id; /* of the track; 0: free */
    uint16_t number;
    uint16_t seen; /* in this cycle */
    uint32_t reserved;
};

struct tcs_sdps {
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t batch;    /* of the last cycle */
    uint16_t last;    /* number given last */
    char edition[10]; /* of 062, "1.19"; empty: the latest */
    uint64_t refused; /* records that the format could not carry, tracks without room */
    struct tcs_sdps_number numbers[TCS_SDPS_TRACKS_MAX];
};

/* Who gets the datagrams. */
struct tcs_sdps_to {
    void (*take)(void *context, struct tcs_bytes datagram);
    void *context;
};

/* edition may be NULL or empty: the latest. False: no such edition of 062. */
bool tcs_sdps_begin(struct tcs_sdps *sdps, uint8_t sac, uint8_t sic, const char *edition);

/* One cycle at `now`. */
void tcs_sdps_tracks(struct tcs_sdps *sdps, const struct tcs_site *site,
                     struct tcs_time now, const struct tcs_track_view *tracks,
                     size_t track_count, struct tcs_sdps_to to);

/* silence_s: of each sensor, < 0: never heard; NULL: nothing is known yet. */
void tcs_sdps_status(struct tcs_sdps *sdps, const struct tcs_site *site,
                     struct tcs_time now, const double *silence_s, struct tcs_sdps_to to);

#endif
