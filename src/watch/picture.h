/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_PICTURE_H
#define TCS_WATCH_PICTURE_H

/*
 * picture.h -- the picture on its way to those who write it down.
 *
 * To make text of some hundred tracks takes milliseconds, in which the engine would look
 * at nothing else. So it hands on a copy, as the payload of an entry TCS_ENTRY_TRACKS, in
 * the machine's own form, and who writes makes the text: for the record the journal's
 * thread. The copy too can be made in shares; its memory is kept for the next one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "config/site.h"
#include "view/view.h"

/* All zero at first. */
struct tcs_packing {
    uint8_t *data;
    size_t size; /* octets that there is room for */
    size_t len;  /* octets of the picture */
};

/* Everything but the rows of tracks. False: no memory; there is no picture then. */
TCS_NODISCARD bool tcs_packing_begin(struct tcs_packing *packing,
                                     const struct tcs_view_picture *picture);
/* The tracks from `first`. */
void tcs_packing_rows(struct tcs_packing *packing, const struct tcs_track_view *tracks,
                      size_t first, size_t count);
void tcs_packing_free(struct tcs_packing *packing);

/* A JSON array of tracks, which the caller frees; NULL: no memory. */
char *tcs_picture_text(const struct tcs_site *site, struct tcs_bytes packed);

#endif
