// node-gpiod: JavaScript that fills the structs of linux/gpio.h, version 1, and an addon that makes any
// ioctl. Its methods return promises, which a program awaits one after the other.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

interface Request {
  readonly fd: number;
}
interface Chip {
  open(): Promise<Chip>;
  get_line_info(offset: number): Promise<{ readonly name: string }>;
  request_mode(
    offsets: number | readonly number[],
    flags: number,
    values: number,
    consumer: string,
  ): Promise<Request>;
  terminate_request(request: Request): Promise<true>;
  /** Of one line it is a number. */
  get_values(request: Request): Promise<number | Uint8Array>;
  set_values(request: Request, values: number | readonly number[]): Promise<unknown>;
}
interface NodeGpiod {
  readonly INPUT_MODE: number;
  readonly OUTPUT_MODE: number;
  new (path: string): Chip;
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const Gpiod = require('node-gpiod') as NodeGpiod;
const { version } = require('node-gpiod/package.json') as { version: string };
const all = Array.from({ length: 64 }, (_, offset) => offset);
const patterns = [0, 1].map((low) => all.map((offset) => (offset + low) & 1));

const openChip = (): Promise<Chip> => new Gpiod('/dev/gpiochip0').open();

await serve(version, {
  'get-value': async () => {
    const chip = await openChip();
    const input = await chip.request_mode(5, Gpiod.INPUT_MODE, 0, 'bench');
    return async (count) => {
      let value: number | Uint8Array = 0;
      for (let i = 0; i < count; i++) value = await chip.get_values(input);
      return [Number(value)];
    };
  },
  'set-value': async () => {
    const chip = await openChip();
    const output = await chip.request_mode(5, Gpiod.OUTPUT_MODE, 0, 'bench');
    return async (count) => {
      for (let i = 0; i < count; i++) await chip.set_values(output, i & 1);
      return nothing;
    };
  },
  'get-values-64': async () => {
    const chip = await openChip();
    const inputs = await chip.request_mode(all, Gpiod.INPUT_MODE, 0, 'bench');
    return async (count) => {
      let values: number | Uint8Array = 0;
      for (let i = 0; i < count; i++) values = await chip.get_values(inputs);
      return typeof values === 'number' ? [values] : [...values];
    };
  },
  'set-values-64': async () => {
    const chip = await openChip();
    const outputs = await chip.request_mode(all, Gpiod.OUTPUT_MODE, 0, 'bench');
    return async (count) => {
      for (let i = 0; i < count; i++) await chip.set_values(outputs, patterns[i & 1] ?? []);
      return nothing;
    };
  },
  'request-release': async () => {
    const chip = await openChip();
    return async (count) => {
      for (let i = 0; i < count; i++) {
        await chip.terminate_request(await chip.request_mode(5, Gpiod.OUTPUT_MODE, 0, 'bench'));
      }
      return nothing;
    };
  },
  'line-info': async () => {
    const chip = await openChip();
    return async (count) => {
      let name = '';
      for (let i = 0; i < count; i++) ({ name } = await chip.get_line_info(i & 63));
      return [name];
    };
  },
});
