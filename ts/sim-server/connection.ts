import { statSync } from 'node:fs';
import { Socket } from 'node:net';
import { ERRNO } from '../kernel/errno.js';
import {
  encode,
  type Message,
  MessageReader,
  Operation,
  PROTOCOL_VERSION,
  type Purpose,
} from './protocol.js';
import { checkSocketPath } from './socket-path.js';

const GREETING_MS = 5000;

const nobody: Readonly<Record<string, string>> = {
  ENOENT: 'nobody shares a simulated machine there',
  ECONNREFUSED: 'whoever shared a simulated machine there is gone',
  ENOTSOCK: 'it is not a socket',
  EACCES: 'it belongs to somebody else',
};

function unreachable(path: string, cause: NodeJS.ErrnoException): Error {
  // Linux refuses connections to any file.
  const refused = cause.code === 'ECONNREFUSED';
  const isFile = refused && statSync(path, { throwIfNoEntry: false })?.isSocket() === false;
  const code = isFile ? 'ENOTSOCK' : (cause.code ?? '');
  const reason = nobody[code] ?? cause.message;
  const elsewhere = code === 'ENOTSOCK' || code === 'EACCES' ? 'PATH' : path;
  const remedy = `share one: libgpiod-wasm sim serve --socket ${elsewhere} pi4`;
  return new Error(`${path}: ${reason}; ${remedy}`, { cause });
}

function refused(path: string, { head, body }: Message): Error {
  const theirs = body.length >= 4 ? body.readInt32LE(0) : undefined;
  if (head !== -ERRNO.EPROTONOSUPPORT || theirs === undefined) {
    return new Error(`${path}: refused (${head})`);
  }
  return new Error(
    `${path}: the simulated machine speaks version ${theirs} of the protocol, this program version ` +
      `${PROTOCOL_VERSION}: use the same libgpiod-wasm for both`,
  );
}

/** A connection that has been greeted; nothing reads from it yet. */
export interface Connection {
  readonly socket: Socket;
  /** What the server said to the greeting. */
  readonly body: Buffer;
}

/**
 * Connects to a shared machine.
 *
 * @throws Error saying why that cannot be, and what to do.
 */
export function connectTo(
  path: string,
  purpose: (typeof Purpose)[keyof typeof Purpose],
  token = '',
): Promise<Connection> {
  checkSocketPath(path);
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    const reader = new MessageReader();
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const silent = setTimeout(() => fail(new Error(`${path}: no answer`)), GREETING_MS);
    socket.once('close', () => {
      clearTimeout(silent);
      reject(new Error(`${path}: it is not a simulated machine`));
    });
    socket.once('error', (cause) => fail(unreachable(path, cause)));
    socket.on('data', (chunk: Buffer) => {
      try {
        const [message] = reader.push(chunk);
        if (message === undefined) return;
        if (message.head < 0) return fail(refused(path, message));
        socket.pause();
        socket.removeAllListeners();
        clearTimeout(silent);
        resolve({ socket, body: message.body });
      } catch {
        fail(new Error(`${path}: it is not a simulated machine`));
      }
    });
    socket.connect({ path });
    const bytes = Buffer.from(token);
    socket.write(encode(Operation.hello, [PROTOCOL_VERSION, purpose], bytes));
  });
}
