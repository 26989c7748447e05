// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lets the line BUTTON switch the line LED, until it has seen as many edges as its argument says. */

#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

#define EVENTS 8

static struct gpiod_chip *chip;

static void fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static unsigned int line(const char *name)
{
	int offset = gpiod_chip_get_line_offset_from_name(chip, name);

	if (offset < 0)
		fail(name);
	return offset;
}

static struct gpiod_line_request *request(unsigned int offset, struct gpiod_line_settings *settings)
{
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_line_request *lines;

	gpiod_line_config_add_line_settings(config, &offset, 1, settings);
	lines = gpiod_chip_request_lines(chip, NULL, config);
	if (!lines)
		fail("request");
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	return lines;
}

int main(int argc, char **argv)
{
	struct gpiod_edge_event_buffer *events = gpiod_edge_event_buffer_new(EVENTS);
	struct gpiod_line_settings *input = gpiod_line_settings_new();
	struct gpiod_line_settings *output = gpiod_line_settings_new();
	struct gpiod_line_request *button, *led;
	int left = argc > 1 ? atoi(argv[1]) : -1;
	unsigned int led_offset;

	chip = gpiod_chip_open("/dev/gpiochip0");
	if (!chip)
		fail("/dev/gpiochip0");
	led_offset = line("LED");
	gpiod_line_settings_set_direction(output, GPIOD_LINE_DIRECTION_OUTPUT);
	led = request(led_offset, output);
	gpiod_line_settings_set_direction(input, GPIOD_LINE_DIRECTION_INPUT);
	gpiod_line_settings_set_edge_detection(input, GPIOD_LINE_EDGE_BOTH);
	button = request(line("BUTTON"), input);
	puts("ready");
	fflush(stdout);

	while (left != 0) {
		int count = gpiod_line_request_read_edge_events(button, events, EVENTS);

		if (count < 0)
			fail("read");
		for (int i = 0; i < count && left != 0; i++, left--) {
			struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(events, i);
			int rising = gpiod_edge_event_get_event_type(event) ==
				     GPIOD_EDGE_EVENT_RISING_EDGE;

			gpiod_line_request_set_value(led, led_offset, rising);
			printf("%s %lu\n", rising ? "rising" : "falling",
			       gpiod_edge_event_get_line_seqno(event));
			fflush(stdout);
		}
	}
	return EXIT_SUCCESS;
}
