/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel's fixed-width types, as far as linux/gpio.h uses them. */
#ifndef GPIO_GUEST_LINUX_TYPES_H
#define GPIO_GUEST_LINUX_TYPES_H

#include <stdint.h>

typedef uint8_t __u8;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef uint64_t __u64;
typedef int8_t __s8;
typedef int16_t __s16;
typedef int32_t __s32;
typedef int64_t __s64;

/* 8-byte alignment on every architecture: what makes the v2 structs the same on all hosts. */
typedef __u64 __attribute__((aligned(8))) __aligned_u64;

#endif
