/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Included ahead of a program's files (-include) that waits on descriptors got from libgpiod: the
 * calls that take a descriptor then serve GPIO files and WASI's alike, and strerror() speaks as on
 * Linux. Programs that only call gpiod_*() functions do not need it.
 */
#ifndef GPIO_PROGRAM_H
#define GPIO_PROGRAM_H

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "gpio_guest.h"

#define close(fd) gpio_program_close(fd)
#define read(fd, buf, len) gpio_program_read(fd, buf, len)
#define poll(fds, n, timeout_ms) gpio_program_poll(fds, n, timeout_ms)
#define ppoll(fds, n, timeout, sigmask) gpio_program_ppoll(fds, n, timeout, sigmask)
#define strerror(errnum) gpio_program_strerror(errnum)

#endif
