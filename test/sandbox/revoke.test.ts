import { describe, expect, test } from 'vitest';
import { loadSync } from '../../ts/load.js';
import type { Grants } from '../../ts/sandbox.js';
import { type Boxed, boxed, keep, machine } from './support.js';

const grants: Grants = {
  gpiochip0: {
    lines: [
      { line: 'LED', name: 'LAMP', allow: ['output'] },
      { line: 'BUTTON', name: 'KEY', allow: ['input', 'edges', 'watch', 'info'] },
      { line: 'panel:3', name: 'DIAL', allow: ['input', 'edges', 'watch'] },
    ],
  },
};

const edges = { direction: 'input', edge: 'both' } as const;

describe('revoking all lines', () => {
  test('releases them, answers ENODEV and wakes who waits', async () => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = keep(gpiod.openChip(0));
    const request = keep(chip.requestLines({ lines: { KEY: edges } }));
    const waiting = request.waitEdgeEvent();
    kernel.revoke();
    kernel.revoke();
    expect(sim.openHandles).toEqual([]);
    await expect(waiting).resolves.toBe(true);
    expect(() => request.readEdgeEvents(1)).toThrow(/ENODEV/);
    expect(() => request.getValue('KEY')).toThrow(/ENODEV/);
    expect(() => chip.lineInfo(0)).toThrow(/ENODEV/);
    expect(() => gpiod.openChip(0)).toThrow(/ENODEV/);
    await expect(request.waitEdgeEvent()).resolves.toBe(true);
  });

  test('leaves the event loop its turns where somebody waits on all the same', async () => {
    const { gpiod, kernel } = boxed(machine(), grants);
    const chip = keep(gpiod.openChip(0));
    const request = keep(chip.requestLines({ lines: { KEY: edges } }));
    kernel.revoke();
    let turns = 0;
    setImmediate(() => {
      turns += 1;
    });
    for (let i = 0; i < 10; i += 1) await expect(request.waitEdgeEvent()).resolves.toBe(true);
    expect(turns).toBe(1);
  });

  test('leaves descriptors that their guest can close', () => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = gpiod.openChip(0);
    const request = chip.requestLines({ lines: { LAMP: { direction: 'output' } } });
    kernel.revoke();
    request.release();
    chip.close();
    expect(sim.openHandles).toEqual([]);
  });
});

describe('revoking one line', () => {
  test.each([
    ['as its grant calls it', 'BUTTON'],
    ['as the guest calls it', { chip: 'gpiochip0', line: 'KEY' }],
    ['by its offset inside', { chip: 'gpiochip0', line: 1 }],
  ])('%s: its requests answer ENODEV and wake who waits', async (_, line) => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = keep(gpiod.openChip(0));
    const request = keep(chip.requestLines({ lines: { KEY: edges } }));
    const waiting = request.waitEdgeEvent();
    kernel.revoke(line);
    kernel.revoke(line);
    expect(sim.line('BUTTON').consumer).toBeUndefined();
    await expect(waiting).resolves.toBe(true);
    expect(() => request.readEdgeEvents(1)).toThrow(/ENODEV/);
    expect(() => request.getValue('KEY')).toThrow(/ENODEV/);
    expect(() => request.reconfigure({ KEY: { direction: 'input' } })).toThrow(/ENODEV/);
  });

  test.each([
    [{ chip: 'gpiochip0' }, '{"chip":"gpiochip0"}'],
    [{ chip: 'gpiochip0', line: '' }, '{"chip":"gpiochip0","line":""}'],
    [null, 'null'],
    [0, '0'],
  ])('%j is none, not even one without a name', (line, text) => {
    const { kernel } = boxed(machine(), {
      gpiochip0: { lines: [{ line: 'LED', allow: ['output'] }] },
    });
    expect(() => kernel.revoke(line as never)).toThrow(
      new RangeError(`the line ${text} was not granted; granted are: LED`),
    );
  });

  test('takes the others of the same request along, and no others', () => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = keep(gpiod.openChip(0));
    const both = keep(chip.requestLines({ lines: { KEY: edges, DIAL: edges } }));
    const lamp = keep(chip.requestLines({ lines: { LAMP: { direction: 'output', value: 1 } } }));
    kernel.revoke('BUTTON');
    expect(() => both.getValues()).toThrow(/ENODEV/);
    expect(lamp.getValue('LAMP')).toBe(1);
    const dial = keep(chip.requestLines({ lines: { DIAL: edges } }));
    expect(dial.getValue('DIAL')).toBe(0);
    expect(sim.line('BUTTON').consumer).toBeUndefined();
  });

  test('leaves no name of it, and no way to it', () => {
    const { gpiod, kernel } = boxed(machine(), grants);
    kernel.revoke('BUTTON');
    const chip = keep(gpiod.openChip(0));
    expect(chip.lineInfo(1)).toMatchObject({ name: undefined, consumer: undefined, used: true });
    expect(() => chip.requestLines({ lines: { 1: edges } })).toThrow(/ENODEV/);
    expect(() => chip.requestLines({ lines: { 1: edges, 2: edges } })).toThrow(/ENODEV/);
    expect(() => chip.watchLineInfo([1])).toThrow(/ENODEV/);
    expect(chip.offsetOf('KEY')).toBeUndefined();
    expect(chip.offsetOf('DIAL')).toBe(2);
  });

  test('ends the news of it, and of no other', async () => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = keep(gpiod.openChip(0));
    const events = chip.watchLineInfo(['KEY', 'DIAL'])[Symbol.asyncIterator]();
    const outside = keep(loadSync({ kernel: sim.kernel }).openChip(1));
    kernel.revoke('BUTTON');
    keep(outside.requestLines({ lines: { BUTTON: {} } }));
    keep(outside.requestLines({ lines: { KNOB: {} } }));
    expect((await events.next()).value).toMatchObject({ lineInfo: { offset: 2, name: 'DIAL' } });
    await events.return?.();
  });

  test('leaves the news from before, without a name, and the stream of news', async () => {
    const sim = machine();
    const { gpiod, kernel } = boxed(sim, grants);
    const chip = keep(gpiod.openChip(0));
    const events = chip.watchLineInfo(['KEY', 'DIAL']);
    keep(chip.requestLines({ consumer: 'me', lines: { KEY: edges } }));
    kernel.revoke('BUTTON');
    expect((await events.next()).value).toMatchObject({
      type: 'requested',
      lineInfo: { offset: 1, name: undefined, consumer: undefined },
    });
    keep(chip.requestLines({ lines: { DIAL: edges } }));
    expect((await events.next()).value).toMatchObject({ lineInfo: { name: 'DIAL' } });
    await events.return();
  });

  test('frees a request for another one', () => {
    const { gpiod, kernel }: Boxed = boxed(machine(), grants, { openRequests: 1 });
    const chip = keep(gpiod.openChip(0));
    keep(chip.requestLines({ lines: { KEY: edges } }));
    expect(() => chip.requestLines({ lines: { DIAL: edges } })).toThrow(/EMFILE/);
    kernel.revoke('BUTTON');
    keep(chip.requestLines({ lines: { DIAL: edges } }));
  });

  test.each(['KEY', 'LAMP', '', { chip: 'gpiochip1', line: 0 }, { chip: 'gpiochip0', line: 3 }])(
    '%j was not granted',
    (line) => {
      const { kernel } = boxed(machine(), grants);
      expect(() => kernel.revoke(line)).toThrow(/not granted; granted are: LED, BUTTON, panel:3/);
    },
  );
});
