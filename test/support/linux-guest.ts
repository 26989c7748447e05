import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { linuxKernel } from '../../ts/kernel/linux.js';

/** Where a test's guest keeps paths, and where results go. */
const PATH = 16;
export const OUT = 8192;

/** A guest of the Linux kernel that consists of nothing but one page of memory. */
export class LinuxGuest {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: 64 });
  readonly guestMemory = new GuestMemory();
  readonly calls: HostCalls;

  constructor() {
    this.calls = linuxKernel().attach(this.guestMemory);
    this.guestMemory.use(this.memory);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** Writes a text and returns its length in bytes. */
  put(pointer: number, text: string): number {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(this.memory.buffer).set(bytes, pointer);
    return bytes.length;
  }

  text(pointer: number, length: number): string {
    return new TextDecoder().decode(new Uint8Array(this.memory.buffer, pointer, length));
  }

  open(path: string): number {
    return this.calls.open(PATH, this.put(PATH, path));
  }

  stat(path: string, follow: 0 | 1, outLength = 12): number {
    return this.calls.stat(PATH, this.put(PATH, path), follow, OUT, outLength);
  }

  realpath(path: string, outLength = 4096): number {
    return this.calls.realpath(PATH, this.put(PATH, path), OUT, outLength);
  }
}
