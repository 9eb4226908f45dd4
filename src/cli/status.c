/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status.c -- `tocsin status`: how a running tocsin fares, asked of its API.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <jansson.h>

#include "cli/cli.h"

static const char help[] =
    "usage: tocsin status [--url URL] [--json] [--watch]\n"
    "\n"
    "Asks a running tocsin how its feeds, sensors, outputs and record fare.\n"
    "\n"
    "  --url URL   of its API (http://127.0.0.1:8470)\n"
    "  --json      the answer as it comes, one line\n"
    "  --watch     again every second, until SIGINT\n"
    "\n"
    "Exit: 0 all feeds and outputs are up and nothing was lost; 1 not so; 2 wrong use;\n"
    "3 no answer.\n";

enum { ANSWER_MAX = 4 << 20, TIMEOUT_S = 5 };

struct answer {
    char *text;
    size_t len;
};

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    struct answer *answer = context;
    const size_t len = size * count;

    if (len > ANSWER_MAX - answer->len)
        return 0;
    char *text = realloc(answer->text, answer->len + len + 1);

    if (text == NULL)
        return 0;
    memcpy(text + answer->len, data, len);
    text[answer->len + len] = '\0';
    answer->text = text;
    answer->len += len;
    return len;
}

/* The status as JSON; NULL after saying why not. */
static json_t *ask(const char *url)
{
    char whole[1024], why[CURL_ERROR_SIZE] = "";
    struct answer answer = { 0 };
    CURL *curl = curl_easy_init();
    json_t *status = NULL;

    if (curl == NULL ||
        snprintf(whole, sizeof whole, "%s/api/status", url) >= (int)sizeof whole) {
        fputs("tocsin status: the URL is too long\n", stderr);
        curl_easy_cleanup(curl);
        return NULL;
    }
    (void)curl_easy_setopt(curl, CURLOPT_URL, whole);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    (void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    const CURLcode code = curl_easy_perform(curl);

    if (code == CURLE_OK && answer.text != NULL)
        status = json_loadb(answer.text, answer.len, 0, NULL);
    if (code != CURLE_OK)
        fprintf(stderr, "tocsin status: %s: %s\n", url,
                why[0] != '\0' ? why : curl_easy_strerror(code));
    else if (status == NULL)
        fprintf(stderr, "tocsin status: %s: no JSON\n", url);
    curl_easy_cleanup(curl);
    free(answer.text);
    return status;
}

static json_int_t whole(json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

static const char *text_of(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "-";
}

/* A number with its decimals, or - when it is not known; "ms" and "us": seconds and
 * microseconds in milliseconds. */
static const char *number(json_t *object, const char *name, const char *format,
                          char room[32])
{
    json_t *value = json_object_get(object, name);

    if (!json_is_number(value))
        return "-";
    /* Formats are literals of this file. */
    if (strcmp(format, "ms") == 0)
        snprintf(room, 32, "%.1f", json_number_value(value) * 1000.0);
    else if (strcmp(format, "us") == 0)
        snprintf(room, 32, "%.2f", json_number_value(value) / 1000.0);
    else
        snprintf(room, 32, "%.1f", json_number_value(value));
    return room;
}

static void print_feeds(json_t *feeds)
{
    size_t i;
    json_t *f;

    printf("%-16s %-4s %8s %7s %8s %9s %10s %8s %8s %8s %8s %8s %6s\n", "feed", "up",
           "rate/s", "age s", "delay ms", "offset ms", "records", "damaged", "foreign",
           "imposs.", "unmapped", "dropped", "conn.");
    json_array_foreach(feeds, i, f)
    {
        char rate[32], age[32], delay[32], offset[32];

        printf("%-16.16s %-4s %8s %7s %8s %9s %10" JSON_INTEGER_FORMAT
               " %8" JSON_INTEGER_FORMAT " %8" JSON_INTEGER_FORMAT
               " %8" JSON_INTEGER_FORMAT " %8" JSON_INTEGER_FORMAT
               " %8" JSON_INTEGER_FORMAT " %6" JSON_INTEGER_FORMAT "\n",
               text_of(f, "id"), json_is_true(json_object_get(f, "up")) ? "up" : "DOWN",
               number(f, "rate_hz", "", rate), number(f, "age_s", "", age),
               number(json_object_get(f, "observed_us"), "p99", "us", delay),
               number(f, "offset_s", "ms", offset), whole(f, "records"),
               whole(f, "damaged"), whole(f, "foreign"), whole(f, "impossible"),
               whole(f, "unmapped"), whole(f, "dropped"), whole(f, "connects"));
    }
}

static void print_sensors(json_t *sensors)
{
    size_t i;
    json_t *s;

    printf("\n%-16s %10s %10s %8s %9s %9s %9s\n", "sensor", "silence s", "looks", "late",
           "too late", "offset ms", "least ms");
    json_array_foreach(sensors, i, s)
    {
        char silence[32], offset[32], least[32];

        printf("%-16.16s %10s %10" JSON_INTEGER_FORMAT " %8" JSON_INTEGER_FORMAT
               " %9" JSON_INTEGER_FORMAT " %9s %9s\n",
               text_of(s, "id"), number(s, "silence_s", "", silence), whole(s, "looks"),
               whole(s, "late"), whole(s, "too_late"),
               number(s, "offset_s", "ms", offset),
               number(s, "offset_least_s", "ms", least));
    }
}

static void print_outputs(json_t *outputs)
{
    size_t i;
    json_t *o;

    if (json_array_size(outputs) == 0)
        return;
    printf("\n%-16s %-4s %10s %8s  %s\n", "output", "up", "delivered", "failed",
           "trouble");
    json_array_foreach(outputs, i, o)
    {
        printf("%-16.16s %-4s %10" JSON_INTEGER_FORMAT " %8" JSON_INTEGER_FORMAT "  %s\n",
               text_of(o, "id"), json_is_true(json_object_get(o, "up")) ? "up" : "DOWN",
               whole(o, "delivered"), whole(o, "failed"), text_of(o, "trouble"));
    }
}

static void print_table(json_t *status)
{
    json_t *engine = json_object_get(status, "engine");
    json_t *record = json_object_get(status, "record");
    char p99[32];

    printf("%s  %s  tracks %" JSON_INTEGER_FORMAT "  steps %" JSON_INTEGER_FORMAT
           "  p99 %s us  lost %" JSON_INTEGER_FORMAT "  record %" JSON_INTEGER_FORMAT
           " (%" JSON_INTEGER_FORMAT " acknowledged)\n\n",
           text_of(status, "time"), text_of(status, "mode"), whole(engine, "tracks"),
           whole(engine, "step"), number(engine, "step_us_p99", "", p99),
           whole(engine, "lost"), whole(record, "entries"), whole(record, "committed"));
    print_feeds(json_object_get(status, "feeds"));
    print_sensors(json_object_get(status, "sensors"));
    print_outputs(json_object_get(status, "outputs"));
}

static bool all_up(json_t *rows)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        if (!json_is_true(json_object_get(row, "up")))
            return false;
    }
    return true;
}

static int show(const char *url, bool as_json)
{
    json_t *status = ask(url);

    if (status == NULL)
        return TCS_EXIT_IO;
    const bool good = all_up(json_object_get(status, "feeds")) &&
                      all_up(json_object_get(status, "outputs")) &&
                      whole(json_object_get(status, "engine"), "lost") == 0;

    if (as_json) {
        (void)json_dumpf(status, stdout, JSON_COMPACT | JSON_REAL_PRECISION(10));
        putchar('\n');
    } else {
        print_table(status);
    }
    json_decref(status);
    return good ? TCS_EXIT_GOOD : TCS_EXIT_BAD;
}

static int watch(const char *url, bool as_json)
{
    static const char home_and_clear[] = "\033[H\033[2J";
    const struct timespec second = { 1, 0 };
    int code = TCS_EXIT_GOOD;

    do {
        if (!as_json)
            fputs(home_and_clear, stdout);
        code = show(url, as_json);
        if (fflush(stdout) != 0)
            return TCS_EXIT_IO;
    } while (code != TCS_EXIT_IO && nanosleep(&second, NULL) == 0);
    return code;
}

int tcs_cmd_status(int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { "url", required_argument, NULL, 'u' },
        { "json", no_argument, NULL, 'j' },
        { "watch", no_argument, NULL, 'w' },
        { NULL, 0, NULL, 0 },
    };
    const char *url = "http://127.0.0.1:8470";
    bool as_json = false, again = false;
    int option = 0;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (option == 'u')
            url = optarg;
        else if (option == 'j')
            as_json = true;
        else if (option == 'w')
            again = true;
        else
            return tcs_cli_wrong("status", NULL);
    }
    if (optind != argc)
        return tcs_cli_wrong("status", "takes no arguments");
    return again ? watch(url, as_json) : show(url, as_json);
}
