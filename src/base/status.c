/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

const char *tcs_status_text(enum tcs_status status)
{
    switch (status) {
#define X(name, value, text)                                                             \
    case name:                                                                           \
        return text;
        TCS_STATUS_LIST(X)
#undef X
    }
    return "unknown status";
}
