// SPDX-License-Identifier: LGPL-2.1-or-later
/* Blinks the line called LED: how often, and for how many milliseconds each, say its arguments. */

#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TIMES 3
#define MILLISECONDS 250

int main(int argc, char **argv)
{
	int times = argc > 1 ? atoi(argv[1]) : TIMES;
	int milliseconds = argc > 2 ? atoi(argv[2]) : MILLISECONDS;
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_request_config *request_config = gpiod_request_config_new();
	struct gpiod_chip *chip = gpiod_chip_open("/dev/gpiochip0");
	struct gpiod_line_request *request;
	unsigned int offset;
	int found;

	if (!chip) {
		perror("/dev/gpiochip0");
		return EXIT_FAILURE;
	}
	found = gpiod_chip_get_line_offset_from_name(chip, "LED");
	if (found < 0) {
		perror("LED");
		return EXIT_FAILURE;
	}
	offset = found;
	gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
	gpiod_line_config_add_line_settings(config, &offset, 1, settings);
	gpiod_request_config_set_consumer(request_config, "blink");
	request = gpiod_chip_request_lines(chip, request_config, config);
	if (!request) {
		perror("request");
		return EXIT_FAILURE;
	}

	for (int i = 0; i < 2 * times; i++) {
		gpiod_line_request_set_value(request, offset, i % 2 == 0);
		usleep(milliseconds * 1000);
	}

	gpiod_line_request_release(request);
	gpiod_chip_close(chip);
	return EXIT_SUCCESS;
}
