import type { LineInfoPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import {
  type Bias,
  biasWords,
  clockWords,
  type Direction,
  type Drive,
  directionWords,
  driveWords,
  type Edge,
  type EventClock,
  edgeWords,
} from './vocabulary.js';

/** A snapshot of a line's state and configuration (gpiod_chip_get_line_info). */
export interface LineInfo {
  readonly offset: number;
  /** undefined where the device tree or the driver gives the line no name. */
  readonly name: string | undefined;
  /** Who requested the line; undefined where nobody has, or gave no name. */
  readonly consumer: string | undefined;
  /** True where the line is requested, or the kernel itself uses it. */
  readonly used: boolean;
  readonly direction: Exclude<Direction, 'as-is'>;
  readonly edge: Edge;
  readonly bias: Exclude<Bias, 'as-is'>;
  readonly drive: Drive;
  readonly activeLow: boolean;
  readonly debounced: boolean;
  /** Microseconds; 0 where the line is not debounced. */
  readonly debouncePeriodUs: number;
  readonly eventClock: EventClock;
}

/** Copies upstream's object; it still belongs to the caller. */
export function toLineInfo(raw: RawGpiod, info: LineInfoPtr): LineInfo {
  return Object.freeze({
    offset: raw.gpiod_line_info_get_offset(info),
    name: raw.cstring(raw.gpiod_line_info_get_name(info)),
    consumer: raw.cstring(raw.gpiod_line_info_get_consumer(info)),
    used: raw.gpiod_line_info_is_used(info),
    direction: directionWords.word(
      raw.gpiod_line_info_get_direction(info),
    ) as LineInfo['direction'],
    edge: edgeWords.word(raw.gpiod_line_info_get_edge_detection(info)),
    bias: biasWords.word(raw.gpiod_line_info_get_bias(info)) as LineInfo['bias'],
    drive: driveWords.word(raw.gpiod_line_info_get_drive(info)),
    activeLow: raw.gpiod_line_info_is_active_low(info),
    debounced: raw.gpiod_line_info_is_debounced(info),
    debouncePeriodUs: raw.gpiod_line_info_get_debounce_period_us(info),
    eventClock: clockWords.word(raw.gpiod_line_info_get_event_clock(info)),
  });
}
