// SPDX-License-Identifier: LGPL-2.1-or-later
/* Descriptors of GPIO files and of WASI side by side, for programs (gpio_program.h). */

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "gpio_guest.h"

#define NS_PER_MS 1000000LL
#define MS_PER_S 1000

/* Neither side can wait for the other, so a mixed poll looks at each in turn, this often. */
#define MIXED_SLICE_MS 10

int gpio_program_close(int fd)
{
	return IS_GPIO_FD(fd) ? gpio_guest_close(fd) : close(fd);
}

ssize_t gpio_program_read(int fd, void *buf, size_t len)
{
	return IS_GPIO_FD(fd) ? gpio_guest_read(fd, buf, len) : read(fd, buf, len);
}

static int poll_gpio(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	struct timespec timeout = {
		.tv_sec = timeout_ms / MS_PER_S,
		.tv_nsec = timeout_ms % MS_PER_S * NS_PER_MS,
	};

	return gpio_guest_ppoll(fds, n, timeout_ms < 0 ? NULL : &timeout, NULL);
}

static int poll_mixed(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	int waited = 0, slice, gpio, wasi;
	struct pollfd one;
	nfds_t i;

	for (;;) {
		slice = timeout_ms < 0 || timeout_ms - waited > MIXED_SLICE_MS ?
				MIXED_SLICE_MS :
				timeout_ms - waited;

		gpio = poll_gpio(fds, n, slice);
		if (gpio < 0)
			return gpio;

		wasi = 0;
		for (i = 0; i < n; i++) {
			if (IS_GPIO_FD(fds[i].fd) || fds[i].fd < 0)
				continue;
			one = fds[i];
			if (poll(&one, 1, 0) < 0)
				return -1;
			fds[i].revents = one.revents;
			wasi += one.revents != 0;
		}

		waited += slice;
		if (gpio + wasi > 0 || (timeout_ms >= 0 && waited >= timeout_ms))
			return gpio + wasi;
	}
}

int gpio_program_poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	nfds_t i, gpio = 0, wasi = 0;

	for (i = 0; i < n; i++) {
		gpio += IS_GPIO_FD(fds[i].fd);
		wasi += fds[i].fd >= 0 && !IS_GPIO_FD(fds[i].fd);
	}

	if (wasi == 0)
		return poll_gpio(fds, n, timeout_ms);
	if (gpio == 0)
		return poll(fds, n, timeout_ms);

	return poll_mixed(fds, n, timeout_ms);
}

/* Never less than asked for, but for what an int does not hold: 24 days. */
static int whole_ms(const struct timespec *timeout)
{
	if (timeout->tv_sec >= INT_MAX / MS_PER_S)
		return INT_MAX;

	return timeout->tv_sec * MS_PER_S + (timeout->tv_nsec + NS_PER_MS - 1) / NS_PER_MS;
}

int gpio_program_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		       const void *sigmask)
{
	nfds_t i;

	for (i = 0; i < n; i++) {
		if (fds[i].fd >= 0 && !IS_GPIO_FD(fds[i].fd))
			return gpio_program_poll(fds, n, timeout ? whole_ms(timeout) : -1);
	}

	return gpio_guest_ppoll(fds, n, timeout, sigmask);
}
