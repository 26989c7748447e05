// SPDX-License-Identifier: LGPL-2.1-or-later

#include "service.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SERVICE_FD_VARIABLE "LIBGPIOD_WASM_SERVICE_FD"

int tool_service(long long *answer, const char *format, ...)
{
	const char *fd_text = getenv(SERVICE_FD_VARIABLE);
	char line[64];
	va_list args;
	ssize_t len;
	int fd;

	if (!fd_text) {
		errno = ENOSYS;
		return -1;
	}
	fd = atoi(fd_text);

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);

	if (write(fd, line, len) != len)
		return -1;

	len = read(fd, line, sizeof(line) - 1);
	if (len < 0)
		return -1;
	line[len] = '\0';

	if (line[0] == '!') {
		errno = atoi(line + 1);
		return -1;
	}
	if (answer)
		*answer = atoll(line);

	return 0;
}
