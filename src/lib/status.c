/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/inside.h"

/* Public statuses have the numbers of ours; a new one of ours has to be made public. */
#define SAME(name)                                                                       \
    _Static_assert((int)TOCSIN_##name == (int)TCS_##name, "numbers of a status")
SAME(OK);
SAME(MORE);
SAME(END);
SAME(E_ARGUMENT);
SAME(E_SHORT);
SAME(E_DAMAGED);
SAME(E_FOREIGN);
SAME(E_IMPOSSIBLE);
SAME(E_FULL);
SAME(E_NUMERIC);
SAME(E_NOT_FOUND);
SAME(E_IO);
SAME(E_MISMATCH);
SAME(E_REFUSED);
SAME(E_MEMORY);
#define X(name, value, text) COUNT_##name,
enum { TCS_STATUS_LIST(X) STATUS_COUNT };
#undef X
_Static_assert(STATUS_COUNT == 15, "every status is in the list above");

enum tocsin_status lib_status(enum tcs_status status)
{
    return (enum tocsin_status)(int)status;
}

const char *tocsin_status_text(int status)
{
    return tcs_status_text((enum tcs_status)status);
}

const char *tocsin_version(void)
{
    return TCS_VERSION;
}

int64_t tocsin_time_from_utc(int64_t utc_ns)
{
    struct tcs_leap_table leap;

    tcs_leap_builtin(&leap);
    return tcs_time_from_utc(&leap, utc_ns).tai_ns;
}

int64_t tocsin_time_to_utc(int64_t time_ns)
{
    struct tcs_leap_table leap;

    tcs_leap_builtin(&leap);
    return tcs_time_to_utc(&leap, lib_time(time_ns));
}
