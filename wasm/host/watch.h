/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Watches of the shim: descriptors that libuv's own loop looks after, so that waiting for them takes
 * neither a thread nor a timer. Part of gpio_host_node.c, which includes it once.
 */
#ifndef GPIO_HOST_WATCH_H
#define GPIO_HOST_WATCH_H

#include "instance.h"

struct watch {
	struct instance *instance;
	struct watch *next;
	int32_t id;
	int fd;
	napi_ref callback;
	napi_async_context context;
	unsigned int calls; /* callbacks running: more than one where JavaScript spins the loop itself */
	bool ended;
	bool closed; /* libuv has let go of it */
	_Alignas(16) uint8_t handle[]; /* uv_poll_t */
};

/* What to do with a watch, as numbered in ts/kernel/linux-addon.ts. */
enum { WATCH_PAUSE, WATCH_RESUME, WATCH_REF, WATCH_UNREF, WATCH_CLOSE };

static struct watch *watch_of_handle(void *handle)
{
	return (struct watch *)((uint8_t *)handle - offsetof(struct watch, handle));
}

static struct watch *watch_of_fd(const struct instance *instance, int fd)
{
	struct watch *watch = instance->watches;

	while (watch && watch->fd != fd)
		watch = watch->next;
	return watch;
}

static void on_closed(void *handle)
{
	struct watch *watch = watch_of_handle(handle);
	struct instance *instance = watch->instance;

	watch->closed = true;
	if (!watch->calls)
		free(watch);
	if (!--instance->closing && instance->cleanup)
		napi_remove_async_cleanup_hook(instance->cleanup);
}

/*
 * Once it returns, libuv neither calls back nor polls the descriptor, which may be closed at once; the
 * handle itself is libuv's until on_closed.
 */
static void end_watch(struct watch *watch)
{
	struct instance *instance = watch->instance;
	struct watch **link = &instance->watches;

	while (*link != watch)
		link = &(*link)->next;
	*link = watch->next;
	napi_delete_reference(instance->env, watch->callback);
	if (!watch->calls)
		napi_async_destroy(instance->env, watch->context);
	watch->ended = true;
	instance->closing++;
	uv_close(watch->handle, on_closed);
}

static void call_back(struct watch *watch, int revents)
{
	napi_env env = watch->instance->env;
	napi_value callback, argument, global;
	napi_handle_scope scope;

	if (napi_open_handle_scope(env, &scope) != napi_ok)
		return;
	napi_get_reference_value(env, watch->callback, &callback);
	napi_get_global(env, &global);
	argument = int32(env, revents);
	watch->calls++;
	napi_make_callback(env, watch->context, global, callback, 1, &argument, NULL);
	report_exception(env);
	watch->calls--;
	if (!watch->calls && watch->ended)
		napi_async_destroy(env, watch->context);
	if (!watch->calls && watch->closed)
		free(watch);
	napi_close_handle_scope(env, scope);
}

/*
 * The kernel is asked again for the conditions: libuv does not tell POLLHUP from POLLIN, and another
 * callback of the same turn may have read everything already; a read would then block the event loop.
 *
 * A condition that no read can end (the chip was unplugged) is reported once and pauses the watch,
 * where the level-triggered loop would spin.
 */
static void on_ready(void *handle, int status, int events)
{
	struct watch *watch = watch_of_handle(handle);
	struct pollfd pollfd = { .fd = watch->fd, .events = POLLIN | POLLPRI };
	struct timespec now = { 0, 0 };
	bool ready = ppoll(&pollfd, 1, &now, NULL) > 0;

	(void)events;
	if (ready && !(pollfd.revents & (POLLIN | POLLPRI)))
		uv_poll_stop(handle);
	else if (status < 0) /* libuv has stopped it because of POLLERR */
		uv_poll_start(handle, UV_READABLE | UV_PRIORITIZED, on_ready);
	if (ready)
		call_back(watch, pollfd.revents);
}

/* watch(fd, callback): the number of a new watch, which is running. */
static napi_value host_watch(napi_env env, napi_callback_info info)
{
	napi_valuetype type = napi_undefined;
	struct instance *instance;
	struct uv_loop_s *loop;
	struct watch *watch;
	napi_value args[2], name;
	size_t count = ARRAY_SIZE(args);
	int32_t fd, ret;
	int flags;

	if (napi_get_cb_info(env, info, &count, args, NULL, (void **)&instance) != napi_ok ||
	    napi_get_value_int32(env, args[0], &fd) != napi_ok ||
	    napi_typeof(env, args[1], &type) != napi_ok || type != napi_function)
		return int32(env, -EINVAL);
	if (!uv_poll_init || !napi_get_uv_event_loop ||
	    napi_get_uv_event_loop(env, &loop) != napi_ok)
		return int32(env, -ENOSYS);
	if (watch_of_fd(instance, fd))
		return int32(env, -EBUSY);
	flags = fcntl(fd, F_GETFL);
	if (flags < 0)
		return int32(env, failure());
	watch = malloc(sizeof(*watch) + uv_handle_size(UV_POLL));
	if (!watch)
		return int32(env, -ENOMEM);
	*watch = (struct watch){ .instance = instance, .fd = fd };
	ret = uv_poll_init(loop, watch->handle, fd);
	if (ret) {
		free(watch);
		return int32(env, ret == -EEXIST ? -EBUSY : ret);
	}
	/* libuv has made it non-blocking; a read through the guest shall go on doing what it did. */
	if (!(flags & O_NONBLOCK))
		fcntl(fd, F_SETFL, flags);
	napi_create_string_utf8(env, "GPIOWATCH", NAPI_AUTO_LENGTH, &name);
	napi_async_init(env, NULL, name, &watch->context);
	napi_create_reference(env, args[1], 1, &watch->callback);
	watch->id = next_id(instance);
	watch->next = instance->watches;
	instance->watches = watch;
	uv_poll_start(watch->handle, UV_READABLE | UV_PRIORITIZED, on_ready);
	return int32(env, watch->id);
}

/* control(watch, what): nothing at all once the watch has ended, whoever ended it. */
static napi_value host_control(napi_env env, napi_callback_info info)
{
	napi_value args[2];
	size_t count = ARRAY_SIZE(args);
	struct instance *instance;
	struct watch *watch;
	int32_t id, what;

	if (napi_get_cb_info(env, info, &count, args, NULL, (void **)&instance) != napi_ok ||
	    napi_get_value_int32(env, args[0], &id) != napi_ok ||
	    napi_get_value_int32(env, args[1], &what) != napi_ok)
		return int32(env, -EINVAL);
	for (watch = instance->watches; watch && watch->id != id; watch = watch->next)
		;
	if (!watch)
		return int32(env, 0);
	if (what == WATCH_PAUSE)
		uv_poll_stop(watch->handle);
	else if (what == WATCH_RESUME)
		uv_poll_start(watch->handle, UV_READABLE | UV_PRIORITIZED, on_ready);
	else if (what == WATCH_REF)
		uv_ref(watch->handle);
	else if (what == WATCH_UNREF)
		uv_unref(watch->handle);
	else if (what == WATCH_CLOSE)
		end_watch(watch);
	else
		return int32(env, -EINVAL);
	return int32(env, 0);
}

#endif /* GPIO_HOST_WATCH_H */
