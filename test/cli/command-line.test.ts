import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliCommand, run } from './support/process.js';

const hint = "libgpiod-wasm: try 'libgpiod-wasm --help'\n";

describe('libgpiod-wasm', () => {
  test.each(['--help', '-h'])('%s prints the commands', (option) => {
    const { status, stdout } = run(cliCommand, [option]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: libgpiod-wasm \[--sim MACHINE\] COMMAND/);
    expect(stdout).toContain('gpionotify');
  });

  test.each(['--version', '-v'])('%s prints the version of the package', (option) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(run(cliCommand, [option])).toMatchObject({
      status: 0,
      stdout: `libgpiod-wasm ${version}\n`,
    });
  });

  test('an unknown command lists the commands', () => {
    const tools = 'gpiodetect, gpioget, gpioinfo, gpiomon, gpionotify, gpioset, cc, run, sim';
    expect(run(cliCommand, ['gpiofoo'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `libgpiod-wasm: unknown command 'gpiofoo'; it can be one of: ${tools}\n${hint}`,
    });
  });

  test('an unknown option is refused', () => {
    expect(run(cliCommand, ['--foo'])).toMatchObject({
      status: 1,
      stderr: `libgpiod-wasm: unrecognized option '--foo'\n${hint}`,
    });
  });

  test('a command is needed', () => {
    expect(run(cliCommand, [])).toMatchObject({
      status: 1,
      stderr: `libgpiod-wasm: a command is missing\n${hint}`,
    });
  });

  test('a host addon that does not exist is reported in a sentence', () => {
    const env = { LIBGPIOD_WASM_HOST: '/nonexistent' };
    const { status, stderr } = run(cliCommand, ['gpiodetect', '/dev/null'], { env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^libgpiod-wasm: The native addon .* is missing[^\n]*\n$/);
  });

  test('help needs no addon', () => {
    const env = { LIBGPIOD_WASM_HOST: '/nonexistent' };
    const { status, stdout } = run(cliCommand, ['gpiodetect', '--help'], { env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: gpiodetect /);
  });

  test('tracing shows the calls to the kernel on standard error', () => {
    const env = { LIBGPIOD_WASM_TRACE: '1' };
    const { stderr } = run(cliCommand, ['gpiodetect', '/dev/null'], { env });
    expect(stderr).toContain('lstat("/dev/null") = 0');
  });
});

describe('under the name of a tool', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-links-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('a symbolic link is that tool', () => {
    const link = join(folder, 'gpioset');
    const [node = '', ...args] = cliCommand;
    symlinkSync(args.at(-1) ?? '', link);
    const linked = [node, ...args.slice(0, -1), link];
    const { status, stdout } = run(linked, ['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: gpioset \[OPTIONS\] <line=value>/);
  });
});
