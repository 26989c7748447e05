/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The descriptors that one environment got from the shim and has not closed. A process's descriptors
 * end with it, but a worker's do not end with the worker: without this its lines would stay busy.
 */
#ifndef GPIO_HOST_DESCRIPTORS_H
#define GPIO_HOST_DESCRIPTORS_H

#include "process.h"

#define WORD_BITS 32U

/* A bit for each descriptor number. */
struct descriptors {
	uint32_t *words;
	uint32_t count;
};

/* Where there is no memory left it is not remembered: it then stays open as long as the process. */
static void remember_descriptor(struct descriptors *set, int32_t fd)
{
	uint32_t word = (uint32_t)fd / WORD_BITS, count = word + 1;
	uint32_t *words;

	if (fd < 0)
		return;
	if (word >= set->count) {
		words = realloc(set->words, count * sizeof(*words));
		if (!words)
			return;
		__builtin_memset(words + set->count, 0, (count - set->count) * sizeof(*words));
		set->words = words;
		set->count = count;
	}
	set->words[word] |= 1U << (uint32_t)fd % WORD_BITS;
}

static bool has_descriptor(const struct descriptors *set, int32_t fd)
{
	uint32_t word = (uint32_t)fd / WORD_BITS;

	return word < set->count && set->words[word] & 1U << (uint32_t)fd % WORD_BITS;
}

static void forget_descriptor(struct descriptors *set, int32_t fd)
{
	uint32_t word = (uint32_t)fd / WORD_BITS;

	if (word < set->count)
		set->words[word] &= ~(1U << (uint32_t)fd % WORD_BITS);
}

static void close_descriptors(struct descriptors *set)
{
	for (uint32_t fd = 0; fd < set->count * WORD_BITS; fd++) {
		if (set->words[fd / WORD_BITS] & 1U << fd % WORD_BITS)
			close(fd);
	}
	free(set->words);
	*set = (struct descriptors){ 0 };
}

#endif /* GPIO_HOST_DESCRIPTORS_H */
