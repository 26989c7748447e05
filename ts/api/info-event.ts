import { ERRNO } from '../kernel/errno.js';
import { InfoEventType } from '../raw/generated/enums.js';
import type { ChipPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { lastError } from './errors.js';
import { type LineInfo, toLineInfo } from './line-info.js';

/** A change of a line's state that somebody made (struct gpiod_info_event). */
export interface InfoEvent {
  readonly type: 'requested' | 'released' | 'reconfigured';
  /** Nanoseconds of the monotonic clock. */
  readonly timestampNs: bigint;
  /** The line as it is after the change. */
  readonly lineInfo: LineInfo;
}

const types: Readonly<Record<InfoEventType, InfoEvent['type']>> = {
  [InfoEventType.REQUESTED]: 'requested',
  [InfoEventType.RELEASED]: 'released',
  [InfoEventType.CONFIG_CHANGED]: 'reconfigured',
};

/** What the kernel keeps of one open chip at most. */
const MAX_PENDING = 32;

function readInfoEvent(raw: RawGpiod, chip: ChipPtr): InfoEvent {
  const event = raw.gpiod_chip_read_info_event(chip);
  if (event === 0) {
    throw lastError(raw, 'gpiod_chip_read_info_event', 'cannot read line info events', {
      [ERRNO.ENODEV]: 'The chip has been unplugged: close it.',
    });
  }
  try {
    return {
      type: types[raw.gpiod_info_event_get_event_type(event)],
      timestampNs: raw.gpiod_info_event_get_timestamp_ns(event),
      lineInfo: toLineInfo(raw, raw.gpiod_info_event_get_line_info(event)),
    };
  } finally {
    raw.gpiod_info_event_free(event);
  }
}

/**
 * Everything that is pending; blocks where nothing is. Upstream reads one event at a time. A failure
 * after the first event shows again at the next read, so that the events before it are not lost.
 */
export function readInfoEvents(raw: RawGpiod, chip: ChipPtr): InfoEvent[] {
  const events = [readInfoEvent(raw, chip)];
  while (events.length < MAX_PENDING && raw.gpiod_chip_wait_info_event(chip, 0n) === 1) {
    try {
      events.push(readInfoEvent(raw, chip));
    } catch {
      break;
    }
  }
  return events;
}
