import { expect, test } from 'vitest';
import { boardOf } from '../../scripts/presets/board-of.js';
import { newestKernel } from '../../scripts/presets/debian-trees.js';
import { parseDeviceTree, type TreeNode } from '../../scripts/presets/device-tree.js';

/** A device tree in memory: strings, cells, or true for a property without a value. */
interface Source {
  readonly [name: string]: string | readonly number[] | true | Source;
}

function compile(source: Source): Buffer {
  const names: string[] = [];
  const words: Buffer[] = [];
  const word = (value: number): void => {
    const cell = Buffer.alloc(4);
    cell.writeUInt32BE(value);
    words.push(cell);
  };
  const padded = (bytes: Buffer): void => {
    words.push(bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4));
  };
  const node = (name: string, body: Source): void => {
    word(1);
    padded(Buffer.from(`${name}\0`));
    for (const [key, value] of Object.entries(body)) {
      if (typeof value === 'object' && !Array.isArray(value)) continue;
      const bytes =
        value === true
          ? Buffer.alloc(0)
          : typeof value === 'string'
            ? Buffer.from(`${value}\0`)
            : Buffer.concat(
                (value as readonly number[]).map((one) => {
                  const cell = Buffer.alloc(4);
                  cell.writeUInt32BE(one);
                  return cell;
                }),
              );
      word(3);
      word(bytes.length);
      word(names.join('').length);
      names.push(`${key}\0`);
      padded(bytes);
    }
    for (const [key, value] of Object.entries(body)) {
      if (typeof value === 'object' && !Array.isArray(value)) node(key, value as Source);
    }
    word(2);
  };
  node('', source);
  word(9);
  const structure = Buffer.concat(words);
  const header = Buffer.alloc(40);
  header.writeUInt32BE(0xd00dfeed, 0);
  header.writeUInt32BE(40, 8);
  header.writeUInt32BE(40 + structure.length, 12);
  return Buffer.concat([header, structure, Buffer.from(names.join(''))]);
}

function tree(rest: Source): TreeNode {
  return parseDeviceTree(
    compile({
      model: 'Test',
      'gpio@10': {
        compatible: 'raspberrypi,firmware-gpio',
        'gpio-controller': true,
        'gpio-line-names': 'A\0\0C\0\0',
        phandle: [1],
      },
      ...rest,
    }),
  );
}

test('reads chips and line names, without those missing at the end', () => {
  const { model, chips } = boardOf(tree({}));
  expect(model).toBe('Test');
  expect(chips).toEqual([{ label: 'raspberrypi-exp-gpio', lines: 8, names: 'A,,C', used: [] }]);
});

test('LEDs, regulators and resets hold their lines', () => {
  const { chips } = boardOf(
    tree({
      leds: { compatible: 'gpio-leds', 'led-act': { label: 'ACT', gpios: [1, 2, 1] } },
      'regulator-sd': { compatible: 'regulator-fixed', 'regulator-boot-on': true, gpio: [1, 3, 0] },
      pwrseq: { compatible: 'mmc-pwrseq-simple', 'reset-gpios': [1, 1, 1] },
    }),
  );
  expect(chips[0]?.used).toEqual([
    [1, 'reset', 'output-low', 'active-low'],
    [2, 'ACT', 'output-low', 'active-low'],
    [3, 'regulator-sd', 'output-high'],
  ]);
});

test('what is switched off holds nothing, and the first to ask for a line has it', () => {
  const leds = (label: string): Source => ({ 'led-x': { label, gpios: [1, 2, 0] } });
  const { chips } = boardOf(
    tree({
      off: { compatible: 'gpio-leds', status: 'disabled', ...leds('off') },
      one: { compatible: 'gpio-leds', ...leds('one') },
      two: { compatible: 'gpio-leds', ...leds('two') },
    }),
  );
  expect(chips[0]?.used).toEqual([[2, 'one', 'output-low']]);
});

test('a driver that is not known stops it', () => {
  const unknown = tree({ thing: { compatible: 'acme,thing', 'enable-gpios': [1, 2, 0] } });
  expect(() => boardOf(unknown)).toThrow(
    '/thing: no driver known for "acme,thing" with enable-gpios',
  );
});

test('takes the newest kernel that both architectures have', () => {
  expect(
    newestKernel([
      'linux-base-7.2.9+deb14-arm64',
      'linux-base-7.2.9+deb14-armmp',
      'linux-base-7.2.13+deb14-arm64',
      'linux-base-7.2.13+deb14-armmp',
      'linux-base-7.3.1+deb14-arm64',
    ]),
  ).toBe('7.2.13+deb14');
});
