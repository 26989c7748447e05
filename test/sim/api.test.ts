import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { Gpiod } from '../../ts/api/gpiod.js';
import { loadSync } from '../../ts/load.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';

let clock: VirtualClock;
let kernel: SimKernel;
let sim: SimChip;
let gpiod: Gpiod;
let chip: Chip;

beforeEach(() => {
  clock = new VirtualClock({ startNs: 1_000_000_000n });
  kernel = new SimKernel({ clock });
  sim = kernel.plug({
    lines: 8,
    label: 'board',
    names: ['LED', 'BUTTON'],
    hogs: [{ offset: 6, name: 'power', direction: 'output-high' }],
    reserved: [7],
  });
  gpiod = loadSync({ kernel });
  chip = gpiod.openChip({ label: 'board' });
});

afterEach(() => {
  chip.close();
  expect(kernel.openHandles).toEqual([]);
});

function requestButton(settings: { debouncePeriodUs?: number; eventClock?: 'realtime' } = {}) {
  return chip.requestLines({
    consumer: 'test',
    lines: { BUTTON: { direction: 'input', edge: 'both', ...settings } },
  });
}

describe('libgpiod on the simulated kernel', () => {
  it('finds the chip, its lines, its hog and its reserved line', () => {
    expect(chip.info).toEqual({
      path: '/dev/gpiochip0',
      name: 'gpiochip0',
      label: 'board',
      numLines: 8,
    });
    expect(gpiod.findLine('BUTTON')?.offset).toBe(1);
    expect(chip.lineInfo(6)).toMatchObject({ consumer: 'power', used: true, direction: 'output' });
    expect(chip.lineInfo(7)).toMatchObject({ used: true, direction: 'input' });
    expect(() => chip.requestLines({ lines: { 6: {} } })).toThrow(/EBUSY/);
    expect(() => chip.requestLines({ lines: { 7: {} } })).toThrow(/EINVAL/);
  });

  it('drives an output and reads an input', () => {
    const request = chip.requestLines({
      lines: { LED: { direction: 'output', value: 1 }, BUTTON: { direction: 'input' } },
    });
    expect([sim.line(0).level, sim.line(0).drivenBy]).toEqual([1, 'line']);
    request.setValue('LED', 0);
    sim.line(1).pull('up');
    expect(request.getValues()).toEqual([0, 1]);
    expect(sim.line(0).level).toBe(0);
    request.release();
    expect(sim.line(0).drivenBy).toBe('pull');
  });

  it('reports edges with the virtual time and counts them', () => {
    const request = requestButton();
    sim.line(1).pull('up');
    clock.advance(2.5);
    sim.line(1).pull('down');
    expect(request.readEdgeEvents(10)).toMatchObject([
      { type: 'rising', timestampNs: 1_000_000_000n, offset: 1, lineSeqno: 1 },
      { type: 'falling', timestampNs: 1_002_500_000n, offset: 1, lineSeqno: 2 },
    ]);
    request.release();
  });

  it('stamps edges with the wall clock where that is asked for', () => {
    const request = requestButton({ eventClock: 'realtime' });
    sim.line(1).pull('up');
    expect(request.readEdgeEvents(1)[0]?.timestampNs).toBe(1_577_836_800_000_000_000n);
    request.release();
  });

  it('swallows bounces shorter than the debounce period', () => {
    const request = requestButton({ debouncePeriodUs: 10_000 });
    for (const direction of ['up', 'down', 'up'] as const) {
      sim.line(1).pull(direction);
      clock.advance(4);
    }
    expect(request.getValue('BUTTON')).toBe(0);
    clock.advance(6);
    expect(request.getValue('BUTTON')).toBe(1);
    expect(request.readEdgeEvents(10)).toMatchObject([
      { type: 'rising', timestampNs: 1_018_000_000n },
    ]);
    request.release();
  });

  it('wakes whoever waits for an edge, and ends with the request', async () => {
    const request = requestButton();
    const waiting = request.waitEdgeEvent();
    sim.line(1).pull('up');
    expect(await waiting).toBe(true);
    request.release();
  });

  it('tells watchers of a line who requests, reconfigures and releases it', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const event of chip.watchLineInfo(['BUTTON'], { signal: controller.signal })) {
        seen.push(`${event.type} ${event.lineInfo.consumer} ${event.lineInfo.direction}`);
        if (seen.length === 3) break;
      }
    })();
    await new Promise((done) => setTimeout(done, 0));
    const request = requestButton();
    request.reconfigure({ BUTTON: { direction: 'output' } });
    request.release();
    await watching;
    expect(seen).toEqual([
      'requested test input',
      'reconfigured test output',
      'released undefined output',
    ]);
  });

  it('fails everything with ENODEV once the chip is unplugged', async () => {
    const request = requestButton();
    const waiting = request.waitEdgeEvent();
    sim.unplug();
    await waiting;
    expect(() => request.getValue('BUTTON')).toThrow(/ENODEV/);
    expect(() => chip.lineInfo(0)).toThrow(/ENODEV/);
    expect(gpiod.chips()).toEqual([]);
    request.release();
  });
});
