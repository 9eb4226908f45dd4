/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_TOKEN_H
#define TCS_SINK_TOKEN_H

/*
 * token.h -- the secret that a file holds, read on a thread of libuv's: a disk or a
 * network that hangs holds up nobody who waits for something else.
 */

#include <uv.h>

enum { TCS_TOKEN_MAX = 1024 };

/* token: what the file holds, without the blanks at its end, to be copied. NULL: it
 * cannot be read, is no file, or holds nothing, too much, or a line break. */
typedef void tcs_token_taken(void *context, const char *token);

struct tcs_token;

/* `taken` comes once, on the loop's thread, unless it is forgotten before. NULL: no
 * memory. */
struct tcs_token *tcs_token_read(uv_loop_t *loop, const char *path,
                                 tcs_token_taken *taken, void *context);

/* Nobody waits for it any more. The loop has to run on until the thread is done. */
void tcs_token_forget(struct tcs_token *token);

#endif
