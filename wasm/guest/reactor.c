// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only libgpiod.wasm has: its exports beyond gpiod.h, and life without stdio. */

#include <stdarg.h>
#include <stddef.h>
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
 * libc's printf, its messages and its locales would be half of the module, and what the engine compiles
 * at every start. Upstream's library prints two unsigned numbers into a path, and nothing else: any
 * other conversion stops the guest.
 */
int snprintf(char *restrict out, size_t size, const char *restrict format, ...)
{
	size_t len = 0;
	va_list args;

	va_start(args, format);
	for (; *format; format++) {
		char digits[10];
		int count = 0;

		if (*format != '%') {
			digits[count++] = *format;
		} else if (*++format == 'u') {
			unsigned int number = va_arg(args, unsigned int);

			do
				digits[count++] = '0' + number % 10;
			while ((number /= 10) != 0);
		} else {
			__builtin_trap();
		}
		for (; count > 0; len++)
			if (count--, len + 1 < size)
				out[len] = digits[count];
	}
	va_end(args);
	if (size > 0)
		out[len < size ? len : size - 1] = '\0';

	return len;
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
