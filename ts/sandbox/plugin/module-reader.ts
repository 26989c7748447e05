/** Throws TypeError for a module that is none, or one that plugins cannot be. */
export function refuse(what: string): never {
  throw new TypeError(`not a plugin that can be loaded: ${what}`);
}

/** The bytes of a module, read from the front. */
export class ModuleReader {
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    const byte = this.at < this.end ? this.#bytes[this.at] : undefined;
    if (byte === undefined) return refuse('it ends within a section');
    this.at += 1;
    return byte;
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value <= 0xffff_ffff ? value : refuse('a number too large');
    }
    return refuse('a number too long');
  }

  /** What follows: its size, then as many bytes. This reader goes on behind them. */
  part(): ModuleReader {
    const size = this.u32();
    const from = this.at;
    const end = from + size;
    if (end > this.end) refuse('it ends within a section');
    this.at = end;
    return new ModuleReader(this.#bytes, from, end);
  }
}

export function leb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}
