import { instantiateGuest } from '../kernel/guest-instance.js';
import { GuestMemory } from '../kernel/guest-memory.js';
import { gpioHostImports, HOST_MODULE } from '../kernel/imports.js';
import type { Kernel } from '../kernel/kernel.js';
import { Arena } from './arena.js';
import { requireFunctions, type WasmExports } from './exports.js';
import type { LineValue } from './generated/enums.js';
import { BoundFunctions } from './generated/functions.js';
import type { CString, LineValuePtr, NullPtr, UintPtr } from './generated/types.js';
import { readText } from './text.js';

/** What libgpiod.wasm exports beside the functions of gpiod.h, its memory and _initialize. */
export const guestFunctions = ['malloc', 'free', 'gpio_guest_errno', 'gpio_guest_capture'] as const;

/**
 * The C API of one libgpiod instance, one to one: every function of gpiod.h is a property under its C
 * name, to be called as in C. Nothing here checks lifetimes; C's rules apply, and a wrong pointer
 * corrupts this instance's memory (not the process's). Descriptors are the guest's own numbers: hostFd()
 * of kernel/imports.ts turns one into the kernel's.
 *
 * ```ts
 * raw.scope((arena) => {
 *   const chip = arena.own(raw.gpiod_chip_open(arena.string('/dev/gpiochip0')), raw.gpiod_chip_close);
 *   return raw.cstring(raw.gpiod_chip_get_path(chip));
 * });
 * ```
 */
export class RawGpiod extends BoundFunctions {
  /** The guest's memory, for typed access. */
  readonly memory: GuestMemory;
  /** C's free: for what {@link alloc} returned. */
  readonly free: (pointer: number) => void;
  /**
   * errno of the last failing libgpiod call, as Linux numbers it (16 is EBUSY). Only meaningful right
   * after a result that says failure.
   */
  readonly errno: () => number;
  /**
   * Makes the next gpiod_line_request_get_values…() or …set_values…() leave the 16 bytes of its struct
   * gpio_v2_line_values at `pointer` instead of carrying it out; 0 takes that back. Not upstream's.
   */
  readonly capture: (pointer: number) => void;
  readonly #malloc: (size: number) => number;

  constructor(exports: WasmExports, memory: GuestMemory) {
    super(exports);
    const own = requireFunctions(exports, guestFunctions);
    this.memory = memory;
    this.#malloc = own.malloc as (size: number) => number;
    this.free = own.free as (pointer: number) => void;
    this.errno = own.gpio_guest_errno as () => number;
    this.capture = own.gpio_guest_capture as (pointer: number) => void;
  }

  /** Runs `body` with an arena that is released when it returns or throws. Not for async functions. */
  scope<Result>(body: (arena: Arena) => Result): Result {
    const arena = new Arena(this);
    try {
      const result = body(arena);
      if (result instanceof Promise) {
        throw new TypeError(
          'scope() releases its memory at once: use arena() in an async function',
        );
      }
      return result;
    } finally {
      arena.release();
    }
  }

  /** An arena for the caller to release: with `using`, or by its release(). */
  arena(): Arena {
    return new Arena(this);
  }

  /** C's malloc, never NULL: throws where the guest has no memory left. Contents are undefined. */
  alloc(size: number): number {
    const pointer = this.#malloc(size === 0 ? 1 : size);
    if (pointer === 0) throw new Error(`libgpiod.wasm has no memory left for ${size} bytes`);
    return pointer >>> 0;
  }

  /** The text at `pointer`, UTF-8; undefined for NULL, where C has no name to give. */
  cstring(pointer: CString): string;
  cstring(pointer: CString | NullPtr): string | undefined;
  cstring(pointer: CString | NullPtr): string | undefined {
    return pointer === 0 ? undefined : readText(this.memory.bytes, pointer);
  }

  /** The first `count` elements of an `unsigned int` array. */
  readUints(pointer: UintPtr, count: number): number[] {
    const { view } = this.memory;
    const values = new Array<number>(count);
    for (let i = 0; i < count; i++) values[i] = view.getUint32(pointer + i * 4, true);
    return values;
  }

  /** Overwrites the first elements of an `unsigned int` array. */
  writeUints(pointer: UintPtr, values: readonly number[]): void {
    const { view } = this.memory;
    values.forEach((value, i) => {
      view.setUint32(pointer + i * 4, value, true);
    });
  }

  /** The first `count` elements of an `enum gpiod_line_value` array. */
  readLineValues(pointer: LineValuePtr, count: number): LineValue[] {
    const { view } = this.memory;
    const values = new Array<LineValue>(count);
    for (let i = 0; i < count; i++) {
      values[i] = view.getInt32(pointer + i * 4, true) as LineValue;
    }
    return values;
  }

  /** Overwrites the first elements of an `enum gpiod_line_value` array. */
  writeLineValues(pointer: LineValuePtr, values: readonly LineValue[]): void {
    const { view } = this.memory;
    values.forEach((value, i) => {
      view.setInt32(pointer + i * 4, value, true);
    });
  }
}

/**
 * Makes an instance of libgpiod.wasm whose system calls `kernel` answers. Throws where the module is
 * not a libgpiod reactor of this package's version; the message says what is missing.
 */
export function instantiate(module: WebAssembly.Module, kernel: Kernel): RawGpiod {
  const foreign = WebAssembly.Module.imports(module).filter((each) => each.module !== HOST_MODULE);
  if (foreign.length > 0) {
    const names = foreign.map((each) => `${each.module}.${each.name}`).join(', ');
    throw new Error(`this libgpiod.wasm imports ${names}: it may import ${HOST_MODULE} only`);
  }
  const memory = new GuestMemory();
  const { exports } = instantiateGuest(module, { ...gpioHostImports(kernel, memory) });
  const { memory: linear } = exports;
  if (!(linear instanceof WebAssembly.Memory)) {
    throw new Error('this libgpiod.wasm does not export its memory');
  }
  memory.use(linear);
  const { _initialize } = requireFunctions(exports, ['_initialize'] as const);
  _initialize();
  return new RawGpiod(exports, memory);
}
