// SPDX-License-Identifier: LGPL-2.1-or-later
/* A reactor: a plugin that lives on between calls of the functions that it exports. */

#include <errno.h>
#include <gpiod.h>

#define EXPORT(name) __attribute__((export_name(name)))

static struct gpiod_line_request *lines;

/* Takes the line of this offset as an output. Returns 0 or an errno. */
EXPORT("take")
int take(unsigned int offset)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_chip *chip = gpiod_chip_open("/dev/gpiochip0");

	if (!chip)
		return errno;
	gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
	gpiod_line_config_add_line_settings(config, &offset, 1, settings);
	lines = gpiod_chip_request_lines(chip, NULL, config);
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	gpiod_chip_close(chip);
	return lines ? 0 : errno;
}

EXPORT("set")
int set(unsigned int offset, int value)
{
	return gpiod_line_request_set_value(lines, offset, value) ? errno : 0;
}

EXPORT("get")
int get(unsigned int offset)
{
	return gpiod_line_request_get_value(lines, offset);
}

EXPORT("spin")
void spin(void)
{
	for (volatile unsigned int i = 0;; i++)
		;
}
