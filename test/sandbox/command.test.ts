import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ccCommand } from '../../ts/cli/cc-command.js';
import { parseClangArguments } from '../../ts/cli/clang-arguments.js';
import { compileForWasm } from '../../ts/cli/wasm-compiler.js';
import { cliCommand, run } from '../cli/support/process.js';

const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-run-'));
const plugin = join(folder, 'misbehave.wasm');
const grant = ['--grant', 'LED=GPIO17:output'];

beforeAll(async () => {
  const source = new URL('plugins/misbehave.c', import.meta.url);
  copyFileSync(source, join(folder, 'misbehave.c'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await ccCommand(['misbehave.c', '-o', 'misbehave.wasm'])).toBe(0);
  } finally {
    process.chdir(before);
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function sim(...args: string[]): ReturnType<typeof run> {
  return run(cliCommand, ['--sim', 'pi4', 'run', ...args]);
}

describe('libgpiod-wasm run', () => {
  test('ends with the status of the plugin', () => {
    expect(sim(...grant, plugin, 'exit', '7')).toMatchObject({ status: 7, stdout: '' });
  });

  test('explains what the plugin would see', () => {
    expect(sim(...grant, '--explain')).toMatchObject({
      status: 0,
      stdout:
        '/dev/gpiochip0 [sandbox] (1 line)\n  line 0: "LED" is gpiochip0:17 GPIO17; may: output\n',
    });
  });

  test('takes a policy, and shows each call', () => {
    const policy = join(folder, 'policy.json');
    const line = { line: 'GPIO17', allow: ['output'] };
    writeFileSync(policy, JSON.stringify({ chips: { gpiochip0: { lines: [line] } } }));
    const args = ['--policy', policy, '--limit', 'calls=50', '--audit', plugin, 'calls'];
    const { status, stderr } = sim(...args);
    expect(status).toBe(124);
    expect(stderr).toContain('GPIO_V2_LINE_SET_VALUES_IOCTL');
    expect(stderr).toContain("the plugin 'misbehave' came to its limit callsPerSecond");
  });

  test('tells a crash from an end', () => {
    expect(sim(plugin, 'abort')).toMatchObject({ status: 134 });
  });

  test.each([
    [['--grant', 'LED=GPIO177:output', plugin], /no line 'GPIO177'; the nearest: GPIO17/],
    [['--polcy', 'x'], /unrecognized option '--polcy'/],
    [['--grant'], /'--grant' requires an argument/],
    [[], /a plugin is missing/],
    [[join(folder, 'misbehave.c')], /no WebAssembly module/],
  ])('%j is refused', (args, message) => {
    const { status, stderr } = sim(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('has a page of help', () => {
    expect(run(cliCommand, ['run', '--help'])).toMatchObject({ status: 0 });
  });
});

describe('libgpiod-wasm cc', () => {
  const wrong = (): Promise<{ status: number; said: string }> => {
    writeFileSync(join(folder, 'wrong.c'), 'int main(void) { return nonsense; }\n');
    let said = '';
    const print = (_: 1 | 2, text: string): void => {
      said += text;
    };
    const clang = parseClangArguments(['wrong.c', '-o', 'wrong.wasm']);
    return compileForWasm({ folder, clang, print }).then((status) => ({ status, said }));
  };

  test('passes on what the compiler says', async () => {
    const { status, said } = await wrong();
    expect(status).toBe(1);
    expect(said).toContain("wrong.c:1:25: error: use of undeclared identifier 'nonsense'");
  });

  test('says so where WASI_SDK_PATH is no wasi-sdk', async () => {
    vi.stubEnv('WASI_SDK_PATH', folder);
    try {
      await expect(wrong()).rejects.toThrow(/point it at an unpacked wasi-sdk/);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('wants files that are there', () => {
    expect(run(cliCommand, ['cc', 'missing.c'])).toMatchObject({ status: 1 });
    expect(run(cliCommand, ['cc'])).toMatchObject({ status: 1 });
    expect(run(cliCommand, ['cc', '--help'])).toMatchObject({ status: 0 });
  });
});
