import { WASIProcExit } from '@bjorn3/browser_wasi_shim';
import { describe, expect, test } from 'vitest';
import { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import { pluginWasi } from '../../../ts/sandbox/plugin/plugin-wasi.js';
import { createSim } from '../../../ts/sim.js';
import type { Output } from '../../../ts/wasi/stdio.js';
import { Random } from '../../differential/random.js';

const CALLS = 100_000;
const PAGE = 0x1_0000;
const { HOSTILE_SEED } = process.env;

const paths = [
  '/',
  '.',
  '..',
  '../etc/passwd',
  'data/greeting.txt',
  '/data',
  'a\0b',
  'new',
  'gpiochip0',
];

type Call = (...args: (number | bigint)[]) => unknown;

/** WASI for a plugin, by default without the clock, around memory that it may fill as it likes. */
function world(
  written: Uint8Array[],
  clock = false,
): { memory: GuestMemory; calls: Record<string, Call> } {
  const memory = new GuestMemory();
  const linear = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  memory.use(linear);
  const output: Output = {
    isTerminal: true,
    write: (bytes) => {
      written.push(bytes);
      return 0;
    },
  };
  const { shim, imports } = pluginWasi(
    {
      kernel: createSim({ chips: [{ lines: 1 }] }).kernel,
      args: ['plugin', 'ünïcode'],
      env: ['A=b'],
      stdin: new TextEncoder().encode('some input'),
      stdout: output,
      stderr: output,
      files: [['/data/greeting.txt', new TextEncoder().encode('hello')]],
      clock,
    },
    memory,
  );
  shim.initialize({ exports: { memory: linear } });
  return { memory, calls: imports as Record<string, Call> };
}

function argument(random: Random, memory: GuestMemory): number {
  if (random.once(3)) return random.below(8);
  if (random.once(2)) {
    const at = random.below(PAGE - 64);
    memory.bytes.set(new TextEncoder().encode(random.pick(paths)), at);
    return at;
  }
  return random.pick([0, 1, PAGE - 1, PAGE, -1, 2 ** 31 - 1, -(2 ** 31), random.bits() | 0]);
}

/** Which arguments of a call are of 64 bits. */
const wide: Readonly<Record<string, readonly number[]>> = {
  fd_advise: [1, 2],
  fd_allocate: [1, 2],
  fd_fdstat_set_rights: [1, 2],
  fd_filestat_set_size: [1],
  fd_filestat_set_times: [1, 2],
  fd_pread: [3],
  fd_pwrite: [3],
  fd_readdir: [3],
  fd_seek: [1],
  path_filestat_set_times: [4, 5],
  path_open: [5, 6],
};

test(`${CALLS} hostile WASI calls are all answered, and change nothing`, () => {
  const seed =
    HOSTILE_SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(HOSTILE_SEED);
  console.log(`hostile WASI calls: seed ${seed}`);
  const random = new Random(seed);
  let written: Uint8Array[] = [];
  let { memory, calls } = world(written);
  // What sleeps is for the limits to end.
  const names = Object.keys(calls).filter((name) => name !== 'poll_oneoff');
  for (let i = 0; i < CALLS; i += 1) {
    if (i % 200 === 0) {
      written = [];
      ({ memory, calls } = world(written));
    }
    const name = random.pick(names);
    const args = Array.from({ length: 9 }, (_, at) =>
      wide[name]?.includes(at) ? random.bits64() : argument(random, memory),
    );
    try {
      const result = calls[name]?.(...args) ?? 0;
      expect(Number.isInteger(result) && Number(result) >= 0 && Number(result) < 77, name).toBe(
        true,
      );
    } catch (error) {
      if (error instanceof WASIProcExit) continue;
      throw new Error(`seed ${seed}, call ${i}: ${name}(${args.join(', ')})`, { cause: error });
    }
  }
});

test('the time cannot be read without the right to', () => {
  const { calls } = world([]);
  const NOTCAPABLE = 76;
  for (const clock of [0, 1, 2, 3]) {
    expect(calls.clock_time_get?.(clock, 0n, 0)).toBe(NOTCAPABLE);
    expect(calls.clock_res_get?.(clock, 0)).toBe(NOTCAPABLE);
  }
});

describe.each([0, 1])('waiting for a point in time, of clock %i,', (id) => {
  const SUCCESS = 0;
  const NOTCAPABLE = 76;
  const ABSOLUTE = 1;
  test.each([
    [false, ABSOLUTE, NOTCAPABLE],
    [true, ABSOLUTE, SUCCESS],
    [false, 0, SUCCESS],
  ])('with the right to the time (%s) and flags %i is errno %i', (clock, flags, errno) => {
    const { memory, calls } = world([], clock);
    const second = 48;
    memory.view.setUint32(second + 16, id, true);
    memory.view.setBigUint64(second + 24, 1n, true);
    memory.view.setUint16(second + 40, flags, true);
    expect(calls.poll_oneoff?.(0, 1000, 2, 2000)).toBe(errno);
  });
});

test('long lists and paths are refused before anything is made of them', () => {
  const { memory, calls } = world([]);
  memory.bytes.fill(0x2f);
  const [INVAL, NAMETOOLONG] = [28, 37];
  expect(calls.path_open?.(4, 0, 0, 4096, 0, 0n, 0n, 0, 0)).toBe(NAMETOOLONG);
  expect(calls.path_filestat_get?.(4, 0, 0, 4096, 0)).toBe(NAMETOOLONG);
  expect(calls.path_filestat_get?.(4, 0, 0, -1, 0)).toBe(NAMETOOLONG);
  expect(calls.path_readlink?.(4, 0, 4096, 0, 0, 0)).toBe(NAMETOOLONG);
  memory.bytes.fill(0);
  for (const name of ['fd_read', 'fd_write', 'fd_pread', 'poll_oneoff']) {
    expect(calls[name]?.(0, 0, 1025, 0, 0), name).toBe(INVAL);
  }
  expect(calls.fd_write?.(1, 0, 1024, 0)).toBe(0);
});

test.each([[Number.NaN], [0.5], [2 ** 32], [-(2 ** 32)], [{}], ['1'], [() => 0]])(
  '%s is no argument, whatever a module says of its imports',
  (value) => {
    const { calls } = world([]);
    const INVAL = 28;
    for (const [name, call] of Object.entries(calls)) {
      expect(call(0, value as number), name).toBe(INVAL);
    }
  },
);

test('overlapping buffers cannot ask for more memory than there is', () => {
  const { memory, calls } = world([]);
  for (let at = 0; at < PAGE; at += 8) {
    memory.view.setUint32(at, 0, true);
    memory.view.setUint32(at + 4, PAGE - 1, true);
  }
  const INVAL = 28;
  expect(calls.fd_write?.(1, 0, 1024, 0)).toBe(INVAL);
  expect(calls.fd_read?.(0, 0, 1024, 0)).toBe(INVAL);
});
