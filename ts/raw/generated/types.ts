// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from libgpiod's gpiod.h; change the generator, not this file.
// SPDX-FileCopyrightText: 2017-2022 Bartosz Golaszewski <brgl@bgdev.pl> and the libgpiod authors
// (names and documentation, from gpiod.h, LGPL-2.1-or-later)

/** C's `NULL`: the only number that every pointer parameter documented so accepts. */
export type NullPtr = 0;

export const NULL: NullPtr = 0;

/** Address of UTF-8 text in the guest, terminated by a zero byte. */
export type CString = number & { readonly __ctype: 'char *' };

/** Address of an array of `unsigned int`, such as line offsets. */
export type UintPtr = number & { readonly __ctype: 'unsigned int *' };

/** Address of an array of `enum gpiod_line_value`, four bytes each. */
export type LineValuePtr = number & { readonly __ctype: 'enum gpiod_line_value *' };

/** Address of a `struct gpiod_chip`, opaque as in C. */
export type ChipPtr = number & { readonly __ctype: 'struct gpiod_chip *' };

/** Address of a `struct gpiod_chip_info`, opaque as in C. */
export type ChipInfoPtr = number & { readonly __ctype: 'struct gpiod_chip_info *' };

/** Address of a `struct gpiod_line_info`, opaque as in C. */
export type LineInfoPtr = number & { readonly __ctype: 'struct gpiod_line_info *' };

/** Address of a `struct gpiod_line_settings`, opaque as in C. */
export type LineSettingsPtr = number & { readonly __ctype: 'struct gpiod_line_settings *' };

/** Address of a `struct gpiod_line_config`, opaque as in C. */
export type LineConfigPtr = number & { readonly __ctype: 'struct gpiod_line_config *' };

/** Address of a `struct gpiod_request_config`, opaque as in C. */
export type RequestConfigPtr = number & { readonly __ctype: 'struct gpiod_request_config *' };

/** Address of a `struct gpiod_line_request`, opaque as in C. */
export type LineRequestPtr = number & { readonly __ctype: 'struct gpiod_line_request *' };

/** Address of a `struct gpiod_info_event`, opaque as in C. */
export type InfoEventPtr = number & { readonly __ctype: 'struct gpiod_info_event *' };

/** Address of a `struct gpiod_edge_event`, opaque as in C. */
export type EdgeEventPtr = number & { readonly __ctype: 'struct gpiod_edge_event *' };

/** Address of a `struct gpiod_edge_event_buffer`, opaque as in C. */
export type EdgeEventBufferPtr = number & { readonly __ctype: 'struct gpiod_edge_event_buffer *' };
