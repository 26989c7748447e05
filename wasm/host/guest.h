/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A guest and its memory: every pointer of its is checked here. */
#ifndef GPIO_HOST_GUEST_H
#define GPIO_HOST_GUEST_H

#include "instance.h"

/* One for each attached guest, owned by the functions that were made for it. */
struct guest {
	struct instance *instance;
	unsigned int functions; /* not yet collected */
	int32_t *block; /* arguments in, result out in [0] */
	napi_ref block_ref;
	uint8_t *base;
	size_t size;
	napi_ref base_ref;
};

/* The guest's bytes [pointer, pointer + len), or NULL where they are not all inside its memory. */
static void *guest_bytes(const struct guest *guest, uint32_t pointer, uint64_t len)
{
	if (!guest->base || pointer + len > guest->size)
		return NULL;
	return guest->base + pointer;
}

/* Copies a path out of the guest and ends it with a NUL. Returns 0 or a negated errno. */
static int32_t guest_path(const struct guest *guest, uint32_t pointer, uint32_t len,
			  char path[PATH_MAX])
{
	const char *bytes = guest_bytes(guest, pointer, len);

	if (!bytes)
		return -EFAULT;
	if (len >= PATH_MAX)
		return -ENAMETOOLONG;
	for (uint32_t i = 0; i < len; i++) {
		if (!bytes[i])
			return -EINVAL;
		path[i] = bytes[i];
	}
	path[len] = '\0';
	return 0;
}

#endif /* GPIO_HOST_GUEST_H */
