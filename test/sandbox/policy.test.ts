import { describe, expect, test } from 'vitest';
import { parseGrant, parseLimit } from '../../ts/cli/run-words.js';
import { checkLimits } from '../../ts/sandbox/plugin/limits.js';
import schema from '../../ts/sandbox/policy.schema.json' with { type: 'json' };
import { explain, parsePolicy, rights, sandbox } from '../../ts/sandbox.js';
import { machine } from './support.js';

const chips = {
  gpiochip0: {
    label: 'plugin',
    lines: [{ line: 'LED', name: 'LAMP', allow: ['output'], fixed: { drive: 'open-drain' } }],
  },
};

describe('a policy', () => {
  test('says what the API says', () => {
    const text = JSON.stringify({
      $schema: './policy.schema.json',
      name: 'blink',
      chips,
      env: { A: 'b' },
      clock: true,
      limits: { wallMs: 1000, cpuMs: null },
    });
    expect(parsePolicy(text)).toEqual({
      name: 'blink',
      chips,
      env: { A: 'b' },
      clock: true,
      limits: { wallMs: 1000, cpuMs: Number.POSITIVE_INFINITY },
    });
  });

  test('may begin with a byte order mark, as editors on Windows write it', () => {
    expect(parsePolicy(`\uFEFF${JSON.stringify({ chips })}`)).toMatchObject({ chips });
  });

  test.each([
    ['nothing', new SyntaxError('line 1, column 1: a value was expected')],
    ['\uFEFF{ "chips": {}', /^line 1, column 14: /],
    ['[]', /a policy is an object/],
    ['{}', /chips: an object is needed/],
    ['{"chips":{},"grants":1}', /no 'grants' among/],
    ['{"chips":{},"name":"a b"}', /^name has to be 1 to 20 ASCII characters without spaces/],
    ['{"chips":{},"env":{"A":1}}', /env: an object of texts/],
    ['{"chips":{},"limits":{"wall":1}}', /no limit 'wall' among/],
    ['{"chips":{"gpiochip0":{"lines":[{"line":"A","allow":["all"]}]}}}', /no right 'all'/],
  ])('%s is refused', (text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });

  test('that is nested deeper than anything is refused by its place', () => {
    const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
    const line = `{ "line": "A", "allow": [${deep}] }`;
    expect(() => parsePolicy(`{ "chips": { "gpiochip0": { "lines": [${line}] } } }`)).toThrow(
      'chips.gpiochip0.lines[0].allow: there is no right an array',
    );
  });

  test('has a schema of the same rights, limits and properties', () => {
    expect(schema.$defs.line.properties.allow.items.enum).toEqual(rights);
    expect(Object.keys(schema.properties.limits.properties)).toEqual(Object.keys(checkLimits()));
    for (const name of Object.keys(schema.properties)) {
      if (name === '$schema') continue;
      // What the parser does not know is refused by name; what it knows is refused for its value.
      const text = JSON.stringify({ chips: {}, [name]: 5 });
      expect(() => parsePolicy(text)).not.toThrow(/there is no/);
    }
  });
});

test('explaining a sandbox names both sides of each line', () => {
  const box = sandbox(machine().kernel, {
    gpiochip0: parsePolicy(JSON.stringify({ chips })).chips.gpiochip0 ?? { lines: [] },
    gpiochip1: { lines: [{ line: 'GPIO0', allow: [] }] },
  });
  expect(explain(box)).toBe(
    '/dev/gpiochip0 [plugin] (1 line)\n' +
      '  line 0: "LAMP" is gpiochip1:1 LED; may: output; fixed: drive=open-drain\n' +
      '/dev/gpiochip1 [sandbox] (1 line)\n' +
      '  line 0: unnamed is gpiochip0:0 GPIO0; may: nothing\n',
  );
});

describe('words of the command line', () => {
  test.each([
    ['LED=GPIO17:output', { line: 'GPIO17', name: 'LED', allow: ['output'], fixed: {} }],
    [
      'GPIO17:input,edges',
      { line: 'GPIO17', name: 'GPIO17', allow: ['input', 'edges'], fixed: {} },
    ],
    ['gpiochip0:4:', { line: 'gpiochip0:4', allow: [], fixed: {} }],
    [
      'A:debounce=500us,active-low=no',
      { line: 'A', name: 'A', allow: [], fixed: { debouncePeriodUs: 500, activeLow: false } },
    ],
    [
      'K=panel:4:input,bias=pull-up,debounce=5ms,active-low=yes',
      {
        line: 'panel:4',
        name: 'K',
        allow: ['input'],
        fixed: { bias: 'pull-up', debouncePeriodUs: 5000, activeLow: true },
      },
    ],
  ])('the grant %s', (word, grant) => {
    expect(parseGrant(word)).toEqual(grant);
  });

  test.each([
    ['GPIO17', "grant 'GPIO17': it is given as [NAME=]LINE:RIGHT,..."],
    ['=GPIO17:output', "grant '=GPIO17:output': it is given as"],
    [':output', "grant ':output': it is given as"],
    ['A=:output', "grant 'A=:output': it is given as"],
    ['A:active-low=true', 'active-low=true: it can be yes or no'],
    ['A:drive=1ms,debounce=5', 'debounce=5: it is given as 10ms or 500us'],
    ['A:speed=1', "'speed' cannot be fixed: bias, drive"],
  ])('the grant %s is refused', (word, message) => {
    expect(() => parseGrant(word)).toThrow(message);
  });

  test.each([
    ['wall=10s', { wallMs: 10_000 }],
    ['cpu=1.5s', { cpuMs: 1500 }],
    ['memory=512KiB', { memoryMiB: 0.5 }],
    ['output=2MiB', { outputBytes: 2_097_152 }],
    ['calls=none', { callsPerSecond: Number.POSITIVE_INFINITY }],
  ])('the limit %s', (word, limit) => {
    expect(parseLimit(word)).toEqual(limit);
  });

  test.each([
    ['wal=1s', /did you mean 'wall'/],
    ['wall=10', /given as wall=1ms, wall=1s/],
    ['wall', /given as/],
  ])('the limit %s is refused', (word, message) => {
    expect(() => parseLimit(word)).toThrow(message);
  });
});
