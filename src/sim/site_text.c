/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include "sim/site_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins_with(const char *line, size_t len, const char *word)
{
    return len >= strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

/* A key at the left margin, which ends the block before it. */
static bool is_top_level(const char *line, size_t len)
{
    return len > 0 && line[0] != ' ' && line[0] != '#' && line[0] != '\n' &&
           line[0] != '\r' && line[0] != '-';
}

static void write_feeds(FILE *out, const struct tcs_site *site, const char *const *paths)
{
    static const char *const protocols[] = { "asterix", "remote-id", "mode-s",
                                             "bearing" };

    fputs("feeds:\n", out);
    for (uint32_t i = 0; i < site->engine.feed_count; i++) {
        const struct tcs_feed_config *feed = &site->engine.feeds[i];

        fprintf(out, "  - id: %s\n    protocol: %s\n", feed->name,
                protocols[feed->protocol]);
        if (feed->protocol == TCS_PROTOCOL_MODES)
            fputs("    form: hex\n", out);
        fputs("    sources:\n", out);
        for (uint16_t k = 0; k < feed->sensor_count; k++) {
            fprintf(out, "      - { sensor: %s",
                    site->engine.sensors[feed->sensors[k]].name);
            if (feed->protocol == TCS_PROTOCOL_ASTERIX)
                fprintf(out, ", sac: %d, sic: %d", feed->sac_sic[k] >> 8,
                        feed->sac_sic[k] & 0xff);
            fputs(" }\n", out);
        }
        fprintf(out, "    file: { path: %s }\n", paths[i]);
    }
    fputc('\n', out);
}

char *tcs_site_text_with_files(struct tcs_bytes text, const struct tcs_site *site,
                               const char *const *paths)
{
    char *result = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&result, &size);
    bool skipping = false;
    bool found = false;

    if (out == NULL)
        return NULL;
    for (size_t at = 0; at < text.len;) {
        const char *line = (const char *)text.data + at;
        const char *end = memchr(line, '\n', text.len - at);
        const size_t len = end == NULL ? text.len - at : (size_t)(end - line) + 1;

        if (is_top_level(line, len)) {
            skipping =
                begins_with(line, len, "feeds:") || begins_with(line, len, "outputs:");
            if (begins_with(line, len, "feeds:")) {
                write_feeds(out, site, paths);
                found = true;
            }
        }
        if (!skipping)
            fwrite(line, 1, len, out);
        at += len;
    }
    if (fclose(out) == 0 && found)
        return result;
    free(result);
    return NULL;
}
