import { decodeUtf8 } from '../kernel/utf8.js';

const encoder = new TextEncoder();

/** The bytes of a char array before its terminating zero, as text; what is no UTF-8 becomes U+FFFD. */
export function readText(view: DataView, at: number, size: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  const end = bytes.indexOf(0);
  return decodeUtf8(bytes.slice(0, end < 0 ? size : end));
}

/** Fills a char array with a text, cut off at a character so that a terminating zero fits. */
export function writeText(view: DataView, at: number, size: number, text: string): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  bytes.fill(0);
  encoder.encodeInto(text, bytes.subarray(0, size - 1));
}

/** A text without what could confuse a terminal, or pass for another line. */
export function harmless(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
