/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_CUTDISK_H
#define TCS_TESTS_CUTDISK_H

/*
 * cutdisk.h -- a disk whose power can be cut.
 *
 * While it is recorded, every call that changes files goes to the real file system and
 * into a log. From the log any moment can be replayed as POSIX allows it to look after
 * the power failed then: what a later fsync covered is there; of the rest each write,
 * each cut, each name may be there or not, independently, and a write may be there in
 * part.
 *
 * Files are told apart by inode, so that a renamed file takes its content along.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begins to record what happens in `root`; the present state counts as durable. */
void cutdisk_begin(const char *root);
void cutdisk_end(void);
/* How much has happened since. */
size_t cutdisk_now(void);
/* From that moment on every call that would change something fails, and changes nothing:
 * as if the process had been killed then. SIZE_MAX: never. */
void cutdisk_kill(size_t moment);
/* Replaces what is in `root` by what a power cut at `moment` may have left. The chances
 * follow from `seed`; with keep_percent 0 nothing unsynced is left, with 100 all of it.
 */
void cutdisk_cut(size_t moment, uint64_t seed, unsigned keep_percent);

/* Lets the log go, after the last cut. */
void cutdisk_forget(void);

#endif
