/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden files of direction finders, microphones and cameras into a
 * folder, by the encoders.
 *
 *     golden_directions FOLDER          what compare.sh compares with the committed files
 *     golden_directions FOLDER seeds    seeds for the fuzz targets, as FOLDER/TARGET/NAME
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "encode/frigate.h"
#include "encode/kraken.h"
#include "encode/odas.h"
#include "encode/onvif.h"

#define START_UTC_NS INT64_C(1636239612340000000) /* 2021-11-06T23:00:12.34Z */

enum { ROOM = 1 << 16, MOMENTS = 5 };

static const char *folder;
static uint8_t room[ROOM];

static void must(enum tcs_status status)
{
    if (status == TCS_OK)
        return;
    fprintf(stderr, "golden_directions: %s\n", tcs_status_text(status));
    exit(1);
}

static void save(const char *name, const struct tcs_writer *w)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");

    if (out == NULL || fwrite(w->data, 1, w->len, out) != w->len || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

/* Two channels a moment; the lobe of each is 1.5 and 0.25 dB a degree steep. */
static struct tcs_kraken kraken(int moment, int channel)
{
    struct tcs_kraken line = { .utc_ms = START_UTC_NS / 1000000 + moment * 500,
                               .bearing_deg = 41.0 + moment + channel * 90.0,
                               .confidence = 11.5,
                               .power_db = -31.2,
                               .frequency_hz = 2437e6 + channel * 20e6,
                               .latency_ms = 410.0,
                               .lat_deg = 50.1,
                               .lon_deg = 8.25,
                               .arrangement = "UCA",
                               .station = "df-west",
                               .source = "GPS",
                               .spectrum_num = TCS_KRAKEN_SPECTRUM };

    for (int i = 0; i < TCS_KRAKEN_SPECTRUM; i++) {
        const int from_peak = (i + (int)line.bearing_deg) % 360;
        const int away = from_peak <= 180 ? from_peak : 360 - from_peak;

        line.spectrum_db[i] = (180 - away) * (channel == 0 ? 1.5 : 0.25);
    }
    return line;
}

static void make_kraken(const char *name, int moments)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (int i = 0; i < moments; i++)
        for (int channel = 0; channel < 2; channel++) {
            const struct tcs_kraken line = kraken(i, channel);

            must(tcs_kraken_write(&line, &w));
        }
    save(name, &w);
}

static void make_odas(const char *name, int moments)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (int i = 0; i < moments; i++) {
        struct tcs_odas odas = { .hop = 4213 + (uint64_t)i, .count = 2 };

        odas.kind = i % 2 == 0 ? TCS_ODAS_TRACKS : TCS_ODAS_POTENTIALS;
        for (uint32_t j = 0; j < odas.count; j++) {
            struct tcs_odas_source *source = &odas.sources[j];

            source->x = j == 0 ? 0.6 : -0.48;
            source->y = j == 0 ? 0.8 : 0.6;
            source->z = j == 0 ? 0.0 : 0.64;
            source->strength = 0.9 - 0.1 * j;
            if (odas.kind == TCS_ODAS_TRACKS) {
                source->id = 3 + j;
                (void)tcs_text_copy(source->tag, sizeof source->tag,
                                    tcs_text_bytes("dynamic"));
            }
        }
        must(tcs_odas_write(&odas, &w));
    }
    save(name, &w);
}

static void make_frigate(const char *name, int moments)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (int i = 0; i < moments; i++) {
        struct tcs_frigate event = { .utc_ns = START_UTC_NS + i * INT64_C(200000000),
                                     .left = 424 + 10 * i,
                                     .top = 100,
                                     .right = 440 + 10 * i,
                                     .bottom = 108,
                                     .score = 0.75,
                                     .top_score = 0.875,
                                     .id = "1636239612.34-mxklsc",
                                     .camera = "cam-north",
                                     .label = "drone" };

        event.type = i == 0             ? TCS_FRIGATE_NEW
                     : i == moments - 1 ? TCS_FRIGATE_END
                                        : TCS_FRIGATE_UPDATE;
        event.flags = i == 1 ? TCS_FRIGATE_STATIONARY : 0;
        must(tcs_frigate_write(&event, &w));
        tcs_write_u8(&w, '\n');
    }
    w.len--; /* the last one is whole without its line feed */
    save(name, &w);
}

static void make_onvif(const char *name, int moments)
{
    static struct tcs_onvif_item item;
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (int i = 0; i < moments; i++) {
        memset(&item, 0, sizeof item);
        item.kind = i % 3 == 2 ? TCS_ONVIF_PTZ : TCS_ONVIF_FRAME;
        item.has_ptz = i % 3 == 1;
        item.frame.utc_ns = item.ptz.utc_ns = START_UTC_NS + i * INT64_C(40000000);
        item.ptz.pan = 0.25;
        item.ptz.tilt = -0.125;
        item.ptz.zoom = 0.5;
        item.ptz.valid = TCS_ONVIF_PAN_TILT | TCS_ONVIF_ZOOM | TCS_ONVIF_TIME;
        item.frame.count = 1;
        item.frame.objects[0] = (struct tcs_onvif_object) {
            .id = 12,
            .left = -0.125 + 0.01 * i,
            .right = -0.0625 + 0.01 * i,
            .bottom = 0.25,
            .top = 0.375,
            .likelihood = 0.75,
            .lat_deg = 50.1,
            .lon_deg = 8.25,
            .elevation_m = 160.0,
            .valid =
                TCS_ONVIF_BOX | TCS_ONVIF_TYPE | TCS_ONVIF_PLACE | TCS_ONVIF_ELEVATION,
            .type = "Drone",
        };
        must(tcs_onvif_write(&item, &w));
    }
    save(name, &w);
}

int main(int argc, char **argv)
{
    const bool seeds = argc == 3 && strcmp(argv[2], "seeds") == 0;

    if (argc != 2 && !seeds) {
        fputs("usage: golden_directions FOLDER [seeds]\n", stderr);
        return 2;
    }
    folder = argv[1];
    if (seeds) {
        make_kraken("kraken/line", 1);
        make_odas("odas/objects", 2);
        make_frigate("frigate/message", 1);
        make_onvif("onvif/frame", 1);
        return 0;
    }
    make_kraken("kraken.csv", MOMENTS);
    make_odas("odas.json", MOMENTS);
    make_frigate("frigate.jsonl", MOMENTS);
    make_onvif("onvif.xml", MOMENTS);
    return 0;
}
