import { describe } from '../kernel/arguments.js';
import { nearest } from '../kernel/nearest.js';
import type {
  LineBias,
  LineClock,
  LineDirection,
  LineDrive,
  LineEdge,
  LineValue,
} from '../raw/generated/enums.js';
import type { LineSettingsPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { lastError } from './errors.js';
import {
  type Bias,
  clockWords,
  type Direction,
  type Drive,
  directionWords,
  driveWords,
  type Edge,
  type EventClock,
  edgeWords,
  requestBiasWords,
  type Value,
} from './vocabulary.js';

/** How one line is requested (struct gpiod_line_settings). What is left out has upstream's default. */
export interface LineSettings {
  /** Default 'as-is': the line keeps the direction it has. */
  readonly direction?: Direction | undefined;
  /** Which edges give events. Default 'none'; all others make the line an input. */
  readonly edge?: Edge | undefined;
  /** Needs a direction. Default 'as-is': the line keeps the bias it has. */
  readonly bias?: Exclude<Bias, 'unknown'> | undefined;
  /** Needs direction 'output'. Default 'push-pull'. */
  readonly drive?: Drive | undefined;
  /** True inverts values and edges: active is then the low level. Default false. */
  readonly activeLow?: boolean | undefined;
  /** Microseconds for which a level must be stable; needs direction 'input'. Default 0: not debounced. */
  readonly debouncePeriodUs?: number | undefined;
  /** The clock of event timestamps. Default 'monotonic', as in process.hrtime. */
  readonly eventClock?: EventClock | undefined;
  /** The first value of an output; needs direction 'output'. Default 0. */
  readonly value?: Value | boolean | undefined;
}

/** Settings checked, complete, in C's codes. */
export interface LineSettingsCodes {
  readonly direction: LineDirection;
  readonly edge: LineEdge;
  readonly bias: LineBias;
  readonly drive: LineDrive;
  readonly activeLow: boolean;
  readonly debouncePeriodUs: number;
  readonly eventClock: LineClock;
  /** undefined where the settings do not say. */
  readonly value: LineValue | undefined;
}

const names = [
  'direction',
  'edge',
  'bias',
  'drive',
  'activeLow',
  'debouncePeriodUs',
  'eventClock',
  'value',
] as const satisfies (keyof LineSettings)[];

const MAX_UINT32 = 0xffff_ffff;

/** 0, 1, false or true as C's value. Throws TypeError for anything else. */
export function toLineValue(value: unknown, what = "a line's value"): LineValue {
  if (value === 0 || value === false) return 0;
  if (value === 1 || value === true) return 1;
  throw new TypeError(`${what} is ${describe(value)}: it has to be 0, 1, false or true`);
}

/** An unsigned 32-bit integer. Throws TypeError otherwise. */
export function toUint32(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_UINT32) {
    return value;
  }
  throw new TypeError(
    `${what} is ${describe(value)}: it has to be a whole number from 0 to ${MAX_UINT32}`,
  );
}

function toBoolean(what: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`${what} is ${describe(value)}: it has to be true or false`);
}

/** Throws TypeError for what has no lines as keys. */
export function checkByLine(given: unknown, what: string): void {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return;
  throw new TypeError(
    `the ${what} are ${describe(given)}: they have to be an object by line, such as { 17: … }`,
  );
}

/** Checks types and words; whether the combination makes sense is for the kernel to say. */
export function checkLineSettings(line: string, settings: unknown): LineSettingsCodes {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new TypeError(
      `the settings of line ${line} are ${describe(settings)}: they have to be an object`,
    );
  }
  for (const key in settings) {
    if ((names as readonly string[]).includes(key)) continue;
    const guess = nearest(key, names)[0];
    const meant =
      guess === undefined ? `There are ${names.join(', ')}.` : `Did you mean '${guess}'?`;
    throw new TypeError(`line ${line} has no setting '${key}'. ${meant}`);
  }
  const {
    direction = 'as-is',
    edge = 'none',
    bias = 'as-is',
    drive = 'push-pull',
    activeLow = false,
    debouncePeriodUs = 0,
    eventClock = 'monotonic',
    value,
  }: LineSettings = settings;
  if (value !== undefined && direction !== 'output') {
    throw new TypeError(
      `line ${line} has a value but is no output: set direction: 'output' as well`,
    );
  }
  try {
    return {
      direction: directionWords.code(direction),
      edge: edgeWords.code(edge),
      bias: requestBiasWords.code(bias),
      drive: driveWords.code(drive),
      activeLow: toBoolean('activeLow', activeLow),
      debouncePeriodUs: toUint32('debouncePeriodUs', debouncePeriodUs),
      eventClock: clockWords.code(eventClock),
      value: value === undefined ? undefined : toLineValue(value, 'value'),
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`line ${line}: ${error.message}`, { cause: error });
  }
}

/** The words of settings that were checked, but for the value. */
export function settingsOf(codes: LineSettingsCodes): LineSettings {
  return {
    direction: directionWords.word(codes.direction),
    edge: edgeWords.word(codes.edge),
    bias: requestBiasWords.word(codes.bias),
    drive: driveWords.word(codes.drive),
    activeLow: codes.activeLow,
    debouncePeriodUs: codes.debouncePeriodUs,
    eventClock: clockWords.word(codes.eventClock),
  };
}

function check(raw: RawGpiod, result: number, name: string): void {
  if (result === 0) return;
  throw lastError(raw, `gpiod_line_settings_set_${name}`, `libgpiod refused the line's ${name}`);
}

/** Writes settings into upstream's object. Throws GpiodError where upstream refuses one. */
export function fillLineSettings(
  raw: RawGpiod,
  target: LineSettingsPtr,
  codes: LineSettingsCodes,
): void {
  raw.gpiod_line_settings_reset(target);
  check(raw, raw.gpiod_line_settings_set_direction(target, codes.direction), 'direction');
  check(raw, raw.gpiod_line_settings_set_edge_detection(target, codes.edge), 'edge_detection');
  check(raw, raw.gpiod_line_settings_set_bias(target, codes.bias), 'bias');
  check(raw, raw.gpiod_line_settings_set_drive(target, codes.drive), 'drive');
  raw.gpiod_line_settings_set_active_low(target, codes.activeLow);
  raw.gpiod_line_settings_set_debounce_period_us(target, codes.debouncePeriodUs);
  check(raw, raw.gpiod_line_settings_set_event_clock(target, codes.eventClock), 'event_clock');
  check(raw, raw.gpiod_line_settings_set_output_value(target, codes.value ?? 0), 'output_value');
}
