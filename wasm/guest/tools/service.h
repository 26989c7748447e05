/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TOOL_SERVICE_H
#define TOOL_SERVICE_H

/*
 * Asks the host for something that WASI preview 1 has no call for, over the descriptor that the
 * environment variable LIBGPIOD_WASM_SERVICE_FD names: one line of words out, one line back, which is
 * a decimal number or '!' and a WASI errno.
 *
 *   localtime UTC_SECONDS     seconds that local time is ahead of UTC at that moment
 *   terminal raw              single keys, no echo; the answer is the terminal's width in columns
 *   terminal cooked           as it was before
 *   detach                    announces daemon() before anything is requested
 *   daemon NOCHDIR NOCLOSE    daemon(3)
 *
 * Returns 0 and *answer (which may be NULL), or -1 and errno: ENOSYS where the host has no such
 * service.
 */
int tool_service(long long *answer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
