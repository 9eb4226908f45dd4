/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/deliver.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "config/schema.h"
#include "decode/udp.h"
#include "encode/pcap.h"
#include "encode/udp.h"
#include "sim/site_text.h"
#include "sim/truth.h"

struct files {
    struct tcs_sim *sim;
    const char *folder;
    char *error;
    FILE *truth;
    FILE *feeds[TCS_FEED_MAX];
    char names[TCS_FEED_MAX][TCS_NAME_LEN + 8];
    const char *paths[TCS_FEED_MAX];
};

static const uint16_t SENDER_PORT = 40000;

static FILE *create(struct files *files, const char *name)
{
    char path[1024];
    const int len = snprintf(path, sizeof path, "%s/%s", files->folder, name);
    FILE *file = len > 0 && (size_t)len < sizeof path ? fopen(path, "wb") : NULL;

    if (file == NULL)
        snprintf(files->error, TCS_DELIVER_ERROR_LEN, "%.100s/%.60s: %s", files->folder,
                 name, strerror(errno));
    return file;
}

static uint32_t link_of(enum tcs_protocol protocol)
{
    return protocol == TCS_PROTOCOL_REMOTE_ID ? TCS_LINK_80211_RADIOTAP
                                              : TCS_LINK_ETHERNET;
}

static bool write_head(FILE *file, uint32_t link)
{
    uint8_t room[32];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    return tcs_pcap_head_write(link, true, &w) == TCS_OK &&
           fwrite(w.data, 1, w.len, file) == w.len;
}

static enum tcs_status open_feeds(struct files *files)
{
    const struct tcs_site *site = files->sim->site;

    for (uint32_t i = 0; i < site->engine.feed_count; i++) {
        const struct tcs_feed_config *feed = &site->engine.feeds[i];
        const bool lines = feed->protocol == TCS_PROTOCOL_MODES;

        snprintf(files->names[i], sizeof files->names[i], "%s.%s", feed->name,
                 lines ? "csv" : "pcap");
        files->paths[i] = files->names[i];
        files->feeds[i] = create(files, files->names[i]);
        if (files->feeds[i] == NULL ||
            (!lines && !write_head(files->feeds[i], link_of(feed->protocol))))
            return TCS_E_IO;
    }
    files->truth = create(files, "truth.csv");
    if (files->truth == NULL)
        return TCS_E_IO;
    tcs_truth_heading(files->truth);
    return TCS_OK;
}

static void write_line(FILE *file, int64_t utc_ns, const struct tcs_parcel *parcel)
{
    fprintf(file, "%lld.%09lld,\"", (long long)(utc_ns / TCS_NS_PER_S),
            (long long)(utc_ns % TCS_NS_PER_S));
    for (uint32_t i = 0; i < parcel->len; i++)
        fprintf(file, "%02X", parcel->data[i]);
    fputs("\"\n", file);
}

static enum tcs_status write_packet(struct files *files, int64_t utc_ns,
                                    const struct tcs_parcel *parcel)
{
    const uint32_t link = link_of(files->sim->site->engine.feeds[parcel->feed].protocol);
    const uint16_t port = files->sim->site->feeds[parcel->feed].port;
    uint8_t frame_room[TCS_UDP_FRAME_HEAD + 32768];
    uint8_t room[sizeof frame_room + 16];
    struct tcs_writer frame = tcs_writer(frame_room, sizeof frame_room);
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_bytes packet = tcs_bytes(parcel->data, parcel->len);
    enum tcs_status status = TCS_OK;

    if (link == TCS_LINK_ETHERNET) {
        status = tcs_udp_frame_write(SENDER_PORT, port, packet, &frame);
        packet = tcs_written(&frame);
    }
    if (status != TCS_OK)
        return status;
    const struct tcs_pcap_packet captured = { .link = link,
                                              .original_len = (uint32_t)packet.len,
                                              .utc_ns = utc_ns,
                                              .data = packet };

    status = tcs_pcap_packet_write(&captured, true, &w);
    if (status != TCS_OK)
        return status;
    return fwrite(w.data, 1, w.len, files->feeds[parcel->feed]) == w.len ? TCS_OK
                                                                         : TCS_E_IO;
}

static enum tcs_status deliver_due(struct files *files, double until_s)
{
    struct tcs_sim *sim = files->sim;
    struct tcs_parcel parcel;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK && tcs_post_take(&sim->post, until_s, &parcel)) {
        const int64_t utc_ns =
            sim->scenario->start_utc_ns + tcs_span_from_seconds(parcel.deliver_s).ns;

        if (sim->site->engine.feeds[parcel.feed].protocol == TCS_PROTOCOL_MODES)
            write_line(files->feeds[parcel.feed], utc_ns, &parcel);
        else
            status = write_packet(files, utc_ns, &parcel);
        free(parcel.data);
    }
    return status;
}

static enum tcs_status play(struct files *files, bool progress)
{
    struct tcs_sim *sim = files->sim;
    const double all_s = sim->scenario->duration_s;
    enum tcs_status status = TCS_OK;
    int shown = -1;

    while (status == TCS_OK && sim->world.now_s < all_s) {
        status = tcs_sim_step(sim);
        tcs_truth_write(files->truth, sim);
        if (status == TCS_OK)
            status = deliver_due(files, sim->world.now_s);
        const int percent = (int)(100.0 * sim->world.now_s / all_s);

        if (progress && percent != shown)
            fprintf(stderr, "\r%3d %%%s", shown = percent,
                    percent == 100 ? "\r     \r" : "");
    }
    /* What is still on its way arrives after the end. */
    return status == TCS_OK ? deliver_due(files, 1e18) : status;
}

static enum tcs_status write_site(struct files *files)
{
    uint8_t *text = NULL;
    size_t len = 0;
    const enum tcs_status status =
        tcs_file_read(files->sim->scenario->site_path, 1 << 20, &text, &len);

    if (status != TCS_OK)
        return status;
    char *site =
        tcs_site_text_with_files(tcs_bytes(text, len), files->sim->site, files->paths);
    FILE *file = site == NULL ? NULL : create(files, "site.yaml");
    const bool good = file != NULL && fputs(site, file) >= 0;

    if (site == NULL)
        snprintf(files->error, TCS_DELIVER_ERROR_LEN,
                 "the site file has no block 'feeds:' at the left margin");
    free(text);
    free(site);
    return file != NULL && fclose(file) == 0 && good ? TCS_OK : TCS_E_IO;
}

static enum tcs_status write_summary(struct files *files)
{
    json_t *summary = tcs_truth_summary(files->sim);
    FILE *file = create(files, "truth.json");
    const bool good =
        file != NULL &&
        json_dumpf(summary, file, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) == 0;

    json_decref(summary);
    return file != NULL && fclose(file) == 0 && good ? TCS_OK : TCS_E_IO;
}

static enum tcs_status close_feeds(struct files *files, enum tcs_status status)
{
    for (uint32_t i = 0; i < TCS_FEED_MAX; i++)
        if (files->feeds[i] != NULL && fclose(files->feeds[i]) != 0 && status == TCS_OK)
            status = TCS_E_IO;
    if (files->truth != NULL && fclose(files->truth) != 0 && status == TCS_OK)
        status = TCS_E_IO;
    if (status != TCS_OK && files->error[0] == '\0')
        snprintf(files->error, TCS_DELIVER_ERROR_LEN, "%.150s: %s", files->folder,
                 status == TCS_E_IO ? strerror(errno) : tcs_status_text(status));
    return status;
}

/* The site file that is read must not be the one that is written. */
static bool is_own_site(const struct files *files)
{
    char path[1024];
    struct stat read;
    struct stat written;
    const int len = snprintf(path, sizeof path, "%s/site.yaml", files->folder);

    return len > 0 && (size_t)len < sizeof path && stat(path, &written) == 0 &&
           stat(files->sim->scenario->site_path, &read) == 0 &&
           read.st_dev == written.st_dev && read.st_ino == written.st_ino;
}

enum tcs_status tcs_deliver_files(struct tcs_sim *sim, const char *folder, bool progress,
                                  char ret_error[TCS_DELIVER_ERROR_LEN])
{
    struct files files = { .sim = sim, .folder = folder, .error = ret_error };

    ret_error[0] = '\0';
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        snprintf(ret_error, TCS_DELIVER_ERROR_LEN, "%.150s: %s", folder, strerror(errno));
        return TCS_E_IO;
    }
    if (is_own_site(&files)) {
        snprintf(ret_error, TCS_DELIVER_ERROR_LEN,
                 "%.150s/site.yaml is the scenario's own: choose another folder", folder);
        return TCS_E_ARGUMENT;
    }
    enum tcs_status status = open_feeds(&files);

    if (status == TCS_OK)
        status = play(&files, progress);
    if (status == TCS_OK)
        status = write_site(&files);
    if (status == TCS_OK)
        status = write_summary(&files);
    return close_feeds(&files, status);
}
