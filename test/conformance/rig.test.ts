import { existsSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { GpioSim } from '../support/gpio-sim.js';

describe('the kernel the suite runs on', () => {
  let sim: GpioSim | undefined;

  afterEach(() => sim?.dispose());

  it('reads back from outside what a line was pulled to', () => {
    sim = new GpioSim({ lines: 4 });
    sim.pull(2, 'up');
    expect([sim.value(1), sim.value(2)]).toEqual([0, 1]);
    sim.pull(2, 'down');
    expect(sim.value(2)).toBe(0);
  });

  it('gives each bank of a device a chip of its own', () => {
    sim = new GpioSim({ banks: [{ lines: 1 }, { lines: 512, label: 'wide' }] });
    expect(sim.chipNameOf(0)).not.toBe(sim.chipNameOf(1));
    sim.pull(511, 'up', 1);
    expect(sim.value(511, 1)).toBe(1);
  });

  it('shows a hog as driven and keeps names and reserved lines out of the way of others', () => {
    sim = new GpioSim({
      lines: 8,
      names: { 0: 'LED' },
      hogs: [{ offset: 3, name: 'power', direction: 'output-high' }],
      reserved: [7],
    });
    expect([sim.value(3), sim.value(0)]).toEqual([1, 0]);
  });

  it('makes the chip vanish where the driver is unbound, and come back', () => {
    sim = new GpioSim();
    const { chipPath } = sim;
    sim.unbind();
    expect(existsSync(chipPath)).toBe(false);
    sim.bind();
    expect(existsSync(sim.chipPath)).toBe(true);
  });

  it('leaves nothing behind after dispose, called once or twice', () => {
    sim = new GpioSim({ names: { 1: 'x' } });
    sim.dispose();
    sim.dispose();
    const devices = readdirSync('/sys/kernel/config/gpio-sim');
    expect(devices.filter((name) => name.includes(`-${process.pid}-`))).toEqual([]);
  });
});
