import { expect, it } from 'vitest';
import type { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import { createSim, type Sim } from '../../ts/sim.js';
import { runExample } from './run-example.js';

/** How long a line was high and low, over and over, in microseconds. */
function pulses(sim: Sim, line: string): number[] {
  const history = sim.line(line).history();
  return history
    .slice(1)
    .map(({ timestampNs }, i) => Number(timestampNs - (history[i]?.timestampNs ?? 0n)) / 1000);
}

it('PWM has the frequency and the duty cycle that were asked for', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const printed = await runExample(sim, 'pwm', []);
  const expected = Array.from({ length: 399 }, (_, i) => (i % 2 === 0 ? 2500 : 7500));
  expect(pulses(sim, 'GPIO18')).toEqual(expected);
  expect(sim.line('GPIO18').level).toBe(0);
  expect(printed).toBe('400 edges; off by\n  p50 0.0 µs, p99 0.0 µs, max 0.0 µs\n');
  expect(sim.openHandles).toEqual([]);
});

it('PWM reports how late edges were, and late ones delay no others', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  // Each hundredth edge is 50 µs late, and every other tenth one 3 µs.
  const late = delayed(sim, (edge) => (edge % 100 === 51 ? 0.05 : edge % 10 === 5 ? 0.003 : 0));
  const printed = await runExample(sim, 'pwm', ['1000', '10', '0.5', 'GPIO23'], late);
  expect(printed).toBe('1000 edges; off by\n  p50 0.0 µs, p99 3.0 µs, max 50.0 µs\n');
  const total = pulses(sim, 'GPIO23').reduce((sum, pulse) => sum + pulse, 0);
  expect(total).toBe(499_100);
});

/** A kernel that takes some milliseconds for each setting of lines, as a busy machine does. */
function delayed({ kernel, clock }: Sim, delayMs: (edge: number) => number): Kernel {
  let edge = 0;
  return {
    name: 'busy',
    time: kernel.time,
    devices: () => kernel.devices(),
    watch: (fd, onReady) => kernel.watch(fd, onReady),
    attach(memory: GuestMemory): HostCalls {
      const calls = kernel.attach(memory);
      const ioctl: HostCalls['ioctl'] = (fd, request, arg, length) => {
        if ((request & 0xff) === 0x0f) clock.advance(delayMs(edge++));
        return calls.ioctl(fd, request, arg, length);
      };
      return { ...calls, ioctl };
    },
  };
}
