import { gpio_v2_line_event, gpio_v2_line_event_id } from '../kernel/generated/uapi.js';
import type { ClockTimer } from './clock.js';
import type { EventFifo } from './event-fifo.js';
import type { GpioDesc } from './gpio-desc.js';
import type { LineConfig } from './line-config.js';
import { ACTIVE_LOW, EDGE, EDGE_FALLING, EDGE_RISING, EVENT_CLOCK_REALTIME } from './line-flags.js';
import type { Level } from './wiring.js';

const EVENT = gpio_v2_line_event.members;
const { RISING_EDGE, FALLING_EDGE } = gpio_v2_line_event_id;
const NS_PER_US = 1000n;

/** What the lines of one request share. */
export interface EventSink {
  /** Sequence number of the next event on any of the request's lines. */
  nextSeqno(): number;
  readonly singleLine: boolean;
  /** Makes the fifo where there is none yet. Returns 0 or a negated errno. */
  prepareEvents(): number;
  /** Room for one event, made by dropping the oldest where the fifo is full. */
  readonly events: EventFifo | undefined;
  wake(): void;
}

/** One line of a request with its edge detector and debouncer (struct line). */
export class RequestedLine {
  readonly desc: GpioDesc;
  readonly #sink: EventSink;
  /** The flags that the running edge detector was made from. */
  edgeFlags = 0;
  #seqno = 0;
  #debounced = false;
  /** The debounced physical level. */
  #level: Level = 0;
  #debounceTimer: ClockTimer | undefined;

  constructor(desc: GpioDesc, sink: EventSink) {
    this.desc = desc;
    this.#sink = sink;
  }

  /** The logical value: after debouncing, where that is on. */
  get value(): Level {
    if (!this.#debounced) return this.desc.value;
    const inverted = (this.desc.flags & ACTIVE_LOW) !== 0;
    return (this.#level === 1) === inverted ? 0 : 1;
  }

  /** Starts the edge detector. Returns 0 or a negated errno. */
  startEdgeDetector(config: LineConfig, index: number, edgeFlags: number): number {
    const edges = edgeFlags & EDGE;
    if (edges !== 0) {
      const error = this.#sink.prepareEvents();
      if (error !== 0) return error;
    }
    if (config.debounces(index)) {
      const period = config.debouncePeriodOf(index);
      if (period !== 0) this.#startDebouncer();
      this.desc.debouncePeriodUs = period;
    }
    if (edges === 0 || this.#debounced) return 0;
    const inverted = (this.desc.flags & ACTIVE_LOW) !== 0;
    const rising = (edges & EDGE_RISING) !== 0;
    const falling = (edges & EDGE_FALLING) !== 0;
    this.desc.pin.interrupt = {
      rising: inverted ? falling : rising,
      falling: inverted ? rising : falling,
      fire: () => this.#edge(),
    };
    return 0;
  }

  /** Adapts a running edge detector to a new configuration. Returns 0 or a negated errno. */
  updateEdgeDetector(config: LineConfig, index: number, edgeFlags: number): number {
    const period = config.debouncePeriodOf(index);
    if (this.edgeFlags === edgeFlags && this.desc.debouncePeriodUs === period) return 0;
    if (period !== 0 && this.#debounced) {
      // A level that is on its way keeps the time it was given.
      this.desc.debouncePeriodUs = period;
      return (edgeFlags & EDGE) === 0 ? 0 : this.#sink.prepareEvents();
    }
    if (this.#debounced || this.desc.pin.interrupt !== undefined) this.stopEdgeDetector();
    return this.startEdgeDetector(config, index, edgeFlags);
  }

  stopEdgeDetector(): void {
    this.desc.pin.interrupt = undefined;
    this.#debounceTimer?.cancel();
    this.#debounceTimer = undefined;
    this.#debounced = false;
    this.edgeFlags = 0;
    this.desc.debouncePeriodUs = 0;
  }

  #startDebouncer(): void {
    const { pin, device } = this.desc;
    pin.interrupt = {
      rising: true,
      falling: true,
      fire: () => {
        this.#debounceTimer?.cancel();
        const { clock } = device;
        const at = clock.now() + BigInt(this.desc.debouncePeriodUs) * NS_PER_US;
        this.#debounceTimer = clock.setTimer(at, () => this.#settled());
      },
    };
    this.#level = pin.level;
    this.#debounced = true;
  }

  /** The debounce period has passed without an edge. */
  #settled(): void {
    this.#debounceTimer = undefined;
    const { pin, device } = this.desc;
    if (device.gone || pin.level === this.#level) return;
    this.#level = pin.level;
    const active = (pin.level === 1) !== ((this.edgeFlags & ACTIVE_LOW) !== 0);
    if ((this.edgeFlags & (active ? EDGE_RISING : EDGE_FALLING)) === 0) return;
    this.#emit(active, this.#sink.singleLine ? 0 : this.#sink.nextSeqno());
  }

  /** An edge of the kind that the interrupt is armed for. */
  #edge(): void {
    const seqno = this.#sink.singleLine ? 0 : this.#sink.nextSeqno();
    const edges = this.edgeFlags & EDGE;
    if (edges === 0) return;
    this.#emit(edges === EDGE ? this.desc.value === 1 : edges === EDGE_RISING, seqno);
  }

  #emit(rising: boolean, seqno: number): void {
    const { events } = this.#sink;
    if (events === undefined) return;
    this.#seqno = (this.#seqno + 1) >>> 0;
    if (events.isFull) events.skip();
    const { view } = events;
    const at = events.put();
    const { clock } = this.desc.device;
    const realtime = (this.desc.flags & EVENT_CLOCK_REALTIME) !== 0;
    const time = realtime ? clock.realtime() : clock.now();
    view.setBigUint64(at + EVENT.timestamp_ns.offset, time, true);
    view.setUint32(at + EVENT.id.offset, rising ? RISING_EDGE : FALLING_EDGE, true);
    view.setUint32(at + EVENT.offset.offset, this.desc.offset, true);
    view.setUint32(at + EVENT.seqno.offset, this.#sink.singleLine ? this.#seqno : seqno, true);
    view.setUint32(at + EVENT.line_seqno.offset, this.#seqno, true);
    this.#sink.wake();
  }
}
