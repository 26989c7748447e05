/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What WASI's libc lacks for libgpiod, in terms of the seven calls of gpio_host.h.
 *
 * Descriptors of GPIO files are numbered from GPIO_FD_BASE up inside the guest, those of WASI from 0:
 * no call can take one for the other. The host sees its own numbers (without the base).
 *
 * Errno values in the guest are wasi-libc's. A Linux errno that wasi-libc has no number for is
 * GUEST_ERRNO_BASE + its Linux number; EBADE is one that libgpiod itself uses.
 */
#ifndef GPIO_GUEST_H
#define GPIO_GUEST_H

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

#define GPIO_FD_BASE 0x40000000
#define GPIO_FD(host_fd) ((host_fd) + GPIO_FD_BASE)
#define IS_GPIO_FD(fd) ((fd) >= GPIO_FD_BASE)
#define GPIO_HOST_FD(fd) ((fd) - GPIO_FD_BASE)

#define GUEST_ERRNO_BASE 1000

#ifndef EBADE
#define EBADE (GUEST_ERRNO_BASE + 52)
#endif

/* Both ways between Linux's numbers and the guest's. */
int gpio_guest_errno_from_linux(int linux_errno);
int gpio_guest_errno_to_linux(int guest_errno);

/* Returns `ret` where it is >= 0; else sets errno from the negated Linux errno and returns -1. */
int gpio_guest_return(int32_t ret);

/* GPIO files only: EBADF for descriptors of WASI. What libgpiod itself calls (gpio_libgpiod.h). */
int gpio_guest_open(const char *path, int flags, ...);
int gpio_guest_close(int fd);
ssize_t gpio_guest_read(int fd, void *buf, size_t len);
int gpio_guest_ioctl(int fd, unsigned long request, void *arg);
int gpio_guest_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		     const void *sigmask);
int gpio_guest_stat(const char *path, struct stat *out);
int gpio_guest_lstat(const char *path, struct stat *out);
char *gpio_guest_realpath(const char *path, char *resolved);

/* GPIO files and WASI's alike. What programs call (gpio_program.h). */
int gpio_program_close(int fd);
ssize_t gpio_program_read(int fd, void *buf, size_t len);
int gpio_program_poll(struct pollfd *fds, nfds_t n, int timeout_ms);
int gpio_program_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		       const void *sigmask);
char *gpio_program_strerror(int errnum);

#endif
