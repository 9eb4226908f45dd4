/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/french.h"

enum { LAT_MAX_E5 = 9000000, LON_MAX_E5 = 18000000 };

static void number_write(struct tcs_writer *w, uint8_t type, int32_t value, uint8_t len)
{
    tcs_write_u8(w, type);
    tcs_write_u8(w, len);
    tcs_write_be(w, (uint64_t)(int64_t)value, len);
}

static bool on_earth(int32_t lat_e5, int32_t lon_e5)
{
    return lat_e5 >= -LAT_MAX_E5 && lat_e5 <= LAT_MAX_E5 && lon_e5 >= -LON_MAX_E5 &&
           lon_e5 <= LON_MAX_E5;
}

static void texts_write(struct tcs_writer *w, const struct tcs_french *french)
{
    if ((french->valid & TCS_FRENCH_ID) != 0) {
        tcs_write_u8(w, 2);
        tcs_write_u8(w, TCS_FRENCH_ID_LEN);
        tcs_write_bytes(w, french->id, french->id_len);
        for (unsigned i = french->id_len; i < TCS_FRENCH_ID_LEN; i++)
            tcs_write_u8(w, 0);
    }
    if ((french->valid & TCS_FRENCH_SERIAL) != 0) {
        tcs_write_u8(w, 3);
        tcs_write_u8(w, french->serial_len);
        tcs_write_bytes(w, french->serial, french->serial_len);
    }
}

enum tcs_status tcs_french_write(const struct tcs_french *french, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;
    const unsigned valid = french->valid;

    if (!on_earth(french->lat_e5_deg, french->lon_e5_deg) ||
        !on_earth(french->home_lat_e5_deg, french->home_lon_e5_deg) ||
        french->direction_deg > 359 || french->id_len > TCS_FRENCH_ID_LEN ||
        french->serial_len > TCS_FRENCH_SERIAL_LEN)
        return TCS_E_ARGUMENT;
    number_write(&trial, 1, 1, 1);
    texts_write(&trial, french);
    if ((valid & TCS_FRENCH_POSITION) != 0) {
        number_write(&trial, 4, french->lat_e5_deg, 4);
        number_write(&trial, 5, french->lon_e5_deg, 4);
    }
    if ((valid & TCS_FRENCH_ALTITUDE) != 0)
        number_write(&trial, 6, french->altitude_m, 2);
    if ((valid & TCS_FRENCH_HEIGHT) != 0)
        number_write(&trial, 7, french->height_m, 2);
    if ((valid & TCS_FRENCH_HOME) != 0) {
        number_write(&trial, 8, french->home_lat_e5_deg, 4);
        number_write(&trial, 9, french->home_lon_e5_deg, 4);
    }
    if ((valid & TCS_FRENCH_SPEED) != 0)
        number_write(&trial, 10, french->speed_mps, 1);
    if ((valid & TCS_FRENCH_DIRECTION) != 0)
        number_write(&trial, 11, french->direction_deg, 2);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
