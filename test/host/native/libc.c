// SPDX-License-Identifier: LGPL-2.1-or-later
/* Preloaded, what not every libc or driver does: what the addon is to be right with all the same. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define GPIO_MAGIC 0xB4

/* As musl's: it blocks what it is told to, glibc's not the signals that libc itself needs. */
int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	return syscall(SYS_rt_sigprocmask, how, set, old, 8);
}

/* Each ioctl of GPIO's magic succeeds, and leaves its argument as it is. */
int ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	return _IOC_TYPE(request) == GPIO_MAGIC ? 0 : syscall(SYS_ioctl, fd, request, arg);
}
