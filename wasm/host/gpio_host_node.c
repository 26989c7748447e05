/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The Linux side of gpio_host.h for Node: a context-aware Node-API addon that makes the seven calls.
 *
 * It is linked against nothing. libc, libuv and Node-API are looked up in the running process, so one
 * file per architecture serves glibc and musl and every Node since 20.
 *
 * Every result is an int32: a value >= 0 or a negated errno. A guest's arguments and results do not
 * travel as JavaScript values but through a small array shared with it: converting them would take
 * longer (25 ns for an ioctl) than all the rest of the way through Node-API.
 */
#include "guest.h"
#include "play.h"
#include "process.h"
#include "watch.h"

#define BLOCK_LEN 5

#define IOC_SIZE(request) ((request) >> 16 & 0x3fff)
#define IOC_MAGIC(request) ((request) >> 8 & 0xff)
#define GPIO_IOC_MAGIC 0xB4

/* These give a new descriptor, which is the last member of their structs. */
#define GPIO_GET_LINEHANDLE_IOCTL 0xc16cb403U
#define GPIO_GET_LINEEVENT_IOCTL 0xc030b404U
#define GPIO_V2_GET_LINE_IOCTL 0xc250b407U
#define GIVES_DESCRIPTOR(request)                   \
	((request) == GPIO_GET_LINEHANDLE_IOCTL ||  \
	 (request) == GPIO_GET_LINEEVENT_IOCTL || (request) == GPIO_V2_GET_LINE_IOCTL)

/* gpio_host_stat of gpio_host.h. */
struct host_stat {
	uint32_t mode;
	uint32_t rdev_major;
	uint32_t rdev_minor;
};

/* open(path, path_len) */
static int32_t host_open(struct guest *guest, const int32_t *args)
{
	char path[PATH_MAX];
	int32_t ret = guest_path(guest, args[0], args[1], path);

	if (ret)
		return ret;
	ret = open(path, O_RDWR | O_CLOEXEC);
	if (ret < 0)
		return failure();
	remember_descriptor(&guest->instance->open, ret);
	return ret;
}

/*
 * close(fd): ends a watch and stops what is played on it first, so that neither libuv nor a thread is
 * left with a number that may be reused.
 */
static int32_t host_close(struct guest *guest, const int32_t *args)
{
	struct watch *watch = watch_of_fd(guest->instance, args[0]);
	struct player *player = player_of_fd(guest->instance, args[0]);

	if (watch)
		end_watch(watch);
	if (player)
		end_player(player);
	forget_descriptor(&guest->instance->open, args[0]);
	return close(args[0]) < 0 ? failure() : 0;
}

static int32_t last_int32(const uint8_t *bytes, uint32_t len)
{
	int32_t value;

	__builtin_memcpy(&value, bytes + len - sizeof(value), sizeof(value));
	return value;
}

/*
 * ioctl(fd, request, arg): the length of the argument is the one inside the request, which is also
 * what the kernel's GPIO driver goes by: it knows its requests by their whole number.
 */
static int32_t host_ioctl(struct guest *guest, const int32_t *args)
{
	uint32_t request = args[1];
	int32_t ret;
	void *arg;

	if (IOC_MAGIC(request) != GPIO_IOC_MAGIC || !IOC_SIZE(request))
		return -ENOTTY;
	arg = guest_bytes(guest, args[2], IOC_SIZE(request));
	if (!arg)
		return -EFAULT;
	ret = ioctl(args[0], request, arg);
	if (ret < 0)
		return failure();
	if (GIVES_DESCRIPTOR(request))
		remember_descriptor(&guest->instance->open, last_int32(arg, IOC_SIZE(request)));
	return ret;
}

/* read(fd, buf, len) */
static int32_t host_read(struct guest *guest, const int32_t *args)
{
	uint32_t len = args[2];
	void *buf = guest_bytes(guest, args[1], len);
	int32_t ret;

	if (!buf)
		return -EFAULT;
	ret = read(args[0], buf, len);
	return ret < 0 ? failure() : ret;
}

/* poll(fds, count, seconds, nanoseconds): seconds < 0 is no limit. A signal ends it with -EINTR. */
static int32_t host_poll(struct guest *guest, const int32_t *args)
{
	struct timespec timeout = { args[2], args[3] };
	uint32_t count = args[1];
	void *fds = guest_bytes(guest, args[0], (uint64_t)count * sizeof(struct pollfd));
	int32_t ret;

	if (!fds)
		return -EFAULT;
	ret = ppoll(fds, count, timeout.sec < 0 ? NULL : &timeout, NULL);
	return ret < 0 ? failure() : ret;
}

/* stat(path, path_len, follow, out, out_len) */
static int32_t host_stat(struct guest *guest, const int32_t *args)
{
	long flags = args[2] ? 0 : AT_SYMLINK_NOFOLLOW;
	uint32_t out_len = args[4];
	void *out = guest_bytes(guest, args[3], out_len);
	struct host_stat stat;
	struct statx statx;
	char path[PATH_MAX];
	int32_t ret;

	if (!out)
		return -EFAULT;
	if (out_len < sizeof(stat))
		return -EINVAL;
	ret = guest_path(guest, args[0], args[1], path);
	if (ret)
		return ret;
	if (syscall(SYS_STATX, AT_FDCWD, path, flags, STATX_TYPE_AND_MODE, &statx) < 0)
		return failure();
	stat.mode = statx.mode;
	stat.rdev_major = statx.rdev_major;
	stat.rdev_minor = statx.rdev_minor;
	__builtin_memcpy(out, &stat, sizeof(stat));
	return 0;
}

/* realpath(path, path_len, out, out_len) */
static int32_t host_realpath(struct guest *guest, const int32_t *args)
{
	char path[PATH_MAX], resolved[PATH_MAX];
	uint32_t len, out_len = args[3];
	char *out = guest_bytes(guest, args[2], out_len);
	int32_t ret;

	if (!out)
		return -EFAULT;
	ret = guest_path(guest, args[0], args[1], path);
	if (ret)
		return ret;
	if (!realpath(path, resolved))
		return failure();
	for (len = 0; resolved[len]; len++) {
		if (len == out_len)
			return -ENAMETOOLONG;
		out[len] = resolved[len];
	}
	return len;
}

/* Each call has a function of its own: a common one would have to find out which it stands for. */
#define GUEST_CALL(name)                                                                       \
	static napi_value guest_##name(napi_env env, napi_callback_info info)                  \
	{                                                                                      \
		struct guest *guest;                                                           \
                                                                                               \
		if (napi_get_cb_info(env, info, NULL, NULL, NULL, (void **)&guest) == napi_ok) \
			guest->block[0] = host_##name(guest, guest->block);                    \
		return NULL;                                                                   \
	}
GUEST_CALL(open)
GUEST_CALL(close)
GUEST_CALL(ioctl)
GUEST_CALL(read)
GUEST_CALL(poll)
GUEST_CALL(stat)
GUEST_CALL(realpath)

/* bind(bytes): from now on the guest's memory is this Uint8Array. To be called whenever it has grown. */
static napi_value guest_bind(napi_env env, napi_callback_info info)
{
	napi_typedarray_type type;
	struct guest *guest;
	napi_value bytes;
	napi_ref ref;
	size_t size, count = 1;
	void *base;

	if (napi_get_cb_info(env, info, &count, &bytes, NULL, (void **)&guest) != napi_ok ||
	    napi_get_typedarray_info(env, bytes, &type, &size, &base, NULL, NULL) != napi_ok ||
	    type != napi_uint8_array ||
	    napi_create_reference(env, bytes, 1, &ref) != napi_ok)
		return int32(env, -EINVAL);
	if (guest->base_ref)
		napi_delete_reference(env, guest->base_ref);
	guest->base_ref = ref;
	guest->base = base;
	guest->size = size;
	return int32(env, 0);
}

/* A function of the guest was collected; the guest goes with the last one. */
static void guest_release(napi_env env, void *data, void *hint)
{
	struct guest *guest = data;

	(void)hint;
	if (--guest->functions)
		return;
	if (guest->base_ref)
		napi_delete_reference(env, guest->base_ref);
	napi_delete_reference(env, guest->block_ref);
	free(guest);
}

static napi_value add_function(napi_env env, napi_value object, const char *name,
			       napi_callback function, void *data)
{
	napi_value value = NULL;

	napi_create_function(env, name, NAPI_AUTO_LENGTH, function, data, &value);
	napi_set_named_property(env, object, name, value);
	return value;
}

/*
 * attach(): the shared array ("block"), the seven calls for one guest, and bind(), before which every
 * pointer is -EFAULT.
 */
static napi_value host_attach(napi_env env, napi_callback_info info)
{
	static const struct {
		const char *name;
		napi_callback function;
	} functions[] = {
		{ "bind", guest_bind },	  { "open", guest_open }, { "close", guest_close },
		{ "ioctl", guest_ioctl }, { "read", guest_read }, { "poll", guest_poll },
		{ "stat", guest_stat },	  { "realpath", guest_realpath },
	};
	napi_value object, buffer, block, value;
	struct instance *instance;
	struct guest *guest;

	if (napi_get_cb_info(env, info, NULL, NULL, NULL, (void **)&instance) != napi_ok)
		return NULL;
	guest = malloc(sizeof(*guest));
	if (!guest) {
		napi_throw_error(env, "ENOMEM", "No memory to attach a guest");
		return NULL;
	}
	*guest = (struct guest){ .instance = instance, .functions = ARRAY_SIZE(functions) };
	napi_create_object(env, &object);
	napi_create_arraybuffer(env, BLOCK_LEN * sizeof(int32_t), (void **)&guest->block, &buffer);
	napi_create_reference(env, buffer, 1, &guest->block_ref);
	napi_create_typedarray(env, napi_int32_array, BLOCK_LEN, buffer, 0, &block);
	napi_set_named_property(env, object, "block", block);
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++) {
		value = add_function(env, object, functions[i].name, functions[i].function, guest);
		napi_add_finalizer(env, value, guest, guest_release, NULL, NULL);
	}
	return object;
}

/* The environment is going away, but waits until every handle is closed. No JavaScript runs any more. */
static void on_cleanup(napi_async_cleanup_hook_handle handle, void *data)
{
	struct instance *instance = data;

	instance->cleanup = handle;
	while (instance->players)
		end_player(instance->players);
	while (instance->watches)
		end_watch(instance->watches);
	close_descriptors(&instance->open);
	if (!instance->closing)
		napi_remove_async_cleanup_hook(handle);
}

static void free_instance(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	free(data);
}

NAPI_MODULE_INIT()
{
	struct instance *instance = malloc(sizeof(*instance));

	if (!instance)
		return NULL;
	*instance = (struct instance){ .env = env };
	napi_set_instance_data(env, instance, free_instance, NULL);
	napi_add_async_cleanup_hook(env, on_cleanup, instance, NULL);
	add_function(env, exports, "attach", host_attach, instance);
	add_function(env, exports, "watch", host_watch, instance);
	add_function(env, exports, "control", host_control, instance);
	add_function(env, exports, "play", host_play, instance);
	add_function(env, exports, "playSync", host_play_sync, instance);
	add_function(env, exports, "stop", host_stop, instance);
	return exports;
}
