import { DhtError } from './dht-error.js';

const BITS = 40;

/** A bit is a low pulse of 50 µs and a high one, 26 µs for a 0 and 70 for a 1. */
const PULSES = 2 * BITS;

/** Before the bits, the sensor's response: low for 80 µs, high for 80. */
const RESPONSE_US = { min: 60, max: 120 };

/** How many pulses before the response are passed over. */
const BEFORE_RESPONSE = 6;

/** No pulse of a bit is longer, even where an interrupt was late; two that have merged are. */
const LONGEST_US = 100;

/** Shorter ones are disturbances. */
const GLITCH_US = 10;

/** The sensor's own lows tell how fast its clock runs. Their length parts the highs of 0 and of 1. */
const LOW_US = { min: 36, max: 64 };

/**
 * The five bytes of a sensor's answer, of which the last is the checksum of the others.
 *
 * @param us - lengths in microseconds, the first one a low pulse. The response may be missing, in part
 *   or whole: it comes while the line is being turned around.
 * @throws DhtError
 */
export function frameOf(us: readonly number[]): number[] {
  const threshold = medianOfLows(us);
  const from = firstBit(us, threshold);
  const bits = us.slice(from, from + PULSES);
  if (bits.length < PULSES) {
    throw new DhtError(
      'too-few-pulses',
      `the sensor's answer ends after ${bits.length} of the ${PULSES} pulses of its bits`,
    );
  }
  const long = bits.findIndex((length) => length > LONGEST_US);
  if (long >= 0) {
    throw badPulse(
      `bit ${(long >> 1) + 1} of ${BITS} is ${long % 2 === 0 ? 'low' : 'high'} for ${rounded(bits[long])} µs, and no pulse of a bit is longer than ${LONGEST_US}`,
    );
  }
  if (threshold < LOW_US.min || threshold > LOW_US.max) {
    throw badPulse(`between bits the line is low for ${rounded(threshold)} µs in place of 50`);
  }
  // The checksum alone would not do: bits that have all moved by one place often have the right one.
  const before = us[from - 1];
  if (before !== undefined && before <= threshold) {
    throw badPulse(`the response is high for ${rounded(before)} µs in place of 80`);
  }
  const after = us[from + PULSES + 1];
  if (after !== undefined && after <= LONGEST_US) {
    throw badPulse(`the sensor's answer has more than ${BITS} bits`);
  }
  const bytes = toBytes(bits, threshold);
  const sum = bytes.slice(0, 4).reduce((total, byte) => total + byte, 0) & 0xff;
  if (sum !== bytes[4]) {
    throw new DhtError(
      'checksum',
      `the checksum of ${hex(bytes.slice(0, 4))} is ${hex([sum])}, and the sensor's is ${hex(bytes.slice(4))}`,
    );
  }
  return bytes;
}

/** The same pulses, where those that are too short have become part of the one that they interrupt. */
export function withoutGlitches(us: readonly number[]): number[] {
  const whole: number[] = [];
  for (let i = 0; i < us.length; i++) {
    const length = us[i] ?? 0;
    const next = us[i + 1];
    if (length >= GLITCH_US || next === undefined) {
      whole.push(length);
      continue;
    }
    // One more level changes at each end of it: its neighbours are one pulse. Before the first one
    // the line was at rest.
    i += 1;
    const last = whole.pop();
    if (last !== undefined) whole.push(last + length + next);
  }
  return whole;
}

/** The index of the first bit's low pulse. */
function firstBit(us: readonly number[], threshold: number): number {
  let response: number | undefined;
  for (let i = 0; i <= BEFORE_RESPONSE; i += 2) {
    if (!isResponse(us[i]) || !isResponse(us[i + 1])) continue;
    response ??= i + 2;
    if (us.length - (i + 2) >= PULSES) return i + 2;
  }
  // Not seen, or it was a bit: the bits are the last pulses then, with a low one at the very end.
  const from = us.length - (us.length % 2) - PULSES;
  if (from < 0) return response ?? 0;
  // No reading begins with a 1, as it would be of more than 100 %: this is the response.
  return (us[from + 1] ?? 0) > threshold ? from + 2 : from;
}

function isResponse(length: number | undefined): boolean {
  return length !== undefined && length >= RESPONSE_US.min && length <= RESPONSE_US.max;
}

function medianOfLows(us: readonly number[]): number {
  const lows = us.filter((_, i) => i % 2 === 0).sort((a, b) => a - b);
  return lows[lows.length >> 1] ?? 0;
}

function toBytes(bits: readonly number[], threshold: number): number[] {
  const bytes = [0, 0, 0, 0, 0];
  for (let bit = 0; bit < BITS; bit++) {
    const one = (bits[2 * bit + 1] ?? 0) > threshold ? 1 : 0;
    bytes[bit >> 3] = ((bytes[bit >> 3] ?? 0) << 1) | one;
  }
  return bytes;
}

function badPulse(message: string): DhtError {
  return new DhtError('bad-pulse', message);
}

function rounded(us: number | undefined): number {
  return Math.round(us ?? 0);
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
