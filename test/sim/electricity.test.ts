import { beforeEach, describe, expect, it } from 'vitest';
import {
  ACTIVE_LOW,
  BIAS_PULL_DOWN,
  BIAS_PULL_UP,
  EDGE,
  INPUT,
  OPEN_DRAIN,
  OPEN_SOURCE,
  OUTPUT,
} from '../../ts/sim/line-flags.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import type { SimLine } from '../../ts/sim/sim-line.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { SimGuest } from '../support/sim-guest.js';

let kernel: SimKernel;
let sim: SimChip;
let guest: SimGuest;
let chip: number;

beforeEach(() => {
  kernel = new SimKernel({ clock: new VirtualClock() });
  sim = kernel.plug({ lines: 4 });
  guest = new SimGuest(kernel);
  chip = guest.open(sim.path);
});

describe('a simulated line', () => {
  it('goes where it is pulled while nobody drives it', () => {
    const line = sim.line(0);
    expect([line.level, line.drivenBy]).toEqual([0, 'pull']);
    line.pull('up');
    expect(line.level).toBe(1);
  });

  it('does not mind its pull while it is driven, and floats to it when released', () => {
    const line = sim.line(0);
    const request = guest.request(chip, [0], OUTPUT);
    line.pull('up');
    expect([line.level, line.drivenBy]).toEqual([0, 'line']);
    guest.calls.close(request);
    expect([line.level, line.drivenBy]).toEqual([1, 'pull']);
  });

  it('floats to its pull as soon as it becomes an input', () => {
    const line = sim.line(0);
    const request = guest.request(chip, [0], OUTPUT);
    line.pull('up');
    guest.configure(request, INPUT);
    expect(line.level).toBe(1);
  });

  it('floats as an open drain at 1, and as an open source at 0', () => {
    const [drain, source] = [guest.request(chip, [0], OUTPUT | OPEN_DRAIN), sim.line(0)];
    sim.line(0).pull('up');
    expect(source.level).toBe(0);
    guest.setValues(drain, 1n);
    expect([sim.line(0).level, sim.line(0).drivenBy]).toEqual([1, 'pull']);
    guest.setValues(drain, 0n);
    expect([sim.line(0).level, sim.line(0).drivenBy]).toEqual([0, 'line']);

    const other = guest.request(chip, [1], OUTPUT | OPEN_SOURCE);
    guest.setValues(other, 1n);
    expect([sim.line(1).level, sim.line(1).drivenBy]).toEqual([1, 'line']);
    guest.setValues(other, 0n);
    expect([sim.line(1).level, sim.line(1).drivenBy]).toEqual([0, 'pull']);
  });

  it('has its pull turned by a bias', () => {
    const request = guest.request(chip, [0, 1], INPUT | BIAS_PULL_UP);
    expect(guest.values(request)).toBe(0b11n);
    sim.line(0).pull('down');
    expect(guest.values(request)).toBe(0b10n);
    guest.configure(request, INPUT | BIAS_PULL_DOWN);
    expect(guest.values(request)).toBe(0n);
  });

  it('is only seen the other way round where it is active-low', () => {
    const request = guest.request(chip, [0], INPUT | ACTIVE_LOW);
    expect([sim.line(0).level, guest.values(request)]).toEqual([0, 1n]);
    sim.line(0).pull('up');
    expect([sim.line(0).level, guest.values(request)]).toEqual([1, 0n]);
    guest.configure(request, OUTPUT | ACTIVE_LOW);
    expect([sim.line(0).level, guest.values(request)]).toEqual([1, 0n]);
    guest.setValues(request, 1n);
    expect(sim.line(0).level).toBe(0);
  });

  it('keeps its last level where the chip is made as gpio-sim', () => {
    const held = kernel.plug({ floating: 'held' });
    const fd = guest.open(held.path);
    const drain = guest.request(fd, [0], OUTPUT | OPEN_DRAIN);
    held.line(0).pull('up');
    guest.setValues(drain, 1n);
    expect(held.line(0).level).toBe(0);
    held.line(0).pull('up');
    expect(held.line(0).level).toBe(1);
  });

  it('tells its listeners of changes only, until they have had enough', () => {
    const seen: unknown[] = [];
    const stop = sim.line(0).listen((level, time) => seen.push([level, time]));
    sim.line(0).pull('down');
    sim.line(0).pull('up');
    sim.line(0).pull('up');
    sim.line(0).pull('down');
    stop();
    sim.line(0).pull('up');
    expect(seen).toEqual([
      [1, 1_000_000_000n],
      [0, 1_000_000_000n],
    ]);
  });
});

describe('what a listener throws', () => {
  it('reaches nobody on the way, but is uncaught', async () => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const uncaught = new Promise((resolve) => process.once('uncaughtException', resolve));
    sim.line(0).listen(() => {
      throw new Error('mine');
    });
    const seen: number[] = [];
    sim.line(0).listen((level) => seen.push(level));
    const request = guest.request(chip, [0], OUTPUT);
    expect(guest.setValues(request, 1n)).toBe(0);
    expect(await uncaught).toEqual(new Error('mine'));
    expect(seen).toEqual([1]);
    for (const other of others) process.on('uncaughtException', other);
  });
});

describe('wired lines', () => {
  it('carry an output to inputs, with edges, across chips', () => {
    const other = kernel.plug({ lines: 1 });
    kernel.wire(sim.line(0), sim.line(1));
    kernel.wire(sim.line(1), other.line(0));
    const output = guest.request(chip, [0], OUTPUT);
    const input = guest.request(guest.open(other.path), [0], INPUT | EDGE);
    guest.setValues(output, 1n);
    guest.setValues(output, 0n);
    expect(guest.edges(input).map(({ id }) => id)).toEqual([1, 2]);
    expect([sim.line(0).drivenBy, other.line(0).drivenBy]).toEqual(['line', 'wire']);
  });

  it('are a wired-AND of open drains', () => {
    kernel.wire(sim.line(0), sim.line(1));
    const both = [0, 1].map((offset) => guest.request(chip, [offset], OUTPUT | OPEN_DRAIN));
    sim.line(1).pull('up');
    const levels = [0b00, 0b01, 0b10, 0b11].map((bits) => {
      for (const [i, request] of both.entries()) guest.setValues(request, BigInt((bits >> i) & 1));
      return sim.line(0).level;
    });
    expect(levels).toEqual([0, 0, 0, 1]);
    expect(sim.line(0).contended).toBe(false);
  });

  it('are contended while their outputs fight; 0 wins', () => {
    kernel.wire(sim.line(0), sim.line(1));
    const show = ({ level, contended }: SimLine): string =>
      `${level}${contended ? ' contended' : ''}`;
    const states = (): string[] => sim.lines.slice(0, 2).map(show);
    const request = guest.request(chip, [0], { flags: BigInt(OUTPUT) });
    const other = guest.request(chip, [1], OUTPUT);
    expect(states()).toEqual(['0', '0']);
    guest.setValues(request, 1n);
    expect(states()).toEqual(['0 contended', '0 contended']);
    guest.setValues(other, 1n);
    expect(states()).toEqual(['1', '1']);
    guest.setValues(other, 0n);
    expect(states()).toEqual(['0 contended', '0 contended']);
  });

  it('may change together in one call without a fight', () => {
    kernel.wire(sim.line(0), sim.line(1));
    const seen: string[] = [];
    for (const line of sim.lines) line.listen((level) => seen.push(`${level} ${line.contended}`));
    const request = guest.request(chip, [0, 1], OUTPUT);
    guest.setValues(request, 0b11n);
    guest.setValues(request, 0b00n);
    expect(seen).toEqual(['1 false', '1 false', '0 false', '0 false']);
  });

  it('follow the pull that was turned last', () => {
    sim.line(0).pull('up');
    kernel.wire(sim.line(0), sim.line(1));
    expect(sim.line(1).level).toBe(1);
    sim.line(1).pull('down');
    expect(sim.line(0).level).toBe(0);
  });

  it('interrupt an input whose level changes by being wired', () => {
    const input = guest.request(chip, [0], INPUT | EDGE);
    guest.setValues(guest.request(chip, [1], OUTPUT), 1n);
    kernel.wire(sim.line(0), sim.line(1));
    expect(guest.edges(input).map(({ id }) => id)).toEqual([1]);
    kernel.wire(sim.line(1), sim.line(0));
    expect(guest.edges(input)).toEqual([]);
  });

  it('are cut when a chip is unplugged', () => {
    const other = kernel.plug({ lines: 1 });
    kernel.wire(sim.line(0), other.line(0));
    guest.setValues(guest.request(guest.open(other.path), [0], OUTPUT), 1n);
    expect(sim.line(0).level).toBe(1);
    other.unplug();
    expect([sim.line(0).level, sim.line(0).drivenBy]).toEqual([0, 'pull']);
  });

  it('stay wired to each other when one of them is unplugged', () => {
    const other = kernel.plug({ lines: 1 });
    for (const line of [other.line(0), sim.line(2)]) kernel.wire(sim.line(1), line);
    other.unplug();
    guest.setValues(guest.request(chip, [1], OUTPUT), 1n);
    expect(sim.line(2).level).toBe(1);
  });

  it('may be part of a circuit: listeners that pull others, in order', () => {
    const seen: string[] = [];
    for (const line of sim.lines) {
      line.listen((level) => seen.push(`${line.offset}=${level}`));
    }
    sim.line(0).listen((level) => sim.line(1).pull(level === 1 ? 'up' : 'down'));
    sim.line(1).listen((level) => sim.line(2).pull(level === 1 ? 'down' : 'up'));
    sim.line(0).pull('up');
    sim.line(0).pull('down');
    expect(seen).toEqual(['0=1', '1=1', '0=0', '1=0', '2=1']);
  });
});
