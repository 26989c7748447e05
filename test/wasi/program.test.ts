import type { Fd } from '@bjorn3/browser_wasi_shim';
import { describe, expect, test } from 'vitest';
import { ProgramTrap, runProgram } from '../../ts/wasi/program.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { FakeClock } from './support/fake-clock.js';
import { CapturedOutput, ChunkedInput } from './support/stdio.js';

/** A module by hand: one function of type () -> (), exported as `name`, and a memory. */
function moduleOf(name: string, body: number[]): WebAssembly.Module {
  const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
  const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, 1, 0x60, 0, 0),
      ...section(3, 1, 0),
      ...section(5, 1, 0, 1),
      ...section(7, 2, ...text(name), 0, 0, ...text('memory'), 2, 0),
      ...section(10, 1, body.length + 2, 0, ...body, 0x0b),
    ]),
  );
}

const UNREACHABLE = [0x00];
const CALL_ITSELF = [0x10, 0x00];

function runModule(module: WebAssembly.Module, extra: Fd[] = []): number {
  return runProgram({
    module,
    kernel: new FakeKernel(),
    args: ['program'],
    stdin: new ChunkedInput([]),
    stdout: new CapturedOutput(),
    stderr: new CapturedOutput(),
    clock: new FakeClock(),
    extra,
  });
}

test('a program that returns has the status 0', () => {
  expect(runModule(moduleOf('_start', []))).toBe(0);
});

describe('a trap', () => {
  test('is an error with the words of the engine', () => {
    expect(() => runModule(moduleOf('_start', UNREACHABLE))).toThrow(ProgramTrap);
    expect(() => runModule(moduleOf('_start', UNREACHABLE))).toThrow('unreachable');
  });

  test('can be endless recursion', () => {
    expect(() => runModule(moduleOf('_start', CALL_ITSELF))).toThrow(ProgramTrap);
  });
});

test('a module that is no command is refused', () => {
  expect(() => runModule(moduleOf('_initialize', []))).toThrow(
    'not a WASI command: it has to export memory and _start',
  );
});
