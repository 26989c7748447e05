// SPDX-License-Identifier: LGPL-2.1-or-later
/* Makes the calls of gpio_host.h as no program should, on the chip of its argument, and says what came of each. */
#include <gpio_host.h>
#include <stdio.h>
#include <string.h>

#define CHIP_INFO 0x8044b401u
#define GET_LINE 0xc250b407u
#define GET_VALUES 0xc010b40eu
#define UNKNOWN 0xc010b4ffu
#define OF_ANOTHER_DRIVER 0x80045430u

/* struct gpio_v2_line_request: where its members are. */
#define FLAGS 288
#define NUM_LINES 560
#define NEW_FD 588
#define INPUT 4

/* The last 16 bytes of what a pointer can name. */
#define OUTSIDE ((void *)0xfffffff0u)

#define SAY(call) printf(#call ": %d\n", call)

static int say_open(const char *path)
{
	return gpio_host_open(path, strlen(path));
}

static int look(const char *path, int follow)
{
	struct gpio_host_stat out;

	return gpio_host_stat(path, strlen(path), follow, &out, sizeof(out));
}

/* How many descriptors of the host's are of use to a guest that has opened none. */
static int descriptors_of_others(void)
{
	char buf[68];
	int fd, found = 0;

	for (fd = -2; fd < 64; fd++) {
		found += gpio_host_ioctl(fd, CHIP_INFO, buf, sizeof(buf)) != -9;
		found += gpio_host_read(fd, buf, sizeof(buf)) != -9;
		found += gpio_host_close(fd) != -9;
	}
	return found;
}

static int poll_one(int fd, int events, int *revents)
{
	struct gpio_host_pollfd one = { .fd = fd, .events = events, .revents = -1 };
	int ret = gpio_host_poll(&one, 1, 0);

	*revents = one.revents;
	return ret;
}

static void paths(const char *chip)
{
	static char longest[4096], out[64];
	int len;

	memset(longest, '/', sizeof(longest));
	SAY(say_open("/dev/null"));
	SAY(say_open("/dev/../etc/passwd"));
	SAY(say_open("etc/passwd"));
	SAY(say_open("/dev"));
	SAY(say_open(""));
	SAY(gpio_host_open("/dev/\0null", 10));
	SAY(gpio_host_open(longest, sizeof(longest)));
	SAY(gpio_host_open(OUTSIDE, 16));
	SAY(gpio_host_open(OUTSIDE, 100));
	SAY(look("/etc/passwd", 1));
	SAY(look("/etc/passwd/x", 1));
	SAY(look("/dev/../etc", 0));
	SAY(look("/dev/missing", 0));
	SAY(look(chip, 1));
	SAY(gpio_host_stat(chip, strlen(chip), 1, OUTSIDE, 12));
	SAY(gpio_host_stat(chip, strlen(chip), 1, (void *)out, 11));
	SAY(gpio_host_realpath(chip, strlen(chip), OUTSIDE, 64));
	len = gpio_host_realpath(chip, strlen(chip), out, sizeof(out));
	SAY(gpio_host_realpath(chip, strlen(chip), out, len - 1));
	SAY(gpio_host_realpath(chip, strlen(chip), out, len) == len);
	SAY(gpio_host_realpath("/etc/passwd", 11, out, sizeof(out)));

	/* The folder that WASI has of them holds names only. */
	SAY(fopen(chip, "r") != NULL);
	snprintf(out, sizeof(out), "%s/uevent", chip);
	SAY(fopen(out, "r") != NULL);
	SAY(fopen("/dev/../drivers", "r") != NULL);
}

static void descriptors(const char *chip)
{
	static char buf[592];
	int fd, line, revents;

	SAY(descriptors_of_others());
	fd = say_open(chip);
	SAY(gpio_host_ioctl(fd, CHIP_INFO, buf, 68));
	SAY(gpio_host_ioctl(fd, CHIP_INFO, buf, 592));
	SAY(gpio_host_ioctl(fd, CHIP_INFO, OUTSIDE, 68));
	SAY(gpio_host_ioctl(fd, OF_ANOTHER_DRIVER, buf, 4));
	SAY(gpio_host_ioctl(fd, UNKNOWN, buf, 16));
	SAY(gpio_host_read(fd, OUTSIDE, 168));
	SAY(gpio_host_poll(OUTSIDE, 1, 0));
	SAY(gpio_host_poll((void *)buf, 0x20000001u, 0));
	SAY(gpio_host_poll((void *)buf, 0, 1));
	SAY(poll_one(fd, GPIO_HOST_POLLIN, &revents));
	SAY(poll_one(-1, GPIO_HOST_POLLIN, &revents));
	SAY(revents);
	SAY(poll_one(0, GPIO_HOST_POLLIN, &revents));
	SAY(revents);

	memset(buf, 0, sizeof(buf));
	buf[FLAGS] = INPUT;
	buf[NUM_LINES] = 1;
	SAY(gpio_host_ioctl(fd, GET_LINE, buf, sizeof(buf)));
	memcpy(&line, buf + NEW_FD, sizeof(line));
	memset(buf, 0xff, 16);
	SAY(gpio_host_ioctl(line, GET_VALUES, buf, 16));
	SAY(gpio_host_read(line, buf, 47));
	SAY(gpio_host_close(line));
	SAY(gpio_host_close(line));
	SAY(gpio_host_close(fd));
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	paths(argv[1]);
	descriptors(argv[1]);
	return 0;
}
