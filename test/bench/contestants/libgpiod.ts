// npm's libgpiod: a native addon over libgpiod 1, one function for each of its functions.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

interface Libgpiod {
  getLibgpiodVersionString(): string;
  chipOpenByName(name: string): object | null;
  chipGetLine(chip: object, offset: number): object | null;
  lineRequestInput(line: object, consumer: string): number;
  lineRequestOutput(line: object, consumer: string, value: number): number;
  lineRelease(line: object): void;
  lineGetValue(line: object): number;
  lineSetValue(line: object, value: number): number;
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const gpiod = require('libgpiod') as Libgpiod;
const { version } = require('libgpiod/package.json') as { version: string };

/** It throws nothing but for wrong arguments. */
function succeeded(status: number): void {
  if (status !== 0) throw new Error('libgpiod 1 refused the request');
}

/** Of a chip object of its own, where no other loop has requested it. */
function line(): object {
  const chip = gpiod.chipOpenByName('gpiochip0');
  const found = chip === null ? null : gpiod.chipGetLine(chip, 5);
  if (found === null) throw new Error('libgpiod 1 found no line 5 of gpiochip0');
  return found;
}

await serve(`${version} (libgpiod ${gpiod.getLibgpiodVersionString()})`, {
  'get-value': () => {
    const input = line();
    succeeded(gpiod.lineRequestInput(input, 'bench'));
    return (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = gpiod.lineGetValue(input);
      return [value];
    };
  },
  'set-value': () => {
    const output = line();
    succeeded(gpiod.lineRequestOutput(output, 'bench', 0));
    return (count) => {
      for (let i = 0; i < count; i++) gpiod.lineSetValue(output, i & 1);
      return nothing;
    };
  },
  'request-release': () => {
    const output = line();
    return (count) => {
      for (let i = 0; i < count; i++) {
        succeeded(gpiod.lineRequestOutput(output, 'bench', 0));
        gpiod.lineRelease(output);
      }
      return nothing;
    };
  },
});
