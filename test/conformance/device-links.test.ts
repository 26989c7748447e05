import { symlinkSync, unlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { GpioSimMachine } from './gpio-sim-machine.js';
import type { TestChip } from './machine.js';

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describe('a link in /dev to a chip, as Raspberry Pi OS has one', () => {
  const bench = setUpBench(machine);
  const link = 'gpiochip-test-link';
  let plugged: TestChip;

  beforeEach(() => {
    plugged = bench.plug({ label: 'linked', names: { 1: 'linked-line' } });
    symlinkSync(plugged.name, `/dev/${link}`);
  });

  afterEach(() => unlinkSync(`/dev/${link}`));

  it('does not list the chip twice', () => {
    const linked = bench.gpiod.chips().filter((info) => info.label === 'linked');
    expect(linked.map((info) => info.path)).toEqual([plugged.path]);
    expect(bench.gpiod.findLine('linked-line')?.chip.path).toBe(plugged.path);
  });

  it('does not make its label ambiguous', () => {
    using chip = bench.gpiod.openChip({ label: 'linked' });
    expect(chip.path).toBe(plugged.path);
  });

  it('opens the chip by the name of the link', () => {
    using chip = bench.gpiod.openChip(link);
    expect(chip.info).toMatchObject({ path: `/dev/${link}`, name: plugged.name });
  });
});
