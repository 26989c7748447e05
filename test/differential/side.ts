import { ERRNO } from '../../ts/kernel/errno.js';
import { GPIO_V2_GET_LINE_IOCTL, gpio_v2_line_request } from '../../ts/kernel/generated/uapi.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import type { Board } from './board.js';
import type { Operation } from './operation.js';

const MEMORY = 65536;
const ARGUMENT = 1024;
const PATH = 16384;
const NOT_OPEN = 9999;
const FILE_TYPE = 0o170000;
const FD = gpio_v2_line_request.members.fd.offset;

/** What an operation came to. */
export interface Outcome {
  readonly result: number;
  /** All that the call may have written to, afterwards. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** One of the two kernels, with a guest that does what operations say. */
export class Side {
  readonly board: Board;
  readonly calls: HostCalls;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  readonly #bytes = new Uint8Array(this.#memory.buffer);
  readonly #view = new DataView(this.#memory.buffer);
  readonly #fds = new Map<number, number>();

  constructor(kernel: Kernel, board: Board) {
    const memory = new GuestMemory();
    this.board = board;
    this.calls = kernel.attach(memory);
    memory.use(this.#memory);
  }

  #fd(slot: number): number {
    return this.#fds.get(slot) ?? NOT_OPEN;
  }

  /** Whether reading would not block. */
  readable(slot: number): boolean {
    return this.#poll([slot], [1], 0).result > 0;
  }

  apply(operation: Operation): Outcome {
    const { board } = this;
    switch (operation.type) {
      case 'plug':
        board.plug(operation.chip, operation.options);
        return { result: 0, bytes: new TextEncoder().encode(board.path(operation.chip)) };
      case 'unplug':
        board.unplug(operation.chip);
        return { result: 0, bytes: NOTHING };
      case 'pull':
        return {
          result: board.pull(operation.chip, operation.line, operation.level),
          bytes: NOTHING,
        };
      case 'level':
        return { result: board.level(operation.chip, operation.line), bytes: NOTHING };
      case 'wait':
        return { result: 0, bytes: NOTHING };
      case 'open':
        return this.#open(operation.file, operation.path);
      case 'close':
        return { result: this.#close(operation.file), bytes: NOTHING };
      case 'ioctl':
        return this.#ioctl(operation);
      case 'read':
        return this.#read(operation.file, operation.length);
      case 'poll':
        return this.#poll(operation.files, operation.events, operation.timeoutMs);
      case 'stat':
        return this.#stat(operation.path, operation.follow);
    }
  }

  /** Closes all files and takes all chips away. */
  dispose(): void {
    for (const slot of [...this.#fds.keys()]) this.#close(slot);
    this.board.dispose();
  }

  /** Puts a path into the memory and returns its length. */
  #path(path: number | string): number {
    const text = typeof path === 'number' ? this.board.path(path) : path;
    const { written } = new TextEncoder().encodeInto(text, this.#bytes.subarray(PATH));
    return written;
  }

  #open(slot: number, path: number | string): Outcome {
    this.#close(slot);
    const fd = this.calls.open(PATH, this.#path(path));
    if (fd >= 0) this.#fds.set(slot, fd);
    return { result: Math.min(fd, 0), bytes: NOTHING };
  }

  #close(slot: number): number {
    const result = this.calls.close(this.#fd(slot));
    this.#fds.delete(slot);
    return result;
  }

  #ioctl({ file, request, bytes, outside, into }: Operation & { type: 'ioctl' }): Outcome {
    const at = outside === true ? MEMORY - bytes.length + 1 : ARGUMENT;
    if (outside !== true) this.#bytes.set(bytes, at);
    const result = this.calls.ioctl(this.#fd(file), request | 0, at, bytes.length);
    if (outside === true) return { result, bytes: NOTHING };
    const after = this.#bytes.slice(at, at + bytes.length);
    if (result === 0 && request === GPIO_V2_GET_LINE_IOCTL) {
      const fd = this.#view.getInt32(at + FD, true);
      // A request that is opened into a slot in use takes the place of the one before.
      if (into !== undefined) {
        this.#close(into);
        this.#fds.set(into, fd);
      } else {
        this.calls.close(fd);
      }
      after.fill(0, FD, FD + 4);
    }
    return { result, bytes: after };
  }

  #read(slot: number, length: number): Outcome {
    this.#bytes.fill(0xee, ARGUMENT, ARGUMENT + length);
    const result = this.calls.read(this.#fd(slot), ARGUMENT, length);
    return { result, bytes: this.#bytes.slice(ARGUMENT, ARGUMENT + length) };
  }

  #poll(slots: readonly number[], events: readonly number[], timeoutMs: number): Outcome {
    for (const [i, slot] of slots.entries()) {
      this.#view.setInt32(ARGUMENT + i * 8, this.#fd(slot), true);
      this.#view.setUint16(ARGUMENT + i * 8 + 4, events[i] ?? 0, true);
      this.#view.setUint16(ARGUMENT + i * 8 + 6, 0x7777, true);
    }
    const result = this.calls.poll(ARGUMENT, slots.length, BigInt(timeoutMs) * 1_000_000n);
    const conditions = slots.flatMap((_, i) => [
      ...this.#bytes.slice(ARGUMENT + i * 8 + 4, ARGUMENT + i * 8 + 8),
    ]);
    return { result, bytes: new Uint8Array(conditions) };
  }

  #stat(path: number | string, follow: boolean): Outcome {
    const length = this.#path(path);
    this.#bytes.fill(0, ARGUMENT, ARGUMENT + 12);
    const result = this.calls.stat(PATH, length, follow ? 1 : 0, ARGUMENT, 12);
    const type = this.#view.getUint32(ARGUMENT, true) & FILE_TYPE;
    const minor = this.#view.getUint32(ARGUMENT + 8, true);
    if (result !== 0) return { result, bytes: NOTHING };
    const major = this.#view.getUint32(ARGUMENT + 4, true);
    const subsystem = `/sys/dev/char/${major}:${minor}/subsystem`;
    const found = this.calls.realpath(PATH, this.#path(subsystem), ARGUMENT, 4096);
    const where = this.#bytes.slice(ARGUMENT, ARGUMENT + Math.max(found, 0));
    return {
      result: type,
      bytes: new Uint8Array([minor & 0xff, found === -ERRNO.ENOENT ? 1 : 0, ...where]),
    };
  }
}
