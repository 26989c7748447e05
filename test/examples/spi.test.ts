import { expect, it } from 'vitest';
import { createSim } from '../../ts/sim.js';
import { Mcp3008 } from './mcp3008.js';
import { runExample } from './run-example.js';

const samples = [0, 1023, 512, 341, 682, 1, 773, 256];
const usual = { clk: 'GPIO5', dout: 'GPIO6', din: 'GPIO12', cs: 'GPIO13' };

it.each(samples.map((sample, channel) => [channel, sample]))(
  'SPI reads channel %i of a converter',
  async (channel, sample) => {
    const sim = createSim('pi4', { clock: 'virtual' });
    const converter = new Mcp3008(sim, samples, usual);
    const printed = await runExample(sim, 'spi', [`${channel}`]);
    const volts = ((sample * 3.3) / 1023).toFixed(3);
    expect(printed).toBe(`${sample} of 1023: ${volts} V\n`);
    expect(converter.clocks).toEqual([17]);
    expect(sim.openHandles).toEqual([]);
  },
);

it('SPI reads a converter on other lines, again and again', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const other = { clk: 'GPIO22', dout: 'GPIO23', din: 'GPIO24', cs: 'GPIO25' };
  const converter = new Mcp3008(sim, samples, other);
  const printed = await runExample(sim, 'spi', ['2', '3', 'GPIO22,GPIO23,GPIO24,GPIO25']);
  expect(printed).toBe('512 of 1023: 1.652 V\n'.repeat(3));
  expect(converter.clocks).toEqual([17, 17, 17]);
});

it('SPI clocks with the period asked for, with chip select around all of it', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const { rises } = new Mcp3008(sim, samples, usual);
  await runExample(sim, 'spi', []);
  const periods = rises.slice(1).map((rise, i) => rise - (rises[i] ?? 0n));
  expect(new Set(periods)).toEqual(new Set([2000n]));
  const [selected, deselected] = sim.line('GPIO13').history().slice(1);
  expect([selected?.level, deselected?.level]).toEqual([0, 1]);
  expect((rises[0] ?? 0n) - (selected?.timestampNs ?? 0n)).toBe(2000n);
  expect((deselected?.timestampNs ?? 0n) - (rises.at(-1) ?? 0n)).toBe(2000n);
});
