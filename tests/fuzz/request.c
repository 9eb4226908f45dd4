/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "api/request.h"
#include "fuzz.h"

/* The body of an action: either it fills what its kind needs, within bounds and without
 * control characters, or it changes nothing and says why. */
static void check_body(struct tcs_bytes body, uint16_t kind)
{
    struct tcs_action action, before;
    const char *why = NULL;

    memset(&action, 0, sizeof action);
    action.kind = kind;
    before = action;
    if (tcs_api_action_parse(body, &action, &why) != TCS_OK) {
        FUZZ_CHECK(why != NULL);
        FUZZ_CHECK(memcmp(&action, &before, sizeof action) == 0);
        return;
    }
    FUZZ_CHECK(action.kind == kind && action.alarm == 0);
    FUZZ_CHECK(action.who[0] != '\0' && strlen(action.who) < sizeof action.who);
    FUZZ_CHECK(strlen(action.why) < sizeof action.why);
    for (size_t i = 0; i < strlen(action.who); i++)
        FUZZ_CHECK((unsigned char)action.who[i] >= 0x20);
    if (kind == TCS_ACTION_SHELVE)
        FUZZ_CHECK(action.seconds >= 1 && action.seconds <= 3600);
    else
        FUZZ_CHECK(action.seconds == 0);
}

/* Lines of a request: whatever is taken for ours has to be so. */
static void check_head(const char *text)
{
    struct tcs_action action;
    const enum tcs_api_route route = tcs_api_route(text, &action);
    uint64_t first = 0, len = 0;

    FUZZ_CHECK((route == TCS_API_ROUTE_ACTION) == (action.kind != 0));
    FUZZ_CHECK((action.kind != 0) == (action.alarm != 0));
    FUZZ_CHECK((route == TCS_API_ROUTE_METRICS) == (strcmp(text, "/metrics") == 0));
    if (route != TCS_API_ROUTE_NONE && route != TCS_API_ROUTE_METRICS)
        FUZZ_CHECK(strncmp(text, "/api", 4) == 0);
    if (tcs_api_range(text, 1000, &first, &len))
        FUZZ_CHECK(len >= 1 && first < 1000 && len <= 1000 - first);
    if (tcs_api_host_is_ours(text, NULL, 0))
        FUZZ_CHECK(strspn(text, "0123456789abcdefABCDEFlocahstLOCAHST.:[]") ==
                   strlen(text));
    FUZZ_CHECK(!tcs_api_origin_is_ours(text, text));
    (void)tcs_api_is_json(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[300];
    const size_t len = size < sizeof text ? size : sizeof text - 1;

    if (size == 0)
        return 0;
    check_body(tcs_bytes(data + 1, size - 1),
               (uint16_t)(TCS_ACTION_ACK + data[0] % TCS_ACTION_IN_SERVICE));
    memcpy(text, data, len);
    text[len] = '\0';
    check_head(text);
    return 0;
}
