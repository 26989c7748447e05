// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from libgpiod's gpiod.h; change the generator, not this file.
// SPDX-FileCopyrightText: 2017-2022 Bartosz Golaszewski <brgl@bgdev.pl> and the libgpiod authors
// (names and documentation, from gpiod.h, LGPL-2.1-or-later)

/**
 * Logical line state.
 *
 * @remarks
 * C: `enum gpiod_line_value`.
 */
export const LineValue = {
  /** Returned to indicate an error when reading the value. */
  ERROR: -1,
  /** Line is logically inactive. */
  INACTIVE: 0,
  /** Line is logically active. */
  ACTIVE: 1,
} as const;
export type LineValue = (typeof LineValue)[keyof typeof LineValue];

/**
 * Direction settings.
 *
 * @remarks
 * C: `enum gpiod_line_direction`.
 */
export const LineDirection = {
  /** Request the line(s), but don't change direction. */
  AS_IS: 1,
  /** Direction is input - for reading the value of an externally driven GPIO line. */
  INPUT: 2,
  /** Direction is output - for driving the GPIO line. */
  OUTPUT: 3,
} as const;
export type LineDirection = (typeof LineDirection)[keyof typeof LineDirection];

/**
 * Edge detection settings.
 *
 * @remarks
 * C: `enum gpiod_line_edge`.
 */
export const LineEdge = {
  /** Line edge detection is disabled. */
  NONE: 1,
  /** Line detects rising edge events. */
  RISING: 2,
  /** Line detects falling edge events. */
  FALLING: 3,
  /** Line detects both rising and falling edge events. */
  BOTH: 4,
} as const;
export type LineEdge = (typeof LineEdge)[keyof typeof LineEdge];

/**
 * Internal bias settings.
 *
 * @remarks
 * C: `enum gpiod_line_bias`.
 */
export const LineBias = {
  /** Don't change the bias setting when applying line config. */
  AS_IS: 1,
  /** The internal bias state is unknown. */
  UNKNOWN: 2,
  /** The internal bias is disabled. */
  DISABLED: 3,
  /** The internal pull-up bias is enabled. */
  PULL_UP: 4,
  /** The internal pull-down bias is enabled. */
  PULL_DOWN: 5,
} as const;
export type LineBias = (typeof LineBias)[keyof typeof LineBias];

/**
 * Drive settings.
 *
 * @remarks
 * C: `enum gpiod_line_drive`.
 */
export const LineDrive = {
  /** Drive setting is push-pull. */
  PUSH_PULL: 1,
  /** Line output is open-drain. */
  OPEN_DRAIN: 2,
  /** Line output is open-source. */
  OPEN_SOURCE: 3,
} as const;
export type LineDrive = (typeof LineDrive)[keyof typeof LineDrive];

/**
 * Clock settings.
 *
 * @remarks
 * C: `enum gpiod_line_clock`.
 */
export const LineClock = {
  /** Line uses the monotonic clock for edge event timestamps. */
  MONOTONIC: 1,
  /** Line uses the realtime clock for edge event timestamps. */
  REALTIME: 2,
  /** Line uses the hardware timestamp engine for event timestamps. */
  HTE: 3,
} as const;
export type LineClock = (typeof LineClock)[keyof typeof LineClock];

/**
 * Line status change event types.
 *
 * @remarks
 * C: `enum gpiod_info_event_type`.
 */
export const InfoEventType = {
  /** Line has been requested. */
  REQUESTED: 1,
  /** Previously requested line has been released. */
  RELEASED: 2,
  /** Line configuration has changed. */
  CONFIG_CHANGED: 3,
} as const;
export type InfoEventType = (typeof InfoEventType)[keyof typeof InfoEventType];

/**
 * Event types.
 *
 * @remarks
 * C: `enum gpiod_edge_event_type`.
 */
export const EdgeEventType = {
  /** Rising edge event. */
  RISING_EDGE: 1,
  /** Falling edge event. */
  FALLING_EDGE: 2,
} as const;
export type EdgeEventType = (typeof EdgeEventType)[keyof typeof EdgeEventType];
