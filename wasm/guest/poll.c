// SPDX-License-Identifier: LGPL-2.1-or-later
/* Waiting on GPIO files. Linux and wasi-libc number the poll conditions differently. */

#include <stdlib.h>

#include "gpio_guest.h"
#include "gpio_host.h"

#define NS_PER_S 1000000000LL

static int16_t host_events(short events)
{
	int16_t host = 0;

	if (events & POLLIN)
		host |= GPIO_HOST_POLLIN;
	if (events & POLLPRI)
		host |= GPIO_HOST_POLLPRI;

	return host;
}

static short guest_revents(int16_t revents)
{
	short guest = 0;

	if (revents & GPIO_HOST_POLLIN)
		guest |= POLLIN;
	if (revents & GPIO_HOST_POLLPRI)
		guest |= POLLPRI;
	if (revents & GPIO_HOST_POLLERR)
		guest |= POLLERR;
	if (revents & GPIO_HOST_POLLHUP)
		guest |= POLLHUP;
	if (revents & GPIO_HOST_POLLNVAL)
		guest |= POLLNVAL;

	return guest;
}

int gpio_guest_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		     const void *sigmask)
{
	int64_t timeout_ns = timeout ? timeout->tv_sec * NS_PER_S + timeout->tv_nsec : -1;
	struct gpio_host_pollfd few[8], *host = few;
	nfds_t i;
	int ret;

	(void)sigmask; /* there are no signals in WASI */

	if (n > sizeof(few) / sizeof(few[0])) {
		host = malloc(n * sizeof(*host));
		if (!host) {
			errno = ENOMEM;
			return -1;
		}
	}

	/* poll passes over negative descriptors; those of WASI are not for this host either. */
	for (i = 0; i < n; i++) {
		host[i].fd = IS_GPIO_FD(fds[i].fd) ? GPIO_HOST_FD(fds[i].fd) : -1;
		host[i].events = host_events(fds[i].events);
		host[i].revents = 0;
	}

	ret = gpio_guest_return(gpio_host_poll(host, n, timeout_ns));
	if (ret >= 0) {
		for (i = 0; i < n; i++)
			fds[i].revents = guest_revents(host[i].revents);
	}

	if (host != few)
		free(host);

	return ret;
}
