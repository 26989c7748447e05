/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the two halves of the fake chips share: their ioctls here, the calls that reach them there. */
#ifndef FAKE_CHIP_H
#define FAKE_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character devices of the fakes: major number and the highest minor, which is the chip's number. */
#define FAKE_MAJOR 254
#define FAKE_CHIPS 5

/* Higher descriptors are left to the kernel. */
#define FAKE_FDS 65536

enum fake_kind {
	NOT_FAKE,
	FAKE_CHIP,
	FAKE_REQUEST,
	FAKE_FLOOD, /* a request whose events never run out */
};

struct fake_file {
	uint8_t kind;
	uint8_t chip;
	uint8_t uapi; /* 1 or 2 */
	uint8_t num_lines;
	uint64_t values;
	uint64_t seqno;
};

extern struct fake_file fake_files[FAKE_FDS];

/* Whether each call makes a system call as it would on a chip: unless FAKE_CHIP_SYSCALL is "0". */
extern bool fake_with_syscall;

/* syscall() of libc: ours takes its name. */
extern long (*real_syscall)(long number, ...);

/* The number of the chip that a path or a basename names, or -1. */
int fake_chip_number(const char *path);

int fake_open_chip(int number);
int fake_ioctl(int fd, uint32_t request, void *arg);
long fake_flood_read(int fd, void *buf, size_t len);

#endif /* FAKE_CHIP_H */
