/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the shim takes from the process that loads it: libc and libuv, declared here because no header
 * of theirs is at hand for every target.
 *
 * Only symbols are used whose plain name means the same ABI in every libc:
 *
 *  - statx goes through syscall(): before 2.33 glibc has no `stat` symbol, while the kernel's struct
 *    is the same on every architecture, with inodes and times of 64 bits;
 *  - the plain `ppoll` takes two longs everywhere; the variants for a 64-bit time_t on 32-bit machines
 *    have other names (__ppoll64, __ppoll_time64);
 *  - `clock_gettime` and the futex call with the lower number likewise take two longs everywhere: time
 *    since the start of the machine, which fits;
 *  - `realpath` is always given a buffer: glibc's oldest version of it insists on one;
 *  - `pthread_create` is never given attributes, whose struct once had another size. Condition
 *    variables have two ABIs by one name: a thread is woken by a futex instead.
 *
 * Neither 64-bit division nor floating point may be used: 32-bit machines take them from libgcc.
 */
#ifndef GPIO_HOST_PROCESS_H
#define GPIO_HOST_PROCESS_H

#include <node_api.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define SYS_STATX 332
#define SYS_FUTEX 202
#elif defined(__i386__)
#define SYS_STATX 383
#define SYS_FUTEX 240
#elif defined(__arm__) && defined(__ARM_PCS_VFP) && defined(__ARMEL__)
#define SYS_STATX 397
#define SYS_FUTEX 240
#elif (defined(__aarch64__) && defined(__AARCH64EL__)) || (defined(__riscv) && __riscv_xlen == 64)
#define SYS_STATX 291
#define SYS_FUTEX 98
#else
#error "Not known here: the numbers of system calls, the layout of ioctls, the errno values"
#endif

#define EINTR 4
#define EBADF 9
#define ENOMEM 12
#define EFAULT 14
#define EBUSY 16
#define EEXIST 17
#define EINVAL 22
#define ENOTTY 25
#define ENAMETOOLONG 36
#define ENOSYS 38

#define O_RDWR 02
#define O_NONBLOCK 04000
#define O_CLOEXEC 02000000
#define F_GETFL 3
#define F_SETFL 4
#define PATH_MAX 4096
#define AT_FDCWD (-100L)
#define AT_SYMLINK_NOFOLLOW 0x100
#define STATX_TYPE_AND_MODE 3L
#define POLLIN 0x01
#define POLLPRI 0x02
#define CLOCK_MONOTONIC 1
#define FUTEX_WAKE_PRIVATE (128L | 1)
#define FUTEX_WAIT_BITSET_PRIVATE (128L | 9) /* until a moment of CLOCK_MONOTONIC */
#define FUTEX_BITSET_MATCH_ANY 0xffffffffL
#define PR_SET_NAME 15
#define PR_SET_TIMERSLACK 29
#define PR_GET_TIMERSLACK 30
#define SIG_SETMASK 2

struct pollfd {
	int fd;
	short events;
	short revents;
};

struct timespec {
	long sec;
	long nsec;
};

struct statx {
	uint32_t before_mode[7];
	uint16_t mode;
	uint16_t between[49];
	uint32_t rdev_major;
	uint32_t rdev_minor;
	uint32_t after_rdev[30];
};
_Static_assert(offsetof(struct statx, mode) == 28, "statx: mode");
_Static_assert(offsetof(struct statx, rdev_major) == 128, "statx: rdev_major");
_Static_assert(sizeof(struct statx) == 256, "statx: size");

int *__errno_location(void);
void *malloc(size_t size);
void *realloc(void *pointer, size_t size);
void free(void *pointer);
void *memset(void *bytes, int value, size_t len);
int open(const char *path, int flags, ...);
int close(int fd);
int fcntl(int fd, int command, ...);
int ioctl(int fd, unsigned long request, ...);
long read(int fd, void *buf, size_t len);
int ppoll(struct pollfd *fds, unsigned long count, const struct timespec *timeout, const void *mask);
char *realpath(const char *path, char *resolved);
long syscall(long number, ...);
int clock_gettime(int clock, struct timespec *now);
int prctl(int option, ...);
int sigfillset(void *set);
int sigprocmask(int how, const void *set, void *old);
int pthread_create(unsigned long *thread, const void *attributes, void *(*run)(void *data), void *data);
int pthread_join(unsigned long thread, void **result);

/* libuv, as far as its ABI is frozen for 1.x. */
#define UV_POLL 8
#define UV_READABLE 1
#define UV_PRIORITIZED 8
typedef void (*uv_poll_cb)(void *handle, int status, int events);
size_t uv_handle_size(int type);
int uv_poll_init(struct uv_loop_s *loop, void *handle, int fd);
int uv_poll_start(void *handle, int events, uv_poll_cb callback);
int uv_poll_stop(void *handle);
void uv_close(void *handle, void (*callback)(void *handle));
void uv_ref(void *handle);
void uv_unref(void *handle);

/* Runtimes that offer Node-API without libuv still load the addon: only watches are refused. */
#pragma weak napi_get_uv_event_loop
#pragma weak uv_handle_size
#pragma weak uv_poll_init
#pragma weak uv_poll_start
#pragma weak uv_poll_stop
#pragma weak uv_close
#pragma weak uv_ref
#pragma weak uv_unref

static int32_t failure(void)
{
	return -*__errno_location();
}

#endif /* GPIO_HOST_PROCESS_H */
