import { expect, it } from 'vitest';
import { createSim, type Sim } from '../../ts/sim.js';
import { interrupt, runExample } from './run-example.js';

/** What a receiver makes of a line: the codes, by pulses as data sheets give them in units of time. */
function received(sim: Sim, line: string, unitUs: number): string[] {
  const history = sim.line(line).history();
  const ends = [...history.slice(1).map(({ timestampNs }) => timestampNs), sim.clock.now()];
  const units = history.map(
    ({ timestampNs }, i) => Number((ends[i] ?? 0n) - timestampNs) / 1000 / unitUs,
  );
  const codes = [''];
  for (let i = 0; i < units.length; i += 2) {
    const [high, low = 0] = units.slice(i, i + 2);
    const last = codes.length - 1;
    if (high === 3 && low === 1) codes[last] += '1';
    else if (high === 1 && low === 3) codes[last] += '0';
    // After the last message the line stays low for longer than the gap.
    else if (high === 1 && (low === 31 || (i === units.length - 2 && low > 31))) codes.push('');
    else throw new Error(`a pulse of ${high} and ${low} units`);
  }
  expect(codes.pop()).toBe('');
  return codes;
}

it('a radio socket hears its code ten times, exactly timed', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const printed = await runExample(sim, 'remote', ['0x5510f1']);
  const bits = '010101010001000011110001';
  expect(received(sim, 'GPIO17', 350)).toEqual(new Array(10).fill(bits));
  expect(printed).toBe(`sent ${bits} 10 times\n`);
  expect(sim.line('GPIO17').level).toBe(0);
  expect(sim.openHandles).toEqual([]);
});

it('a radio socket may have shorter pulses, fewer messages and another line', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  await runExample(sim, 'remote', ['1361', '320.5', '3', 'GPIO23']);
  expect(received(sim, 'GPIO23', 320.5)).toEqual(new Array(3).fill('000000000000010101010001'));
});

it.each(['', 'on', '5510f1', '0x1000000', '-1'])('a radio socket has no code %j', async (code) => {
  const sim = createSim('pi4', { clock: 'virtual' });
  await expect(runExample(sim, 'remote', [code])).rejects.toThrow('usage: node remote.js CODE');
});

it('a radio that is interrupted switches its carrier off itself', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const line = sim.line('GPIO17');
  const edges: string[] = [];
  line.listen((level) => {
    edges.push(`${level} by ${line.drivenBy}`);
    if (edges.length === 99) interrupt();
  });
  expect(await runExample(sim, 'remote', ['0x5510f1'])).toBe('');
  expect(edges.slice(98)).toEqual(['1 by line', '0 by line']);
  expect(sim.openHandles).toEqual([]);
});
