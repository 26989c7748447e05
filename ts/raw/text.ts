const encoder = new TextEncoder();
// A kernel cuts names at 31 bytes, in the middle of a character if need be: never fatal.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The zero-terminated UTF-8 text at `pointer`. Broken sequences become U+FFFD. */
export function readText(bytes: Uint8Array, pointer: number): string {
  let text = '';
  for (let at = pointer; ; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError(`no string ends after address ${pointer}`);
    if (byte === 0) return text;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(pointer, bytes.indexOf(0, at)));
    text += String.fromCharCode(byte);
  }
}

/** `text` as zero-terminated UTF-8. Throws TypeError for what C or UTF-8 cannot hold. */
export function encodeText(text: string): Uint8Array {
  if (text.includes('\0')) {
    throw new TypeError(`a C string cannot hold a zero character: ${JSON.stringify(text)}`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new TypeError(`half a surrogate pair is not text: ${JSON.stringify(text)}`);
  }
  return encoder.encode(`${text}\0`);
}
