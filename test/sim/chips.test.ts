import { beforeEach, describe, expect, it } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import { INPUT } from '../../ts/sim/line-flags.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';
import { SimGuest } from '../support/sim-guest.js';

let kernel: SimKernel;
let guest: SimGuest;

beforeEach(() => {
  kernel = new SimKernel({ clock: new VirtualClock() });
  guest = new SimGuest(kernel);
});

describe('plugging chips in and out', () => {
  it('takes the lowest number that is free', () => {
    const chips = [kernel.plug(), kernel.plug(), kernel.plug()];
    expect(chips.map(({ name }) => name)).toEqual(['gpiochip0', 'gpiochip1', 'gpiochip2']);
    chips[1]?.unplug();
    chips[1]?.unplug();
    expect(kernel.plug().number).toBe(1);
    expect(kernel.chips.map(({ number }) => number)).toEqual([0, 1, 2]);
  });

  it('keeps the number of an unplugged chip until nobody has it open', () => {
    const chip = kernel.plug();
    const fd = guest.open(chip.path);
    const request = guest.request(fd, [0], INPUT);
    guest.calls.close(fd);
    chip.unplug();
    expect(kernel.plug().number).toBe(1);
    expect(guest.open('/dev/gpiochip0')).toBe(-ERRNO.ENOENT);
    guest.calls.close(request);
    expect(kernel.plug().number).toBe(0);
  });

  it('lists what is open', () => {
    const chip = kernel.plug();
    const fd = guest.open(chip.path);
    const request = guest.request(fd, [2, 1], INPUT);
    expect(kernel.openHandles).toEqual([
      { fd, kind: 'chip', description: '/dev/gpiochip0' },
      { fd: request, kind: 'request', description: 'gpiochip0: 2, 1' },
    ]);
    guest.calls.close(fd);
    guest.calls.close(request);
    expect(kernel.openHandles).toEqual([]);
  });

  it('ends what can be done from outside', () => {
    const chip = kernel.plug();
    chip.unplug();
    expect(() => chip.line(0).pull('up')).toThrow('gpiochip0 has been unplugged');
  });

  it('describes a line from outside', () => {
    const chip = kernel.plug({
      lines: 3,
      names: { 1: 'LÄMP' },
      hogs: [{ offset: 2, name: 'power', direction: 'output-high', activeLow: true }],
    });
    guest.request(guest.open(chip.path), [1], INPUT, { consumer: 'me' });
    const seen = chip.lines.map((line) => [
      line.name,
      line.consumer,
      line.direction,
      line.level,
      line.drivenBy,
    ]);
    expect(seen).toEqual([
      ['', undefined, 'input', 0, 'pull'],
      ['LÄMP', 'me', 'input', 0, 'pull'],
      ['', 'power', 'output', 0, 'line'],
    ]);
    expect(chip.label).toBe('gpio-sim.0-node0');
  });

  it('gives labels and names back whole, a byte order mark included', () => {
    const chip = kernel.plug({ label: '\uFEFFpanel', names: { 0: '\uFEFFLED' } });
    expect([chip.label, chip.line(0).name]).toEqual(['\uFEFFpanel', '\uFEFFLED']);
  });

  it('refuses lines and directions that are not there', () => {
    const chip = kernel.plug({ lines: 2 });
    expect(() => chip.line(2)).toThrow('gpiochip0 has lines 0 to 1, not 2');
    const sideways = 'sideways' as 'up';
    expect(() => chip.line(0).pull(sideways)).toThrow(TypeError);
  });
});
