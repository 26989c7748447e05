/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host ABI of libgpiod-wasm, version 1: all that libgpiod asks of the world outside.
 *
 * Whoever implements these seven imports decides what a GPIO chip is: the Linux kernel, a simulator,
 * a filtered view of either. Rules that hold for every call:
 *
 *  - all parameters and results are i32, but for timeout_ns, an i64. Pointers, lengths and request
 *    numbers are unsigned, though many runtimes hand them over as signed;
 *  - it returns a value >= 0, or a negated *Linux* errno as numbered on x86 and Arm (-16 is EBUSY);
 *  - every pointer comes with the length in bytes of what it points to, so that a host can check both
 *    against the guest's memory (its export "memory"; it may grow, and move, from call to call);
 *    outside of it the answer is -EFAULT (14), before anything is done;
 *  - paths are UTF-8, not NUL-terminated: one of 4096 bytes or more is -ENAMETOOLONG, one with a NUL
 *    inside -EINVAL. What a relative one is relative to is the host's choice;
 *  - descriptors are numbers of the host's, below 0x40000000 (the guest adds that, to tell them from
 *    WASI's). A guest may try any number: where it is not trusted, those that it was not given have to
 *    be -EBADF. What is still open when it ends is the host's to close;
 *  - numbers and flags are Linux's (O_RDWR, POLLIN, S_IFMT), never those of the guest's libc;
 *  - structs are little-endian, with the fixed widths written here.
 *
 * How libgpiod recognises a chip, which a host that has no Linux below has to answer: lstat of its path,
 * realpath where that is a link, stat, whose type has to be S_IFCHR, and last
 * realpath("/sys/dev/char/MAJOR:MINOR/subsystem"), which has to be "/sys/bus/gpio".
 *
 * All else that programs need is WASI's. Those that look for chips, as the tools do, read the names in
 * its folder "/dev", and open them here. Events have the time of the kernel's CLOCK_MONOTONIC: programs
 * can compare it with their own where WASI's monotonic clock begins as that does, which WASI leaves open.
 */
#ifndef GPIO_HOST_H
#define GPIO_HOST_H

#include <stdint.h>

#define GPIO_HOST_MODULE "gpio_host_v1"

#define GPIO_HOST_IMPORT(name) \
	__attribute__((import_module(GPIO_HOST_MODULE), import_name(name)))

/* The only ioctl magic a host answers (linux/gpio.h); any other request is -ENOTTY. */
#define GPIO_HOST_IOC_MAGIC 0xB4

/* Poll conditions, as Linux numbers them. */
#define GPIO_HOST_POLLIN 0x0001
#define GPIO_HOST_POLLPRI 0x0002
#define GPIO_HOST_POLLERR 0x0008
#define GPIO_HOST_POLLHUP 0x0010
#define GPIO_HOST_POLLNVAL 0x0020

struct gpio_host_pollfd {
	int32_t fd;
	int16_t events;
	int16_t revents;
};

struct gpio_host_stat {
	uint32_t mode; /* st_mode: file type (S_IFMT) and permission bits */
	uint32_t rdev_major;
	uint32_t rdev_minor;
};

/*
 * Opens a file read-write, close-on-exec and blocking. Returns a descriptor. What is no GPIO chip may be
 * opened, and is then of no use, or be refused: -ENODEV.
 */
GPIO_HOST_IMPORT("open")
int32_t gpio_host_open(const char *path, uint32_t path_len);

GPIO_HOST_IMPORT("close")
int32_t gpio_host_close(int32_t fd);

/*
 * arg_len is _IOC_SIZE(request); a host may answer any other with -EINVAL. libgpiod asks by version 2 of
 * the kernel's interface alone. GPIO_V2_GET_LINE_IOCTL leaves a new descriptor inside its struct: a host
 * that renumbers descriptors has to translate that one too, and one that serves version 1 those of
 * GPIO_GET_LINEHANDLE_IOCTL and GPIO_GET_LINEEVENT_IOCTL. Each is the last member.
 */
GPIO_HOST_IMPORT("ioctl")
int32_t gpio_host_ioctl(int32_t fd, uint32_t request, void *arg, uint32_t arg_len);

/*
 * Edge events of a line request, info events of a chip: whole events only, up to as many as fit. Blocks
 * until there is one; -EINVAL where not even one fits. Returns the bytes read.
 */
GPIO_HOST_IMPORT("read")
int32_t gpio_host_read(int32_t fd, void *buf, uint32_t len);

/*
 * Blocks until a descriptor is ready or timeout_ns have passed, never shorter (negative: no limit); a
 * host may end it earlier with -EINTR. Only programs and synchronous waits call it. `fds` is n * 8 bytes,
 * n may be 0. Writes all revents: those of `events` that hold, POLLERR and POLLHUP in any case; 0 for a
 * negative descriptor (it may stand for one of WASI's); POLLNVAL, at once, for others that are not open.
 * Returns how many descriptors have revents != 0.
 */
GPIO_HOST_IMPORT("poll")
int32_t gpio_host_poll(struct gpio_host_pollfd *fds, uint32_t n, int64_t timeout_ns);

/*
 * File type and device number; follow = 0 is lstat. out_len below sizeof(*out) is -EINVAL. Returns 0.
 * Exists because WASI has no rdev.
 */
GPIO_HOST_IMPORT("stat")
int32_t gpio_host_stat(const char *path, uint32_t path_len, int32_t follow,
		       struct gpio_host_stat *out, uint32_t out_len);

/* Returns the length written to out, without a NUL; -ENAMETOOLONG where it does not fit. */
GPIO_HOST_IMPORT("realpath")
int32_t gpio_host_realpath(const char *path, uint32_t path_len, char *out, uint32_t out_len);

#endif /* GPIO_HOST_H */
