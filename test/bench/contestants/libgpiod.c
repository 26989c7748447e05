/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* C on native libgpiod: what every other contestant is compared with. The dialogue is serve.ts's. */
#include <gpiod.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINES 64

enum kind { INPUTS, OUTPUTS, EDGES };

static const unsigned int line = 5;
static unsigned int all[LINES];
static enum gpiod_line_value patterns[2][LINES];
static struct gpiod_chip *chip;

/* What the last call of a loop has read. */
static enum gpiod_line_value values[LINES];
static struct gpiod_edge_event_buffer *events;
static int num_events;
static struct gpiod_line_info *info;

static void check(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static struct gpiod_chip *open_chip(int number)
{
	struct gpiod_chip *chip;
	char path[32];

	snprintf(path, sizeof(path), "/dev/gpiochip%d", number);
	chip = gpiod_chip_open(path);
	check(chip != NULL, path);
	return chip;
}

static struct gpiod_line_request *request(struct gpiod_chip *chip, const unsigned int *offsets,
					  size_t count, enum kind kind)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_request_config *options = gpiod_request_config_new();
	struct gpiod_line_request *lines;

	if (kind == EDGES)
		gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
	else
		gpiod_line_settings_set_direction(settings,
						  kind == INPUTS ? GPIOD_LINE_DIRECTION_INPUT :
								   GPIOD_LINE_DIRECTION_OUTPUT);
	gpiod_line_config_add_line_settings(config, offsets, count, settings);
	gpiod_request_config_set_consumer(options, "bench");
	gpiod_request_config_set_event_buffer_size(options, 1024);
	lines = gpiod_chip_request_lines(chip, options, config);
	check(lines != NULL, "gpiod_chip_request_lines");
	gpiod_request_config_free(options);
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	return lines;
}

static void get_value(struct gpiod_line_request *lines, long count)
{
	enum gpiod_line_value value = values[0];

	for (long i = 0; i < count; i++) {
		value = gpiod_line_request_get_value(lines, line);
		check(value >= 0, "get_value");
	}
	values[0] = value;
}

static void set_value(struct gpiod_line_request *lines, long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_value(lines, line, i & 1), "set_value");
}

static void get_values(struct gpiod_line_request *lines, long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_get_values(lines, values), "get_values");
}

static void set_values(struct gpiod_line_request *lines, long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_values_subset(lines, LINES, all, patterns[i & 1]),
		      "set_values");
}

/* What a sequence does, step by step. */
static void play_sync(struct gpiod_line_request *lines, long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_values_subset(lines, 1, &line, patterns[i & 1]),
		      "set_values_subset");
}

struct playing {
	struct gpiod_line_request *lines;
	long count;
};

static void *play_steps(void *data)
{
	const struct playing *playing = data;

	play_sync(playing->lines, playing->count);
	return NULL;
}

/* As play() does: while the main thread may do something else. */
static void play(struct gpiod_line_request *lines, long count)
{
	struct playing playing = { lines, count };
	pthread_t thread;

	check(!pthread_create(&thread, NULL, play_steps, &playing), "pthread_create");
	check(!pthread_join(thread, NULL), "pthread_join");
}

static void read_events(struct gpiod_line_request *lines, long count)
{
	volatile unsigned long long sum = 0;

	while (count > 0) {
		int n = gpiod_line_request_wait_edge_events(lines, 0);

		n = n > 0 ? gpiod_line_request_read_edge_events(lines, events, 1024) : n;
		check(n >= 0, "read_edge_events");
		for (int i = 0; i < n; i++) {
			struct gpiod_edge_event *event =
				gpiod_edge_event_buffer_get_event(events, i);

			sum += gpiod_edge_event_get_event_type(event) +
			       gpiod_edge_event_get_timestamp_ns(event) +
			       gpiod_edge_event_get_line_offset(event) +
			       gpiod_edge_event_get_global_seqno(event) +
			       gpiod_edge_event_get_line_seqno(event);
		}
		count -= n;
		num_events = n;
	}
}

static void request_release(struct gpiod_line_request *lines, long count)
{
	(void)lines;
	for (long i = 0; i < count; i++)
		gpiod_line_request_release(request(chip, &line, 1, OUTPUTS));
}

static void line_info(struct gpiod_line_request *lines, long count)
{
	(void)lines;
	for (long i = 0; i < count; i++) {
		gpiod_line_info_free(info);
		info = gpiod_chip_get_line_info(chip, i & 63);
		check(info != NULL, "gpiod_chip_get_line_info");
	}
}

static void tell_value(void)
{
	printf("%d", values[0]);
}

static void tell_values(void)
{
	for (int i = 0; i < LINES; i++)
		printf("%s%d", i ? "," : "", values[i]);
}

static void tell_events(void)
{
	for (int i = 0; i < num_events; i++) {
		struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(events, i);

		printf("%s%u,%d,%lu,%lu", i ? "," : "", gpiod_edge_event_get_line_offset(event),
		       gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE,
		       gpiod_edge_event_get_global_seqno(event),
		       gpiod_edge_event_get_line_seqno(event));
	}
}

static void tell_name(void)
{
	if (info)
		printf("\"%s\"", gpiod_line_info_get_name(info));
}

static struct loop {
	const char *name;
	void (*run)(struct gpiod_line_request *lines, long count);
	/* Prints what was read. */
	void (*tell)(void);
	/* What the loop holds: so many lines of a chip, from its first run on. */
	size_t num_lines;
	enum kind kind;
	int chip;
	struct gpiod_line_request *lines;
} loops[] = {
	{ "get-value", get_value, tell_value, 1, INPUTS, 0, NULL },
	{ "set-value", set_value, NULL, 1, OUTPUTS, 0, NULL },
	{ "get-values-64", get_values, tell_values, LINES, INPUTS, 0, NULL },
	{ "set-values-64", set_values, NULL, LINES, OUTPUTS, 0, NULL },
	{ "play", play, NULL, 1, OUTPUTS, 0, NULL },
	{ "play-sync", play_sync, NULL, 1, OUTPUTS, 0, NULL },
	{ "read-events", read_events, tell_events, LINES, EDGES, 3, NULL },
	{ "request-release", request_release, NULL, 0, OUTPUTS, 0, NULL },
	{ "line-info", line_info, tell_name, 0, INPUTS, 0, NULL },
};

static long long cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Microseconds from an edge to its reader, which blocks: as JSON, like probes/latency.ts. */
static void print_latencies(long count)
{
	const unsigned int pulsing = 0;
	struct gpiod_line_request *pulses = request(open_chip(4), &pulsing, 1, EDGES);
	struct timespec now;

	for (long i = 0; i < count; i++) {
		int n = gpiod_line_request_read_edge_events(pulses, events, 1);
		struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(events, 0);
		long long ns;

		clock_gettime(CLOCK_MONOTONIC, &now);
		check(n == 1, "read_edge_events");
		ns = now.tv_sec * 1000000000LL + now.tv_nsec -
		     (long long)gpiod_edge_event_get_timestamp_ns(event);
		printf("%s%.3f", i ? "," : "[", ns / 1000.0);
	}
	printf("]\n");
	gpiod_line_request_release(pulses);
}

static void answer(struct loop *loop, long count)
{
	long long start, ns;

	if (loop->num_lines > 0 && !loop->lines)
		loop->lines = request(open_chip(loop->chip), loop->num_lines == 1 ? &line : all,
				      loop->num_lines, loop->kind);
	start = cpu_ns();
	loop->run(loop->lines, count);
	ns = cpu_ns() - start;
	printf("{\"ns\":%lld,\"read\":[", ns);
	if (loop->tell && count > 0)
		loop->tell();
	printf("]}\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const size_t num_loops = sizeof(loops) / sizeof(loops[0]);
	char name[32];
	long count;

	for (unsigned int i = 0; i < LINES; i++) {
		all[i] = i;
		patterns[0][i] = i & 1;
		patterns[1][i] = ~i & 1;
	}
	chip = open_chip(0);
	events = gpiod_edge_event_buffer_new(1024);
	check(events != NULL, "gpiod_edge_event_buffer_new");

	if (argc == 3 && strcmp(argv[1], "latency") == 0) {
		print_latencies(atol(argv[2]));
		return 0;
	}

	printf("{\"version\":\"%s\",\"loops\":[", gpiod_api_version());
	for (size_t i = 0; i < num_loops; i++)
		printf("%s\"%s\"", i ? "," : "", loops[i].name);
	printf("]}\n");
	fflush(stdout);
	while (scanf("%31s %ld", name, &count) == 2) {
		for (size_t i = 0; i < num_loops; i++)
			if (strcmp(name, loops[i].name) == 0)
				answer(&loops[i], count);
	}
	return 0;
}
