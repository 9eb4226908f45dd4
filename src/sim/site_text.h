/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_SITE_TEXT_H
#define TCS_SIM_SITE_TEXT_H

/* site_text.h -- a site file with other feeds. */

#include "base/bytes.h"
#include "config/site.h"

/* The text with its top-level `feeds` replaced by file feeds, of which paths[i] is that
 * of feed i, and `outputs` left out: a simulation rings nothing. To be freed; NULL: out
 * of memory or no block `feeds` in it. */
char *tcs_site_text_with_files(struct tcs_bytes text, const struct tcs_site *site,
                               const char *const *paths);

#endif
