import { chmodSync, existsSync, lstatSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** Where a machine is shared unless one says where: one per user. */
export function defaultSocketPath(): string {
  const { XDG_RUNTIME_DIR } = process.env;
  if (XDG_RUNTIME_DIR) return join(XDG_RUNTIME_DIR, 'libgpiod-wasm.sock');
  return join(tmpdir(), `libgpiod-wasm-${process.getuid?.() ?? 'user'}.sock`);
}

/** sun_path of struct sockaddr_un ends here; Node would cut a longer one off. */
const LONGEST_SOCKET_PATH = 103;

/** @throws Error for a path that no socket can have. */
export function checkSocketPath(path: string): void {
  if (path === '') throw new Error("a socket's path is empty");
  const bytes = Buffer.byteLength(path);
  if (bytes > LONGEST_SOCKET_PATH) {
    throw new Error(
      `${path}: a socket's path has at most ${LONGEST_SOCKET_PATH} bytes, not ${bytes}`,
    );
  }
}

/** Why nobody can be reached at a socket; undefined where somebody is. */
function whyUnreachable(path: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', resolve);
  });
}

/**
 * Makes way for a socket: removes one that a server has left behind.
 *
 * @throws Error where there is something else, or a server that may live.
 */
export async function claimSocketPath(path: string): Promise<void> {
  checkSocketPath(path);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    // Node would say that the permission is missing.
    if (!existsSync(dirname(path))) throw new Error(`${path}: there is no such folder`);
    return;
  }
  if (!found.isSocket()) throw new Error(`${path} exists, and is not a socket`);
  const error = await whyUnreachable(path);
  if (error === undefined)
    throw new Error(`${path}: a simulated machine is being shared there already`);
  if (error.code !== 'ECONNREFUSED')
    throw new Error(`${path}: whether somebody uses this socket cannot be told: ${error.message}`);
  rmSync(path);
}

/** Listens on a socket that only this user may connect to. */
export function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Threads may not set the mask: theirs is the process's own until chmod().
    const mask = isMainThread ? process.umask(0o177) : undefined;
    server.once('error', reject);
    // In a cluster the primary process would make the socket, later and with its own mask.
    server.listen({ path, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
    // The socket is made within listen(), in this turn.
    if (mask !== undefined) process.umask(mask);
    else if (server.listening) chmodSync(path, 0o600);
  });
}
