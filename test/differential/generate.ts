import * as uapi from '../../ts/kernel/generated/uapi.js';
import { readStruct, writeStruct } from '../../ts/kernel/uapi.js';
import { EDGE } from '../../ts/sim/line-flags.js';
import { chipDescription } from './chip-description.js';
import type { Operation } from './operation.js';
import { Random } from './random.js';
import {
  anyRequest,
  configBytes,
  lineInfoBytes,
  offsetBytes,
  requestBytes,
  valuesBytes,
} from './structs.js';

const CHIPS = 3;
/** Slots of open chips; those from here on are line requests'. */
const CHIP_FILES = 4;
const REQUESTS = 6;
/** A slot that nothing is ever opened into. */
const NEVER_OPEN = CHIP_FILES + REQUESTS;

const LENGTHS = [0, 1, 47, 48, 49, 96, 100, 287, 288, 300, 576, 4096, 4096, 4096, 4096, 4096, 4096];
const POLL_EVENTS = [0, 1, 1, 1, 3, 4, 0x41, 0x1f, 0xffff];
const PATHS = [
  '/dev/null',
  '/dev',
  '/dev/gpiochip77',
  '/dev/null/x',
  '/dev/../dev//null',
  '/dev/null/',
  '',
  'x\u0000y',
];

const WEIGHTS = {
  request: 16,
  config: 9,
  getValues: 12,
  setValues: 12,
  lineInfo: 8,
  watch: 4,
  unwatch: 2,
  chipInfo: 1,
  anyIoctl: 2,
  outside: 0.5,
  read: 14,
  poll: 6,
  pull: 24,
  level: 8,
  wait: 4,
  open: 1,
  closeChip: 0.5,
  closeRequest: 3,
  stat: 1,
  unplug: 1,
} as const;

interface Request {
  readonly chip: number;
  readonly offsets: readonly number[];
  readonly edges: boolean;
}

/**
 * Makes the operations of one episode, one by one: it begins by plugging chips and opening them. It is
 * told what each came to, so that most of the next make sense.
 */
export class OperationGenerator {
  readonly #random: Random;
  /** Operations that come next, whatever else. */
  readonly #queue: Operation[] = [];
  /** Lines of each chip slot. */
  readonly #lines: number[] = [];
  /** The chip slot that each slot of an open chip was opened for. */
  readonly #chipOf: number[] = [];
  /** Line requests by slot. */
  readonly #requests = new Map<number, Request>();
  /** How often each kind comes: other kinds are rare in each episode. */
  readonly #weights: Record<keyof typeof WEIGHTS, number>;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#weights = { ...WEIGHTS };
    for (const key of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
      this.#weights[key] *= this.#random.pick([0.1, 0.5, 1, 1, 2]);
    }
    for (let chip = 0; chip < CHIPS; chip += 1) this.#queue.push(this.#plug(chip));
    for (let file = 0; file < CHIP_FILES; file += 1) {
      this.#queue.push(this.#open(file, file % CHIPS));
    }
  }

  next(): Operation {
    for (;;) {
      const queued = this.#queue.shift();
      if (queued !== undefined) return queued;
      this.#queue.push(...this.#more());
    }
  }

  /** Learns the result of an operation. */
  note(operation: Operation, result: number): void {
    if (operation.type === 'close') this.#requests.delete(operation.file);
    if (operation.type !== 'ioctl' || result !== 0 || operation.into === undefined) return;
    const { bytes, file, into } = operation;
    const { offsets, num_lines, config } = readStruct(
      new DataView(bytes.buffer, bytes.byteOffset),
      0,
      uapi.gpio_v2_line_request,
    );
    const flags = config.attrs.reduce((all, { attr }) => all | attr.flags, config.flags);
    this.#requests.set(into, {
      chip: this.#chipOf[file] ?? 0,
      offsets: offsets.slice(0, num_lines),
      edges: (Number(flags & 0xffffn) & EDGE) !== 0,
    });
  }

  #plug(chip: number): Operation {
    const options = chipDescription(this.#random);
    this.#lines[chip] = options.lines;
    return { type: 'plug', chip, options };
  }

  #open(file: number, chip: number): Operation {
    this.#chipOf[file] = chip;
    return { type: 'open', file, path: chip };
  }

  #linesOf(file: number): number {
    return this.#lines[this.#chipOf[file] ?? 0] ?? 1;
  }

  #chipFile(): number {
    return this.#random.once(60) ? this.#anyFile() : this.#random.below(CHIP_FILES);
  }

  #requestFile(): number {
    const open = [...this.#requests.keys()];
    if (open.length === 0 || this.#random.once(60)) return this.#anyFile();
    return this.#random.pick(open);
  }

  #someFile(): number {
    if (this.#random.once(3)) return this.#chipFile();
    const events = this.#withEdges().map(([file]) => file);
    if (events.length === 0 || this.#random.once(6)) return this.#requestFile();
    return this.#random.pick(events);
  }

  #withEdges(): [number, Request][] {
    return [...this.#requests].filter(([, { edges }]) => edges);
  }

  #anyFile(): number {
    return this.#random.below(NEVER_OPEN + 1);
  }

  /** Requests lines, of which most are free. */
  #request(): Operation {
    const file = this.#chipFile();
    const into = CHIP_FILES + this.#random.below(REQUESTS);
    const taken = [...this.#requests.values()].flatMap(({ chip, offsets }) =>
      chip === this.#chipOf[file] ? offsets : [],
    );
    const bytes = requestBytes(this.#random, this.#linesOf(file), new Set(taken));
    return { type: 'ioctl', file, request: uapi.GPIO_V2_GET_LINE_IOCTL, bytes, into };
  }

  /** Pulls a line up or down, or both; most often one whose edges are of interest. */
  #pull(): Operation[] {
    const random = this.#random;
    const watched = this.#withEdges();
    let chip = random.below(CHIPS);
    let line = random.below(this.#lines[chip] ?? 1);
    if (watched.length > 0 && !random.once(6)) {
      const [, request] = random.pick(watched);
      chip = request.chip;
      line = random.pick(request.offsets);
    }
    const levels = random.pick([[0], [1], [1, 0], [0, 1], [0, 1, 0], [1, 0, 1, 0, 1]] as const);
    return levels.map((level) => ({ type: 'pull', chip, line, level }));
  }

  #more(): Operation[] {
    const random = this.#random;
    const chip = random.below(CHIPS);
    const line = random.below(this.#lines[chip] ?? 1);
    switch (random.weighted(this.#weights)) {
      case 'unplug':
        return [{ type: 'unplug', chip }, ...this.#later(chip)];
      case 'open':
        if (random.once(5)) {
          return [{ type: 'open', file: 3, path: random.pick(PATHS) }, this.#open(3, chip)];
        }
        return [this.#open(random.below(CHIP_FILES), chip)];
      case 'stat': {
        const path = random.once(2) ? chip : random.pick(PATHS);
        return [{ type: 'stat', path, follow: random.once(2) }];
      }
      case 'closeChip': {
        const file = random.below(CHIP_FILES);
        return [{ type: 'close', file }, this.#open(file, chip)];
      }
      case 'closeRequest':
        return [{ type: 'close', file: this.#requestFile() }];
      case 'read':
        return [{ type: 'read', file: this.#someFile(), length: random.pick(LENGTHS) }];
      case 'poll': {
        const files = Array.from({ length: random.below(6) }, () => this.#someFile());
        const timeoutMs = random.pick([0, 0, 100, 250, 1000]);
        return [
          { type: 'poll', files, events: files.map(() => random.pick(POLL_EVENTS)), timeoutMs },
        ];
      }
      case 'pull':
        return this.#pull();
      case 'level':
        return [{ type: 'level', chip, line }];
      case 'wait':
        return [{ type: 'wait', ms: random.pick([1, 40, 120, 200, 400, 2000]) }];
      case 'outside':
        return [{ type: 'ioctl', file: this.#someFile(), ...anyRequest(random), outside: true }];
      case 'anyIoctl':
        return [{ type: 'ioctl', file: this.#someFile(), ...anyRequest(random) }];
      case 'request':
        return [this.#request()];
      case 'config':
        return [this.#onRequest(uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL, configBytes(random))];
      case 'getValues':
        return [this.#onRequest(uapi.GPIO_V2_LINE_GET_VALUES_IOCTL, valuesBytes(random))];
      case 'setValues':
        return [this.#onRequest(uapi.GPIO_V2_LINE_SET_VALUES_IOCTL, valuesBytes(random))];
      case 'lineInfo':
        return [this.#onChip(uapi.GPIO_V2_GET_LINEINFO_IOCTL, lineInfoBytes)];
      case 'watch':
        if (random.once(4)) return this.#watchMany();
        return [this.#onChip(uapi.GPIO_V2_GET_LINEINFO_WATCH_IOCTL, lineInfoBytes)];
      case 'unwatch':
        return [this.#onChip(uapi.GPIO_GET_LINEINFO_UNWATCH_IOCTL, offsetBytes)];
      case 'chipInfo': {
        const bytes = new Uint8Array(uapi.gpiochip_info.size).fill(0x77);
        return [
          { type: 'ioctl', file: this.#chipFile(), request: uapi.GPIO_GET_CHIPINFO_IOCTL, bytes },
        ];
      }
    }
  }

  /** An unplugged chip comes back after a few operations, as another. */
  #later(chip: number): Operation[] {
    const meanwhile = Array.from({ length: this.#random.below(8) }, () => this.#more()).flat();
    const reopened = this.#chipOf.flatMap((of, file) => (of === chip ? [file] : []));
    return [...meanwhile, this.#plug(chip), ...reopened.map((file) => this.#open(file, chip))];
  }

  /** Watches the first lines of a chip, so that its events may come to be too many. */
  #watchMany(): Operation[] {
    const file = this.#chipFile();
    const request = uapi.GPIO_V2_GET_LINEINFO_WATCH_IOCTL;
    return Array.from({ length: Math.min(this.#linesOf(file), 12) }, (_, offset) => {
      const bytes = new Uint8Array(uapi.gpio_v2_line_info.size);
      writeStruct(new DataView(bytes.buffer), 0, uapi.gpio_v2_line_info, { offset });
      return { type: 'ioctl', file, request, bytes };
    });
  }

  #onRequest(request: number, bytes: Uint8Array): Operation {
    return { type: 'ioctl', file: this.#requestFile(), request, bytes };
  }

  #onChip(request: number, make: (random: Random, lines: number) => Uint8Array): Operation {
    const file = this.#chipFile();
    return { type: 'ioctl', file, request, bytes: make(this.#random, this.#linesOf(file)) };
  }
}
