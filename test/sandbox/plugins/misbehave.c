// SPDX-License-Identifier: LGPL-2.1-or-later
/* A plugin that does what its first argument says, most of which no plugin should do. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct gpiod_line_request *request_line(struct gpiod_chip *chip, unsigned int offset,
					       enum gpiod_line_direction direction,
					       enum gpiod_line_edge edge)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_line_request *request;

	gpiod_line_settings_set_direction(settings, direction);
	gpiod_line_settings_set_edge_detection(settings, edge);
	gpiod_line_config_add_line_settings(config, &offset, 1, settings);
	request = gpiod_chip_request_lines(chip, NULL, config);
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	return request;
}

static struct gpiod_chip *open_chip(void)
{
	struct gpiod_chip *chip = gpiod_chip_open("/dev/gpiochip0");

	if (!chip)
		exit(90);
	return chip;
}

static void say(const char *what)
{
	puts(what);
	fflush(stdout);
}

__attribute__((noinline)) static int recurse(int depth)
{
	return recurse(depth + 1) * depth + 1;
}

static void loop(void)
{
	say("looping");
	for (volatile unsigned int i = 0;; i++)
		;
}

static void hog_memory(void)
{
	for (;;) {
		volatile char *bytes = malloc(1 << 20);

		if (!bytes)
			abort();
		*bytes = 1;
	}
}

static void flood_calls(struct gpiod_chip *chip)
{
	struct gpiod_line_request *request =
		request_line(chip, 0, GPIOD_LINE_DIRECTION_OUTPUT, GPIOD_LINE_EDGE_NONE);

	say("calling");
	for (int i = 0;; i++)
		gpiod_line_request_set_value(request, 0, i & 1);
}

static void flood_requests(struct gpiod_chip *chip)
{
	for (unsigned int i = 0;; i++)
		request_line(chip, i % 8, GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_NONE);
}

/* Waits for edges. Returns the errno that ended it, as the guest numbers it. */
static int wait_for_edges(struct gpiod_chip *chip)
{
	struct gpiod_line_request *request =
		request_line(chip, 1, GPIOD_LINE_DIRECTION_INPUT, GPIOD_LINE_EDGE_BOTH);
	struct gpiod_edge_event_buffer *events = gpiod_edge_event_buffer_new(4);

	say("waiting");
	for (;;) {
		if (gpiod_line_request_wait_edge_events(request, -1) < 0)
			return errno;
		if (gpiod_line_request_read_edge_events(request, events, 4) < 0)
			return errno;
		say("edge");
	}
}

/* Tells what it can see of the world. */
static void look_around(int argc, char **argv)
{
	extern char **environ;
	struct timespec now;
	char line[64];
	int fd;

	for (int i = 0; i < argc; i++)
		printf("argument %s\n", argv[i]);
	for (char **variable = environ; variable && *variable; variable++)
		printf("variable %s\n", *variable);
	while (fgets(line, sizeof(line), stdin))
		printf("input %s\n", line);
	printf("clock %s\n", clock_gettime(CLOCK_REALTIME, &now) ? "denied" : "read");
	fd = open("/etc/passwd", O_RDONLY);
	printf("passwd %s\n", fd < 0 ? "absent" : "there");
	fd = open("/data/greeting.txt", O_RDONLY);
	if (fd >= 0) {
		ssize_t length = read(fd, line, sizeof(line) - 1);

		line[length < 0 ? 0 : length] = '\0';
		printf("file %s\n", line);
		close(fd);
	}
	printf("write %s\n", open("/data/new.txt", O_CREAT | O_WRONLY, 0600) < 0 ? "denied" : "done");
	printf("mkdir %s\n", mkdir("/data/folder", 0700) < 0 ? "denied" : "done");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "exit"))
		return atoi(argv[2]);
	if (!strcmp(what, "look"))
		look_around(argc, argv);
	if (!strcmp(what, "loop"))
		loop();
	if (!strcmp(what, "hold-and-loop")) {
		request_line(open_chip(), 0, GPIOD_LINE_DIRECTION_OUTPUT, GPIOD_LINE_EDGE_NONE);
		loop();
	}
	if (!strcmp(what, "sleep")) {
		say("sleeping");
		sleep(1000000);
	}
	if (!strcmp(what, "recurse"))
		return recurse(argc);
	if (!strcmp(what, "abort"))
		abort();
	if (!strcmp(what, "memory"))
		hog_memory();
	if (!strcmp(what, "output"))
		for (;;)
			puts("a line that says nothing, over and over again");
	if (!strcmp(what, "calls"))
		flood_calls(open_chip());
	if (!strcmp(what, "requests"))
		flood_requests(open_chip());
	if (!strcmp(what, "edges"))
		return wait_for_edges(open_chip());
	return 0;
}
