/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* C on native libgpiod: what every other contestant is compared with. The dialogue is serve.ts's. */
#include <gpiod.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINES 64

static unsigned int all[LINES];
static enum gpiod_line_value patterns[2][LINES], results[LINES];

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
					  size_t count, bool edges)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_request_config *options = gpiod_request_config_new();
	struct gpiod_line_request *lines;

	if (edges)
		gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
	else
		gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
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

static const unsigned int line = 5;
static struct gpiod_chip *chip;
static struct gpiod_line_request *one, *many, *flood;
static struct gpiod_edge_event_buffer *events;

static void get_value(long count)
{
	for (long i = 0; i < count; i++)
		check(gpiod_line_request_get_value(one, line) >= 0, "get_value");
}

static void set_value(long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_value(one, line, i & 1), "set_value");
}

static void get_values(long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_get_values(many, results), "get_values");
}

static void set_values(long count)
{
	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_values_subset(many, LINES, all, patterns[i & 1]),
		      "set_values");
}

/* What a sequence does, step by step. */
static void *play_steps(void *data)
{
	long count = *(long *)data;

	for (long i = 0; i < count; i++)
		check(!gpiod_line_request_set_values_subset(one, 1, &line, patterns[i & 1]),
		      "set_values_subset");
	return NULL;
}

static void play_sync(long count)
{
	play_steps(&count);
}

/* As play() does: while the main thread may do something else. */
static void play(long count)
{
	pthread_t thread;

	check(!pthread_create(&thread, NULL, play_steps, &count), "pthread_create");
	check(!pthread_join(thread, NULL), "pthread_join");
}

static void read_events(long count)
{
	volatile unsigned long long sum = 0;

	while (count > 0) {
		int n = gpiod_line_request_wait_edge_events(flood, 0);

		n = n > 0 ? gpiod_line_request_read_edge_events(flood, events, 1024) : n;
		check(n > 0, "read_edge_events");
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
	}
}

static void request_release(long count)
{
	for (long i = 0; i < count; i++)
		gpiod_line_request_release(request(chip, &line, 1, false));
}

static void line_info(long count)
{
	for (long i = 0; i < count; i++) {
		struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, i & 63);

		check(info != NULL, "gpiod_chip_get_line_info");
		gpiod_line_info_free(info);
	}
}

static const struct {
	const char *name;
	void (*run)(long count);
} loops[] = {
	{ "get-value", get_value },	{ "set-value", set_value },
	{ "get-values-64", get_values }, { "set-values-64", set_values },
	{ "play", play },		{ "play-sync", play_sync },
	{ "read-events", read_events },	{ "request-release", request_release },
	{ "line-info", line_info },
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
	struct gpiod_line_request *pulses = request(open_chip(4), &pulsing, 1, true);
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
	one = request(chip, &line, 1, false);
	many = request(chip, all, LINES, false);
	flood = request(open_chip(3), all, LINES, true);
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
		for (size_t i = 0; i < num_loops; i++) {
			long long start;

			if (strcmp(name, loops[i].name) != 0)
				continue;
			start = cpu_ns();
			loops[i].run(count);
			printf("%lld\n", cpu_ns() - start);
			fflush(stdout);
		}
	}
	return 0;
}
