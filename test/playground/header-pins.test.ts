import { describe, expect, test } from 'vitest';
import { headerPins } from '../../ts/playground/page/header-pins.js';
import { presetNames } from '../../ts/sim.js';

describe('headerPins', () => {
  test('has 40 pins with each of 28 lines once', () => {
    const pins = headerPins('pi4');
    const offsets = pins.flatMap((pin) => (pin.kind === 'line' ? pin.offset : []));

    expect(pins).toHaveLength(40);
    expect(offsets.sort((a, b) => a - b)).toEqual([...Array(28).keys()]);
    expect(pins.filter(({ kind }) => kind === 'GND')).toHaveLength(8);
    expect(pins[10]).toEqual({ kind: 'line', offset: 17, use: '' });
  });

  test('has what the first boards had', () => {
    expect(headerPins('pi1')).toHaveLength(26);
    expect(headerPins('pi1')[12]).toMatchObject({ offset: 27 });
    expect(headerPins('pi1-rev1')[12]).toMatchObject({ offset: 21 });
    expect(headerPins('pi1-rev1')[2]).toMatchObject({ offset: 0 });
  });

  test('knows for every preset', () => {
    for (const name of presetNames) expect([0, 26, 40]).toContain(headerPins(name).length);
    expect(headerPins('cm3')).toEqual([]);
  });
});
