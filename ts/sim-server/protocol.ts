/*
 * How programs share one simulated machine over a stream socket. Both sides send messages of
 *
 *     u32 length of the rest, i32 head, body        (little-endian)
 *
 * A client's head is an operation, its body the operation's numbers (i32 each) and then its bytes. Each
 * request has one answer, in order: the head is the result (>= 0, or a negated Linux errno), the body
 * what the call has written. A client begins with Operation.hello, PROTOCOL_VERSION and a Purpose.
 */

/** Changes whenever an older client or server would misunderstand a newer one. */
export const PROTOCOL_VERSION = 1;

/** No message is longer: ioctl arguments end at 16 KiB, reads are cut. */
export const LONGEST_MESSAGE = 0x2_0000;
/** The most that one read asks for: whole events, however long the reader's buffer is. */
export const LONGEST_READ = 0x1_0000;
const HEADER = 8;

/** What a connection is for. */
export const Purpose = {
  /** The calls of one program. The answer to its hello is the token of its session. */
  calls: 0,
  /** What the session of a token watches: arm and unwatch; the server tells watch and conditions. */
  watches: 1,
  /** Commands from outside: hands on the machine's lines. */
  commands: 2,
} as const;

/** What a client asks for, with the numbers and bytes of its body. */
export const Operation = {
  /** version, purpose; token. "gpio" as a number, so that strangers are recognised. */
  hello: 0x6f69_7067,
  /** ; path */
  open: 1,
  /** fd */
  close: 2,
  /** fd, request; argument */
  ioctl: 3,
  /** fd, length */
  read: 4,
  /** timeout's low and high half; struct pollfd[] */
  poll: 5,
  /** follow; path */
  stat: 6,
  /** ; path */
  realpath: 7,
  /** Answers names with NULs between. */
  devices: 8,
  /**
   * fd: takes the descriptor's watch, which does nothing until it is armed. Answers its number, which no
   * other watch of the session ever has: what is still under way cannot be taken for a later one's.
   */
  watch: 9,
  /** watch, on a connection for watches: tells when its descriptor is ready, once. */
  arm: 10,
  /** watch, on a connection for watches: gives it back. */
  unwatch: 11,
  /** ; words with NULs between. Answers what is to be printed; a head > 0 is an exit status. */
  command: 12,
} as const;

export interface Message {
  readonly head: number;
  readonly body: Buffer;
}

/** A whole message, in a buffer of its own. */
export function encode(head: number, numbers: readonly number[], bytes?: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(HEADER + 4 * numbers.length + (bytes?.length ?? 0));
  message.writeUInt32LE(message.length - 4, 0);
  message.writeInt32LE(head | 0, 4);
  numbers.forEach((number, i) => {
    message.writeInt32LE(number | 0, HEADER + 4 * i);
  });
  if (bytes !== undefined) message.set(bytes, HEADER + 4 * numbers.length);
  return message;
}

/** The first message of what has been received, and how long it is; undefined where it is not complete. */
export function decode(received: Buffer): { message: Message; length: number } | undefined {
  if (received.length < HEADER) return undefined;
  const length = 4 + received.readUInt32LE(0);
  if (length < HEADER || length > LONGEST_MESSAGE) throw new Error('not a simulated machine');
  if (received.length < length) return undefined;
  const message = { head: received.readInt32LE(4), body: received.subarray(HEADER, length) };
  return { message, length };
}

/** Cuts what arrives into messages. */
export class MessageReader {
  #received: Buffer = Buffer.alloc(0);

  /** @throws Error where the other side does not speak this protocol. */
  push(chunk: Buffer): Message[] {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const messages: Message[] = [];
    for (let next = decode(this.#received); next !== undefined; next = decode(this.#received)) {
      messages.push(next.message);
      this.#received = this.#received.subarray(next.length);
    }
    return messages;
  }
}
