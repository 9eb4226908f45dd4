/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/lines.h"
#include "decode/sbs.h"
#include "encode/sbs.h"
#include "fuzz.h"

/*
 * The input is lines of BaseStation.
 *
 * - What is taken has numbers within their ranges and is written; what has been written
 *   once comes back the same, octet by octet.
 * - A line that is refused leaves its output alone and says where.
 */

static char first[512], second[512];

static struct tcs_bytes written(const struct tcs_sbs *sbs, char room[512])
{
    struct tcs_writer w = tcs_writer(room, 512);

    FUZZ_CHECK(tcs_sbs_write(sbs, &w) == TCS_OK);
    return tcs_written(&w);
}

static void check_sbs(const struct tcs_sbs *sbs)
{
    struct tcs_sbs again;

    for (unsigned i = 0; i < TCS_SBS_NUMBERS; i++)
        FUZZ_CHECK((sbs->has >> i & 1) == 0 ||
                   (sbs->numbers[i] >= tcs_sbs_columns[i].low &&
                    sbs->numbers[i] <= tcs_sbs_columns[i].high));
    FUZZ_CHECK(sbs->type >= 1 && sbs->type <= 8 && sbs->address < 1 << 24);
    FUZZ_CHECK((sbs->flags & ~sbs->has) == 0);
    const struct tcs_bytes once = written(sbs, first);

    FUZZ_CHECK(tcs_sbs_read(tcs_bytes(first, once.len - 2), &again, NULL) == TCS_OK);
    FUZZ_CHECK(again.has == sbs->has && again.flags == sbs->flags);
    FUZZ_CHECK(memcmp(again.callsign, sbs->callsign, sizeof again.callsign) == 0);
    FUZZ_CHECK(tcs_bytes_equal(once, written(&again, second)));
}

static void check_line(struct tcs_bytes line)
{
    static struct tcs_sbs sbs, untouched;
    struct tcs_fault fault = { 0 };

    memset(&sbs, 0x5a, sizeof sbs);
    untouched = sbs;
    const enum tcs_status status = tcs_sbs_read(line, &sbs, &fault);

    if (status == TCS_OK) {
        check_sbs(&sbs);
        return;
    }
    FUZZ_CHECK(memcmp(&sbs, &untouched, sizeof sbs) == 0);
    FUZZ_CHECK(fault.status == status && fault.item != NULL && fault.offset <= line.len);
    FUZZ_CHECK(status == TCS_E_FOREIGN || status == TCS_E_DAMAGED ||
               status == TCS_E_IMPOSSIBLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_lines lines;
    struct tcs_bytes in = tcs_bytes(data, size);
    struct tcs_bytes line;

    memset(&lines, 0, offsetof(struct tcs_lines, room));
    while (tcs_lines_next(&lines, &in, &line) == TCS_OK ||
           tcs_lines_last(&lines, &line) == TCS_OK)
        check_line(line);
    return 0;
}
