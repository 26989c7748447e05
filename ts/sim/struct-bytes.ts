const encoder = new TextEncoder();

/** The bytes of a char array up to its terminating zero, of which the last byte is always one. */
export function readName(view: DataView, at: number, size: number): Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size - 1);
  const end = bytes.indexOf(0);
  return bytes.slice(0, end < 0 ? size - 1 : end);
}

/** Fills a char array with a name, cut off so that a terminating zero fits. */
export function writeName(view: DataView, at: number, size: number, name: Uint8Array): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  bytes.fill(0);
  bytes.set(name.subarray(0, size - 1));
}

/** A text as the kernel keeps it. */
export function nameBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Sets `size` bytes to zero. */
export function clear(view: DataView, at: number, size: number): void {
  new Uint8Array(view.buffer, view.byteOffset + at, size).fill(0);
}
