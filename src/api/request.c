/* SPDX-License-Identifier: Apache-2.0 */
#include "api/request.h"

#include <string.h>
#include <strings.h>

#include <arpa/inet.h>
#include <jansson.h>

#include "base/text.h"

static const struct {
    const char *path;
    enum tcs_api_route route;
} plain_routes[] = {
    { "site", TCS_API_ROUTE_SITE },     { "state", TCS_API_ROUTE_STATE },
    { "tracks", TCS_API_ROUTE_TRACKS }, { "zones", TCS_API_ROUTE_ZONES },
    { "alarms", TCS_API_ROUTE_ALARMS }, { "status", TCS_API_ROUTE_STATUS },
    { "live", TCS_API_ROUTE_LIVE },
};

static const struct {
    const char *name;
    enum tcs_action_kind kind;
} actions[] = {
    { "ack", TCS_ACTION_ACK },
    { "shelve", TCS_ACTION_SHELVE },
    { "unshelve", TCS_ACTION_UNSHELVE },
    { "all-clear", TCS_ACTION_ALL_CLEAR },
    { "out-of-service", TCS_ACTION_OUT_OF_SERVICE },
    { "in-service", TCS_ACTION_IN_SERVICE },
};

enum { SHELVE_MAX_S = 3600 };

/* "ID/ACTION" behind /api/alarms/ */
static bool action_route(const char *rest, struct tcs_action *action)
{
    const char *slash = strchr(rest, '/');
    int64_t id;

    if (slash == NULL)
        return false;
    if (tcs_text_int(tcs_bytes(rest, (size_t)(slash - rest)), &id) != TCS_OK || id < 1 ||
        id > UINT32_MAX)
        return false;
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(slash + 1, actions[i].name) != 0)
            continue;
        action->kind = (uint16_t)actions[i].kind;
        action->alarm = (uint32_t)id;
        return true;
    }
    return false;
}

enum tcs_api_route tcs_api_route(const char *path, struct tcs_action *ret_action)
{
    static const char base[] = "/api/";
    static const char alarms[] = "alarms/";
    const char *rest;

    memset(ret_action, 0, sizeof *ret_action);
    if (strcmp(path, "/metrics") == 0)
        return TCS_API_ROUTE_METRICS;
    if (strncmp(path, base, sizeof base - 1) != 0)
        return strcmp(path, "/api") == 0 ? TCS_API_ROUTE_UNKNOWN : TCS_API_ROUTE_NONE;
    rest = path + sizeof base - 1;
    for (size_t i = 0; i < sizeof plain_routes / sizeof plain_routes[0]; i++)
        if (strcmp(rest, plain_routes[i].path) == 0)
            return plain_routes[i].route;
    if (strncmp(rest, alarms, sizeof alarms - 1) == 0 &&
        action_route(rest + sizeof alarms - 1, ret_action))
        return TCS_API_ROUTE_ACTION;
    return TCS_API_ROUTE_UNKNOWN;
}

/* A string member as a name that a person typed, into to. Absent is empty. */
static bool take_text(json_t *value, char *to, size_t capacity)
{
    const char *text = json_string_value(value);
    const size_t len = json_string_length(value);

    if (value == NULL)
        return true;
    if (text == NULL || len >= capacity)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    (void)tcs_text_copy(to, capacity, tcs_bytes(text, len));
    return true;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

static enum tcs_status take_members(json_t *body, struct tcs_action *action,
                                    const char **ret_why)
{
    json_t *seconds = json_object_get(body, "seconds");
    const char *key;
    json_t *value;

    json_object_foreach(body, key, value)
    {
        if (strcmp(key, "who") != 0 && strcmp(key, "why") != 0 &&
            strcmp(key, "seconds") != 0) {
            *ret_why = "members are who, why and seconds";
            return TCS_E_ARGUMENT;
        }
    }
    if (!take_text(json_object_get(body, "who"), action->who, sizeof action->who) ||
        is_blank(action->who)) {
        *ret_why = "who must name a person: 1 to 31 octets of text";
        return TCS_E_ARGUMENT;
    }
    if (!take_text(json_object_get(body, "why"), action->why, sizeof action->why)) {
        *ret_why = "why must be text of at most 95 octets";
        return TCS_E_ARGUMENT;
    }
    if (action->kind == TCS_ACTION_SHELVE) {
        if (!json_is_integer(seconds) || json_integer_value(seconds) < 1 ||
            json_integer_value(seconds) > SHELVE_MAX_S) {
            *ret_why = "shelve needs seconds: a whole number, 1 to 3600";
            return TCS_E_ARGUMENT;
        }
        action->seconds = (uint32_t)json_integer_value(seconds);
    } else if (seconds != NULL) {
        *ret_why = "seconds belongs to shelve only";
        return TCS_E_ARGUMENT;
    }
    return TCS_OK;
}

enum tcs_status tcs_api_action_parse(struct tcs_bytes body, struct tcs_action *action,
                                     const char **ret_why)
{
    struct tcs_action filled = *action;
    enum tcs_status status;
    json_t *parsed;

    parsed = json_loadb((const char *)body.data, body.len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(parsed)) {
        json_decref(parsed);
        *ret_why = "the body must be a JSON object";
        return TCS_E_DAMAGED;
    }
    status = take_members(parsed, &filled, ret_why);
    json_decref(parsed);
    if (status == TCS_OK)
        *action = filled;
    return status;
}

static bool is_port(const char *text)
{
    const size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 5 && text[digits] == '\0';
}

bool tcs_api_host_is_ours(const char *host, const char *const *names, size_t names_max)
{
    unsigned char address[sizeof(struct in6_addr)];
    char name[256];
    const char *from = host[0] == '[' ? host + 1 : host;
    const size_t len = strcspn(from, host[0] == '[' ? "]" : ":");
    const char *rest = from + len;

    if (len == 0 || len >= sizeof name)
        return false;
    if (host[0] == '[') {
        if (*rest != ']')
            return false;
        rest++;
    }
    if (*rest != '\0' && !(*rest == ':' && is_port(rest + 1)))
        return false;
    (void)tcs_text_copy(name, sizeof name, tcs_bytes(from, len));
    if (host[0] == '[')
        return inet_pton(AF_INET6, name, address) == 1;
    if (strcasecmp(name, "localhost") == 0 || inet_pton(AF_INET, name, address) == 1)
        return true;
    for (size_t i = 0; i < names_max && names[i] != NULL; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

bool tcs_api_origin_is_ours(const char *origin, const char *host)
{
    static const char *const schemes[] = { "http://", "https://" };

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        const size_t len = strlen(schemes[i]);

        if (strncasecmp(origin, schemes[i], len) == 0)
            return strcasecmp(origin + len, host) == 0;
    }
    return false;
}

bool tcs_api_is_json(const char *content_type)
{
    static const char json[] = "application/json";
    const size_t len = sizeof json - 1;

    return strncasecmp(content_type, json, len) == 0 &&
           (content_type[len] == '\0' || content_type[len] == ';' ||
            content_type[len] == ' ');
}

/* Digits up to `end` as a number; false when there are none or it is too large. */
static bool take_number(const char *from, const char *end, uint64_t *ret_value)
{
    int64_t value;

    if (end <= from || *from == '-' ||
        tcs_text_int(tcs_bytes(from, (size_t)(end - from)), &value) != TCS_OK)
        return false;
    *ret_value = (uint64_t)value;
    return true;
}

bool tcs_api_range(const char *header, uint64_t size, uint64_t *ret_first,
                   uint64_t *ret_len)
{
    static const char unit[] = "bytes=";
    const char *from, *dash, *end;
    uint64_t first = 0, last = 0;

    if (strncasecmp(header, unit, sizeof unit - 1) != 0 || size == 0)
        return false;
    from = header + sizeof unit - 1;
    dash = strchr(from, '-');
    if (dash == NULL)
        return false;
    end = dash + 1 + strlen(dash + 1);
    if (dash == from) { /* the last so many octets */
        if (!take_number(dash + 1, end, &last) || last == 0)
            return false;
        first = last < size ? size - last : 0;
        last = size - 1;
    } else {
        if (!take_number(from, dash, &first) || first >= size)
            return false;
        if (dash[1] == '\0')
            last = size - 1;
        else if (!take_number(dash + 1, end, &last) || last < first)
            return false;
        if (last > size - 1)
            last = size - 1;
    }
    *ret_first = first;
    *ret_len = last - first + 1;
    return true;
}
