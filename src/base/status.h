/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_STATUS_H
#define TCS_BASE_STATUS_H

/*
 * status.h -- what a function says of its work.
 *
 * 0 is success, a positive value is success with a remark, a negative value is failure.
 * On failure nothing has changed and no output has been written. Malformed input gives a
 * status and is counted; a broken invariant of ours is an assertion, never a status.
 */

#define TCS_NODISCARD __attribute__((warn_unused_result))
#define TCS_PRINTF(string, first) __attribute__((format(printf, string, first)))

/* name, value, text */
#define TCS_STATUS_LIST(X)                                                               \
    X(TCS_OK, 0, "ok")                                                                   \
    X(TCS_MORE, 1, "needs more input")                                                   \
    X(TCS_END, 2, "end of input")                                                        \
    X(TCS_E_ARGUMENT, -1, "argument outside its range")                                  \
    X(TCS_E_SHORT, -2, "input ends too early")                                           \
    X(TCS_E_DAMAGED, -3, "input is damaged")                                             \
    X(TCS_E_FOREIGN, -4, "input is of another kind")                                     \
    X(TCS_E_IMPOSSIBLE, -5, "well formed, but physically impossible")                    \
    X(TCS_E_FULL, -6, "no room left")                                                    \
    X(TCS_E_NUMERIC, -7, "numerically singular or not finite")                           \
    X(TCS_E_NOT_FOUND, -8, "not found")                                                  \
    X(TCS_E_IO, -9, "input or output failed")                                            \
    X(TCS_E_MISMATCH, -10, "does not match")                                             \
    X(TCS_E_REFUSED, -11, "refused by policy")                                           \
    X(TCS_E_MEMORY, -12, "out of memory")

enum tcs_status {
#define X(name, value, text) name = (value),
    TCS_STATUS_LIST(X)
#undef X
};

/* The text of a status: static storage, never NULL. */
const char *tcs_status_text(enum tcs_status status);

#endif
