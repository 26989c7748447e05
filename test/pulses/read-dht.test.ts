import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gpiod, LineRequest, LineSettings } from '../../ts/index.js';
import { load } from '../../ts/index.js';
import { type DhtModel, type DhtReading, type DhtReadOptions, readDht } from '../../ts/pulses.js';
import { createSim, type Sim } from '../../ts/sim.js';
import { DhtDevice, type DhtDeviceOptions } from './support/dht-device.js';
import { dht11Bytes, dht22Bytes, dhtPulses } from './support/dht-signal.js';

const good = dhtPulses(dht22Bytes(652, -101));
const reading = { humidity: 65.2, temperature: -10.1 };
const damaged = dhtPulses([0x02, 0x8c, 0x80, 0x65, 0x00]);
const input: LineSettings = { direction: 'input', edge: 'both' };

let sim: Sim;
let gpiod: Gpiod;
let request: LineRequest;

beforeEach(async () => {
  sim = createSim('pi5', { clock: 'virtual' });
  gpiod = await load({ kernel: sim.kernel });
});

afterEach(() => {
  request.release();
  expect(sim.openHandles).toEqual([]);
});

function requestLine(settings = input, eventBufferSize = 128): void {
  request = gpiod.requestLines({ consumer: 'dht', eventBufferSize, lines: { GPIO4: settings } });
}

function device(options: Partial<DhtDeviceOptions> = {}): DhtDevice {
  return new DhtDevice(sim, sim.line('GPIO4'), { startMs: 0.8, answer: () => good, ...options });
}

async function pass(ms: number): Promise<void> {
  sim.clock.advance(ms);
  await sim.settle();
}

/** The promise, when time has passed for as long as it takes. */
async function inTime<T>(promise: PromiseLike<T>): Promise<T> {
  let pending = true;
  const done = (): void => {
    pending = false;
  };
  promise.then(done, done);
  await sim.settle();
  while (pending) await pass(1);
  return promise;
}

function read(model: DhtModel = 'dht22', options: DhtReadOptions = {}): Promise<DhtReading> {
  return inTime(readDht(request.line('GPIO4'), model, { retries: 0, ...options }));
}

/** What is left of a reading, however it went. */
function expectInput(bias = 'pull-up'): void {
  expect(request.settings('GPIO4')).toMatchObject({ direction: 'input', edge: 'both', bias });
  using chip = gpiod.openChip(request.chipName);
  expect(chip.lineInfo('GPIO4')).toMatchObject({ direction: 'input', edge: 'both', bias });
  expect(sim.line('GPIO4').level).toBe(1);
}

describe('reading a DHT sensor', () => {
  it('reads a DHT22 after a start signal of its kind', async () => {
    requestLine();
    const { starts } = device();
    expect(await read('dht22')).toEqual(reading);
    expect(starts).toHaveLength(1);
    const ms = Number(starts[0]?.length) / 1e6;
    expect(ms).toBeGreaterThanOrEqual(0.8);
    expect(ms).toBeLessThanOrEqual(20);
    expectInput();
  });

  it('reads a DHT11 after a start signal of its kind', async () => {
    requestLine();
    const answer = () => dhtPulses(dht11Bytes(450, 213));
    const { starts } = device({ startMs: 18, answer });
    expect(await read('dht11')).toEqual({ humidity: 45, temperature: 21.3 });
    expect(Number(starts[0]?.length) / 1e6).toBeLessThanOrEqual(30);
    expectInput();
  });

  it.each([1, 2, 3])('does without the first edges, here %i', async (early) => {
    requestLine();
    device({ early });
    if (early < 3) expect(await read()).toEqual(reading);
    else await expect(read()).rejects.toMatchObject({ code: 'too-few-pulses' });
    expectInput();
  });

  it('is not disturbed by edges from before', async () => {
    requestLine();
    device();
    for (let i = 0; i < 50; i++) sim.line('GPIO4').pull(i % 2 === 0 ? 'down' : 'up');
    expect(await read()).toEqual(reading);
    const second = readDht(request.line('GPIO4'), 'dht22', { retries: 0 });
    await sim.settle();
    await pass(500);
    for (let i = 0; i < 50; i++) sim.line('GPIO4').pull(i % 2 === 0 ? 'down' : 'up');
    expect(await inTime(second)).toEqual(reading);
  });

  it('reads a line among others, which stay as they are', async () => {
    request = gpiod.requestLines({
      consumer: 'dht',
      eventBufferSize: 128,
      lines: { GPIO4: input, GPIO22: input, GPIO17: { direction: 'output', value: 1 } },
    });
    device();
    sim.line('GPIO17').clearHistory();
    expect(await read()).toEqual(reading);
    expect(sim.line('GPIO17').history()).toEqual([]);
    expect(sim.line('GPIO17').level).toBe(1);
    expectInput();
  });

  it('takes a line that is requested in another way', async () => {
    requestLine({ direction: 'output', value: 0, activeLow: true });
    device();
    expect(await read()).toEqual(reading);
    expectInput();
  });

  it('leaves the pull-up to a resistor where the request says so', async () => {
    requestLine({ ...input, bias: 'disabled' });
    device();
    expect(await read()).toEqual(reading);
    expectInput('disabled');
  });

  it.each([
    ['dht11', 1000],
    ['dht22', 2000],
  ] as const)('gives a %s its pause, of %i ms', async (model, pauseMs) => {
    requestLine();
    const bytes = model === 'dht11' ? dht11Bytes(450, 213) : dht22Bytes(450, 213);
    const { starts } = device({ answer: () => dhtPulses(bytes) });
    for (let i = 0; i < 3; i++) await read(model);
    expect(starts).toHaveLength(3);
    const at = starts.map((start) => Number(start.at) / 1e6);
    for (const [i, time] of at.slice(1).entries()) {
      expect(time - (at[i] as number)).toBeGreaterThanOrEqual(pauseMs);
      expect(time - (at[i] as number)).toBeLessThan(pauseMs + 20);
    }
  });

  it('tries again, with a pause', async () => {
    requestLine();
    const answers = [damaged, undefined, good];
    const { starts } = device({ answer: () => answers.shift() });
    expect(await read('dht22', { retries: 2 })).toEqual(reading);
    expect(starts).toHaveLength(3);
    expectInput();
  });

  it('tries twice more by default, then tells the last failure', async () => {
    requestLine();
    const { starts } = device({ answer: () => damaged });
    const promise = inTime(readDht(request.line('GPIO4'), 'dht22'));
    await expect(promise).rejects.toMatchObject({ name: 'DhtError', code: 'checksum' });
    expect(starts).toHaveLength(3);
    expectInput();
  });
});

describe('a reading that fails', () => {
  it('has had no response', async () => {
    requestLine();
    device({ answer: () => undefined });
    await expect(read()).rejects.toMatchObject({ code: 'no-response' });
    expectInput();
  });

  it('has had no response from a DHT11 that was asked as a DHT22', async () => {
    requestLine();
    device({ startMs: 18 });
    await expect(read('dht22')).rejects.toMatchObject({ code: 'no-response' });
  });

  it('is of another model', async () => {
    requestLine();
    device();
    await expect(read('dht11')).rejects.toMatchObject({ code: 'out-of-range' });
  });

  it('leaves an input where the chip cannot drive the line', async () => {
    requestLine();
    const reconfigure = vi.spyOn(request, 'reconfigure').mockImplementationOnce(() => {
      throw new Error('no output');
    });
    await expect(read()).rejects.toThrow('no output');
    expect(reconfigure).toHaveBeenNthCalledWith(1, { 4: { direction: 'output', value: 0 } });
    expectInput();
  });

  it('has lost edges to the other lines of its request', async () => {
    const lines = { GPIO4: input, GPIO5: input };
    request = gpiod.requestLines({ eventBufferSize: 128, lines });
    device({
      answer: () => {
        const others = (): void => {
          for (let i = 0; i < 90; i++) sim.line('GPIO5').pull(i % 2 === 0 ? 'up' : 'down');
        };
        // Right after the sensor.
        queueMicrotask(() => queueMicrotask(others));
        return good;
      },
    });
    await expect(read()).rejects.toMatchObject({
      code: 'lost-edges',
      hint: expect.stringContaining('eventBufferSize: 128') as string,
    });
    expectInput();
  });

  it('is refused where the kernel keeps too few events', async () => {
    requestLine(input, 84);
    const { starts } = device();
    await expect(read()).rejects.toThrow(
      'the request keeps 84 events, and a reading has 85: request the line with eventBufferSize: 128',
    );
    await expect(read()).rejects.toThrow(TypeError);
    expect(starts).toEqual([]);
  });

  it('needs no more events than it has edges', async () => {
    requestLine(input, 85);
    device();
    expect(await read()).toEqual(reading);
  });

  it('is refused while somebody reads the events, and sends nothing', async () => {
    requestLine();
    const { starts } = device();
    const stream = request.events();
    await expect(read()).rejects.toMatchObject({ code: 'EBUSY' });
    await stream.return();
    expect(sim.line('GPIO4').history()).toEqual([]);
    expect(starts).toEqual([]);
    expect(await read()).toEqual(reading);
  });

  it.each([
    ['before it begins', -1],
    ['during the start signal', 10],
    ['while it waits for the answer', 40],
    ['in the pause before the next', 500],
  ])('is aborted %s', async (_, ms) => {
    requestLine();
    device({ answer: () => undefined });
    const stop = new AbortController();
    if (ms < 0) stop.abort('enough');
    sim.line('GPIO4').clearHistory();
    const { signal } = stop;
    const promise = readDht(request.line('GPIO4'), 'dht11', { signal });
    const rejected = expect(promise).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    await sim.settle();
    for (let i = 0; i < ms; i++) await pass(1);
    if (ms === 10) expect(sim.line('GPIO4').level).toBe(0);
    stop.abort('enough');
    await rejected;
    if (ms < 0) expect(sim.line('GPIO4').history()).toEqual([]);
    expect(request.settings('GPIO4')).toMatchObject({ direction: 'input', edge: 'both' });
    expect(sim.line('GPIO4')).toMatchObject({ direction: 'input', level: 1 });
  });

  it.each([5, 40, 500])('ends with EBADF where the request is released after %i ms', async (ms) => {
    requestLine();
    device({ answer: () => undefined });
    const promise = readDht(request.line('GPIO4'), 'dht11');
    const rejected = expect(promise).rejects.toMatchObject({ code: 'EBADF' });
    for (let i = 0; i < ms; i++) await pass(1);
    request.release();
    await inTime(rejected);
  });

  it.each([5, 40])('ends with ENODEV where the chip is unplugged after %i ms', async (ms) => {
    requestLine();
    device({ answer: () => undefined });
    const promise = readDht(request.line('GPIO4'), 'dht11', { retries: 0 });
    const rejected = expect(promise).rejects.toMatchObject({ code: 'ENODEV' });
    for (let i = 0; i < ms; i++) await pass(1);
    sim.unplug(request.chipName);
    await inTime(rejected);
  });

  it.each([
    [[7, 'dht22'], 'the line is 7'],
    [['line', 'dht33'], "model is 'dht33'"],
    [['line', 'dht22', { retries: -1 }], 'retries is -1'],
    [['line', 'dht22', { retry: 1 }], "readDht() has no option 'retry': there are retries, signal"],
    [['line', 'dht22', { signal: 5 }], 'signal is 5'],
  ] as const)('has wrong arguments: %j', async ([line, ...rest], message) => {
    requestLine();
    const given = [line === 'line' ? request.line('GPIO4') : line, ...rest];
    const promise = readDht(...(given as Parameters<typeof readDht>));
    await expect(promise).rejects.toThrow(TypeError);
    await expect(promise).rejects.toThrow(message);
  });
});
