import { beforeEach, describe, expect, test } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import {
  GPIO_GET_LINEINFO_UNWATCH_IOCTL,
  gpio_v2_line_changed_type,
} from '../../ts/kernel/generated/uapi.js';
import { POLLERR, POLLHUP, POLLIN } from '../../ts/kernel/kernel.js';
import { type Grants, type SandboxKernel, sandbox } from '../../ts/sandbox.js';
import { EDGE, INPUT, OUTPUT } from '../../ts/sim/line-flags.js';
import { createSim, type Sim } from '../../ts/sim.js';
import { SimGuest } from '../support/sim-guest.js';
import { machine } from './support.js';

const EVENT = 48;
const CHANGE = 288;
const allow = ['input', 'edges', 'watch', 'debounce'] as const;
const grants: Grants = {
  gpiochip0: {
    lines: [
      { line: 'BUTTON', name: 'KEY', allow },
      { line: 'KNOB', name: 'DIAL', allow },
    ],
  },
};

let sim: Sim;
let kernel: SandboxKernel;
let guest: SimGuest;
let chip: number;

beforeEach(() => {
  sim = machine();
  kernel = sandbox(sim.kernel, grants, { eventBuffer: 4 });
  guest = new SimGuest(kernel);
  chip = guest.open('/dev/gpiochip0');
});

/** Changes the level of a true line so many times. */
function swing(line: string, times: number): void {
  for (let i = 0; i < times; i += 1) {
    sim.line(line).pull(sim.line(line).level === 0 ? 'up' : 'down');
  }
}

describe('the calls of a sandbox', () => {
  test('check pointers, lengths and descriptors', () => {
    const { calls } = guest;
    expect(calls.open(65530, 7)).toBe(-ERRNO.EFAULT);
    expect(calls.read(chip, 65530, CHANGE)).toBe(-ERRNO.EFAULT);
    expect(calls.poll(65530, 1, 0n)).toBe(-ERRNO.EFAULT);
    expect(calls.ioctl(chip, 0xc004_5401 | 0, 8, 8)).toBe(-ERRNO.EINVAL);
    expect(calls.ioctl(99, 0xc004_b4ff | 0, 8, 4)).toBe(-ERRNO.EBADF);
    expect([calls.read(99, 0, CHANGE), calls.close(99)]).toEqual([-ERRNO.EBADF, -ERRNO.EBADF]);
  });

  test('read whole events, and no more than there is room for', () => {
    const request = guest.request(chip, [0], INPUT | EDGE);
    swing('BUTTON', 3);
    expect(guest.read(request, EVENT - 1)).toBe(-ERRNO.EINVAL);
    expect(guest.read(request, 2 * EVENT + 47)).toBe(2 * EVENT);
    expect(guest.read(request)).toBe(EVENT);
    expect(guest.watchInfo(chip, 1)).toBe(0);
    const other = guest.request(chip, [1], INPUT);
    guest.configure(other, INPUT | EDGE);
    guest.calls.close(other);
    expect(guest.read(chip, CHANGE - 1)).toBe(-ERRNO.EINVAL);
    expect(guest.read(chip, 2 * CHANGE + 287)).toBe(2 * CHANGE);
    expect(guest.changes(chip).map(({ event_type }) => event_type)).toEqual([
      gpio_v2_line_changed_type.RELEASED,
    ]);
  });

  test('wait for ever where nothing can come, as beneath', () => {
    expect(guest.read(chip)).toBe(-ERRNO.EDEADLK);
    expect(guest.read(guest.request(chip, [0], INPUT | EDGE))).toBe(-ERRNO.EDEADLK);
  });

  test('tell of several descriptors which is ready', () => {
    const [key, dial] = [0, 1].map((offset) => guest.request(chip, [offset], INPUT | EDGE));
    swing('KNOB', 1);
    expect(guest.poll([key ?? -1, dial ?? -1, chip], 0n)).toBe(1);
    expect([0, 1, 2].map((i) => guest.conditions(i))).toEqual([0, POLLIN, 0]);
  });

  test.each([
    ['the kernel gives more by default', 0],
    ['asked', 4],
  ])('keep no more events than the sandbox allows, where %s', (_, size) => {
    const request = guest.request(chip, [0], INPUT | EDGE, { event_buffer_size: size });
    swing('BUTTON', 10);
    expect(guest.edges(request).map(({ seqno }) => seqno)).toEqual([7, 8, 9, 10]);
  });

  test('keep as few events as were asked for', () => {
    const request = guest.request(chip, [0], INPUT | EDGE, { event_buffer_size: 2 });
    swing('BUTTON', 10);
    expect(guest.edges(request)).toHaveLength(2);
  });

  test('refuse what Linux does not know', () => {
    const flags = BigInt(INPUT);
    const attr = { attr: { id: 1, padding: 1, flags }, mask: 1n };
    expect(guest.request(chip, [0], INPUT | (1 << 24))).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { flags, num_attrs: 1, attrs: [attr] })).toBe(-ERRNO.EINVAL);
    const unknown = { attr: { id: 1, flags: flags | (1n << 24n) }, mask: 1n };
    expect(guest.request(chip, [0], { flags, num_attrs: 1, attrs: [unknown] })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { flags, attrs: [{ mask: 1n }] })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { flags, padding: [1] })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [], INPUT)).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [2], INPUT)).toBe(-ERRNO.EINVAL);
  });

  test('take as many attributes as Linux does', () => {
    const attrs = Array.from({ length: 10 }, () => ({
      attr: { id: 1, flags: BigInt(INPUT) },
      mask: 1n,
    }));
    const config = { flags: BigInt(INPUT), attrs };
    expect(guest.request(chip, [0], { ...config, num_attrs: 11 })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { ...config, num_attrs: 10 })).toBeGreaterThan(0);
  });

  test('show the debounce period of a line', () => {
    const attr = { id: 3, debounce_period_us: 70_000 };
    const attrs = [{ attr, mask: 1n }];
    expect(guest.request(chip, [0], { flags: BigInt(INPUT), num_attrs: 1, attrs })).toBeGreaterThan(
      0,
    );
    const { num_attrs, attrs: shown } = guest.info(chip, 0);
    expect([num_attrs, shown[0]]).toMatchObject([1, attr]);
    expect(guest.info(chip, 1).num_attrs).toBe(0);
  });
});

describe('the lines of a sandbox', () => {
  test('may be more than 32 of a request', () => {
    const offsets = Array.from({ length: 40 }, (_, i) => i);
    sim = createSim({ chips: [{ label: 'wide', lines: 40 }] });
    const lines = offsets.map((i) => ({ line: `wide:${i}`, allow: ['output'] as const }));
    guest = new SimGuest(sandbox(sim.kernel, { gpiochip0: { lines } }));
    const request = guest.request(guest.open('/dev/gpiochip0'), offsets, OUTPUT);
    const bits = (1n << 35n) | (1n << 2n);
    expect(guest.setValues(request, bits, (1n << 40n) - 1n)).toBe(0);
    expect(sim.chips[0]?.lines.flatMap(({ offset, level }) => (level === 1 ? offset : []))).toEqual(
      [2, 35],
    );
    expect(guest.values(request, 0xff_0000_00ffn)).toBe(bits);
    expect(guest.values(request, 1n << 35n)).toBe(1n << 35n);
  });

  test('may be watched on two true chips at once', () => {
    const lines = ['GPIO0', 'BUTTON'].map((line) => ({ line, allow: ['input', 'watch'] as const }));
    guest = new SimGuest(sandbox(sim.kernel, { gpiochip0: { lines } }));
    chip = guest.open('/dev/gpiochip0');
    const use = (offset: number): number => guest.calls.close(guest.request(chip, [offset], INPUT));
    for (const offset of [1, 0]) {
      guest.watchInfo(chip, offset);
      use(offset);
      expect(guest.read(chip)).toBe(2 * CHANGE);
      use(offset);
      expect(guest.changes(chip).map(({ info }) => info.offset)).toEqual([offset, offset]);
    }
  });
});

describe('after a line is revoked', () => {
  test('it is neither watched nor let go', () => {
    kernel.revoke('BUTTON');
    expect(guest.watchInfo(chip, 0)).toBe(-ERRNO.ENODEV);
    guest.view.setUint32(0, 0, true);
    expect(guest.calls.ioctl(chip, GPIO_GET_LINEINFO_UNWATCH_IOCTL | 0, 0, 4)).toBe(-ERRNO.ENODEV);
  });

  test('a watch on its request says so once, and not while it is paused', async () => {
    const seen: number[] = [];
    const request = guest.request(chip, [0], INPUT | EDGE);
    const watch = kernel.watch(request, (revents) => seen.push(revents));
    if (typeof watch === 'number') throw new Error(`errno ${-watch}`);
    watch.pause();
    kernel.revoke('BUTTON');
    await sim.settle();
    expect(seen).toEqual([]);
    watch.resume();
    await sim.settle();
    expect(seen).toEqual([POLLHUP | POLLERR]);
    watch.close();
  });
});
