import { gpio_v2_line_flag } from '../kernel/generated/uapi.js';

export const {
  USED,
  ACTIVE_LOW,
  INPUT,
  OUTPUT,
  EDGE_RISING,
  EDGE_FALLING,
  OPEN_DRAIN,
  OPEN_SOURCE,
  BIAS_PULL_UP,
  BIAS_PULL_DOWN,
  BIAS_DISABLED,
  EVENT_CLOCK_REALTIME,
  EVENT_CLOCK_HTE,
} = gpio_v2_line_flag;

export const DIRECTION = INPUT | OUTPUT;
export const EDGE = EDGE_RISING | EDGE_FALLING;
export const DRIVE = OPEN_DRAIN | OPEN_SOURCE;
export const BIAS = BIAS_PULL_UP | BIAS_PULL_DOWN | BIAS_DISABLED;

/** All that a request may ask for. */
export const VALID =
  ACTIVE_LOW | DIRECTION | EDGE | DRIVE | BIAS | EVENT_CLOCK_REALTIME | EVENT_CLOCK_HTE;

/** What an edge detector depends on. */
export const EDGE_DETECTOR = ACTIVE_LOW | EVENT_CLOCK_HTE | EDGE;
