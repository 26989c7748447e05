/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Trains played for JavaScript: at once, or on a thread of their own. Part of gpio_host_node.c, which
 * includes it once.
 *
 * A player's thread uses nothing but its train and, as the last thing it does, its threadsafe function;
 * whoever touches anything else joins it first.
 */
#ifndef GPIO_HOST_PLAY_H
#define GPIO_HOST_PLAY_H

#include "instance.h"
#include "train.h"

/* fd, steps, rounds, from start, spin_ns, stamps, reads; and for play() what to call in the end. */
enum { PLAY_FD, PLAY_STEPS, PLAY_ROUNDS, PLAY_FROM, PLAY_SPIN, PLAY_STAMPS, PLAY_READS, PLAY_ON_END };
#define PLAY_ARGS (PLAY_ON_END + 1)

struct player {
	struct instance *instance;
	struct player *next;
	int32_t id;
	bool joined;
	unsigned long thread;
	napi_threadsafe_function on_end;
	napi_async_context context; /* since Node.js 24 on_end does not keep the stores of its caller */
	napi_ref stamps, reads; /* keep alive what the thread writes to */
	struct train train;
};

/* The one whose thread may be using that descriptor, or NULL. */
static struct player *player_of_fd(const struct instance *instance, int fd)
{
	struct player *player = instance->players;

	while (player && player->train.fd != fd)
		player = player->next;
	return player;
}

/* A typed array of that type, or undefined: 0 or -EINVAL. The length is in elements. */
static int32_t typed_array(napi_env env, napi_value value, napi_typedarray_type wanted, void *data,
			   size_t *length)
{
	napi_valuetype value_type = napi_undefined;
	napi_typedarray_type type;

	*(void **)data = NULL;
	*length = 0;
	if (napi_typeof(env, value, &value_type) == napi_ok && value_type == napi_undefined)
		return 0;
	if (napi_get_typedarray_info(env, value, &type, length, data, NULL, NULL) != napi_ok ||
	    type != wanted)
		return -EINVAL;
	/* An empty one may lie nowhere, and is not to be taken for none. */
	if (!*length)
		*(void **)data = length;
	return 0;
}

/* Makes a train of JavaScript's arguments: 0 or a negated errno. Its steps are to be freed. */
static int32_t read_train(struct instance *instance, const napi_value *args, struct train *train)
{
	napi_env env = instance->env;
	size_t size, num_stamps, num_reads;
	int64_t rounds;
	void *steps;
	int32_t ret;

	*train = (struct train){ 0 };
	if (napi_get_value_int32(env, args[PLAY_FD], &train->fd) != napi_ok ||
	    napi_get_value_int64(env, args[PLAY_ROUNDS], &rounds) != napi_ok ||
	    napi_get_value_bool(env, args[PLAY_FROM], &train->from_start) != napi_ok ||
	    napi_get_value_int64(env, args[PLAY_SPIN], &train->spin_ns) != napi_ok ||
	    typed_array(env, args[PLAY_STEPS], napi_uint8_array, &steps, &size) ||
	    typed_array(env, args[PLAY_STAMPS], napi_bigint64_array, &train->stamps, &num_stamps) ||
	    typed_array(env, args[PLAY_READS], napi_biguint64_array, &train->reads, &num_reads))
		return -EINVAL;
	if (rounds < 0 || train->spin_ns < 0 || !size || size % sizeof(struct step) ||
	    size / sizeof(struct step) > UINT32_MAX)
		return -EINVAL;
	if (!has_descriptor(&instance->open, train->fd))
		return -EBADF;
	if (player_of_fd(instance, train->fd))
		return -EBUSY;
	train->rounds = rounds;
	train->num_steps = size / sizeof(struct step);
	train->steps = malloc(size);
	if (!train->steps)
		return -ENOMEM;
	__builtin_memcpy(train->steps, steps, size);
	ret = check_train(train, num_stamps, num_reads);
	if (ret)
		free(train->steps);
	return ret;
}

/* TrainEnd of ts/kernel/player.ts. */
static napi_value train_end(napi_env env, int32_t errno_value, uint64_t done)
{
	napi_value object = NULL, steps = NULL;

	napi_create_object(env, &object);
	napi_create_int64(env, done, &steps);
	napi_set_named_property(env, object, "errno", int32(env, errno_value));
	napi_set_named_property(env, object, "steps", steps);
	return object;
}

/* playSync(fd, steps, rounds, fromStart, spinNs, stamps, reads): how it ended. */
static napi_value host_play_sync(napi_env env, napi_callback_info info)
{
	napi_value args[PLAY_ON_END];
	size_t count = ARRAY_SIZE(args);
	struct instance *instance;
	struct train train;
	long slack = 0;
	int32_t ret;

	if (napi_get_cb_info(env, info, &count, args, NULL, (void **)&instance) != napi_ok)
		return NULL;
	ret = read_train(instance, args, &train);
	if (ret)
		return train_end(env, -ret, 0);
	if (!train.rounds) {
		free(train.steps);
		return train_end(env, EINVAL, 0);
	}
	if (train_waits(&train)) {
		slack = prctl(PR_GET_TIMERSLACK);
		prctl(PR_SET_TIMERSLACK, 1L);
	}
	run_train(&train);
	if (slack > 0)
		prctl(PR_SET_TIMERSLACK, slack);
	free(train.steps);
	return train_end(env, train.errno_value, train.done);
}

/*
 * What the player's thread does. Signals are for the others: they would only make it late. Which there
 * are is for libc to say: musl's setuid() waits for ever for a thread that blocks those of its own.
 */
static void *run_player(void *data)
{
	struct player *player = data;
	unsigned long all[128 / sizeof(long)];

	sigfillset(all);
	sigprocmask(SIG_SETMASK, all, NULL);
	prctl(PR_SET_NAME, "gpio-play");
	prctl(PR_SET_TIMERSLACK, 1L);
	run_train(&player->train);
	napi_call_threadsafe_function(player->on_end, NULL, napi_tsfn_nonblocking);
	return NULL;
}

/* Once it returns, nothing touches the descriptor or the arrays. Its end is still to be told. */
static void end_player(struct player *player)
{
	struct instance *instance = player->instance;
	struct player **link = &instance->players;

	stop_train(&player->train);
	pthread_join(player->thread, NULL);
	player->joined = true;
	while (*link != player)
		link = &(*link)->next;
	*link = player->next;
	if (player->stamps)
		napi_delete_reference(instance->env, player->stamps);
	if (player->reads)
		napi_delete_reference(instance->env, player->reads);
}

/* In the event loop, once the thread has nothing else to do; without env where the environment is gone. */
static void on_player_end(napi_env env, napi_value callback, void *context, void *data)
{
	struct player *player = context;
	napi_value end, global;

	(void)data;
	if (!env)
		return;
	if (!player->joined)
		end_player(player);
	napi_get_global(env, &global);
	end = train_end(env, player->train.errno_value, player->train.done);
	napi_make_callback(env, player->context, global, callback, 1, &end, NULL);
	report_exception(env);
	napi_release_threadsafe_function(player->on_end, napi_tsfn_release);
}

/* Nobody will call its function any more. */
static void free_player(napi_env env, void *data, void *hint)
{
	struct player *player = data;

	(void)hint;
	if (player->context)
		napi_async_destroy(env, player->context);
	free(player->train.steps);
	free(player);
}

/* play(fd, steps, rounds, fromStart, spinNs, stamps, reads, onEnd): the number of a new player. */
static napi_value host_play(napi_env env, napi_callback_info info)
{
	napi_value args[PLAY_ARGS], name;
	size_t count = ARRAY_SIZE(args);
	napi_valuetype type = napi_undefined;
	struct instance *instance;
	struct player *player;
	struct train train;
	int32_t ret;

	if (napi_get_cb_info(env, info, &count, args, NULL, (void **)&instance) != napi_ok ||
	    napi_typeof(env, args[PLAY_ON_END], &type) != napi_ok || type != napi_function)
		return int32(env, -EINVAL);
	ret = read_train(instance, args, &train);
	if (ret)
		return int32(env, ret);
	player = malloc(sizeof(*player));
	if (!player) {
		free(train.steps);
		return int32(env, -ENOMEM);
	}
	*player = (struct player){ .instance = instance, .train = train };
	napi_create_string_utf8(env, "GPIOPLAY", NAPI_AUTO_LENGTH, &name);
	if (napi_create_threadsafe_function(env, args[PLAY_ON_END], NULL, name, 0, 1, player,
					    free_player, player, on_player_end,
					    &player->on_end) != napi_ok) {
		free_player(env, player, NULL);
		return int32(env, -ENOMEM);
	}
	napi_async_init(env, NULL, name, &player->context);
	ret = pthread_create(&player->thread, NULL, run_player, player);
	if (ret) {
		napi_release_threadsafe_function(player->on_end, napi_tsfn_abort);
		return int32(env, -ret);
	}
	if (train.stamps)
		napi_create_reference(env, args[PLAY_STAMPS], 1, &player->stamps);
	if (train.reads)
		napi_create_reference(env, args[PLAY_READS], 1, &player->reads);
	player->id = next_id(instance);
	player->next = instance->players;
	instance->players = player;
	return int32(env, player->id);
}

/* stop(player): nothing at all once its thread has ended. */
static napi_value host_stop(napi_env env, napi_callback_info info)
{
	struct instance *instance;
	struct player *player;
	napi_value arg;
	size_t count = 1;
	int32_t id;

	if (napi_get_cb_info(env, info, &count, &arg, NULL, (void **)&instance) != napi_ok ||
	    napi_get_value_int32(env, arg, &id) != napi_ok)
		return int32(env, -EINVAL);
	for (player = instance->players; player && player->id != id; player = player->next)
		;
	if (player)
		end_player(player);
	return int32(env, 0);
}

#endif /* GPIO_HOST_PLAY_H */
