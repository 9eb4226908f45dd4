/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_SITE_H
#define TCS_CLI_SITE_H

/* site.h -- the site file, as subcommands take it. */

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"
#include "config/site.h"

/* Says on standard error why a site or a scenario could not be loaded; the program's
 * exit. With TCS_E_IO, errno has the reason. */
enum tcs_exit tcs_cli_tell_load(const char *path, enum tcs_status status,
                                const struct tcs_config_errors *errors);

/* Reads it, or says everything that is wrong on standard error. With ret_text not NULL,
 * the text goes there, to be freed. */
enum tcs_exit tcs_cli_load_site(const char *path, struct tcs_site *site,
                                uint8_t **ret_text, size_t *ret_len);

#endif
