import { beforeEach, describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import * as uapi from '../../ts/kernel/generated/uapi.js';
import { POLLERR, POLLHUP, POLLNVAL } from '../../ts/kernel/kernel.js';
import {
  ACTIVE_LOW,
  BIAS_PULL_UP,
  EDGE,
  EDGE_FALLING,
  EDGE_RISING,
  EVENT_CLOCK_HTE,
  EVENT_CLOCK_REALTIME,
  INPUT,
  OUTPUT,
  USED,
} from '../../ts/sim/line-flags.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { SimGuest } from '../support/sim-guest.js';

const { REQUESTED, RELEASED, CONFIG } = uapi.gpio_v2_line_changed_type;

let sim: SimChip;
let guest: SimGuest;
let chip: number;

beforeEach(() => {
  const kernel = new SimKernel({ clock: new VirtualClock() });
  sim = kernel.plug({ lines: 70, hogs: [{ offset: 5, direction: 'input' }] });
  guest = new SimGuest(kernel);
  chip = guest.open(sim.path);
});

/** Changes a line's level so many times. */
function swing(offset: number, times: number): void {
  for (let i = 0; i < times; i += 1) {
    sim.line(offset).pull(sim.line(offset).level === 0 ? 'up' : 'down');
  }
}

// What Linux itself does is compared by test/differential; this is what it has no say in, or where
// a reader wants to see it.
describe('line requests of the simulated kernel', () => {
  it('drop the oldest edges, and count them all the same', () => {
    const request = guest.request(chip, [0], INPUT | EDGE, { event_buffer_size: 3 });
    swing(0, 6);
    expect(guest.edges(request).map(({ line_seqno }) => line_seqno)).toEqual([3, 4, 5, 6]);
  });

  it('number the edges of all lines, and those of each', () => {
    const request = guest.request(chip, [0, 1], INPUT | EDGE);
    swing(0, 2);
    swing(1, 1);
    swing(0, 1);
    const numbers = guest.edges(request).map((each) => [each.offset, each.seqno, each.line_seqno]);
    expect(numbers).toEqual([
      [0, 1, 1],
      [0, 2, 2],
      [1, 3, 1],
      [0, 4, 3],
    ]);
  });

  it('see the edges of active-low lines the other way round', () => {
    const rising = guest.request(chip, [0], INPUT | EDGE_RISING | ACTIVE_LOW);
    const falling = guest.request(chip, [1], INPUT | EDGE_FALLING | ACTIVE_LOW);
    const both = guest.request(chip, [2], INPUT | EDGE | ACTIVE_LOW);
    for (const offset of [0, 1, 2]) swing(offset, 2);
    const ids = [rising, falling, both].map((fd) => guest.edges(fd).map(({ id }) => id));
    expect(ids).toEqual([[1], [2], [2, 1]]);
  });

  it('report an edge that their own bias makes', () => {
    const request = guest.request(chip, [0], INPUT | EDGE);
    guest.configure(request, INPUT | EDGE | BIAS_PULL_UP);
    expect(guest.edges(request)).toMatchObject([{ id: 1, line_seqno: 1 }]);
  });

  it('take up to 64 lines, each once, all or none', () => {
    const all = Array.from({ length: 64 }, (_, i) => i + 6);
    const request = guest.request(chip, all, OUTPUT);
    expect(guest.setValues(request, 1n << 63n, 1n << 63n)).toBe(0);
    expect([sim.line(69).level, guest.values(request, 1n << 63n)]).toEqual([1, 1n << 63n]);
    guest.calls.close(request);
    expect(guest.request(chip, [1, 2, 1], INPUT)).toBe(-ERRNO.EBUSY);
    expect(guest.request(chip, [1, 2, 5], INPUT)).toBe(-ERRNO.EBUSY);
    expect(guest.request(chip, [1, 70], INPUT)).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [1], INPUT, { num_lines: 65 })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [], INPUT)).toBe(-ERRNO.EINVAL);
    expect(guest.info(chip, 1).flags).toBe(BigInt(INPUT));
  });

  it('show as "?" where they name no consumer', () => {
    guest.request(chip, [0], INPUT);
    guest.request(chip, [1], INPUT, { consumer: 'me' });
    expect([0, 1, 5].map((offset) => guest.info(chip, offset).consumer)).toEqual(['?', 'me', '?']);
  });

  it('leave direction and clock behind, which Linux forgets to clear', () => {
    const request = guest.request(chip, [0], INPUT | EDGE | EVENT_CLOCK_REALTIME);
    guest.calls.close(request);
    expect(guest.info(chip, 0).flags).toBe(BigInt(INPUT | EVENT_CLOCK_REALTIME));
  });

  it('cannot have hardware timestamps, as on kernels without CONFIG_HTE', () => {
    expect(guest.request(chip, [0], INPUT | EDGE | EVENT_CLOCK_HTE)).toBe(-ERRNO.EOPNOTSUPP);
  });

  it('need a buffer for two edges at least', () => {
    expect(guest.request(chip, [0], INPUT | EDGE, { event_buffer_size: 1 })).toBe(-ERRNO.EINVAL);
    const request = guest.request(chip, [0], INPUT, { event_buffer_size: 1 });
    expect(guest.configure(request, INPUT | EDGE)).toBe(-ERRNO.EINVAL);
  });

  it('refuse what Linux keeps for later: padding, flags, and attributes beyond their number', () => {
    const flags = BigInt(INPUT);
    const [padding, attr] = [[0, 0, 0, 0, 1], { attr: { id: 1, padding: 1, flags }, mask: 1n }];
    expect(guest.request(chip, [0], { flags, padding })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { flags, num_attrs: 1, attrs: [attr] })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], { flags, attrs: [{ mask: 1n }] })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], INPUT, { padding })).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], INPUT | (1 << 24))).toBe(-ERRNO.EINVAL);
    expect(guest.request(chip, [0], INPUT)).toBeGreaterThan(0);
  });

  it('have nothing to read, ever, where they have no edges', () => {
    const request = guest.request(chip, [0], INPUT);
    swing(0, 1);
    expect(guest.poll([request, -1], 0n)).toBe(0);
    expect(guest.read(request)).toBe(-ERRNO.EDEADLK);
  });

  it('set no line where one of them is an input', () => {
    const request = guest.request(chip, [0, 1], {
      flags: BigInt(OUTPUT),
      num_attrs: 1,
      attrs: [{ attr: { id: 1, flags: BigInt(INPUT) }, mask: 2n }],
    });
    expect(guest.setValues(request, 3n, 3n)).toBe(-ERRNO.EPERM);
    expect(sim.line(0).level).toBe(0);
    expect(guest.setValues(request, 3n, 1n)).toBe(0);
    expect(guest.setValues(request, 3n, 4n)).toBe(-ERRNO.EINVAL);
  });

  it('know no ioctl of version 1 and none that is unheard of', () => {
    const request = guest.request(chip, [0], INPUT);
    for (const { request: code, name, argument } of uapi.ioctls) {
      if (name.includes('V2') || name === 'GPIO_GET_CHIPINFO_IOCTL') continue;
      if (name === 'GPIO_GET_LINEINFO_UNWATCH_IOCTL' || typeof argument !== 'object') continue;
      expect(guest.ioctl(chip, code, argument, {})).toBe(-ERRNO.EINVAL);
      expect(guest.ioctl(request, code, argument, {})).toBe(-ERRNO.EINVAL);
    }
    expect(guest.calls.ioctl(chip, 0xc004_b4ff | 0, 8, 4)).toBe(-ERRNO.EINVAL);
    expect(guest.calls.ioctl(chip, 0xc004_5401 | 0, 8, 4)).toBe(-ERRNO.ENOTTY);
    expect(guest.calls.ioctl(chip, 0xc004_b4ff | 0, 65535, 4)).toBe(-ERRNO.EFAULT);
    expect(guest.calls.ioctl(chip, 0xc004_5401 | 0, 8, 8)).toBe(-ERRNO.EINVAL);
    expect(guest.calls.ioctl(99, 0xc004_b4ff | 0, 8, 4)).toBe(-ERRNO.EBADF);
  });
});

describe('chips of the simulated kernel', () => {
  it('tell each watcher of a line once what becomes of it', () => {
    const other = guest.open(sim.path);
    expect(guest.watchInfo(chip, 0)).toBe(0);
    expect(guest.watchInfo(chip, 0)).toBe(-ERRNO.EBUSY);
    const request = guest.request(other, [1, 0], INPUT);
    guest.configure(request, OUTPUT);
    guest.calls.close(request);
    expect(guest.changes(chip).map((each) => [each.event_type, each.info.flags])).toEqual([
      [REQUESTED, BigInt(USED | INPUT)],
      [CONFIG, BigInt(USED | OUTPUT)],
      [RELEASED, BigInt(OUTPUT)],
    ]);
    expect(guest.changes(other)).toEqual([]);
  });

  it('keep 32 info events and drop later ones', () => {
    guest.watchInfo(chip, 0);
    const request = guest.request(chip, [0], INPUT);
    for (let i = 0; i < 40; i += 1) guest.configure(request, i % 2 === 0 ? OUTPUT : INPUT);
    const events = guest.changes(chip);
    expect(events).toHaveLength(32);
    expect(events[0]?.event_type).toBe(REQUESTED);
  });

  it('give whole events only, and none to who has no room for one', () => {
    guest.watchInfo(chip, 0);
    for (let i = 0; i < 2; i += 1) guest.calls.close(guest.request(chip, [0], INPUT));
    expect(guest.read(chip, 287)).toBe(-ERRNO.EINVAL);
    expect(guest.read(chip, 2 * 288 + 287)).toBe(2 * 288);
    expect(guest.changes(chip)).toHaveLength(2);
  });

  it('hang up when unplugged', () => {
    const request = guest.request(chip, [0], INPUT | EDGE);
    swing(0, 1);
    sim.unplug();
    expect(guest.poll([request, chip, 99], 0n)).toBe(3);
    expect([0, 1, 2].map((i) => guest.conditions(i))).toEqual([
      POLLHUP | POLLERR,
      POLLHUP | POLLERR,
      POLLNVAL,
    ]);
    expect(guest.read(request)).toBe(-ERRNO.ENODEV);
    expect(guest.read(chip)).toBe(-ERRNO.ENODEV);
    expect(guest.values(request)).toBe(-ERRNO.ENODEV);
    expect(guest.request(chip, [0], INPUT)).toBe(-ERRNO.ENODEV);
    expect(guest.calls.close(request)).toBe(0);
  });
});
