import { after } from '../api/after.js';
import type { EdgeEvent } from '../api/edge-event.js';
import type { EventStream } from '../api/event-stream.js';
import type { LineRequest } from '../api/line-request.js';
import type { RequestedLine } from '../api/requested-line.js';
import type { Value } from '../api/vocabulary.js';
import { describe } from '../kernel/arguments.js';
import { type CaptureOptions, checkCapture } from './capture-options.js';
import { PulseRing } from './pulse-ring.js';
import { nowMs } from './time.js';

/** Pulses of one line, one after the other. */
export interface PulseTrain {
  /** Lengths in nanoseconds, the values of the line in turns. */
  readonly pulses: readonly number[];
  /** The line's value during the first of them. */
  readonly level: Value;
  /** How many older pulses there were, which the ring had no room for. */
  readonly overwritten: number;
  /** How many edges are missing at least, most often since the kernel's buffer was full. */
  readonly lost: number;
}

/** What a capture has found. */
export interface Capture extends PulseTrain {
  /**
   * Why it ended: that many pulses were there ('count'), the time was up ('duration'), the line has
   * been still ('quiet') or has not moved at all ('timeout'), by its signal, or because the request
   * has been released.
   */
  readonly ended: 'count' | 'duration' | 'quiet' | 'timeout' | 'signal' | 'released';
}

const NS_PER_MS = 1e6;
const CAPACITY = 1024;

/**
 * Records how long a line stays at each of its values, in nanoseconds, by the kernel's timestamps: how
 * busy the program is does not matter, as long as the kernel's buffer (`eventBufferSize`) holds the
 * edges that come meanwhile. Edges from before the call are dropped, as are those of other lines in
 * the same request: who is to miss nothing between one capture and the next reads the events into a
 * PulseRing. Waiting takes no CPU time.
 *
 * Rejects with TypeError for wrong options and for a line without edge: 'both', with GpiodError where
 * the request has been released, where its events are being read already (EBUSY) and where reading
 * fails.
 */
export async function capturePulses(
  line: RequestedLine,
  options: CaptureOptions,
): Promise<Capture> {
  checkLine(line);
  checkCapture(options);
  const { edge } = line.request.settings(line.offset);
  if (edge !== 'both') {
    throw new TypeError(
      `line ${line.name ?? line.offset} has edge: '${edge}': a pulse has two edges, request the line with edge: 'both'`,
    );
  }
  return record(line, options);
}

/** Throws TypeError for what is no line of a request. */
export function checkLine(line: unknown): void {
  if (typeof line === 'object' && line !== null && 'request' in line && 'offset' in line) return;
  throw new TypeError(
    `the line is ${describe(line)}: it has to be a line of a request, such as request.line('GPIO17')`,
  );
}

/** The kernel rounds its buffer up to a power of two: two reads empty it, whatever comes meanwhile. */
export function dropOldEvents(request: LineRequest): void {
  if (request.readEdgeEvents().length > 0) request.readEdgeEvents();
}

/** capturePulses() for options that make sense, and lines whose edges are turned on by the trigger. */
export function record(line: RequestedLine, options: CaptureOptions): Promise<Capture> {
  return new Recording(line, options).run();
}

/** One capture under way. */
class Recording {
  readonly #line: RequestedLine;
  readonly #options: CaptureOptions;
  readonly #ring: PulseRing;
  readonly #count: number;
  readonly #quietNs: number;
  readonly #stream: EventStream<EdgeEvent>;
  readonly #timers = new Set<() => void>();
  /** When the last edge was read. */
  #edgeAt = 0;
  #ended: Capture['ended'] | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** From now on nobody else can read the events of the request. */
  constructor(line: RequestedLine, options: CaptureOptions) {
    const { count, capacity } = options;
    this.#line = line;
    this.#options = options;
    this.#count = count ?? Number.POSITIVE_INFINITY;
    this.#quietNs = (options.quietMs ?? Number.POSITIVE_INFINITY) * NS_PER_MS;
    this.#ring = new PulseRing({
      offset: line.offset,
      idle: options.idle,
      capacity: capacity ?? count ?? CAPACITY,
    });
    this.#stream = line.request.events();
  }

  async run(): Promise<Capture> {
    const { signal, trigger } = this.#options;
    try {
      dropOldEvents(this.#line.request);
      await trigger?.();
      this.#startTimers();
      if (signal?.aborted) this.#stream.end();
      else signal?.addEventListener('abort', this.#onAbort);
      for await (const event of this.#stream) {
        this.#add(event);
        if (this.#ended !== undefined) break;
      }
      if (signal?.aborted && this.#ended === undefined && !this.#line.request.released) {
        this.#readRest();
        this.#ended ??= 'signal';
      }
    } finally {
      signal?.removeEventListener('abort', this.#onAbort);
      for (const cancel of this.#timers) cancel();
      await this.#stream.return();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    const { level, lost, overwritten } = this.#ring;
    const pulses = this.#ring.toArray();
    return { pulses, level, overwritten, lost, ended: this.#ended ?? 'released' };
  }

  #add(event: EdgeEvent): void {
    if (this.#ended !== undefined) return;
    const ring = this.#ring;
    const begin = ring.lastEdgeNs;
    if (begin !== undefined && event.offset === ring.offset) {
      if (Number(event.timestampNs - begin) >= this.#quietNs) {
        this.#end('quiet');
        return;
      }
    }
    ring.add(event);
    if (begin === ring.lastEdgeNs) return;
    this.#edgeAt = nowMs(this.#line);
    if (begin === undefined) this.#awaitQuiet();
    if (ring.length + ring.overwritten === this.#count) this.#end('count');
  }

  #startTimers(): void {
    const { durationMs, timeoutMs } = this.#options;
    this.#after(durationMs, () => this.#end('duration'));
    this.#after(timeoutMs, () => {
      if (this.#ring.lastEdgeNs === undefined) this.#end('timeout');
    });
  }

  /** Instead of a new timer for each edge, one that goes on for as long as there have been edges. */
  #awaitQuiet(ms: number | undefined = this.#options.quietMs): void {
    this.#after(ms, () => {
      const left = this.#edgeAt + this.#quietNs / NS_PER_MS - nowMs(this.#line);
      if (left > 0) this.#awaitQuiet(left);
      else this.#end('quiet');
    });
  }

  /** A timer may be late: what has come meanwhile counts first. */
  #after(ms: number | undefined, expired: () => void): void {
    if (ms === undefined) return;
    const cancel = after(this.#line, ms, () => {
      this.#timers.delete(cancel);
      // Where a test releases the request and advances the time at once.
      if (this.#line.request.released) return;
      try {
        this.#readRest();
        if (this.#ended === undefined) expired();
      } catch (error) {
        this.#failure = { error };
        void this.#stream.return();
      }
    });
    this.#timers.add(cancel);
  }

  /** The stream first gives what it has read. */
  readonly #onAbort = (): void => this.#stream.end();

  #readRest(): void {
    for (const event of this.#line.request.readEdgeEvents()) this.#add(event);
  }

  #end(how: Capture['ended']): void {
    this.#ended ??= how;
    void this.#stream.return();
  }
}
