/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Included ahead of every file of upstream's library (-include), which is compiled as it is: its
 * system calls become calls of the host ABI. Function-like macros, so that `struct stat` and the
 * prototypes of the system headers, which come first, stay what they are.
 */
#ifndef GPIO_LIBGPIOD_H
#define GPIO_LIBGPIOD_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gpio_guest.h"

#define open(...) gpio_guest_open(__VA_ARGS__)
#define close(fd) gpio_guest_close(fd)
#define read(fd, buf, len) gpio_guest_read(fd, buf, len)
#define ioctl(fd, request, arg) gpio_guest_ioctl(fd, request, arg)
#define ppoll(fds, n, timeout, sigmask) gpio_guest_ppoll(fds, n, timeout, sigmask)
#define stat(path, out) gpio_guest_stat(path, out)
#define lstat(path, out) gpio_guest_lstat(path, out)
#define realpath(path, resolved) gpio_guest_realpath(path, resolved)

#endif
