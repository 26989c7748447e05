import { describe, expect, test } from 'vitest';
import type { LineGrant } from '../../ts/sandbox.js';
import { boxed, keep, machine } from './support.js';

const KEY = 'EPERM: line 0 "KEY", granted as \'BUTTON\': its grant ';

/** A machine with one granted line, and why what is done with it is refused. */
function key(grant: Pick<LineGrant, 'allow' | 'fixed'>) {
  const why: string[] = [];
  const onRefusal = (text: string): unknown => why.push(text);
  const lines = [{ line: 'BUTTON', name: 'KEY', ...grant }];
  const { gpiod } = boxed(machine(), { gpiochip0: { lines } }, { onRefusal });
  return { why, chip: keep(gpiod.openChip(0)) };
}

const reader = { allow: ['input'] } as const;
const both = { allow: ['input', 'output'] } as const;

describe('a refusal says what the grant would have to be', () => {
  test.each([
    [reader, { direction: 'output' }, "would have to allow 'output'"],
    [reader, { direction: 'as-is' }, "would have to allow 'output'"],
    [{ allow: [] }, { direction: 'as-is' }, "would have to allow 'input', 'output'"],
    [
      reader,
      { direction: 'input', edge: 'both', bias: 'pull-up', activeLow: true },
      "would have to allow 'edges', 'bias', 'active-low'",
    ],
    [reader, { direction: 'input', debouncePeriodUs: 1 }, "would have to allow 'debounce'"],
    [
      { ...reader, fixed: { bias: 'disabled' } },
      { direction: 'output', bias: 'disabled' },
      "would have to allow 'output'",
    ],
    [
      { ...reader, fixed: { bias: 'disabled' } },
      { direction: 'input', bias: 'pull-up' },
      'has fixed bias as disabled',
    ],
    [
      { ...reader, fixed: { debouncePeriodUs: 5 } },
      { direction: 'input', debouncePeriodUs: 1 },
      'has fixed debouncePeriodUs as 5',
    ],
  ] as const)('of %j for %j', (grant, settings, text) => {
    const { why, chip } = key(grant);
    expect(() => chip.requestLines({ lines: { KEY: settings } })).toThrow(/EPERM/);
    expect(why).toEqual([KEY + text]);
  });

  test('where a line with fixed settings is asked for as it is', () => {
    const { why, chip } = key({ ...both, fixed: { bias: 'pull-up' } });
    expect(() => chip.requestLines({ lines: { KEY: { direction: 'as-is' } } })).toThrow(/EPERM/);
    expect(why.join()).toContain('takes effect with a direction only');
  });

  test('where a line is set, reconfigured or watched', () => {
    const { why, chip } = key(reader);
    const request = keep(chip.requestLines({ lines: { KEY: { direction: 'input' } } }));
    expect(() => request.setValue('KEY', 1)).toThrow(/EPERM/);
    expect(() => request.reconfigure({ KEY: { direction: 'output' } })).toThrow(/EPERM/);
    expect(() => chip.watchLineInfo(['KEY'])).toThrow(/EPERM/);
    expect(why).toEqual([
      `${KEY}would have to allow 'output'`,
      `${KEY}would have to allow 'output'`,
      `${KEY}would have to allow 'watch'`,
    ]);
  });

  test('and what is granted says nothing', () => {
    const { why, chip } = key(both);
    keep(chip.requestLines({ lines: { KEY: { direction: 'as-is' } } }));
    expect(why).toEqual([]);
  });
});
