import { ERRNO } from '../kernel/errno.js';
import { hostFd } from '../kernel/imports.js';
import { nearest } from '../kernel/nearest.js';
import type { ChipPtr, NullPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { onlySignalOf } from './abort-signal.js';
import { guard, type Held, unguard } from './backstop.js';
import { type ChipInfo, readChipInfo } from './chip-info.js';
import { openFailure } from './chip-path.js';
import { GpiodError, lastError, releasedError } from './errors.js';
import { EventStream } from './event-stream.js';
import { type InfoEvent, readInfoEvents } from './info-event.js';
import type { Instance } from './instance.js';
import { checkLineCount, type LineConfig } from './line-config.js';
import { type LineInfo, toLineInfo } from './line-info.js';
import { LineRequest } from './line-request.js';
import { toUint32 } from './line-settings.js';
import { Readiness } from './readiness.js';
import { requestFailure } from './request-failure.js';
import { checkRequestOptions, type RequestOptions } from './request-options.js';
import type { LineId } from './vocabulary.js';

function openChipPtr(instance: Instance, path: string): ChipPtr {
  const { raw } = instance;
  const pointer = raw.scope((arena) => raw.gpiod_chip_open(arena.string(path)));
  if (pointer === 0) throw openFailure(instance, path);
  return pointer;
}

/** Holds on to nothing else: a function made inside a method may keep that method's `this`. */
function held(raw: RawGpiod, chip: ChipPtr, what: string): Held {
  return { what, free: () => raw.gpiod_chip_close(chip) };
}

/**
 * An open GPIO chip (struct gpiod_chip). Requests made from it live on when it is closed; streams of
 * line info end.
 */
export class Chip {
  readonly path: string;
  readonly info: ChipInfo;
  /** The descriptor in this process, for diagnosis; it belongs to the chip. */
  readonly fd: number;
  readonly #instance: Instance;
  readonly #streams = new Set<EventStream<InfoEvent>>();
  #pointer: ChipPtr | NullPtr;
  /** Names by offset: a chip's names do not change while it is there. */
  readonly #names = new Map<number, string | undefined>();

  /**
   * gpiod_chip_open(). Made by Gpiod.openChip(). Throws GpiodError: EACCES, ENOENT, ENOTTY and ENODEV
   * (not a GPIO chip), with what helps.
   *
   * @internal
   */
  constructor(instance: Instance, path: string) {
    const { raw } = instance;
    const pointer = openChipPtr(instance, path);
    try {
      this.info = readChipInfo(instance, pointer, path);
    } catch (error) {
      raw.gpiod_chip_close(pointer);
      throw error;
    }
    this.#instance = instance;
    this.#pointer = pointer;
    this.path = path;
    this.fd = hostFd(raw.gpiod_chip_get_fd(pointer));
    guard(this, held(raw, pointer, `The chip ${path}`));
  }

  get closed(): boolean {
    return this.#pointer === 0;
  }

  /** A snapshot of one line (gpiod_chip_get_line_info). Throws GpiodError: ENOENT for a name unknown. */
  lineInfo(line: LineId): LineInfo {
    const pointer = this.#open('gpiod_chip_get_line_info');
    return this.#readLineInfo(pointer, this.#offset(line));
  }

  /** Snapshots of all lines, by offset. */
  lines(): LineInfo[] {
    const pointer = this.#open('gpiod_chip_get_line_info');
    return Array.from({ length: this.info.numLines }, (_, offset) =>
      this.#readLineInfo(pointer, offset),
    );
  }

  /** The first line of this name, undefined where there is none (gpiod_chip_get_line_offset_from_name). */
  offsetOf(name: string): number | undefined {
    if (typeof name !== 'string') throw new TypeError(`a line's name has to be a string`);
    this.#open('gpiod_chip_get_line_offset_from_name');
    const offset = this.#lineNames().indexOf(name);
    return offset < 0 ? undefined : offset;
  }

  /**
   * Changes of these lines, whoever makes them: requests, releases, reconfigurations. The watch begins
   * with this call, events wait in the kernel (at most 32) until they are asked for. Ends with
   * `break`, when the chip is closed, or with AbortError by the signal. Throws TypeError for wrong
   * arguments, GpiodError: ENOENT for a name unknown.
   */
  watchLineInfo(
    lines: readonly LineId[],
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): EventStream<InfoEvent> {
    const operation = 'gpiod_chip_watch_line_info';
    this.#open(operation);
    const signal = onlySignalOf('watchLineInfo()', options);
    if (!Array.isArray(lines) || lines.length === 0) {
      throw new TypeError('watchLineInfo() takes a list of lines, with one line at least');
    }
    const offsets = new Set(lines.map((line) => this.#offset(line)));
    const { raw, kernel } = this.#instance;
    // A descriptor of its own: streams neither take each other's events nor share a buffer.
    const watched = openChipPtr(this.#instance, this.path);
    try {
      for (const offset of offsets) {
        const info = raw.gpiod_chip_watch_line_info(watched, offset);
        if (info === 0) throw this.#lineFailure(operation, offset);
        raw.gpiod_line_info_free(info);
      }
    } catch (error) {
      raw.gpiod_chip_close(watched);
      throw error;
    }
    const readiness = new Readiness(
      kernel,
      hostFd(raw.gpiod_chip_get_fd(watched)),
      'gpiod_chip_wait_info_event',
    );
    const stream: EventStream<InfoEvent> = new EventStream({
      readiness,
      read: () => readInfoEvents(raw, watched),
      ended: () => {
        this.#streams.delete(stream);
        unguard(stream);
        readiness.close();
        raw.gpiod_chip_close(watched);
      },
    });
    this.#streams.add(stream);
    guard(stream, held(raw, watched, `A stream of line info of ${this.path}`));
    if (signal !== undefined) stream.endWith(signal);
    return stream;
  }

  /**
   * Requests lines for exclusive use (gpiod_chip_request_lines). Throws TypeError for wrong arguments,
   * GpiodError where it cannot be: EBUSY, EINVAL, ENOENT for a name unknown, with line and reason.
   */
  requestLines(options: RequestOptions): LineRequest {
    const operation = 'gpiod_chip_request_lines';
    const chip = this.#open(operation);
    const { raw, draft } = this.#instance;
    const { consumer, eventBufferSize, lines, settings } = checkRequestOptions(options);
    const config: LineConfig = { offsets: this.#distinctOffsets(lines), settings };
    const pointer = draft.request(chip, consumer, eventBufferSize, config);
    if (pointer === 0) {
      const what = `cannot request lines of ${this.info.name}`;
      throw requestFailure(this.#instance, operation, what, this.info, chip, config);
    }
    try {
      for (const offset of config.offsets) this.#lineName(chip, offset);
      const parts = { pointer, chip: this.info, config, nameOf: this.#names, eventBufferSize };
      return new LineRequest(this.#instance, parts);
    } catch (error) {
      raw.gpiod_line_request_release(pointer);
      throw error;
    }
  }

  /** gpiod_chip_close(). May be called again: it then does nothing. */
  close(): void {
    const pointer = this.#pointer;
    if (pointer === 0) return;
    this.#pointer = 0;
    unguard(this);
    for (const stream of [...this.#streams]) stream.end();
    this.#instance.raw.gpiod_chip_close(pointer);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): ChipPtr {
    if (this.#pointer === 0)
      throw releasedError(operation, `the chip ${this.path} has been closed`);
    return this.#pointer;
  }

  #readLineInfo(chip: ChipPtr, offset: number): LineInfo {
    const { raw } = this.#instance;
    const info = raw.gpiod_chip_get_line_info(chip, offset);
    if (info === 0) throw this.#lineFailure('gpiod_chip_get_line_info', offset);
    try {
      return toLineInfo(raw, info);
    } finally {
      raw.gpiod_line_info_free(info);
    }
  }

  #lineFailure(operation: string, offset: number): GpiodError {
    const { name, label, numLines } = this.info;
    const range = `${name} (${label}) has the lines 0 to ${numLines - 1}.`;
    return lastError(this.#instance.raw, operation, `cannot read line ${offset} of ${name}`, {
      [ERRNO.EINVAL]: range,
      [ERRNO.ENODEV]: 'The chip has been unplugged: close it.',
    });
  }

  #lineName(chip: ChipPtr, offset: number): string | undefined {
    if (this.#names.has(offset)) return this.#names.get(offset);
    const { raw } = this.#instance;
    const info = raw.gpiod_chip_get_line_info(chip, offset);
    if (info === 0) throw this.#lineFailure('gpiod_chip_get_line_info', offset);
    const name = raw.cstring(raw.gpiod_line_info_get_name(info));
    raw.gpiod_line_info_free(info);
    this.#names.set(offset, name);
    return name;
  }

  #lineNames(): readonly (string | undefined)[] {
    const chip = this.#open('gpiod_chip_get_line_info');
    return Array.from({ length: this.info.numLines }, (_, offset) => this.#lineName(chip, offset));
  }

  /** Of lines for one request. */
  #distinctOffsets(lines: readonly string[]): number[] {
    checkLineCount(lines.length);
    const offsets = lines.map((line) => this.#offset(line));
    const twice = offsets.findIndex((offset, i) => offsets.indexOf(offset) !== i);
    if (twice === -1) return offsets;
    throw new TypeError(`line ${offsets[twice]} is requested twice, as ${lines[twice]} too`);
  }

  /** The offset a line is meant by: a number, a string of digits, or a name. */
  #offset(line: LineId): number {
    if (typeof line === 'number') return toUint32('a line offset', line);
    if (typeof line !== 'string') throw new TypeError('a line is given by its offset or its name');
    if (/^\d+$/.test(line)) return toUint32('a line offset', Number(line));
    const offset = this.offsetOf(line);
    if (offset !== undefined) return offset;
    const named = this.#lineNames().filter((name) => name !== undefined);
    const guesses = nearest(line, named);
    throw new GpiodError({
      errno: ERRNO.ENOENT,
      operation: 'gpiod_chip_get_line_offset_from_name',
      message: `${this.info.name} (${this.info.label}) has no line named '${line}'`,
      hint:
        guesses.length > 0
          ? `The nearest names are ${guesses.join(', ')}.`
          : `${named.length} of its ${this.info.numLines} lines have names; offsets work for all.`,
    });
  }
}
