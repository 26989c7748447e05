import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import {
  type Playing,
  STEP_BYTES,
  StepAction,
  type Train,
  type TrainEnd,
} from '../../ts/kernel/player.js';
import { setUpGuestPipe } from '../support/guest-pipe.js';
import { endless, HOUR, idle, stepsOf } from './trains.js';

const MS = 1_000_000n;

/** Only steps that do nothing succeed on it. */
const pipe = setUpGuestPipe();

function start(train: Train, onEnd: (end: TrainEnd) => void = () => {}, on = pipe.fd): Playing {
  const playing = linuxKernel().play?.(on, train, onEnd);
  if (typeof playing !== 'object') throw new Error(`play: ${playing}`);
  return playing;
}

function playSync(train: Train, on = pipe.fd): TrainEnd | undefined {
  return linuxKernel().playSync?.(on, train);
}

/** Plays to the end. */
function played(train: Train): Promise<TrainEnd> {
  return new Promise((resolve) => start(train, resolve));
}

/** A running train, and its end. */
function running(train: Train): { playing: Playing; ended: Promise<TrainEnd> } {
  let resolve: (end: TrainEnd) => void = () => {};
  const ended = new Promise<TrainEnd>((done) => {
    resolve = done;
  });
  return { playing: start(train, resolve), ended };
}

/** This process's threads that play. */
function threads(): string[] {
  return readdirSync('/proc/self/task').filter((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/comm`, 'utf8') === 'gpio-play\n';
    } catch {
      return false; // has ended meanwhile
    }
  });
}

function turn(): Promise<void> {
  return new Promise((done) => setTimeout(done, 1));
}

/**
 * A thread takes its name soon after it has started, and Linux lists one for a moment after it has been
 * joined: returns once there are so many.
 */
async function untilThreads(count: number): Promise<void> {
  while (threads().length !== count) await turn();
}

/** Once as a thread that is waited for, once on this one. */
const ways: [string, (train: Train) => Promise<TrainEnd | undefined>][] = [
  ['play', played],
  ['playSync', async (train) => playSync(train)],
];

describe.each(ways)('%s', (_, playTrain) => {
  it('does all steps of all rounds', async () => {
    expect(await playTrain(idle)).toEqual({ errno: 0, steps: 1 });
    const train = { ...idle, steps: stepsOf([0n], [1n], [0n]), rounds: 70_000 };
    expect(await playTrain(train)).toEqual({ errno: 0, steps: 210_000 });
  });

  it('waits at least as long as asked for after each step, the last one too', async () => {
    const waits = [1_000_000n, 0n, 30_000n, 2_500_000n];
    const stamps = new BigInt64Array(12);
    for (const spinNs of [0, 100_000, Number.POSITIVE_INFINITY]) {
      const steps = stepsOf(...waits.map((wait) => [wait] as const));
      const end = await playTrain({ ...idle, steps, rounds: 3, spinNs, stamps });
      const after = process.hrtime.bigint();
      expect(end).toEqual({ errno: 0, steps: 12 });
      for (const [index, stamp] of stamps.entries()) {
        const next = stamps[index + 1] ?? after;
        expect(next - stamp).toBeGreaterThanOrEqual(waits[index % 4] ?? HOUR);
      }
    }
  });

  it('makes up for delays where waits count from the start', async () => {
    const stamps = new BigInt64Array(40);
    const before = process.hrtime.bigint();
    await playTrain({
      ...idle,
      steps: stepsOf([MS], [0n], [MS / 2n]),
      rounds: 10,
      waitsFrom: 'start',
      stamps,
    });
    // None is early; how late they are says nothing about the next.
    const schedule = (index: number): bigint =>
      BigInt(Math.floor(index / 3)) * ((MS * 3n) / 2n) + (index % 3 > 0 ? MS : 0n);
    const [first = 0n] = stamps;
    expect(first).toBeGreaterThan(before);
    for (let index = 0; index < 30; index += 1) {
      expect((stamps[index] ?? 0n) - before).toBeGreaterThanOrEqual(schedule(index));
    }
    expect(stamps[30]).toBe(0n);
  });

  it('plays steps whose time from the start has passed already, in order', async () => {
    // No step is done in a nanosecond.
    const steps = stepsOf(...Array.from({ length: 1000 }, () => [1n] as const));
    const stamps = new BigInt64Array(1000);
    const end = await playTrain({ ...idle, steps, waitsFrom: 'start', stamps });
    expect(end).toEqual({ errno: 0, steps: 1000 });
    expect(stamps[0]).toBeGreaterThan(0n);
    expect(stamps.slice().sort()).toEqual(stamps);
  });

  it.each([
    ['set', StepAction.set],
    ['get', StepAction.get],
  ])('ends at a %s that fails, and tells its errno and the steps before', async (_, action) => {
    const steps = stepsOf([0n], [0n], [0n, action], [0n]);
    const stamps = new BigInt64Array(8);
    const reads = new BigUint64Array(2);
    const end = await playTrain({ ...idle, steps, rounds: 2, stamps, reads });
    expect(end).toEqual({ errno: ERRNO.ENOTTY, steps: 2 });
    expect([...stamps.subarray(2)]).toEqual([0n, 0n, 0n, 0n, 0n, 0n]);
    expect([...reads]).toEqual([0n, 0n]);
  });

  it('has a copy of the steps, and may have them at any place of a buffer', async () => {
    const buffer = new Uint8Array(STEP_BYTES * 2 + 3);
    buffer.set(stepsOf([MS], [0n]), 3);
    const train = { ...idle, steps: buffer.subarray(3) };
    const end = playTrain(train);
    buffer.fill(0xff);
    expect(await end).toEqual({ errno: 0, steps: 2 });
  });

  it('leaves arrays alone beyond what it fills in', async () => {
    const stamps = new BigInt64Array(4).fill(7n);
    await playTrain({ ...idle, stamps: stamps.subarray(1, 2) });
    expect(stamps[0]).toBe(7n);
    expect(stamps[1]).toBeGreaterThan(7n);
    expect([...stamps.subarray(2)]).toEqual([7n, 7n]);
  });
});

describe('a descriptor', () => {
  it.each([-1, 0, 9999, 2 ** 31 - 1])('of %i, which no guest has opened: EBADF', (other) => {
    const never = (): void => expect.unreachable();
    expect(linuxKernel().play?.(other, idle, never)).toBe(-ERRNO.EBADF);
    expect(playSync(idle, other)).toEqual({ errno: ERRNO.EBADF, steps: 0 });
  });

  it('that was closed: EBADF', () => {
    pipe.guest.calls.close(pipe.fd);
    expect(playSync(idle)).toEqual({ errno: ERRNO.EBADF, steps: 0 });
  });

  it('plays one train at a time: EBUSY; the next one as soon as that is stopped', async () => {
    const { playing, ended } = running(endless);
    expect(linuxKernel().play?.(pipe.fd, idle, () => {})).toBe(-ERRNO.EBUSY);
    expect(playSync(idle)).toEqual({ errno: ERRNO.EBUSY, steps: 0 });
    const other = pipe.guest.open(pipe.path);
    expect(playSync(idle, other)).toEqual({ errno: 0, steps: 1 });
    pipe.guest.calls.close(other);
    playing.stop();
    expect(playSync(idle)).toEqual({ errno: 0, steps: 1 });
    expect(await played(idle)).toEqual({ errno: 0, steps: 1 });
    await ended;
  });

  it('may play on from the end of the train before', async () => {
    const ends: TrainEnd[] = [];
    await new Promise<void>((resolve) => {
      const again = (end: TrainEnd): void => {
        ends.push(end);
        if (ends.length === 20) resolve();
        else start(idle, again);
      };
      start(idle, again);
    });
    expect(ends).toEqual(Array.from({ length: 20 }, () => ({ errno: 0, steps: 1 })));
  });

  it('that a guest closes stops playing first', async () => {
    const { ended } = running(endless);
    await untilThreads(1);
    expect(pipe.guest.calls.close(pipe.fd)).toBe(0);
    await untilThreads(0);
    pipe.fd = pipe.guest.open(pipe.path); // the same number
    expect(playSync(idle)).toEqual({ errno: 0, steps: 1 });
    expect((await ended).errno).toBe(0);
  });
});

describe('stop', () => {
  const cases: [string, Partial<Train>][] = [
    ['while it sleeps for an hour', {}],
    ['while it spins', { spinNs: Number.POSITIVE_INFINITY }],
    ['while it goes from step to step', { steps: stepsOf([0n], [0n]) }],
    ['while it sleeps for longer than there is time', { steps: stepsOf([2n ** 63n - 1n]) }],
    [
      'against the start too',
      { steps: stepsOf([2n ** 62n], [2n ** 63n - 1n]), waitsFrom: 'start' },
    ],
  ];

  it.each(cases)('ends it %s; and its thread too', async (_, change) => {
    const { playing, ended } = running({ ...endless, ...change });
    await turn();
    await untilThreads(1);
    playing.stop();
    await untilThreads(0);
    const { errno, steps } = await ended;
    expect(errno).toBe(0);
    expect(steps).toBeGreaterThanOrEqual(0);
  });

  it('may come at once, and again, and after the end', async () => {
    const { playing, ended } = running(endless);
    playing.stop();
    playing.stop();
    expect((await ended).steps).toBeLessThanOrEqual(1);
    playing.stop();
    const other = running(endless);
    playing.stop();
    await untilThreads(1);
    other.playing.stop();
    await other.ended;
  });

  it('leaves the end to the event loop, which tells it once', async () => {
    let ends = 0;
    const playing = start(endless, () => {
      ends += 1;
    });
    playing.stop();
    expect(ends).toBe(0);
    while (ends === 0) await turn();
    await turn();
    expect(ends).toBe(1);
  });

  it('leaves stamps as they are when it returns', async () => {
    const stamps = new BigInt64Array(100_000);
    const { playing, ended } = running({
      ...idle,
      rounds: 100_000,
      steps: stepsOf([5n]),
      stamps,
    });
    playing.stop();
    const copy = stamps.slice();
    await turn();
    expect(Buffer.compare(Buffer.from(stamps.buffer), Buffer.from(copy.buffer))).toBe(0);
    const { steps } = await ended;
    expect(copy.filter((stamp) => stamp !== 0n)).toHaveLength(steps);
  });
});

describe('play', () => {
  it('leaves the event loop alone', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await played({ ...idle, steps: stepsOf([10n * MS]), rounds: 5, spinNs: 50_000_000 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('plays on many descriptors at once', async () => {
    const fds = Array.from({ length: 32 }, () => pipe.guest.open(pipe.path));
    const ends: TrainEnd[] = [];
    const players = fds.map((one) => start(endless, (end) => ends.push(end), one));
    await untilThreads(32);
    for (const playing of players) playing.stop();
    while (ends.length < 32) await turn();
    await untilThreads(0);
    for (const one of fds) pipe.guest.calls.close(one);
  });

  it('leaves no thread, descriptor or array behind', async () => {
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    await played(idle);
    await turn();
    const before = descriptors();
    for (let i = 0; i < 200; i += 1) {
      await played({ ...idle, stamps: new BigInt64Array(1), reads: new BigUint64Array(1) });
    }
    await untilThreads(0);
    expect(descriptors()).toBe(before);
  });

  it('calls back in the async context in which it was started, and lets promises settle', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen = await new Promise((resolve) => {
      storage.run('mine', () => start(idle, () => resolve(storage.getStore())));
    });
    expect(seen).toBe('mine');
  });
});
