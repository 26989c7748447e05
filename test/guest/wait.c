// SPDX-License-Identifier: LGPL-2.1-or-later
/* Waits for input or for a chip's events, the seconds and nanoseconds long that it is told. */
#include <gpiod.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
	struct gpiod_chip *chip = gpiod_chip_open("/dev/gpiochip0");

	if (argc != 3 || !chip)
		return 9;

	struct pollfd fds[] = {
		{ .fd = 0, .events = POLLIN },
		{ .fd = gpiod_chip_get_fd(chip), .events = POLLIN },
	};
	struct timespec timeout = { .tv_sec = atoll(argv[1]), .tv_nsec = atol(argv[2]) };

	return ppoll(fds, 2, &timeout, NULL);
}
