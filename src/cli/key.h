/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_KEY_H
#define TCS_CLI_KEY_H

/*
 * key.h -- the public key that an option --key gives, and small files of text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends a file to what is there already (NULL, 0: nothing), with a zero behind it. The
 * caller frees *data in any case. False: unreadable, empty, or no memory. */
bool tcs_cli_add_file(const char *path, uint8_t **data, size_t *len);

/* A file's text, or, when there is no such file, the argument itself; the caller frees
 * it.
 */
bool tcs_cli_read_key(const char *argument, char **ret_key);

#endif
