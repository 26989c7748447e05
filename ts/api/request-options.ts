import { describe } from '../kernel/arguments.js';
import {
  checkLineSettings,
  type LineSettings,
  type LineSettingsCodes,
  toUint32,
} from './line-settings.js';
import type { LineId } from './vocabulary.js';

/** What to request, and how (struct gpiod_request_config and gpiod_line_config). */
export interface RequestOptions {
  /** Who uses the lines, as others see it: at most 31 bytes of UTF-8. Left out: the kernel shows '?'. */
  readonly consumer?: string | undefined;
  /** Events that the kernel keeps for this request, at most 1024. Left out: 16 per line. */
  readonly eventBufferSize?: number | undefined;
  /** By offset or name; a key of digits is an offset. In object order: digits first, ascending. */
  readonly lines: Readonly<Record<LineId, LineSettings>>;
}

/** Options checked. */
export interface CheckedRequestOptions {
  /** '': none. */
  readonly consumer: string;
  /** 0: the kernel's default. */
  readonly eventBufferSize: number;
  readonly lines: readonly string[];
  /** Of each of them. */
  readonly settings: readonly LineSettingsCodes[];
}

const known: readonly string[] = [
  'consumer',
  'eventBufferSize',
  'lines',
] satisfies (keyof RequestOptions)[];

/** GPIO_MAX_NAME_SIZE less the terminating zero. libgpiod would cut what is longer. */
const MAX_CONSUMER_BYTES = 31;

function checkConsumer(consumer: unknown): string {
  if (consumer === undefined) return '';
  if (typeof consumer !== 'string') {
    throw new TypeError(`consumer is ${describe(consumer)}: it has to be a string`);
  }
  const { length } = new TextEncoder().encode(consumer);
  if (length > MAX_CONSUMER_BYTES) {
    throw new TypeError(
      `consumer '${consumer}' is ${length} bytes long: the kernel keeps ${MAX_CONSUMER_BYTES}`,
    );
  }
  return consumer;
}

/** Checks types before any call is made. Throws TypeError that says which option, and what it may be. */
export function checkRequestOptions(options: unknown): CheckedRequestOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `requestLines() takes an object such as { lines: { 17: { direction: 'output' } } }`,
    );
  }
  for (const key in options) {
    if (known.includes(key)) continue;
    throw new TypeError(`requestLines() has no option '${key}': there are ${known.join(', ')}`);
  }
  const { consumer, eventBufferSize, lines } = options as Partial<RequestOptions>;
  // The keys of a list would be offsets.
  const given = typeof lines === 'object' && lines !== null && !Array.isArray(lines);
  const names = given ? Object.keys(lines) : [];
  if (lines === undefined || names.length === 0) {
    throw new TypeError(
      "lines has to be an object with one line at least: { 17: { direction: 'output' } }",
    );
  }
  return {
    consumer: checkConsumer(consumer),
    eventBufferSize:
      eventBufferSize === undefined ? 0 : toUint32('eventBufferSize', eventBufferSize),
    lines: names,
    settings: names.map((line) => checkLineSettings(line, lines[line])),
  };
}
