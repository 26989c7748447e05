// lgpio: a native addon over lg, a library of C beside libgpiod on the same character devices.
import { createRequire } from 'node:module';
import { nothing, serve } from './serve.js';

interface Lgpio {
  gpiochipOpen(chip: number): number;
  gpioSetUser(handle: number, user: string): void;
  gpioGetLineInfo(handle: number, gpio: number): { readonly name: string };
  gpioClaimInput(handle: number, gpio: number): void;
  gpioClaimOutput(handle: number, gpio: number): void;
  gpioFree(handle: number, gpio: number): void;
  gpioRead(handle: number, gpio: number): boolean;
  gpioWrite(handle: number, gpio: number, level: boolean): void;
  groupClaimInput(handle: number, gpios: readonly number[]): void;
  groupClaimOutput(handle: number, gpios: readonly number[]): void;
  groupRead(handle: number, leader: number): bigint;
  groupWrite(handle: number, leader: number, levels: bigint): void;
}

const [, , folder = ''] = process.argv;
const require = createRequire(`${folder}/`);
const lg = require('lgpio') as Lgpio;
const { version } = require('lgpio/package.json') as { version: string };
const all = Array.from({ length: 64 }, (_, offset) => offset);
/** A group's levels are the bits of one number, its first line's the lowest. */
const patterns = [0xaaaa_aaaa_aaaa_aaaan, 0x5555_5555_5555_5555n] as const;

/** One for each loop: of one handle a line is claimed once. */
function openChip(): number {
  const chip = lg.gpiochipOpen(0);
  lg.gpioSetUser(chip, 'bench');
  return chip;
}

await serve(version, {
  'get-value': () => {
    const chip = openChip();
    lg.gpioClaimInput(chip, 5);
    return (count) => {
      let level = false;
      for (let i = 0; i < count; i++) level = lg.gpioRead(chip, 5);
      return [Number(level)];
    };
  },
  'set-value': () => {
    const chip = openChip();
    lg.gpioClaimOutput(chip, 5);
    return (count) => {
      for (let i = 0; i < count; i++) lg.gpioWrite(chip, 5, (i & 1) === 1);
      return nothing;
    };
  },
  'get-values-64': () => {
    const chip = openChip();
    lg.groupClaimInput(chip, all);
    return (count) => {
      let levels = 0n;
      for (let i = 0; i < count; i++) levels = lg.groupRead(chip, 0);
      return all.map((offset) => Number((levels >> BigInt(offset)) & 1n));
    };
  },
  'set-values-64': () => {
    const chip = openChip();
    lg.groupClaimOutput(chip, all);
    return (count) => {
      for (let i = 0; i < count; i++) lg.groupWrite(chip, 0, patterns[i & 1] ?? 0n);
      return nothing;
    };
  },
  'request-release': () => {
    const chip = openChip();
    return (count) => {
      for (let i = 0; i < count; i++) {
        lg.gpioClaimOutput(chip, 5);
        lg.gpioFree(chip, 5);
      }
      return nothing;
    };
  },
  'line-info': () => {
    const chip = openChip();
    return (count) => {
      let name = '';
      for (let i = 0; i < count; i++) name = lg.gpioGetLineInfo(chip, i & 63).name;
      return [name];
    };
  },
});
