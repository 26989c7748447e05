// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from the kernel's linux/gpio.h, as libgpiod includes it; change the
// generator, not this file. Names and numbers are the kernel's user-space ABI.

export const GPIO_GET_CHIPINFO_IOCTL = 0x8044b401;
export const GPIO_GET_LINEINFO_UNWATCH_IOCTL = 0xc004b40c;
export const GPIO_V2_GET_LINEINFO_IOCTL = 0xc100b405;
export const GPIO_V2_GET_LINEINFO_WATCH_IOCTL = 0xc100b406;
export const GPIO_V2_GET_LINE_IOCTL = 0xc250b407;
export const GPIO_V2_LINE_SET_CONFIG_IOCTL = 0xc110b40d;
export const GPIO_V2_LINE_GET_VALUES_IOCTL = 0xc010b40e;
export const GPIO_V2_LINE_SET_VALUES_IOCTL = 0xc010b40f;
export const GPIO_GET_LINEINFO_IOCTL = 0xc048b402;
export const GPIO_GET_LINEHANDLE_IOCTL = 0xc16cb403;
export const GPIO_GET_LINEEVENT_IOCTL = 0xc030b404;
export const GPIOHANDLE_GET_LINE_VALUES_IOCTL = 0xc040b408;
export const GPIOHANDLE_SET_LINE_VALUES_IOCTL = 0xc040b409;
export const GPIOHANDLE_SET_CONFIG_IOCTL = 0xc054b40a;
export const GPIO_GET_LINEINFO_WATCH_IOCTL = 0xc048b40b;
