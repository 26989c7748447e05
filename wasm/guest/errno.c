// SPDX-License-Identifier: LGPL-2.1-or-later

#include "gpio_guest.h"

/* Index: Linux errno (asm-generic). Value: wasi-libc's number, 0 where it has none. */
static const uint8_t guest_errno[] = {
	[1] = EPERM,	     [2] = ENOENT,	   [3] = ESRCH,
	[4] = EINTR,	     [5] = EIO,		   [6] = ENXIO,
	[7] = E2BIG,	     [8] = ENOEXEC,	   [9] = EBADF,
	[10] = ECHILD,	     [11] = EAGAIN,	   [12] = ENOMEM,
	[13] = EACCES,	     [14] = EFAULT,	   [16] = EBUSY,
	[17] = EEXIST,	     [18] = EXDEV,	   [19] = ENODEV,
	[20] = ENOTDIR,	     [21] = EISDIR,	   [22] = EINVAL,
	[23] = ENFILE,	     [24] = EMFILE,	   [25] = ENOTTY,
	[26] = ETXTBSY,	     [27] = EFBIG,	   [28] = ENOSPC,
	[29] = ESPIPE,	     [30] = EROFS,	   [31] = EMLINK,
	[32] = EPIPE,	     [33] = EDOM,	   [34] = ERANGE,
	[35] = EDEADLK,	     [36] = ENAMETOOLONG,  [37] = ENOLCK,
	[38] = ENOSYS,	     [39] = ENOTEMPTY,	   [40] = ELOOP,
	[42] = ENOMSG,	     [43] = EIDRM,	   [67] = ENOLINK,
	[71] = EPROTO,	     [72] = EMULTIHOP,	   [74] = EBADMSG,
	[75] = EOVERFLOW,    [84] = EILSEQ,	   [88] = ENOTSOCK,
	[89] = EDESTADDRREQ, [90] = EMSGSIZE,	   [91] = EPROTOTYPE,
	[92] = ENOPROTOOPT,  [93] = EPROTONOSUPPORT, [95] = EOPNOTSUPP,
	[97] = EAFNOSUPPORT, [98] = EADDRINUSE,	   [99] = EADDRNOTAVAIL,
	[100] = ENETDOWN,    [101] = ENETUNREACH,  [102] = ENETRESET,
	[103] = ECONNABORTED, [104] = ECONNRESET,  [105] = ENOBUFS,
	[106] = EISCONN,     [107] = ENOTCONN,	   [110] = ETIMEDOUT,
	[111] = ECONNREFUSED, [113] = EHOSTUNREACH, [114] = EALREADY,
	[115] = EINPROGRESS, [116] = ESTALE,	   [122] = EDQUOT,
	[125] = ECANCELED,   [130] = EOWNERDEAD,   [131] = ENOTRECOVERABLE,
};

#define LINUX_ERRNOS (int)(sizeof(guest_errno) / sizeof(guest_errno[0]))
#define LINUX_EPERM 1

int gpio_guest_errno_from_linux(int linux_errno)
{
	if (linux_errno > 0 && linux_errno < LINUX_ERRNOS && guest_errno[linux_errno])
		return guest_errno[linux_errno];

	return GUEST_ERRNO_BASE + linux_errno;
}

int gpio_guest_errno_to_linux(int guest)
{
	int linux_errno;

	if (!guest)
		return 0;
	if (guest >= GUEST_ERRNO_BASE)
		return guest - GUEST_ERRNO_BASE;

	for (linux_errno = 1; linux_errno < LINUX_ERRNOS; linux_errno++)
		if (guest_errno[linux_errno] == guest)
			return linux_errno;

	/* WASI's own: the descriptor lacks a right. */
	return guest == ENOTCAPABLE ? LINUX_EPERM : guest;
}

int gpio_guest_return(int32_t ret)
{
	if (ret >= 0)
		return ret;

	errno = gpio_guest_errno_from_linux(-ret);
	return -1;
}
