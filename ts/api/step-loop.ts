import {
  GPIO_V2_LINE_GET_VALUES_IOCTL,
  GPIO_V2_LINE_SET_VALUES_IOCTL,
} from '../kernel/generated/requests.js';
import { GuestMemory } from '../kernel/guest-memory.js';
import type { HostCalls, Kernel, KernelTime } from '../kernel/kernel.js';
import { monotonic } from '../kernel/monotonic.js';
import {
  type Playing,
  STEP_ACTION,
  STEP_BYTES,
  STEP_WAIT,
  StepAction,
  type Train,
  type TrainEnd,
} from '../kernel/player.js';

const NS_PER_MS = 1_000_000n;
const WORD = 4;
const WORDS = STEP_BYTES / WORD;
const VALUES_WORDS = 4;
const VALUES_BYTES = VALUES_WORDS * WORD;
/** The longest delay that setTimeout knows, in milliseconds. */
const MAX_DELAY = 0x7fff_ffff;
/** How long the event loop has to wait for its turn. */
const CHUNK_NS = 5n * NS_PER_MS;
/** The same where time stands still. */
const CHUNK_STEPS = 100_000;
/** The same over many short trains, each of which is over before the next begins. */
const TRAINS_STEPS = 500;

/** Makes the ioctls of a train's steps one by one, and says when the next is due. */
class TrainRun {
  readonly #fd: number;
  readonly #train: Train;
  readonly #calls: HostCalls;
  /** What the ioctls work on. */
  readonly #values: Uint32Array;
  readonly #words: Uint32Array;
  readonly #reads: Uint32Array | undefined;
  readonly #now: () => bigint;
  readonly #last: number;
  #read = 0;
  /** Steps done. */
  done = 0;
  /** When to go on, with the next step or to the end. */
  due: bigint;

  constructor(fd: number, train: Train, calls: HostCalls, values: Uint32Array, now: () => bigint) {
    const { steps, reads, rounds } = train;
    this.#fd = fd;
    this.#train = train;
    this.#calls = calls;
    this.#values = values;
    this.#now = now;
    this.#words = new Uint32Array(steps.buffer, steps.byteOffset, steps.byteLength / WORD);
    this.#reads = reads && new Uint32Array(reads.buffer, reads.byteOffset, reads.length * 2);
    this.#last = (steps.byteLength / STEP_BYTES) * rounds;
    this.due = now();
  }

  get finished(): boolean {
    return this.done === this.#last;
  }

  /** Does one step. Returns 0 or its errno. */
  step(): number {
    const words = this.#words;
    const at = (this.done * WORDS) % words.length;
    const action = words[at + STEP_ACTION / WORD];
    if (action !== StepAction.none) {
      const get = action === StepAction.get;
      const request = get ? GPIO_V2_LINE_GET_VALUES_IOCTL : GPIO_V2_LINE_SET_VALUES_IOCTL;
      const values = this.#values;
      for (let i = 0; i < VALUES_WORDS; i += 1) values[i] = words[at + i] as number;
      const result = this.#calls.ioctl(this.#fd, request, 0, VALUES_BYTES);
      if (result < 0) return -result;
      if (get && this.#reads !== undefined) {
        this.#reads[this.#read] = values[0] as number;
        this.#reads[this.#read + 1] = values[1] as number;
        this.#read += 2;
      }
    }
    const { stamps, waitsFrom } = this.#train;
    const now = this.#now();
    if (stamps !== undefined) stamps[this.done] = now;
    const wait = at + STEP_WAIT / WORD;
    const waitNs = (words[wait] as number) + (words[wait + 1] as number) * 2 ** 32;
    this.due = (waitsFrom === 'step' ? now : this.due) + BigInt(waitNs);
    this.done += 1;
    return 0;
  }
}

/**
 * Plays trains on a kernel that cannot: by one call after the other. It gives way to the event loop
 * every few milliseconds, and sleeps by timers. They take a millisecond at least: where it may spin, what
 * is left below that passes in turns of the event loop.
 */
export class StepLoop {
  readonly #calls: HostCalls;
  readonly #values: Uint32Array;
  readonly #time: KernelTime | undefined;
  readonly #now: () => bigint;
  /** Of trains that have ended, since one gave way to the event loop. */
  #steps = 0;

  constructor(kernel: Kernel) {
    const memory = new GuestMemory();
    const buffer = new ArrayBuffer(VALUES_BYTES);
    memory.use({ buffer });
    this.#values = new Uint32Array(buffer);
    this.#calls = kernel.attach(memory);
    const { time } = kernel;
    this.#time = time;
    this.#now = time === undefined ? monotonic : () => time.now();
  }

  /**
   * As {@link Kernel.play}; steps that are due at once are done before it returns. What a step brings
   * about on a simulated machine may stop it: before it has returned, `stopped` says so.
   */
  play(fd: number, train: Train, onEnd: (end: TrainEnd) => void, stopped: () => boolean): Playing {
    const now = this.#now;
    const time = this.#time;
    const spin = BigInt(train.spinNs);
    const run = new TrainRun(fd, train, this.#calls, this.#values, now);
    let cancel = (): void => {};
    let ended = false;

    const end = (errno: number): void => {
      if (ended) return;
      ended = true;
      cancel();
      const tell = (): void => onEnd({ errno, steps: run.done });
      this.#steps += run.done;
      // Whoever awaits one train after the other would never let the event loop have its turn.
      if (this.#steps < (time === undefined ? TRAINS_STEPS : CHUNK_STEPS)) queueMicrotask(tell);
      else {
        this.#steps = 0;
        nextTurn(tell);
      }
    };

    /** True where it goes on later, false where the wait is short enough to be spent here. */
    const sleep = (left: bigint): boolean => {
      if (time !== undefined) {
        const timer = time.setTimer(run.due, proceed);
        cancel = () => timer.cancel();
        return true;
      }
      if (left <= spin) return false;
      const ms = Number((left - spin) / NS_PER_MS);
      if (ms === 0 && spin > 0n) {
        cancel = nextTurn(proceed);
        return true;
      }
      const timer = setTimeout(proceed, Math.min(Math.max(ms, 1), MAX_DELAY));
      cancel = () => clearTimeout(timer);
      return true;
    };

    const proceed = (): void => {
      const from = now();
      for (let steps = 0; ; steps += 1) {
        const at = now();
        if (at < run.due) {
          if (sleep(run.due - at)) return;
        } else if (run.finished) {
          end(0);
        } else {
          const errno = run.step();
          if (errno !== 0 || stopped()) end(errno);
        }
        if (ended) return;
        if (time === undefined ? at - from > CHUNK_NS : steps === CHUNK_STEPS) {
          cancel = nextTurn(proceed);
          return;
        }
      }
    };

    proceed();
    return { stop: () => end(0) };
  }

  /** As {@link Kernel.playSync}, until `stopped`. */
  playSync(fd: number, train: Train, stopped: () => boolean): TrainEnd {
    const spin = this.#time === undefined ? BigInt(train.spinNs) : 0n;
    const run = new TrainRun(fd, train, this.#calls, this.#values, this.#now);
    for (;;) {
      const left = run.due - this.#now();
      // Where it may not sleep, it spins.
      if (left > spin) this.#calls.poll(0, 0, left - spin);
      if (left > 0n) continue;
      if (run.finished || stopped()) return { errno: 0, steps: run.done };
      const errno = run.step();
      if (errno !== 0) return { errno, steps: run.done };
    }
  }
}

/** Calls back in the next turn of the event loop. Returns what takes that back. */
function nextTurn(callback: () => void): () => void {
  if (typeof setImmediate === 'function') {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(callback, 0);
  return () => clearTimeout(timer);
}
