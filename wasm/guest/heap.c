// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The heap of libgpiod.wasm. libc's would be a third of the module, compiled at every start, to allocate
 * structs of a dozen sizes.
 *
 * A block is free for its own class of sizes once it has been freed, and for no other: what is held at
 * the peak stays, nothing fragments.
 */

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 65536
#define CLASSES 109

/* In front of what a caller gets. No struct here needs more than the alignment of 64-bit integers. */
struct block {
	unsigned int class;
	struct block *next; /* while it is free */
	uint64_t data[];
};

extern unsigned char __heap_base;
static struct block *unused[CLASSES];
static uintptr_t top;

/* Four classes between a power of two and the next: at most a quarter of a block is lost. */
static unsigned int class_of(size_t size)
{
	unsigned int log;

	if (size <= 16)
		return 0;
	log = 31 - __builtin_clz(size - 1);

	return (log - 4) * 4 + ((size - 1) >> (log - 2)) - 3;
}

static size_t size_of(unsigned int class)
{
	return class == 0 ? 16 : (size_t)((class - 1) % 4 + 5) << ((class - 1) / 4 + 2);
}

static struct block *new_block(unsigned int class)
{
	size_t size = sizeof(struct block) + ((size_of(class) + 7) & ~(size_t)7);
	struct block *block;
	uintptr_t end;

	if (top == 0)
		top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
	end = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
	if (size > end - top) {
		if (__builtin_wasm_memory_grow(0, (size - (end - top) + PAGE - 1) / PAGE) ==
		    SIZE_MAX)
			return NULL;
	}
	block = (struct block *)top;
	block->class = class;
	top += size;

	return block;
}

void *malloc(size_t size)
{
	struct block *block = NULL;
	unsigned int class;

	if (size <= INT32_MAX) {
		class = class_of(size);
		block = unused[class];
		if (block)
			unused[class] = block->next;
		else
			block = new_block(class);
	}
	if (!block) {
		errno = ENOMEM;
		return NULL;
	}

	return block->data;
}

void free(void *data)
{
	struct block *block;

	if (!data)
		return;
	block = (struct block *)((unsigned char *)data - offsetof(struct block, data));
	block->next = unused[block->class];
	unused[block->class] = block;
}

void *calloc(size_t count, size_t size)
{
	size_t bytes;
	void *data;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	data = malloc(bytes);
	if (data)
		memset(data, 0, bytes);

	return data;
}
