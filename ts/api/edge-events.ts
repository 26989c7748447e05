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
  /** Where the reader is kept, once there is one. */
  readonly handle: RequestHandle;
  /** Throws where the request has been released. */
  readonly open: (operation: string) => LineRequestPtr;
}

/** The edge events of one request: waited for, read, or as a stream. */
export class EdgeEvents {
  readonly #parts: EdgeEventsParts;
  readonly #readiness: Readiness;
  #stream: EventStream<EdgeEvent> | undefined;

  constructor(parts: EdgeEventsParts) {
    this.#parts = parts;
    this.#readiness = new Readiness(parts.instance.kernel, parts.fd, WAIT);
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
      ended: () => {
        this.#stream = undefined;
      },
    });
    this.#stream = stream;
    if (signal !== undefined) stream.endWith(signal);
    return stream;
  }

  /** See LineRequest.readEdgeEvents(). */
  read(max: number = this.#parts.size): EdgeEvent[] {
    const pointer = this.#parts.open(WAIT);
    toUint32('max', max);
    if (!this.#ready(pointer) || max === 0) return [];
    return this.#read(pointer, max);
  }

  /** See LineRequest.waitEdgeEvent(). */
  wait(options: WaitOptions): Promise<boolean> {
    const pointer = this.#parts.open(WAIT);
    return this.#readiness.wait(options, () => this.#ready(pointer));
  }

  /** To be called before the descriptor is closed. */
  end(): void {
    this.#stream?.end();
    this.#readiness.close();
  }

  #ready(pointer: LineRequestPtr): boolean {
    const { raw } = this.#parts.instance;
    const ready = raw.gpiod_line_request_wait_edge_events(pointer, 0n);
    if (ready < 0) throw lastError(raw, WAIT, 'cannot poll for edge events');
    return ready > 0;
  }

  #read(pointer: LineRequestPtr, max: number): EdgeEvent[] {
    const { instance, size, nameOf, handle } = this.#parts;
    handle.reader ??= new EdgeEventReader(instance, size, nameOf);
    return handle.reader.read(pointer, Math.min(max, size));
  }
}
