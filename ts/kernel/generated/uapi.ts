// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from the kernel's linux/gpio.h, as libgpiod includes it; change the
// generator, not this file. Names and numbers are the kernel's user-space ABI.
import type { Ioctl, StructLayout } from '../uapi.js';
import * as requests from './requests.js';

export * from './requests.js';

export const GPIO_MAX_NAME_SIZE = 32;
export const GPIO_V2_LINES_MAX = 64;
export const GPIO_V2_LINE_NUM_ATTRS_MAX = 10;
export const GPIOLINE_FLAG_KERNEL = 1;
export const GPIOLINE_FLAG_IS_OUT = 2;
export const GPIOLINE_FLAG_ACTIVE_LOW = 4;
export const GPIOLINE_FLAG_OPEN_DRAIN = 8;
export const GPIOLINE_FLAG_OPEN_SOURCE = 16;
export const GPIOLINE_FLAG_BIAS_PULL_UP = 32;
export const GPIOLINE_FLAG_BIAS_PULL_DOWN = 64;
export const GPIOLINE_FLAG_BIAS_DISABLE = 128;
export const GPIOHANDLES_MAX = 64;
export const GPIOHANDLE_REQUEST_INPUT = 1;
export const GPIOHANDLE_REQUEST_OUTPUT = 2;
export const GPIOHANDLE_REQUEST_ACTIVE_LOW = 4;
export const GPIOHANDLE_REQUEST_OPEN_DRAIN = 8;
export const GPIOHANDLE_REQUEST_OPEN_SOURCE = 16;
export const GPIOHANDLE_REQUEST_BIAS_PULL_UP = 32;
export const GPIOHANDLE_REQUEST_BIAS_PULL_DOWN = 64;
export const GPIOHANDLE_REQUEST_BIAS_DISABLE = 128;
export const GPIOEVENT_REQUEST_RISING_EDGE = 1;
export const GPIOEVENT_REQUEST_FALLING_EDGE = 2;
export const GPIOEVENT_REQUEST_BOTH_EDGES = 3;
export const GPIOEVENT_EVENT_RISING_EDGE = 1;
export const GPIOEVENT_EVENT_FALLING_EDGE = 2;

export const gpio_v2_line_flag = {
  USED: 1,
  ACTIVE_LOW: 2,
  INPUT: 4,
  OUTPUT: 8,
  EDGE_RISING: 16,
  EDGE_FALLING: 32,
  OPEN_DRAIN: 64,
  OPEN_SOURCE: 128,
  BIAS_PULL_UP: 256,
  BIAS_PULL_DOWN: 512,
  BIAS_DISABLED: 1024,
  EVENT_CLOCK_REALTIME: 2048,
  EVENT_CLOCK_HTE: 4096,
} as const;

export const gpio_v2_line_attr_id = {
  FLAGS: 1,
  OUTPUT_VALUES: 2,
  DEBOUNCE: 3,
} as const;

export const gpio_v2_line_changed_type = {
  REQUESTED: 1,
  RELEASED: 2,
  CONFIG: 3,
} as const;

export const gpio_v2_line_event_id = {
  RISING_EDGE: 1,
  FALLING_EDGE: 2,
} as const;

export const gpioline_changed = {
  REQUESTED: 1,
  RELEASED: 2,
  CONFIG: 3,
} as const;

export const gpiochip_info = {
  name: 'gpiochip_info',
  size: 68,
  members: {
    name: { offset: 0, size: 32, type: 'char', count: 32 },
    label: { offset: 32, size: 32, type: 'char', count: 32 },
    lines: { offset: 64, size: 4, type: 'u32' },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_values = {
  name: 'gpio_v2_line_values',
  size: 16,
  members: {
    bits: { offset: 0, size: 8, type: 'u64' },
    mask: { offset: 8, size: 8, type: 'u64' },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_attribute = {
  name: 'gpio_v2_line_attribute',
  size: 16,
  members: {
    id: { offset: 0, size: 4, type: 'u32' },
    padding: { offset: 4, size: 4, type: 'u32' },
    flags: { offset: 8, size: 8, type: 'u64' },
    values: { offset: 8, size: 8, type: 'u64' },
    debounce_period_us: { offset: 8, size: 4, type: 'u32' },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_config_attribute = {
  name: 'gpio_v2_line_config_attribute',
  size: 24,
  members: {
    attr: { offset: 0, size: 16, type: gpio_v2_line_attribute },
    mask: { offset: 16, size: 8, type: 'u64' },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_config = {
  name: 'gpio_v2_line_config',
  size: 272,
  members: {
    flags: { offset: 0, size: 8, type: 'u64' },
    num_attrs: { offset: 8, size: 4, type: 'u32' },
    padding: { offset: 12, size: 20, type: 'u32', count: 5 },
    attrs: { offset: 32, size: 240, type: gpio_v2_line_config_attribute, count: 10 },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_request = {
  name: 'gpio_v2_line_request',
  size: 592,
  members: {
    offsets: { offset: 0, size: 256, type: 'u32', count: 64 },
    consumer: { offset: 256, size: 32, type: 'char', count: 32 },
    config: { offset: 288, size: 272, type: gpio_v2_line_config },
    num_lines: { offset: 560, size: 4, type: 'u32' },
    event_buffer_size: { offset: 564, size: 4, type: 'u32' },
    padding: { offset: 568, size: 20, type: 'u32', count: 5 },
    fd: { offset: 588, size: 4, type: 's32' },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_info = {
  name: 'gpio_v2_line_info',
  size: 256,
  members: {
    name: { offset: 0, size: 32, type: 'char', count: 32 },
    consumer: { offset: 32, size: 32, type: 'char', count: 32 },
    offset: { offset: 64, size: 4, type: 'u32' },
    num_attrs: { offset: 68, size: 4, type: 'u32' },
    flags: { offset: 72, size: 8, type: 'u64' },
    attrs: { offset: 80, size: 160, type: gpio_v2_line_attribute, count: 10 },
    padding: { offset: 240, size: 16, type: 'u32', count: 4 },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_info_changed = {
  name: 'gpio_v2_line_info_changed',
  size: 288,
  members: {
    info: { offset: 0, size: 256, type: gpio_v2_line_info },
    timestamp_ns: { offset: 256, size: 8, type: 'u64' },
    event_type: { offset: 264, size: 4, type: 'u32' },
    padding: { offset: 268, size: 20, type: 'u32', count: 5 },
  },
} as const satisfies StructLayout;

export const gpio_v2_line_event = {
  name: 'gpio_v2_line_event',
  size: 48,
  members: {
    timestamp_ns: { offset: 0, size: 8, type: 'u64' },
    id: { offset: 8, size: 4, type: 'u32' },
    offset: { offset: 12, size: 4, type: 'u32' },
    seqno: { offset: 16, size: 4, type: 'u32' },
    line_seqno: { offset: 20, size: 4, type: 'u32' },
    padding: { offset: 24, size: 24, type: 'u32', count: 6 },
  },
} as const satisfies StructLayout;

export const gpioline_info = {
  name: 'gpioline_info',
  size: 72,
  members: {
    line_offset: { offset: 0, size: 4, type: 'u32' },
    flags: { offset: 4, size: 4, type: 'u32' },
    name: { offset: 8, size: 32, type: 'char', count: 32 },
    consumer: { offset: 40, size: 32, type: 'char', count: 32 },
  },
} as const satisfies StructLayout;

export const gpioline_info_changed = {
  name: 'gpioline_info_changed',
  size: 104,
  members: {
    info: { offset: 0, size: 72, type: gpioline_info },
    timestamp: { offset: 72, size: 8, type: 'u64' },
    event_type: { offset: 80, size: 4, type: 'u32' },
    padding: { offset: 84, size: 20, type: 'u32', count: 5 },
  },
} as const satisfies StructLayout;

export const gpiohandle_request = {
  name: 'gpiohandle_request',
  size: 364,
  members: {
    lineoffsets: { offset: 0, size: 256, type: 'u32', count: 64 },
    flags: { offset: 256, size: 4, type: 'u32' },
    default_values: { offset: 260, size: 64, type: 'u8', count: 64 },
    consumer_label: { offset: 324, size: 32, type: 'char', count: 32 },
    lines: { offset: 356, size: 4, type: 'u32' },
    fd: { offset: 360, size: 4, type: 's32' },
  },
} as const satisfies StructLayout;

export const gpiohandle_config = {
  name: 'gpiohandle_config',
  size: 84,
  members: {
    flags: { offset: 0, size: 4, type: 'u32' },
    default_values: { offset: 4, size: 64, type: 'u8', count: 64 },
    padding: { offset: 68, size: 16, type: 'u32', count: 4 },
  },
} as const satisfies StructLayout;

export const gpiohandle_data = {
  name: 'gpiohandle_data',
  size: 64,
  members: {
    values: { offset: 0, size: 64, type: 'u8', count: 64 },
  },
} as const satisfies StructLayout;

export const gpioevent_request = {
  name: 'gpioevent_request',
  size: 48,
  members: {
    lineoffset: { offset: 0, size: 4, type: 'u32' },
    handleflags: { offset: 4, size: 4, type: 'u32' },
    eventflags: { offset: 8, size: 4, type: 'u32' },
    consumer_label: { offset: 12, size: 32, type: 'char', count: 32 },
    fd: { offset: 44, size: 4, type: 's32' },
  },
} as const satisfies StructLayout;

export const gpioevent_data = {
  name: 'gpioevent_data',
  size: 16,
  members: {
    timestamp: { offset: 0, size: 8, type: 'u64' },
    id: { offset: 8, size: 4, type: 'u32' },
  },
} as const satisfies StructLayout;

/** Every ioctl of the header with the type of its argument. */
export const ioctls: readonly Ioctl[] = [
  { name: 'GPIO_GET_CHIPINFO_IOCTL', request: requests.GPIO_GET_CHIPINFO_IOCTL, argument: gpiochip_info },
  { name: 'GPIO_GET_LINEINFO_UNWATCH_IOCTL', request: requests.GPIO_GET_LINEINFO_UNWATCH_IOCTL, argument: 'u32' },
  { name: 'GPIO_V2_GET_LINEINFO_IOCTL', request: requests.GPIO_V2_GET_LINEINFO_IOCTL, argument: gpio_v2_line_info },
  { name: 'GPIO_V2_GET_LINEINFO_WATCH_IOCTL', request: requests.GPIO_V2_GET_LINEINFO_WATCH_IOCTL, argument: gpio_v2_line_info },
  { name: 'GPIO_V2_GET_LINE_IOCTL', request: requests.GPIO_V2_GET_LINE_IOCTL, argument: gpio_v2_line_request },
  { name: 'GPIO_V2_LINE_SET_CONFIG_IOCTL', request: requests.GPIO_V2_LINE_SET_CONFIG_IOCTL, argument: gpio_v2_line_config },
  { name: 'GPIO_V2_LINE_GET_VALUES_IOCTL', request: requests.GPIO_V2_LINE_GET_VALUES_IOCTL, argument: gpio_v2_line_values },
  { name: 'GPIO_V2_LINE_SET_VALUES_IOCTL', request: requests.GPIO_V2_LINE_SET_VALUES_IOCTL, argument: gpio_v2_line_values },
  { name: 'GPIO_GET_LINEINFO_IOCTL', request: requests.GPIO_GET_LINEINFO_IOCTL, argument: gpioline_info },
  { name: 'GPIO_GET_LINEHANDLE_IOCTL', request: requests.GPIO_GET_LINEHANDLE_IOCTL, argument: gpiohandle_request },
  { name: 'GPIO_GET_LINEEVENT_IOCTL', request: requests.GPIO_GET_LINEEVENT_IOCTL, argument: gpioevent_request },
  { name: 'GPIOHANDLE_GET_LINE_VALUES_IOCTL', request: requests.GPIOHANDLE_GET_LINE_VALUES_IOCTL, argument: gpiohandle_data },
  { name: 'GPIOHANDLE_SET_LINE_VALUES_IOCTL', request: requests.GPIOHANDLE_SET_LINE_VALUES_IOCTL, argument: gpiohandle_data },
  { name: 'GPIOHANDLE_SET_CONFIG_IOCTL', request: requests.GPIOHANDLE_SET_CONFIG_IOCTL, argument: gpiohandle_config },
  { name: 'GPIO_GET_LINEINFO_WATCH_IOCTL', request: requests.GPIO_GET_LINEINFO_WATCH_IOCTL, argument: gpioline_info },
];
