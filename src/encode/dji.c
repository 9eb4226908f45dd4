/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/dji.h"

static void write_16(struct tcs_writer *w, int16_t value)
{
    tcs_write_le(w, (uint64_t)(int64_t)value, 2);
}

static void write_32(struct tcs_writer *w, int32_t value)
{
    tcs_write_le(w, (uint64_t)(int64_t)value, 4);
}

static void telemetry_write(struct tcs_writer *w, const struct tcs_dji *dji)
{
    tcs_write_u8(w, dji->version);
    tcs_write_le(w, dji->sequence, 2);
    tcs_write_le(w, dji->state, 2);
    tcs_write_bytes(w, dji->serial, sizeof dji->serial);
    write_32(w, dji->lon_raw);
    write_32(w, dji->lat_raw);
    write_16(w, dji->altitude_raw);
    write_16(w, dji->height_raw);
    write_16(w, dji->north_cmps);
    write_16(w, dji->east_cmps);
    write_16(w, dji->up_cmps);
    if (dji->version == 1) {
        write_16(w, dji->pitch_raw);
        write_16(w, dji->roll_raw);
        write_16(w, dji->yaw_raw);
    } else {
        write_16(w, dji->yaw_raw);
        tcs_write_le(w, dji->time_ms, 8);
        write_32(w, dji->pilot_lat_raw);
        write_32(w, dji->pilot_lon_raw);
    }
    write_32(w, dji->home_lon_raw);
    write_32(w, dji->home_lat_raw);
    tcs_write_u8(w, dji->product);
    tcs_write_u8(w, dji->uuid_len);
    tcs_write_bytes(w, dji->uuid, sizeof dji->uuid);
}

enum tcs_status tcs_dji_write(const struct tcs_dji *dji, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (dji->kind == TCS_DJI_TELEMETRY ? dji->version != 1 && dji->version != 2
                                       : dji->kind != TCS_DJI_PURPOSE)
        return TCS_E_ARGUMENT;
    tcs_write_u8(&trial, dji->kind);
    if (dji->kind == TCS_DJI_TELEMETRY)
        telemetry_write(&trial, dji);
    else
        tcs_write_bytes(&trial, dji->serial, sizeof dji->serial);
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
