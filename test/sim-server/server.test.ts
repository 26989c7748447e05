import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { loadSync } from '../../ts/index.js';
import { createSim } from '../../ts/sim.js';
import { encode, MessageReader, Operation } from '../../ts/sim-server/protocol.js';
import { connectSim, sendSimCommand, serveSim } from '../../ts/sim-server.js';
import { TemporaryFolder } from '../support/temporary-folder.js';
import { Program } from './support/process.js';

const folder = new TemporaryFolder();
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => folder.remove());

/** A server that says always the same. */
async function stranger(path: string, answer: Uint8Array): Promise<void> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume();
    socket.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
}

async function serve(name: string) {
  const path = folder.join(name);
  const server = await serveSim(createSim('pi4'), path);
  closing.push(() => server.close());
  return server;
}

describe('serveSim', () => {
  test('makes a socket for this user alone, and removes it', async () => {
    const server = await serve('private.sock');
    expect(statSync(server.path).mode & 0o777).toBe(0o600);
    await server.close();
    expect(existsSync(server.path)).toBe(false);
  });

  test.each(['thread', 'cluster'])('makes it for this user alone in a %s, too', async (where) => {
    const path = folder.join(`${where}.sock`);
    await using _program = await Program.start('elsewhere-program.ts', where, path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await sendSimCommand(path, ['level', 'GPIO17'])).toBe('0\n');
  });

  test('leaves a machine that is shared already alone', async () => {
    const { path } = await serve('twice.sock');
    await expect(serveSim(createSim('pi5'), path)).rejects.toThrow('being shared there already');
    expect(await sendSimCommand(path, ['level', 'GPIO17'])).toBe('0\n');
  });

  test('takes the place of a server that was killed', async () => {
    const path = folder.join('stale.sock');
    const killed = await Program.start('server-program.ts', path);
    await killed.end('SIGKILL');
    expect(existsSync(path)).toBe(true);
    await expect(connectSim(path)).rejects.toThrow('is gone');
    await serve('stale.sock');
    expect(await sendSimCommand(path, ['level', 'GPIO17'])).toBe('0\n');
  });

  test('overwrites no file', async () => {
    const path = folder.join('file');
    writeFileSync(path, 'precious');
    await expect(serveSim(createSim('pi4'), path)).rejects.toThrow('exists, and is not a socket');
    await expect(connectSim(path)).rejects.toThrow(`${path}: it is not a socket; share one:`);
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  test('leaves the socket of a server alone that cannot be asked', async () => {
    const path = folder.join('busy.sock');
    await using _busy = await Program.start('busy-program.ts', path);
    // Its queue takes two; the kernel turns the third away without telling whether the server lives.
    const queue = [connect(path), connect(path)];
    await Promise.all(queue.map((socket) => once(socket, 'connect')));
    await expect(serveSim(createSim('pi4'), path)).rejects.toThrow('cannot be told');
    expect(existsSync(path)).toBe(true);
    for (const socket of queue) socket.destroy();
  });

  test('takes no path that a socket cannot have', async () => {
    const path = folder.join('x'.repeat(120));
    await expect(serveSim(createSim('pi4'), path)).rejects.toThrow('at most 103 bytes');
    await expect(connectSim(path)).rejects.toThrow('at most 103 bytes');
    await expect(serveSim(createSim('pi4'), '')).rejects.toThrow("a socket's path is empty");
    const nowhere = folder.join('missing/sim.sock');
    await expect(serveSim(createSim('pi4'), nowhere)).rejects.toThrow('there is no such folder');
  });

  test.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['no greeting', encode(Operation.devices, [])],
    ['half a greeting', encode(Operation.hello, [1])],
    ['an unknown purpose', encode(Operation.hello, [1, 9])],
    ['the watches of no session', encode(Operation.hello, [1, 1], Buffer.from('0'.repeat(32)))],
  ])('hangs up on %s, and goes on', async (_, bytes) => {
    const { path } = await serve('garbage.sock');
    const socket = connect(path);
    socket.on('error', () => {});
    socket.resume();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(bytes);
    await closed;
    expect(await sendSimCommand(path, ['level', 'GPIO17'])).toBe('0\n');
  });
});

describe('connectSim', () => {
  test('refuses a machine of the same thread, which could not answer', async () => {
    const { path } = await serve('own.sock');
    await expect(connectSim(path)).rejects.toThrow('this thread shares that machine itself');
    expect(await sendSimCommand(path, ['level', 'GPIO17'])).toBe('0\n');
  });

  test('says where nobody shares a machine, and how to', async () => {
    const path = folder.join('nobody.sock');
    await expect(connectSim(path)).rejects.toThrow(
      `${path}: nobody shares a simulated machine there; share one: libgpiod-wasm sim serve --socket ${path} pi4`,
    );
  });

  test('says what is no simulated machine', async () => {
    const path = folder.join('web.sock');
    await stranger(path, Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(connectSim(path)).rejects.toThrow('it is not a simulated machine');
    const silent = folder.join('silent.sock');
    await stranger(silent, Buffer.alloc(0));
    await expect(connectSim(silent)).rejects.toThrow('it is not a simulated machine');
  });

  test('says when the other side is another version', async () => {
    const path = folder.join('newer.sock');
    await stranger(path, encode(-93, [7]));
    await expect(connectSim(path)).rejects.toThrow(
      'speaks version 7 of the protocol, this program version 1',
    );
  });

  test('fails calls once the machine is gone', async () => {
    const path = folder.join('gone.sock');
    const server = await Program.start('server-program.ts', path);
    using kernel = await connectSim(path);
    const gpiod = loadSync({ kernel });
    using request = gpiod.requestLines({ lines: { BUTTON: { direction: 'input', edge: 'both' } } });
    const next = request.events()[Symbol.asyncIterator]().next();
    const told = expect(next).rejects.toThrow(/EIO/);
    await server.end('SIGKILL');
    await told;
    expect(() => request.getValue('BUTTON')).toThrow(/EIO/);
    expect(kernel.lost).toBe(true);
    expect(kernel.devices()).toEqual([]);
  });

  test('wakes those who begin to wait once the machine is gone', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    closing.push(() => process.off('warning', warned));
    const path = folder.join('gone-between.sock');
    const server = await Program.start('server-program.ts', path);
    using kernel = await connectSim(path);
    const gpiod = loadSync({ kernel });
    using request = gpiod.requestLines({ lines: { BUTTON: { direction: 'input', edge: 'both' } } });
    await sendSimCommand(path, ['pull', 'BUTTON', 'up']);
    expect(await request.waitEdgeEvent()).toBe(true);
    await server.end('SIGKILL');
    expect(await request.waitEdgeEvent()).toBe(true);
    let turns = 0;
    setImmediate(() => {
      turns += 1;
    });
    // More often than Node lets anybody listen without a warning.
    for (let i = 0; i < 12; i += 1) expect(await request.waitEdgeEvent()).toBe(true);
    expect(turns).toBe(1);
    await expect(request.events().next()).rejects.toThrow(/EIO/);
    expect(warnings).toEqual([]);
  });
});

describe('messages', () => {
  test('arrive whole however they are cut', () => {
    const bytes = Buffer.concat([
      encode(-5, []),
      encode(7, [1, -2], Buffer.from('hello')),
      encode(0, [], Buffer.alloc(3)),
    ]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const reader = new MessageReader();
      const messages = [];
      for (let at = 0; at < bytes.length; at += size) {
        messages.push(...reader.push(bytes.subarray(at, at + size)));
      }
      expect(messages.map(({ head, body }) => [head, body.length])).toEqual([
        [-5, 0],
        [7, 13],
        [0, 3],
      ]);
      expect(messages[1]?.body.toString('latin1', 8)).toBe('hello');
    }
  });

  test('longer than any are refused', () => {
    const bytes = encode(0, []);
    bytes.writeUInt32LE(0x10_0000, 0);
    expect(() => new MessageReader().push(bytes)).toThrow('not a simulated machine');
  });
});
