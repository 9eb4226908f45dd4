/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NODE_SAY_H
#define TCS_NODE_SAY_H

/* say.h -- inside this room: messages of ours, each whole and within all rules. */

#include "node/sapient.h"

/* Clears node->out, sets its head; to: destination, or NULL. Gives back the writer for
 * the elements of lists. */
struct tcs_writer node_head(struct tcs_node *node, struct tcs_time now, pb_size_t content,
                            const char *to);
/* Writes node->out; what may not be sent or does not fit is left out. */
bool node_send(struct tcs_node *node, struct tcs_writer *out);

/* Copies text that fits its field; what does not is cut (our own names only). */
void node_text(char *to, size_t size, const char *text);
/* A ULID of now and whatever the key is. */
void node_ulid(struct tcs_node *node, struct tcs_time at, const void *key, size_t len,
               char *ret_text);

void node_say_registration(struct tcs_node *node, struct tcs_time now,
                           struct tcs_writer *out);
void node_say_status(struct tcs_node *node, struct tcs_time now,
                     tcs_sapient_System system, struct tcs_writer *out);

#endif
