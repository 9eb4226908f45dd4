/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_AIS_WORDS_H
#define TCS_DECODE_AIS_WORDS_H

/*
 * ais_words.h -- what the numbers of AIS mean, in the words that gpsd prints. For the
 * tables of layouts.
 */

#include "decode/ais.h"

extern const struct tcs_ais_words tcs_ais_nav;
extern const struct tcs_ais_words tcs_ais_epfd;
extern const struct tcs_ais_words tcs_ais_ship;
extern const struct tcs_ais_words tcs_ais_station;
extern const struct tcs_ais_words tcs_ais_aid;
extern const struct tcs_ais_words tcs_ais_signal;
extern const struct tcs_ais_words tcs_ais_route;
extern const struct tcs_ais_words tcs_ais_target;
extern const struct tcs_ais_words tcs_ais_racon;
extern const struct tcs_ais_words tcs_ais_light;
extern const struct tcs_ais_words tcs_ais_arrival;
extern const struct tcs_ais_words tcs_ais_berth;
extern const struct tcs_ais_words tcs_ais_trend;
extern const struct tcs_ais_words tcs_ais_precipitation;
extern const struct tcs_ais_words tcs_ais_ice;
extern const struct tcs_ais_words tcs_ais_hazard;
extern const struct tcs_ais_words tcs_ais_load;
extern const struct tcs_ais_words tcs_ais_weather;
extern const struct tcs_ais_words tcs_ais_strength;
extern const struct tcs_ais_words tcs_ais_wind;
extern const struct tcs_ais_words tcs_ais_direction;
extern const struct tcs_ais_words tcs_ais_lamp;

/* Ships of inland waters: numbers of the European code, or of the type of type 5. */
const char *tcs_ais_inland_ship(uint32_t code);

#endif
