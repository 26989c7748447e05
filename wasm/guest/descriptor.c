// SPDX-License-Identifier: LGPL-2.1-or-later
/* open, close, read and ioctl of GPIO files. */

#include <linux/ioctl.h>
#include <stddef.h>
#include <string.h>

#include "gpio_guest.h"
#include "gpio_host.h"
#include "uapi/gpio.h"

static int not_a_gpio_file(void)
{
	errno = EBADF;
	return -1;
}

/* The host opens read-write and close-on-exec, the only way libgpiod opens anything. */
int gpio_guest_open(const char *path, int flags, ...)
{
	int fd = gpio_guest_return(gpio_host_open(path, strlen(path)));

	(void)flags;
	return fd < 0 ? fd : GPIO_FD(fd);
}

int gpio_guest_close(int fd)
{
	if (!IS_GPIO_FD(fd))
		return not_a_gpio_file();

	return gpio_guest_return(gpio_host_close(GPIO_HOST_FD(fd)));
}

ssize_t gpio_guest_read(int fd, void *buf, size_t len)
{
	if (!IS_GPIO_FD(fd))
		return not_a_gpio_file();

	return gpio_guest_return(gpio_host_read(GPIO_HOST_FD(fd), buf, len));
}

#ifdef GPIO_GUEST_CAPTURE
/* Where the values of the next call go that reads or sets lines, NULL where they go to the host. */
static void *captured;

/*
 * For sequences: what upstream makes of offsets and values is kept instead of carried out. To be ended
 * with NULL, since a call that fails before its ioctl leaves it in force for the next.
 */
__attribute__((export_name("gpio_guest_capture"))) void gpio_guest_capture(void *values)
{
	captured = values;
}

static int capture(unsigned long request, const void *arg)
{
	if (!captured || (request != GPIO_V2_LINE_GET_VALUES_IOCTL &&
			  request != GPIO_V2_LINE_SET_VALUES_IOCTL))
		return 0;

	memcpy(captured, arg, sizeof(struct gpio_v2_line_values));
	captured = NULL;
	return 1;
}
#else
static inline int capture(unsigned long request, const void *arg)
{
	(void)request;
	(void)arg;
	return 0;
}
#endif

int gpio_guest_ioctl(int fd, unsigned long request, void *arg)
{
	int ret;

	if (!IS_GPIO_FD(fd))
		return not_a_gpio_file();
	if (capture(request, arg))
		return 0;

	ret = gpio_guest_return(
		gpio_host_ioctl(GPIO_HOST_FD(fd), request, arg, _IOC_SIZE(request)));

	/* The one ioctl that hands out a descriptor does so inside its struct. */
	if (ret >= 0 && request == GPIO_V2_GET_LINE_IOCTL) {
		struct gpio_v2_line_request *line_request = arg;

		line_request->fd = GPIO_FD(line_request->fd);
	}

	return ret;
}
