/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/lines.h"

#include <stdbool.h>
#include <string.h>

/* Keeps what fits; a line that does not fit is given up. */
static void keep(struct tcs_lines *lines, const uint8_t *data, size_t len)
{
    if (lines->too_long != 0 || len == 0)
        return;
    /* The last octet may be a carriage return that does not count. */
    if (len > TCS_LINE_MAX + 1 - lines->have) {
        lines->too_long = 1;
        return;
    }
    memcpy(lines->room + lines->have, data, len);
    lines->have += (uint32_t)len;
}

/* A line has ended: true when there is something to hand out. */
static bool finish(struct tcs_lines *lines, struct tcs_bytes line,
                   struct tcs_bytes *ret_line)
{
    const bool too_long = lines->too_long != 0;

    lines->too_long = 0;
    lines->have = 0;
    if (!too_long && line.len > 0 && line.data[line.len - 1] == '\r')
        line.len--;
    if (too_long || line.len > TCS_LINE_MAX) {
        lines->damaged_count++;
        return false;
    }
    if (line.len == 0)
        return false;
    lines->line_count++;
    *ret_line = line;
    return true;
}

enum tcs_status tcs_lines_next(struct tcs_lines *lines, struct tcs_bytes *in,
                               struct tcs_bytes *ret_line)
{
    while (in->len > 0) {
        const uint8_t *start = in->data;
        size_t len = 0;

        while (len < in->len && start[len] != '\n')
            len++;
        const bool ended = len < in->len;
        const size_t used = ended ? len + 1 : len;

        in->data += used;
        in->len -= used;
        if (!ended) {
            keep(lines, start, len);
            return TCS_MORE;
        }
        struct tcs_bytes line = tcs_bytes(start, len);

        if (lines->have > 0) {
            keep(lines, start, len);
            line = tcs_bytes(lines->room, lines->have);
        }
        if (finish(lines, line, ret_line))
            return TCS_OK;
    }
    return TCS_MORE;
}

enum tcs_status tcs_lines_last(struct tcs_lines *lines, struct tcs_bytes *ret_line)
{
    return finish(lines, tcs_bytes(lines->room, lines->have), ret_line) ? TCS_OK
                                                                        : TCS_END;
}
