/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs a program on one processor and prints, as JSON, the microseconds it took by the clock on the wall
 * and of processor time: Node does not say the latter of its children, and a process that moves between
 * processors takes longer.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long wall_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static long long us(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int argc, char **argv)
{
	long long start = wall_us();
	struct rusage usage;
	int status = -1;
	cpu_set_t one;
	pid_t child;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	child = fork();
	if (child == 0 && argc > 2) {
		int null = open("/dev/null", O_WRONLY);

		setenv("LD_PRELOAD", argv[1], 1);
		dup2(null, STDOUT_FILENO);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) != child || status != 0)
		return 1;
	printf("{\"wallUs\":%lld,\"cpuUs\":%lld}\n", wall_us() - start,
	       us(usage.ru_utime) + us(usage.ru_stime));
	return 0;
}
