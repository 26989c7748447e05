import { ERRNO } from '../kernel/errno.js';
import type { LineRequestPtr } from '../raw/generated/types.js';
import { onlySignalOf } from './abort-signal.js';
import { type EdgeEvent, EdgeEventReader } from './edge-event.js';
import { GpiodError, lastError } from './errors.js';
import { EventStream } from './event-stream.js';
import type { Instance } from './instance.js';
import { toUint32 } from './line-settings.js';
import { Readiness, type WaitOptions } from './readiness.js';
import type { RequestHandle } from './request-handle.js';

const READ = 'gpiod_line_request_read_edge_events';
const WAIT = 'gpiod_line_request_wait_edge_events';

/** What reading events needs of a request. */
export interface EdgeEventsParts {
  readonly instance: Instance;
  readonly fd: number;
  /** Events that the kernel keeps: as many are read at once. */
  readonly size: number;
  readonly nameOf: ReadonlyMap<number, string | undefined>;
  /** Whether any of its lines has an edge, as they are configured now. */
  readonly detects: () => boolean;
  /** Where the reader is kept, once there is one. */
  readonly handle: RequestHandle;
  /** Throws where the request has been released. */
  readonly open: (operation: string) => LineRequestPtr;
}

/** In place of waiting for ever. */
function noEdge(): GpiodError {
  return new GpiodError({
    errno: ERRNO.EINVAL,
    operation: WAIT,
    message: 'no line of this request detects edges, so that no event can come',
    hint: "Request or reconfigure a line with edge: 'both', 'rising' or 'falling'.",
  });
}

/** The edge events of one request: waited for, read, or as a stream. */
export class EdgeEvents {
  readonly #parts: EdgeEventsParts;
  readonly #readiness: Readiness;
  #stream: EventStream<EdgeEvent> | undefined;
  /** Read by a stream that ended before anybody asked for them: they come first. */
  #left: EdgeEvent[] = [];

  constructor(parts: EdgeEventsParts) {
    this.#parts = parts;
    const { instance, fd, detects } = parts;
    this.#readiness = new Readiness(instance.kernel, fd, WAIT, () => {
      if (!detects()) throw noEdge();
    });
  }

  /** See LineRequest.events(). */
  stream(options: { readonly signal?: AbortSignal | undefined }): EventStream<EdgeEvent> {
    const signal = onlySignalOf('events()', options);
    if (this.#stream !== undefined) {
      throw new GpiodError({
        errno: ERRNO.EBUSY,
        operation: READ,
        message: 'the events of this request are being read already',
        hint: 'Two readers would take events from each other: share one stream, or end the other.',
      });
    }
    const stream: EventStream<EdgeEvent> = new EventStream({
      readiness: this.#readiness,
      read: () => this.#read(this.#parts.open(READ), this.#parts.size),
      left: () => this.#left.splice(0),
      ended: (left) => {
        this.#stream = undefined;
        this.#left.push(...left);
      },
    });
    this.#stream = stream;
    if (signal !== undefined) stream.endWith(signal);
    return stream;
  }

  /** See LineRequest.readEdgeEvents(). */
  read(max: number = this.#left.length + this.#parts.size): EdgeEvent[] {
    const pointer = this.#parts.open(WAIT);
    toUint32('max', max);
    const more = max - this.#left.length;
    const read = more > 0 && this.#ready(pointer) ? this.#read(pointer, more) : [];
    return [...this.#left.splice(0, max), ...read];
  }

  /** See LineRequest.waitEdgeEvent(). */
  wait(options: WaitOptions): Promise<boolean> {
    const pointer = this.#parts.open(WAIT);
    return this.#readiness.wait(options, () => this.#ready(pointer), this.#left.length > 0);
  }

  /** To be called before the descriptor is closed. */
  end(): void {
    this.#stream?.end();
    this.#readiness.close();
  }

  /** A signal that comes in the middle ends even a poll that does not wait: it is asked once more. */
  #ready(pointer: LineRequestPtr): boolean {
    const { raw } = this.#parts.instance;
    for (;;) {
      const ready = raw.gpiod_line_request_wait_edge_events(pointer, 0n);
      if (ready >= 0) return ready > 0;
      if (raw.errno() !== ERRNO.EINTR) throw lastError(raw, WAIT, 'cannot poll for edge events');
    }
  }

  #read(pointer: LineRequestPtr, max: number): EdgeEvent[] {
    const { instance, size, nameOf, handle } = this.#parts;
    handle.reader ??= new EdgeEventReader(instance, size, nameOf);
    return handle.reader.read(pointer, Math.min(max, size));
  }
}
