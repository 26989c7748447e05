// SPDX-License-Identifier: LGPL-2.1-or-later
/* What libgpiod asks of the file system: is this path a GPIO chip? */

#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "gpio_guest.h"
#include "gpio_host.h"

#define LINUX_PATH_MAX 4096
#define LINUX_S_IFMT 0170000

/* wasi-libc gives the file types the same numbers as Linux, but for FIFOs and sockets. */
static mode_t guest_file_type(uint32_t mode)
{
	switch (mode & LINUX_S_IFMT) {
	case 0010000:
		return S_IFIFO;
	case 0020000:
		return S_IFCHR;
	case 0040000:
		return S_IFDIR;
	case 0060000:
		return S_IFBLK;
	case 0100000:
		return S_IFREG;
	case 0120000:
		return S_IFLNK;
	case 0140000:
		return S_IFSOCK;
	default:
		return 0;
	}
}

static int host_stat(const char *path, int follow, struct stat *out)
{
	struct gpio_host_stat host;
	int ret;

	ret = gpio_guest_return(
		gpio_host_stat(path, strlen(path), follow, &host, sizeof(host)));
	if (ret < 0)
		return ret;

	memset(out, 0, sizeof(*out));
	out->st_mode = guest_file_type(host.mode) | (host.mode & 07777);
	out->st_rdev = makedev(host.rdev_major, host.rdev_minor);

	return 0;
}

int gpio_guest_stat(const char *path, struct stat *out)
{
	return host_stat(path, 1, out);
}

int gpio_guest_lstat(const char *path, struct stat *out)
{
	return host_stat(path, 0, out);
}

/* `resolved` is always allocated: libgpiod passes NULL, and nothing else may call this. */
char *gpio_guest_realpath(const char *path, char *resolved)
{
	char buf[LINUX_PATH_MAX];
	char *copy;
	int len;

	(void)resolved;

	len = gpio_guest_return(gpio_host_realpath(path, strlen(path), buf, sizeof(buf)));
	if (len < 0)
		return NULL;

	copy = malloc(len + 1);
	if (!copy) {
		errno = ENOMEM;
		return NULL;
	}

	memcpy(copy, buf, len);
	copy[len] = '\0';

	return copy;
}
