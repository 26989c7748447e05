/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How Linux packs an ioctl request (asm-generic, as on x86, Arm and RISC-V):
 * direction in bits 30-31, size of the argument in 16-29, magic in 8-15, number in 0-7.
 */
#ifndef GPIO_GUEST_LINUX_IOCTL_H
#define GPIO_GUEST_LINUX_IOCTL_H

#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U

#define _IOC(dir, type, nr, size) \
	(((dir) << 30) | ((unsigned int)(size) << 16) | ((type) << 8) | (nr))
#define _IO(type, nr) _IOC(_IOC_NONE, type, nr, 0)
#define _IOR(type, nr, arg) _IOC(_IOC_READ, type, nr, sizeof(arg))
#define _IOW(type, nr, arg) _IOC(_IOC_WRITE, type, nr, sizeof(arg))
#define _IOWR(type, nr, arg) _IOC(_IOC_READ | _IOC_WRITE, type, nr, sizeof(arg))

#define _IOC_TYPE(request) (((request) >> 8) & 0xFFU)
#define _IOC_SIZE(request) (((request) >> 16) & 0x3FFFU)

#endif
