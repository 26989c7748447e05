// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only libgpiod.wasm has: its exports beyond gpiod.h, and life without stdio. */

#include <stdlib.h>

#include "gpio_guest.h"

#define EXPORT(name) __attribute__((export_name(name)))

/* The errno of the last failing call, as Linux numbers it. */
EXPORT("gpio_guest_errno")
int gpio_guest_last_errno(void)
{
	return gpio_guest_errno_to_linux(errno);
}

/*
 * libc's printf can complain on stderr, which drags in an import. The reactor prints nothing: it
 * defines that import itself, so that it needs the host ABI and nothing of WASI.
 */
int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t iovs, int32_t iovs_len,
						   int32_t nwritten)
{
	(void)fd;
	(void)iovs;
	(void)iovs_len;
	(void)nwritten;
	return EBADF;
}

/* Upstream asserts that handles are not NULL: the guest stops with a trap, its memory untouched. */
_Noreturn void __assert_fail(const char *expression, const char *file, int line,
			     const char *function)
{
	(void)expression;
	(void)file;
	(void)line;
	(void)function;
	__builtin_trap();
}
