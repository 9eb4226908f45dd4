/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_SAPIENT_FILE_H
#define TCS_CLI_SAPIENT_FILE_H

/*
 * sapient_file.h -- the SAPIENT messages of a file, in any of its forms: messages with
 * their lengths as in a stream, one bare message, or JSON (one document after another).
 * Which of them is told by the content.
 */

#include "base/bytes.h"
#include "cli/proto_json.h"

/* One message, or what stands in its place: with fault, message is empty. */
typedef void tcs_sapient_taken(void *owner, struct tcs_bytes message,
                               const struct tcs_proto_fault *fault);

/* "-" is standard input. NULL, or why it cannot be read. */
const char *tcs_sapient_file(const char *path, tcs_sapient_taken *taken, void *owner);

#endif
