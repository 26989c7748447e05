import { hostFd } from '../kernel/imports.js';
import { LineDirection, LineEdge } from '../raw/generated/enums.js';
import type { LineRequestPtr, NullPtr } from '../raw/generated/types.js';
import { guard, unguard } from './backstop.js';
import type { ChipInfo } from './chip-info.js';
import { type EdgeEvent, MAX_EVENTS } from './edge-event.js';
import { EdgeEvents } from './edge-events.js';
import { type GpiodError, releasedError, valuesError } from './errors.js';
import type { EventStream } from './event-stream.js';
import type { Instance } from './instance.js';
import type { LineConfig } from './line-config.js';
import { LineSet } from './line-set.js';
import {
  checkByLine,
  checkLineSettings,
  type LineSettings,
  type LineSettingsCodes,
  settingsOf,
  toLineValue,
} from './line-settings.js';
import { LineValues } from './line-values.js';
import type { PlayOptions, PlayResult, PlaySyncOptions } from './play-options.js';
import { Playback } from './playback.js';
import type { WaitOptions } from './readiness.js';
import { requestFailure } from './request-failure.js';
import { RequestHandle } from './request-handle.js';
import { RequestedLine } from './requested-line.js';
import type { Sequence, Step } from './sequence.js';
import type { LineId, Value } from './vocabulary.js';

/** What a new request is made of. */
export interface RequestParts {
  readonly pointer: LineRequestPtr;
  readonly chip: ChipInfo;
  readonly config: LineConfig;
  /** Of these lines and maybe of others. */
  readonly nameOf: ReadonlyMap<number, string | undefined>;
  /** As asked for; 0 is the kernel's default, 16 per line. */
  readonly eventBufferSize: number;
}

/**
 * Lines of one chip, held until released (struct gpiod_line_request). It does not need the chip to
 * stay open. When it is released, or the process ends, the lines are free for others, and what an
 * output then does is up to the driver: do not count on its level.
 *
 * Synchronous calls are one system call each and do not wait for anything. Not to be shared between
 * workers: each worker loads a libgpiod of its own.
 */
export class LineRequest {
  /** In the order of the request: that of {@link getValues} too. */
  readonly offsets: readonly number[];
  readonly chipName: string;
  /** The descriptor in this process, for diagnosis; it belongs to the request. */
  readonly fd: number;
  /** How many events the kernel keeps until they are read: as asked for, 1024 at most, or 16 per line. */
  readonly eventBufferSize: number;
  readonly #instance: Instance;
  readonly #chip: ChipInfo;
  readonly #nameOf: ReadonlyMap<number, string | undefined>;
  readonly #lines: LineSet;
  readonly #values: LineValues;
  #pointer: LineRequestPtr | NullPtr;
  /** Of each line, by index, without the values of outputs. */
  #settings: readonly LineSettingsCodes[];
  readonly #handle: RequestHandle;
  /** Made when somebody asks for events first. */
  #events: EdgeEvents | undefined;
  /** Made at the first sequence. */
  #playback: Playback | undefined;

  /** @internal Made by Chip.requestLines() and Gpiod.requestLines(). */
  constructor(instance: Instance, parts: RequestParts) {
    const { raw } = instance;
    const { pointer, chip, config, nameOf } = parts;
    this.#instance = instance;
    this.#pointer = pointer;
    this.#chip = chip;
    this.#nameOf = nameOf;
    this.#lines = new LineSet(config.offsets, nameOf);
    this.offsets = Object.freeze(config.offsets.slice());
    this.#values = new LineValues(raw, this.#lines);
    this.#settings = this.#configured(config.settings);
    this.eventBufferSize = Math.min(parts.eventBufferSize || 16 * this.offsets.length, MAX_EVENTS);
    this.chipName = chip.name;
    this.fd = hostFd(raw.gpiod_line_request_get_fd(pointer));
    this.#handle = new RequestHandle(raw, pointer, this.#values, chip.name);
    guard(this, this.#handle);
  }

  get released(): boolean {
    return this.#pointer === 0;
  }

  /**
   * One line's logical value (gpiod_line_request_get_value). Of an output, what the chip reads back.
   * Throws TypeError for a line that is not in the request, GpiodError where the kernel fails.
   */
  getValue(line: LineId): Value {
    const pointer = this.#open('gpiod_line_request_get_value');
    const offset = this.#lines.offset(line);
    const value = this.#instance.raw.gpiod_line_request_get_value(pointer, offset);
    if (value < 0) throw this.#failed('gpiod_line_request_get_value', `cannot read line ${line}`);
    return value as Value;
  }

  /** The values of all lines, or of these, in their order, read at once by one system call. EINVAL for none. */
  getValues(lines?: readonly LineId[]): Value[] {
    const pointer = this.#open('gpiod_line_request_get_values');
    const { raw } = this.#instance;
    const values = this.#values;
    const count = lines === undefined ? this.offsets.length : values.ask(lines);
    const result =
      lines === undefined
        ? raw.gpiod_line_request_get_values(pointer, values.valuesPtr)
        : raw.gpiod_line_request_get_values_subset(
            pointer,
            count,
            values.offsetsPtr,
            values.valuesPtr,
          );
    if (result < 0) throw this.#failed('gpiod_line_request_get_values', 'cannot read the lines');
    return values.read(count);
  }

  /**
   * Sets one output (gpiod_line_request_set_value). Throws TypeError for a line that is not in the
   * request or a value that is none, GpiodError where the kernel fails: EPERM for an input.
   */
  setValue(line: LineId, value: Value | boolean): void {
    const pointer = this.#open('gpiod_line_request_set_value');
    const index = this.#lines.index(line);
    const offset = this.#lines.numbers[index] as number;
    const code = toLineValue(value);
    const values = this.#values;
    const before = values.driven(index);
    // Before the call, as LineValues.exchange() says.
    values.drive(index, code);
    if (this.#instance.raw.gpiod_line_request_set_value(pointer, offset, code) < 0) {
      values.drive(index, before);
      throw this.#failed('gpiod_line_request_set_value', `cannot set line ${line}`);
    }
  }

  /** Sets outputs by offset or name, at once, by one system call. Throws as setValue() does; EINVAL for none. */
  setValues(values: Readonly<Record<LineId, Value | boolean>>): void {
    const pointer = this.#open('gpiod_line_request_set_values_subset');
    checkByLine(values, 'values');
    const { offsetsPtr, valuesPtr } = this.#values;
    const count = this.#values.tell(values);
    this.#values.exchange();
    const result = this.#instance.raw.gpiod_line_request_set_values_subset(
      pointer,
      count,
      offsetsPtr,
      valuesPtr,
    );
    if (result < 0) {
      this.#values.exchange();
      const lines = Object.keys(values).join(', ');
      throw this.#failed('gpiod_line_request_set_values_subset', `cannot set the lines [${lines}]`);
    }
  }

  /**
   * Gives some of the lines new settings, in flight (gpiod_line_request_reconfigure_lines). A line
   * that is named gets just these settings, defaults for the rest, but has to have a direction; the
   * others stay as they are. Outputs keep the value they were given last unless there is one. Throws
   * TypeError or GpiodError; the kernel applies lines one after the other, so a failure may leave the
   * earlier ones changed. EBUSY while steps are being played.
   */
  reconfigure(lines: Readonly<Record<LineId, LineSettings>>): void {
    const operation = 'gpiod_line_request_reconfigure_lines';
    const pointer = this.#open(operation);
    this.#playback?.refuseWhilePlaying(operation);
    checkByLine(lines, 'settings');
    const settings = this.#settings.slice();
    for (const [line, given] of Object.entries(lines)) {
      const codes = checkLineSettings(line, given);
      if (codes.direction === LineDirection.AS_IS) {
        throw new TypeError(
          `line ${line} has no direction: Linux passes over such a line when it reconfigures others`,
        );
      }
      const index = this.#lines.index(line);
      if (settings[index] !== this.#settings[index]) {
        throw new TypeError(`line ${line} is given twice, by its offset and by its name`);
      }
      settings[index] = codes;
    }
    const config: LineConfig = {
      offsets: this.#lines.numbers,
      settings: settings.map((codes, index) =>
        codes.direction === LineDirection.OUTPUT
          ? { ...codes, value: codes.value ?? this.#values.driven(index) }
          : codes,
      ),
    };
    const before = this.#settings;
    const takeBack = this.#values.snapshot();
    this.#settings = this.#configured(config.settings);
    if (this.#instance.draft.reconfigure(pointer, config) < 0) {
      this.#settings = before;
      takeBack();
      const what = `cannot reconfigure lines of ${this.chipName}`;
      throw requestFailure(this.#instance, operation, what, this.#chip, undefined, config);
    }
  }

  /** What a line has been requested or last reconfigured with, but for the value of an output. */
  settings(line: LineId): LineSettings {
    return settingsOf(this.#settings[this.#lines.index(line)] as LineSettingsCodes);
  }

  /** A handle on one line of the request. */
  line(line: LineId): RequestedLine {
    const index = this.#lines.index(line);
    const offset = this.#lines.numbers[index] as number;
    const driven = (): number | undefined => this.#values.driven(index);
    const { time } = this.#instance.kernel;
    return new RequestedLine(this, offset, this.#lines.name(offset), time, driven);
  }

  /**
   * Edge events as they come, in order, of lines that have an `edge`. Events wait in the kernel until
   * they are asked for; when its buffer (`eventBufferSize`) is full it drops the oldest, and the next
   * event's `lost` says how many. Ends with `break`, at release, or with AbortError by the signal; what
   * it has not given by then the next stream gives, or {@link readEdgeEvents}. One stream at a time.
   * Throws GpiodError (EBUSY) where there is one already; asked for an event while no line has an `edge`,
   * it rejects with GpiodError (EINVAL) instead of waiting for ever.
   */
  events(options: { readonly signal?: AbortSignal | undefined } = {}): EventStream<EdgeEvent> {
    return this.#edges('gpiod_line_request_read_edge_events').stream(options);
  }

  /** What is there to be read now, `max` events at most; never waits. */
  readEdgeEvents(max?: number): EdgeEvent[] {
    return this.#edges('gpiod_line_request_wait_edge_events').read(max);
  }

  /**
   * Resolves to true once events can be read, to false when the time is up or the request has been
   * released meanwhile. Takes no thread and no CPU. Rejects with AbortError or GpiodError (EINVAL: no
   * line has an `edge`).
   */
  async waitEdgeEvent(options: WaitOptions = {}): Promise<boolean> {
    return this.#edges('gpiod_line_request_wait_edge_events').wait(options);
  }

  /**
   * Prepares steps to be played any number of times. Throws TypeError that says which step is wrong,
   * RangeError for more than 1048576 of them.
   */
  sequence(steps: readonly Step[]): Sequence {
    return this.#player().sequence(steps);
  }

  /**
   * Plays steps one after the other: on Linux natively, on a thread of their own; on simulated machines,
   * in sandboxes and while calls are traced from the event loop, which is less punctual. Resolves when
   * the last wait is over, and keeps the process alive until then. Set the lines of the steps by nothing
   * else meanwhile: what they were told last is taken from the steps.
   *
   * Rejects with TypeError or RangeError for wrong arguments; with GpiodError where a step fails (the
   * message says which; EPERM: it sets an input), while others are being played (EBUSY), when the
   * request is released (EBADF); with AbortError by the signal. Lines then stay as the last step left
   * them.
   */
  async play(steps: Sequence | readonly Step[], options: PlayOptions = {}): Promise<PlayResult> {
    return this.#player().play(steps, options);
  }

  /**
   * The same at once, blocking the thread, which nothing ends but the last step: for what is over in
   * milliseconds. Throws what play() rejects with.
   */
  playSync(steps: Sequence | readonly Step[], options: PlaySyncOptions = {}): PlayResult {
    return this.#player().playSync(steps, options);
  }

  /** Gives the lines back (gpiod_line_request_release). May be called again: it then does nothing. */
  release(): void {
    if (this.#pointer === 0) return;
    this.#pointer = 0;
    unguard(this);
    this.#playback?.stop();
    this.#events?.end();
    this.#handle.free();
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #edges(operation: string): EdgeEvents {
    this.#open(operation);
    this.#events ??= new EdgeEvents({
      instance: this.#instance,
      fd: this.fd,
      size: this.eventBufferSize,
      nameOf: this.#nameOf,
      detects: () => this.#settings.some(({ edge }) => edge !== LineEdge.NONE),
      handle: this.#handle,
      open: (of) => this.#open(of),
    });
    return this.#events;
  }

  #player(): Playback {
    const pointer = this.#open('gpiod_line_request_set_values_subset');
    this.#playback ??= new Playback({
      instance: this.#instance,
      pointer,
      fd: this.fd,
      lines: this.#lines,
      values: this.#values,
      open: (operation) => this.#open(operation),
    });
    return this.#playback;
  }

  #open(operation: string): LineRequestPtr {
    if (this.#pointer === 0) {
      const lines = `line request of ${this.chipName} (lines ${this.offsets.join(', ')})`;
      throw releasedError(operation, `the ${lines} has been released`);
    }
    return this.#pointer;
  }

  /** Notes the values of settings, and returns the rest. */
  #configured(settings: readonly LineSettingsCodes[]): readonly LineSettingsCodes[] {
    return settings.map((codes, index) => {
      const { direction, value } = codes;
      if (direction === LineDirection.OUTPUT) this.#values.drive(index, value ?? 0);
      if (direction === LineDirection.INPUT) this.#values.drive(index, undefined);
      return value === undefined ? codes : { ...codes, value: undefined };
    });
  }

  #failed(operation: string, message: string): GpiodError {
    return valuesError(operation, message, this.#instance.raw.errno());
  }
}
