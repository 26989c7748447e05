/** Made when it is first needed: most text is ASCII, and programs that set one line need none. */
let decoder: TextDecoder | undefined;

/** A kernel cuts names at 31 bytes, in the middle of a character if need be: broken ones become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(bytes);
}
