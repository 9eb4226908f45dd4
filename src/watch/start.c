/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/start.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "num/elem.h"

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

struct tcs_digest tcs_start_config(struct tcs_bytes site_text,
                                   const struct tcs_leap_table *leap)
{
    struct tcs_digest digest =
        tcs_digest_chain((struct tcs_digest) { 0, 0 }, site_text.data, site_text.len);

    for (uint32_t i = 0; i < leap->count; i++) {
        const int64_t row[2] = { leap->rows[i].utc_s, leap->rows[i].tai_minus_utc };

        digest = tcs_digest_chain(digest, row, sizeof row);
    }
    return digest;
}

static json_t *digest_json(struct tcs_digest digest)
{
    char text[TCS_DIGEST_TEXT_LEN];

    tcs_digest_text(digest, text);
    return json_string(text);
}

static json_t *leap_json(const struct tcs_leap_table *leap)
{
    json_t *rows = json_array();

    for (uint32_t i = 0; i < leap->count; i++)
        json_array_append_new(rows, json_pack("[I,i]", (json_int_t)leap->rows[i].utc_s,
                                              (int)leap->rows[i].tai_minus_utc));
    return json_pack("{s:I,s:o}", "expires", (json_int_t)leap->expires_utc_s, "rows",
                     rows);
}

char *tcs_start_text(struct tcs_bytes site_text, const struct tcs_site *site,
                     uint64_t state_size, bool resume)
{
    json_t *start = json_pack(
        "{s:s,s:s,s:s,s:{s:s,s:o},s:i,s:I,s:o,s:s,s:o,s:s%}", "program", "tocsin",
        "version", TCS_VERSION, "compiler", COMPILER, "sleef", "version",
        tcs_elem_version(), "digest", digest_json(tcs_elem_digest()), "layout",
        TCS_ENGINE_LAYOUT, "state_size", (json_int_t)state_size, "config",
        digest_json(tcs_start_config(site_text, &site->engine.leap)), "resume",
        resume ? "continue" : "new", "leap", leap_json(&site->engine.leap), "site",
        (const char *)site_text.data, site_text.len);
    char *text = start == NULL ? NULL : json_dumps(start, JSON_COMPACT);

    json_decref(start);
    return text;
}

static bool read_digest(const char *text, struct tcs_digest *ret_digest)
{
    uint8_t octets[16];
    size_t len = 0;

    if (tcs_text_hex(tcs_text_bytes(text), octets, sizeof octets, &len) != TCS_OK ||
        len != 16)
        return false;
    struct tcs_reader r = tcs_reader(tcs_bytes(octets, len));

    ret_digest->high = tcs_read_be(&r, 8);
    ret_digest->low = tcs_read_be(&r, 8);
    return true;
}

static bool read_leap(json_t *rows, json_int_t expires, struct tcs_leap_table *ret_leap)
{
    struct tcs_leap_table leap;
    json_t *row = NULL;
    size_t i = 0;

    memset(&leap, 0, sizeof leap);
    leap.expires_utc_s = expires;
    json_array_foreach(rows, i, row)
    {
        json_int_t utc_s = 0;
        int offset_s = 0;

        if (leap.count == TCS_LEAP_MAX ||
            json_unpack(row, "[I,i]", &utc_s, &offset_s) != 0)
            return false;
        leap.rows[leap.count].utc_s = utc_s;
        leap.rows[leap.count].tai_minus_utc = offset_s;
        leap.count++;
    }
    *ret_leap = leap;
    return leap.count > 0;
}

static bool read_object(json_t *object, struct tcs_start *start)
{
    const char *version = NULL;
    const char *compiler = NULL;
    const char *sleef_version = NULL;
    const char *sleef = NULL;
    const char *config = NULL;
    const char *resume = NULL;
    const char *site = NULL;
    json_t *rows = NULL;
    json_int_t expires = 0;
    json_int_t size = 0;
    int layout = 0;

    if (json_unpack(object, "{s:s,s:s,s:{s:s,s:s},s:i,s:I,s:s,s:s,s:{s:I,s:o},s:s}",
                    "version", &version, "compiler", &compiler, "sleef", "version",
                    &sleef_version, "digest", &sleef, "layout", &layout, "state_size",
                    &size, "config", &config, "resume", &resume, "leap", "expires",
                    &expires, "rows", &rows, "site", &site) != 0)
        return false;
    if (!read_digest(config, &start->config) || !read_digest(sleef, &start->sleef) ||
        !read_leap(rows, expires, &start->leap) || layout < 0 || size < 0)
        return false;
    start->layout = (uint32_t)layout;
    start->state_size = (uint64_t)size;
    start->resume = strcmp(resume, "continue") == 0;
    tcs_text_copy(start->version, sizeof start->version, tcs_text_bytes(version));
    tcs_text_copy(start->compiler, sizeof start->compiler, tcs_text_bytes(compiler));
    tcs_text_copy(start->sleef_version, sizeof start->sleef_version,
                  tcs_text_bytes(sleef_version));
    start->site_text = strdup(site);
    return start->site_text != NULL;
}

enum tcs_status tcs_start_read(struct tcs_bytes payload, struct tcs_start *ret_start)
{
    json_t *object = json_loadb((const char *)payload.data, payload.len, 0, NULL);
    struct tcs_start start;

    memset(&start, 0, sizeof start);
    const bool good = object != NULL && read_object(object, &start);

    json_decref(object);
    if (!good)
        return TCS_E_DAMAGED;
    *ret_start = start;
    return TCS_OK;
}
