import * as uapi from '../../ts/kernel/generated/uapi.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { SimBoard } from './board.js';
import { KnownRequest } from './known-request.js';
import { LockstepClock, TOLERANCE } from './lockstep-clock.js';
import type { Operation } from './operation.js';
import { RigBoard } from './rig-board.js';
import { type Outcome, Side } from './side.js';
import type { Tally } from './tally.js';

const NS_PER_MS = 1_000_000n;
/** Until interrupts and work queues have run, in milliseconds. */
const SETTLE = 30;
const CHIP_EVENT = uapi.gpio_v2_line_info_changed.size;
const LINE_EVENT = uapi.gpio_v2_line_event.size;
const CHIP_FILES = 4;

/** Answered only by kernels with CONFIG_GPIO_CDEV_V1, which the simulated one has not. */
const V1_REQUESTS = new Set([
  uapi.GPIO_GET_LINEINFO_IOCTL,
  uapi.GPIO_GET_LINEHANDLE_IOCTL,
  uapi.GPIO_GET_LINEEVENT_IOCTL,
  uapi.GPIO_GET_LINEINFO_WATCH_IOCTL,
]);

/** Requests that leave work for later to the kernel. */
const LASTING = new Set([uapi.GPIO_V2_GET_LINE_IOCTL, uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL]);

/** Where the kernels part: what each of them did. */
export interface Difference {
  readonly linux: string;
  readonly sim: string;
}

/** What an operation came to. */
export interface Step {
  /** The call's; undefined where it was not compared. */
  readonly result?: number;
  readonly difference?: Difference;
}

function outcomeText({ result, bytes }: Outcome): string {
  return `${result} ${Buffer.from(bytes).toString('hex')}`;
}

/** One episode on both kernels at once, in the rig under time travel. */
export class Episode {
  readonly #clock: LockstepClock;
  readonly #simKernel: SimKernel;
  readonly #linux: Side;
  readonly #sim: Side;
  readonly #simBoard: SimBoard;
  readonly #v1: boolean;
  readonly #tally: Tally | undefined;
  readonly #chipOf = new Map<number, number>();
  readonly #requests = new Map<number, KnownRequest>();
  /** Whether something may be under way inside the kernel. */
  #busy = false;
  /** Operations that were compared, and those that could not be. */
  compared = 0;
  skipped = 0;

  /** @param v1 - whether the kernel has CONFIG_GPIO_CDEV_V1. */
  constructor(v1: boolean, tally?: Tally) {
    this.#v1 = v1;
    this.#tally = tally;
    const startNs = process.hrtime.bigint();
    const realtimeNs = BigInt(Date.now()) * NS_PER_MS;
    this.#clock = new LockstepClock({ startNs, realtimeNs });
    this.#simKernel = new SimKernel({ clock: this.#clock });
    this.#simBoard = new SimBoard(this.#simKernel);
    this.#sim = new Side(this.#simKernel, this.#simBoard);
    this.#linux = new Side(linuxKernel(), new RigBoard());
  }

  /** Cleans up. */
  dispose(): void {
    this.#linux.dispose();
    this.#sim.dispose();
    this.#sleep(SETTLE);
  }

  #sleep(ms: number): void {
    let now: bigint;
    let next = ms;
    do {
      this.#linux.calls.poll(0, 0, BigInt(next) * NS_PER_MS);
      now = process.hrtime.bigint();
      next = 70;
    } while (this.#clock.isNear(now));
    this.#clock.advanceTo(now);
    this.#busy = false;
  }

  #settle(): void {
    if (this.#busy) this.#sleep(SETTLE);
  }

  /** Does one operation on both kernels, as far as they can be compared. */
  step(operation: Operation): Step {
    switch (operation.type) {
      case 'wait':
        this.#sleep(operation.ms);
        break;
      case 'read': {
        this.#settle();
        const readable = [this.#linux, this.#sim].map((side) => side.readable(operation.file));
        if (readable[0] !== readable[1]) {
          return {
            difference: { linux: `readable: ${readable[0]}`, sim: `readable: ${readable[1]}` },
          };
        }
        if (!readable[0] && this.#wouldBlock(operation.file, operation.length)) return this.#skip();
        break;
      }
      case 'poll':
        this.#settle();
        // What the timeout and a debounce period end at the same time may be ready or not.
        if (this.#clock.isNear(process.hrtime.bigint() + BigInt(operation.timeoutMs) * NS_PER_MS)) {
          return this.#skip();
        }
        break;
      case 'ioctl':
        if (this.#v1 && V1_REQUESTS.has(operation.request)) return this.#skip();
        if (operation.request === uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL) this.#calm(operation);
        break;
      case 'pull':
        this.#settle();
    }
    const linux = this.#linux.apply(operation);
    const sim = this.#sim.apply(operation);
    this.#follow(operation, sim);
    this.compared += 1;
    this.#tally?.add(operation, linux.result);
    if (operation.type === 'read' && linux.result > 0) {
      this.#tally?.addEvents(
        linux.result / (operation.file < CHIP_FILES ? CHIP_EVENT : LINE_EVENT),
      );
    }
    if (operation.type === 'read') return this.#compareRead(operation.file, linux, sim);
    return this.#compare(linux, sim);
  }

  #skip(): Step {
    this.skipped += 1;
    return {};
  }

  #wouldBlock(file: number, length: number): boolean {
    // With version 1, the size that a chip's reader needs is known once there is something to read.
    if (file < CHIP_FILES) return this.#v1 || length >= CHIP_EVENT;
    return length >= LINE_EVENT;
  }

  /** Keeps track of what the operation has left behind. */
  #follow(operation: Operation, { result }: Outcome): void {
    switch (operation.type) {
      case 'poll':
        if (operation.timeoutMs > 0) this.#sleep(1);
        break;
      case 'pull':
        this.#busy ||= this.#simBoard.isArmed(operation.chip, operation.line);
        this.#settle();
        break;
      case 'open':
        if (typeof operation.path === 'number') this.#chipOf.set(operation.file, operation.path);
        break;
      case 'close':
      case 'unplug':
        this.#busy = true;
        break;
      case 'ioctl':
        // One that fails halfway has changed some lines, too.
        this.#busy ||= LASTING.has(operation.request);
        if (result !== 0 || operation.outside === true) break;
        if (operation.request === uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL) {
          this.#requests.get(operation.file)?.configured(operation.bytes);
        } else if (operation.into !== undefined) {
          const chip = this.#chipOf.get(operation.file) ?? 0;
          this.#requests.set(operation.into, new KnownRequest(chip, operation.bytes));
        }
        break;
    }
  }

  /**
   * A bias that changes the level of a line with an armed interrupt, in the call that changes its edge
   * detector too, is a race inside Linux. Such lines are pulled there beforehand.
   */
  #calm({ file, bytes }: Operation & { type: 'ioctl' }): void {
    this.#settle();
    for (const { chip, line, level } of this.#requests.get(file)?.racingPulls(bytes) ?? []) {
      this.#linux.board.pull(chip, line, level);
      this.#sim.board.pull(chip, line, level);
      this.#sleep(SETTLE);
    }
  }

  #compare(linux: Outcome, sim: Outcome): Step {
    const { result } = linux;
    if (result === sim.result && Buffer.compare(linux.bytes, sim.bytes) === 0) return { result };
    return { result, difference: { linux: outcomeText(linux), sim: outcomeText(sim) } };
  }

  /** Events, whose times need not be the same to the nanosecond. */
  #compareRead(file: number, linux: Outcome, sim: Outcome): Step {
    const isChip = file < CHIP_FILES;
    const size = isChip ? CHIP_EVENT : LINE_EVENT;
    const stamp = isChip ? uapi.gpio_v2_line_info_changed.members.timestamp_ns.offset : 0;
    if (linux.result !== sim.result) return this.#compare(linux, sim);
    const views = [linux, sim].map(({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset));
    for (let at = stamp; at < linux.result; at += size) {
      const [linuxTime = 0n, simTime = 0n] = views.map((view) => view.getBigUint64(at, true));
      const off = linuxTime - simTime;
      if (off < -TOLERANCE || off > TOLERANCE) {
        return { difference: { linux: `at ${linuxTime} ns`, sim: `at ${simTime} ns` } };
      }
      for (const view of views) view.setBigUint64(at, 0n, true);
    }
    return this.#compare(linux, sim);
  }
}
