import { decodeUtf8 } from '../kernel/utf8.js';

/** The zero-terminated UTF-8 text at `pointer`. Broken sequences become U+FFFD. */
export function readText(bytes: Uint8Array, pointer: number): string {
  let text = '';
  for (let at = pointer; ; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError(`no string ends after address ${pointer}`);
    if (byte === 0) return text;
    if (byte >= 0x80) return decodeUtf8(bytes.subarray(pointer, bytes.indexOf(0, at)));
    text += String.fromCharCode(byte);
  }
}

/** ASCII, which most text here is, with its terminating zero. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length + 1);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0 || code >= 0x80) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

/** `text` as zero-terminated UTF-8. Throws TypeError for what C or UTF-8 cannot hold. */
export function encodeText(text: string): Uint8Array {
  const ascii = encodeAscii(text);
  if (ascii !== undefined) return ascii;
  if (text.includes('\0')) {
    throw new TypeError(`a C string cannot hold a zero character: ${JSON.stringify(text)}`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new TypeError(`half a surrogate pair is not text: ${JSON.stringify(text)}`);
  }
  return new TextEncoder().encode(`${text}\0`);
}
