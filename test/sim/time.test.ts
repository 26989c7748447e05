import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { gpio_v2_line_attr_id } from '../../ts/kernel/generated/uapi.js';
import { POLLIN } from '../../ts/kernel/kernel.js';
import { EDGE, EVENT_CLOCK_REALTIME, INPUT } from '../../ts/sim/line-flags.js';
import { RealClock } from '../../ts/sim/real-clock.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { SimGuest } from '../support/sim-guest.js';

const MS = 1_000_000n;

function debounced(periodUs: number, flags = INPUT | EDGE) {
  const attr = { id: gpio_v2_line_attr_id.DEBOUNCE, debounce_period_us: periodUs };
  return { flags: BigInt(flags), num_attrs: 1, attrs: [{ attr, mask: 0xffn }] };
}

describe('a virtual clock', () => {
  it('stands still until it is advanced, in fractions of milliseconds too', () => {
    const clock = new VirtualClock({ startNs: 5n, realtimeNs: 100n });
    expect([clock.now(), clock.realtime()]).toEqual([5n, 100n]);
    clock.advance(0.25);
    expect([clock.now(), clock.realtime()]).toEqual([250_005n, 250_100n]);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  });

  it('lets timers expire in order, each at its own time, those set meanwhile included', () => {
    const clock = new VirtualClock({ startNs: 0n });
    const seen: unknown[] = [];
    const note = (name: string) => () => seen.push([name, clock.now()]);
    clock.setTimer(3n * MS, note('third'));
    clock.setTimer(1n * MS, () => clock.setTimer(2n * MS, note('second')));
    clock.setTimer(3n * MS, note('fourth'));
    clock.setTimer(1n * MS, note('cancelled')).cancel();
    clock.advance(3);
    expect(seen).toEqual([
      ['second', 2n * MS],
      ['third', 3n * MS],
      ['fourth', 3n * MS],
    ]);
  });

  it('does not block who waits, but passes', () => {
    const clock = new VirtualClock({ startNs: 0n });
    expect(clock.wait(7n)).toBe(true);
    expect(clock.now()).toBe(7n);
    clock.setTimer(9n, () => {});
    expect([clock.wait(undefined), clock.now()]).toEqual([true, 9n]);
    expect(clock.wait(undefined)).toBe(false);
  });
});

describe('time on the simulated kernel', () => {
  let clock: VirtualClock;
  let sim: SimChip;
  let guest: SimGuest;
  let chip: number;

  beforeEach(() => {
    clock = new VirtualClock({ startNs: 1000n * MS, realtimeNs: 5000n * MS });
    const kernel = new SimKernel({ clock });
    sim = kernel.plug();
    guest = new SimGuest(kernel);
    chip = guest.open(sim.path);
  });

  it('ends a poll that waits for a debounced edge', () => {
    const request = guest.request(chip, [0], debounced(20_000));
    sim.line(0).pull('up');
    expect(guest.poll([request], 500n * MS)).toBe(1);
    expect(guest.conditions()).toBe(POLLIN);
    expect(clock.now()).toBe(1020n * MS);
    expect(guest.edges(request)).toMatchObject([{ id: 1, timestamp_ns: 1020n * MS }]);
  });

  it('ends a read that waits for a debounced edge', () => {
    const request = guest.request(chip, [0], debounced(20_000));
    sim.line(0).pull('up');
    expect(guest.read(request)).toBe(48);
    expect(clock.now()).toBe(1020n * MS);
  });

  it('ends a poll at its timeout', () => {
    const request = guest.request(chip, [0], debounced(700_000));
    sim.line(0).pull('up');
    expect(guest.poll([request], 500n * MS)).toBe(0);
    expect(clock.now()).toBe(1500n * MS);
    expect(guest.poll([], 3n)).toBe(0);
    expect(clock.now()).toBe(1500n * MS + 3n);
  });

  it('makes waits that can never end fail with EDEADLK', () => {
    const request = guest.request(chip, [0], INPUT | EDGE);
    expect(guest.read(request)).toBe(-ERRNO.EDEADLK);
    expect(guest.read(chip)).toBe(-ERRNO.EDEADLK);
    expect(guest.poll([request, chip], -1n)).toBe(-ERRNO.EDEADLK);
  });

  it('is told by the clock that a request chose', () => {
    const request = guest.request(chip, [0], INPUT | EDGE | EVENT_CLOCK_REALTIME);
    const other = guest.request(chip, [1], INPUT | EDGE);
    for (const offset of [0, 1]) sim.line(offset).pull('up');
    expect(guest.edges(request)[0]?.timestamp_ns).toBe(5000n * MS);
    expect(guest.edges(other)[0]?.timestamp_ns).toBe(1000n * MS);
  });

  it('keeps the time of a level on its way when the period changes', () => {
    const request = guest.request(chip, [0], debounced(20_000));
    sim.line(0).pull('up');
    guest.configure(request, debounced(500_000));
    expect(guest.info(chip, 0).attrs[0]?.debounce_period_us).toBe(500_000);
    clock.advance(20);
    expect(guest.edges(request)).toHaveLength(1);
    sim.line(0).pull('down');
    clock.advance(499);
    expect(guest.values(request)).toBe(1n);
    clock.advance(1);
    expect(guest.values(request)).toBe(0n);
  });

  it('forgets a level on its way when the request is closed, or debouncing ends', () => {
    const request = guest.request(chip, [0], debounced(20_000));
    sim.line(0).pull('up');
    guest.configure(request, INPUT | EDGE);
    expect(guest.values(request)).toBe(1n);
    guest.configure(request, debounced(20_000));
    sim.line(0).pull('down');
    guest.calls.close(request);
    expect(clock.nextTimer).toBeUndefined();
  });
});

describe('a real clock', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("tells the machine's monotonic time, and the time of day to the millisecond", () => {
    const clock = new RealClock();
    const before = process.hrtime.bigint();
    const now = clock.now();
    expect(now >= before && now <= process.hrtime.bigint()).toBe(true);
    const off = clock.realtime() - BigInt(Date.now()) * MS;
    expect(off > -10n * MS && off < 10n * MS).toBe(true);
  });

  it('blocks the thread until the next timer, which sees its own time', () => {
    const clock = new RealClock();
    const at = clock.now() + 2n * MS;
    let seen: bigint | undefined;
    clock.setTimer(at, () => {
      seen = clock.now();
    });
    expect(clock.wait(at + 10_000n * MS)).toBe(true);
    expect(seen).toBe(at);
    expect(clock.now() >= at).toBe(true);
    expect(clock.wait(undefined)).toBe(false);
  });

  it('runs timers from the event loop, under the fake timers of a test as well', async () => {
    vi.useFakeTimers();
    const clock = new RealClock();
    await new Promise<void>((done) => {
      clock.setTimer(clock.now(), () => clock.setTimer(clock.now() + MS, done));
    });
  });

  it('makes up for timers that were late before anything depends on them', () => {
    const clock = new RealClock();
    const kernel = new SimKernel({ clock });
    const sim = kernel.plug();
    const guest = new SimGuest(kernel);
    const request = guest.request(guest.open(sim.path), [0], debounced(1000));
    sim.line(0).pull('up');
    const pulled = clock.now();
    while (clock.now() < pulled + 2n * MS);
    sim.line(0).pull('down');
    const [event] = guest.edges(request);
    expect(event).toMatchObject({ id: 1 });
    expect((event?.timestamp_ns ?? 0n) <= pulled + MS).toBe(true);
  });

  it('waits really for a poll and a read', () => {
    const kernel = new SimKernel();
    const sim = kernel.plug();
    const guest = new SimGuest(kernel);
    const request = guest.request(guest.open(sim.path), [0], debounced(2000));
    sim.line(0).pull('up');
    expect(guest.poll([request], 60_000n * MS)).toBe(1);
    expect(guest.read(request)).toBe(48);
    const before = process.hrtime.bigint();
    expect(guest.poll([request], 3n * MS)).toBe(0);
    expect(process.hrtime.bigint() - before >= 3n * MS).toBe(true);
  });
});
