import { ERRNO } from '../kernel/errno.js';
import type { Kernel } from '../kernel/kernel.js';
import { nearest } from '../kernel/nearest.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { Chip } from './chip.js';
import type { ChipInfo } from './chip-info.js';
import { chipPath, chipPaths, isGpioChip, noChipHint } from './chip-path.js';
import { GpiodError } from './errors.js';
import type { Instance } from './instance.js';
import type { LineRequest } from './line-request.js';
import { RequestDraft } from './request-draft.js';
import { checkRequestOptions, type RequestOptions } from './request-options.js';

/** A chip by path, name, number or label. */
export type ChipId = string | number | { readonly label: string };

/** Where a line is. */
export interface FoundLine {
  readonly chip: ChipInfo;
  readonly offset: number;
}

/** Chips that vanish between being listed and being opened are passed over. */
const vanished: readonly number[] = [ERRNO.ENOENT, ERRNO.ENODEV, ERRNO.ENXIO];

/**
 * One loaded libgpiod on one kernel. Any number of chips and requests share it; it belongs to the
 * thread that loaded it.
 */
export class Gpiod {
  /** The typed C API of this instance. */
  readonly raw: RawGpiod;
  /** What answers its system calls. */
  readonly kernel: Kernel;
  /** Upstream's version (gpiod_api_version). */
  readonly apiVersion: string;
  readonly #instance: Instance;

  /** @internal Made by load() and loadSync(). */
  constructor(raw: RawGpiod, kernel: Kernel) {
    this.raw = raw;
    this.kernel = kernel;
    this.apiVersion = raw.cstring(raw.gpiod_api_version());
    this.#instance = { raw, kernel, draft: new RequestDraft(raw) };
  }

  /** Whether a path is a GPIO chip's device (gpiod_is_gpiochip_device). Throws only TypeError. */
  isGpioChip(path: string): boolean {
    return isGpioChip(this.#instance, path);
  }

  /** All chips, by number. Throws GpiodError (EACCES) where one may not be opened. */
  chips(): ChipInfo[] {
    const infos: ChipInfo[] = [];
    for (const chip of this.#eachChip()) infos.push(chip.info);
    return infos;
  }

  /**
   * The first line of this name on any chip, undefined where none has it. Throws GpiodError (EACCES)
   * where it may be on a chip that may not be opened.
   */
  findLine(name: string): FoundLine | undefined {
    if (typeof name !== 'string') throw new TypeError(`a line's name has to be a string`);
    for (const chip of this.#eachChip()) {
      const offset = chip.offsetOf(name);
      if (offset !== undefined) return { chip: chip.info, offset };
    }
    return undefined;
  }

  /**
   * Opens a chip: '/dev/gpiochip0', 'gpiochip0', 0, or { label: 'pinctrl-rp1' }, which is what stays
   * the same between kernels. Throws GpiodError: EACCES, ENOENT, ENOTTY or ENODEV (not a GPIO chip),
   * ENOTUNIQ where several chips have the label.
   */
  openChip(chip: ChipId): Chip {
    if (typeof chip === 'object' && chip !== null) return this.#openByLabel(chip.label);
    return new Chip(this.#instance, chipPath(chip));
  }

  /**
   * Requests lines by name on whichever chip has them all. Throws as Chip.requestLines() does, and
   * TypeError for offsets, which mean nothing without a chip.
   */
  requestLines(options: RequestOptions): LineRequest {
    const names = checkRequestOptions(options).lines;
    const offset = names.find((name) => /^\d+$/.test(name));
    if (offset !== undefined) {
      throw new TypeError(
        `line ${offset} is an offset, and offsets need a chip: openChip(…).requestLines(), or use names`,
      );
    }
    const seen: string[] = [];
    const holders = new Map<string, string>();
    for (const chip of this.#eachChip()) {
      const missing = names.filter((name) => chip.offsetOf(name) === undefined);
      if (missing.length === 0) return chip.requestLines(options);
      for (const info of chip.lines()) if (info.name !== undefined) seen.push(info.name);
      for (const name of names) {
        if (!missing.includes(name) && !holders.has(name)) holders.set(name, chip.info.name);
      }
    }
    throw this.#notFound(names, holders, seen);
  }

  #notFound(names: readonly string[], holders: Map<string, string>, seen: string[]): GpiodError {
    const operation = 'gpiod_chip_get_line_offset_from_name';
    const unknown = names.find((name) => !holders.has(name));
    if (unknown === undefined) {
      const places = names.map((name) => `${name} is on ${holders.get(name)}`).join(', ');
      return new GpiodError({
        errno: ERRNO.ENOENT,
        operation,
        message: `no single chip has all these lines: ${places}`,
        hint: 'A request covers lines of one chip: make one request for each.',
      });
    }
    const guesses = nearest(unknown, seen);
    return new GpiodError({
      errno: ERRNO.ENOENT,
      operation,
      message: `no chip has a line named '${unknown}'`,
      hint: this.#hintFor(guesses, seen.length),
    });
  }

  #hintFor(guesses: readonly string[], names: number): string {
    if (guesses.length > 0) return `The nearest names are ${guesses.join(', ')}.`;
    if (names === 0 && chipPaths(this.#instance).length === 0) return noChipHint;
    return `${names} lines have names on this machine; others are reached by chip and offset.`;
  }

  #openByLabel(label: unknown): Chip {
    if (typeof label !== 'string' || label === '') {
      throw new TypeError("a chip's label has to be a string that is not empty");
    }
    const all = this.chips();
    const [found, second] = all.filter((info) => info.label === label);
    if (found === undefined) {
      const labels = all.map((info) => `'${info.label}' (${info.name})`).join(', ');
      throw new GpiodError({
        errno: ERRNO.ENOENT,
        operation: 'gpiod_chip_open',
        message: `no chip is labelled '${label}'`,
        hint: all.length === 0 ? noChipHint : `There are ${labels}.`,
      });
    }
    if (second !== undefined) {
      throw new GpiodError({
        errno: ERRNO.ENOTUNIQ,
        operation: 'gpiod_chip_open',
        message: `${found.name} and ${second.name} are both labelled '${label}'`,
        hint: 'Open the one that is meant by its name, or find it by the name of a line.',
      });
    }
    return this.openChip(found.path);
  }

  /**
   * Every chip, open while it is the generator's turn. One that may not be opened is an error only
   * after all others: what is looked for may be on them.
   */
  *#eachChip(): Generator<Chip> {
    let refused: GpiodError | undefined;
    for (const path of chipPaths(this.#instance)) {
      let chip: Chip;
      try {
        chip = this.openChip(path);
      } catch (error) {
        if (!(error instanceof GpiodError)) throw error;
        if (!vanished.includes(error.errno)) refused ??= error;
        continue;
      }
      try {
        yield chip;
      } finally {
        chip.close();
      }
    }
    if (refused !== undefined) throw refused;
  }
}
