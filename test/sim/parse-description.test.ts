import { describe, expect, test } from 'vitest';
import schema from '../../ts/sim/sim.schema.json' with { type: 'json' };
import { createSim, parseSimDescription } from '../../ts/sim.js';

const panel = { chips: [{ label: 'panel', lines: ['BUTTON', 'LED'] }] };

describe('JSON', () => {
  test('describes a machine, with the address of its schema', () => {
    const text = JSON.stringify({ $schema: './sim.schema.json', ...panel });
    expect(createSim(parseSimDescription(text)).chips).toHaveLength(1);
  });

  test('may begin with a byte order mark', () => {
    expect(parseSimDescription(`\uFEFF${JSON.stringify(panel)}`)).toEqual(panel);
  });

  test.each([
    ['\uFEFF{]', 'line 1, column 2: a property in double quotes was expected'],
    ['', 'line 1, column 1: a value was expected, but the text ends'],
    ['{"chips": [', 'line 1, column 12: a value was expected, but the text ends'],
    ['{\n  "chips": [}\n}', 'line 2, column 13: a value was expected'],
    ['{\n  "chips": []\n  "wires": []\n}', "line 3, column 3: ',' or '}' was expected"],
    ["{ 'chips': [] }", 'line 1, column 3: a property in double quotes was expected'],
    ['{ "chips" [] }', "line 1, column 11: ':' was expected"],
    ['{ "chips": [01] }', 'line 1, column 13: a value was expected'],
    ['{ "chips": ["a\nb"] }', 'line 1, column 13: this string does not end well'],
    ['[] []', 'line 1, column 4: the end was expected'],
    ['[tru]', 'line 1, column 2: a value was expected'],
  ])('%j is none: says where', (text, message) => {
    expect(() => parseSimDescription(text)).toThrow(SyntaxError);
    expect(() => parseSimDescription(text)).toThrow(message);
  });

  test('that is nested deeper than anything says where', () => {
    const open = '['.repeat(1e5);
    expect(() => parseSimDescription(open)).toThrow('line 1, column 102: this is nested too deep');
    const deep = `${open}${']'.repeat(1e5)}`;
    expect(() => parseSimDescription(`{"chips": [{"lines": [${deep}]}]}`)).toThrow(
      'chips[0].lines[0]: a line is a name, null or an object, not a list of 1',
    );
  });

  test('that describes no machine says where', () => {
    expect(() => parseSimDescription('{"chips": [{"lines": true}]}')).toThrow('chips[0].lines: ');
  });

  test.each<[string, object, object | undefined]>([
    ['machine', { bogus: 0 }, schema],
    ['chip', { chips: [{ lines: 1, bogus: 0 }] }, schema.$defs.chip],
    ['line', { chips: [{ lines: [{ bogus: 0 }] }] }, schema.$defs.line.anyOf[2]],
    ['hog', { chips: [{ lines: [{ hog: { bogus: 0 } }] }] }, schema.$defs.hog],
  ])('the schema of a %s has the properties that are accepted', (_, description, described) => {
    const { properties } = described as { properties: object };
    const known = Object.keys(properties).join(', ');
    expect(() => parseSimDescription(JSON.stringify(description))).toThrow(`there are: ${known}`);
  });
});
