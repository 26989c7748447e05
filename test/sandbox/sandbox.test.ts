import { describe, expect, test } from 'vitest';
import { loadSync } from '../../ts/load.js';
import { explain, type Grants, sandbox } from '../../ts/sandbox.js';
import { boxed, keep, machine } from './support.js';

const led = { line: 'LED', name: 'LAMP', allow: ['output'] } as const;
const button = { line: 'BUTTON', name: 'KEY', allow: ['input', 'edges', 'bias'] } as const;

describe('what a sandbox shows', () => {
  test('chips made of the granted lines, numbered from 0', () => {
    const { gpiod } = boxed(machine(), { gpiochip0: { label: 'plugin', lines: [led, button] } });
    expect(gpiod.chips()).toEqual([
      { path: '/dev/gpiochip0', name: 'gpiochip0', label: 'plugin', numLines: 2 },
    ]);
    const chip = keep(gpiod.openChip(0));
    expect(chip.lines().map(({ offset, name }) => [offset, name])).toEqual([
      [0, 'LAMP'],
      [1, 'KEY'],
    ]);
  });

  test('several chips, of lines of several true chips', () => {
    const { gpiod } = boxed(machine(), {
      gpiochip0: { lines: [led, { line: 'GPIO3', name: 'A', allow: ['output'] }] },
      gpiochip2: { label: 'second', lines: [button] },
    });
    expect(gpiod.chips().map(({ name, numLines }) => [name, numLines])).toEqual([
      ['gpiochip0', 2],
      ['gpiochip2', 1],
    ]);
    expect(gpiod.findLine('KEY')).toMatchObject({ offset: 0, chip: { label: 'second' } });
  });

  test('no other chip, line, link or folder', () => {
    const { gpiod } = boxed(machine(), { gpiochip0: { lines: [led] } });
    expect(gpiod.isGpioChip('/dev/gpiochip1')).toBe(false);
    expect(gpiod.isGpioChip('/dev/../dev/gpiochip0')).toBe(true);
    expect(gpiod.isGpioChip('/dev/null')).toBe(false);
    expect(() => gpiod.openChip('/dev/gpiochip1')).toThrow(/ENOENT/);
    expect(gpiod.findLine('GPIO0')).toBeUndefined();
  });

  test('no name that was not granted, unless seeing it was', () => {
    const { gpiod } = boxed(machine(), {
      gpiochip0: {
        lines: [
          { line: 'GPIO0', allow: ['input'] },
          { line: 'GPIO1', allow: ['input', 'info'] },
          { line: 'GPIO2', name: 'MINE', allow: ['input', 'info'] },
        ],
      },
    });
    const chip = keep(gpiod.openChip(0));
    expect(chip.lines().map(({ name }) => name)).toEqual([undefined, 'GPIO1', 'MINE']);
  });

  test('the true consumer only with the right info', () => {
    const sim = machine();
    const outside = loadSync({ kernel: sim.kernel });
    const other = keep(outside.openChip(0));
    keep(other.requestLines({ consumer: 'secret', lines: { 0: {}, 1: {} } }));
    const { gpiod } = boxed(sim, {
      gpiochip0: {
        lines: [
          { line: 'GPIO0', allow: ['input'] },
          { line: 'GPIO1', allow: ['input', 'info'] },
        ],
      },
    });
    const chip = keep(gpiod.openChip(0));
    expect(chip.lineInfo(0)).toMatchObject({ used: true, consumer: undefined });
    expect(chip.lineInfo(1)).toMatchObject({ used: true, consumer: 'secret' });
  });
});

describe('what a sandbox lets through', () => {
  test('values, at the true lines', () => {
    const sim = machine();
    const { gpiod } = boxed(sim, { gpiochip0: { lines: [led, button] } });
    const chip = keep(gpiod.openChip(0));
    const request = keep(
      chip.requestLines({
        lines: { LAMP: { direction: 'output', value: 1 }, KEY: { direction: 'input' } },
      }),
    );
    expect(sim.line('LED').level).toBe(1);
    request.setValue('LAMP', 0);
    expect(sim.line('LED').level).toBe(0);
    sim.line('BUTTON').pull('up');
    expect(request.getValues()).toEqual([0, 1]);
  });

  test('edge events, under the offsets of the sandbox', async () => {
    const sim = machine();
    const { gpiod } = boxed(sim, { gpiochip0: { lines: [led, button] } });
    const chip = keep(gpiod.openChip(0));
    const request = keep(
      chip.requestLines({ lines: { KEY: { direction: 'input', edge: 'both' } } }),
    );
    sim.line('BUTTON').pull('up');
    sim.line('BUTTON').pull('down');
    expect(await request.waitEdgeEvent()).toBe(true);
    expect(
      request.readEdgeEvents(4).map(({ type, offset, lineSeqno }) => [type, offset, lineSeqno]),
    ).toEqual([
      ['rising', 1, 1],
      ['falling', 1, 2],
    ]);
  });

  test('info events of lines whose watching is granted', async () => {
    const sim = machine();
    const { gpiod } = boxed(sim, {
      gpiochip0: {
        lines: [
          { line: 'GPIO5', name: 'A', allow: ['input', 'watch'] },
          { line: 'KNOB', name: 'B', allow: ['watch', 'info'] },
          { line: 'GPIO6', name: 'C', allow: ['input'] },
        ],
      },
    });
    const chip = keep(gpiod.openChip(0));
    expect(() => chip.watchLineInfo(['C'])).toThrow(/EPERM/);
    const events = chip.watchLineInfo(['A', 'B'])[Symbol.asyncIterator]();
    const outside = loadSync({ kernel: sim.kernel });
    const one = keep(keep(outside.openChip(0)).requestLines({ consumer: 'x', lines: { 5: {} } }));
    const first = await events.next();
    expect(first.value).toMatchObject({
      type: 'requested',
      lineInfo: { offset: 0, name: 'A', consumer: undefined, used: true },
    });
    keep(keep(outside.openChip(1)).requestLines({ consumer: 'y', lines: { KNOB: {} } }));
    const second = await events.next();
    expect(second.value).toMatchObject({ lineInfo: { offset: 1, name: 'B', consumer: 'y' } });
    one.release();
    expect((await events.next()).value).toMatchObject({
      type: 'released',
      lineInfo: { offset: 0 },
    });
    await events.return?.();
  });

  test('each line its own settings, whatever is fixed of the others', () => {
    const sim = machine();
    const { gpiod } = boxed(sim, {
      gpiochip0: {
        lines: [
          { line: 'GPIO0', allow: ['output', 'drive', 'active-low'] },
          { line: 'GPIO1', allow: ['input', 'debounce', 'bias', 'edges', 'clock'] },
          { line: 'GPIO2', allow: ['input'], fixed: { bias: 'pull-up', debouncePeriodUs: 3000 } },
          { line: 'GPIO3', allow: ['output'], fixed: { drive: 'open-drain', activeLow: true } },
        ],
      },
    });
    const outside = keep(loadSync({ kernel: sim.kernel }).openChip(0));
    const chip = keep(gpiod.openChip(0));
    keep(
      chip.requestLines({
        lines: {
          0: { direction: 'output', drive: 'open-source', activeLow: true, value: 1 },
          1: { direction: 'input', edge: 'falling', bias: 'pull-down', debouncePeriodUs: 10 },
          2: { direction: 'input' },
          3: { direction: 'output', value: 1 },
        },
      }),
    );
    expect([0, 1, 2, 3].map((offset) => outside.lineInfo(offset))).toMatchObject([
      { direction: 'output', drive: 'open-source', activeLow: true, bias: 'unknown' },
      { direction: 'input', edge: 'falling', bias: 'pull-down', debouncePeriodUs: 10 },
      { direction: 'input', edge: 'none', bias: 'pull-up', debouncePeriodUs: 3000 },
      { direction: 'output', drive: 'open-drain', activeLow: true },
    ]);
    expect(sim.line('GPIO3').level).toBe(0);
  });

  test('a consumer that names the sandbox first', () => {
    const sim = machine();
    const { gpiod } = boxed(sim, { gpiochip0: { lines: [led, button] } }, { name: 'blink' });
    const chip = keep(gpiod.openChip(0));
    keep(chip.requestLines({ consumer: 'me\u001b[31m', lines: { LAMP: { direction: 'output' } } }));
    expect(sim.line('LED').consumer).toBe('blink:me?[31m');
    expect(chip.lineInfo('LAMP').consumer).toBe('me\u001b[31m');
  });
});

describe('what a sandbox refuses', () => {
  const request = (grants: Grants, settings: object): (() => void) => {
    const { gpiod } = boxed(machine(), grants);
    const chip = keep(gpiod.openChip(0));
    return () => keep(chip.requestLines({ lines: { 0: settings } }));
  };
  const input: Grants = { gpiochip0: { lines: [{ line: 'GPIO0', allow: ['input'] }] } };
  const output: Grants = { gpiochip0: { lines: [{ line: 'GPIO0', allow: ['output'] }] } };

  test.each([
    ['output', input, { direction: 'output' }],
    ['an input as it is', input, {}],
    ['an output as it is', output, {}],
    ['edges', input, { direction: 'input', edge: 'both' }],
    ['bias', input, { direction: 'input', bias: 'pull-up' }],
    ['debounce', input, { direction: 'input', debouncePeriodUs: 1 }],
    ['clock', input, { direction: 'input', eventClock: 'realtime' }],
    ['active-low', input, { direction: 'input', activeLow: true }],
    ['input', output, { direction: 'input' }],
    ['drive', output, { direction: 'output', drive: 'open-drain' }],
  ])('%s where it was not granted', (_, grants, settings) => {
    expect(request(grants, settings)).toThrow(/EPERM/);
  });

  test('a setting other than the fixed one, even with the right', () => {
    const grants: Grants = {
      gpiochip0: {
        lines: [{ line: 'GPIO0', allow: ['input', 'bias'], fixed: { bias: 'pull-up' } }],
      },
    };
    expect(request(grants, { direction: 'input', bias: 'pull-down' })).toThrow(/EPERM/);
    expect(request(grants, { direction: 'input', bias: 'pull-up' })).not.toThrow();
  });

  test('reconfiguring a line to what was not granted, which stays as it was', () => {
    const sim = machine();
    const { gpiod } = boxed(sim, { gpiochip0: { lines: [button] } });
    const chip = keep(gpiod.openChip(0));
    const held = keep(
      chip.requestLines({ lines: { KEY: { direction: 'input', bias: 'pull-up' } } }),
    );
    expect(() => held.reconfigure({ KEY: { direction: 'output', value: 1 } })).toThrow(/EPERM/);
    expect(sim.line('BUTTON')).toMatchObject({ level: 1, consumer: 'sandbox' });
    expect(() => held.setValue('KEY', 0)).toThrow(/EPERM/);
  });

  test('a request of lines of two true chips, and says so', () => {
    const why: string[] = [];
    const lines = [led, { line: 'GPIO0', allow: ['output'] }] as const;
    const options = { onRefusal: (text: string) => why.push(text) };
    const { gpiod, kernel } = boxed(machine(), { gpiochip0: { lines } }, options);
    expect(explain(kernel)).toContain(
      'note: these are lines of gpiochip1, gpiochip0; a request for lines of more than one',
    );
    const chip = keep(gpiod.openChip(0));
    const output = { direction: 'output' } as const;
    expect(() => chip.requestLines({ lines: { 0: output, 1: output } })).toThrow(/EINVAL/);
    expect(why).toEqual([
      'one request may hold lines of one chip only, as in the kernel: of gpiochip0, ' +
        'line 0 is on /dev/gpiochip1, line 1 on /dev/gpiochip0',
    ]);
    keep(chip.requestLines({ lines: { 0: output } }));
    keep(chip.requestLines({ lines: { 1: output } }));
  });

  test('more requests or larger buffers than allowed', () => {
    const lines = [led, button, { line: 'KNOB', allow: ['input'] } as const];
    const limits = { openRequests: 2, eventBuffer: 4 };
    const { gpiod } = boxed(machine(), { gpiochip0: { lines } }, limits);
    const chip = keep(gpiod.openChip(0));
    const input = { direction: 'input', edge: 'both' } as const;
    expect(() => chip.requestLines({ eventBufferSize: 5, lines: { KEY: input } })).toThrow(
      /ENOMEM/,
    );
    keep(chip.requestLines({ lines: { KEY: input } }));
    const second = keep(chip.requestLines({ lines: { LAMP: { direction: 'output' } } }));
    const third = { lines: { 2: { direction: 'input' } } } as const;
    expect(() => chip.requestLines(third)).toThrow(/EMFILE/);
    second.release();
    keep(chip.requestLines(third));
  });

  test('a chip that was plugged in under the number of the granted one', () => {
    const sim = machine();
    const { gpiod } = boxed(sim, { gpiochip0: { lines: [led] } });
    sim.unplug(1);
    expect(() => gpiod.openChip(0)).toThrow(/ENODEV/);
    sim.plug({ label: 'panel', lines: ['BUTTON', 'DOOR', 'LED', 'KNOB'] });
    expect(() => gpiod.openChip(0)).toThrow(/ENODEV/);
    sim.unplug(1);
    sim.plug({ label: 'panel', lines: ['BUTTON', 'LED', 'BUZZER', 'KNOB'] });
    keep(gpiod.openChip(0));
    expect(sim.openHandles).toHaveLength(1);
  });
});

describe('grants that cannot be', () => {
  const grant = (line: object): (() => void) => {
    const { kernel } = machine();
    return () => void sandbox(kernel, { gpiochip0: { lines: [line] } } as Grants);
  };

  test.each([
    [{ line: 'LEDD', allow: [] }, /chips\.gpiochip0\.lines\[0\]: there is no line 'LEDD'.*LED/],
    [{ line: 'panel:9', allow: [] }, /there is no line 'panel:9'/],
    [{ line: 'LED', allow: ['outptu'] }, /'outptu'; the rights are input, .*did you mean 'output'/],
    [{ line: 'LED', allow: 'output' }, /allow: an array of rights is needed/],
    [{ line: 'LED' }, /allow: an array of rights is needed/],
    [{ line: 'LED', allow: ['edges'] }, /'edges' is of no use without 'input'/],
    [{ line: 'LED', alow: [] }, /no 'alow' among .*did you mean 'allow'/],
    [{ line: 'LED', allow: [], name: '' }, /name: a text that is not empty is needed/],
    [{ line: 'LED', allow: [], name: 5 }, /name: a text that is not empty is needed/],
    [{ line: 'LED', allow: [], name: 'x'.repeat(32) }, /longer than 31 bytes/],
    [{ line: 'LED', allow: [], name: 'a\n' }, /control characters/],
    [
      { line: 'LED', allow: [], fixed: { bias: 'up' } },
      /fixed\.bias: 'up' is none of disabled, pull-up/,
    ],
    [{ line: 'LED', allow: [], fixed: { debouncePeriodUs: -1 } }, /whole number of microseconds/],
  ])('%j', (line, message) => {
    expect(grant(line)).toThrow(message);
  });

  test('none of those whose fixed settings are left undefined', () => {
    expect(grant({ line: 'LED', allow: [], fixed: { bias: undefined } })).not.toThrow();
  });

  test('a line twice, or one of several of its name', () => {
    const { kernel } = machine();
    const twice: Grants = {
      gpiochip0: { lines: [led] },
      gpiochip1: { lines: [{ line: 'panel:1', allow: [] }] },
    };
    expect(() => sandbox(kernel, twice)).toThrow(
      'chips.gpiochip1.lines[0]: gpiochip1:1 is granted already, at chips.gpiochip0.lines[0]',
    );
  });

  test('chips of other names', () => {
    const { kernel } = machine();
    expect(() => sandbox(kernel, { gpio0: { lines: [] } })).toThrow(/gpiochip0, gpiochip1/);
    expect(() => sandbox(kernel, {}, { name: 'two words' })).toThrow(/without spaces/);
    expect(() => sandbox(kernel, {}, { openRequests: 0 })).toThrow(RangeError);
    const slip: object = { openRequest: 2 };
    expect(() => sandbox(kernel, {}, slip)).toThrow("sandbox() has no option 'openRequest'");
    expect(sandbox(kernel, {}).devices()).toEqual([]);
  });
});
