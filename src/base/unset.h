/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_UNSET_H
#define TCS_BASE_UNSET_H

/*
 * unset.h -- large local variables of which only a part is used.
 *
 * The build has the compiler zero every local variable, against reading what was never
 * written. Where one has room for two dozen and mostly holds two, that takes longer than
 * the work itself: there TCS_UNSET says that only what has been written is read.
 */

#ifdef __has_attribute
#if __has_attribute(uninitialized)
#define TCS_UNSET __attribute__((uninitialized))
#endif
#endif
#ifndef TCS_UNSET
#define TCS_UNSET
#endif

#endif
