import { GuestMemory } from '../kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../kernel/kernel.js';

const SIZE = 0x2_0000;

/** Where in a {@link Scratch} the arguments of calls are built. */
export const VALUES = 0;
export const STRUCT = 1024;
const PATH = 4096;
export const EVENTS = 8192;
export const EVENTS_SIZE = 0x8000;
export const POLL = 0x1_0000;
export const MAX_POLLFDS = 8192;

const encoder = new TextEncoder();

/**
 * A guest of the kernel beneath that consists of nothing but memory. Every call of a sandbox is built
 * anew in here, so that no byte of the guest reaches the kernel, and none of the kernel's the guest.
 */
export class Scratch {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** The four words at {@link VALUES}. */
  readonly words: Int32Array;
  readonly calls: HostCalls;

  constructor(kernel: Kernel) {
    const memory = new GuestMemory();
    memory.use({ buffer: new ArrayBuffer(SIZE) });
    this.bytes = memory.bytes;
    this.view = memory.view;
    this.words = new Int32Array(this.bytes.buffer, VALUES, 4);
    this.calls = kernel.attach(memory);
  }

  /** Opens a device. Returns a descriptor or a negated errno. */
  open(path: string): number {
    const { written } = encoder.encodeInto(path, this.bytes.subarray(PATH, PATH + 255));
    return this.calls.open(PATH, written);
  }

  /** Sets the first `size` bytes at {@link STRUCT} to zero. */
  clear(size: number): void {
    this.bytes.fill(0, STRUCT, STRUCT + size);
  }

  /** An ioctl whose argument is at {@link STRUCT}. */
  ioctl(fd: number, request: number): number {
    return this.calls.ioctl(fd, request, STRUCT, (request >>> 16) & 0x3fff);
  }
}
