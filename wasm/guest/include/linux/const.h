/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constants of a given width, as far as linux/gpio.h uses them. */
#ifndef GPIO_GUEST_LINUX_CONST_H
#define GPIO_GUEST_LINUX_CONST_H

#define __AC_JOIN(value, suffix) value##suffix
#define _AC(value, suffix) __AC_JOIN(value, suffix)
#define _UL(value) _AC(value, UL)
#define _ULL(value) _AC(value, ULL)
#define _BITUL(bit) (_UL(1) << (bit))
#define _BITULL(bit) (_ULL(1) << (bit))
#define __ALIGN_KERNEL_MASK(value, mask) (((value) + (mask)) & ~(mask))
#define __ALIGN_KERNEL(value, size) \
	__ALIGN_KERNEL_MASK(value, (__typeof__(value))(size) - 1)

#endif
