/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/truth.h"

enum { EVERY_STEPS = 10 };

void tcs_truth_heading(FILE *file)
{
    fputs("t,time,id,kind,state,east,north,up,ve,vn,vu\n", file);
}

void tcs_truth_write(FILE *file, const struct tcs_sim *sim)
{
    char time[TCS_TIME_TEXT_LEN];
    char room[32];

    if (sim->world.steps % EVERY_STEPS != 0)
        return;
    tcs_utc_text(tcs_sim_utc(sim), time);
    for (uint32_t i = 0; i < sim->world.body_count; i++) {
        const struct tcs_body *body = &sim->world.bodies[i];
        const double *p = body->position_m.v;
        const double *v = body->velocity_mps.v;

        if (tcs_body_aloft(body))
            fprintf(file, "%.2f,%s,%s,%s,%s,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f\n",
                    sim->world.now_s, time, tcs_body_name(&sim->world, i, room),
                    tcs_flyer_kind_name(body->kind), tcs_body_state_name(body->state),
                    p[0], p[1], p[2], v[0], v[1], v[2]);
    }
}

static json_t *body_json(const struct tcs_world *world, uint32_t index)
{
    const struct tcs_body *body = &world->bodies[index];
    char room[32];

    return json_pack("{s:s,s:s,s:b,s:s,s:f,s:f,s:f,s:f,s:f}", "id",
                     tcs_body_name(world, index, room), "kind",
                     tcs_flyer_kind_name(body->kind), "hostile",
                     body->flyer != NULL && body->flyer->hostile, "state",
                     tcs_body_state_name(body->state), "took_off_s", body->at_s,
                     "ended_s", body->ended_at_s, "east", body->position_m.v[0], "north",
                     body->position_m.v[1], "up", body->position_m.v[2]);
}

json_t *tcs_truth_summary(const struct tcs_sim *sim)
{
    json_t *bodies = json_array();
    char begin[TCS_TIME_TEXT_LEN];

    for (uint32_t i = 0; i < sim->scenario->flyer_count; i++)
        json_array_append_new(bodies, body_json(&sim->world, i));
    tcs_utc_text(sim->scenario->start_utc_ns, begin);
    return json_pack("{s:s,s:I,s:s,s:f,s:I,s:I,s:o}", "scenario", sim->scenario->name,
                     "seed", (json_int_t)sim->scenario->seed, "begin", begin, "seconds",
                     sim->world.now_s, "messages", (json_int_t)sim->messages, "lost",
                     (json_int_t)sim->lost, "bodies", bodies);
}
