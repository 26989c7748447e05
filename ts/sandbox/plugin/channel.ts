/**
 * How a plugin's worker calls its host: it fills in shared memory, posts a message to wake the host's
 * event loop, and sleeps until the host has answered in the same memory. One call at a time.
 */

/** Numbers of the calls. */
export const CALL = {
  open: 1,
  close: 2,
  ioctl: 3,
  read: 4,
  poll: 5,
  stat: 6,
  realpath: 7,
  write: 8,
} as const;

/** Words at the front of the shared memory. */
export const WORD = { state: 0, call: 1, result: 2, args: 3 } as const;

export const STATE = { idle: 0, asked: 1, answered: 2 } as const;

/** Where the words end and the bytes begin that go both ways. */
const DATA = 64;
/** As many bytes as one call can carry. */
export const DATA_SIZE = 0x1_0000;

/** The shared memory of one plugin. */
export interface Channel {
  readonly words: Int32Array;
  readonly data: Uint8Array;
}

export function createChannel(): SharedArrayBuffer {
  return new SharedArrayBuffer(DATA + DATA_SIZE);
}

export function openChannel(buffer: SharedArrayBuffer): Channel {
  return {
    words: new Int32Array(buffer, 0, DATA / 4),
    data: new Uint8Array(buffer, DATA, DATA_SIZE),
  };
}
