/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts the fake chips where a program that is started with LD_PRELOAD looks for GPIO: /dev/gpiochip*,
 * what libgpiod 1 and 2 check in /sys to tell a GPIO chip, the old /sys/class/gpio, and the revision in
 * /proc/cpuinfo by which rpi-gpio tells a Raspberry Pi.
 *
 * FAKE_CHIP_DEV names a folder whose files are what a listing of /dev shows, FAKE_CHIP_SYSFS one that
 * stands for /sys/class/gpio.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fake-chip.h"

#define GPIO_MAGIC 0xB4

#define NEXT(name) ((__typeof__(&name))next_symbol(#name))

bool fake_with_syscall = true;
long (*real_syscall)(long number, ...);

static void *next_symbol(const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (!symbol) {
		fprintf(stderr, "fake chip: this process has no %s\n", name);
		abort();
	}
	return symbol;
}

__attribute__((constructor)) static void set_up(void)
{
	const char *choice = getenv("FAKE_CHIP_SYSCALL");

	if (real_syscall)
		return;
	real_syscall = NEXT(syscall);
	fake_with_syscall = !choice || strcmp(choice, "0") != 0;
}

int fake_chip_number(const char *path)
{
	char rest;
	int number;

	if (strncmp(path, "/dev/", 5) == 0)
		path += 5;
	if (sscanf(path, "gpiochip%d%c", &number, &rest) != 1 || number < 0 ||
	    number >= FAKE_CHIPS)
		return -1;
	return number;
}

/* The number of the chip of this dev attribute, which libgpiod 1 compares with the device's, or -1. */
static int dev_attribute(const char *path)
{
	static const char folder[] = "/sys/bus/gpio/devices/";
	char name[32], rest;

	if (strncmp(path, folder, strlen(folder)) != 0 ||
	    sscanf(path + strlen(folder), "%31[^/]/de%c", name, &rest) != 2 || rest != 'v')
		return -1;
	return fake_chip_number(name);
}

/* Where a path really leads. */
static const char *redirected(const char *path, char buf[PATH_MAX])
{
	static const char folder[] = "/sys/class/gpio";
	const char *target;

	if (strncmp(path, folder, strlen(folder)) != 0)
		return path;
	target = getenv("FAKE_CHIP_SYSFS");
	if (!target)
		return path;
	snprintf(buf, PATH_MAX, "%s%s", target, path + strlen(folder));
	return buf;
}

/* A file that is not to be seen anywhere else. */
static int open_text(const char *text)
{
	int fd = memfd_create("fake", MFD_CLOEXEC);

	dprintf(fd, "%s\n", text);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static int open_dev_attribute(int chip)
{
	char number[16];

	snprintf(number, sizeof(number), "%d:%d", FAKE_MAJOR, chip);
	return open_text(number);
}

int open(const char *path, int flags, ...)
{
	char buf[PATH_MAX];
	va_list args;
	mode_t mode;
	int chip;

	set_up();
	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	chip = strncmp(path, "/dev/", 5) == 0 ? fake_chip_number(path) : -1;
	if (chip >= 0)
		return fake_open_chip(chip);
	chip = dev_attribute(path);
	if (chip >= 0)
		return open_dev_attribute(chip);
	if (strcmp(path, "/proc/cpuinfo") == 0)
		return open_text("Revision\t: a02082");
	return real_syscall(SYS_openat, AT_FDCWD, redirected(path, buf), flags, mode);
}
__attribute__((alias("open"))) int open64(const char *path, int flags, ...);

int close(int fd)
{
	set_up();
	if (fd >= 0 && fd < FAKE_FDS)
		fake_files[fd].kind = NOT_FAKE;
	return real_syscall(SYS_close, fd);
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	/* The kernel's requests have 32 bits; libgpiod passes some of them through an int. */
	if (fd >= 0 && fd < FAKE_FDS && fake_files[fd].kind != NOT_FAKE &&
	    _IOC_TYPE(request) == GPIO_MAGIC)
		return fake_ioctl(fd, (uint32_t)request, arg);
	set_up();
	return real_syscall(SYS_ioctl, fd, request, arg);
}

ssize_t read(int fd, void *buf, size_t len)
{
	if (fd >= 0 && fd < FAKE_FDS && fake_files[fd].kind == FAKE_FLOOD)
		return fake_flood_read(fd, buf, len);
	set_up();
	return real_syscall(SYS_read, fd, buf, len);
}

/* Any character device will do, as long as its number is a fake's. */
#define STAT(name, type)                                                                           \
	int name(const char *restrict path, struct type *restrict out)                             \
	{                                                                                          \
		char buf[PATH_MAX];                                                                \
		int chip = fake_chip_number(path);                                                 \
		int ret = NEXT(name)(chip < 0 ? redirected(path, buf) : "/dev/null", out);         \
                                                                                                   \
		if (chip >= 0)                                                                     \
			out->st_rdev = makedev(FAKE_MAJOR, chip);                                  \
		return ret;                                                                        \
	}
STAT(stat, stat)
STAT(lstat, stat)
STAT(stat64, stat64)
STAT(lstat64, stat64)

/* Programs linked before glibc 2.33, such as Python's wheels, call these. */
int __xstat(int version, const char *path, struct stat *out)
{
	(void)version;
	return stat(path, out);
}

int __lxstat(int version, const char *path, struct stat *out)
{
	(void)version;
	return lstat(path, out);
}

long syscall(long number, ...)
{
	long arg[6];
	va_list args;
	int chip;

	set_up();
	va_start(args, number);
	for (int i = 0; i < 6; i++)
		arg[i] = va_arg(args, long);
	va_end(args);
	if (number == SYS_statx && arg[1]) {
		chip = fake_chip_number((const char *)arg[1]);
		if (chip >= 0) {
			struct statx *out = (struct statx *)arg[4];
			long ret = real_syscall(number, AT_FDCWD, "/dev/null", arg[2], arg[3], out);

			out->stx_rdev_major = FAKE_MAJOR;
			out->stx_rdev_minor = chip;
			return ret;
		}
	}
	return real_syscall(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}

char *realpath(const char *restrict path, char *restrict resolved)
{
	unsigned int major, minor;
	char buf[PATH_MAX], tail;
	const char *target = NULL;

	if (strncmp(path, "/dev/", 5) == 0 && fake_chip_number(path) >= 0)
		target = path;
	else if (sscanf(path, "/sys/dev/char/%u:%u/subsyste%c", &major, &minor, &tail) == 3 &&
		 major == FAKE_MAJOR && minor < FAKE_CHIPS && tail == 'm')
		target = "/sys/bus/gpio";
	if (!target)
		return NEXT(realpath)(redirected(path, buf), resolved);
	return resolved ? strcpy(resolved, target) : strdup(target);
}

int access(const char *path, int mode)
{
	char buf[PATH_MAX];

	if (dev_attribute(path) >= 0)
		return 0;
	return NEXT(access)(redirected(path, buf), mode);
}

static const char *listed(const char *path)
{
	const char *dev = getenv("FAKE_CHIP_DEV");

	return dev && (strcmp(path, "/dev") == 0 || strcmp(path, "/dev/") == 0) ? dev : path;
}

/* The files of that folder are listed as what they stand for. */
#define SCANDIR(name, type)                                                                        \
	int name(const char *restrict path, struct type ***restrict names,                         \
		 int (*filter)(const struct type *),                                               \
		 int (*compare)(const struct type **, const struct type **))                       \
	{                                                                                          \
		int count = NEXT(name)(listed(path), names, filter, compare);                      \
                                                                                                   \
		for (int i = 0; i < count && listed(path) != path; i++)                            \
			(*names)[i]->d_type = DT_CHR;                                              \
		return count;                                                                      \
	}
SCANDIR(scandir, dirent)
SCANDIR(scandir64, dirent64)
