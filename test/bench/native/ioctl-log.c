/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes down the GPIO ioctls of a program that is started with LD_PRELOAD, one a line: what it is,
 * and for values the bits, in hexadecimal. IOCTL_LOG names the file. Both versions of linux/gpio.h
 * have the same words, and so has a line's file in the old /sys/class/gpio where it is read or written.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "uapi/gpio.h"

#define GPIO_MAGIC 0xB4

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int (*real_ioctl)(int fd, unsigned long request, ...);
static int log_fd = -1;

__attribute__((constructor)) static void set_up(void)
{
	const char *path = getenv("IOCTL_LOG");

	if (real_ioctl)
		return;
	real_ioctl = REAL(ioctl);
	log_fd = path ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
	if (!real_ioctl || log_fd < 0) {
		fprintf(stderr, "ioctl log: IOCTL_LOG has to name a file that exists\n");
		abort();
	}
}

static const char *name_of(uint32_t request)
{
	switch (request) {
	case GPIO_GET_CHIPINFO_IOCTL:
		return "chip-info";
	case GPIO_V2_GET_LINEINFO_IOCTL:
	case GPIO_GET_LINEINFO_IOCTL:
		return "line-info";
	case GPIO_V2_GET_LINE_IOCTL:
	case GPIO_GET_LINEHANDLE_IOCTL:
	case GPIO_GET_LINEEVENT_IOCTL:
		return "request";
	case GPIO_V2_LINE_GET_VALUES_IOCTL:
	case GPIOHANDLE_GET_LINE_VALUES_IOCTL:
		return "get";
	case GPIO_V2_LINE_SET_VALUES_IOCTL:
	case GPIOHANDLE_SET_LINE_VALUES_IOCTL:
		return "set";
	}
	return "other";
}

static uint64_t bits_of(uint32_t request, const void *arg)
{
	const struct gpio_v2_line_values *values = arg;
	const struct gpiohandle_data *data = arg;
	uint64_t bits = 0;

	switch (request) {
	case GPIO_V2_LINE_GET_VALUES_IOCTL:
	case GPIO_V2_LINE_SET_VALUES_IOCTL:
		return values->bits & values->mask;
	case GPIOHANDLE_GET_LINE_VALUES_IOCTL:
	case GPIOHANDLE_SET_LINE_VALUES_IOCTL:
		for (unsigned int i = 0; i < GPIOHANDLES_MAX; i++)
			bits |= (uint64_t)(data->values[i] & 1) << i;
	}
	return bits;
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;
	int ret;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	set_up();
	ret = real_ioctl(fd, request, arg);
	if (_IOC_TYPE(request) == GPIO_MAGIC) {
		int error = errno;

		dprintf(log_fd, "%s%s %llx\n", name_of(request), ret < 0 ? "-failed" : "",
			(unsigned long long)bits_of(request, arg));
		errno = error;
	}
	return ret;
}

static bool is_value_file(int fd)
{
	static const char folder[] = "/sys/", name[] = "/value";
	char link[32], path[PATH_MAX];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	if (len < (ssize_t)sizeof(name))
		return false;
	path[len] = '\0';
	return strncmp(path, folder, strlen(folder)) == 0 &&
	       strcmp(path + len - strlen(name), name) == 0;
}

/* The first byte is the level. */
static ssize_t transferred(const char *what, int fd, const void *buf, ssize_t len)
{
	int error = errno;

	if (len > 0 && is_value_file(fd))
		dprintf(log_fd, "%s %c\n", what, *(const char *)buf);
	errno = error;
	return len;
}

ssize_t read(int fd, void *buf, size_t len)
{
	return transferred("get", fd, buf, REAL(read)(fd, buf, len));
}

ssize_t write(int fd, const void *buf, size_t len)
{
	return transferred("set", fd, buf, REAL(write)(fd, buf, len));
}

ssize_t pread64(int fd, void *buf, size_t len, off64_t offset)
{
	return transferred("get", fd, buf, REAL(pread64)(fd, buf, len, offset));
}

ssize_t pwrite64(int fd, const void *buf, size_t len, off64_t offset)
{
	return transferred("set", fd, buf, REAL(pwrite64)(fd, buf, len, offset));
}
