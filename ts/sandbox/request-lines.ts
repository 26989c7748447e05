import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_V2_GET_LINE_IOCTL,
  GPIO_V2_LINES_MAX,
  gpio_v2_line_request,
} from '../kernel/generated/uapi.js';
import { isZero } from '../kernel/uapi.js';
import type { ChipFile } from './chip-file.js';
import type { GrantedLine } from './granted-line.js';
import { translateConfig } from './line-config.js';
import { consumerOutside } from './owner.js';
import type { Refused } from './refusal.js';
import { RequestFile } from './request-file.js';
import { type Scratch, STRUCT } from './scratch.js';
import { readText, writeText } from './struct-text.js';

const REQUEST = gpio_v2_line_request.members;
/** How many events the kernel keeps for each line where nothing else is asked for. */
const EVENTS_PER_LINE = 16;

/** What a sandbox adds to requests. */
export interface RequestRules {
  /** Goes before the guest's own consumer. */
  readonly owner: string;
  /** The most events that the kernel may keep for one request; `at` asks for no more. */
  readonly eventBuffer: number;
  readonly refused: Refused;
}

/** The lines of the guest's request; a negated errno where they are none that it could request. */
function requestedLines(
  file: ChipFile,
  refused: Refused,
  view: DataView,
  at: number,
): GrantedLine[] | number {
  const count = view.getUint32(at + REQUEST.num_lines.offset, true);
  if (count === 0 || count > GPIO_V2_LINES_MAX) return -ERRNO.EINVAL;
  const lines: GrantedLine[] = [];
  for (let i = 0; i < count; i += 1) {
    const line = file.chip.lines[view.getUint32(at + REQUEST.offsets.offset + i * 4, true)];
    if (line === undefined) return -ERRNO.EINVAL;
    const [first = line] = lines;
    if (line.chip !== first.chip) {
      refused(
        `one request may hold lines of one chip only, as in the kernel: of ${file.chip.name}, ` +
          `line ${first.offset} is on ${first.chip.path}, line ${line.offset} on ${line.chip.path}`,
      );
      return -ERRNO.EINVAL;
    }
    lines.push(line);
  }
  return lines.some(({ revoked }) => revoked) ? -ERRNO.ENODEV : lines;
}

/** The event buffer to ask for; 0 leaves it to the kernel. More than `most` was refused before. */
function bufferSize(asked: number, lines: number, most: number): number {
  return asked === 0 && lines * EVENTS_PER_LINE <= most ? 0 : Math.min(asked || most, most);
}

/**
 * GPIO_V2_GET_LINE_IOCTL of a sandbox: asks the kernel for the true lines. `at` points to the guest's
 * struct, of which nothing is changed. Returns the request or a negated errno.
 */
export function requestLines(
  scratch: Scratch,
  file: ChipFile,
  rules: RequestRules,
  view: DataView,
  at: number,
): RequestFile | number {
  const { padding, offsets, consumer, config, num_lines, event_buffer_size, fd } = REQUEST;
  const lines = requestedLines(file, rules.refused, view, at);
  if (typeof lines === 'number') return lines;
  if (!isZero(view, at + padding.offset, padding.size)) return -ERRNO.EINVAL;
  const [first] = lines;
  const chipFd = first && file.trueFds.get(first.chip);
  if (chipFd === undefined) return -ERRNO.EINVAL;
  const asked = view.getUint32(at + event_buffer_size.offset, true);
  const size = bufferSize(asked, lines.length, rules.eventBuffer);

  const out = scratch.view;
  scratch.clear(gpio_v2_line_request.size);
  const error = translateConfig(
    view,
    at + config.offset,
    lines,
    out,
    STRUCT + config.offset,
    rules.refused,
  );
  if (error !== 0) return error;
  const label = readText(view, at + consumer.offset, consumer.size - 1);
  const outside = consumerOutside(rules.owner, label);
  writeText(out, STRUCT + consumer.offset, consumer.size, outside);
  out.setUint32(STRUCT + num_lines.offset, lines.length, true);
  out.setUint32(STRUCT + event_buffer_size.offset, size, true);
  lines.forEach((line, i) => {
    out.setUint32(STRUCT + offsets.offset + i * 4, line.trueOffset, true);
  });
  const result = scratch.ioctl(chipFd, GPIO_V2_GET_LINE_IOCTL);
  if (result < 0) return result;
  const opened = out.getInt32(STRUCT + fd.offset, true);
  return new RequestFile(scratch, opened, lines, label, rules.refused);
}
