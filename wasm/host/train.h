/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Steps on the descriptor of a line request, one after the other, each with a wait behind it: what
 * ts/kernel/player.ts describes. Knows nothing of JavaScript, and runs on any thread.
 */
#ifndef GPIO_HOST_TRAIN_H
#define GPIO_HOST_TRAIN_H

#include "process.h"

#define GPIO_V2_LINE_GET_VALUES_IOCTL 0xc010b40eUL
#define GPIO_V2_LINE_SET_VALUES_IOCTL 0xc010b40fUL

#define NS_PER_S 1000000000
#define MAX_DOZE_NS (2U * NS_PER_S)

enum { STEP_NONE, STEP_SET, STEP_GET };

/* Begins with struct gpio_v2_line_values: the kernel gets it as it is. */
struct step {
	uint64_t bits;
	uint64_t mask;
	int64_t wait_ns;
	uint32_t action;
	uint32_t zero;
};
_Static_assert(offsetof(struct step, mask) == 8, "step: mask");
_Static_assert(offsetof(struct step, wait_ns) == 16, "step: wait_ns");
_Static_assert(offsetof(struct step, action) == 24, "step: action");
_Static_assert(sizeof(struct step) == 32, "step: size");

struct train {
	int fd;
	bool from_start; /* a wait counts from when its step should have been done, not from when it was */
	uint32_t num_steps;
	uint64_t rounds; /* 0: until stopped */
	int64_t spin_ns;
	struct step *steps; /* its own */
	int64_t *stamps; /* may be NULL, as reads may; else there is room for all rounds */
	uint64_t *reads;

	uint32_t stopped; /* the only member that two threads use at once */

	/* How it went. */
	int32_t errno_value;
	uint64_t done;
};

/* Whether the steps make sense and their results fit: 0 or -EINVAL. Lengths are in elements. */
static int32_t check_train(const struct train *train, size_t num_stamps, size_t num_reads)
{
	uint64_t gets = 0;

	for (uint32_t i = 0; i < train->num_steps; i++) {
		const struct step *step = &train->steps[i];

		if (step->action > STEP_GET || step->wait_ns < 0 || step->zero)
			return -EINVAL;
		gets += step->action == STEP_GET;
	}
	if (!train->stamps && !train->reads)
		return 0;
	/* Up to here the products below cannot overflow, and beyond it no array can be long enough. */
	if (!train->rounds || train->rounds > UINT32_MAX)
		return -EINVAL;
	if (train->stamps && train->num_steps * train->rounds > num_stamps)
		return -EINVAL;
	if (train->reads && gets * train->rounds > num_reads)
		return -EINVAL;
	return 0;
}

static bool train_stopped(const struct train *train)
{
	return __atomic_load_n(&train->stopped, __ATOMIC_RELAXED);
}

/* From any thread: it ends when the step under way is done. */
static void stop_train(struct train *train)
{
	__atomic_store_n(&train->stopped, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_FUTEX, &train->stopped, FUTEX_WAKE_PRIVATE, 1L, NULL, NULL, 0L);
}

static int64_t clock_ns(struct timespec *now)
{
	clock_gettime(CLOCK_MONOTONIC, now);
	return (int64_t)now->sec * NS_PER_S + now->nsec;
}

/* Sleeps for at most `ns` after `now`, or until stopped; a signal wakes it too. */
static void doze(struct train *train, const struct timespec *now, int64_t ns)
{
	uint32_t some = ns < MAX_DOZE_NS ? (uint32_t)ns : MAX_DOZE_NS;
	struct timespec until = { now->sec, now->nsec + some % NS_PER_S };

	until.sec += some / NS_PER_S;
	if (until.nsec >= NS_PER_S) {
		until.nsec -= NS_PER_S;
		until.sec++;
	}
	syscall(SYS_FUTEX, &train->stopped, FUTEX_WAIT_BITSET_PRIVATE, 0L, &until, NULL,
		FUTEX_BITSET_MATCH_ANY);
}

static void wait_until(struct train *train, int64_t due)
{
	struct timespec now;
	int64_t left;

	while (!train_stopped(train) && (left = due - clock_ns(&now)) > 0) {
		if (left > train->spin_ns)
			doze(train, &now, left - train->spin_ns);
	}
}

/* 0 or a negated errno. */
static int32_t do_step(int fd, struct step *step)
{
	unsigned long request = GPIO_V2_LINE_SET_VALUES_IOCTL;
	int32_t ret;

	if (step->action == STEP_NONE)
		return 0;
	if (step->action == STEP_GET)
		request = GPIO_V2_LINE_GET_VALUES_IOCTL;
	do
		ret = ioctl(fd, request, step) < 0 ? failure() : 0;
	while (ret == -EINTR);
	return ret;
}

/* The clock is read only where somebody wants to know the time. */
static void run_train(struct train *train)
{
	uint64_t *reads = train->reads;
	int64_t *stamps = train->stamps;
	struct timespec time;
	int64_t from = train->from_start ? clock_ns(&time) : 0, now;

	for (uint64_t round = 0; !train->rounds || round < train->rounds; round++) {
		for (uint32_t i = 0; i < train->num_steps; i++) {
			struct step *step = &train->steps[i];

			if (train_stopped(train))
				return;
			train->errno_value = -do_step(train->fd, step);
			if (train->errno_value)
				return;
			train->done++;
			if (reads && step->action == STEP_GET)
				*reads++ = step->bits;
			if (!stamps && !step->wait_ns)
				continue;
			now = clock_ns(&time);
			if (stamps)
				*stamps++ = now;
			if (!step->wait_ns)
				continue;
			if (!train->from_start)
				from = now;
			from = step->wait_ns < INT64_MAX - from ? from + step->wait_ns : INT64_MAX;
			wait_until(train, from);
		}
	}
}

/*
 * The kernel may otherwise wake a thread 50 us late, to wake several at once. It also costs something
 * that is not worth it where nothing waits.
 */
static bool train_waits(const struct train *train)
{
	for (uint32_t i = 0; i < train->num_steps; i++)
		if (train->steps[i].wait_ns > train->spin_ns)
			return true;
	return false;
}

#endif /* GPIO_HOST_TRAIN_H */
