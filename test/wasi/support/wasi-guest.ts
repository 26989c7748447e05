import { type Fd, WASI } from '@bjorn3/browser_wasi_shim';
import { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import { wasiImports } from '../../../ts/wasi/overrides.js';
import { FakeClock } from './fake-clock.js';

type Call = (...args: (number | bigint)[]) => number;

/** The imports of a program without the program: tests call them as a guest would. */
export class WasiGuest {
  readonly memory = new GuestMemory();
  readonly clock = new FakeClock();
  readonly #imports: Record<string, Call>;

  constructor(fds: Fd[] = [], args: string[] = []) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    this.memory.use(memory);
    const shim = new WASI(args, [], fds, { debug: false });
    shim.inst = { exports: { memory } };
    this.#imports = wasiImports(shim, this.memory, this.clock) as Record<string, Call>;
  }

  call(name: string, ...args: (number | bigint)[]): number {
    const call = this.#imports[name];
    if (call === undefined) throw new Error(`no import ${name}`);
    return call(...args);
  }

  /** Writes text at an address; returns its length in bytes. */
  put(at: number, text: string): number {
    const bytes = new TextEncoder().encode(text);
    this.memory.bytes.set(bytes, at);
    return bytes.length;
  }

  text(at: number, length: number): string {
    return new TextDecoder().decode(this.memory.bytes.subarray(at, at + length));
  }

  /** Writes an array of iovecs at an address. */
  buffers(at: number, ...buffers: { at: number; length: number }[]): void {
    buffers.forEach((buffer, i) => {
      this.memory.view.setUint32(at + i * 8, buffer.at, true);
      this.memory.view.setUint32(at + i * 8 + 4, buffer.length, true);
    });
  }
}
