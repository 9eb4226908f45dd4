/* SPDX-License-Identifier: Apache-2.0 */
#include "alarm/state.h"
#include "base/text.h"

static void put_text(struct tcs_writer *w, const char *text)
{
    const struct tcs_bytes octets = tcs_text_bytes(text);

    tcs_write_bytes(w, octets.data, octets.len);
}

static void put_number(struct tcs_writer *w, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    tcs_write_bytes(w, digits + at, sizeof digits - at);
}

/* The texts of this file are shorter than TCS_WHY_LEN; the copy would cut otherwise. */
static void take(struct tcs_alarm *alarm, struct tcs_bytes why)
{
    (void)tcs_text_copy(alarm->who, sizeof alarm->who, tcs_text_bytes("tocsin"));
    (void)tcs_text_copy(alarm->why, sizeof alarm->why, why);
}

void tcs_why_text(struct tcs_alarm *alarm, const char *text)
{
    take(alarm, tcs_text_bytes(text));
}

void tcs_why_number(struct tcs_alarm *alarm, const char *before, int64_t number,
                    const char *after)
{
    char text[TCS_WHY_LEN];
    struct tcs_writer w = tcs_writer(text, sizeof text - 1);

    put_text(&w, before);
    if (number < 0)
        put_text(&w, "-");
    put_number(&w, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
    put_text(&w, after);
    take(alarm, tcs_written(&w));
}

void tcs_why_threat(struct tcs_alarm *alarm, uint32_t track_count, double within_s)
{
    char text[TCS_WHY_LEN];
    struct tcs_writer w = tcs_writer(text, sizeof text - 1);

    put_text(&w, "track ");
    put_number(&w, alarm->tracks[0]);
    if (track_count > 1) {
        put_text(&w, " and ");
        put_number(&w, track_count - 1);
        put_text(&w, " more");
    }
    put_text(&w, ": ");
    put_number(&w, (uint64_t)(100.0 * alarm->probability + 0.5));
    put_text(&w, " % within ");
    put_number(&w, (uint64_t)(within_s + 0.5));
    put_text(&w, alarm->evidence == TCS_EVIDENCE_TWO_KINDS
                     ? " s; two kinds of witness"
                     : " s; one kind of witness, long and straight");
    take(alarm, tcs_written(&w));
}
