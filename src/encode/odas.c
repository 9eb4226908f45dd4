/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/odas.h"

#include <stdbool.h>

#include "encode/put.h"

static bool is_sound(const struct tcs_odas *odas, const struct tcs_odas_source *s)
{
    const double square = s->x * s->x + s->y * s->y + s->z * s->z;
    const bool tracks = odas->kind == TCS_ODAS_TRACKS;

    return square > 0.998 && square < 1.002 && s->strength >= 0.0 &&
           s->strength <= (tracks ? 1.0 : 1e9) && (s->id != 0) == tracks &&
           s->id < UINT64_C(9007199254740992);
}

static void put_member(struct tcs_writer *w, const char *name, double value)
{
    tcs_put_text(w, ", \"");
    tcs_put_text(w, name);
    tcs_put_text(w, "\": ");
    tcs_put_fixed(w, value, 3);
}

static void put_source(struct tcs_writer *w, const struct tcs_odas *odas,
                       const struct tcs_odas_source *source)
{
    tcs_put_text(w, "        { ");
    if (odas->kind == TCS_ODAS_TRACKS) {
        tcs_put_text(w, "\"id\": ");
        tcs_put_uint(w, source->id, 1);
        tcs_put_text(w, ", \"tag\": ");
        tcs_put_quoted(w, source->tag);
        tcs_put_text(w, ", ");
    }
    tcs_put_text(w, "\"x\": ");
    tcs_put_fixed(w, source->x, 3);
    put_member(w, "y", source->y);
    put_member(w, "z", source->z);
    put_member(w, odas->kind == TCS_ODAS_TRACKS ? "activity" : "E", source->strength);
    tcs_put_text(w, " }");
}

enum tcs_status tcs_odas_write(const struct tcs_odas *odas, struct tcs_writer *w)
{
    struct tcs_writer trial = *w;

    if (odas->count > TCS_ODAS_SOURCES_MAX || odas->kind > TCS_ODAS_POTENTIALS ||
        (odas->kind == TCS_ODAS_NOTHING && odas->count > 0))
        return TCS_E_ARGUMENT;
    tcs_put_text(&trial, "{\n    \"timeStamp\": ");
    tcs_put_uint(&trial, odas->hop, 1);
    tcs_put_text(&trial, ",\n    \"src\": [\n");
    for (uint32_t i = 0; i < odas->count; i++) {
        if (!is_sound(odas, &odas->sources[i]))
            return TCS_E_ARGUMENT;
        put_source(&trial, odas, &odas->sources[i]);
        tcs_put_text(&trial, i + 1 < odas->count ? ",\n" : "\n");
    }
    tcs_put_text(&trial, "    ]\n}\n");
    if (trial.failed)
        return TCS_E_FULL;
    *w = trial;
    return TCS_OK;
}
