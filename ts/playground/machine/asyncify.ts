import type { LateCall, Suspension } from './suspension.js';

/** Binaryen's numbers of what an instrumented module is doing. */
const UNWINDING = 1;
const REWINDING = 2;

const PAGE_BYTES = 65_536;
const HEADER_BYTES = 8;

interface AsyncifyExports {
  readonly memory: WebAssembly.Memory;
  readonly asyncify_get_state: () => number;
  readonly asyncify_start_unwind: (data: number) => void;
  readonly asyncify_stop_unwind: () => void;
  readonly asyncify_start_rewind: (data: number) => void;
  readonly asyncify_stop_rewind: () => void;
}

/**
 * Suspension for engines without JSPI, by a module that Binaryen's Asyncify has instrumented: it saves
 * its locals to memory as it returns from everything, and restores them as it is called again.
 */
export class AsyncifySuspension implements Suspension {
  #exports: AsyncifyExports | undefined;
  /** Where the guest's stack is saved to: a page that is added to its memory. */
  #data = 0;
  #pending: Promise<number> | undefined;
  #answer = 0;

  import(call: LateCall): WebAssembly.ImportValue {
    return (...args: never[]): number => {
      const exports = this.#exports;
      if (exports === undefined) throw new Error('the instance is not running yet');
      if (exports.asyncify_get_state() === REWINDING) {
        exports.asyncify_stop_rewind();
        return this.#answer;
      }
      const answer = call(...args);
      if (typeof answer === 'number') return answer;
      this.#pending = answer;
      new Uint32Array(exports.memory.buffer, this.#data, 2).set([
        this.#data + HEADER_BYTES,
        this.#data + PAGE_BYTES,
      ]);
      exports.asyncify_start_unwind(this.#data);
      return 0;
    };
  }

  async run(instance: WebAssembly.Instance, name: string): Promise<unknown> {
    const exports = instance.exports as unknown as AsyncifyExports;
    const entry = instance.exports[name] as () => unknown;
    if (typeof exports.asyncify_get_state !== 'function') {
      throw new TypeError('this module has not been instrumented by Asyncify');
    }
    this.#exports = exports;
    this.#data = exports.memory.grow(1) * PAGE_BYTES;
    let result = entry();
    while (exports.asyncify_get_state() === UNWINDING) {
      exports.asyncify_stop_unwind();
      this.#answer = await (this.#pending ?? 0);
      exports.asyncify_start_rewind(this.#data);
      result = entry();
    }
    return result;
  }
}
