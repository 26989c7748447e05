// node-libgpiod: a native addon over libgpiod 1.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

interface Line {
  requestInputMode(consumer: string): void;
  requestOutputMode(consumer: string, value: number): void;
  getValue(): number;
  setValue(value: number): void;
  release(): void;
}
interface Bulk {
  readonly values: number[];
  requestInputMode(consumer: string): void;
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
const all = Array.from({ length: 64 }, (_, offset) => offset);
const patterns = [0, 1].map((low) => all.map((offset) => (offset + low) & 1));

/** A chip that is forgotten is closed by the collector of garbage, and takes its lines with it. */
const chips: object[] = [];

/** One for each loop: lines of one chip object are requested once. */
function openChip(): InstanceType<NodeLibgpiod['Chip']> {
  const chip = new gpiod.Chip(0);
  chips.push(chip);
  return chip;
}

const line = (): Line => openChip().getLine(5);
const bulk = (): Bulk => new gpiod.Bulk(openChip(), all);

await serve(`${version} (libgpiod ${gpiod.version})`, {
  'get-value': () => {
    const input = line();
    input.requestInputMode('bench');
    return (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = input.getValue();
      return [value];
    };
  },
  'set-value': () => {
    const output = line();
    output.requestOutputMode('bench', 0);
    return (count) => {
      for (let i = 0; i < count; i++) output.setValue(i & 1);
      return nothing;
    };
  },
  'get-values-64': () => {
    const inputs = bulk();
    inputs.requestInputMode('bench');
    return (count) => {
      let values: number[] = [];
      for (let i = 0; i < count; i++) values = inputs.values;
      return values;
    };
  },
  'set-values-64': () => {
    const outputs = bulk();
    outputs.requestOutputMode('bench', patterns[0] ?? []);
    return (count) => {
      for (let i = 0; i < count; i++) outputs.setValues(patterns[i & 1] ?? []);
      return nothing;
    };
  },
  'request-release': () => {
    const output = line();
    return (count) => {
      for (let i = 0; i < count; i++) {
        output.requestOutputMode('bench', 0);
        output.release();
      }
      return nothing;
    };
  },
});
