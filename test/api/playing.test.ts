import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { Step } from '../../ts/api/sequence.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { trace } from '../../ts/kernel/trace.js';
import { loadSync } from '../../ts/load.js';
import { sandbox } from '../../ts/sandbox/sandbox-kernel.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { failure, rejection } from '../conformance/failure.js';

const START = 1_000_000_000n;
const output = { direction: 'output' } as const;

let clock: VirtualClock;
let kernel: SimKernel;
let sim: SimChip;
let request: LineRequest;

function plug(): void {
  clock = new VirtualClock({ startNs: START });
  kernel = new SimKernel({ clock });
  sim = kernel.plug({ lines: 4, names: ['LED', 'RED', 'BUTTON'] });
}

function openRequest(on: Kernel = kernel): LineRequest {
  using chip = loadSync({ kernel: on }).openChip(0);
  return chip.requestLines({ lines: { LED: output, 1: output, BUTTON: { direction: 'input' } } });
}

beforeEach(() => {
  plug();
  request = openRequest();
});

afterEach(() => {
  request.release();
  expect(kernel.openHandles).toEqual([]);
});

/** What a line did, in microseconds from the start. */
function waveform(offset: number): [us: number, level: number][] {
  const history = sim.line(offset).history();
  return history.map(({ level, timestampNs }) => [Number(timestampNs - START) / 1000, level]);
}

describe('playing in virtual time', () => {
  const steps: Step[] = [{ set: { LED: 1 } }];

  it('takes exactly as long as the waits, to the nanosecond', async () => {
    const train: Step[] = [
      { set: { LED: 1 }, waitUs: 0.125 },
      { set: { LED: 0 }, waitUs: 1000.5 },
      { set: { LED: 1, 1: 1 } },
      { waitUs: 2 },
      { set: { LED: 0 }, waitUs: 1 },
    ];
    const playing = request.play(train, { repeat: 2, timestamps: true });
    clock.advance(10);
    const { timestampsNs, ...rest } = await playing;
    expect(rest).toEqual({ steps: 10, values: [] });
    const from = (ns: number): bigint[] =>
      [0, 125, 1_000_625, 1_000_625, 1_002_625].map((each) => START + BigInt(each + ns));
    expect([...(timestampsNs ?? [])]).toEqual([...from(0), ...from(1_003_625)]);
    expect(waveform(0)).toEqual([
      ...[
        [0, 1],
        [0.125, 0],
        [1000.625, 1],
        [1002.625, 0],
      ],
      ...[
        [1003.625, 1],
        [1003.75, 0],
        [2004.25, 1],
        [2006.25, 0],
      ],
    ]);
  });

  it('goes on as time does', async () => {
    let ended = false;
    const playing = request.play([
      { set: { LED: 1 }, waitUs: 5000 },
      { set: { LED: 0 }, waitUs: 5000 },
    ]);
    const done = playing.then(() => {
      ended = true;
    });
    expect(sim.line(0).level).toBe(1);
    clock.advance(4.9);
    expect(sim.line(0).level).toBe(1);
    clock.advance(0.1);
    expect(sim.line(0).level).toBe(0);
    clock.advance(4.999);
    await turns();
    expect(ended).toBe(false);
    clock.advance(0.001);
    await done;
  });

  it('at once lets time pass itself', () => {
    sim.line(2).pull('up');
    clock.setTimer(START + 150_000n, () => sim.line(2).pull('down'));
    const { values, timestampsNs } = request.playSync(
      [
        { get: ['BUTTON'], waitUs: 100 },
        { waitUs: 50 },
        { get: ['BUTTON'] },
        { set: { 1: 1 }, waitUs: 7 },
      ],
      { timestamps: true },
    );
    expect(values).toEqual([[1], [0]]);
    expect(timestampsNs?.map((each) => each - START)).toEqual(
      BigInt64Array.of(0n, 100_000n, 150_000n, 150_000n),
    );
    expect(clock.now()).toBe(START + 157_000n);
  });

  it('counts waits from the start, or from each step, where time passes in between', () => {
    const slow = loadSync({ kernel: slowed(kernel, () => clock.advance(0.003)) });
    request.release();
    using chip = slow.openChip(0);
    using slowRequest = chip.requestLines({ lines: { LED: output } });
    const stamps = (waitsFrom: 'step' | 'start'): number[] => {
      const from = clock.now();
      const result = slowRequest.playSync([{ set: { LED: 1 }, waitUs: 10 }], {
        ...{ repeat: 4, timestamps: true, waitsFrom },
      });
      return [...(result.timestampsNs ?? [])].map((each) => Number(each - from) / 1000);
    };
    expect(stamps('step')).toEqual([3, 16, 29, 42]);
    expect(stamps('start')).toEqual([3, 13, 23, 33]);
  });

  it('ends between steps when it is aborted', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const playing = request.play(
      [{ set: { LED: 1 }, waitUs: 10 }, { set: { 1: 1 }, waitUs: 10 }, { set: { LED: 0, 1: 0 } }],
      { repeat: Number.POSITIVE_INFINITY, signal },
    );
    clock.advance(0.015);
    controller.abort();
    clock.advance(1);
    await expect(playing).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.nextTimer).toBeUndefined();
    expect([sim.line(0).level, sim.line(1).level]).toEqual([1, 1]);
    request.reconfigure({ LED: { ...output, activeLow: true } });
    expect([sim.line(0).level, sim.line(1).level]).toEqual([0, 1]);
  });

  it('leaves nothing behind of a signal that does not abort it', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    await request.play(steps, { signal });
    expect(removed).toHaveBeenCalledOnce();
  });

  it('ends even where its first step makes somebody abort it, or release the request', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const repeat = Number.POSITIVE_INFINITY;
    const off = sim.line(0).listen(() => controller.abort());
    await expect(
      request.play([{ set: { LED: 1 }, waitUs: 1 }], { repeat, signal }),
    ).rejects.toThrow('aborted');
    off();
    const nested: Promise<unknown>[] = [];
    sim.line(1).listen((level) => {
      if (level === 0) return;
      nested.push(rejection(request.play(steps)));
      request.release();
    });
    const released = await rejection(request.play([{ set: { 1: 1 }, waitUs: 1 }], { repeat }));
    expect(released.code).toBe('EBADF');
    expect(await Promise.all(nested)).toMatchObject([{ code: 'EBUSY' }]);
    expect(clock.nextTimer).toBeUndefined();
  });

  it('gives the event loop a turn where steps do not wait and time stands still', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const repeat = Number.POSITIVE_INFINITY;
    let changes = 0;
    sim.line(0).listen(() => {
      changes += 1;
    });
    const blink: Step[] = [{ set: { LED: 1 } }, { set: { LED: 0 } }];
    const playing = request.play(blink, { repeat, signal });
    await turns();
    controller.abort();
    await expect(playing).rejects.toThrow('aborted');
    const before = changes;
    await turns();
    expect(changes).toBe(before);
  });

  it('does without setImmediate, as browsers have to', async () => {
    vi.stubGlobal('setImmediate', undefined);
    try {
      expect(await request.play([{ waitUs: 0 }], { repeat: 150_000 })).toMatchObject({
        steps: 150_000,
      });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('names step, round and lines of a failure', async () => {
    const steps = [{ set: { LED: 1 } }, { set: { BUTTON: 1, RED: 0 } }] as const;
    const error = await rejection(request.play(steps));
    expect(error.message).toBe(
      'step 1 cannot set lines 1 (RED), 2 (BUTTON) (EPERM from gpiod_line_request_set_values_subset)',
    );
    const playing = request.play([{ set: { LED: 1 }, waitUs: 10 }], { repeat: 5 });
    clock.advance(0.025);
    sim.unplug();
    clock.advance(0.01);
    expect((await rejection(playing)).message).toMatch(/^step 0 of round 3 cannot set/);
    expect(failure(() => request.playSync([{ get: [1] }])).message).toMatch(/^step 0 cannot read/);
  });

  it('knows what outputs were told last', async () => {
    const drain = { direction: 'output', drive: 'open-drain' } as const;
    sim.line(0).pull('down');
    const told = (): number => {
      // Driven low by others, a line that was let go can only be told from its driver.
      request.reconfigure({ LED: output });
      const { level } = sim.line(0);
      request.reconfigure({ LED: drain });
      return level;
    };
    request.reconfigure({ LED: drain });
    request.playSync([{ set: { LED: 1 } }, { set: { 1: 1 } }, { get: [1] }, { waitUs: 1 }]);
    expect(told()).toBe(1);
    request.playSync([{ set: { LED: 1 } }, { set: { LED: 0, 1: 0 } }], { repeat: 3 });
    expect(told()).toBe(0);
    failure(() => request.playSync([{ set: { LED: 1 } }, { set: { BUTTON: 1 } }]));
    expect(told()).toBe(1);
  });

  it('knows it of each of 64 lines, by the last step that set it', () => {
    const wide = kernel.plug({ lines: 64 });
    const offsets = Array.from({ length: 64 }, (_, offset) => offset);
    const drain = { direction: 'output', drive: 'open-drain', value: 0 } as const;
    using chip = loadSync({ kernel }).openChip(1);
    using lines = chip.requestLines({ lines: Object.fromEntries(offsets.map((i) => [i, drain])) });
    const all = (value: 0 | 1) => Object.fromEntries(offsets.slice(1).map((i) => [i, value]));
    const odd = Object.fromEntries(offsets.filter((i) => i % 2 === 1).map((i) => [i, 0 as const]));
    lines.playSync([{ set: { 62: 1 } }, { set: all(1) }, { set: odd }, { set: { 33: 1, 2: 0 } }]);
    lines.reconfigure(Object.fromEntries(offsets.map((i) => [i, output])));
    const last = (i: number): number => Number(i === 33 || (i > 2 && i % 2 === 0));
    expect(offsets.map((i) => wide.line(i).level)).toEqual(offsets.map(last));
  });
});

describe('playing on a kernel that forwards to another', () => {
  const steps: Step[] = [
    { set: { LED: 1 }, waitUs: 30 },
    { get: ['BUTTON', 'LED'] },
    { set: { LED: 0 }, waitUs: 20 },
  ];

  /** Plays on a machine of its own in all ways, and returns all that can be seen. */
  async function playOn(view: (beneath: Kernel) => Kernel): Promise<unknown> {
    request.release();
    plug();
    request = openRequest(view(kernel));
    sim.line(2).pull('up');
    const playing = request.play(steps, { repeat: 2, timestamps: true });
    clock.advance(1);
    const played = await playing;
    const blocking = request.playSync(steps, { repeat: 2, timestamps: true, waitsFrom: 'start' });
    const { code, message } = failure(() => request.playSync([{ set: { BUTTON: 1 } }]));
    const now = clock.now();
    return { played, blocking, code, message, now, waveform: waveform(0) };
  }

  const plain = (): Promise<unknown> => playOn((beneath) => beneath);

  it('fails where that one cannot start, and is free for the next try', async () => {
    const played = vi.fn(() => -ERRNO.EAGAIN);
    request.release();
    request = openRequest({ ...slowed(kernel, () => {}), play: played });
    for (const times of [1, 2]) {
      const error = await rejection(request.play(steps));
      expect(error).toMatchObject({ code: 'EAGAIN', errno: ERRNO.EAGAIN });
      expect(error.message).toContain('the steps cannot be played');
      expect(played).toHaveBeenCalledTimes(times);
    }
  });

  it('is the same in a sandbox', async () => {
    const line = (name: string, right: 'input' | 'output') => ({
      line: name,
      name,
      allow: [right],
    });
    const boxed = await playOn((beneath) =>
      sandbox(beneath, {
        gpiochip0: {
          lines: [line('LED', 'output'), line('RED', 'output'), line('BUTTON', 'input')],
        },
      }),
    );
    expect(boxed).toEqual(await plain());
  });

  it('is the same where it is traced, and each call is', async () => {
    const log: string[] = [];
    const traced = await playOn((beneath) => trace(beneath, (line) => log.push(line)));
    const count = (call: string): number => log.filter((line) => line.includes(call)).length;
    expect(count('GPIO_V2_LINE_SET_VALUES_IOCTL')).toBe(9);
    expect(count('GPIO_V2_LINE_GET_VALUES_IOCTL')).toBe(4);
    expect(count('poll(')).toBe(4);
    expect(traced).toEqual(await plain());
  });
});

/** A kernel in which time passes with each ioctl. */
function slowed(beneath: SimKernel, pass: () => void): Kernel {
  return {
    name: 'slow',
    time: beneath.time,
    devices: () => beneath.devices(),
    watch: (fd, onReady) => beneath.watch(fd, onReady),
    attach(memory) {
      const calls = beneath.attach(memory);
      return {
        ...calls,
        ioctl(fd, code, arg, length) {
          pass();
          return calls.ioctl(fd, code, arg, length);
        },
      };
    },
  };
}

async function turns(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
