/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the shim keeps for one environment, and what its parts share to talk to JavaScript. */
#ifndef GPIO_HOST_INSTANCE_H
#define GPIO_HOST_INSTANCE_H

#include "descriptors.h"
#include "process.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* One for each environment: the main thread and every worker have their own. */
struct instance {
	napi_env env;
	napi_async_cleanup_hook_handle cleanup; /* set once the environment is going away */
	struct descriptors open;
	struct watch *watches;
	unsigned int closing; /* watches that libuv has not let go of yet */
	struct player *players; /* those whose threads may be running */
	int32_t last_id;
};

static int32_t next_id(struct instance *instance)
{
	instance->last_id = instance->last_id == INT32_MAX ? 1 : instance->last_id + 1;
	return instance->last_id;
}

static napi_value int32(napi_env env, int32_t value)
{
	napi_value number = NULL;

	napi_create_int32(env, value, &number);
	return number;
}

/*
 * What a callback has thrown goes where uncaught exceptions go. That may end the process; it does
 * nothing in a worker that is being terminated.
 */
static void report_exception(napi_env env)
{
	napi_value error;
	bool thrown = false;

	napi_is_exception_pending(env, &thrown);
	if (thrown && napi_get_and_clear_last_exception(env, &error) == napi_ok)
		napi_fatal_exception(env, error);
}

#endif /* GPIO_HOST_INSTANCE_H */
