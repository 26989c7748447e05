import { createServer, type Server, type Socket } from 'node:net';
import { ERRNO } from '../kernel/errno.js';
import type { Sim } from '../sim/sim.js';
import { runSimCommand } from './commands.js';
import {
  encode,
  type Message,
  MessageReader,
  Operation,
  PROTOCOL_VERSION,
  Purpose,
} from './protocol.js';
import { servedHere } from './served-here.js';
import { Session } from './session.js';
import { claimSocketPath, listenPrivately } from './socket-path.js';

/** A machine that is being shared. */
export interface SimServer {
  readonly path: string;
  /** Takes the machine away from its clients: their calls fail from now on. */
  close(): Promise<void>;
}

type Handler = (message: Message) => void;

/** Shares a simulated machine with other programs of this user, on a Unix socket at `path`. */
export async function serveSim(sim: Sim, path: string): Promise<SimServer> {
  await claimSocketPath(path);
  const sessions = new Map<string, Session>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, sim, sessions);
  });
  await listenPrivately(server, path);
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, sim: Sim, sessions: Map<string, Session>): void {
  const reader = new MessageReader();
  let handle: Handler = (hello) => {
    handle = greet(socket, hello, sim, sessions);
  };
  // Whoever breaks the protocol, or goes away in the middle of something, is none of the others' trouble.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    try {
      for (const message of reader.push(chunk)) handle(message);
    } catch {
      socket.destroy();
    }
  });
}

function greet(
  socket: Socket,
  { head, body }: Message,
  sim: Sim,
  sessions: Map<string, Session>,
): Handler {
  if (head !== Operation.hello) throw new Error('not a client of this protocol');
  if (body.readInt32LE(0) !== PROTOCOL_VERSION) {
    socket.end(encode(-ERRNO.EPROTONOSUPPORT, [PROTOCOL_VERSION]));
    return () => {};
  }
  switch (body.readInt32LE(4)) {
    case Purpose.calls: {
      const session = new Session(sim.kernel);
      sessions.set(session.token, session);
      servedHere.add(session.token);
      socket.once('close', () => {
        servedHere.delete(session.token);
        sessions.delete(session.token);
        session.close();
      });
      socket.write(encode(0, [], Buffer.from(session.token)));
      return ({ head, body }) => answer(socket, session, head, body);
    }
    case Purpose.watches: {
      const session = sessions.get(body.toString('latin1', 8));
      if (session === undefined) throw new Error('no such session');
      socket.write(encode(0, []));
      return ({ head, body }) => {
        const watch = body.readInt32LE(0);
        if (head === Operation.unwatch) session.unwatch(watch);
        else session.arm(watch, (revents) => socket.write(encode(watch, [revents])));
      };
    }
    case Purpose.commands:
      socket.write(encode(0, []));
      return ({ body }) => command(socket, sim, body);
    default:
      throw new Error('not a purpose');
  }
}

function answer(socket: Socket, session: Session, operation: number, body: Buffer): void {
  const send = ({ result, bytes }: Awaited<ReturnType<Session['call']>>): void => {
    if (!socket.destroyed) socket.write(encode(result, [], bytes));
  };
  const called = session.call(operation, body);
  if (called instanceof Promise) called.then(send, () => socket.destroy());
  else send(called);
}

function command(socket: Socket, sim: Sim, body: Buffer): void {
  try {
    socket.write(encode(0, [], Buffer.from(runSimCommand(sim, body.toString().split('\0')))));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    socket.write(encode(1, [], Buffer.from(message)));
  }
}
