/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * GPIO chips that exist in this process only, to compare what programs add to the same system calls.
 *
 * They answer the ioctls of both versions of linux/gpio.h. Before each answer the same ioctl is made
 * on a real descriptor, which the kernel refuses at its innermost switch: a system call, but no chip's
 * work. Arguments are trusted: these chips are for benchmarks, not for tests.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fake-chip.h"
#include "uapi/gpio.h"

/* Chips 0 and 1 are what a board has; the others serve one purpose each. */
enum { FLOOD_CHIP = 3, PULSE_CHIP = 4 };
static const struct {
	const char *label;
	unsigned int num_lines;
} chips[FAKE_CHIPS] = {
	{ "fake-64", 64 }, { "fake-8", 8 },	{ "fake-512", 512 },
	{ "flood", 64 },   { "pulses", 8 },
};

struct fake_file fake_files[FAKE_FDS];

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static int add_file(int fd, enum fake_kind kind, int chip, int uapi, unsigned int num_lines)
{
	if (fd < 0)
		return -1;
	if (fd >= FAKE_FDS) {
		close(fd);
		errno = EMFILE;
		return -1;
	}
	fake_files[fd] = (struct fake_file){
		.kind = kind, .chip = chip, .uapi = uapi, .num_lines = num_lines
	};
	return fd;
}

int fake_open_chip(int number)
{
	int fd = real_syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);

	return add_file(fd, FAKE_CHIP, number, 0, 0);
}

/* Writes an edge with its time every 700 to 1300 microseconds, until the other end is closed. */
static void *write_pulses(void *data)
{
	int fd = (int)(intptr_t)data;
	struct gpio_v2_line_event event = { .offset = 0 };
	uint32_t random = 1;

	for (;;) {
		struct timespec pause = { 0, 700000 + random % 600000 };

		nanosleep(&pause, NULL);
		random = random * 1664525 + 1013904223;
		event.seqno++;
		event.line_seqno++;
		event.id = event.seqno % 2 ? GPIO_V2_LINE_EVENT_RISING_EDGE :
					     GPIO_V2_LINE_EVENT_FALLING_EDGE;
		event.timestamp_ns = now_ns();
		if (send(fd, &event, sizeof(event), MSG_NOSIGNAL) < 0)
			break;
	}
	close(fd);
	return NULL;
}

static int open_pulses(void)
{
	pthread_t thread;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -1;
	if (pthread_create(&thread, NULL, write_pulses, (void *)(intptr_t)ends[1]) != 0)
		return -1;
	pthread_detach(thread);
	return ends[0];
}

/* A descriptor for lines: readable all the time, now and then, or never, as the chip and edges ask. */
static int open_request(int chip, int uapi, unsigned int num_lines, bool edges)
{
	if (edges && chip == FLOOD_CHIP)
		return add_file(eventfd(1 << 30, EFD_SEMAPHORE | EFD_CLOEXEC), FAKE_FLOOD, chip,
				uapi, num_lines);
	return add_file(edges && chip == PULSE_CHIP ? open_pulses() : eventfd(0, EFD_CLOEXEC),
			FAKE_REQUEST, chip, uapi, num_lines);
}

/* As many events as fit, at most 64. */
long fake_flood_read(int fd, void *buf, size_t len)
{
	struct fake_file *file = &fake_files[fd];
	uint64_t now = now_ns(), count;
	size_t i, size;

	if (fake_with_syscall)
		real_syscall(SYS_read, fd, &count, sizeof(count));
	size = file->uapi == 2 ? sizeof(struct gpio_v2_line_event) : sizeof(struct gpioevent_data);
	count = len / size < 64 ? len / size : 64;
	for (i = 0; i < count; i++) {
		file->seqno++;
		if (file->uapi == 2)
			((struct gpio_v2_line_event *)buf)[i] = (struct gpio_v2_line_event){
				.timestamp_ns = now + i,
				.id = GPIO_V2_LINE_EVENT_RISING_EDGE + file->seqno % 2,
				.offset = i % file->num_lines,
				.seqno = file->seqno,
				.line_seqno = file->seqno / file->num_lines + 1,
			};
		else
			((struct gpioevent_data *)buf)[i] = (struct gpioevent_data){
				now + i, GPIOEVENT_EVENT_RISING_EDGE + file->seqno % 2
			};
	}
	return count * size;
}

static bool wants_edges(const struct gpio_v2_line_request *request)
{
	const uint64_t edges = GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING;

	if (request->config.flags & edges)
		return true;
	for (unsigned int i = 0; i < request->config.num_attrs; i++)
		if (request->config.attrs[i].attr.id == GPIO_V2_LINE_ATTR_ID_FLAGS &&
		    request->config.attrs[i].attr.flags & edges)
			return true;
	return false;
}

static int chip_ioctl(int chip, uint32_t request, void *arg)
{
	switch (request) {
	case GPIO_GET_CHIPINFO_IOCTL: {
		struct gpiochip_info *info = arg;

		memset(info, 0, sizeof(*info));
		snprintf(info->name, sizeof(info->name), "gpiochip%d", chip);
		snprintf(info->label, sizeof(info->label), "%s", chips[chip].label);
		info->lines = chips[chip].num_lines;
		return 0;
	}
	case GPIO_V2_GET_LINEINFO_IOCTL: {
		struct gpio_v2_line_info *info = arg;
		unsigned int offset = info->offset;

		if (offset >= chips[chip].num_lines)
			break;
		memset(info, 0, sizeof(*info));
		info->offset = offset;
		info->flags = GPIO_V2_LINE_FLAG_INPUT;
		snprintf(info->name, sizeof(info->name), "GPIO%u", offset);
		return 0;
	}
	case GPIO_GET_LINEINFO_IOCTL: {
		struct gpioline_info *info = arg;
		unsigned int offset = info->line_offset;

		if (offset >= chips[chip].num_lines)
			break;
		memset(info, 0, sizeof(*info));
		info->line_offset = offset;
		snprintf(info->name, sizeof(info->name), "GPIO%u", offset);
		return 0;
	}
	case GPIO_V2_GET_LINE_IOCTL: {
		struct gpio_v2_line_request *lines = arg;

		lines->fd = open_request(chip, 2, lines->num_lines, wants_edges(lines));
		return lines->fd < 0 ? -1 : 0;
	}
	case GPIO_GET_LINEHANDLE_IOCTL: {
		struct gpiohandle_request *lines = arg;

		lines->fd = open_request(chip, 1, lines->lines, false);
		return lines->fd < 0 ? -1 : 0;
	}
	case GPIO_GET_LINEEVENT_IOCTL: {
		struct gpioevent_request *line = arg;

		line->fd = open_request(chip, 1, 1, true);
		return line->fd < 0 ? -1 : 0;
	}
	}
	errno = EINVAL;
	return -1;
}

static int request_ioctl(struct fake_file *file, uint32_t request, void *arg)
{
	struct gpio_v2_line_values *values = arg;
	struct gpiohandle_data *data = arg;

	switch (request) {
	case GPIO_V2_LINE_GET_VALUES_IOCTL:
		values->bits = file->values & values->mask;
		return 0;
	case GPIO_V2_LINE_SET_VALUES_IOCTL:
		file->values = (file->values & ~values->mask) | (values->bits & values->mask);
		return 0;
	case GPIO_V2_LINE_SET_CONFIG_IOCTL:
		return 0;
	case GPIOHANDLE_GET_LINE_VALUES_IOCTL:
		for (unsigned int i = 0; i < file->num_lines; i++)
			data->values[i] = file->values >> i & 1;
		return 0;
	case GPIOHANDLE_SET_LINE_VALUES_IOCTL:
		file->values = 0;
		for (unsigned int i = 0; i < file->num_lines; i++)
			file->values |= (uint64_t)(data->values[i] & 1) << i;
		return 0;
	}
	errno = EINVAL;
	return -1;
}

int fake_ioctl(int fd, uint32_t request, void *arg)
{
	struct fake_file *file = &fake_files[fd];

	if (fake_with_syscall)
		real_syscall(SYS_ioctl, fd, request, arg);
	return file->kind == FAKE_CHIP ? chip_ioctl(file->chip, request, arg) :
					 request_ioctl(file, request, arg);
}
