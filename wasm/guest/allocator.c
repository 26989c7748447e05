// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * malloc for libgpiod.wasm in place of libc's, whose one large function V8 takes for worth optimising
 * after seventy calls: that costs a megabyte, and more time than all that a short program does with
 * libgpiod, which asks for the same few sizes again and again. What is freed waits in the list of its
 * size for the next that asks; WebAssembly's memory never shrinks anyway.
 */

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PAGE 65536u

/* What malloc returns is aligned to this; up to LARGE its multiples are the sizes of blocks. */
#define GRANULE 16u
#define LARGE 1024u
#define SMALL_LISTS (LARGE / GRANULE + 1)

/* The largest block: the next power of two is all the memory that there can be. */
#define LARGEST (1u << 31)

/* Lies in front of what malloc returns. Blocks begin where that becomes a multiple of GRANULE. */
struct block {
	uint32_t list;
	struct block *next; /* of the free ones */
};

extern unsigned char __heap_base;

/* Free blocks: by size / GRANULE, then by the power of two that a larger size is. */
static struct block *lists[SMALL_LISTS + 32];

/* Where blocks have never been; 0 before the first one. */
static uint32_t unused;

static uint32_t round_up(uint32_t n)
{
	return (n + GRANULE - 1) & ~(GRANULE - 1);
}

static struct block *new_block(uint32_t size)
{
	uint32_t left;
	struct block *block;

	if (!unused)
		unused = round_up((uintptr_t)&__heap_base) + GRANULE - sizeof(*block);

	left = __builtin_wasm_memory_size(0) * PAGE - unused;
	if (size > left && __builtin_wasm_memory_grow(0, (size - left + PAGE - 1) / PAGE) == SIZE_MAX)
		return NULL;

	block = (struct block *)unused;
	unused += size;
	return block;
}

void *malloc(size_t n)
{
	uint32_t size, list;
	struct block *block = NULL;

	if (n <= LARGEST - sizeof(*block)) {
		size = round_up(n + sizeof(*block));
		list = size / GRANULE;
		if (size > LARGE) {
			list = 32 - __builtin_clz(size - 1);
			size = 1u << list;
			list += SMALL_LISTS;
		}

		block = lists[list];
		if (block)
			lists[list] = block->next;
		else
			block = new_block(size);
	}

	if (!block) {
		errno = ENOMEM;
		return NULL;
	}

	block->list = list;
	return block + 1;
}

void free(void *pointer)
{
	struct block *block = pointer;

	if (!block)
		return;

	block--;
	block->next = lists[block->list];
	lists[block->list] = block;
}

void *calloc(size_t count, size_t size)
{
	void *pointer;

	if (__builtin_mul_overflow(count, size, &size)) {
		errno = ENOMEM;
		return NULL;
	}

	pointer = malloc(size);
	return pointer ? memset(pointer, 0, size) : NULL;
}
