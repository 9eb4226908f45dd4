/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/squitter_status.h"

#include <string.h>

#include "decode/comm_b.h"

enum {
    TYPE_EMERGENCY = 28,
    TYPE_TARGET = 29,
    TYPE_OPERATION = 31,
    TARGET_OF_VERSION_2 = 1,
    OPERATION_ON_SURFACE = 1,
};

static void read_emergency(const uint8_t *m, struct tcs_squitter_status *status)
{
    if (status->subtype == 1) {
        status->kind = TCS_STATUS_EMERGENCY;
        status->emergency = (uint8_t)tcs_register_bits(m, 9, 3);
        status->squawk = tcs_squawk(tcs_register_bits(m, 12, 13));
    } else if (status->subtype == 2) {
        status->kind = TCS_STATUS_ADVISORY;
        memcpy(status->advisory, m, sizeof status->advisory);
    }
}

static void read_target(const uint8_t *m, struct tcs_squitter_status *status)
{
    const uint32_t altitude = tcs_register_bits(m, 10, 11);
    const uint32_t pressure = tcs_register_bits(m, 21, 9);
    /* Autopilot 48, VNAV 49, altitude hold 50, approach 52, TCAS 53, LNAV 54. */
    static const uint8_t mode_bits[] = { 48, 49, 50, 52, 53, 54 };

    status->subtype = (uint8_t)tcs_register_bits(m, 6, 2);
    if (status->subtype != TARGET_OF_VERSION_2)
        return;
    status->kind = TCS_STATUS_TARGET;
    status->sil_supplement = (uint8_t)tcs_register_bits(m, 8, 1);
    status->from_fms = (uint8_t)tcs_register_bits(m, 9, 1);
    if (altitude != 0) {
        status->altitude_ft = (int32_t)(altitude - 1) * 32;
        status->valid |= TCS_STATUS_ALTITUDE;
    }
    if (pressure != 0) {
        status->pressure_hpa = 800.0F + (float)(pressure - 1) * 0.8F;
        status->valid |= TCS_STATUS_PRESSURE;
    }
    if (tcs_register_bits(m, 30, 1) != 0) {
        status->heading_deg = (float)tcs_register_bits(m, 31, 9) * 180.0F / 256.0F;
        status->valid |= TCS_STATUS_HEADING;
    }
    status->nac_p = (uint8_t)tcs_register_bits(m, 40, 4);
    status->nic_baro = (uint8_t)tcs_register_bits(m, 44, 1);
    status->sil = (uint8_t)tcs_register_bits(m, 45, 2);
    if (tcs_register_bits(m, 47, 1) != 0) {
        status->valid |= TCS_STATUS_MODES;
        for (unsigned i = 0; i < sizeof mode_bits; i++)
            status->modes |= (uint8_t)(tcs_register_bits(m, mode_bits[i], 1) << i);
    }
}

static void read_operation(const uint8_t *m, struct tcs_squitter_status *status)
{
    if (status->subtype > OPERATION_ON_SURFACE)
        return;
    status->kind = TCS_STATUS_OPERATION;
    status->version = (uint8_t)tcs_register_bits(m, 41, 3);
    status->mode = (uint16_t)tcs_register_bits(m, 25, 16);
    status->nic_a = (uint8_t)tcs_register_bits(m, 44, 1);
    status->nac_p = (uint8_t)tcs_register_bits(m, 45, 4);
    status->sil = (uint8_t)tcs_register_bits(m, 51, 2);
    status->north_is_magnetic = (uint8_t)tcs_register_bits(m, 54, 1);
    status->sil_supplement = (uint8_t)tcs_register_bits(m, 55, 1);
    if (status->subtype == OPERATION_ON_SURFACE) {
        status->capability = (uint16_t)tcs_register_bits(m, 9, 12);
        status->dimensions = (uint8_t)tcs_register_bits(m, 21, 4);
        status->heading_is_track = (uint8_t)tcs_register_bits(m, 53, 1);
    } else {
        status->capability = (uint16_t)tcs_register_bits(m, 9, 16);
        status->gva = (uint8_t)tcs_register_bits(m, 49, 2);
        status->nic_baro = (uint8_t)tcs_register_bits(m, 53, 1);
    }
}

bool tcs_squitter_status_read(const uint8_t message[7],
                              struct tcs_squitter_status *ret_status)
{
    struct tcs_squitter_status status;
    const uint32_t type_code = tcs_register_bits(message, 1, 5);

    memset(&status, 0, sizeof status);
    status.subtype = (uint8_t)tcs_register_bits(message, 6, 3);
    if (type_code == TYPE_EMERGENCY)
        read_emergency(message, &status);
    else if (type_code == TYPE_TARGET)
        read_target(message, &status);
    else if (type_code == TYPE_OPERATION)
        read_operation(message, &status);
    else
        return false;
    *ret_status = status;
    return true;
}
