import type { Input, Output } from '../../../ts/wasi/stdio.js';

/** Input that hands out what it was given, at most a chunk per read, then the end of the file. */
export class ChunkedInput implements Input {
  readonly isTerminal: boolean;
  readonly #chunks: Uint8Array[];
  reads = 0;

  constructor(chunks: readonly (string | Uint8Array)[], { isTerminal = false } = {}) {
    const encoder = new TextEncoder();
    this.#chunks = chunks.map((chunk) =>
      typeof chunk === 'string' ? encoder.encode(chunk) : chunk,
    );
    this.isTerminal = isTerminal;
  }

  read(maxBytes: number): Uint8Array {
    this.reads++;
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return new Uint8Array(0);
    if (chunk.length > maxBytes) this.#chunks.unshift(chunk.subarray(maxBytes));
    return chunk.subarray(0, maxBytes);
  }

  waitReadable(): boolean {
    return true;
  }
}

/** Output that is kept. */
export class CapturedOutput implements Output {
  readonly isTerminal: boolean;
  readonly #decoder = new TextDecoder();
  /** One entry per write. */
  readonly writes: string[] = [];

  constructor({ isTerminal = false } = {}) {
    this.isTerminal = isTerminal;
  }

  write(bytes: Uint8Array): number {
    this.writes.push(this.#decoder.decode(bytes, { stream: true }));
    return 0;
  }

  get text(): string {
    return this.writes.join('');
  }
}
