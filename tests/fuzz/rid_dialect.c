/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/rid_json.h"
#include "encode/dji.h"
#include "encode/french.h"
#include "encode/remoteid.h"
#include "fuzz.h"

/*
 * The input is an octet that chooses the dialect (French, DJI, JSON, the structure of
 * opendroneid-core-c), then what a drone or a receiver said.
 *
 * - What is refused leaves its output alone and says why.
 * - A French or DJI record that is read encodes, and comes back the same.
 * - What is said fits a broadcast; every message of it is one that Open Drone ID can
 * hold.
 * - A JSON document ends.
 */

static void check_said(const struct tcs_rid_said *said)
{
    uint8_t room[TCS_RID_MESSAGE_LEN];

    FUZZ_CHECK(said->count <= TCS_RID_PACK_MAX && said->name_len <= TCS_RID_NAME_LEN);
    for (uint32_t i = 0; i < said->count; i++) {
        struct tcs_writer w = tcs_writer(room, sizeof room);

        FUZZ_CHECK(said->messages[i].type < TCS_RID_TYPE_COUNT);
        /* Numbers between two steps of the format are rounded; some lie beyond it. */
        (void)!tcs_rid_message_write(&said->messages[i], &w);
        FUZZ_CHECK(w.len <= sizeof room);
    }
}

static void check_french(struct tcs_bytes octets)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_french french, again;
    struct tcs_fault fault = { 0 };
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (tcs_french_read(octets, &french, &fault) != TCS_OK) {
        FUZZ_CHECK(fault.status < 0 && fault.item != NULL);
        return;
    }
    tcs_french_say(&french, &said);
    check_said(&said);
    FUZZ_CHECK(tcs_french_write(&french, &w) == TCS_OK);
    FUZZ_CHECK(tcs_french_read(tcs_written(&w), &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.valid == french.valid && again.id_len == french.id_len);
    FUZZ_CHECK(
        (french.valid & TCS_FRENCH_POSITION) == 0 ||
        (again.lat_e5_deg == french.lat_e5_deg && again.lon_e5_deg == french.lon_e5_deg));
}

static void check_dji(struct tcs_bytes octets)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_dji dji, again;
    struct tcs_fault fault = { 0 };
    uint8_t room[256];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (tcs_dji_read(octets, &dji, &fault) != TCS_OK) {
        FUZZ_CHECK(fault.status < 0 && fault.item != NULL);
        return;
    }
    tcs_dji_say(&dji, &said);
    check_said(&said);
    FUZZ_CHECK(tcs_dji_write(&dji, &w) == TCS_OK);
    FUZZ_CHECK(tcs_dji_read(tcs_written(&w), &again, NULL) == TCS_OK);
    FUZZ_CHECK(memcmp(&again, &dji, sizeof dji) == 0);
}

static void check_json(struct tcs_bytes text)
{
    static struct tcs_js js;
    uint32_t at = 0;

    if (tcs_js_read(text, &js, NULL) != TCS_OK)
        return;
    for (;;) {
        const uint32_t before = at;
        struct tcs_rid_said said;
        uint8_t dialect = 0;
        const enum tcs_status status = tcs_rid_json_next(&js, &at, &said, &dialect, NULL);

        if (status == TCS_END)
            return;
        FUZZ_CHECK(at > before && at <= js.count);
        if (status != TCS_OK)
            continue;
        FUZZ_CHECK(said.count > 0 && tcs_rid_json_dialect_name(dialect)[0] != '\0');
        check_said(&said);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tcs_rid_said said = { 0 };

    if (size == 0)
        return 0;
    const struct tcs_bytes rest = tcs_bytes(data + 1, size - 1);

    switch (data[0] % 4) {
    case 0:
        check_french(rest);
        break;
    case 1:
        check_dji(rest);
        break;
    case 2:
        check_json(rest);
        break;
    default:
        if (tcs_rid_uas_data_read(rest, &said, NULL) == TCS_OK)
            check_said(&said);
    }
    return 0;
}
