import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Gpiod, loadSync } from '../../ts/index.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { connectSim, type RemoteKernel, sendSimCommand } from '../../ts/sim-server.js';
import { TemporaryFolder } from '../support/temporary-folder.js';
import { Program } from './support/process.js';

const folder = new TemporaryFolder();
const socket = folder.join('sim.sock');
let server: Program;
const open: Disposable[] = [];

beforeAll(async () => {
  server = await Program.start('server-program.ts', socket);
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) one[Symbol.dispose]();
  await command('pull', 'BUTTON', 'down');
});

afterAll(async () => {
  await server.end('SIGKILL');
  folder.remove();
});

function command(...words: string[]): Promise<string> {
  return sendSimCommand(socket, words);
}

async function connected(): Promise<RemoteKernel> {
  const kernel = await connectSim(socket);
  open.push(kernel);
  return kernel;
}

async function program(): Promise<Gpiod> {
  return loadSync({ kernel: await connected() });
}

/** The calls of a client of its own, with bytes at the start of its memory. */
async function client(): Promise<{
  calls: HostCalls;
  memory: GuestMemory;
  put(text: string): number;
}> {
  const memory = new GuestMemory();
  memory.use({ buffer: new ArrayBuffer(65_536) });
  const calls = (await connected()).attach(memory);
  return {
    calls,
    memory,
    put(text) {
      memory.bytes.set(Buffer.from(text));
      return Buffer.byteLength(text);
    },
  };
}

async function untilRequested(line: string, consumer: string | undefined): Promise<void> {
  const wanted = consumer === undefined ? /^(?!.*consumer=)/ : new RegExp(`consumer="${consumer}"`);
  while (!wanted.test(await command('line', line))) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Time for what is on its way to come. */
async function turns(): Promise<void> {
  for (let i = 0; i < 3; i++) await command('level', 'SPARE');
}

describe('a program on a shared machine', () => {
  test('finds its chips and lines', async () => {
    const gpiod = await program();
    expect(gpiod.chips()).toMatchObject([{ name: 'gpiochip0', label: 'panel', numLines: 4 }]);
    using chip = gpiod.openChip({ label: 'panel' });
    expect(chip.lineInfo('HELD')).toMatchObject({ used: true, consumer: 'driver' });
    expect(gpiod.isGpioChip('/dev/gpiochip0')).toBe(true);
    expect(gpiod.isGpioChip('/dev/null')).toBe(false);
    expect(() => gpiod.openChip('gpiochip9')).toThrow(/ENOENT/);
  });

  test('drives and reads lines', async () => {
    const gpiod = await program();
    using request = gpiod.requestLines({
      consumer: 'me',
      lines: { LED: { direction: 'output', value: 1 }, BUTTON: { direction: 'input' } },
    });
    expect(await command('level', 'LED')).toBe('1\n');
    expect(await command('line', 'LED')).toBe(
      'gpiochip0:1 "LED" output level=1 driven-by=line consumer="me"\n',
    );
    request.setValue('LED', 0);
    await command('pull', 'BUTTON', 'up');
    expect(request.getValues()).toEqual([0, 1]);
  });

  test('is told of edges by its event loop', async () => {
    const gpiod = await program();
    using request = gpiod.requestLines({ lines: { BUTTON: { direction: 'input', edge: 'both' } } });
    const events = request.events()[Symbol.asyncIterator]();
    const first = events.next();
    await command('pull', 'BUTTON', 'up');
    expect((await first).value).toMatchObject({ type: 'rising', name: 'BUTTON' });
    await command('pull', 'BUTTON', 'down');
    expect((await events.next()).value).toMatchObject({ type: 'falling', lineSeqno: 2 });
  });

  test('is not told of edges that have been read meanwhile, nor of those of earlier requests', async () => {
    const chip = (await command('plug', '2')).trim();
    await command('wire', `${chip}:0`, `${chip}:1`);
    const other = (await program()).openChip(chip);
    const driver = other.requestLines({ lines: { 0: { direction: 'output' } } });
    const gpiod = await program();
    for (let round = 1; round <= 3; round++) {
      using request = gpiod.openChip(chip).requestLines({ lines: { 1: { edge: 'both' } } });
      const events = request.events();
      const first = events.next();
      await turns();
      // All in one turn: word of the edge is on its way when the edge has been read.
      driver.setValue(0, true);
      expect(request.readEdgeEvents()).toMatchObject([{ type: 'rising' }]);
      await turns();
      driver.setValue(0, false);
      expect((await first).value).toMatchObject({ type: 'falling', lineSeqno: 2 });
      const unread = events.next();
      driver.setValue(0, true);
      request.release();
      expect(await unread).toMatchObject({ done: true });
      driver.setValue(0, false);
    }
    driver.release();
    other.close();
    await command('unplug', chip);
  });

  test('is told of other programs by the watches of its chips', async () => {
    const gpiod = await program();
    using chip = gpiod.openChip(0);
    const events = chip.watchLineInfo(['SPARE'])[Symbol.asyncIterator]();
    const first = events.next();
    const other = (await program()).requestLines({ consumer: 'other', lines: { SPARE: {} } });
    expect((await first).value).toMatchObject({
      type: 'requested',
      lineInfo: { consumer: 'other' },
    });
    other.release();
    expect((await events.next()).value).toMatchObject({ type: 'released' });
  });

  test('cannot have what another one has, until that one leaves', async () => {
    const kernel = await connectSim(socket);
    loadSync({ kernel }).requestLines({ consumer: 'first', lines: { LED: {} } });
    const gpiod = await program();
    expect(() => gpiod.requestLines({ lines: { LED: {} } })).toThrow(/'first' \(EBUSY/);
    kernel.close();
    await untilRequested('LED', undefined);
    gpiod.requestLines({ lines: { LED: {} } }).release();
  });

  test.each([
    ['at once', () => {}],
    ['after a while', async () => turns()],
  ])('that leaves %s wakes who waits', async (_, pause) => {
    const kernel = await connectSim(socket);
    using request = loadSync({ kernel }).requestLines({
      lines: { SPARE: { direction: 'input', edge: 'both' } },
    });
    const next = request.events().next();
    const waiting = request.waitEdgeEvent();
    await pause();
    kernel.close();
    await expect(next).rejects.toThrow(/EIO/);
    expect(await waiting).toBe(true);
  });

  test('that is killed leaves nothing behind', async () => {
    const holder = await Program.start('holder-program.ts', socket, 'SPARE');
    await untilRequested('SPARE', 'holder');
    await holder.end('SIGKILL');
    await untilRequested('SPARE', undefined);
  });

  test('waits for edges while others work', async () => {
    await using holder = await Program.start('holder-program.ts', socket, 'BUTTON');
    await command('pull', 'BUTTON', 'up');
    expect(await holder.line()).toBe('rising BUTTON');
  });

  test('is told when a chip is unplugged', async () => {
    const name = (await command('plug', '2', 'short-lived')).trim();
    const gpiod = await program();
    using chip = gpiod.openChip({ label: 'short-lived' });
    await command('unplug', name);
    expect(() => chip.lineInfo(0)).toThrow(/ENODEV/);
  });
});

describe('the calls of a shared machine', () => {
  test('block one program, not the others, and end in time', async () => {
    const { calls, memory, put } = await client();
    const fd = calls.open(0, put('/dev/gpiochip0'));
    memory.view.setInt32(0, fd, true);
    memory.view.setUint16(4, 1, true);
    const before = process.hrtime.bigint();
    expect(calls.poll(0, 1, 30_000_000n)).toBe(0);
    expect(process.hrtime.bigint() - before).toBeGreaterThanOrEqual(30_000_000n);
    expect(memory.view.getInt32(0, true)).toBe(fd);
  });

  test("know no other program's descriptors", async () => {
    const mine = await client();
    const fd = mine.calls.open(0, mine.put('/dev/gpiochip0'));
    expect(fd).toBeGreaterThan(0);
    const other = await client();
    expect(other.calls.close(fd)).toBe(-ERRNO.EBADF);
    expect(other.calls.read(fd, 0, 1000)).toBe(-ERRNO.EBADF);
    expect(other.calls.ioctl(fd, 0x8044b401 | 0, 0, 0x44)).toBe(-ERRNO.EBADF);
    other.memory.view.setInt32(0, fd, true);
    other.memory.view.setUint16(4, 1, true);
    expect(other.calls.poll(0, 1, 0n)).toBe(1);
    expect(other.memory.view.getUint16(6, true)).toBe(0x20);
    expect(mine.calls.close(fd)).toBe(0);
  });

  test('check what they are given before it leaves', async () => {
    const { calls, put } = await client();
    const { EFAULT, EINVAL, ENAMETOOLONG } = ERRNO;
    const end = 65_530;
    expect(calls.open(end, 10)).toBe(-EFAULT);
    expect(calls.open(0, 5000)).toBe(-ENAMETOOLONG);
    const fd = calls.open(0, put('/dev/gpiochip0'));
    expect(calls.ioctl(fd, 0x8044b401 | 0, end, 0x44)).toBe(-EFAULT);
    expect(calls.ioctl(fd, 0x8044b401 | 0, 0, 0x43)).toBe(-EINVAL);
    expect(calls.read(fd, end, 10)).toBe(-EFAULT);
    expect(calls.poll(end, 1, 0n)).toBe(-EFAULT);
    expect(calls.stat(0, put('/dev'), 1, end, 12)).toBe(-EFAULT);
    expect(calls.stat(0, put('/dev'), 1, 100, 11)).toBe(-EINVAL);
    expect(calls.realpath(0, put('/dev/gpiochip0'), 100, 5)).toBe(-ENAMETOOLONG);
    expect(calls.realpath(0, put('/dev/gpiochip0'), 100, 50)).toBe(14);
  });

  test('give each descriptor one watch', async () => {
    const kernel = await connected();
    const memory = new GuestMemory();
    memory.use({ buffer: new ArrayBuffer(64) });
    memory.bytes.set(Buffer.from('/dev/gpiochip0'));
    const calls = kernel.attach(memory);
    const fd = calls.open(0, 14);
    expect(kernel.watch(99, () => {})).toBe(-ERRNO.EBADF);
    const watch = kernel.watch(fd, () => {});
    if (typeof watch === 'number') throw new Error(`errno ${watch}`);
    expect(kernel.watch(fd, () => {})).toBe(-ERRNO.EBUSY);
    watch.close();
    watch.close();
    calls.close(fd);
  });
});

describe('commands', () => {
  test.each([
    [['pull', 'BUTON', 'up'], "there is no line 'BUTON'; the nearest: BUTTON"],
    [['pull', 'BUTTON', 'left'], "a line is pulled 'up' or 'down', not 'left'"],
    [['pull', 'BUTTON'], 'it is: pull LINE up|down'],
    [['wire', 'BUTTON', 'LAD'], "there is no line 'LAD'"],
    [['plug', 'many'], 'chip.lines: it is a number of lines'],
    [['unplug', 'gpiochip7'], "there is no chip 'gpiochip7'"],
    [['dance'], "there is no command 'dance'; there are: pull, level, "],
  ])('%j is refused in words', async (words, message) => {
    await expect(command(...words)).rejects.toThrow(message);
  });

  test('plug chips in, and wire their lines', async () => {
    const name = (await command('plug', '3')).trim();
    await command('wire', `${name}:2`, 'SPARE');
    await command('pull', `${name}:2`, 'up');
    expect(await command('level', 'SPARE')).toBe('1\n');
    await command('unplug', name);
  });
});
