import { expect, it, vi } from 'vitest';
import { createSim } from '../../ts/sim.js';
import { DhtDevice } from '../pulses/support/dht-device.js';
import { dht11Bytes, dht22Bytes, dhtPulses } from '../pulses/support/dht-signal.js';
import { runExample } from './run-example.js';

vi.mock('libgpiod-wasm/pulses', () => import('../../ts/pulses.js'));

it('a DHT22 is read once', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const answer = () => dhtPulses(dht22Bytes(407, -52));
  const sensor = new DhtDevice(sim, sim.line('GPIO22'), { startMs: 0.8, answer });
  expect(await runExample(sim, 'dht', [])).toBe('-5.2 °C, 40.7 %\n');
  expect(sensor.starts).toHaveLength(1);
  expect(sim.openHandles).toEqual([]);
});

it('a DHT11 is read several times, on another line', async () => {
  const sim = createSim('pi5', { clock: 'virtual' });
  const temperatures = [210, 213, 215];
  const answer = () => dhtPulses(dht11Bytes(380, temperatures.shift() ?? 0));
  new DhtDevice(sim, sim.line('GPIO4'), { startMs: 18, answer });
  const printed = await runExample(sim, 'dht', ['dht11', '3', 'GPIO4']);
  expect(printed).toBe('21.0 °C, 38.0 %\n21.3 °C, 38.0 %\n21.5 °C, 38.0 %\n');
});

it('a DHT that is not there is reported, with what to do', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const printed = await runExample(sim, 'dht', []);
  expect(printed).toMatch(/^no reading: the sensor does not answer\. Look at the power, .+\n$/);
  expect(sim.openHandles).toEqual([]);
});

it('a DHT of another name is refused', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  await expect(runExample(sim, 'dht', ['dht12'])).rejects.toThrow("model is 'dht12'");
  expect(sim.openHandles).toEqual([]);
});
