/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_PICTURE_H
#define TCS_WATCH_PICTURE_H

/*
 * picture.h -- the picture once a second, on its way to those who write it down.
 *
 * To make text of some hundred tracks takes milliseconds, in which the engine would look
 * at nothing else. So it hands on a copy, as the payload of an entry TCS_ENTRY_TRACKS, in
 * the machine's own form, and who writes makes the text: for the record the journal's
 * thread.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "config/site.h"
#include "view/view.h"

/* The caller frees it; NULL: no memory. */
uint8_t *tcs_picture_pack(const struct tcs_view_picture *picture, size_t *ret_len);
/* A JSON array of tracks, which the caller frees; NULL: no memory. */
char *tcs_picture_text(const struct tcs_site *site, struct tcs_bytes packed);

#endif
