import { EdgeEventType } from '../raw/generated/enums.js';
import type { EdgeEventBufferPtr, LineRequestPtr } from '../raw/generated/types.js';
import { goneHint, lastError } from './errors.js';
import type { Instance } from './instance.js';

/** An edge seen on a line (struct gpiod_edge_event). */
export interface EdgeEvent {
  readonly type: 'rising' | 'falling';
  /** Nanoseconds of the line's event clock, taken by the kernel when the edge came. */
  readonly timestampNs: bigint;
  readonly offset: number;
  readonly name: string | undefined;
  /** Counts the events of the whole request, from 1. */
  readonly globalSeqno: number;
  /** Counts the events of this line, from 1. */
  readonly lineSeqno: number;
  /**
   * How many events of this request were lost right before this one, because the kernel's buffer was
   * full (it drops the oldest): a gap in globalSeqno. 0 in an orderly stream.
   */
  readonly lost: number;
}

/** What the kernel keeps of one request at most, whatever is asked for: 16 events for 64 lines. */
export const MAX_EVENTS = 16 * 64;

/** Reads the edge events of one request in batches, and notices what was lost between them. */
export class EdgeEventReader {
  readonly #instance: Instance;
  readonly #buffer: EdgeEventBufferPtr;
  readonly #nameOf: ReadonlyMap<number, string | undefined>;
  #lastSeqno = 0;

  /** @param capacity - events per read, at most 1024. */
  constructor(
    instance: Instance,
    capacity: number,
    nameOf: ReadonlyMap<number, string | undefined>,
  ) {
    this.#instance = instance;
    this.#nameOf = nameOf;
    const { raw } = instance;
    const buffer = raw.gpiod_edge_event_buffer_new(capacity);
    if (buffer === 0) {
      throw lastError(
        raw,
        'gpiod_edge_event_buffer_new',
        `cannot allocate a buffer for ${capacity} events`,
      );
    }
    this.#buffer = buffer;
  }

  /** Reads once. Blocks where nothing is there to be read: ask first. */
  read(request: LineRequestPtr, max: number): EdgeEvent[] {
    const { raw } = this.#instance;
    const count = raw.gpiod_line_request_read_edge_events(request, this.#buffer, max);
    if (count < 0) {
      throw lastError(
        raw,
        'gpiod_line_request_read_edge_events',
        'cannot read edge events',
        goneHint,
      );
    }
    const events: EdgeEvent[] = [];
    for (let index = 0; index < count; index++) {
      const event = raw.gpiod_edge_event_buffer_get_event(this.#buffer, index);
      if (event === 0) break;
      const offset = raw.gpiod_edge_event_get_line_offset(event);
      const globalSeqno = raw.gpiod_edge_event_get_global_seqno(event);
      events.push({
        type:
          raw.gpiod_edge_event_get_event_type(event) === EdgeEventType.RISING_EDGE
            ? 'rising'
            : 'falling',
        timestampNs: raw.gpiod_edge_event_get_timestamp_ns(event),
        offset,
        name: this.#nameOf.get(offset),
        globalSeqno,
        lineSeqno: raw.gpiod_edge_event_get_line_seqno(event),
        lost: this.#lostBefore(globalSeqno),
      });
    }
    return events;
  }

  /**
   * Sequence numbers are 32 bits wide and wrap around. On several processors two lines may overtake
   * each other between numbering and queueing: what comes late has lost nothing.
   */
  #lostBefore(seqno: number): number {
    const ahead = (seqno - this.#lastSeqno) | 0;
    if (ahead <= 0) return 0;
    this.#lastSeqno = seqno;
    return ahead - 1;
  }

  free(): void {
    this.#instance.raw.gpiod_edge_event_buffer_free(this.#buffer);
  }
}
