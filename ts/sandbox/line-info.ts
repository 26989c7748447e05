import {
  gpio_v2_line_attr_id,
  gpio_v2_line_attribute,
  gpio_v2_line_info,
} from '../kernel/generated/uapi.js';
import type { GrantedLine } from './granted-line.js';
import { INPUT, REQUEST_FLAGS, USED } from './rights.js';
import { readText, writeText } from './struct-text.js';

const INFO = gpio_v2_line_info.members;
const ATTRIBUTE = gpio_v2_line_attribute.members;
const SHOWN_FLAGS = BigInt(REQUEST_FLAGS | USED);

/** The debounce period that a true info names, 0 where it names none. */
function debouncePeriodUs(view: DataView, at: number): number {
  const count = Math.min(view.getUint32(at + INFO.num_attrs.offset, true), INFO.attrs.count);
  for (let i = 0; i < count; i += 1) {
    const attribute = at + INFO.attrs.offset + i * gpio_v2_line_attribute.size;
    if (view.getUint32(attribute + ATTRIBUTE.id.offset, true) === gpio_v2_line_attr_id.DEBOUNCE) {
      return view.getUint32(attribute + ATTRIBUTE.debounce_period_us.offset, true);
    }
  }
  return 0;
}

/**
 * Writes what a guest sees of a line that was revoked: it has no name, and somebody else uses it. An
 * error instead would end every search for a line by its name.
 */
export function writeRevokedInfo(line: GrantedLine, view: DataView, at: number): void {
  new Uint8Array(view.buffer, view.byteOffset + at, gpio_v2_line_info.size).fill(0);
  view.setUint32(at + INFO.offset.offset, line.offset, true);
  view.setBigUint64(at + INFO.flags.offset, BigInt(USED | INPUT), true);
}

/**
 * Writes a struct gpio_v2_line_info as the guest may see it, made of the true one at `from`.
 * `consumer` is what the guest itself called itself when it requested the line, if it did: all that it
 * sees of consumers without the right `info`.
 */
export function writeLineInfo(
  line: GrantedLine,
  consumer: string,
  source: DataView,
  from: number,
  view: DataView,
  at: number,
): void {
  const flags = source.getBigUint64(from + INFO.flags.offset, true) & SHOWN_FLAGS;
  const period = debouncePeriodUs(source, from);
  const trueConsumer = readText(source, from + INFO.consumer.offset, INFO.consumer.size);
  new Uint8Array(view.buffer, view.byteOffset + at, gpio_v2_line_info.size).fill(0);
  writeText(view, at + INFO.name.offset, INFO.name.size, line.name);
  const shown = line.allow.has('info') ? trueConsumer : consumer;
  writeText(view, at + INFO.consumer.offset, INFO.consumer.size, shown);
  view.setUint32(at + INFO.offset.offset, line.offset, true);
  view.setBigUint64(at + INFO.flags.offset, flags, true);
  if (period === 0) return;
  view.setUint32(at + INFO.num_attrs.offset, 1, true);
  const attribute = at + INFO.attrs.offset;
  view.setUint32(attribute + ATTRIBUTE.id.offset, gpio_v2_line_attr_id.DEBOUNCE, true);
  view.setUint32(attribute + ATTRIBUTE.debounce_period_us.offset, period, true);
}
