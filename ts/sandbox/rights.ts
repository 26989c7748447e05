import { gpio_v2_line_flag } from '../kernel/generated/uapi.js';

const flag = gpio_v2_line_flag;

/** Flags that say the same thing in different ways: a line has at most one of each group. */
export const DIRECTION = flag.INPUT | flag.OUTPUT;
const EDGE = flag.EDGE_RISING | flag.EDGE_FALLING;
export const DRIVE = flag.OPEN_DRAIN | flag.OPEN_SOURCE;
export const BIAS = flag.BIAS_PULL_UP | flag.BIAS_PULL_DOWN | flag.BIAS_DISABLED;
export const EVENT_CLOCK = flag.EVENT_CLOCK_REALTIME | flag.EVENT_CLOCK_HTE;
export const { ACTIVE_LOW, INPUT, OUTPUT, USED } = flag;

/** All that a request may say of a line. */
export const REQUEST_FLAGS = DIRECTION | EDGE | DRIVE | BIAS | EVENT_CLOCK | ACTIVE_LOW;

/**
 * What may be granted for a line:
 *
 * - `input`: to request it as an input and to read it
 * - `output`: to request it as an output, to set it, and to read what it was set to
 * - `edges`: to be told of edges; needs `input`
 * - `bias`: to choose a bias
 * - `drive`: to choose open drain or open source; needs `output`
 * - `active-low`: to invert it
 * - `debounce`: to choose a debounce period; needs `input`
 * - `clock`: to choose another clock than the monotonic one for events
 * - `info`: to see its true name, where the grant gives it none, and its true consumer
 * - `watch`: to be told when it is requested, released or reconfigured
 *
 * To request a line without a direction, as it is, takes both `input` and `output`.
 */
export const rights = [
  'input',
  'output',
  'edges',
  'bias',
  'drive',
  'active-low',
  'debounce',
  'clock',
  'info',
  'watch',
] as const;

/** One of {@link rights}. */
export type Right = (typeof rights)[number];

/** The flags of a request that a right stands for. */
export const flagsOfRight: Readonly<Record<Right, number>> = {
  input: INPUT,
  output: OUTPUT,
  edges: EDGE,
  bias: BIAS,
  drive: DRIVE,
  'active-low': ACTIVE_LOW,
  debounce: 0,
  clock: EVENT_CLOCK,
  info: 0,
  watch: 0,
};

/** Rights that are of no use without another. */
export const neededRight: Readonly<Partial<Record<Right, Right>>> = {
  edges: 'input',
  debounce: 'input',
  drive: 'output',
};
