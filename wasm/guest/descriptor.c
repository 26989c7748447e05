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

int gpio_guest_ioctl(int fd, unsigned long request, void *arg)
{
	int ret;

	if (!IS_GPIO_FD(fd))
		return not_a_gpio_file();

	ret = gpio_guest_return(
		gpio_host_ioctl(GPIO_HOST_FD(fd), request, arg, _IOC_SIZE(request)));

	/* The one ioctl that hands out a descriptor does so inside its struct. */
	if (ret >= 0 && request == GPIO_V2_GET_LINE_IOCTL) {
		struct gpio_v2_line_request *line_request = arg;

		line_request->fd = GPIO_FD(line_request->fd);
	}

	return ret;
}
