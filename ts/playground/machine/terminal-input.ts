import type { Input } from '../../wasi/stdio.js';

/** The keyboard's end of a terminal, as a tool's standard input. */
export class TerminalInput implements Input {
  readonly isTerminal = true;
  readonly #encoder = new TextEncoder();
  /** What was typed; an empty one is Ctrl-D, which one read sees as the end. */
  readonly #chunks: Uint8Array[] = [];
  #wake: (() => void) | undefined;

  type(text: string): void {
    this.#chunks.push(this.#encoder.encode(text));
    this.#wake?.();
  }

  read(maxBytes: number): Uint8Array {
    const first = this.#chunks.shift() ?? new Uint8Array(0);
    if (first.length > maxBytes) this.#chunks.unshift(first.subarray(maxBytes));
    return first.subarray(0, maxBytes);
  }

  /** Does not block: {@link onTyped} is how to wait here. */
  waitReadable(): boolean {
    return this.#chunks.length > 0;
  }

  /** Calls `wake` when something is typed. Returns how to stop it. */
  onTyped(wake: () => void): () => void {
    this.#wake = wake;
    return () => {
      this.#wake = undefined;
    };
  }
}
