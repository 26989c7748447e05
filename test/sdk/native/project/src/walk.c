// SPDX-License-Identifier: LGPL-2.1-or-later
/* Sets the line LED to the values of a pattern, six times, and prints them. */

#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

#include "pattern.h"
#include "step.h"

int main(void)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_chip *chip = gpiod_chip_open("/dev/gpiochip0");
	struct gpiod_line_request *request;
	unsigned int offset;

	if (!chip)
		return EXIT_FAILURE;
	offset = gpiod_chip_get_line_offset_from_name(chip, "LED");
	gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
	gpiod_line_config_add_line_settings(config, &offset, 1, settings);
	request = gpiod_chip_request_lines(chip, NULL, config);
	if (!request)
		return EXIT_FAILURE;
	for (struct step step = { 0 }; step.number < 6; step.number++) {
		gpiod_line_request_set_value(request, offset, pattern_value(step));
		printf("%d", pattern_value(step));
	}
	puts("");
	return EXIT_SUCCESS;
}
