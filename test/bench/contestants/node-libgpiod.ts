// node-libgpiod: a native addon over libgpiod 1.
import { createRequire } from 'node:module';
import { serve } from './serve.js';

interface Line {
  requestInputMode(consumer: string): void;
  requestOutputMode(consumer: string, value: number): void;
  getValue(): number;
  setValue(value: number): void;
  release(): void;
}
interface Bulk {
  readonly values: number[];
  requestOutputMode(consumer: string, values: readonly number[]): void;
  setValues(values: readonly number[]): void;
}
interface NodeLibgpiod {
  /** libgpiod's. */
  readonly version: string;
  Chip: new (chip: number) => { getLine(offset: number): Line };
  Line: new (chip: object, offset: number) => Line;
  Bulk: new (chip: object, offsets: readonly number[]) => Bulk;
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const gpiod = require('node-libgpiod') as NodeLibgpiod;
const { version } = require('node-libgpiod/package.json') as { version: string };
const chip = new gpiod.Chip(0);
const all = Array.from({ length: 64 }, (_, offset) => offset);
const patterns = [0, 1].map((low) => all.map((offset) => (offset + low) & 1));

function output(offset: number): Line {
  const line = chip.getLine(offset);
  line.requestOutputMode('bench', 0);
  return line;
}

// A chip of its own: lines of one chip object are requested once.
const bulkChip = new gpiod.Chip(0);
const bulk = new gpiod.Bulk(bulkChip, all);
bulk.requestOutputMode('bench', patterns[0] ?? []);

await serve(`${version} (libgpiod ${gpiod.version})`, {
  'get-value': () => {
    const line = output(5);
    return (count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += line.getValue();
      if (sum < 0) throw new Error('unreachable: keeps the results in use');
    };
  },
  'set-value': () => {
    const line = output(6);
    return (count) => {
      for (let i = 0; i < count; i++) line.setValue(i & 1);
    };
  },
  'get-values-64': () => {
    return (count) => {
      for (let i = 0; i < count; i++) bulk.values;
    };
  },
  'set-values-64': () => {
    return (count) => {
      for (let i = 0; i < count; i++) bulk.setValues(patterns[i & 1] ?? []);
    };
  },
  'request-release': () => {
    const line = chip.getLine(7);
    return (count) => {
      for (let i = 0; i < count; i++) {
        line.requestOutputMode('bench', 0);
        line.release();
      }
    };
  },
});
