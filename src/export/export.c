/* SPDX-License-Identifier: Apache-2.0 */
#include "export/export.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/inside.h"

static const struct format *const formats[] = {
    &export_asterix, &export_cot,     &export_courageous, &export_csv,
    &export_geojson, &export_gpkg,    &export_kml,        &export_mqtt,
    &export_ocsf,    &export_sapient, &export_syslog,     &export_tak,
};

size_t tcs_export_format_count(void)
{
    return sizeof formats / sizeof formats[0];
}

const struct tcs_export_format *tcs_export_format_at(size_t index)
{
    return &formats[index]->about;
}

static const struct format *find(const char *name)
{
    for (size_t i = 0; i < tcs_export_format_count(); i++)
        if (strcmp(formats[i]->about.name, name) == 0)
            return formats[i];
    return NULL;
}

static bool to_stdout(const struct tcs_export *x)
{
    return strcmp(x->path, "-") == 0;
}

static bool set_path(struct tcs_export *x, const char *path)
{
    const int len = snprintf(x->part, sizeof x->part, "%s.part", path);

    snprintf(x->path, sizeof x->path, "%s", path);
    return len >= 0 && (size_t)len < sizeof x->part &&
           !(to_stdout(x) && x->format->writes_itself);
}

static enum tcs_status open_file(struct tcs_export *x)
{
    if (x->format->writes_itself)
        return TCS_OK;
    x->out = to_stdout(x) ? stdout : fopen(x->part, "w");
    return x->out == NULL ? TCS_E_IO : TCS_OK;
}

enum tcs_status tcs_export_open(const char *format, const char *path,
                                struct tcs_export **ret_export)
{
    const struct format *found = find(format);

    if (found == NULL)
        return TCS_E_NOT_FOUND;
    struct tcs_export *x = calloc(1, sizeof *x);

    if (x == NULL)
        return TCS_E_MEMORY;
    x->format = found;
    if (!set_path(x, path)) {
        free(x);
        return TCS_E_ARGUMENT;
    }
    *ret_export = x;
    return TCS_OK;
}

/* What a format gave, or that the stream has failed. */
static enum tcs_status settle(struct tcs_export *x, enum tcs_status status)
{
    if (status == TCS_OK && x->out != NULL && ferror(x->out) != 0)
        status = TCS_E_IO;
    if (x->status == TCS_OK)
        x->status = status;
    return x->status;
}

/* Late, so that a record that cannot be read costs nobody a file, or a head alone. */
static enum tcs_status begin(struct tcs_export *x)
{
    enum tcs_status status = TCS_OK;

    if (x->begun || x->status != TCS_OK)
        return x->status;
    x->begun = true;
    status = open_file(x);
    if (status == TCS_OK && x->format->begin != NULL)
        status = x->format->begin(x);
    return settle(x, status);
}

enum tcs_status tcs_export_site(struct tcs_export *x, const struct tcs_site *site)
{
    if (begin(x) != TCS_OK)
        return x->status;
    if (x->site == NULL) {
        x->site = malloc(sizeof *x->site);
        if (x->site == NULL)
            return settle(x, TCS_E_MEMORY);
        *x->site = *site;
    }
    return settle(x, x->format->site != NULL ? x->format->site(x, site) : TCS_OK);
}

enum tcs_status tcs_export_picture(struct tcs_export *x, const struct tcs_site *site,
                                   struct tcs_time time,
                                   const struct tcs_view_picture *picture,
                                   const struct tcs_alarms *alarms)
{
    enum tcs_status status = x->status;

    if (status == TCS_OK && x->format->trails)
        status = trails_add(&x->trails, site, time, picture, alarms);
    if (status == TCS_OK && x->format->picture != NULL)
        status = x->format->picture(x, site, time, picture, alarms);
    return settle(x, status);
}

enum tcs_status tcs_export_change(struct tcs_export *x, const struct tcs_site *site,
                                  struct tcs_time time,
                                  const struct tcs_view_picture *picture,
                                  const struct tcs_alarm_change *change)
{
    if (x->status != TCS_OK || x->format->change == NULL)
        return x->status;
    return settle(x, x->format->change(x, site, time, picture, change));
}

/* The file under its name, or gone. */
static enum tcs_status put_in_place(struct tcs_export *x, enum tcs_status status,
                                    bool keep)
{
    if (!x->begun)
        return status;
    if (to_stdout(x))
        return fflush(stdout) != 0 && status == TCS_OK ? TCS_E_IO : status;
    if (x->out != NULL && fclose(x->out) != 0 && status == TCS_OK)
        status = TCS_E_IO;
    if (status == TCS_OK && keep && rename(x->part, x->path) != 0)
        status = TCS_E_IO;
    if ((status != TCS_OK || !keep) && (x->out != NULL || x->format->writes_itself))
        (void)unlink(x->part);
    return status;
}

enum tcs_status tcs_export_close(struct tcs_export *x, bool keep)
{
    enum tcs_status status = keep ? begin(x) : x->status;

    if (status == TCS_OK && keep && x->format->end != NULL)
        status = settle(x, x->format->end(x));
    if (x->format->drop != NULL)
        x->format->drop(x);
    status = put_in_place(x, status, keep);
    trails_free(&x->trails);
    free(x->site);
    free(x);
    return status;
}

enum tcs_status export_json(struct tcs_export *x, json_t *value, const char *behind)
{
    if (value == NULL)
        return TCS_E_MEMORY;
    const int written = json_dumpf(value, x->out, TCS_VIEW_DUMP);

    json_decref(value);
    return written == 0 && fputs(behind, x->out) >= 0 ? TCS_OK : TCS_E_IO;
}

void claim_text(uint64_t claim_id, char ret_text[CLAIM_TEXT_LEN])
{
    json_t *claim = tcs_view_claim(claim_id);

    snprintf(ret_text, CLAIM_TEXT_LEN, "%s",
             json_is_string(claim) ? json_string_value(claim) : "");
    json_decref(claim);
}
