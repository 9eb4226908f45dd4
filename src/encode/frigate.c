/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/frigate.h"

#include <stdbool.h>

#include "base/time.h"
#include "encode/put.h"

/* False for NaN, too. */
static bool is_within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static bool is_sound(const struct tcs_frigate *f)
{
    return f->type >= TCS_FRIGATE_NEW && f->type <= TCS_FRIGATE_END && f->utc_ns >= 0 &&
           f->utc_ns <= INT64_C(4102444800) * TCS_NS_PER_S &&
           is_within(f->left, -65535.0, f->right) &&
           is_within(f->right, f->left + 0.1, 65535.0) &&
           is_within(f->top, -65535.0, f->bottom) &&
           is_within(f->bottom, f->top + 0.1, 65535.0) && is_within(f->score, 0.0, 1.0) &&
           is_within(f->top_score, 0.0, 1.0) && f->id[0] != '\0' &&
           f->camera[0] != '\0' && f->label[0] != '\0';
}

static void put_name(struct tcs_writer *w, const char *name)
{
    tcs_put_text(w, ", \"");
    tcs_put_text(w, name);
    tcs_put_text(w, "\": ");
}

static void put_object(struct tcs_writer *w, const struct tcs_frigate *f)
{
    const double edges[4] = { f->left, f->top, f->right, f->bottom };
    const uint64_t us = (uint64_t)f->utc_ns / 1000;

    tcs_put_text(w, "{\"id\": ");
    tcs_put_quoted(w, f->id);
    put_name(w, "camera");
    tcs_put_quoted(w, f->camera);
    put_name(w, "frame_time");
    tcs_put_uint(w, us / 1000000, 1);
    tcs_write_u8(w, '.');
    tcs_put_uint(w, us % 1000000, 6);
    put_name(w, "label");
    tcs_put_quoted(w, f->label);
    put_name(w, "sub_label");
    tcs_put_text(w, "null");
    put_name(w, "top_score");
    tcs_put_fixed(w, f->top_score, 6);
    put_name(w, "false_positive");
    tcs_put_text(w, (f->flags & TCS_FRIGATE_FALSE_POSITIVE) != 0 ? "true" : "false");
    put_name(w, "score");
    tcs_put_fixed(w, f->score, 6);
    put_name(w, "box");
    for (int i = 0; i < 4; i++) {
        tcs_put_text(w, i == 0 ? "[" : ", ");
        tcs_put_fixed(w, edges[i], 1);
    }
    tcs_write_u8(w, ']');
    put_name(w, "stationary");
    tcs_put_text(w, (f->flags & TCS_FRIGATE_STATIONARY) != 0 ? "true" : "false");
    tcs_write_u8(w, '}');
}

enum tcs_status tcs_frigate_write(const struct tcs_frigate *frigate, struct tcs_writer *w)
{
    static const char *const types[] = { "", "new", "update", "end" };
    struct tcs_writer trial = *w;

    if (!is_sound(frigate))
        return TCS_E_ARGUMENT;
    tcs_put_text(&trial, "{\"type\": \"");
    tcs_put_text(&trial, types[frigate->type]);
    tcs_put_text(&trial, "\", \"before\": ");
    put_object(&trial, frigate);
    tcs_put_text(&trial, ", \"after\": ");
    put_object(&trial, frigate);
    tcs_put_text(&trial, "}");
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
